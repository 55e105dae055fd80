//! Who is on: the front door, the Emergency Duty Team, nobody, or both, and when that changes.
//!
//! Source: Southampton one-minute guide, EDT; Bromley joint protocol (hours of the Referral and Assessment Team and of the
//! Emergency Duty Team, which leave a quarter of an hour to nobody on Fridays and give another to both after days off).

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{Holidays, local, working};
use crate::domain::policy::{
    Mode,
    hours::{Coverage, Hours, Nights},
};

/// How many working days ahead a change is looked for.
const HORIZON: usize = 16;

/// How many days back the last closing is looked for; no run of holidays is as long.
const LOOKED_BACK: usize = 32;

/// Which service has a moment, and whether it is the only one down for it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct On {
    /// The service that a contact of this moment belongs to, and whose authority counts.
    pub mode: Mode,
    /// Whether it is down alone, not at all, or beside the other.
    pub coverage: Coverage,
}

impl On {
    /// Gives the key: `front_door`, `edt`, `gap`, `overlap`.
    pub const fn key(self) -> &'static str {
        match (self.coverage, self.mode) {
            (Coverage::Gap, _) => "gap",
            (Coverage::Overlap, _) => "overlap",
            (Coverage::One, Mode::FrontDoor) => "front_door",
            (Coverage::One, Mode::Edt) => "edt",
        }
    }

    /// Gives the words of the header: "EDT", "EDT, gap".
    pub const fn words(self) -> &'static str {
        match (self.coverage, self.mode) {
            (Coverage::Gap, _) => "EDT, gap",
            (Coverage::Overlap, _) => "FRONT DOOR, overlap",
            (Coverage::One, mode) => mode.words(),
        }
    }

    /// Gives what a worker must know beside the mode; nothing where one service is on.
    pub const fn note(self) -> Option<&'static str> {
        match self.coverage {
            Coverage::One => None,
            Coverage::Gap => Some("gap: the hours name nobody; a contact belongs to EDT"),
            Coverage::Overlap => {
                Some("overlap: front door and EDT are both on; a contact belongs to the front door")
            }
        }
    }
}

/// A time for which the same holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Who is on.
    pub on: On,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

/// Tells who is on at a time on the wall.
pub(crate) fn on_at_wall(hours: &Hours, holidays: &Holidays, wall: NaiveDateTime) -> On {
    let open = working::is_open(hours, holidays, wall);
    let night = hours.edt.map_or(!open, |nights| is_night(nights, holidays, wall));
    let (mode, coverage) = match (open, night) {
        (true, false) => (Mode::FrontDoor, Coverage::One),
        (true, true) => (Mode::FrontDoor, Coverage::Overlap),
        (false, true) => (Mode::Edt, Coverage::One),
        (false, false) => (Mode::Edt, Coverage::Gap),
    };
    On { mode, coverage }
}

fn is_night(nights: Nights, holidays: &Holidays, wall: NaiveDateTime) -> bool {
    let (day, clock) = (wall.date(), wall.time());
    !holidays.is_working_day(day) || clock >= nights.from || clock < morning(nights, holidays, wall)
}

/// Gives when the night ends on a working day.
fn morning(nights: Nights, holidays: &Holidays, wall: NaiveDateTime) -> NaiveTime {
    let after_working_day = wall.date().pred_opt().is_some_and(|day| holidays.is_working_day(day));
    if after_working_day { nights.until } else { nights.until_after_days_off }
}

/// Gives the first moment after this one at which somebody else is on; none where that never comes.
pub(crate) fn next_change(hours: &Hours, holidays: &Holidays, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wall = local::to_local(t).naive_local();
    let now = on_at_wall(hours, holidays, wall);
    // Services change on working days only, and the clocks on Sundays only: the wall's own order is that of time.
    let first = if holidays.is_working_day(wall.date()) {
        wall.date()
    } else {
        holidays.next_working_day(wall.date())
    };
    std::iter::successors(Some(first), |day| Some(holidays.next_working_day(*day)))
        .take(HORIZON)
        .find_map(|day| {
            let nights = hours
                .edt
                .iter()
                .flat_map(|nights| [nights.from, morning(*nights, holidays, day.and_time(NaiveTime::MIN))]);
            working::intervals(hours, holidays, day)
                .flat_map(|open| [open.from, open.until])
                .chain(nights)
                .map(|clock| day.and_time(clock))
                .filter(|at| *at > wall && on_at_wall(hours, holidays, *at) != now)
                .min()
        })
        .map(local::from_local_onwards)
}

/// Gives who is on from a moment on, stretch after stretch.
pub(crate) fn stretches(
    hours: &Hours,
    holidays: &Holidays,
    from: DateTime<Utc>,
) -> impl Iterator<Item = Stretch> {
    let mut from = Some(from);
    std::iter::from_fn(move || {
        let start = from?;
        from = next_change(hours, holidays, start);
        let on = on_at_wall(hours, holidays, local::to_local(start).naive_local());
        Some(Stretch { on, from: start, until: from? })
    })
}

/// Gives the first moment, this one or later, at which the front door is open.
pub(crate) fn next_opening(hours: &Hours, holidays: &Holidays, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut at = t;
    // Between two openings there are at most a gap, a night and an overlap.
    for _ in 0..4 {
        let wall = local::to_local(at).naive_local();
        if working::is_open(hours, holidays, wall) {
            return Some(at);
        }
        at = next_change(hours, holidays, at)?;
    }
    None
}

/// Gives when the front door shut last, at this moment or before; none where it was not open for weeks.
pub(crate) fn shut_since(hours: &Hours, holidays: &Holidays, t: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wall = local::to_local(t).naive_local();
    std::iter::successors(Some(wall.date()), NaiveDate::pred_opt).take(LOOKED_BACK).find_map(|day| {
        working::intervals(hours, holidays, day)
            .map(|open| day.and_time(open.until))
            .filter(|until| *until <= wall)
            .max()
            .map(local::from_local_onwards)
    })
}

/// Gives the gaps and overlaps of so many days, in the order of time.
pub(crate) fn seams(
    hours: &Hours,
    holidays: &Holidays,
    from: DateTime<Utc>,
    days: u64,
) -> impl Iterator<Item = Stretch> {
    let end = from.checked_add_days(Days::new(days)).unwrap_or(from);
    stretches(hours, holidays, from)
        .take_while(move |stretch| stretch.from < end)
        .filter(|stretch| stretch.on.coverage != Coverage::One)
}
