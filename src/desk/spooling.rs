//! Recording never fails: what the desk's file cannot take goes to the console's spool, and into the record later.
//!
//! Only what was said and done is kept so. A decision has no effect without its entry in the journal, and fails.

use chrono::{DateTime, Utc};

use super::{Answer, Desk, DeskError, protocol::Act};
use crate::{
    domain::{
        contact::{Context, Event, Stamp, call::MergedLate},
        ids::{ContactId, EventId},
        staff::Actor,
    },
    store::{
        StoreError,
        consoles::ConsoleId,
        spool::{self, Spooled},
    },
};

/// What a note that was written at a locked console is called in the spool.
const DOOR_NOTE: &str = "door.note";

/// Tells whether the desk's file cannot be written, rather than being busy or this not fitting it.
pub(super) fn is_unwritable(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Full
            | StoreError::Corrupt
            | StoreError::Damaged { .. }
            | StoreError::ReadOnly
            | StoreError::Permission(_)
            | StoreError::File { .. }
            | StoreError::Sql(_)
    )
}

impl Desk {
    /// Keeps what an act records in the spool, where the desk's file could not take it; any other failure stays one.
    pub(super) fn spool_act(
        &mut self,
        act: &Act,
        actor: &Actor,
        now: DateTime<Utc>,
        failed: DeskError,
    ) -> Result<Vec<Answer>, DeskError> {
        let known = self.watching.folded.clone().filter(|known| known.id == act.contact);
        let (DeskError::Store(why), Some(contact), true) = (&failed, known, act.command.only_records())
        else {
            return Err(failed);
        };
        if !is_unwritable(why) {
            return Err(failed);
        }
        let cx = Context { now, actor, policy: &self.book.policy, duty: &self.book.duty };
        let mut id = act.event;
        for event in contact.decide(&act.command, &cx)? {
            let id = match id.take() {
                Some(id) => id,
                None => EventId(super::uuid(&mut self.random, now)?),
            };
            let record = Spooled {
                id,
                contact: Some(act.contact),
                person: Some(actor.person),
                account: Some(actor.account),
                kind: event.kind().to_owned(),
                body: event.body()?,
                at: now,
            };
            if self.keep(&record).is_err() {
                // Not even the spool takes it: the words stay where they were written.
                return Err(failed);
            }
        }
        Ok(vec![Answer::Spooled { tag: act.tag, at: now }, Answer::Desk(self.view())])
    }

    /// Keeps a note from the door.
    pub(super) fn spool_note(
        &mut self,
        id: EventId,
        text: &str,
        failed: StoreError,
    ) -> Result<(), DeskError> {
        if !is_unwritable(&failed) {
            return Err(failed.into());
        }
        let (kind, body, at) = (DOOR_NOTE.to_owned(), text.to_owned(), self.clock.now());
        self.keep(&Spooled { id, contact: None, person: None, account: None, kind, body, at })
    }

    pub(super) fn keep(&mut self, record: &Spooled) -> Result<(), DeskError> {
        let spool = self.spool.as_mut().ok_or(StoreError::SpoolFull)?;
        spool.keep(self.store.data_key(), record, &mut self.random.entropy())?;
        self.spooled += 1;
        Ok(())
    }

    /// Takes what waits in this console's spool, and in those of ended ones, into the record, in its order; what cannot
    /// be written yet stays where it is.
    pub(super) fn merge_spooled(&mut self) -> Result<(), DeskError> {
        let Some(actor) = self.actor.clone().filter(|_| !self.locked) else { return Ok(()) };
        let left = spool::leftovers(self.store.folder(), self.store.data_key())?;
        let own = match (&self.spool, self.spooled) {
            (Some(spool), 1..) => spool.contents(self.store.data_key())?.records,
            _ => Vec::new(),
        };
        self.spooled = own.len() + left.iter().map(|(_, held)| held.records.len()).sum::<usize>();
        for (console, held) in left {
            self.merge(&held.records, &actor)?;
            self.forget(console)?;
        }
        if !own.is_empty() {
            self.merge(&own, &actor)?;
            self.spool.iter_mut().try_for_each(spool::Spool::clear)?;
        }
        self.spooled = 0;
        Ok(())
    }

    fn forget(&self, console: ConsoleId) -> Result<(), DeskError> {
        Ok(spool::forget(self.store.folder(), console, self.store.data_key())?)
    }

    fn merge(&mut self, records: &[Spooled], actor: &Actor) -> Result<(), DeskError> {
        let now = self.clock.now();
        for record in records {
            match (record.contact, record.person, record.account) {
                (Some(contact), Some(by), Some(account)) => {
                    let (at, kind, body) = (record.at, record.kind.clone(), record.body.clone());
                    let late = MergedLate { by, account, at, kind, body };
                    self.merge_one(record.id, contact, late, actor, now)?;
                }
                _ => super::seat::seal_note(self.store.folder(), record.id, &record.body, &mut self.random)?,
            }
        }
        Ok(())
    }

    fn merge_one(
        &mut self,
        id: EventId,
        contact: ContactId,
        late: MergedLate,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        self.work(|work| {
            let mut contact = work.contact(contact)?;
            let event = Event::MergedLate(late);
            match work.append(
                contact.id.0,
                contact.version,
                actor,
                now,
                std::slice::from_ref(&event),
                Some(id),
            ) {
                // Merged before, by a console that ended before it could empty the spool.
                Err(DeskError::Store(StoreError::AlreadyRecorded { .. })) => return Ok(()),
                other => other?,
            }
            contact.evolve(&event, Stamp { at: now, by: actor.person });
            work.settle(&contact)
        })
    }
}
