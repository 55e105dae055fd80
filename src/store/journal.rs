//! The journal: append-only streams of events, chained over the whole desk.

use chrono::{DateTime, Utc};
use rusqlite::{CachedStatement, Connection, ErrorCode, OptionalExtension as _, params};
use uuid::Uuid;

use super::{
    Store, StoreError, Unit,
    chain::{self, Hash, Link, Salt},
    enrolled, int,
    signer::{Entry, Signer},
    uint,
};
use crate::domain::ids::{AccountId, EventId, StaffId};

/// An event to append.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its id; a draft carries it from the first key on.
    pub id: EventId,
    /// Its versioned name: `contact.agreement_recorded.v1`.
    pub kind: &'static str,
    /// Its body as JSON, stored byte for byte.
    pub body: String,
}

/// Who did it, by which account, when.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stamp {
    /// The human being; nobody, where a machine did it.
    pub person: Option<StaffId>,
    /// The account they had signed in with.
    pub account: Option<AccountId>,
    /// When, kept to the microsecond.
    pub at: DateTime<Utc>,
}

/// An event as the journal has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// Its place in the desk's history, from 1.
    pub seq: u64,
    /// Its id.
    pub id: EventId,
    /// Its stream.
    pub stream: Uuid,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// Its versioned name.
    pub kind: String,
    /// Who did it.
    pub person: Option<StaffId>,
    /// By which account.
    pub account: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Its body as JSON.
    pub body: String,
}

/// The newest entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// Its place; 0 in an empty journal.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

