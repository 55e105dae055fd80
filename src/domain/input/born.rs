//! When a child was born, as far as anyone knows: a date, a date expected, a guess, or nothing and why.

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Serialize};

pub use super::age::{Age, age_at, birthday};
use super::date::{self, DateError, Lean};

/// The oldest age that is believed, in years.
const OLDEST: u8 = 120;
/// How far ahead a birth can be expected, in days.
const EXPECTED_AHEAD: u64 = 310;
/// How long after the expected day a birth may not be known yet, in days.
const EXPECTED_PAST: u64 = 60;

/// What is known of a birth.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Born {
    /// The day of birth.
    Date(NaiveDate),
    /// Not born yet; the day expected, the 15th where only the month is known.
    Expected(NaiveDate),
    /// About so many years old when it was said.
    About(u8),
    /// About so many months old when it was said.
    AboutMonths(u8),
    /// Nobody knows.
    NotKnown {
        /// Why not.
        why: String,
    },
}

/// A text that says nothing of a birth.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BornError {
    /// Nothing was typed, or what was typed cannot be read.
    #[error(
        "write the day of birth as 24/11/2019, or about 6, or due 14/01/2027, or due Jan 2027, or not known: and why"
    )]
    NotRead,
    /// A month without its day, which has gone by.
    #[error("the day is missing: write the day of birth as 24/11/2019, or an age, as about 6")]
    MonthOnly,
    /// It is written as a date, and the date is wrong.
    #[error(transparent)]
    Date(#[from] DateError),
    /// The day of birth is still to come.
    #[error("{} has not come yet: for a child not born yet write due in front of it, or write the year in four digits",
        .0.format("%-d %b %Y"))]
    InFuture(NaiveDate),
    /// The expected day is too far off.
    #[error("{} is too far off for a birth that is expected: check the year", .0.format("%-d %b %Y"))]
    ExpectedWhen(NaiveDate),
    /// Nobody lives as long.
    #[error("nobody is that old: write the age in years, as about 6")]
    TooOld,
    /// The reason is missing.
    #[error("say why it is not known, as not known: caller never met them")]
    NoWhy,
}

/// Reads a birth: `24/11/2019`, `yesterday`, `due 14/01/2027`, `due in Jan`, `Jan 2027`, `about 6`, `~6`, `6ish`, `about 9 months`, `not known: why`.
pub fn read(text: &str, today: NaiveDate) -> Result<Born, BornError> {
    let typed = text.trim();
    for start in ["not known", "unknown", "n/k", "?"] {
        if let Some(rest) = after(typed, start) {
            let why = rest.trim_start_matches([':', ',', '-', '–', '.', ' ']).trim();
            return if why.is_empty() {
                Err(BornError::NoWhy)
            } else {
                Ok(Born::NotKnown { why: why.to_owned() })
            };
        }
    }
    for start in ["due", "edd", "expected"] {
        if let Some(rest) = after(typed, start) {
            let rest = rest.trim_start_matches([':', ' ']).trim();
            let day = after(rest, "in").or_else(|| after(rest, "on")).map_or(rest, str::trim);
            return expected(day, today).map(Born::Expected);
        }
    }
    match typed.to_ascii_lowercase().as_str() {
        "today" | "born today" => return Ok(Born::Date(today)),
        "yesterday" | "born yesterday" => return today.pred_opt().map(Born::Date).ok_or(BornError::NotRead),
        _ => {}
    }
    if is_month(typed) {
        // A month alone can only be expected: a day of birth is not guessed.
        return match expected(typed, today) {
            Ok(day) => Ok(Born::Expected(day)),
            Err(BornError::ExpectedWhen(day)) if day <= today => Err(BornError::MonthOnly),
            Err(other) => Err(other),
        };
    }
    if let Some(about) = about(typed) {
        return about;
    }
    if !typed.bytes().any(|b| b.is_ascii_digit()) {
        return Err(BornError::NotRead);
    }
    let day = date::read_leaning(typed, today, Lean::Written)?;
    if day > today { Err(BornError::InFuture(day)) } else { Ok(Born::Date(day)) }
}

