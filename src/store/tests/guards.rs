//! What the file itself refuses, whoever asks.

use super::*;

#[test]
fn entries_are_never_changed_removed_or_replaced() {
    let mut desk = Desk::new();
    desk.write(1, 3);
    let copy = "SELECT 6, randomblob(16), randomblob(16), 1, kind, person, account, desk, at, body_digest, prev, hash,
                signature FROM journal WHERE seq = 5";
    let with = |column: &str, of: &str| copy.replacen(column, of, 1);
    let event = "(SELECT event_id FROM journal WHERE seq = 4)";
    let stream = "(SELECT stream FROM journal WHERE seq = 4)";
    for insert in ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL", "REPLACE"] {
        for select in [
            with("SELECT 6", "SELECT 4"),
            with("SELECT 6", "SELECT 7"),
            with("SELECT 6", "SELECT NULL"),
            with("SELECT 6", "SELECT 0"),
            with("randomblob(16)", event),
            with("randomblob(16), randomblob(16), 1", &format!("randomblob(16), {stream}, 2")),
            with("randomblob(16), randomblob(16), 1", &format!("randomblob(16), {stream}, 5")),
            with("randomblob(16), randomblob(16), 1", "randomblob(16), randomblob(16), 2"),
        ] {
            let sql = format!("{insert} INTO journal {select}");
            assert!(desk.sql(&sql).unwrap_err().to_string().contains("journal: "), "{sql}");
        }
        for seq in [0, 1, 5, 6, 7] {
            let sql = format!("{insert} INTO payload SELECT {seq}, salt, 'x' FROM payload WHERE seq = 5");
            assert!(desk.sql(&sql).unwrap_err().to_string().contains("payload: "), "{sql}");
        }
    }
    for sql in [
        "UPDATE journal SET kind = 'x' WHERE seq = 2",
        "UPDATE OR REPLACE journal SET seq = 1 WHERE seq = 2",
        "DELETE FROM journal WHERE seq = 5",
        "DELETE FROM journal",
        "UPDATE payload SET body = '' WHERE seq = 2",
        "DELETE FROM payload WHERE seq = 2",
        "UPDATE meta SET practice = 0",
        "DELETE FROM meta",
        "INSERT OR REPLACE INTO meta SELECT id, desk, 0, profile, founded, looks FROM meta",
    ] {
        assert!(desk.sql(sql).is_err(), "{sql}");
    }
    assert_eq!(desk.store.head().unwrap().seq, BEFORE + 3);
    desk.verify().unwrap();
}

#[test]
fn a_stale_writer_is_refused_and_a_second_submission_is_told_so() {
    let mut desk = Desk::new();
    desk.write(1, 2);
    let stream = Uuid::from_u128(1);
    let stale = desk.store.unit(|tx| tx.append(stream, 1, &stamp(), &[event(77)])).unwrap_err();
    assert!(matches!(stale, StoreError::Stale { expected: 1, found: 2, .. }), "{stale:?}");
    let ahead = desk.store.unit(|tx| tx.append(stream, 3, &stamp(), &[event(77)])).unwrap_err();
    assert!(matches!(ahead, StoreError::Stale { expected: 3, found: 2, .. }), "{ahead:?}");
    let again = desk.store.unit(|tx| tx.append(stream, 2, &stamp(), &[event(1_001)])).unwrap_err();
    assert!(matches!(again, StoreError::AlreadyRecorded { seq: 4, .. }), "{again:?}");
    assert_eq!(desk.store.find_event(EventId(Uuid::from_u128(1_001))).unwrap(), Some(BEFORE + 2));
}

#[test]
fn a_unit_that_failed_half_way_is_not_saved_even_if_its_caller_goes_on() {
    let mut desk = Desk::new();
    desk.write(1, 1);
    let twice = [event(50), event(50)];
    let done = desk.store.unit(|tx| {
        let _ = tx.append(Uuid::from_u128(2), 0, &stamp(), &twice);
        Ok::<_, StoreError>(())
    });
    assert!(matches!(done, Err(StoreError::HalfDone)));
    assert_eq!(desk.store.head().unwrap().seq, BEFORE + 1);
    // A refusal that wrote nothing does not spoil the unit.
    desk.store
        .unit(|tx| {
            let _ = tx.append(Uuid::from_u128(1), 0, &stamp(), &[event(60)]);
            tx.append(Uuid::from_u128(1), 1, &stamp(), &[event(61)])
        })
        .unwrap();
    assert_eq!(desk.store.head().unwrap().seq, BEFORE + 2);
}

