//! Founding, signing in, accounts, passphrases, the recovery key, services.

use super::*;

#[test]
fn a_passphrase_opens_the_desk_by_any_account_and_signs_as_its_person() {
    let desk = Desk::new();
    for (name, id) in [(" a. okoro ", 11), ("OKORO.NIGHT", 12)] {
        let unlocked = desk.keys.sign_in(name, "ada's passphrase", at(0)).unwrap();
        assert_eq!((unlocked.account, unlocked.person, unlocked.next), (account(id), ADA, None));
        let ring = &unlocked.access.keyring;
        assert_eq!(unlocked.access.data, desk.access().data);
        assert!(ring.holds(ADA) && !ring.holds(BEN));
        assert_eq!(ring.public_of(ADA), Some(desk.founded.people[0].signing));
        let public = desk.keys.public().unwrap();
        assert_eq!((ring.desk_public(), ring.sealing_public()), (public.signing, public.sealing));
        let hash = [1; 32];
        let signature = ring.sign(Some(ADA), &hash).unwrap();
        assert!(Verifier::check(&desk.founded.people[0].signing, &hash, &signature));
        assert!(!Verifier::check(&desk.founded.people[1].signing, &hash, &signature));
    }
    refused(desk.keys.sign_in("B. Marsh", "ada's passphrase", at(1)));
    let again = desk.keys.check(account(11), "ada's passphrase", at(2)).unwrap();
    assert_eq!((again.account, again.person), (account(11), ADA));
    assert!(
        refused(desk.keys.check(account(11), "wrong", at(3)))
            .words
            .starts_with("that is not your passphrase")
    );
}

#[test]
fn a_second_founding_is_refused_and_nothing_secret_is_in_the_file() {
    let mut desk = Desk::new();
    let before = desk.text();
    let again = desk.keys.found(Strength::Practice, DeskId(Uuid::nil()), &[], &mut desk.entropy);
    assert!(matches!(again, Err(StoreError::Exists(_))));
    assert_eq!(desk.text(), before);
    let text = String::from_utf8(before).unwrap();
    let access = desk.access();
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    let mut secrets = vec![hex(access.data.expose()), hex(access.keyring.sealing().expose())];
    secrets.push(hex(access.keyring.desk_key().as_bytes()));
    secrets.extend(desk.founded.people.iter().map(|person| hex(person.key.as_bytes())));
    assert!(secrets.iter().all(|secret| !text.contains(secret.as_str())));
    assert!(text.contains(&hex(&desk.founded.people[0].signing)));
    let shown = format!("{:?}", desk.founded);
    assert!(!shown.contains("SigningKey") && shown.contains("Half A"), "{shown}");
}

#[test]
fn accounts_come_and_go_without_a_passphrase() {
    let mut desk = Desk::new();
    let access = desk.access().clone();
    let holder = |id, person, name: &str| KeyHolder { account: account(id), person, name: name.into() };
    desk.keys.add_account(&holder(13, ADA, "Ada Okoro "), &access).unwrap();
    assert_eq!(desk.keys.sign_in("ada okoro", "ada's passphrase", at(0)).unwrap().account, account(13));
    let taken = desk.keys.add_account(&holder(22, BEN, "ADA okoro"), &access);
    assert!(matches!(taken, Err(StoreError::NameTaken)));
    let nobody = desk.keys.add_account(&holder(31, NOBODY, "N. Obody"), &access);
    assert!(matches!(trouble(nobody), SecretError::NotEnrolled));
    // An account that is given again gets another name.
    desk.keys.add_account(&holder(11, ADA, "A. Obi"), &access).unwrap();
    refused(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(1)));
    desk.keys.remove_account(account(13), &access).unwrap();
    refused(desk.keys.sign_in("Ada Okoro", "ada's passphrase", at(2)));
    let names: Vec<_> = desk.keys.holders().unwrap().into_iter().map(|holder| holder.name).collect();
    assert_eq!(names, ["okoro.night", "B. Marsh", "A. Obi"]);
    // Whoever has another desk's key changes nothing.
    let stranger = Access { data: DataKey::random(&mut desk.entropy).unwrap(), ..access };
    let refused = desk.keys.add_account(&holder(23, BEN, "B. Two"), &stranger);
    assert!(matches!(trouble(refused), SecretError::Superseded));
}

#[test]
fn enrolling_again_gives_new_keys_and_leaves_everybody_else_s() {
    let mut desk = Desk::new();
    let access = desk.access().clone();
    let chosen = Chosen::for_practice("another one");
    let enrolled = desk.keys.enrol(&newcomer(ADA, &[], &chosen), &access, &mut desk.entropy).unwrap();
    assert_ne!(enrolled.signing, desk.founded.people[0].signing);
    refused(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)));
    let unlocked = desk.keys.sign_in("A. Okoro", "another one", at(1)).unwrap();
    assert_eq!(unlocked.access.keyring.public_of(ADA), Some(enrolled.signing));
    let ben = desk.keys.sign_in("B. Marsh", "ben's passphrase", at(2)).unwrap();
    assert_eq!(ben.access.keyring.public_of(BEN), Some(desk.founded.people[1].signing));
    // A name that somebody has refuses the whole of it.
    let before = desk.text();
    let taken = desk.keys.enrol(&newcomer(NOBODY, &[(31, "b. marsh")], &chosen), &access, &mut desk.entropy);
    assert!(matches!(taken, Err(StoreError::NameTaken)));
    assert_eq!(desk.text(), before);
}

