//! Founding a desk: one marked sitting in which the desk, its first people and their duties come to be.

use chrono::{DateTime, Utc};

use super::{
    Clock, DeskError, Random, clock::PracticeClock, devices::NewDevice, find::Lines, uuid, work::Work,
    work::fold_desk,
};
use crate::{
    domain::{
        desk::{Account, Command, Event, Founded, KeyEnrolled, Staff, State, initials},
        device,
        duty::Hold,
        ids::{AccountId, DeskId, DeviceId, StaffId},
        policy::Role,
    },
    profile,
    store::{
        Entropy, Folder, Founding, OpenOptions, Store, StoreError, chain, cipher, folder,
        keys::{self, Half, Keys, Newcomer, Strength, passphrase::Chosen},
        migrate::{self, Migrated},
        secret::{Access, practice as practice_key},
    },
};

/// The file in which a practice desk keeps how far its clock is ahead.
const CLOCK: &str = "practice.clock";

/// Somebody of the founding sitting.
#[derive(Clone, Debug)]
pub struct Person<'a> {
    /// Their name: "A. Okoro".
    pub name: &'a str,
    /// Their accounts: the name each signs in by, and its roles.
    pub accounts: &'a [(&'a str, &'a [Role])],
}

/// A manager's device that is enrolled in the founding sitting, by the two who sit there with them.
#[derive(Clone, Copy, Debug)]
pub struct Enrolment<'a> {
    /// Its secret, which the device has shown to have.
    pub device: &'a NewDevice,
    /// Whose it is, by name.
    pub of: &'a str,
    /// The two who stand for it, by name.
    pub by: [&'a str; 2],
}

/// A desk to found.
#[derive(Clone, Debug)]
pub struct Sitting<'a> {
    /// Its name.
    pub name: &'a str,
    /// The profile.
    pub profile: &'a str,
    /// The first people.
    pub people: &'a [Person<'a>],
    /// The passphrase that every practice account has; on a real desk everybody has their own.
    pub passphrase: &'a str,
    /// Who holds which duty, by name, from when until when.
    pub duties: &'a [(Role, &'a str, DateTime<Utc>, DateTime<Utc>)],
    /// The managers' devices that are enrolled in it.
    pub devices: &'a [Enrolment<'a>],
}

/// A real desk that was founded beside its place, and becomes one when it is moved there whole.
///
/// Until then nothing is where a desk is looked for, so a sitting that is broken off leaves none behind.
#[derive(Debug)]
pub struct Prepared {
    making: Folder,
    place: Folder,
    /// The recovery key's two halves, each to be shown once to one office holder.
    pub halves: [Half; 2],
}

/// The folder in which a real desk is founded.
const MAKING: &str = "founding";

/// Founds a practice desk in an empty folder, at a moment of its own.
pub fn practice(
    folder: &Folder,
    sitting: &Sitting<'_>,
    clock: &dyn Clock,
    random: &mut Random,
) -> Result<(), DeskError> {
    let chosen = vec![Chosen::for_practice(sitting.passphrase); sitting.people.len()];
    found(folder, sitting, &chosen, Strength::Practice, clock, random).map(|_| ())
}

/// Founds a real desk for people who chose their passphrases, in the order of the sitting's people.
pub fn real(
    place: &Folder,
    sitting: &Sitting<'_>,
    chosen: &[Chosen],
    clock: &dyn Clock,
    random: &mut Random,
) -> Result<Prepared, DeskError> {
    if place.database().exists() {
        return Err(StoreError::Exists(place.database()).into());
    }
    let making = place.root().join(MAKING);
    remove(&making)?;
    let making = Folder::create(&making)?;
    let halves = found(&making, sitting, chosen, Strength::Real, clock, random)?;
    Ok(Prepared { making, place: place.clone(), halves })
}

