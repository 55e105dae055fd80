//! Telling: the written response to whoever rang, and the promises that were made.
//!
//! Source: Southampton one-minute guide, Children's Resource Service (a written response with the outcome); Herefordshire,
//! Families' Commission (families and professionals are written to apart); Leicestershire, The Road to Excellence (promises
//! are kept). Nothing goes to anyone marked not to be told; nothing about a child goes to the public or a councillor.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    duty::Due,
    ids::{LetterNo, PersonNo, PromiseNo, StaffId, TemplateId},
    policy::letters::Audience,
};

use super::{Contact, mistake::Mistake};
pub use super::{letter::*, promise::*};

/// To whom a letter or a promise goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "no")]
pub enum Recipient {
    /// Whoever rang.
    Caller,
    /// Somebody of the family.
    Person(PersonNo),
}

/// All telling of a contact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Telling {
    /// Letters, oldest first.
    pub letters: Vec<Letter>,
    /// Promises, oldest first.
    pub promises: Vec<Promise>,
    /// Why nothing is sent to the caller, where that was decided.
    pub not_sent: Option<String>,
    /// Why nothing was to be sent, and that something is after all; oldest first.
    pub sent_after_all: Vec<(String, Mistake)>,
    /// By when the caller should have been told.
    pub due: Option<Due>,
    /// The promise that is the call in writing, where the protocol wants one.
    pub written: Option<PromiseNo>,
    /// The clock of it.
    pub written_due: Option<Due>,
    /// Every time it was closed, oldest first.
    pub closings: Vec<Closing>,
}

/// A contact was closed with a last word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Closing {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// The last word; nothing, where none was given.
    pub words: String,
    /// Who opened it again, when and why.
    pub opened_again: Option<Mistake>,
}

impl Telling {
    /// Finds a letter.
    pub fn letter(&self, no: LetterNo) -> Option<&Letter> {
        self.letters.iter().find(|letter| letter.no == no)
    }

    /// Finds a promise.
    pub fn promise(&self, no: PromiseNo) -> Option<&Promise> {
        self.promises.iter().find(|promise| promise.no == no)
    }

    /// Tells whether the caller was told in writing, or a reason stands why not.
    pub fn is_settled(&self) -> bool {
        self.not_sent.is_some()
            || self.letters.iter().any(|letter| {
                letter.to == Recipient::Caller && matches!(letter.state, LetterState::Sent { .. })
            })
    }
}

impl Contact {
    /// Tells whether a letter to whoever rang that is still to go was written before anybody had checked who that is, and somebody
    /// has since: it says nothing of what was decided, and could.
    pub fn is_for_unchecked(&self, letter: &Letter) -> bool {
        letter.unchecked
            && letter.state.is_to_go()
            && letter.audience != Audience::Public
            && self.call.identity.is_checked()
    }
}

/// What is done about telling.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Writes a letter, or writes an unsent one anew.
    Draft {
        /// The one written anew.
        no: Option<LetterNo>,
        /// By which template.
        template: TemplateId,
        /// To whom.
        to: Recipient,
        /// The text.
        text: String,
    },
    /// Says that it was read once more.
    Check {
        /// Which.
        no: LetterNo,
        /// Whether it speaks of an enquiry, and the police and a manager agree that the family is told.
        enquiry_agreed: bool,
    },
    /// Says that it was sent.
    Sent {
        /// Which.
        no: LetterNo,
        /// How.
        way: Way,
        /// Where to.
        address: String,
    },
    /// Says that it was not sent: that was written down by mistake.
    Unsent {
        /// Which.
        no: LetterNo,
        /// Why.
        why: String,
    },
    /// Puts a letter away that is not to go.
    PutAway {
        /// Which.
        no: LetterNo,
        /// Why.
        why: String,
    },
    /// Takes a letter up again that was put away.
    TakeUp {
        /// Which.
        no: LetterNo,
        /// Why.
        why: String,
    },
    /// Says that something is sent to the caller after all.
    TakeNotSendBack {
        /// Why.
        why: String,
    },
    /// Says why nothing is sent to the caller.
    NotSend {
        /// Why.
        why: String,
    },
    /// Promises a step that was agreed.
    Promise(Promised),
    /// Promises what comes from elsewhere: a question, words in a note.
    PromiseFrom {
        /// From where.
        from: From,
        /// What.
        promised: Promised,
    },
    /// Says that it was kept.
    Keep {
        /// Which.
        no: PromiseNo,
    },
    /// Says that it was not kept.
    Break {
        /// Which.
        no: PromiseNo,
        /// Why.
        why: String,
    },
    /// Agrees another time, with the person.
    Renegotiate(PromiseMoved),
    /// Says that it was tried by telephone in vain.
    Try {
        /// Which.
        no: PromiseNo,
        /// What came of it.
        tried: Tried,
    },
    /// Hands it to a colleague who covers.
    HandOver {
        /// Which.
        no: PromiseNo,
        /// To whom.
        to: StaffId,
        /// Why, and who was told.
        why: String,
    },
    /// Says that what became of a promise was written down by mistake: it is still owed.
    OpenAgain {
        /// Which.
        no: PromiseNo,
        /// Why.
        why: String,
    },
    /// Says that a promise was entered by mistake: nobody made it.
    Mistaken {
        /// Which.
        no: PromiseNo,
        /// Why.
        why: String,
    },
    /// Closes the contact.
    Close {
        /// The last word, where there is one.
        words: String,
    },
    /// Opens it again.
    Reopen {
        /// Why.
        why: String,
    },
}

/// A letter was written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LetterDrafted {
    /// Its number.
    pub no: LetterNo,
    /// By which template.
    pub template: TemplateId,
    /// For whom it is written.
    pub audience: Audience,
    /// To whom.
    pub to: Recipient,
    /// The text.
    pub text: String,
}

/// A letter was read once more.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LetterChecked {
    /// Which.
    pub no: LetterNo,
    /// Whether it speaks of an enquiry, and whoever checked it said that the police and a manager agree that the family is told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub enquiry_agreed: bool,
}

/// A letter was sent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LetterSent {
    /// Which.
    pub no: LetterNo,
    /// How.
    pub way: Way,
    /// Where to.
    pub address: String,
}

/// Nothing is sent to the caller, for a reason.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LetterNotSent {
    /// Why.
    pub why: String,
}

/// A letter was written down as sent by mistake.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LetterUnsent {
    /// Which.
    pub no: LetterNo,
    /// Why.
    pub why: String,
}

/// A letter was put away, and does not go.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LetterPutAway {
    /// Which.
    pub no: LetterNo,
    /// Why.
    pub why: String,
}

/// A letter that was put away was taken up again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LetterTakenUp {
    /// Which.
    pub no: LetterNo,
    /// Why.
    pub why: String,
}

/// Something is sent to the caller after all.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NotSendTakenBack {
    /// Why.
    pub why: String,
}

/// The contact was closed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Closed {
    /// The last word.
    pub words: String,
}

/// The contact was opened again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Reopened {
    /// Why.
    pub why: String,
    /// By when somebody must have decided.
    pub decision: Due,
}
