//! `dutydesk rota import` and `dutydesk rota list`.

use std::{fmt::Write as _, fs, path::PathBuf};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Failure, out, place::Place};
use crate::{
    desk::Request,
    domain::{
        calendar::words,
        desk::{Command, State},
        duty::{Duty, holes::Hole, holes::Overlap},
        rota::{Line, cover_at},
    },
    exchange::{json, rota_csv},
};

/// The largest file that is read, in bytes: many years of duties.
const LARGEST: u64 = 4 << 20;

/// How far a list looks ahead, in hours.
const WEEK: i64 = 7 * 24;

/// Shows the rota, and brings one from a file.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Rota {
    /// Takes in the duties of a CSV file (role,name,from,until,number,cover), all or none; for an administrator or a manager.
    Import {
        /// The file.
        file: PathBuf,
        /// Says what would follow, and changes nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Lists who holds which duty now and in the next seven days, with holes and overlaps.
    List {
        /// Writes a JSON object: `holds`, `holes`, `overlaps`.
        #[arg(long)]
        json: bool,
    },
}

impl Rota {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Import { file, dry_run } => import(place, file, *dry_run),
            Self::List { json } => list(place, *json),
        }
    }
}

fn import(place: &Place, file: &PathBuf, dry_run: bool) -> Result<(), Failure> {
    let shown = file.display();
    let unread =
        |error| Failure::NoInput(format!("{shown} could not be read ({error}); nothing was changed"));
    if fs::metadata(file).map_err(unread)?.len() > LARGEST {
        let words = format!("{shown} is far larger than any rota; nothing was changed");
        return Err(Failure::NotSound(words));
    }
    let text = String::from_utf8_lossy(&fs::read(file).map_err(unread)?).into_owned();
    let mut desk = place.desk()?;
    let plan = rota_csv::read(&text, &desk.book().state).map_err(|error| {
        Failure::NotSound(format!("{shown} was not taken in: {error}; nothing was changed"))
    })?;
    let command = Command::ImportRota(plan.clone());
    let actor = desk.actor().cloned();
    let events = desk.book().state.decide(&command, actor.as_ref()).map_err(crate::desk::DeskError::from)?;
    let mut after = State::clone(&desk.book().state);
    for event in &events {
        after.evolve(event);
    }
    let mut duty = Duty::clone(&desk.book().duty);
    duty.roster.clone_from(&after.roster);
    if !dry_run && !events.is_empty() {
        desk.answer(Request::Desk(Box::new(command)))?;
    }
    let mut said = match (dry_run, events.is_empty()) {
        (_, true) => format!("{} duties: all stand on the rota already; nothing was changed.\n", plan.len()),
        (true, false) => {
            format!("{} duties would be taken in; nothing was changed (--dry-run).\n", plan.len())
        }
        (false, false) => format!("{} duties taken in.\n", plan.len()),
    };
    let (from, until) = spanned(&plan, desk.now());
    let hours = (until - from).num_hours().max(1);
    said += &troubles(&duty, &after, desk.now(), from, hours);
    out::text(&said)
}

/// Gives the time that a plan is about.
fn spanned(plan: &[Line], now: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let from = plan.iter().map(|line| line.hold.from).min().unwrap_or(now);
    let until = plan.iter().map(|line| line.hold.until).max().unwrap_or(now);
    (from, until)
}

/// Writes the holes and overlaps, a line each.
fn troubles(duty: &Duty, desk: &State, now: DateTime<Utc>, from: DateTime<Utc>, hours: i64) -> String {
    let mut text = String::new();
    for Hole { role, from, until, .. } in duty.holes(from, hours) {
        let (from, until) = (words::near(now, from), words::near(now, until));
        let _ = writeln!(text, "hole: nobody is {} {from} to {until}", duty.called(role));
    }
    for Overlap { one, other, from, until } in duty.overlaps(from, hours) {
        let (one_name, other_name) = (desk.name_of(one.person), desk.name_of(other.person));
        let (from, until) = (words::near(now, from), words::near(now, until));
        let _ = writeln!(
            text,
            "overlap: {one_name} and {other_name} are both {} {from} to {until}",
            duty.called(other.role)
        );
    }
    text
}

#[derive(Serialize)]
struct RotaJson<'a> {
    holds: Vec<HoldJson<'a>>,
    holes: Vec<HoleJson>,
    overlaps: Vec<OverlapJson<'a>>,
}

#[derive(Serialize)]
struct HoldJson<'a> {
    role: &'a str,
    name: &'a str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    number: Option<&'a str>,
    cover: Option<&'a str>,
}

#[derive(Serialize)]
struct HoleJson {
    role: &'static str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

#[derive(Serialize)]
struct OverlapJson<'a> {
    role: &'a str,
    names: [&'a str; 2],
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

fn list(place: &Place, as_json: bool) -> Result<(), Failure> {
    let desk = place.desk()?;
    let (book, now) = (desk.book(), desk.now());
    let (duty, state) = (&book.duty, &book.state);
    let end = now + chrono::TimeDelta::hours(WEEK);
    let mut coming: Vec<_> =
        duty.roster.holds().iter().filter(|hold| hold.until > now && hold.from < end).collect();
    coming.sort_by_key(|hold| (hold.from, hold.role));
    let holds: Vec<HoldJson<'_>> = coming
        .into_iter()
        .map(|hold| HoldJson {
            role: if as_json { hold.role.key() } else { duty.called(hold.role) },
            name: state.name_of(hold.person),
            from: hold.from,
            until: hold.until,
            number: duty.directory.number(hold.person).map(|set| set.number.as_str()),
            cover: cover_at(&state.covers, hold, hold.from.max(now)).map(|cover| state.name_of(cover)),
        })
        .collect();
    if as_json {
        let (empty, overlaps) = (duty.holes(now, WEEK), duty.overlaps(now, WEEK));
        return out::json(&json::write(&RotaJson {
            holds,
            holes: empty
                .iter()
                .map(|hole| HoleJson { role: hole.role.key(), from: hole.from, until: hole.until })
                .collect(),
            overlaps: overlaps
                .iter()
                .map(|overlap| OverlapJson {
                    role: overlap.other.role.key(),
                    names: [state.name_of(overlap.one.person), state.name_of(overlap.other.person)],
                    from: overlap.from,
                    until: overlap.until,
                })
                .collect(),
        })?);
    }
    let mut text = String::new();
    for hold in holds {
        let (from, until) =
            (words::near(now, hold.from).to_string(), words::near(now, hold.until).to_string());
        let _ = writeln!(
            text,
            "{:<25} {:<18} {from:>16} to {until:<16} {:<14} {}",
            hold.role,
            hold.name,
            hold.number.unwrap_or("no number"),
            hold.cover.map_or("no cover".to_owned(), |cover| format!("cover {cover}"))
        );
    }
    text += &troubles(duty, state, now, now, WEEK);
    out::text(&text)
}
