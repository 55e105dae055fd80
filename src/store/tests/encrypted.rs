//! Nothing readable lies on the disk, and whatever was changed on it is found.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::{
    domain::ids::RingId,
    store,
    store::{
        consoles::ConsoleId,
        drafts::Draft,
        spool::{Spool, Spooled},
    },
};

/// Lists every file under a folder.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn planted_names_are_in_no_file_that_the_store_writes() {
    let names: Vec<String> = (0..500_u32).map(|n| format!("Planted{:05}Name", n * 7_919 % 100_000)).collect();
    let mut desk = Desk::new();
    let text = names.join(" ");
    let body = serde_json::to_string(&text).unwrap();
    let (stream, public) = (Uuid::from_u128(1), access().keyring.sealing_public());
    for (n, name) in (0_u64..).zip(&names) {
        let body = serde_json::to_string(name).unwrap();
        let new = NewEvent { body: body.clone(), ..event(5_000 + u128::from(n)) };
        let mut shown = row(u128::from(n) + 1, vec![Lane::All], None, None);
        shown.who.clone_from(name);
        desk.store
            .unit(|tx| {
                tx.append(stream, n, &stamp(), &[new])?;
                tx.put_desk(&body)?;
                tx.put_row(&shown)
            })
            .unwrap();
    }
    let (folder, key, console) = (&desk.folder, access().data, ConsoleId(Uuid::from_u128(3)));
    let draft = Draft { by: None, contact: None, saved_at: at(0), words: 500, body: text.clone() };
    drafts::save(folder, &key, console, &draft, &mut entropy()).unwrap();
    rings::drop_ring(folder, &public, RingId(Uuid::from_u128(1)), &body, &mut entropy()).unwrap();
    notes::drop_note(folder, &public, EventId(Uuid::from_u128(2)), &text, &mut entropy()).unwrap();
    let record = Spooled {
        id: EventId(Uuid::from_u128(9)),
        stream: Some(stream),
        person: None,
        account: None,
        kind: "contact.note_written.v1".to_owned(),
        body: body.clone(),
        at: at(0),
        seen: None,
    };
    Spool::open(folder, console, &key)
        .unwrap()
        .keep(&key, std::slice::from_ref(&record), &mut entropy())
        .unwrap();
    desk.store.backup(&desk.dir.path().join("copy.db")).unwrap();
    let mut conn = desk.behind();
    let extra = "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;";
    let two = [store::schema::MIGRATIONS, &[extra]].concat();
    store::schema::migrate(&mut conn, &folder.backups(), &two, &key).unwrap();

    // The log as it grew, and the file once the log is in it.
    for round in 0..2 {
        let written = files(desk.dir.path());
        let ends: BTreeSet<_> = written.iter().filter_map(|path| path.extension()?.to_str()).collect();
        for end in ["db", "db-wal", "head", "draft", "sealed", "spool"] {
            assert!(ends.contains(end), "{end} is not among {ends:?}");
        }
        for path in written.iter().filter(|path| path.extension().is_none_or(|end| end != "lock")) {
            let bytes = fs::read(path).unwrap();
            assert!(!bytes.windows(7).any(|part| part == b"Planted"), "round {round}: {}", path.display());
            assert!(!bytes.windows(6).any(|part| part == b"SQLite"), "round {round}: {}", path.display());
        }
        desk.store.tidy().unwrap();
    }
    // The search itself finds what is in clear.
    fs::write(desk.dir.path().join("clear"), &text).unwrap();
    let clear = fs::read(desk.dir.path().join("clear")).unwrap();
    assert!(names.iter().all(|name| clear.windows(name.len()).any(|part| part == name.as_bytes())));
}

/// A desk that is closed, its log in its file, and the bytes of that.
fn closed() -> (Desk, Vec<u8>) {
    let mut desk = Desk::new();
    desk.write(1, 20);
    desk.store.conn().unwrap().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let bytes = fs::read(desk.folder.database()).unwrap();
    (desk, bytes)
}

/// Puts bytes in the place of a desk's file, and opens and verifies what is there then.
fn judged(desk: &Folder, bytes: &[u8]) -> Result<(), String> {
    for end in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(desk.database().with_extension(end));
    }
    fs::write(desk.database(), bytes).unwrap();
    let store = Store::open(desk, &OpenOptions::default(), access(), entropy()).map_err(|e| e.to_string())?;
    if let Some(lost) = store.lost() {
        return Err(lost.to_string());
    }
    let verified = verify::verify(&store, &mut |_| ()).map_err(|e| e.to_string())?;
    verified.map(|_| ()).map_err(|fault| fault.to_string())
}

