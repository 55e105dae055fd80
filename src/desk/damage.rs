//! What is found damaged: written down where it is found, and journalled as soon as the journal takes it.

use chrono::{DateTime, Utc};

use super::{Desk, DeskError};
use crate::{
    domain::desk,
    store::{Folder, StoreError, damage, keys::SignInError},
};

/// Writes down what a failure found damaged, so that whoever opens the desk next journals it.
pub fn found(folder: &Folder, error: &DeskError, at: DateTime<Utc>) {
    let store: &StoreError = match error {
        DeskError::Store(error) | DeskError::SignIn(SignInError::Store(error)) => error,
        DeskError::NotInTheRecord(error) | DeskError::NotOpened(error) => return found(folder, error, at),
        _ => return,
    };
    if let Some(what) = damage::of(store)
        && damage::note(folder, what, at).is_err()
    {
        tracing::warn!("something was found damaged, and that could not be written down");
    }
}

impl Desk {
    /// Writes down what a failure found damaged, and journals it if the journal is not what is damaged.
    pub(super) fn met(&mut self, error: &DeskError) {
        found(self.store.folder(), error, self.clock.now());
        let _ = self.journal_damage();
    }

    /// Journals what was found damaged before.
    pub(super) fn journal_damage(&mut self) -> Result<(), DeskError> {
        let waiting = damage::waiting(self.store.folder())?;
        if waiting.is_empty() {
            return Ok(());
        }
        let events: Vec<_> = waiting.into_iter().map(desk::Event::DamageFound).collect();
        self.desk_events(&events, false)?;
        Ok(damage::forget(self.store.folder())?)
    }
}
