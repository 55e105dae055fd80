//! A console whose desk's file cannot be read: it records, and decides nothing.
//!
//! The keys lie outside the file, so whoever works here proves themselves as always; who they are, the hours and the profile are
//! known from `desk.book` ([`book`]), as the journal last said; and so is who was out, on and handing over then, and what was
//! promised, so that a lone worker can say that they go and are missed, whoever is out is missed further, and a child is rung
//! back. Calls that are taken, what is said in them, visits, shifts and that somebody has what was handed to them go to the
//! console's spool, and come into the record when a console opens on a file that is mended. No contact is opened and nothing is
//! decided, so whoever takes no calls here does not get in: there is nothing for them.

use std::sync::Arc;

use super::{
    Clock, Desk, DeskError, Opening, Random,
    opening::{at_console, book_of, profile_of},
    proof,
    remembered::Remembered,
    service::error_kind,
};
use crate::{
    domain::{
        desk,
        permission::{self, Action, State},
        staff::Actor,
    },
    store::{
        Folder, Store, StoreError, Unread,
        book::{self, Kept},
        keys::SignInError,
        reserve,
        secret::Access,
    },
};

/// Does what wants a little room, and where the disk has none does it once more in the desk's reserve.
pub(super) fn with_room<T>(folder: &Folder, run: impl Fn() -> Result<T, DeskError>) -> Result<T, DeskError> {
    let done = run();
    match &done {
        Err(DeskError::Store(StoreError::Full) | DeskError::SignIn(SignInError::Store(StoreError::Full)))
            if reserve::give_up(folder).unwrap_or(false) =>
        {
            tracing::warn!("the disk is full: the desk's reserve was given up");
            run()
        }
        Ok(_) => {
            if reserve::take(folder).is_err() {
                tracing::warn!("there is no room for the desk's reserve");
            }
            done
        }
        Err(_) => done,
    }
}

impl Desk {
    /// Opens a console without the desk's file, where that is what failed; what failed is given back where it is not, and where
    /// words could not be kept here either.
    pub(super) fn open_recording(
        folder: &Folder,
        opening: Opening,
        access: Access,
        clock: Arc<dyn Clock>,
        random: Random,
        failed: DeskError,
    ) -> Result<Self, DeskError> {
        let Some(why) = failed.unread().filter(|_| opening.console) else { return Err(failed) };
        // It opens by the key that it was written under: words that are kept under another one would be lost.
        let Some(kept) = book::read(folder, &access.data) else { return Err(failed) };
        Self::records(folder, opening, (why, kept), access, clock, random).map_err(|error| {
            tracing::warn!(
                error = %error_kind(&error),
                "no console could be opened without the file"
            );
            failed
        })
    }

    fn records(
        folder: &Folder,
        opening: Opening,
        (why, kept): (Unread, Kept),
        access: Access,
        clock: Arc<dyn Clock>,
        mut random: Random,
    ) -> Result<Self, DeskError> {
        let meta = kept.meta();
        let remembered = kept.known.map(Remembered::of).unwrap_or_default();
        let book = book_of(kept.state, profile_of(folder, &meta.profile)?);
        let store = Store::without_file(folder, why, meta, access, random.entropy())?;
        let (alive, spool) = at_console(&store, opening, &mut random, clock.now())?;
        // Without one nothing that is said here would be kept.
        let spool = spool.ok_or(StoreError::SpoolFull)?;
        let mut desk = Self::new(store, book, alive, Some(spool), clock, random)?;
        desk.remembered = remembered;
        desk.knows_damage();
        if desk.absorb_rings().is_err() {
            tracing::warn!("calls that ring could not be read");
        }
        desk.renew_alarms();
        Ok(desk)
    }

    /// Takes the file up once there is room for it again; tells whether it did.
    ///
    /// A damaged one is left to whoever opens the next console: it may be half brought back just now.
    pub(super) fn takes_file_up(&mut self) -> bool {
        let full = self.store.unread() == Some(Unread::Full);
        if !full || self.store.take_up_file(self.random.entropy()).is_err() {
            return false;
        }
        self.remembered.forget_book();
        let caught_up = proof::bring_up(&mut self.store).and_then(|()| self.renew_book()).map(|_| ());
        if caught_up.and_then(|()| self.catch_up()).is_err() {
            tracing::warn!("what happened meanwhile could not be journalled yet");
        }
        true
    }

    /// Lets nobody sit down at a console that only records who takes no calls.
    pub(super) fn may_sit(&self, actor: &Actor) -> Result<(), DeskError> {
        match self.store.unread() {
            Some(why) if permission::may(actor, Action::TakeCall, State::Ordinary).is_err() => {
                Err(why.error().into())
            }
            _ => Ok(()),
        }
    }

    /// Takes up another state of the desk, and keeps it for the hour in which the journal cannot be read.
    pub(super) fn renew(&mut self, state: desk::State) {
        self.book.renew(state);
        self.keep_book();
    }

    /// Keeps what is known of the desk beside its file.
    pub(super) fn keep_book(&mut self) {
        if self.store.unread().is_some() {
            return;
        }
        let known = Kept::of(self.store.meta(), &self.book.state);
        let entropy = &mut self.random.entropy();
        if book::keep(self.store.folder(), self.store.data_key(), &known, entropy).is_err() {
            tracing::warn!("who works here could not be kept beside the file");
        }
    }
}
