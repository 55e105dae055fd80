//! Founding a desk: one sitting that asks for the profile, the desk's name and its first three people, each of whom
//! chooses their own passphrase, and hands the recovery key's halves to two office holders.

use chrono::TimeDelta;

use super::{Failure, out, place::Place, prompt};
use crate::{
    desk::{
        Random,
        demo::PASSPHRASE,
        found::{self, Person, Sitting},
    },
    domain::policy::Role,
    profile,
    store::{
        Folder,
        keys::{Half, passphrase::Chosen},
    },
};

/// How long the first duties last; whoever manages sets them anew before.
const LAST: TimeDelta = TimeDelta::days(365);

/// Asks, and founds the desk; nothing is made before the last answer was given.
pub(super) fn run(place: &Place) -> Result<(), Failure> {
    let clock = place.clock();
    let kind = if place.is_practice() { "practice desk" } else { "desk" };
    out::note(&format!(
        "There is no {kind} here yet. Founding one takes a sitting of three people; Ctrl+C leaves everything as it is."
    ));
    let profile = prompt::ask(&format!("Profile ({}): ", profile::embedded().join(", ")), |text| {
        profile::load(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
    })?;
    let name = prompt::ask("Name of the desk: ", named)?;
    let manager = prompt::ask("A CRS manager, as \"R. Shah\": ", named)?;
    let on_call = prompt::ask("An on-call senior manager: ", |text| other(text, &[&manager]))?;
    let worker = prompt::ask("A duty social worker: ", |text| other(text, &[&manager, &on_call]))?;
    // Somebody has to run the desk from its first day on; that account reads no contact.
    let admin = format!("{}.admin", login(&manager));
    let logins = [login(&manager), login(&on_call), login(&worker)];
    let accounts: [Vec<(&str, &[Role])>; 3] = [
        vec![(&logins[0], &[Role::CrsManager]), (&admin, &[Role::Administrator])],
        vec![(&logins[1], &[Role::OnCallSeniorManager])],
        vec![(&logins[2], &[Role::SocialWorker])],
    ];
    let names = [&manager, &on_call, &worker];
    let people: Vec<Person<'_>> =
        names.iter().zip(&accounts).map(|(name, accounts)| Person { name, accounts }).collect();
    let now = clock.now();
    let duties = [
        (Role::CrsManager, manager.as_str(), now, now + LAST),
        (Role::OnCallSeniorManager, on_call.as_str(), now, now + LAST),
    ];
    let sitting =
        Sitting { name: &name, profile: &profile, people: &people, passphrase: PASSPHRASE, duties: &duties };
    if place.is_practice() {
        found::practice(&Folder::create(&place.path())?, &sitting, clock, &mut Random::System)?;
        out::note(&format!(
            "The desk is founded. {worker} opens it with --as \"{worker}\"; every practice account has the passphrase `{PASSPHRASE}`."
        ));
        return Ok(());
    }
    let mut chosen: Vec<Chosen> = Vec::new();
    for (name, login) in names.iter().zip(&logins) {
        out::note(&format!("{name} signs in as {login}."));
        chosen.push(prompt::chosen(name, &[name, login, sitting.name], place.passphrase_stdin())?);
    }
    out::note("making the keys; this takes a moment");
    let folder = Folder::create(&place.path())?;
    let prepared = found::real(&folder, &sitting, &chosen, clock, &mut Random::System)?;
    if let Err(failure) = hand_out(&prepared.halves) {
        prepared.give_up()?;
        return Err(failure);
    }
    prepared.finish()?;
    out::note(&format!(
        "{name} is founded. {manager} also has the account {admin}, which adds staff and reads no contact. Managers who \
         answer on the telephone get a device next: one of you proposes it, another enrols it (`dutydesk device --help`)."
    ));
    Ok(())
}

/// Shows each half of the recovery key to one office holder, who writes it down and types its last group back.
pub(super) fn hand_out(halves: &[Half; 2]) -> Result<(), Failure> {
    out::note(
        "If nobody can sign in any more, two office holders open the desk together. Each writes one half down now, \
         out of the other's sight, and keeps it away from this computer: it is never shown again.",
    );
    for (half, which) in halves.iter().zip(["first", "second"]) {
        prompt::ask(&format!("The {which} office holder alone is at the screen: press Enter "), |_| {
            Ok::<_, String>(())
        })?;
        let paper = half.paper();
        prompt::show_once(&format!("\n    {}\n", *paper))?;
        let check = paper.rsplit(' ').next().unwrap_or_default().to_owned();
        prompt::ask("Written down? Type its last group: ", |text| {
            let same = text.eq_ignore_ascii_case(&check);
            if same { Ok(()) } else { Err("That is not its last group; look at what you wrote.") }
        })?;
        prompt::wipe()?;
    }
    Ok(())
}

/// Wants a name.
fn named(text: &str) -> Result<String, String> {
    if text.is_empty() || text.chars().count() > 100 {
        Err("Write a name of one to a hundred characters.".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// Wants somebody else: what needs two must never be one person.
fn other(text: &str, than: &[&str]) -> Result<String, String> {
    let name = named(text)?;
    let same = than.iter().any(|known| login(known) == login(text));
    if same { Err("That is somebody named already: it takes three people.".to_owned()) } else { Ok(name) }
}

/// Makes the name to sign in by: "R. Shah" signs in as "r.shah".
fn login(name: &str) -> String {
    name.to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '.')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(".")
}
