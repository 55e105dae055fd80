//! One unit of work: fold a stream, decide, append, project, all in one transaction.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    DeskError, Random,
    find::Lines,
    kin::{self, Who},
    proof::put_number,
    spooling::takes_nothing,
};
use crate::{
    domain::{
        contact::{Command, Contact, Context, Event, Stamp, call::Take, others::Looks},
        desk,
        duty::Duty,
        ids::{ContactId, EventId, Reference, RingId},
        policy::{Mode, Policy},
        refusal::Refusal,
        ring::{self, Ring},
        staff::Actor,
    },
    store::{NewEvent, Recorded, Stamp as StoreStamp, StoreError, Unit},
};

/// What decisions are taken by: the policy, who is on duty, and the desk's own state.
#[derive(Clone, Debug)]
pub struct Book {
    /// The policy in force.
    pub policy: Arc<Policy>,
    /// Which mode, who may authorise, when is this due.
    pub duty: Arc<Duty>,
    /// Who works here.
    pub state: Arc<desk::State>,
}

/// A unit of work in progress.
pub struct Work<'a, 's> {
    pub(super) unit: &'a mut Unit<'s>,
    pub(super) book: &'a Book,
    pub(super) random: &'a mut Random,
    /// The words of the open lines, as they were when the unit began: what names the same child is found by them.
    pub(super) lines: &'a Lines,
}

impl Work<'_, '_> {
    /// Begins to count references at `first`, on a desk that has given out none so far that are higher.
    pub fn references_from(&mut self, first: Reference) {
        self.unit.references_from(first);
    }

    /// Tells which service is on at a moment.
    pub fn mode_at(&self, at: DateTime<Utc>) -> Mode {
        self.book.duty.mode_at(at)
    }

    /// Answers a call: opens a contact and gives it.
    pub fn take(&mut self, take: &Take, actor: &Actor, now: DateTime<Utc>) -> Result<Contact, DeskError> {
        let id = ContactId(self.uuid(now)?);
        let mut take = take.clone();
        take.reference = Some(self.unit.next_reference()?);
        let ring = take.ring.map(|ring| self.ring(ring)).transpose()?;
        if let (Some(ring), Some(reference)) = (&ring, take.reference) {
            let answered = ring.answer(id, reference)?;
            fill_in(&mut take, ring);
            self.append_ring(ring.clone(), &answered, Some(actor), now)?;
        }
        let events = Contact::take(&take, &self.context(actor, now))?;
        let stamp = Stamp { at: now, by: actor.person };
        let (Some(first), rest) = (events.first(), events.get(1..).unwrap_or_default()) else {
            return Err(DeskError::ContactMissing);
        };
        let mut contact = Contact::begin(id, first, stamp).ok_or(DeskError::ContactMissing)?;
        self.append(id.0, 0, actor, now, &events, None)?;
        for event in rest {
            contact.evolve(event, stamp);
        }
        Ok(contact)
    }

    /// Does one thing to a contact; the contact changes with it. Gives how many events followed.
    pub fn act(
        &mut self,
        contact: &mut Contact,
        command: &Command,
        actor: &Actor,
        now: DateTime<Utc>,
        id: Option<EventId>,
    ) -> Result<usize, DeskError> {
        let mut events = contact.decide(command, &self.context(actor, now))?;
        let looks = contact.looks(command, &self.context(actor, now));
        if looks != Looks::default() {
            let named = if looks.family { self.lines.naming_child_of(contact) } else { Vec::new() };
            let who = Who { named: &named, actor, now };
            let others = match kin::others(&mut *self.unit, contact, &looks, &who) {
                // A manager is asked also where another contact cannot be read.
                Err(error) if command.asks_manager() && takes_nothing(&error) => Vec::new(),
                others => others?,
            };
            contact.judge_beside(command, &others, &self.context(actor, now))?;
            contact.write_beside(&mut events, &others);
        }
        self.append(contact.id.0, contact.version, actor, now, &events, id)?;
        let stamp = Stamp { at: now, by: actor.person };
        for event in &events {
            contact.evolve(event, stamp);
        }
        Ok(events.len())
    }

    /// Projects a contact as it stands now.
    pub fn settle(&mut self, contact: &Contact) -> Result<(), DeskError> {
        self.unit.put_row(&contact.row())?;
        self.unit.put_board(contact.id.0, &contact.board())?;
        put_number(self.unit, contact.id.0, contact.call.caller.number.as_deref())
    }

    /// Folds a contact's stream.
    pub fn contact(&mut self, id: ContactId) -> Result<Contact, DeskError> {
        fold(id, &self.unit.stream(id.0)?)
    }

    /// Folds a ring's stream.
    pub fn ring(&mut self, id: RingId) -> Result<Ring, DeskError> {
        fold_ring(id, &self.unit.stream(id.0)?)
    }

    /// Journals a ringing call that the telephone system announced; one that is known already changes nothing.
    pub fn announce(
        &mut self,
        id: RingId,
        announced: ring::Announced,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        if !self.unit.stream(id.0)?.is_empty() {
            return Ok(());
        }
        let event = ring::Event::Announced(announced);
        let ring = Ring::begin(id, &event, now).ok_or(DeskError::ContactMissing)?;
        let new = NewEvent { id: EventId(id.0), kind: event.kind(), body: event.body()? };
        self.unit.append(id.0, 0, &StoreStamp { person: None, account: None, at: now }, &[new])?;
        self.unit.put_row(&ring.row())?;
        put_number(self.unit, id.0, ring.announced.number.as_deref())
    }

