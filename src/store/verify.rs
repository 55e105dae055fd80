//! Proving the journal: every link, digest and version, and that its end is the end that `desk.head` knows.

use rusqlite::Connection;
use uuid::Uuid;

use super::{
    Head, Store, StoreError,
    chain::{self, Hash, Link},
    head::{self, Said},
    uint,
};

/// What was proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verified {
    /// How many entries there are.
    pub entries: u64,
    /// The newest.
    pub head: Head,
    /// Whether `desk.head` was there to compare the end with.
    pub end_known: bool,
}

/// The first entry that does not hold.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("entry {seq}: {words}; nothing was changed, and what stands before it holds")]
pub struct Fault {
    /// The entry.
    pub seq: u64,
    /// What is wrong with it.
    pub words: String,
}

impl Fault {
    fn new(seq: u64, words: impl Into<String>) -> Self {
        Self { seq, words: words.into() }
    }
}

/// The guards that must stand on the file.
const GUARDS: [&str; 9] = [
    "journal_never_changes",
    "journal_never_shrinks",
    "journal_only_grows",
    "meta_is_fixed",
    "meta_is_kept",
    "meta_is_one",
    "payload_never_changes",
    "payload_never_shrinks",
    "payload_only_grows",
];

/// How many entries lie between two calls of `progress`.
const STRIDE: u64 = 10_000;

/// Proves the desk's journal; `progress` hears now and then how many entries held.
///
/// The inner result is the proof's answer, the outer one whether it could be asked for.
pub fn verify(store: &Store, progress: &mut dyn FnMut(u64)) -> Result<Result<Verified, Fault>, StoreError> {
    // Read before the snapshot is taken: what it says was committed by then.
    let path = store.folder.head();
    let said: Vec<Said> =
        [head::read(&head::lost_path(&path)), head::read(&path)].into_iter().flatten().collect();
    let snapshot = store.conn.unchecked_transaction()?;
    prove(&snapshot, &said, progress)
}

/// Proves the journal of a connection, within one snapshot of the caller's.
pub(super) fn prove(
    conn: &Connection,
    said: &[Said],
    progress: &mut dyn FnMut(u64),
) -> Result<Result<Verified, Fault>, StoreError> {
    let chain = prove_chain(conn, progress)?;
    let head = match chain {
        Ok(head) => head,
        Err(fault) => return Ok(Err(fault)),
    };
    if let Some(fault) = fault_in_versions(conn)? {
        return Ok(Err(fault));
    }
    for said in said {
        if let Some(fault) = fault_at_the_end(conn, said)? {
            return Ok(Err(fault));
        }
    }
    if let Some(fault) = fault_in_guards(conn)? {
        return Ok(Err(fault));
    }
    Ok(Ok(Verified { entries: head.seq, head, end_known: !said.is_empty() }))
}

