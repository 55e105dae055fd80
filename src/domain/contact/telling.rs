//! Telling: the written response to whoever rang, and the promises that were made.
//!
//! Source: Southampton one-minute guide, Children's Resource Service (a written response with the outcome); Herefordshire,
//! Families' Commission (families and professionals are written to apart); Leicestershire, The Road to Excellence (promises
//! are kept). Nothing goes to anyone marked not to be told; nothing about a child goes to the public or a councillor.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Stamp;
use crate::domain::{
    duty::Due,
    ids::{LetterNo, PersonNo, PromiseNo, StaffId, TemplateId},
    policy::letters::Audience,
};

/// To whom a letter or a promise goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "no")]
pub enum Recipient {
    /// Whoever rang.
    Caller,
    /// Somebody of the family.
    Person(PersonNo),
}

/// How a letter goes out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Secure e-mail.
    Email,
    /// Post.
    Post,
    /// Handed over.
    ByHand,
    /// A text message.
    Text,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Email, Self::Post, Self::ByHand, Self::Text];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Email => "secure e-mail",
            Self::Post => "post",
            Self::ByHand => "by hand",
            Self::Text => "text message",
        }
    }

    /// Gives the key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Post => "post",
            Self::ByHand => "by_hand",
            Self::Text => "text",
        }
    }
}

/// Where a letter stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LetterState {
    /// Written.
    Drafted,
    /// Read once more by somebody.
    Checked {
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: StaffId,
    },
    /// Sent.
    Sent {
        /// When.
        at: DateTime<Utc>,
        /// Who sent it.
        by: StaffId,
        /// When it had been read once more, and by whom.
        checked: Option<(DateTime<Utc>, StaffId)>,
        /// How.
        way: Way,
        /// Where to.
        address: String,
    },
}

/// One letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
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
    /// When it was last written.
    pub at: DateTime<Utc>,
    /// Where it stands.
    pub state: LetterState,
}

/// Who owes a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "who")]
pub enum Owner {
    /// One of us.
    Staff(StaffId),
    /// Somebody else: the school, the caller.
    Named(String),
}

/// What is promised.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promised {
    /// What.
    pub what: String,
    /// To whom, in words.
    pub to: String,
    /// The family member it is made to, when it is one: then what they may be told counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonNo>,
    /// Whether it means ringing them.
    #[serde(default)]
    pub ring_back: bool,
    /// Who does it.
    pub owner: Owner,
    /// By when.
    pub by: DateTime<Utc>,
    /// With whom it was agreed.
    pub agreed_with: String,
}

/// Where a promise stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PromiseState {
    /// Owed.
    Open,
    /// Kept; late when after its time.
    Kept {
        /// When.
        at: DateTime<Utc>,
        /// Whether after its time.
        late: bool,
    },
    /// Not kept.
    Broken {
        /// Why.
        why: String,
    },
}

/// One promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// Its number.
    pub no: PromiseNo,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub by: StaffId,
    /// What.
    pub promised: Promised,
    /// How often its time was agreed anew, and why.
    pub moved: Vec<(DateTime<Utc>, String)>,
    /// Where it stands.
    pub state: PromiseState,
}

impl Promise {
    /// Makes one that is owed from a moment on.
    pub(super) fn made(no: PromiseNo, promised: &Promised, stamp: Stamp) -> Self {
        let Stamp { at, by } = stamp;
        Self { no, at, by, promised: promised.clone(), moved: Vec::new(), state: PromiseState::Open }
    }

    /// Tells whether it is still owed.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, PromiseState::Open)
    }
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
    /// By when the caller should have been told.
    pub due: Option<Due>,
    /// The promise that is the call in writing, where the protocol wants one.
    pub written: Option<PromiseNo>,
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
    /// Says why nothing is sent to the caller.
    NotSend {
        /// Why.
        why: String,
    },
    /// Promises.
    Promise(Promised),
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
    Renegotiate {
        /// Which.
        no: PromiseNo,
        /// The new time.
        by: DateTime<Utc>,
        /// With whom, and why.
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

/// A promise was made.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseMade {
    /// Its number.
    pub no: PromiseNo,
    /// What.
    #[serde(flatten)]
    pub promised: Promised,
}

/// The call is owed in writing by whoever rang.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct WrittenFollowupDue {
    /// The number under which it stands among the promises.
    pub no: PromiseNo,
    /// What is owed, by whom and by when.
    #[serde(flatten)]
    pub promised: Promised,
    /// The clock that says by when.
    pub due: Due,
}

/// A promise was kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseKept {
    /// Which.
    pub no: PromiseNo,
    /// Whether after its time.
    pub late: bool,
}

/// A promise was not kept.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseBroken {
    /// Which.
    pub no: PromiseNo,
    /// Why.
    pub why: String,
}

/// A promise's time was agreed anew.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PromiseMoved {
    /// Which.
    pub no: PromiseNo,
    /// The new time.
    pub by: DateTime<Utc>,
    /// With whom, and why.
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
