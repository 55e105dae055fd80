//! `desk.reserve`: room that the desk keeps for itself, given up where a console finds none to open in.
//!
//! A console that opens needs some: for the log beside the file and its index, for who looks, for a try of a passphrase. On a disk
//! that others have filled it gets it from here, and what it goes on to write has a little while yet. The reserve is taken
//! again when a console opens, or ends, on a disk that has the room. Where a snapshot of the file system holds it, giving it up
//! frees nothing.

use std::{fs, io, path::PathBuf};

use super::{Folder, StoreError, folder};

/// How much is kept, in bytes: the log's index, and a few dozen entries.
pub const SIZE: usize = 2 * 1024 * 1024;

fn path(desk: &Folder) -> PathBuf {
    desk.root().join("desk.reserve")
}

/// Takes the reserve, where it is not there: real zeros, for a hole in a file keeps no room.
pub fn take(desk: &Folder) -> Result<(), StoreError> {
    if path(desk).exists() {
        return Ok(());
    }
    folder::write_private(&path(desk), &vec![0; SIZE], true)
}

/// Gives the reserve up; tells whether there was one.
pub fn give_up(desk: &Folder) -> Result<bool, StoreError> {
    match fs::remove_file(path(desk)) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(StoreError::file(path(desk), "removed", error)),
    }
}
