//! The list of bank holidays as GOV.UK publishes it (`bank-holidays.json`), read for England and Wales.

use chrono::NaiveDate;
use serde_json::Value;

use crate::domain::{
    calendar::{Holiday, HolidayList, NotHolidays},
    shown::Shown,
};

/// The division that the front door works by.
const DIVISION: &str = "england-and-wales";

/// Why a file is not such a list.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotTheList {
    /// It is not JSON, or not of that shape.
    #[error("it is not a list of bank holidays as GOV.UK publishes it, bank-holidays.json")]
    Shape,
    /// It has no part for England and Wales.
    #[error("it has no `{DIVISION}`, only {0}: it is the list of another country")]
    OtherCountry(String),
    /// An entry has no day, or none that exists.
    #[error("its entry {no} has no day as 2026-12-25, but {found}")]
    Day {
        /// Which entry, from 1.
        no: usize,
        /// What stands there.
        found: String,
    },
    /// The days do not make a list.
    #[error(transparent)]
    List(#[from] NotHolidays),
}

/// Reads a list.
pub fn read(text: &str) -> Result<HolidayList, NotTheList> {
    let file: Value = serde_json::from_str(text).map_err(|_| NotTheList::Shape)?;
    let file = file.as_object().ok_or(NotTheList::Shape)?;
    let Some(ours) = file.get(DIVISION) else {
        return Err(if file.is_empty() { NotTheList::Shape } else { NotTheList::OtherCountry(others(file)) });
    };
    if let Some(division) = ours.get("division").and_then(Value::as_str)
        && division != DIVISION
    {
        return Err(NotTheList::OtherCountry(shown(division)));
    }
    let events = ours.get("events").and_then(Value::as_array).ok_or(NotTheList::Shape)?;
    let days = events.iter().zip(1..).map(|(event, no)| holiday(event, no)).collect::<Result<_, _>>()?;
    Ok(HolidayList::checked(days)?)
}

fn holiday(event: &Value, no: usize) -> Result<Holiday, NotTheList> {
    let text = |key| event.get(key).and_then(Value::as_str).map(str::trim);
    let found = text("date").unwrap_or("nothing");
    // Ten characters, so that `2026-1-5` and `+12026-01-05` are no days.
    let day = found.parse::<NaiveDate>().ok().filter(|_| found.len() == 10);
    Ok(Holiday {
        day: day.ok_or_else(|| NotTheList::Day { no, found: shown(found) })?,
        name: text("title").unwrap_or_default().to_owned().into(),
        substitute: text("notes").is_some_and(|notes| notes.eq_ignore_ascii_case("substitute day")),
    })
}

fn others(file: &serde_json::Map<String, Value>) -> String {
    file.keys().take(4).map(|key| format!("`{}`", shown(key))).collect::<Vec<_>>().join(", ")
}

/// Cuts what a file says to a length that a sentence can hold.
fn shown(text: &str) -> String {
    Shown::line(text.chars().take(40).collect::<String>()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals() {
        let entry = |date: &str| {
            format!(
                r#"{{"england-and-wales":{{"division":"england-and-wales","events":[{{"title":"x","date":"{date}"}}]}}}}"#
            )
        };
        for (text, words) in [
            ("", "not a list of bank holidays"),
            ("[]", "not a list of bank holidays"),
            ("{}", "not a list of bank holidays"),
            (r#"{"england-and-wales":[]}"#, "not a list of bank holidays"),
            (r#"{"scotland":{"events":[]}}"#, "only `scotland`"),
            (r#"{"england-and-wales":{"division":"scotland","events":[]}}"#, "only scotland"),
            (r#"{"england-and-wales":{"events":[]}}"#, "no bank holiday in it"),
            (&entry("2026-02-30"), "its entry 1 has no day as 2026-12-25, but 2026-02-30"),
            (&entry("26-12-25"), "but 26-12-25"),
            (&entry("2026-1-25"), "but 2026-1-25"),
            (&entry("2026-12-25"), "2026 has 1 bank holidays"),
        ] {
            let said = read(text).unwrap_err().to_string();
            assert!(said.contains(words), "{text}: {said}");
        }
    }
}
