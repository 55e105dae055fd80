//! Whose signature counts: the public keys that the journal itself announces, as they stand before an entry.

use std::collections::BTreeMap;

use rusqlite::Connection;
use uuid::Uuid;

use super::{StoreError, chain, journal, secret::Keyring};
use crate::domain::{desk::Event, ids::StaffId, recorded::Unreadable};

/// The kind by which the desk announces its own keys.
pub(super) const KEYS_MADE: &str = "desk.keys_made.v1";
/// The kind by which somebody's key begins to count.
pub(super) const KEY_ENROLLED: &str = "desk.key_enrolled.v1";
/// The kind that vouches for unsigned history.
pub(super) const SEALED_UNSIGNED: &str = "desk.sealed_unsigned.v1";

/// A public key, and the entry that announced it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Known {
    pub(super) public: [u8; 32],
    pub(super) since: u64,
}

/// The keys that count.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Enrolled {
    /// The desk's own key; none in a journal that nobody signed so far.
    pub(super) desk: Option<Known>,
    people: BTreeMap<StaffId, Known>,
    /// The newest version of the desk's stream that was looked at.
    version: u64,
}

/// Says that an entry announces something that is no key.
#[derive(Clone, Copy, Debug)]
pub(super) struct NotAKey;

impl Enrolled {
    /// Reads the keys that the journal announces.
    pub(super) fn read(conn: &Connection, desk: Uuid) -> Result<Self, StoreError> {
        let mut enrolled = Self { version: journal::version(conn, desk)?, ..Self::default() };
        for entry in journal::read_stream(conn, desk)? {
            enrolled.learn(entry.seq, &entry.kind, &entry.body).map_err(|NotAKey| StoreError::Damaged {
                seq: entry.seq,
                what: "it announces something that is no key".to_owned(),
            })?;
        }
        Ok(enrolled)
    }

    /// Reads them again where the desk's stream has grown, as when another console enrolled somebody.
    pub(super) fn renew(&mut self, conn: &Connection, desk: Uuid) -> Result<(), StoreError> {
        if journal::version(conn, desk)? != self.version {
            *self = Self::read(conn, desk)?;
        }
        Ok(())
    }

    /// Counts an entry of the desk's stream that this console appended.
    pub(super) fn grown(&mut self) {
        self.version += 1;
    }

    /// Takes in what an entry of the desk's stream announces.
    pub(super) fn learn(&mut self, seq: u64, kind: &str, body: &str) -> Result<(), NotAKey> {
        if ![KEYS_MADE, KEY_ENROLLED].contains(&kind) {
            return Ok(());
        }
        let known = |hex: &str| Ok(Known { public: chain::unhex(hex).ok_or(NotAKey)?, since: seq });
        match Event::read(kind, body).map_err(|_: Unreadable| NotAKey)? {
            Event::KeysMade(keys) => self.desk = Some(known(&keys.desk)?),
            Event::KeyEnrolled(key) => {
                self.people.insert(key.person, known(&key.public)?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Gives the key that counts for a person, or for the desk where no person is named.
    pub(super) fn of(&self, person: Option<StaffId>) -> Option<Known> {
        match person {
            None => self.desk,
            Some(person) => self.people.get(&person).copied(),
        }
    }

    /// Finds the first entry that announces another key than the keyring has.
    pub(super) fn differs_from(&self, keyring: &Keyring) -> Option<u64> {
        let desk = self.desk.filter(|known| known.public != keyring.desk_public());
        let people = self.people.iter().filter(|(person, known)| {
            keyring.public_of(**person).is_some_and(|public| public != known.public)
        });
        people.map(|(_, known)| *known).chain(desk).map(|known| known.since).min()
    }
}

/// Reads a seal over unsigned history: the last unsigned entry and its hash.
pub(super) fn seal_of(body: &str) -> Option<(u64, chain::Hash)> {
    match Event::read(SEALED_UNSIGNED, body).ok()? {
        Event::SealedUnsigned(seal) => Some((seal.until, chain::unhex(&seal.hash)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kinds_are_the_domains() {
        for kind in [KEYS_MADE, KEY_ENROLLED, SEALED_UNSIGNED] {
            assert!(Event::KINDS.contains(&kind), "{kind}");
        }
    }
}
