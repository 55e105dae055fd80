//! What waited in spools comes into the record: in its order, by whoever wrote it, under the ids that its events would have had,
//! so that doing so twice is harmless.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Answer, Desk, DeskError, spooling::Ahead, work};
use crate::{
    domain::{
        calendar::words,
        contact::{Contact, Event, Stamp, call::MergedLate, place::Place},
        ids::{ContactId, EventId, Reference},
        staff::Actor,
    },
    store::{
        StoreError,
        consoles::ConsoleId,
        spool::{self, Spooled},
    },
};

/// The kind of what begins a contact.
const TAKEN: &str = "contact.taken.v1";

/// What came into the record, and is to be told.
#[derive(Clone, Default, Debug)]
pub(super) struct CameIn {
    entries: usize,
    numbered: Vec<Reference>,
}

/// What happened to the records of one spool.
#[derive(Default)]
struct Outcome {
    /// Contacts whose records wait on.
    waits: BTreeSet<ContactId>,
    /// Why the first of them does.
    failed: Option<DeskError>,
}

/// What has got another number, contact by contact: what was said of the former number is not said of whoever has it now.
type Moved = BTreeMap<ContactId, BTreeSet<Place>>;

impl Desk {
    /// Takes what waits in this console's spool, and in those of ended ones, into the record, in its order; what cannot
    /// be written yet stays where it is.
    pub(super) fn merge_spooled(&mut self) -> Result<(), DeskError> {
        let Some(actor) = self.actor.clone().filter(|_| !self.locked) else { return Ok(()) };
        let mut spools: Vec<(Option<ConsoleId>, Vec<Spooled>)> = Vec::new();
        for (console, held) in spool::leftovers(self.store.folder(), self.store.data_key())? {
            spools.push((Some(console), held.records));
        }
        if let (Some(spool), 1..) = (&self.spool, self.spooled) {
            spools.push((None, spool.contents(self.store.data_key())?.records));
        }
        // A call may have been taken at one console, and gone on with at the next.
        spools.sort_by_key(|(_, records)| records.first().map(|record| record.at));
        self.number(&spools, &actor);
        let (mut failed, mut waiting) = (None, Vec::new());
        let mut stuck = BTreeSet::new();
        for (console, records) in spools {
            let outcome = self.merge(&records, &actor, &stuck);
            if outcome.failed.is_none() && outcome.waits.is_empty() {
                self.emptied(console, &records)?;
                continue;
            }
            let waits =
                |record: &Spooled| record.contact.is_none_or(|contact| outcome.waits.contains(&contact));
            waiting.extend(records.into_iter().filter(waits));
            failed = failed.or(outcome.failed);
            stuck.extend(outcome.waits);
        }
        self.spooled = waiting.len();
        self.take_up(&waiting);
        failed.map_or(Ok(()), Err)
    }

    /// Gives calls that have none their numbers, in the order in which they were taken; what was said in them may lie in any
    /// spool. What fails here is told where its spool is merged.
    fn number(&mut self, spools: &[(Option<ConsoleId>, Vec<Spooled>)], actor: &Actor) {
        let all = spools.iter().flat_map(|(_, records)| records);
        let mut taken: Vec<&Spooled> = all.filter(|record| record.kind == TAKEN).collect();
        taken.sort_by_key(|record| record.at);
        for record in taken {
            if self.merge_record(record, actor, &mut Moved::new()).is_err() {
                return;
            }
        }
    }

    /// Empties a spool whose records are all in the record.
    fn emptied(&mut self, console: Option<ConsoleId>, records: &[Spooled]) -> Result<(), DeskError> {
        match console {
            Some(console) => spool::forget(self.store.folder(), console, self.store.data_key())?,
            None if records.is_empty() => {}
            None => self.spool.iter_mut().try_for_each(spool::Spool::clear)?,
        }
        Ok(())
    }

    /// Merges what one spool holds; the records of a contact wait behind the first of them that does.
    fn merge(&mut self, records: &[Spooled], actor: &Actor, stuck: &BTreeSet<ContactId>) -> Outcome {
        let (mut moved, mut outcome) = (Moved::new(), Outcome::default());
        for record in records {
            let contact = record.contact.filter(|_| record.person.is_some());
            let behind = contact.is_some_and(|id| stuck.contains(&id) || outcome.waits.contains(&id));
            let done = if behind { Ok(()) } else { self.merge_record(record, actor, &mut moved) };
            if behind || done.is_err() {
                outcome.waits.extend(contact);
            }
            if let Err(error) = done {
                // A disk that takes nothing takes none of the rest.
                let nothing = matches!(error, DeskError::Store(StoreError::Full | StoreError::ReadOnly));
                outcome.failed.get_or_insert(error);
                if nothing {
                    outcome.waits.extend(records.iter().filter_map(|record| record.contact));
                    break;
                }
            }
        }
        outcome
    }

