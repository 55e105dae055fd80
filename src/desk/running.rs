//! What is done to the desk itself: its staff, duties, numbers and devices, each in one unit of work.

use super::{Desk, DeskError, Work, work};
use crate::domain::{
    desk::{Command, Event},
    staff::Actor,
};

impl Desk {
    /// Does one thing to the desk itself.
    pub(super) fn run(&mut self, command: &Command) -> Result<(), DeskError> {
        self.run_with(command, |_, _| Ok(()))
    }

    /// Does one thing to the desk itself, and in the same unit what belongs to it; a refusal is journalled as tried.
    pub(super) fn run_with(
        &mut self,
        command: &Command,
        beside: impl FnOnce(&mut Work<'_, '_>, &mut Vec<Event>) -> Result<(), DeskError>,
    ) -> Result<(), DeskError> {
        let (actor, now) = (self.signed_in()?, self.clock.now());
        let stream = self.store.meta().desk.0;
        // Judged on what the journal says in this very unit: of two who take each other's roles, one comes too late.
        let done = self.work(|work| {
            let state = work::fold_desk(&work.unit.stream(stream)?)?;
            let actor = state.actor(actor.account).ok_or(DeskError::NobodySignedIn)?;
            let mut events = state.decide(command, Some(&actor))?;
            beside(work, &mut events)?;
            work.desk(stream, &state, &events, Some(&actor), now)
        });
        match done {
            Ok(state) => self.renew(state),
            Err(error) => return Err(self.tried(command, &actor, error)),
        }
        self.renew_actor();
        Ok(())
    }

    /// Judges what is to be done to the desk before it is done.
    pub(super) fn judged(&mut self, command: &Command) -> Result<(), DeskError> {
        let actor = self.signed_in()?;
        match self.book.state.decide(command, Some(&actor)) {
            Ok(_) => Ok(()),
            Err(refusal) => Err(self.tried(command, &actor, refusal.into())),
        }
    }

    fn tried(&mut self, command: &Command, actor: &Actor, error: DeskError) -> DeskError {
        if let Some(refusal) = error.refusal() {
            self.witness_deed(command, refusal, actor);
        }
        error
    }
}