fn prove_chain(conn: &Connection, progress: &mut dyn FnMut(u64)) -> Result<Result<Head, Fault>, StoreError> {
    let desk: Option<[u8; 16]> = conn.query_row("SELECT (SELECT desk FROM meta)", [], |row| row.get(0))?;
    let mut statement = conn.prepare(
        "SELECT j.seq, j.event_id, j.stream, j.version, j.kind, j.person, j.account, j.desk, j.at, j.body_digest,
         j.prev, j.hash, j.signature, p.salt, CAST(p.body AS BLOB)
         FROM journal AS j LEFT JOIN payload AS p ON p.seq = j.seq ORDER BY j.seq",
    )?;
    let mut rows = statement.query([])?;
    let mut head = Head::default();
    let mut prev: Hash = chain::START;
    while let Some(row) = rows.next()? {
        let seq = uint(row.get(0)?);
        if seq != head.seq + 1 {
            return Ok(Err(Fault::new(head.seq + 1, format!("it is missing; the next one found is {seq}"))));
        }
        let id = |at: usize| row.get::<_, [u8; 16]>(at).map(Uuid::from_bytes);
        let optional = |at: usize| row.get::<_, Option<[u8; 16]>>(at).map(|id| id.map(Uuid::from_bytes));
        let kind = row.get_ref(4)?;
        let link = (|| {
            Ok::<_, rusqlite::Error>(Link {
                desk: id(7)?,
                seq,
                event: id(1)?,
                stream: id(2)?,
                version: uint(row.get(3)?),
                kind: kind.as_str()?,
                person: optional(5)?,
                account: optional(6)?,
                at: row.get(8)?,
                body_digest: row.get(9)?,
                prev: row.get(10)?,
            })
        })();
        let (link, hash): (_, Hash) = match (link, row.get(11)) {
            (Ok(link), Ok(hash)) => (link, hash),
            _ => return Ok(Err(Fault::new(seq, "a part of it is not what it should be"))),
        };
        let salt: Option<chain::Salt> = row.get(13).unwrap_or_default();
        let body = row.get_ref(14)?.as_bytes_or_null().unwrap_or_default();
        let fault = match (salt, body) {
            _ if desk != Some(link.desk.into_bytes()) => Some("it belongs to another desk"),
            _ if link.prev != prev => {
                Some("it does not follow from the entry before it, or that one was changed")
            }
            _ if link.hash() != hash => Some("its hash is not the hash of what it says: it was changed"),
            _ if row.get_ref(12)?.as_bytes() != Ok(&[]) => Some("it is signed, and this desk has no keys"),
            (Some(salt), Some(body)) if chain::body_digest(&salt, body) == link.body_digest => None,
            (Some(_), Some(_)) => Some("its body was changed"),
            _ => Some("its body is missing"),
        };
        if let Some(words) = fault {
            return Ok(Err(Fault::new(seq, words)));
        }
        prev = chain::next_prev(&hash, &[]);
        head = Head { seq, hash };
        if seq.is_multiple_of(STRIDE) {
            progress(seq);
        }
    }
    progress(head.seq);
    Ok(Ok(head))
}

/// Finds a stream whose versions are not 1, 2, 3 …; the index answers that without a table in memory.
fn fault_in_versions(conn: &Connection) -> Result<Option<Fault>, StoreError> {
    let mut statement = conn.prepare("SELECT stream, version, seq FROM journal ORDER BY stream, version")?;
    let mut rows = statement.query([])?;
    let mut at = ([0_u8; 16], 0);
    let mut first: Option<u64> = None;
    while let Some(row) = rows.next()? {
        let stream: [u8; 16] = row.get(0)?;
        let version: i64 = row.get(1)?;
        let expected = if stream == at.0 { at.1 + 1 } else { 1 };
        if version != expected {
            let seq = uint(row.get(2)?);
            first = Some(first.map_or(seq, |first| first.min(seq)));
        }
        at = (stream, version);
    }
    let orphan: Option<i64> = conn.query_row(
        "SELECT min(seq) FROM payload WHERE seq > (SELECT coalesce(max(seq), 0) FROM journal)",
        [],
        |row| row.get(0),
    )?;
    Ok(first
        .map(|seq| Fault::new(seq, "its stream lacks the version before it"))
        .or(orphan.map(|seq| Fault::new(uint(seq), "its body is there and the entry itself is missing"))))
}

/// Finds out whether the journal still ends where, or after, `desk.head` says.
fn fault_at_the_end(conn: &Connection, said: &Said) -> Result<Option<Fault>, StoreError> {
    Ok(head::compare(conn, said)?.map(|lost| {
        Fault::new(
            lost.found + 1,
            format!(
                "desk.head knows of entry {}, which the journal does not have as it was saved: its end is lost, or \
                 was written anew",
                lost.known
            ),
        )
    }))
}

/// Finds a guard that somebody took off; the entries hold, but nothing kept them from being changed.
fn fault_in_guards(conn: &Connection) -> Result<Option<Fault>, StoreError> {
    let mut statement =
        conn.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND name = ?1")?;
    for guard in GUARDS {
        if statement.query_row([guard], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(Some(Fault::new(0, format!("the file's guard {guard} was taken off"))));
        }
    }
    Ok(None)
}
