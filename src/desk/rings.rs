//! Ringing calls: the telephone system drops files; the next console or command on the desk journals them.

use super::{Desk, DeskError};
use crate::{domain::ring::Announced, store::rings};

impl Desk {
    /// Journals the calls that were announced; a file that cannot be a call is put aside. Tells whether there were any.
    pub(super) fn absorb_rings(&mut self) -> Result<bool, DeskError> {
        let waiting = rings::waiting(self.store.folder(), self.store.keyring())?;
        let any = !waiting.is_empty();
        for ring in waiting {
            match Announced::read(&ring.body) {
                Err(refusal) => {
                    tracing::warn!(code = refusal.code, "a ringing call could not be read and was put aside");
                    ring.refuse()?;
                }
                Ok(announced) => {
                    let (id, now) = (ring.id, self.clock.now());
                    self.work(|work| work.announce(id, announced, now))?;
                    ring.done()?;
                }
            }
        }
        Ok(any)
    }
}
