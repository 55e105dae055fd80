//! The running notes, with the marks, the corrections, and a child's own words.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{NoteNo, PersonNo, StaffId},
    policy::script::StageNo,
};

/// A worker's mark on a note.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Seen, heard or measured.
    Fact,
    /// Told by somebody.
    Reported,
    /// Somebody's view.
    Opinion,
}

impl Mark {
    /// Gives the word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Reported => "reported",
            Self::Opinion => "opinion",
        }
    }
}

/// A child's own words, kept apart from ours.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChildWords {
    /// Which child, when named.
    pub child: Option<PersonNo>,
    /// Who heard them.
    pub heard_by: String,
    /// When they were said, as far as known.
    pub heard_at: Option<DateTime<Utc>>,
    /// In answer to what.
    pub in_answer_to: String,
}

/// One running note.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    /// Its number.
    pub no: NoteNo,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub by: StaffId,
    /// When the thing happened, where that is another time.
    pub happened: Option<DateTime<Utc>>,
    /// The text, raw.
    pub text: String,
    /// The worker's mark.
    pub mark: Option<Mark>,
    /// Set when these are a child's own words.
    pub child: Option<ChildWords>,
    /// In which stage it was written.
    pub stage: StageNo,
    /// Whether it was written after the call.
    pub later: bool,
    /// When it came into the record, where the desk's file could not take it when it was written.
    pub merged: Option<DateTime<Utc>>,
    /// Corrections, oldest first; the original stays.
    pub corrections: Vec<Correction>,
    /// What stood beside its text before that was corrected, oldest first.
    pub amendments: Vec<Amendment>,
}

impl Note {
    /// Gives the text as it stands after its corrections.
    pub fn current(&self) -> &str {
        self.corrections.last().map_or(&self.text, |correction| &correction.text)
    }
}

/// A correction of a note.
#[derive(Clone, PartialEq, Debug)]
pub struct Correction {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// The text that holds now.
    pub text: String,
    /// Why.
    pub why: String,
}

/// What stood beside a note's text until it was corrected.
#[derive(Clone, PartialEq, Debug)]
pub struct Amendment {
    /// When it was corrected.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// When the thing had happened, as it stood before.
    pub happened: Option<DateTime<Utc>>,
    /// Whose words they were, as it stood before.
    pub child: Option<ChildWords>,
    /// Why.
    pub why: String,
}

/// A note to write.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NewNote {
    /// The text, raw.
    pub text: String,
    /// The worker's mark.
    pub mark: Option<Mark>,
    /// When the thing happened.
    pub happened: Option<DateTime<Utc>>,
    /// When its words were typed, where they lay half-written for a while before they became a note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<DateTime<Utc>>,
    /// Set when these are a child's own words.
    pub child: Option<ChildWords>,
    /// In which stage.
    pub stage: StageNo,
}

/// For how long words lie half-written until they are no note of the moment any more: taken up then, they are written later.
pub const LAY: TimeDelta = TimeDelta::minutes(5);
