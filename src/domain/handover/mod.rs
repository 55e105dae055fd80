//! The handover: what stands at the end of a shift, or before a leave, and who has each of it from then on.
//!
//! Sources: Southampton one-minute guide, Children Emergency Service (what EDT leaves for the front door); Leicestershire, The
//! Road to Excellence (a brief is made from the record, not typed at night). Items are drawn from the record by [`draw()`];
//! people add a line and name who has it next, and nothing is handed over that nobody has. The receiver acknowledges each.

pub mod away;
mod board;
mod cause;
mod decide;
mod draw;
mod drawn;
mod late;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    board::{Brief, Waiting, alarms},
    cause::{Cause, NO_LONE, What, causes},
    decide::Early,
    draw::{draw, may_be_drawn, works_in},
    drawn::{Drawn, Out},
};
use super::{
    answer::HeadCode,
    calling::{Call, Calling},
    contact::Stamp,
    ids::{HandoverId, ItemNo, StaffId},
    late::MergedLate,
    policy::Mode,
    recorded::events,
};

/// What kind of handover it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Kind {
    /// One service goes off, another comes on.
    Shift {
        /// Which goes off.
        from: Mode,
        /// Which comes on.
        to: Mode,
    },
    /// Somebody is away, and named colleagues cover.
    Leave {
        /// Who is away.
        person: StaffId,
        /// Until when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<DateTime<Utc>>,
    },
}

/// Who has it next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "who")]
pub enum Next {
    /// One person.
    Person(StaffId),
    /// Whoever is on in a service.
    Service(Mode),
}

/// Gives a service's name within a sentence.
pub const fn service(mode: Mode) -> &'static str {
    match mode {
        Mode::FrontDoor => "the front door",
        Mode::Edt => "EDT",
    }
}

/// One thing that is handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Item {
    /// Its number.
    pub no: ItemNo,
    /// What the record says of it.
    #[serde(flatten)]
    pub drawn: Drawn,
    /// The line that was added.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub line: String,
    /// Who has it next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Next>,
    /// From when it calls for whoever has it next; none before it is handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<DateTime<Utc>>,
    /// Who acknowledged it, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<Acknowledgement>,
    /// What holds of it now, where that is not what was handed over: worked out for whoever takes it, and in no entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<Vec<Cause>>,
}

impl Item {
    /// Gives by what it goes now: by what holds of it since, where that is known.
    pub fn first(&self, calling: &Calling) -> Option<(DateTime<Utc>, Call)> {
        drawn::first(self.now.as_ref().unwrap_or(&self.drawn.causes), calling)
    }

    /// Gives what has come up since it was handed over.
    pub fn since(&self) -> impl Iterator<Item = &Cause> {
        let is_new = |cause: &&Cause| !self.drawn.causes.iter().any(|known| known.is_same(cause));
        self.now.iter().flatten().filter(is_new)
    }

    /// Gives something that was handed over as it holds now; as it was handed over, where nothing else is known.
    pub fn as_now<'a>(&'a self, cause: &'a Cause) -> &'a Cause {
        self.now.iter().flatten().find(|known| known.is_same(cause)).unwrap_or(cause)
    }

    /// Tells whether something that was handed over holds no longer.
    pub fn is_over(&self, cause: &Cause) -> bool {
        cause.what != What::Left
            && self.now.as_ref().is_some_and(|now| !now.iter().any(|known| known.is_same(cause)))
    }
}

/// Somebody has read it and has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: StaffId,
    /// What they had to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Where a handover stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// It is being written.
    Open,
    /// It was handed over.
    Finished {
        /// When.
        at: DateTime<Utc>,
    },
    /// It was put away before it was handed over.
    Dropped {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        why: String,
    },
}

/// A sheet that was saved or printed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sheet {
    /// In which form: `text` or `markdown`.
    pub form: String,
    /// The code of the journal's newest entry at that moment.
    pub code: HeadCode,
}

/// A handover as its events have made it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handover {
    /// Its id.
    pub id: HandoverId,
    /// Its kind.
    pub kind: Kind,
    /// Since when it is written.
    pub at: DateTime<Utc>,
    /// Who hands over.
    pub by: StaffId,
    /// What is handed over, due first before.
    pub items: Vec<Item>,
    /// Where it stands.
    pub state: State,
    /// The sheets that were taken of it.
    pub sheets: Vec<(DateTime<Utc>, StaffId, Sheet)>,
    /// How many events made it.
    pub version: u64,
}

/// What is done to a handover.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Draws it from the record again; lines and owners stay with what still stands.
    DrawAgain(Vec<Drawn>),
    /// Adds the line to an item.
    Line {
        /// Which.
        no: ItemNo,
        /// The line; empty takes it away.
        line: String,
    },
    /// Says who has an item next.
    Owner {
        /// Which.
        no: ItemNo,
        /// Who.
        next: Next,
    },
    /// Hands it over.
    Finish,
    /// Says that one has read an item and has it.
    Acknowledge {
        /// Which.
        no: ItemNo,
        /// What there is to say.
        words: String,
    },
    /// Takes a sheet.
    Sheet(Sheet),
    /// Puts it away before it was handed over.
    Drop {
        /// Why.
        why: String,
    },
}

