//! Recording never fails: what the desk's file cannot take goes to the console's spool, and into the record later.
//!
//! Only what was said and done is kept so, about an open contact and about a call that is taken meanwhile. It is judged on
//! everything said before it, in the record or not, and shown as waiting. What decides has no effect without its entry in the
//! journal, and fails.

use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};

use super::{Answer, Desk, DeskError, protocol::Act, work};
use crate::{
    domain::{
        contact::{Contact, Context, Event, Stamp, call::Take, nature::Nature, place::Place},
        ids::{ContactId, EventId, Reference, RingId},
        queue::{Lane, Row},
        refusal::Refusal,
        staff::Actor,
    },
    store::{StoreError, spool::Spooled},
};

/// What a note that was written at a locked console is called in the spool.
const DOOR_NOTE: &str = "door.note";

/// A contact as it is with what waits for the desk's file.
#[derive(Clone)]
pub(super) struct Ahead {
    pub(super) contact: Arc<Contact>,
    /// How many entries of the record were known when the first of it was written; none of a call that was taken since.
    pub(super) seen: u64,
    /// What of it is not in the record.
    pub(super) waits: Arc<BTreeSet<Place>>,
    /// What was kept already, so that keeping it twice is harmless.
    ids: BTreeSet<EventId>,
    /// The ringing call that it answers.
    ring: Option<RingId>,
}

impl Ahead {
    /// Makes it of the record as far as it is known.
    pub(super) fn of(contact: Arc<Contact>) -> Self {
        let seen = contact.version;
        Self { contact, seen, waits: Arc::default(), ids: BTreeSet::new(), ring: None }
    }

    /// Makes it of a call that was taken while the file took nothing; nothing, where that is not what happened.
    pub(super) fn begin(id: ContactId, event: &Event, stamp: Stamp) -> Option<Self> {
        let mut ahead = Self::of(Arc::new(Contact::begin(id, event, stamp)?));
        ahead.seen = 0;
        if let Event::Taken(taken) = event {
            ahead.ring = taken.ring;
        }
        Some(ahead)
    }

    /// Goes on by one entry that waits.
    pub(super) fn goes_on(&mut self, id: EventId, event: &Event, stamp: Stamp) {
        // What began it is in it already.
        if !matches!(event, Event::Taken(_)) {
            Arc::make_mut(&mut self.contact).evolve(event, stamp);
        }
        Arc::make_mut(&mut self.waits).insert(event.place());
        self.ids.insert(id);
    }
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

    /// Keeps what an act records in the spool, where the desk's file could not take it; any other failure stays one.
    pub(super) fn spool_act(
        &mut self,
        act: &Act,
        actor: &Actor,
        now: DateTime<Utc>,
        failed: DeskError,
    ) -> Result<Vec<Answer>, DeskError> {
        // Behind what waits already, everything waits: it comes into the record in its order.
        let behind = self.ahead.contains_key(&act.contact) && matches!(failed, DeskError::Store(_));
        if !(takes_nothing(&failed) || behind) {
            return Err(failed);
        }
        if act.command.nature() == Nature::Decides {
            return Err(failed.not_in_the_record());
        }
        let Some(mut ahead) = self.ahead_of(act.contact) else { return Err(failed) };
        let mut id = act.event;
        if id.is_none_or(|id| !ahead.ids.contains(&id)) {
            let cx = Context { now, actor, policy: &self.book.policy, duty: &self.book.duty };
            for event in ahead.contact.decide(&act.command, &cx)? {
                let id = match id.take() {
                    Some(id) => id,
                    None => EventId(super::uuid(&mut self.random, now)?),
                };
                if self.keep_event(id, act.contact, &event, Some(ahead.seen), actor, now).is_err() {
                    // Not even the spool takes it: the words stay where they were written.
                    return Err(failed);
                }
                ahead.goes_on(id, &event, Stamp { at: now, by: actor.person });
            }
            self.ahead.insert(act.contact, ahead);
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
        let ring = take.ring.and_then(|ring| work::fold_ring(ring, &self.store.stream(ring.0).ok()?).ok());
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
        let events = Contact::take(&take, &cx)?;
        let stamp = Stamp { at: now, by: actor.person };
        let ahead = events.first().and_then(|event| Ahead::begin(id, event, stamp));
        let Some(mut ahead) = ahead else { return Err(failed) };
        for event in &events {
            let event_id = EventId(super::uuid(&mut self.random, now)?);
            if self.keep_event(event_id, id, event, Some(0), actor, now).is_err() {
                return Err(failed);
            }
            ahead.goes_on(event_id, event, stamp);
        }
        self.ahead.insert(id, ahead);
        self.look_at(Some(id))?;
        Ok(vec![
            Answer::TakenAside { contact: id, at: now },
            Answer::Desk(self.view()),
            Answer::Contact(self.contact_view(id)?),
        ])
    }

    fn answers_aside(&self, ring: RingId) -> bool {
        self.ahead.values().any(|ahead| ahead.ring == Some(ring))
    }

    /// Gives a contact as it is with what waits, or as it is known in the record.
    fn ahead_of(&self, id: ContactId) -> Option<Ahead> {
        if let Some(ahead) = self.ahead.get(&id) {
            return Some(ahead.clone());
        }
        let known = self.watching.folded.clone().filter(|known| known.id == id);
        Some(Ahead::of(known.or_else(|| self.contact_by_id(id).ok().map(Arc::new))?))
    }

    /// Wants everything that waits of a contact to be in the record first: what is to be done counts only there.
    pub(super) fn in_the_record(&mut self, contact: ContactId) -> Result<(), DeskError> {
        if self.ahead.contains_key(&contact) {
            self.merge_spooled().map_err(DeskError::not_in_the_record)?;
        }
        Ok(())
    }

    /// Gives the lines of calls that have no number yet, as they stand in a lane.
    pub(super) fn without_number(&self, lane: Lane) -> Vec<Row> {
        let me = self.actor.as_ref().map(|actor| actor.person);
        let stands = |row: &Row| row.lanes.contains(&lane) && (lane != Lane::Mine || row.holder == me);
        let new = self.ahead.values().filter(|ahead| ahead.seen == 0);
        self.seen(new.map(|ahead| ahead.contact.row()).filter(stands).collect())
    }

    /// Shows lines with what waits; a ringing call that was answered aside rings no more.
    pub(super) fn with_what_waits(&self, rows: Vec<Row>) -> Vec<Row> {
        if self.ahead.is_empty() {
            return rows;
        }
        let rows = rows.into_iter().filter(|row| !self.answers_aside(RingId(row.id)));
        rows.map(|row| match self.ahead.get(&ContactId(row.id)) {
            Some(ahead) => ahead.contact.row(),
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
        self.keep(&Spooled { id, contact: None, person: None, account: None, kind, body, at, seen: None })
    }

    /// Keeps an event that the journal could not take.
    pub(super) fn keep_event(
        &mut self,
        id: EventId,
        contact: ContactId,
        event: &Event,
        seen: Option<u64>,
        actor: &Actor,
        at: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        self.keep(&Spooled {
            id,
            contact: Some(contact),
            person: Some(actor.person),
            account: Some(actor.account),
            kind: event.kind().to_owned(),
            body: event.body()?,
            at,
            seen,
        })
    }

    fn keep(&mut self, record: &Spooled) -> Result<(), DeskError> {
        let spool = self.spool.as_mut().ok_or(StoreError::SpoolFull)?;
        spool.keep(self.store.data_key(), record, &mut self.random.entropy())?;
        self.spooled += 1;
        Ok(())
    }
}
