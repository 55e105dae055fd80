//! `desk.head`: a small file of fixed size that says how far the journal goes.
//!
//! It is overwritten after each commit, so that other consoles can watch it instead of asking the database, and it
//! betrays a lost end of the write-ahead log. It is not synced: the commit before it was, so after a power cut the file
//! can only be older than the journal, which is harmless; a sync would double the cost of a commit to prove nothing more.
//!
//! One line: the sequence number (20 digits), the entry's hash (64 hexadecimal digits), a counter of changes of
//! presence (20 digits), separated by single spaces and ended by a line feed: 107 bytes.

use std::{
    fs::File,
    io::{Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OptionalExtension as _};

use super::{Head, StoreError, chain, folder, int, journal, uint};

const LENGTH: usize = 107;

/// What `desk.head` says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// The newest entry that was committed.
    pub head: Head,
    /// Counts changes of presence.
    pub looks: u64,
}

/// The end of the journal is not what `desk.head` knew: committed entries are gone.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "the journal ends at entry {found}, but entry {known} had been saved: the end of it is lost; what remains was left \
     as it is: bring back desk.db-wal or the last backup, or run `dutydesk verify`"
)]
pub struct Lost {
    /// The newest entry that had been committed.
    pub known: u64,
    /// The newest entry that is there.
    pub found: u64,
}

/// The open file.
pub struct HeadFile {
    path: PathBuf,
    file: File,
    seen: Option<Said>,
}

impl HeadFile {
    /// Opens the file, making it where it is missing.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        folder::make_private_file(path)?;
        let file = File::options()
            .read(true)
            .write(true)
            .open(path)
            .map_err(|error| StoreError::file(path, "opened", error))?;
        Ok(Self { path: path.to_owned(), file, seen: None })
    }

    /// Reads what the file says; nothing, when it was never written or is being written.
    pub fn read(&mut self) -> Option<Said> {
        let mut text = Vec::with_capacity(LENGTH);
        self.file.seek(SeekFrom::Start(0)).ok()?;
        (&self.file).take(LENGTH as u64).read_to_end(&mut text).ok()?;
        parse(&text)
    }

    /// Tells whether anybody committed since this was last asked.
    ///
    /// One's own commits count too: another console's may lie just before them.
    pub fn changed_since(&mut self) -> bool {
        let now = self.read();
        // A line that cannot be read is being written: look.
        let changed = now.is_none() || now != self.seen;
        self.seen = now.or(self.seen);
        changed
    }

    /// Writes what the database says now.
    ///
    /// The lock makes the file's last writer also the one who read last; without it a slower console could put an
    /// older head over a newer one.
    pub(super) fn write(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let locked = self.file.lock().is_ok();
        let written = self.write_locked(conn);
        if locked {
            let _ = self.file.unlock();
        }
        written
    }

    fn write_locked(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let said = Said { head: journal::tip(conn)?.0, looks: looks(conn)? };
        if self.read() == Some(said) {
            return Ok(());
        }
        self.file
            .seek(SeekFrom::Start(0))
            .and_then(|_| self.file.write_all(line(&said).as_bytes()))
            .map_err(|error| StoreError::file(&self.path, "written", error))
    }

    /// Compares the file with the journal, and keeps a copy beside it where it betrays a loss.
    pub(super) fn check(&mut self, conn: &Connection) -> Result<Option<Lost>, StoreError> {
        let Some(said) = self.read() else { return Ok(None) };
        let lost = compare(conn, &said)?;
        if lost.is_some() {
            let aside = lost_path(&self.path);
            folder::write_private(&aside, line(&said).as_bytes(), true)?;
        }
        Ok(lost)
    }
}

/// Names the copy that is kept when entries were lost, so that the next commit does not wipe the evidence.
pub(super) fn lost_path(head: &Path) -> PathBuf {
    head.with_extension("head.lost")
}

/// Reads a head file without opening it for good.
pub(super) fn read(path: &Path) -> Option<Said> {
    parse(&std::fs::read(path).ok()?)
}

/// Tells what is lost, if the journal does not have the entry that the file knew.
pub(super) fn compare(conn: &Connection, said: &Said) -> Result<Option<Lost>, StoreError> {
    if said.head.seq == 0 {
        return Ok(None);
    }
    let hash: Option<chain::Hash> = conn
        .prepare_cached("SELECT hash FROM journal WHERE seq = ?1")?
        .query_row([int(said.head.seq)], |row| row.get(0))
        .optional()?;
    if hash == Some(said.head.hash) {
        return Ok(None);
    }
    let found = journal::tip(conn)?.0.seq.min(said.head.seq - u64::from(hash.is_some()));
    Ok(Some(Lost { known: said.head.seq, found }))
}

fn looks(conn: &Connection) -> Result<u64, StoreError> {
    let looks = conn.prepare_cached("SELECT looks FROM meta")?.query_row([], |row| row.get(0));
    Ok(uint(looks.optional()?.unwrap_or(0)))
}

fn line(said: &Said) -> String {
    format!("{:020} {} {:020}\n", said.head.seq, chain::hex(&said.head.hash), said.looks)
}

fn parse(bytes: &[u8]) -> Option<Said> {
    let text = std::str::from_utf8(bytes).ok()?;
    if text.len() != LENGTH || !text.ends_with('\n') {
        return None;
    }
    let mut fields = text.trim_end().split(' ');
    let head = Head { seq: fields.next()?.parse().ok()?, hash: chain::unhex(fields.next()?)? };
    Some(Said { head, looks: fields.next()?.parse().ok()? })
}