impl Unit<'_> {
    /// Appends events to a stream whose newest version the caller knows to be `expected` (0: a new stream).
    ///
    /// Each is signed: by the stamp's person, or by the desk where it names nobody. Refuses with
    /// [`StoreError::AlreadyRecorded`], [`StoreError::Stale`], [`StoreError::NoSigningKey`] or [`StoreError::OtherKey`];
    /// where the first event is refused so, nothing was written and the unit can go on.
    pub fn append(
        &mut self,
        stream: Uuid,
        expected: u64,
        stamp: &Stamp,
        events: &[NewEvent],
    ) -> Result<(), StoreError> {
        for (version, event) in (expected + 1..).zip(events) {
            if let Err(error) = self.append_one(stream, version, stamp, event) {
                let harmless = version == expected + 1
                    && matches!(
                        error,
                        StoreError::Stale { .. }
                            | StoreError::AlreadyRecorded { .. }
                            | StoreError::NoSigningKey(_)
                            | StoreError::OtherKey(_)
                    );
                self.broken |= !harmless;
                return Err(error);
            }
        }
        Ok(())
    }

    fn append_one(
        &mut self,
        stream: Uuid,
        version: u64,
        stamp: &Stamp,
        event: &NewEvent,
    ) -> Result<(), StoreError> {
        let mut salt: Salt = [0; 16];
        (self.entropy)(&mut salt).map_err(StoreError::Entropy)?;
        let link = Link {
            desk: self.desk.0,
            seq: self.newest + 1,
            event: event.id.0,
            stream,
            version,
            kind: event.kind,
            person: stamp.person.map(|id| id.0),
            account: stamp.account.map(|id| id.0),
            at: stamp.at.timestamp_micros(),
            body_digest: chain::body_digest(&salt, event.body.as_bytes()),
            prev: self.prev,
        };
        let of_the_desk = stream == self.desk.0;
        // The first announcement of the desk's key is signed by that key; every later one by the key before it.
        let first = of_the_desk && self.enrolled.desk.is_none();
        if first {
            self.learn(&link, &event.body)?;
        }
        self.may_sign(stamp.person)?;
        let mut entry = Entry::new(link, salt, event.body.clone());
        if let Some(signer) = &mut self.signer {
            let signed = signer.push(entry);
            self.insert_all(&signed)?;
        } else {
            entry.sign(self.keyring, &self.prev);
            self.insert(&entry)?;
        }
        self.newest = link.seq;
        self.wrote = true;
        if of_the_desk {
            self.enrolled.grown();
            if !first {
                self.learn(&link, &event.body).inspect_err(|_| self.broken = true)?;
            }
        }
        Ok(())
    }

    /// Inserts whatever is still being signed, so that the journal can be read.
    pub(super) fn settle_entries(&mut self) -> Result<(), StoreError> {
        let signed = self.signer.as_mut().map(Signer::rest).unwrap_or_default();
        self.insert_all(&signed)
    }

    fn insert_all(&mut self, entries: &[Entry]) -> Result<(), StoreError> {
        // What came after it was handed in already, and would not follow it.
        entries.iter().try_for_each(|entry| self.insert(entry)).inspect_err(|_| self.broken = true)
    }

    fn insert(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let link = &entry.link;
        let signature = entry.signature.ok_or(StoreError::NoSigningKey(link.person.map(StaffId)))?;
        let inserted = self
            .conn
            .prepare_cached(
                "INSERT INTO journal (seq, event_id, stream, version, kind, person, account, desk, at, body_digest,
                 prev, hash, signature) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            )?
            .execute(params![
                int(link.seq),
                link.event.as_bytes(),
                link.stream.as_bytes(),
                int(link.version),
                link.kind,
                link.person.as_ref().map(Uuid::as_bytes),
                link.account.as_ref().map(Uuid::as_bytes),
                link.desk.as_bytes(),
                link.at,
                link.body_digest,
                link.prev,
                entry.hash,
                signature,
            ]);
        if let Err(error) = inserted {
            return Err(self.why_refused(error, link));
        }
        self.conn
            .prepare_cached("INSERT INTO payload (seq, salt, body) VALUES (?1, ?2, ?3)")?
            .execute(params![int(link.seq), entry.salt, entry.body])
            // The entry stands without its payload now: never commit that.
            .inspect_err(|_| self.broken = true)?;
        self.prev = chain::next_prev(&entry.hash, &signature);
        Ok(())
    }

    fn learn(&mut self, link: &Link<'_>, body: &str) -> Result<(), StoreError> {
        self.enrolled.learn(link.seq, link.kind, body).map_err(|enrolled::NotAKey| StoreError::Damaged {
            seq: link.seq,
            what: "it announces something that is no key".to_owned(),
        })
    }

    /// Wants the key that the journal knows for whoever signs, and no other: what nobody could verify is not written.
    fn may_sign(&self, person: Option<StaffId>) -> Result<(), StoreError> {
        let held = match person {
            None => self.keyring.desk_public(),
            Some(id) => self.keyring.public_of(id).ok_or(StoreError::NoSigningKey(person))?,
        };
        let fits = self.enrolled.of(person).is_some_and(|known| known.public == held);
        if fits { Ok(()) } else { Err(StoreError::OtherKey(person)) }
    }

    /// Finds out which of the triggers spoke; asked only after a refusal, so that the common road asks nothing twice.
    fn why_refused(&self, error: rusqlite::Error, link: &Link<'_>) -> StoreError {
        if error.sqlite_error_code() != Some(ErrorCode::ConstraintViolation) {
            return error.into();
        }
        let known = self
            .conn
            .query_row("SELECT seq FROM journal WHERE event_id = ?1", [link.event.as_bytes()], |row| {
                row.get(0)
            })
            .optional();
        match known {
            Ok(Some(seq)) => return StoreError::AlreadyRecorded { id: EventId(link.event), seq: uint(seq) },
            Ok(None) => {}
            Err(other) => return other.into(),
        }
        match version(self.conn, link.stream) {
            Ok(found) if found + 1 != link.version => {
                StoreError::Stale { stream: link.stream, expected: link.version.saturating_sub(1), found }
            }
            Ok(_) => error.into(),
            Err(other) => other,
        }
    }

    /// Gives a stream's newest version, this unit's own events included; 0 for an unknown one.
    pub fn version(&mut self, stream: Uuid) -> Result<u64, StoreError> {
        self.settle_entries()?;
        version(self.conn, stream)
    }

    /// Reads a stream, this unit's own events included.
    pub fn stream(&mut self, stream: Uuid) -> Result<Vec<Recorded>, StoreError> {
        self.settle_entries()?;
        read_stream(self.conn, stream)
    }
}

/// Lists streams of newer entries. Left to itself, `SQLite` would walk the whole index of streams, which has them in order and
/// each once: over a second in a journal of five million entries, for the few at its end.
pub(super) const CHANGED: &str =
    "SELECT DISTINCT stream FROM journal NOT INDEXED WHERE seq > ?1 LIMIT ?2 + 1";

/// Among how many of the newest entries is looked for what began lately.
const LATELY: i64 = 5_000;

impl Store {
    /// Reads a stream from its beginning; an unknown one is empty.
    pub fn stream(&self, stream: Uuid) -> Result<Vec<Recorded>, StoreError> {
        read_stream(&*self.conn()?, stream)
    }

    /// Reads the newest version of a stream; 0 where there is none.
    pub fn version(&self, stream: Uuid) -> Result<u64, StoreError> {
        version(&*self.conn()?, stream)
    }

    /// Reads up to `limit` entries that come after `seq`, oldest first.
    pub fn after(&self, seq: u64, limit: usize) -> Result<Vec<Recorded>, StoreError> {
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(&select("WHERE j.seq > ?1 ORDER BY j.seq LIMIT ?2"))?;
        collect(&mut statement, params![int(seq), i64::try_from(limit).unwrap_or(i64::MAX)])
    }

