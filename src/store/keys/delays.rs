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

/// The tries by one person, or under one name that nobody has, since the last one that was right.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
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

    /// Counts tries that lie in the future as made now, and tells whether there were any.
    ///
    /// A clock that was set back thus starts every delay over: none gets shorter, and nobody is locked out until the clock
    /// has caught up.
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
        let left = |since: &DateTime<Utc>, seconds| Duration::seconds(seconds) - (now - *since);
        let oldest = self.at.len().checked_sub(MOST).and_then(|at| self.at.get(at));
        let full = oldest.map_or(Duration::zero(), |oldest| left(oldest, WINDOW_SECONDS));
        left(newest, delay).max(full).max(Duration::zero())
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        Utc.timestamp_opt(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn a_clock_set_back_shortens_no_delay() {
        for tries in 1..30 {
            let mut kept = Tries::default();
            let (mut now, mut last) = (0, 0);
            for _ in 0..tries {
                kept.begin(at(now));
                last = now;
                now += kept.wait(at(now)).num_seconds();
            }
            for later in [0, 1, 4, 100, 299] {
                let asked = at(last + later);
                let before = kept.wait(asked);
                for back in [1, 60, 86_400, 400_000_000] {
                    let mut moved = kept.clone();
                    moved.settle(asked - Duration::seconds(back));
                    assert!(moved.wait(asked - Duration::seconds(back)) >= before, "{tries} {later} {back}");
                }
            }
        }
    }

    #[test]
    fn a_file_that_was_tampered_with_delays_at_most_by_the_window() {
        let far = [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, at(0)];
        for at in far {
            let mut tries = Tries { count: u32::MAX, at: vec![at; 40] };
            for now in far {
                tries.settle(now);
                assert!(tries.wait(now) <= Duration::seconds(WINDOW_SECONDS));
            }
            tries.begin(far[2]);
            assert!(tries.at.len() <= MOST);
        }
    }
}
