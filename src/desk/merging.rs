//! What waited in spools comes into the record: in its order, by whoever wrote it, under the ids that its events would have had,
//! so that doing so twice is harmless.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Answer, Desk, DeskError, family, handover::Taking, spooling::Ahead, streams, work};
use crate::{
    domain::{
        calendar::words,
        contact::{Contact, Event, Stamp, place::Place},
        handover,
        ids::{ContactId, EventId, Reference},
        late::MergedLate,
        staff::Actor,
        stream::Event as Said,
        visit::{self, decide::Around},
    },
    store::{
        StoreError,
        consoles::ConsoleId,
        spool::{self, Spooled},
    },
};

/// The kind of what begins a contact.
const TAKEN: &str = "contact.taken.v1";

/// What the kinds of a contact's entries begin with.
const CONTACT: &str = "contact.";

/// Why words wait at the door whose contact is not in this journal.
const NOT_HERE: &str = "on a contact that is not in this journal";

/// What came into the record, and is to be told.
#[derive(Clone, Default, Debug)]
pub(super) struct CameIn {
    entries: usize,
    numbered: Vec<Reference>,
}

impl CameIn {
    /// Tells whether anything did.
    pub(super) const fn any(&self) -> bool {
        self.entries > 0
    }
}

/// What happened to the records of one spool.
#[derive(Default)]
struct Outcome {
    /// The streams whose records wait on.
    waits: BTreeSet<Uuid>,
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
        self.read_others()?;
        let mut spools: Vec<(Option<ConsoleId>, Vec<Spooled>)> = Vec::new();
        for (console, held) in spool::leftovers(self.store.folder(), self.store.data_key())? {
            spools.push((Some(console), held.records));
        }
        if let (Some(spool), 1..) = (&self.spool, self.spooled) {
            spools.push((None, spool.contents(self.store.data_key())?.records));
        }
        // A call may have been taken at one console, and gone on with at the next.
        spools.sort_by_key(|(_, records)| records.first().map(|record| record.at));
        self.in_their_order(&spools, &actor);
        let (mut failed, mut waiting) = (None, Vec::new());
        let mut stuck = BTreeSet::new();
        for (console, records) in spools {
            let outcome = self.merge(&records, &actor, &stuck);
            if outcome.failed.is_none() && outcome.waits.is_empty() {
                self.emptied(console, &records)?;
                continue;
            }
            let waits = |record: &Spooled| record.stream.is_none_or(|stream| outcome.waits.contains(&stream));
            waiting.extend(records.into_iter().filter(waits));
            failed = failed.or(outcome.failed);
            stuck.extend(outcome.waits);
        }
        self.spooled = waiting.len();
        self.take_up(&waiting);
        failed.map_or(Ok(()), Err)
    }

    /// Takes in what has one order over all spools: calls get their numbers in the order in which they were taken, and what
    /// several consoles kept of one visit comes in as it was. What fails here is told where its spool is merged.
    fn in_their_order(&mut self, spools: &[(Option<ConsoleId>, Vec<Spooled>)], actor: &Actor) {
        let all = spools.iter().flat_map(|(_, records)| records);
        let calls_or_beside = |record: &&Spooled| record.kind == TAKEN || !record.kind.starts_with(CONTACT);
        let mut records: Vec<&Spooled> =
            all.filter(|record| record.stream.is_some()).filter(calls_or_beside).collect();
        records.sort_by_key(|record| record.at);
        // One call waits behind another, and of the rest each stream for itself.
        let queue = |record: &Spooled| record.stream.filter(|_| record.kind != TAKEN);
        let mut stuck: BTreeSet<Option<Uuid>> = BTreeSet::new();
        for record in records {
            if !stuck.contains(&queue(record)) && self.merge_record(record, actor, &mut Moved::new()).is_err()
            {
                stuck.insert(queue(record));
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

    /// Merges what one spool holds; the records of a stream wait behind the first of them that does.
    fn merge(&mut self, records: &[Spooled], actor: &Actor, stuck: &BTreeSet<Uuid>) -> Outcome {
        let (mut moved, mut outcome) = (Moved::new(), Outcome::default());
        for record in records {
            let stream = record.stream.filter(|_| record.person.is_some());
            let behind = stream.is_some_and(|id| stuck.contains(&id) || outcome.waits.contains(&id));
            let done = if behind { Ok(()) } else { self.merge_record(record, actor, &mut moved) };
            if behind || done.is_err() {
                outcome.waits.extend(stream);
            }
            if let Err(error) = done {
                // A disk that takes nothing takes none of the rest.
                let nothing = matches!(error, DeskError::Store(StoreError::Full | StoreError::ReadOnly));
                outcome.failed.get_or_insert(error);
                if nothing {
                    outcome.waits.extend(records.iter().filter_map(|record| record.stream));
                    break;
                }
            }
        }
        outcome
    }

    fn merge_record(&mut self, record: &Spooled, actor: &Actor, moved: &mut Moved) -> Result<(), DeskError> {
        let (Some(stream), Some(by), Some(account)) = (record.stream, record.person, record.account) else {
            super::seat::seal_note(self.store.folder(), record.id, &record.body, &mut self.random)?;
            return Ok(());
        };
        let (at, kind, body) = (record.at, record.kind.clone(), record.body.clone());
        let late = MergedLate { by, account, at, kind, body, superseded: false };
        let event = match Said::read(&late.kind, &late.body) {
            Ok(Said::Contact(event)) => event,
            Ok(said) => return self.merge_beside(record, stream, late, said, actor),
            Err(_) => return self.leave_at_the_door(record.id, &late, NOT_HERE),
        };
        let contact = ContactId(stream);
        match (self.store.row(stream)?.is_some(), &event) {
            (true, _) => self.merge_one(record, contact, late, &event, actor, moved),
            (false, Event::Taken(_)) => self.merge_taken(record.id, contact, late, event, actor),
            (false, _) => self.leave_at_the_door(record.id, &late, NOT_HERE),
        }
    }

    /// Leaves words at the door that find no place in this journal, as when an older copy was brought back.
    fn leave_at_the_door(&mut self, id: EventId, late: &MergedLate, why: &str) -> Result<(), DeskError> {
        let who = self.book.state.name_of(late.by);
        let said = late.words().unwrap_or_else(|| late.kind.clone());
        let text = format!("Kept by {who}, {}, {why}: {said}", words::stamp(late.at));
        Ok(super::seat::seal_note(self.store.folder(), id, &text, &mut self.random)?)
    }

    /// Takes in what was recorded of a visit, a shift or a handover; what has been overtaken since is told at the door too.
    fn merge_beside(
        &mut self,
        record: &Spooled,
        stream: Uuid,
        mut late: MergedLate,
        said: Said,
        actor: &Actor,
    ) -> Result<(), DeskError> {
        let now = self.clock.now();
        let said = match said {
            Said::Visit(visit::Event::Started(started)) => {
                let started = self.with_marks(*started, &late)?;
                let said = Said::Visit(visit::Event::Started(Box::new(started)));
                late.body = said.body()?;
                said
            }
            said => said,
        };
        let entries = self.store.stream(stream)?;
        // Merged before, by a console that ended before it could empty the spool.
        if entries.iter().any(|entry| entry.id == record.id) {
            return Ok(());
        }
        let known = streams::fold(stream, &entries)?;
        let unseen = |version| record.seen.is_some_and(|seen| version > seen);
        let since = entries
            .iter()
            .filter_map(|entry| Said::since(&entry.kind, &entry.body, late.at, unseen(entry.version)));
        let since: Vec<Said> = since.collect();
        match &known {
            Some(known) => late.superseded = known.has_overtaken(&said, late.at, &since),
            None if said.begins() => {}
            // What begins it lies in the spool of a console that lives.
            None if self.others.get(stream).is_some() => return Err(DeskError::ContactMissing),
            None => {
                let why = format!("of {} that is not in this journal", said.noun());
                return self.leave_at_the_door(record.id, &late, &why);
            }
        }
        if late.superseded && late.words().is_some() {
            self.leave_at_the_door(record.id, &late, "and overtaken since")?;
        }
        // Their account may be closed since: then their word stands, and what they were to have stays where it is.
        let who = self.book.state.actor(late.account).filter(|_| !late.superseded);
        self.work(|work| {
            let at = late.at;
            let made = work.write(stream, known, &said.late(late), Some(record.id), actor, now)?;
            match (&said, &who) {
                (Said::Handover(handover::Event::Acknowledged(has_it)), Some(who)) => {
                    work.take_up_late(made, has_it, &Taking { who, writer: actor, said: at, now })
                }
                _ => Ok(()),
            }
        })?;
        self.came_in.entries += 1;
        Ok(())
    }

    /// Looks up how the family is marked to which somebody went while the desk's file did not tell.
    fn with_marks(
        &mut self,
        mut started: visit::Started,
        late: &MergedLate,
    ) -> Result<visit::Started, DeskError> {
        if !started.unread {
            return Ok(started);
        }
        let going = &mut started.going;
        let row = going.reference.map(|reference| self.store.by_reference(reference)).transpose()?.flatten();
        let contact = going.contact.or(row.map(|row| ContactId(row.id)));
        let contact = contact.filter(|contact| matches!(self.store.version(contact.0), Ok(1..)));
        let contact = contact.map(|contact| self.contact_by_id(contact)).transpose()?;
        let Some(who) = self.book.state.actor(late.account) else { return Ok(started) };
        let who = (&who, &*self.book.state);
        let goal = Some(started.going.goal());
        let found = family::marks(&self.store, contact.as_ref(), goal, who, late.at)?;
        let around = Around { seen_by: &[], contact: contact.as_ref(), found: &found, read: true };
        Ok(started.with_marks(late.by, late.at, around))
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

    /// Takes up how contacts, visits, shifts and handovers are with what waits, as after a console that ended with it.
    fn take_up(&mut self, waiting: &[Spooled]) {
        let streams: BTreeSet<Uuid> = waiting.iter().filter_map(|record| record.stream).collect();
        self.ahead.retain(|id, _| streams.contains(id));
        let new: BTreeSet<Uuid> = streams.into_iter().filter(|id| !self.ahead.contains_key(id)).collect();
        for record in waiting {
            let (Some(id), Some(by)) = (record.stream.filter(|id| new.contains(id)), record.person) else {
                continue;
            };
            let Ok(event) = Said::read(&record.kind, &record.body) else { continue };
            let stamp = Stamp { at: record.at, by };
            if let Some(ahead) = self.ahead.get_mut(&id) {
                ahead.goes_on(record.id, &event, stamp);
                continue;
            }
            let begun = Ahead::begin(id, record.id, &event, stamp).or_else(|| {
                let mut known = Ahead::of(self.known(id)?);
                known.goes_on(record.id, &event, stamp);
                Some(known)
            });
            if let Some(begun) = begun {
                self.ahead.insert(id, begun);
            }
        }
    }

    /// Gives what has come into the record since it was last told, where anything has.
    pub(super) fn told_came_in(&mut self) -> Option<Answer> {
        let CameIn { entries, numbered } = std::mem::take(&mut self.came_in);
        (entries > 0).then_some(Answer::CameIn { entries, numbered })
    }
}
