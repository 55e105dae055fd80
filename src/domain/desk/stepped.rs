//! The machine's clock was set while the desk was open, or the machine slept.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

/// By how much the clock may be off before it is journalled.
pub const STEP: TimeDelta = TimeDelta::seconds(2);

/// The clock showed another time than had passed. The order of the journal is that of its numbers and never changes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClockStepped {
    /// What it would have shown by the time that had passed.
    pub expected: DateTime<Utc>,
    /// What it showed.
    pub shown: DateTime<Utc>,
}

impl ClockStepped {
    /// Tells whether a clock was stepped: what it shows, and what it would show by the time that has passed.
    pub fn of(expected: DateTime<Utc>, shown: DateTime<Utc>) -> Option<Self> {
        let off = shown.signed_duration_since(expected).abs();
        (off > STEP).then_some(Self { expected, shown })
    }
}