/// It was drawn from the record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Begun {
    /// Its kind.
    pub kind: Kind,
    /// What stands.
    pub items: Vec<Item>,
}

/// It was drawn again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DrawnAgain {
    /// What stands now.
    pub items: Vec<Item>,
}

/// A line was added.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineWritten {
    /// To which item.
    pub no: ItemNo,
    /// The line.
    pub line: String,
}

/// It was said who has an item next.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OwnerNamed {
    /// Which.
    pub no: ItemNo,
    /// Who.
    pub next: Next,
}

/// It was handed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finished {
    /// From when each item calls for whoever has it next.
    pub calls: Vec<(ItemNo, DateTime<Utc>)>,
}

/// An item was acknowledged.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Which.
    pub no: ItemNo,
    /// What there was to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// It was put away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dropped {
    /// Why.
    pub why: String,
}

events! {
    /// Something that happened to a handover.
    Event:
    Begun(Begun) = "handover.begun.v1";
    DrawnAgain(DrawnAgain) = "handover.drawn_again.v1";
    LineWritten(LineWritten) = "handover.line_written.v1";
    OwnerNamed(OwnerNamed) = "handover.owner_named.v1";
    Finished(Finished) = "handover.finished.v1";
    Acknowledged(Acknowledged) = "handover.acknowledged.v1";
    SheetTaken(Sheet) = "handover.sheet_taken.v1";
    Dropped(Dropped) = "handover.dropped.v1";
    MergedLate(MergedLate) = "handover.merged_late.v1";
}

impl Handover {
    /// Makes the handover from its first event; any other makes none.
    pub fn begin(id: HandoverId, event: &Event, stamp: Stamp) -> Option<Self> {
        let (begun, stamp) = match event {
            Event::Begun(begun) => (begun.clone(), stamp),
            Event::MergedLate(late) => (late::begun(late)?, late.stamp()),
            _ => return None,
        };
        let Stamp { at, by } = stamp;
        Some(Self {
            id,
            kind: begun.kind,
            at,
            by,
            items: begun.items,
            state: State::Open,
            sheets: Vec::new(),
            version: 1,
        })
    }

    /// Applies an event; one about an item that is not there changes nothing else.
    pub fn evolve(&mut self, event: &Event, stamp: Stamp) {
        self.version += 1;
        let Stamp { at, by } = stamp;
        match event {
            Event::Begun(_) => {}
            Event::DrawnAgain(drawn) => self.items.clone_from(&drawn.items),
            Event::LineWritten(e) => self.with(e.no, |item| item.line.clone_from(&e.line)),
            Event::OwnerNamed(e) => self.with(e.no, |item| item.next = Some(e.next)),
            Event::Finished(e) => {
                self.state = State::Finished { at };
                for (no, calls) in &e.calls {
                    self.with(*no, |item| item.calls = Some(*calls));
                }
            }
            Event::Acknowledged(e) => self.with(e.no, |item| {
                item.acknowledged = Some(Acknowledgement { at, by, words: e.words.clone() });
            }),
            Event::SheetTaken(sheet) => self.sheets.push((at, by, sheet.clone())),
            Event::Dropped(e) => self.state = State::Dropped { at, why: e.why.clone() },
            Event::MergedLate(late) => self.merge_late(late),
        }
    }

    fn with(&mut self, no: ItemNo, change: impl FnOnce(&mut Item)) {
        if let Some(item) = self.items.iter_mut().find(|item| item.no == no) {
            change(item);
        }
    }

    /// Finds an item.
    pub fn item(&self, no: ItemNo) -> Option<&Item> {
        self.items.iter().find(|item| item.no == no)
    }

    /// Gives when it was handed over.
    pub const fn finished(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Finished { at } => Some(at),
            State::Open | State::Dropped { .. } => None,
        }
    }

    /// Gives the items that nobody has next yet.
    pub fn without_owner(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.next.is_none())
    }

    /// Gives the items that wait to be acknowledged.
    pub fn waiting(&self) -> impl Iterator<Item = &Item> {
        let finished = self.finished().is_some();
        self.items.iter().filter(move |item| finished && item.acknowledged.is_none())
    }

    /// Tells whether it was handed over and every item is acknowledged.
    pub fn is_done(&self) -> bool {
        self.finished().is_some() && self.waiting().next().is_none()
    }

    /// Gives what it is, in words: "EDT to the front door"; `name` gives the name of a member of staff.
    pub fn title<'a>(&self, name: impl Fn(StaffId) -> &'a str) -> String {
        title(self.kind, name)
    }
}

/// Gives what a kind is, in words; `name` gives the name of a member of staff.
pub fn title<'a>(kind: Kind, name: impl Fn(StaffId) -> &'a str) -> String {
    match kind {
        Kind::Shift { from, to } => format!("{} to {}", service(from), service(to)),
        Kind::Leave { person, .. } => format!("leave of {}", name(person)),
    }
}

/// Gives who has something next, in words.
pub fn next_words<'a>(next: Next, name: impl Fn(StaffId) -> &'a str) -> String {
    match next {
        Next::Person(person) => name(person).to_owned(),
        Next::Service(mode) => service(mode).to_owned(),
    }
}
