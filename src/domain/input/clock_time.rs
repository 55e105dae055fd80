//! Times as workers write them: of what has happened, and of what is promised.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use super::date::{self, DateError, Lean};
use crate::domain::calendar::{
    local::{LocalTimeError, from_local, local_day, zone_word},
    words,
};

/// A text that is not a time, or not one that can be meant.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ClockTimeError {
    /// Nothing was typed.
    #[error("there is no time: write it as 14:05, or with its day as 23/11 22:10")]
    Empty,
    /// It cannot be read, and it is a time gone by that is wanted.
    #[error("that cannot be read as a time: write it as 14:05, yesterday 22:10 or 23/11 22:10")]
    NotAPast,
    /// It cannot be read, and it is a time to come that is wanted.
    #[error("that cannot be read as a time: write it as 14:30, tomorrow 14:30, Fri 12:00 or in 30 min")]
    NotAFuture,
    /// It is still to come.
    #[error("{0} has not come yet: write when it was, as yesterday 22:10 or 23/11/2026 22:10")]
    NotYet(String),
    /// It has gone by.
    #[error("{0} has gone by: write when it will be, as tomorrow 14:30 or Fri 12:00")]
    Gone(String),
    /// The day is wrong.
    #[error(transparent)]
    Date(#[from] DateError),
    /// The clocks do not show it, or show it twice.
    #[error(transparent)]
    Local(#[from] LocalTimeError),
    /// It names the wrong one of GMT and BST.
    #[error("the clocks show {0} then: write the time without GMT or BST")]
    OtherZone(&'static str),
}

/// Reads when something happened: `14:05`, `1405`, `9am`, `yesterday 22:10`, `23/11 22:10`, `Fri 12:00`, `20 min ago`.
pub fn past(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, ClockTimeError> {
    read(text, now, Way::Past)
}

/// Reads until when something is promised: `14:30`, `tomorrow 14:30`, `Fri 12:00`, `in 30 min`, `in 2 h`.
pub fn future(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, ClockTimeError> {
    read(text, now, Way::Future)
}

/// Reads a time to come; at eleven in the evening `08:00` is that of tomorrow, and the line beneath the field says so.
pub fn by_morning(text: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, ClockTimeError> {
    future(text, now).or_else(|error| future(&format!("tomorrow {text}"), now).map_err(|_| error))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Past,
    Future,
}

impl Way {
    fn fits(self, t: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        match self {
            Self::Past => t <= now,
            Self::Future => t > now,
        }
    }

    const fn unread(self) -> ClockTimeError {
        match self {
            Self::Past => ClockTimeError::NotAPast,
            Self::Future => ClockTimeError::NotAFuture,
        }
    }

    fn misfit(self, t: DateTime<Utc>, now: DateTime<Utc>) -> ClockTimeError {
        let near = words::near(now, t).to_string();
        let said = if local_day(t) == local_day(now) { format!("{near} today") } else { near };
        match self {
            Self::Past => ClockTimeError::NotYet(said),
            Self::Future => ClockTimeError::Gone(said),
        }
    }
}

fn read(text: &str, now: DateTime<Utc>, way: Way) -> Result<DateTime<Utc>, ClockTimeError> {
    let text = text.trim().to_ascii_lowercase();
    let mut words: Vec<&str> = text.split_whitespace().filter(|word| *word != "at").collect();
    let relative = match (words.first(), words.last()) {
        (None, _) => return Err(ClockTimeError::Empty),
        (Some(&"now"), _) if way == Way::Past && words.len() == 1 => return Ok(now),
        (Some(&"in"), _) if way == Way::Future => Some(&words[1..]),
        (_, Some(&"ago")) if way == Way::Past => Some(&words[..words.len() - 1]),
        _ => None,
    };
    if let Some(words) = relative {
        let span = span(&words.concat()).ok_or_else(|| way.unread())?;
        let t = if way == Way::Past { now.checked_sub_signed(span) } else { now.checked_add_signed(span) };
        let t = t.and_then(whole_minute).ok_or_else(|| way.unread())?;
        return if way.fits(t, now) { Ok(t) } else { Err(way.misfit(t, now)) };
    }
    let zone = words.pop_if(|last| matches!(*last, "gmt" | "bst"));
    let half = words.pop_if(|last| matches!(*last, "am" | "pm")).unwrap_or("");
    let clock = words.pop().and_then(|word| clock(word, half)).ok_or_else(|| way.unread())?;
    let today = local_day(now);
    if words.is_empty() {
        return moment(today, clock, zone, now, way);
    }
    if matches!(words[..], ["tonight"] | ["this", "morning" | "afternoon" | "evening"]) {
        let found = moment(today, clock, zone, now, way);
        // A night has two days: "tonight 02:00" said before midnight, "tonight 23:00" said after it.
        let other = match (&found, words[0]) {
            (Err(ClockTimeError::Gone(_)), "tonight") if clock.hour() < 12 => today.succ_opt(),
            (Err(ClockTimeError::NotYet(_)), "tonight") if clock.hour() >= 12 => today.pred_opt(),
            _ => None,
        };
        return other.map_or(found, |day| moment(day, clock, zone, now, way));
    }
    let lean = if way == Way::Past { Lean::Past } else { Lean::Future };
    let day = date::read_leaning(&words.join(" "), today, lean)?;
    let found = moment(day, clock, zone, now, way);
    // `Fri 18:00`, said on a Friday at noon, is last week's when it has happened, next week's when it is promised.
    if matches!(found, Err(ClockTimeError::NotYet(_) | ClockTimeError::Gone(_)))
        && day == today
        && words.len() == 1
        && !matches!(words[0], "today" | "yesterday" | "tomorrow")
        && words[0].bytes().all(|b| b.is_ascii_alphabetic())
    {
        let week = Days::new(7);
        let day = if way == Way::Past { day.checked_sub_days(week) } else { day.checked_add_days(week) };
        return day.map_or(found, |day| moment(day, clock, zone, now, way));
    }
    found
}

/// Finds the moment of a time on the wall, of two the one that can be meant.
fn moment(
    day: NaiveDate,
    clock: NaiveTime,
    zone: Option<&str>,
    now: DateTime<Utc>,
    way: Way,
) -> Result<DateTime<Utc>, ClockTimeError> {
    let t = match (from_local(day.and_time(clock)), zone) {
        (Ok(t), Some(zone)) if !zone_word(t).eq_ignore_ascii_case(zone) => {
            return Err(ClockTimeError::OtherZone(zone_word(t)));
        }
        (Ok(t), _) => t,
        (Err(LocalTimeError::Twice { earlier, .. }), Some("bst")) => earlier,
        (Err(LocalTimeError::Twice { later, .. }), Some(_)) => later,
        (Err(twice @ LocalTimeError::Twice { earlier, later }), None) => {
            match (way.fits(earlier, now), way.fits(later, now)) {
                (true, true) => return Err(twice.into()),
                (false, true) => later,
                _ => earlier,
            }
        }
        (Err(skipped), _) => return Err(skipped.into()),
    };
    if way.fits(t, now) { Ok(t) } else { Err(way.misfit(t, now)) }
}

/// Drops seconds: people promise and remember minutes.
fn whole_minute(t: DateTime<Utc>) -> Option<DateTime<Utc>> {
    t.with_second(0)?.with_nanosecond(0)
}

/// Reads `14:05`, `14.05`, `1405`, `9am`, `2:05pm`.
fn clock(word: &str, half: &str) -> Option<NaiveTime> {
    let (word, half) = match word.strip_suffix("am").or_else(|| word.strip_suffix("pm")) {
        Some(bare) if half.is_empty() => (bare, &word[bare.len()..]),
        _ => (word, half),
    };
    let (hour, minute) = match word.split_once([':', '.']) {
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None if word.len() == 4 => word.split_at_checked(2)?,
        None if half.is_empty() => return None,
        None => (word, "00"),
    };
    let number = |digits: &str| -> Option<u32> {
        ((1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
            .then(|| digits.parse().ok())?
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let hour = match (half, hour) {
        ("", hour) => hour,
        ("am", 12) => 0,
        ("pm", 12) => 12,
        ("am", 1..=11) => hour,
        ("pm", 1..=11) => hour + 12,
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour, minute, 0)
}

/// Reads `30min`, `2h`, `1h30`, `1 hour 15 minutes`, `3 days`, with no space in it.
fn span(mut text: &str) -> Option<TimeDelta> {
    let (mut minutes, mut hours_before) = (0_i64, false);
    if text.is_empty() {
        return None;
    }
    while !text.is_empty() {
        let (number, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_digit).count());
        let (unit, rest) = rest.split_at(rest.bytes().take_while(u8::is_ascii_alphabetic).count());
        if !(1..=4).contains(&number.len()) {
            return None;
        }
        let each = match unit {
            "m" | "min" | "mins" | "minute" | "minutes" => 1,
            "" if hours_before => 1,
            "h" | "hr" | "hrs" | "hour" | "hours" => 60,
            "d" | "day" | "days" => 24 * 60,
            _ => return None,
        };
        hours_before = each == 60;
        minutes += number.parse::<i64>().ok()? * each;
        text = rest;
    }
    TimeDelta::try_minutes(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        format!("{}:00Z", text.replace(' ', "T")).parse().unwrap()
    }

    /// Tue 24 Nov 2026, half a minute past 14:30.
    fn now() -> DateTime<Utc> {
        utc("2026-11-24 14:30") + TimeDelta::seconds(30)
    }

    #[test]
    fn what_has_happened() {
        for (text, t) in [
            ("14:05", "2026-11-24 14:05"),
            ("14:30", "2026-11-24 14:30"),
            ("1405", "2026-11-24 14:05"),
            ("14.05", "2026-11-24 14:05"),
            ("9am", "2026-11-24 09:00"),
            ("2:05 pm", "2026-11-24 14:05"),
            ("12am", "2026-11-24 00:00"),
            ("yesterday 22:10", "2026-11-23 22:10"),
            ("23/11 22:10", "2026-11-23 22:10"),
            ("25/11/2025 22:10", "2025-11-25 22:10"),
            ("Fri at 12:00", "2026-11-20 12:00"),
            ("Tue 12:00", "2026-11-24 12:00"),
            ("Tue 18:00", "2026-11-17 18:00"),
            ("20 min ago", "2026-11-24 14:10"),
            ("1 h 30 ago", "2026-11-24 13:00"),
            ("1 Jul 2026 12:00", "2026-07-01 11:00"),
            ("25/10/2026 01:30 BST", "2026-10-25 00:30"),
            ("25/10/2026 01:30 GMT", "2026-10-25 01:30"),
        ] {
            assert_eq!(past(text, now()), Ok(utc(t)), "{text}");
        }
        assert_eq!(past("now", now()), Ok(now()));
    }

    #[test]
    fn what_is_promised() {
        for (text, t) in [
            ("15:00", "2026-11-24 15:00"),
            ("tomorrow 14:30", "2026-11-25 14:30"),
            ("in 30 min", "2026-11-24 15:00"),
            ("in 1 min", "2026-11-24 14:31"),
            ("in 2 h", "2026-11-24 16:30"),
            ("in 2h15", "2026-11-24 16:45"),
            ("in 3 days", "2026-11-27 14:30"),
            ("Fri 12:00", "2026-11-27 12:00"),
            ("tue 12:00", "2026-12-01 12:00"),
            ("14 Jan 09:00", "2027-01-14 09:00"),
        ] {
            assert_eq!(future(text, now()), Ok(utc(t)), "{text}");
        }
    }

    #[test]
    fn a_night_has_two_days() {
        let (before, after) = (utc("2026-11-24 23:10"), utc("2026-11-25 02:10"));
        for (text, now, t) in [
            ("tonight 23:30", before, "2026-11-24 23:30"),
            ("tonight 02:00", before, "2026-11-25 02:00"),
            ("this morning 09:00", after, "2026-11-25 09:00"),
            ("tomorrow 09:00", after, "2026-11-26 09:00"),
            ("tonight 22:00", after, "2026-11-25 22:00"),
        ] {
            assert_eq!(future(text, now), Ok(utc(t)), "{text}");
        }
        for (text, now, t) in [
            ("tonight 22:30", before, "2026-11-24 22:30"),
            ("tonight 22:30", after, "2026-11-24 22:30"),
            ("this morning 09:00", before, "2026-11-24 09:00"),
            ("tonight 01:00", after, "2026-11-25 01:00"),
        ] {
            assert_eq!(past(text, now), Ok(utc(t)), "{text}");
        }
        assert!(future("this morning 09:00", before).is_err());
    }

    #[test]
    fn refusals() {
        let (past_words, future_words) = (
            "that cannot be read as a time: write it as 14:05, yesterday 22:10 or 23/11 22:10",
            "that cannot be read as a time: write it as 14:30, tomorrow 14:30, Fri 12:00 or in 30 min",
        );
        for (text, words) in [
            ("", "there is no time: write it as 14:05, or with its day as 23/11 22:10"),
            (
                "23:50",
                "23:50 today has not come yet: write when it was, as yesterday 22:10 or 23/11/2026 22:10",
            ),
            (
                "tomorrow 09:00",
                "tomorrow 09:00 has not come yet: write when it was, as yesterday 22:10 or 23/11/2026 22:10",
            ),
            (
                "25/11 22:10",
                "tomorrow 22:10 has not come yet: write when it was, as yesterday 22:10 or 23/11/2026 22:10",
            ),
            ("24:00", past_words),
            ("13pm", past_words),
            ("905", past_words),
            ("yesterday", past_words),
            ("in 30 min", past_words),
            ("ago", past_words),
            ("14:05 BST", "the clocks show GMT then: write the time without GMT or BST"),
            ("31/11 14:00", "there is no 31 November: November has 30 days"),
            (
                "29/03/2026 01:30",
                "there is no 01:30 on Sun 29 Mar 2026: the clocks go forward from 01:00 to 02:00; write a time before or after",
            ),
            (
                "25/10/2026 01:30",
                "01:30 comes twice on Sun 25 Oct 2026, as the clocks go back: write 01:30 BST for the first or 01:30 GMT for the second",
            ),
        ] {
            assert_eq!(past(text, now()).unwrap_err().to_string(), words, "{text}");
        }
        for (text, words) in [
            ("14:00", "14:00 today has gone by: write when it will be, as tomorrow 14:30 or Fri 12:00"),
            ("in 0 min", "14:30 today has gone by: write when it will be, as tomorrow 14:30 or Fri 12:00"),
            (
                "23/11 22:10",
                "yesterday 22:10 has gone by: write when it will be, as tomorrow 14:30 or Fri 12:00",
            ),
            ("in a while", future_words),
            ("20 min ago", future_words),
            (
                "28/03/2027 01:30",
                "there is no 01:30 on Sun 28 Mar 2027: the clocks go forward from 01:00 to 02:00; write a time before or after",
            ),
        ] {
            assert_eq!(future(text, now()).unwrap_err().to_string(), words, "{text}");
        }
    }

    #[test]
    fn of_two_the_one_that_can_be_meant() {
        // 01:10 GMT, after the clocks went back at 01:00.
        let night = utc("2026-10-25 01:10");
        assert_eq!(past("01:30", night), Ok(utc("2026-10-25 00:30")));
        assert_eq!(future("01:30", night), Ok(utc("2026-10-25 01:30")));
        assert!(past("01:05", night).is_err());
    }

    #[test]
    fn an_hour_that_has_gone_by_is_tomorrows_at_night() {
        let night = utc("2026-11-24 23:41");
        assert_eq!(by_morning("01:00", night), Ok(utc("2026-11-25 01:00")));
        assert_eq!(by_morning("23:50", night), Ok(utc("2026-11-24 23:50")));
        assert!(by_morning("yesterday 01:00", night).is_err());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,24}", odd in "(in |fri )?[0-9:. hminpagoé/]{0,16}") {
            for text in [&text, &odd] {
                let _ = (past(text, now()), future(text, now()));
            }
        }
    }
}
