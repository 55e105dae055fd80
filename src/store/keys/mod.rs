//! `desk.keys`: who can open the desk, kept outside the database because that is encrypted.
//!
//! Each person has one slot, whatever accounts they hold: two private keys under a key made of their passphrase. To the
//! public half of one of them the desk's data key is sealed; the other signs. So anybody who has the data key can seal a
//! new one to everybody else, and nobody's passphrase is needed when somebody leaves.
//!
//! Names that nobody has are answered in the same words, after the same time and with the same delays as wrong
//! passphrases, and only their digests are kept: people type their passphrase where the name belongs.
//!
//! | noun | file |
//! |---|---|
//! | the file, and what proves it | `contents` |
//! | what is wrapped and sealed in it | `place` |
//! | founding, people, accounts | `staff` |
//! | trying a passphrase, and how soon again | `sign_in`, `delays` |
//! | how much a guess costs, which passphrases are good enough | `work`, [`passphrase`] |
//! | a new data key when somebody leaves | `leave` |
//! | two office holders who open the desk together | `recovery` |
//! | programs that read | `service` |

mod contents;
mod delays;
mod leave;
pub mod passphrase;
mod place;
mod recovery;
mod service;
mod sign_in;
mod staff;
mod work;

#[cfg(test)]
mod tests;

use std::{
    fs::{self, File},
    io,
    path::PathBuf,
};

use serde::Deserialize;

use self::contents::{Contents, Generation, Roster};
pub use self::{
    leave::Rekeying,
    recovery::{Half, Recovered},
    service::OpenedService,
    sign_in::{RefusedTry, SignInError, SignInRefused, Unlocked},
    staff::{Enrolled, Founded, KeyHolder, Newcomer},
    work::{Strength, Work},
};
use super::{
    Folder, StoreError, folder,
    secret::{DataKey, SecretError},
};
use crate::domain::ids::{AccountId, DeskId, StaffId};

/// The desk's `desk.keys`.
#[derive(Clone, Debug)]
pub struct Keys {
    path: PathBuf,
}

/// What `desk.keys` says to everybody.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Public {
    /// The desk.
    pub desk: DeskId,
    /// The public half of the desk's signing key.
    pub signing: [u8; 32],
    /// The public half of the key that rings and notes are sealed to.
    pub sealing: [u8; 32],
}

impl Keys {
    /// Takes the desk's keys; the file is made by [`Self::found`].
    pub fn of(desk: &Folder) -> Self {
        Self { path: desk.keys() }
    }

    /// Gives the desk's public halves, for which no key is needed.
    pub fn public(&self) -> Result<Public, StoreError> {
        let roster = self.read()?.current.roster;
        Ok(Public { desk: roster.desk, signing: *roster.keys.signing.0, sealing: *roster.keys.sealing.0 })
    }

    /// Gives the public key that rings and notes are sealed to.
    pub fn sealing_public(&self) -> Result<[u8; 32], StoreError> {
        Ok(self.public()?.sealing)
    }

    /// Lists who can sign in.
    pub fn holders(&self) -> Result<Vec<KeyHolder>, StoreError> {
        let accounts = self.read()?.current.roster.accounts.into_iter();
        Ok(accounts.map(|a| KeyHolder { account: a.id, person: a.person, name: a.name }).collect())
    }

    /// Lists who could sign in by a file of the format before encryption; nothing, where the file is not of it.
    pub fn earlier(&self) -> Result<Option<Vec<KeyHolder>>, StoreError> {
        #[derive(Deserialize)]
        struct Earlier {
            format: u32,
            accounts: Vec<Account>,
        }
        #[derive(Deserialize)]
        struct Account {
            id: AccountId,
            person: StaffId,
            name: String,
        }
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::file(&self.path, "read", error)),
        };
        let holder = |a: Account| KeyHolder { account: a.id, person: a.person, name: a.name };
        let earlier = serde_json::from_slice::<Earlier>(&text).ok().filter(|earlier| earlier.format == 1);
        Ok(earlier.map(|earlier| earlier.accounts.into_iter().map(holder).collect()))
    }

    fn damaged(&self) -> StoreError {
        SecretError::Damaged(self.path.clone()).into()
    }

    /// Keeps other consoles from writing between a reading and its writing; ends when dropped.
    fn lock(&self) -> Result<File, StoreError> {
        let (path, file) = self.lock_file("keys.lock")?;
        file.lock().map_err(|error| StoreError::file(&path, "locked", error))?;
        Ok(file)
    }

    fn lock_file(&self, extension: &str) -> Result<(PathBuf, File), StoreError> {
        let path = self.path.with_extension(extension);
        let file = folder::private()
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| StoreError::file(&path, "locked", error))?;
        Ok((path, file))
    }

    fn read(&self) -> Result<Contents, StoreError> {
        Contents::read(&self.path)
    }

    fn write(&self, contents: &Contents) -> Result<(), StoreError> {
        contents.write(&self.path)
    }

    /// Changes the roster and proves it anew; only whoever has the data key of the moment can.
    fn change<T>(
        &self,
        data: &DataKey,
        change: impl FnOnce(&mut Roster) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _lock = self.lock()?;
        let mut contents = self.read()?;
        if contents.next.is_some() {
            return Err(SecretError::Unsettled.into());
        }
        if !contents.current.is_proved_by(data) {
            return Err(SecretError::Superseded.into());
        }
        let mut roster = contents.current.roster.clone();
        let made = change(&mut roster)?;
        contents.current = Generation::new(roster, data).ok_or_else(|| self.damaged())?;
        self.write(&contents)?;
        Ok(made)
    }
}
