//! The store: one `SQLite` file that holds the journal and what is projected from it, and the small files beside it.
//!
//! Synchronous, and used from one thread. It knows the domain's ids and rows but not how a contact folds: callers hand
//! in events as JSON and rows as they should stand. Everything that belongs together goes into one [`Unit`], which is
//! one `BEGIN IMMEDIATE` transaction; when [`Store::unit`] returns `Ok`, it is on the disk.
//!
//! | noun | file |
//! |---|---|
//! | the bytes an entry's hash covers, and who signs it | [`chain`] |
//! | appending, reading streams | [`journal`] |
//! | queue rows, lanes, counts, numbers | [`projections`] |
//! | `desk.head`, which wakes other consoles | [`head`] |
//! | opening the encrypted file, another key | [`cipher`] |
//! | a desk that was not encrypted | [`migrate`] |
//! | proving, making projections anew, copying | [`verify`], [`rebuild`], [`backup`] |
//! | entries as a bundle of evidence shows them | [`mod@slice`] |
//! | what stays outside the folder: a receipt, a manager's device | [`receipt`], [`device`] |
//! | what the desk shares with such a device | [`device_secrets`] |
//! | the folder, consoles, drafts | [`folder`], [`consoles`], [`drafts`] |
//! | ringing calls and notes that only the desk can read | [`rings`], [`notes`] |
//! | words that the disk had no room for, half-typed ones | [`spool`], [`room`] |
//! | room that the desk keeps for itself, to open in | [`reserve`] |
//! | who works here and who is out, for the hour in which the file cannot be read | [`book`] |
//! | a file of which only the queue is damaged | `salvage` |
//! | a desk that is open without its file | [`Unread`] |
//! | who has what open | [`presence`] |
//! | signing in | [`keys`] |
//! | the keys themselves, sealing, signing | [`secret`] |
//! | what all this protects, and what it cannot | [`threats`] |

pub mod backup;
pub mod book;
pub mod chain;
pub mod cipher;
pub mod consoles;
pub mod damage;
pub mod device;
pub mod device_secrets;
pub mod drafts;
mod enrolled;
pub mod error;
pub mod folder;
pub mod head;
pub mod journal;
pub mod keys;
pub mod migrate;
pub mod notes;
pub mod presence;
pub mod projections;
mod reading;
pub mod rebuild;
pub mod receipt;
pub mod reserve;
pub mod rings;
pub mod room;
mod salvage;
mod schema;
mod sealed;
pub mod secret;
mod signatures;
mod signer;
pub mod slice;
pub mod spool;
pub mod threats;
mod unit;
mod unread;
pub mod verify;

#[cfg(test)]
mod tests;

use std::{
    cell::{Cell, RefCell},
    fs::File,
    io, thread,
    time::Duration,
};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, config::DbConfig};
use uuid::Uuid;

use self::{
    enrolled::Enrolled,
    secret::{Access, DataKey, Keyring},
    signer::Signer,
};
pub use self::{
    error::StoreError,
    folder::Folder,
    head::HeadFile,
    journal::{Head, NewEvent, Recorded, Stamp},
    migrate::migrate_plain,
    projections::{Around, Cursor, Direction, LaneCounts},
    unit::Unit,
    unread::Unread,
};
use crate::domain::{
    desk::{Event, KeysMade},
    ids::{DeskId, EventId},
};

/// Fills a buffer with randomness; handed in, because randomness has one owner and it is not the store.
pub type Entropy = Box<dyn FnMut(&mut [u8]) -> io::Result<()> + Send>;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(5);

/// What a new desk is founded as; none of it but the profile can ever change.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The desk.
    pub desk: DeskId,
    /// Whether it is a practice desk.
    pub practice: bool,
    /// The profile's short name.
    pub profile: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// How to open a desk.
#[derive(Clone, Debug, Default)]
pub struct OpenOptions {
    /// Makes the desk if the folder has none; `None` refuses.
    pub create: Option<Founding>,
    /// Spends memory on speed, for filling a desk with millions of entries.
    pub bulk: bool,
}

/// What the file says about itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meta {
    /// The desk.
    pub desk: DeskId,
    /// Whether it is a practice desk.
    pub practice: bool,
    /// The profile's short name.
    pub profile: String,
    /// When it was founded.
    pub founded: DateTime<Utc>,
}

