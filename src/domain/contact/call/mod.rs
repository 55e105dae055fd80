//! The call: who rings, how we know it is them, what was said, and whether it cannot wait.
//!
//! Nothing but a name (or "declined") and a number needs typing while somebody tells their story. An unchecked caller gets
//! listening and no information; safety never waits for the check.

mod caller;
mod command;
mod note;
mod recorded;
mod running;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    duty::Due,
    ids::{ChipId, ContactId, FieldKey, Reference, StaffId},
    policy::{CallerKind, Mode, hours::Coverage},
    value::{Value, YesNo},
};

pub use self::{
    caller::{Caller, Identity, Naming, Wish},
    command::{Command, Take},
    note::{Amendment, ChildWords, Correction, LAY, Mark, Misplaced, NewNote, Note, TakenFrom},
    recorded::*,
    running::{Running, Stands},
};

/// What the script calls it that whoever rings is not content with us.
const NOT_CONTENT: &str = "dissatisfied";

/// What is said of a contact in which a complaint was heard.
pub const COMPLAINS: &str =
    "a complaint was heard: a manager is to be told; families have a procedure of their own";

/// Everything that says how the call goes, or went.
#[derive(Clone, PartialEq, Debug)]
pub struct Call {
    /// When it was answered.
    pub taken: DateTime<Utc>,
    /// Who answered.
    pub taken_by: StaffId,
    /// Which service was on duty then.
    pub mode: Mode,
    /// Whether it was the only one.
    pub coverage: Coverage,
    /// The version of the script in use.
    pub script: String,
    /// Where the line stands.
    pub line: Line,
    /// The caller.
    pub caller: Caller,
    /// Who wrote down last who rings.
    pub caller_by: StaffId,
    /// How the caller's identity was checked.
    pub identity: Identity,
    /// Whether it cannot wait.
    pub urgent: Option<Urgent>,
    /// How often urgency was stood down, and why, oldest first.
    pub stood_down: Vec<Calmed>,
    /// The running notes, oldest first.
    pub notes: Vec<Note>,
    /// What the script's questions were answered.
    pub answers: BTreeMap<FieldKey, Answered>,
    /// What was heard.
    pub heard: BTreeSet<ChipId>,
    /// Since when a child is missing now, as it was heard.
    pub missing: Option<DateTime<Utc>>,
    /// Later or earlier calls about the same thing.
    pub attached: Attached,
    /// When it came into the record, where the desk's file took nothing when it was answered.
    pub merged: Option<DateTime<Utc>>,
}

impl Call {
    /// Gives how the worker knows the caller, in words, where they do: what they are to the family may stand there.
    pub fn known_how(&self) -> Option<&str> {
        match &self.identity {
            Identity::Known { how } => Some(how),
            _ => None,
        }
    }

    /// Tells whether a complaint about us was heard.
    pub fn complains(&self) -> bool {
        self.heard.iter().any(|chip| chip.as_str() == NOT_CONTENT)
    }

    /// Tells whether family or public may be listening: nobody is known to be on the line before the caller's kind is, and
    /// that is no reason to show anything.
    pub fn is_heard(&self) -> bool {
        self.line.is_live() && self.caller.kind.is_none_or(CallerKind::covers_screen)
    }
}

/// Where the line stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Line {
    /// Somebody is speaking.
    Talking {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It broke off: the contact is unfinished.
    Dropped {
        /// When.
        at: DateTime<Utc>,
        /// By when to ring back, or to send somebody.
        due: Due,
        /// What was tried in vain last, with the time at which it is tried again.
        tried: Option<Box<DropSettled>>,
        /// What was settled about it.
        settled: Option<DropSettled>,
    },
    /// It ended.
    Ended {
        /// When.
        at: DateTime<Utc>,
    },
}

impl Line {
    /// Tells whether somebody is on the line.
    pub const fn is_live(&self) -> bool {
        matches!(self, Self::Talking { .. })
    }

    /// Gives by when it is rung back, or tried again, where it dropped and nobody settled it.
    pub fn ring_back_by(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Dropped { due, tried, settled: None, .. } => {
                Some(tried.as_ref().and_then(|tried| tried.again()).unwrap_or(due.at))
            }
            Self::Talking { .. } | Self::Dropped { .. } | Self::Ended { .. } => None,
        }
    }
}

/// Urgency that was stood down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calmed {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// Why.
    pub why: String,
    /// Who had marked it urgent, and when.
    pub was: Option<Urgent>,
}

/// Marked as not being able to wait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Urgent {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// By when somebody must have acted.
    pub due: Due,
    /// Whether it was marked when all was decided already, and nothing was sent since.
    pub anew: bool,
}

/// An answer to one of the script's questions.
#[derive(Clone, PartialEq, Debug)]
pub struct Answered {
    /// The value.
    pub value: Value,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
}

/// Calls about the same thing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Attached {
    /// The earlier contact that this one belongs to.
    pub to: Option<(ContactId, Reference)>,
    /// Later contacts that belong to this one.
    pub later: Vec<(ContactId, Reference)>,
}

/// What came of a dropped line.
///
/// Source: Barnsley: a call that breaks off is rung back, or somebody is sent; that nobody answered settles neither.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum DropEnd {
    /// The caller was reached.
    Reached,
    /// Somebody looks in, or the police were sent.
    Sent,
    /// Nobody was reached; it is tried again.
    Again {
        /// By when.
        at: DateTime<Utc>,
    },
}

/// What was settled when the line dropped.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DropSettled {
    /// Whether it is safe to ring back.
    pub safe_to_ring: YesNo,
    /// Whether a welfare check by the police is needed.
    pub welfare_check: YesNo,
    /// Why, or what was done.
    pub why: String,
    /// When and how it is safe to ring, in words: "only before 3".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub how: String,
    /// What came of it; early entries do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<DropEnd>,
    /// The later contact in which the caller rang again: attached, it settled this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub later: Option<ContactId>,
}

impl DropSettled {
    /// Gives by when it is tried again, where nobody was reached.
    pub const fn again(&self) -> Option<DateTime<Utc>> {
        match self.end {
            Some(DropEnd::Again { at }) => Some(at),
            Some(DropEnd::Reached | DropEnd::Sent) | None => None,
        }
    }
}

/// What is covered on the screen while family or public are on the line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Covered {
    /// Who reported.
    Reporter,
    /// An address that is protected.
    Address,
}

impl Covered {
    /// Gives the words of the audit.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Reporter => "who reported",
            Self::Address => "a protected address",
        }
    }

    /// Gives the key by which JSON names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Address => "address",
        }
    }
}
