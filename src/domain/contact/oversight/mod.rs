//! Oversight: sharing without agreement under a manager's word, what was done in an emergency, and grounds of their own.
//!
//! Source: Southampton one-minute guides, MASH and EDT. "Believe" is meant of two people: the worker's belief and the
//! manager's are written apart, in their own words. Nobody authorises their own request, by person and not by account.
//! An override is needed neither to record, nor to advise, nor to pass a child to a team of our own; Section 47, police
//! protection and a court's order are grounds of their own and are never shown as overriding; and no override supplies
//! agreement to a voluntary service. An emergency is acted on first and upheld or not afterwards: never "authorised".
//!
//! A word given from away is written down by somebody else, stands as unconfirmed wherever it is shown, and waits for the
//! manager's own signed word.

mod authority;
mod away;
mod differs;
mod elsewhere;
mod emergency;
mod ground;
mod in_force;
mod must;
mod needless;
mod of_two;
mod recorded;
mod request;
mod rung;
mod spoken;
mod tried;

use chrono::{DateTime, Utc};

pub(in crate::domain::contact) use self::spoken::digest;
pub use self::{
    authority::*,
    away::*,
    elsewhere::*,
    emergency::*,
    ground::*,
    in_force::*,
    must::*,
    of_two::*,
    recorded::*,
    request::*,
    rung::*,
    spoken::{read_out, read_out_of_two},
    tried::*,
};
use crate::domain::{
    duty::Due,
    ids::{EmergencyNo, GroundNo, OverrideNo, StaffId, WordNo},
};

/// All oversight of a contact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Oversight {
    /// Overrides, oldest first.
    pub overrides: Vec<Override>,
    /// Emergencies, oldest first.
    pub emergencies: Vec<Emergency>,
    /// Grounds, oldest first.
    pub grounds: Vec<Ground>,
    /// Words by telephone on what takes two, oldest first.
    pub spoken: Vec<SpokenWord>,
    /// Calls to managers about what takes two that came to nothing, oldest first.
    pub in_vain: Vec<(OfTwo, Attempt)>,
    /// One-time codes that were not taken for what takes two, oldest first.
    pub codes_refused: Vec<(OfTwo, AnswerRefused)>,
    /// What had to be done and was, or could not be, oldest first.
    pub settled: Vec<Settled>,
    /// Decisions that were tried and refused, oldest first; they decided nothing.
    pub tried: Vec<Tried>,
}

impl Oversight {
    /// Finds an override.
    pub fn get(&self, no: OverrideNo) -> Option<&Override> {
        self.overrides.iter().find(|o| o.no == no)
    }

    /// Finds an emergency.
    pub fn emergency(&self, no: EmergencyNo) -> Option<&Emergency> {
        self.emergencies.iter().find(|e| e.no == no)
    }

    /// Finds a ground.
    pub fn ground(&self, no: GroundNo) -> Option<&Ground> {
        self.grounds.iter().find(|g| g.no == no)
    }

    /// Gives earlier refusals, which every later manager is shown.
    pub fn refusals(&self) -> impl Iterator<Item = (&Override, &str)> {
        self.overrides.iter().filter_map(|o| match &o.state {
            State::Declined { reason, .. } => Some((o, reason.as_str())),
            _ => None,
        })
    }

    /// Gives what was authorised from away and waits for the manager's own signed word.
    pub fn unconfirmed(&self) -> impl Iterator<Item = (&Override, &Given, &Due)> {
        self.overrides.iter().filter_map(|o| o.unconfirmed().map(|(given, due)| (o, given, due)))
    }
}

