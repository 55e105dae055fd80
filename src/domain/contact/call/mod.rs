//! The call: who rings, how we know it is them, what was said, and whether it cannot wait.
//!
//! Nothing but a name (or "declined") and a number needs typing while somebody tells their story. An unchecked caller gets
//! listening and no information; safety never waits for the check.

mod recorded;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    duty::Due,
    ids::{ChipId, ContactId, FieldKey, NoteNo, PersonNo, Reference, RingId, StaffId},
    policy::{CallerKind, Mode, hours::Coverage, script::StageNo},
    value::{Value, YesNo},
};

pub use self::recorded::*;

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
    /// Later or earlier calls about the same thing.
    pub attached: Attached,
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
}

/// The caller, as they gave themselves.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Caller {
    /// Which kind of person.
    pub kind: Option<CallerKind>,
    /// The name, raw; `None` while nobody asked.
    pub name: Option<String>,
    /// Whether they declined to give it.
    #[serde(default)]
    pub declined: bool,
    /// What they are to the child, or their work: "response officer".
    pub role: Option<String>,
    /// Their agency, in words.
    pub agency: Option<String>,
    /// The number, raw.
    pub number: Option<String>,
    /// Whether we may ring back.
    pub ring_back: Option<YesNo>,
    /// The statutory code of who referred.
    pub source_code: Option<String>,
    /// The preferred way to be reached, in their words.
    pub prefers: Option<String>,
    /// The family member that the caller is, when they are one.
    #[serde(default)]
    pub is_person: Option<PersonNo>,
}

impl Caller {
    /// Gives the words by which the queue names the caller, raw: kind and role, never a member of the public's name.
    pub fn brief(&self) -> String {
        let kind = self.kind.map(CallerKind::words);
        let who = match self.kind {
            Some(CallerKind::Public | CallerKind::Child) => None,
            _ => self.role.as_deref().or(self.agency.as_deref()).filter(|text| !text.trim().is_empty()),
        };
        match (kind, who) {
            (Some(kind), Some(who)) => format!("{}, {who}", capital(kind)),
            (Some(kind), None) if self.declined => format!("{} (no name given)", capital(kind)),
            (Some(kind), None) => capital(kind),
            (None, Some(who)) => who.to_owned(),
            (None, None) if self.declined => "no name given".to_owned(),
            (None, None) => "caller not known yet".to_owned(),
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How we know that the caller is who they say.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Identity {
    /// Nobody checked: the caller is listened to and told nothing.
    #[default]
    Unchecked,
    /// Rung back on a number from a directory, never on one the caller gave.
    RungBack {
        /// The number rung.
        number: String,
        /// Where it was looked up.
        directory: String,
    },
    /// The worker knows them.
    Known {
        /// How.
        how: String,
    },
    /// A police officer.
    Police {
        /// Collar number.
        collar: String,
        /// Incident number.
        incident: String,
    },
}

impl Identity {
    /// Tells whether the identity was checked in any way.
    pub const fn is_checked(&self) -> bool {
        !matches!(self, Self::Unchecked)
    }

    /// Gives the words of the header.
    pub fn words(&self) -> String {
        match self {
            Self::Unchecked => "identity unchecked: listen, tell nothing".to_owned(),
            Self::RungBack { number, directory } => format!("rung back on {number}, from {directory}"),
            Self::Known { how } => format!("known to the worker: {how}"),
            Self::Police { collar, incident } => format!("police, collar {collar}, incident {incident}"),
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
}

/// Marked as not being able to wait.
#[derive(Clone, PartialEq, Debug)]
pub struct Urgent {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// By when somebody must have acted.
    pub due: Due,
}

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

/// What was settled when the line dropped.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DropSettled {
    /// Whether it is safe to ring back.
    pub safe_to_ring: YesNo,
    /// Whether a welfare check by the police is needed.
    pub welfare_check: YesNo,
    /// Why, or what was done.
    pub why: String,
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

/// What a worker does with the call.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Answers: opens the contact.
    Take(Take),
    /// Writes down who rings.
    SetCaller(Caller),
    /// Says how the caller's identity was checked.
    Identify(Identity),
    /// Marks it urgent; a second time changes nothing.
    MarkUrgent,
    /// Stands urgency down.
    StandDown {
        /// Why.
        why: String,
    },
    /// The line dropped.
    DropLine,
    /// Settles whether to ring back or to send somebody.
    SettleDrop(DropSettled),
    /// The caller is on the line again.
    Resume,
    /// The call ended.
    End,
    /// Writes a note.
    Write(NewNote),
    /// Marks a note as fact, reported or opinion.
    MarkNote {
        /// Which.
        note: NoteNo,
        /// As what; `None` takes the mark away.
        mark: Option<Mark>,
    },
    /// Corrects a note; the original stays.
    CorrectNote {
        /// Which.
        note: NoteNo,
        /// The text that holds now.
        text: String,
        /// Why.
        why: String,
    },
    /// Answers one of the script's questions.
    Answer {
        /// Which.
        field: FieldKey,
        /// The value; an empty one takes the answer back.
        value: Value,
    },
    /// Marks something as heard, or takes the mark back.
    Hear {
        /// What.
        chip: ChipId,
        /// Heard or not.
        heard: bool,
    },
    /// Uncovers something on the screen.
    Reveal {
        /// What.
        what: Covered,
        /// Why, when the worker says.
        why: String,
    },
    /// Takes the contact over.
    TakeOver {
        /// Why; asked for when somebody else is on the line with it.
        why: String,
    },
    /// Leaves it for the next service, with a line.
    LeaveForHandover {
        /// The line to add.
        line: String,
    },
    /// Says that this later call belongs to an earlier contact.
    AttachTo {
        /// The earlier contact.
        to: ContactId,
        /// Its reference.
        reference: Reference,
    },
    /// Takes a later call in, on the earlier contact.
    TakeIn {
        /// The later contact.
        from: ContactId,
        /// Its reference.
        reference: Reference,
    },
    /// Undoes the attachment, on either side.
    Detach {
        /// The other contact.
        other: ContactId,
        /// Why.
        why: String,
    },
}

/// What is known at the moment of answering.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Take {
    /// The reference the desk gave out.
    pub reference: Option<Reference>,
    /// The ringing call that is answered.
    pub ring: Option<RingId>,
    /// The caller, as far as the ring told.
    pub caller: Caller,
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
    /// Set when these are a child's own words.
    pub child: Option<ChildWords>,
    /// In which stage.
    pub stage: StageNo,
}
