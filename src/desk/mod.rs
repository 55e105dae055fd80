//! The desk: the application service that owns the store.
//!
//! The console (on its desk thread), the command line, the demo, tests and benchmarks all go through it and through nothing
//! else. One request is one unit of work: fold the stream, decide, append, project, commit; then whoever listens is told.
//! The store is open at one desk in one process at a time as far as this type is concerned; other consoles on the same
//! folder are other processes, and [`Request::Refresh`] looks for what they did.
//!
//! `service` answers a request, `acting` and `running` do what is wanted of a contact and of the desk itself, [`work`] is the unit
//! of work, `watch` tells of whatever is looked at, `recording` opens a console on a desk whose file cannot be read.

mod acting;
mod alarms;
pub mod anchors;
mod around;
mod attaching;
pub mod audit;
mod beside;
mod boards;
pub mod clock;
mod closing;
pub mod damage;
pub mod day;
pub mod demo;
pub mod devices;
pub mod entry;
pub mod error;
pub mod evidence;
mod family;
mod find;
pub mod found;
mod given;
pub mod handover;
mod kin;
mod lanes;
mod looks;
mod marked;
mod merging;
mod opening;
mod others;
mod out;
pub mod proof;
pub mod protocol;
mod quiet;
pub mod random;
mod recalled;
mod recording;
mod remembered;
mod rings;
mod running;
pub mod seat;
mod service;
mod spooling;
mod staff;
mod stepped;
mod streams;
mod telephone;
mod tried;
mod versioned;
mod watch;
pub mod work;

use std::{collections::BTreeMap, sync::Arc, thread::JoinHandle};

use chrono::{DateTime, Utc};

pub use self::{
    clock::Clock,
    entry::Entry,
    error::DeskError,
    opening::Opening,
    protocol::{Answer, Request},
    random::Random,
    work::{Book, Work},
};
use self::{
    looks::Looks, merging::CameIn, others::Others, protocol::DeskView, remembered::Remembered,
    spooling::Ahead, watch::Watching,
};
use crate::{
    domain::{
        calendar::Holidays,
        contact::Contact,
        desk,
        duty::Duty,
        handover::Cause,
        ids::{ContactId, Reference, StaffId},
        permission::{self, Action, State as Standing},
        queue::{Lane, Row},
        refusal::Refusal,
        ring::Ring,
        staff::Actor,
    },
    store::{
        Direction, HeadFile, Store, StoreError, chain,
        consoles::{Alive, ConsoleId},
        drafts::Draft,
        keys::Keys,
        receipt::{Betrayed, Receipt},
        reserve,
        secret::practice,
        spool::Spool,
    },
};

/// An open desk, and who sits at it.
pub struct Desk {
    store: Store,
    keys: Keys,
    book: Book,
    clock: Arc<dyn Clock>,
    random: Random,
    actor: Option<Actor>,
    /// The console's lock, while this desk is open at one.
    alive: Option<Alive>,
    watching: Watching,
    looks: Looks,
    /// What a search by name looks through.
    lines: find::Lines,
    /// In which calls family or public may listen.
    heard: versioned::ByVersion<bool>,
    /// What holds now of contacts that wait in a handover.
    given: versioned::ByVersion<Vec<Cause>>,
    /// The newest entry when those were last read in a pause.
    readied: Option<u64>,
    told_alarms: alarms::Told,
    /// The newest entry when the log was last moved into the file.
    tidied: u64,
    /// Moves the log into the file.
    tidying: Option<JoinHandle<()>>,
    /// What the machine's clock showed last.
    clock_seen: stepped::Seen,
    head: HeadFile,
    receipt: Option<Receipt>,
    betrayed: Option<Betrayed>,
    /// Whether nobody's key signs until somebody unlocks the console.
    locked: bool,
    /// Whether the other consoles do not know yet who sits here.
    seat_unsaid: bool,
    /// What this console has half-typed, as its draft file keeps it.
    draft: Option<Draft>,
    /// Where words go that the desk's file cannot take.
    spool: Option<Spool>,
    /// How much waits in spools.
    spooled: usize,
    /// Contacts, visits, shifts and handovers as they are with what waits there.
    ahead: BTreeMap<uuid::Uuid, Ahead>,
    /// What waits at other consoles.
    others: Others,
    /// What the record said last, for the time when it cannot be read.
    remembered: Remembered,
    /// What has come into the record, and was not told yet.
    came_in: CameIn,
    /// What is known of damage to the desk's file.
    damage: damage::Known,
    /// The calls that ring, and that the journal could not take.
    ringing: Vec<Ring>,
}

