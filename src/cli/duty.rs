//! `dutydesk duty set`, `dutydesk duty number` and `dutydesk duty list`.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Failure, out, place::Place, staff::role, times};
use crate::{
    desk::{Book, DeskError, Request},
    domain::{
        calendar::words,
        desk::Command,
        duty::Hold,
        ids::StaffId,
        policy::{Mode, Role},
    },
    exchange::json::{self, Staff},
};

/// Shows and sets who is on duty, and on which number they are rung.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Duty {
    /// Sets who holds a duty from when until when; for an administrator or a manager.
    Set {
        /// The duty, by its role.
        #[arg(long, value_parser = role)]
        role: Role,
        /// Who: name, initials or the name they sign in by.
        #[arg(long, value_name = "NAME")]
        person: String,
        /// From when: 2026-11-24T17:00.
        #[arg(long, value_name = "TIME", value_parser = times::read)]
        from: DateTime<Utc>,
        /// Until when; the same as --from takes the duty away.
        #[arg(long, value_name = "TIME", value_parser = times::read)]
        until: DateTime<Utc>,
    },
    /// Sets the number of the rota on which somebody is rung; no other one is ever rung for an override.
    Number {
        /// Whose: name, initials or the name they sign in by.
        name: String,
        /// The number: 07700 900104.
        number: String,
    },
    /// Lists who holds which duty on which number, and who may authorise now.
    List {
        /// Writes JSON: `at`, `mode` (`front_door` or `edt`), `may_authorise` (`id`, `name`, `role`) and `duties` (`role`, `called`,
        /// `person`, `number`, `from`, `until`).
        #[arg(long)]
        json: bool,
    },
}

impl Duty {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Set { role, person, from, until } => set(place, *role, person, *from, *until),
            Self::Number { name, number: to } => number(place, name, to),
            Self::List { json } => list(place, *json),
        }
    }
}

fn set(
    place: &Place,
    role: Role,
    name: &str,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), Failure> {
    if until < from {
        return Err(Failure::Usage(
            "the duty would end before it begins: look at --from and --until".to_owned(),
        ));
    }
    let mut desk = place.desk()?;
    let account = desk.book().state.find_account(name);
    let person = account.ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()))?.person;
    let hold = Hold { role, person, from, until };
    desk.answer(Request::Desk(Box::new(Command::SetDuty(hold))))?;
    let name = desk.book().state.name_of(person);
    out::text(&format!(
        "{name}: {}, {} to {}.",
        desk.book().duty.called(role),
        words::stamp(from),
        words::stamp(until)
    ))
}

fn number(place: &Place, name: &str, number: &str) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let person = desk.book().state.find_staff(name);
    let person = person.ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()))?;
    let command = Command::SetNumber { person, number: number.to_owned() };
    desk.answer(Request::Desk(Box::new(command)))?;
    let state = &desk.book().state;
    let number = desk.book().duty.directory.number(person).map_or("", |set| set.number.as_str());
    out::text(&format!("{} is rung on {number} from now on.", state.name_of(person)))
}

/// Who is on duty, for programs.
#[derive(Serialize)]
struct ListJson<'a> {
    at: DateTime<Utc>,
    mode: Mode,
    may_authorise: Vec<AuthoriserJson<'a>>,
    duties: Vec<HoldJson<'a>>,
}

#[derive(Serialize)]
struct AuthoriserJson<'a> {
    #[serde(flatten)]
    person: Staff<'a>,
    role: Role,
}

/// One duty; a number that nobody set is `null`.
#[derive(Serialize)]
struct HoldJson<'a> {
    role: Role,
    called: &'a str,
    person: Staff<'a>,
    number: Option<&'a str>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

fn list_json(book: &Book, now: DateTime<Utc>) -> ListJson<'_> {
    let staff = |id: StaffId| Staff { id: id.0, name: book.state.name_of(id) };
    let authorisers = book.duty.authorisers_at(now);
    let authoriser =
        |(person, role): &(StaffId, Role)| AuthoriserJson { person: staff(*person), role: *role };
    let hold = |hold: &'_ Hold| HoldJson {
        role: hold.role,
        called: book.duty.called(hold.role),
        person: staff(hold.person),
        number: book.duty.directory.number(hold.person).map(|set| set.number.as_str()),
        from: hold.from,
        until: hold.until,
    };
    ListJson {
        at: now,
        mode: book.duty.mode_at(now),
        may_authorise: authorisers.iter().map(authoriser).collect(),
        duties: book.duty.roster.holds().iter().map(hold).collect(),
    }
}

fn list(place: &Place, json: bool) -> Result<(), Failure> {
    let desk = place.desk()?;
    let (book, now) = (desk.book(), desk.now());
    if json {
        return out::json(&json::write(&list_json(book, now))?);
    }
    let mode = book.duty.mode_at(now);
    let authorisers: Vec<String> = book
        .duty
        .authorisers_at(now)
        .iter()
        .map(|(person, role)| format!("{} ({})", book.state.name_of(*person), book.duty.called(*role)))
        .collect();
    let who = if authorisers.is_empty() { "nobody".to_owned() } else { authorisers.join(", ") };
    let mut text = format!("{} now, {}. May authorise: {who}.\n", mode.words(), words::stamp(now));
    for hold in book.duty.roster.holds() {
        let _ = writeln!(
            text,
            "{:<24} {:<20} {:<14} {} to {}",
            book.duty.called(hold.role),
            book.state.name_of(hold.person),
            book.duty.directory.number(hold.person).map_or("no number", |set| set.number.as_str()),
            words::stamp(hold.from),
            words::stamp(hold.until)
        );
    }
    out::text(&text)
}
