//! The store's tests: the guards, the chain, the lanes, and the files beside the database.

mod encrypted;
mod files;
mod forged;
mod guards;
mod lanes;
mod migrated;
mod mutated;
mod proof;
mod schema;
mod spooled;

use chrono::{DateTime, TimeZone as _, Utc};
use tempfile::TempDir;
use uuid::Uuid;

use super::{
    secret::{Verifier, keyring::new_signing_key, test_entropy},
    *,
};
use crate::domain::{
    desk::KeyEnrolled,
    ids::{EventId, Reference, StaffId},
    queue::{Item, Lane, Next, Row},
};

/// A desk in a folder of its own.
struct Desk {
    dir: TempDir,
    folder: Folder,
    store: Store,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::create(&dir.path().join("desk")).unwrap();
        let mut store = open(&folder, false).unwrap();
        store.unit(|tx| enrol(tx, person(), &access().keyring)).unwrap();
        Self { dir, folder, store }
    }

    /// Appends `events` events to one stream, after those that it has.
    fn write(&mut self, stream: u128, events: u64) {
        let stream = Uuid::from_u128(stream);
        let version = self.store.version(stream).unwrap();
        let events: Vec<_> =
            (0..events).map(|n| event(stream.as_u128() * 1_000 + u128::from(version + n))).collect();
        self.store.unit(|tx| tx.append(stream, version, &stamp(), &events)).unwrap();
    }

    /// Runs SQL on the file behind the store's back.
    fn sql(&self, sql: &str) -> rusqlite::Result<()> {
        self.behind().execute_batch(sql)
    }

    /// Opens the file behind the store's back.
    fn behind(&self) -> Connection {
        cipher::open(&self.folder.database(), OpenFlags::SQLITE_OPEN_READ_WRITE, &access().data).unwrap()
    }

    /// Verifies the journal.
    fn verify(&self) -> Result<verify::Verified, verify::Fault> {
        verify::verify(&self.store, &mut |_| ()).unwrap()
    }
}

fn open(folder: &Folder, bulk: bool) -> Result<Store, StoreError> {
    let create = Some(Founding {
        desk: DeskId(Uuid::from_u128(0xde5c)),
        practice: true,
        profile: "southampton".into(),
        at: at(0),
    });
    Store::open(folder, &OpenOptions { create, bulk }, access(), entropy())
}

/// How many entries a test's desk begins with: its own keys, and the key of the one person who works there.
const BEFORE: u64 = 2;

/// The one person who works at a test's desk.
fn person() -> StaffId {
    StaffId(Uuid::from_u128(7))
}

/// The keys of a test's desk, with the person's.
fn access() -> Access {
    let mut entropy = test_entropy(1);
    let data = DataKey::random(&mut entropy).unwrap();
    let mut keyring = Keyring::random(&mut entropy).unwrap();
    keyring.take_up(person(), new_signing_key(&mut entropy).unwrap());
    Access { data, keyring }
}

/// Enrols somebody by the key that a keyring has for them; the desk signs that.
fn enrol(unit: &mut Unit<'_>, person: StaffId, keyring: &Keyring) -> Result<(), StoreError> {
    let public = chain::hex(&keyring.public_of(person).unwrap());
    let made =
        super::event(&Event::KeyEnrolled(KeyEnrolled { person, public }), at(0), &mut test_entropy(99))?;
    let desk = unit.desk.0;
    let version = unit.version(desk)?;
    let id = EventId(Uuid::from_u128(u128::MAX - u128::from(version)));
    unit.append(desk, version, &Stamp { person: None, account: None, at: at(0) }, &[NewEvent { id, ..made }])
}

/// Bytes that differ, and are the same in every run.
fn entropy() -> Entropy {
    test_entropy(2)
}

fn at(second: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_800_000_000 + second, 0).unwrap()
}

fn stamp() -> Stamp {
    Stamp { person: Some(person()), account: None, at: at(0) }
}

fn event(id: u128) -> NewEvent {
    NewEvent { id: EventId(Uuid::from_u128(id)), kind: "test.happened.v1", body: format!("{{\"n\":{id}}}") }
}

fn row(id: u128, lanes: Vec<Lane>, holder: Option<StaffId>, due: Option<i64>) -> Row {
    Row {
        reference: Some(Reference(u64::try_from(id).unwrap())),
        next: due.map(|due| Next {
            clock: "decision".into(),
            words: "decide".into(),
            at: at(due),
            start: None,
            rule: None,
        }),
        who: "Invented School".into(),
        stands: "to decide".into(),
        holder,
        lanes,
        version: 1,
        ..Row::bare(Uuid::from_u128(id), Item::Contact, at(0))
    }
}
