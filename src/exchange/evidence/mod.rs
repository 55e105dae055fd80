//! A bundle of evidence: one contact's record, and what proves it to somebody who does not have this program.
//!
//! This page is the format's description; a verifier is written from it and from [the chain's](#the-chain) bytes alone.
//! A bundle is a folder of exactly these files, all UTF-8 with lines ended by a line feed:
//!
//! | file | what it is |
//! |---|---|
//! | `README.txt` | what the bundle is, what is withheld and why, for people |
//! | `account.txt` | the record as text, and who made each entry when |
//! | `record.json` | the record as `dutydesk.contact/1` |
//! | `anchors.txt` | heads of the journal that were written down elsewhere, those that hold |
//! | `journal.jsonl` | the entries that are shown, whole, one JSON object a line |
//! | `chain.txt` | all other entries, blind: enough to follow the chain, and neither who, nor what, nor about whom |
//! | `MANIFEST.txt` | the end of the chain, and the digest of every other file |
//!
//! # `MANIFEST.txt`
//!
//! ```text
//! dutydesk evidence 1
//! head <seq> <hash, 64 hexadecimal digits> <head code, 20 characters in groups of 4 joined by hyphens>
//! file <SHA-256, 64 hexadecimal digits> <bytes> <name>
//! ```
//!
//! One `file` line for each of the six others, in the order of their names' bytes. Fields are separated by one space, and
//! all hexadecimal is in small letters. Nothing else is allowed: no further line, no other file in the folder.
//!
//! # `journal.jsonl`
//!
//! One object a line, in the order of `seq`, written without spaces and with its keys in this order:
//! `seq`, `desk`, `event`, `stream`, `version`, `kind`, `person`, `account`, `at`, `digest`, `hash`, `signature`, and then either
//! `salt` and `body`, or `withheld` with the words for why. Ids are UUIDs with hyphens in small letters, or `null`; `at`
//! is microseconds since 1970 UTC; `digest`, `hash`, `signature` and `salt` are hexadecimal; `signature` is empty where an entry
//! has none; `body` is the entry's stored JSON text as one string. Characters that JSON need not escape are not escaped;
//! control characters are `\b`, `\f`, `\n`, `\r`, `\t` or `\u` with four digits in small letters.
//!
//! # `chain.txt`
//!
//! One line for each entry from 1 to the head that `journal.jsonl` does not have, in the order of `seq`:
//!
//! ```text
//! <seq> <length> <state, 64 hexadecimal digits> <tail, hexadecimal, or -> <signature, hexadecimal, or ->
//! ```
//!
//! The tail holds the entry's salted digest and, where the blocks happen to fall so, its time and the last bytes of an account's id.
//!
//! # The chain
//!
//! ```text
//! digest      = SHA-256( salt (16 bytes) ‖ body (UTF-8) )
//! hash        = SHA-256( "dutydesk.journal.v1" ‖ field ‖ field ‖ … )
//! field       = length (4 bytes, big-endian) ‖ bytes
//! fields      = desk (16), seq (8, big-endian), event (16), stream (16), version (8, big-endian), kind (UTF-8),
//!               person (16, or none: length 0), account (16, or none), at (8, big-endian two's complement), digest (32), prev (32)
//! prev        = SHA-256( hash ‖ signature ) of entry seq − 1; 32 zero bytes in entry 1
//! signature   = Ed25519 (RFC 8032) over hash, 64 bytes; or nothing
//! ```
//!
//! A blind entry's hash is found by taking SHA-256 up in the middle (FIPS 180-4): `state` is its eight words, big-endian, after
//! all whole 64-byte blocks before `prev`; `tail` the bytes between that place and `prev`, fewer than 64; `length` how many
//! bytes are hashed in all. So: hash `tail ‖ prev ‖ 0x80 ‖ zeros ‖ length × 8 (8 bytes, big-endian)` from `state` on. The length
//! before `prev` less the tail is a multiple of 64.
//!
//! # Signatures
//!
//! The stream of the desk has the desk's own id. On it these are always shown whole: `desk.keys_made.v1` (`desk`: the desk's public
//! key in hexadecimal), `desk.key_enrolled.v1` (`person`, `public`), and `desk.sealed_unsigned.v1` (`until`, `hash`). Where no
//! keys were ever made, nothing is signed, and a verifier says so. Where some were, every entry from the first `keys_made` on is
//! signed: that one, which names no person, by the key it announces itself; any other with a person by that person's newest key
//! enrolled before it, and one without a person by the desk's newest key before it. If entries stand before the first
//! `keys_made`, they are unsigned, and the entry after it is the seal, by the desk: `until` is the last unsigned entry and `hash` its
//! hash. A blind entry's signature is not checked, for it does not say whose it is; it is bound by the next entry's `prev`.
//!
//! # What binds the rest
//!
//! The head, the last entry of the chain, is of kind `desk.evidence_exported.v1` and shown whole: the bundle is its own entry in the
//! journal. Its body names the contact (`reference` as a number, `contact` as a UUID), its `version`, whether the
//! reporter is included (`reporter_included`, `why`), the entries whose bodies are `withheld` (a list of `seq`), the `program`'s version,
//! `profile` and `profile_digest`, and in `files` the `name` and `sha256` of `README.txt`, `account.txt`, `anchors.txt` and `record.json`. A verifier
//! wants all entries of the contact's stream, versions 1 to `version`, shown; `record.json` to have that `id`, `version` and
//! `reference`; exactly the listed entries withheld, and none where the reporter is included; and each line of `anchors.txt` (see
//! [`anchors`](super::anchors)) to hold: with a number, that entry has this code; without one, some entry has.
//! The head code is the first 100 bits of the head's hash in Crockford's Base32.
//!
//! What a verifier cannot know by itself is whether this is the desk's only journal. Give it the head code by another way
//! than the bundle's: on paper, by telephone.

