//! Which marked contacts are, or may be, of the same family: found by what the board keeps of each mark, never by folding
//! every contact.

use std::collections::{HashSet, VecDeque};

use chrono::{DateTime, Utc};

use super::{Desk, DeskError, work::fold};
use crate::{
    domain::{
        board::{Entry, Kind},
        contact::{
            Contact,
            night::{Found, Mark},
        },
        desk::State,
        ids::ContactId,
        queue::Row,
        staff::Actor,
    },
    store::{Recorded, Store, StoreError, Unit},
};

/// How many contacts are followed from one attached contact to the next.
const ATTACHED: usize = 64;

/// What reads marks: the store, or a unit of work as it has written so far.
pub(super) trait Reads {
    /// Reads the marks.
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError>;
    /// Reads a line of the queue.
    fn line(&mut self, id: ContactId) -> Result<Option<Row>, DeskError>;
    /// Reads a contact's entries.
    fn entries(&mut self, id: ContactId) -> Result<Vec<Recorded>, DeskError>;
}

impl Reads for &Store {
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError> {
        Ok(self.board(Kind::NoLone)?)
    }

    fn line(&mut self, id: ContactId) -> Result<Option<Row>, DeskError> {
        Ok(self.row(id.0)?)
    }

    fn entries(&mut self, id: ContactId) -> Result<Vec<Recorded>, DeskError> {
        Ok(self.stream(id.0)?)
    }
}

/// The record with what waits for it: a mark that was set a moment ago counts at this console.
impl Reads for &Desk {
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError> {
        self.board(Kind::NoLone)
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
}

impl Reads for &mut Unit<'_> {
    fn marks(&mut self) -> Result<Vec<Entry>, DeskError> {
        Ok(self.board(Kind::NoLone)?)
    }

    fn line(&mut self, id: ContactId) -> Result<Option<Row>, DeskError> {
        Ok(self.row(id.0)?)
    }

    fn entries(&mut self, id: ContactId) -> Result<Vec<Recorded>, DeskError> {
        Ok(self.stream(id.0)?)
    }
}

/// Finds the marks on other contacts of the same family, or that look like it; what is surest first.
pub(super) fn marks(
    mut read: impl Reads,
    contact: Option<&Contact>,
    going_to: Option<&str>,
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
        let same = mark.same(attached.contains(&id), &traces, going_to);
        if Some(id) == own || same.is_empty() {
            continue;
        }
        let row = read.line(id)?;
        let restricted = row.as_ref().is_none_or(|row| row.seal.is_some());
        let closed = row.is_none_or(|row| !row.opens_to(actor, now));
        let by = state.name_of(mark.marked.by).to_owned();
        found.push(Found { contact: id, mark, by, same, restricted, closed });
    }
    found.sort_by_key(|found| (found.may_be_anothers(), found.mark.reference));
    Ok(found)
}

/// Follows what is attached, from one contact to the next.
fn attached(read: &mut impl Reads, contact: &Contact) -> Result<HashSet<ContactId>, DeskError> {
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
