//! Recording never fails: what the desk's file cannot take goes to the console's spool, and into the record later.
//!
//! Only what was said and done is kept so. A decision has no effect without its entry in the journal, and fails.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};

use super::{Answer, Desk, DeskError, protocol::Act, work};
use crate::{
    domain::{
        calendar::words,
        contact::{Contact, Context, Event, Stamp, call::MergedLate},
        ids::{ContactId, EventId, NoteNo},
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

/// Tells whether a failure says that the desk's file takes or gives nothing now.
fn takes_nothing(error: &DeskError) -> bool {
    match error {
        DeskError::Store(why) => is_unwritable(why),
        // What was there a moment ago is gone from the file, or reads as something else.
        DeskError::ContactMissing | DeskError::Unreadable(_) => true,
        _ => false,
    }
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
        let known = self.watching.ahead.as_ref().or(self.watching.folded.as_ref());
        let known = known.filter(|known| known.id == act.contact).cloned();
        let (Some(contact), true, true) = (known, act.command.only_records(), takes_nothing(&failed)) else {
            return Err(failed);
        };
        let mut ahead = Contact::clone(&contact);
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
            ahead.evolve(&event, Stamp { at: now, by: actor.person });
        }
        // What is said next is judged on what was said before it, and on the screen nothing is shown that is not in the record.
        self.watching.ahead = Some(Arc::new(ahead));
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
        self.watching.ahead = None;
        Ok(())
    }

    fn forget(&self, console: ConsoleId) -> Result<(), DeskError> {
        Ok(spool::forget(self.store.folder(), console, self.store.data_key())?)
    }

    fn merge(&mut self, records: &[Spooled], actor: &Actor) -> Result<(), DeskError> {
        // Notes that got another number here; what was said of the former number is not said of whoever has it now.
        let mut moved = BTreeSet::new();
        for record in records {
            let (Some(contact), Some(by), Some(account)) = (record.contact, record.person, record.account)
            else {
                super::seat::seal_note(self.store.folder(), record.id, &record.body, &mut self.random)?;
                continue;
            };
            let (at, kind, body) = (record.at, record.kind.clone(), record.body.clone());
            let late = MergedLate { by, account, at, kind, body, superseded: false };
            if self.store.row(contact.0)?.is_none() {
                self.leave_at_the_door(record.id, &late)?;
                continue;
            }
            self.merge_one(record.id, contact, late, actor, &mut moved)?;
        }
        Ok(())
    }

    /// Leaves words at the door whose contact is not in this journal, as when an older copy was brought back.
    fn leave_at_the_door(&mut self, id: EventId, late: &MergedLate) -> Result<(), DeskError> {
        let who = self.book.state.name_of(late.by);
        let said = late.words().unwrap_or_else(|| late.kind.clone());
        let text = format!(
            "Kept by {who}, {}, on a contact that is not in this journal: {said}",
            words::stamp(late.at)
        );
        Ok(super::seat::seal_note(self.store.folder(), id, &text, &mut self.random)?)
    }

    fn merge_one(
        &mut self,
        id: EventId,
        contact: ContactId,
        mut late: MergedLate,
        actor: &Actor,
        moved: &mut BTreeSet<(ContactId, NoteNo)>,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        self.work(|work| {
            let entries = work.unit.stream(contact.0)?;
            let mut contact = work::fold(contact, &entries)?;
            let event = Event::read(&late.kind, &late.body)?;
            match &event {
                Event::NoteWritten(written)
                    if contact.call.notes.iter().any(|note| note.no == written.no) =>
                {
                    moved.insert((contact.id, written.no));
                }
                Event::NoteCorrected(corrected) => {
                    late.superseded = moved.contains(&(contact.id, corrected.note));
                }
                _ => {}
            }
            for entry in entries.iter().filter(|entry| entry.at > late.at) {
                late.superseded |= work::same_place(&event, &Event::read(&entry.kind, &entry.body)?);
            }
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
