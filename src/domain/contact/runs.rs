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

/// Reads the hour out of "15:00, by telephone" or "half an hour after 2 pm".
fn hour(text: &str, day: NaiveDate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let words: Vec<&str> = text.split([' ', ',', ';', '\n']).filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().find_map(|(at, word)| {
        let half = words.get(at + 1).filter(|next| matches!(next.to_lowercase().as_str(), "am" | "pm"));
        let half = half.copied().unwrap_or_default();
        clock_time::future(&format!("{} {word} {half}", day.format("%d/%m/%Y")), now).ok()
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
            let until = route.until.as_ref().filter(|until| self.runs_still(route, until.ends));
            clocks.extend(until.map(|until| until.next.clone()));
            let held = route.held.last().filter(|_| route.state.is_sent());
            let conference = held.and_then(|held| held.conference.as_ref());
            clocks.extend(conference.map(|due| Next::of(due, CALLED)));
        }
        clocks
    }

    fn runs_still(&self, route: &Route, ends: Ends) -> bool {
        match ends {
            Ends::Sent => route.state.stands() && !route.state.is_sent(),
            Ends::Held => route.state.is_sent() && !route.tells_what_came(),
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
