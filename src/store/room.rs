//! Room for half-typed text that is a console's own: where the disk has none left, a draft is written over what lies there
//! already.
//!
//! Two slots are written in turn, so that a console that ends while it writes one leaves the other whole. As large as it will
//! ever be from the first, like a spool, and taken over from a console that ended. (A file system that never overwrites, such as
//! Btrfs or ZFS, may need some room all the same.)
//!
//! ```text
//! room = slot ‖ slot, 256 KiB together
//! slot = length (4 bytes, big-endian; 0 where it is empty) ‖ wrapped
//! wrapped = counter (8 bytes, big-endian) ‖ text, under the data key's subkey `room:<console>`
//! ```

use std::{
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::{
    Entropy, Folder, StoreError,
    consoles::{self, ConsoleId},
    folder, sealed,
    secret::{DataKey, seal},
};

/// How much one slot takes, in bytes: twenty thousand words.
pub const SLOT: usize = 128 * 1024;

/// What a room's file ends in.
const EXTENSION: &str = "room";
/// The bytes of a slot's length.
const LENGTH: usize = 4;
/// The bytes of a slot's counter.
const COUNTER: usize = 8;
/// Where the slots begin.
const SLOTS: [u64; 2] = [0, SLOT as u64];

/// What a room holds.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Held {
    /// Nothing.
    Nothing,
    /// The newest text that was kept in it.
    Text(Zeroizing<Vec<u8>>),
    /// Something that cannot be read.
    Damaged,
}

/// Makes a console's room ready, while the disk has some; takes over one that an ended console left empty.
pub fn make(desk: &Folder, console: ConsoleId) -> Result<(), StoreError> {
    let path = path(desk, console);
    folder::make_private_dir(&desk.spool())?;
    for (_, empty) in of_the_dead(desk)? {
        // Another console may have been quicker.
        if is_empty(&empty) && fs::rename(&empty, &path).is_ok() {
            tracing::debug!("an ended console's room was taken over");
            return Ok(());
        }
    }
    folder::write_private(&path, &vec![0; SLOTS.len() * SLOT], true)
}

/// Keeps a text in a console's room, durable when this returns; nothing grows by it.
pub(super) fn keep(
    desk: &Folder,
    key: &DataKey,
    console: ConsoleId,
    text: &[u8],
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    let path = path(desk, console);
    let fail = |error| StoreError::file(&path, "written", error);
    let mut file = File::options().read(true).write(true).open(&path).map_err(fail)?;
    let slots = SLOTS.map(|at| slot(&mut file, at, key, console));
    let counters = slots.map(|slot| slot.ok().flatten().map(|(counter, _)| counter));
    // Never the newer one: it is what is left if this ends half-way.
    let (at, newest) = match counters {
        [Some(first), second] if second.is_none_or(|second| second < first) => (SLOTS[1], first),
        [_, Some(second)] => (SLOTS[0], second),
        [_, None] => (SLOTS[0], 0),
    };
    let counted = Zeroizing::new([(newest + 1).to_be_bytes().as_slice(), text].concat());
    let wrapped = seal::wrap(key, &purpose(console), &counted, entropy)?;
    if LENGTH + wrapped.len() > SLOT {
        return Err(StoreError::SpoolFull);
    }
    let length = u32::try_from(wrapped.len()).map_err(|_| StoreError::SpoolFull)?;
    let bytes = [length.to_be_bytes().as_slice(), &wrapped].concat();
    file.seek(SeekFrom::Start(at))
        .and_then(|_| file.write_all(&bytes))
        .and_then(|()| file.sync_data())
        .map_err(fail)
}

/// Reads what a console's room holds.
pub(super) fn held(desk: &Folder, key: &DataKey, console: ConsoleId) -> Held {
    let Ok(mut file) = File::open(path(desk, console)) else { return Held::Nothing };
    let slots = SLOTS.map(|at| slot(&mut file, at, key, console));
    let damaged = slots.iter().any(Result::is_err);
    let newest = slots.into_iter().filter_map(|slot| slot.ok().flatten()).max_by_key(|(counter, _)| *counter);
    match newest {
        Some((_, text)) => Held::Text(text),
        None if damaged => Held::Damaged,
        None => Held::Nothing,
    }
}

/// Empties a console's room, where it holds anything.
pub(super) fn clear(desk: &Folder, console: ConsoleId) -> Result<(), StoreError> {
    let path = path(desk, console);
    if !path.exists() || is_empty(&path) {
        return Ok(());
    }
    let cleared = File::options().write(true).open(&path).and_then(|mut file| {
        for at in SLOTS {
            file.seek(SeekFrom::Start(at))?;
            file.write_all(&[0; LENGTH])?;
        }
        file.sync_data()
    });
    cleared.map_err(|error| StoreError::file(&path, "written", error))
}

/// Lists the consoles that no longer live and left a room.
pub(super) fn of_the_dead(desk: &Folder) -> Result<Vec<(ConsoleId, PathBuf)>, StoreError> {
    let rooms = sealed::list(&desk.spool(), EXTENSION)?.into_iter();
    let rooms = rooms.filter_map(|(stem, path)| Some((ConsoleId(Uuid::parse_str(&stem).ok()?), path)));
    Ok(rooms.filter(|(console, _)| !consoles::is_alive(desk, *console)).collect())
}

/// Gives the path of a console's room.
pub(super) fn path(desk: &Folder, console: ConsoleId) -> PathBuf {
    desk.spool().join(format!("{console}.{EXTENSION}"))
}

/// What a slot holds: its counter and its text, nothing where it is empty, and an error where it cannot be read.
type Slot = io::Result<Option<(u64, Zeroizing<Vec<u8>>)>>;

fn slot(file: &mut File, at: u64, key: &DataKey, console: ConsoleId) -> Slot {
    let damaged = || io::Error::from(io::ErrorKind::InvalidData);
    let length = length(file, at)?;
    if length == 0 {
        return Ok(None);
    }
    if LENGTH + length > SLOT {
        return Err(damaged());
    }
    let mut wrapped = vec![0; length];
    file.read_exact(&mut wrapped)?;
    let opened = seal::unwrap(key, &purpose(console), &wrapped).ok_or_else(damaged)?;
    let (counter, text) = opened.split_at_checked(COUNTER).ok_or_else(damaged)?;
    let counter = u64::from_be_bytes(counter.try_into().map_err(|_| damaged())?);
    Ok(Some((counter, Zeroizing::new(text.to_vec()))))
}

fn length(file: &mut File, at: u64) -> io::Result<usize> {
    let mut length = [0; LENGTH];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut length)?;
    Ok(usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX))
}

/// Tells whether a room is whole and holds nothing.
fn is_empty(path: &Path) -> bool {
    let read = File::open(path).and_then(|mut file| {
        let whole = file.metadata()?.len() == (SLOTS.len() * SLOT) as u64;
        let lengths = [length(&mut file, SLOTS[0])?, length(&mut file, SLOTS[1])?];
        Ok(whole && lengths == [0, 0])
    });
    read.unwrap_or(false)
}

fn purpose(console: ConsoleId) -> String {
    format!("room:{console}")
}
