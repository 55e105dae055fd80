//! A new data key when somebody leaves, and a crash at every step of it.

use super::*;

/// Ada leaves, up to the moment before the database gets the new key.
fn begun() -> (Desk, DataKey) {
    let mut desk = Desk::new();
    let guard = desk.keys.rekeying().unwrap();
    let next = guard.leave(ADA, &desk.founded.access, &mut desk.entropy).unwrap();
    drop(guard);
    (desk, next)
}

#[test]
fn a_leaver_keeps_nothing_and_nobody_else_notices() {
    let mut desk = Desk::new();
    let old = desk.access().clone();
    let (elsewhere, import) = (tempfile::tempdir().unwrap(), StaffId(Uuid::from_u128(50)));
    let file = elsewhere.path().join("import.key");
    desk.keys.add_service(import, "import", &file, &old, &mut desk.entropy).unwrap();
    let guard = desk.keys.rekeying().unwrap();
    let next = guard.leave(ADA, &old, &mut desk.entropy).unwrap();
    guard.settle(&next).unwrap();
    drop(guard);
    assert_ne!(next, old.data);
    refused(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)));
    let ben = desk.keys.sign_in("B. Marsh", "ben's passphrase", at(0)).unwrap();
    assert_eq!((ben.access.data, ben.next), (next.clone(), None));
    assert_eq!(ben.access.keyring.public_of(BEN), Some(desk.founded.people[1].signing));
    assert_eq!(ben.access.keyring.desk_public(), old.keyring.desk_public());
    let [a, b] = desk.founded.halves.each_ref().map(Half::paper);
    assert_eq!(desk.keys.recover(&a, &b).unwrap().access.data, next);
    assert_eq!(desk.keys.open_service(&file).unwrap().access.data, next);
    // The old key changes nothing any more.
    assert!(matches!(trouble(desk.keys.remove_account(account(21), &old)), SecretError::Superseded));
    let access = Access { data: next, ..old };
    let guard = desk.keys.rekeying().unwrap();
    assert!(matches!(trouble(guard.leave(ADA, &access, &mut desk.entropy)), SecretError::NotEnrolled));
    // A service is withdrawn alike; the last person is not.
    let last = guard.leave(import, &access, &mut desk.entropy).unwrap();
    guard.settle(&last).unwrap();
    assert!(matches!(trouble(desk.keys.open_service(&file)), SecretError::NoService(_)));
    let access = Access { data: last, ..access };
    assert!(matches!(trouble(guard.leave(BEN, &access, &mut desk.entropy)), SecretError::LastOne));
}

#[test]
fn after_a_crash_before_the_database_had_the_key_the_old_one_stands() {
    let (desk, next) = begun();
    let ben = desk.keys.sign_in("B. Marsh", "ben's passphrase", at(0)).unwrap();
    assert_eq!((&ben.access.data, ben.next.as_ref()), (&desk.access().data, Some(&next)));
    // The leaver gets only what they had.
    let ada = desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)).unwrap();
    assert_eq!((&ada.access.data, ada.next), (&desk.access().data, None));
    assert!(desk.keys.is_unsettled().unwrap());
    desk.keys.rekeying().unwrap().settle(&ben.access.data).unwrap();
    assert!(!desk.keys.is_unsettled().unwrap());
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)).is_ok());
    assert!(matches!(trouble(desk.keys.rekeying().unwrap().settle(&next)), SecretError::Superseded));
}

#[test]
fn after_a_crash_after_the_database_had_the_key_whoever_stays_opens_it_by_the_new_one() {
    let (desk, next) = begun();
    let ben = desk.keys.sign_in("B. Marsh", "ben's passphrase", at(0)).unwrap();
    let [a, b] = desk.founded.halves.each_ref().map(Half::paper);
    assert_eq!(desk.keys.recover(&a, &b).unwrap().next.as_ref(), Some(&next));
    desk.keys.rekeying().unwrap().settle(&ben.next.unwrap()).unwrap();
    let ben = desk.keys.sign_in("B. Marsh", "ben's passphrase", at(0)).unwrap();
    assert_eq!((ben.access.data, ben.next), (next, None));
    refused(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)));
}

#[test]
fn while_it_is_undecided_nothing_else_is_changed() {
    let (mut desk, next) = begun();
    let (access, before, chosen) = (desk.access().clone(), desk.text(), Chosen::for_practice("x"));
    let holder = KeyHolder { account: account(21), person: BEN, name: "B. M.".into() };
    assert!(matches!(trouble(desk.keys.add_account(&holder, &access)), SecretError::Unsettled));
    assert!(matches!(trouble(desk.keys.renew_recovery(&access, &mut desk.entropy)), SecretError::Unsettled));
    let enrolled = desk.keys.enrol(&newcomer(NOBODY, &[], &chosen), &access, &mut desk.entropy);
    assert!(matches!(trouble(enrolled), SecretError::Unsettled));
    let guard = desk.keys.rekeying().unwrap();
    assert!(matches!(trouble(guard.leave(BEN, &access, &mut desk.entropy)), SecretError::Unsettled));
    assert_eq!(desk.text(), before);
    // Somebody else's key settles nothing.
    let stranger = DataKey::from_bytes(&[5; 32]);
    assert!(matches!(trouble(guard.settle(&stranger)), SecretError::Superseded));
    assert_eq!(desk.text(), before);
    guard.settle(&next).unwrap();
}

#[test]
fn one_console_at_a_time_changes_the_data_key() {
    let desk = Desk::new();
    let guard = desk.keys.rekeying().unwrap();
    assert!(matches!(desk.keys.rekeying(), Err(StoreError::Busy)));
    // Signing in goes on meanwhile.
    assert!(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)).is_ok());
    drop(guard);
    assert!(desk.keys.rekeying().is_ok());
    // Nor does anybody whose key is not the one of the moment.
    let mut entropy = test_entropy(3);
    let stranger = Access { data: DataKey::from_bytes(&[5; 32]), ..desk.access().clone() };
    let refused = desk.keys.rekeying().unwrap().leave(ADA, &stranger, &mut entropy);
    assert!(matches!(trouble(refused), SecretError::Superseded));
}

#[test]
fn nothing_of_a_leaver_stays_in_the_file() {
    let (desk, next) = begun();
    desk.refused("okoro.night", 0);
    let names = |desk: &Desk| String::from_utf8(desk.text()).unwrap().matches(&ADA.to_string()).count();
    assert!(names(&desk) > 3);
    desk.keys.rekeying().unwrap().settle(&next).unwrap();
    assert_eq!(names(&desk), 0);
}
