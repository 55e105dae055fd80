//! `desk.book`: who works here, in which hours and by which profile, as the journal last said, kept beside it for the hour in
//! which it cannot be read.
//!
//! It says nothing that the journal does not, counts for nothing while that can be read, and is written anew whenever it
//! differs. One line of JSON under the data key's subkey `book` ([`mod@file`]); that it opens shows that the key is this desk's.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Entropy, Folder, Meta, StoreError,
    secret::{DataKey, SecretError, file},
};
use crate::domain::{desk::State, ids::DeskId};

/// What the file is wrapped for.
const PURPOSE: &str = "book";

/// What is kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    desk: DeskId,
    practice: bool,
    profile: String,
    founded: DateTime<Utc>,
    /// The desk as its own stream made it.
    pub state: State,
}

impl Kept {
    /// Makes it of what is known now.
    pub fn of(meta: &Meta, state: &State) -> Self {
        let Meta { desk, practice, profile, founded } = meta.clone();
        Self { desk, practice, profile, founded, state: state.clone() }
    }

    /// Gives what the desk's file says about itself.
    pub fn meta(&self) -> Meta {
        let Self { desk, practice, profile, founded, .. } = self.clone();
        Meta { desk, practice, profile, founded }
    }
}

fn path(desk: &Folder) -> PathBuf {
    desk.root().join("desk.book")
}

/// Reads what is kept; nothing, where there is none yet, or it is damaged or another key's.
pub fn read(desk: &Folder, key: &DataKey) -> Option<Kept> {
    serde_json::from_slice(&file::read_wrapped(&path(desk), key, PURPOSE).ok()?).ok()
}

/// Keeps what is known now, where that is not what is kept.
pub fn keep(desk: &Folder, key: &DataKey, known: &Kept, entropy: &mut Entropy) -> Result<(), StoreError> {
    if read(desk, key).as_ref() == Some(known) {
        return Ok(());
    }
    let path = path(desk);
    let text = serde_json::to_vec(known).map_err(|_| SecretError::Damaged(path.clone()))?;
    file::write_wrapped(&path, key, PURPOSE, &text, true, entropy)
}
