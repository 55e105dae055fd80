//! What can go wrong beneath the desk, each as one plain sentence: what happened, what was kept, what to do.

use std::{io, path::PathBuf};

use rusqlite::ErrorCode;
use uuid::Uuid;

use crate::domain::ids::{EventId, StaffId};

/// How a page is refused that lies on the disk and cannot be read from there.
const UNREADABLE: [i32; 3] = [
    rusqlite::ffi::SQLITE_IOERR_READ,
    rusqlite::ffi::SQLITE_IOERR_SHORT_READ,
    rusqlite::ffi::SQLITE_IOERR_CORRUPTFS,
];

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else appended to the stream first.
    #[error(
        "somebody else changed this a moment ago, so your change was not written over theirs; what you wrote is \
         kept: look at what they did and try again"
    )]
    Stale {
        /// The stream.
        stream: Uuid,
        /// The version that the writer had seen.
        expected: u64,
        /// The version that the stream has.
        found: u64,
    },
    /// The event is in the journal already.
    #[error("this was saved before and is not saved twice; nothing is lost and nothing needs doing")]
    AlreadyRecorded {
        /// The event.
        id: EventId,
        /// Where it stands.
        seq: u64,
    },
    /// The disk is full.
    #[error(
        "the disk is full, so this was not saved; everything saved before it is safe: free some space and try again"
    )]
    Full,
    /// The file or its folder may not be written.
    #[error(
        "the desk's folder cannot be written to, so this was not saved; everything saved before it is safe: ask \
         whoever looks after this computer to make the folder writable"
    )]
    ReadOnly,
    /// The file is not a sound database.
    #[error(
        "the desk's file is damaged and was left as it is: keep a copy and run `dutydesk verify`, which says whether \
         `dutydesk rebuild` mends it or the last backup is needed"
    )]
    Corrupt,
    /// The file does not open with this key.
    #[error(
        "the desk's file does not open with the key that belongs to this folder; it was left as it is: bring back the \
         desk.keys that was made with it, and if it was never exchanged, the file's beginning is damaged: bring back \
         the last backup"
    )]
    WrongKey,
    /// The file was made by a version that did not encrypt.
    #[error(
        "this desk was made by an earlier version and is not encrypted yet; nothing was changed: run `dutydesk migrate` \
         once, which keeps an encrypted copy of what was"
    )]
    Plain,
    /// Whoever is to sign has no key here.
    #[error(
        "this was not written: {}; everything saved before is safe, and what you wrote is kept: unlock this console or \
         sign in again",
        .0.map_or("the desk's own key is missing", |_| "the person it names is not signed in at this console")
    )]
    NoSigningKey(Option<StaffId>),
    /// Whoever is to sign has another key here than the journal knows.
    #[error(
        "this was not written: the key at this console is not the one that the journal knows for whoever signs; \
         everything saved before is safe: sign in again, and tell the administrator if this comes back"
    )]
    OtherKey(Option<StaffId>),
    /// Other consoles have the desk open, and what is to be done needs it alone.
    #[error(
        "the desk is open at another console, so nothing was changed: leave every console first and try again"
    )]
    InUse,
    /// The spool has no room left.
    #[error(
        "neither the desk's file nor its spool can take this, so it was not saved; what was saved before is safe: \
         write it on paper now, and free some space"
    )]
    SpoolFull,
    /// Another process holds the file.
    #[error(
        "another program held the desk's file for too long, so this was not saved; what you wrote is kept: try again"
    )]
    Busy,
    /// The file's schema is newer than this program.
    #[error(
        "this desk was last opened by a newer dutydesk (its file has schema {found}, this program knows {known}); \
         nothing was touched: start the newer program"
    )]
    NewerSchema {
        /// The file's schema.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// There is no desk in the folder.
    #[error("there is no desk in {}; nothing was made: found one first, or name another folder with --data", .0.display())]
    Missing(PathBuf),
    /// The desk's file is gone, and what belongs to it is there.
    #[error("the desk's file is gone from {}, and its keys are there still: nothing was made in its place; put the file back from a backup, or found a desk in another folder with --data", .0.display())]
    Gone(PathBuf),
    /// Something stands where a new file was to be made.
    #[error("{} is there already and was left as it is: choose another name", .0.display())]
    Exists(PathBuf),
    /// The folder holds other things than a desk.
    #[error("{} holds other things than a desk, and was left as it is: name an empty folder with --data", .0.display())]
    NotADesk(PathBuf),
    /// The file or folder belongs to somebody else, or others could read it and that could not be mended.
    #[error(
        "{} may not be opened by you, or can be read by others and that could not be mended; nothing was read: ask \
         whoever looks after this computer",
        .0.display()
    )]
    Permission(PathBuf),
    /// An entry or a row cannot be read back.
    #[error("entry {seq} of the journal cannot be read ({what}); nothing was changed: run `dutydesk verify`")]
    Damaged {
        /// The entry.
        seq: u64,
        /// What is wrong with it.
        what: String,
    },
    /// A projection does not read back; the journal is not concerned.
    #[error(
        "the queue or its index is damaged; the journal is not concerned and nothing is lost: leave every console and run \
         `dutydesk rebuild`"
    )]
    Projection,
    /// A unit went on after one of its writes had failed half-way.
    #[error("a step of this failed, so none of it was saved; everything saved before it is safe: try again")]
    HalfDone,
    /// A copy did not turn out equal to its original.
    #[error("the backup {} is not sound ({why}) and was removed; the desk itself was not touched: try again, on another disk", .path.display())]
    BadCopy {
        /// The copy.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// The system gave no randomness.
    #[error(
        "the system gave no random numbers, so this was not saved; everything saved before it is safe: try again"
    )]
    Entropy(#[source] io::Error),
    /// A file beside the database could not be read or written.
    #[error("{} could not be {doing} ({source}); everything saved before is safe", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was being done: "read", "written".
        doing: &'static str,
        /// The system's answer.
        source: io::Error,
    },
    /// A name for signing in is taken.
    #[error("somebody signs in by that name already; nothing was changed: choose another name")]
    NameTaken,
    /// Something is wrong with a key.
    #[error(transparent)]
    Secret(#[from] super::secret::SecretError),
    /// Anything else that the database reports.
    #[error("the desk's file refused this, so it was not saved; everything saved before it is safe ({0})")]
    Sql(#[source] rusqlite::Error),
}

impl StoreError {
    /// Makes the error of a file operation, sorting the common causes out.
    pub(crate) fn file(path: impl Into<PathBuf>, doing: &'static str, source: io::Error) -> Self {
        let path = path.into();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Self::Full
            }
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::PermissionDenied => Self::Permission(path),
            io::ErrorKind::AlreadyExists => Self::Exists(path),
            _ => Self::File { path, doing, source },
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let exactly = error.sqlite_error().map(|error| error.extended_code);
        match error.sqlite_error_code() {
            // A file that may not be written is refused at opening, and says so more exactly later: this is the cipher,
            // which lets nobody write once it has met a damaged page.
            Some(ErrorCode::ReadOnly) if exactly == Some(rusqlite::ffi::SQLITE_READONLY) => Self::Corrupt,
            // The index of the log beside the file found no room; that is a full disk, and no fault of one.
            Some(ErrorCode::SystemIoFailure) if exactly == Some(rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => {
                Self::Full
            }
            // A part of the disk that cannot be read any more, and a file that was cut short.
            Some(ErrorCode::SystemIoFailure) if exactly.is_some_and(|code| UNREADABLE.contains(&code)) => {
                Self::Corrupt
            }
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Corrupt,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Sql(error),
        }
    }
}
