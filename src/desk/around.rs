//! What stands around a contact that is open: whom else somebody talks to, marks, and other lines about the same child.

use std::{collections::HashSet, sync::Arc};

use super::{
    Desk, DeskError, family,
    find::SHOWN,
    kin::{self, Who},
    spooling::is_unwritable,
};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::{Contact, marked::Elsewhere, night::Found},
        ids::ContactId,
        queue::{Lane, Row},
    },
    store::{Cursor, Direction},
};

/// How many of the lines on which somebody talks are read at once.
const LINES: usize = 32;

impl Desk {
    /// Reads the contact of a line, unless it is the open one, which is folded already.
    pub(super) fn folded_now(&self, row: &Row) -> Result<Arc<Contact>, DeskError> {
        let open = self.watching.folded.as_ref();
        match open.filter(|open| open.id.0 == row.id && open.version == row.version) {
            Some(open) => Ok(Arc::clone(open)),
            None => self.contact_by_id(ContactId(row.id)).map(Arc::new),
        }
    }

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
        self.lines.renew(&self.store, self.clock.now())?;
        let mut rows = Vec::new();
        for id in self.lines.naming(&words) {
            rows.extend(self.store.row(id)?.filter(tells));
            if rows.len() >= SHOWN {
                break;
            }
        }
        Ok(rows)
    }

    /// Finds what other contacts of the same family say of who must not be told, or how they are not safe to reach.
    pub(super) fn marked_elsewhere(&self, contact: &Contact) -> Result<Vec<Elsewhere>, DeskError> {
        let Some(actor) = self.actor.as_ref().filter(|_| self.store.unread().is_none()) else {
            return Ok(Vec::new());
        };
        let named = self.lines.naming_child_of(contact);
        let who = Who { named: &named, actor, now: self.clock.now() };
        Ok(contact.marked_elsewhere(&kin::of_family(&mut &*self, contact, &who)?))
    }

    /// Gives the contacts, but for one, in which whoever is signed in talks to somebody from whom a reporter is covered: who
    /// looks something up meanwhile could read it out.
    pub(super) fn heard(&self, but: Option<ContactId>) -> Result<Vec<ContactId>, DeskError> {
        let Some(person) = self.actor.as_ref().map(|actor| actor.person) else { return Ok(vec![]) };
        let mine = |contact: &&Arc<Contact>| Some(contact.id) != but && contact.holder == Some(person);
        let ahead = self.contacts_ahead().filter(mine).filter(|contact| contact.call.is_heard());
        let mut all: Vec<ContactId> = ahead.map(|contact| contact.id).collect();
        let there = |row: &Row| {
            Some(ContactId(row.id)) != but && row.holder == Some(person) && !self.ahead.contains_key(&row.id)
        };
        let mut asked = HashSet::new();
        let mut heard = |row: &Row| {
            asked.insert(row.id);
            let read = || self.folded_now(row).map(|contact| (contact.version, contact.call.is_heard()));
            // Where it cannot be read, somebody may listen, and nothing is shown to them.
            self.heard.of(row.id, Some(row.version), read).unwrap_or(true)
        };
        // Few are on the line at a time, and this is asked for each change: all that somebody has is far more to read.
        let mut from = None;
        loop {
            let rows = match self.store.lane(Lane::Talking, None, from, LINES, Direction::Down) {
                // As it was known: whoever is on the line listens, whatever the file says.
                Err(error) if is_unwritable(&error) => {
                    self.noticed(&error.into());
                    let known = self.known_in(Lane::Talking);
                    let theirs = known.iter().filter(|row| there(row)).filter(|row| heard(row));
                    for id in theirs.map(|row| ContactId(row.id)) {
                        if !all.contains(&id) {
                            all.push(id);
                        }
                    }
                    return Ok(all);
                }
                rows => rows?,
            };
            let theirs = rows.iter().filter(|row| there(row)).filter(|row| heard(row));
            all.extend(theirs.map(|row| ContactId(row.id)));
            let Some(last) = rows.last().filter(|_| rows.len() == LINES) else { break };
            from = Some(Cursor::of(last));
        }
        self.heard.keep(&asked);
        Ok(all)
    }

    /// Finds the marks on other contacts of the same family, as far as whoever is signed in may read them.
    pub fn marks(&self, contact: &Contact) -> Result<Vec<Found>, DeskError> {
        let Some(actor) = &self.actor else { return Ok(Vec::new()) };
        let who = (actor, &*self.book.state);
        let found = family::marks(self, Some(contact), None, who, self.clock.now())?;
        Ok(found.into_iter().map(Found::veiled).collect())
    }
}