/// An open desk.
pub struct Store {
    conn: Result<RefCell<Connection>, Unread>,
    folder: Folder,
    meta: Meta,
    access: Access,
    /// Whose signature counts, as of the last unit.
    enrolled: Enrolled,
    entropy: Entropy,
    head: HeadFile,
    lost: Option<head::Lost>,
    bulk: bool,
    /// Whether damage was met: then nothing more is written here, and what can be read is read.
    spoilt: Cell<bool>,
}

impl Store {
    /// Opens the desk in `folder` with its keys, migrating its schema where needed.
    ///
    /// A new desk is encrypted with `access.data`, and its first entry announces the keys of `access.keyring`.
    pub fn open(
        folder: &Folder,
        options: &OpenOptions,
        access: Access,
        mut entropy: Entropy,
    ) -> Result<Self, StoreError> {
        let path = folder.database();
        if options.create.is_some() {
            folder::make_private_file(&path)?;
        } else if !path.is_file() {
            return Err(StoreError::Missing(folder.root().to_owned()));
        }
        if File::options().write(true).open(&path).is_err() {
            return Err(StoreError::ReadOnly);
        }
        let mut conn = cipher::open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, &access.data)?;
        tune(&conn, options.bulk)?;
        if conn.is_readonly("main")? {
            return Err(StoreError::ReadOnly);
        }
        schema::migrate(&mut conn, &folder.backups(), schema::MIGRATIONS, &access.data)?;
        let meta = match (meta(&conn)?, &options.create) {
            (Some(meta), _) => meta,
            (None, Some(founding)) => found(&conn, founding, &access.keyring, &mut entropy)?,
            (None, None) => return Err(StoreError::Missing(folder.root().to_owned())),
        };
        folder.mend_files()?;
        let mut head = HeadFile::open(&folder.head())?;
        let lost = head.check(&conn)?;
        head.write(&conn)?;
        let folder = folder.clone();
        Ok(Self {
            conn: Ok(RefCell::new(conn)),
            folder,
            meta,
            access,
            enrolled: Enrolled::default(),
            entropy,
            head,
            lost,
            bulk: options.bulk,
            spoilt: Cell::default(),
        })
    }

    /// Runs `work` as one transaction: all of it is durable when this returns `Ok`, and none of it otherwise.
    pub fn unit<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut Unit<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let conn = Self::sound(&self.conn, &self.folder, &self.access, &self.spoilt, self.bulk)?;
        if self.spoilt.get() {
            return Err(StoreError::Corrupt.into());
        }
        let tx = rusqlite::Transaction::new_unchecked(&conn, TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        // Taken, so that what a failed unit enrolled is forgotten: the next one reads it from the journal.
        let enrolled = std::mem::take(&mut self.enrolled);
        let (desk, keyring) = (self.meta.desk, &self.access.keyring);
        let mut unit = Unit::begin(&tx, desk, &mut self.entropy, keyring, enrolled)?;
        let bulk = self.bulk;
        let (made, (wrote, enrolled)) = thread::scope(|scope| {
            unit.signer = bulk.then(|| Signer::start(scope, keyring, unit.prev));
            let made = work(&mut unit)?;
            Ok::<_, E>((made, unit.finish()?))
        })?;
        tx.commit().map_err(StoreError::from)?;
        drop(conn);
        self.enrolled = enrolled;
        if wrote {
            self.announce();
        }
        Ok(made)
    }

    /// Tells the other consoles to look; what is committed stays committed when that fails.
    fn announce(&mut self) {
        let conn = self.conn.as_ref().map_err(|why| why.error());
        let written = conn.and_then(|conn| self.head.write(&conn.borrow()));
        if written.is_err() {
            tracing::warn!("desk.head was not written; other consoles see the change at their next look");
        }
    }

    /// Gives what the file says about itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Gives the folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Gives the key that everything on this desk is encrypted with.
    pub fn data_key(&self) -> &DataKey {
        &self.access.data
    }

    /// Gives what signs.
    pub fn keyring(&self) -> &Keyring {
        &self.access.keyring
    }

    /// Gives what signs, for somebody's signing in and for locking.
    pub fn keyring_mut(&mut self) -> &mut Keyring {
        &mut self.access.keyring
    }

    /// Tells whether entries that were once committed were gone when the desk was opened.
    pub fn lost(&self) -> Option<&head::Lost> {
        self.lost.as_ref()
    }

    /// Gives the database's counter, which changes when another connection commits; a net under the watching of `desk.head`.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        Ok(self.conn()?.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?)
    }

    /// Moves committed pages from the log into the file on a thread and a connection of its own; reads and commits go on.
    pub fn tidy_beside(&self) -> io::Result<thread::JoinHandle<()>> {
        let (path, key) = (self.folder.database(), self.access.data.clone());
        thread::Builder::new().name("tidy".to_owned()).spawn(move || {
            let tidied = cipher::open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, &key)
                .and_then(|conn| Ok(conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?));
            if tidied.is_err() {
                tracing::warn!("the log could not be moved into the file; a later commit does it");
            }
        })
    }

    /// Moves committed pages from the log into the file; for a moment when nobody waits.
    pub fn tidy(&self) -> Result<(), StoreError> {
        Ok(self.conn()?.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
    }
}

