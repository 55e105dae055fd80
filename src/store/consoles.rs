//! Consoles: each holds a lock on a file of its own while it lives, so that what it left behind can be told from what
//! it still does, however it ended.

use std::{
    fmt,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use uuid::Uuid;

use super::{Folder, StoreError, folder, sealed};

/// One running console.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ConsoleId(pub Uuid);

impl fmt::Display for ConsoleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A console's lock, held until it is dropped or the process ends.
pub struct Alive {
    /// The console.
    pub id: ConsoleId,
    path: PathBuf,
    _file: File,
}

impl Alive {
    /// Announces a console under an id that nobody had before.
    pub fn start(desk: &Folder, id: ConsoleId) -> Result<Self, StoreError> {
        let dir = desk.consoles();
        folder::make_private_dir(&dir)?;
        let path = path(&dir, id);
        // Locked under another name first: between making and locking, others would take it for a dead console's.
        let making = path.with_extension("new");
        let fail = |error| StoreError::file(&path, "made", error);
        let file = folder::private().create_new(true).open(&making).map_err(fail)?;
        file.lock().map_err(fail)?;
        fs::rename(&making, &path).map_err(fail)?;
        Ok(Self { id, path, _file: file })
    }
}

impl Drop for Alive {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// Tells whether a console lives.
pub fn is_alive(desk: &Folder, id: ConsoleId) -> bool {
    is_held(&path(&desk.consoles(), id))
}

/// Lists the consoles that live, and clears away the lock files of those that do not.
pub fn living(desk: &Folder) -> Result<Vec<ConsoleId>, StoreError> {
    let mut living = Vec::new();
    for (stem, path) in sealed::list(&desk.consoles(), "lock")? {
        let Ok(id) = Uuid::parse_str(&stem) else { continue };
        if is_held(&path) {
            living.push(ConsoleId(id));
        } else {
            let _ = fs::remove_file(&path);
        }
    }
    Ok(living)
}

fn path(dir: &Path, id: ConsoleId) -> PathBuf {
    dir.join(format!("{id}.lock"))
}

/// A shared lock is asked for, so that two consoles that ask at once do not take each other for the dead one.
fn is_held(path: &Path) -> bool {
    File::open(path).is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}
