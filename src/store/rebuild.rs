//! Making the projections anew: they are cleared, and the caller folds the journal into them again, stream by stream.

use rusqlite::{Connection, types::ValueRef};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Recorded, Store, StoreError, Unit, chain, journal};

/// The projections' tables, each with the order in which its rows are compared.
const PROJECTIONS: [(&str, &str); 7] = [
    ("queue_row", "SELECT id, reference, version, lanes, holder, sort, row FROM queue_row ORDER BY id"),
    ("lane", "SELECT lane, owner, sort, id FROM lane ORDER BY lane, owner, sort, id"),
    ("running", "SELECT clock, at, id FROM running ORDER BY clock, at, id"),
    ("lane_count", "SELECT lane, owner, n FROM lane_count WHERE n <> 0 ORDER BY lane, owner"),
    ("caller_number", "SELECT id, digits FROM caller_number ORDER BY id, digits"),
    ("board", "SELECT kind, id, stream, due, person, contact, row FROM board ORDER BY kind, id"),
    ("desk_state", "SELECT body FROM desk_state"),
];

impl Store {
    /// Tells by which rules the projections were made that lie in the file.
    pub fn projected_by(&self) -> Result<i64, StoreError> {
        projected_by(&*self.conn()?)
    }
}

fn projected_by(conn: &Connection) -> Result<i64, StoreError> {
    Ok(conn.query_row("SELECT rules FROM projected", [], |row| row.get(0))?)
}

impl Unit<'_> {
    /// Tells by which rules the projections were made that lie in the file.
    pub fn projected_by(&self) -> Result<i64, StoreError> {
        projected_by(self.conn)
    }

    /// Says by which rules they are made from now on.
    pub fn set_projected_by(&mut self, rules: i64) -> Result<(), StoreError> {
        self.wrote = true;
        let set = self.conn.execute("UPDATE projected SET rules = ?1", [rules]);
        self.broken |= set.is_err();
        set?;
        Ok(())
    }

    /// Empties every projection; the journal and presence are not touched.
    pub fn clear_projections(&mut self) -> Result<(), StoreError> {
        self.counts.clear();
        self.wrote = true;
        for (table, _) in PROJECTIONS {
            let cleared = self.conn.execute(&format!("DELETE FROM {table}"), []);
            self.broken |= cleared.is_err();
            cleared?;
        }
        Ok(())
    }

    /// Hands every stream with its events to `fold`, one at a time, in the order of the streams' ids.
    pub fn each_stream<E: From<StoreError>>(
        &mut self,
        mut fold: impl FnMut(&mut Self, Uuid, Vec<Recorded>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.settle_entries()?;
        let conn = self.conn;
        let mut statement =
            conn.prepare(&journal::select("ORDER BY j.stream, j.version")).map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        let mut events: Vec<Recorded> = Vec::new();
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            let event = journal::recorded(row)?;
            if let Some(stream) = events.first().map(|first| first.stream).filter(|id| *id != event.stream) {
                fold(self, stream, std::mem::take(&mut events))?;
            }
            events.push(event);
        }
        match events.first().map(|first| first.stream) {
            Some(stream) => fold(self, stream, events),
            None => Ok(()),
        }
    }

    /// Digests the projections as this unit has them: equal digests, equal projections.
    pub fn projection_digest(&mut self) -> Result<String, StoreError> {
        self.flush_counts()?;
        digest(self.conn)
    }
}

impl Store {
    /// Digests the projections: equal digests, equal projections.
    pub fn projection_digest(&self) -> Result<String, StoreError> {
        let conn = self.conn()?;
        let snapshot = conn.unchecked_transaction()?;
        digest(&snapshot)
    }

    /// Hands every row of every projection to `line` as text, so that a difference can be looked at.
    pub fn dump_projections(&self, line: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
        let conn = self.conn()?;
        let snapshot = conn.unchecked_transaction()?;
        dump(&snapshot, line)
    }
}

fn digest(conn: &Connection) -> Result<String, StoreError> {
    let mut hasher = Sha256::new();
    dump(conn, &mut |line| {
        hasher.update(line);
        hasher.update(b"\n");
    })?;
    Ok(chain::hex(&hasher.finalize()))
}

fn dump(conn: &Connection, line: &mut dyn FnMut(&str)) -> Result<(), StoreError> {
    use std::fmt::Write as _;
    let mut text = String::new();
    for (table, sql) in PROJECTIONS {
        let mut statement = conn.prepare(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            text.clear();
            text.push_str(table);
            for column in 0..columns {
                let _ = match row.get_ref(column)? {
                    ValueRef::Null => write!(text, " -"),
                    ValueRef::Integer(n) => write!(text, " {n}"),
                    ValueRef::Real(n) => write!(text, " {n}"),
                    ValueRef::Text(bytes) => write!(text, " {:?}", String::from_utf8_lossy(bytes)),
                    ValueRef::Blob(bytes) => write!(text, " x'{}'", chain::hex(bytes)),
                };
            }
            line(&text);
        }
    }
    Ok(())
}
