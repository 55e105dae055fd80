//! The spool: where words go when the desk's own file cannot take them, because the disk is full or the file is damaged.
//!
//! One file per console, as large as it will ever be from the first: a record overwrites zeros that lie on the disk
//! already, so that writing one needs no room. (A file system that never overwrites, such as Btrfs or ZFS, may need some
//! all the same.) What is in it was never judged and is no history: the desk reads it back when its file can be written
//! again, and appends it under the id that the event would have had, so that doing so twice is harmless.
//!
//! ```text
//! spool  = record ‖ record ‖ … ‖ zeros, 1 MiB together
//! record = length (4 bytes, big-endian) ‖ wrapped (XChaCha20-Poly1305 under the data key's subkey `spool:<console>`)
//! ```

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, BufReader, Read, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
    time::SystemTime,
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Entropy, Folder, StoreError,
    cipher::Beside,
    consoles::{self, ConsoleId},
    folder, sealed,
    secret::{DataKey, seal},
};
use crate::domain::ids::{AccountId, EventId, StaffId};

/// How large a spool is, in bytes: some hundreds of notes.
pub const SIZE: usize = 1024 * 1024;

/// What a spool's file ends in.
const EXTENSION: &str = "spool";
/// The bytes of a record's length.
const LENGTH: usize = 4;

/// Words that wait for the desk's file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spooled {
    /// The id that the event will have.
    pub id: EventId,
    /// What it belongs to: a contact, a visit, a shift, a handover; nothing, at a locked console. An earlier version knew
    /// contacts alone, and the file still says so.
    #[serde(rename = "contact")]
    pub stream: Option<Uuid>,
    /// Who wrote it; nobody, at a locked console.
    pub person: Option<StaffId>,
    /// By which account.
    pub account: Option<AccountId>,
    /// What it is, in the words of whoever spooled it: an event's kind, as a rule.
    pub kind: String,
    /// Its body.
    pub body: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// How many entries of that record whoever wrote it had seen; not said by an earlier version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u64>,
}

/// When each console's spool was written to last.
pub type Written = BTreeMap<ConsoleId, SystemTime>;

/// What a spool holds.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Contents {
    /// The records, oldest first.
    pub records: Vec<Spooled>,
    /// How many more there are that cannot be read.
    pub damaged: usize,
    /// How many bytes they take.
    used: usize,
}

/// A console's own spool.
pub struct Spool {
    console: ConsoleId,
    path: PathBuf,
    used: usize,
}

impl Spool {
    /// Makes a console's spool ready, while there is room; takes over one that an ended console left empty.
    pub fn open(desk: &Folder, console: ConsoleId, key: &DataKey) -> Result<Self, StoreError> {
        let dir = desk.spool();
        folder::make_private_dir(&dir)?;
        let path = path(&dir, console);
        if !path.exists() && !take_over(desk, &path)? {
            make(&path)?;
        }
        let used = contents(&path, key, console)?.used;
        Ok(Self { console, path, used })
    }

    /// Keeps records, all of them durable when this returns; the file does not grow.
    pub fn keep(
        &mut self,
        key: &DataKey,
        records: &[Spooled],
        entropy: &mut Entropy,
    ) -> Result<(), StoreError> {
        let mut bytes = Vec::new();
        for record in records {
            bytes.extend(wrap(key, self.console, record, entropy)?);
        }
        let end = self.used + bytes.len();
        if end > SIZE {
            return Err(StoreError::SpoolFull);
        }
        // What a write that failed half-way left behind is no next record.
        bytes.resize(bytes.len() + LENGTH.min(SIZE - end), 0);
        let written = File::options().write(true).open(&self.path).and_then(|mut file| {
            file.seek(SeekFrom::Start(self.used as u64))?;
            file.write_all(&bytes)?;
            file.sync_data()
        });
        written.map_err(|error| StoreError::file(&self.path, "written", error))?;
        self.used = end;
        Ok(())
    }

