//! What is found damaged: written down where it is found, journalled as soon as the journal takes it, and said at every console
//! until every page of the desk's file is known to be as it was written.

use std::{cell::Cell, thread::JoinHandle};

use chrono::{DateTime, Utc};

use super::{Answer, Desk, DeskError, spooling::takes_nothing};
use crate::{
    domain::desk::{self, Damage},
    store::{Folder, StoreError, damage, keys::SignInError},
};

/// What a console knows of damage to the desk's file.
#[derive(Default)]
pub(super) struct Known {
    /// Since when it is known, here or from another console.
    since: Cell<Option<DateTime<Utc>>>,
    /// Whether this console met it itself.
    met: Cell<bool>,
    /// What was told last.
    told: Option<DateTime<Utc>>,
    /// Looks at every page of the file; gives whether all are as they were written.
    looking: Option<JoinHandle<bool>>,
}

impl Known {
    /// Waits for whoever looks at the pages: nobody has the file open once the desk is closed.
    pub(super) fn stop_looking(&mut self) {
        if let Some(looking) = self.looking.take() {
            let _ = looking.join();
        }
    }
}

/// Gives what of a failure says something about the desk's files.
fn beneath(error: &DeskError) -> Option<&StoreError> {
    match error {
        DeskError::Store(error) | DeskError::SignIn(SignInError::Store(error)) => Some(error),
        DeskError::NotInTheRecord(error) | DeskError::NotOpened(error) => beneath(error),
        _ => None,
    }
}

/// Writes down what a failure found damaged, so that whoever opens the desk next journals it.
pub fn found(folder: &Folder, error: &DeskError, at: DateTime<Utc>) {
    if let Some(what) = beneath(error).and_then(damage::of)
        && damage::note(folder, what, at).is_err()
    {
        tracing::warn!("something was found damaged, and that could not be written down");
    }
}

impl Desk {
    /// Writes down what a failure found damaged, and journals it if the journal is not what is damaged.
    pub(super) fn met(&mut self, error: &DeskError) {
        if self.noticed(error) {
            let _ = self.journal_damage();
        }
    }

    /// Takes up that something could not be read or written, and writes it down where that is damage and was not known here; tells
    /// whether it did.
    pub(super) fn noticed(&self, error: &DeskError) -> bool {
        let what = beneath(error).and_then(damage::of);
        let is_new = match what {
            None => false,
            Some(Damage::File) => !self.damage.met.replace(true),
            Some(Damage::Keys) => true,
        };
        let now = self.clock.now();
        if what == Some(Damage::File) && self.damage.since.get().is_none() {
            self.damage.since.set(Some(now));
        }
        if is_new {
            found(self.store.folder(), error, now);
        }
        is_new
    }

    /// Gives what was read, or nothing where the desk's file does not give it: the rest is shown without it.
    pub(super) fn softly<T: Default>(&self, read: Result<T, impl Into<DeskError>>) -> Result<T, DeskError> {
        match read.map_err(Into::into) {
            Err(error) if takes_nothing(&error) => {
                self.noticed(&error);
                Ok(T::default())
            }
            read => read,
        }
    }

    /// Gives it, and takes up that something is lacking then.
    pub(super) fn or_lacks<T: Default>(
        &self,
        read: Result<T, DeskError>,
        lacks: &mut bool,
    ) -> Result<T, DeskError> {
        *lacks |= read.is_err();
        self.softly(read)
    }

    /// Tells since when the desk's file is known to be damaged.
    pub(super) fn damaged_since(&self) -> Option<DateTime<Utc>> {
        self.damage.since.get()
    }

    /// Gives what is told where something else is known of damage than was told.
    pub(super) fn told_damage(&mut self) -> Option<Answer> {
        let since = self.damaged_since();
        (since != std::mem::replace(&mut self.damage.told, since)).then(|| Answer::Desk(self.view()))
    }

    /// Takes up what other consoles found, and whether every page was looked at since.
    pub(super) fn look_for_damage(&mut self) {
        if self.damage.looking.as_ref().is_some_and(JoinHandle::is_finished)
            && let Some(looked) = self.damage.looking.take()
        {
            match looked.join() {
                Ok(true) if !self.damage.met.get() && damage::is_sound(self.store.folder()).is_err() => {
                    tracing::warn!("that the desk's file is sound could not be written down");
                }
                Ok(_) => {}
                Err(_) => {
                    tracing::warn!("the pages of the desk's file could not be looked at");
                }
            }
        }
        if !self.damage.met.get()
            && let Ok(since) = damage::since(self.store.folder())
        {
            self.damage.since.set(since);
            // Who has not met it may still write that down.
            let _ = self.journal_damage();
        }
    }

    /// Looks at every page of the file where it was found damaged before: it may be another one by now.
    pub(super) fn look_at_pages(&mut self) {
        if self.knows_damage() {
            self.damage.looking = self.store.check_beside().ok();
        }
    }

    /// Takes up what was found damaged before, which is told with everything else then; tells whether anything was.
    pub(super) fn knows_damage(&mut self) -> bool {
        let since = damage::since(self.store.folder()).unwrap_or_default();
        self.damage.since.set(since);
        self.damage.told = since;
        since.is_some()
    }

    /// Journals what was found damaged before.
    pub(super) fn journal_damage(&mut self) -> Result<(), DeskError> {
        let waiting = damage::waiting(self.store.folder())?;
        if waiting.is_empty() {
            return Ok(());
        }
        let events: Vec<_> = waiting.into_iter().map(desk::Event::DamageFound).collect();
        self.desk_events(&events, false)?;
        Ok(damage::journalled(self.store.folder())?)
    }
}
