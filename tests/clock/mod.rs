//! The calendar as a whole: its fixtures, its properties, and a second opinion on it.

mod bromley;
mod command;
mod fixtures;
mod oracle;
mod properties;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use dutydesk::{
    domain::{calendar::local, duty::Duty},
    profile,
};

/// Makes the duty of a profile, with nobody on it.
fn duty(profile: &str) -> Duty {
    Duty::new(profile::load(profile).unwrap().hours)
}

/// Reads a time on the wall in England: `2026-12-24 16:30`.
fn at(text: &str) -> DateTime<Utc> {
    local::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()).unwrap()
}

/// Reads a day: `2026-12-24`.
fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
