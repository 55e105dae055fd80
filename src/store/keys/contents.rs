//! What `desk.keys` holds, and what proves that it is as it was written.
//!
//! ```text
//! format    2
//! current   what opens the desk now         next   the same, while the data key is being changed
//!   roster  see [`Roster`]
//!   sum     SHA-256 of the roster           so that a damaged file says so, and nothing is sealed to a damaged key
//!   mac     HMAC-SHA256 of the roster       under HKDF(data key, "desk.keys"): nobody without it adds or swaps a key
//! attempts  tries by person, names that nobody has, refused tries that wait for the journal
//! ```
//!
//! The roster is hashed as its compact JSON, fields in the order of [`Roster`]. Attempts are proved by nothing: they are
//! written before anybody has shown a passphrase.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io,
    path::Path,
};

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::{
    RefusedTry, Work,
    delays::Tries,
    place::{DeskKeys, Holder, Sealed, Slot, info},
};
use crate::{
    domain::ids::{AccountId, DeskId, StaffId},
    store::{
        Entropy, StoreError, folder,
        secret::{
            DataKey, Keyring, SealingKey, SecretError,
            hex::{Bytes, Key},
            seal,
        },
    },
};

/// How many names that nobody has are remembered with their delays.
const STRANGERS: usize = 256;
/// The format that this program writes.
const FORMAT: u32 = 2;
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Contents {
    format: u32,
    pub(super) current: Generation,
    pub(super) next: Option<Generation>,
    pub(super) attempts: Attempts,
}

/// A roster under one data key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Generation {
    pub(super) roster: Roster,
    sum: Key,
    mac: Key,
}

/// Who can open the desk, and by what.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Roster {
    pub(super) desk: DeskId,
    /// What new slots cost, and a guess at nobody's name.
    pub(super) work: Work,
    /// Mixed into the digests of names that nobody has.
    pub(super) pepper: Bytes,
    /// What a guess at nobody's name is compared with.
    pub(super) nobody: Slot,
    pub(super) keys: DeskKeys,
    pub(super) recovery: Sealed,
    pub(super) people: Vec<Person>,
    pub(super) accounts: Vec<Account>,
    pub(super) services: Vec<Service>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) id: StaffId,
    pub(super) slot: Slot,
    pub(super) signing: Key,
    pub(super) sealed: Sealed,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Account {
    pub(super) id: AccountId,
    pub(super) person: StaffId,
    pub(super) name: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Service {
    pub(super) id: StaffId,
    pub(super) name: String,
    pub(super) signing: Key,
    pub(super) sealed: Sealed,
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Attempts {
    pub(super) people: BTreeMap<StaffId, Tries>,
    pub(super) strangers: Vec<Stranger>,
    pub(super) refused: Vec<RefusedTry>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Stranger {
    name: Key,
    tries: Tries,
}

impl Contents {
    pub(super) fn new(current: Generation) -> Self {
        Self { format: FORMAT, current, next: None, attempts: Attempts::default() }
    }

    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let text = fs::read(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => SecretError::Missing(path.to_owned()).into(),
            _ => StoreError::file(path, "read", error),
        })?;
        Ok(Self::parse(&text, path)?)
    }

    pub(super) fn parse(text: &[u8], path: &Path) -> Result<Self, SecretError> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let damaged = || SecretError::Damaged(path.to_owned());
        let Format { format } = serde_json::from_slice(text).map_err(|_| damaged())?;
        match format {
            0 => return Err(damaged()),
            1 => return Err(SecretError::Earlier(path.to_owned())),
            FORMAT => {}
            _ => return Err(SecretError::Newer(path.to_owned())),
        }
        let contents: Self = serde_json::from_slice(text).map_err(|_| damaged())?;
        let whole = contents.current.is_whole() && contents.next.as_ref().is_none_or(Generation::is_whole);
        if whole { Ok(contents) } else { Err(damaged()) }
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), StoreError> {
        let text = serde_json::to_vec_pretty(self).map_err(|_| SecretError::Damaged(path.to_owned()))?;
        folder::write_private(path, &text, true)?;
        sync_folder(path)
    }

    /// Gives the tries of whoever has a name; one that nobody has is remembered too, so that its delays look the same.
    pub(super) fn tries(&mut self, who: Who<'_>) -> &mut Tries {
        if let Some(account) = self.current.roster.find(who) {
            return self.attempts.people.entry(account.person).or_default();
        }
        let name = match who {
            Who::Name(name) => folded(name),
            Who::Account(id) => id.to_string(),
        };
        let digest =
            Sha256::new().chain_update(&*self.current.roster.pepper.0).chain_update(&name).finalize();
        let name = Key::from(<[u8; 32]>::from(digest));
        let strangers = &mut self.attempts.strangers;
        let at = strangers.iter().position(|stranger| stranger.name == name).unwrap_or_else(|| {
            let surplus = (strangers.len() + 1).saturating_sub(STRANGERS);
            strangers.drain(..surplus);
            strangers.push(Stranger { name, tries: Tries::default() });
            strangers.len() - 1
        });
        &mut strangers[at].tries
    }
}

