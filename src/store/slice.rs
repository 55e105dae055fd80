//! What a bundle of evidence needs of the journal: some entries whole, of the others just enough to follow the chain.
//!
//! Between the entries of one family stand those of others, which nobody outside may see. The chain does not need them:
//! [`chain`](super::chain) puts `prev` last into an entry's hash, so that SHA-256 can be taken up in the middle. A blind entry is the
//! hash function's state after all whole blocks before `prev`, and the few bytes of the block that `prev` stands in. From
//! these and the previous entry anybody computes the hash; and nobody can name another previous entry that gives it.

use chrono::{DateTime, Utc};
use rusqlite::OptionalExtension as _;
use sha2::block_api::compress256;
use uuid::Uuid;

use super::{
    Store, StoreError,
    chain::{Hash, Link, Salt},
    int, uint,
};
use crate::domain::answer::HeadCode;

/// The state that SHA-256 begins with: FIPS 180-4, section 5.3.3.
const BEGIN: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// The length of a hash with its own length before it, as it ends an entry's bytes.
const PREV: usize = 32;

/// One entry, as much of it as is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Slice {
    /// All of it.
    Whole(Box<Whole>),
    /// Enough to follow the chain.
    Blind(Blind),
}

/// A whole entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Whole {
    /// Its place.
    pub seq: u64,
    /// Its id.
    pub event: Uuid,
    /// Its stream.
    pub stream: Uuid,
    /// Its place in the stream.
    pub version: u64,
    /// Its versioned name.
    pub kind: String,
    /// Who did it.
    pub person: Option<Uuid>,
    /// By which account.
    pub account: Option<Uuid>,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// The salted digest of its body.
    pub digest: Hash,
    /// Its hash.
    pub hash: Hash,
    /// Its signature; empty where it has none.
    pub signature: Vec<u8>,
    /// The salt and the body.
    pub body: (Salt, String),
}

/// An entry of which nothing is shown.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Blind {
    /// Its place.
    pub seq: u64,
    /// How many bytes its hash is of.
    pub length: usize,
    /// The state of SHA-256 after all whole blocks before `prev`.
    pub state: [u8; 32],
    /// The bytes between that block and `prev`; fewer than 64.
    pub tail: Vec<u8>,
    /// Its signature; empty where it has none.
    pub signature: Vec<u8>,
}

impl Blind {
    fn of(link: &Link<'_>, signature: Vec<u8>) -> Self {
        let bytes = link.bytes();
        let before = &bytes[..bytes.len() - PREV];
        let (blocks, tail) = before.as_chunks::<64>();
        let mut state = BEGIN;
        compress256(&mut state, blocks);
        let mut as_bytes = [0; 32];
        for (four, word) in as_bytes.chunks_exact_mut(4).zip(state) {
            four.copy_from_slice(&word.to_be_bytes());
        }
        Self { seq: link.seq, length: bytes.len(), state: as_bytes, tail: tail.to_owned(), signature }
    }
}

impl Store {
    /// Walks the chain from its first entry to `until`; `whole` says, by place, stream and kind, what is shown whole.
    pub fn slices<E: From<StoreError>>(
        &self,
        until: u64,
        whole: &dyn Fn(u64, Uuid, &str) -> bool,
        each: &mut dyn FnMut(Slice) -> Result<(), E>,
    ) -> Result<(), E> {
        let conn = self.conn()?;
        let mut statement = conn
            .prepare(
                "SELECT j.seq, j.event_id, j.stream, j.version, j.kind, j.person, j.account, j.desk, j.at,
                 j.body_digest, j.prev, j.hash, j.signature, p.salt, p.body
                 FROM journal AS j LEFT JOIN payload AS p ON p.seq = j.seq WHERE j.seq <= ?1 ORDER BY j.seq",
            )
            .map_err(StoreError::from)?;
        let mut rows = statement.query([int(until)]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            each(slice(row, whole)?)?;
        }
        Ok(())
    }

    /// Reads an entry's hash; nothing where there is no such entry.
    pub fn hash_at(&self, seq: u64) -> Result<Option<Hash>, StoreError> {
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached("SELECT hash FROM journal WHERE seq = ?1")?;
        Ok(statement.query_row([int(seq)], |row| row.get(0)).optional()?)
    }

