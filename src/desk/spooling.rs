//! Recording never fails: what the desk's file cannot take goes to the console's spool, and into the record later.
//!
//! Only what was said and done is kept so: about a contact, also of a call that is taken meanwhile, about a visit, a shift and
//! a handover. It is judged on everything said before it, in the record or not, and shown as waiting. What decides has no effect without its entry in the
//! journal, and fails.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Answer, Desk, DeskError, protocol::Act, work};
use crate::{
    domain::{
        contact::{Contact, Context, Event, Stamp, call::Take, place::Place},
        ids::{ContactId, EventId, Reference, RingId},
        nature::Nature,
        queue::{Lane, Row},
        refusal::Refusal,
        ring::Ring,
        staff::Actor,
        stream::{Event as Said, Stream},
    },
    store::{StoreError, spool::Spooled},
};

/// What a note that was written at a locked console is called in the spool.
const DOOR_NOTE: &str = "door.note";

/// A contact, a visit, a shift or a handover as it is with what waits for the desk's file.
#[derive(Clone)]
pub(super) struct Ahead {
    pub(super) stream: Stream,
    /// How many entries of the record were known when the first of it was written; none of what began since.
    pub(super) seen: u64,
    /// What of a contact is not in the record.
    pub(super) waits: Arc<BTreeSet<Place>>,
    /// What was kept already, so that keeping it twice is harmless.
    ids: BTreeSet<EventId>,
    /// The ringing call that it answers.
    ring: Option<RingId>,
}

impl Ahead {
    /// Makes it of the record as far as it is known.
    pub(super) fn of(stream: Stream) -> Self {
        let seen = stream.version();
        Self { stream, seen, waits: Arc::default(), ids: BTreeSet::new(), ring: None }
    }

    /// Makes it of what began while the file took nothing; nothing, where that is not what happened.
    pub(super) fn begin(stream: Uuid, id: EventId, event: &Said, stamp: Stamp) -> Option<Self> {
        let mut ahead = Self::of(Stream::begin(stream, event, stamp)?);
        ahead.seen = 0;
        if let Said::Contact(Event::Taken(taken)) = event {
            ahead.ring = taken.ring;
        }
        ahead.marks(id, event);
        Some(ahead)
    }

    /// Goes on by one entry that waits.
    pub(super) fn goes_on(&mut self, id: EventId, event: &Said, stamp: Stamp) {
        self.stream.evolve(event, stamp);
        self.marks(id, event);
    }

    fn marks(&mut self, id: EventId, event: &Said) {
        if let Said::Contact(event) = event {
            Arc::make_mut(&mut self.waits).insert(event.place());
        }
        self.ids.insert(id);
    }
}

/// Where something that was recorded lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kept {
    /// In the record.
    InTheRecord,
    /// In the spool, until the desk's file takes it.
    Aside,
}

/// Tells whether the desk's file cannot be written, rather than being busy or this not fitting it.
pub(super) fn is_unwritable(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Full
            | StoreError::Corrupt
            | StoreError::Damaged { .. }
            | StoreError::Projection
            | StoreError::ReadOnly
            | StoreError::Permission(_)
            | StoreError::File { .. }
            | StoreError::Sql(_)
    )
}

/// Tells whether a failure says that the desk's file takes or gives nothing now.
pub(super) fn takes_nothing(error: &DeskError) -> bool {
    match error {
        DeskError::Store(why) => is_unwritable(why),
        // What was there a moment ago is gone from the file, or reads as something else.
        DeskError::ContactMissing | DeskError::Unreadable(_) => true,
        _ => false,
    }
}

impl Desk {
    /// Gives who is signed in, also where not even that can be read: words are kept all the same.
    pub(super) fn at_hand(&mut self) -> Result<Actor, DeskError> {
        match (self.signed_in(), &self.actor) {
            (Err(error), Some(actor)) if takes_nothing(&error) && !self.locked => Ok(actor.clone()),
            (told, _) => told,
        }
    }

    /// Judges why something could not be written: gives it back where the spool keeps what was recorded; where it is not kept,
    /// that is the error.
    fn to_be_kept(
        &self,
        stream: Option<Uuid>,
        nature: Nature,
        failed: DeskError,
    ) -> Result<DeskError, DeskError> {
        // Behind what waits already, everything waits: it comes into the record in its order.
        let behind = stream.is_some_and(|stream| self.ahead.contains_key(&stream))
            && matches!(failed, DeskError::Store(_));
        self.noticed(&failed);
        match nature {
            _ if !(takes_nothing(&failed) || behind) => Err(failed),
            Nature::Decides => Err(failed.not_in_the_record()),
            Nature::Records => Ok(failed),
        }
    }