    fn merge_record(&mut self, record: &Spooled, actor: &Actor, moved: &mut Moved) -> Result<(), DeskError> {
        let (Some(contact), Some(by), Some(account)) = (record.contact, record.person, record.account) else {
            super::seat::seal_note(self.store.folder(), record.id, &record.body, &mut self.random)?;
            return Ok(());
        };
        let (at, kind, body) = (record.at, record.kind.clone(), record.body.clone());
        let late = MergedLate { by, account, at, kind, body, superseded: false };
        let Ok(event) = Event::read(&late.kind, &late.body) else {
            return self.leave_at_the_door(record.id, &late);
        };
        match (self.store.row(contact.0)?.is_some(), &event) {
            (true, _) => self.merge_one(record, contact, late, &event, actor, moved),
            (false, Event::Taken(_)) => self.merge_taken(record.id, contact, late, event, actor),
            (false, _) => self.leave_at_the_door(record.id, &late),
        }
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

    /// Gives a call that was taken meanwhile its number and its place in the journal.
    fn merge_taken(
        &mut self,
        id: EventId,
        contact: ContactId,
        mut late: MergedLate,
        event: Event,
        actor: &Actor,
    ) -> Result<(), DeskError> {
        let Event::Taken(mut taken) = event else { return Ok(()) };
        let now = self.clock.now();
        let reference = self.work(|work| {
            let reference = work.unit.next_reference()?;
            taken.reference = reference;
            if let Some(ring) = taken.ring {
                // A colleague may have answered it too: then it is theirs in the record, and this contact stands beside.
                let ring = work.ring(ring);
                let answered = ring.and_then(|ring| Ok((ring.answer(contact, reference)?, ring)));
                match answered {
                    Ok((answered, ring)) => work.append_ring(ring, &answered, Some(actor), now)?,
                    Err(DeskError::Refused(_)) => taken.ring = None,
                    Err(error) => return Err(error),
                }
            }
            late.body = Event::Taken(taken).body()?;
            let event = Event::MergedLate(late);
            let stamp = Stamp { at: now, by: actor.person };
            let begun = Contact::begin(contact, &event, stamp).ok_or(DeskError::ContactMissing)?;
            work.append(contact.0, 0, actor, now, &[event], Some(id))?;
            work.settle(&begun)?;
            Ok(reference)
        })?;
        self.came_in.entries += 1;
        self.came_in.numbered.push(reference);
        Ok(())
    }

    fn merge_one(
        &mut self,
        record: &Spooled,
        id: ContactId,
        mut late: MergedLate,
        event: &Event,
        actor: &Actor,
        moved: &mut Moved,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        let merged = self.work(|work| {
            let entries = work.unit.stream(id.0)?;
            // Merged before, by a console that ended before it could empty the spool.
            let before = entries.iter().position(|entry| entry.id == record.id);
            if before == Some(0) {
                return Ok(false);
            }
            let mut contact = work::fold(id, entries.get(..before.unwrap_or(entries.len())).unwrap_or(&[]))?;
            let moved = moved.entry(id).or_default();
            if contact.has_taken(event) {
                moved.insert(event.place());
            }
            if before.is_some() {
                return Ok(false);
            }
            late.superseded = event.relies_on().iter().any(|place| moved.contains(place));
            // What somebody wrote in the same place, and this writer had not seen, stands.
            let unseen = |entry: &&crate::store::Recorded| match record.seen {
                Some(seen) => entry.version > seen,
                None => entry.at > late.at,
            };
            for entry in entries.iter().filter(unseen) {
                late.superseded |= work::same_place(event, &Event::read(&entry.kind, &entry.body)?);
            }
            let event = Event::MergedLate(late);
            match work.append(
                id.0,
                contact.version,
                actor,
                now,
                std::slice::from_ref(&event),
                Some(record.id),
            ) {
                Err(DeskError::Store(StoreError::AlreadyRecorded { .. })) => return Ok(false),
                other => other?,
            }
            contact.evolve(&event, Stamp { at: now, by: actor.person });
            work.settle(&contact)?;
            Ok(true)
        })?;
        self.came_in.entries += usize::from(merged);
        Ok(())
    }

    /// Takes up how the contacts are with what waits, as after a console that ended with it.
    fn take_up(&mut self, waiting: &[Spooled]) {
        let contacts: BTreeSet<ContactId> = waiting.iter().filter_map(|record| record.contact).collect();
        self.ahead.retain(|id, _| contacts.contains(id));
        let new: BTreeSet<ContactId> =
            contacts.into_iter().filter(|id| !self.ahead.contains_key(id)).collect();
        for record in waiting {
            let (Some(id), Some(by)) = (record.contact.filter(|id| new.contains(id)), record.person) else {
                continue;
            };
            let Ok(event) = Event::read(&record.kind, &record.body) else { continue };
            let stamp = Stamp { at: record.at, by };
            if !self.ahead.contains_key(&id) {
                let begun = Ahead::begin(id, &event, stamp);
                let begun = begun.or_else(|| Some(Ahead::of(Arc::new(self.contact_by_id(id).ok()?))));
                let Some(begun) = begun else { continue };
                self.ahead.insert(id, begun);
            }
            if let Some(ahead) = self.ahead.get_mut(&id) {
                ahead.goes_on(record.id, &event, stamp);
            }
        }
    }

    /// Gives what has come into the record since it was last told, where anything has.
    pub(super) fn told_came_in(&mut self) -> Option<Answer> {
        let CameIn { entries, numbered } = std::mem::take(&mut self.came_in);
        (entries > 0).then_some(Answer::CameIn { entries, numbered })
    }
}