#[test]
fn what_was_appended_is_read_back() {
    let mut desk = Desk::new();
    desk.write(1, 2);
    desk.write(2, 1);
    desk.write(1, 1);
    let stream = desk.store.stream(Uuid::from_u128(1)).unwrap();
    let places: Vec<_> = stream.iter().map(|event| (event.seq, event.version)).collect();
    assert_eq!(places, [(3, 1), (4, 2), (6, 3)]);
    assert_eq!(stream[1].body, "{\"n\":1001}");
    assert_eq!((stream[0].person, stream[0].account, stream[0].at), (stamp().person, None, at(0)));
    let after: Vec<_> = desk.store.after(BEFORE + 1, 2).unwrap().iter().map(|event| event.seq).collect();
    assert_eq!(after, [4, 5]);
    let rolled_back = desk.store.unit(|tx| {
        tx.append(Uuid::from_u128(3), 0, &stamp(), &[event(9)])?;
        Err::<(), _>(StoreError::Busy)
    });
    assert!(rolled_back.is_err());
    assert_eq!(desk.store.head().unwrap().seq, BEFORE + 4);
}

#[test]
fn two_consoles_write_one_chain() {
    let mut desk = Desk::new();
    let mut other = open(&desk.folder, false).unwrap();
    let mut watch = HeadFile::open(&desk.folder.head()).unwrap();
    assert!(watch.changed_since());
    assert!(!watch.changed_since());
    desk.write(1, 1);
    assert!(watch.changed_since());
    other.unit(|tx| tx.append(Uuid::from_u128(2), 0, &stamp(), &[event(5)])).unwrap();
    desk.write(1, 1);
    assert!(watch.changed_since());
    assert!(!watch.changed_since());
    assert_eq!(watch.read().unwrap().head, other.head().unwrap());
    assert_eq!(verify::verify(&other, &mut |_| ()).unwrap().unwrap().entries, BEFORE + 3);
}

#[test]
fn a_bulk_unit_writes_the_same_journal_and_fails_whole() {
    let (mut usual, mut bulk) = (Desk::new(), Desk::new());
    drop(std::mem::replace(&mut bulk.store, open(&usual.folder, false).unwrap()));
    bulk.store = open(&bulk.folder, true).unwrap();
    for desk in [&mut usual, &mut bulk] {
        // Salts from one source, whatever was drawn before.
        desk.store.entropy = entropy();
        desk.store
            .unit(|tx| {
                for n in 0..700_u64 {
                    let stream = Uuid::from_u128(u128::from(n % 7) + 1);
                    tx.append(stream, n / 7, &stamp(), &[event(5_000 + u128::from(n))])?;
                    if n == 300 {
                        assert_eq!((tx.version(stream)?, tx.stream(stream)?.len()), (n / 7 + 1, 43));
                    }
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        assert_eq!(desk.verify().unwrap().entries, BEFORE + 700);
    }
    assert_eq!(usual.store.head().unwrap(), bulk.store.head().unwrap());
    for late in [false, true] {
        let refused = bulk.store.unit(|tx| {
            tx.append(Uuid::from_u128(70), 0, &stamp(), &[event(1)])?;
            tx.append(Uuid::from_u128(1), 5, &stamp(), &[event(2)])?;
            if late { Ok(()) } else { tx.version(Uuid::from_u128(1)).map(|_| ()) }
        });
        assert!(matches!(refused, Err(StoreError::Stale { .. })), "{refused:?}");
        let ended = bulk.store.unit(|tx| {
            tx.append(Uuid::from_u128(70), 0, &stamp(), &[event(1)])?;
            Err::<(), _>(StoreError::Busy)
        });
        assert!(matches!(ended, Err(StoreError::Busy)));
    }
    // Whoever goes on although an entry was refused saves none of it.
    let gone_on = bulk.store.unit(|tx| {
        tx.append(Uuid::from_u128(1), 5, &stamp(), &[event(2)])?;
        assert!(tx.version(Uuid::from_u128(1)).is_err());
        Ok::<_, StoreError>(())
    });
    assert!(matches!(gone_on, Err(StoreError::HalfDone)), "{gone_on:?}");
    assert_eq!(bulk.verify().unwrap().entries, BEFORE + 700);
}

#[test]
fn every_connection_is_durable_and_lets_nobody_write_into_the_schema() {
    let desk = Desk::new();
    let conn = desk.store.conn().unwrap();
    for (pragma, expected) in
        [("synchronous", 2), ("busy_timeout", 5_000), ("trusted_schema", 0), ("cell_size_check", 1)]
    {
        let is = conn.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(is, expected, "{pragma}");
    }
    let _ = conn.execute_batch("PRAGMA writable_schema = ON");
    assert!(conn.execute("UPDATE sqlite_schema SET sql = '' WHERE type = 'trigger'", []).is_err());
}
