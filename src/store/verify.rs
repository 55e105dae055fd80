//! Proving the journal: every link, digest, version and signature, and that its end is the end that `desk.head` knows.
//!
//! What is found is the first entry that is not as it was written: changed, put in, taken out, moved, or signed by a key
//! that did not count for it. Somebody who holds the desk's keys and a person's can write that person's entries anew from
//! some point on and sign them again; that is told only by a head that is kept elsewhere. In the unsigned history of an
//! older desk, whoever could write the file could recompute the chain: a change there shows at its seal.

use rusqlite::Connection;
use uuid::Uuid;

use super::{
    Head, Store, StoreError,
    chain::{self, Hash, Link},
    enrolled::{self, Enrolled},
    head::{self, Said},
    secret::Keyring,
    signatures::{self, Claim},
    uint,
};
use crate::domain::ids::StaffId;

/// What was proved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verified {
    /// How many entries there are.
    pub entries: u64,
    /// How many of them, the oldest, nobody signed; the desk vouches for them as it found them.
    pub unsigned: u64,
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

/// What is said of the first entry that lies in a damaged part of the file.
const UNREADABLE: &str = "it cannot be read, for the desk's file is damaged there: keep a copy of the folder, leave every console, and \
                          bring back the last backup; words that wait in spools come into the record then";

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

/// Proves the desk's journal and every page of its file; `progress` hears now and then how many entries held.
///
/// The inner result is the proof's answer, the outer one whether it could be asked for.
pub fn verify(store: &Store, progress: &mut dyn FnMut(u64)) -> Result<Result<Verified, Fault>, StoreError> {
    // Read before the snapshot is taken: what it says was committed by then.
    let path = store.folder.head();
    let said: Vec<Said> =
        [head::read(&head::lost_path(&path)), head::read(&path)].into_iter().flatten().collect();
    let proved = (|| {
        let conn = store.conn()?;
        let snapshot = conn.unchecked_transaction()?;
        prove(&snapshot, &said, Some(store.keyring()), progress)
    })();
    let proved = proved.and_then(|proved| {
        if proved.is_ok() {
            store.check_pages()?;
        }
        Ok(proved)
    });
    match proved {
        // Every entry was read, or it would be one that does not hold: what is damaged is made of them.
        Err(StoreError::Corrupt) if store.device_secrets_read() => Err(StoreError::Projection),
        proved => proved,
    }
}

/// Proves the journal of a connection, within one snapshot of the caller's.
///
/// A journal that nobody ever signed holds only where no keyring is given, as in a desk that is about to be migrated.
pub(super) fn prove(
    conn: &Connection,
    said: &[Said],
    keyring: Option<&Keyring>,
    progress: &mut dyn FnMut(u64),
) -> Result<Result<Verified, Fault>, StoreError> {
    let walked = match walk(conn, progress)? {
        Ok(walked) => walked,
        Err(fault) => return Ok(Err(fault)),
    };
    let other_keys = keyring.and_then(|keyring| walked.enrolled.differs_from(keyring)).map(|seq| {
        Fault::new(
            seq,
            "it announces another key than the one that this desk holds: the journal was signed anew, or desk.keys \
             belongs to another desk",
        )
    });
    if let Some(fault) = other_keys.or(fault_in_versions(conn)?) {
        return Ok(Err(fault));
    }
    for said in said {
        if let Some(fault) = fault_at_the_end(conn, said)? {
            return Ok(Err(fault));
        }
    }
    if let Some(fault) = walked.unsealed(keyring.is_some()).or(fault_in_guards(conn)?) {
        return Ok(Err(fault));
    }
    let (head, unsigned) = (walked.head, walked.history.unsigned());
    Ok(Ok(Verified { entries: head.seq, unsigned, head, end_known: !said.is_empty() }))
}

/// How far the journal is signed, as entries go by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum History {
    /// No entry went by.
    Nothing,
    /// Nobody signed so far; the last such entry.
    Unsigned(Head),
    /// The desk has announced its keys after unsigned history, which it has to vouch for next.
    ToSeal(Head),
    /// Every entry from here on is signed; how many before it are not.
    Signed(u64),
}

impl History {
    fn unsigned(self) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Unsigned(last) | Self::ToSeal(last) => last.seq,
            Self::Signed(unsigned) => unsigned,
        }
    }
}

/// A walk through the journal.
struct Walk {
    head: Head,
    prev: Hash,
    history: History,
    enrolled: Enrolled,
    claims: Vec<Claim>,
}

/// An entry as the walk meets it, its own hash and body found to fit.
struct Entry<'r> {
    link: Link<'r>,
    hash: Hash,
    signature: &'r [u8],
    body: &'r [u8],
    desk: bool,
}

