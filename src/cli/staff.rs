//! `dutydesk staff add` and `dutydesk staff list`.

use std::fmt::Write as _;

use serde::Serialize;
use uuid::Uuid;

use super::{Failure, demo::PASSPHRASE, out, place::Place};
use crate::{
    desk::{Random, Request},
    domain::{
        desk::{Account, Command, Staff as Person, initials},
        ids::{AccountId, StaffId},
        policy::Role,
    },
    exchange::json,
    store::{
        Entropy, StoreError,
        keys::{Keys, Newcomer, passphrase::Chosen},
        secret::practice,
    },
};

/// Shows and adds staff.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Staff {
    /// Adds a member of staff with a first account; for an administrator or the head of service.
    Add {
        /// Their name, as colleagues write it: "A. Okoro".
        #[arg(long)]
        name: String,
        /// The name they sign in by.
        #[arg(long)]
        login: String,
        /// What they may do; may be said several times.
        #[arg(long = "role", required = true, value_parser = role)]
        roles: Vec<Role>,
    },
    /// Lists everybody, with the accounts they sign in by.
    List {
        /// Writes a JSON array: `id`, `name`, `initials`, `accounts` (`login`, `roles`).
        #[arg(long)]
        json: bool,
    },
}

/// Reads a role's key; for clap.
pub(super) fn role(key: &str) -> Result<Role, String> {
    Role::from_key(&key.replace('-', "_")).ok_or_else(|| {
        let keys: Vec<&str> = Role::ALL.iter().map(|role| role.key()).collect();
        format!("the roles are {}", keys.join(", "))
    })
}

impl Staff {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Add { name, login, roles } => add(place, name, login, roles),
            Self::List { json } => list(place, *json),
        }
    }
}

fn add(place: &Place, name: &str, login: &str, roles: &[Role]) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let (mut random, now) = (Random::System, desk.now());
    let mut uuid = || random.uuid(now).map_err(|error| Failure::from(StoreError::Entropy(error)));
    let staff = Person { id: StaffId(uuid()?), name: name.to_owned(), initials: initials(name) };
    let account =
        Account { id: AccountId(uuid()?), person: staff.id, name: login.to_owned(), roles: roles.to_vec() };
    let (person, accounts) = (staff.id, vec![(account.id, login.to_owned())]);
    desk.answer(Request::Desk(Box::new(Command::AddStaff { staff, account })))?;
    // On a practice desk everybody has the same passphrase, and it protects nobody.
    let mut entropy: Entropy = Box::new(|buffer| Random::System.fill(buffer));
    let folder = desk.store().folder();
    let mut access = practice::read(folder)?;
    let newcomer = Newcomer { person, accounts, passphrase: &Chosen::for_practice(PASSPHRASE) };
    let enrolled = Keys::of(folder).enrol(&newcomer, &access, &mut entropy)?;
    access.keyring.take_up(person, enrolled.key);
    practice::write(folder, &access)?;
    desk.enrol(person, &enrolled.signing)?;
    out::text(&format!("{name} works here now, and signs in as {login}; the passphrase is \"{PASSPHRASE}\"."))
}

#[derive(Serialize)]
struct PersonJson<'a> {
    id: Uuid,
    name: &'a str,
    initials: &'a str,
    accounts: Vec<AccountJson<'a>>,
}

#[derive(Serialize)]
struct AccountJson<'a> {
    login: &'a str,
    roles: &'a [Role],
}

fn list(place: &Place, as_json: bool) -> Result<(), Failure> {
    let desk = place.desk()?;
    let state = &desk.book().state;
    let accounts = |of: StaffId| state.accounts.iter().filter(move |account| account.person == of);
    if as_json {
        let people: Vec<_> = state
            .staff
            .iter()
            .map(|staff| PersonJson {
                id: staff.id.0,
                name: &staff.name,
                initials: &staff.initials,
                accounts: accounts(staff.id)
                    .map(|account| AccountJson { login: &account.name, roles: &account.roles })
                    .collect(),
            })
            .collect();
        return out::json(&json::write(&people)?);
    }
    let mut text = String::new();
    for staff in &state.staff {
        for account in accounts(staff.id) {
            let roles: Vec<&str> = account.roles.iter().map(|role| role.words()).collect();
            let _ = writeln!(
                text,
                "{:<4} {:<20} signs in as {:<20} {}",
                staff.initials,
                staff.name,
                account.name,
                roles.join(", ")
            );
        }
    }
    out::text(&text)
}
