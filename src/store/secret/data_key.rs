//! The data key: 32 random bytes that encrypt the database, and from which every file's own key is derived.

use std::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Entropy, StoreError, draw};

/// The key of everything that lies on the desk's disk.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(Zeroizing<[u8; 32]>);

impl DataKey {
    /// Draws a new key.
    pub fn random(entropy: &mut Entropy) -> Result<Self, StoreError> {
        Ok(Self(draw(entropy)?))
    }

    /// Takes 32 bytes as a key.
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*bytes))
    }

    /// Shows the bytes, for sealing them and for a practice desk's file.
    pub(in crate::store) fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Gives the statement that opens the database; `PRAGMA cipher_log_level = NONE` must have gone before it.
    pub fn sqlcipher_pragma(&self) -> Zeroizing<String> {
        self.pragma("key")
    }

    /// Gives the statement that encrypts an open database with this key from now on.
    pub fn sqlcipher_rekey_pragma(&self) -> Zeroizing<String> {
        self.pragma("rekey")
    }

    /// Gives the statement that attaches another file, which has or gets this key, under a name: `ATTACH ?1 AS name KEY …`.
    ///
    /// The file's path is the statement's one parameter.
    pub fn sqlcipher_attach(&self, name: &str) -> Zeroizing<String> {
        Zeroizing::new(format!("ATTACH ?1 AS {name} KEY \"x'{}'\"", *self.hex()))
    }

    fn pragma(&self, verb: &str) -> Zeroizing<String> {
        // A raw key: it is random already, and a derivation at every opening would only cost time.
        Zeroizing::new(format!("PRAGMA {verb} = \"x'{}'\"", *self.hex()))
    }

    fn hex(&self) -> Zeroizing<String> {
        Zeroizing::new(data_encoding::HEXLOWER.encode(self.0.as_slice()))
    }

    /// Derives the key of one purpose: HKDF-SHA256 without salt, the purpose as its info.
    pub fn subkey(&self, purpose: &str) -> Zeroizing<[u8; 32]> {
        let mut key = Zeroizing::new([0; 32]);
        // HKDF gives up to 255 × 32 bytes, so 32 are never refused.
        let expanded =
            Hkdf::<Sha256>::new(None, self.0.as_slice()).expand(purpose.as_bytes(), key.as_mut_slice());
        debug_assert!(expanded.is_ok());
        key
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey")
    }
}

#[cfg(test)]
mod tests {
    use super::{super::test_entropy, *};

    #[test]
    fn a_key_is_shown_only_where_it_is_asked_for() {
        let key = DataKey::random(&mut test_entropy(1)).unwrap();
        assert_eq!(format!("{key:?}"), "DataKey");
        let hex = data_encoding::HEXLOWER.encode(key.expose());
        assert_eq!(*key.sqlcipher_pragma(), format!("PRAGMA key = \"x'{hex}'\""));
        assert_eq!(*key.sqlcipher_rekey_pragma(), format!("PRAGMA rekey = \"x'{hex}'\""));
        assert_eq!(DataKey::from_bytes(key.expose()), key);
    }

    #[test]
    fn every_purpose_has_a_key_of_its_own() {
        let key = DataKey::from_bytes(&[7; 32]);
        assert_ne!(key.subkey("draft"), key.subkey("spool"));
        assert_ne!(key.subkey("draft").as_slice(), key.expose());
        assert_eq!(key.subkey("draft"), DataKey::from_bytes(&[7; 32]).subkey("draft"));
    }

    #[test]
    fn a_key_is_derived_as_the_standard_says() {
        // RFC 5869, test case 3 has no salt and no info, and 22 bytes of key material; ours is of 32 bytes and is made
        // by hand here: PRK = HMAC(zeros, key), OKM = HMAC(PRK, info ‖ 1).
        use hmac::{Hmac, KeyInit as _, Mac as _};
        let mac = |key: &[u8], parts: &[&[u8]]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
            for part in parts {
                mac.update(part);
            }
            mac.finalize().into_bytes()
        };
        let prk = mac(&[0; 32], &[&[9; 32]]);
        let okm = mac(&prk, &[b"draft", &[1]]);
        assert_eq!(DataKey::from_bytes(&[9; 32]).subkey("draft").as_slice(), okm.as_slice());
    }

    #[test]
    fn no_randomness_gives_no_key() {
        let mut none: Entropy = Box::new(|_| Err(std::io::Error::other("none")));
        assert!(matches!(DataKey::random(&mut none), Err(StoreError::Entropy(_))));
    }
}
