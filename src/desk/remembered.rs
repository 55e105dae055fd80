//! What the record said last of whatever stands beside the contacts, for the time when it cannot be read: at this console in
//! memory, and beside the file ([`book`]) for one that is opened then.
//!
//! A visit, a shift and a handover are gone on with from their lines of the board, which say all of them; promises are read.
//! Of what this console read and what lies beside the file the later counts, and it is said as of when that is. To whom a
//! record opens is remembered as it was told; what was never told of opens to nobody.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Desk, DeskError};
use crate::{
    domain::{
        board::{Entry, Kind},
        contact::access::Seal,
        handover::{self, Waiting},
        ids::{AccountId, ContactId},
        queue,
        shift::Brief,
        staff::Actor,
    },
    store::book::{self, AGE, Kept, Known},
};

/// What is remembered of the board: what alarms and whoever is out, on or handing over need, and what was promised.
const REMEMBERED: [Kind; 10] = [
    Kind::Visit,
    Kind::Shift,
    Kind::Unfiled,
    Kind::Morning,
    Kind::Placement,
    Kind::Handover,
    Kind::HandoverItem,
    Kind::Tonight,
    Kind::NoLone,
    Kind::Promise,
];

/// How near what others owe us is due that is kept beside the file: what is long past would only grow.
const NEAR: TimeDelta = TimeDelta::days(1);

/// What the record said last of a kind.
struct Last {
    /// When it said so.
    at: DateTime<Utc>,
    entries: Vec<Entry>,
    /// Whether it still does, as far as that was asked: the newest try to read it succeeded.
    reads: bool,
}

/// What the record said last.
#[derive(Default)]
pub(super) struct Remembered {
    boards: RefCell<BTreeMap<Kind, Last>>,
    /// To whom which record opened.
    opens: RefCell<BTreeMap<(AccountId, ContactId), bool>>,
    /// What somebody was told who would have begun a shift.
    pub(super) brief: RefCell<Brief>,
    /// How records were sealed, where that is known from beside the file.
    seals: RefCell<BTreeMap<ContactId, Option<Seal>>>,
    /// When the record said what is known from beside the file.
    pub(super) at: Option<DateTime<Utc>>,
    /// The newest entry when what lies beside the file was last compared with the record, and when that was.
    compared: Option<(u64, DateTime<Utc>)>,
}

impl Remembered {
    /// Takes up what lies beside the file.
    pub(super) fn of(known: Known) -> Self {
        let (at, brief) = (known.at, RefCell::new(known.brief.clone()));
        let remembered = Self { brief, at: Some(at), ..Self::default() };
        remembered.learn(known);
        remembered
    }

    /// Learns from what lies beside the file, where that is later than what was read here.
    fn learn(&self, known: Known) {
        let Known { at, board, seals, brief: _ } = known;
        let mut boards = self.boards.borrow_mut();
        for (kind, entries) in board {
            let later = |last: &Last| last.at < at;
            if boards.get(&kind).is_none_or(later) {
                boards.insert(kind, Last { at, entries, reads: false });
            }
        }
        self.seals.borrow_mut().extend(seals);
    }

    /// Forgets what lies beside the file, now that the file itself is read.
    pub(super) fn forget_book(&mut self) {
        *self = Self::default();
    }

    /// Takes up what the record says of a kind now.
    pub(super) fn told(&self, kind: Kind, entries: &[Entry], at: DateTime<Utc>) {
        let mut boards = self.boards.borrow_mut();
        match boards.get_mut(&kind) {
            Some(last) if last.entries == entries => (last.at, last.reads) = (at, true),
            _ if REMEMBERED.contains(&kind) => {
                boards.insert(kind, Last { at, entries: entries.to_vec(), reads: true });
            }
            _ => drop(boards.remove(&kind)),
        }
    }

    /// Gives what the record said last of a kind, now that it does not say it; `beside` reads what lies beside the file.
    pub(super) fn board(&self, kind: Kind, beside: impl FnOnce() -> Option<Known>) -> Option<Vec<Entry>> {
        if !REMEMBERED.contains(&kind) {
            return None;
        }
        let known = self.boards.borrow().get(&kind).is_some_and(|last| !last.reads);
        if !known && let Some(known) = beside() {
            self.learn(known);
        }
        let mut boards = self.boards.borrow_mut();
        let last = boards.get_mut(&kind)?;
        last.reads = false;
        Some(last.entries.clone())
    }

    /// Takes up that a kind which is only counted cannot be read at a moment.
    pub(super) fn uncounted(&self, kind: Kind, at: DateTime<Utc>) {
        self.boards.borrow_mut().insert(kind, Last { at, entries: Vec::new(), reads: false });
    }

