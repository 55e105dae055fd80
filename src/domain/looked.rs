//! Who looked: what somebody opened, searched for, listed, printed, exported or audited.
//!
//! These events stand in streams of their own, one for each person and day, so that a hundred looks lengthen no contact.
//! The text of a search is kept as it was typed; it may name people, and lies in the journal like every other word.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{ContactId, Reference},
    queue::Lane,
    recorded::events,
};

/// Within what time opening the same contact again is the same look.
pub const SAME: TimeDelta = TimeDelta::minutes(5);

/// A contact was opened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Opened {
    /// Which.
    pub contact: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// Why, where it was opened by break-glass.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glass: Option<String>,
}

/// Somebody searched.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Searched {
    /// What was typed, whole.
    pub text: String,
    /// Which contacts were shown by name while it was typed.
    pub found: Vec<Reference>,
}

/// A lane was listed at the command line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Listed {
    /// Which.
    pub lane: Lane,
    /// Whether as JSON, to be taken elsewhere.
    pub json: bool,
    /// Which contacts were shown by name.
    pub shown: Vec<Reference>,
}

/// A contact was printed or exported whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Taken {
    /// Which.
    pub contact: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// In which form: `text`, `json`, `evidence`.
    pub form: String,
    /// Why, where it was asked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// Somebody read who looked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Audited {
    /// The contact that was asked about, where it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// What was asked.
    pub what: String,
}

events! {
    /// A look.
    Event:
    Opened(Opened) = "looked.opened.v1";
    Searched(Searched) = "looked.searched.v1";
    Listed(Listed) = "looked.listed.v1";
    Printed(Taken) = "looked.printed.v1";
    Exported(Taken) = "looked.exported.v1";
    Audited(Audited) = "looked.audited.v1";
}

impl Event {
    /// Tells whether a contact was shown by this look.
    pub fn shows(&self, reference: Reference) -> bool {
        match self {
            Self::Opened(opened) => opened.reference == reference,
            Self::Printed(taken) | Self::Exported(taken) => taken.reference == reference,
            Self::Searched(searched) => searched.found.contains(&reference),
            Self::Listed(listed) => listed.shown.contains(&reference),
            Self::Audited(audited) => audited.reference == Some(reference),
        }
    }

    /// Tells whether this says nothing that an earlier look of the same person did not say.
    pub fn repeats(&self, at: DateTime<Utc>, earlier: &Self, earlier_at: DateTime<Utc>) -> bool {
        matches!((self, earlier), (Self::Opened(_), Self::Opened(_)))
            && self == earlier
            && at - earlier_at < SAME
    }
}
