//! The board as it stands at this console: as the record has it, and with what waits for the desk's file.
//!
//! Where the file gives nothing any more, what it gave last stands: a colleague who is out is missed all the same.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;

use super::{Desk, DeskError, spooling::is_unwritable, streams};
use crate::domain::{
    board::{Entry, Kind},
    ids::ContactId,
    ledger,
};

impl Desk {
    /// Reads the entries of a kind as the record has them, or as it had them last.
    pub(super) fn recorded_board(&self, kind: Kind) -> Result<Vec<Entry>, DeskError> {
        let now = self.clock.now();
        let read = match kind {
            // Only so far back as is ever counted.
            Kind::Settled => self.store.board_since(kind, now - TimeDelta::days(ledger::DAYS)),
            _ => self.store.board(kind),
        };
        match read {
            Ok(entries) => {
                self.remembered.told(kind, &entries, now);
                Ok(entries)
            }
            // How promises were kept is only counted, and what is promised is shown without it.
            Err(error) if is_unwritable(&error) => {
                let error = DeskError::from(error);
                self.noticed(&error);
                if kind == Kind::Settled {
                    self.remembered.uncounted(kind, now);
                    return Ok(Vec::new());
                }
                let remembered = self.remembered_board(kind);
                self.made_anew(kind, remembered.as_deref().unwrap_or_default()).or(remembered).ok_or(error)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Makes the lines of a kind anew of the entries that they repeat: of what is remembered of it, and of what began lately; what
    /// cannot be read stays as it is remembered. Nothing, where no entries are read.
    fn made_anew(&self, kind: Kind, remembered: &[Entry]) -> Option<Vec<Entry>> {
        let begins = match kind {
            Kind::Visit => "visit.started.v1",
            Kind::Shift => "shift.started.v1",
            Kind::Handover | Kind::HandoverItem => "handover.begun.v1",
            _ => return None,
        };
        let mut ids: BTreeSet<_> = remembered.iter().filter_map(Entry::stream).collect();
        ids.extend(self.store.begun_lately(begins).ok()?);
        let mut entries = Vec::new();
        for id in ids {
            let made = self.store.stream(id).ok().and_then(|entries| streams::fold(id, &entries).ok()?);
            match made {
                Some(made) => entries.extend(made.board().into_iter().filter(|entry| entry.kind == kind)),
                None => entries.extend(remembered.iter().filter(|entry| entry.stream() == Some(id)).cloned()),
            }
        }
        entries.sort_by(|a, b| (a.due.is_none(), a.due, &a.id).cmp(&(b.due.is_none(), b.due, &b.id)));
        Some(entries)
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
        if kind == Kind::HandoverItem {
            self.given.keep(&entries.iter().filter_map(|entry| Some(entry.contact?.0)).collect());
        }
        let mut seen = Vec::with_capacity(entries.len());
        for entry in entries {
            let opens = entry.contact.map_or(Ok(true), |contact| self.opens_to_me(contact))?;
            if opens || self.is_my_own_way_back(&entry) {
                seen.push(if kind == Kind::HandoverItem { self.as_it_is_now(entry) } else { entry });
            }
        }
        Ok(seen)
    }

    /// Tells whether a contact's record opens to whoever is signed in; where the file does not say, as it did last, and
    /// never without its word.
    pub(super) fn opens_to_me(&self, contact: ContactId) -> Result<bool, DeskError> {
        let Some(actor) = &self.actor else { return Ok(true) };
        let now = self.clock.now();
        match self.store.row(contact.0) {
            Ok(row) => {
                let row = row.or_else(|| self.contact_ahead(contact).map(|contact| contact.row()));
                let opens = row.is_none_or(|row| row.opens_to(actor, now));
                self.remembered.told_opens(actor, contact, opens);
                Ok(opens)
            }
            Err(error) if is_unwritable(&error) => {
                let ahead = self.contact_ahead(contact).map(|contact| contact.row().opens_to(actor, now));
                Ok(ahead.unwrap_or_else(|| self.remembered.opened(actor, contact, now)))
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Tells whether it is the visit on which whoever is signed in is out: where nobody can say any more whether they may read
    /// the record that they went about, they check in all the same.
    fn is_my_own_way_back(&self, entry: &Entry) -> bool {
        let me = self.actor.as_ref().map(|actor| actor.person);
        self.store.unread().is_some() && entry.kind == Kind::Visit && me.is_some() && entry.person == me
    }
}