#[test]
fn every_flipped_bit_of_the_file_is_told_of_in_plain_words() {
    let (desk, bytes) = closed();
    let folder = desk.folder.clone();
    let (_dir, store) = (desk.dir, desk.store);
    drop(store);
    assert_eq!(judged(&folder, &bytes), Ok(()));
    let mut random = test_entropy(5);
    let mut words = BTreeSet::new();
    for n in 0..1_024 {
        let mut at = [0; 8];
        random(&mut at).unwrap();
        // Every bit of the first page's beginning now and then, and any bit of any page.
        let bits = if n % 8 == 0 { 1_024 } else { bytes.len() * 8 };
        let bit = usize::try_from(u64::from_be_bytes(at) % bits as u64).unwrap();
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        words.insert(judged(&folder, &flipped).expect_err(&format!("bit {bit} was not missed")));
    }
    assert_eq!(judged(&folder, &bytes), Ok(()));
    for words in &words {
        // Either what is made of the entries is damaged and is made again, or a backup takes the file's place.
        let way = words.contains("bring back") || words.contains("`dutydesk rebuild`");
        assert!(words.contains("damaged") && way, "{words}");
    }
    // The key, the file, an entry by its number, or only what is made of the entries.
    let kinds: BTreeSet<String> =
        words.iter().map(|words| words.chars().filter(|letter| !letter.is_ascii_digit()).collect()).collect();
    assert!(kinds.len() <= 4, "{kinds:?}");
}

#[test]
fn a_hundred_lost_ends_of_the_log_are_betrayed_by_desk_head() {
    let mut desk = Desk::new();
    desk.store.conn().unwrap().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    for n in 0..30 {
        desk.write(10 + n, 1);
    }
    let read = |name: &str| fs::read(desk.folder.root().join(name)).unwrap();
    let (file, log, head) = (read("desk.db"), read("desk.db-wal"), read("desk.head"));
    drop(desk.store);
    let put = |log: &[u8]| {
        let _ = fs::remove_file(desk.folder.root().join("desk.db-shm"));
        for (name, bytes) in [("desk.db", file.as_slice()), ("desk.db-wal", log), ("desk.head", &head)] {
            fs::write(desk.folder.root().join(name), bytes).unwrap();
        }
        let _ = fs::remove_file(desk.folder.root().join("desk.head.lost"));
        let store = Store::open(&desk.folder, &OpenOptions::default(), access(), entropy()).unwrap();
        store.lost().copied()
    };
    assert_eq!(put(&log), None);
    let mut random = test_entropy(6);
    for n in 0..100 {
        let mut at = [0; 8];
        random(&mut at).unwrap();
        let at = usize::try_from(u64::from_be_bytes(at) % (log.len() as u64 - 64)).unwrap();
        let mut spoilt = log.clone();
        // Half of them are cut off, half have one bit flipped, behind the log's own header.
        if n % 2 == 0 {
            spoilt.truncate(at);
        } else {
            spoilt[32 + at] ^= 1 << (n % 8);
        }
        let lost = put(&spoilt).expect("lost");
        assert!(lost.known == BEFORE + 30 && lost.found < lost.known, "{at}: {lost}");
    }
}

#[test]
fn a_wrong_key_is_told_and_nothing_is_touched() {
    let (desk, bytes) = closed();
    drop(desk.store);
    let mut other = access();
    other.data = DataKey::from_bytes(&[1; 32]);
    let refused = Store::open(&desk.folder, &OpenOptions::default(), other, entropy()).err().unwrap();
    assert!(matches!(refused, StoreError::WrongKey), "{refused}");
    assert!(refused.to_string().contains("bring back"));
    assert_eq!(fs::read(desk.folder.database()).unwrap(), bytes);
    assert!(!cipher::opens_with(&desk.folder, &DataKey::from_bytes(&[1; 32])));
    assert!(cipher::opens_with(&desk.folder, &access().data));
}

/// The cipher's default is to write warnings to standard error, over the console: another process shows what it writes.
#[test]
fn a_wrong_key_writes_nothing_to_standard_error() {
    const CHILD: &str = "DUTYDESK_TEST_WRONG_KEY";
    if let Ok(path) = std::env::var(CHILD) {
        let opened =
            cipher::open(Path::new(&path), OpenFlags::SQLITE_OPEN_READ_WRITE, &DataKey::from_bytes(&[1; 32]));
        assert!(matches!(opened, Err(StoreError::WrongKey)));
        return;
    }
    let (desk, _) = closed();
    let name = "store::tests::encrypted::a_wrong_key_writes_nothing_to_standard_error";
    let run = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--nocapture"])
        .env(CHILD, desk.folder.database())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success() && said.contains("1 passed"), "{said}");
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
}

