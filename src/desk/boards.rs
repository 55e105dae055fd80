//! The board as it stands at this console: as the record has it, and with what waits for the desk's file.
//!
//! Where the file gives nothing any more, what it gave last stands: a colleague who is out is missed all the same.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::TimeDelta;

use super::{Desk, DeskError, spooling::is_unwritable};
use crate::domain::{
    board::{Entry, Kind},
    ids::{AccountId, ContactId},
    ledger,
    shift::Brief,
};

/// What is kept of the record for the time when it cannot be read: what alarms and whoever is out, on or handing over need.
const REMEMBERED: [Kind; 7] = [
    Kind::Visit,
    Kind::Shift,
    Kind::Unfiled,
    Kind::Handover,
    Kind::HandoverItem,
    Kind::Tonight,
    Kind::NoLone,
];

/// What the record said last.
#[derive(Default)]
pub(super) struct Remembered {
    boards: RefCell<BTreeMap<Kind, Vec<Entry>>>,
    /// To whom which record opened.
    opens: RefCell<BTreeMap<(AccountId, ContactId), bool>>,
    /// What somebody was told who would have begun a shift.
    pub(super) brief: RefCell<Brief>,
}

impl Desk {
    /// Reads the entries of a kind as the record has them.
    pub(super) fn recorded_board(&self, kind: Kind) -> Result<Vec<Entry>, DeskError> {
        let read = match kind {
            // Only so far back as is ever counted.
            Kind::Settled => {
                let from = self.clock.now() - TimeDelta::days(ledger::DAYS);
                return Ok(self.store.board_since(kind, from)?);
            }
            _ => self.store.board(kind),
        };
        match read {
            Ok(entries) => {
                if REMEMBERED.contains(&kind) {
                    let mut boards = self.remembered.boards.borrow_mut();
                    if boards.get(&kind) != Some(&entries) {
                        boards.insert(kind, entries.clone());
                    }
                }
                Ok(entries)
            }
            Err(error) if is_unwritable(&error) => {
                self.remembered.boards.borrow().get(&kind).cloned().ok_or_else(|| error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Reads the entries of a kind with what waits, what is due first before; those that are never due last.
    pub(super) fn board(&self, kind: Kind) -> Result<Vec<Entry>, DeskError> {
        let mut entries = self.recorded_board(kind)?;
        if self.ahead.is_empty() && self.others.is_empty() {
            return Ok(entries);
        }
        let own = self.ahead.iter().map(|(id, ahead)| (*id, &ahead.stream));
        let theirs = self.others.all().filter(|(id, _)| !self.ahead.contains_key(id));
        let waiting: BTreeMap<_, _> = own.chain(theirs.map(|(id, stream)| (*id, stream))).collect();
        let ahead = waiting.values().flat_map(|stream| stream.board()).filter(|entry| entry.kind == kind);
        let ahead: Vec<Entry> =
            ahead.map(|entry| Entry { waits: !entries.contains(&entry), ..entry }).collect();
        let waits: BTreeSet<_> = waiting.into_keys().collect();
        entries.retain(|entry| entry.stream().is_none_or(|stream| !waits.contains(&stream)));
        entries.extend(ahead);
        entries.sort_by(|a, b| (a.due.is_none(), a.due, &a.id).cmp(&(b.due.is_none(), b.due, &b.id)));
        Ok(entries)
    }

    /// Reads the entries of a kind that whoever is signed in may see.
    pub(super) fn visible(&self, kind: Kind) -> Result<Vec<Entry>, DeskError> {
        let entries = self.board(kind)?;
        let mut seen = Vec::with_capacity(entries.len());
        for entry in entries {
            let opens = entry.contact.map_or(Ok(true), |contact| self.opens_to_me(contact))?;
            seen.extend(opens.then_some(entry));
        }
        Ok(seen)
    }

    /// Tells whether a contact's record opens to whoever is signed in; where the file does not say, as it did last, and
    /// never without its word.
    pub(super) fn opens_to_me(&self, contact: ContactId) -> Result<bool, DeskError> {
        let Some(actor) = &self.actor else { return Ok(true) };
        let now = self.clock.now();
        let key = (actor.account, contact);
        match self.store.row(contact.0) {
            Ok(row) => {
                let row = row.or_else(|| self.contact_ahead(contact).map(|contact| contact.row()));
                let opens = row.is_none_or(|row| row.opens_to(actor, now));
                self.remembered.opens.borrow_mut().insert(key, opens);
                Ok(opens)
            }
            Err(error) if is_unwritable(&error) => {
                let ahead = self.contact_ahead(contact).map(|contact| contact.row().opens_to(actor, now));
                let known = || self.remembered.opens.borrow().get(&key).copied();
                Ok(ahead.or_else(known).unwrap_or(false))
            }
            Err(error) => Err(error.into()),
        }
    }
}
