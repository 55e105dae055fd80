//! Founding a desk: one sitting that asks for the profile, the desk's name and its first three people, each of whom
//! chooses their own passphrase, enrols the managers' devices, and hands the recovery key's halves to two office holders.

use chrono::TimeDelta;

use super::{Failure, out, place::Place, prompt};
use crate::{
    desk::{
        Clock, DeskError, Random,
        demo::PASSPHRASE,
        devices::NewDevice,
        found::{self, Enrolment, Person, Sitting},
    },
    domain::{device::Kind, policy::Role},
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
    // The profile says what its front door's manager is called.
    let called = profile::load(&profile).map_err(DeskError::from)?.hours.called;
    let called = called.get(&Role::CrsManager).map_or(Role::CrsManager.words(), String::as_str);
    let manager = prompt::ask(&format!("A {called}, as \"R. Shah\": "), named)?;
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
    let sitting = Sitting {
        name: &name,
        profile: &profile,
        people: &people,
        passphrase: PASSPHRASE,
        duties: &duties,
        devices: &[],
    };
    if place.is_practice() {
        let devices = enrolments([&manager, &on_call], &worker, clock)?;
        let sitting = Sitting { devices: &of(&devices), ..sitting };
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
    // Before anything is made: a sitting that is broken off here leaves no secret in any file.
    let devices = enrolments([&manager, &on_call], &worker, clock)?;
    let sitting = Sitting { devices: &of(&devices), ..sitting };
    out::note("making the keys; this takes a moment");
    let folder = Folder::create(&place.path())?;
    let prepared = found::real(&folder, &sitting, &chosen, clock, &mut Random::System)?;
    if let Err(failure) = hand_out(&prepared.halves) {
        prepared.give_up()?;
        return Err(failure);
    }
    prepared.finish()?;
    out::note(&format!(
        "{name} is founded. {manager} also has the account {admin}, which adds staff and reads no contact. \
         `dutydesk duty number` sets the number on which each manager is rung."
    ));
    Ok(())
}

/// A device that was enrolled in the sitting: its secret, its owner, and the two who stood for it.
type Enrolled<'a> = (NewDevice, &'a str, [&'a str; 2]);

fn of<'a>(devices: &'a [Enrolled<'a>]) -> Vec<Enrolment<'a>> {
    devices.iter().map(|(device, of, by)| Enrolment { device, of, by: *by }).collect()
}

/// Enrols the managers' devices that are at hand: each takes two people beside its owner, and they sit here now.
fn enrolments<'a>(
    managers: [&'a str; 2],
    worker: &'a str,
    clock: &dyn Clock,
) -> Result<Vec<Enrolled<'a>>, Failure> {
    out::note(
        "A manager who is at home authorises by a device of their own: another computer with dutydesk on it, which needs \
         no network. Enrolling it takes two people, neither of them its owner: here you are three.",
    );
    let mut devices = Vec::new();
    let [one, other] = managers;
    for (owner, beside) in [(one, other), (other, one)] {
        match enrolment(owner, worker, clock)? {
            Some(device) => {
                out::note(&format!(
                    "{owner}'s device is enrolled, by {beside} and {worker}. It proves nothing for what one of these two \
                     asks for or takes down; for that, two others enrol one later (`dutydesk device --help`)."
                ));
                devices.push((device, owner, [beside, worker]));
            }
            None => out::note(&format!(
                "{owner} has no device yet. Later it takes two managers or administrators who are not {owner} \
                 (`dutydesk device --help`)."
            )),
        }
    }
    Ok(devices)
}

/// Enrols one manager's device, if it is here: the code is shown once, and somebody else reads off the device what it shows.
fn enrolment(owner: &str, reader: &str, clock: &dyn Clock) -> Result<Option<NewDevice>, Failure> {
    let question = format!(
        "Is {owner}'s device here? y: that computer, c: an authenticator app (weaker), Enter: not today: "
    );
    let kind = prompt::ask(&question, |text| match text.to_lowercase().as_str() {
        "y" | "yes" => Ok(Some(Kind::Bound)),
        "c" | "code" => Ok(Some(Kind::Totp)),
        "" | "n" | "no" => Ok(None),
        _ => Err("Type y or c, or press Enter to leave it for another day."),
    })?;
    let Some(kind) = kind else { return Ok(None) };
    let device = NewDevice::make(kind, &mut Random::System)?;
    let how = match kind {
        Kind::Bound => format!("{owner} types this into it, with `dutydesk authorise --enrol`"),
        Kind::Totp => format!("{owner} types this key into the app (by time, 6 digits, SHA-1)"),
    };
    prompt::show_once(&format!("{how}; it is shown this once:\n\n    {}\n", device.code()))?;
    let question = format!("{reader} types what the device itself shows now (Enter leaves the device out): ");
    let shown = prompt::ask(&question, |text| match text {
        "" => Ok(false),
        text if device.is_shown_by(text, clock.now()) => Ok(true),
        _ => Err("It does not show that once it has the code above: look at the device again."),
    })?;
    prompt::wipe()?;
    Ok(shown.then_some(device))
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
