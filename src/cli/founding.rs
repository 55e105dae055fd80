//! Founding a desk: one sitting that asks for the profile, the desk's name and its first three people.

use std::io::{self, BufRead as _, Write as _};

use chrono::TimeDelta;

use super::{Failure, out, place::Place};
use crate::{
    desk::{
        Random,
        demo::PASSPHRASE,
        found::{self, Person, Sitting},
    },
    domain::policy::Role,
    profile,
    store::Folder,
};

/// How long the first duties last; whoever manages sets them anew before.
const LAST: TimeDelta = TimeDelta::days(365);

/// Asks, and founds the desk; nothing is made before the last answer was given.
pub(super) fn run(place: &Place) -> Result<(), Failure> {
    let clock = place.clock();
    out::note(
        "There is no practice desk here yet. Founding one takes five answers; Ctrl+C leaves everything as it is.",
    );
    let profiles = profile::embedded().join(", ");
    let profile = ask(&format!("Profile ({profiles})"), |text| {
        profile::load(text).map(|_| ()).map_err(|error| error.to_string())
    })?;
    let name = ask("Name of the desk", named)?;
    let manager = ask("A CRS manager, as \"R. Shah\"", named)?;
    let on_call = ask("An on-call senior manager", |text| other(text, &[&manager]))?;
    let worker = ask("A duty social worker", |text| other(text, &[&manager, &on_call]))?;
    let accounts: [(String, Role); 3] = [
        (login(&manager), Role::CrsManager),
        (login(&on_call), Role::OnCallSeniorManager),
        (login(&worker), Role::SocialWorker),
    ];
    let roles = accounts.each_ref().map(|(_, role)| [*role]);
    let slots: Vec<(&str, &[Role])> =
        accounts.iter().zip(&roles).map(|((login, _), roles)| (login.as_str(), roles.as_slice())).collect();
    let people: Vec<Person<'_>> = [&manager, &on_call, &worker]
        .into_iter()
        .zip(slots.chunks(1))
        .map(|(name, accounts)| Person { name, accounts })
        .collect();
    let now = clock.now();
    let folder = Folder::create(&place.path())?;
    let sitting = Sitting {
        name: &name,
        profile: &profile,
        people: &people,
        passphrase: PASSPHRASE,
        duties: &[
            (Role::CrsManager, &manager, now, now + LAST),
            (Role::OnCallSeniorManager, &on_call, now, now + LAST),
        ],
    };
    found::practice(&folder, &sitting, clock, &mut Random::System)?;
    out::note(&format!(
        "The desk is founded. {worker} opens it with --as \"{worker}\"; every practice account has the passphrase `{PASSPHRASE}`."
    ));
    Ok(())
}

/// Asks until the answer fits.
fn ask(question: &str, fits: impl Fn(&str) -> Result<(), String>) -> Result<String, Failure> {
    loop {
        let mut answer = String::new();
        let mut err = io::stderr();
        let asked = write!(err, "{question}: ")
            .and_then(|()| err.flush())
            .and_then(|()| io::stdin().lock().read_line(&mut answer));
        if asked.map_err(|error| Failure::Stream("standard input", error))? == 0 {
            return Err(Failure::Usage("no desk was founded: the answers ended too early".to_owned()));
        }
        let answer = answer.trim().to_owned();
        match fits(&answer) {
            Ok(()) => return Ok(answer),
            Err(words) => out::note(&words),
        }
    }
}

fn named(text: &str) -> Result<(), String> {
    if text.is_empty() || text.chars().count() > 100 {
        Err("Write a name of one to a hundred characters.".to_owned())
    } else {
        Ok(())
    }
}

/// Wants somebody else: what needs two must never be one person.
fn other(text: &str, than: &[&String]) -> Result<(), String> {
    named(text)?;
    let same = than.iter().any(|known| known.eq_ignore_ascii_case(text));
    if same { Err("That is somebody named already: it takes three people.".to_owned()) } else { Ok(()) }
}

/// Makes the name to sign in by: "R. Shah" signs in as "r.shah".
fn login(name: &str) -> String {
    name.to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '.')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}
