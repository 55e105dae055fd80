//! `desk.keys`: who can sign in, kept outside the database because nothing can be journalled before the desk is open.
//!
//! Names that nobody has are answered in the same words, after the same time and with the same delays as wrong
//! passphrases, and only their digests are kept: people type their passphrase where the name belongs.

mod delays;

use std::{
    fs::{self, File},
    path::PathBuf,
};

use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use self::delays::Tries;
use super::{Entropy, Folder, StoreError, chain, folder};
use crate::domain::ids::{AccountId, StaffId};

/// How many refused tries wait for the journal at most; older ones are counted only.
const REMEMBERED: usize = 1_000;
/// How many names that nobody has are remembered with their delays.
const STRANGERS: usize = 256;

/// How much work a guess costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strength {
    /// 64 MiB, three passes, one lane.
    Real,
    /// Nearly nothing, for practice desks, whose passphrases protect nobody.
    Practice,
}

/// A sign-in that was not let through.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{words}")]
pub struct SignInRefused {
    /// One plain sentence.
    pub words: String,
    /// How long the next try has to wait.
    pub wait: Duration,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The name or passphrase was wrong, or it is too early for another try.
    #[error(transparent)]
    Refused(#[from] SignInRefused),
    /// The file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A refused try, to be journalled when the desk is next open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefusedTry {
    /// The account whose name was given; none, where nobody has that name.
    pub account: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyHolder {
    /// The account.
    pub account: AccountId,
    /// The human being.
    pub person: StaffId,
    /// The name they sign in by.
    pub name: String,
}

/// The desk's `desk.keys`.
#[derive(Clone, Debug)]
pub struct Keys {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    format: u32,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    /// Mixed into the digests of names that nobody has.
    pepper: String,
    /// What a guess at nobody's name is compared with.
    dummy: Slot,
    accounts: Vec<Account>,
    strangers: Vec<Stranger>,
    refused: Vec<RefusedTry>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Account {
    id: AccountId,
    person: StaffId,
    name: String,
    slot: Slot,
    tries: Tries,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    salt: String,
    hash: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stranger {
    name: String,
    tries: Tries,
}

impl Keys {
    /// Takes the desk's keys; the file is made by [`Self::found`].
    pub fn of(desk: &Folder) -> Self {
        Self { path: desk.keys() }
    }

    /// Makes an empty file for a new desk; one that exists is refused.
    pub fn found(&self, strength: Strength, entropy: &mut Entropy) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        if self.path.exists() {
            return Err(StoreError::Exists(self.path.clone()));
        }
        let (memory_kib, passes, lanes) = match strength {
            Strength::Real => (64 * 1024, 3, 1),
            Strength::Practice => (64, 1, 1),
        };
        let dummy = Slot { salt: random_hex::<16>(entropy)?, hash: random_hex::<32>(entropy)? };
        self.write(&Contents {
            format: 1,
            memory_kib,
            passes,
            lanes,
            pepper: random_hex::<16>(entropy)?,
            dummy,
            accounts: Vec::new(),
            strangers: Vec::new(),
            refused: Vec::new(),
        })
    }

    /// Lists who can sign in.
    pub fn holders(&self) -> Result<Vec<KeyHolder>, StoreError> {
        let holder = |a: Account| KeyHolder { account: a.id, person: a.person, name: a.name };
        Ok(self.read()?.accounts.into_iter().map(holder).collect())
    }

    /// Lets somebody sign in from now on; an account that could before gets the new name and passphrase.
    pub fn set(&self, holder: &KeyHolder, passphrase: &str, entropy: &mut Entropy) -> Result<(), StoreError> {
        let salt = random_hex::<16>(entropy)?;
        let hash = self.digest(&self.read()?, passphrase, &salt)?;
        let _lock = self.lock()?;
        let mut contents = self.read()?;
        let name = folded(&holder.name);
        if contents.accounts.iter().any(|a| folded(&a.name) == name && a.id != holder.account) {
            return Err(StoreError::NameTaken);
        }
        contents.accounts.retain(|a| a.id != holder.account);
        contents.accounts.push(Account {
            id: holder.account,
            person: holder.person,
            name: holder.name.trim().to_owned(),
            slot: Slot { salt, hash: chain::hex(hash.as_slice()) },
            tries: Tries::default(),
        });
        self.write(&contents)
    }

    /// Signs somebody in.
    ///
    /// The try is written down before the passphrase is looked at: ending the program in between wins no further try.
    pub fn sign_in(
        &self,
        name: &str,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<AccountId, SignInError> {
        let contents = {
            let _lock = self.lock()?;
            let mut contents = self.read()?;
            let tries = contents.tries(name);
            let moved = tries.settle(now);
            let wait = tries.wait(now);
            if wait > Duration::zero() {
                if moved {
                    self.write(&contents)?;
                }
                return Err(SignInRefused { words: format!("too early: {}", in_words(wait)), wait }.into());
            }
            tries.begin(now);
            let account = contents.account(name).map(|a| a.id);
            contents.refused.push(RefusedTry { account, at: now });
            let surplus = contents.refused.len().saturating_sub(REMEMBERED);
            contents.refused.drain(..surplus);
            self.write(&contents)?;
            contents
        };
        let known = contents.account(name);
        let slot = known.map_or(&contents.dummy, |a| &a.slot);
        let given = self.digest(&contents, passphrase, &slot.salt)?;
        let kept: [u8; 32] = chain::unhex(&slot.hash).ok_or_else(|| self.unreadable())?;
        let right = equal(&given, &kept);
        let account = known.map(|a| a.id);

        let _lock = self.lock()?;
        let mut contents = self.read()?;
        if let (Some(account), true) = (account, right) {
            *contents.tries(name) = Tries::default();
            // This try was not a refused one after all; the earlier ones were.
            if let Some(at) = contents.refused.iter().rposition(|r| r.account == Some(account) && r.at == now)
            {
                contents.refused.remove(at);
            }
            self.write(&contents)?;
            return Ok(account);
        }
        let wait = contents.tries(name).wait(now);
        let words = format!("that name and passphrase do not go together: {}", in_words(wait));
        Err(SignInRefused { words, wait }.into())
    }

    /// Lists the refused tries that are not journalled yet, oldest first.
    pub fn refused(&self) -> Result<Vec<RefusedTry>, StoreError> {
        Ok(self.read()?.refused)
    }

    /// Forgets the refused tries that are in the journal now.
    pub fn forget_refused(&self, journalled: &[RefusedTry]) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let mut contents = self.read()?;
        contents.refused.retain(|refused| !journalled.contains(refused));
        self.write(&contents)
    }

    fn digest(
        &self,
        contents: &Contents,
        passphrase: &str,
        salt: &str,
    ) -> Result<Zeroizing<[u8; 32]>, StoreError> {
        let salt: [u8; 16] = chain::unhex(salt).ok_or_else(|| self.unreadable())?;
        let params = Params::new(contents.memory_kib, contents.passes, contents.lanes, Some(32))
            .map_err(|_| self.unreadable())?;
        let mut hash = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, hash.as_mut_slice())
            .map_err(|_| self.unreadable())?;
        Ok(hash)
    }

    fn unreadable(&self) -> StoreError {
        StoreError::Keys(self.path.clone())
    }

    /// Keeps other consoles from writing between a reading and its writing; ends when dropped.
    fn lock(&self) -> Result<File, StoreError> {
        let path = self.path.with_extension("keys.lock");
        let fail = |error| StoreError::file(&path, "locked", error);
        let file = folder::private().create(true).truncate(false).open(&path).map_err(fail)?;
        file.lock().map_err(fail)?;
        Ok(file)
    }

    fn read(&self) -> Result<Contents, StoreError> {
        let text = match fs::read(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(self.unreadable()),
            Err(error) => return Err(StoreError::file(&self.path, "read", error)),
        };
        let contents: Contents = serde_json::from_slice(&text).map_err(|_| self.unreadable())?;
        if contents.format == 1 { Ok(contents) } else { Err(self.unreadable()) }
    }

    fn write(&self, contents: &Contents) -> Result<(), StoreError> {
        let text = serde_json::to_vec_pretty(contents).map_err(|_| self.unreadable())?;
        folder::write_private(&self.path, &text, true)
    }
}

impl Contents {
    fn account(&self, name: &str) -> Option<&Account> {
        let name = folded(name);
        self.accounts.iter().find(|account| folded(&account.name) == name)
    }

    /// Gives the tries under a name; one that nobody has is remembered too, so that its delays look the same.
    fn tries(&mut self, name: &str) -> &mut Tries {
        let name = folded(name);
        if let Some(at) = self.accounts.iter().position(|account| folded(&account.name) == name) {
            return &mut self.accounts[at].tries;
        }
        let digest = Sha256::new().chain_update(&self.pepper).chain_update(&name).finalize();
        let name = chain::hex(&digest);
        let at = self.strangers.iter().position(|stranger| stranger.name == name).unwrap_or_else(|| {
            let surplus = (self.strangers.len() + 1).saturating_sub(STRANGERS);
            self.strangers.drain(..surplus);
            self.strangers.push(Stranger { name, tries: Tries::default() });
            self.strangers.len() - 1
        });
        &mut self.strangers[at].tries
    }
}

/// Names are compared without regard to case and outer spaces.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// Compares without telling by its time where the difference is.
fn equal(a: &[u8; 32], b: &[u8; 32]) -> bool {
    a.iter().zip(b).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

fn in_words(wait: Duration) -> String {
    let seconds = (wait.num_milliseconds() + 999) / 1_000;
    match seconds {
        ..=0 => "try again".to_owned(),
        1 => "try again in 1 second".to_owned(),
        2..=119 => format!("try again in {seconds} seconds"),
        _ => format!("try again in {} minutes", (seconds + 59) / 60),
    }
}

fn random_hex<const N: usize>(entropy: &mut Entropy) -> Result<String, StoreError> {
    let mut bytes = [0; N];
    entropy(&mut bytes).map_err(StoreError::Entropy)?;
    Ok(chain::hex(&bytes))
}
