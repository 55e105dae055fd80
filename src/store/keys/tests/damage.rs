//! Files that are missing, cut short, flipped, or changed by somebody who has no key.

use proptest::prelude::*;

use super::{
    super::contents::{Contents, Generation, Roster},
    *,
};

#[test]
fn a_missing_or_cut_file_lets_nobody_in_and_says_so() {
    let desk = Desk::new();
    let whole = desk.text();
    for end in (0..whole.len() - 1).step_by(97) {
        fs::write(desk.folder.keys(), &whole[..end]).unwrap();
        let error = trouble(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)));
        assert!(matches!(error, SecretError::Damaged(_)), "{end}: {error}");
        assert!(desk.keys.public().is_err() && desk.keys.holders().is_err());
    }
    fs::remove_file(desk.folder.keys()).unwrap();
    let error = trouble(desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)));
    assert!(error.to_string().contains("nobody can sign in; nothing was changed"), "{error}");
    fs::write(desk.folder.keys(), "{\"format\": 3}").unwrap();
    assert!(matches!(trouble(desk.keys.holders()), SecretError::Newer(_)));
}

#[test]
fn no_flipped_bit_ever_opens_anything_else() {
    let desk = Desk::new();
    // Attempts too, and a generation that waits.
    desk.refused("A. Okoro", 0);
    desk.refused("N. Obody", 0);
    let mut entropy = test_entropy(9);
    let next = desk.keys.rekeying().unwrap().leave(BEN, desk.access(), &mut entropy).unwrap();
    let right = desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)).unwrap();
    desk.refused("A. Okoro", 0);
    let whole = desk.text();
    let (mut refused, mut read) = (0, 0);
    for bit in 0..whole.len() * 8 {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if Contents::parse(&flipped, &desk.folder.keys()).is_err() {
            refused += 1;
            continue;
        }
        // Spaces, or attempts, which nothing proves: the rest still opens the same desk for the same person, or not at all.
        read += 1;
        if read % 23 != 0 {
            continue;
        }
        fs::write(desk.folder.keys(), &flipped).unwrap();
        if let Ok(unlocked) = desk.keys.sign_in("A. Okoro", "ada's passphrase", at(86_400)) {
            assert!(same(&unlocked.access, &right.access, ADA), "bit {bit}");
            assert_eq!((unlocked.account, unlocked.person), (right.account, ADA), "bit {bit}");
            assert_eq!(unlocked.next.as_ref(), Some(&next), "bit {bit}");
        }
    }
    assert!(refused > 20_000 && read < refused / 4, "{refused} {read}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn scribbling_never_opens_anything_else(at_byte in 0_usize..4_000, scribble in proptest::collection::vec(any::<u8>(), 1..40)) {
        let desk = Desk::new();
        let right = desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)).unwrap();
        let mut text = desk.text();
        let from = at_byte % text.len();
        let end = (from + scribble.len()).min(text.len());
        text[from..end].copy_from_slice(&scribble[..end - from]);
        fs::write(desk.folder.keys(), &text).unwrap();
        if let Ok(unlocked) = desk.keys.sign_in("A. Okoro", "ada's passphrase", at(0)) {
            prop_assert!(same(&unlocked.access, &right.access, ADA));
            prop_assert_eq!((unlocked.account, unlocked.person), (right.account, ADA));
        }
    }
}

/// Changes the roster as somebody does who can write the file and knows its format, but has no key of the desk.
fn forge(desk: &Desk, forge: impl FnOnce(&mut Roster)) {
    let mut contents = desk.keys.read().unwrap();
    forge(&mut contents.current.roster);
    let mine = DataKey::from_bytes(&[66; 32]);
    contents.current = Generation::new(contents.current.roster, &mine).unwrap();
    desk.keys.write(&contents).unwrap();
}

#[test]
fn nobody_without_the_data_key_changes_who_is_who() {
    let forgeries: [fn(&mut Roster); 6] = [
        // Ben's account becomes Ada's.
        |roster| roster.accounts[0].person = BEN,
        |roster| roster.accounts[0].id = account(21),
        // The next data key would be sealed to the forger, too.
        |roster| roster.recovery.public = [9; 32].into(),
        |roster| roster.people[1].sealed.public = SealingKey::from_bytes(&[66; 32]).public().into(),
        // Rings and notes would be.
        |roster| roster.keys.sealing = SealingKey::from_bytes(&[66; 32]).public().into(),
        // Signatures would count as another's.
        |roster| roster.people[1].signing = [9; 32].into(),
    ];
    for (n, change) in forgeries.into_iter().enumerate() {
        let desk = Desk::new();
        forge(&desk, change);
        // The file reads, because its sum was made again, but a right passphrase finds out.
        assert!(desk.keys.public().is_ok());
        for (name, passphrase) in [("A. Okoro", "ada's passphrase"), ("okoro.night", "ada's passphrase")] {
            let tried = desk.keys.sign_in(name, passphrase, at(0));
            match tried {
                Err(SignInError::Store(StoreError::Secret(SecretError::Damaged(_)))) => {}
                // Ben's slot does not open by Ada's passphrase.
                Err(SignInError::Refused(_)) if n == 0 => {}
                other => panic!("{n}: {other:?}"),
            }
        }
        let [a, b] = desk.founded.halves.each_ref().map(Half::paper);
        assert!(desk.keys.recover(&a, &b).is_err(), "{n}");
        let changed = desk.keys.remove_account(account(11), desk.access());
        assert!(matches!(trouble(changed), SecretError::Superseded), "{n}");
    }
}
