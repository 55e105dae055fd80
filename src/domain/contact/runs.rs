//! The clock of a card's own: a discussion is held, agencies have answered, the designated officer is told.
//!
//! Sources: Working Together (a discussion at once, a conference within fifteen working days of it); Southampton one-minute
//! guides (how soon a gathering is answered; the designated officer hears within a day). What is agreed on the card goes before
//! what a clock counts.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Contact, Context,
    route::{Discussion, Route, decides_enquiry},
};
use crate::domain::{
    calendar::local::from_local_earliest,
    duty::Due,
    ids::ClockId,
    input::clock_time,
    policy::{
        outcomes::{Outcome, Runs, Since},
        test::Met,
    },
    queue::Next,
    value::Value,
};

/// The clock of the conference that follows on an enquiry.
const CONFERENCE: &str = "icpc";

/// What the conference is called in the queue.
const CALLED: &str = "child protection conference";

/// Until when something of a card is done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Until {
    /// What, and when.
    #[serde(flatten)]
    pub next: Next,
    /// What ends it.
    pub ends: Ends,
}

/// What ends the clock of a card.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ends {
    /// That it is sent.
    Sent,
    /// That it is written what the discussion came to.
    Held,
    /// That something else is sent afterwards for every child.
    Decided,
    /// Nothing but that the contact is closed.
    Closed,
}

/// Gives the conference that follows, where what a discussion decided is an enquiry.
pub(super) fn conference(discussion: &Discussion, cx: &Context<'_>) -> Option<Due> {
    let decided = decides_enquiry(&discussion.decided);
    decided.then(|| cx.duty.due(&ClockId::from(CONFERENCE), discussion.at)).flatten()
}

/// Gives when a discussion is, where its day is written and still to come: at its hour, or by the end of the day.
fn agreed(route: &Route, outcome: &Outcome, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut written = outcome.meets.iter().filter_map(|key| route.fields.get(key));
    let day: NaiveDate = written.clone().find_map(|value| match value {
        Value::Date(day) => Some(*day),
        _ => None,
    })?;
    let hour = written.find_map(|value| match value {
        Value::Text(text) => hour(text, day, now),
        _ => None,
    });
    hour.or_else(|| Some(from_local_earliest(day.and_hms_opt(23, 59, 0)?))).filter(|at| *at > now)
}

/// Reads the hour out of "15:00, by telephone" or "room 2, at 2 pm"; a number alone is none.
fn hour(text: &str, day: NaiveDate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let low = text.to_lowercase();
    let words: Vec<&str> = low.split([' ', ',', ';', '\n']).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let half = words.get(at + 1).filter(|next| matches!(**next, "am" | "pm")).copied();
        let four = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
        let is_hour =
            half.is_some() || four || word.contains(':') || word.ends_with("am") || word.ends_with("pm");
        let half = half.unwrap_or_default();
        let read = || clock_time::future(&format!("{} {word} {half}", day.format("%d/%m/%Y")), now).ok();
        is_hour.then(read).flatten()
    })
}

impl Contact {
    /// Gives what runs from the moment a card is put on.
    pub(super) fn runs_from_opening(&self, outcome: &Outcome, cx: &Context<'_>) -> Option<Until> {
        let runs = self.runs_of(None, outcome, Since::Taken, cx)?;
        let due = cx.duty.due(&runs.clock, self.call.taken)?;
        Some(Until { next: Next::of(&due, &runs.words), ends: Ends::Sent })
    }

    /// Gives what runs from the moment a card is sent, as it is filled in now.
    pub fn runs_from_sending(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Option<Until> {
        let runs = self.runs_of(Some(route), outcome, Since::Sent, cx)?;
        if outcome.meets.is_empty() {
            let due = cx.duty.due(&runs.clock, cx.now)?;
            return Some(Until { next: Next::of(&due, &runs.words), ends: Ends::Decided });
        }
        // It was held before it was asked for.
        if let Some(decided) = route.decided_on_card() {
            let field = outcome.fields.iter().find(|field| route.fields.get(&field.key) == Some(decided));
            let decided = decided.in_words(field.map(|field| &field.kind));
            let due = decides_enquiry(&decided).then(|| cx.duty.due(&ClockId::from(CONFERENCE), cx.now));
            return Some(Until { next: Next::of(&due.flatten()?, CALLED), ends: Ends::Closed });
        }
        let next = match agreed(route, outcome, cx.now) {
            Some(at) => {
                let (clock, words) = (runs.clock.clone(), runs.words.clone());
                Next { clock, words, at, start: None, rule: None }
            }
            None => Next::of(&cx.duty.due(&runs.clock, cx.now)?, &runs.words),
        };
        Some(Until { next, ends: Ends::Held })
    }

    fn runs_of<'o>(
        &self,
        route: Option<&Route>,
        outcome: &'o Outcome,
        since: Since,
        cx: &Context<'_>,
    ) -> Option<&'o Runs> {
        let now = |runs: &&Runs| {
            runs.since == since && runs.when.as_ref().is_none_or(|test| self.met(test, route, cx) == Met::Met)
        };
        outcome.runs.iter().find(now)
    }

    /// Gives the clocks of the cards that run now.
    pub(super) fn clocks_of_cards(&self) -> Vec<Next> {
        let mut clocks = Vec::new();
        for route in &self.routes.list {
            let until = route.until.as_ref().filter(|until| self.runs_still(route, until));
            clocks.extend(until.map(|until| until.next.clone()));
            let held = route.held.last().filter(|_| route.state.is_sent());
            let conference = held.and_then(|held| held.conference.as_ref());
            clocks.extend(conference.map(|due| Next::of(due, CALLED)));
        }
        clocks
    }

    fn runs_still(&self, route: &Route, until: &Until) -> bool {
        match until.ends {
            Ends::Sent => route.state.stands() && !route.state.is_sent(),
            // Sent once more for a later hour, it calls another discussion.
            Ends::Held => {
                let called = match route.held.last() {
                    None => !route.tells_what_came(),
                    Some(held) => {
                        route.went_out_at() > Some(held.written) && until.next.at > held.discussion.at
                    }
                };
                route.state.is_sent() && called
            }
            Ends::Closed => route.state.is_sent() && route.held.is_empty(),
            Ends::Decided => {
                let sent = route.went_out_at();
                let later = |other: &Route| {
                    other.no != route.no && other.state.is_sent() && other.went_out_at() > sent
                };
                route.state.is_sent() && !route.children.iter().all(|child| self.routes.of(*child).any(later))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hour_of_a_discussion_is_read_out_of_what_stands_beside_it() {
        let now: DateTime<Utc> = "2026-11-24T14:07:00Z".parse().unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        for (text, at) in [
            ("10:30, by telephone", Some("2026-11-25T10:30:00Z")),
            ("room 2, at 2 pm", Some("2026-11-25T14:00:00Z")),
            ("9am at the hospital", Some("2026-11-25T09:00:00Z")),
            ("1405; Teams", Some("2026-11-25T14:05:00Z")),
            ("3 workers, by telephone", None),
            ("by telephone", None),
        ] {
            assert_eq!(hour(text, day, now), at.map(|at| at.parse().unwrap()), "{text}");
        }
    }
}
