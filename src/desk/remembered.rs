//! What the record said last of whatever stands beside the contacts, for the time when it cannot be read: at this console in
//! memory, and beside the file ([`book`]) for one that is opened then.
//!
//! A visit, a shift and a handover are gone on with from their lines of the board, which say all of them. To whom a record
//! opens is remembered as it was told; what was never told of opens to nobody.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use chrono::{DateTime, Utc};

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

/// What is remembered of the board: what alarms and whoever is out, on or handing over need.
const REMEMBERED: [Kind; 9] = [
    Kind::Visit,
    Kind::Shift,
    Kind::Unfiled,
    Kind::Morning,
    Kind::Placement,
    Kind::Handover,
    Kind::HandoverItem,
    Kind::Tonight,
    Kind::NoLone,
];

/// What the record said last.
#[derive(Default)]
pub(super) struct Remembered {
    boards: RefCell<BTreeMap<Kind, Vec<Entry>>>,
    /// To whom which record opened.
    opens: RefCell<BTreeMap<(AccountId, ContactId), bool>>,
    /// What somebody was told who would have begun a shift.
    pub(super) brief: RefCell<Brief>,
    /// How records were sealed, where that is known from beside the file.
    seals: BTreeMap<ContactId, Option<Seal>>,
    /// When the record said what is known from beside the file.
    pub(super) at: Option<DateTime<Utc>>,
    /// The newest entry when what lies beside the file was last compared with the record, and when that was.
    compared: Option<(u64, DateTime<Utc>)>,
}

impl Remembered {
    /// Takes up what lies beside the file.
    pub(super) fn of(known: Known) -> Self {
        let Known { at, board, seals, brief } = known;
        Self {
            boards: RefCell::new(board),
            brief: RefCell::new(brief),
            seals,
            at: Some(at),
            ..Self::default()
        }
    }

    /// Forgets what lies beside the file, now that the file itself is read.
    pub(super) fn forget_book(&mut self) {
        *self = Self::default();
    }

    /// Takes up what the record says of a kind.
    pub(super) fn told(&self, kind: Kind, entries: &[Entry]) {
        let mut boards = self.boards.borrow_mut();
        if REMEMBERED.contains(&kind) && boards.get(&kind).is_none_or(|known| known != entries) {
            boards.insert(kind, entries.to_vec());
        }
    }

    /// Gives what the record said last of a kind.
    pub(super) fn board(&self, kind: Kind) -> Option<Vec<Entry>> {
        self.boards.borrow().get(&kind).cloned()
    }

    /// Takes up whether a record opens to somebody.
    pub(super) fn told_opens(&self, actor: &Actor, contact: ContactId, opens: bool) {
        self.opens.borrow_mut().insert((actor.account, contact), opens);
    }

    /// Tells whether a record opened to somebody when that was last told: to nobody, where it never was.
    pub(super) fn opened(&self, actor: &Actor, contact: ContactId, now: DateTime<Utc>) -> bool {
        let told = self.opens.borrow().get(&(actor.account, contact)).copied();
        let sealed = || self.seals.get(&contact).map(|seal| queue::opens(seal.as_ref(), actor, now));
        told.or_else(sealed).unwrap_or(false)
    }

    /// Tells whether a record was restricted to anybody when that was last told.
    pub(super) fn was_restricted(&self, contact: ContactId) -> bool {
        self.seals.get(&contact).is_none_or(Option::is_some)
    }
}

impl Desk {
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
        let about: BTreeSet<ContactId> = board.values().flatten().filter_map(|entry| entry.contact).collect();
        let mut seals = BTreeMap::new();
        for contact in about {
            let row = self.store.row(contact.0)?;
            seals.extend(row.map(|row| (contact, row.seal.map(|seal| Seal { waits: None, ..seal }))));
        }
        Ok(Known { at, board, seals, brief: self.brief_of_anybody()? })
    }
}
