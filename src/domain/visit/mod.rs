//! A visit: somebody goes out alone, says where and until when, and is missed when they do not check in.
//!
//! Sources: Southampton one-minute guide, EDT (working alone); Barnsley protocol for parents and carers who need additional
//! support (situations of lone working are avoided). To a family that is marked *no lone visits*, on whichever of its contacts,
//! somebody goes alone on a manager's own word, or in immediate danger, which a manager looks at afterwards. What only looks
//! like the same family counts as it until whoever goes says why it is another. Being overdue is never put away: it ends when the worker is back safe, or
//! when somebody says how they know that they are.

pub mod decide;
mod family;
#[cfg(test)]
pub(crate) mod fixture;
mod late;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    board::{Entry, Kind},
    contact::{
        Stamp,
        night::{Goal, LoneWord},
    },
    ids::{ContactId, Reference, StaffId, VisitId},
    late::MergedLate,
    recorded::events,
};

/// How long after a missed check-in the alarm leaves the worker's own console and reaches everybody's, in minutes.
pub const CLIMBS_AFTER: i64 = 10;

/// The longest time between two check-ins, in minutes.
pub const LONGEST: u32 = 240;

/// Somebody who agreed to ring if they hear nothing, where no other console would show the alarm.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Named {
    /// Who.
    pub name: String,
    /// How they are reached.
    pub number: String,
    /// When they ring, if they have heard nothing.
    pub ring_at: DateTime<Utc>,
}

/// Why somebody went alone to a family that is marked *no lone visits*, and which manager they said had allowed it: how that was
/// kept before managers recorded their own word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Allowed {
    /// The manager.
    pub manager: StaffId,
    /// Why.
    pub why: String,
}

/// What is said before somebody goes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Going {
    /// Where, so that somebody else finds it.
    pub place: String,
    /// Whom they see, and what for.
    pub purpose: String,
    /// The contact it is about, where it is about one.
    pub contact: Option<ContactId>,
    /// Its reference.
    pub reference: Option<Reference>,
    /// The number by which the worker is rung while out.
    pub number: String,
    /// By when they are back.
    pub back_by: DateTime<Utc>,
    /// How often they check in, in minutes.
    pub every: u32,
    /// Who rings, where nobody else would see the alarm.
    pub named: Option<Named>,
    /// Who was said to have allowed it; nothing is recorded so any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed: Option<Allowed>,
    /// The danger that could not wait for a manager's word, where the family is marked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub danger: Option<String>,
    /// The marked contacts that look like this family's and are another's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_theirs: Vec<NotTheirs>,
}

impl Going {
    /// Gives where they go, and to whom, by which a marked family is found.
    pub fn goal(&self) -> Goal<'_> {
        Goal { place: &self.place, whom: &self.purpose }
    }
}

/// A marked contact that looks like the same family's and is another's, as whoever goes says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotTheirs {
    /// Its reference.
    pub reference: Reference,
    /// How they know.
    pub why: String,
}

/// A mark on another contact of the family, as it was weighed before somebody went; of what stands there only where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Weighed {
    /// The contact that carries it.
    pub contact: ContactId,
    /// Its reference; none where the record is restricted, for everybody reads of a visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// By what it is the same family, by key: `attached`, `child`, `number`, `address`, `named`.
    pub same: Vec<String>,
    /// Whether it is another family's, as whoever went said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_theirs: bool,
    /// Which manager had let them go there alone, and when; none where they went in danger, or it is another family's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<(StaffId, DateTime<Utc>)>,
}

/// Somebody went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Started {
    /// What they said.
    #[serde(flatten)]
    pub going: Going,
    /// Who, besides them, was at a console that shows the alarm.
    pub seen_by: Vec<StaffId>,
    /// Whether the family was marked *no lone visits*, on this contact or on another one.
    pub marked: bool,
    /// The manager's word on which they went, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word: Option<LoneWord>,
    /// Marks on other contacts that were the same family's, or looked like it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Weighed>,
    /// Whether they went while the desk's file gave no answer to whether the family is marked, and it is not known since that
    /// they might have gone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
}

/// They checked in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CheckedIn {}

/// They will be longer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Extended {
    /// By when they are back now.
    pub back_by: DateTime<Utc>,
    /// Why.
    pub why: String,
}

/// They need help now.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HelpNeeded {
    /// What is known.
    pub words: String,
}

/// A colleague tried to reach them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tried {
    /// What came of it.
    pub words: String,
}

/// It is over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// How a colleague knows that they are safe; nothing where they said so themselves.
    pub how: Option<String>,
}

/// A manager looked at a visit that was made alone in immediate danger.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Looked {
    /// What they make of it.
    pub words: String,
}

events! {
    /// Something that happened to a visit.
    Event:
    Started(Box<Started>) = "visit.started.v1";
    CheckedIn(CheckedIn) = "visit.checked_in.v1";
    Extended(Extended) = "visit.extended.v1";
    HelpNeeded(HelpNeeded) = "visit.help_needed.v1";
    Tried(Tried) = "visit.tried.v1";
    BackSafe(Ended) = "visit.back_safe.v1";
    Looked(Looked) = "visit.looked_at.v1";
    MergedLate(MergedLate) = "visit.merged_late.v1";
}

