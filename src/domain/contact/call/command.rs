//! What a worker does with a call.

use chrono::{DateTime, Utc};

use super::{Caller, ChildWords, Covered, DropSettled, Identity, Mark, NewNote, TakenFrom};
use crate::domain::{
    ids::{ChipId, ContactId, FieldKey, NoteNo, Reference, RingId},
    policy::Mode,
    value::Value,
};

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
    /// Corrects what stands beside a note's text; what stood there stays on the record.
    AmendNote {
        /// Which.
        note: NoteNo,
        /// When the thing happened.
        happened: Option<DateTime<Utc>>,
        /// Whose words they are, where they are a child's own.
        child: Option<ChildWords>,
        /// Why.
        why: String,
    },
    /// Says that a note was written in the wrong record; it stays.
    MisplaceNote {
        /// Which.
        note: NoteNo,
        /// The contact in which it belongs.
        to: ContactId,
        /// Its reference.
        reference: Reference,
        /// Why.
        why: String,
    },
    /// Writes a note that stands in the wrong record.
    TakeNote {
        /// Where it was written, when, and by whom.
        from: TakenFrom,
        /// The note.
        note: NewNote,
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
    /// Hands it on with a whole shift, which goes off.
    HandOn {
        /// The line.
        line: String,
        /// Which service goes off.
        from: Mode,
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
