//! `dutydesk holidays import` and `dutydesk holidays list`.

use std::{fmt::Write as _, fs, path::PathBuf};

use serde::Serialize;

use super::{Failure, out, place::Place};
use crate::{
    desk::Request,
    domain::{
        calendar::{Holiday, Holidays as Known, local::local_day, words},
        desk::Command,
    },
    exchange::{bank_holidays, json},
};

/// The largest file that is read, in bytes; the published one has a fiftieth of it.
const LARGEST: u64 = 2 << 20;

/// Shows the bank holidays, and brings a newer list.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Holidays {
    /// Adopts the list in a file as GOV.UK publishes it (bank-holidays.json); for an administrator or a manager.
    Import {
        /// The file.
        file: PathBuf,
    },
    /// Lists the bank holidays that are known, from today on.
    List {
        /// Writes a JSON array: `day`, `name`, and `substitute` where it stands in for a weekend day.
        #[arg(long)]
        json: bool,
        /// Lists those gone by, too.
        #[arg(long)]
        all: bool,
    },
}

impl Holidays {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Import { file } => import(place, file),
            Self::List { json, all } => list(place, *json, *all),
        }
    }
}

fn import(place: &Place, file: &PathBuf) -> Result<(), Failure> {
    let shown = file.display();
    let unread =
        |error| Failure::NoInput(format!("{shown} could not be read ({error}); nothing was changed"));
    let size = fs::metadata(file).map_err(unread)?.len();
    if size > LARGEST {
        return Err(Failure::NotSound(format!(
            "{shown} is far larger than any list of bank holidays; nothing was changed"
        )));
    }
    // What is not text is not JSON either, and is refused with the same words.
    let text = String::from_utf8_lossy(&fs::read(file).map_err(unread)?).into_owned();
    let list = bank_holidays::read(&text).map_err(|error| {
        Failure::NotSound(format!("{shown} was not adopted: {error}. The list held before still counts"))
    })?;
    let mut desk = place.desk()?;
    if desk.book().state.holidays.as_ref() == Some(&list) {
        return out::text("The desk holds this list already; nothing was changed.");
    }
    let (years, count) = (list.years(), list.days().len());
    desk.answer(Request::Desk(Box::new(Command::AdoptHolidays(list))))?;
    out::text(&format!(
        "Adopted: {count} bank holidays of {} to {}; the last is {}. Deadlines that run already stay as they are.",
        years.start(),
        years.end(),
        words::day(desk.book().duty.holidays.last_known())
    ))
}

#[derive(Serialize)]
struct Day<'a> {
    #[serde(flatten)]
    holiday: &'a Holiday,
}

fn list(place: &Place, as_json: bool, all: bool) -> Result<(), Failure> {
    // Where no desk is, the program's own are the ones that count.
    let (known, now) = if place.path().join("desk.db").exists() {
        let desk = place.desk_of_nobody()?;
        (desk.book().duty.holidays.clone(), desk.now())
    } else {
        (Known::new(), place.clock().now())
    };
    let today = local_day(now);
    let from = if all { chrono::NaiveDate::MIN } else { today };
    if as_json {
        let days: Vec<Day<'_>> = known.from(from).map(|holiday| Day { holiday }).collect();
        return out::json(&json::write(&days)?);
    }
    let mut text = String::new();
    for holiday in known.from(from) {
        let _ = writeln!(text, "{:<18}{holiday}", words::day(holiday.day).to_string());
    }
    if let Some(warning) = known.running_out(today) {
        let _ = writeln!(text, "{warning}");
    }
    out::text(&text)
}