#[test]
fn a_new_key_takes_everything_along_and_wants_the_desk_alone() {
    let mut desk = Desk::new();
    desk.write(1, 20);
    let console = ConsoleId(Uuid::from_u128(3));
    let (old, new) = (access().data, DataKey::from_bytes(&[5; 32]));
    let draft = Draft { by: None, contact: None, saved_at: at(0), words: 2, body: "half typed".to_owned() };
    drafts::save(&desk.folder, &old, console, &draft, &mut entropy()).unwrap();
    // What another had half-typed on a full disk lies in its room.
    let full = ConsoleId(Uuid::from_u128(4));
    let newer = Draft { body: "on a full disk".to_owned(), ..draft.clone() };
    room::make(&desk.folder, full).unwrap();
    room::keep(&desk.folder, &old, full, &serde_json::to_vec(&newer).unwrap(), &mut entropy()).unwrap();
    let record = Spooled {
        id: EventId(Uuid::from_u128(9)),
        stream: None,
        person: None,
        account: None,
        kind: "contact.note_written.v1".to_owned(),
        body: "{}".to_owned(),
        at: at(0),
        seen: None,
    };
    Spool::open(&desk.folder, console, &old)
        .unwrap()
        .keep(&old, std::slice::from_ref(&record), &mut entropy())
        .unwrap();

    let other = open(&desk.folder, false).unwrap();
    assert!(matches!(desk.store.rekey(&new), Err(StoreError::InUse)));
    desk.write(1, 1);
    drop(other);
    desk.store.rekey(&new).unwrap();
    let mode = desk.store.conn().unwrap().query_row("PRAGMA journal_mode", [], |row| row.get::<_, String>(0));
    assert_eq!(mode.unwrap(), "wal", "others may open it again while this one writes");
    desk.write(1, 1);
    desk.verify().unwrap();
    drop(desk.store);

    assert!(!cipher::opens_with(&desk.folder, &old) && cipher::opens_with(&desk.folder, &new));
    let left = drafts::leftovers(&desk.folder, &new).unwrap();
    let kept = left.iter().map(|left| match left {
        drafts::Leftover::Whole { console, draft } => (*console, draft.clone()),
        drafts::Leftover::Damaged { kept } => panic!("{}", kept.display()),
    });
    assert_eq!(kept.collect::<Vec<_>>(), [(console, draft), (full, newer)]);
    assert_eq!(spool::leftovers(&desk.folder, &new).unwrap()[0].1.records, [record]);
    let reopened =
        Store::open(&desk.folder, &OpenOptions::default(), Access { data: new, ..access() }, entropy());
    assert_eq!(verify::verify(&reopened.unwrap(), &mut |_| ()).unwrap().unwrap().entries, BEFORE + 22);
}

#[test]
fn a_damaged_page_met_while_working_is_told_of() {
    let mut desk = Desk::new();
    desk.write(1, 400);
    desk.store.conn().unwrap().query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
    let mut bytes = fs::read(desk.folder.database()).unwrap();
    drop(desk.store);
    let (mut read, mut written) = (0, 0);
    for page in (0..bytes.len() / 4_096).step_by(3) {
        bytes[page * 4_096 + 100] ^= 1;
        fs::write(desk.folder.database(), &bytes).unwrap();
        bytes[page * 4_096 + 100] ^= 1;
        let corrupt =
            |error: StoreError| assert!(matches!(error, StoreError::Corrupt), "page {page}: {error:?}");
        match open(&desk.folder, false) {
            Ok(mut store) => {
                let found = store.stream(Uuid::from_u128(1));
                read += usize::from(found.is_err());
                // Whatever follows on the same connection says the same.
                let after = store.unit(|tx| tx.append(Uuid::from_u128(1), 400, &stamp(), &[event(1)]));
                written += usize::from(found.is_err() && after.is_err());
                found.err().into_iter().chain(after.err()).for_each(corrupt);
            }
            Err(StoreError::WrongKey) if page == 0 => {}
            Err(error) => corrupt(error),
        }
        for end in ["db-wal", "db-shm", "head"] {
            let _ = fs::remove_file(desk.folder.root().join("desk").with_extension(end));
        }
    }
    assert!(read > 5 && written > 5, "{read} {written}");
}
