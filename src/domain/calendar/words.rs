//! Days, times and countdowns in the words of people, all in local time.

use std::fmt::{self, Display};

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::local::{local_day, to_local};

/// The night worker's horizon: what is due within it is counted down even past midnight.
const COUNTED: TimeDelta = TimeDelta::hours(12);

/// Writes "Tue 24 Nov 2026 14:07 GMT".
pub fn stamp(t: DateTime<Utc>) -> impl Display {
    to_local(t).format("%a %-d %b %Y %H:%M %Z")
}

/// Writes "Tue 24 Nov 14:07", for what is read on another day than it was written.
pub fn on_paper(t: DateTime<Utc>) -> impl Display {
    to_local(t).format("%a %-d %b %H:%M")
}

/// Writes "Wed 25 November 09:00", for a time that was typed as "tomorrow": at two in the morning that is either of two days.
pub fn in_full(now: DateTime<Utc>, t: DateTime<Utc>) -> String {
    let local = to_local(t);
    let this_year = local.year() == to_local(now).year();
    local.format(if this_year { "%a %-d %B %H:%M" } else { "%a %-d %B %Y %H:%M" }).to_string()
}

/// Writes "14:07".
pub fn clock(t: DateTime<Utc>) -> impl Display {
    to_local(t).format("%H:%M")
}

/// Writes "Tue 24 Nov 2026".
pub fn day(day: NaiveDate) -> impl Display {
    day.format("%a %-d %b %Y")
}

/// Writes a moment as near as a colleague would say it: "14:07", "yesterday 22:10", "tomorrow 14:01", "Wed 09:00",
/// or with the date where it is further off.
pub fn near(now: DateTime<Utc>, t: DateTime<Utc>) -> impl Display {
    let local = to_local(t);
    let format = match local.date_naive().signed_duration_since(local_day(now)).num_days() {
        0 => "%H:%M",
        -1 => "yesterday %H:%M",
        1 => "tomorrow %H:%M",
        2..=6 => "%a %H:%M",
        _ if local.year() == to_local(now).year() => "%a %-d %b %H:%M",
        _ => "%a %-d %b %Y %H:%M",
    };
    local.format(format)
}

/// Writes when a closed desk opens: "at 09:00" on the same day, else "Mon 09:00".
pub fn opening(now: DateTime<Utc>, t: DateTime<Utc>) -> impl Display {
    let local = to_local(t);
    local.format(if local.date_naive() == local_day(now) { "at %H:%M" } else { "%a %H:%M" })
}

/// Writes as of when something is known: "as the desk knew it at 21:40", or "as the desk knew it yesterday 22:10".
pub fn as_of(now: DateTime<Utc>, t: DateTime<Utc>) -> String {
    let at = if local_day(t) == local_day(now) { "at " } else { "" };
    format!("as the desk knew it {at}{}", near(now, t))
}

/// How much time there is, or by how much it is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Left {
    /// Whether the deadline has passed.
    pub overdue: bool,
    /// Whole minutes to the deadline or since it.
    pub minutes: u64,
}

/// Measures real time to a deadline.
pub fn left(now: DateTime<Utc>, due: DateTime<Utc>) -> Left {
    Left { overdue: now > due, minutes: due.signed_duration_since(now).num_minutes().unsigned_abs() }
}

/// Writes "01:40 left", "00:25 over", and whole days from a hundred hours on.
impl Display for Left {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.minutes / 60, self.minutes % 60);
        let word = if self.overdue { "over" } else { "left" };
        if hours < 100 {
            write!(f, "{hours:02}:{minutes:02} {word}")
        } else {
            write!(f, "{} days {word}", hours / 24)
        }
    }
}

/// A deadline in the queue's few columns: "00:25 over", "01:40 left", "tomorrow", "Wed", "24 Nov", "Jan 2028".
#[derive(Clone, Copy, Debug)]
pub struct Countdown {
    now: DateTime<Utc>,
    due: DateTime<Utc>,
}

/// Counts down to a deadline: in hours and minutes today and within twelve hours, by the day beyond.
pub fn countdown(now: DateTime<Utc>, due: DateTime<Utc>) -> Countdown {
    Countdown { now, due }
}

impl Display for Countdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (today, day) = (local_day(self.now), local_day(self.due));
        match day.signed_duration_since(today).num_days() {
            ..=0 => left(self.now, self.due).fmt(f),
            _ if self.due.signed_duration_since(self.now) < COUNTED => left(self.now, self.due).fmt(f),
            1 => f.write_str("tomorrow"),
            2..=6 => write!(f, "{}", day.format("%a")),
            7..=330 => write!(f, "{}", day.format("%-d %b")),
            _ => write!(f, "{}", day.format("%b %Y")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
    }

    #[test]
    fn moments() {
        let t = utc("2026-11-24 14:07");
        assert_eq!(stamp(t).to_string(), "Tue 24 Nov 2026 14:07 GMT");
        assert_eq!(stamp(utc("2026-07-01 14:07")).to_string(), "Wed 1 Jul 2026 15:07 BST");
        assert_eq!(clock(t).to_string(), "14:07");
        assert_eq!(in_full(t, utc("2026-11-25 09:00")), "Wed 25 November 09:00");
        assert_eq!(in_full(t, utc("2027-01-14 09:00")), "Thu 14 January 2027 09:00");
        assert_eq!(day(local_day(t)).to_string(), "Tue 24 Nov 2026");
        assert_eq!(as_of(t, utc("2026-11-24 13:40")), "as the desk knew it at 13:40");
        assert_eq!(as_of(t, utc("2026-11-23 22:10")), "as the desk knew it yesterday 22:10");
        assert_eq!(opening(t, utc("2026-11-25 09:00")).to_string(), "Wed 09:00");
        assert_eq!(opening(t, utc("2026-11-24 17:00")).to_string(), "at 17:00");
        for (other, words) in [
            ("2026-11-24 09:00", "09:00"),
            ("2026-11-23 22:10", "yesterday 22:10"),
            ("2026-11-25 14:01", "tomorrow 14:01"),
            ("2026-11-27 12:00", "Fri 12:00"),
            ("2026-12-01 12:00", "Tue 1 Dec 12:00"),
            ("2026-11-20 12:00", "Fri 20 Nov 12:00"),
            ("2027-01-14 12:00", "Thu 14 Jan 2027 12:00"),
        ] {
            assert_eq!(near(t, utc(other)).to_string(), words);
        }
    }

    #[test]
    fn countdowns() {
        for (now, due, words) in [
            ("2026-11-24 14:25", "2026-11-24 14:00", "00:25 over"),
            ("2026-11-24 14:00", "2026-11-24 14:00", "00:00 left"),
            ("2026-11-24 14:00", "2026-11-24 15:40", "01:40 left"),
            ("2026-11-24 00:10", "2026-11-24 23:40", "23:30 left"),
            ("2026-11-24 23:30", "2026-11-25 00:15", "00:45 left"),
            ("2026-11-24 14:00", "2026-11-25 14:00", "tomorrow"),
            ("2026-11-23 14:00", "2026-11-25 14:00", "Wed"),
            ("2026-11-24 14:00", "2026-12-08 14:00", "8 Dec"),
            ("2026-11-24 14:00", "2028-01-08 14:00", "Jan 2028"),
            ("2026-11-24 14:00", "2026-11-23 08:30", "29:30 over"),
            ("2026-11-24 14:00", "2026-11-14 08:30", "10 days over"),
        ] {
            assert_eq!(countdown(utc(now), utc(due)).to_string(), words, "{now} to {due}");
        }
    }
}
