//! Projections: the queue's rows, the lanes they stand in, and the small indexes beside them.
//!
//! They repeat what the journal says in the order that screens ask for, are written in the transaction of the events
//! that they repeat, and can be made again at any time ([`super::rebuild`]).

mod board;
mod lanes;
mod night;

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use uuid::Uuid;

pub use self::lanes::{Around, Cursor, Direction, LaneCounts};
use super::{Store, StoreError, Unit, int, uint};
use crate::domain::{
    ids::{Reference, StaffId},
    queue::{Lane, Row},
};

/// To whom a place in a lane belongs; nobody, in the lanes that all share.
pub(super) type Owner = Option<StaffId>;

/// The number under which the file knows a lane; never to be given to another one.
const fn code(lane: Lane) -> u8 {
    match lane {
        Lane::All => 0,
        Lane::Mine => 1,
        Lane::Ringing => 2,
        Lane::Talking => 3,
        Lane::ToAgree => 4,
        Lane::Oversight => 5,
        Lane::ToDecide => 6,
        Lane::ToTell => 7,
        Lane::WithTeam => 8,
        Lane::Handover => 9,
    }
}

/// The owner's bytes; none for nobody.
fn owner_bytes(owner: &Owner) -> &[u8] {
    owner.as_ref().map_or(&[], |person| person.0.as_bytes())
}

/// Where a row stands: which lanes (a bit for each code), whose, at which place.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Standing {
    lanes: i64,
    holder: Owner,
    sort: i64,
}

impl Standing {
    fn of(row: &Row) -> Self {
        let mut lanes = 0;
        for lane in &row.lanes {
            // What nobody holds is in nobody's lane.
            if *lane != Lane::Mine || row.holder.is_some() {
                lanes |= 1 << code(*lane);
            }
        }
        Self { lanes, holder: row.holder, sort: row.sort() }
    }

    /// Lists the places: a lane's code and its owner.
    fn places(self) -> impl Iterator<Item = (i64, Owner)> {
        let mine = i64::from(code(Lane::Mine));
        (0..i64::from(u8::try_from(Lane::ALL.len()).unwrap_or(u8::MAX)))
            .filter(move |code| self.lanes & (1 << code) != 0)
            .map(move |code| (code, if code == mine { self.holder } else { None }))
    }
}

