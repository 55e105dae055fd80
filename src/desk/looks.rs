//! Who looked: what was shown is journalled right after it was shown, and before anything else is done.
//!
//! Looks lie in streams of their own, one for each person and day, under ids that anybody can work out again: a contact grows by
//! none of them, and finding those of a time reads nothing else. A search is told once its typing has ended.

use std::sync::Arc;

use chrono::{DateTime, Days, NaiveDate, Utc};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Answer, Desk, DeskError, spooling::takes_nothing};
use crate::{
    domain::{
        calendar::local::local_day,
        contact::Contact,
        ids::{ContactId, DeskId, EventId, Reference, StaffId},
        looked::{Audited, Event, Listed, Opened, Searched, Taken},
        permission::{Action, State},
        queue::{Lane, Row},
        staff::Actor,
    },
    store::{NewEvent, Recorded, Stamp, StoreError},
};

/// A look that the journal does not have yet.
#[derive(Clone)]
struct Look {
    actor: Actor,
    at: DateTime<Utc>,
    event: Event,
}

/// The looks of this desk's user.
#[derive(Default)]
pub(super) struct Looks {
    /// Shown, and not journalled yet.
    waiting: Vec<Look>,
    /// The search that is being typed.
    search: Option<Look>,
    /// The contact that was opened last, which may be opened again without being a second look.
    last: Option<(StaffId, DateTime<Utc>, Event)>,
}

impl Looks {
    fn opened(&mut self, look: Look) {
        let again = self.last.as_ref().is_some_and(|(person, at, event)| {
            *person == look.actor.person && look.event.repeats(look.at, event, *at)
        });
        if !again {
            self.last = Some((look.actor.person, look.at, look.event.clone()));
            self.waiting.push(look);
        }
    }

    /// Takes a search up; one that goes on from the one before is the same search.
    fn searched(&mut self, mut look: Look) {
        if let (Some(before), Event::Searched(now)) = (self.search.take(), &mut look.event) {
            match &before.event {
                Event::Searched(was)
                    if before.actor.person == look.actor.person
                        && (now.text.starts_with(&was.text) || was.text.starts_with(&now.text)) =>
                {
                    // What was shown on the way was seen too; a text that was shortened keeps its longest form.
                    for reference in &was.found {
                        if !now.found.contains(reference) {
                            now.found.push(*reference);
                        }
                    }
                    if was.text.len() > now.text.len() {
                        now.text.clone_from(&was.text);
                    }
                }
                _ => self.waiting.push(before),
            }
        }
        self.search = Some(look);
    }
}

/// Gives the stream of a person's looks of a day; the day is the one on the wall.
pub(super) fn stream_of(desk: DeskId, person: StaffId, day: NaiveDate) -> Uuid {
    let mut hasher = Sha256::new();
    hasher.update(b"dutydesk looks\0");
    hasher.update(desk.0.as_bytes());
    hasher.update(person.0.as_bytes());
    hasher.update(day.to_string());
    let digest = hasher.finalize();
    let mut id = [0; 16];
    id.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(id).into_uuid()
}

impl Desk {
    fn look(&self, event: Event) -> Option<Look> {
        Some(Look { actor: self.actor.clone()?, at: self.clock.now(), event })
    }

    /// Takes up that a contact was opened.
    pub(super) fn look_opened(&mut self, contact: &Contact) {
        let Some(actor) = &self.actor else { return };
        let now = self.clock.now();
        let through = contact.access.state(actor, now) == State::Glass;
        let glass = contact.access.glass.iter().rev().find(|glass| through && glass.by == actor.person);
        let opened = Opened {
            contact: contact.id,
            reference: contact.reference,
            glass: glass.map(|glass| glass.why.clone()),
        };
        if let Some(look) = self.look(Event::Opened(opened)) {
            self.looks.opened(look);
        }
    }

    /// Takes up that somebody searched, and what they were shown by name.
    pub(super) fn look_searched(&mut self, text: &str, shown: &[Row]) {
        let text = text.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let look = self.look(Event::Searched(Searched { text, found: self.named(shown) }));
        if let Some(look) = look {
            self.looks.searched(look);
        }
    }

    /// Gives a contact to be printed (`text`) or exported in another form; that it is taken away is journalled first.
    pub fn take_out(
        &mut self,
        reference: Reference,
        form: &str,
        why: &str,
    ) -> Result<Arc<Contact>, DeskError> {
        let (printed, form, why) = (form == "text", form.to_owned(), why.to_owned());
        let action = if printed { Action::Print } else { Action::Export };
        self.permit(Action::Open)?;
        self.permit(action)?;
        let row = self.store.by_reference(reference)?.ok_or(DeskError::NoSuchContact(reference))?;
        let contact = self.folded(ContactId(row.id))?;
        self.opens(&contact)?;
        self.permits(&contact, action)?;
        let taken = Taken { contact: contact.id, reference: contact.reference, form, why };
        let look = self.look(if printed { Event::Printed(taken) } else { Event::Exported(taken) });
        self.looks.waiting.extend(look);
        self.journal_looks()?;
        Ok(contact)
    }

