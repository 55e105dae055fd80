//! Founding a desk: one marked sitting in which the desk, its first people and their duties come to be.

use chrono::{DateTime, Utc};

use super::{Clock, DeskError, Random, clock::PracticeClock, uuid, work::Work, work::fold_desk};
use crate::{
    domain::{
        desk::{Account, Command, Event, Founded, KeyEnrolled, Staff, State, initials},
        duty::Hold,
        ids::{AccountId, DeskId, StaffId},
        policy::Role,
    },
    profile,
    store::{
        Entropy, Folder, Founding, OpenOptions, Store, StoreError, chain, cipher, folder,
        keys::{KeyHolder, Keys, Strength},
        migrate::{self, Migrated},
        secret::{Access, DataKey, Keyring, keyring::new_signing_key, practice},
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
    let founding = Founding { desk, practice: true, profile: policy.id.clone(), at: now };
    let mut entropy = random.entropy();
    let keys = Keys::of(folder);
    keys.found(Strength::Practice, &mut entropy)?;
    let (data, mut keyring) = (DataKey::random(&mut entropy)?, Keyring::random(&mut entropy)?);

    let mut events = vec![Event::Founded(Founded {
        name: sitting.name.to_owned(),
        practice: true,
        profile: policy.id.clone(),
        profile_digest: policy.digest.clone(),
    })];
    let mut state = State::default();
    let mut holders = Vec::new();
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
        for (place, (name, roles)) in person.accounts.iter().enumerate() {
            let account = Account {
                id: AccountId(uuid(random, now)?),
                person: id,
                name: (*name).to_owned(),
                roles: roles.to_vec(),
            };
            holders.push(KeyHolder { account: account.id, person: id, name: account.name.clone() });
            let command = match place {
                0 => Command::AddStaff { staff: staff.clone(), account },
                _ => Command::OpenAccount(account),
            };
            add(&command, &mut state, &mut events)?;
        }
    }
    for (role, name, from, until) in sitting.duties {
        if let Some(person) = state.staff.iter().find(|staff| staff.name == *name).map(|staff| staff.id) {
            let hold = Hold { role: *role, person, from: *from, until: *until };
            add(&Command::SetDuty(hold), &mut state, &mut events)?;
        }
    }
    for staff in &state.staff {
        events.push(enrol(&mut keyring, staff.id, &mut entropy)?);
    }
    // The keys come first: a desk without them could never be opened again.
    let access = Access { data, keyring };
    practice::write(folder, &access)?;
    let options = OpenOptions { create: Some(founding), bulk: false };
    let mut store = Store::open(folder, &options, access, random.entropy())?;
    let book = super::book(&store, policy)?;
    store.unit(|unit| {
        let mut work = Work { unit, book: &book, random };
        let announced = fold_desk(&work.unit.stream(desk.0)?)?;
        work.desk(desk.0, &announced, &events, None, now).map(|_| ())
    })?;
    for holder in &holders {
        keys.set(holder, sitting.passphrase, &mut entropy)?;
    }
    Ok(())
}

/// Makes somebody a key on this keyring, and the event by which it counts.
pub(super) fn enrol(
    keyring: &mut Keyring,
    person: StaffId,
    entropy: &mut Entropy,
) -> Result<Event, StoreError> {
    let key = new_signing_key(entropy)?;
    let public = chain::hex(key.verifying_key().as_bytes());
    keyring.take_up(person, key);
    Ok(Event::KeyEnrolled(KeyEnrolled { person, public }))
}

/// Gives what opens a practice desk, everybody's keys included; a real desk has none lying beside it.
pub fn practice_access(desk: &Folder) -> Result<Access, DeskError> {
    if cipher::is_plain(&desk.database()) {
        return Err(StoreError::Plain.into());
    }
    if !practice::path(desk).exists() {
        return Err(DeskError::PracticeOnly);
    }
    Ok(practice::read(desk)?)
}

/// Takes over a practice desk that an earlier version left in clear; nothing, where it is encrypted already.
pub fn migrate_practice(
    desk: &Folder,
    clock: &dyn Clock,
    random: &mut Random,
) -> Result<Option<Migrated>, DeskError> {
    let mut entropy = random.entropy();
    let access = if practice::path(desk).exists() {
        practice::read(desk)?
    } else {
        let Some(plain) = migrate::plain_desk(desk)? else { return Ok(None) };
        if !plain.meta.practice {
            return Err(DeskError::PracticeOnly);
        }
        let (data, mut keyring) = (DataKey::random(&mut entropy)?, Keyring::random(&mut entropy)?);
        for staff in &fold_desk(&plain.entries)?.staff {
            enrol(&mut keyring, staff.id, &mut entropy)?;
        }
        let access = Access { data, keyring };
        practice::write(desk, &access)?;
        access
    };
    Ok(migrate::migrate_plain(desk, &access, clock.now(), &mut entropy)?)
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