/// What somebody does about a visit.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Goes.
    Start(Box<Going>),
    /// Checks in.
    CheckIn,
    /// Says that it takes longer.
    Extend {
        /// By when they are back.
        back_by: DateTime<Utc>,
        /// Why.
        why: String,
    },
    /// Calls for help, or passes a call for help on.
    Help {
        /// What is known.
        words: String,
    },
    /// Tries to reach whoever is out.
    Try {
        /// What came of it.
        words: String,
    },
    /// Says that they are back, or how they are known to be safe.
    BackSafe {
        /// How a colleague knows; nothing where the worker says it.
        how: String,
    },
    /// Looks, as a manager, at a visit that was made alone in immediate danger.
    Look {
        /// What they make of it.
        words: String,
    },
}

/// How a visit stands at a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// They are out, and nothing is late.
    Out,
    /// A check-in is late; their own console says so.
    Late,
    /// It is so late that everybody is told.
    Overdue,
    /// They need help.
    Help,
    /// They are safe.
    Back,
}

/// A visit as its events have made it; also what its line of the board says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// Who went.
    pub worker: StaffId,
    /// What they said.
    pub started: Started,
    /// When they went.
    pub since: DateTime<Utc>,
    /// When they last checked in.
    pub heard: DateTime<Utc>,
    /// By when they are back, and why it took longer.
    pub back_by: DateTime<Utc>,
    /// Why it took longer, the last reason.
    pub longer: Option<String>,
    /// Since when they need help, and what is known.
    pub help: Option<(DateTime<Utc>, String)>,
    /// Who tried to reach them, when, and what came of it.
    pub tried: Vec<(DateTime<Utc>, StaffId, String)>,
    /// When they were safe.
    pub back: Option<DateTime<Utc>>,
    /// Who said that they are safe, and how it ended or is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe: Option<(StaffId, Option<String>)>,
    /// Which manager looked at it, when, and what they made of it.
    #[serde(default)]
    pub looked: Option<(DateTime<Utc>, StaffId, String)>,
    /// How many events made it.
    pub version: u64,
}

impl Visit {
    /// Makes the visit from its first event; any other makes none.
    pub fn begin(id: VisitId, event: &Event, stamp: Stamp) -> Option<Self> {
        let (started, stamp) = match event {
            Event::Started(started) => (started.clone(), stamp),
            Event::MergedLate(late) => (late::started(late)?, late.stamp()),
            _ => return None,
        };
        Some(Self {
            id,
            worker: stamp.by,
            back_by: started.going.back_by,
            started: *started,
            since: stamp.at,
            heard: stamp.at,
            longer: None,
            help: None,
            tried: Vec::new(),
            back: None,
            safe: None,
            looked: None,
            version: 1,
        })
    }

    /// Applies an event.
    pub fn evolve(&mut self, event: &Event, stamp: Stamp) {
        self.version += 1;
        match event {
            Event::Started(_) => {}
            Event::CheckedIn(_) => self.heard = stamp.at,
            Event::Extended(extended) => {
                self.back_by = extended.back_by;
                self.longer = Some(extended.why.clone());
                // Whoever extends is heard; a colleague's word for them is not their voice.
                if stamp.by == self.worker {
                    self.heard = stamp.at;
                }
            }
            Event::HelpNeeded(help) => self.help = Some((stamp.at, help.words.clone())),
            Event::Tried(tried) => self.tried.push((stamp.at, stamp.by, tried.words.clone())),
            Event::BackSafe(ended) => {
                (self.back, self.safe) = (Some(stamp.at), Some((stamp.by, ended.how.clone())));
            }
            Event::Looked(looked) => self.looked = Some((stamp.at, stamp.by, looked.words.clone())),
            Event::MergedLate(late) => self.merge_late(late),
        }
    }

    /// Gives when they are next to be heard of: the next check-in, or being back, whichever comes first.
    pub fn due(&self) -> DateTime<Utc> {
        (self.heard + TimeDelta::minutes(i64::from(self.started.going.every))).min(self.back_by)
    }

    /// Gives when everybody is told, if they are not heard of.
    pub fn climbs_at(&self) -> DateTime<Utc> {
        self.due() + TimeDelta::minutes(CLIMBS_AFTER)
    }

    /// Tells how it stands.
    pub fn standing(&self, now: DateTime<Utc>) -> Standing {
        match () {
            () if self.back.is_some() => Standing::Back,
            () if self.help.is_some() => Standing::Help,
            () if now >= self.climbs_at() => Standing::Overdue,
            () if now >= self.due() => Standing::Late,
            () => Standing::Out,
        }
    }

    /// Tells whether a manager has still to look at it: made alone to a marked family on nobody's word, in danger, or while
    /// nobody could know of the mark.
    pub fn waits_for_look(&self) -> bool {
        let Started { going, marked, unread, .. } = &self.started;
        *marked && (going.danger.is_some() || *unread) && self.looked.is_none()
    }

    /// Gives its line of the board: while they are out, and until a manager has looked at it where one has to.
    pub fn board(&self) -> Vec<Entry> {
        if self.back.is_some() && !self.waits_for_look() {
            return Vec::new();
        }
        let entry = Entry::new(Kind::Visit, self.id.0, self);
        // Whoever is back is out no longer, and watches with the others.
        let entry = if self.back.is_some() { entry } else { entry.due(Some(self.due())).of(self.worker) };
        vec![match self.started.going.contact {
            Some(contact) => entry.about(contact),
            None => entry,
        }]
    }
}
