//! A page of the desk's file turns bad while consoles are open, whichever page it is: no lane goes empty without a word, calls that
//! ring are seen and answered, every console says what is the matter and goes on saying so, and words are kept.

use std::{fs, path::Path, sync::Arc};

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        Answer, Clock, Desk, DeskError, Opening, Random, Request,
        clock::FixedClock,
        proof::Projections,
        protocol::{LaneView, Stretch},
    },
    domain::{
        board::Kind,
        contact::call::Take,
        ids::{ContactId, Reference, RingId},
        queue::{Item, Lane},
    },
    store::{Folder, StoreError, keys::Keys, rings},
};

use crate::{
    common::console::{Practice, TUESDAY},
    damaged::{does, must, open, take},
    roles::tries,
};

/// Opens a console by the clock of its desk.
fn sits(practice: &Practice, name: &str, seed: u64) -> Desk {
    let clock = Arc::clone(&practice.clock) as Arc<dyn Clock>;
    let opening = Opening { console: true, bulk: false };
    let mut desk = Desk::open(&practice.folder, opening, clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

fn later(practice: &Practice) {
    practice.clock.set(practice.clock.now() + TimeDelta::seconds(2));
}

const PAGE: usize = 4_096;

/// Changes a bit in the middle of one page, or in all of them but the first so many.
fn spoil(path: &Path, pages: impl Iterator<Item = usize>) {
    let mut bytes = fs::read(path).unwrap();
    for page in pages {
        bytes[page * PAGE + PAGE / 2] ^= 1;
    }
    fs::write(path, bytes).unwrap();
}

fn lane(desk: &mut Desk, lane: Lane) -> LaneView {
    let stretch = Stretch { lane, around: None, before: 99, after: 99 };
    let answers = desk.handle(Request::Watch(stretch));
    let view = answers.into_iter().find_map(|answer| match answer {
        Answer::Lane(view) => Some(view),
        _ => None,
    });
    view.expect("a lane is told whatever the file says")
}

fn references(view: &LaneView) -> Vec<Option<Reference>> {
    view.rows.iter().map(|row| row.reference).collect()
}

fn rings(folder: &Folder, no: u128, name: &str) {
    let public = Keys::of(folder).sealing_public().unwrap();
    let body = format!(r#"{{"number":"01632 960123","name":"{name}"}}"#);
    let id = RingId(uuid::Uuid::from_u128(no));
    rings::drop_ring(folder, &public, id, &body, &mut Random::Seeded(9).entropy()).unwrap();
}

/// A desk with four contacts, of which the first was opened by somebody; whoever was there has left.
fn desk() -> (Practice, Vec<ContactId>) {
    let practice = Practice::new(0);
    let mut worker = open(&practice.folder, "A. Okoro", 31);
    let known: Vec<ContactId> = (0..4).map(|_| take(&mut worker)).collect();
    for contact in &known {
        must(&mut worker, *contact, vec![tries::note("She said so.").into()]);
    }
    must(&mut worker, known[0], tries::family());
    (practice, known)
}

/// Somebody else writes, so that what the others have in memory is read anew.
fn elsewhere(folder: &Folder) {
    let mut other = open(folder, "P. Lindqvist", 39);
    // Who sits there, and that nobody does any more, is a commit each.
    other.settle();
    other.handle(Request::Lock);
}

/// Brings the file back, with nothing left of what happened to it.
fn as_it_was(folder: &Folder, whole: &[u8]) {
    for beside in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(folder.database().with_extension(beside));
    }
    fs::write(folder.database(), whole).unwrap();
    for beside in ["desk.head", "desk.head.lost", "desk.damage"] {
        let _ = fs::remove_file(folder.root().join(beside));
    }
    for beside in [folder.spool(), folder.notes(), folder.backups(), folder.drafts()] {
        let _ = fs::remove_dir_all(beside);
    }
}

#[test]
fn whichever_page_is_damaged_no_lane_goes_empty_and_no_word_is_lost() {
    let (practice, known) = desk();
    let folder = &practice.folder;
    let whole = fs::read(folder.database()).unwrap();
    let mut met = 0;
    for page in 1..whole.len() / PAGE {
        let (mut okoro, mut marsh) = (open(folder, "A. Okoro", 32), open(folder, "L. Marsh", 33));
        for desk in [&mut okoro, &mut marsh] {
            lane(desk, Lane::All);
            desk.pause();
        }
        okoro.answer(Request::Open(known[0])).unwrap();
        okoro.settle();
        // What the log holds is moved into the file first, so that it is the file's page that is read.
        okoro.store().tidy().unwrap();
        elsewhere(folder);
        spoil(&folder.database(), [page].into_iter());
        for desk in [&mut okoro, &mut marsh] {
            for of in [Lane::Ringing, Lane::Mine, Lane::Talking, Lane::All] {
                let view = lane(desk, of);
                let many = match of {
                    Lane::Ringing => 0,
                    Lane::Mine if desk.actor().unwrap().name == "L. Marsh" => 0,
                    _ => 4,
                };
                assert_eq!(view.rows.len(), many, "page {page}, {of:?}: {:?}", references(&view));
            }
        }
        let answers = does(&mut okoro, known[0], tries::note("the line is bad").into());
        let kept = matches!(answers[0], Answer::Done { .. } | Answer::Spooled { .. });
        assert!(kept, "page {page}: {answers:?}");
        // Whoever met it says so from then on, and so does whoever comes later.
        okoro.settle();
        if okoro.view().damaged.is_some() {
            met += 1;
            let mut shah = open(folder, "R. Shah", 34);
            assert!(shah.view().damaged.is_some() || shah.view().unread.is_some(), "page {page}");
            if shah.view().unread.is_none() {
                let view = lane(&mut shah, Lane::All);
                assert!(
                    view.partly.is_some() || view.rows.len() == 4,
                    "page {page}: what is not shown is missed: {:?}",
                    references(&view)
                );
            }
        }
        drop((okoro, marsh));
        as_it_was(folder, &whole);
    }
    assert!(met > 10, "{met} pages of {} were read", whole.len() / PAGE);
}

#[test]
fn a_call_that_rings_is_seen_and_answered_once_whatever_the_file_says() {
    let (practice, _) = desk();
    let folder = &practice.folder;
    let whole = fs::read(folder.database()).unwrap();
    // One console was open before, two come later: to these nothing of the file opens.
    let mut okoro = sits(&practice, "A. Okoro", 41);
    lane(&mut okoro, Lane::All);
    okoro.settle();
    let pages = whole.len() / PAGE;
    spoil(&folder.database(), 0..pages);
    elsewhere_or_not(folder);
    let (mut marsh, mut bello) = (sits(&practice, "L. Marsh", 42), sits(&practice, "T. Bello", 43));
    rings(folder, 7, "Weston Primary");
    for desk in [&mut okoro, &mut marsh, &mut bello] {
        desk.handle(Request::Refresh);
        let view = lane(desk, Lane::Ringing);
        assert_eq!((view.rows.len(), view.rows[0].item), (1, Item::Ring));
        assert!(view.rows[0].who.starts_with("Weston Primary"), "{:?}", view.rows[0].who);
        assert_eq!(view.rings.map(|rings| rings.many), Some(1));
    }
    let ring = Some(RingId(lane(&mut marsh, Lane::Ringing).rows[0].id));
    let answers = marsh.handle(Request::Take(Box::new(Take { ring, ..Take::default() })));
    assert!(matches!(answers[0], Answer::TakenAside { .. }), "{answers:?}");
    let contact = lane(&mut marsh, Lane::Talking).rows[0].clone();
    assert_eq!(lane(&mut marsh, Lane::Ringing).rows.len(), 0);
    // Nobody else answers it, though nothing says so but the other console's spool.
    later(&practice);
    for desk in [&mut okoro, &mut bello] {
        desk.settle();
        assert_eq!(lane(desk, Lane::Ringing).rows.len(), 0, "it was answered at the next table");
        let answers = desk.handle(Request::Take(Box::new(Take { ring, ..Take::default() })));
        assert!(matches!(answers[0], Answer::Refused { code: "AnsweredAlready", .. }), "{answers:?}");
    }
    drop((okoro, marsh, bello));
    fs::write(folder.database(), whole).unwrap();
    for beside in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(folder.database().with_extension(beside));
    }
    let mut mended = sits(&practice, "L. Marsh", 44);
    assert_eq!(lane(&mut mended, Lane::Ringing).rows.len(), 0, "it rings no more");
    let taken = mended.contact_by_id(ContactId(contact.id)).unwrap();
    assert_eq!(taken.call.caller.number.as_deref(), Some("01632 960123"));
    assert!(taken.reference.is_given());
}

/// Lets another try to open it, which it may not be able to.
fn elsewhere_or_not(folder: &Folder) {
    let clock = Arc::new(FixedClock::at(TUESDAY.parse().unwrap()));
    let _ = Desk::open(folder, Opening::default(), clock, Random::Seeded(40));
}

#[test]
fn what_is_on_the_screen_is_found_by_its_name_and_its_number() {
    let practice = Practice::new(0);
    let folder = &practice.folder;
    let mut worker = open(folder, "A. Okoro", 51);
    let known = take(&mut worker);
    must(&mut worker, known, tries::family());
    let caller = dutydesk::domain::contact::call::Caller {
        number: Some("07700 900461".to_owned()),
        ..Default::default()
    };
    must(&mut worker, known, vec![dutydesk::domain::contact::call::Command::SetCaller(caller).into()]);
    lane(&mut worker, Lane::All);
    worker.pause();
    worker.settle();
    worker.store().tidy().unwrap();
    elsewhere(folder);
    crate::damaged::damage(&folder.database(), PAGE, PAGE);
    crate::damaged::damage(&folder.database().with_extension("db-wal"), 32, PAGE + 24);
    lane(&mut worker, Lane::All);
    for text in ["C-1", "Brook", "07700 900461", "07700900461"] {
        let answers = worker.handle(Request::Find { text: text.to_owned(), ticket: 1 });
        let Some(Answer::Found { rows, as_of, .. }) = answers.first() else { panic!("{answers:?}") };
        assert_eq!(rows.iter().map(|row| row.reference).collect::<Vec<_>>(), [Some(Reference(1))], "{text}");
        assert_eq!(rows[0].children[0].name.as_deref(), Some("Ellis Brook"), "{text}");
        assert!(as_of.is_some(), "{text}");
    }
}

#[test]
fn every_console_says_that_the_file_is_damaged_until_it_is_known_to_be_sound() {
    let (practice, known) = desk();
    let folder = &practice.folder;
    let whole = fs::read(folder.database()).unwrap();
    let mut okoro = practice.console("A. Okoro", 120, 40);
    let mut shah = practice.console("R. Shah", 80, 24);
    okoro.sees("● saved");
    let pages = whole.len() / PAGE;
    okoro.desk.borrow().store().tidy().unwrap();
    elsewhere(folder);
    spoil(&folder.database(), 1..pages);
    okoro.press("3");
    okoro.press("1").sees("FILE DAMAGED").sees("a part of the desk's file cannot be read").sees("▲ kept");
    assert!(!okoro.text().contains("● saved"));
    // The sentence goes for another one, and comes back.
    okoro.press("?").press("<esc>").sees("What you write is kept");
    later(&practice);
    let told = shah.desk.borrow_mut().settle();
    for answer in told {
        shah.stage.hand(dutydesk::runtime::event_loop::Message::Answer(answer));
    }
    shah.sees("DAMAGED").sees("a part of the desk's file cannot be read");
    drop((okoro, shah));
    fs::write(folder.database(), whole).unwrap();
    for beside in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(folder.database().with_extension(beside));
    }
    // Every page is looked at once it is brought back.
    let mut mended = sits(&practice, "A. Okoro", 61);
    assert!(mended.contact_by_id(known[0]).is_ok());
    for _ in 0..200 {
        later(&practice);
        mended.settle();
        if mended.view().damaged.is_none() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(mended.view().damaged, None);
    assert!(!folder.root().join("desk.damage").exists());
}

#[test]
fn a_call_that_rang_before_the_damage_is_answered_with_its_number() {
    let (practice, _) = desk();
    let folder = &practice.folder;
    rings(folder, 77, "Quarry School");
    let mut worker = open(folder, "A. Okoro", 61);
    worker.handle(Request::Refresh);
    assert_eq!(lane(&mut worker, Lane::Ringing).rows.len(), 1);
    worker.store().tidy().unwrap();
    elsewhere(folder);
    let pages = fs::read(folder.database()).unwrap().len() / PAGE;
    spoil(&folder.database(), 1..pages);
    let take = Take { ring: Some(RingId(uuid::Uuid::from_u128(77))), ..Take::default() };
    let answers = worker.handle(Request::Take(Box::new(take)));
    let caller = answers.iter().find_map(|answer| match answer {
        Answer::Contact(view) => Some(&view.contact.call.caller),
        _ => None,
    });
    let caller = caller.unwrap_or_else(|| panic!("{answers:?}"));
    assert_eq!(
        (caller.number.as_deref(), caller.shown.as_deref()),
        (Some("01632 960123"), Some("Quarry School"))
    );
}

#[test]
fn a_damaged_queue_is_made_anew_of_the_journal_and_what_waited_comes_in() {
    let (practice, known) = desk();
    let folder = &practice.folder;
    let whole = fs::read(folder.database()).unwrap();
    let (mut mended, mut not) = (0, 0);
    for page in 1..whole.len() / PAGE {
        let mut worker = open(folder, "A. Okoro", 71);
        lane(&mut worker, Lane::All);
        worker.pause();
        worker.answer(Request::Open(known[0])).unwrap();
        worker.settle();
        worker.store().tidy().unwrap();
        elsewhere(folder);
        spoil(&folder.database(), [page].into_iter());
        lane(&mut worker, Lane::All);
        let answers = does(&mut worker, known[0], tries::note("he is at the door").into());
        assert!(
            matches!(answers[0], Answer::Done { .. } | Answer::Spooled { .. }),
            "page {page}: {answers:?}"
        );
        drop(worker);
        let clock = Arc::new(FixedClock::at(TUESDAY.parse().unwrap())) as Arc<dyn Clock>;
        if let Ok(mut desk) = Desk::open(folder, Opening::default(), clock, Random::Seeded(72)) {
            desk.sign_in_for_practice("S. Adler").unwrap();
            let told = desk.verify(&mut |_| {});
            let says = |told: &Result<_, _>| matches!(told, Err(DeskError::Store(StoreError::Projection)));
            if says(&told) {
                let rebuilt = desk.rebuild();
                assert!(rebuilt.is_ok(), "page {page}: {rebuilt:?}");
                assert!(desk.verify(&mut |_| {}).unwrap().is_ok(), "page {page}");
                assert_eq!(desk.compare().unwrap(), Projections::Equal, "page {page}");
                mended += 1;
                drop(desk);
                let again = open(folder, "A. Okoro", 73);
                let notes = again.contact(Reference(1)).unwrap().call.notes;
                assert_eq!(notes.last().unwrap().text, "he is at the door", "page {page}");
                assert_eq!((again.view().damaged, again.view().spooled), (None, 0), "page {page}");
            } else if let Ok(Err(fault)) = told {
                // What is damaged is an entry: the sentence says up to where it is sound, and nothing is made of it.
                assert!(fault.words.contains("bring back the last backup"), "page {page}: {fault:?}");
                assert!(desk.rebuild().is_err(), "page {page}");
                not += 1;
            } else if told.is_err() {
                // What is made of no entry, such as the secret of a manager's device, is not made anew either.
                assert!(matches!(told, Err(DeskError::Store(StoreError::Corrupt))), "page {page}: {told:?}");
                assert!(desk.rebuild().is_err(), "page {page}");
                not += 1;
            }
        }
        as_it_was(folder, &whole);
    }
    assert!(mended > 5 && not > 0, "{mended} mended, {not} not");
}

#[test]
fn a_handover_that_was_given_a_moment_before_is_read_and_taken_up() {
    let mut given = None;
    let mut night = crate::lone::Desks::new(|night| {
        let (owner, now) = (crate::unread_given::me(&night.bello), night.bello.now());
        must(&mut night.bello, night.known, crate::unread_given::promised(owner, now));
    });
    // Nobody has looked, and nobody had a quiet moment since.
    night.later(1);
    let to = crate::unread_given::me(&night.marsh);
    given.replace(crate::unread_given::gives(&mut night.bello, to));
    let id = given.unwrap();
    night.goes_bad();
    let answers = night.marsh.handle(Request::Board(vec![Kind::Handover, Kind::HandoverItem]));
    let entries = crate::lone::shown(&answers, Kind::HandoverItem);
    assert_eq!(entries.len(), 1, "{answers:?}");
    let deed = crate::unread_given::has_it(id, "I ring her");
    let entries = crate::lone::keeps(&mut night.marsh, deed, Kind::Handover);
    assert!(entries[0].waits, "{entries:?}");
}

#[test]
fn words_for_a_contact_that_cannot_be_opened_are_offered_back() {
    let (practice, _) = desk();
    let folder = &practice.folder;
    let mut okoro = practice.console("L. Marsh", 120, 40);
    okoro.desk.borrow_mut().pause();
    okoro.desk.borrow().store().tidy().unwrap();
    okoro.press("j");
    elsewhere(folder);
    crate::damaged::damage(&folder.database(), PAGE, PAGE);
    crate::damaged::damage(&folder.database().with_extension("db-wal"), 32, PAGE + 24);
    // Typed on while the desk tries to open it.
    okoro.busy().press("<enter>").write("she is at her aunt").answers();
    okoro.sees("cannot be opened; these words were for it").sees("she is at her aunt");
    okoro.press("<enter>").sees("no number yet").sees("she is at her aunt");
    okoro.press("<enter>");
    let kept = okoro.desk.borrow().view().spooled;
    assert!(kept >= 2, "the call and its note are kept: {kept}");
}
