//! Founding the file, and who has a place in it: people with their keys, and the names they sign in by.

use std::fmt;

use ed25519_dalek::SigningKey;

use super::{
    Half, Keys, Strength, Work,
    contents::{Account, Contents, Generation, Person, Roster},
    passphrase::Chosen,
    place::{DeskKeys, Holder, Sealed, Secrets, Slot},
    recovery,
};
use crate::{
    domain::ids::{AccountId, DeskId, StaffId},
    store::{
        Entropy, StoreError,
        secret::{Access, DataKey, Keyring, SealingKey, SecretError, draw},
    },
};

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyHolder {
    /// The account.
    pub account: AccountId,
    /// The human being.
    pub person: StaffId,
    /// The name they sign in by.
    pub name: String,
}

/// Somebody who gets keys.
#[derive(Clone, Debug)]
pub struct Newcomer<'a> {
    /// The human being.
    pub person: StaffId,
    /// The accounts they sign in with, each with its name; they have one passphrase for all.
    pub accounts: Vec<(AccountId, String)>,
    /// The passphrase they chose.
    pub passphrase: &'a Chosen,
}

/// Somebody who has keys now.
#[derive(Clone)]
pub struct Enrolled {
    /// The human being, or the service.
    pub person: StaffId,
    /// The public half of their signing key, which goes into the journal.
    pub signing: [u8; 32],
    /// The public half of the key that the data key is sealed to.
    pub sealing: [u8; 32],
    /// Their signing key, which only a practice desk keeps.
    pub key: SigningKey,
}

/// A desk that has keys now.
#[derive(Debug)]
pub struct Founded {
    /// What opens it; nobody's signing keys are on its ring.
    pub access: Access,
    /// The first people.
    pub people: Vec<Enrolled>,
    /// The recovery key's two halves, each to be printed once for one office holder.
    pub halves: [Half; 2],
}

impl Keys {
    /// Makes the file of a new desk, with its first people.
    ///
    /// A file that exists is refused, but for one of the format before encryption, which is replaced: keep a copy first.
    pub fn found(
        &self,
        strength: Strength,
        desk: DeskId,
        people: &[Newcomer<'_>],
        entropy: &mut Entropy,
    ) -> Result<Founded, StoreError> {
        let work = Work::of(strength);
        let _lock = self.lock()?;
        if self.path.exists() && self.earlier()?.is_none() {
            return Err(StoreError::Exists(self.path.clone()));
        }
        let data = DataKey::random(entropy)?;
        let keyring = Keyring::random(entropy)?;
        let private = SealingKey::random(entropy)?;
        let mut roster = Roster {
            desk,
            work,
            pepper: draw::<16>(entropy)?.to_vec().into(),
            nobody: Slot::nobody(work, entropy)?,
            keys: DeskKeys::new(&data, &keyring, entropy)?,
            recovery: Sealed::new(private.public(), desk, Holder::Recovery, &data, entropy)?,
            people: Vec::new(),
            accounts: Vec::new(),
            services: Vec::new(),
        };
        let mut enrolled = Vec::new();
        for newcomer in people {
            enrolled.push(self.enrol_in(&mut roster, newcomer, &data, entropy)?);
        }
        let halves = recovery::split(&private, entropy)?;
        let generation = Generation::new(roster, &data).ok_or_else(|| self.damaged())?;
        self.write(&Contents::new(generation))?;
        Ok(Founded { access: Access { data, keyring }, people: enrolled, halves })
    }

    /// Gives somebody keys; whoever had some before gets new ones, and keeps their other accounts.
    pub fn enrol(
        &self,
        newcomer: &Newcomer<'_>,
        access: &Access,
        entropy: &mut Entropy,
    ) -> Result<Enrolled, StoreError> {
        self.change(&access.data, |roster| self.enrol_in(roster, newcomer, &access.data, entropy))
    }

    fn enrol_in(
        &self,
        roster: &mut Roster,
        newcomer: &Newcomer<'_>,
        data: &DataKey,
        entropy: &mut Entropy,
    ) -> Result<Enrolled, StoreError> {
        let (desk, person) = (roster.desk, newcomer.person);
        let secrets = Secrets::random(entropy)?;
        let enrolled = Enrolled::of(person, &secrets);
        for (id, name) in &newcomer.accounts {
            roster.open_account(Account { id: *id, person, name: name.clone() })?;
        }
        let slot = Slot::new(roster.work, newcomer.passphrase.text(), &secrets, entropy)?;
        let place = Person {
            id: person,
            slot: slot.ok_or_else(|| self.damaged())?,
            signing: enrolled.signing.into(),
            sealed: Sealed::new(enrolled.sealing, desk, Holder::Of(person), data, entropy)?,
        };
        roster.people.retain(|known| known.id != person);
        roster.people.push(place);
        Ok(enrolled)
    }

    /// Gives a person who has keys another account, or an account another name.
    pub fn add_account(&self, holder: &KeyHolder, access: &Access) -> Result<(), StoreError> {
        self.change(&access.data, |roster| {
            roster.person(holder.person).ok_or(SecretError::NotEnrolled)?;
            let KeyHolder { account: id, person, name } = holder.clone();
            roster.open_account(Account { id, person, name })
        })
    }

    /// Takes an account away, while its person keeps their keys; nobody signs in by its name any more.
    pub fn remove_account(&self, account: AccountId, access: &Access) -> Result<(), StoreError> {
        self.change(&access.data, |roster| {
            roster.accounts.retain(|known| known.id != account);
            Ok(())
        })
    }
}

impl Enrolled {
    pub(super) fn of(person: StaffId, secrets: &Secrets) -> Self {
        let key = secrets.signing.clone();
        Self { person, signing: key.verifying_key().to_bytes(), sealing: secrets.sealing.public(), key }
    }
}

impl fmt::Debug for Enrolled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enrolled").field("person", &self.person).finish_non_exhaustive()
    }
}
