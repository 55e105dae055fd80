//! What every JSON of the desk has in common: how it is written, and the small pieces that stand in many places.
//!
//! Text people typed stays raw in JSON, so that no program loses a letter of it. A character that could move a cursor or
//! turn a line around is written as `\u` with its number: the same text to a program, and harmless on a terminal.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use uuid::Uuid;

use crate::domain::{
    calendar::local::local_day,
    duty,
    input::born::{self, Born as Birth},
    queue,
    shown::Shown,
};

/// Says that a record could not be written as JSON.
#[derive(Debug, thiserror::Error)]
#[error(
    "the record could not be written as JSON ({0}); nothing was changed; read it as text instead, without --json"
)]
pub struct NotWritten(#[from] serde_json::Error);

/// Writes a value as JSON of several lines, safe to show on a terminal.
pub fn write(value: &impl Serialize) -> Result<String, NotWritten> {
    Ok(safe(&serde_json::to_string_pretty(value)?))
}

/// Writes by its number whatever the one door for text would not let out; only strings can hold such a character.
pub(super) fn safe(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut probe = String::new();
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7F}' {
            out.push(c);
            continue;
        }
        probe.clear();
        // After a letter, so that an accent of its own is no stray.
        probe.extend(['a', c]);
        if Shown::line(probe.as_str()).as_str() == probe {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Staff<'a> {
    /// The id of the human being.
    pub id: Uuid,
    /// Their name as colleagues write it.
    pub name: &'a str,
}

/// An agency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Agency<'a> {
    /// Its key in the profile.
    pub id: &'a str,
    /// Its name, or its key where the profile in force does not know it.
    pub name: &'a str,
}

/// A purpose of sharing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Purpose<'a> {
    /// Its key in the profile.
    pub id: &'a str,
    /// Its words, or its key where the profile in force does not know it.
    pub words: &'a str,
}

/// A deadline.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Due<'a> {
    /// Which clock.
    pub clock: &'a str,
    /// The rule that started it.
    pub rule: &'a str,
    /// When it started.
    pub start: DateTime<Utc>,
    /// When it is due.
    pub at: DateTime<Utc>,
}

impl<'a> Due<'a> {
    /// Makes it from the domain's.
    pub fn of(due: &'a duty::Due) -> Self {
        Self { clock: due.clock.as_str(), rule: due.rule.as_str(), start: due.start, at: due.at }
    }
}

/// A clock that runs; `start` and `rule` are `null` where no clock of the profile counts it, as a promise's time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Next {
    /// Which clock.
    pub clock: String,
    /// What is due, in words.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
    /// When it started.
    pub start: Option<DateTime<Utc>>,
    /// The rule that started it.
    pub rule: Option<String>,
}

impl Next {
    /// Makes it from the queue's.
    pub fn of(next: &queue::Next) -> Self {
        Self {
            clock: next.clock.to_string(),
            words: next.words.clone(),
            at: next.at,
            start: next.start,
            rule: next.rule.as_ref().map(ToString::to_string),
        }
    }
}

/// What is known of a birth.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Born<'a> {
    /// `date`, `expected`, `about_years`, `about_months` or `not_known`.
    pub is: &'static str,
    /// The day of birth, or the day expected; the 15th where only the month is known.
    pub date: Option<NaiveDate>,
    /// How exactly the date is known: `day` or `month`; none where there is no date.
    pub precision: Option<&'static str>,
    /// About how many years or months.
    pub number: Option<u8>,
    /// Why it is not known.
    pub why: Option<&'a str>,
    /// The age at the moment of reading, in words.
    pub age: String,
}

impl<'a> Born<'a> {
    /// Makes it from the domain's, counting the age at a moment.
    pub fn of(birth: &'a Birth, now: DateTime<Utc>) -> Self {
        let (is, date, number, why) = match birth {
            Birth::Date(day) => ("date", Some(*day), None, None),
            Birth::Expected(day) => ("expected", Some(*day), None, None),
            Birth::About(years) => ("about_years", None, Some(*years), None),
            Birth::AboutMonths(months) => ("about_months", None, Some(*months), None),
            Birth::NotKnown { why } => ("not_known", None, None, Some(why.as_str())),
        };
        let by_month = matches!(birth, Birth::Expected(day) if born::is_month_only(*day));
        let precision = date.map(|_| if by_month { "month" } else { "day" });
        Self { is, date, precision, number, why, age: born::age_at(birth, local_day(now)).to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_a_cursor_is_a_number_and_reads_back_the_same() {
        for (raw, written) in [
            ("Siân O’Brien", "\"Siân O’Brien\""),
            ("\u{1b}[2J\u{7}", r#""\u001b[2J\u0007""#),
            ("a\u{7f}\u{9b}b", r#""a\u007f\u009bb""#),
            ("user\u{202e}txt", r#""user\u202etxt""#),
            ("x\u{e0041}", r#""x\udb40\udc41""#),
            ("e\u{301} 한국", "\"e\u{301} 한국\""),
        ] {
            let json = write(&raw).unwrap();
            assert_eq!(json, written);
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), raw);
        }
    }
}
