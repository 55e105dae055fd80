//! What a roster's places are made of: secrets under a passphrase, the data key sealed to somebody, the desk's own keys.

use ed25519_dalek::SigningKey;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::Work;
use crate::{
    domain::ids::{DeskId, StaffId},
    store::{
        Entropy, StoreError,
        secret::{
            DataKey, Keyring, SealingKey, draw,
            hex::{Bytes, Key},
            keyring::new_signing_key,
            seal,
        },
    },
};

/// What a person's two secrets are wrapped for, under the key made of their passphrase.
const PERSON: &str = "person";
/// What the desk's two secrets are wrapped for, under the data key.
const DESK: &str = "desk";

/// The desk's own pairs: public halves, and the private ones under the data key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeskKeys {
    pub(super) signing: Key,
    pub(super) sealing: Key,
    wrapped: Bytes,
}

/// The data key, sealed to somebody's public key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sealed {
    pub(super) public: Key,
    pub(super) data: Bytes,
}

/// Secrets under a passphrase.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    work: Work,
    salt: Bytes,
    wrapped: Bytes,
}

/// A person's two private keys, or a service's.
pub(super) struct Secrets {
    pub(super) signing: SigningKey,
    pub(super) sealing: SealingKey,
}

/// Whom a data key is sealed to.
#[derive(Clone, Copy)]
pub(super) enum Holder {
    /// A person, or a service.
    Of(StaffId),
    /// The two office holders together.
    Recovery,
}

/// Binds a sealed data key to its desk and to whom it is for.
pub(super) fn info(desk: DeskId, holder: Holder) -> Vec<u8> {
    let (role, id): (&[u8], _) = match holder {
        Holder::Of(id) => (b"holder", id.0),
        Holder::Recovery => (b"recovery", Uuid::nil()),
    };
    [b"dutydesk.data-key.v1", desk.0.as_bytes().as_slice(), id.as_bytes(), role].concat()
}

impl DeskKeys {
    pub(super) fn new(data: &DataKey, keyring: &Keyring, entropy: &mut Entropy) -> Result<Self, StoreError> {
        let secrets = Secrets { signing: keyring.desk_key().clone(), sealing: keyring.sealing().clone() };
        Ok(Self {
            signing: keyring.desk_public().into(),
            sealing: keyring.sealing_public().into(),
            wrapped: seal::wrap(data, DESK, &*secrets.bytes(), entropy)?.into(),
        })
    }

    /// Opens the desk's own keys.
    pub(super) fn open(&self, data: &DataKey) -> Option<Keyring> {
        let secrets = Secrets::from(&seal::unwrap(data, DESK, &self.wrapped.0)?)?;
        let keyring = Keyring::new(secrets.signing, secrets.sealing);
        let same = keyring.desk_public() == *self.signing.0 && keyring.sealing_public() == *self.sealing.0;
        same.then_some(keyring)
    }
}

impl Sealed {
    pub(super) fn new(
        public: [u8; 32],
        desk: DeskId,
        holder: Holder,
        data: &DataKey,
        entropy: &mut Entropy,
    ) -> Result<Self, StoreError> {
        let mut sealed = Self { public: public.into(), data: Vec::new().into() };
        sealed.seal(desk, holder, data, entropy)?;
        Ok(sealed)
    }

    pub(super) fn seal(
        &mut self,
        desk: DeskId,
        holder: Holder,
        data: &DataKey,
        entropy: &mut Entropy,
    ) -> Result<(), StoreError> {
        self.data = seal::seal_to(&self.public.0, &info(desk, holder), data.expose(), entropy)?.into();
        Ok(())
    }
}

impl Slot {
    pub(super) fn new(
        work: Work,
        passphrase: &str,
        secrets: &Secrets,
        entropy: &mut Entropy,
    ) -> Result<Option<Self>, StoreError> {
        let salt = draw::<16>(entropy)?.to_vec();
        let Some(key) = work.derive(passphrase, &salt) else { return Ok(None) };
        let wrapped = seal::wrap(&key, PERSON, &*secrets.bytes(), entropy)?.into();
        Ok(Some(Self { work, salt: salt.into(), wrapped }))
    }

    /// Makes a slot that nothing opens, which takes as long to try as any other.
    pub(super) fn nobody(work: Work, entropy: &mut Entropy) -> Result<Self, StoreError> {
        // Wrapped bytes look random but for the first, which names their format.
        let mut wrapped = draw::<105>(entropy)?.to_vec();
        wrapped[0] = 1;
        Ok(Self { work, salt: draw::<16>(entropy)?.to_vec().into(), wrapped: wrapped.into() })
    }

    /// Opens the secrets, if the passphrase is the right one.
    pub(super) fn open(&self, passphrase: &str) -> Option<Secrets> {
        let key = self.work.derive(passphrase, &self.salt.0)?;
        Secrets::from(&seal::unwrap(&key, PERSON, &self.wrapped.0)?)
    }
}

impl Secrets {
    pub(super) fn random(entropy: &mut Entropy) -> Result<Self, StoreError> {
        Ok(Self { signing: new_signing_key(entropy)?, sealing: SealingKey::random(entropy)? })
    }

    fn bytes(&self) -> Zeroizing<[u8; 64]> {
        let mut bytes = Zeroizing::new([0; 64]);
        bytes[..32].copy_from_slice(self.signing.as_bytes());
        bytes[32..].copy_from_slice(self.sealing.expose());
        bytes
    }

    fn from(bytes: &[u8]) -> Option<Self> {
        let (signing, sealing) = bytes.split_first_chunk::<32>()?;
        Some(Self {
            signing: SigningKey::from_bytes(signing),
            sealing: SealingKey::from_bytes(sealing.try_into().ok()?),
        })
    }
}
