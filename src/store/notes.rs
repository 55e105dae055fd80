//! Sealed notes: what somebody writes at a console where nobody is signed in, or that is locked.
//!
//! It can be written and not read back: the file is sealed to the desk's public key, and whoever is signed in next finds
//! it. So no word waits for a passphrase.

use std::path::PathBuf;

use super::{
    Entropy, Folder, StoreError,
    sealed::{self, Kind},
    secret::Keyring,
};
use crate::domain::ids::EventId;

/// The longest note that is read, in bytes: some hours of typing.
pub const LONGEST: usize = 256 * 1024;

const NOTE: Kind = Kind { what: "note", longest: LONGEST };

/// A note that waits for somebody to be signed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitingNote {
    /// The id that its event will have, made when it was written.
    pub id: EventId,
    /// The words, raw.
    pub text: String,
    path: PathBuf,
}

impl WaitingNote {
    /// Takes the file away, once its words are in the journal.
    pub fn done(self) -> Result<(), StoreError> {
        sealed::remove(&self.path)
    }
}

/// Drops a note into the folder, sealed to the desk's public key.
pub fn drop_note(
    folder: &Folder,
    sealing_public: &[u8; 32],
    id: EventId,
    text: &str,
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    NOTE.drop(&folder.notes(), sealing_public, id.0, text, entropy)
}

/// Lists the notes that wait, oldest first; files that cannot be one are put aside.
pub fn waiting_notes(folder: &Folder, keyring: &Keyring) -> Result<Vec<WaitingNote>, StoreError> {
    let opened = NOTE.waiting(&folder.notes(), keyring.sealing())?;
    Ok(opened.into_iter().map(|o| WaitingNote { id: EventId(o.id), text: o.body, path: o.path }).collect())
}