impl Unit<'_> {
    /// Puts a row as it should stand now, in the place of its former self.
    pub fn put_row(&mut self, row: &Row) -> Result<(), StoreError> {
        self.wrote = true;
        let put = self.put_row_inner(row);
        self.broken |= put.is_err();
        put
    }

    fn put_row_inner(&mut self, row: &Row) -> Result<(), StoreError> {
        let id = row.id.as_bytes();
        let before = self::row(self.conn, row.id)?;
        let (old, new) = (before.as_ref().map(Standing::of).unwrap_or_default(), Standing::of(row));
        self.put_clocks(before.as_ref(), row)?;
        let text = serde_json::to_string(row).map_err(|_| StoreError::Projection)?;
        let reference = row.reference.map(|reference| int(reference.0));
        let holder = new.holder.as_ref().map(|person| person.0.as_bytes());
        if before.is_some_and(|before| before.reference == row.reference) {
            // Most decisions: the index of references is not touched, which spares the commit a page.
            self.conn
                .prepare_cached(
                    "UPDATE queue_row SET version = ?2, lanes = ?3, holder = ?4, sort = ?5, row = ?6 WHERE id = ?1",
                )?
                .execute(params![id, int(row.version), new.lanes, holder, new.sort, text])?;
        } else {
            self.conn
                .prepare_cached(
                    "INSERT INTO queue_row (id, reference, version, lanes, holder, sort, row)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                     ON CONFLICT (id) DO UPDATE SET reference = excluded.reference, version = excluded.version,
                     lanes = excluded.lanes, holder = excluded.holder, sort = excluded.sort, row = excluded.row",
                )?
                .execute(params![id, reference, int(row.version), new.lanes, holder, new.sort, text])?;
        }
        if old == new {
            return Ok(());
        }
        for (lane, owner) in old.places() {
            if old.sort != new.sort || !new.places().any(|place| place == (lane, owner)) {
                self.conn
                    .prepare_cached(
                        "DELETE FROM lane WHERE lane = ?1 AND owner = ?2 AND sort = ?3 AND id = ?4",
                    )?
                    .execute(params![lane, owner_bytes(&owner), old.sort, id])?;
            }
            *self.counts.entry((lane, owner)).or_default() -= 1;
        }
        for (lane, owner) in new.places() {
            if old.sort != new.sort || !old.places().any(|place| place == (lane, owner)) {
                self.conn
                    .prepare_cached("INSERT INTO lane (lane, owner, sort, id) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![lane, owner_bytes(&owner), new.sort, id])?;
            }
            *self.counts.entry((lane, owner)).or_default() += 1;
        }
        Ok(())
    }

    /// Writes the changes of the counts.
    pub(super) fn flush_counts(&mut self) -> Result<(), StoreError> {
        for ((lane, owner), change) in self.counts.drain().filter(|(_, change)| *change != 0) {
            self.conn
                .prepare_cached(
                    "INSERT INTO lane_count (lane, owner, n) VALUES (?1, ?2, ?3)
                     ON CONFLICT (lane, owner) DO UPDATE SET n = n + excluded.n",
                )?
                .execute(params![lane, owner_bytes(&owner), change])?;
        }
        Ok(())
    }

    /// Gives the next free reference, and a different one each time in the same unit.
    pub fn next_reference(&mut self) -> Result<Reference, StoreError> {
        let newest = self
            .conn
            .prepare_cached("SELECT coalesce(max(reference), 0) FROM queue_row")?
            .query_row([], |row| row.get(0))?;
        self.reference = self.reference.max(uint(newest)) + 1;
        Ok(Reference(self.reference))
    }

    /// Begins to count references at `first`; references given out already are never given again.
    pub fn references_from(&mut self, first: Reference) {
        self.reference = self.reference.max(first.0.saturating_sub(1));
    }

    /// Puts the numbers (digits only) under which a contact's caller is found, in the place of the former ones.
    pub fn put_numbers(&mut self, contact: Uuid, digits: &[&str]) -> Result<(), StoreError> {
        // A call has its number from the first: hardly any decision changes it.
        if numbers(self.conn, contact)?.iter().map(String::as_str).eq(digits.iter().copied()) {
            return Ok(());
        }
        self.wrote = true;
        let put = (|| {
            self.conn
                .prepare_cached("DELETE FROM caller_number WHERE id = ?1")?
                .execute([contact.as_bytes()])?;
            for digits in digits {
                self.conn
                    .prepare_cached("INSERT OR IGNORE INTO caller_number (id, digits) VALUES (?1, ?2)")?
                    .execute(params![contact.as_bytes(), digits])?;
            }
            Ok(())
        })();
        self.broken |= put.is_err();
        put
    }

    /// Puts what the desk's own stream folds to (staff, accounts, duties), as JSON.
    pub fn put_desk(&mut self, body: &str) -> Result<(), StoreError> {
        self.wrote = true;
        let put = self
            .conn
            .prepare_cached(
                "INSERT INTO desk_state (id, body) VALUES (1, ?1)
                 ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            )
            .and_then(|mut statement| statement.execute([body]));
        self.broken |= put.is_err();
        put?;
        Ok(())
    }

    /// Reads what [`Self::put_desk`] put last.
    pub fn desk(&self) -> Result<Option<String>, StoreError> {
        desk(self.conn)
    }

    /// Reads a row, as this unit has put it.
    pub fn row(&self, id: Uuid) -> Result<Option<Row>, StoreError> {
        row(self.conn, id)
    }

    /// Finds a row by the reference that people say aloud.
    pub fn by_reference(&self, reference: Reference) -> Result<Option<Row>, StoreError> {
        by_reference(self.conn, reference)
    }

    /// Finds the contacts whose caller has this number (digits only), the newest first.
    pub fn by_number(&self, digits: &str, limit: usize) -> Result<Vec<Row>, StoreError> {
        by_number(self.conn, digits, limit)
    }
}

impl Store {
    /// Reads a row.
    pub fn row(&self, id: Uuid) -> Result<Option<Row>, StoreError> {
        row(&*self.conn()?, id)
    }

