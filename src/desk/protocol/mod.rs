//! What consoles and the desk say to each other: requests one way, answers the other, nothing shared.
//!
//! One request is one unit of work. Answers that nobody asked for come too: a change made at another console, or by the
//! command line, arrives as a new [`Answer::Lane`] or [`Answer::Contact`] for whatever is being watched.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use self::{
    passphrase::Passphrase,
    telephone::{Shows, TakeDown, Telephone},
    views::{
        BoardView, ContactView, DeskView, EarlierView, HelpOver, LaneView, LeftoverView, NoteView, Partly,
        Rings,
    },
};
pub use super::handover::Deal;
use crate::domain::{
    audit::OfContact,
    board::Kind,
    contact::{Command, call::Take, others::Other, telling::Recipient},
    desk,
    ids::{ContactId, EventId, NoteNo, Reference, RingId, ShiftId, StaffId, TemplateId, VisitId},
    queue::{Lane, Row},
    shift::{self, Brief},
    visit,
};
pub use crate::store::Unread;

mod passphrase;
mod telephone;
mod views;

/// What a console wants.
#[derive(Clone, Debug)]
pub enum Request {
    /// Signs in with a passphrase, or back in at a locked console.
    SignIn {
        /// The name.
        name: String,
        /// The passphrase.
        passphrase: Passphrase,
    },
    /// Locks the console; what happens on the desk is told of as before.
    Lock,
    /// Seals a note that cannot be read back here; the same id writes over the same note.
    SealNote {
        /// The note.
        id: EventId,
        /// Its words.
        text: String,
    },
    /// Puts a note that was left at the door on a contact.
    PutNote {
        /// The note.
        id: EventId,
        /// The contact.
        contact: ContactId,
    },
    /// Watches a stretch of a lane from now on.
    Watch(Stretch),
    /// Opens a contact, and watches it from now on.
    Open(ContactId),
    /// Opens the contact with a reference.
    OpenReference(Reference),
    /// Has no contact open any more.
    Leave,
    /// Answers a call.
    Take(Box<Take>),
    /// Does something to a contact.
    Act(Box<Act>),
    /// Has a manager on the telephone challenged, or writes down what they said from there.
    Telephone(Box<Telephone>),
    /// Writes down what a manager on the telephone said of what takes two.
    TakeDown(Box<TakeDown>),
    /// Asks what the contact is that a later one is to be attached to: it is looked at before the two are one family's.
    Earlier {
        /// The later contact.
        later: ContactId,
        /// The earlier one's reference.
        earlier: Reference,
    },
    /// Says that a later contact belongs to an earlier one; both streams change together.
    Attach {
        /// The later contact.
        later: ContactId,
        /// The earlier one's reference.
        earlier: Reference,
    },
    /// Undoes it, on both sides.
    Detach {
        /// One.
        contact: ContactId,
        /// The other.
        other: ContactId,
        /// Why.
        why: String,
    },
    /// Asks what the contact is in which a note belongs that was written in the wrong record: it is looked at before.
    Belongs {
        /// The contact in which it was written.
        contact: ContactId,
        /// Which note.
        note: NoteNo,
        /// The reference of the one in which it belongs.
        to: Reference,
        /// Why.
        why: String,
    },
    /// Says that a note was written in the wrong record, and writes it in the right one; both streams change together.
    MoveNote {
        /// The contact in which it was written.
        contact: ContactId,
        /// Which note.
        note: NoteNo,
        /// The reference of the one in which it belongs.
        to: Reference,
        /// Why.
        why: String,
    },
    /// Sets a ringing call aside.
    SetRingAside {
        /// Which.
        ring: RingId,
        /// Why.
        why: String,
    },
    /// Does something beside the contacts.
    Beside(Box<Beside>),
    /// Watches these kinds of the board from now on; none ends it.
    Board(Vec<Kind>),
    /// Does something to the desk itself.
    Desk(Box<desk::Command>),
    /// Keeps half-typed text.
    SaveDraft {
        /// The number under which it is answered; a later one stands for those before it.
        no: u64,
        /// The text.
        text: DraftText,
    },
    /// Has nothing half-typed any more.
    ForgetDraft,
    /// Throws away what a dead console had left, after its worker chose to.
    ForgetLeftover(Uuid),
    /// Looks for contacts by reference, number or name.
    Find {
        /// What was typed.
        text: String,
        /// Handed back, so that a stale answer can be dropped.
        ticket: u64,
    },
    /// Fills in a letter's template.
    Compose {
        /// About which contact.
        contact: ContactId,
        /// Which template.
        template: TemplateId,
        /// To whom.
        to: Recipient,
        /// Why it was decided so, in words for whoever reads the letter.
        why: String,
    },
    /// Asks who rang in other contacts of the same family: a letter to it says none of them.
    Reporters(ContactId),
    /// Asks who saw and changed a contact.
    WhoLooked(ContactId),
    /// Looks for changes made elsewhere.
    Refresh,
    /// Ends the desk's thread, after everything asked before.
    Stop,
}

/// One thing to do to a contact.
#[derive(Clone, Debug)]
pub struct Act {
    /// Handed back with the answer.
    pub tag: u64,
    /// The contact.
    pub contact: ContactId,
    /// What.
    pub command: Command,
    /// The version that the worker saw when they wrote it.
    pub seen: u64,
    /// The draft's id, which becomes the event's.
    pub event: Option<EventId>,
    /// The passphrase, which a manager's decision is signed with once more.
    pub step_up: Option<Passphrase>,
}

