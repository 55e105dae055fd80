//! The spool: words are kept where the desk's file cannot take them, without a byte of new room.

use std::fs;

use super::*;
use crate::store::{
    consoles::{Alive, ConsoleId},
    spool::{self, Spool, Spooled},
};

fn console(n: u128) -> ConsoleId {
    ConsoleId(Uuid::from_u128(n))
}

fn record(n: u128, words: &str) -> Spooled {
    Spooled {
        id: EventId(Uuid::from_u128(n)),
        stream: None,
        person: Some(person()),
        account: None,
        kind: "contact.note_written.v1".to_owned(),
        body: format!("{{\"text\":\"{words}\"}}"),
        at: at(1),
        seen: None,
    }
}

#[test]
#[cfg(unix)]
fn the_file_never_grows_and_what_was_kept_is_read_back() {
    let desk = Desk::new();
    let (key, mut entropy) = (access().data, entropy());
    let alive = Alive::start(&desk.folder, console(1)).unwrap();
    let mut spool = Spool::open(&desk.folder, console(1), &key).unwrap();
    let path = desk.folder.spool().join(format!("{}.spool", console(1)));
    let blocks = |path| {
        use std::os::unix::fs::MetadataExt as _;
        let meta = fs::metadata(path).unwrap();
        (meta.len(), meta.blocks())
    };
    let before = blocks(&path);
    assert_eq!(before.0, spool::SIZE as u64);
    assert!(before.1 * 512 >= before.0, "a hole would want room when it is written to");
    let mut kept = Vec::new();
    let full = loop {
        let next = record(kept.len() as u128, &"a word said at night ".repeat(kept.len() % 90 + 1));
        match spool.keep(&key, std::slice::from_ref(&next), &mut entropy) {
            Ok(()) => kept.push(next),
            Err(error) => break error,
        }
        assert_eq!(blocks(&path), before);
    };
    assert!(matches!(full, StoreError::SpoolFull) && full.to_string().contains("paper"), "{full}");
    assert!(kept.len() > 500, "{}", kept.len());
    assert_eq!(spool.contents(&key).unwrap().records, kept);
    assert!(spool::leftovers(&desk.folder, &key).unwrap().is_empty(), "its console lives");
    drop(alive);
    let left = spool::leftovers(&desk.folder, &key).unwrap();
    assert_eq!((left[0].0, &left[0].1.records, left[0].1.damaged), (console(1), &kept, 0));
    assert!(spool::leftovers(&desk.folder, &DataKey::from_bytes(&[1; 32])).unwrap()[0].1.records.is_empty());
    spool::forget(&desk.folder, console(1), &key).unwrap();
    assert!(spool::leftovers(&desk.folder, &key).unwrap().is_empty());
    assert_eq!(blocks(&path), before);
}

#[test]
fn an_empty_spool_of_an_ended_console_is_taken_over_without_room() {
    let desk = Desk::new();
    let key = access().data;
    let mut first = Spool::open(&desk.folder, console(1), &key).unwrap();
    first.keep(&key, &[record(1, "x")], &mut entropy()).unwrap();
    // What holds words is left alone.
    drop(Spool::open(&desk.folder, console(2), &key).unwrap());
    first.clear().unwrap();
    drop(Spool::open(&desk.folder, console(3), &key).unwrap());
    let names = fs::read_dir(desk.folder.spool()).unwrap().count();
    assert_eq!(names, 2, "two files for three consoles, one after the other");
}

#[test]
fn a_damaged_record_costs_no_other_one() {
    let desk = Desk::new();
    let (key, mut entropy) = (access().data, entropy());
    let mut spool = Spool::open(&desk.folder, console(1), &key).unwrap();
    for n in 0..3 {
        spool.keep(&key, &[record(n, "words")], &mut entropy).unwrap();
    }
    let path = desk.folder.spool().join(format!("{}.spool", console(1)));
    let mut bytes = fs::read(&path).unwrap();
    let second = 4 + usize::try_from(u32::from_be_bytes(bytes[..4].try_into().unwrap())).unwrap();
    bytes[second + 40] ^= 1;
    fs::write(&path, bytes).unwrap();
    // Opened again, the next record goes behind all of them.
    let mut spool = Spool::open(&desk.folder, console(1), &key).unwrap();
    spool.keep(&key, &[record(3, "more")], &mut entropy).unwrap();
    let held = spool.contents(&key).unwrap();
    assert_eq!(held.records, [record(0, "words"), record(2, "words"), record(3, "more")]);
    assert_eq!(held.damaged, 1);
    spool::forget(&desk.folder, console(1), &key).unwrap();
    assert!(path.with_extension("refused").exists(), "what could not be read was not thrown away");
}

#[test]
fn a_spool_that_is_put_in_the_place_of_anothers_opens_to_nobody() {
    let desk = Desk::new();
    let key = access().data;
    let path = |n| desk.folder.spool().join(format!("{}.spool", console(n)));
    let mut spool = Spool::open(&desk.folder, console(1), &key).unwrap();
    spool.keep(&key, &[record(1, "words")], &mut entropy()).unwrap();
    fs::rename(path(1), path(2)).unwrap();
    let left = spool::leftovers(&desk.folder, &key).unwrap();
    assert_eq!((left[0].0, left[0].1.records.len(), left[0].1.damaged), (console(2), 0, 1));
}
