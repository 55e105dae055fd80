//! Days as people in England write them: the day first.

use chrono::{Datelike, NaiveDate, Weekday};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A text that is not a day.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DateError {
    /// Nothing was typed.
    #[error("there is no date: write day, month and year as 24/11/2026 or 24 Nov 2026")]
    Empty,
    /// It is written in no way that is known.
    #[error("that cannot be read as a date: write day, month and year as 24/11/2026 or 24 Nov 2026")]
    NotADate,
    /// The month's number is not 1 to 12.
    #[error("there is no month {0}: write the day first, then the month, as 24/11/2026")]
    Month(u32),
    /// The month has no such day.
    #[error("there is no {day} {month}: {month}{in_year} has {has} days")]
    Day {
        /// The day that was written.
        day: u32,
        /// The month's name.
        month: &'static str,
        /// The year, in front of it a space; empty where it makes no difference.
        in_year: String,
        /// How many days it has.
        has: u32,
    },
    /// The year is none that a living person's life or work falls in.
    #[error("the year {0} cannot be meant: write four digits as 2026")]
    Year(i32),
    /// The year is missing where it cannot be guessed.
    #[error("the year is missing: write day, month and year as 24/11/2026")]
    NoYear,
    /// The day of the week belongs to another day.
    #[error("{} is a {}: check which of the two is meant", .0.format("%-d %b %Y"), .0.format("%A"))]
    OtherWeekday(NaiveDate),
}

/// Where a day that is not written in full is looked for. A slip of one day must not land a year away unseen, so a day
/// without a year is the nearest, also where the other side is wanted: then it is refused as past or to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lean {
    /// `Fri` is the last one.
    Past,
    /// `Fri` is the next one.
    Future,
    /// `Fri` alone says nothing.
    Nearest,
    /// A day without a year is the next one; births are expected the best part of a year ahead.
    Coming,
    /// Nowhere: the year must be written.
    Written,
}

/// Reads a day: `24/11/2026`, `24.11.26`, `2026-11-24`, `24 Nov 2026`, `Tue 24 Nov`, `today`; without a year, the nearest.
pub fn read(text: &str, today: NaiveDate) -> Result<NaiveDate, DateError> {
    read_leaning(text, today, Lean::Nearest)
}

pub(super) fn read_leaning(text: &str, today: NaiveDate, lean: Lean) -> Result<NaiveDate, DateError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(DateError::Empty);
    }
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ',' | '–'))
        .filter(|word| !word.is_empty())
        .collect();
    if let [word] = words[..] {
        let day = match word.to_ascii_lowercase().as_str() {
            "today" => Some(today),
            "yesterday" => today.pred_opt(),
            "tomorrow" => today.succ_opt(),
            _ => weekday(word).and_then(|wanted| nearest_weekday(wanted, today, lean)),
        };
        return day.or_else(|| compact(word)).ok_or(DateError::NotADate);
    }
    let (wanted, parts) = match words.split_first() {
        Some((first, rest)) => match weekday(first) {
            Some(wanted) => (Some(wanted), rest),
            None => (None, &words[..]),
        },
        None => return Err(DateError::NotADate),
    };
    let (day, month, year) = match *parts {
        [year, month, day] if year.len() == 4 && digits(year).is_some() => (day, month, Some(year)),
        [day, month, year] if month_name(day).is_some() => (month, day, Some(year)),
        [day, month, year] => (day, month, Some(year)),
        [day, month] if month_name(day).is_some() => (month, day, None),
        [day, month] => (day, month, None),
        _ => return Err(DateError::NotADate),
    };
    let month = match month_name(month) {
        Some(month) => month,
        None => digits(month).ok_or(DateError::NotADate)?,
    };
    let day = digits(ordinal(day)).ok_or(DateError::NotADate)?;
    let found = match year {
        Some(year) => on(written_year(year, today)?, month, day)?,
        None => without_year(month, day, today, lean)?,
    };
    match wanted {
        Some(wanted) if wanted != found.weekday() => Err(DateError::OtherWeekday(found)),
        _ => Ok(found),
    }
}

/// Reads a month's name, whole or its first letters, at least three.
pub(super) fn month_name(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|name| begins(name, word))?;
    u32::try_from(at + 1).ok()
}

/// Reads a year of two or four digits; two mean the years up to ten from now, or the century before.
pub(super) fn written_year(word: &str, today: NaiveDate) -> Result<i32, DateError> {
    let year = digits(word).and_then(|year| i32::try_from(year).ok()).ok_or(DateError::NotADate)?;
    let year = match word.len() {
        2 if 2000 + year <= today.year() + 10 => 2000 + year,
        2 => 1900 + year,
        _ => year,
    };
    if (1900..=2199).contains(&year) { Ok(year) } else { Err(DateError::Year(year)) }
}

/// Makes the day, or says which part is wrong.
pub(super) fn on(year: i32, month: u32, day: u32) -> Result<NaiveDate, DateError> {
    let at = month.checked_sub(1).and_then(|at| usize::try_from(at).ok());
    let name = at.and_then(|at| MONTHS.get(at)).copied().ok_or(DateError::Month(month))?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| DateError::Day {
        day,
        month: name,
        in_year: if month == 2 { format!(" {year}") } else { String::new() },
        has: (28..=31).rev().find(|last| NaiveDate::from_ymd_opt(year, month, *last).is_some()).unwrap_or(28),
    })
}