    /// Reads what was kept.
    pub fn contents(&self, key: &DataKey) -> Result<Contents, StoreError> {
        contents(&self.path, key, self.console)
    }

    /// Empties the spool, once its records are in the journal.
    pub fn clear(&mut self) -> Result<(), StoreError> {
        clear(&self.path)?;
        self.used = 0;
        Ok(())
    }
}

/// Lists what ended consoles left in their spools.
pub fn leftovers(desk: &Folder, key: &DataKey) -> Result<Vec<(ConsoleId, Contents)>, StoreError> {
    let mut found = Vec::new();
    for (console, path) in of_the_dead(desk)? {
        let contents = contents(&path, key, console)?;
        if !contents.records.is_empty() || contents.damaged > 0 {
            found.push((console, contents));
        }
    }
    Ok(found)
}

/// Tells when which console's spool was written to last.
pub fn written(desk: &Folder) -> Result<Written, StoreError> {
    let spools = sealed::list(&desk.spool(), EXTENSION)?.into_iter();
    let spools = spools.filter_map(|(stem, path)| {
        let written = fs::metadata(path).and_then(|known| known.modified()).ok()?;
        Some((ConsoleId(Uuid::parse_str(&stem).ok()?), written))
    });
    Ok(spools.collect())
}

/// Reads what a console has in its spool, and leaves it there: only that console takes it into the record, while it lives.
pub fn of(desk: &Folder, console: ConsoleId, key: &DataKey) -> Result<Vec<Spooled>, StoreError> {
    Ok(contents(&path(&desk.spool(), console), key, console)?.records)
}

/// Empties an ended console's spool, once its records are in the journal; one with damaged records is put aside as it is.
pub fn forget(desk: &Folder, console: ConsoleId, key: &DataKey) -> Result<(), StoreError> {
    let path = path(&desk.spool(), console);
    if contents(&path, key, console)?.damaged > 0 { sealed::aside(&path) } else { clear(&path) }
}

/// Seals every spool's records anew with another key, beside the former ones; spools with damaged records stay.
pub(super) fn sealed_anew(
    desk: &Folder,
    old: &DataKey,
    new: &DataKey,
    entropy: &mut Entropy,
) -> Result<Vec<Beside>, StoreError> {
    let mut beside = Vec::new();
    for (stem, path) in sealed::list(&desk.spool(), EXTENSION)? {
        let Some(console) = Uuid::parse_str(&stem).ok().map(ConsoleId) else { continue };
        let held = contents(&path, old, console)?;
        if held.records.is_empty() || held.damaged > 0 {
            continue;
        }
        let mut bytes = Vec::with_capacity(SIZE);
        for record in &held.records {
            bytes.extend(wrap(new, console, record, entropy)?);
        }
        bytes.resize(SIZE, 0);
        beside.push(Beside::write(&path, &bytes)?);
    }
    Ok(beside)
}

/// Lists the spools of consoles that no longer live.
fn of_the_dead(desk: &Folder) -> Result<Vec<(ConsoleId, PathBuf)>, StoreError> {
    let spools = sealed::list(&desk.spool(), EXTENSION)?.into_iter();
    let spools = spools.filter_map(|(stem, path)| Some((ConsoleId(Uuid::parse_str(&stem).ok()?), path)));
    Ok(spools.filter(|(console, _)| !consoles::is_alive(desk, *console)).collect())
}

