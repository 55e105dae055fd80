//! The lines that a contact has on the board beside its own in the queue.

use super::Contact;
use crate::domain::board::Entry;

impl Contact {
    /// Gives its lines of the board.
    pub fn board(&self) -> Vec<Entry> {
        let mut entries = self.ledger();
        entries.extend(self.night_board());
        entries
    }
}
