//! What stands around a contact that is open: whom else somebody talks to, marks, and other lines about the same child.

use super::{Desk, DeskError, family, find::SHOWN, spooling::is_unwritable};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::{Contact, night::Found},
        ids::ContactId,
        queue::{Lane, Row},
    },
    store::{Cursor, Direction},
};

/// How many of somebody's own lines are read at once.
const OWN: usize = 32;

impl Desk {
    /// Finds open contacts that name a child of this one, what is due first. A record that is closed to whoever is signed in is
    /// not among them: that it names the child would say whom it is about.
    pub(super) fn namesakes(&mut self, contact: &Contact) -> Result<Vec<Row>, DeskError> {
        let words = contact.child_words();
        let Some(actor) = self.actor.clone().filter(|_| !words.is_empty()) else { return Ok(Vec::new()) };
        if self.store.unread().is_some() {
            return Ok(Vec::new());
        }
        let now = self.clock.now();
        let today = local_day(now);
        let tells = |row: &Row| {
            row.id != contact.id.0
                && row.reference.is_some()
                && row.opens_to(&actor, now)
                && !contact.named_too_in(row, today).is_empty()
        };
        self.lines.renew(&self.store)?;
        let mut rows = Vec::new();
        for id in self.lines.naming(&words) {
            rows.extend(self.store.row(id)?.filter(tells));
            if rows.len() >= SHOWN {
                break;
            }
        }
        Ok(rows)
    }

    /// Tells whether whoever is signed in talks, in another contact than this, to somebody from whom a reporter is covered:
    /// who looks something up meanwhile could read it out.
    pub(super) fn is_heard_elsewhere(&self, id: ContactId) -> Result<bool, DeskError> {
        let Some(person) = self.actor.as_ref().map(|actor| actor.person) else { return Ok(false) };
        let mine = |contact: &Contact| contact.id != id && contact.holder == Some(person);
        if self.contacts_ahead().any(|contact| mine(contact) && contact.call.is_heard()) {
            return Ok(true);
        }
        let there = |row: &Row| {
            row.id != id.0 && row.lanes.contains(&Lane::Talking) && !self.ahead.contains_key(&row.id)
        };
        // Where it cannot be read who is on the line, nothing is shown to them.
        let heard =
            |row: &Row| self.contact_by_id(ContactId(row.id)).map_or(true, |contact| contact.call.is_heard());
        // Of their own lines a few at a time: whoever takes calls seldom has more, and each is a row to be read.
        let mut from = None;
        loop {
            let rows = match self.store.lane(Lane::Mine, Some(person), from, OWN, Direction::Down) {
                // What waits for the file is all that anybody talks in then.
                Err(error) if is_unwritable(&error) => return Ok(false),
                rows => rows?,
            };
            if rows.iter().filter(|row| there(row)).any(heard) {
                return Ok(true);
            }
            let Some(last) = rows.last().filter(|_| rows.len() == OWN) else { return Ok(false) };
            from = Some(Cursor::of(last));
        }
    }

    /// Finds the marks on other contacts of the same family, as far as whoever is signed in may read them.
    pub fn marks(&self, contact: &Contact) -> Result<Vec<Found>, DeskError> {
        let Some(actor) = &self.actor else { return Ok(Vec::new()) };
        let who = (actor, &*self.book.state);
        let found = family::marks(self, Some(contact), None, who, self.clock.now())?;
        Ok(found.into_iter().map(Found::veiled).collect())
    }
}
