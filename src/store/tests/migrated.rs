//! A desk that an earlier version left in clear, taken over.

use std::fs;

use super::*;
use crate::{
    domain::desk::Founded,
    store::{
        consoles::{Alive, ConsoleId},
        drafts::{Draft, Leftover},
        migrate::plain_desk,
    },
};

/// Writes a desk as the version before encryption did: in clear, and nothing signed.
fn earlier(events: u64) -> (TempDir, Folder) {
    let dir = tempfile::tempdir().unwrap();
    let folder = Folder::create(&dir.path().join("desk")).unwrap();
    let desk = Uuid::from_u128(0xde5c);
    let written = dir.path().join("written.db");
    let conn = Connection::open(&written).unwrap();
    conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    conn.execute_batch(crate::store::schema::MIGRATIONS[0]).unwrap();
    conn.execute_batch("PRAGMA user_version = 1").unwrap();
    conn.execute(
        "INSERT INTO meta (id, desk, practice, profile, founded) VALUES (1, ?1, 1, 'southampton', 0)",
        [desk.as_bytes()],
    )
    .unwrap();
    let founded = Event::Founded(Founded {
        name: "Earlier".into(),
        practice: true,
        profile: "southampton".into(),
        profile_digest: "d".into(),
    });
    let mut prev = chain::START;
    for seq in 1..=events {
        let (kind, body) = match seq {
            1 => (founded.kind(), founded.body().unwrap()),
            _ => ("test.happened.v1", format!("{{\"planted\":{seq}}}")),
        };
        let stream = if seq == 1 { desk } else { Uuid::from_u128(1) };
        let version = if seq == 1 { 1 } else { seq - 1 };
        let salt = [u8::try_from(seq).unwrap(); 16];
        let link = chain::Link {
            desk,
            seq,
            event: Uuid::from_u128(u128::from(seq)),
            stream,
            version,
            kind,
            person: (seq > 1).then_some(person().0),
            account: None,
            at: 5,
            body_digest: chain::body_digest(&salt, body.as_bytes()),
            prev,
        };
        let hash = link.hash();
        conn.execute(
            "INSERT INTO journal VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL, ?7, 5, ?8, ?9, ?10, x'')",
            rusqlite::params![
                int(seq),
                link.event.as_bytes(),
                stream.as_bytes(),
                int(version),
                kind,
                link.person.as_ref().map(Uuid::as_bytes),
                desk.as_bytes(),
                link.body_digest,
                prev,
                hash
            ],
        )
        .unwrap();
        conn.execute("INSERT INTO payload VALUES (?1, ?2, ?3)", rusqlite::params![int(seq), salt, body])
            .unwrap();
        prev = chain::next_prev(&hash, &[]);
    }
    // As a power cut would leave it: most of it in the log still.
    for end in ["db", "db-wal"] {
        fs::copy(written.with_extension(end), folder.database().with_extension(end)).unwrap();
    }
    drop(conn);
    (dir, folder)
}

fn take_over(folder: &Folder) -> Result<Option<migrate::Migrated>, StoreError> {
    migrate_plain(folder, &access(), at(100), &mut entropy())
}

#[test]
fn its_history_is_vouched_for_and_everything_after_it_is_signed() {
    let (_dir, folder) = earlier(6);
    assert!(matches!(open(&folder, false), Err(StoreError::Plain)));
    let plain = plain_desk(&folder).unwrap().unwrap();
    assert!(plain.meta.practice && plain.entries.len() == 1);
    let done = take_over(&folder).unwrap().unwrap();
    assert_eq!((done.entries, done.kept), (6, folder.backups().join("before-encryption.db")));
    assert!(take_over(&folder).unwrap().is_none() && plain_desk(&folder).unwrap().is_none());
    for file in fs::read_dir(folder.root()).unwrap().chain(fs::read_dir(folder.backups()).unwrap()) {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = fs::read(&path).unwrap();
            let found = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
            assert!(!found(b"planted") && !found(b"SQLite"), "{}", path.display());
        }
    }
    let mut store = open(&folder, false).unwrap();
    store.unit(|tx| tx.append(Uuid::from_u128(1), 5, &stamp(), &[event(70)])).unwrap();
    let verified = verify::verify(&store, &mut |_| ()).unwrap().unwrap();
    // Six as they were, the desk's keys, the seal, one person, and the new one.
    assert_eq!((verified.entries, verified.unsigned), (10, 6));
    let state: crate::domain::desk::State = serde_json::from_str(&store.desk().unwrap().unwrap()).unwrap();
    assert_eq!((state.version, state.enrolled.len(), state.name.as_str()), (4, 1, "Earlier"));
    assert_eq!(store.stream(Uuid::from_u128(1)).unwrap().len(), 6);
    // The copy is what was.
    let kept = cipher::open(
        &folder.backups().join("before-encryption.db"),
        OpenFlags::SQLITE_OPEN_READ_ONLY,
        &access().data,
    );
    assert_eq!(verify::prove(&kept.unwrap(), &[], None, &mut |_| ()).unwrap().unwrap().entries, 6);
}