/// Reads the name of a day of the week, whole or its first letters, at least three.
fn weekday(word: &str) -> Option<Weekday> {
    const DAYS: [(&str, Weekday); 7] = [
        ("Monday", Weekday::Mon),
        ("Tuesday", Weekday::Tue),
        ("Wednesday", Weekday::Wed),
        ("Thursday", Weekday::Thu),
        ("Friday", Weekday::Fri),
        ("Saturday", Weekday::Sat),
        ("Sunday", Weekday::Sun),
    ];
    DAYS.iter().find(|(name, _)| begins(name, word)).map(|(_, day)| *day)
}

fn begins(name: &str, word: &str) -> bool {
    word.len() >= 3 && name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Reads a number of at most six digits, and nothing else.
fn digits(word: &str) -> Option<u32> {
    let plain = (1..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| word.parse().ok())?
}

/// Leaves out what follows the number in `24th`.
fn ordinal(word: &str) -> &str {
    let end = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = word.split_at(end);
    if ["st", "nd", "rd", "th"].iter().any(|ending| rest.eq_ignore_ascii_case(ending)) {
        number
    } else {
        word
    }
}

/// Reads eight digits with nothing between, the day first.
fn compact(word: &str) -> Option<NaiveDate> {
    if word.len() != 8 {
        return None;
    }
    NaiveDate::parse_from_str(word, "%d%m%Y").ok().filter(|day| (1900..=2199).contains(&day.year()))
}

fn nearest_weekday(wanted: Weekday, today: NaiveDate, lean: Lean) -> Option<NaiveDate> {
    match lean {
        Lean::Past => (0..7)
            .filter_map(|n| today.checked_sub_days(chrono::Days::new(n)))
            .find(|d| d.weekday() == wanted),
        Lean::Future => today.iter_days().take(7).find(|day| day.weekday() == wanted),
        Lean::Nearest | Lean::Coming | Lean::Written => None,
    }
}

fn without_year(month: u32, day: u32, today: NaiveDate, lean: Lean) -> Result<NaiveDate, DateError> {
    if lean == Lean::Written {
        return Err(DateError::NoYear);
    }
    // A leap year tells a wrong day from the 29th of February of another year.
    on(2024, month, day)?;
    let this = today.year();
    (this - 8..=this + 8)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|found| lean != Lean::Coming || *found >= today)
        .min_by_key(|found| found.signed_duration_since(today).num_days().abs())
        .ok_or(DateError::NoYear)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> NaiveDate {
        "2026-11-24".parse().unwrap()
    }

    #[test]
    fn usual_spellings() {
        for (text, day) in [
            ("24/11/2026", "2026-11-24"),
            ("24.11.26", "2026-11-24"),
            ("24-11-26", "2026-11-24"),
            (" 2026-11-24 ", "2026-11-24"),
            ("24 Nov 2026", "2026-11-24"),
            ("24 november 2026", "2026-11-24"),
            ("24th Nov 2026", "2026-11-24"),
            ("1st Dec 2026", "2026-12-01"),
            ("Nov 24, 2026", "2026-11-24"),
            ("Tue 24 Nov 2026", "2026-11-24"),
            ("Tuesday 24/11", "2026-11-24"),
            ("24 nov", "2026-11-24"),
            ("1/5", "2027-05-01"),
            ("14 jan", "2027-01-14"),
            ("29 feb", "2028-02-29"),
            ("24112026", "2026-11-24"),
            ("01/01/85", "1985-01-01"),
            ("01/01/36", "2036-01-01"),
            ("29/02/2012", "2012-02-29"),
            ("today", "2026-11-24"),
            ("Yesterday", "2026-11-23"),
            ("tomorrow", "2026-11-25"),
        ] {
            assert_eq!(read(text, today()).map(|day| day.to_string()).as_deref(), Ok(day), "{text}");
        }
    }

    #[test]
    fn refusals_name_the_part() {
        for (text, words) in [
            ("", "there is no date: write day, month and year as 24/11/2026 or 24 Nov 2026"),
            ("11/24/2026", "there is no month 24: write the day first, then the month, as 24/11/2026"),
            ("24/00/2026", "there is no month 0: write the day first, then the month, as 24/11/2026"),
            ("31/11/2026", "there is no 31 November: November has 30 days"),
            ("29 Feb 2027", "there is no 29 February: February 2027 has 28 days"),
            ("30 Feb", "there is no 30 February: February 2024 has 29 days"),
            ("0/11/2026", "there is no 0 November: November has 30 days"),
            ("24/11/20266", "the year 20266 cannot be meant: write four digits as 2026"),
            ("24/11/202", "the year 202 cannot be meant: write four digits as 2026"),
            ("Wed 24 Nov 2026", "24 Nov 2026 is a Tuesday: check which of the two is meant"),
            ("soon", "that cannot be read as a date: write day, month and year as 24/11/2026 or 24 Nov 2026"),
            (
                "24 nov 2026 late",
                "that cannot be read as a date: write day, month and year as 24/11/2026 or 24 Nov 2026",
            ),
            (
                "9999999999/1/1",
                "that cannot be read as a date: write day, month and year as 24/11/2026 or 24 Nov 2026",
            ),
            ("--", "that cannot be read as a date: write day, month and year as 24/11/2026 or 24 Nov 2026"),
        ] {
            assert_eq!(read(text, today()).unwrap_err().to_string(), words, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,24}") {
            let _ = read(&text, today());
        }
    }
}
