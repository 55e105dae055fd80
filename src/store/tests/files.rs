//! The small files: drafts, ringing calls, consoles, presence.

use super::*;
use crate::{
    domain::ids::{ContactId, RingId},
    store::{
        consoles::{Alive, ConsoleId},
        drafts::{Draft, Leftover},
        presence::Looking,
    },
};

fn console(n: u128) -> ConsoleId {
    ConsoleId(Uuid::from_u128(n))
}

fn save(desk: &Desk, n: u128, body: &str) -> Result<(), StoreError> {
    drafts::save(&desk.folder, &access().data, console(n), &draft(body), &mut entropy())
}

fn draft(body: &str) -> Draft {
    Draft { by: None, contact: None, saved_at: at(31), words: 212, body: body.into() }
}

#[test]
fn a_dead_console_s_draft_is_offered_and_a_living_one_s_is_not() {
    let desk = Desk::new();
    let alive = Alive::start(&desk.folder, console(1)).unwrap();
    save(&desk, 1, "mine").unwrap();
    save(&desk, 2, "first").unwrap();
    save(&desk, 2, "he said \"no\"\u{202e}").unwrap();
    let found = drafts::leftovers(&desk.folder, &access().data).unwrap();
    let [Leftover::Whole { console: whose, draft: left }] = &found[..] else { panic!("{found:?}") };
    assert_eq!((*whose, left), (console(2), &draft("he said \"no\"\u{202e}")));
    drop(alive);
    assert_eq!(drafts::leftovers(&desk.folder, &access().data).unwrap().len(), 2);
    drafts::delete(&desk.folder, console(1)).unwrap();
    drafts::delete(&desk.folder, console(1)).unwrap();
    assert_eq!(drafts::leftovers(&desk.folder, &access().data).unwrap().len(), 1);
    let names = std::fs::read_dir(desk.folder.drafts()).unwrap();
    assert!(names.into_iter().all(|name| name.unwrap().path().extension().unwrap() == "draft"));
}

#[test]
fn a_damaged_draft_is_kept_aside_and_told_of() {
    let desk = Desk::new();
    save(&desk, 2, "the whole story").unwrap();
    let path = desk.folder.drafts().join(format!("{}.draft", console(2)));
    let half = std::fs::read(&path).unwrap();
    std::fs::write(&path, &half[..half.len() / 2]).unwrap();
    let found = drafts::leftovers(&desk.folder, &access().data).unwrap();
    let [Leftover::Damaged { kept }] = &found[..] else { panic!("{found:?}") };
    assert_eq!(std::fs::read(kept).unwrap(), &half[..half.len() / 2]);
    assert!(found[0].words().unwrap().contains("not thrown away"));
    assert!(drafts::leftovers(&desk.folder, &access().data).unwrap().is_empty());
}

#[test]
fn a_write_that_fails_leaves_the_former_text() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("text");
    folder::write_private(&path, b"old", true).unwrap();
    // The temporary file cannot be made where a folder has its name.
    let taken = dir.path().join(format!("text.{}.tmp", std::process::id()));
    std::fs::create_dir(&taken).unwrap();
    assert!(folder::write_private(&path, b"new", true).is_err());
    assert_eq!(std::fs::read(&path).unwrap(), b"old");
}

#[test]
fn ringing_calls_wait_until_they_are_done_and_rubbish_is_put_aside() {
    let desk = Desk::new();
    assert!(rings::waiting(&desk.folder, &access().keyring).unwrap().is_empty());
    let body = "{\"number\":\"01632 960123\"}";
    let public = access().keyring.sealing_public();
    let ring = |id: u128, body: &str| {
        rings::drop_ring(&desk.folder, &public, RingId(Uuid::from_u128(id)), body, &mut entropy()).unwrap();
    };
    ring(2, body);
    ring(1, body);
    ring(3, &"x".repeat(rings::LONGEST + 1));
    let dir = desk.folder.ringing();
    std::fs::write(dir.join("no-id.sealed"), body).unwrap();
    // One ring's file under another's name is no ring.
    let name = |id: u128| dir.join(format!("{}.sealed", Uuid::from_u128(id)));
    std::fs::copy(name(1), name(4)).unwrap();
    let waiting = rings::waiting(&desk.folder, &access().keyring).unwrap();
    let ids: Vec<_> = waiting.iter().map(|ring| ring.id.0.as_u128()).collect();
    assert_eq!(ids, [1, 2]);
    assert_eq!(waiting[0].body, body);
    for ring in waiting.clone() {
        ring.done().unwrap();
    }
    // Another console did the same.
    for ring in waiting {
        ring.done().unwrap();
    }
    assert!(rings::waiting(&desk.folder, &access().keyring).unwrap().is_empty());
    assert_eq!(sealed::list(&dir, "refused").unwrap().len(), 3);
}

#[test]
fn a_sealed_note_is_written_without_a_key_and_read_by_who_holds_them() {
    let desk = Desk::new();
    let id = EventId(Uuid::from_u128(5));
    let text = "The caller says the door was kicked in at two.";
    let public = access().keyring.sealing_public();
    notes::drop_note(&desk.folder, &public, id, text, &mut entropy()).unwrap();
    let mut stranger = access().keyring;
    stranger.lock();
    let [note] = &notes::waiting_notes(&desk.folder, &stranger).unwrap()[..] else { panic!() };
    assert_eq!((note.id, note.text.as_str()), (id, text));
    note.clone().done().unwrap();
    assert!(notes::waiting_notes(&desk.folder, &stranger).unwrap().is_empty());
    // Another desk's note is put aside, not thrown away.
    notes::drop_note(&desk.folder, &[9; 32], id, text, &mut entropy()).unwrap();
    assert!(notes::waiting_notes(&desk.folder, &stranger).unwrap().is_empty());
    assert_eq!(sealed::list(&desk.folder.notes(), "refused").unwrap().len(), 1);
}

