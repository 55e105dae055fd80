//! What was given in a handover, beside what holds of it now: for whoever takes it, as long as it waits.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use super::{Desk, DeskError};
use crate::domain::{
    board::Entry,
    handover::{Cause, Item, What, causes},
    ids::ContactId,
};

/// Of how many contacts it is kept.
const MOST: usize = 256;

/// Of the contacts that wait in a handover: what holds of each, at the version that was read last. It is asked for each change
/// on the desk, and a contact that waits changes far less often.
#[derive(Default)]
pub(super) struct Given(RefCell<HashMap<ContactId, (u64, Vec<Cause>)>>);

impl Given {
    /// Gives what holds of a contact, and reads it only where it is another one since; where not even its version can be read,
    /// what held last.
    fn holds(
        &self,
        id: ContactId,
        version: Result<u64, DeskError>,
        read: impl FnOnce() -> Result<(u64, Vec<Cause>), DeskError>,
    ) -> Option<Vec<Cause>> {
        let mut known = self.0.borrow_mut();
        let version = version.ok();
        let is_new = |(last, _): &&(u64, Vec<Cause>)| version.is_none_or(|version| *last == version);
        if let Some((_, holds)) = known.get(&id).filter(is_new) {
            return Some(holds.clone());
        }
        let (version, holds) = read().ok()?;
        // Handovers end; what is known of them need not grow.
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(id, (version, holds.clone()));
        Some(holds)
    }
}

impl Desk {
    /// Lays beside an item that waits to be acknowledged what holds of its contact now, where that is something else: what
    /// stands in a handover is what was said then.
    pub(super) fn as_it_is_now(&self, entry: Entry) -> Entry {
        let waits = |item: &Item| item.calls.is_some() && item.acknowledged.is_none();
        let Some(mut item) = entry.read::<Item>().filter(waits) else { return entry };
        let contact = item.drawn.whole_contact().filter(|_| !item.drawn.is_bare());
        let Some(now) = contact.and_then(|id| self.holds_now(id)) else { return entry };
        let said = |causes: &[Cause]| {
            let causes = causes.iter().filter(|cause| cause.what != What::Left);
            causes.map(|cause| cause.words.clone()).collect::<BTreeSet<_>>()
        };
        if said(&now) == said(&item.drawn.causes) {
            return entry;
        }
        item.now = Some(now);
        match serde_json::to_string(&item) {
            Ok(row) => Entry { row, ..entry },
            Err(_) => entry,
        }
    }

    /// Gives what holds of a contact now.
    fn holds_now(&self, id: ContactId) -> Option<Vec<Cause>> {
        let version = self.store.version(id.0).map_err(DeskError::from);
        self.given.holds(id, version, || {
            let contact = self.contact_by_id(id)?;
            let mut now = causes(&contact, &self.book.policy.sharing);
            // A line that was left is nothing that ends by itself; its own stands beside it already.
            now.retain(|cause| cause.what != What::Left);
            Ok((contact.version, now))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_contact_that_waits_is_read_once_for_each_change_of_it() {
        let (given, reads) = (Given::default(), Cell::new(0));
        let id = |no| ContactId(Uuid::from_u128(no));
        let holds = |no, version: Result<u64, DeskError>| {
            let at = *version.as_ref().unwrap_or(&0);
            let read = || {
                reads.set(reads.get() + 1);
                let words = format!("{no} at {at}");
                Ok((at, vec![Cause { what: What::Open, words, due: None, clock: None }]))
            };
            given.holds(id(no), version, read).map(|holds| holds[0].words.clone())
        };
        assert_eq!(holds(1, Ok(4)).as_deref(), Some("1 at 4"));
        assert_eq!((holds(1, Ok(4)).as_deref(), reads.get()), (Some("1 at 4"), 1), "nothing changed");
        assert_eq!((holds(1, Ok(5)).as_deref(), reads.get()), (Some("1 at 5"), 2), "it is another one since");
        assert_eq!((holds(2, Ok(5)).as_deref(), reads.get()), (Some("2 at 5"), 3), "nor is it the other");
        // Where the file does not even say which version it is, what held last stands.
        assert_eq!((holds(1, Err(DeskError::ContactMissing)).as_deref(), reads.get()), (Some("1 at 5"), 3));
        let read = || Err(DeskError::ContactMissing);
        assert_eq!(given.holds(id(3), Err(DeskError::ContactMissing), read), None);
    }
}
