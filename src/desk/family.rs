//! Which marked contacts are, or may be, of the same family: found by what the board keeps of each mark, never by folding
//! every contact.

use std::collections::{HashSet, VecDeque};

use chrono::{DateTime, Utc};

use super::{Desk, DeskError, watch::JOURNEY, work::fold};
use crate::{
    domain::{
        board::{Entry, Kind},
        contact::{
            Contact,
            night::{Found, Goal, Mark, Same},
        },
        desk::State,
        ids::{ContactId, Reference},
        queue::Row,
        staff::Actor,
    },
    store::{Recorded, Store, StoreError, Unit},
};

/// How many contacts are followed from one attached contact to the next.
pub(super) const ATTACHED: usize = 64;

/// What reads marks, and what else stands around a contact: the store, or a unit of work as it has written so far.
pub(super) trait Reads {
    /// Reads the marks.
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError>;
    /// Reads who is out.
    fn visits(&mut self) -> Result<Vec<Entry>, DeskError>;
    /// Reads a line of the queue.
    fn line(&mut self, id: ContactId) -> Result<Option<Row>, DeskError>;
    /// Reads a contact's entries.
    fn entries(&mut self, id: ContactId) -> Result<Vec<Recorded>, DeskError>;
    /// Finds a contact's line by its reference.
    fn by_reference(&mut self, reference: Reference) -> Result<Option<Row>, DeskError>;
    /// Finds the lines of contacts whose caller has a number.
    fn by_number(&mut self, digits: &str) -> Result<Vec<Row>, DeskError>;

    /// Tells whether a contact's record is restricted, and whether it is closed to somebody; one of which there is no line is
    /// both.
    fn closed(
        &mut self,
        id: ContactId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(bool, bool), DeskError> {
        Ok(closed(self.line(id)?.as_ref(), actor, now))
    }
}

fn closed(row: Option<&Row>, actor: &Actor, now: DateTime<Utc>) -> (bool, bool) {
    (row.is_none_or(|row| row.seal.is_some()), row.is_none_or(|row| !row.opens_to(actor, now)))
}

impl Reads for &Store {
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError> {
        Ok(self.board(Kind::NoLone)?)
    }

    fn visits(&mut self) -> Result<Vec<Entry>, DeskError> {
        Ok(self.board(Kind::Visit)?)
    }

    fn line(&mut self, id: ContactId) -> Result<Option<Row>, DeskError> {
        Ok(self.row(id.0)?)
    }

    fn entries(&mut self, id: ContactId) -> Result<Vec<Recorded>, DeskError> {
        Ok(self.stream(id.0)?)
    }

    fn by_reference(&mut self, reference: Reference) -> Result<Option<Row>, DeskError> {
        Ok((**self).by_reference(reference)?)
    }

    fn by_number(&mut self, digits: &str) -> Result<Vec<Row>, DeskError> {
        Ok((**self).by_number(digits, JOURNEY)?)
    }
}

/// The record with what waits for it: a mark that was set a moment ago counts at this console.
impl Reads for &Desk {
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError> {
        self.board(Kind::NoLone)
    }

    fn visits(&mut self) -> Result<Vec<Entry>, DeskError> {
        self.board(Kind::Visit)
    }

    fn line(&mut self, id: ContactId) -> Result<Option<Row>, DeskError> {
        match self.contact_ahead(id) {
            Some(contact) => Ok(Some(contact.row())),
            None => Ok(self.store.row(id.0)?),
        }
    }

    fn entries(&mut self, id: ContactId) -> Result<Vec<Recorded>, DeskError> {
        Ok(self.store.stream(id.0)?)
    }

    fn by_reference(&mut self, reference: Reference) -> Result<Option<Row>, DeskError> {
        Ok(self.store.by_reference(reference)?)
    }

    fn by_number(&mut self, digits: &str) -> Result<Vec<Row>, DeskError> {
        Ok(self.store.by_number(digits, JOURNEY)?)
    }

    fn closed(
        &mut self,
        id: ContactId,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(bool, bool), DeskError> {
        match self.line(id) {
            // A console that never read the file goes by what lies beside it.
            Err(_) if self.store.unread().is_some() => {
                let known = &self.remembered;
                Ok((known.was_restricted(id), !known.opened(actor, id, now)))
            }
            row => Ok(closed(row?.as_ref(), actor, now)),
        }
    }
}

impl Reads for &mut Unit<'_> {
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError> {
        Ok(self.board(Kind::NoLone)?)
    }

