//! `desk.keys`, with a clock that the test turns.

mod damage;
mod leaving;
mod people;
mod tries;

use chrono::{DateTime, TimeZone as _, Utc};
use tempfile::TempDir;
use uuid::Uuid;

use super::{passphrase::Chosen, *};
use crate::store::{
    Entropy,
    secret::{Access, SealingKey, Verifier, test_entropy},
};

const ADA: StaffId = StaffId(Uuid::from_u128(1));
const BEN: StaffId = StaffId(Uuid::from_u128(2));
const NOBODY: StaffId = StaffId(Uuid::from_u128(99));

/// A desk with Ada, who has two accounts, and Ben.
struct Desk {
    _dir: TempDir,
    folder: Folder,
    keys: Keys,
    founded: Founded,
    entropy: Entropy,
}

impl Desk {
    fn new() -> Self {
        Self::founded(Strength::Practice, 1)
    }

    fn founded(strength: Strength, seed: u64) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::create(&dir.path().join("desk")).unwrap();
        let mut entropy = test_entropy(seed);
        let keys = Keys::of(&folder);
        let (ada, ben) = (Chosen::for_practice("ada's passphrase"), Chosen::for_practice("ben's passphrase"));
        let people = [
            newcomer(ADA, &[(11, "A. Okoro"), (12, "okoro.night")], &ada),
            newcomer(BEN, &[(21, "B. Marsh")], &ben),
        ];
        let founded = keys.found(strength, DeskId(Uuid::from_u128(7)), &people, &mut entropy).unwrap();
        Self { _dir: dir, folder, keys, founded, entropy }
    }

    fn access(&self) -> &Access {
        &self.founded.access
    }

    fn refused(&self, name: &str, second: i64) -> SignInRefused {
        refused(self.keys.sign_in(name, "wrong", at(second)))
    }

    fn text(&self) -> Vec<u8> {
        fs::read(self.folder.keys()).unwrap()
    }
}

fn newcomer<'a>(person: StaffId, accounts: &[(u128, &str)], passphrase: &'a Chosen) -> Newcomer<'a> {
    let accounts = accounts.iter().map(|(id, name)| (account(*id), (*name).to_owned())).collect();
    Newcomer { person, accounts, passphrase }
}

fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn at(second: i64) -> DateTime<Utc> {
    Utc.timestamp_opt(1_800_000_000 + second, 0).unwrap()
}

fn refused<T: std::fmt::Debug>(tried: Result<T, SignInError>) -> SignInRefused {
    match tried {
        Err(SignInError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

/// Gives the trouble with keys that something ended in.
fn trouble<T: std::fmt::Debug, E: Into<SignInError>>(tried: Result<T, E>) -> SecretError {
    match tried.map_err(Into::into) {
        Err(SignInError::Store(StoreError::Secret(error))) => error,
        other => panic!("{other:?}"),
    }
}

/// Tells whether two accesses open and sign the same, for the desk and for a person.
fn same(a: &Access, b: &Access, person: StaffId) -> bool {
    let hash = [3; 32];
    a.data == b.data
        && a.keyring.sealing() == b.keyring.sealing()
        && a.keyring.sign(None, &hash) == b.keyring.sign(None, &hash)
        && a.keyring.sign(Some(person), &hash) == b.keyring.sign(Some(person), &hash)
}