/// Gives what follows a word at the start; none where the word goes on.
fn after<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    let found = text.get(..start.len())?.eq_ignore_ascii_case(start);
    let rest = text.get(start.len()..)?;
    (found && !rest.starts_with(char::is_alphanumeric)).then_some(rest)
}

/// Tells whether of a day expected no more than the month may be known: the 15th stands for it.
pub fn is_month_only(expected: NaiveDate) -> bool {
    expected.day() == 15
}

/// Tells whether a text is a month and no more, with its year or without.
fn is_month(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let year = |word: &str| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    match words[..] {
        [month] => date::month_name(month).is_some(),
        // "Feb 27" is a day of February as well.
        [month, last] => date::month_name(month).is_some() && year(last),
        _ => false,
    }
}

/// Says in full how a birth is understood: "Tuesday 24 November 2019", "due in February 2027, the day not known".
pub fn in_full(born: &Born) -> String {
    match born {
        Born::Date(day) => day.format("born %A %-d %B %Y").to_string(),
        Born::Expected(day) if is_month_only(*day) => {
            day.format("not born yet, due in %B %Y, the day not known").to_string()
        }
        Born::Expected(day) => day.format("not born yet, due %A %-d %B %Y").to_string(),
        Born::About(1) => "about a year old".to_owned(),
        Born::About(years) => format!("about {years} years old"),
        Born::AboutMonths(months) => format!("about {months} months old"),
        Born::NotKnown { .. } => "not known".to_owned(),
    }
}

fn expected(text: &str, today: NaiveDate) -> Result<NaiveDate, BornError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let day = match words[..] {
        [month] if date::month_name(month).is_some() => date::read_leaning(
            &format!("15 {month}"),
            today.checked_sub_days(Days::new(14)).unwrap_or(today),
            Lean::Coming,
        )?,
        [month, year] => match date::month_name(month) {
            Some(month) if year.len() == 2 || year.len() == 4 => {
                date::on(date::written_year(year, today)?, month, 15)?
            }
            _ => date::read_leaning(text, today, Lean::Coming)?,
        },
        _ => date::read_leaning(text, today, Lean::Coming)?,
    };
    let first = today.checked_sub_days(Days::new(EXPECTED_PAST)).unwrap_or(today);
    let last = today.checked_add_days(Days::new(EXPECTED_AHEAD)).unwrap_or(today);
    if (first..=last).contains(&day) { Ok(day) } else { Err(BornError::ExpectedWhen(day)) }
}

