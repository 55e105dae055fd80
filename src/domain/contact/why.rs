//! Every time that stands on a contact, and why it is that one: what started it, how it is counted, by which rule.

use chrono::{DateTime, Utc};

use super::{
    Contact,
    oversight::EmergencyState,
    promise::{Owner, Promise, agreed},
};
use crate::domain::{
    calendar::words::stamp,
    calling::{Call, Calling},
    desk::State,
    duty::{Due, Duty},
    ids::{ClockId, RuleId},
    ledger::{Line, Owed},
    policy::Policy,
    queue::{FOLLOW_UP, LOOK_AGAIN, Next, PROMISE, RESTRICTED, RING_BACK, Row, TELL_HEAD},
};

/// The clock under which an emergency record covers what was begun.
const EMERGENCY_COVER: &str = "emergency_cover";

/// A time, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Why {
    /// What is due, raw.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it may call for somebody now.
    pub call: Call,
    /// Why it is that time, a sentence or two each, raw.
    pub lines: Vec<String>,
}

/// What times are explained by.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The profile.
    pub policy: &'a Policy,
    /// The calendar.
    pub duty: &'a Duty,
    /// Which clocks may call now.
    pub calling: &'a Calling,
    /// The moment.
    pub now: DateTime<Utc>,
    /// Who works here.
    pub state: &'a State,
}

impl Known<'_> {
    /// Explains the times that a line of the queue knows, what is due first before.
    pub fn of_row(&self, row: &Row) -> Vec<Why> {
        row.next.iter().chain(&row.also).map(|next| self.of_next(next)).collect()
    }

    fn of_next(&self, next: &Next) -> Why {
        let lines = match (next.due(), next.clock.as_str()) {
            (Some(due), _) => self.counted(&due),
            (None, PROMISE) => vec![
                "The time was agreed with the person it was promised to; no clock sets it, and only they move it."
                    .to_owned(),
            ],
            (None, FOLLOW_UP) => vec![
                "A manager's word did not stand: what was shared or sent on it is stopped and called back, and who must know is told, at once and at any hour."
                    .to_owned(),
            ],
            (None, TELL_HEAD) => vec![
                "A word was disowned by whoever is said to have given it: the head of service is told, at once and at any hour."
                    .to_owned(),
            ],
            (None, RING_BACK) => vec![
                "The line dropped, and nobody was reached: said then, it is tried again at this time. No clock sets it."
                    .to_owned(),
            ],
            (None, LOOK_AGAIN) => vec![
                "Said when the override was asked for: at this time somebody looks whether it is still needed (F6). No clock sets it."
                    .to_owned(),
            ],
            (None, RESTRICTED) => vec!["The record is closed to you, and so is what runs in it.".to_owned()],
            (None, clock) if self.duty.clock(&clock.into()).is_some() => vec![
                "The time stands on the card, as it was agreed with those who meet; no clock counts it.".to_owned(),
            ],
            (None, _) => Vec::new(),
        };
        Self::time(next.words.clone(), next.at, self.calling.next(next), lines)
    }

    /// Says how a deadline is counted, and by which rule.
    fn counted(&self, due: &Due) -> Vec<String> {
        let mut lines = self.duty.explain(due);
        lines.push(format!("Rule: {}.", self.policy.sources.words(&due.rule)));
        lines
    }

    /// Counts a clock of the profile that an early entry did not carry.
    fn clock(&self, clock: &str, start: DateTime<Utc>, at: DateTime<Utc>) -> Vec<String> {
        let clock = ClockId::from(clock);
        let rule = self.duty.clock(&clock).map(|clock| clock.rule.clone());
        let Some(rule): Option<RuleId> = rule else { return Vec::new() };
        self.counted(&Due { clock, rule, start, at })
    }

    fn time(words: String, at: DateTime<Utc>, call: Call, mut lines: Vec<String>) -> Why {
        if let Call::Rests(opens) = call {
            match opens {
                Some(opens) if at < opens => lines.push(format!(
                    "The front door is shut, and this waits for it: it calls for somebody from {}.",
                    stamp(opens.max(at))
                )),
                Some(_) => {}
                None => lines.push("The front door is shut, and this waits for it.".to_owned()),
            }
        }
        Why { words, at, call, lines }
    }

    /// Explains the time of a promise, as the ledger has it.
    pub fn of_line(&self, line: &Line) -> Why {
        self.of_owed(&line.owed, line.due)
    }

    fn of_owed(&self, owed: &Owed, calls_at: DateTime<Utc>) -> Why {
        let written = owed.made.as_ref().and_then(|made| made.written.as_ref());
        let mut lines = match (&owed.made, written) {
            (_, Some(due)) => self.counted(due),
            (Some(made), None) => {
                let (to, at, writer) = (&owed.to, stamp(made.at), self.state.name_of(made.by));
                let by = match &owed.owner {
                    Owner::Staff(owner) if *owner == made.by => writer.to_owned(),
                    Owner::Staff(owner) => {
                        format!("{} (written down by {writer})", self.state.name_of(*owner))
                    }
                    Owner::Named(owner) => format!("{owner} (written down by {writer})"),
                };
                vec![format!("Promised to {to} {at} by {by}; the time was {}.", agreed(&made.agreed_with))]
            }
            (None, None) => Vec::new(),
        };
        for (from, how) in owed.made.iter().flat_map(|made| &made.moved) {
            lines.push(format!("It was {}; another time was agreed {how}.", stamp(*from)));
        }
        if calls_at < owed.by {
            lines.push(format!("It is tried again {}.", stamp(calls_at)));
        }
        if owed.written {
            return Self::time(
                format!("call in writing: {}", owed.what),
                owed.by,
                self.calling.written(owed.by),
                lines,
            );
        }
        lines.push("No clock moves it: only the person it was promised to does.".to_owned());
        Self::time(format!("promise: {}", owed.what), owed.by, self.calling.promise(owed.by), lines)
    }
}

