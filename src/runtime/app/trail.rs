//! From one contact to another that is attached to it, and the way back.

use super::{App, Effect};
use crate::domain::ids::ContactId;

/// The contacts that were left for one that is attached to them, the last one last.
#[derive(Default)]
pub(super) struct Trail {
    left: Vec<ContactId>,
    /// Whether the contact that is waited for lies on it.
    pub(super) walks: bool,
}

impl App {
    /// Opens a contact from the one that is open; the way back leads there again.
    pub(super) fn walk_to(&mut self, id: ContactId) -> Vec<Effect> {
        let here = self.call.as_ref().map(|(screen, _)| screen.id);
        let mut left = std::mem::take(&mut self.trail.left);
        // Whoever goes to and fro between two is not led back through all of it.
        match left.iter().position(|known| *known == id) {
            Some(at) => left.truncate(at),
            None => left.extend(here),
        }
        self.walk(id, left)
    }

    /// Goes back to the contact from which the open one was opened; nothing where it was not opened from one.
    pub(super) fn walk_back(&mut self) -> Option<Vec<Effect>> {
        let here = self.call.as_ref().map(|(screen, _)| screen.id);
        let mut left = std::mem::take(&mut self.trail.left);
        // One that could not be opened left the way to it behind.
        let id = std::iter::from_fn(|| left.pop()).find(|id| Some(*id) != here)?;
        Some(self.walk(id, left))
    }

    fn walk(&mut self, id: ContactId, left: Vec<ContactId>) -> Vec<Effect> {
        let effects = self.open(id);
        self.trail = Trail { left, walks: true };
        effects
    }
}