    fn visits(&mut self) -> Result<Vec<Entry>, DeskError> {
        Ok(self.board(Kind::Visit)?)
    }

    fn line(&mut self, id: ContactId) -> Result<Option<Row>, DeskError> {
        Ok(self.row(id.0)?)
    }

    fn entries(&mut self, id: ContactId) -> Result<Vec<Recorded>, DeskError> {
        Ok(self.stream(id.0)?)
    }

    fn by_reference(&mut self, reference: Reference) -> Result<Option<Row>, DeskError> {
        Ok((**self).by_reference(reference)?)
    }

    fn by_number(&mut self, digits: &str) -> Result<Vec<Row>, DeskError> {
        Ok((**self).by_number(digits, JOURNEY)?)
    }
}

/// Finds the marks on other contacts of the same family, or that look like it; what is surest first.
pub(super) fn marks(
    mut read: impl Reads,
    contact: Option<&Contact>,
    goal: Option<Goal<'_>>,
    who: (&Actor, &State),
    now: DateTime<Utc>,
) -> Result<Vec<Found>, DeskError> {
    let (actor, state) = who;
    let entries = read.marks()?;
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    let attached = contact.map(|contact| attached(&mut read, contact)).transpose()?.unwrap_or_default();
    let traces = contact.map(Contact::traces).unwrap_or_default();
    let own = contact.map(|contact| contact.id);
    let mut found = Vec::new();
    for entry in entries {
        let (Some(id), Some(mark)) = (entry.contact, entry.read::<Mark>()) else {
            return Err(StoreError::Projection.into());
        };
        let same = mark.same(attached.contains(&id), &traces, goal);
        if Some(id) == own || same.is_empty() {
            continue;
        }
        let (restricted, closed) = read.closed(id, actor, now)?;
        let by = state.name_of(mark.marked.by).to_owned();
        found.push(Found { contact: id, mark, by, same, restricted, closed });
    }
    found.sort_by_key(|found| (found.may_be_anothers(), found.mark.reference));
    Ok(found)
}

/// Finds the mark on the contact that was named, where its record cannot be read.
pub(super) fn itself(
    mut read: impl Reads,
    named: Reference,
    who: (&Actor, &State),
    now: DateTime<Utc>,
) -> Result<Option<Found>, DeskError> {
    let (actor, state) = who;
    let marked = |entry: &Entry| Some((entry.contact?, entry.read::<Mark>()?));
    let of_it = read.marks()?.iter().filter_map(marked).find(|(_, mark)| mark.reference == named);
    let Some((contact, mark)) = of_it else { return Ok(None) };
    let (restricted, closed) = read.closed(contact, actor, now)?;
    let by = state.name_of(mark.marked.by).to_owned();
    Ok(Some(Found { contact, mark, by, same: vec![Same::Itself], restricted, closed }))
}

/// Follows what a contact belongs to, from one to the one before.
pub(super) fn above(read: &mut impl Reads, contact: &Contact) -> Result<Vec<ContactId>, DeskError> {
    let mut known = Vec::new();
    let mut next = contact.call.attached.to;
    while let Some((id, _)) = next.filter(|(id, _)| known.len() < ATTACHED && !known.contains(id)) {
        known.push(id);
        let entries = read.entries(id)?;
        next = if entries.is_empty() { None } else { fold(id, &entries)?.call.attached.to };
    }
    Ok(known)
}

/// Follows what is attached, from one contact to the next.
pub(super) fn attached(read: &mut impl Reads, contact: &Contact) -> Result<HashSet<ContactId>, DeskError> {
    let next = |contact: &Contact| -> Vec<ContactId> {
        let attached = &contact.call.attached;
        attached.to.iter().chain(&attached.later).map(|(id, _)| *id).collect()
    };
    let mut known = HashSet::from([contact.id]);
    let mut waiting: VecDeque<ContactId> = next(contact).into();
    while let Some(id) = waiting.pop_front() {
        if known.len() >= ATTACHED || !known.insert(id) {
            continue;
        }
        // What another desk took down is not here to be followed.
        let entries = read.entries(id)?;
        if !entries.is_empty() {
            waiting.extend(next(&fold(id, &entries)?));
        }
    }
    Ok(known)
}
