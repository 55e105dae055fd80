//! What is read alike inside a unit of work and outside of one.

use rusqlite::Connection;
use uuid::Uuid;

use super::{Recorded, Store, StoreError, Unit, journal, projections};
use crate::domain::{
    board::{Entry, Kind},
    queue::Row,
};

/// The file as it stands at this moment; of a unit, with all that it has written so far.
#[derive(Clone, Copy)]
pub struct Reading<'c>(&'c Connection);

impl Store {
    /// Reads what is committed.
    pub fn reading(&self) -> Reading<'_> {
        Reading(&self.conn)
    }
}

impl Unit<'_> {
    /// Reads what this unit has written as well.
    pub fn reading(&mut self) -> Result<Reading<'_>, StoreError> {
        self.settle_entries()?;
        Ok(Reading(self.conn))
    }
}

impl Reading<'_> {
    /// Reads the entries of a kind, what is due first before; those that are never due last.
    pub fn board(self, kind: Kind) -> Result<Vec<Entry>, StoreError> {
        projections::board::of_kind(self.0, kind)
    }

    /// Reads a row.
    pub fn row(self, id: Uuid) -> Result<Option<Row>, StoreError> {
        projections::row(self.0, id)
    }

    /// Reads a stream from its beginning; an unknown one is empty.
    pub fn stream(self, stream: Uuid) -> Result<Vec<Recorded>, StoreError> {
        journal::read_stream(self.0, stream)
    }
}
