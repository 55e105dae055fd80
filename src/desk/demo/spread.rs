//! How contacts spread over days and hours: 75 on a working day, so many on others that it is 54 on any day.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::people::People;
use crate::domain::calendar::{
    Holidays,
    local::{from_local_earliest, local_day},
};

/// Contacts of a working day.
const WORKING: u64 = 75;

/// How many of them come while the front door is open.
const IN_HOURS: u64 = 62;

/// A day, and how many contacts came on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) working: bool,
    pub(super) contacts: u64,
}

impl Day {
    /// Gives the day's first moment.
    pub(super) fn begins(self) -> DateTime<Utc> {
        from_local_earliest(self.date.and_time(NaiveTime::MIN))
    }

    /// Gives the times of the day's contacts, in order.
    pub(super) fn times(self, people: &mut People, into: &mut Vec<DateTime<Utc>>) {
        let seconds =
            |from: u64, until: u64, people: &mut People| from * 3_600 + people.below((until - from) * 3_600);
        let mut times: Vec<u64> = (0..self.contacts)
            .map(|no| match (self.working, no) {
                (true, no) if no < self.contacts * IN_HOURS / WORKING => seconds(9, 17, people),
                // The evening is the busy part of the night.
                (_, no) if no % 4 != 0 => seconds(17, 24, people),
                (true, _) => seconds(0, 9, people),
                (false, _) => seconds(0, 17, people),
            })
            .collect();
        times.sort_unstable();
        into.clear();
        into.extend(times.into_iter().filter_map(|seconds| {
            let clock = NaiveTime::from_num_seconds_from_midnight_opt(u32::try_from(seconds).ok()?, 0)?;
            Some(from_local_earliest(self.date.and_time(clock)))
        }));
    }
}

/// Gives the days on which so many contacts came, up to the day before yesterday, oldest first.
pub(super) fn days(at: DateTime<Utc>, contacts: u64) -> Vec<Day> {
    let holidays = Holidays::new();
    let mut days = Vec::new();
    let mut left = contacts;
    let mut day = local_day(at).checked_sub_days(Days::new(2));
    while let Some(this) = day.filter(|_| left > 0) {
        let working = holidays.is_working_day(this);
        // 253 working days of 75 and 112 others of these make 54 a day.
        let all = if working { WORKING } else { 6 + u64::from(days.len() % 3 != 0) };
        days.push(Day { date: this, working, contacts: all.min(left) });
        left -= all.min(left);
        day = this.checked_sub_days(Days::new(1));
    }
    days.reverse();
    days
}

/// Says when it was, so many minutes before.
pub(super) fn ago(at: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    at - TimeDelta::minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_as_many_as_leicestershire() {
        let at: DateTime<Utc> = "2026-11-24T14:07:00Z".parse().unwrap();
        let days = days(at, 19_752);
        let working: Vec<_> = days.iter().skip(1).filter(|day| day.working).collect();
        assert!(working.iter().all(|day| day.contacts == 75));
        assert!((360..372).contains(&days.len()), "{}", days.len());
        assert_eq!(days.iter().map(|day| day.contacts).sum::<u64>(), 19_752);
        let mut times = Vec::new();
        for day in &days {
            day.times(&mut People::of(1), &mut times);
            assert_eq!(times.len() as u64, day.contacts);
            assert!(times.is_sorted());
        }
    }
}
