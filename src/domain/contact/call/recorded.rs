//! What the journal keeps of a call.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Caller, ChildWords, Covered, Identity, Mark, NewNote, TakenFrom};
use crate::domain::{
    duty::Due,
    ids::{ChipId, ContactId, FieldKey, NoteNo, Reference, RingId, StaffId},
    policy::{Mode, hours::Coverage},
    value::Value,
};

/// A contact was opened by answering a call.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Taken {
    /// The reference.
    pub reference: Reference,
    /// The ringing call that was answered.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ring: Option<RingId>,
    /// Which service was on duty.
    pub mode: Mode,
    /// Whether it was the only one.
    #[serde(default)]
    pub coverage: Coverage,
    /// The profile in force, and its digest.
    pub profile: String,
    /// The digest of the profile in force.
    pub profile_digest: String,
    /// The version of its script.
    pub script: String,
    /// The caller, as far as the ring told.
    pub caller: Caller,
    /// By when somebody must have decided.
    pub decision: Due,
}

/// Who rings was written down.
pub type CallerRecorded = Caller;

/// The caller's identity was checked, or said to be unchecked.
pub type CallerIdentified = Identity;

/// It was marked urgent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MarkedUrgent {
    /// By when somebody must have acted.
    pub due: Due,
}

/// Urgency was stood down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct StoodDown {
    /// Why.
    pub why: String,
}

/// The line dropped.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LineDropped {
    /// By when to ring back or to send somebody.
    pub due: Due,
}

/// Somebody is on the line again.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CallResumed {}

/// The call ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CallEnded {}

/// A note was written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NoteWritten {
    /// Its number.
    pub no: NoteNo,
    /// Whether it was written after the call.
    pub later: bool,
    /// The note.
    #[serde(flatten)]
    pub note: NewNote,
}

/// A note was marked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NoteMarked {
    /// Which.
    pub note: NoteNo,
    /// As what.
    pub mark: Option<Mark>,
}

/// A note was found to be written in the wrong record.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NoteMisplaced {
    /// Which.
    pub note: NoteNo,
    /// The contact in which it belongs.
    pub to: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// Why.
    pub why: String,
}

/// A note was written that stands in the wrong record.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NoteTaken {
    /// Its number.
    pub no: NoteNo,
    /// Where it was written, when, and by whom.
    pub from: TakenFrom,
    /// The note.
    #[serde(flatten)]
    pub note: NewNote,
}

/// A note was corrected.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NoteCorrected {
    /// Which.
    pub note: NoteNo,
    /// The text that holds now.
    pub text: String,
    /// Why.
    pub why: String,
}

/// What stands beside a note's text was corrected.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct NoteAmended {
    /// Which.
    pub note: NoteNo,
    /// When the thing happened.
    pub happened: Option<DateTime<Utc>>,
    /// Whose words they are, where they are a child's own.
    pub child: Option<ChildWords>,
    /// Why.
    pub why: String,
}

/// A question of the script was answered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AnswerRecorded {
    /// Which.
    pub field: FieldKey,
    /// The value.
    pub value: Value,
}

/// Something was marked as heard, or the mark taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Heard {
    /// What.
    pub chip: ChipId,
    /// Heard or not.
    pub heard: bool,
}

/// Something covered was revealed on the screen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Revealed {
    /// What.
    pub what: Covered,
    /// Why, when the worker said.
    pub why: String,
}

/// Somebody took the contact over.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TakenOver {
    /// From whom.
    pub from: Option<StaffId>,
    /// Why.
    pub why: String,
    /// Who has it since, where a colleague wrote it down: they said that they have it while the desk's file took nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StaffId>,
}

/// It was left for the next service.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LeftForHandover {
    /// The line added.
    pub line: String,
    /// Which service left it; early entries do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Mode>,
}

/// This later call was attached to an earlier contact.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AttachedTo {
    /// The earlier contact.
    pub to: ContactId,
    /// Its reference.
    pub reference: Reference,
}

/// A later call was taken in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TookIn {
    /// The later contact.
    pub from: ContactId,
    /// Its reference.
    pub reference: Reference,
}

/// An attachment was undone.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Detached {
    /// The other contact.
    pub other: ContactId,
    /// Why.
    pub why: String,
}
