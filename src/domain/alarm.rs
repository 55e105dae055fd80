//! Alarms: what every console's header calls out until it is so no longer. Nobody can put one away, and none puts itself away.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::ids::ContactId;

/// How loud an alarm is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Something will go wrong unless somebody sees to it.
    Warning,
    /// Something is wrong now.
    Red,
}

/// What an alarm is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Of {
    /// Somebody who is out has not checked in, needs help, or is where nobody should be alone.
    Visit,
    /// A manager has to look at a visit that somebody made alone.
    Look,
    /// Nobody is on call.
    Rota,
    /// A handover waits for its receiver.
    Handover,
    /// A promise is due or broken.
    Promise,
    /// Where a child is tonight ends, or police protection does.
    Tonight,
}

/// How soon alarms are said: what is of a later one never hides what is of an earlier.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Rank {
    /// A colleague is missed, or not safe.
    Missed,
    /// A child may be nowhere, a clock ran out, or no manager has looked at a visit that somebody made alone.
    RanOut,
    /// Nobody acknowledged what was handed over.
    NotAcknowledged,
    /// What will be one of these unless somebody sees to it.
    Other,
}

/// One alarm.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alarm {
    /// What it is about.
    pub of: Of,
    /// How loud it is.
    pub level: Level,
    /// One line for whoever is signed in: `R. Shah is overdue since 21:40`.
    pub words: String,
    /// A few words that name nobody, for a narrow or a locked console: `1 VISIT OVERDUE`.
    pub short: String,
    /// Since when, or until when.
    pub due: Option<DateTime<Utc>>,
    /// The contact it belongs to.
    pub contact: Option<ContactId>,
}

impl Alarm {
    /// Gives how soon it is said.
    pub const fn rank(&self) -> Rank {
        match (self.of, self.level) {
            (Of::Visit, _) => Rank::Missed,
            (Of::Handover, _) => Rank::NotAcknowledged,
            (Of::Look, _) | (_, Level::Red) => Rank::RanOut,
            (_, Level::Warning) => Rank::Other,
        }
    }
}

/// Puts what is most urgent first: by rank, what is wrong now before what will be, then by time; those without one last.
pub fn sort(alarms: &mut [Alarm]) {
    alarms
        .sort_by_key(|alarm| (alarm.rank(), Reverse(alarm.level), alarm.due.is_none(), alarm.due, alarm.of));
}
