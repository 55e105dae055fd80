//! One unit of work: what is written in it becomes durable together or not at all.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{
    Entropy, StoreError, chain::Hash, enrolled::Enrolled, journal, projections, secret::Keyring,
    signer::Signer,
};
use crate::domain::ids::DeskId;

/// A transaction in which events are appended and rows are put.
pub struct Unit<'s> {
    pub(super) conn: &'s Connection,
    pub(super) desk: DeskId,
    pub(super) entropy: &'s mut Entropy,
    /// What signs.
    pub(super) keyring: &'s Keyring,
    /// Whose signature counts, this unit's own enrolments included.
    pub(super) enrolled: Enrolled,
    /// The newest entry, those that are still being signed included.
    pub(super) newest: u64,
    /// What the next entry calls its previous one; without a signer.
    pub(super) prev: Hash,
    /// Signs beside the writing, in a bulk unit.
    pub(super) signer: Option<Signer>,
    /// Changes of the lanes' counts, written once at the end.
    pub(super) counts: HashMap<(i64, projections::Owner), i64>,
    /// The newest reference that this unit handed out.
    pub(super) reference: u64,
    /// Set when something was written.
    pub(super) wrote: bool,
    /// Set when a write failed half-way, after which nothing of the unit may be committed.
    pub(super) broken: bool,
}

impl<'s> Unit<'s> {
    pub(super) fn begin(
        conn: &'s Connection,
        desk: DeskId,
        entropy: &'s mut Entropy,
        keyring: &'s Keyring,
        mut enrolled: Enrolled,
    ) -> Result<Self, StoreError> {
        let (head, prev) = journal::tip(conn)?;
        enrolled.renew(conn, desk.0)?;
        Ok(Self {
            conn,
            desk,
            entropy,
            keyring,
            enrolled,
            newest: head.seq,
            prev,
            signer: None,
            counts: HashMap::new(),
            reference: 0,
            wrote: false,
            broken: false,
        })
    }

    /// Writes what was put off; tells whether there is anything to announce, and whose signature counts from here on.
    pub(super) fn finish(mut self) -> Result<(bool, Enrolled), StoreError> {
        self.settle_entries()?;
        self.flush_counts()?;
        if self.broken { Err(StoreError::HalfDone) } else { Ok((self.wrote, self.enrolled)) }
    }
}
