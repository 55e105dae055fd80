//! Taking over a desk that an earlier version left in clear: everything encrypted, its history vouched for as it was.
//!
//! The order is such that a crash leaves either the old desk or the new one, and nothing half-way: the old file is copied
//! encrypted into `backups` and proved there; a second copy gets the desk's keys and the entry that vouches for what nobody
//! had signed, is proved too, and takes the old file's place in one step. Run again, it finishes what was left.
//!
//! Taking a file away does not wipe the disk: until its blocks are written over, somebody with the disk may find the old
//! text on them. Only a disk that was encrypted all along keeps it from them.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::{
    Entropy, Folder, Meta, PATIENCE, Recorded, Stamp, StoreError, Unit, chain, cipher, consoles, drafts,
    enrolled::Enrolled,
    event, folder, journal, keys_made, meta, rings, schema, sealed,
    secret::{Access, DataKey, Keyring},
    verify,
};
use crate::domain::desk::{Event, KeyEnrolled, SealedUnsigned, State};

/// What was taken over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Migrated {
    /// How many entries nobody had signed.
    pub entries: u64,
    /// The encrypted copy of the desk as it was.
    pub kept: PathBuf,
}

/// A desk that an earlier version left in clear, as far as its migration needs to know it.
#[derive(Debug)]
pub struct PlainDesk {
    /// What the file says about itself.
    pub meta: Meta,
    /// The entries of the desk's own stream.
    pub entries: Vec<Recorded>,
}

/// Reads what a desk is that is not encrypted; nothing, where it is.
pub fn plain_desk(desk: &Folder) -> Result<Option<PlainDesk>, StoreError> {
    let path = desk.database();
    if !cipher::is_plain(&path) {
        return Ok(None);
    }
    let conn = open_alone(&path)?;
    let meta = meta(&conn)?.ok_or(StoreError::Corrupt)?;
    let entries = journal::read_stream(&conn, meta.desk.0)?;
    Ok(Some(PlainDesk { meta, entries }))
}

/// Encrypts a desk that an earlier version made, with keys that it is given; nothing, where it is encrypted already.
///
/// Everybody in the keyring is enrolled in the same sitting, by the desk.
pub fn migrate_plain(
    desk: &Folder,
    access: &Access,
    at: DateTime<Utc>,
    entropy: &mut Entropy,
) -> Result<Option<Migrated>, StoreError> {
    let migrated = if cipher::is_plain(&desk.database()) {
        if !consoles::living(desk)?.is_empty() {
            return Err(StoreError::InUse);
        }
        Some(database(desk, access, at, entropy)?)
    } else {
        None
    };
    beside(desk, access, entropy)?;
    Ok(migrated)
}

fn database(
    desk: &Folder,
    access: &Access,
    at: DateTime<Utc>,
    entropy: &mut Entropy,
) -> Result<Migrated, StoreError> {
    let path = desk.database();
    folder::make_private_dir(&desk.backups())?;
    let kept = desk.backups().join("before-encryption.db");
    let making = path.with_extension("db.migrating");
    // What an earlier try left is of no use: the old desk may have gone on since.
    for left in [&kept, &making, &making.with_extension("migrating-journal")] {
        sealed::remove(left)?;
    }
    let plain = open_alone(&path)?;
    let unsigned = prove(&plain, None)?;
    export(&plain, &kept, &access.data)?;
    let copy = cipher::open(&kept, OpenFlags::SQLITE_OPEN_READ_ONLY, &access.data)?;
    if prove(&copy, None)? != unsigned {
        return Err(StoreError::BadCopy { path: kept, why: "it is not what the desk is".to_owned() });
    }
    drop(copy);

    folder::make_private_file(&making)?;
    fs::copy(&kept, &making).map_err(|error| StoreError::file(&making, "written", error))?;
    let sealed = cipher::open(&making, OpenFlags::SQLITE_OPEN_READ_WRITE, &access.data)?;
    vouch(&sealed, &access.keyring, unsigned.head, at, entropy)?;
    prove(&sealed, Some(&access.keyring))?;
    if let Some(why) = cipher::first_bad_page(&sealed)? {
        return Err(StoreError::BadCopy { path: making, why });
    }
    sealed.close().map_err(|(_, error)| error)?;
    sync(&making)?;
    // Held until here, so that nobody wrote to the old file meanwhile.
    plain.close().map_err(|(_, error)| error)?;
    fs::rename(&making, &path).map_err(|error| StoreError::file(&path, "written", error))?;
    Ok(Migrated { entries: unsigned.entries, kept })
}

