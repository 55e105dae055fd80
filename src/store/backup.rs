//! Backups: a copy of the whole file at one moment, while everybody goes on working, proved before it counts.
//!
//! It is encrypted with the desk's own key. `desk.keys`, without which nobody can read it, and drafts are not in it.

use std::{fs, path::Path};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};

use super::{Store, StoreError, cipher, folder, secret::DataKey, verify};

impl Store {
    /// Copies the desk's file to a new file that only its owner can read, and proves the copy.
    pub fn backup(&self, to: &Path) -> Result<verify::Verified, StoreError> {
        copy(&*self.conn()?, to, self.data_key())?;
        let proved = cipher::open(to, OpenFlags::SQLITE_OPEN_READ_ONLY, self.data_key())
            .and_then(|copy| verify::prove(&copy, &[], Some(self.keyring()), &mut |_| ()));
        let why = match proved {
            Ok(Ok(verified)) => return Ok(verified),
            Ok(Err(fault)) => fault.to_string(),
            Err(error) => error.to_string(),
        };
        let _ = fs::remove_file(to);
        Err(StoreError::BadCopy { path: to.to_owned(), why })
    }
}

/// Copies a database into a file that must not exist yet and has the same key; nothing is left behind where that fails.
pub(super) fn copy(from: &Connection, to: &Path, key: &DataKey) -> Result<(), StoreError> {
    let made = folder::private()
        .create_new(true)
        .open(to)
        .map_err(|error| StoreError::file(to, "written", error))?;
    drop(made);
    copy_into(from, to, key).inspect_err(|_| {
        let _ = fs::remove_file(to);
    })
}

fn copy_into(from: &Connection, to: &Path, key: &DataKey) -> Result<(), StoreError> {
    let mut target = cipher::open(to, OpenFlags::SQLITE_OPEN_READ_WRITE, key)?;
    {
        // One step for all pages: a single moment of the desk, and no start over when somebody commits meanwhile.
        let backup = Backup::new(from, &mut target)?;
        if backup.step(-1)? != StepResult::Done {
            return Err(StoreError::Busy);
        }
    }
    // The copy is one file that can be carried away.
    target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    target.close().map_err(|(_, error)| error)?;
    synced(to)
}

/// Waits until a file is on the disk.
pub(super) fn synced(file: &Path) -> Result<(), StoreError> {
    let sync = fs::File::options().write(true).open(file).and_then(|file| file.sync_all());
    sync.map_err(|error| StoreError::file(file, "written", error))
}
