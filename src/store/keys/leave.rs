//! A new data key when somebody leaves, in two steps, so that a crash between them loses nothing.
//!
//! 1. [`Rekeying::leave`] draws the key and writes it down as the file's `next` generation, sealed to everybody who stays,
//!    to the office holders and to the services. The generation that opens the desk stays beside it.
//! 2. The caller encrypts the database with the new key, which is one transaction of the database.
//! 3. [`Rekeying::settle`] keeps the generation whose key opens the database, and forgets the other.
//!
//! After a crash the file holds both. Whoever signs in gets both keys ([`super::Unlocked::next`]), takes the guard, tries
//! which one opens the database, and settles. The guard is one lock file: while somebody holds it nobody else changes the
//! data key, so what opens the database cannot change between the trying and the settling.

use std::fs::{File, TryLockError};

use super::{Keys, contents::Generation};
use crate::{
    domain::ids::StaffId,
    store::{
        Entropy, StoreError,
        secret::{Access, DataKey, SecretError},
    },
};

/// The right to change the data key; nobody else has it until this is dropped.
#[derive(Debug)]
pub struct Rekeying<'a> {
    keys: &'a Keys,
    _lock: File,
}

impl Keys {
    /// Takes the right to change the data key; busy, while another console has it.
    pub fn rekeying(&self) -> Result<Rekeying<'_>, StoreError> {
        let (path, file) = self.lock_file("keys.rekey")?;
        match file.try_lock() {
            Ok(()) => Ok(Rekeying { keys: self, _lock: file }),
            Err(TryLockError::WouldBlock) => Err(StoreError::Busy),
            Err(TryLockError::Error(error)) => Err(StoreError::file(path, "locked", error)),
        }
    }

    /// Tells whether a change of the data key was begun and neither ended nor taken back.
    pub fn is_unsettled(&self) -> Result<bool, StoreError> {
        Ok(self.read()?.next.is_some())
    }
}

impl Rekeying<'_> {
    /// Draws the data key that the desk is to have without a person or service, and writes it down as the next one.
    ///
    /// The database gets it next, and then [`Self::settle`] ends the change. Until then the leaver's slot stands.
    pub fn leave(
        &self,
        leaver: StaffId,
        access: &Access,
        entropy: &mut Entropy,
    ) -> Result<DataKey, StoreError> {
        let _lock = self.keys.lock()?;
        let mut contents = self.keys.read()?;
        if contents.next.is_some() {
            return Err(SecretError::Unsettled.into());
        }
        if !contents.current.is_proved_by(&access.data) {
            return Err(SecretError::Superseded.into());
        }
        let mut roster = contents.current.roster.clone();
        roster.accounts.retain(|account| account.person != leaver);
        roster.people.retain(|known| known.id != leaver);
        roster.services.retain(|known| known.id != leaver);
        let before = &contents.current.roster;
        if (roster.people.len(), roster.services.len()) == (before.people.len(), before.services.len()) {
            return Err(SecretError::NotEnrolled.into());
        }
        if roster.people.is_empty() {
            return Err(SecretError::LastOne.into());
        }
        let data = DataKey::random(entropy)?;
        roster.seal_to_all(&data, &access.keyring, entropy)?;
        contents.next = Some(Generation::new(roster, &data).ok_or_else(|| self.keys.damaged())?);
        self.keys.write(&contents)?;
        Ok(data)
    }

    /// Keeps the generation of the key that opens the database, and forgets the other one if there is one.
    ///
    /// To be called only with a key that was seen to open the database while this guard was held.
    pub fn settle(&self, opens: &DataKey) -> Result<(), StoreError> {
        let _lock = self.keys.lock()?;
        let mut contents = self.keys.read()?;
        let next = contents.next.take();
        if let Some(next) = next.filter(|next| next.is_proved_by(opens)) {
            contents.current = next;
        } else if !contents.current.is_proved_by(opens) {
            return Err(SecretError::Superseded.into());
        }
        let roster = &contents.current.roster;
        contents.attempts.people.retain(|person, _| roster.person(*person).is_some());
        self.keys.write(&contents)
    }
}
