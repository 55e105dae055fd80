//! Ringing calls: the telephone system drops files; the next console or command on the desk journals them. One that the journal
//! cannot take rings all the same, at every console, and is answered as any other. And which other calls from the same number are
//! not over.

use std::sync::Arc;

use super::{Desk, DeskError, seat::written, spooling::takes_nothing, watch::JOURNEY};
use crate::{
    domain::{
        contact::{Contact, call::Running},
        ids::{ContactId, EventId, RingId},
        input::phone,
        queue::{Item, Lane, Row},
        ring::{Announced, Event, Ring},
    },
    store::rings,
};

impl Desk {
    /// Journals the calls that were announced; a file that cannot be a call is put aside. Tells whether anything rings by that, or
    /// no longer does.
    pub(super) fn absorb_rings(&mut self) -> Result<bool, DeskError> {
        let waiting = rings::waiting(self.store.folder(), self.store.keyring())?;
        let any = !waiting.is_empty() || !self.ringing.is_empty();
        let before: Vec<RingId> = self.ringing.drain(..).map(|ring| ring.id).collect();
        for ring in waiting {
            match Announced::read(&ring.body) {
                Err(refusal) => {
                    tracing::warn!(code = refusal.code, "a ringing call could not be read and was put aside");
                    ring.refuse()?;
                }
                Ok(announced) => {
                    let (id, now) = (ring.id, self.clock.now());
                    match self.work(|work| work.announce(id, announced.clone(), now)) {
                        Err(error) if takes_nothing(&error) => {
                            self.noticed(&error);
                            let since = written(EventId(id.0)).min(now);
                            self.ringing.extend(Ring::begin(id, &Event::Announced(announced), since));
                        }
                        told => {
                            told?;
                            ring.done()?;
                        }
                    }
                }
            }
        }
        Ok(any && (self.ringing.is_empty() || before != self.ringing_ids()))
    }

    fn ringing_ids(&self) -> Vec<RingId> {
        self.ringing.iter().map(|ring| ring.id).collect()
    }

    /// Gives the calls that ring and are not in the journal, but for those that were answered.
    pub(super) fn rings_aside(&self) -> impl Iterator<Item = &Ring> {
        self.ringing.iter().filter(|ring| !self.answers_aside(ring.id))
    }

    /// Finds among the lines of one number the calls that are not over; those of records that are closed to whoever is signed
    /// in are not among them, nor what cannot be read: the line that rings is worth more than what stands beside it.
    fn running_in(&self, rows: &[Row]) -> Result<Vec<Running>, DeskError> {
        let now = self.clock.now();
        let opens = |row: &Row| self.actor.as_ref().is_some_and(|actor| row.opens_to(actor, now));
        let mut found = Vec::new();
        for row in rows {
            if row.item == Item::Contact && row.lanes.contains(&Lane::Talking) && opens(row) {
                let ahead = self.contact_ahead(ContactId(row.id));
                let contact = ahead.map_or_else(|| self.folded_now(row), |ahead| Ok(Arc::clone(ahead)));
                found.extend(self.softly(contact.map(Some))?.and_then(|contact| contact.running()));
            }
        }
        Ok(found)
    }

    /// Finds the calls that a contact meets among the lines of its number.
    pub(super) fn running_beside(&self, contact: &Contact, rows: &[Row]) -> Result<Vec<Running>, DeskError> {
        let mut found = self.running_in(rows)?;
        found.retain(|other| contact.meets(other));
        Ok(found)
    }

    /// Says on the lines of calls that ring whose line dropped a moment ago, who is on the line already, and which number is known
    /// from an earlier contact.
    pub(super) fn with_running(&self, mut rows: Vec<Row>) -> Result<Vec<Row>, DeskError> {
        let now = self.clock.now();
        for row in rows.iter_mut().filter(|row| row.item == Item::Ring) {
            let Some(digits) = row.rings_from().and_then(|raw| phone::read(raw).ok()?.digits) else {
                continue;
            };
            let earlier = self.softly(self.store.by_number(&digits, JOURNEY))?;
            let running = self.running_in(&earlier)?;
            // Who was cut off comes first: nobody else may be rung back meanwhile.
            let first = running.iter().find(|running| running.is_dropped()).or(running.first());
            let opens = |row: &&Row| self.actor.as_ref().is_some_and(|actor| row.opens_to(actor, now));
            let known = || earlier.iter().filter(opens).find_map(|row| row.reference);
            let mark = first.map(|first| first.mark(now));
            let mark = mark.or_else(|| known().map(|reference| format!("known, {reference}")));
            row.stands = mark.unwrap_or_else(|| std::mem::take(&mut row.stands));
            row.preview = running
                .iter()
                .map(|running| running.words(now, |person| self.book.state.name_of(person)))
                .collect();
        }
        Ok(rows)
    }
}
