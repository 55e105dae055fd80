//! How a call stands against the minutes that were agreed for it.
//!
//! Source: Barnsley protocol for parents and carers who need additional support (the duration of calls may be limited).

use chrono::{DateTime, TimeDelta, Utc};

/// How a call stands; it is only ever said, and no call is ended by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CallTimer {
    /// There is time.
    Within,
    /// Four fifths have gone by.
    Near,
    /// The agreed minutes are over.
    Over,
}

impl CallTimer {
    /// Tells how a call that began then stands now.
    pub fn of(agreed_minutes: u32, began: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let agreed = TimeDelta::minutes(i64::from(agreed_minutes));
        let gone = now.signed_duration_since(began);
        if gone >= agreed {
            Self::Over
        } else if gone * 5 >= agreed * 4 {
            Self::Near
        } else {
            Self::Within
        }
    }
}
