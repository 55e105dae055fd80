//! What was tried and refused, journalled by whoever tried it: in a unit of its own, which decides nothing.
//!
//! Whatever goes wrong with it, the refusal itself reaches whoever tried. Where the file takes nothing the spool keeps it.

use super::{Desk, DeskError, spooling::takes_nothing, work};
use crate::domain::{
    contact::{Stamp, oversight::Try},
    desk,
    ids::{ContactId, EventId},
    refusal::Refusal,
    staff::Actor,
};

impl Desk {
    /// Journals that somebody tried to decide something in a contact and was refused.
    pub(super) fn witness(
        &mut self,
        contact: ContactId,
        tried: Option<Try>,
        refusal: &Refusal,
        actor: Option<Actor>,
    ) {
        // Behind a locked console nobody's key signs.
        let (Some(tried), Some(actor), false) = (tried, actor, self.locked) else { return };
        if let Err(error) = self.witnessed(contact, tried, refusal, &actor)
            && self.spool_witness(contact, tried, refusal, &actor, &error).is_err()
        {
            tracing::error!("a refused decision could not be journalled");
        }
    }

    fn witnessed(
        &mut self,
        contact: ContactId,
        tried: Try,
        refusal: &Refusal,
        actor: &Actor,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        self.work(|work| {
            let mut contact = work.contact(contact)?;
            let Some(event) = contact.witness(tried, refusal) else { return Ok(()) };
            work.append(contact.id.0, contact.version, actor, now, std::slice::from_ref(&event), None)?;
            contact.evolve(&event, Stamp { at: now, by: actor.person });
            work.settle(&contact)
        })
    }

    fn spool_witness(
        &mut self,
        contact: ContactId,
        tried: Try,
        refusal: &Refusal,
        actor: &Actor,
        failed: &DeskError,
    ) -> Result<(), DeskError> {
        let known = self.watching.folded.clone().filter(|known| known.id == contact);
        let event = known.and_then(|known| known.witness(tried, refusal));
        let (Some(event), true) = (event, takes_nothing(failed)) else { return Ok(()) };
        let now = self.clock.now();
        let id = EventId(super::uuid(&mut self.random, now)?);
        self.keep_event(id, contact.0, &event.into(), actor, now)
    }

    /// Journals that somebody tried to change the desk itself and was refused.
    pub(super) fn witness_deed(&mut self, command: &desk::Command, refusal: &Refusal, actor: &Actor) {
        let Some(event) = self.book.state.witness(command, refusal) else { return };
        let (now, stream) = (self.clock.now(), self.store.meta().desk.0);
        let state = self.work(|work| {
            let state = work::fold_desk(&work.unit.stream(stream)?)?;
            work.desk(stream, &state, &[event], Some(actor), now)
        });
        if let Ok(state) = state {
            self.renew(state);
        } else {
            tracing::error!("a refused change of the desk could not be journalled");
        }
    }
}