    /// Does something beside the contacts: in the record, or, where the desk's file takes nothing and nothing is decided by
    /// it, in the spool.
    pub(super) fn recorded_or_kept<T>(
        &mut self,
        stream: Option<Uuid>,
        nature: Nature,
        record: impl FnOnce(&mut Self, &Actor, DateTime<Utc>) -> Result<T, DeskError>,
        keep: impl FnOnce(&mut Self, &Actor, DateTime<Utc>) -> Result<T, DeskError>,
    ) -> Result<(T, Kept), DeskError> {
        let now = self.clock.now();
        let (actor, unread) = match self.signed_in() {
            Ok(actor) => (actor, None),
            Err(error) => (self.at_hand()?, Some(error)),
        };
        // What waits at another console comes into the record before it.
        let _ = self.read_others();
        let theirs = stream.is_some_and(|stream| self.others.get(stream).is_some());
        let failed = match unread {
            Some(error) => error,
            None if theirs => StoreError::Full.into(),
            None => {
                // What was said before comes before it.
                let behind = stream.is_some_and(|stream| self.ahead.contains_key(&stream));
                let merged = if behind { self.merge_spooled() } else { Ok(()) };
                match merged.and_then(|()| record(self, &actor, now)) {
                    Ok(done) => return Ok((done, Kept::InTheRecord)),
                    Err(error) => error,
                }
            }
        };
        let failed = self.to_be_kept(stream, nature, failed)?;
        match keep(self, &actor, now) {
            Ok(done) => Ok((done, Kept::Aside)),
            Err(refused @ DeskError::Refused(_)) => Err(refused),
            // Not even the spool takes it: the words stay where they were written.
            Err(_) => Err(failed),
        }
    }

    /// Keeps what was recorded of a stream in the spool, whichever stream it is; from then on it counts at this console.
    ///
    /// All of it is kept or none. What begins the stream, it is made of; `first` becomes the id of the first event.
    pub(super) fn keep_all(
        &mut self,
        stream: Uuid,
        known: Option<Ahead>,
        events: &[Said],
        mut first: Option<EventId>,
        actor: &Actor,
        at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let (mut ahead, mut records) = (known, Vec::with_capacity(events.len()));
        let stamp = Stamp { at, by: actor.person };
        for event in events {
            let id = match first.take() {
                Some(id) => id,
                None => EventId(super::uuid(&mut self.random, at)?),
            };
            let gone_on = match ahead.take() {
                Some(mut known) => {
                    known.goes_on(id, event, stamp);
                    known
                }
                None => Ahead::begin(stream, id, event, stamp).ok_or(DeskError::ContactMissing)?,
            };
            records.push(spooled(id, stream, event, Some(gone_on.seen), actor, at)?);
            ahead = Some(gone_on);
        }
        self.keep(&records)?;
        if let Some(ahead) = ahead {
            self.ahead.insert(stream, ahead);
        }
        Ok(())
    }

    /// Keeps what an act records in the spool, where the desk's file could not take it; any other failure stays one.
    pub(super) fn spool_act(
        &mut self,
        act: &Act,
        actor: &Actor,
        now: DateTime<Utc>,
        failed: DeskError,
    ) -> Result<Vec<Answer>, DeskError> {
        let stream = act.contact.0;
        let failed = self.to_be_kept(Some(stream), act.command.nature(), failed)?;
        let Some(ahead) = self.ahead_of(stream) else { return Err(failed) };
        let Some(contact) = ahead.stream.contact() else { return Err(failed) };
        if act.event.is_none_or(|id| !ahead.ids.contains(&id)) {
            let cx = Context { now, actor, policy: &self.book.policy, duty: &self.book.duty };
            let events: Vec<Said> =
                contact.decide(&act.command, &cx)?.into_iter().map(Said::Contact).collect();
            if self.keep_all(stream, Some(ahead), &events, act.event, actor, now).is_err() {
                // Not even the spool takes it: the words stay where they were written.
                return Err(failed);
            }
        }
        let mut answers = vec![Answer::Spooled { tag: act.tag, at: now }, Answer::Desk(self.view())];
        if self.watching.contact == Some(act.contact) {
            answers.push(Answer::Contact(self.contact_view(act.contact)?));
        }
        Ok(answers)
    }

    /// Takes a call that the desk's file could not take: the contact is there at once, its number when it is in the record.
    pub(super) fn take_aside(
        &mut self,
        take: &Take,
        actor: &Actor,
        now: DateTime<Utc>,
        failed: DeskError,
    ) -> Result<Vec<Answer>, DeskError> {
        let id = ContactId(super::uuid(&mut self.random, now)?);
        let mut take = Take { reference: None, ..take.clone() };
        // What cannot be read of the ringing call is asked of whoever rings.
        let ring = take.ring.and_then(|ring| self.ring_as_known(ring));
        if let Some(ring) = ring {
            if self.answers_aside(ring.id) {
                return Err(Refusal::new(
                    "AnsweredAlready",
                    "This call was answered here already: it stands on the queue without a number. Nothing was changed.",
                )
                .into());
            }
            ring.answer(id, Reference::NONE)?;
            work::fill_in(&mut take, &ring);
        }
        let cx = Context { now, actor, policy: &self.book.policy, duty: &self.book.duty };
        let events: Vec<Said> = Contact::take(&take, &cx)?.into_iter().map(Said::Contact).collect();
        if events.is_empty() || self.keep_all(id.0, None, &events, None, actor, now).is_err() {
            return Err(failed);
        }
        self.look_at(Some(id))?;
        Ok(vec![
            Answer::TakenAside { contact: id, at: now },
            Answer::Desk(self.view()),
            Answer::Contact(self.contact_view(id)?),
        ])
    }