#[test]
fn presence_ends_with_its_console() {
    let mut desk = Desk::new();
    let mut watch = HeadFile::open(&desk.folder.head()).unwrap();
    watch.changed_since();
    let looking = |console, contact| Looking {
        contact: ContactId(Uuid::from_u128(contact)),
        console,
        person: StaffId(Uuid::from_u128(7)),
        initials: "AO".into(),
        since: at(1),
    };
    let first = Alive::start(&desk.folder, console(1)).unwrap();
    let second = Alive::start(&desk.folder, console(2)).unwrap();
    desk.store.look(&looking(console(1), 41)).unwrap();
    desk.store.look(&looking(console(1), 42)).unwrap();
    desk.store.look(&looking(console(2), 42)).unwrap();
    assert!(watch.changed_since());
    assert_eq!(desk.store.looking().unwrap(), [looking(console(1), 42), looking(console(2), 42)]);
    drop(first);
    assert_eq!(desk.store.looking().unwrap(), [looking(console(2), 42)]);
    desk.store.clear_dead_presence().unwrap();
    desk.store.look_away(second.id).unwrap();
    assert!(desk.store.looking().unwrap().is_empty());
    assert_eq!(consoles::living(&desk.folder).unwrap(), [console(2)]);
}

#[test]
fn a_second_damaged_draft_is_kept_beside_the_first() {
    let desk = Desk::new();
    let path = desk.folder.drafts().join(format!("{}.draft", console(2)));
    let mut kept = Vec::new();
    for words in ["the first story", "the second story"] {
        save(&desk, 2, words).unwrap();
        std::fs::write(&path, words).unwrap();
        for left in drafts::leftovers(&desk.folder, &access().data).unwrap() {
            let Leftover::Damaged { kept: place } = left else { panic!("{left:?}") };
            kept.push(std::fs::read_to_string(place).unwrap());
        }
    }
    let damaged = std::fs::read_dir(desk.folder.drafts()).unwrap().count();
    assert_eq!((kept, damaged), (vec!["the first story".to_owned(), "the second story".to_owned()], 2));
}

#[test]
fn the_lock_file_of_a_console_that_was_killed_is_cleared_away() {
    let desk = Desk::new();
    let alive = Alive::start(&desk.folder, console(1)).unwrap();
    let left = desk.folder.consoles().join(format!("{}.lock", console(2)));
    std::fs::write(&left, "").unwrap();
    assert_eq!(consoles::living(&desk.folder).unwrap(), [console(1)]);
    assert!(!left.exists() && consoles::is_alive(&desk.folder, alive.id));
}

#[test]
fn what_is_no_call_is_put_aside_and_not_thrown_away() {
    let desk = Desk::new();
    let public = access().keyring.sealing_public();
    let id = RingId(Uuid::from_u128(5));
    rings::drop_ring(&desk.folder, &public, id, "no call", &mut entropy()).unwrap();
    for ring in rings::waiting(&desk.folder, &access().keyring).unwrap() {
        ring.refuse().unwrap();
    }
    assert!(rings::waiting(&desk.folder, &access().keyring).unwrap().is_empty());
    assert_eq!(sealed::list(&desk.folder.ringing(), "refused").unwrap().len(), 1);
}

#[test]
fn what_was_found_damaged_is_noted_a_thousand_times_at_most() {
    use crate::{domain::desk::Damage, store::damage};
    let desk = Desk::new();
    damage::note(&desk.folder, Damage::File, at(0)).unwrap();
    let path = desk.folder.root().join("desk.damage");
    let line = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, line.repeat(999)).unwrap();
    for second in 1..4 {
        damage::note(&desk.folder, Damage::Keys, at(second)).unwrap();
    }
    assert_eq!(damage::waiting(&desk.folder).unwrap().len(), 1_000);
}

#[test]
fn a_change_of_the_key_that_ended_half_way_loses_no_half_typed_word() {
    use crate::store::spool::{self, Spool, Spooled};
    let desk = Desk::new();
    let (old, new, mut entropy) = (access().data, DataKey::from_bytes(&[5; 32]), entropy());
    save(&desk, 2, "half typed").unwrap();
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
    let mut spool = Spool::open(&desk.folder, console(2), &old).unwrap();
    spool.keep(&old, std::slice::from_ref(&record), &mut entropy).unwrap();
    // The database has the new key by now, and these wait beside their former selves.
    drafts::sealed_anew(&desk.folder, &old, &new, &mut entropy).unwrap();
    spool::sealed_anew(&desk.folder, &old, &new, &mut entropy).unwrap();
    let found = drafts::leftovers(&desk.folder, &new).unwrap();
    assert!(
        matches!(&found[..], [Leftover::Whole { draft: left, .. }] if *left == draft("half typed")),
        "{found:?}"
    );
    let left = spool::leftovers(&desk.folder, &new).unwrap();
    assert_eq!((&left[0].1.records[..], left[0].1.damaged), (&[record][..], 0));
}

#[test]
fn a_draft_that_lies_in_two_places_is_offered_once_as_it_was_last() {
    let desk = Desk::new();
    save(&desk, 2, "first").unwrap();
    room::make(&desk.folder, console(2)).unwrap();
    let newer = Draft { saved_at: at(32), ..draft("first and second") };
    let text = serde_json::to_vec(&newer).unwrap();
    room::keep(&desk.folder, &access().data, console(2), &text, &mut entropy()).unwrap();
    let found = drafts::leftovers(&desk.folder, &access().data).unwrap();
    assert!(matches!(&found[..], [Leftover::Whole { draft: left, .. }] if *left == newer), "{found:?}");
}
