//! The time on the wall in England and Wales.

use chrono::{DateTime, MappedLocalTime, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::{Europe::London, Tz};

/// A time on the wall that is not one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum LocalTimeError {
    /// The clocks jump over it in spring.
    #[error(
        "there is no {} on {}: the clocks go forward from 01:00 to 02:00; write a time before or after",
        .0.format("%H:%M"), .0.format("%a %-d %b %Y")
    )]
    Skipped(NaiveDateTime),
    /// The clocks go back over it in autumn.
    #[error(
        "{0} comes twice on {1}, as the clocks go back: write {0} BST for the first or {0} GMT for the second",
        .earlier.with_timezone(&London).format("%H:%M"), .earlier.with_timezone(&London).format("%a %-d %b %Y")
    )]
    Twice {
        /// The first time, in British Summer Time.
        earlier: DateTime<Utc>,
        /// The second time, in Greenwich Mean Time.
        later: DateTime<Utc>,
    },
}

/// Gives the time on the wall.
pub fn to_local(t: DateTime<Utc>) -> DateTime<Tz> {
    t.with_timezone(&London)
}

/// Gives the day on the wall.
pub fn local_day(t: DateTime<Utc>) -> NaiveDate {
    to_local(t).date_naive()
}

/// Tells which of GMT and BST holds.
pub fn zone_word(t: DateTime<Utc>) -> &'static str {
    let local = to_local(t);
    if local.naive_local() == local.naive_utc() { "GMT" } else { "BST" }
}

/// Gives the moment of a time on the wall, where there is exactly one.
pub fn from_local(wall: NaiveDateTime) -> Result<DateTime<Utc>, LocalTimeError> {
    match London.from_local_datetime(&wall) {
        MappedLocalTime::Single(t) => Ok(t.to_utc()),
        MappedLocalTime::Ambiguous(earlier, later) => {
            Err(LocalTimeError::Twice { earlier: earlier.to_utc(), later: later.to_utc() })
        }
        MappedLocalTime::None => Err(LocalTimeError::Skipped(wall)),
    }
}

/// Gives the first moment of a time on the wall; one that spring skips is as much later as the clocks jump.
pub fn from_local_earliest(wall: NaiveDateTime) -> DateTime<Utc> {
    London.from_local_datetime(&wall).earliest().map_or_else(|| wall.and_utc(), |t| t.to_utc())
}

/// Gives the first moment at which the wall shows this time or a later one, so that no later time comes before an earlier.
pub fn from_local_onwards(wall: NaiveDateTime) -> DateTime<Utc> {
    // The clocks go forward on the hour.
    let hour = || whole_hour(wall).and_utc();
    London.from_local_datetime(&wall).earliest().map_or_else(hour, |t| t.to_utc())
}

/// Gives the time on the wall for counting on from: in the hour that comes twice, the second pass stands at its end, so
/// that whoever starts later never counts from an earlier time.
pub fn to_wall(t: DateTime<Utc>) -> NaiveDateTime {
    let wall = to_local(t).naive_local();
    match London.from_local_datetime(&wall) {
        MappedLocalTime::Ambiguous(earlier, _) if earlier < t => {
            whole_hour(wall).checked_add_signed(TimeDelta::hours(1)).unwrap_or(wall)
        }
        _ => wall,
    }
}

fn whole_hour(wall: NaiveDateTime) -> NaiveDateTime {
    wall.date().and_hms_opt(wall.hour(), 0, 0).unwrap_or(wall)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn clocks_go_forward_and_back() {
        let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        assert_eq!(from_local(wall("2026-07-01 12:00")), Ok(utc("2026-07-01T11:00:00Z")));
        assert_eq!(from_local(wall("2026-11-24 14:07")), Ok(utc("2026-11-24T14:07:00Z")));
        let skipped = from_local(wall("2026-03-29 01:30")).unwrap_err();
        assert_eq!(
            skipped.to_string(),
            "there is no 01:30 on Sun 29 Mar 2026: the clocks go forward from 01:00 to 02:00; write a time before or after"
        );
        let twice = from_local(wall("2026-10-25 01:30")).unwrap_err();
        assert_eq!(
            twice.to_string(),
            "01:30 comes twice on Sun 25 Oct 2026, as the clocks go back: write 01:30 BST for the first or 01:30 GMT for the second"
        );
        assert_eq!(from_local_earliest(wall("2026-10-25 01:30")), utc("2026-10-25T00:30:00Z"));
        assert_eq!(from_local_earliest(wall("2026-03-29 01:30")), utc("2026-03-29T01:30:00Z"));
        assert_eq!(
            (zone_word(utc("2026-07-01T00:00:00Z")), zone_word(utc("2026-12-01T00:00:00Z"))),
            ("BST", "GMT")
        );
        assert_eq!(from_local_onwards(wall("2026-03-29 01:30")), utc("2026-03-29T01:00:00Z"));
        assert_eq!(to_wall(utc("2026-10-25T00:50:00Z")), wall("2026-10-25 01:50"));
        assert_eq!(to_wall(utc("2026-10-25T01:10:00Z")), wall("2026-10-25 02:00"));
        assert_eq!(local_day(utc("2026-06-30T23:30:00Z")).to_string(), "2026-07-01");
    }
}
