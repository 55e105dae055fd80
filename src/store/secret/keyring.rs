//! The keyring: what signs at one console, and what opens notes that are sealed to the desk.

use std::{collections::BTreeMap, fmt};

use ed25519_dalek::{Signer as _, SigningKey};

use super::{DataKey, Entropy, SealingKey, StoreError, draw};
use crate::{domain::ids::StaffId, store::chain::Hash};

/// What opens a store: the key that reads it, and the keys that sign what is written.
#[derive(Clone, Debug)]
pub struct Access {
    /// The key of the database and of the files beside it.
    pub data: DataKey,
    /// What signs.
    pub keyring: Keyring,
}

/// The keys that sign: the desk's always, and those of the people who are signed in.
#[derive(Clone)]
pub struct Keyring {
    desk: SigningKey,
    sealing: SealingKey,
    people: BTreeMap<StaffId, SigningKey>,
}

impl Keyring {
    /// Makes the keys of a new desk, with nobody's beside them.
    pub fn random(entropy: &mut Entropy) -> Result<Self, StoreError> {
        let desk = new_signing_key(entropy)?;
        Ok(Self { desk, sealing: SealingKey::random(entropy)?, people: BTreeMap::new() })
    }

    /// Makes the keyring of a desk from its two keys.
    pub fn new(desk: SigningKey, sealing: SealingKey) -> Self {
        Self { desk, sealing, people: BTreeMap::new() }
    }

    /// Signs a hash by a person's key, or by the desk's where no person is named; nothing, where that person is not here.
    pub fn sign(&self, person: Option<StaffId>, hash: &Hash) -> Option<[u8; 64]> {
        let key = match person {
            None => &self.desk,
            Some(person) => self.people.get(&person)?,
        };
        Some(key.sign(hash).to_bytes())
    }

    /// Gives the public half of the desk's signing key.
    pub fn desk_public(&self) -> [u8; 32] {
        self.desk.verifying_key().to_bytes()
    }

    /// Gives the public half of the key that notes and rings are sealed to.
    pub fn sealing_public(&self) -> [u8; 32] {
        self.sealing.public()
    }

    /// Gives the key that opens what was sealed to the desk.
    pub fn sealing(&self) -> &SealingKey {
        &self.sealing
    }

    /// Gives the public half of a person's signing key, while they are signed in.
    pub fn public_of(&self, person: StaffId) -> Option<[u8; 32]> {
        Some(self.people.get(&person)?.verifying_key().to_bytes())
    }

    /// Takes a person's signing key up.
    pub fn take_up(&mut self, person: StaffId, key: SigningKey) {
        self.people.insert(person, key);
    }

    /// Takes the people's keys of another ring of the same desk up, as when somebody unlocks the console.
    pub fn take_up_all(&mut self, other: &Self) {
        self.people.extend(other.people.iter().map(|(person, key)| (*person, key.clone())));
    }

    /// Drops every person's key; the desk's own stays, for alarms and for clocks.
    pub fn lock(&mut self) {
        self.people.clear();
    }

    /// Tells whether a person's key is here.
    pub fn holds(&self, person: StaffId) -> bool {
        self.people.contains_key(&person)
    }

    /// Lists the people whose keys are here.
    pub fn people(&self) -> impl Iterator<Item = StaffId> {
        self.people.keys().copied()
    }

    /// Shows the desk's signing key, for wrapping it.
    pub(in crate::store) fn desk_key(&self) -> &SigningKey {
        &self.desk
    }

    /// Shows a person's signing key, for a practice desk's file.
    pub(in crate::store) fn key_of(&self, person: StaffId) -> Option<&SigningKey> {
        self.people.get(&person)
    }
}

/// Names whose keys are there, and no key.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keyring").field("people", &self.people.keys()).finish_non_exhaustive()
    }
}

/// Draws a new signing key.
pub fn new_signing_key(entropy: &mut Entropy) -> Result<SigningKey, StoreError> {
    Ok(SigningKey::from_bytes(&*draw::<32>(entropy)?))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{
        super::{Verifier, test_entropy},
        *,
    };

    #[test]
    fn people_sign_while_they_are_there_and_the_desk_always() {
        let mut entropy = test_entropy(1);
        let mut ring = Keyring::random(&mut entropy).unwrap();
        let (ada, ben) = (StaffId(Uuid::from_u128(1)), StaffId(Uuid::from_u128(2)));
        ring.take_up(ada, new_signing_key(&mut entropy).unwrap());
        let (hash, other) = ([3; 32], [4; 32]);
        let public = ring.public_of(ada).unwrap();
        let signature = ring.sign(Some(ada), &hash).unwrap();
        assert!(Verifier::check(&public, &hash, &signature));
        assert!(!Verifier::check(&public, &other, &signature));
        assert!(!Verifier::check(&ring.desk_public(), &hash, &signature));
        assert!(Verifier::check(&ring.desk_public(), &hash, &ring.sign(None, &hash).unwrap()));
        assert_eq!(ring.sign(Some(ben), &hash), None);
        assert!(ring.holds(ada) && !ring.holds(ben));
        let before = ring.clone();
        ring.lock();
        assert!(
            !ring.holds(ada) && ring.sign(Some(ada), &hash).is_none() && ring.sign(None, &hash).is_some()
        );
        ring.take_up_all(&before);
        assert_eq!(ring.people().collect::<Vec<_>>(), [ada]);
        assert!(!format!("{ring:?}").contains("SigningKey"));
    }
}
