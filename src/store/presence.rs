//! Presence: who has a contact open, and where. Not history, and worth nothing once its console has ended.

use chrono::{DateTime, Utc};
use rusqlite::params;
use uuid::Uuid;

use super::{
    Store, StoreError,
    consoles::{self, ConsoleId},
};
use crate::domain::ids::{ContactId, StaffId};

/// Somebody who has a contact open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looking {
    /// The contact.
    pub contact: ContactId,
    /// At which console.
    pub console: ConsoleId,
    /// Who.
    pub person: StaffId,
    /// Their initials, raw.
    pub initials: String,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Store {
    /// Says that a console has a contact open, and no other one.
    pub fn look(&mut self, looking: &Looking) -> Result<(), StoreError> {
        self.change_presence(looking.console, Some(looking))
    }

    /// Says that a console has nothing open.
    pub fn look_away(&mut self, console: ConsoleId) -> Result<(), StoreError> {
        self.change_presence(console, None)
    }

    fn change_presence(&mut self, console: ConsoleId, looking: Option<&Looking>) -> Result<(), StoreError> {
        let conn = self.conn()?;
        if self.spoilt.get() {
            return Err(StoreError::Corrupt);
        }
        let tx = rusqlite::Transaction::new_unchecked(&conn, rusqlite::TransactionBehavior::Immediate)?;
        tx.prepare_cached("DELETE FROM presence WHERE console = ?1")?.execute([console.0.as_bytes()])?;
        if let Some(looking) = looking {
            tx.prepare_cached(
                "INSERT INTO presence (contact, console, person, initials, since) VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                looking.contact.0.as_bytes(),
                console.0.as_bytes(),
                looking.person.0.as_bytes(),
                looking.initials,
                looking.since.timestamp_micros(),
            ])?;
        }
        tx.prepare_cached("UPDATE meta SET looks = looks + 1")?.execute([])?;
        tx.commit()?;
        drop(conn);
        self.announce();
        Ok(())
    }

    /// Lists who has what open at consoles that live; rows that dead consoles left are passed over.
    pub fn looking(&self) -> Result<Vec<Looking>, StoreError> {
        let living = consoles::living(&self.folder)?;
        let conn = self.conn()?;
        let mut statement = conn.prepare_cached(
            "SELECT contact, console, person, initials, since FROM presence ORDER BY since",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = |at: usize| row.get::<_, [u8; 16]>(at).map(Uuid::from_bytes);
            let console = ConsoleId(id(1)?);
            if living.contains(&console) {
                found.push(Looking {
                    contact: ContactId(id(0)?),
                    console,
                    person: StaffId(id(2)?),
                    initials: row.get(3)?,
                    since: DateTime::from_timestamp_micros(row.get(4)?).unwrap_or_default(),
                });
            }
        }
        Ok(found)
    }

    /// Takes away what dead consoles left; at start.
    pub fn clear_dead_presence(&mut self) -> Result<(), StoreError> {
        let living = consoles::living(&self.folder)?;
        let mut dead = Vec::new();
        {
            let conn = self.conn()?;
            let mut statement = conn.prepare_cached("SELECT DISTINCT console FROM presence")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                dead.push(ConsoleId(Uuid::from_bytes(row.get(0)?)));
            }
        }
        dead.retain(|console| !living.contains(console));
        dead.into_iter().try_for_each(|console| self.look_away(console))
    }
}