#[test]
fn a_passphrase_is_changed_by_the_old_one_and_the_keys_stay() {
    let mut desk = Desk::new();
    let chosen = Chosen::for_practice("a new one");
    let wrong = desk.keys.change_passphrase(account(12), "wrong", &chosen, at(0), &mut desk.entropy);
    refused(wrong);
    assert_eq!(desk.keys.refused().unwrap().len(), 1);
    desk.keys.change_passphrase(account(12), "ada's passphrase", &chosen, at(1), &mut desk.entropy).unwrap();
    refused(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(2)));
    let unlocked = desk.keys.sign_in("A. Okoro", "a new one", at(3)).unwrap();
    assert_eq!(unlocked.access.data, desk.access().data);
    assert_eq!(unlocked.access.keyring.public_of(ADA), Some(desk.founded.people[0].signing));
}

#[test]
fn two_office_holders_open_the_desk_together_and_neither_alone() {
    let mut desk = Desk::new();
    let [a, b] = desk.founded.halves.each_ref().map(Half::paper);
    for (first, second) in [(&a, &b), (&b, &a)] {
        let recovered = desk.keys.recover(first, &second.to_lowercase()).unwrap();
        assert!(same(&recovered.access, desk.access(), ADA) && recovered.next.is_none());
    }
    assert!(matches!(trouble(desk.keys.recover(&a, &a)), SecretError::HalvesAlike('A')));
    assert!(matches!(trouble(desk.keys.recover(&a, "")), SecretError::HalfLength { which: "second", .. }));
    let other = Desk::founded(Strength::Practice, 2);
    assert!(matches!(trouble(other.keys.recover(&a, &b)), SecretError::HalvesForeign));
    let foreign = desk.keys.recover(&a, &other.founded.halves[1].paper());
    assert!(trouble(foreign).to_string().contains("another desk's"));
    // New halves, and the old ones open nothing.
    let access = desk.access().clone();
    let [c, d] = desk.keys.renew_recovery(&access, &mut desk.entropy).unwrap().map(|half| half.paper());
    assert!(matches!(trouble(desk.keys.recover(&a, &b)), SecretError::HalvesForeign));
    assert!(matches!(trouble(desk.keys.recover(&a, &d)), SecretError::HalvesForeign));
    // Whoever recovered enrols somebody.
    let recovered = desk.keys.recover(&c, &d).unwrap().access;
    let chosen = Chosen::for_practice("cleo's");
    desk.keys.enrol(&newcomer(NOBODY, &[(31, "C. Leo")], &chosen), &recovered, &mut desk.entropy).unwrap();
    assert!(desk.keys.sign_in("c. leo", "cleo's", at(0)).is_ok());
}

#[test]
fn a_service_opens_the_desk_by_a_file_that_lies_elsewhere() {
    let mut desk = Desk::new();
    let access = desk.access().clone();
    let (elsewhere, import) = (tempfile::tempdir().unwrap(), StaffId(Uuid::from_u128(50)));
    let file = elsewhere.path().join("import.key");
    for beside in [desk.folder.root().join("import.key"), desk.folder.root().join("../desk/import.key")] {
        let refused = desk.keys.add_service(import, "import", &beside, &access, &mut desk.entropy);
        assert!(matches!(trouble(refused), SecretError::Beside(_)));
        assert!(!beside.exists());
    }
    let added = desk.keys.add_service(import, "import", &file, &access, &mut desk.entropy).unwrap();
    let opened = desk.keys.open_service(&file).unwrap();
    assert_eq!((opened.service, opened.name.as_str(), opened.next), (import, "import", None));
    assert_eq!(opened.access.data, access.data);
    assert_eq!(opened.access.keyring.public_of(import), Some(added.signing));
    assert_eq!(desk.keys.services().unwrap(), [(import, "import".to_owned())]);
    refused(desk.keys.sign_in("import", "", at(0)));
    // A file that is there is never written over, and the place of the one that it belongs to stands.
    let again = desk.keys.add_service(import, "import", &file, &access, &mut desk.entropy);
    assert!(matches!(again, Err(StoreError::Exists(_))));
    assert!(desk.keys.open_service(&file).is_ok());
    let other = Desk::founded(Strength::Practice, 2);
    assert!(matches!(trouble(other.keys.open_service(&file)), SecretError::NoService(_)));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        for path in [&file, &desk.folder.keys()] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
    fs::write(&file, "{").unwrap();
    assert!(matches!(trouble(desk.keys.open_service(&file)), SecretError::Damaged(_)));
}