    /// Appends to a ring's stream and projects it.
    pub fn append_ring(
        &mut self,
        mut ring: Ring,
        event: &ring::Event,
        actor: Option<&Actor>,
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let id = EventId(self.uuid(now)?);
        let new = NewEvent { id, kind: event.kind(), body: event.body()? };
        let stamp =
            StoreStamp { person: actor.map(|a| a.person), account: actor.map(|a| a.account), at: now };
        self.unit.append(ring.id.0, ring.version, &stamp, &[new])?;
        ring.evolve(event);
        self.unit.put_row(&ring.row())?;
        Ok(())
    }

    /// Does something to the desk itself; gives the state that follows.
    pub fn desk(
        &mut self,
        stream: Uuid,
        state: &desk::State,
        events: &[desk::Event],
        actor: Option<&Actor>,
        now: DateTime<Utc>,
    ) -> Result<desk::State, DeskError> {
        let mut next = state.clone();
        let mut new = Vec::with_capacity(events.len());
        for event in events {
            new.push(NewEvent { id: EventId(self.uuid(now)?), kind: event.kind(), body: event.body()? });
            next.evolve(event);
        }
        let stamp =
            StoreStamp { person: actor.map(|a| a.person), account: actor.map(|a| a.account), at: now };
        self.unit.append(stream, state.version, &stamp, &new)?;
        self.unit.put_desk(&serde_json::to_string(&next)?)?;
        Ok(next)
    }

    pub(super) fn context<'c>(&'c self, actor: &'c Actor, now: DateTime<Utc>) -> Context<'c> {
        Context { now, actor, policy: &self.book.policy, duty: &self.book.duty }
    }

    pub(super) fn uuid(&mut self, now: DateTime<Utc>) -> Result<Uuid, DeskError> {
        self.random.uuid(now).map_err(|error| DeskError::Store(StoreError::Entropy(error)))
    }

    pub(super) fn append(
        &mut self,
        stream: Uuid,
        version: u64,
        actor: &Actor,
        now: DateTime<Utc>,
        events: &[Event],
        id: Option<EventId>,
    ) -> Result<(), DeskError> {
        let mut new = Vec::with_capacity(events.len());
        for (place, event) in events.iter().enumerate() {
            // The draft's id becomes the first event's, so that submitting twice is harmless.
            let id = match id.filter(|_| place == 0) {
                Some(id) => id,
                None => EventId(self.uuid(now)?),
            };
            new.push(NewEvent { id, kind: event.kind(), body: event.body()? });
        }
        let stamp = StoreStamp { person: Some(actor.person), account: Some(actor.account), at: now };
        self.unit.append(stream, version, &stamp, &new)?;
        Ok(())
    }
}

/// Folds a contact's entries.
pub(super) fn fold(id: ContactId, entries: &[Recorded]) -> Result<Contact, DeskError> {
    let mut contact: Option<Contact> = None;
    for entry in entries {
        let event = Event::read(&entry.kind, &entry.body)?;
        let Some(by) = entry.person else { return Err(DeskError::ContactMissing) };
        let stamp = Stamp { at: entry.at, by };
        match &mut contact {
            Some(contact) => contact.evolve(&event, stamp),
            None => contact = Contact::begin(id, &event, stamp),
        }
    }
    contact.ok_or(DeskError::ContactMissing)
}

/// Folds a ring's entries.
pub(super) fn fold_ring(id: RingId, entries: &[Recorded]) -> Result<Ring, DeskError> {
    let mut ring: Option<Ring> = None;
    for entry in entries {
        let event = ring::Event::read(&entry.kind, &entry.body)?;
        match &mut ring {
            Some(ring) => ring.evolve(&event),
            None => ring = Ring::begin(id, &event, entry.at),
        }
    }
    ring.ok_or_else(|| {
        DeskError::Refused(Refusal::new(
            "RingUnknown",
            "That call does not ring on this desk. Press n to take a new one.",
        ))
    })
}

/// Takes over what the ring told of whoever rings.
pub(super) fn fill_in(take: &mut Take, ring: &Ring) {
    if take.caller.number.is_none() {
        take.caller.number.clone_from(&ring.announced.number);
    }
    // A line's name is not taken for the caller's: a school rings, and Mrs Teal speaks.
    take.caller.shown.clone_from(&ring.announced.name);
    take.caller.shown_number.clone_from(&ring.announced.number);
}

/// Folds the desk's own entries.
pub(super) fn fold_desk(entries: &[Recorded]) -> Result<desk::State, DeskError> {
    let mut state = desk::State::default();
    for entry in entries {
        state.evolve(&desk::Event::read(&entry.kind, &entry.body)?);
    }
    Ok(state)
}

/// Tells whether two events write the same place, so that the later would silently take the earlier one's.
pub(super) fn same_place(a: &Event, b: &Event) -> bool {
    match (a, b) {
        (Event::CallerRecorded(_), Event::CallerRecorded(_))
        | (Event::CallerIdentified(_), Event::CallerIdentified(_)) => true,
        (Event::PersonChanged(a), Event::PersonChanged(b)) => a.person == b.person,
        (Event::TellingSet(a), Event::TellingSet(b)) => a.person == b.person,
        (Event::HouseholdSet(a), Event::HouseholdSet(b)) => a.no == b.no,
        (Event::AnswerRecorded(a), Event::AnswerRecorded(b)) => a.field == b.field,
        (Event::RouteFilled(a), Event::RouteFilled(b)) => (a.route, &a.field) == (b.route, &b.field),
        (Event::LetterDrafted(a), Event::LetterDrafted(b)) => a.no == b.no,
        (Event::OverrideDrafted(a), Event::OverrideDrafted(b)) => a.no == b.no,
        _ => false,
    }
}