    /// Reads when an entry was made; nothing where there is no such entry.
    pub fn time_at(&self, seq: u64) -> Result<Option<DateTime<Utc>>, StoreError> {
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached("SELECT at FROM journal WHERE seq = ?1")?;
        let at: Option<i64> = statement.query_row([int(seq)], |row| row.get(0)).optional()?;
        Ok(at.and_then(DateTime::from_timestamp_micros))
    }

    /// Finds the entries that have these head codes, in one walk; each where it is found first.
    pub fn find_heads(&self, codes: &[HeadCode]) -> Result<Vec<Option<u64>>, StoreError> {
        let mut found = vec![None; codes.len()];
        if codes.is_empty() {
            return Ok(found);
        }
        let conn = self.conn()?;
        let mut statement = conn.prepare("SELECT seq, hash FROM journal ORDER BY seq")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let code = HeadCode::of(&row.get(1)?);
            for (place, _) in codes.iter().enumerate().filter(|(_, wanted)| **wanted == code) {
                found[place].get_or_insert(uint(row.get(0)?));
            }
        }
        Ok(found)
    }
}

fn slice(row: &rusqlite::Row<'_>, whole: &dyn Fn(u64, Uuid, &str) -> bool) -> Result<Slice, StoreError> {
    let id = |at: usize| row.get::<_, [u8; 16]>(at).map(Uuid::from_bytes);
    let optional = |at: usize| row.get::<_, Option<[u8; 16]>>(at).map(|id| id.map(Uuid::from_bytes));
    let kind: String = row.get(4)?;
    let link = Link {
        desk: id(7)?,
        seq: uint(row.get(0)?),
        event: id(1)?,
        stream: id(2)?,
        version: uint(row.get(3)?),
        kind: &kind,
        person: optional(5)?,
        account: optional(6)?,
        at: row.get(8)?,
        body_digest: row.get(9)?,
        prev: row.get(10)?,
    };
    let signature = row.get(12)?;
    if !whole(link.seq, link.stream, &kind) {
        return Ok(Slice::Blind(Blind::of(&link, signature)));
    }
    let body: (Option<Salt>, Option<String>) = (row.get(13)?, row.get(14)?);
    let (Some(salt), Some(body)) = body else {
        return Err(StoreError::Damaged { seq: link.seq, what: "its body is missing".to_owned() });
    };
    Ok(Slice::Whole(Box::new(Whole {
        seq: link.seq,
        event: link.event,
        stream: link.stream,
        version: link.version,
        person: link.person,
        account: link.account,
        at: link.at,
        digest: link.body_digest,
        hash: row.get(11)?,
        signature,
        body: (salt, body),
        kind,
    })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_taken_up_in_the_middle() {
        for kind in
            ["a.v1", "contact.agreement_recorded.v1", "a.kind_whose_name_is_longer_than_any_that_there_is.v1"]
        {
            for person in [None, Some(Uuid::from_u128(5))] {
                let link = Link {
                    desk: Uuid::from_u128(1),
                    seq: 2,
                    event: Uuid::from_u128(3),
                    stream: Uuid::from_u128(4),
                    version: 1,
                    kind,
                    person,
                    account: person,
                    at: -7,
                    body_digest: [8; 32],
                    prev: [9; 32],
                };
                let blind = Blind::of(&link, Vec::new());
                // What a reader does: the tail, `prev`, and SHA-256's own ending.
                let mut rest = blind.tail.clone();
                rest.extend_from_slice(&link.prev);
                rest.push(0x80);
                while rest.len() % 64 != 56 {
                    rest.push(0);
                }
                rest.extend_from_slice(&(blind.length as u64 * 8).to_be_bytes());
                let mut state: [u32; 8] = std::array::from_fn(|i| {
                    u32::from_be_bytes(blind.state[i * 4..i * 4 + 4].try_into().unwrap())
                });
                compress256(&mut state, rest.as_chunks::<64>().0);
                let hash: Vec<u8> = state.iter().flat_map(|word| word.to_be_bytes()).collect();
                assert_eq!(hash, link.hash(), "{kind}");
            }
        }
    }
}
