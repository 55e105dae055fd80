//! The running notes, with the marks, the corrections, and a child's own words.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{ContactId, NoteNo, PersonNo, Reference, StaffId},
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
    /// That it was written in the wrong record: it stays here, and stands in the right one too.
    pub misplaced: Option<Misplaced>,
    /// Where it was written, where that was the wrong record.
    pub from: Option<TakenFrom>,
}

/// That a note was written in the wrong record, and where it stands as well.
#[derive(Clone, PartialEq, Debug)]
pub struct Misplaced {
    /// When that was seen.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// The contact in which it belongs.
    pub to: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// Why.
    pub why: String,
}

/// Where a note was written that belongs here, when, and by whom.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TakenFrom {
    /// The contact.
    pub contact: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// Its number there.
    pub note: NoteNo,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub by: StaffId,
    /// Whether it was written after the call there. Of what was moved before this was kept nobody can tell: it stays marked.
    #[serde(default = "later")]
    pub later: bool,
}

const fn later() -> bool {
    true
}

impl Note {
    /// Gives what is written in the record in which it belongs: its words as they hold now, with the time that they tell of. Which
    /// child it is whose words they are stands nowhere there.
    pub fn belongs_elsewhere(&self) -> NewNote {
        NewNote {
            text: self.current().to_owned(),
            mark: self.mark,
            happened: Some(self.happened.unwrap_or(self.at)),
            typed: None,
            child: self.child.clone().map(|child| ChildWords { child: None, ..child }),
            stage: self.stage,
        }
    }

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
