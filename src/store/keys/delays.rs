//! How soon the next try may come: five at once, then ever later, and never more than ten in five minutes.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

/// How many tries nobody has to wait for.
const FREE: u32 = 5;
/// How many tries fit into [`WINDOW_SECONDS`].
const MOST: usize = 10;
/// The stretch in which tries are counted.
const WINDOW_SECONDS: i64 = 5 * 60;
/// The first delay; each one after it is twice as long, up to the window.
const FIRST_SECONDS: i64 = 5;

/// The tries under one name since the last one that was right.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tries {
    /// How many.
    count: u32,
    /// When the newest were, oldest first; no more than [`MOST`].
    at: Vec<DateTime<Utc>>,
}

impl Tries {
    /// Counts a try.
    pub(super) fn begin(&mut self, now: DateTime<Utc>) {
        self.count = self.count.saturating_add(1);
        self.at.push(now);
        let surplus = self.at.len().saturating_sub(MOST);
        self.at.drain(..surplus);
    }

    /// Counts tries that lie in the future as made now, and tells whether there were any: a clock that was set right
    /// must not lock anybody out until it has caught up.
    pub(super) fn settle(&mut self, now: DateTime<Utc>) -> bool {
        let future = self.at.iter().any(|at| *at > now);
        self.at.iter_mut().for_each(|at| *at = (*at).min(now));
        future
    }

    /// Tells how long the next try has to wait.
    pub(super) fn wait(&self, now: DateTime<Utc>) -> Duration {
        let Some(newest) = self.at.last() else { return Duration::zero() };
        let delay = match self.count.checked_sub(FREE) {
            None => 0,
            Some(beyond) => (FIRST_SECONDS << beyond.min(16)).min(WINDOW_SECONDS),
        };
        let after_newest = *newest + Duration::seconds(delay);
        let after_oldest = match self.at.first() {
            Some(oldest) if self.at.len() == MOST => *oldest + Duration::seconds(WINDOW_SECONDS),
            _ => now,
        };
        (after_newest.max(after_oldest) - now).max(Duration::zero())
    }
}
