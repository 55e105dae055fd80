//! Opening a real desk: by somebody who signed in, by a service's key file, or by both halves of the recovery key.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{Clock, Desk, DeskError, Opening, Random, damage, recording::with_room};
use crate::{
    domain::ids::{AccountId, StaffId},
    store::{
        Folder, cipher,
        keys::{Keys, OpenedService, Recovered, Unlocked},
        secret::{Access, DataKey},
    },
};

/// By what a desk is opened.
#[derive(Clone, Debug)]
pub enum Entry {
    /// Somebody's passphrase.
    Person(Unlocked),
    /// A service's key file.
    Service(OpenedService),
    /// Both halves of the recovery key; nobody is signed in.
    Recovery(Recovered),
}

/// Who sits down.
#[derive(Clone, Copy)]
enum Who {
    Account(AccountId),
    Service(StaffId),
    Nobody,
}

impl Entry {
    fn parts(self) -> (Access, Option<DataKey>, Who) {
        match self {
            Self::Person(person) => (person.access, person.next, Who::Account(person.account)),
            Self::Service(service) => (service.access, service.next, Who::Service(service.service)),
            Self::Recovery(recovered) => (recovered.access, recovered.next, Who::Nobody),
        }
    }
}

/// Tries a name and a passphrase and opens the desk by them.
pub fn sign_in(
    folder: &Folder,
    opening: Opening,
    name: &str,
    passphrase: &str,
    clock: Arc<dyn Clock>,
    random: Random,
) -> Result<Desk, DeskError> {
    let unlocked = with_room(folder, || unlock(folder, name, passphrase, clock.now()))?;
    Desk::enter(folder, opening, Entry::Person(unlocked), clock, random)
}

/// Tries a name and a passphrase; a key file that is damaged or gone is written down for the next opening.
pub fn unlock(
    folder: &Folder,
    name: &str,
    passphrase: &str,
    now: DateTime<Utc>,
) -> Result<Unlocked, DeskError> {
    let tried = Keys::of(folder).sign_in(name, passphrase, now).map_err(DeskError::from);
    tried.inspect_err(|error| damage::found(folder, error, now))
}

impl Desk {
    /// Opens the desk in a folder for whoever has the key, and signs them in.
    ///
    /// A change of the data key that was cut short is ended first, whichever of the two keys the file has.
    pub fn enter(
        folder: &Folder,
        opening: Opening,
        entry: Entry,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> Result<Self, DeskError> {
        let (access, next, who) = entry.parts();
        let mut desk = match next {
            None => Self::open_with(folder, opening, access, clock, random)?,
            Some(next) => {
                let keys = Keys::of(folder);
                let guard = keys.rekeying()?;
                let changed = cipher::opens_with(folder, &next);
                let access = if changed { Access { data: next, ..access } } else { access };
                // Which key counts is told by the file: without it nothing is kept under either.
                let desk = Self::open_whole(folder, opening, access, clock, random)?;
                guard.settle(desk.store.data_key())?;
                desk
            }
        };
        let state = &desk.book.state;
        let account = match who {
            Who::Account(account) => Some(account),
            Who::Service(person) => {
                state.open_accounts().find(|account| account.person == person).map(|account| account.id)
            }
            Who::Nobody => return Ok(desk),
        };
        let actor = account.and_then(|account| state.actor(account));
        let actor = actor.ok_or(DeskError::AccountClosed)?;
        desk.may_sit(&actor)?;
        desk.actor = Some(actor);
        desk.seated();
        Ok(desk)
    }
}
