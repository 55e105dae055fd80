//! The store's tests: the guards, the chain, the lanes, and the files beside the database.

mod files;
mod guards;
mod lanes;
mod proof;
mod schema;

use chrono::{DateTime, TimeZone as _, Utc};
use tempfile::TempDir;
use uuid::Uuid;

use super::*;
use crate::domain::{
    ids::{EventId, Reference, StaffId},
    queue::{Item, Lane, Row},
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
        let store = open(&folder, false).unwrap();
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
        Connection::open(self.folder.database())?.execute_batch(sql)
    }
}

fn open(folder: &Folder, bulk: bool) -> Result<Store, StoreError> {
    let create = Some(Founding {
        desk: DeskId(Uuid::from_u128(0xde5c)),
        practice: true,
        profile: "southampton".into(),
        at: at(0),
    });
    Store::open(folder, &OpenOptions { create, bulk }, entropy())
}

/// Bytes that differ, and are the same in every run.
fn entropy() -> Entropy {
    let mut state = 1_u8;
    Box::new(move |bytes| {
        for byte in bytes {
            state = state.wrapping_mul(5).wrapping_add(7);
            *byte = state;
        }
        Ok(())
    })
}

fn at(second: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_800_000_000 + second, 0).unwrap()
}

fn stamp() -> Stamp {
    Stamp { person: Some(StaffId(Uuid::from_u128(7))), account: None, at: at(0) }
}

fn event(id: u128) -> NewEvent {
    NewEvent { id: EventId(Uuid::from_u128(id)), kind: "test.happened.v1", body: format!("{{\"n\":{id}}}") }
}

fn row(id: u128, lanes: Vec<Lane>, holder: Option<StaffId>, due: Option<i64>) -> Row {
    Row {
        id: Uuid::from_u128(id),
        item: Item::Contact,
        reference: Some(Reference(u64::try_from(id).unwrap())),
        urgent: false,
        next: due.map(|due| crate::domain::queue::Next {
            clock: "decision".into(),
            words: "decide".into(),
            at: at(due),
        }),
        who: "Invented School".into(),
        children: Vec::new(),
        stands: "to decide".into(),
        since: at(0),
        holder,
        preview: Vec::new(),
        lanes,
        version: 1,
        seal: None,
    }
}
