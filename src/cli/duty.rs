//! `dutydesk duty set` and `dutydesk duty list`.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};

use super::{Failure, out, place::Place, staff::role, times};
use crate::{
    desk::{DeskError, Request},
    domain::{calendar::words, desk::Command, duty::Hold, policy::Role},
};

/// Shows and sets who is on duty.
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
    /// Lists who holds which duty, and who may authorise now.
    List,
}

impl Duty {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Set { role, person, from, until } => set(place, *role, person, *from, *until),
            Self::List => list(place),
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
    out::text(&format!("{name}: {}, {} to {}.", role.words(), words::stamp(from), words::stamp(until)))
}

fn list(place: &Place) -> Result<(), Failure> {
    let desk = place.desk()?;
    let (book, now) = (desk.book(), desk.now());
    let mode = book.duty.mode_at(now);
    let authorisers: Vec<String> = book
        .duty
        .authorisers_at(now)
        .iter()
        .map(|(person, role)| format!("{} ({})", book.state.name_of(*person), role.words()))
        .collect();
    let who = if authorisers.is_empty() { "nobody".to_owned() } else { authorisers.join(", ") };
    let mut text = format!("{} now, {}. May authorise: {who}.\n", mode.words(), words::stamp(now));
    for hold in book.duty.roster.holds() {
        let _ = writeln!(
            text,
            "{:<24} {:<20} {} to {}",
            hold.role.words(),
            book.state.name_of(hold.person),
            words::stamp(hold.from),
            words::stamp(hold.until)
        );
    }
    out::text(&text)
}
