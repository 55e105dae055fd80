//! The board: what the desk has open beside its contacts, by kind and by when it is due.

use chrono::DateTime;
use rusqlite::{Connection, Row as Line, params};
use uuid::Uuid;

use crate::{
    domain::{
        board::{Entry, Kind},
        ids::{ContactId, StaffId},
    },
    store::{Store, StoreError, Unit},
};

impl Unit<'_> {
    /// Puts the entries that stand for a stream now, in the place of all that stood for it before.
    pub fn put_board(&mut self, stream: Uuid, entries: &[Entry]) -> Result<(), StoreError> {
        // Most decisions change nothing here; reading is cheap, and a unit that wrote nothing wakes nobody.
        let mut wanted: Vec<&Entry> = entries.iter().collect();
        wanted.sort_by_key(|entry| (entry.kind.key(), &entry.id));
        if of_stream(self.conn, stream)?.iter().eq(wanted.iter().copied()) {
            return Ok(());
        }
        self.wrote = true;
        let put = (|| {
            self.conn.prepare_cached("DELETE FROM board WHERE stream = ?1")?.execute([stream.as_bytes()])?;
            for entry in wanted {
                self.conn
                    .prepare_cached(
                        "INSERT INTO board (kind, id, stream, due, person, contact, row)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    )?
                    .execute(params![
                        entry.kind.key(),
                        entry.id,
                        stream.as_bytes(),
                        entry.due.map(|due| due.timestamp_micros()),
                        entry.person.as_ref().map(|person| person.0.as_bytes()),
                        entry.contact.as_ref().map(|contact| contact.0.as_bytes()),
                        entry.row,
                    ])?;
            }
            Ok(())
        })();
        self.broken |= put.is_err();
        put
    }

    /// Reads the entries of a kind as this unit has put them, what is due first before; those that are never due last.
    pub fn board(&self, kind: Kind) -> Result<Vec<Entry>, StoreError> {
        of_kind(self.conn, kind)
    }
}

impl Store {
    /// Reads the entries of a kind, what is due first before; those that are never due last.
    pub fn board(&self, kind: Kind) -> Result<Vec<Entry>, StoreError> {
        of_kind(&*self.conn()?, kind)
    }

    /// Reads the entries of a kind that are due from a moment on, the earliest first.
    pub fn board_since(&self, kind: Kind, from: DateTime<chrono::Utc>) -> Result<Vec<Entry>, StoreError> {
        let sql = "SELECT kind, id, due, person, contact, row FROM board
             WHERE kind = ?1 AND due >= ?2 ORDER BY due, id";
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(sql)?;
        statement.query_map(params![kind.key(), from.timestamp_micros()], entry)?.map(known).collect()
    }

    /// Reads the entries of a stream.
    pub fn board_of(&self, stream: Uuid) -> Result<Vec<Entry>, StoreError> {
        of_stream(&*self.conn()?, stream)
    }
}

fn of_kind(conn: &Connection, kind: Kind) -> Result<Vec<Entry>, StoreError> {
    let sql = "SELECT kind, id, due, person, contact, row FROM board
         WHERE kind = ?1 ORDER BY due IS NULL, due, id";
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_map([kind.key()], entry)?.map(known).collect()
}

fn of_stream(conn: &Connection, stream: Uuid) -> Result<Vec<Entry>, StoreError> {
    let sql = "SELECT kind, id, due, person, contact, row FROM board
         WHERE stream = ?1 ORDER BY kind, id";
    let mut statement = conn.prepare_cached(sql)?;
    statement.query_map([stream.as_bytes()], entry)?.map(known).collect()
}

fn entry(line: &Line<'_>) -> rusqlite::Result<Option<Entry>> {
    let Some(kind) = Kind::from_key(line.get_ref(0)?.as_str()?) else { return Ok(None) };
    let id = |at: usize| line.get::<_, Option<[u8; 16]>>(at).map(|id| id.map(Uuid::from_bytes));
    Ok(Some(Entry {
        kind,
        id: line.get(1)?,
        due: line.get::<_, Option<i64>>(2)?.and_then(DateTime::from_timestamp_micros),
        person: id(3)?.map(StaffId),
        contact: id(4)?.map(ContactId),
        row: line.get(5)?,
        waits: false,
    }))
}

fn known(entry: rusqlite::Result<Option<Entry>>) -> Result<Entry, StoreError> {
    entry?.ok_or(StoreError::Projection)
}
