//! What a manager on the telephone says, as a worker takes it down, and what shows that it is them.

use crate::domain::{
    contact::oversight::{Answered, Dictated, OfTwo},
    ids::{ChallengeNo, ContactId, OverrideNo},
};

/// A manager's word by telephone, as a worker takes it down.
#[derive(Clone, Debug)]
pub struct Telephone {
    /// Handed back with the answer.
    pub tag: u64,
    /// The contact.
    pub contact: ContactId,
    /// Which override.
    pub no: OverrideNo,
    /// What they said.
    pub dictated: Dictated,
    /// What shows that it is them.
    pub shows: Shows,
}

/// A manager's word by telephone on what takes two, as a worker takes it down.
#[derive(Clone, Debug)]
pub struct TakeDown {
    /// Handed back with the answer.
    pub tag: u64,
    /// The contact.
    pub contact: ContactId,
    /// On what.
    pub of: OfTwo,
    /// What they said.
    pub answered: Answered,
    /// What shows that it is them: a code, or the voice.
    pub shows: Shows,
}

/// What shows that it is the manager who speaks; whether it does, the desk works out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shows {
    /// Nothing yet: they are to be challenged.
    Nothing,
    /// An answer to a challenge, as it was typed.
    Answer {
        /// To which.
        challenge: ChallengeNo,
        /// The digits.
        digits: String,
    },
    /// A one-time code, as it was typed.
    Code {
        /// The digits.
        digits: String,
    },
    /// Their voice and nothing else.
    Voice {
        /// Why there is no device.
        why: String,
    },
}
