//! Sealing to somebody's public key, and wrapping under a key that one holds.
//!
//! ```text
//! sealed  = HPKE, RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305
//!           format (1 byte, 1) ‖ encapsulated key (32 bytes) ‖ ciphertext with tag (16 bytes more than the text)
//! wrapped = XChaCha20-Poly1305 under HKDF-SHA256(key, info = purpose), the format byte as associated data
//!           format (1 byte, 1) ‖ nonce (24 bytes) ‖ ciphertext with tag
//! ```

use std::{convert::Infallible, fmt, io};

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use hpke::{
    Deserializable as _, Kem as _, OpModeR, OpModeS, Serializable as _,
    aead::ChaCha20Poly1305,
    kdf::HkdfSha256,
    kem::X25519HkdfSha256,
    rand_core::{TryCryptoRng, TryRng},
};
use zeroize::Zeroizing;

use super::{DataKey, Entropy, StoreError, draw};

type Kem = X25519HkdfSha256;

/// The only format there is so far.
const FORMAT: u8 = 1;
/// The bytes of a public key and of an encapsulated one.
const PUBLIC: usize = 32;
/// The bytes of a wrapping's nonce.
const NONCE: usize = 24;

/// The private half of an X25519 pair, which opens what was sealed to the public one.
#[derive(Clone, PartialEq, Eq)]
pub struct SealingKey(Zeroizing<[u8; 32]>);

impl SealingKey {
    /// Draws a new key.
    pub fn random(entropy: &mut Entropy) -> Result<Self, StoreError> {
        Ok(Self(draw(entropy)?))
    }

    /// Takes 32 bytes as a key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// Gives the public half, which others seal to.
    pub fn public(&self) -> [u8; 32] {
        self.private().map(|key| Kem::sk_to_pk(&key).to_bytes().into()).unwrap_or_default()
    }

    /// Shows the bytes, for wrapping them.
    pub(in crate::store) fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    fn private(&self) -> Option<<Kem as hpke::Kem>::PrivateKey> {
        <Kem as hpke::Kem>::PrivateKey::from_bytes(self.0.as_slice()).ok()
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealingKey")
    }
}

/// Seals bytes to a public key, bound to `info`; whoever sealed them cannot open them again.
pub fn seal_to(
    public: &[u8; 32],
    info: &[u8],
    bytes: &[u8],
    entropy: &mut Entropy,
) -> Result<Vec<u8>, StoreError> {
    let unfit = || StoreError::from(super::SecretError::PublicKey);
    let to = <Kem as hpke::Kem>::PublicKey::from_bytes(public).map_err(|_| unfit())?;
    let mut chance = Chance { entropy, failed: None };
    let sealed = hpke::single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeS::Base,
        &to,
        info,
        bytes,
        &[],
        &mut chance,
    );
    if let Some(error) = chance.failed {
        return Err(StoreError::Entropy(error));
    }
    let (encapsulated, ciphertext) = sealed.map_err(|_| unfit())?;
    Ok([&[FORMAT], encapsulated.to_bytes().as_slice(), &ciphertext].concat())
}

/// Opens what was sealed to a key's public half under the same `info`; nothing, where it was not or was changed.
pub fn open_with(key: &SealingKey, info: &[u8], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (encapsulated, ciphertext) = sealed.strip_prefix(&[FORMAT])?.split_at_checked(PUBLIC)?;
    let encapsulated = <Kem as hpke::Kem>::EncappedKey::from_bytes(encapsulated).ok()?;
    hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, Kem>(
        &OpModeR::Base,
        &key.private()?,
        &encapsulated,
        info,
        ciphertext,
        &[],
    )
    .ok()
    .map(Zeroizing::new)
}

/// Wraps bytes under the key that a purpose has.
pub fn wrap(
    key: &DataKey,
    purpose: &str,
    bytes: &[u8],
    entropy: &mut Entropy,
) -> Result<Vec<u8>, StoreError> {
    let nonce = draw::<NONCE>(entropy)?;
    let payload = Payload { msg: bytes, aad: &[FORMAT] };
    let ciphertext = cipher(key, purpose)
        .encrypt(&XNonce::from(*nonce), payload)
        // Only a text of 256 GiB is refused, and it would not have fitted into the memory.
        .map_err(|_| StoreError::Full)?;
    Ok([&[FORMAT], nonce.as_slice(), &ciphertext].concat())
}

