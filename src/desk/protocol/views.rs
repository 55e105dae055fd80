//! What stands on a screen, as the desk tells it: the desk itself, a lane, a contact, what was left behind.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Stretch, Unread};
use crate::{
    desk::work::Book,
    domain::{
        alarm::Alarm,
        answer::HeadCode,
        board::Entry,
        calling::Calling,
        contact::{
            Contact, call::Running, closing::Outstanding, marked::Elsewhere, night::Found, others::Other,
            oversight::ByWord, place,
        },
        ids::{ContactId, EventId, Reference, RingId, StaffId},
        permission,
        queue::{Row, Word},
        staff::Actor,
    },
};

/// What the desk is, who is signed in, and what decisions are taken by.
#[derive(Clone, Debug)]
pub struct DeskView {
    /// Policy, duty and staff.
    pub book: Book,
    /// Who is signed in.
    pub actor: Option<Actor>,
    /// Whether this is a practice desk.
    pub practice: bool,
    /// How much waits in spools because the desk's file could not take it.
    pub spooled: usize,
    /// Why the desk's file is not read, where this console only records.
    pub unread: Option<Unread>,
    /// Since when the desk's file is known to be damaged; nothing, where nothing of it is.
    pub damaged: Option<DateTime<Utc>>,
    /// When the record said what such a console knows of visits, shifts and handovers; nothing, where it knows nothing of them.
    pub known_at: Option<DateTime<Utc>>,
    /// Which clocks may call for somebody in this minute.
    pub calling: Calling,
    /// What every header calls out, what is most urgent first.
    pub alarms: Arc<[Alarm]>,
    /// Who else sits at a console that would show an alarm.
    pub seen_by: Arc<[StaffId]>,
}

impl DeskView {
    /// Tells whether whoever is signed in opens no contact at all, and has to be told so where lines of contacts would stand.
    pub fn reads_nothing(&self) -> bool {
        let may = |actor| permission::may(actor, permission::Action::Open, permission::State::Ordinary);
        self.actor.as_ref().is_some_and(|actor| may(actor).is_err())
    }
}

/// The kinds of the board that are watched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BoardView {
    /// Their entries, kind by kind, each in the order of what is due.
    pub entries: Arc<[Entry]>,
    /// As of when that is known, where the record does not say all of it now.
    pub as_of: Option<DateTime<Utc>>,
}

/// How it ended that somebody who was out needed help, for a console that called it out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HelpOver {
    /// Who needed it.
    pub worker: StaffId,
    /// When they were safe.
    pub at: DateTime<Utc>,
    /// Who said so.
    pub by: StaffId,
    /// How it ended, as they said.
    pub how: Option<String>,
}

/// A note that was left at the door.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteView {
    /// The id that its event will have.
    pub id: EventId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Its words, raw.
    pub text: String,
}

/// A stretch of a lane, with what stands around it.
#[derive(Clone, Debug)]
pub struct LaneView {
    /// What was asked for.
    pub stretch: Stretch,
    /// How many rows each lane has, in the order of [`Lane::ALL`](crate::domain::queue::Lane::ALL); not known where the desk's file gives nothing.
    pub counts: Option<[u64; 10]>,
    /// The rows, in the lane's order.
    pub rows: Arc<[Row]>,
    /// Where the row that was asked for stands; nowhere when it has left the lane.
    pub at: Option<usize>,
    /// How many of the rows, from the first, ring or run while the front door is shut; the others rest until it opens.
    pub runs: usize,
    /// Managers' words from away that want something of whoever is signed in: theirs to sign, or, for the head of service,
    /// disowned.
    pub words: Arc<[Word]>,
    /// Who has what open: contact and initials.
    pub looking: Arc<[(ContactId, String)]>,
    /// The calls that ring; none where none does.
    pub rings: Option<Rings>,
    /// The contacts in which whoever is signed in talks to somebody from whom a reporter is covered.
    pub heard: Vec<ContactId>,
    /// What of the rows the desk's file does not say now; nothing, where it says all of them.
    pub partly: Option<Partly>,
}

/// What of a lane could not be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Partly {
    /// When what stands in the place of it was read; nothing, where nothing does.
    pub as_of: Option<DateTime<Utc>>,
    /// How many of its lines are not known here at all.
    pub missing: usize,
}

/// The calls that ring, whatever is on the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rings {
    /// How many.
    pub many: u64,
    /// The first of them.
    pub first: RingId,
    /// Since when the first of them does.
    pub since: DateTime<Utc>,
    /// Whose number that one rings from: a contact that stands in a lane.
    pub of: Option<Reference>,
}

/// The open contact, with what stands around it.
#[derive(Clone, Debug)]
pub struct ContactView {
    /// The contact.
    pub contact: Arc<Contact>,
    /// The initials of others who have it open.
    pub looking: Vec<String>,
    /// Earlier contacts from the same number, newest first.
    pub journey: Arc<[Row]>,
    /// Other calls from the same number that are not over, as far as this one meets them.
    pub running: Arc<[Running]>,
    /// Open contacts that name a child of this one, what is due first, as far as whoever is signed in may open them.
    pub named: Arc<[Row]>,
    /// The contacts that it belongs to, or that belong to it, as far as whoever is signed in may read them.
    pub beside: Arc<[Other]>,
    /// Of words by telephone that nobody has signed for: the head code of each, which the manager's device keeps.
    pub heads: Arc<[(ByWord, HeadCode)]>,
    /// Marks on other contacts of the same family, or that look like it: nobody goes there alone.
    pub marks: Arc<[Found]>,
    /// What other contacts of the same family say of who here must not be told, or how they are not safe to reach.
    pub elsewhere: Arc<[Elsewhere]>,
    /// Whether whoever is signed in talks, in another contact, to family or public, or to nobody knows whom yet.
    pub heard: bool,
    /// What is open beside it before it is closed: who is out about it, later calls about the same.
    pub around: Arc<[Outstanding]>,
    /// What of it waits for the desk's file, and is not in the record.
    pub waits: Arc<BTreeSet<place::Place>>,
    /// As of when it is known, where the desk's file does not give it now.
    pub as_of: Option<DateTime<Utc>>,
    /// Whether something that stands around it could not be read: other contacts, marks, who must not be told.
    pub lacks: bool,
}

/// Another contact, as it is looked at before a later one is attached to it, or a note is written in it that belongs there.
#[derive(Clone, PartialEq, Debug)]
pub struct EarlierView {
    /// Its line.
    pub row: Row,
    /// When it was taken.
    pub taken: DateTime<Utc>,
    /// Its line, where it dropped and nobody settled it; and whether the later call settles it, once it is attached.
    pub dropped: Option<(Running, bool)>,
}

/// What a console that died had left.
#[derive(Clone, Debug)]
pub struct LeftoverView {
    /// The console.
    pub console: Uuid,
    /// Whose words they are, where that is known.
    pub by: Option<StaffId>,
    /// The ids of its notes that are in the record.
    pub recorded: Vec<EventId>,
    /// About which contact.
    pub contact: Option<ContactId>,
    /// Its reference.
    pub reference: Option<Reference>,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// How many words.
    pub words: u32,
    /// The text and its event's id, as that console wrote them; for a damaged draft, where it is kept.
    pub body: Result<String, String>,
}