impl Prepared {
    /// Moves the desk to its place.
    pub fn finish(self) -> Result<(), DeskError> {
        // The database last: there is a desk from the moment at which that is there.
        for (from, to) in [
            (self.making.keys(), self.place.keys()),
            (self.making.head(), self.place.head()),
            (self.making.database(), self.place.database()),
        ] {
            std::fs::rename(&from, &to).map_err(|error| StoreError::file(&to, "written", error))?;
        }
        remove(self.making.root())
    }

    /// Gives it up: nothing is left of it.
    pub fn give_up(self) -> Result<(), DeskError> {
        remove(self.making.root())
    }
}

fn remove(making: &std::path::Path) -> Result<(), DeskError> {
    match std::fs::remove_dir_all(making) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file(making, "removed", error).into())
        }
        _ => Ok(()),
    }
}

fn found(
    folder: &Folder,
    sitting: &Sitting<'_>,
    chosen: &[Chosen],
    strength: Strength,
    clock: &dyn Clock,
    random: &mut Random,
) -> Result<[Half; 2], DeskError> {
    let now = clock.now();
    let practice = strength == Strength::Practice;
    let policy = profile::load(sitting.profile)?;
    let desk = DeskId(uuid(random, now)?);
    let mut entropy = random.entropy();

    let mut events = vec![Event::Founded(Founded {
        name: sitting.name.to_owned(),
        practice,
        profile: policy.id.clone(),
        profile_digest: policy.digest.clone(),
    })];
    let mut state = State::default();
    let mut newcomers = Vec::new();
    let add = |command: &Command, state: &mut State, events: &mut Vec<Event>| -> Result<(), DeskError> {
        for event in state.decide(command, None)? {
            state.evolve(&event);
            events.push(event);
        }
        Ok(())
    };
    for (person, passphrase) in sitting.people.iter().zip(chosen) {
        let id = StaffId(uuid(random, now)?);
        let staff = Staff { id, name: person.name.to_owned(), initials: initials(person.name) };
        let mut newcomer = Newcomer { person: id, accounts: Vec::new(), passphrase };
        for (place, (name, roles)) in person.accounts.iter().enumerate() {
            let account = Account {
                id: AccountId(uuid(random, now)?),
                person: id,
                name: (*name).to_owned(),
                roles: roles.to_vec(),
            };
            newcomer.accounts.push((account.id, account.name.clone()));
            let command = match place {
                0 => Command::AddStaff { staff: staff.clone(), account },
                _ => Command::OpenAccount(account),
            };
            add(&command, &mut state, &mut events)?;
        }
        newcomers.push(newcomer);
    }
    for (role, name, from, until) in sitting.duties {
        if let Some(person) = named(&state, name) {
            let hold = Hold { role: *role, person, from: *from, until: *until };
            add(&Command::SetDuty(hold), &mut state, &mut events)?;
        }
    }
    for Enrolment { device: new, of, by } in sitting.devices {
        let known =
            |name: &str| named(&state, name).ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()));
        let (person, by) = (known(of)?, [known(by[0])?, known(by[1])?]);
        let (device, kind, secret) = (DeviceId(uuid(random, now)?), new.kind(), new.name());
        let command = device::Command::Found { device, person, kind, secret, by };
        add(&Command::Device(command), &mut state, &mut events)?;
    }

    let made = Keys::of(folder).found(strength, desk, &newcomers, &mut entropy)?;
    for person in &made.people {
        let (person, public) = (person.person, chain::hex(&person.signing));
        events.push(Event::KeyEnrolled(KeyEnrolled { person, public }));
    }
    let halves = made.halves.clone();
    let access = if practice { keep_practice_keys(folder, made)? } else { made.access };
    let founding = Founding { desk, practice, profile: policy.id.clone(), at: now };
    let options = OpenOptions { create: Some(founding), bulk: false };
    let mut store = Store::open(folder, &options, access, random.entropy())?;
    let book = super::opening::book(&store, policy)?;
    store.unit(|unit| {
        let mut work = Work { unit, book: &book, random, lines: &Lines::default() };
        let announced = fold_desk(&work.unit.stream(desk.0)?)?;
        for Enrolment { device, .. } in sitting.devices {
            work.unit.put_device_secret(&device.name(), device.secret())?;
        }
        work.desk(desk.0, &announced, &events, None, now).map(|_| ())
    })?;
    Ok(halves)
}

