//! What was found damaged while nothing could be journalled: a line a find beside the desk's file, until the next opening.
//!
//! The lines say what and when, and nothing about anybody. Whoever can write the folder can take them away: they are for people
//! who mend, and prove nothing.

use std::{fs, io, io::Write as _, path::PathBuf};

use chrono::{DateTime, Utc};

use super::{Folder, StoreError, folder, secret::SecretError};
use crate::domain::desk::{Damage, DamageFound};

/// How many finds wait at most; what comes after says nothing new.
const MOST: usize = 1_000;

fn path(desk: &Folder) -> PathBuf {
    desk.root().join("desk.damage")
}

/// Tells what a failure found damaged; nothing, where it found nothing of the kind.
pub fn of(error: &StoreError) -> Option<Damage> {
    match error {
        StoreError::Corrupt | StoreError::WrongKey | StoreError::Damaged { .. } => Some(Damage::File),
        StoreError::Secret(SecretError::Damaged(_) | SecretError::Missing(_)) => Some(Damage::Keys),
        _ => None,
    }
}

/// Writes down what was found.
pub fn note(desk: &Folder, what: Damage, found: DateTime<Utc>) -> Result<(), StoreError> {
    if waiting(desk)?.len() >= MOST {
        return Ok(());
    }
    let path = path(desk);
    let line = serde_json::to_string(&DamageFound { what, found }).unwrap_or_default();
    let mut file = folder::private()
        .append(true)
        .create(true)
        .open(&path)
        .map_err(|e| StoreError::file(&path, "opened", e))?;
    writeln!(file, "{line}").map_err(|error| StoreError::file(&path, "written", error))
}

/// Gives what was found and is not in the journal yet; a line that cannot be read says nothing.
pub fn waiting(desk: &Folder) -> Result<Vec<DamageFound>, StoreError> {
    match fs::read_to_string(path(desk)) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(StoreError::file(path(desk), "read", error)),
    }
}

/// Forgets what is in the journal now.
pub fn forget(desk: &Folder) -> Result<(), StoreError> {
    fs::remove_file(path(desk)).map_err(|error| StoreError::file(path(desk), "removed", error))
}
