//! A night at a console that is opened on a damaged file: who was out, on and handing over is known from beside it, as of when it
//! was kept; somebody goes out alone and is missed, a shift begins and ends, and all of it comes into the record later.

mod closed;

use std::{fs, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{Answer, Clock, Desk, Opening, Random, Request, protocol::Deed},
    domain::{
        alarm::Level,
        board::{Entry, Kind},
        contact::{
            access::{Command as Access, Kind as Why, Restricted},
            call::{self, Take},
            night::{Command as Night, NoLoneVisits},
        },
        ids::{ContactId, Reference},
        shift::{Beginning, Brief, Command as Shifting, Shift},
        visit::{Command, Event, NotTheirs, Visit},
    },
};

use crate::{
    common::console::Practice,
    damaged::{must, take},
    lone::{EVENING, NOT_DONE, alarms, does, keeps, must_not, shown, start, visit, whole},
    unread::spoilt,
};

/// What these consoles watch of the board.
pub(crate) const WATCHED: [Kind; 8] = [
    Kind::Visit,
    Kind::Shift,
    Kind::Unfiled,
    Kind::Morning,
    Kind::Placement,
    Kind::Handover,
    Kind::HandoverItem,
    Kind::Promise,
];

pub(crate) fn evening() -> DateTime<Utc> {
    EVENING.parse().unwrap()
}

