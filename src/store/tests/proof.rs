//! Whatever was changed behind the store's back is found, at the entry where it was changed.

use super::*;

const UNGUARD: &str = "DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_shrinks;
    DROP TRIGGER payload_never_changes; DROP TRIGGER payload_never_shrinks; DROP TRIGGER journal_only_grows;
    PRAGMA ignore_check_constraints = ON;";

fn first_fault(tamper: &str) -> verify::Fault {
    let mut desk = Desk::new();
    desk.write(1, 4);
    desk.write(2, 4);
    desk.sql(&format!("{UNGUARD} {tamper}")).unwrap();
    desk.verify().expect_err(tamper)
}

#[test]
fn each_single_change_is_located() {
    for set in [
        "event_id = x'000102030405060708090a0b0c0d0e0f'",
        "stream = x'000102030405060708090a0b0c0d0e0f'",
        "version = 9",
        "kind = kind || 'x'",
        "person = NULL",
        "person = x'000102030405060708090a0b0c0d0e0f'",
        "account = person",
        "desk = x'000102030405060708090a0b0c0d0e0f'",
        "at = at + 1",
        "body_digest = zeroblob(32)",
        "prev = zeroblob(32)",
        "hash = zeroblob(32)",
        "hash = x''",
        "signature = zeroblob(64)",
        "signature = x''",
        "signature = (SELECT signature FROM journal WHERE seq = 6)",
    ] {
        assert_eq!(first_fault(&format!("UPDATE journal SET {set} WHERE seq = 5")).seq, 5, "{set}");
    }
    for tamper in [
        "UPDATE payload SET body = body || ' ' WHERE seq = 5",
        "UPDATE payload SET salt = zeroblob(16) WHERE seq = 5",
        "DELETE FROM payload WHERE seq = 5",
        "DELETE FROM journal WHERE seq = 5",
        "DELETE FROM journal WHERE seq = 5; DELETE FROM payload WHERE seq = 5",
        "DELETE FROM journal WHERE seq >= 5; DELETE FROM payload WHERE seq >= 5",
        "UPDATE journal SET seq = 99 WHERE seq = 5",
    ] {
        assert_eq!(first_fault(tamper).seq, 5, "{tamper}");
    }
}

#[test]
fn a_changed_last_entry_and_a_lost_guard_are_found() {
    assert_eq!(first_fault("UPDATE journal SET at = at + 1 WHERE seq = 10").seq, 10);
    assert_eq!(first_fault("DELETE FROM journal WHERE seq = 10").seq, 10);
    let fault = first_fault("");
    assert!(fault.words.contains("guard"), "{fault}");
}

#[test]
fn the_hash_covers_the_bytes_that_are_written_down() {
    let link = chain::Link {
        desk: Uuid::from_u128(1),
        seq: 2,
        event: Uuid::from_u128(3),
        stream: Uuid::from_u128(4),
        version: 5,
        kind: "k.v1",
        person: None,
        account: Some(Uuid::from_u128(6)),
        at: -7,
        body_digest: [8; 32],
        prev: [9; 32],
    };
    // Put together by hand, as a verifier would.
    let mut bytes = b"dutydesk.journal.v1".to_vec();
    let mut field = |part: &[u8]| {
        bytes.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
        bytes.extend(part);
    };
    field(&1_u128.to_be_bytes());
    field(&2_u64.to_be_bytes());
    field(&3_u128.to_be_bytes());
    field(&4_u128.to_be_bytes());
    field(&5_u64.to_be_bytes());
    field(b"k.v1");
    field(b"");
    field(&6_u128.to_be_bytes());
    field(&(-7_i64).to_be_bytes());
    field(&[8; 32]);
    field(&[9; 32]);
    let expected: chain::Hash = <sha2::Sha256 as sha2::Digest>::digest(&bytes).into();
    assert_eq!(link.hash(), expected);
}

#[test]
fn a_lost_end_is_told_at_opening_and_stays_known() {
    let mut desk = Desk::new();
    desk.write(1, 4);
    desk.sql(&format!("{UNGUARD} DELETE FROM journal WHERE seq > 4; DELETE FROM payload WHERE seq > 4"))
        .unwrap();
    drop(desk.store);
    let mut store = open(&desk.folder, false).unwrap();
    assert_eq!(store.lost(), Some(&head::Lost { known: 6, found: 4 }));
    // Even when the desk has gone on past the place.
    for n in 0..4 {
        let stream = Uuid::from_u128(9 + n);
        store.unit(|tx| tx.append(stream, 0, &stamp(), &[event(900 + n)])).unwrap();
    }
    assert_eq!(verify::verify(&store, &mut |_| ()).unwrap().unwrap_err().seq, 6);
}

#[test]
fn a_backup_is_private_proved_and_never_written_over() {
    let mut desk = Desk::new();
    desk.write(1, 4);
    let to = desk.dir.path().join("copy.db");
    assert_eq!(desk.store.backup(&to).unwrap().entries, BEFORE + 4);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(matches!(desk.store.backup(&to), Err(StoreError::Exists(_))));
    desk.sql(&format!("{UNGUARD} UPDATE payload SET body = 'x' WHERE seq = 4")).unwrap();
    let bad = desk.dir.path().join("bad.db");
    assert!(matches!(desk.store.backup(&bad), Err(StoreError::BadCopy { .. })));
    assert!(!bad.exists());
}

#[test]
fn half_a_line_of_desk_head_says_nothing() {
    let desk = Desk::new();
    let path = desk.folder.head();
    let line = std::fs::read(&path).unwrap();
    assert_eq!(head::read(&path).unwrap().head.seq, BEFORE);
    for length in [0, 20, line.len() - 2, line.len() - 1] {
        std::fs::write(&path, &line[..length]).unwrap();
        assert_eq!(head::read(&path), None, "{length}");
    }
}