/// Gives a console the empty spool of an ended one, which needs no room; tells whether there was one.
fn take_over(desk: &Folder, path: &Path) -> Result<bool, StoreError> {
    for (_, theirs) in of_the_dead(desk)? {
        let Some(file) = read(&theirs)? else { continue };
        let empty = is_empty(file).map_err(|error| StoreError::file(&theirs, "read", error))?;
        // Another console may have been quicker.
        if empty && fs::rename(&theirs, path).is_ok() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Makes a spool of real zeros: a hole in a file would want room only when it is written to.
fn make(path: &Path) -> Result<(), StoreError> {
    folder::write_private(path, &vec![0; SIZE], true)
}

/// Writes zeros over what a spool holds.
fn clear(path: &Path) -> Result<(), StoreError> {
    let cleared = File::options().write(true).open(path).and_then(|mut file| {
        file.write_all(&vec![0; SIZE])?;
        file.sync_data()
    });
    match cleared {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::file(path, "written", error))
        }
        _ => Ok(()),
    }
}

/// Opens a spool for reading; it is never in memory as a whole, for that would stay the console's size.
fn read(path: &Path) -> Result<Option<impl Read>, StoreError> {
    match File::open(path) {
        Ok(file) => Ok(Some(BufReader::new(file.take(SIZE as u64)))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::file(path, "read", error)),
    }
}

/// Tells whether a spool is whole and holds nothing.
fn is_empty(mut spool: impl Read) -> io::Result<bool> {
    // A console starts behind this: large blocks, and all bytes of one at once.
    let (mut block, mut length) = (vec![0; 64 * 1_024], 0);
    loop {
        let read = spool.read(&mut block)?;
        length += read;
        if read == 0 || block.iter().take(read).fold(0, |all, byte| all | byte) != 0 {
            return Ok(read == 0 && length == SIZE);
        }
    }
}

fn contents(path: &Path, key: &DataKey, console: ConsoleId) -> Result<Contents, StoreError> {
    let parsed = |path: &Path| {
        let parsed = read(path)?.map(|spool| parse(spool, key, console)).transpose();
        parsed.map_err(|error| StoreError::file(path, "read", error))
    };
    let held = parsed(path)?.unwrap_or_default();
    if held.damaged == 0 {
        return Ok(held);
    }
    // A crash between the database's new key and this file's leaves the file that has it waiting beside this one.
    match parsed(&Beside::waiting(path))? {
        Some(anew) if anew.damaged == 0 && !anew.records.is_empty() => {
            Beside { path: path.to_owned() }.take_over()?;
            Ok(anew)
        }
        _ => Ok(held),
    }
}

/// Reads records until the zeros; one that cannot be opened is counted and passed over, as long as its length leads on.
fn parse(mut spool: impl Read, key: &DataKey, console: ConsoleId) -> io::Result<Contents> {
    let mut found = Contents::default();
    loop {
        let mut length = [0; LENGTH];
        let length = match spool.read_exact(&mut length) {
            Ok(()) => usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => 0,
            Err(error) => return Err(error),
        };
        if length == 0 {
            return Ok(found);
        }
        let mut wrapped = Vec::new();
        if spool.by_ref().take(length as u64).read_to_end(&mut wrapped)? < length {
            found.damaged += 1;
            return Ok(found);
        }
        let record = seal::unwrap(key, &purpose(console), &wrapped);
        match record.and_then(|record| serde_json::from_slice(&record).ok()) {
            Some(record) => found.records.push(record),
            None => found.damaged += 1,
        }
        found.used += LENGTH + length;
    }
}

fn wrap(
    key: &DataKey,
    console: ConsoleId,
    record: &Spooled,
    entropy: &mut Entropy,
) -> Result<Vec<u8>, StoreError> {
    let text = zeroize::Zeroizing::new(serde_json::to_vec(record).map_err(|_| StoreError::SpoolFull)?);
    let wrapped = seal::wrap(key, &purpose(console), &text, entropy)?;
    let length = u32::try_from(wrapped.len()).map_err(|_| StoreError::SpoolFull)?;
    Ok([length.to_be_bytes().as_slice(), &wrapped].concat())
}

fn path(dir: &Path, console: ConsoleId) -> PathBuf {
    dir.join(format!("{console}.{EXTENSION}"))
}

fn purpose(console: ConsoleId) -> String {
    format!("spool:{console}")
}
