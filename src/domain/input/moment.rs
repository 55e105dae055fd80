//! Times in files and on the command line: `2026-11-24T14:07` as on the wall, or RFC 3339.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::domain::calendar::local::{self, LocalTimeError};

/// Reads a time; gives one plain sentence where it is none, or comes twice, or not at all.
pub fn read(text: &str) -> Result<DateTime<Utc>, String> {
    let text = text.trim();
    let moment = DateTime::parse_from_rfc3339(text);
    if let Ok(moment) = moment.or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z")) {
        return if YEARS.contains(&moment.year()) { Ok(moment.to_utc()) } else { Err(HOW.to_owned()) };
    }
    let Some((day, clock)) = text.split_once(['T', 't', ' ']) else { return Err(HOW.to_owned()) };
    let day = day_of(day)?;
    let clock = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(clock, form).ok());
    let wall: NaiveDateTime = day.and_time(clock.ok_or(HOW)?);
    local::from_local(wall).map_err(|error| match error {
        // Here there are no words for the two, but there are offsets.
        LocalTimeError::Twice { .. } => format!(
            "{0} comes twice that day, as the clocks go back: write {0}+01:00 for the first, or {0}+00:00 for the second",
            wall.format("%Y-%m-%dT%H:%M:%S")
        ),
        LocalTimeError::Skipped(_) => error.to_string(),
    })
}

/// Reads a time, or a day, which is its first moment: where a period begins, or ends before it.
pub fn read_bound(text: &str) -> Result<DateTime<Utc>, String> {
    let text = text.trim();
    if !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '-') {
        return day_of(text).map(|day| local::from_local_onwards(day.and_time(NaiveTime::MIN)));
    }
    read(text)
}

/// The years that a time can be in; another is a slip of the finger.
const YEARS: std::ops::Range<i32> = 2000..2100;

const HOW: &str = "write a time as 2026-11-24T14:07 (on the wall here) or 2026-11-24T14:07:00Z";

fn day_of(text: &str) -> Result<NaiveDate, String> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u32>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else {
        return Err(HOW.to_owned());
    };
    let year = i32::try_from(year).ok().filter(|year| YEARS.contains(year)).ok_or(HOW)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| format!("there is no day {text} in the calendar"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_bound_of_a_period() {
        assert_eq!(read_bound("2026-07-01"), read("2026-07-01T00:00"));
        assert_eq!(read_bound("2026-07-01T14:07"), read("2026-07-01T14:07"));
        assert_eq!(read_bound("2026-02-30").unwrap_err(), "there is no day 2026-02-30 in the calendar");
        for wrong in ["", "-", "20261124", "24-11-2026"] {
            assert_eq!(read_bound(wrong).unwrap_err(), HOW, "{wrong}");
        }
    }

    #[test]
    fn times_on_the_wall_and_moments() {
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(read("2026-11-24T14:07"), Ok(utc("2026-11-24T14:07:00Z")));
        assert_eq!(read("2026-07-01 14:07:30"), Ok(utc("2026-07-01T13:07:30Z")));
        assert_eq!(read("2026-07-01T14:07:00+01:00"), Ok(utc("2026-07-01T13:07:00Z")));
        assert_eq!(read("2026-02-30T10:00").unwrap_err(), "there is no day 2026-02-30 in the calendar");
        assert!(read("2026-03-29T01:30").unwrap_err().contains("clocks go forward"));
        assert!(read("2026-10-25T01:30").unwrap_err().contains("comes twice"));
        let twice = read("2026-10-25T01:30").unwrap_err();
        assert!(twice.contains("2026-10-25T01:30:00+01:00 for the first"), "{twice}");
        assert_eq!(read("2026-10-25T01:30+01:00"), Ok(utc("2026-10-25T00:30:00Z")));
        for wrong in [
            "",
            "today",
            "2026-11-24",
            "2026-11-24T25:00",
            "24/11/2026T14:07",
            "0001-01-01T00:00",
            "0001-01-01T00:00:00Z",
        ] {
            assert_eq!(read(wrong).unwrap_err(), HOW, "{wrong}");
        }
    }
}
