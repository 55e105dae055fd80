//! Ringing calls: files that a telephone system drops and a console journals.
//!
//! Dropping one needs no key, no database and reads nothing. The caller of [`drop_ring`] hands in the ring's id; the
//! event that journals it takes the same id, so that two consoles that see the same file journal it once.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use uuid::Uuid;

use super::{Folder, StoreError, folder};
use crate::domain::ids::RingId;

/// The longest announcement that is read; a telephone system has no more to say.
pub const LONGEST: usize = 16 * 1024;

/// A ringing call that waits to be journalled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The ring.
    pub id: RingId,
    /// What the telephone system said, raw; nobody has looked at it yet.
    pub body: String,
    path: PathBuf,
}

impl Waiting {
    /// Takes the file away, once the call is in the journal.
    pub fn done(self) -> Result<(), StoreError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::file(self.path, "removed", error))
            }
            _ => Ok(()),
        }
    }

    /// Puts the file aside, where what it says is no ringing call; it is kept under the name `<ring>.refused`.
    pub fn refuse(self) -> Result<(), StoreError> {
        aside(&self.path)
    }
}

/// Drops a ringing call into the folder.
pub fn drop_ring(folder: &Folder, id: RingId, body: &str) -> Result<(), StoreError> {
    let dir = folder.ringing();
    folder::make_private_dir(&dir)?;
    folder::write_private(&dir.join(format!("{id}.json")), body.as_bytes(), true)
}

/// Lists the calls that wait, oldest first; files that cannot be one are put aside.
pub fn waiting(folder: &Folder) -> Result<Vec<Waiting>, StoreError> {
    let dir = folder.ringing();
    let mut waiting = Vec::new();
    for (stem, path) in list(&dir, "json")? {
        let body = Uuid::parse_str(&stem).ok().and_then(|id| Some((RingId(id), read(&path)?)));
        match body {
            Some((id, body)) => waiting.push(Waiting { id, body, path }),
            // Another console may have taken it between the listing and the reading.
            None if path.exists() => aside(&path)?,
            None => {}
        }
    }
    waiting.sort_by_key(|ring| ring.id);
    Ok(waiting)
}

fn read(path: &Path) -> Option<String> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(LONGEST as u64 + 1).read_to_end(&mut bytes).ok()?;
    if bytes.len() > LONGEST { None } else { String::from_utf8(bytes).ok() }
}

fn aside(path: &Path) -> Result<(), StoreError> {
    match fs::rename(path, path.with_extension("refused")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file(path, "put aside", error))
        }
        _ => Ok(()),
    }
}

/// Lists a folder's files with this extension: stem and path. A folder that is not there has none.
pub(super) fn list(dir: &Path, extension: &str) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::file(dir, "read", error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| StoreError::file(dir, "read", error))?.path();
        if path.extension().is_some_and(|found| found == extension)
            && let Some(stem) = path.file_stem().and_then(|stem| stem.to_str())
        {
            found.push((stem.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}