fn named(state: &State, name: &str) -> Option<StaffId> {
    state.staff.iter().find(|staff| staff.name == name).map(|staff| staff.id)
}

/// Puts everybody's keys beside a practice desk, which opens by itself and signs as everybody.
fn keep_practice_keys(folder: &Folder, made: keys::Founded) -> Result<Access, StoreError> {
    let mut access = made.access;
    for person in made.people {
        access.keyring.take_up(person.person, person.key);
    }
    practice_key::write(folder, &access)?;
    Ok(access)
}

/// Gives what opens a practice desk, everybody's keys included; a real desk has none lying beside it.
pub fn practice_access(desk: &Folder) -> Result<Access, DeskError> {
    if cipher::is_plain(&desk.database()) {
        return Err(StoreError::Plain.into());
    }
    if !practice_key::path(desk).exists() {
        return Err(DeskError::NotPractice);
    }
    Ok(practice_key::read(desk)?)
}

/// Takes over a practice desk that an earlier version left in clear; nothing, where it is encrypted already.
///
/// Everybody gets keys and the passphrase of practice accounts.
pub fn migrate_practice(
    desk: &Folder,
    passphrase: &str,
    clock: &dyn Clock,
    random: &mut Random,
) -> Result<Option<Migrated>, DeskError> {
    let mut entropy = random.entropy();
    let access = if practice_key::path(desk).exists() {
        practice_key::read(desk)?
    } else {
        let Some(plain) = migrate::plain_desk(desk)? else { return Err(DeskError::NotPractice) };
        if !plain.meta.practice {
            return Err(DeskError::NotPractice);
        }
        practice_keys_for(desk, &plain, passphrase, &mut entropy)?
    };
    Ok(migrate::migrate_plain(desk, &access, clock.now(), &mut entropy)?)
}

/// Makes the keys of a practice desk that had none.
fn practice_keys_for(
    desk: &Folder,
    plain: &migrate::PlainDesk,
    passphrase: &str,
    entropy: &mut Entropy,
) -> Result<Access, DeskError> {
    let state = fold_desk(&plain.entries)?;
    let chosen = Chosen::for_practice(passphrase);
    let newcomers: Vec<_> = state
        .staff
        .iter()
        .map(|staff| {
            let theirs = state.accounts.iter().filter(|account| account.person == staff.id);
            let accounts = theirs.map(|account| (account.id, account.name.clone())).collect();
            Newcomer { person: staff.id, accounts, passphrase: &chosen }
        })
        .collect();
    let keys = Keys::of(desk);
    if desk.keys().exists() && keys.earlier()?.is_none() {
        // An earlier try made them and was cut short before it could keep what opens them.
        std::fs::remove_file(desk.keys()).map_err(|error| StoreError::file(desk.keys(), "removed", error))?;
    }
    let made = keys.found(Strength::Practice, plain.meta.desk, &newcomers, entropy)?;
    Ok(keep_practice_keys(desk, made)?)
}

/// Keeps how far a practice desk's clock is ahead, so that every console on it shows the same time.
pub fn keep_clock(desk: &Folder, clock: &PracticeClock) -> Result<(), DeskError> {
    let text = clock.micros_ahead().to_string();
    Ok(folder::write_private(&desk.root().join(CLOCK), text.as_bytes(), true)?)
}

/// Finds a practice desk's clock; the machine's own time where none was started.
pub fn practice_clock(desk: &Folder) -> PracticeClock {
    let kept = std::fs::read_to_string(desk.root().join(CLOCK)).ok();
    PracticeClock::ahead(kept.and_then(|text| text.trim().parse().ok()).unwrap_or(0))
}