impl Contact {
    /// Explains every time that stands on the contact, what is due first before.
    pub fn whys(&self, known: &Known<'_>) -> Vec<Why> {
        let clocks = self.clocks();
        let mut whys: Vec<Why> = clocks
            .iter()
            .filter(|next| next.clock.as_str() != PROMISE)
            .map(|next| known.of_next(next))
            .collect();
        let written = self.telling.written;
        let owed = |promise: &&Promise| promise.is_open() && written != Some(promise.no);
        whys.extend(
            self.telling
                .promises
                .iter()
                .filter(owed)
                .map(|promise| known.of_owed(&self.owed(promise), promise.calls_at())),
        );
        let mut stands = |words: String, at, lines| whys.push(Known::time(words, at, Call::Calls, lines));
        for o in &self.oversight.overrides {
            let (Some(reach), Some(given)) = (self.in_force(o, known.now), o.given()) else { continue };
            stands(
                format!("override {} is in force until", o.no.0),
                reach.scope.until,
                vec![
                    format!(
                        "{} authorised it {} and said until when; no clock sets that.",
                        known.state.name_of(given.by),
                        stamp(given.at)
                    ),
                    "From then on nothing more is shared on it; later agreement, or the manager, ends it before.".to_owned(),
                ],
            );
        }
        for e in &self.oversight.emergencies {
            let stands_yet =
                known.now < e.covers_until && !matches!(e.state, EmergencyState::NotUpheld { .. });
            if stands_yet {
                let lines = known.clock(EMERGENCY_COVER, e.at, e.covers_until);
                stands(format!("emergency {} covers what was begun until", e.no.0), e.covers_until, lines);
            }
        }
        for child in self.family.children() {
            if let Some(ends) = self.protected_on(child.no) {
                stands(format!("{}: police protection ends", child.name()), ends.at, known.counted(ends));
            }
            let Some(tonight) = self.tonight_of(child.no) else { continue };
            if let Some(ends) = &tonight.set.ends {
                stands(format!("{}: police protection ends", child.name()), ends.at, known.counted(ends));
            }
            let care = &tonight.set.care;
            let arranged = format!("Said when it was arranged, {}", stamp(tonight.at));
            // Police protection is nobody's agreement.
            let lines = vec![match care.agreed_by.trim() {
                "" => format!("{arranged}, by {}; no clock sets it.", known.state.name_of(tonight.by)),
                agreed => format!("{arranged}, and agreed by {agreed}; no clock sets it."),
            }];
            stands(format!("{}: with {} until", child.name(), care.with), care.until, lines);
        }
        for morning in self.night.morning.iter().filter(|morning| morning.done.is_none()) {
            let lines =
                vec!["Left by the night for the day: it is due when the front door opens.".to_owned()];
            stands(format!("for the day: {}", morning.what), morning.due, lines);
        }
        if let Some(alert) = self.night.alert.as_ref().filter(|alert| known.now < alert.until) {
            let lines = vec!["Said when it was written that this may come; no clock sets it.".to_owned()];
            stands(format!("to expect, until: {}", alert.expect), alert.until, lines);
        }
        for word in self.night.allowed.iter().filter(|word| known.now < word.allowed.until) {
            let (by, visitor) = (known.state.name_of(word.by), known.state.name_of(word.allowed.visitor));
            let lines = vec![format!("{by} said until when {}; no clock sets it.", stamp(word.at))];
            stands(format!("{visitor} may go there alone until"), word.allowed.until, lines);
        }
        for glass in self.access.glass.iter().filter(|glass| known.now < glass.due.at) {
            stands(
                format!("{} reads by break-glass until", glass.who),
                glass.due.at,
                known.counted(&glass.due),
            );
        }
        whys.sort_by_key(|why| why.at);
        whys
    }
}
