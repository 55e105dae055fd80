//! The machine's clock, watched by the count of time that nobody can set: a step is journalled, and changes no order.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::Desk;
use crate::domain::desk::{ClockStepped, Event};

/// What the clock showed last, and how much time had passed then.
#[derive(Default)]
pub(super) struct Seen(Option<(DateTime<Utc>, Duration)>);

impl Desk {
    /// Looks at the clock, and journals that it was stepped, by the desk's own key.
    pub(super) fn watch_clock(&mut self) {
        let Some(passed) = self.clock.passed() else { return };
        let now = self.clock.now();
        let Some((then, had)) = self.clock_seen.0.replace((now, passed)) else { return };
        let gone = TimeDelta::from_std(passed.saturating_sub(had)).unwrap_or_default();
        let Some(stepped) = then.checked_add_signed(gone).and_then(|due| ClockStepped::of(due, now)) else {
            return;
        };
        // Where the journal does not take it, nothing that somebody asked for waits for that.
        if self.desk_events(&[Event::ClockStepped(stepped)], false).is_err() {
            tracing::warn!("the machine's clock was stepped, and that could not be journalled");
        }
    }
}
