//! Which mode, who may authorise, when is this due: the one place that answers these for the whole desk.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calendar::{self, Holidays, On, Stretch, local, words},
    directory::Directory,
    ids::{ClockId, RuleId, StaffId},
    policy::{
        Mode, Role,
        hours::{Authority, Clock, Hours, Span},
    },
};

/// A duty that a person holds for a time, as its entry in the journal says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Hold {
    /// The duty.
    pub role: Role,
    /// Who holds it.
    pub person: StaffId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included; not after `from` where the entry lays the duty down.
    pub until: DateTime<Utc>,
}

/// Every duty that was taken up.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roster(Vec<Hold>);

impl Roster {
    /// Takes an entry in; one that does not last ends the person's earlier holds of the duty at its `from`.
    pub fn set(&mut self, hold: Hold) {
        if hold.until > hold.from {
            self.0.push(hold);
            return;
        }
        self.0.retain_mut(|earlier| {
            if (earlier.role, earlier.person) == (hold.role, hold.person) {
                earlier.until = earlier.until.min(hold.from);
            }
            earlier.until > earlier.from
        });
    }

    /// Gives the holds that last at a moment.
    pub fn at(&self, t: DateTime<Utc>) -> impl Iterator<Item = &Hold> {
        self.0.iter().filter(move |hold| hold.from <= t && t < hold.until)
    }

    /// Tells whether a person holds a duty from one moment to another without a break.
    fn holds_through(&self, person: StaffId, role: Role, from: DateTime<Utc>, to: DateTime<Utc>) -> bool {
        let mut held = from;
        loop {
            let theirs = self.at(held).filter(|hold| (hold.person, hold.role) == (person, role));
            match theirs.map(|hold| hold.until).max() {
                Some(until) if until > to => return true,
                Some(until) => held = until,
                None => return false,
            }
        }
    }

    /// Gives every hold, in the order it was entered.
    pub fn holds(&self) -> &[Hold] {
        &self.0
    }
}

/// A deadline as events carry it: its start and its rule stand beside it, so that it can be counted again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Due {
    /// Which clock.
    pub clock: ClockId,
    /// The rule that started it.
    pub rule: RuleId,
    /// When it started.
    pub start: DateTime<Utc>,
    /// When it is due.
    pub at: DateTime<Utc>,
}

/// Says that a person may not authorise now.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.words())]
pub struct NoAuthority {
    /// The mode now.
    pub mode: Mode,
    /// The duties of which one must be held.
    pub roles: Vec<Role>,
    /// What they are called here.
    pub called: Vec<String>,
    /// Whether somebody else holds one of them now.
    pub somebody: bool,
}

impl NoAuthority {
    fn words(&self) -> String {
        let service = match self.mode {
            Mode::FrontDoor => "In the front door's hours",
            Mode::Edt => "Out of hours",
        };
        let Some((first, more)) = self.called.split_first() else {
            return format!(
                "{service} this desk's profile names nobody who may authorise. The request is kept."
            );
        };
        let roles = more.iter().fold(first.clone(), |words, role| words + " or " + role);
        if self.somebody {
            format!(
                "{service} only the {roles} on duty may authorise. The request is kept; ask them to sign in."
            )
        } else {
            format!(
                "{service} only the {roles} may authorise, and nobody holds that duty. The request is kept; enter who does."
            )
        }
    }
}

/// The hours, the holidays and the roster of a desk.
#[derive(Clone, Debug)]
pub struct Duty {
    /// The front door's week, the authorities and the clocks.
    pub hours: Hours,
    /// The bank holidays.
    pub holidays: Holidays,
    /// Who holds which duty.
    pub roster: Roster,
    /// How those who hold one are reached, and what their accounts may do now.
    pub directory: Directory,
}

impl Duty {
    /// Makes the duty of a desk with nobody on it.
    pub fn new(hours: Hours) -> Self {
        Self {
            hours: hours.settled(),
            holidays: Holidays::new(),
            roster: Roster::default(),
            directory: Directory::default(),
        }
    }

    /// Tells which service is on, and whether it is the only one.
    pub fn on_at(&self, t: DateTime<Utc>) -> On {
        calendar::on_at_wall(&self.hours, &self.holidays, local::to_local(t).naive_local())
    }

    /// Tells which service a contact of this moment belongs to.
    pub fn mode_at(&self, t: DateTime<Utc>) -> Mode {
        self.on_at(t).mode
    }

    /// Gives the moment somebody else is on, or nobody, or both; none where the profile's front door never opens.
    pub fn next_change(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        calendar::next_change(&self.hours, &self.holidays, t)
    }

    /// Gives the first moment, this one or later, at which the front door is open.
    pub fn next_opening(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        calendar::next_opening(&self.hours, &self.holidays, t)
    }

    /// Gives when the front door shut last, at this moment or before.
    pub(super) fn shut_since(&self, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        calendar::shut_since(&self.hours, &self.holidays, t)
    }

    /// Gives who is on from a moment on, stretch after stretch.
    pub fn stretches(&self, from: DateTime<Utc>) -> impl Iterator<Item = Stretch> {
        calendar::stretches(&self.hours, &self.holidays, from)
    }

