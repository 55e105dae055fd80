//! Founding a desk: one marked sitting in which the desk, its first people and their duties come to be.

use chrono::{DateTime, Utc};

use super::{Clock, DeskError, Random, clock::PracticeClock, uuid, work::Work, work::fold_desk};
use crate::{
    domain::{
        desk::{Account, Command, Event, Founded, Staff, State, initials},
        duty::Hold,
        ids::{AccountId, DeskId, StaffId},
        policy::Role,
    },
    profile,
    store::{
        Entropy, Folder, Founding, OpenOptions, Store, folder,
        keys::{Keys, Newcomer, Strength, passphrase::Chosen},
        secret::practice as practice_key,
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

/// A desk to found.
#[derive(Clone, Debug)]
pub struct Sitting<'a> {
    /// Its name.
    pub name: &'a str,
    /// The profile.
    pub profile: &'a str,
    /// The first people.
    pub people: &'a [Person<'a>],
    /// The passphrase that every practice account has.
    pub passphrase: &'a str,
    /// Who holds which duty, by name, from when until when.
    pub duties: &'a [(Role, &'a str, DateTime<Utc>, DateTime<Utc>)],
}

/// Founds a practice desk in an empty folder, at a moment of its own.
pub fn practice(
    folder: &Folder,
    sitting: &Sitting<'_>,
    clock: &dyn Clock,
    random: &mut Random,
) -> Result<(), DeskError> {
    let now = clock.now();
    let policy = profile::load(sitting.profile)?;
    let desk = DeskId(uuid(random, now)?);
    let mut salts = random.clone();
    let mut entropy: Entropy = {
        let mut salts = Random::Seeded(random.number());
        Box::new(move |buffer| salts.fill(buffer))
    };

    let mut events = vec![Event::Founded(Founded {
        name: sitting.name.to_owned(),
        practice: true,
        profile: policy.id.clone(),
        profile_digest: policy.digest.clone(),
    })];
    let mut state = State::default();
    let chosen = Chosen::for_practice(sitting.passphrase);
    let mut newcomers = Vec::new();
    let add = |command: &Command, state: &mut State, events: &mut Vec<Event>| -> Result<(), DeskError> {
        for event in state.decide(command, None)? {
            state.evolve(&event);
            events.push(event);
        }
        Ok(())
    };
    for person in sitting.people {
        let id = StaffId(uuid(random, now)?);
        let staff = Staff { id, name: person.name.to_owned(), initials: initials(person.name) };
        let mut newcomer = Newcomer { person: id, accounts: Vec::new(), passphrase: &chosen };
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
        if let Some(person) = state.staff.iter().find(|staff| staff.name == *name).map(|staff| staff.id) {
            let hold = Hold { role: *role, person, from: *from, until: *until };
            add(&Command::SetDuty(hold), &mut state, &mut events)?;
        }
    }

    let mut keys = Keys::of(folder).found(Strength::Practice, desk, &newcomers, &mut entropy)?;
    // A practice desk opens by itself and signs as everybody.
    for person in keys.people {
        keys.access.keyring.take_up(person.person, person.key);
    }
    practice_key::write(folder, &keys.access)?;
    let founding = Founding { desk, practice: true, profile: policy.id.clone(), at: now };
    let options = OpenOptions { create: Some(founding), bulk: false };
    let mut store = Store::open(folder, &options, Box::new(move |buffer| salts.fill(buffer)))?;
    let book = super::book(&store, policy)?;
    store.unit(|unit| {
        let mut work = Work { unit, book: &book, random };
        let empty = fold_desk(&[])?;
        work.desk(desk.0, &empty, &events, None, now).map(|_| ())
    })
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
