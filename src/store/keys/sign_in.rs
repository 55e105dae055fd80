//! Trying a passphrase: to sign in, to unlock, to decide an override, to choose another one.

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Keys,
    contents::{Contents, Generation, Who},
    passphrase::Chosen,
    place::{Holder, Secrets, Slot},
};
use crate::{
    domain::ids::{AccountId, StaffId},
    store::{
        Entropy, StoreError,
        secret::{Access, DataKey, SecretError},
    },
};

/// How many refused tries wait for the journal at most; older ones are counted only.
const REMEMBERED: usize = 1_000;

/// A passphrase that was not let through.
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

impl From<SecretError> for SignInError {
    fn from(error: SecretError) -> Self {
        Self::Store(error.into())
    }
}

/// A refused try, to be journalled when the desk is next open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefusedTry {
    /// The account whose name was given; none, where nobody has that name.
    pub account: Option<AccountId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// Somebody whose passphrase was right.
#[derive(Clone, Debug)]
pub struct Unlocked {
    /// The account they signed in with.
    pub account: AccountId,
    /// The human being.
    pub person: StaffId,
    /// What opens the desk, with their signing key on the ring.
    pub access: Access,
    /// The data key that opens the desk instead, where a change of it was cut short after the database had it; see
    /// [`super::Rekeying`].
    pub next: Option<DataKey>,
}

/// What a right passphrase opened.
struct Opened {
    contents: Contents,
    account: AccountId,
    person: StaffId,
    secrets: Secrets,
}

impl Keys {
    /// Signs somebody in.
    ///
    /// The try is written down before the passphrase is looked at: ending the program in between wins no further try.
    pub fn sign_in(&self, name: &str, passphrase: &str, now: DateTime<Utc>) -> Result<Unlocked, SignInError> {
        self.unlock(self.try_passphrase(Who::Name(name), passphrase, now)?)
    }

    /// Asks for the passphrase of an account again, to unlock a console or before a decision; tries count as at signing in.
    pub fn check(
        &self,
        account: AccountId,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<Unlocked, SignInError> {
        self.unlock(self.try_passphrase(Who::Account(account), passphrase, now)?)
    }

    /// Gives a person another passphrase for all their accounts, by the one they have; their keys stay the same.
    pub fn change_passphrase(
        &self,
        account: AccountId,
        old: &str,
        new: &Chosen,
        now: DateTime<Utc>,
        entropy: &mut Entropy,
    ) -> Result<(), SignInError> {
        let opened = self.try_passphrase(Who::Account(account), old, now)?;
        let slot = Slot::new(opened.contents.current.roster.work, new.text(), &opened.secrets, entropy)?;
        let slot = slot.ok_or_else(|| self.damaged())?;
        let signing = opened.secrets.signing.verifying_key().to_bytes();
        let unlocked = self.unlock(opened)?;
        Ok(self.change(&unlocked.access.data, |roster| {
            let place = roster.people.iter_mut().find(|known| known.id == unlocked.person);
            // Somebody else may have enrolled them anew while they chose.
            let place = place.filter(|place| *place.signing.0 == signing).ok_or(SecretError::Superseded)?;
            place.slot = slot;
            Ok(())
        })?)
    }

    fn try_passphrase(
        &self,
        who: Who<'_>,
        passphrase: &str,
        now: DateTime<Utc>,
    ) -> Result<Opened, SignInError> {
        let contents = {
            let _lock = self.lock()?;
            let mut contents = self.read()?;
            let tries = contents.tries(who);
            let moved = tries.settle(now);
            let wait = tries.wait(now);
            if wait > Duration::zero() {
                if moved {
                    self.write(&contents)?;
                }
                return Err(SignInRefused { words: format!("too early: {}", in_words(wait)), wait }.into());
            }
            tries.begin(now);
            let account = contents.current.roster.find(who).map(|account| account.id);
            let refused = &mut contents.attempts.refused;
            refused.push(RefusedTry { account, at: now });
            let surplus = refused.len().saturating_sub(REMEMBERED);
            refused.drain(..surplus);
            self.write(&contents)?;
            contents
        };
        let roster = &contents.current.roster;
        let account = roster.find(who).map(|account| (account.id, account.person));
        let place = account.and_then(|(_, person)| roster.person(person));
        // Nobody's slot is tried in the place of one that is missing, so that both take the same time.
        let secrets = place.map_or(&roster.nobody, |place| &place.slot).open(passphrase);

        let _lock = self.lock()?;
        let mut kept = self.read()?;
        if let (Some((account, person)), Some(_), Some(secrets)) = (account, place, secrets) {
            kept.attempts.people.remove(&person);
            // This try was not a refused one after all; the earlier ones were.
            let refused = &mut kept.attempts.refused;
            if let Some(at) = refused.iter().rposition(|r| r.account == Some(account) && r.at == now) {
                refused.remove(at);
            }
            self.write(&kept)?;
            return Ok(Opened { contents, account, person, secrets });
        }
        let wait = kept.tries(who).wait(now);
        let wrong = match who {
            Who::Name(_) => "that name and passphrase do not go together",
            Who::Account(_) => "that is not your passphrase",
        };
        Err(SignInRefused { words: format!("{wrong}: {}", in_words(wait)), wait }.into())
    }

    /// Opens the desk by a person's secrets; where the file does not hold together, nothing is opened.
    fn unlock(&self, opened: Opened) -> Result<Unlocked, SignInError> {
        let Opened { contents, account, person, secrets } = opened;
        let data = |generation: &Generation| {
            let place = generation.roster.person(person)?;
            generation.open(Holder::Of(person), &place.sealed, &secrets.sealing)
        };
        let (current, roster) = (data(&contents.current), &contents.current.roster);
        let access = current.and_then(|data| {
            let signing = secrets.signing.verifying_key().to_bytes();
            roster.person(person).filter(|place| *place.signing.0 == signing)?;
            let mut keyring = roster.keys.open(&data)?;
            keyring.take_up(person, secrets.signing.clone());
            Some(Access { data, keyring })
        });
        let access = access.ok_or_else(|| self.damaged())?;
        let next = contents.next.as_ref().filter(|next| next.roster.person(person).is_some());
        let next = next.map(|next| data(next).ok_or_else(|| self.damaged())).transpose()?;
        Ok(Unlocked { account, person, access, next })
    }

    /// Lists the refused tries that are not journalled yet, oldest first.
    pub fn refused(&self) -> Result<Vec<RefusedTry>, StoreError> {
        Ok(self.read()?.attempts.refused)
    }

    /// Forgets the refused tries that are in the journal now.
    pub fn forget_refused(&self, journalled: &[RefusedTry]) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        let mut contents = self.read()?;
        contents.attempts.refused.retain(|refused| !journalled.contains(refused));
        self.write(&contents)
    }
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