    /// Gives the gaps and overlaps between the services in so many days.
    pub fn seams(&self, from: DateTime<Utc>, days: u64) -> impl Iterator<Item = Stretch> {
        calendar::seams(&self.hours, &self.holidays, from, days)
    }

    /// Gives who may authorise in a mode, with the rules that say so.
    pub fn authorities(&self, mode: Mode) -> impl Iterator<Item = &Authority> {
        self.hours.authority.iter().filter(move |authority| authority.mode == mode)
    }

    /// Gives what a duty is called here.
    pub fn called(&self, role: Role) -> &str {
        self.hours.called.get(&role).map_or(role.words(), String::as_str)
    }

    /// Gives the first duty the profile names as authority in a mode.
    pub fn authority(&self, mode: Mode) -> Option<Role> {
        self.authorities(mode).next().map(|authority| authority.role)
    }

    /// Gives who may authorise what is asked at this moment, each with the duty.
    pub fn authorisers_at(&self, t: DateTime<Utc>) -> Vec<(StaffId, Role)> {
        let mut found = Vec::new();
        for authority in self.authorities(self.mode_at(t)) {
            for person in self.on_duty(authority.role, t) {
                found.push((person, authority.role));
            }
        }
        found
    }

    /// Gives who holds a duty, each person once.
    pub fn on_duty(&self, role: Role, t: DateTime<Utc>) -> Vec<StaffId> {
        let mut found = Vec::new();
        for hold in self.roster.at(t).filter(|hold| hold.role == role) {
            if !found.contains(&hold.person) {
                found.push(hold.person);
            }
        }
        found
    }

    /// Tells whether a person holds a duty.
    pub fn holds(&self, person: StaffId, role: Role, t: DateTime<Utc>) -> bool {
        self.roster.at(t).any(|hold| (hold.person, hold.role) == (person, role))
    }

    /// Gives the duty by which a person may decide now on what was asked then: that of the mode now, or that of the
    /// mode then if they held it then and have held it since: who went home and came back early is not on duty still.
    pub fn may_authorise(
        &self,
        person: StaffId,
        asked_at: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Role, NoAuthority> {
        let mode = self.mode_at(now);
        let roles = || self.authorities(mode).map(|authority| authority.role);
        roles()
            .find(|role| self.holds(person, *role, now))
            .or_else(|| {
                self.authorities(self.mode_at(asked_at))
                    .map(|authority| authority.role)
                    .find(|role| self.roster.holds_through(person, *role, asked_at, now))
            })
            .ok_or_else(|| NoAuthority {
                mode,
                roles: roles().collect(),
                called: roles().map(|role| self.called(role).to_owned()).collect(),
                somebody: roles().any(|role| self.roster.at(now).any(|hold| hold.role == role)),
            })
    }

    /// Finds a clock of the profile.
    pub fn clock(&self, id: &ClockId) -> Option<&Clock> {
        self.hours.clocks.iter().find(|clock| clock.id == *id)
    }

    /// Gives the deadline of a clock that starts now; none where the profile has no such clock.
    pub fn due(&self, clock: &ClockId, start: DateTime<Utc>) -> Option<Due> {
        let clock = self.clock(clock)?;
        let at = self.after(clock.span, start)?;
        Some(Due { clock: clock.id.clone(), rule: clock.rule.clone(), start, at })
    }

    /// Counts a span from a moment; none where the front door never opens or time itself ends.
    pub fn after(&self, span: Span, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        calendar::after(&self.hours, &self.holidays, span, start)
    }

    /// Explains a deadline, a line each: what started it, how it is counted, and which days between do not count.
    pub fn explain(&self, due: &Due) -> Vec<String> {
        let Some(clock) = self.clock(&due.clock) else {
            return vec![format!("{}: the profile in force has this clock no longer.", words::stamp(due.at))];
        };
        let mut lines = vec![format!("{}: starts when {}.", clock.words, clock.starts)];
        if self.after(clock.span, due.start) == Some(due.at) {
            lines.extend(calendar::arithmetic(&self.holidays, clock.span, due.start, due.at));
        } else {
            // Nobody's deadline moves because hours or holidays were put right later.
            let counted = "counted by the hours and holidays that were in force then";
            lines.push(format!("{} to {}, {counted}.", words::stamp(due.start), words::stamp(due.at)));
        }
        lines
    }

    /// Gives the first moment, this one or later, at which a clock may call for somebody: what counts minutes runs for
    /// whoever is on, nights too; what counts working time waits until the front door is open.
    pub fn nags_at(&self, clock: &ClockId, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.clock(clock).map(|clock| clock.span) {
            Some(Span::Minutes(_)) => Some(t),
            _ => self.next_opening(t),
        }
    }

    /// Gives the end of the front door's hours on this day, or on the next day it opens.
    pub fn end_of_working_day(&self, day: NaiveDate) -> Option<DateTime<Utc>> {
        calendar::end_of_working_day(&self.hours, &self.holidays, day)
    }

    /// Counts the minutes between two moments in which the front door is open.
    pub fn working_minutes_between(&self, a: DateTime<Utc>, b: DateTime<Utc>) -> u64 {
        calendar::working_minutes_between(&self.hours, &self.holidays, a, b)
    }
}

pub mod holes;

#[cfg(test)]
pub(crate) use tests::southampton;

#[cfg(test)]
mod tests;