/// Opens a file that is not encrypted, brings its log into it, and keeps everybody else from writing.
fn open_alone(path: &Path) -> Result<Connection, StoreError> {
    let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    cipher::begin();
    let conn = Connection::open_with_flags(path, mode)?;
    cipher::silence(&conn)?;
    conn.busy_timeout(PATIENCE)?;
    let left = conn.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
    match left.map_err(StoreError::from) {
        Ok(mode) if mode == "delete" => {}
        Ok(_) | Err(StoreError::Busy) => return Err(StoreError::InUse),
        Err(other) => return Err(other),
    }
    // Locks stay from the first reading on.
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT;")?;
    Ok(conn)
}

/// Copies a file that is not encrypted into a new one that is.
fn export(plain: &Connection, to: &Path, key: &DataKey) -> Result<(), StoreError> {
    folder::make_private_file(to)?;
    plain.execute(&key.sqlcipher_attach("kept"), [to.to_string_lossy()])?;
    let version = schema::version(plain)?;
    let copied = plain.execute_batch(&format!(
        "BEGIN; SELECT sqlcipher_export('kept'); PRAGMA kept.user_version = {version};
         PRAGMA kept.application_id = {}; COMMIT;",
        schema::APPLICATION_ID
    ));
    if copied.is_err() {
        let _ = plain.execute_batch("ROLLBACK");
    }
    plain.execute_batch("DETACH kept")?;
    copied?;
    sync(to)
}

/// Proves a journal; what does not hold is no ground to build on.
fn prove(conn: &Connection, keyring: Option<&Keyring>) -> Result<verify::Verified, StoreError> {
    let proved = verify::prove(conn, &[], keyring, &mut |_| ())?;
    proved.map_err(|fault| StoreError::Damaged { seq: fault.seq, what: fault.words })
}

/// Announces the desk's keys, vouches for the history before them, and enrols everybody.
fn vouch(
    conn: &Connection,
    keyring: &Keyring,
    last: journal::Head,
    at: DateTime<Utc>,
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    let tx = rusqlite::Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    let desk = meta(&tx)?.ok_or(StoreError::Corrupt)?.desk;
    let mut events = vec![keys_made(keyring)];
    if last.seq > 0 {
        events.push(Event::SealedUnsigned(SealedUnsigned { until: last.seq, hash: chain::hex(&last.hash) }));
    }
    for person in keyring.people() {
        let public = keyring.public_of(person).map(|public| chain::hex(&public)).unwrap_or_default();
        events.push(Event::KeyEnrolled(KeyEnrolled { person, public }));
    }
    let mut new = Vec::with_capacity(events.len());
    for made in &events {
        new.push(event(made, at, entropy)?);
    }
    let mut unit = Unit::begin(&tx, desk, entropy, keyring, Enrolled::default())?;
    let version = unit.version(desk.0)?;
    unit.append(desk.0, version, &Stamp { person: None, account: None, at }, &new)?;
    let mut state = State::default();
    for entry in unit.stream(desk.0)? {
        let unreadable = |error: crate::domain::recorded::Unreadable| StoreError::Damaged {
            seq: entry.seq,
            what: error.to_string(),
        };
        state.evolve(&Event::read(&entry.kind, &entry.body).map_err(unreadable)?);
    }
    unit.put_desk(&serde_json::to_string(&state).map_err(|_| StoreError::Projection)?)?;
    unit.finish()?;
    Ok(tx.commit()?)
}

/// Encrypts or seals what an earlier version left in clear beside the database.
fn beside(desk: &Folder, access: &Access, entropy: &mut Entropy) -> Result<(), StoreError> {
    drafts::seal_plain(desk, &access.data, entropy)?;
    rings::seal_plain(desk, &access.keyring.sealing_public(), entropy)?;
    for (_, path) in sealed::list(&desk.backups(), "db")? {
        if cipher::is_plain(&path) {
            let making = path.with_extension("making");
            sealed::remove(&making)?;
            export(&open_alone(&path)?, &making, &access.data)?;
            fs::rename(&making, &path).map_err(|error| StoreError::file(&path, "written", error))?;
        }
    }
    Ok(())
}

fn sync(path: &Path) -> Result<(), StoreError> {
    let synced = File::options().write(true).open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| StoreError::file(path, "written", error))
}