    /// Lists the streams that entries after `seq` belong to; nothing where they are more than `limit`.
    pub fn changed_since(&self, seq: u64, limit: usize) -> Result<Option<Vec<Uuid>>, StoreError> {
        let most = i64::try_from(limit).unwrap_or(i64::MAX);
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(CHANGED)?;
        let changed = statement
            .query_map((int(seq), most), |row| row.get(0).map(Uuid::from_bytes))?
            .collect::<Result<Vec<_>, _>>()?;
        Ok((changed.len() <= limit).then_some(changed))
    }

    /// Lists the streams among the newest entries that began with an event of a kind.
    pub fn begun_lately(&self, kind: &str) -> Result<Vec<Uuid>, StoreError> {
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(
            "SELECT stream FROM journal WHERE seq > (SELECT max(seq) FROM journal) - ?1 AND version = 1 AND kind = ?2",
        )?;
        let streams = statement.query_map((LATELY, kind), |row| row.get(0).map(Uuid::from_bytes))?;
        Ok(streams.collect::<Result<_, _>>()?)
    }

    /// Reads the newest entry.
    pub fn head(&self) -> Result<Head, StoreError> {
        Ok(tip(&*self.conn()?)?.0)
    }

    /// Tells where an event stands, if the journal has it; after a crash this says whether a draft was submitted.
    pub fn find_event(&self, id: EventId) -> Result<Option<u64>, StoreError> {
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached("SELECT seq FROM journal WHERE event_id = ?1")?;
        Ok(statement.query_row([id.0.as_bytes()], |row| row.get(0)).optional()?.map(uint))
    }
}

pub(super) fn version(conn: &Connection, stream: Uuid) -> Result<u64, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT coalesce(max(version), 0) FROM journal WHERE stream = ?1")?;
    Ok(uint(statement.query_row([stream.as_bytes()], |row| row.get(0))?))
}

/// Reads the newest entry, and what the next one calls its previous one.
pub(super) fn tip(conn: &Connection) -> Result<(Head, Hash), StoreError> {
    let tip = conn
        .prepare_cached("SELECT seq, hash, signature FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, Vec<u8>>(2)?)))
        .optional()?;
    Ok(match tip {
        Some((seq, hash, signature)) => (Head { seq: uint(seq), hash }, chain::next_prev(&hash, &signature)),
        None => (Head::default(), chain::START),
    })
}

/// Builds a query for [`recorded`].
pub(super) fn select(rest: &str) -> String {
    // LEFT JOIN: an entry whose payload is gone must be told of, not passed over.
    format!(
        "SELECT j.seq, j.event_id, j.stream, j.version, j.kind, j.person, j.account, j.at, p.body
         FROM journal AS j LEFT JOIN payload AS p ON p.seq = j.seq {rest}"
    )
}

pub(super) fn read_stream(conn: &Connection, stream: Uuid) -> Result<Vec<Recorded>, StoreError> {
    let mut statement = conn.prepare_cached(&select("WHERE j.stream = ?1 ORDER BY j.version"))?;
    collect(&mut statement, [stream.as_bytes()])
}

fn collect(
    statement: &mut CachedStatement<'_>,
    params: impl rusqlite::Params,
) -> Result<Vec<Recorded>, StoreError> {
    let mut rows = statement.query(params)?;
    let mut events = Vec::new();
    while let Some(row) = rows.next()? {
        events.push(recorded(row)?);
    }
    Ok(events)
}

/// Reads one row of [`select`].
pub(super) fn recorded(row: &rusqlite::Row<'_>) -> Result<Recorded, StoreError> {
    let seq = uint(row.get(0)?);
    let damaged = |what: &str| StoreError::Damaged { seq, what: what.to_owned() };
    let id = |at: usize| row.get::<_, [u8; 16]>(at).map(Uuid::from_bytes);
    let optional = |at: usize| row.get::<_, Option<[u8; 16]>>(at).map(|id| id.map(Uuid::from_bytes));
    let body: Option<String> = row.get(8).map_err(|_| damaged("its body is not text"))?;
    Ok(Recorded {
        seq,
        id: EventId(id(1)?),
        stream: id(2)?,
        version: uint(row.get(3)?),
        kind: row.get(4)?,
        person: optional(5)?.map(StaffId),
        account: optional(6)?.map(AccountId),
        at: DateTime::from_timestamp_micros(row.get(7)?).ok_or_else(|| damaged("its time is no time"))?,
        body: body.ok_or_else(|| damaged("its body is missing"))?,
    })
}