#[test]
fn what_somebody_does_to_the_unsigned_part_or_to_its_seal_is_located() {
    let (_dir, folder) = earlier(6);
    take_over(&folder).unwrap();
    let conn = cipher::open(&folder.database(), OpenFlags::SQLITE_OPEN_READ_WRITE, &access().data).unwrap();
    conn.execute_batch("DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_shrinks;").unwrap();
    conn.execute_batch("DROP TRIGGER payload_never_changes; DROP TRIGGER payload_never_shrinks;").unwrap();
    for (tamper, seq) in [
        ("UPDATE journal SET at = at + 1 WHERE seq = 3", 3),
        ("UPDATE payload SET body = '{}' WHERE seq = 1", 1),
        ("UPDATE journal SET signature = zeroblob(64) WHERE seq = 4", 4),
        ("UPDATE journal SET signature = x'' WHERE seq = 7", 7),
        ("UPDATE journal SET signature = x'' WHERE seq = 8", 8),
        ("UPDATE journal SET signature = x'' WHERE seq = 9", 9),
        ("UPDATE journal SET kind = 'desk.founded.v1' WHERE seq = 8", 8),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq >= 8; DELETE FROM payload WHERE seq >= 8", 1),
        ("DELETE FROM journal WHERE seq >= 7; DELETE FROM payload WHERE seq >= 7", 1),
    ] {
        conn.execute_batch(&format!("SAVEPOINT x; {tamper}")).unwrap();
        let found = verify::prove(&conn, &[], Some(&access().keyring), &mut |_| ()).unwrap().unwrap_err();
        conn.execute_batch("ROLLBACK TO x; RELEASE x").unwrap();
        assert_eq!(found.seq, seq, "{tamper}: {found}");
    }
}

#[test]
fn a_desk_that_is_open_or_does_not_hold_stays_as_it_is() {
    let (_dir, folder) = earlier(4);
    let alive = Alive::start(&folder, ConsoleId(Uuid::from_u128(1))).unwrap();
    assert!(matches!(take_over(&folder), Err(StoreError::InUse)));
    drop(alive);
    let reader = Connection::open(folder.database()).unwrap();
    reader.execute_batch("BEGIN; SELECT * FROM journal;").unwrap();
    assert!(matches!(take_over(&folder), Err(StoreError::InUse)));
    reader
        .execute_batch(
            "COMMIT; DROP TRIGGER payload_never_changes; UPDATE payload SET body = 'x' WHERE seq = 3",
        )
        .unwrap();
    drop(reader);
    let damaged = take_over(&folder).unwrap_err();
    assert!(matches!(damaged, StoreError::Damaged { seq: 3, .. }), "{damaged}");
    assert!(cipher::is_plain(&folder.database()));
}

#[test]
fn drafts_and_rings_in_clear_go_along() {
    let (_dir, folder) = earlier(2);
    let draft = Draft { by: None, contact: None, saved_at: at(0), words: 1, body: "planted".into() };
    folder::make_private_dir(&folder.drafts()).unwrap();
    folder::make_private_dir(&folder.ringing()).unwrap();
    let id = Uuid::from_u128(4);
    fs::write(folder.drafts().join(format!("{id}.json")), serde_json::to_vec(&draft).unwrap()).unwrap();
    fs::write(folder.ringing().join(format!("{id}.json")), "{\"number\":\"01632 960123\"}").unwrap();
    take_over(&folder).unwrap();
    let left = drafts::leftovers(&folder, &access().data).unwrap();
    assert!(matches!(&left[..], [Leftover::Whole { draft: found, .. }] if *found == draft), "{left:?}");
    assert_eq!(rings::waiting(&folder, &access().keyring).unwrap().len(), 1);
    for dir in [folder.drafts(), folder.ringing()] {
        assert!(sealed::list(&dir, "json").unwrap().is_empty());
    }
}

#[test]
fn a_ring_that_is_none_stays_and_a_copy_in_clear_is_encrypted() {
    let (_dir, folder) = earlier(2);
    folder::make_private_dir(&folder.ringing()).unwrap();
    folder::make_private_dir(&folder.backups()).unwrap();
    let long = folder.ringing().join(format!("{}.json", Uuid::from_u128(4)));
    fs::write(&long, "x".repeat(rings::LONGEST + 1)).unwrap();
    let copy = folder.backups().join("before-schema-1.db");
    let plain = Connection::open(&copy).unwrap();
    plain.execute_batch("CREATE TABLE kept (words TEXT); INSERT INTO kept VALUES ('planted')").unwrap();
    drop(plain);
    take_over(&folder).unwrap();
    assert!(long.exists() && rings::waiting(&folder, &access().keyring).unwrap().is_empty());
    let bytes = fs::read(&copy).unwrap();
    assert!(!bytes.windows(7).any(|part| part == b"planted"));
    let kept = cipher::open(&copy, OpenFlags::SQLITE_OPEN_READ_ONLY, &access().data).unwrap();
    let words = kept.query_row("SELECT words FROM kept", [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(words, "planted");
}
