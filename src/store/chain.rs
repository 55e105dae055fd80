//! The chain: which bytes are hashed, so that a verifier can be written by somebody who never saw this program.
//!
//! ```text
//! body_digest = SHA-256( salt (16 bytes) ‖ body (the stored UTF-8 bytes) )
//! hash        = SHA-256( "dutydesk.journal.v1" ‖ field ‖ field ‖ … )
//! field       = length (4 bytes, big-endian) ‖ bytes
//! fields, in this order:
//!   desk         16 bytes                     person       16 bytes, or none (length 0)
//!   seq           8 bytes, big-endian         account      16 bytes, or none (length 0)
//!   event_id     16 bytes                     at            8 bytes, big-endian two's complement, µs since 1970 UTC
//!   stream       16 bytes                     body_digest  32 bytes
//!   version       8 bytes, big-endian         prev         32 bytes
//!   kind         UTF-8
//! signature   = Ed25519 over hash (64 bytes), or nothing in the unsigned history of an older desk
//! prev        = SHA-256( hash ‖ signature ) of entry seq − 1; 32 zero bytes in entry 1
//! ```
//!
//! The tag carries no length. The body itself is not hashed into the chain but its salted digest is: a payload whose
//! retention has ended can go while the chain still holds, and nobody can guess it back from the digest.
//!
//! # Who signs
//!
//! An entry that names a person is signed by that person's key, any other by the desk's own. The public keys stand in
//! the journal, in the bodies of entries whose stream is the desk's id, as 64 hexadecimal digits of the 32 bytes:
//!
//! ```text
//! desk.keys_made.v1        {"desk": key, "sealing": key}     the desk's key; signed by itself the first time, and by
//!                                                            the former one whenever it is replaced
//! desk.key_enrolled.v1     {"person": id, "public": key}     a person's key, from the next entry on
//! desk.sealed_unsigned.v1  {"until": seq, "hash": hash}      vouches for entries 1 … until, which nobody signed
//! ```
//!
//! The key that counts for an entry is the newest one announced before it. The first signed entry is the desk's
//! `keys_made`, which is checked with the key that it announces. On a desk that was made with keys it is entry 1 and every
//! later entry is signed. On an older desk entries 1 … n are unsigned, `keys_made` is entry n + 1, and entry n + 2 is
//! the desk's `sealed_unsigned` with `until` n and `hash` the hash of entry n. Nothing unsigned stands after that.
//! Signatures are checked strictly (RFC 8032, without its cofactor): no key or point of small order is let through.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The tag that every entry's hash begins with.
pub const TAG: &[u8] = b"dutydesk.journal.v1";
/// What stands for the previous entry in the first one.
pub const START: Hash = [0; 32];

/// A SHA-256.
pub type Hash = [u8; 32];
/// The salt of one payload.
pub type Salt = [u8; 16];

/// The fields of an entry that its hash covers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'a> {
    pub(crate) desk: Uuid,
    pub(crate) seq: u64,
    pub(crate) event: Uuid,
    pub(crate) stream: Uuid,
    pub(crate) version: u64,
    pub(crate) kind: &'a str,
    pub(crate) person: Option<Uuid>,
    pub(crate) account: Option<Uuid>,
    pub(crate) at: i64,
    pub(crate) body_digest: Hash,
    pub(crate) prev: Hash,
}

impl Link<'_> {
    pub(crate) fn hash(&self) -> Hash {
        Sha256::digest(self.bytes()).into()
    }

    /// Gives the bytes that are hashed; `prev` stands at their end.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut all = Vec::with_capacity(320);
        all.extend_from_slice(TAG);
        let mut field = |bytes: &[u8]| {
            all.extend_from_slice(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
            all.extend_from_slice(bytes);
        };
        let optional = |id: &Option<Uuid>| id.map(Uuid::into_bytes);
        field(self.desk.as_bytes());
        field(&self.seq.to_be_bytes());
        field(self.event.as_bytes());
        field(self.stream.as_bytes());
        field(&self.version.to_be_bytes());
        field(self.kind.as_bytes());
        field(optional(&self.person).as_ref().map_or(&[], |id| id.as_slice()));
        field(optional(&self.account).as_ref().map_or(&[], |id| id.as_slice()));
        field(&self.at.to_be_bytes());
        field(&self.body_digest);
        field(&self.prev);
        all
    }
}

/// Digests a body with its salt.
pub(crate) fn body_digest(salt: &Salt, body: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

/// Gives what the next entry calls its previous one.
pub(crate) fn next_prev(hash: &Hash, signature: &[u8]) -> Hash {
    Sha256::new().chain_update(hash).chain_update(signature).finalize().into()
}

/// Writes bytes in hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads hexadecimal of exactly `N` bytes.
pub(crate) fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != N * 2 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (i, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(i * 2..i * 2 + 2)?, 16).ok()?;
    }
    Some(bytes)
}
