//! What was given in a handover, beside what holds of it now: for whoever takes it, as long as it waits.

use std::collections::BTreeSet;

use super::Desk;
use crate::domain::{
    board::Entry,
    handover::{Cause, Item, What, causes},
    ids::ContactId,
};

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
        self.given.of(id.0, self.store.version(id.0).ok(), || {
            let contact = self.contact_by_id(id)?;
            let mut now = causes(&contact, &self.book.policy.sharing);
            // A line that was left is nothing that ends by itself; its own stands beside it already.
            now.retain(|cause| cause.what != What::Left);
            Ok((contact.version, now))
        })
    }
}
