//! Holes and overlaps of the rota: when nobody may authorise, and when two hold the same duty at once.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Duty, Hold};
use crate::domain::policy::{Mode, Role};

/// A time in which nobody holds the duty that authorises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hole {
    /// Which service is on.
    pub mode: Mode,
    /// The first duty that the profile names for it.
    pub role: Role,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

/// A time in which two people hold the same duty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overlap {
    /// One.
    pub one: Hold,
    /// The other.
    pub other: Hold,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

impl Duty {
    /// Finds when nobody may authorise in so many hours from a moment on, in the order of time.
    pub fn holes(&self, from: DateTime<Utc>, hours: i64) -> Vec<Hole> {
        let Some(end) = TimeDelta::try_hours(hours).and_then(|hours| from.checked_add_signed(hours)) else {
            return vec![];
        };
        let mut holes: Vec<Hole> = Vec::new();
        for stretch in self.stretches(from).take_while(|stretch| stretch.from < end) {
            let mode = stretch.on.mode;
            let Some(role) = self.authority(mode) else { continue };
            let until = stretch.until.min(end);
            for (from, until) in self.unheld(mode, stretch.from.max(from), until) {
                match holes.last_mut() {
                    Some(last) if (last.mode, last.until) == (mode, from) => last.until = until,
                    _ => holes.push(Hole { mode, role, from, until }),
                }
            }
        }
        holes
    }

    /// Finds when two people hold the same authorising duty in so many hours from a moment on.
    pub fn overlaps(&self, from: DateTime<Utc>, hours: i64) -> Vec<Overlap> {
        let Some(end) = TimeDelta::try_hours(hours).and_then(|hours| from.checked_add_signed(hours)) else {
            return vec![];
        };
        let authorises = |role: Role| self.hours.authority.iter().any(|authority| authority.role == role);
        let holds: Vec<Hold> =
            self.roster.holds().iter().copied().filter(|hold| authorises(hold.role)).collect();
        let mut found = Vec::new();
        for (at, one) in pairs(&holds) {
            let (begin, until) = (one.from.max(at.from).max(from), one.until.min(at.until).min(end));
            if begin < until {
                found.push(Overlap { one: *one, other: *at, from: begin, until });
            }
        }
        found.sort_by_key(|overlap| overlap.from);
        found
    }

    /// Gives the parts of a stretch in which none of a mode's authorities is held.
    fn unheld(
        &self,
        mode: Mode,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let counts = |role: Role| self.authorities(mode).any(|authority| authority.role == role);
        let mut held: Vec<&Hold> = self
            .roster
            .holds()
            .iter()
            .filter(|hold| counts(hold.role) && hold.from < until && hold.until > from)
            .collect();
        held.sort_by_key(|hold| hold.from);
        let (mut gaps, mut at) = (Vec::new(), from);
        for hold in held {
            if hold.from > at {
                gaps.push((at, hold.from));
            }
            at = at.max(hold.until);
        }
        if at < until {
            gaps.push((at, until));
        }
        gaps
    }
}

/// Pairs holds of one duty by different people, each pair once.
fn pairs(holds: &[Hold]) -> impl Iterator<Item = (&Hold, &Hold)> {
    holds.iter().enumerate().flat_map(move |(at, other)| {
        let same = move |one: &&Hold| one.role == other.role && one.person != other.person;
        holds.iter().take(at).filter(same).map(move |one| (other, one))
    })
}