/// Whose passphrase is looked at.
#[derive(Clone, Copy)]
pub(super) enum Who<'a> {
    Name(&'a str),
    Account(AccountId),
}

impl Generation {
    /// Proves a roster by the data key; nothing only where it cannot be written at all.
    pub(super) fn new(roster: Roster, data: &DataKey) -> Option<Self> {
        let text = serde_json::to_vec(&roster).ok()?;
        let sum = <[u8; 32]>::from(Sha256::digest(&text)).into();
        let mac = <[u8; 32]>::from(hmac(data, &text)?.finalize().into_bytes()).into();
        Some(Self { roster, sum, mac })
    }

    fn is_whole(&self) -> bool {
        serde_json::to_vec(&self.roster)
            .is_ok_and(|text| Sha256::digest(text).as_slice() == self.sum.0.as_slice())
    }

    /// Tells whether a data key is this generation's, and the roster as its holders wrote it.
    pub(super) fn is_proved_by(&self, data: &DataKey) -> bool {
        let text = serde_json::to_vec(&self.roster).ok();
        let mac = text.and_then(|text| hmac(data, &text));
        mac.is_some_and(|mac| mac.verify_slice(self.mac.0.as_slice()).is_ok())
    }

    /// Opens the data key that was sealed to somebody, and proves the roster by it.
    pub(super) fn open(&self, holder: Holder, sealed: &Sealed, key: &SealingKey) -> Option<DataKey> {
        let data = seal::open_with(key, &info(self.roster.desk, holder), &sealed.data.0)?;
        let data = DataKey::from_bytes(data.as_slice().try_into().ok()?);
        self.is_proved_by(&data).then_some(data)
    }
}

fn hmac(data: &DataKey, text: &[u8]) -> Option<Hmac<Sha256>> {
    Hmac::new_from_slice(data.subkey("desk.keys").as_slice())
        .ok()
        .map(|mac: Hmac<Sha256>| mac.chain_update(text))
}

impl Roster {
    /// Finds an account; names are compared without regard to case and outer spaces.
    pub(super) fn find(&self, who: Who<'_>) -> Option<&Account> {
        match who {
            Who::Account(id) => self.accounts.iter().find(|account| account.id == id),
            Who::Name(name) => {
                let name = folded(name);
                self.accounts.iter().find(|account| folded(&account.name) == name)
            }
        }
    }

    pub(super) fn person(&self, person: StaffId) -> Option<&Person> {
        self.people.iter().find(|known| known.id == person)
    }

    /// Gives an account to a person; the name may be nobody else's.
    pub(super) fn open_account(&mut self, account: Account) -> Result<(), StoreError> {
        let name = folded(&account.name);
        if self.accounts.iter().any(|known| folded(&known.name) == name && known.id != account.id) {
            return Err(StoreError::NameTaken);
        }
        self.accounts.retain(|known| known.id != account.id);
        let Account { id, person, name } = account;
        self.accounts.push(Account { id, person, name: name.trim().to_owned() });
        Ok(())
    }

    /// Seals a data key to everybody who has a place, and wraps the desk's keys under it.
    pub(super) fn seal_to_all(
        &mut self,
        data: &DataKey,
        keyring: &Keyring,
        entropy: &mut Entropy,
    ) -> Result<(), StoreError> {
        let desk = self.desk;
        self.recovery.seal(desk, Holder::Recovery, data, entropy)?;
        for person in &mut self.people {
            person.sealed.seal(desk, Holder::Of(person.id), data, entropy)?;
        }
        for service in &mut self.services {
            service.sealed.seal(desk, Holder::Of(service.id), data, entropy)?;
        }
        self.keys = DeskKeys::new(data, keyring, entropy)?;
        Ok(())
    }
}

/// Names are compared without regard to case and outer spaces.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Makes a file's new name last through a power cut: a data key that was used must not be gone with it.
fn sync_folder(path: &Path) -> Result<(), StoreError> {
    // Elsewhere folders cannot be synced, and renaming is written through by the file system itself.
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(|error| StoreError::file(folder, "written", error))?;
    }
    Ok(())
}
