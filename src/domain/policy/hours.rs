//! When which service is open, and the clocks that run on it.

use chrono::{NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::{Mode, Role};
use crate::domain::ids::{ClockId, RuleId};

/// The week of the front door; the Emergency Duty Team has the rest.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The intervals in which the front door is open, on working days only.
    pub front_door: Vec<Interval>,
    /// Which duty may authorise an override in each mode.
    pub authority: Vec<Authority>,
    /// The clocks that the protocols start.
    pub clocks: Vec<Clock>,
    /// When a console that nobody touches locks by itself.
    #[serde(default)]
    pub lock: Lock,
}

/// When a console that nobody touches locks by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// After so many minutes.
    pub after_minutes: u32,
    /// After so many minutes where somebody is on the line: listening is not idling.
    pub after_call_minutes: u32,
}

impl Lock {
    /// The most minutes that a console may stay open with nobody at it.
    pub const MOST: u32 = 15;
    /// The fewest minutes that somebody may listen without touching a key.
    pub const LISTENING: u32 = 45;
}

impl Default for Lock {
    fn default() -> Self {
        Self { after_minutes: 5, after_call_minutes: Self::LISTENING }
    }
}

/// One interval of a week day, from its start up to but not including its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The day of the week, as `Mon`.
    pub day: Weekday,
    /// The first minute, local time, as `09:00`.
    #[serde(with = "hour_minute")]
    pub from: NaiveTime,
    /// The first minute after, local time.
    #[serde(with = "hour_minute")]
    pub until: NaiveTime,
}

/// Who may authorise in a mode.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// The mode.
    pub mode: Mode,
    /// The duty that must be held.
    pub role: Role,
    /// The rule that says so.
    pub rule: RuleId,
}

/// A named clock.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// Its key: `decision`.
    pub id: ClockId,
    /// What is due, in a worker's words: "decide what happens".
    pub words: String,
    /// How long.
    pub span: Span,
    /// The rule that starts it.
    pub rule: RuleId,
}

/// How a deadline is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "count", content = "of")]
pub enum Span {
    /// Real minutes, whatever the clocks on the wall do.
    Minutes(u32),
    /// The same clock time so many working days later.
    WorkingDays(u32),
    /// The end of the front door's hours so many working days later.
    EndOfWorkingDay(u32),
}

/// Reads and writes `HH:MM`.
mod hour_minute {
    use chrono::NaiveTime;
    use serde::{Deserialize, Deserializer, de::Error};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<NaiveTime, D::Error> {
        let text = String::deserialize(d)?;
        NaiveTime::parse_from_str(&text, "%H:%M")
            .map_err(|_| D::Error::custom(format!("`{text}` is not a time as 09:00")))
    }
}
