//! Bytes in files, written as lower-case hexadecimal; wiped from the memory when they are dropped.

use data_encoding::HEXLOWER;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use zeroize::Zeroizing;

/// Thirty-two bytes: a key, or a digest.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::store) struct Key(pub(in crate::store) Zeroizing<[u8; 32]>);

/// Any number of bytes.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::store) struct Bytes(pub(in crate::store) Zeroizing<Vec<u8>>);

impl From<[u8; 32]> for Key {
    fn from(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&Zeroizing::new(HEXLOWER.encode(self.0.as_slice())))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&Zeroizing::new(HEXLOWER.encode(&self.0)))
    }
}

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = Bytes::deserialize(from)?;
        let key: [u8; 32] = bytes.0.as_slice().try_into().map_err(D::Error::custom)?;
        Ok(key.into())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        Ok(HEXLOWER.decode(text.as_bytes()).map_err(D::Error::custom)?.into())
    }
}