    /// Journals that a contact leaves the desk as evidence, before it does.
    pub(super) fn look_exported(
        &mut self,
        contact: ContactId,
        reference: Reference,
        reporter: Option<&str>,
    ) -> Result<(), DeskError> {
        let why = reporter.map(|why| format!("with who reported: {why}")).unwrap_or_default();
        let taken = Taken { contact, reference, form: "evidence".to_owned(), why };
        self.looks.waiting.extend(self.look(Event::Exported(taken)));
        self.journal_looks()
    }

    /// Gives a lane to be printed, or exported as JSON; that it is taken away is journalled first.
    pub fn list_out(&mut self, lane: Lane, json: bool) -> Result<Vec<Row>, DeskError> {
        self.permit(Action::Search)?;
        self.permit(if json { Action::Export } else { Action::Print })?;
        let rows = self.lane_as_shown(lane)?;
        let look = self.look(Event::Listed(Listed { lane, json, shown: self.named(&rows) }));
        self.looks.waiting.extend(look);
        self.journal_looks()?;
        self.with_marks_beside(rows)
    }

    /// Takes up that somebody read who looked.
    pub(super) fn look_audited(&mut self, reference: Option<Reference>, what: String) {
        let look = self.look(Event::Audited(Audited { reference, what }));
        self.looks.waiting.extend(look);
    }

    /// Gives the references of the lines that were shown with their names.
    fn named(&self, rows: &[Row]) -> Vec<Reference> {
        let (actor, now) = (self.actor.as_ref(), self.clock.now());
        rows.iter()
            .filter(|row| row.who != crate::domain::queue::RESTRICTED)
            .filter(|row| actor.is_some_and(|actor| row.opens_to(actor, now)))
            .filter_map(|row| row.reference)
            .collect()
    }

    /// Journals what was shown; what cannot be journalled is kept and tried again.
    pub fn journal_looks(&mut self) -> Result<(), DeskError> {
        self.looks.waiting.extend(self.looks.search.take());
        self.journal_waiting()
    }

    /// Journals what was shown, but for the search that is still being typed.
    pub(super) fn journal_waiting(&mut self) -> Result<(), DeskError> {
        if self.looks.waiting.is_empty() {
            return Ok(());
        }
        let mut looks = std::mem::take(&mut self.looks.waiting);
        // A call that has no number yet is named by it once it has.
        let mut unnamed = Vec::new();
        for mut look in std::mem::take(&mut looks) {
            if self.names(&mut look) { looks.push(look) } else { unnamed.push(look) }
        }
        let desk = self.store.meta().desk;
        let told = self.work(|work| {
            for look in &looks {
                let stream = stream_of(desk, look.actor.person, local_day(look.at));
                let version = work.unit.version(stream)?;
                let id = work.random.uuid(look.at).map_err(StoreError::Entropy)?;
                let new = NewEvent { id: EventId(id), kind: look.event.kind(), body: look.event.body()? };
                let stamp =
                    Stamp { person: Some(look.actor.person), account: Some(look.actor.account), at: look.at };
                work.unit.append(stream, version, &stamp, &[new])?;
            }
            Ok(())
        });
        self.looks.waiting = unnamed;
        if told.is_err() {
            self.looks.waiting.extend(looks);
        }
        told
    }

    /// Gives a look at a call without a number the number that it got since; tells whether it has one.
    fn names(&self, look: &mut Look) -> bool {
        let Event::Opened(opened) = &mut look.event else { return true };
        if !opened.reference.is_given() {
            let row = self.store.row(opened.contact.0).ok().flatten();
            opened.reference = row.and_then(|row| row.reference).unwrap_or(Reference::NONE);
        }
        opened.reference.is_given()
    }

    /// Says that looks are not journalled yet, unless everything waits and that is said already.
    pub(super) fn untold(&self, error: &DeskError) -> Option<Answer> {
        (self.spooled == 0 || !takes_nothing(error)).then(|| untold(error))
    }

    /// Reads a person's looks from one day to another, both included, oldest first.
    pub(super) fn looks_of(
        &self,
        person: StaffId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Recorded>, DeskError> {
        let desk = self.store.meta().desk;
        let mut found = Vec::new();
        let mut day = Some(from);
        while let Some(now) = day.filter(|day| *day <= to) {
            found.extend(self.store.stream(stream_of(desk, person, now))?);
            day = now.checked_add_days(Days::new(1));
        }
        Ok(found)
    }
}

/// Says that a look is not in the journal yet.
fn untold(error: &DeskError) -> Answer {
    let words = format!(
        "That you looked could not be journalled: {error}. It is kept, and tried again with whatever you do next."
    );
    Answer::Failed { tag: None, words }
}