impl Walk {
    /// Judges who signed an entry, and puts the signature where it is checked with others.
    fn signed(&mut self, entry: &Entry<'_>) -> Option<&'static str> {
        let seq = entry.link.seq;
        let here = Head { seq, hash: entry.hash };
        let announces = entry.desk && entry.link.kind == enrolled::KEYS_MADE && entry.link.person.is_none();
        let Ok(signature) = <[u8; 64]>::try_from(entry.signature) else {
            let may = matches!(self.history, History::Nothing | History::Unsigned(_)) && !announces;
            self.history = History::Unsigned(here);
            return if may && entry.signature.is_empty() { None } else { Some("it is not signed") };
        };
        let body = std::str::from_utf8(entry.body).unwrap_or_default();
        let first = matches!(self.history, History::Nothing | History::Unsigned(_));
        self.history = match self.history {
            History::Nothing | History::Unsigned(_) if !announces => {
                return Some("it is signed, and the desk had announced no key before it");
            }
            History::Nothing => History::Signed(0),
            History::Unsigned(last) => History::ToSeal(last),
            History::ToSeal(last) => {
                let seals = entry.desk && entry.link.kind == enrolled::SEALED_UNSIGNED;
                let seal = enrolled::seal_of(body).filter(|_| seals && entry.link.person.is_none());
                if seal != Some((last.seq, last.hash)) {
                    return Some(
                        "it should vouch for the unsigned entries before it as they are, and does not",
                    );
                }
                History::Signed(last.seq)
            }
            signed @ History::Signed(_) => signed,
        };
        // The first announcement is checked with the key that it announces, any other entry with the keys before it.
        if first && self.enrolled.learn(seq, entry.link.kind, body).is_err() {
            return Some("it announces something that is no key");
        }
        let Some(known) = self.enrolled.of(entry.link.person.map(StaffId)) else {
            return Some("it names somebody whose key the journal did not know by then");
        };
        self.claims.push(Claim { seq, public: known.public, hash: entry.hash, signature });
        if entry.desk && !first && self.enrolled.learn(seq, entry.link.kind, body).is_err() {
            return Some("it announces something that is no key");
        }
        None
    }

    /// Checks the signatures that were gathered.
    fn check(&mut self) -> Option<Fault> {
        let bad = signatures::first_bad(&self.claims);
        self.claims.clear();
        bad.map(|seq| {
            Fault::new(
                seq,
                "its signature is not the one of whoever it names: it was changed, or signed anew",
            )
        })
    }

    /// Finds out whether unsigned history was left without anybody to vouch for it.
    fn unsealed(&self, wanted: bool) -> Option<Fault> {
        let unsealed = matches!(self.history, History::Unsigned(_) | History::ToSeal(_));
        (unsealed && wanted).then(|| Fault::new(1, "it is not signed, and no later entry vouches for it"))
    }
}

fn walk(conn: &Connection, progress: &mut dyn FnMut(u64)) -> Result<Result<Walk, Fault>, StoreError> {
    let mut walk = Walk {
        head: Head::default(),
        prev: chain::START,
        history: History::Nothing,
        enrolled: Enrolled::default(),
        claims: Vec::new(),
    };
    let fault = step_through(conn, &mut walk, progress)?;
    // Whatever was wrong with an entry, a signature before it may have been so first.
    if let Some(fault) = walk.check().or(fault) {
        return Ok(Err(fault));
    }
    progress(walk.head.seq);
    Ok(Ok(walk))
}

fn step_through(
    conn: &Connection,
    walk: &mut Walk,
    progress: &mut dyn FnMut(u64),
) -> Result<Option<Fault>, StoreError> {
    let desk: Option<[u8; 16]> = conn.query_row("SELECT (SELECT desk FROM meta)", [], |row| row.get(0))?;
    let mut statement = conn.prepare(
        "SELECT j.seq, j.event_id, j.stream, j.version, j.kind, j.person, j.account, j.desk, j.at, j.body_digest,
         j.prev, j.hash, j.signature, p.salt, CAST(p.body AS BLOB)
         FROM journal AS j LEFT JOIN payload AS p ON p.seq = j.seq ORDER BY j.seq",
    )?;
    let mut rows = statement.query([])?;
    loop {
        let expected = walk.head.seq + 1;
        let row = match rows.next().map_err(StoreError::from) {
            Err(StoreError::Corrupt) => return Ok(Some(Fault::new(expected, UNREADABLE))),
            row => row?,
        };
        let Some(row) = row else { break };
        let seq = uint(row.get(0)?);
        if seq != expected {
            return Ok(Some(Fault::new(expected, format!("it is missing; the next one found is {seq}"))));
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
            _ => return Ok(Some(Fault::new(seq, "a part of it is not what it should be"))),
        };
        let salt: Option<chain::Salt> = row.get(13).unwrap_or_default();
        let body = row.get_ref(14)?.as_bytes_or_null().unwrap_or_default();
        let signature = row.get_ref(12)?.as_bytes().unwrap_or(&[0]);
        let fault = match (salt, body) {
            _ if desk != Some(link.desk.into_bytes()) => Some("it belongs to another desk"),
            _ if link.prev != walk.prev => {
                Some("it does not follow from the entry before it, or that one was changed")
            }
            _ if link.hash() != hash => Some("its hash is not the hash of what it says: it was changed"),
            (Some(salt), Some(body)) if chain::body_digest(&salt, body) == link.body_digest => {
                let of_the_desk = desk == Some(link.stream.into_bytes());
                walk.signed(&Entry { link, hash, signature, body, desk: of_the_desk })
            }
            (Some(_), Some(_)) => Some("its body was changed"),
            _ => Some("its body is missing"),
        };
        if let Some(words) = fault {
            return Ok(Some(Fault::new(seq, words)));
        }
        walk.prev = chain::next_prev(&hash, signature);
        walk.head = Head { seq, hash };
        if walk.claims.len() == signatures::STRETCH {
            if let Some(fault) = walk.check() {
                return Ok(Some(fault));
            }
            progress(seq);
        }
    }
    Ok(None)
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