/// Sets the connection up: durable, careful with a damaged file, small in memory.
fn tune(conn: &Connection, bulk: bool) -> Result<(), StoreError> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(64);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // The page size counts only for an empty file. 4096 keeps the log small: a commit touches some eight pages.
    conn.execute_batch(
        "PRAGMA page_size = 4096; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY; PRAGMA synchronous = FULL;",
    )?;
    let mode: String = conn.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::ReadOnly);
    }
    conn.query_row("PRAGMA journal_size_limit = 16777216", [], |_| Ok(()))?;
    // Kibibytes. Long units spill less with a large cache; a console needs none.
    conn.pragma_update(None, "cache_size", if bulk { -98_304 } else { -2_048 })?;
    // Pages. Moving the log into the file costs a commit some milliseconds: seldom here, and mostly by `tidy`.
    conn.pragma_update(None, "wal_autocheckpoint", if bulk { 20_000 } else { 4_000 })?;
    Ok(())
}

/// Reads what the file says about itself; an empty file says nothing.
fn meta(conn: &Connection) -> Result<Option<Meta>, StoreError> {
    let meta = conn
        .query_row("SELECT desk, practice, profile, founded FROM meta", [], |row| {
            Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?, row.get(2)?, row.get::<_, i64>(3)?))
        })
        .optional()?;
    Ok(meta.map(|(desk, practice, profile, founded)| Meta {
        desk: DeskId(Uuid::from_bytes(desk)),
        practice,
        profile,
        founded: DateTime::from_timestamp_micros(founded).unwrap_or_default(),
    }))
}

/// Founds the desk and announces its keys; of two consoles that found at once, the first one's founding holds.
fn found(
    conn: &Connection,
    founding: &Founding,
    keyring: &Keyring,
    entropy: &mut Entropy,
) -> Result<Meta, StoreError> {
    let tx = rusqlite::Transaction::new_unchecked(conn, TransactionBehavior::Immediate)?;
    if meta(&tx)?.is_none() {
        let desk = founding.desk;
        tx.execute(
            "INSERT INTO meta (id, desk, practice, profile, founded) VALUES (1, ?1, ?2, ?3, ?4)",
            (desk.0.as_bytes(), founding.practice, &founding.profile, founding.at.timestamp_micros()),
        )?;
        let announced = [event(&keys_made(keyring), founding.at, entropy)?];
        let stamp = Stamp { person: None, account: None, at: founding.at };
        let mut unit = Unit::begin(&tx, desk, entropy, keyring, Enrolled::default())?;
        unit.append(desk.0, 0, &stamp, &announced)?;
        unit.finish()?;
    }
    let meta = meta(&tx)?.ok_or(StoreError::Corrupt)?;
    tx.commit()?;
    Ok(meta)
}

/// Announces the public keys of a keyring's desk.
fn keys_made(keyring: &Keyring) -> Event {
    Event::KeysMade(KeysMade {
        desk: chain::hex(&keyring.desk_public()),
        sealing: chain::hex(&keyring.sealing_public()),
    })
}

/// Makes an entry of the desk's own stream, which the store itself writes.
fn event(event: &Event, at: DateTime<Utc>, entropy: &mut Entropy) -> Result<NewEvent, StoreError> {
    let mut bytes = [0; 10];
    entropy(&mut bytes).map_err(StoreError::Entropy)?;
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    let id = EventId(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid());
    Ok(NewEvent { id, kind: event.kind(), body: event.body().map_err(|_| StoreError::Projection)? })
}

/// The database's integers are signed; counters here never come near the difference.
fn int(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The way back of [`int`]; a negative counter in a damaged file reads as 0, which nothing legitimate is.
fn uint(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}
