//! What stands around a contact before it is closed and is no part of it: who is out about it, and which later calls are open.

use super::{DeskError, family::Reads, work::fold};
use crate::domain::{
    contact::{Contact, closing::Outstanding},
    desk::State,
    visit::Visit,
};

/// Reads it: the visits that are out about this contact, and what is attached to it and not closed.
pub(super) fn around(
    contact: &Contact,
    mut read: impl Reads,
    state: &State,
) -> Result<Vec<Outstanding>, DeskError> {
    let mut open = Vec::new();
    for entry in read.visits()?.iter().filter(|entry| entry.contact == Some(contact.id)) {
        let Some(visit) = entry.read::<Visit>().filter(|visit| visit.back.is_none()) else { continue };
        let words = format!("{} is out about this and not back yet", state.name_of(visit.worker));
        open.push(Outstanding::asks(words, "southampton-56"));
    }
    for (id, reference) in &contact.call.attached.later {
        let stands = read.line(*id)?.is_some_and(|row| !row.lanes.is_empty());
        // A closed contact keeps its line while a manager has not seen who opened it by break-glass.
        if stands && fold(*id, &read.entries(*id)?)?.closed.is_none() {
            let words = format!("{reference}, a later call about the same, is still open");
            open.push(Outstanding::asks(words, "southampton-13"));
        }
    }
    Ok(open)
}