#[test]
fn a_file_from_before_encryption_is_known_and_replaced_only_by_founding() {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::create(&dir.path().join("desk")).unwrap();
    let keys = Keys::of(&folder);
    assert_eq!(keys.earlier().unwrap(), None);
    let old = format!(
        "{{\"format\":1,\"pepper\":\"00\",\"accounts\":[{{\"id\":\"{}\",\"person\":\"{ADA}\",\"name\":\"A. Okoro\",\"slot\":{{}}}}]}}",
        account(11)
    );
    fs::write(folder.keys(), old).unwrap();
    assert!(matches!(trouble(keys.sign_in("A. Okoro", "x", at(0))), SecretError::Earlier(_)));
    let holder = KeyHolder { account: account(11), person: ADA, name: "A. Okoro".into() };
    assert_eq!(keys.earlier().unwrap(), Some(vec![holder]));
    keys.found(Strength::Practice, DeskId(Uuid::nil()), &[], &mut test_entropy(1)).unwrap();
    assert_eq!(keys.earlier().unwrap(), None);
}

#[test]
fn what_is_sealed_to_the_desk_needs_no_key_to_seal_and_one_to_open() {
    use crate::store::secret::seal;
    let mut desk = Desk::new();
    let sealed =
        seal::seal_to(&desk.keys.sealing_public().unwrap(), b"ring", b"07700 900123", &mut desk.entropy);
    let sealed = sealed.unwrap();
    let unlocked = desk.keys.sign_in("B. Marsh", "ben's passphrase", at(0)).unwrap();
    let opened = seal::open_with(unlocked.access.keyring.sealing(), b"ring", &sealed).unwrap();
    assert_eq!(opened.as_slice(), b"07700 900123");
    assert!(seal::open_with(&SealingKey::from_bytes(&[1; 32]), b"ring", &sealed).is_none());
}

#[test]
fn a_services_file_opens_one_desk_as_it_was_made_and_no_other() {
    let mut desk = Desk::new();
    let access = desk.access().clone();
    let (elsewhere, import) = (tempfile::tempdir().unwrap(), StaffId(Uuid::from_u128(50)));
    let file = elsewhere.path().join("import.key");
    desk.keys.add_service(import, "import", &file, &access, &mut desk.entropy).unwrap();
    let made: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let key = "07".repeat(32);
    for (field, other, newer) in [
        ("format", serde_json::json!(2), true),
        ("desk", serde_json::json!(Uuid::from_u128(8)), false),
        ("service", serde_json::json!(Uuid::from_u128(51)), false),
        ("sealing", serde_json::json!(key), false),
        ("signing", serde_json::json!(key), false),
    ] {
        let mut changed = made.clone();
        changed[field] = other;
        fs::write(&file, changed.to_string()).unwrap();
        match trouble(desk.keys.open_service(&file)) {
            SecretError::Newer(_) => assert!(newer, "{field}"),
            SecretError::NoService(_) => assert!(!newer, "{field}"),
            error => panic!("{field}: {error}"),
        }
    }
}

#[test]
fn a_slot_whose_keys_are_not_the_ones_of_its_place_opens_nothing() {
    let desk = Desk::new();
    let data = desk.access().data.clone();
    desk.keys
        .change(&data, |roster| {
            roster.people[0].signing = [9; 32].into();
            Ok(())
        })
        .unwrap();
    assert!(matches!(
        trouble(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0))),
        SecretError::Damaged(_)
    ));
    desk.keys
        .change(&data, |roster| {
            roster.keys.signing = [9; 32].into();
            Ok(())
        })
        .unwrap();
    assert!(matches!(
        trouble(desk.keys.sign_in("B. Marsh", "ben's passphrase", at(0))),
        SecretError::Damaged(_)
    ));
}

#[test]
fn a_sealed_data_key_is_one_desks_and_one_holders() {
    use super::super::place::{Holder, Sealed};
    let desk = Desk::new();
    let (data, key, mut entropy) = (&desk.access().data, SealingKey::from_bytes(&[7; 32]), test_entropy(8));
    let current = desk.keys.read().unwrap().current;
    let mut opens = |of: DeskId, holder, tried| {
        let sealed = Sealed::new(key.public(), of, holder, data, &mut entropy).unwrap();
        current.open(tried, &sealed, &key).is_some()
    };
    let (ours, ada) = (current.roster.desk, Holder::Of(ADA));
    assert!(opens(ours, ada, ada) && opens(ours, Holder::Recovery, Holder::Recovery));
    assert!(!opens(ours, ada, Holder::Of(BEN)) && !opens(ours, ada, Holder::Recovery));
    assert!(!opens(DeskId(Uuid::from_u128(8)), ada, ada));
}