/// One thing to do beside the contacts.
#[derive(Clone, PartialEq, Debug)]
pub struct Beside {
    /// Handed back with the answer.
    pub tag: u64,
    /// What.
    pub deed: Deed,
}

/// What is done beside the contacts.
#[derive(Clone, PartialEq, Debug)]
pub enum Deed {
    /// Something about who is on duty.
    Desk(desk::Command),
    /// Something about a handover.
    Handover(Deal),
    /// Something about a visit; a new one where there is no id.
    Visit(Option<VisitId>, visit::Command),
    /// Something about a shift; a new one where there is no id.
    Shift(Option<ShiftId>, shift::Command),
}

/// Where a row stood in a lane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// [`Row::sort`].
    pub sort: i64,
    /// The contact or ring.
    pub id: Uuid,
    /// Whether it stood among what runs at night, before what rests.
    pub runs: bool,
}

/// A stretch of a lane.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Which lane.
    pub lane: Lane,
    /// The row it lies around; the lane's top where there is none.
    pub around: Option<Place>,
    /// How many rows before it.
    pub before: usize,
    /// How many after it.
    pub after: usize,
}

/// Half-typed text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DraftText {
    /// Who typed it.
    pub by: Option<StaffId>,
    /// The contact; none where there is none yet.
    pub contact: Option<ContactId>,
    /// How many words.
    pub words: u32,
    /// The text and its event's id, as the console writes them.
    pub body: String,
}

/// What the desk says.
#[derive(Clone, Debug)]
pub enum Answer {
    /// What the desk is and who is signed in.
    Desk(DeskView),
    /// Somebody signed in, or back in.
    SignedIn(DeskView),
    /// A manager's decision waits for the passphrase: this act, with it.
    SignAgain(Box<Act>),
    /// A stretch of the lane that is watched.
    Lane(LaneView),
    /// The contact that is open.
    Contact(ContactView),
    /// The contact that was open may be shown no longer.
    Shut {
        /// Which.
        contact: ContactId,
        /// Why, in one plain sentence.
        words: String,
    },
    /// A call was answered: this contact was opened for it.
    Taken(ContactId),
    /// A call was answered that the desk's file could not take: it has no number yet, and waits as what is said in it does.
    TakenAside {
        /// The contact that was opened for it.
        contact: ContactId,
        /// When it was kept.
        at: DateTime<Utc>,
    },
    /// What waited for the desk's file is in the record now.
    CameIn {
        /// How many entries.
        entries: usize,
        /// The numbers of calls that had none, in the order in which they were taken.
        numbered: Vec<Reference>,
    },
    /// It is on the disk.
    Done {
        /// Which act.
        tag: u64,
        /// When it was saved.
        at: DateTime<Utc>,
    },
    /// The desk's file could not take it; it is in the console's spool, and is taken into the record later.
    Spooled {
        /// Which act.
        tag: u64,
        /// When it was kept.
        at: DateTime<Utc>,
    },
    /// A note is sealed.
    NoteSealed {
        /// Which.
        id: EventId,
        /// When.
        at: DateTime<Utc>,
    },
    /// What was written at the door and waits for a contact.
    Notes(Vec<NoteView>),
    /// A rule stands in the way; nothing was written.
    Refused {
        /// Which act; none where it was none.
        tag: Option<u64>,
        /// The reason's name.
        code: &'static str,
        /// One plain sentence.
        words: String,
        /// The protocol it comes from.
        source: Option<String>,
    },
    /// Something went wrong; the sentence says what was kept.
    Failed {
        /// Which act; none where it was none.
        tag: Option<u64>,
        /// One plain sentence.
        words: String,
    },
    /// What consoles that died had left half-typed.
    Leftovers(Vec<LeftoverView>),
    /// Half-typed text is on the disk, that of this number and of those before it.
    DraftSaved(u64),
    /// What was found.
    Found {
        /// The request's ticket.
        ticket: u64,
        /// The rows.
        rows: Vec<Row>,
        /// As of when they are known, where the desk's file does not say it now: then of what waits and what was remembered.
        as_of: Option<DateTime<Utc>>,
    },
    /// What somebody is told who begins a shift now.
    Brief(Arc<Brief>),
    /// How it ended that somebody needed help, whose alarm stood in the header here; told once.
    HelpOver(HelpOver),
    /// The kinds of the board that are watched.
    Board(BoardView),
    /// Who saw and changed a contact.
    WhoLooked(OfContact),
    /// What the contact is that another is to be attached to.
    Earlier {
        /// The one that is to be attached.
        later: ContactId,
        /// The other, as whoever is signed in may read it.
        earlier: Box<EarlierView>,
    },
    /// What the contact is in which a note belongs that was written in the wrong record.
    Belongs {
        /// The contact in which it was written.
        contact: ContactId,
        /// Which note.
        note: NoteNo,
        /// Why.
        why: String,
        /// The other, as whoever is signed in may read it.
        there: Box<EarlierView>,
    },
    /// A filled-in letter.
    Letter {
        /// By which template.
        template: TemplateId,
        /// To whom.
        to: Recipient,
        /// Why it was decided so, as it was asked for.
        why: String,
        /// The text.
        text: String,
    },
    /// Who rang in other contacts of the same family, to be looked for in what is written, and never shown.
    Reporters {
        /// As which.
        contact: ContactId,
        /// Of each only who rang.
        others: Arc<[Other]>,
    },
}