pub(crate) fn opened(practice: &Practice, name: &str, seed: u64) -> Desk {
    let clock = Arc::clone(&practice.clock) as Arc<dyn Clock>;
    let opening = Opening { console: true, bulk: false };
    let mut desk = Desk::open(&practice.folder, opening, clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

/// Opens a console that only records, and has it watch the board.
pub(crate) fn recording(practice: &Practice, name: &str, seed: u64) -> Desk {
    let mut desk = opened(practice, name, seed);
    assert!(desk.view().unread.is_some());
    desk.handle(Request::Board(WATCHED.to_vec()));
    desk
}

/// A desk on an evening with one contact, which consoles were open on, had a quiet moment, and left; its file is spoilt then, and
/// given as it was.
pub(crate) fn spoilt_evening(before: impl FnOnce(&mut Desk, &mut Desk, ContactId)) -> (Practice, Vec<u8>) {
    let practice = Practice::new(0);
    practice.clock.set(evening());
    let (mut bello, mut marsh) = (opened(&practice, "T. Bello", 51), opened(&practice, "L. Marsh", 52));
    let known = take(&mut bello);
    before(&mut bello, &mut marsh, known);
    marsh.idle();
    drop((bello, marsh));
    let whole = spoilt(&practice.folder);
    (practice, whole)
}

/// Brings the file back, and lets a manager sit down at it.
pub(crate) fn mended(practice: &Practice, file: &[u8]) -> Desk {
    fs::write(practice.folder.database(), file).unwrap();
    opened(practice, "P. Lindqvist", 61)
}

pub(crate) fn later(practice: &Practice, minutes: i64) {
    practice.clock.set(practice.clock.now() + TimeDelta::minutes(minutes));
}

pub(crate) fn board(desk: &mut Desk, kind: Kind) -> Vec<Entry> {
    let answers = desk.handle(Request::Board(WATCHED.to_vec()));
    shown(&answers, kind)
}

fn brief(desk: &mut Desk) -> Brief {
    let answers = desk.handle(Request::Board(WATCHED.to_vec()));
    let brief = answers.iter().find_map(|answer| match answer {
        Answer::Brief(brief) => Some((**brief).clone()),
        _ => None,
    });
    brief.unwrap_or_else(|| panic!("{answers:?}"))
}

fn of(id: dutydesk::domain::ids::VisitId, command: Command) -> Deed {
    Deed::Visit(Some(id), command)
}

pub(crate) fn refused(answers: &[Answer]) -> (&'static str, &str) {
    match &answers[0] {
        Answer::Refused { code, words, .. } => (code, words),
        other => panic!("{other:?}"),
    }
}

fn book(practice: &Practice) -> Vec<u8> {
    fs::read(practice.folder.root().join("desk.book")).unwrap()
}

#[test]
fn a_lone_worker_goes_out_from_a_console_that_only_records_and_is_missed() {
    let (practice, file) = spoilt_evening(|_, _, _| {});
    later(&practice, 70);
    let (mut bello, mut marsh) = (recording(&practice, "T. Bello", 71), recording(&practice, "L. Marsh", 72));
    assert_eq!(bello.view().known_at, Some(evening()), "as of when it is known");
    assert!(board(&mut bello, Kind::Visit).is_empty());
    let now = bello.now();
    // Who else is at a console stands in the file: somebody is named who rings.
    let mut alone = start(now, None);
    if let Deed::Visit(_, Command::Start(going)) = &mut alone {
        going.named = None;
    }
    let answers = does(&mut bello, alone);
    let (code, words) = refused(&answers);
    assert!(code == "NobodyWouldSee" && words.contains("cannot be read"), "{words}");
    let entries = keeps(&mut bello, start(now, None), Kind::Visit);
    assert!(entries.len() == 1 && entries[0].waits, "{entries:?}");
    let id = visit(&entries).id;
    assert_eq!(alarms(&practice.clock, &mut bello), []);
    later(&practice, 46);
    assert_eq!(
        alarms(&practice.clock, &mut bello),
        [(Level::Red, "check in: you are late since 21:55".to_owned())]
    );
    later(&practice, 10);
    let overdue = vec![(Level::Red, "T. Bello is overdue since 21:55".to_owned())];
    assert_eq!(alarms(&practice.clock, &mut bello), overdue);
    assert_eq!(alarms(&practice.clock, &mut marsh), overdue, "it is seen at the other console too");
    // Behind a locked door as well.
    marsh.handle(Request::Lock);
    assert_eq!(alarms(&practice.clock, &mut marsh), overdue);
    keeps(&mut bello, of(id, Command::CheckIn), Kind::Visit);
    assert_eq!(alarms(&practice.clock, &mut marsh), []);
    // The console ends, and the next one that only records goes on with it.
    drop((bello, marsh));
    let mut bello = recording(&practice, "T. Bello", 73);
    assert_eq!(visit(&board(&mut bello, Kind::Visit)).id, id);
    let back = keeps(&mut bello, of(id, Command::BackSafe { how: String::new() }), Kind::Visit);
    assert!(back.is_empty(), "{back:?}");
    let worker = bello.actor().unwrap().person;
    drop(bello);

    let mut manager = mended(&practice, &file);
    let entries = manager.store().stream(id.0).unwrap();
    let came: Vec<_> = entries
        .iter()
        .map(|entry| match Event::read(&entry.kind, &entry.body).unwrap() {
            Event::MergedLate(late) => (late.kind, late.by == worker, late.superseded),
            other => panic!("{other:?}"),
        })
        .collect();
    let own = ["started", "checked_in", "back_safe"].map(|kind| (format!("visit.{kind}.v1"), true, false));
    assert_eq!(came, own, "in the order in which it was recorded");
    let Ok(Event::MergedLate(late)) = Event::read(&entries[0].kind, &entries[0].body) else { panic!() };
    assert!(
        !late.body.contains("unread"),
        "that the family is not marked was looked up since: {}",
        late.body
    );
    assert!(manager.store().board(Kind::Visit).unwrap().is_empty());
    whole(&mut manager);
}

#[test]
fn whoever_was_out_before_is_seen_missed_and_checks_in() {
    let mut id = None;
    let (practice, file) = spoilt_evening(|bello, _, _| {
        let now = bello.now();
        let answers = does(bello, start(now, None));
        assert!(matches!(answers[0], Answer::Done { .. }), "{answers:?}");
        id = Some(visit(&bello.store().board(Kind::Visit).unwrap()).id);
    });
    let id = id.unwrap();
    later(&practice, 60);
    let mut marsh = recording(&practice, "L. Marsh", 72);
    let entries = board(&mut marsh, Kind::Visit);
    assert!(visit(&entries).id == id && !entries[0].waits, "{entries:?}");
    let overdue = vec![(Level::Red, "T. Bello is overdue since 20:45".to_owned())];
    assert_eq!(alarms(&practice.clock, &mut marsh), overdue);
    let tried = keeps(&mut marsh, of(id, Command::Try { words: "rings out".to_owned() }), Kind::Visit);
    assert!(tried[0].waits && visit(&tried).tried.len() == 1);
    let mut bello = recording(&practice, "T. Bello", 71);
    let heard = keeps(&mut bello, of(id, Command::CheckIn), Kind::Visit);
    assert_eq!(visit(&heard).heard, bello.now());
    assert_eq!((alarms(&practice.clock, &mut bello), alarms(&practice.clock, &mut marsh)), (vec![], vec![]));
    let twelve =
        Command::Extend { back_by: bello.now() + TimeDelta::hours(4), why: "she opened up".to_owned() };
    keeps(&mut bello, of(id, twelve), Kind::Visit);
    // A manager's look counts only in the record.
    let words = must_not(&mut marsh, of(id, Command::Look { words: "right to go".to_owned() }));
    assert!(words.starts_with(NOT_DONE), "{words}");
    drop((bello, marsh));
    let mut manager = mended(&practice, &file);
    let out: Visit = visit(&manager.store().board(Kind::Visit).unwrap());
    assert_eq!((out.tried.len(), out.version, out.longer.as_deref()), (1, 4, Some("she opened up")));
    whole(&mut manager);
}

#[test]
fn what_was_over_in_the_record_is_told_at_the_door() {
    let mut id = None;
    let (practice, file) = spoilt_evening(|bello, marsh, _| {
        let now = bello.now();
        does(bello, start(now, None));
        let of_it = visit(&bello.store().board(Kind::Visit).unwrap()).id;
        id = Some(of_it);
        // What lies beside the file is older than its end: no console had a quiet moment since.
        marsh.idle();
    });
    let id = id.unwrap();
    let mut marsh = recording(&practice, "L. Marsh", 72);
    keeps(&mut marsh, of(id, Command::Try { words: "rings out".to_owned() }), Kind::Visit);
    let how = "the neighbour saw them go in".to_owned();
    keeps(&mut marsh, of(id, Command::BackSafe { how }), Kind::Visit);
    // Meanwhile they had come back at a console that read the file.
    let spools: Vec<_> =
        fs::read_dir(practice.folder.spool()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let kept: Vec<_> = spools.into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    drop(marsh);
    for (_, path) in &kept {
        fs::remove_file(path).unwrap();
    }
    fs::write(practice.folder.database(), &file).unwrap();
    let mut bello = opened(&practice, "T. Bello", 73);
    later(&practice, 5);
    does(&mut bello, of(id, Command::BackSafe { how: String::new() }));
    drop(bello);
    for (bytes, path) in &kept {
        fs::write(path, bytes).unwrap();
    }
    let mut manager = opened(&practice, "P. Lindqvist", 74);
    assert!(manager.store().board(Kind::Visit).unwrap().is_empty());
    let left = manager.leftovers().unwrap();
    let [Answer::Notes(notes)] = &left[..] else { panic!("{left:?}") };
    assert!(notes[0].text.contains("overtaken since"), "{notes:?}");
    whole(&mut manager);
}

#[test]
fn a_shift_begins_and_ends_at_a_console_that_only_records() {
    let (practice, file) = spoilt_evening(|bello, _, known| {
        must(
            bello,
            known,
            vec![call::Command::LeaveForHandover { line: "ring the ward at nine".to_owned() }.into()],
        );
    });
    let mut marsh = recording(&practice, "L. Marsh", 72);
    let told = brief(&mut marsh);
    assert_eq!((told.open, told.left.as_slice()), (1, ["C-1 ring the ward at nine".to_owned()].as_slice()));
    assert_eq!(board(&mut marsh, Kind::Unfiled).len(), 1);
    let begin = Deed::Shift(None, Shifting::Start(Beginning { alone: true, nobody_on_call: None }));
    let entries = keeps(&mut marsh, begin.clone(), Kind::Shift);
    let shift: Shift = entries[0].read().unwrap();
    assert!(entries[0].waits && shift.started.brief == told, "{entries:?}");
    assert!(!shift.started.on_call.is_empty(), "the rota is a part of what is known");
    assert_eq!(refused(&does(&mut marsh, begin)).0, "ShiftIsOn");
    later(&practice, 600);
    let end = |reasons: &[&str]| {
        let reasons = reasons.iter().map(|of| ((*of).to_owned(), "handed to the day".to_owned())).collect();
        Deed::Shift(
            Some(shift.id),
            Shifting::End { reasons, nobody: "the police have the number".to_owned() },
        )
    };
    // What came in this night, also a call that has no number yet, is answered for.
    marsh.handle(Request::Take(Box::<Take>::default()));
    let answers = does(&mut marsh, end(&["C-1"]));
    let (code, words) = refused(&answers);
    assert!(code == "Unfiled" && !words.contains("C-1"), "{words}");
    let unfiled: Vec<String> = board(&mut marsh, Kind::Unfiled)
        .iter()
        .map(|entry| entry.read::<dutydesk::domain::contact::night::Line>().unwrap().reference)
        .collect();
    let unfiled: Vec<&str> = unfiled.iter().map(String::as_str).collect();
    let before = marsh.view().spooled;
    assert!(shown(&does(&mut marsh, end(&unfiled)), Kind::Shift).is_empty());
    // Why each is on no file is kept for each of them, beside the end of the shift.
    assert_eq!(marsh.view().spooled, before + 1 + unfiled.len());
    drop(marsh);
    let mut manager = mended(&practice, &file);
    assert!(manager.store().board(Kind::Shift).unwrap().is_empty());
    assert_eq!(manager.store().stream(shift.id.0).unwrap().len(), 2);
    whole(&mut manager);
}

#[test]
fn the_book_is_written_in_quiet_moments_where_it_differs() {
    let practice = Practice::new(0);
    practice.clock.set(evening());
    let mut bello = opened(&practice, "T. Bello", 51);
    bello.idle();
    let first = book(&practice);
    let now = bello.now();
    does(&mut bello, start(now, None));
    bello.settle();
    assert_eq!(book(&practice), first, "nobody waits for it");
    assert!(bello.wants_pause());
    bello.pause();
    assert!(!bello.wants_pause());
    let second = book(&practice);
    assert_ne!(second, first);
    // What is of no concern to it changes nothing, nor does the same that was said a moment ago; after a while it is said anew.
    later(&practice, 5);
    bello.idle();
    assert_eq!(book(&practice), second);
    later(&practice, 5);
    bello.idle();
    let third = book(&practice);
    assert_ne!(third, second);
    // Who works here is written at once by a command that is no console's, and leaves the rest as it is.
    let clock = Arc::clone(&practice.clock) as Arc<dyn Clock>;
    let mut command = Desk::open(&practice.folder, Opening::default(), clock, Random::Seeded(53)).unwrap();
    command.sign_in_for_practice("H. Osei").unwrap();
    let account = command.book().state.find_account("j.auden").unwrap().id;
    let closed = dutydesk::domain::desk::AccountClosed { account, at: command.now() };
    command.answer(Request::Desk(Box::new(dutydesk::domain::desk::Command::CloseAccount(closed)))).unwrap();
    drop((command, bello));
    assert_ne!(book(&practice), third);
    let at = practice.clock.now();
    spoilt(&practice.folder);
    let mut marsh = recording(&practice, "L. Marsh", 72);
    assert_eq!(marsh.view().known_at, Some(at));
    assert!(marsh.book().state.find_account("j.auden").is_none());
    assert_eq!(board(&mut marsh, Kind::Visit).len(), 1);
    assert!(!marsh.wants_pause(), "what cannot be read is not kept");
}

#[test]
fn the_screens_say_as_of_when_they_are_known() {
    let (practice, file) = spoilt_evening(|bello, _, _| {
        let now = bello.now();
        does(bello, start(now, Some(Reference(1))));
    });
    later(&practice, 70);
    let mut marsh = practice.console("L. Marsh", 120, 40);
    marsh.sees("RECORDING ONLY").sees("‼ T. Bello is overdue since 20:45");
    marsh.press("v").sees("As the desk knew it at 20:00; what was kept since is marked ✕.");
    marsh.sees("OVERDUE since 20:45").sees("12 Harbour Row");
    insta::assert_snapshot!("unread_visits_120x40", marsh.stage.snapshot());
    marsh.press("tried<tab>rings out<c-s>").sees("Kept in the spool at 21:10");
    marsh.sees("✕ waits ‼ T. Bello").sees("L. Marsh tried 21:10: rings out");
    marsh.sees("the desk's file cannot be read. It is kept, counts here");
    marsh.press("<c-o>").sees("This contact cannot be opened now").sees("the desk's file is damaged");
    marsh.sees("L. Marsh tried");
    // Going oneself: somebody is named, and what is missing is said.
    marsh.press("<a-n>").sees("Who else is at a console cannot be read");
    marsh.press("14 Mill Row<tab>see Mia<tab><tab>07700 900123<tab>in 90 min<tab>45<c-s>");
    assert_eq!(marsh.desk.borrow().view().spooled, 1);
    marsh.press("<tab>Jo Marsh<tab>07700 900222<tab>in 80 min<c-s>").sees("to be heard of by 21:55");
    assert_eq!(marsh.desk.borrow().view().spooled, 2);
    // The rota says who is on call, and a shift begins.
    marsh.press("<esc>r").sees("As the desk knew it at 20:00").sees("On duty now");
    marsh.press("<esc>s").sees("Before your shift").sees("On call:").sees("1 contact is open.");
    marsh.press("yes<c-s>").sees("Kept in the spool").sees("✕ waits Your shift, since 21:10");
    // What lies in the file and nowhere else says so.
    marsh.press("<esc>h").sees("Handover – nothing waits").press("<enter>").sees("damaged");
    let mut narrow = practice.console("T. Bello", 80, 24);
    narrow.press("v").sees("As the desk knew it at 20:00; what was kept since is marked ✕.");
    narrow.press("back safe<c-s>").sees("Kept in the spool");
    drop((marsh, narrow));
    let mut manager = mended(&practice, &file);
    let out = visit(&manager.store().board(Kind::Visit).unwrap());
    assert_eq!(out.started.going.place, "14 Mill Row");
    assert_eq!(manager.store().board(Kind::Shift).unwrap().len(), 1);
    whole(&mut manager);
}
