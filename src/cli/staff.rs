//! `dutydesk staff`: who works here, by which accounts, in which roles, and who has left.

use std::fmt::Write as _;

use serde::Serialize;
use uuid::Uuid;

use super::{Failure, demo::PASSPHRASE, founding, out, place::Place, prompt};
use crate::{
    desk::{Desk, DeskError, Random, Request, protocol::Passphrase},
    domain::{
        desk::{Account, Command, RolesChanged, Staff as Person, initials},
        ids::{AccountId, StaffId},
        policy::Role,
    },
    exchange::json,
    store::{StoreError, keys::passphrase::Chosen},
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
    /// Opens a further account for somebody who works here; not for oneself.
    #[command(subcommand)]
    Account(AccountOf),
    /// Gives an account other roles; nobody gains by their own hand.
    Roles {
        /// The name it signs in by.
        #[arg(long)]
        login: String,
        /// What it may do from now on; may be said several times.
        #[arg(long = "role", required = true, value_parser = role)]
        roles: Vec<Role>,
    },
    /// Closes an account: nobody signs in by it any more.
    Close {
        /// The name it signs in by.
        #[arg(long)]
        login: String,
    },
    /// Marks somebody, or a service, as having left: their accounts are closed, their duties end, and their key opens
    /// nothing any more; wants every console to be left.
    Leave {
        /// Who: name, initials or a name they sign in by.
        #[arg(long)]
        name: String,
    },
    /// Changes the passphrase of whoever signs in, for every account of theirs.
    Passphrase,
    /// Makes a new recovery key for two office holders; the halves given out before open nothing any more.
    Recovery,
    /// Lists everybody, with the accounts they sign in by.
    List {
        /// Writes a JSON array: `id`, `name`, `initials`, `left`, `accounts` (`login`, `roles`, `closed`).
        #[arg(long)]
        json: bool,
    },
}

/// What is done about somebody's accounts.
#[derive(Debug, clap::Subcommand)]
pub(super) enum AccountOf {
    /// Opens one.
    Add {
        /// Whose: name, initials or a name they sign in by.
        #[arg(long)]
        name: String,
        /// The name to sign in by.
        #[arg(long)]
        login: String,
        /// What it may do; may be said several times.
        #[arg(long = "role", required = true, value_parser = role)]
        roles: Vec<Role>,
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
            Self::Account(AccountOf::Add { name, login, roles }) => open_account(place, name, login, roles),
            Self::Roles { login, roles } => change_roles(place, login, roles),
            Self::Close { login } => close(place, login),
            Self::Leave { name } => leave(place, name),
            Self::Passphrase => change_passphrase(place),
            Self::Recovery => recovery(place),
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
    if place.is_practice() {
        // On a practice desk everybody has the same passphrase, and it protects nobody.
        desk.add_staff(staff, account, &Chosen::for_practice(PASSPHRASE))?;
        return out::text(&format!(
            "{name} works here now, and signs in as {login}; the passphrase is \"{PASSPHRASE}\"."
        ));
    }
    // Theirs before anything is written, and typed by themselves.
    let known = [name, login, &desk.book().state.name.clone()];
    let chosen = prompt::chosen(name, &known, place.passphrase_stdin())?;
    desk.add_staff(staff, account, &chosen)?;
    out::text(&format!("{name} works here now, and signs in as {login}."))
}

/// Finds somebody who works or worked here.
fn person(desk: &Desk, name: &str) -> Result<StaffId, Failure> {
    let found = desk.book().state.find_staff(name);
    Ok(found.ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()))?)
}

/// Finds an account by the very name it signs in by.
fn account(desk: &Desk, login: &str) -> Result<Account, Failure> {
    let wanted = login.trim().to_lowercase();
    let found = desk.book().state.open_accounts().find(|account| account.name.to_lowercase() == wanted);
    Ok(found.cloned().ok_or_else(|| DeskError::NobodyOfThatName(login.to_owned()))?)
}

fn open_account(place: &Place, name: &str, login: &str, roles: &[Role]) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let (person, now) = (person(&desk, name)?, desk.now());
    let id = AccountId(Random::System.uuid(now).map_err(StoreError::Entropy)?);
    let account = Account { id, person, name: login.to_owned(), roles: roles.to_vec() };
    desk.open_account(account)?;
    out::text(&format!("{} signs in as {login} too.", desk.book().state.name_of(person)))
}

fn change_roles(place: &Place, login: &str, roles: &[Role]) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let changed = RolesChanged { account: account(&desk, login)?.id, roles: roles.to_vec(), at: desk.now() };
    desk.answer(Request::Desk(Box::new(Command::ChangeRoles(changed))))?;
    let words: Vec<&str> = roles.iter().map(|role| desk.book().duty.called(*role)).collect();
    out::text(&format!("{login} is now: {}.", words.join(", ")))
}

fn close(place: &Place, login: &str) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let id = account(&desk, login)?.id;
    desk.close_account(id)?;
    out::text(&format!("Nobody signs in as {login} any more."))
}

fn leave(place: &Place, name: &str) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let person = person(&desk, name)?;
    desk.leave(person)?;
    let name = desk.book().state.name_of(person);
    out::text(&format!("{name} has left: every account of theirs is closed, and their duties have ended."))
}

fn change_passphrase(place: &Place) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let Some(actor) = desk.actor().cloned() else { return Ok(()) };
    let input = place.passphrase_stdin();
    let old = prompt::secret("Your passphrase as it is", input)?;
    let known = [actor.name.as_str(), &desk.book().state.name.clone()];
    let chosen = prompt::chosen(&actor.name, &known, input)?;
    desk.change_passphrase(&Passphrase::from(String::clone(&old)), &chosen)?;
    out::text("Your passphrase is changed, for every account of yours.")
}

fn recovery(place: &Place) -> Result<(), Failure> {
    if !prompt::is_terminal() {
        return Err(Failure::Usage(
            "the halves of the recovery key are shown at a terminal and nowhere else; nothing was changed"
                .to_owned(),
        ));
    }
    let halves = place.desk()?.new_recovery_halves()?;
    founding::hand_out(&halves)?;
    out::text(
        "These halves open the desk together; those that were written down before open nothing any more.",
    )
}

#[derive(Serialize)]
struct PersonJson<'a> {
    id: Uuid,
    name: &'a str,
    initials: &'a str,
    left: bool,
    accounts: Vec<AccountJson<'a>>,
}

#[derive(Serialize)]
struct AccountJson<'a> {
    login: &'a str,
    roles: &'a [Role],
    closed: bool,
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
                left: state.left.contains(&staff.id),
                accounts: accounts(staff.id)
                    .map(|account| AccountJson {
                        login: &account.name,
                        roles: &account.roles,
                        closed: state.closed.contains(&account.id),
                    })
                    .collect(),
            })
            .collect();
        return out::json(&json::write(&people)?);
    }
    let mut text = String::new();
    for staff in &state.staff {
        for account in accounts(staff.id) {
            let roles: Vec<&str> = account.roles.iter().map(|role| desk.book().duty.called(*role)).collect();
            let closed = if state.closed.contains(&account.id) { " (closed)" } else { "" };
            let _ = writeln!(
                text,
                "{:<4} {:<20} signs in as {:<20} {}{closed}",
                staff.initials,
                staff.name,
                account.name,
                roles.join(", ")
            );
        }
    }
    out::text(&text)
}
