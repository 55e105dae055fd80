//! Opening a desk: with its keys, by its rules of today, at a console or for one command; and what is caught up with then.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use chrono::{DateTime, Utc};

use super::{
    Book, Clock, Desk, DeskError, Random, alarms, damage, find, found, looks::Looks, merging::CameIn,
    others::Others, proof, recording, remembered::Remembered, spooling, stepped, uuid, versioned::ByVersion,
    watch::Watching, work,
};
use crate::{
    domain::{calendar::Holidays, desk, duty::Duty, policy::Policy},
    profile,
    store::{
        Folder, HeadFile, OpenOptions, Store, StoreError,
        consoles::{Alive, ConsoleId},
        keys::Keys,
        receipt::{Betrayed, Receipt},
        room,
        secret::Access,
        spool::Spool,
    },
};

/// How to open a desk.
#[derive(Clone, Copy, Debug, Default)]
pub struct Opening {
    /// Whether it is opened at a console, which others see and which may leave a draft.
    pub console: bool,
    /// Spends memory on speed, for filling a practice desk with very many contacts.
    pub bulk: bool,
}

impl Desk {
    /// Opens the practice desk in a folder, by the keys that lie beside it; a real one is refused.
    pub fn open(
        folder: &Folder,
        opening: Opening,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Result<Self, DeskError> {
        let desk = Self::open_with(folder, opening, found::practice_access(folder)?, clock, random)?;
        if desk.store.meta().practice { Ok(desk) } else { Err(DeskError::NotPractice) }
    }

    /// Opens the desk in a folder with its keys; a console also where its file cannot be read, to record and nothing else.
    pub fn open_with(
        folder: &Folder,
        opening: Opening,
        access: Access,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Result<Self, DeskError> {
        let open = || Self::open_whole(folder, opening, access.clone(), Arc::clone(&clock), random.clone());
        let opened = if opening.console { recording::with_room(folder, open) } else { open() };
        opened.or_else(|failed| Self::open_recording(folder, opening, access, clock, random, failed))
    }

    /// Opens the desk with its file or not at all; what is found damaged is written down.
    pub(super) fn open_whole(
        folder: &Folder,
        opening: Opening,
        access: Access,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Result<Self, DeskError> {
        let now = clock.now();
        Self::open_sound(folder, opening, access, clock, random)
            .inspect_err(|error| damage::found(folder, error, now))
    }

    fn open_sound(
        folder: &Folder,
        opening: Opening,
        access: Access,
        clock: Arc<dyn Clock>,
        mut random: Random,
    ) -> Result<Self, DeskError> {
        let options = OpenOptions { create: None, bulk: opening.bulk };
        let mut store = Store::open(folder, &options, access, random.entropy())?;
        match proof::bring_up(&mut store) {
            // Lines made by earlier rules do until there is room for new ones.
            Err(DeskError::Store(StoreError::Full | StoreError::ReadOnly)) => {
                tracing::warn!("the queue could not be made anew by the rules of this program yet");
            }
            told => told?,
        }
        let policy = profile_of(folder, &store.meta().profile)?;
        let book = book(&store, policy)?;
        let (alive, spool) = at_console(&store, opening, &mut random, clock.now())?;
        let mut desk = Self::new(store, book, alive, spool, clock, random)?;
        desk.catch_up()?;
        if opening.console {
            desk.look_at_pages();
        }
        desk.watch_clock();
        desk.renew_alarms();
        Ok(desk)
    }

    /// Journals what happened while nobody had the desk's file open.
    pub(super) fn catch_up(&mut self) -> Result<(), DeskError> {
        // A disk that takes nothing keeps nobody out: all of it waits where it is.
        let rang = self.absorb_rings().map(|_| ());
        for told in [self.adopt_profile(), rang, self.journal_damage(), self.journal_refused()] {
            match told {
                Err(DeskError::Store(error)) if spooling::is_unwritable(&error) => {
                    tracing::warn!("what happened before the desk was open could not be journalled yet");
                }
                told => told?,
            }
        }
        self.keep_book();
        Ok(())
    }

    pub(super) fn new(
        store: Store,
        book: Book,
        alive: Option<Alive>,
        spool: Option<Spool>,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Result<Self, DeskError> {
        let folder = store.folder();
        let (keys, mut head) = (Keys::of(folder), HeadFile::open(&folder.head())?);
        let tidied = head.read().map_or(0, |said| said.head.seq);
        Ok(Self {
            store,
            keys,
            book,
            clock,
            random,
            actor: None,
            alive,
            watching: Watching::default(),
            looks: Looks::default(),
            lines: find::Lines::default(),
            heard: ByVersion::default(),
            given: ByVersion::default(),
            readied: None,
            told_alarms: alarms::Told::default(),
            tidied,
            tidying: None,
            clock_seen: stepped::Seen::default(),
            head,
            receipt: None,
            betrayed: None,
            locked: false,
            seat_unsaid: false,
            draft: None,
            spool,
            spooled: 0,
            ahead: BTreeMap::new(),
            others: Others::default(),
            remembered: Remembered::default(),
            came_in: CameIn::default(),
            damage: damage::Known::default(),
            ringing: Vec::new(),
        })
    }

    /// Compares the journal with what was seen of it before, outside its folder, and keeps that up until the desk is closed.
    ///
    /// Gives what was found where the journal is not the one that was seen; the desk stays usable, for a note must never
    /// wait for an investigation.
    pub fn keep_receipt(&mut self, directory: &Path) -> Result<Option<&Betrayed>, DeskError> {
        if self.store.unread().is_some() {
            // What was seen stays as it is, for whatever stands in the file's place later.
            return Ok(None);
        }
        let receipt = Receipt::of(directory, self.store.meta().desk);
        self.betrayed = receipt.keep(&self.store)?;
        self.receipt = Some(receipt);
        Ok(self.betrayed.as_ref())
    }

    /// Tells whether the journal is not the one that was last seen.
    pub fn betrayed(&self) -> Option<&Betrayed> {
        self.betrayed.as_ref()
    }

    /// Says that another wording of the profile is in force, where it is.
    fn adopt_profile(&mut self) -> Result<(), DeskError> {
        if self.book.state.profile_digest == self.book.policy.digest {
            return Ok(());
        }
        let adopted = desk::Event::ProfileAdopted(desk::ProfileAdopted {
            profile: self.book.policy.id.clone(),
            profile_digest: self.book.policy.digest.clone(),
        });
        self.desk_events(&[adopted], false)
    }

    /// Journals the tries that were refused while nobody had the desk open.
    pub(super) fn journal_refused(&mut self) -> Result<(), DeskError> {
        let refused = self.keys.refused()?;
        if refused.is_empty() {
            return Ok(());
        }
        let events: Vec<_> = refused
            .iter()
            .map(|tried| {
                let (account, tried) = (tried.account, tried.at);
                desk::Event::SignInRefused(desk::SignInRefused { account, tried })
            })
            .collect();
        self.desk_events(&events, false)?;
        Ok(self.keys.forget_refused(&refused)?)
    }
}

/// Loads the profile of a desk: whole files in the desk's own `profiles/<name>` stand in the place of the embedded ones.
pub(super) fn profile_of(folder: &Folder, name: &str) -> Result<Policy, DeskError> {
    let own = folder.root().join("profiles").join(name);
    Ok(if own.is_dir() { profile::load_from(&own)? } else { profile::load(name)? })
}

pub(super) fn book(store: &Store, policy: Policy) -> Result<Book, DeskError> {
    Ok(book_of(work::fold_desk(&store.stream(store.meta().desk.0)?)?, policy))
}

pub(super) fn book_of(state: desk::State, policy: Policy) -> Book {
    let mut duty = Duty::new(policy.hours.clone());
    duty.roster = state.roster.clone();
    duty.directory = state.directory();
    duty.holidays = Holidays::of(state.holidays.as_ref());
    Book { policy: Arc::new(policy), duty: Arc::new(duty), state: Arc::new(state) }
}

/// Makes a console's lock and its spool, where the desk is opened at one.
pub(super) fn at_console(
    store: &Store,
    opening: Opening,
    random: &mut Random,
    now: DateTime<Utc>,
) -> Result<(Option<Alive>, Option<Spool>), DeskError> {
    if !opening.console {
        return Ok((None, None));
    }
    let alive = Alive::start(store.folder(), ConsoleId(uuid(random, now)?))?;
    // A console without a spool, or without room for drafts, is still one: nothing is lost before the disk is full.
    let spool = Spool::open(store.folder(), alive.id, store.data_key()).ok();
    if room::make(store.folder(), alive.id).is_err() {
        tracing::warn!("this console has no room of its own for half-typed text");
    }
    Ok((Some(alive), spool))
}