    /// Gives as of when these kinds are known, where the record did not say all of them when it was last asked.
    pub(super) fn as_of(&self, kinds: &[Kind]) -> Option<DateTime<Utc>> {
        let boards = self.boards.borrow();
        let stale = |kind: &Kind| boards.get(kind).filter(|last| !last.reads).map(|last| last.at);
        kinds.iter().filter_map(stale).min()
    }

    /// Takes up whether a record opens to somebody.
    pub(super) fn told_opens(&self, actor: &Actor, contact: ContactId, opens: bool) {
        self.opens.borrow_mut().insert((actor.account, contact), opens);
    }

    /// Tells whether a record opened to somebody when that was last told: to nobody, where it never was. Where it was told here
    /// and is known from beside the file too, both have to say so: it may have been closed in between.
    pub(super) fn opened(&self, actor: &Actor, contact: ContactId, now: DateTime<Utc>) -> bool {
        let told = self.opens.borrow().get(&(actor.account, contact)).copied();
        let seals = self.seals.borrow();
        let sealed = seals.get(&contact).map(|seal| queue::opens(seal.as_ref(), actor, now));
        match (told, sealed) {
            (Some(told), Some(sealed)) => told && sealed,
            (told, sealed) => told.or(sealed).unwrap_or(false),
        }
    }

    /// Tells whether a record was restricted to anybody when that was last told.
    pub(super) fn was_restricted(&self, contact: ContactId) -> bool {
        self.seals.borrow().get(&contact).is_none_or(Option::is_some)
    }
}

impl Desk {
    /// Gives what the record said last of a kind, where the file does not give it: as this console read it, or as it lies beside
    /// the file, whichever is later.
    pub(super) fn remembered_board(&self, kind: Kind) -> Option<Vec<Entry>> {
        let beside = || book::read(self.store.folder(), self.store.data_key())?.known;
        self.remembered.board(kind, beside)
    }

    /// Tells whether the record may say something else by now than what lies beside the file; only a console has the time.
    pub(super) fn book_is_behind(&self, newest: u64) -> bool {
        if self.alive.is_none() || self.store.unread().is_some() {
            return false;
        }
        let now = self.clock.now();
        let is_of_now = |(seq, at): &(u64, DateTime<Utc>)| *seq == newest && (now - *at).abs() < AGE;
        !self.remembered.compared.as_ref().is_some_and(is_of_now)
    }

    /// Keeps beside the file what the record says of whatever stands beside the contacts; in a quiet moment, for it reads the
    /// board and waits for the disk.
    pub(super) fn keep_known(&mut self, newest: u64) {
        if self.book_is_behind(newest) {
            self.write_known();
        }
    }

    /// Keeps it whether or not that was done already.
    pub(super) fn write_known(&mut self) {
        // Tried once for each change: what cannot be read or written now is not tried without end.
        self.remembered.compared = Some((self.newest(), self.clock.now()));
        let kept = self.read_known().and_then(|known| {
            let who = || Kept::of(self.store.meta(), &self.book.state);
            let entropy = &mut self.random.entropy();
            Ok(book::keep_known(self.store.folder(), self.store.data_key(), who, known, entropy)?)
        });
        if kept.is_err() {
            tracing::warn!("who is out and on could not be kept beside the file");
        }
    }

    /// Reads what is kept beside the file: from the record alone, and all of it or nothing.
    fn read_known(&self) -> Result<Known, DeskError> {
        let at = self.clock.now();
        let mut board: BTreeMap<Kind, Vec<Entry>> = BTreeMap::new();
        for kind in REMEMBERED {
            board.insert(kind, self.store.board(kind)?);
        }
        // What was handed over and taken up is over, and would only grow.
        let stands = |entry: &Entry| {
            let brief = entry.read::<handover::Brief>();
            brief.is_some_and(|brief| matches!(brief.stands, Waiting::Open | Waiting::Waits))
        };
        board.entry(Kind::Handover).or_default().retain(stands);
        let near = |entry: &Entry| entry.due.is_some_and(|due| (due - at).abs() <= NEAR);
        let ours = |entry: &Entry| entry.person.is_some();
        board.entry(Kind::Promise).or_default().retain(|entry| ours(entry) || near(entry));
        let about: BTreeSet<ContactId> = board.values().flatten().filter_map(|entry| entry.contact).collect();
        let mut seals = BTreeMap::new();
        for contact in about {
            let row = self.store.row(contact.0)?;
            seals.extend(row.map(|row| (contact, row.seal.map(|seal| Seal { waits: None, ..seal }))));
        }
        Ok(Known { at, board, seals, brief: self.brief_of_anybody()? })
    }
}
