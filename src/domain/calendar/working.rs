//! Time that counts only while the front door is open.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{
    Holidays,
    local::{from_local_earliest, local_day},
};
use crate::domain::policy::hours::{Hours, Interval};

/// Gives the intervals in which the front door is open on a day; none where it is no working day.
pub(crate) fn intervals<'a>(
    hours: &'a Hours,
    holidays: &Holidays,
    day: NaiveDate,
) -> impl Iterator<Item = &'a Interval> + use<'a> {
    crate::domain::counted::once();
    let working = holidays.is_working_day(day);
    hours.front_door.iter().filter(move |open| working && open.day == day.weekday())
}

/// Tells whether the front door is open at a time on the wall.
pub(crate) fn is_open(hours: &Hours, holidays: &Holidays, wall: NaiveDateTime) -> bool {
    let clock = wall.time();
    intervals(hours, holidays, wall.date()).any(|open| (open.from..open.until).contains(&clock))
}

/// Gives the time on the wall at which the front door shuts for the day; none where it does not open.
pub(crate) fn end_of_day(hours: &Hours, holidays: &Holidays, day: NaiveDate) -> Option<NaiveTime> {
    intervals(hours, holidays, day).map(|open| open.until).max()
}

/// Counts whole minutes between two moments in which the front door is open; 0 where `b` is not after `a`.
pub fn working_minutes_between(
    hours: &Hours,
    holidays: &Holidays,
    a: DateTime<Utc>,
    b: DateTime<Utc>,
) -> u64 {
    if b <= a {
        return 0;
    }
    let seconds: i64 = local_day(a)
        .iter_days()
        .take_while(|day| *day <= local_day(b))
        .flat_map(|day| {
            intervals(hours, holidays, day)
                .map(move |open| (day.and_time(open.from), day.and_time(open.until)))
        })
        .map(|(from, until)| (from_local_earliest(from).max(a), from_local_earliest(until).min(b)))
        .map(|(from, until)| until.signed_duration_since(from).num_seconds().max(0))
        .sum();
    seconds.unsigned_abs() / 60
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::duty::southampton;

    #[test]
    fn only_open_minutes_count() {
        let (hours, holidays) = (southampton(), Holidays::new());
        let utc = |text: &str| format!("{}:00Z", text.replace(' ', "T")).parse().unwrap();
        for (a, b, minutes) in [
            ("2026-11-24 14:00", "2026-11-24 15:30", 90),
            ("2026-11-24 16:30", "2026-11-25 09:10", 40),
            ("2026-11-27 16:00", "2026-11-30 10:00", 120),
            ("2026-12-24 16:00", "2026-12-29 09:30", 90),
            ("2026-11-28 10:00", "2026-11-29 10:00", 0),
            ("2026-11-25 10:00", "2026-11-24 10:00", 0),
            ("2026-07-01 07:30", "2026-07-01 08:30", 30),
        ] {
            assert_eq!(working_minutes_between(&hours, &holidays, utc(a), utc(b)), minutes, "{a} to {b}");
        }
    }
}
