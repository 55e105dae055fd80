//! When which service is open, and the clocks that run on it.

use std::collections::BTreeMap;

use chrono::{NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use super::{Mode, Role};
use crate::domain::ids::{ClockId, RuleId};

/// The week of each service, the clocks, and how they are read.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// Whether an urgent call, or every call, is followed up in writing by whoever rang.
    pub written_followup: WrittenFollowup,
    /// How the designated officer's "24 working hours" are read.
    pub lado_response: LadoResponse,
    /// The intervals in which the front door is open, on working days only.
    pub front_door: Vec<Interval>,
    /// The Emergency Duty Team's own hours, where the protocol gives them; it has all the rest where it does not.
    #[serde(default)]
    pub edt: Option<Nights>,
    /// Minutes for which nobody is down, or both services, as the protocol has them; no others may be.
    #[serde(default)]
    pub seams: Vec<Seam>,
    /// Teams beside the front door that keep hours of their own; no mode and no clock goes by them.
    #[serde(default)]
    pub beside: Vec<Beside>,
    /// Which duty may authorise an override in each mode.
    pub authority: Vec<Authority>,
    /// What duties are called here, where not by the program's own words.
    #[serde(default)]
    pub called: BTreeMap<Role, String>,
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

/// The nights of the Emergency Duty Team; a day that is no working day it has whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nights {
    /// From when on a working day, local time, as `17:00`.
    #[serde(with = "hour_minute")]
    pub from: NaiveTime,
    /// Until when on a working day that follows one.
    #[serde(with = "hour_minute")]
    pub until: NaiveTime,
    /// Until when on a working day that follows a weekend or a bank holiday.
    #[serde(with = "hour_minute")]
    pub until_after_days_off: NaiveTime,
}

/// How many services are down for a moment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// One.
    #[default]
    One,
    /// None: it belongs to the Emergency Duty Team.
    Gap,
    /// Both: it belongs to the front door.
    Overlap,
}

/// A stretch of a working day in which the protocol itself has nobody on, or both services.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seam {
    /// Whether nobody is down, or both.
    pub what: Coverage,
    /// The day of the week, or any.
    #[serde(default)]
    pub day: Option<Weekday>,
    /// From when, local time.
    #[serde(with = "hour_minute")]
    pub from: NaiveTime,
    /// Until when, not included.
    #[serde(with = "hour_minute")]
    pub until: NaiveTime,
}

/// A team beside the front door, with its own week.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beside {
    /// Its name.
    pub name: String,
    /// When it works, on working days only.
    pub open: Vec<Interval>,
    /// The rule that says so.
    pub rule: RuleId,
}

/// Whether what was told on the telephone is wanted in writing, from those who ring for their work.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenFollowup {
    /// Of what is urgent.
    UrgentOnly,
    /// Of every call.
    Always,
    /// Of none.
    Never,
}

/// How "24 working hours" are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LadoResponse {
    /// The same clock time on the next working day.
    NextWorkingDay,
    /// 24 hours in which the front door is open, which is about three days.
    OfficeHours,
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
    /// What starts it: "the contact is taken".
    pub starts: String,
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
    /// So many hours in which the front door is open.
    OfficeHours(u32),
    /// The same day and clock time so many months later.
    Months(u32),
    /// The birthday at which somebody born at the start is so many years old.
    Birthday(u32),
}

impl Hours {
    /// The key of the clock that [`LadoResponse`] is about.
    const LADO_RESPONSE: &str = "lado_response";

    /// Puts the front door's week in order, and gives the clocks the readings that are set.
    #[must_use]
    pub(crate) fn settled(mut self) -> Self {
        self.front_door.sort_by_key(|open| (open.day.num_days_from_monday(), open.from));
        if self.lado_response == LadoResponse::OfficeHours {
            let lado = self.clocks.iter_mut().filter(|clock| clock.id.as_str() == Self::LADO_RESPONSE);
            lado.for_each(|clock| clock.span = Span::OfficeHours(24));
        }
        self
    }
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
