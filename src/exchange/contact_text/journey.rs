//! The way the contact went.

use super::{Page, Record};
use crate::domain::calendar::words::stamp;

/// Writes through whose hands it went, how long it took, and each child's way.
pub(super) fn journey(page: &mut Page, record: Record<'_>) {
    let journey = &record.json.journey;
    page.heading("THE WAY IT WENT");
    let workers: Vec<&str> = journey.workers.iter().map(|worker| worker.name).collect();
    page.line(&match workers.as_slice() {
        [one] => format!("1 worker so far: {one}"),
        many => format!("{} workers so far: {}", many.len(), many.join(", then ")),
    });
    if let (Some(talking), Some(after)) = (journey.minutes_talking, journey.minutes_after) {
        let end = if record.json.closed.is_some() { "until it was closed" } else { "up to now" };
        page.line(&format!("{talking} min on the telephone, and {after} min from there {end}"));
    }
    if let Some(since) = journey.no_answer_since {
        let waits = (record.json.as_at - since).num_minutes().max(0);
        page.line(&format!("Whoever rang has had no answer since {}: {waits} min", stamp(since)));
    }
    for way in &journey.children {
        page.line(&record.names(&[way.child]));
        for step in &way.steps {
            page.sub(&format!("{} {}", stamp(step.at), step.words));
        }
    }
}