    /// Finds a row by the reference that people say aloud.
    pub fn by_reference(&self, reference: Reference) -> Result<Option<Row>, StoreError> {
        by_reference(&*self.conn()?, reference)
    }

    /// Finds the contacts whose caller has this number (digits only), the newest first.
    pub fn by_number(&self, digits: &str, limit: usize) -> Result<Vec<Row>, StoreError> {
        by_number(&*self.conn()?, digits, limit)
    }

    /// Reads the numbers (digits only) of a contact's caller.
    pub fn numbers(&self, contact: Uuid) -> Result<Vec<String>, StoreError> {
        numbers(&*self.conn()?, contact)
    }

    /// Reads the numbers of every caller of a lane that all share.
    pub fn numbers_in(&self, lane: Lane) -> Result<HashMap<Uuid, Vec<String>>, StoreError> {
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(
            "SELECT c.id, c.digits FROM lane AS l CROSS JOIN caller_number AS c ON c.id = l.id
             WHERE l.lane = ?1 AND l.owner = x'' ORDER BY c.id, c.digits",
        )?;
        let mut rows = statement.query([code(lane)])?;
        let mut numbers: HashMap<Uuid, Vec<String>> = HashMap::new();
        while let Some(row) = rows.next()? {
            numbers.entry(Uuid::from_bytes(row.get(0)?)).or_default().push(row.get(1)?);
        }
        Ok(numbers)
    }

    /// Reads what [`Unit::put_desk`] put last.
    pub fn desk(&self) -> Result<Option<String>, StoreError> {
        desk(&*self.conn()?)
    }
}

/// Reads the numbers of a contact's caller, in their order.
fn numbers(conn: &Connection, contact: Uuid) -> Result<Vec<String>, StoreError> {
    let mut statement =
        conn.prepare_cached("SELECT digits FROM caller_number WHERE id = ?1 ORDER BY digits")?;
    let found = statement.query_map([contact.as_bytes()], |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Reads where a row stands.
fn standing(conn: &Connection, id: Uuid) -> Result<Option<Standing>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT lanes, holder, sort FROM queue_row WHERE id = ?1")?;
    let found = statement.query_row([id.as_bytes()], |row| {
        let holder: Option<[u8; 16]> = row.get(1)?;
        let holder = holder.map(|id| StaffId(Uuid::from_bytes(id)));
        Ok(Standing { lanes: row.get(0)?, holder, sort: row.get(2)? })
    });
    Ok(found.optional()?)
}

fn row(conn: &Connection, id: Uuid) -> Result<Option<Row>, StoreError> {
    one(conn, "SELECT row FROM queue_row WHERE id = ?1", [id.as_bytes()])
}

fn by_reference(conn: &Connection, reference: Reference) -> Result<Option<Row>, StoreError> {
    one(conn, "SELECT row FROM queue_row WHERE reference = ?1", [int(reference.0)])
}

fn by_number(conn: &Connection, digits: &str, limit: usize) -> Result<Vec<Row>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT q.row FROM caller_number AS c JOIN queue_row AS q ON q.id = c.id
         WHERE c.digits = ?1 ORDER BY c.id DESC LIMIT ?2",
    )?;
    let mut rows = statement.query(params![digits, i64::try_from(limit).unwrap_or(i64::MAX)])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(parse(row.get_ref(0)?)?);
    }
    Ok(found)
}

fn one(conn: &Connection, sql: &str, params: impl rusqlite::Params) -> Result<Option<Row>, StoreError> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query(params)?;
    rows.next()?.map(|row| parse(row.get_ref(0)?)).transpose()
}

fn parse(text: rusqlite::types::ValueRef<'_>) -> Result<Row, StoreError> {
    let text = text.as_bytes().map_err(|_| StoreError::Projection)?;
    serde_json::from_slice(text).map_err(|_| StoreError::Projection)
}

fn desk(conn: &Connection) -> Result<Option<String>, StoreError> {
    let mut statement = conn.prepare_cached("SELECT body FROM desk_state WHERE id = 1")?;
    Ok(statement.query_row([], |row| row.get(0)).optional()?)
}
