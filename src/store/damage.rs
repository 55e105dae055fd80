//! What was found damaged: a line a find beside the desk's file, journalled as soon as the journal takes it, and kept until every
//! page was looked at and is as it was written. So every console on the desk knows of it, also one that is opened later.
//!
//! The lines say what and when, and nothing about anybody. Whoever can write the folder can take them away: they are for people
//! who mend, and prove nothing.

use std::{fs, io, io::Write as _, path::PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Folder, StoreError, folder, secret::SecretError};
use crate::domain::desk::{Damage, DamageFound};

/// How many finds are noted at most; what comes after says nothing new.
const MOST: usize = 1_000;

/// A find, and whether the journal has it.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Noted {
    what: Damage,
    found: DateTime<Utc>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    journalled: bool,
}

fn path(desk: &Folder) -> PathBuf {
    desk.damage()
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
    if noted(desk)?.len() >= MOST {
        return Ok(());
    }
    let path = path(desk);
    let line = line(&Noted { what, found, journalled: false });
    let mut file = folder::private()
        .append(true)
        .create(true)
        .open(&path)
        .map_err(|e| StoreError::file(&path, "opened", e))?;
    writeln!(file, "{line}").map_err(|error| StoreError::file(&path, "written", error))
}

/// Gives what was found and is not in the journal yet; a line that cannot be read says nothing.
pub fn waiting(desk: &Folder) -> Result<Vec<DamageFound>, StoreError> {
    let waits = noted(desk)?.into_iter().filter(|noted| !noted.journalled);
    Ok(waits.map(|Noted { what, found, .. }| DamageFound { what, found }).collect())
}

/// Takes up that what waited is in the journal. That the desk's own file was damaged stays written until it is known to be sound.
pub fn journalled(desk: &Folder) -> Result<(), StoreError> {
    let stands = noted(desk)?.into_iter().filter(|noted| noted.what == Damage::File);
    let lines: Vec<String> = stands.map(|noted| line(&Noted { journalled: true, ..noted }) + "\n").collect();
    if lines.is_empty() {
        forget(desk)
    } else {
        folder::write_private(&path(desk), lines.concat().as_bytes(), true)
    }
}

/// Tells since when the desk's file is known to be damaged; nothing, where it is not.
pub fn since(desk: &Folder) -> Result<Option<DateTime<Utc>>, StoreError> {
    let file = noted(desk)?.into_iter().filter(|noted| noted.what == Damage::File);
    Ok(file.map(|noted| noted.found).min())
}

/// Forgets what is in the journal, now that every page of the file is as it was written.
pub fn is_sound(desk: &Folder) -> Result<(), StoreError> {
    if waiting(desk)?.is_empty() { forget(desk) } else { Ok(()) }
}

fn forget(desk: &Folder) -> Result<(), StoreError> {
    match fs::remove_file(path(desk)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::file(path(desk), "removed", error))
        }
        _ => Ok(()),
    }
}

fn noted(desk: &Folder) -> Result<Vec<Noted>, StoreError> {
    match fs::read_to_string(path(desk)) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(StoreError::file(path(desk), "read", error)),
    }
}

fn line(noted: &Noted) -> String {
    serde_json::to_string(noted).unwrap_or_default()
}