impl Desk {
    /// Appends to the desk's own stream, by whoever is signed in or by the desk itself.
    fn desk_events(&mut self, events: &[desk::Event], by_actor: bool) -> Result<(), DeskError> {
        let now = self.clock.now();
        let actor = self.actor.clone().filter(|_| by_actor);
        let stream = self.store.meta().desk.0;
        let state = self.work(|work| {
            let state = work::fold_desk(&work.unit.stream(stream)?)?;
            work.desk(stream, &state, events, actor.as_ref(), now)
        })?;
        self.renew(state);
        self.renew_actor();
        Ok(())
    }

    /// Runs one unit of work.
    pub fn work<T>(
        &mut self,
        run: impl FnOnce(&mut Work<'_, '_>) -> Result<T, DeskError>,
    ) -> Result<T, DeskError> {
        let (book, random, lines) = (&self.book, &mut self.random, &self.lines);
        let done = self.store.unit(|unit| run(&mut Work { unit, book, random, lines }));
        if let Err(error) = &done {
            self.noticed(error);
        }
        done
    }

    /// Signs somebody in without a passphrase, which only a practice desk allows.
    pub fn sign_in_for_practice(&mut self, name: &str) -> Result<&Actor, DeskError> {
        let account = self
            .book
            .state
            .find_account(name)
            .ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()))?
            .id;
        self.hold_practice_keys()?;
        let actor =
            self.book.state.actor(account).ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()))?;
        self.may_sit(&actor)?;
        self.actor = Some(actor);
        self.seated();
        self.actor.as_ref().ok_or(DeskError::NobodySignedIn)
    }

    /// Takes up everybody's keys on a practice desk, where they lie beside it; another console may have added somebody.
    fn hold_practice_keys(&mut self) -> Result<(), DeskError> {
        if self.store.meta().practice {
            let all = practice::read(self.store.folder())?.keyring;
            self.store.keyring_mut().take_up_all(&all);
        }
        Ok(())
    }

    /// Lets somebody's key count from here on, by whoever is signed in; their slot in `desk.keys` comes before.
    pub fn enrol(&mut self, person: StaffId, public: &[u8; 32]) -> Result<(), DeskError> {
        self.signed_in()?;
        let public = chain::hex(public);
        self.desk_events(&[desk::Event::KeyEnrolled(desk::KeyEnrolled { person, public })], true)
    }

    /// Gives who is signed in.
    pub fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    /// Gives who is signed in, as they are now: roles may have been taken from them at another console a moment ago.
    fn signed_in(&mut self) -> Result<Actor, DeskError> {
        // Said first: what cannot be read lets nobody write behind a locked console.
        if self.locked && self.actor.is_some() {
            return Err(DeskError::Locked);
        }
        self.renew_book()?;
        self.actor.clone().ok_or(DeskError::NobodySignedIn)
    }

    /// Reads the desk's own stream again where others added to it; tells whether they did.
    fn renew_book(&mut self) -> Result<bool, DeskError> {
        let stream = self.store.meta().desk.0;
        if self.store.version(stream)? == self.book.state.version {
            return Ok(false);
        }
        let state = work::fold_desk(&self.store.stream(stream)?)?;
        self.renew(state);
        self.renew_actor();
        Ok(true)
    }

    /// Takes the account's roles anew; an account that was closed is signed out.
    fn renew_actor(&mut self) {
        self.actor = self.actor.take().and_then(|actor| self.book.state.actor(actor.account));
    }

    /// Wants somebody signed in who may do this to the desk.
    fn permit(&mut self, action: Action) -> Result<Actor, DeskError> {
        let actor = self.signed_in()?;
        permission::may(&actor, action, Standing::Ordinary)?;
        Ok(actor)
    }

    /// Judges whether whoever is signed in may open a contact.
    fn opens(&self, contact: &Contact) -> Result<(), Refusal> {
        self.permits(contact, Action::Open)
    }

    /// Judges whether whoever is signed in may read a contact in some way.
    fn permits(&self, contact: &Contact, action: Action) -> Result<(), Refusal> {
        match &self.actor {
            Some(actor) => permission::may(actor, action, contact.access.state(actor, self.clock.now())),
            None => Err(Refusal::new("NobodySignedIn", "Nobody is signed in here any more. Sign in first.")),
        }
    }

    /// Gives the console that this desk is open at, if it is at one.
    pub fn console(&self) -> Option<ConsoleId> {
        self.alive.as_ref().map(|alive| alive.id)
    }

    /// Gives what decisions are taken by.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Gives the moment.
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Gives the store for proof and copies; nothing is written through it.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Gives the view of the desk.
    pub fn view(&self) -> DeskView {
        DeskView {
            book: self.book.clone(),
            actor: self.actor.clone(),
            practice: self.store.meta().practice,
            spooled: self.spooled,
            unread: self.store.unread(),
            damaged: self.damaged_since(),
            known_at: self.store.unread().and(self.remembered.at),
            calling: self.book.duty.calling_at(self.clock.now()),
            alarms: Arc::clone(&self.told_alarms.alarms),
            seen_by: Arc::clone(&self.told_alarms.seen_by),
        }
    }

    /// Reads a contact by its reference.
    pub fn contact(&self, reference: Reference) -> Result<Contact, DeskError> {
        let row = self.store.by_reference(reference)?.ok_or(DeskError::NoSuchContact(reference))?;
        self.contact_by_id(ContactId(row.id))
    }

    /// Reads a contact.
    pub fn contact_by_id(&self, id: ContactId) -> Result<Contact, DeskError> {
        work::fold(id, &self.store.stream(id.0)?)
    }

    /// Shows lines as whoever is signed in may see them.
    fn seen(&self, rows: Vec<Row>) -> Vec<Row> {
        let now = self.clock.now();
        match &self.actor {
            Some(actor) => rows.into_iter().map(|row| row.seen_by(actor, now)).collect(),
            None => rows,
        }
    }

    /// Reads a lane from its top.
    pub fn lane(&self, lane: Lane, limit: usize) -> Result<Vec<Row>, DeskError> {
        let person = self.actor.as_ref().map(|actor| actor.person);
        Ok(self.seen(self.store.lane(lane, person, None, limit, Direction::Down)?))
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if let Some(tidying) = self.tidying.take() {
            let _ = tidying.join();
        }
        self.damage.stop_looking();
        if let Some(Err(_)) = self.receipt.as_ref().map(|receipt| receipt.keep(&self.store)) {
            tracing::warn!("the receipt was not written; it knows less than it could");
        }
        if self.alive.is_some() && reserve::take(self.store.folder()).is_err() {
            tracing::warn!("there is no room for the desk's reserve");
        }
    }
}

impl Book {
    /// Makes the book anew for another state of the desk.
    fn renew(&mut self, state: desk::State) {
        let mut duty = Duty::clone(&self.duty);
        duty.roster = state.roster.clone();
        duty.directory = state.directory();
        if state.holidays != self.state.holidays {
            duty.holidays = Holidays::of(state.holidays.as_ref());
        }
        self.duty = Arc::new(duty);
        self.state = Arc::new(state);
    }
}

fn uuid(random: &mut Random, now: DateTime<Utc>) -> Result<uuid::Uuid, DeskError> {
    random.uuid(now).map_err(|error| DeskError::Store(StoreError::Entropy(error)))
}
