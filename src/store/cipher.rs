//! The encrypted file: opened with a raw key, page by page, each page with a code that tells whether it was changed.
//!
//! The cipher is `SQLCipher` 4 with its defaults: AES-256-CBC with a fresh start for every page that is written, and
//! HMAC-SHA512 over the page and its number. The key is random, so nothing is derived from it at opening but the key of
//! that code. The log beside the file is encrypted alike. `cipher_memory_security` stays off: it would wipe and lock
//! every page in memory, and whoever reads this process's memory reads the words on its screen.
//!
//! The cipher's own log goes to standard error, over the console, so it is switched off before a key is given.

use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Once,
    thread,
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Folder, Store, StoreError, drafts, folder, secret::DataKey, spool};

/// What a database begins with that is not encrypted.
const PLAIN: &[u8] = b"SQLite format 3\0";

/// Opens an encrypted file, and finds out whether the key is its key; an empty file takes it as its own.
pub(super) fn open(path: &Path, mode: OpenFlags, key: &DataKey) -> Result<Connection, StoreError> {
    if is_plain(path) {
        return Err(StoreError::Plain);
    }
    let conn = keyed(path, mode, key)?;
    let asked = conn.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    match asked.map_err(|error| (error.sqlite_error_code(), error)) {
        Ok(()) => Ok(conn),
        Err((Some(ErrorCode::NotADatabase), _)) => Err(StoreError::WrongKey),
        Err((_, error)) => Err(error.into()),
    }
}

/// Opens a file and gives it the key.
fn keyed(path: &Path, mode: OpenFlags, key: &DataKey) -> Result<Connection, StoreError> {
    begin();
    let conn = Connection::open_with_flags(path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    silence(&conn)?;
    conn.execute_batch(&key.sqlcipher_pragma())?;
    Ok(conn)
}

/// Lets the first connection of the process be opened alone.
///
/// `SQLite` counts as begun before the cipher in it is: of connections that are opened at one moment, those that did not
/// begin it could not be given a key.
pub(super) fn begin() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| drop(Connection::open_in_memory()));
}

/// Keeps the cipher from writing to standard error; counts for the whole process.
pub(super) fn silence(conn: &Connection) -> Result<(), StoreError> {
    Ok(conn.execute_batch("PRAGMA cipher_log_level = NONE; PRAGMA cipher_log = off;")?)
}

/// Tells whether a file is a database that is not encrypted.
pub fn is_plain(path: &Path) -> bool {
    let mut start = [0; PLAIN.len()];
    File::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == PLAIN
}

/// Tells whether a desk's file opens with a key; for finding out which of two keys counts after a crash.
pub fn opens_with(desk: &Folder, key: &DataKey) -> bool {
    open(&desk.database(), OpenFlags::SQLITE_OPEN_READ_ONLY, key).is_ok()
}

/// Checks the code of every page of the file itself, and gives the first complaint; pages in the log are not looked at.
pub(super) fn first_bad_page(conn: &Connection) -> Result<Option<String>, StoreError> {
    let mut statement = conn.prepare("PRAGMA cipher_integrity_check")?;
    let mut rows = statement.query([])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

fn check(conn: &Connection) -> Result<(), StoreError> {
    conn.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
    match first_bad_page(conn)? {
        Some(_) if first_bad_page(conn)?.is_some() => Err(StoreError::Corrupt),
        _ => Ok(()),
    }
}

impl Store {
    /// Checks that every page of the file is as it was written.
    ///
    /// Moves the log into the file first as far as nobody reads it; a page that another console writes meanwhile is
    /// looked at twice before it counts as damaged.
    pub fn check_pages(&self) -> Result<(), StoreError> {
        check(&*self.conn()?)
    }

    /// Checks the same on a thread and a connection of its own; gives whether every page is as it was written.
    pub fn check_beside(&self) -> io::Result<thread::JoinHandle<bool>> {
        let (path, key) = (self.folder.database(), self.access.data.clone());
        thread::Builder::new().name("pages".to_owned()).spawn(move || {
            let sound = open(&path, OpenFlags::SQLITE_OPEN_READ_WRITE, &key).and_then(|conn| check(&conn));
            sound.is_ok()
        })
    }

    /// Encrypts everything anew with another key; wants the desk to be open nowhere else.
    ///
    /// The file itself changes its key in one transaction: after a crash either key opens it ([`opens_with`] tells
    /// which), so `desk.keys` must know both until this returns. Drafts and spools of consoles that ended go along.
    pub fn rekey(&mut self, new: &DataKey) -> Result<(), StoreError> {
        // Leaving the log needs the file alone; somebody who has it open would go on writing under the former key.
        let alone = self.conn()?.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0));
        match alone.map_err(StoreError::from) {
            Ok(mode) if mode == "delete" => {}
            Ok(_) | Err(StoreError::Busy) => return Err(StoreError::InUse),
            Err(other) => return Err(other),
        }
        let done = self.rekey_alone(new);
        let back = self.conn()?.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()));
        done?;
        back?;
        Ok(())
    }

    fn rekey_alone(&mut self, new: &DataKey) -> Result<(), StoreError> {
        let mut beside = drafts::sealed_anew(&self.folder, &self.access.data, new, &mut self.entropy)?;
        beside.extend(spool::sealed_anew(&self.folder, &self.access.data, new, &mut self.entropy)?);
        let rekeyed = self.conn()?.execute_batch(&new.sqlcipher_rekey_pragma());
        if let Err(error) = rekeyed {
            beside.iter().for_each(Beside::forget);
            return Err(error.into());
        }
        self.access.data = new.clone();
        beside.iter().try_for_each(Beside::take_over)
    }
}

/// A file that was sealed anew and waits beside its former self until the database has the new key.
pub(super) struct Beside {
    pub(super) path: PathBuf,
}

impl Beside {
    /// Writes it.
    pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<Self, StoreError> {
        folder::write_private(&Self::waiting(path), bytes, true)?;
        Ok(Self { path: path.to_owned() })
    }

    /// Names the place where it waits.
    pub(super) fn waiting(path: &Path) -> PathBuf {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".rekeyed");
        path.with_file_name(name)
    }

    fn forget(&self) {
        let _ = std::fs::remove_file(Self::waiting(&self.path));
    }

    /// Puts it in the place of its former self.
    pub(super) fn take_over(&self) -> Result<(), StoreError> {
        std::fs::rename(Self::waiting(&self.path), &self.path)
            .map_err(|error| StoreError::file(&self.path, "written", error))
    }
}
