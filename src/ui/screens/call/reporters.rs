//! Who rang in other contacts of the family, as the desk told it: looked for in what is written to it, and never shown.

use std::sync::Arc;

use uuid::Uuid;

use super::pane::{Say, View};
use crate::{
    desk::protocol::{Answer, Request},
    domain::{contact::others::Other, ids::ContactId},
};

/// The contact at its version, what is attached to it, what names the same child, and how many others the same number has.
type As = (ContactId, u64, Vec<(ContactId, u64)>, Vec<(Uuid, u64)>, usize);

/// Who rang in them; asked for once for each way in which the contact stands.
#[derive(Default)]
pub(super) struct Reporters {
    known: Arc<[Other]>,
    asked: Option<As>,
}

impl Reporters {
    /// Asks the desk, unless it was asked about the contact as it stands now.
    pub(super) fn ask(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let contact = view.contact;
        let beside = view.beside.iter().map(|other| (other.id, other.version)).collect();
        let named = view.named.iter().map(|row| (row.id, row.version)).collect();
        let now = Some((contact.id, contact.version, beside, named, view.journey.len()));
        if self.asked != now {
            self.asked = now;
            say.push(Say::Ask(Request::Reporters(contact.id)));
        }
    }

    /// Takes up what the desk says; tells whether it was this.
    pub(super) fn told(&mut self, answer: &Answer, view: &View<'_>) -> bool {
        match answer {
            Answer::Reporters { contact, others } if *contact == view.contact.id => {
                self.known = Arc::clone(others);
                true
            }
            _ => false,
        }
    }

    /// Gives them.
    pub(super) fn known(&self) -> &Arc<[Other]> {
        &self.known
    }
}
