//! Opening: new, newer, damaged, missing and foreign files.

use super::*;
use crate::store::{
    journal::CHANGED,
    schema::{MIGRATIONS, migrate, version},
};

#[test]
fn a_migration_keeps_a_copy_of_what_was() {
    let mut desk = Desk::new();
    desk.write(1, 2);
    let mut conn = desk.behind();
    let known = version(&conn).unwrap();
    let more = [MIGRATIONS, &["CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;"]].concat();
    migrate(&mut conn, &desk.folder.backups(), &more, &access().data).unwrap();
    assert_eq!(version(&conn).unwrap(), known + 1);
    let copy = desk.folder.backups().join(format!("before-schema-{}.db", known + 1));
    let copy = cipher::open(&copy, OpenFlags::SQLITE_OPEN_READ_ONLY, &access().data).unwrap();
    assert_eq!(version(&copy).unwrap(), known);
    assert_eq!(copy.query_row("SELECT count(*) FROM journal", [], |row| row.get::<_, i64>(0)).unwrap(), 4);
    let newer = open(&desk.folder, false).err().unwrap();
    assert!(
        matches!(newer, StoreError::NewerSchema { found, known: ours } if (found, ours) == (known + 1, known)),
        "{newer:?}"
    );
}

#[test]
fn a_migration_that_fails_changes_nothing() {
    let desk = Desk::new();
    let mut conn = desk.behind();
    let known = version(&conn).unwrap();
    let bad = "CREATE TABLE extra (id INTEGER); CREATE TABLE journal (id INTEGER);";
    let bad = [MIGRATIONS, &[bad]].concat();
    assert!(migrate(&mut conn, &desk.folder.backups(), &bad, &access().data).is_err());
    assert_eq!(version(&conn).unwrap(), known);
    assert!(conn.prepare("SELECT * FROM extra").is_err());
}

#[test]
fn a_missing_damaged_or_foreign_file_is_told_of_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(Folder::open(dir.path()), Err(StoreError::Missing(_))));
    let folder = Folder::create(dir.path()).unwrap();
    let missing = Store::open(&folder, &OpenOptions::default(), access(), entropy()).err().unwrap();
    assert!(matches!(missing, StoreError::Missing(_)));

    std::fs::write(folder.database(), "this is not a database, and long enough to be told from one").unwrap();
    assert!(matches!(open(&folder, false), Err(StoreError::WrongKey)));
    std::fs::remove_file(folder.database()).unwrap();
    let theirs = "CREATE TABLE theirs (id INTEGER)";
    Connection::open(folder.database()).unwrap().execute_batch(theirs).unwrap();
    assert!(matches!(open(&folder, false), Err(StoreError::Plain)));
    std::fs::remove_file(folder.database()).unwrap();
    let mode = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    cipher::open(&folder.database(), mode, &access().data).unwrap().execute_batch(theirs).unwrap();
    assert!(matches!(open(&folder, false), Err(StoreError::Corrupt)));
}

#[test]
fn a_folder_with_other_things_is_no_desk() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::write(dir.path().join("shopping.txt"), "milk").unwrap();
    assert!(matches!(Folder::create(dir.path()), Err(StoreError::NotADesk(_))));
}

#[cfg(unix)]
#[test]
fn the_folder_and_its_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let mut desk = Desk::new();
    desk.write(1, 1);
    assert_eq!(mode(desk.folder.root()), 0o700);
    for name in ["desk.db", "desk.db-wal", "desk.db-shm", "desk.head"] {
        assert_eq!(mode(&desk.folder.root().join(name)), 0o600, "{name}");
    }
    for path in [desk.folder.root().to_owned(), desk.folder.database()] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    assert!(Folder::is_open_to_others(desk.folder.root()));
    let folder = Folder::open(desk.folder.root()).unwrap();
    drop(open(&folder, false).unwrap());
    assert_eq!(mode(folder.root()), 0o700);
    assert_eq!(mode(&folder.database()), 0o600);
}

#[test]
fn a_desk_opens_again_as_what_it_was() {
    let mut desk = Desk::new();
    desk.write(1, 1);
    let meta = desk.store.meta().clone();
    drop(desk.store);
    let create = Some(Founding {
        desk: DeskId(Uuid::from_u128(1)),
        practice: false,
        profile: "bromley".into(),
        at: at(9),
    });
    let again = Store::open(&desk.folder, &OpenOptions { create, bulk: true }, access(), entropy()).unwrap();
    assert_eq!(again.meta(), &meta);
    assert_eq!(again.head().unwrap().seq, BEFORE + 1);
    assert!(again.lost().is_none());
}

#[test]
fn every_failure_is_one_plain_sentence() {
    for (code, expected) in [
        (rusqlite::ffi::SQLITE_FULL, "the disk is full"),
        (rusqlite::ffi::SQLITE_READONLY_DIRECTORY, "cannot be written to"),
        (rusqlite::ffi::SQLITE_READONLY, "is damaged"),
        (rusqlite::ffi::SQLITE_CORRUPT, "is damaged"),
        (rusqlite::ffi::SQLITE_NOTADB, "is damaged"),
        (rusqlite::ffi::SQLITE_BUSY, "another program held"),
    ] {
        let error = rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
        let words = StoreError::from(error).to_string();
        assert!(words.contains(expected), "{words}");
        assert!(words.contains(": "), "{words}");
    }
}

#[test]
fn what_changed_is_read_from_the_end_of_the_journal() {
    let desk = Desk::new();
    let conn = desk.behind();
    let mut plan = conn.prepare(&format!("EXPLAIN QUERY PLAN {CHANGED}")).unwrap();
    let steps = plan.query_map((1, 2), |row| row.get::<_, String>("detail")).unwrap();
    let steps: Vec<String> = steps.collect::<Result<_, _>>().unwrap();
    assert!(steps[0].starts_with("SEARCH journal USING INTEGER PRIMARY KEY"), "{steps:?}");
}
