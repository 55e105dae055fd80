//! Ringing calls: files that a telephone system drops and a console journals.
//!
//! Dropping one needs the desk's public key, no database, and reads nothing. The caller of [`drop_ring`] hands in the
//! ring's id; the event that journals it takes the same id, so that two consoles that see the same file journal it once.

use std::path::PathBuf;

use uuid::Uuid;

use super::{
    Entropy, Folder, StoreError,
    sealed::{self, Kind},
    secret::Keyring,
};
use crate::domain::ids::RingId;

/// The longest announcement that is read, in bytes; a telephone system has no more to say.
pub const LONGEST: usize = 16 * 1024;

const RING: Kind = Kind { what: "ring", longest: LONGEST };

/// A ringing call that waits to be journalled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// The ring.
    pub id: RingId,
    /// What the telephone system said, raw; nobody has looked at it yet.
    pub body: String,
    path: PathBuf,
}

impl Waiting {
    /// Takes the file away, once the call is in the journal.
    pub fn done(self) -> Result<(), StoreError> {
        sealed::remove(&self.path)
    }

    /// Puts the file aside, where what it says is no ringing call; it is kept, sealed, under the name `<ring>.refused`.
    pub fn refuse(self) -> Result<(), StoreError> {
        sealed::aside(&self.path)
    }
}

/// Drops a ringing call into the folder, sealed to the desk's public key.
pub fn drop_ring(
    folder: &Folder,
    sealing_public: &[u8; 32],
    id: RingId,
    body: &str,
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    RING.drop(&folder.ringing(), sealing_public, id.0, body, entropy)
}

/// Lists the calls that wait, oldest first; files that cannot be one are put aside.
pub fn waiting(folder: &Folder, keyring: &Keyring) -> Result<Vec<Waiting>, StoreError> {
    let opened = RING.waiting(&folder.ringing(), keyring.sealing())?;
    Ok(opened.into_iter().map(|o| Waiting { id: RingId(o.id), body: o.body, path: o.path }).collect())
}

/// Seals the calls that an earlier version left in clear, and takes those away; whatever is no call stays.
pub(super) fn seal_plain(
    folder: &Folder,
    sealing_public: &[u8; 32],
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    for (stem, path) in sealed::list(&folder.ringing(), "json")? {
        let body = std::fs::read_to_string(&path).ok().filter(|body| body.len() <= LONGEST);
        if let Some((id, body)) = Uuid::parse_str(&stem).ok().zip(body) {
            drop_ring(folder, sealing_public, RingId(id), &body, entropy)?;
            sealed::remove(&path)?;
        }
    }
    Ok(())
}