    /// Gives a ringing call as the record has it, as it was announced, or as its line says.
    fn ring_as_known(&self, ring: RingId) -> Option<Ring> {
        let read = self.store.stream(ring.0).ok().and_then(|entries| work::fold_ring(ring, &entries).ok());
        let line = || {
            let row = self.store.row(ring.0).ok().flatten();
            row.or_else(|| self.known_lines().0.get(&ring.0).map(|row| (*row).clone()))
                .as_ref()
                .and_then(Ring::of_row)
        };
        read.or_else(|| self.ringing.iter().find(|known| known.id == ring).cloned()).or_else(line)
    }

    /// Tells whether a ringing call was answered while the file took nothing, here or at another console: it rings no more.
    pub(super) fn answers_aside(&self, ring: RingId) -> bool {
        self.ahead.values().any(|ahead| ahead.ring == Some(ring)) || self.others.answers(ring)
    }

    /// Gives a stream as it is with what waits, or as it is known in the record.
    pub(super) fn ahead_of(&self, id: Uuid) -> Option<Ahead> {
        if let Some(ahead) = self.ahead.get(&id) {
            return Some(ahead.clone());
        }
        let folded = self.watching.folded.clone().filter(|known| known.id.0 == id).map(Stream::Contact);
        if let Some(theirs) = self.others.get(id) {
            // None of what waits there is in the record.
            let seen = self.store.version(id).unwrap_or_default();
            return Some(Ahead { seen, ..Ahead::of(theirs.clone()) });
        }
        Some(Ahead::of(folded.or_else(|| self.known(id))?))
    }

    /// Gives a contact with what waits of it; nothing, where nothing does.
    pub(super) fn contact_ahead(&self, id: ContactId) -> Option<&Arc<Contact>> {
        self.ahead.get(&id.0)?.stream.contact()
    }

    /// Gives the contacts of which anything waits.
    pub(super) fn contacts_ahead(&self) -> impl Iterator<Item = &Arc<Contact>> {
        self.ahead.values().filter_map(|ahead| ahead.stream.contact())
    }

    /// Wants everything that waits of a contact to be in the record first: what is to be done counts only there.
    pub(super) fn in_the_record(&mut self, contact: ContactId) -> Result<(), DeskError> {
        self.all_in_the_record(contact.0)
    }

    /// Wants the same of any stream.
    pub(super) fn all_in_the_record(&mut self, stream: Uuid) -> Result<(), DeskError> {
        if self.ahead.contains_key(&stream) {
            self.merge_spooled().map_err(DeskError::not_in_the_record)?;
        }
        Ok(())
    }

    /// Gives the lines of calls that have no number yet, as they stand in a lane.
    pub(super) fn without_number(&self, lane: Lane) -> Vec<Row> {
        let me = self.actor.as_ref().map(|actor| actor.person);
        let stands = |row: &Row| row.lanes.contains(&lane) && (lane != Lane::Mine || row.holder == me);
        let new = self.ahead.values().filter(|ahead| ahead.seen == 0);
        let new = new.filter_map(|ahead| ahead.stream.contact());
        self.seen(new.map(|contact| contact.row()).filter(stands).collect())
    }

    /// Shows lines with what waits.
    pub(super) fn with_what_waits(&self, rows: Vec<Row>) -> Vec<Row> {
        rows.into_iter()
            .map(|row| match self.contact_ahead(ContactId(row.id)) {
                Some(contact) => contact.row(),
                None => row,
            })
            .collect()
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
        self.keep(&[Spooled { id, stream: None, person: None, account: None, kind, body, at, seen: None }])
    }

    /// Keeps an event that the journal could not take, and that changes nothing of how its stream stands here.
    pub(super) fn keep_event(
        &mut self,
        id: EventId,
        stream: Uuid,
        event: &Said,
        actor: &Actor,
        at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        self.keep(&[spooled(id, stream, event, None, actor, at)?])
    }

    fn keep(&mut self, records: &[Spooled]) -> Result<(), DeskError> {
        let spool = self.spool.as_mut().ok_or(StoreError::SpoolFull)?;
        spool.keep(self.store.data_key(), records, &mut self.random.entropy())?;
        self.spooled += records.len();
        Ok(())
    }
}

/// Makes the record of an event.
fn spooled(
    id: EventId,
    stream: Uuid,
    event: &Said,
    seen: Option<u64>,
    actor: &Actor,
    at: DateTime<Utc>,
) -> Result<Spooled, DeskError> {
    Ok(Spooled {
        id,
        stream: Some(stream),
        person: Some(actor.person),
        account: Some(actor.account),
        kind: event.kind().to_owned(),
        body: event.body()?,
        at,
        seen,
    })
}
