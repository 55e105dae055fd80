//! One note, decided, appended, projected and durable; and beside it the same rows without rules, chain, signatures or
//! triggers, in clear or encrypted alike.

use std::{error::Error, path::Path};

use dutydesk::{
    desk::Desk,
    domain::{
        contact::{
            Contact,
            call::{self, NewNote, Take},
        },
        policy::script::StageNo,
        staff::Actor,
    },
    store::Store,
};
use rusqlite::{Connection, TransactionBehavior, params};

type Done<T = ()> = Result<T, Box<dyn Error>>;

pub(crate) const NOTE: &str = "The eldest waits at the window on Sundays, the caller says, and nobody comes.";

/// How many notes go onto one contact: as many as a long call has.
const NOTES: usize = 20;

/// Makes a note of a few words.
pub(crate) fn note() -> NewNote {
    NewNote { text: NOTE.to_owned(), mark: None, happened: None, typed: None, child: None, stage: StageNo(4) }
}

/// Writes notes, each on a contact that is not too long.
pub(crate) struct Notes {
    actor: Actor,
    contact: Contact,
    written: usize,
}

impl Notes {
    pub(crate) fn begin(desk: &mut Desk) -> Done<Self> {
        let actor = desk.actor().cloned().ok_or("nobody is signed in")?;
        let contact = take(desk, &actor)?;
        Ok(Self { actor, contact, written: 0 })
    }

    pub(crate) fn write(&mut self, desk: &mut Desk) -> Done {
        if self.written == NOTES {
            (self.contact, self.written) = (take(desk, &self.actor)?, 0);
        }
        self.written += 1;
        let (command, now) = (call::Command::Write(note()).into(), desk.now());
        let (contact, actor) = (&mut self.contact, &self.actor);
        Ok(desk.work(|work| {
            work.act(contact, &command, actor, now, None)?;
            work.settle(contact)
        })?)
    }
}

fn take(desk: &mut Desk, actor: &Actor) -> Done<Contact> {
    let now = desk.now();
    Ok(desk.work(|work| {
        let contact = work.take(&Take::default(), actor, now)?;
        work.settle(&contact)?;
        Ok(contact)
    })?)
}

/// The same tables and indexes, and nothing that guards them.
pub(crate) struct Bare {
    conn: Connection,
    seq: i64,
    stream: Vec<u8>,
    row: String,
}

impl Bare {
    /// Copies a desk beside a path, encrypted as it is.
    pub(crate) fn sealed(store: &Store, beside: &Path) -> Done<Self> {
        store.backup(beside)?;
        let conn = Connection::open(beside)?;
        conn.execute_batch(&store.data_key().sqlcipher_pragma())?;
        Self::begin(conn)
    }

    /// Copies a desk into clear, beside a path.
    pub(crate) fn clear(store: &Store, beside: &Path) -> Done<Self> {
        let Self { conn: sealed, .. } = Self::sealed(store, beside)?;
        let clear = beside.with_extension("clear");
        sealed.execute("ATTACH ?1 AS clear KEY ''", [clear.to_string_lossy()])?;
        sealed.query_row("SELECT sqlcipher_export('clear')", [], |_| Ok(()))?;
        drop(sealed);
        Self::begin(Connection::open(&clear)?)
    }

    fn begin(conn: Connection) -> Done<Self> {
        let guards: Vec<String> = conn
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for guard in guards {
            conn.execute_batch(&format!("DROP TRIGGER {guard}"))?;
        }
        conn.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -2048;
             PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 16777216;",
        )?;
        let seq = conn.query_row("SELECT max(seq) FROM journal", [], |row| row.get(0))?;
        let (stream, row) = conn.query_row(
            "SELECT id, row FROM queue_row WHERE reference = (SELECT max(reference) FROM queue_row)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        Ok(Self { conn, seq, stream, row })
    }

    pub(crate) fn write(&mut self) -> Done {
        self.seq += 1;
        let (blob, body) = ([0_u8; 32], format!("{{\"text\":\"{NOTE}\",\"stage\":4}}"));
        // Ids rise as a UUIDv7's do.
        let mut id = [0x7F_u8; 16];
        id[8..].copy_from_slice(&self.seq.to_be_bytes());
        let tx = self.conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
        tx.prepare_cached(
            "INSERT INTO journal (seq, event_id, stream, version, kind, person, account, desk, at, body_digest, prev,
             hash, signature) VALUES (?1, ?2, ?3, ?1, 'contact.note_written.v1', ?4, ?4, ?4, ?1, ?5, ?5, ?5, x'')",
        )?
        .execute(params![self.seq, id, self.stream, [0_u8; 16], blob])?;
        tx.prepare_cached("INSERT INTO payload (seq, salt, body) VALUES (?1, ?2, ?3)")?
            .execute(params![self.seq, [0_u8; 16], body])?;
        tx.prepare_cached("UPDATE queue_row SET version = ?1, row = ?2 WHERE id = ?3")?.execute(params![
            self.seq,
            self.row,
            self.stream
        ])?;
        Ok(tx.commit()?)
    }
}