/// What is done about overrides.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Keeps a request that is still being written; with a number, a later wording of that one.
    Draft {
        /// The one being written, or one that came back.
        no: Option<OverrideNo>,
        /// What it says so far.
        request: Request,
    },
    /// Asks a manager.
    Ask {
        /// The one being written or come back, if there is one.
        no: Option<OverrideNo>,
        /// What is asked.
        request: Request,
    },
    /// Authorises, for as much as was asked or less.
    Authorise {
        /// Which.
        no: OverrideNo,
        /// In the manager's own words.
        words: ManagerWords,
        /// For less than was asked.
        narrowed: Option<Scope>,
        /// The earlier refusals that the manager was shown.
        seen_refusals: Vec<OverrideNo>,
    },
    /// Makes a challenge for a manager on the telephone, from the frozen request and what they said.
    Challenge {
        /// Which.
        no: OverrideNo,
        /// What they said.
        dictated: Dictated,
        /// Fresh chance of 16 bytes or more, hexadecimal; the domain has none of its own.
        nonce: String,
    },
    /// Writes down that a manager on the telephone authorised.
    AuthoriseByTelephone {
        /// Which.
        no: OverrideNo,
        /// What they said.
        dictated: Dictated,
        /// What shows that it was them.
        proof: Proof,
        /// Why there is nothing but the voice, where there is not.
        no_device: String,
    },
    /// Writes down that a manager was rung and did not authorise.
    RecordAttempt {
        /// For which.
        no: OverrideNo,
        /// Who was rung, on the number of the rota.
        manager: StaffId,
        /// When.
        rung: DateTime<Utc>,
        /// What came of it.
        reached: Reached,
    },
    /// Stands, as the manager and in person, by what was written down.
    Confirm {
        /// Which.
        no: OverrideNo,
    },
    /// Says, as the manager and in person, what was said instead; the reach only narrows.
    Correct {
        /// Which.
        no: OverrideNo,
        /// What was said.
        words: ManagerWords,
        /// For less than was written down.
        narrowed: Option<Scope>,
        /// What was wrong.
        why: String,
    },
    /// Says, as the manager and in person, that it was never said.
    Disown {
        /// Which.
        no: OverrideNo,
        /// What the manager says of it.
        why: String,
    },
    /// Declines.
    Decline {
        /// Which.
        no: OverrideNo,
        /// Why.
        reason: String,
        /// What to do instead.
        next: String,
    },
    /// Sends it back for more.
    Return {
        /// Which.
        no: OverrideNo,
        /// Why.
        reason: String,
        /// What to do.
        next: String,
    },
    /// Takes the request back.
    Cancel {
        /// Which.
        no: OverrideNo,
        /// Why.
        why: String,
    },
    /// Ends an authority before its time.
    Withdraw {
        /// Which.
        no: OverrideNo,
        /// Why.
        why: String,
    },
    /// Acts at once and asks for oversight; what is not known yet is written after.
    Act(Acted),
    /// Writes what was done in an emergency, or writes it better; every wording is kept.
    Describe {
        /// Which.
        no: EmergencyNo,
        /// What.
        acted: Acted,
    },
    /// Upholds what was done.
    Uphold {
        /// Which.
        no: EmergencyNo,
        /// In what words.
        words: String,
    },
    /// Does not uphold it.
    NotUphold {
        /// Which.
        no: EmergencyNo,
        /// Why not.
        words: String,
        /// What stops, what is called back.
        stop: String,
        /// Who is told.
        told: String,
    },
    /// Proposes a ground of its own.
    Propose(Proposed),
    /// Agrees, or not, as manager.
    DecideGround {
        /// Which.
        no: GroundNo,
        /// Agrees or not.
        agree: bool,
        /// In what words.
        words: String,
    },
    /// Writes down what a manager on the telephone decided of what takes two.
    TakeDown {
        /// Of what.
        of: OfTwo,
        /// What they said.
        answered: Answered,
        /// What shows that it was them.
        proof: Proof,
        /// Why there is nothing but the voice, where there is not.
        no_device: String,
    },
    /// Writes down that a manager was rung about what takes two, and gave no word on it.
    CallInVain {
        /// About what.
        of: OfTwo,
        /// Who was rung, on the number of the rota.
        manager: StaffId,
        /// When.
        rung: DateTime<Utc>,
        /// What came of it.
        reached: Reached,
    },
    /// Stands, as the manager and in person, by a word that was taken down on what takes two.
    ConfirmWord {
        /// Which.
        no: WordNo,
    },
    /// Says, as the manager and in person, that a word on what takes two was never said.
    DisownWord {
        /// Which.
        no: WordNo,
        /// What the manager says of it.
        why: String,
    },
    /// Ends a ground.
    EndGround {
        /// Which.
        no: GroundNo,
        /// Why.
        why: String,
    },
    /// Says what came of something that had to be done.
    Settle {
        /// What.
        must: Must,
        /// What came of it.
        came: Came,
    },
}

impl Command {
    /// Gives what somebody tries to decide by it, where it decides anything.
    pub fn tries(&self) -> Option<Try> {
        let of = |no: OverrideNo, deed| Try { matter: Matter::Override(no), deed, manager: None };
        match self {
            Self::Authorise { no, .. } => Some(of(*no, Deed::Authorise)),
            Self::Decline { no, .. } => Some(of(*no, Deed::Decline)),
            Self::Return { no, .. } => Some(of(*no, Deed::Return)),
            Self::Confirm { no } => Some(of(*no, Deed::Confirm)),
            Self::Correct { no, .. } => Some(of(*no, Deed::Correct)),
            Self::Disown { no, .. } => Some(of(*no, Deed::Disown)),
            Self::Challenge { no, dictated, .. } => {
                Some(Try { manager: Some(dictated.manager), ..of(*no, Deed::Challenge) })
            }
            Self::AuthoriseByTelephone { no, dictated, .. } => {
                Some(Try { manager: Some(dictated.manager), ..of(*no, Deed::AuthoriseByTelephone) })
            }
            Self::Uphold { no, .. } => {
                Some(Try { matter: Matter::Emergency(*no), deed: Deed::Uphold, manager: None })
            }
            Self::NotUphold { no, .. } => {
                Some(Try { matter: Matter::Emergency(*no), deed: Deed::NotUphold, manager: None })
            }
            Self::TakeDown { of, answered, .. } => Some(Try {
                matter: of.matter(),
                deed: Deed::AuthoriseByTelephone,
                manager: Some(answered.manager),
            }),
            Self::ConfirmWord { no } => {
                Some(Try { matter: Matter::Word(*no), deed: Deed::Confirm, manager: None })
            }
            Self::DisownWord { no, .. } => {
                Some(Try { matter: Matter::Word(*no), deed: Deed::Disown, manager: None })
            }
            Self::DecideGround { no, .. } => {
                Some(Try { matter: Matter::Ground(*no), deed: Deed::Decide, manager: None })
            }
            _ => None,
        }
    }
}
