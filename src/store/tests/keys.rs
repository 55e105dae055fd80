//! Signing in, with a clock that the test turns.

use chrono::Duration;

use super::*;
use crate::{
    domain::ids::AccountId,
    store::keys::{KeyHolder, Keys, SignInError, SignInRefused, Strength},
};

fn founded(desk: &Desk) -> Keys {
    let keys = Keys::of(&desk.folder);
    keys.found(Strength::Practice, &mut entropy()).unwrap();
    keys.set(&holder(1, "A. Okoro"), "a long passphrase", &mut entropy()).unwrap();
    keys
}

fn holder(n: u128, name: &str) -> KeyHolder {
    KeyHolder {
        account: AccountId(Uuid::from_u128(n)),
        person: StaffId(Uuid::from_u128(n)),
        name: name.into(),
    }
}

fn refused(keys: &Keys, name: &str, second: i64) -> SignInRefused {
    match keys.sign_in(name, "wrong", at(second)) {
        Err(SignInError::Refused(refused)) => refused,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_right_passphrase_signs_in_whatever_the_case_of_the_name() {
    let desk = Desk::new();
    let keys = founded(&desk);
    refused(&keys, "A. Okoro", 0);
    assert_eq!(keys.sign_in(" a. okoro ", "a long passphrase", at(1)).unwrap(), holder(1, "").account);
    let waiting = keys.refused().unwrap();
    assert_eq!(
        waiting.iter().map(|refused| refused.account).collect::<Vec<_>>(),
        [Some(holder(1, "").account)]
    );
    keys.forget_refused(&waiting).unwrap();
    assert!(keys.refused().unwrap().is_empty());
    assert!(matches!(keys.set(&holder(2, "a. OKORO"), "x", &mut entropy()), Err(StoreError::NameTaken)));
    keys.set(&holder(1, "Ada Okoro"), "another one", &mut entropy()).unwrap();
    assert!(keys.sign_in("ada okoro", "another one", at(2)).is_ok());
    assert_eq!(keys.holders().unwrap(), [holder(1, "Ada Okoro")]);
    assert!(matches!(keys.found(Strength::Practice, &mut entropy()), Err(StoreError::Exists(_))));
}

#[test]
fn five_tries_are_free_then_they_wait_and_ten_fit_into_five_minutes() {
    let desk = Desk::new();
    let keys = founded(&desk);
    let (mut tried, mut waits) = (Vec::new(), Vec::new());
    for second in 0..3_600 {
        let before = keys.refused().unwrap().len();
        let known = refused(&keys, "A. Okoro", second);
        // A name that nobody has is answered alike, at every step.
        assert_eq!(refused(&keys, "N. Obody", second), known);
        if keys.refused().unwrap().len() > before {
            tried.push(second);
            waits.push(known.wait.num_seconds());
        }
    }
    assert_eq!(waits[..9], [0, 0, 0, 0, 5, 10, 20, 40, 80]);
    assert!(waits[9..].iter().all(|wait| (160..=300).contains(wait)));
    for from in 0..3_600 {
        let window = from..from + 300;
        assert!(tried.iter().filter(|second| window.contains(*second)).count() <= 10);
    }
    // Even the right passphrase waits its turn, and then is welcome.
    let last = tried[tried.len() - 1];
    assert!(keys.sign_in("A. Okoro", "a long passphrase", at(last + 1)).is_err());
    assert!(keys.sign_in("A. Okoro", "a long passphrase", at(last + 300)).is_ok());
    assert_eq!(refused(&keys, "A. Okoro", last + 301).wait, Duration::zero());
}

#[test]
fn a_clock_set_back_locks_nobody_out() {
    let desk = Desk::new();
    let keys = founded(&desk);
    for _ in 0..6 {
        let _ = keys.sign_in("A. Okoro", "wrong", at(86_400));
    }
    assert!(keys.sign_in("A. Okoro", "a long passphrase", at(0)).is_err());
    assert!(keys.sign_in("A. Okoro", "a long passphrase", at(10)).is_ok());
}

#[test]
fn a_name_that_nobody_has_is_not_written_down() {
    let desk = Desk::new();
    let keys = founded(&desk);
    for n in 0..300 {
        refused(&keys, &format!("typed my passphrase here {n}"), 0);
    }
    let text = std::fs::read_to_string(desk.folder.keys()).unwrap();
    assert!(!text.contains("passphrase here"));
    assert!(text.matches("\"count\"").count() <= 257);
    assert!(keys.refused().unwrap().iter().all(|refused| refused.account.is_none()));
}

#[test]
fn a_damaged_file_lets_nobody_in_and_says_so() {
    let desk = Desk::new();
    let keys = founded(&desk);
    std::fs::write(desk.folder.keys(), "{").unwrap();
    let error = keys.sign_in("A. Okoro", "a long passphrase", at(0)).unwrap_err();
    assert!(error.to_string().contains("nobody can sign in"), "{error}");
}