/// Reads an age; none where the text is not one.
fn about(typed: &str) -> Option<Result<Born, BornError>> {
    let start = ["about", "approx.", "approx", "around", "aged", "age", "~", "c."]
        .iter()
        .find_map(|start| typed.get(..start.len()).filter(|s| s.eq_ignore_ascii_case(start)).map(str::len))
        .unwrap_or(0);
    let rest = typed.get(start..)?.trim();
    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = rest.split_at(end);
    if !(1..=4).contains(&number.len()) {
        return None;
    }
    let number: u16 = number.parse().ok()?;
    let unit = unit.trim_start_matches('-').trim().to_ascii_lowercase();
    let within = |most: u8| u8::try_from(number).ok().filter(|n| *n <= most).ok_or(BornError::TooOld);
    match unit.as_str() {
        "" | "ish" | "y" | "yr" | "yrs" | "year" | "years" | "years old" | "yo" | "y/o" => {
            Some(within(OLDEST).map(Born::About))
        }
        "m" | "mth" | "mths" | "month" | "months" | "months old" => Some(within(36).map(Born::AboutMonths)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn today() -> NaiveDate {
        day("2026-11-24")
    }

    #[test]
    fn usual_spellings() {
        let not_known = |why: &str| Born::NotKnown { why: why.to_owned() };
        for (text, born) in [
            ("24/11/2019", Born::Date(day("2019-11-24"))),
            ("3 Mar 18", Born::Date(day("2018-03-03"))),
            ("2026-11-24", Born::Date(today())),
            ("due 14/01/2027", Born::Expected(day("2027-01-14"))),
            ("due Jan 2027", Born::Expected(day("2027-01-15"))),
            ("due Jan", Born::Expected(day("2027-01-15"))),
            ("Due: 14 Jan", Born::Expected(day("2027-01-14"))),
            ("due Nov", Born::Expected(day("2026-11-15"))),
            ("EDD 20 Nov 2026", Born::Expected(day("2026-11-20"))),
            ("due in February", Born::Expected(day("2027-02-15"))),
            ("expected in Feb 2027", Born::Expected(day("2027-02-15"))),
            ("due on 14 Jan", Born::Expected(day("2027-01-14"))),
            ("February 2027", Born::Expected(day("2027-02-15"))),
            ("Feb", Born::Expected(day("2027-02-15"))),
            ("today", Born::Date(today())),
            ("Yesterday", Born::Date(day("2026-11-23"))),
            ("about 6", Born::About(6)),
            ("~6", Born::About(6)),
            ("6ish", Born::About(6)),
            ("6", Born::About(6)),
            ("aged 14 years", Born::About(14)),
            ("about 9 months", Born::AboutMonths(9)),
            ("9m", Born::AboutMonths(9)),
            ("not known: caller never met them", not_known("caller never met them")),
            ("Unknown - new to the street", not_known("new to the street")),
        ] {
            assert_eq!(read(text, today()), Ok(born), "{text}");
        }
    }

    #[test]
    fn what_is_meant_is_said_in_full() {
        for (text, full) in [
            ("yesterday", "born Monday 23 November 2026"),
            ("Feb", "not born yet, due in February 2027, the day not known"),
            ("due 14 Jan", "not born yet, due Thursday 14 January 2027"),
            ("6", "about 6 years old"),
        ] {
            assert_eq!(in_full(&read(text, today()).unwrap()), full, "{text}");
        }
    }

    #[test]
    fn refusals() {
        for (text, error) in [
            ("", BornError::NotRead),
            ("soon", BornError::NotRead),
            ("not known", BornError::NoWhy),
            ("unknown:", BornError::NoWhy),
            ("March 2019", BornError::MonthOnly),
            ("Feb 2029", BornError::ExpectedWhen(day("2029-02-15"))),
            ("tomorrow", BornError::NotRead),
            ("about 200", BornError::TooOld),
            ("about 60 months", BornError::TooOld),
            ("25/11/2026", BornError::InFuture(day("2026-11-25"))),
            ("01/01/35", BornError::InFuture(day("2035-01-01"))),
            ("due 14/01/2026", BornError::ExpectedWhen(day("2026-01-14"))),
            ("due 14/01/2028", BornError::ExpectedWhen(day("2028-01-14"))),
            ("24/11", BornError::Date(DateError::NoYear)),
            ("24/13/2019", BornError::Date(DateError::Month(13))),
            ("due", BornError::Date(DateError::Empty)),
            ("5 or 6", BornError::Date(DateError::NotADate)),
        ] {
            assert_eq!(read(text, today()), Err(error), "{text}");
        }
    }

    #[test]
    fn written_as_data() {
        for (born, json) in [
            (Born::Date(day("2019-11-24")), r#"{"date":"2019-11-24"}"#),
            (Born::Expected(day("2027-01-14")), r#"{"expected":"2027-01-14"}"#),
            (Born::About(6), r#"{"about":6}"#),
            (Born::NotKnown { why: "never met".to_owned() }, r#"{"not_known":{"why":"never met"}}"#),
        ] {
            assert_eq!(serde_json::to_string(&born).unwrap(), json);
            assert_eq!(serde_json::from_str::<Born>(json).unwrap(), born);
        }
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,24}", odd in "(due|about|not known)?[ :~]{0,2}[0-9a-zA-Z/é]{0,12}") {
            let _ = (read(&text, today()), read(&odd, today()));
        }
    }
}