mod text;
mod veil;

use std::fmt::Write as _;

use serde::Serialize;
use uuid::Uuid;

pub use self::{
    text::{Cover, Line, account, read_first, readme},
    veil::{CannotWithhold, Veil, WITHHELD, is_free_text},
};
use super::json::NotWritten;
use crate::domain::answer::HeadCode;

/// The files that the journalled export names.
pub const BOUND: [&str; 4] = [README, ACCOUNT, ANCHORS, RECORD];
/// What the bundle is, for people.
pub const README: &str = "README.txt";
/// The record as text.
pub const ACCOUNT: &str = "account.txt";
/// Heads that were written down elsewhere.
pub const ANCHORS: &str = "anchors.txt";
/// The record as JSON.
pub const RECORD: &str = "record.json";
/// The entries that are shown.
pub const JOURNAL: &str = "journal.jsonl";
/// The entries that are blind.
pub const CHAIN: &str = "chain.txt";
/// The end of the chain and the digests.
pub const MANIFEST: &str = "MANIFEST.txt";

/// Why a body is not shown.
pub const WHY_WITHHELD: &str = "it names who reported, or a protected address";

/// An entry that is shown.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its place.
    pub seq: u64,
    /// The desk.
    pub desk: Uuid,
    /// Its id.
    pub event: Uuid,
    /// Its stream.
    pub stream: Uuid,
    /// Its place in the stream.
    pub version: u64,
    /// Its versioned name.
    pub kind: &'a str,
    /// Who did it.
    pub person: Option<Uuid>,
    /// By which account.
    pub account: Option<Uuid>,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// The salted digest of its body.
    pub digest: &'a [u8],
    /// Its hash.
    pub hash: &'a [u8],
    /// Its signature, or nothing.
    pub signature: &'a [u8],
    /// Salt and body; nothing where they are withheld.
    pub body: Option<(&'a [u8], &'a str)>,
}

/// The order of the fields is the format's.
#[derive(Serialize)]
struct Written<'a> {
    seq: u64,
    desk: Uuid,
    event: Uuid,
    stream: Uuid,
    version: u64,
    kind: &'a str,
    person: Option<Uuid>,
    account: Option<Uuid>,
    at: i64,
    digest: String,
    hash: String,
    signature: String,
    #[serde(flatten)]
    body: Body<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Body<'a> {
    Shown { salt: String, body: &'a str },
    Withheld { withheld: &'a str },
}

impl Entry<'_> {
    /// Writes its line of `journal.jsonl`.
    pub fn line(&self) -> Result<String, NotWritten> {
        let body = match self.body {
            Some((salt, body)) => Body::Shown { salt: hex(salt), body },
            None => Body::Withheld { withheld: WHY_WITHHELD },
        };
        let Self { seq, desk, event, stream, version, kind, person, account, at, .. } = *self;
        let (digest, hash, signature) = (hex(self.digest), hex(self.hash), hex(self.signature));
        let written = Written {
            seq,
            desk,
            event,
            stream,
            version,
            kind,
            person,
            account,
            at,
            digest,
            hash,
            signature,
            body,
        };
        Ok(serde_json::to_string(&written)? + "\n")
    }
}

/// Writes an entry's line of `chain.txt`.
pub fn blind_line(seq: u64, length: usize, state: &[u8; 32], tail: &[u8], signature: &[u8]) -> String {
    let or_none = |bytes: &[u8]| if bytes.is_empty() { "-".to_owned() } else { hex(bytes) };
    format!("{seq} {length} {} {} {}\n", hex(state), or_none(tail), or_none(signature))
}

/// A file of the bundle.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its SHA-256.
    pub sha256: [u8; 32],
    /// How long it is.
    pub bytes: u64,
}

/// Writes `MANIFEST.txt`.
pub fn manifest(seq: u64, hash: &[u8; 32], files: &[File]) -> String {
    let mut sorted: Vec<&File> = files.iter().collect();
    sorted.sort();
    let mut text = format!("dutydesk evidence 1\nhead {seq} {} {}\n", hex(hash), HeadCode::of(hash));
    for File { name, sha256, bytes } in sorted {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "file {} {bytes} {name}", hex(sha256));
    }
    text
}

/// Writes bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_the_format_says() {
        let id = Uuid::from_u128(7);
        let entry = Entry {
            seq: 3,
            desk: id,
            event: id,
            stream: id,
            version: 1,
            kind: "contact.taken.v1",
            person: None,
            account: Some(id),
            at: -1,
            digest: &[1; 2],
            hash: &[2; 2],
            signature: &[],
            body: Some((&[3; 2], "{\"a\":\"é\n\"}")),
        };
        let nil = "00000000-0000-0000-0000-000000000007";
        assert_eq!(
            entry.line().unwrap(),
            format!(
                "{{\"seq\":3,\"desk\":\"{nil}\",\"event\":\"{nil}\",\"stream\":\"{nil}\",\"version\":1,\
                 \"kind\":\"contact.taken.v1\",\"person\":null,\"account\":\"{nil}\",\"at\":-1,\"digest\":\"0101\",\
                 \"hash\":\"0202\",\"signature\":\"\",\"salt\":\"0303\",\"body\":\"{{\\\"a\\\":\\\"é\\n\\\"}}\"}}\n"
            )
        );
        let withheld = Entry { body: None, ..entry }.line().unwrap();
        assert!(
            withheld.ends_with(&format!("\"withheld\":\"{WHY_WITHHELD}\"}}\n")) && !withheld.contains("salt")
        );
        assert_eq!(blind_line(9, 261, &[0; 32], &[], &[255]), format!("9 261 {} - ff\n", "0".repeat(64)));
    }
}