/// Opens what was wrapped under a key for a purpose; nothing, where it was not or was changed.
pub fn unwrap(key: &DataKey, purpose: &str, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, ciphertext) = wrapped.strip_prefix(&[FORMAT])?.split_at_checked(NONCE)?;
    let nonce: [u8; NONCE] = nonce.try_into().ok()?;
    let payload = Payload { msg: ciphertext, aad: &[FORMAT] };
    cipher(key, purpose).decrypt(&XNonce::from(nonce), payload).ok().map(Zeroizing::new)
}

fn cipher(key: &DataKey, purpose: &str) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new((&*key.subkey(purpose)).into())
}

/// Hands the desk's randomness to a library that takes none that can fail; what was made after a failure is thrown away.
struct Chance<'a> {
    entropy: &'a mut Entropy,
    failed: Option<io::Error>,
}

impl TryRng for Chance<'_> {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        if let Err(error) = (self.entropy)(bytes) {
            self.failed = Some(error);
        }
        Ok(())
    }
}

impl TryCryptoRng for Chance<'_> {}

#[cfg(test)]
mod tests {
    use super::{super::test_entropy, *};

    const TEXT: &[u8] = b"Ellis said he sleeps at his gran's now.";

    #[test]
    fn what_is_sealed_opens_for_its_key_and_its_purpose_only() {
        let mut entropy = test_entropy(1);
        let (key, other) =
            (SealingKey::random(&mut entropy).unwrap(), SealingKey::random(&mut entropy).unwrap());
        let sealed = seal_to(&key.public(), b"ring", TEXT, &mut entropy).unwrap();
        assert_eq!(open_with(&key, b"ring", &sealed).unwrap().as_slice(), TEXT);
        assert!(open_with(&other, b"ring", &sealed).is_none());
        assert!(open_with(&key, b"note", &sealed).is_none());
        assert_ne!(seal_to(&key.public(), b"ring", TEXT, &mut entropy).unwrap(), sealed);
        for bit in 0..sealed.len() * 8 {
            let mut spoilt = sealed.clone();
            spoilt[bit / 8] ^= 1 << (bit % 8);
            // X25519 leaves the top bit of a public key out of the sum, but HPKE hashes the key as it was sent.
            assert!(open_with(&key, b"ring", &spoilt).is_none(), "bit {bit}");
        }
        for end in 0..sealed.len() {
            assert!(open_with(&key, b"ring", &sealed[..end]).is_none());
        }
        assert_eq!(format!("{key:?}"), "SealingKey");
    }

    #[test]
    fn what_is_wrapped_opens_under_its_key_and_its_purpose_only() {
        let mut entropy = test_entropy(2);
        let (key, other) = (DataKey::random(&mut entropy).unwrap(), DataKey::random(&mut entropy).unwrap());
        let wrapped = wrap(&key, "draft", TEXT, &mut entropy).unwrap();
        assert_eq!(unwrap(&key, "draft", &wrapped).unwrap().as_slice(), TEXT);
        assert!(unwrap(&other, "draft", &wrapped).is_none());
        assert!(unwrap(&key, "spool", &wrapped).is_none());
        assert_ne!(wrap(&key, "draft", TEXT, &mut entropy).unwrap(), wrapped);
        assert_eq!(wrapped.len(), 1 + NONCE + TEXT.len() + 16);
        for bit in 0..wrapped.len() * 8 {
            let mut spoilt = wrapped.clone();
            spoilt[bit / 8] ^= 1 << (bit % 8);
            assert!(unwrap(&key, "draft", &spoilt).is_none(), "bit {bit}");
        }
        for end in 0..wrapped.len() {
            assert!(unwrap(&key, "draft", &wrapped[..end]).is_none());
        }
        assert!(unwrap(&key, "draft", &wrap(&key, "draft", b"", &mut entropy).unwrap()).unwrap().is_empty());
    }

    #[test]
    fn no_randomness_seals_nothing() {
        let key = SealingKey::from_bytes(&[1; 32]);
        let mut none: Entropy = Box::new(|_| Err(io::Error::other("none")));
        assert!(matches!(seal_to(&key.public(), b"", TEXT, &mut none), Err(StoreError::Entropy(_))));
        let data = DataKey::from_bytes(&[1; 32]);
        assert!(matches!(wrap(&data, "", TEXT, &mut none), Err(StoreError::Entropy(_))));
        // A point of order one is nobody's key.
        assert!(seal_to(&[0; 32], b"", TEXT, &mut test_entropy(3)).is_err());
    }
}
