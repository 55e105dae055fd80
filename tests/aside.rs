//! A call that is taken while the desk's file takes nothing: a whole call, without a number until it can be saved; and nothing
//! that decides comes of it before.

use std::{fs, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{
        Answer, Clock, Desk, Opening, Random, Request,
        clock::FixedClock,
        demo,
        protocol::{Act, ContactView, Stretch},
    },
    domain::{
        contact::{
            Command, Event,
            call::{self, Caller, Identity, Line, Take},
            place::Place,
        },
        ids::{ContactId, EventId, NoteNo, PersonNo, Reference, RingId},
        policy::CallerKind,
        queue::Lane,
        value::{Value, YesNo},
    },
    store::{Folder, keys::Keys, rings},
};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    common::console::{Practice, TUESDAY},
    damaged::{damage, does, must, open, take},
    roles::tries,
};

const RING: RingId = RingId(Uuid::from_u128(77));

/// A desk with one contact, a call that rings, and a copy of its file from before the disk went bad.
struct Bad {
    home: TempDir,
    folder: Folder,
    worker: Desk,
    /// A console that somebody else sits at.
    other: Desk,
    known: ContactId,
}

impl Bad {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let at = TUESDAY.parse().unwrap();
        demo::make(&folder, &demo::Order { contacts: 0, seed: 1, at }, &mut |_| {}).unwrap();
        let mut worker = open(&folder, "A. Okoro", 31);
        let known = take(&mut worker);
        must(&mut worker, known, vec![tries::note("She said so.").into()]);
        let public = Keys::of(&folder).sealing_public().unwrap();
        let body = r#"{"number":"01632 960123","name":"Mrs Ames"}"#;
        rings::drop_ring(&folder, &public, RING, body, &mut Random::Seeded(3).entropy()).unwrap();
        worker.answer(Request::Refresh).unwrap();
        worker.backup(&home.path().join("last.db")).unwrap();
        let mut other = a_little_later(&folder, "T. Bello", 33);
        other.answer(Request::Open(known)).unwrap();
        other.settle();
        // Somebody else writes, so that what this console has in memory is read anew; then the disk goes bad.
        take(&mut open(&folder, "L. Marsh", 32));
        damage(&folder.database(), 4_096, 4_096);
        damage(&folder.database().with_extension("db-wal"), 32, 4_096 + 24);
        Self { home, folder, worker, other, known }
    }
}

/// Opens the desk five minutes later.
fn a_little_later(folder: &Folder, name: &str, seed: u64) -> Desk {
    let at: DateTime<Utc> = TUESDAY.parse().unwrap();
    let clock = Arc::new(FixedClock::at(at + TimeDelta::minutes(5))) as Arc<dyn Clock>;
    let opening = Opening { console: true, bulk: false };
    let mut desk = Desk::open(folder, opening, clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

/// Brings the copy back, with whatever waits beside the file.
fn mend(home: &TempDir, folder: &Folder) {
    fs::copy(home.path().join("last.db"), folder.database()).unwrap();
    for beside in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(folder.database().with_extension(beside));
    }
}

fn takes(desk: &mut Desk, ring: Option<RingId>) -> (Vec<Answer>, ContactId) {
    let answers = desk.handle(Request::Take(Box::new(Take { ring, ..Take::default() })));
    let taken = answers.iter().find_map(|answer| match answer {
        Answer::TakenAside { contact, .. } => Some(*contact),
        _ => None,
    });
    let id = taken.unwrap_or_else(|| panic!("{answers:?}"));
    (answers, id)
}

fn view(answers: &[Answer]) -> &ContactView {
    let view = answers.iter().find_map(|answer| match answer {
        Answer::Contact(view) => Some(view),
        _ => None,
    });
    view.unwrap_or_else(|| panic!("{answers:?}"))
}

fn whole_call(now: DateTime<Utc>) -> Vec<(Command, Place)> {
    let caller = Caller {
        kind: Some(CallerKind::Professional),
        name: Some("Ida Quenby".to_owned()),
        number: Some("01632 960777".to_owned()),
        ..Caller::default()
    };
    let mut said: Vec<(Command, Place)> = vec![
        (call::Command::SetCaller(caller).into(), Place::Caller),
        (call::Command::Identify(Identity::Known { how: "by her voice".to_owned() }).into(), Place::Identity),
        (tries::note("he stood at the gate").into(), Place::Note(NoteNo(1))),
        (tries::note("and then he left").into(), Place::Note(NoteNo(2))),
    ];
    let places = [Place::Person(PersonNo(1)), Place::Person(PersonNo(2)), Place::Person(PersonNo(3))];
    said.extend(tries::family().into_iter().zip(places));
    said.extend([
        (
            call::Command::Answer { field: "safety.danger".into(), value: Value::YesNo(YesNo::Yes) }.into(),
            Place::Answer("safety.danger".into()),
        ),
        (
            tries::agreement(dutydesk::domain::contact::agreement::Answer::Refused, "police"),
            Place::Agreement(dutydesk::domain::ids::AgreementNo(1)),
        ),
        (tries::promise(now), Place::Promise(dutydesk::domain::ids::PromiseNo(1))),
        (call::Command::MarkUrgent.into(), Place::Urgent),
        (tries::act_at_once(), Place::Emergency(dutydesk::domain::ids::EmergencyNo(1))),
        (call::Command::DropLine.into(), Place::Line),
        (call::Command::End.into(), Place::Line),
    ]);
    said
}

/// Says a whole call; each of it is kept, shown, and marked as waiting.
fn says(worker: &mut Desk, contact: ContactId) -> usize {
    let said = whole_call(worker.now());
    let all = said.len();
    for (command, place) in said {
        let answers = does(worker, contact, command);
        assert!(matches!(answers[0], Answer::Spooled { .. }), "{place:?}: {answers:?}");
        let failed = |answer: &Answer| matches!(answer, Answer::Failed { .. } | Answer::Refused { .. });
        assert!(!answers.iter().any(failed), "{place:?}: {answers:?}");
        let view = view(&answers);
        assert!(view.waits.contains(&place), "{place:?}: {:?}", view.waits);
        assert!(!view.contact.reference.is_given());
    }
    all
}

fn holds(desk: &Desk, reference: Reference) {
    let contact = desk.contact(reference).unwrap();
    assert_eq!(contact.call.caller.name.as_deref(), Some("Ida Quenby"));
    let notes: Vec<&str> = contact.call.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["he stood at the gate", "and then he left"]);
    assert!(contact.call.notes.iter().all(|note| note.merged.is_some()) && contact.call.merged.is_some());
    assert_eq!(contact.family.people.len(), 3);
    assert_eq!(contact.agreements.rows.len(), 1);
    assert_eq!(contact.telling.promises.len(), 2, "the one that was made, and the call in writing");
    assert_eq!(contact.oversight.emergencies.len(), 1);
    assert!(contact.call.urgent.is_some() && matches!(contact.call.line, Line::Ended { .. }));
    let okoro = desk.book().state.find_staff("A. Okoro").unwrap();
    assert_eq!((contact.call.taken_by, contact.holder), (okoro, Some(okoro)), "whoever took it took it");
    let entries = desk.store().stream(contact.id.0).unwrap();
    let kept: Vec<_> = entries
        .iter()
        .map(|entry| match Event::read(&entry.kind, &entry.body).unwrap() {
            Event::MergedLate(late) => (late.at, late.kind),
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(kept.is_sorted_by_key(|(at, _)| *at), "in the order in which it was said");
    assert_eq!(kept[0].1, "contact.taken.v1");
}

#[test]
fn a_call_on_a_damaged_file_is_a_whole_call_and_decides_nothing() {
    let Bad { mut worker, home: _home, .. } = Bad::new();
    let worker = &mut worker;
    let (answers, id) = takes(worker, None);
    assert!(!answers.iter().any(|answer| matches!(answer, Answer::Failed { .. })), "{answers:?}");
    assert_eq!(view(&answers).contact.reference, Reference::NONE);
    let all = says(worker, id);
    // What decides has no effect, and says why and what to do.
    must_not(worker, id, tries::ask(worker.now()));
    let answers = does(worker, id, tries::open_card('X'));
    assert!(matches!(answers[0], Answer::Spooled { .. }), "a card is filled in: {answers:?}");
    must_not(worker, id, tries::decide(1));
    // What was kept already is not kept twice.
    let event = Some(EventId(Uuid::from_u128(5)));
    let twice =
        Act { tag: 9, contact: id, command: tries::note("once").into(), seen: 0, event, step_up: None };
    let before = worker.view().spooled;
    for _ in 0..2 {
        worker.handle(Request::Act(Box::new(twice.clone())));
    }
    assert_eq!(worker.view().spooled, before + 1);
    assert!(before > all, "with the call itself");

    // It is left and opened again; the queue shows it, and whatever else waits.
    worker.handle(Request::Leave);
    let stretch = Stretch { lane: Lane::All, around: None, before: 9, after: 9 };
    let answers = worker.handle(Request::Watch(stretch));
    let rows = answers.iter().find_map(|answer| match answer {
        Answer::Lane(view) => Some(&view.rows),
        _ => None,
    });
    assert_eq!(rows.unwrap_or_else(|| panic!("{answers:?}"))[0].id, id.0);
    assert_eq!(view(&worker.handle(Request::Open(id))).contact.call.notes.len(), 3);
}

fn must_not(worker: &mut Desk, id: ContactId, command: Command) {
    let before = worker.view().spooled;
    let answers = does(worker, id, command);
    let words = match &answers[0] {
        Answer::Failed { words, .. } => words,
        other => panic!("{other:?}"),
    };
    assert!(words.starts_with("This counts only once it is in the record, so it was not done"), "{words}");
    assert_eq!(worker.view().spooled, before);
}

#[test]
fn a_note_from_the_door_stays_in_the_spool_until_it_can_be_sealed() {
    let practice = Practice::new(0);
    let mut desk = open(&practice.folder, "A. Okoro", 46);
    desk.handle(Request::Lock);
    // Nothing can be written under its name: a folder has it.
    let id = EventId(Uuid::from_u128(6));
    let taken = practice.folder.notes().join(format!("{id}.sealed.{}.tmp", std::process::id()));
    fs::create_dir_all(&taken).unwrap();
    let answers = desk.handle(Request::SealNote { id, text: "he is at the door".to_owned() });
    assert!(matches!(answers[..], [Answer::NoteSealed { .. }]), "{answers:?}");
    drop(desk);
    // Whoever sits down meanwhile empties nothing that did not get out of it.
    drop(open(&practice.folder, "R. Shah", 47));
    fs::remove_dir(&taken).unwrap();
    let desk = open(&practice.folder, "R. Shah", 48);
    let left = desk.leftovers().unwrap();
    let [Answer::Notes(notes)] = &left[..] else { panic!("{left:?}") };
    assert_eq!(notes[0].text, "he is at the door");
}

#[test]
fn a_call_goes_on_at_the_next_console_and_comes_in_as_one() {
    let Bad { home, folder, mut worker, mut other, .. } = Bad::new();
    let (_, id) = takes(&mut worker, None);
    says(&mut worker, id);
    let kept = worker.view().spooled;
    // Its console dies; whoever sits down at the next goes on with what lies in its spool.
    drop(worker);
    other.sign_in_for_practice("T. Bello").unwrap();
    assert_eq!(other.view().spooled, kept);
    let answers = other.handle(Request::Open(id));
    let shown = view(&answers);
    assert_eq!((shown.contact.call.notes.len(), shown.contact.family.people.len()), (2, 3));
    assert!(shown.waits.contains(&Place::Contact) && shown.waits.contains(&Place::Note(NoteNo(2))));
    let answers = does(&mut other, id, tries::note("she rang once more").into());
    assert!(matches!(answers[0], Answer::Spooled { .. }), "{answers:?}");
    assert_eq!(view(&answers).contact.call.notes.last().unwrap().no, NoteNo(3));
    drop(other);
    mend(&home, &folder);

    let manager = open(&folder, "R. Shah", 45);
    let merged = manager.contact(Reference(2)).unwrap();
    let bello = manager.book().state.find_staff("T. Bello").unwrap();
    let notes: Vec<_> = merged.call.notes.iter().map(|note| (note.no.0, note.text.as_str())).collect();
    assert_eq!(notes, [(1, "he stood at the gate"), (2, "and then he left"), (3, "she rang once more")]);
    assert_eq!(merged.call.notes[2].by, bello);
    assert!(merged.call.notes[2].later, "the call had ended");
    assert_eq!(manager.view().spooled, 0);
}

/// Whoever asks who did what is told who wrote it and when, and who took it in.
fn audited(manager: &mut Desk) {
    let okoro = manager.book().state.find_staff("A. Okoro");
    let entries = manager.audit_contact(Reference(2)).unwrap().entries;
    let wrote: Vec<_> = entries.iter().filter(|entry| entry.person == okoro).collect();
    let note = wrote.iter().find(|entry| entry.words.starts_with("note written")).unwrap();
    assert_eq!(
        note.words,
        "note written (kept in the spool; in the record since Tue 24 Nov 2026 14:07 GMT, by R. Shah)"
    );
    let overrides = manager.audit_overrides((None, None)).unwrap().list;
    assert!(overrides.iter().any(|one| one.emergency && Some(one.asked_by) == okoro), "{overrides:?}");
}

#[test]
fn what_waited_comes_in_once_in_its_order_whoever_merges_it() {
    let Bad { home, folder, mut worker, other, known } = Bad::new();
    drop(other);
    let (_, id) = takes(&mut worker, Some(RING));
    let all = says(&mut worker, id);
    worker.handle(Request::Leave);
    let (_, second) = takes(&mut worker, None);
    let answers = does(&mut worker, known, tries::note("rang again about the first").into());
    assert!(matches!(answers[0], Answer::Spooled { .. } | Answer::Failed { .. }), "{answers:?}");
    // The console dies; its spool is kept for a second merging.
    drop(worker);
    let spools: Vec<_> = fs::read_dir(folder.spool())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (fs::read(&path).unwrap(), path))
        .collect();
    mend(&home, &folder);

    let mut manager = open(&folder, "R. Shah", 41);
    let told = manager.handle(Request::Refresh);
    let came_in = told.iter().find_map(|answer| match answer {
        Answer::CameIn { entries, numbered } => Some((*entries, numbered.clone())),
        _ => None,
    });
    let (entries, numbered) = came_in.unwrap_or_else(|| panic!("{told:?}"));
    assert!(entries > all, "{entries}");
    assert_eq!(numbered, [Reference(2), Reference(3)], "in the order in which they were taken");
    assert_eq!(manager.contact(Reference(3)).unwrap().id, second);
    holds(&manager, Reference(2));
    let ring = manager.store().row(RING.0).unwrap().unwrap();
    assert_eq!(ring.stands, "answered");
    assert_eq!(manager.view().spooled, 0);
    audited(&mut manager);
    let entries = manager.store().after(0, usize::MAX).unwrap().len();
    drop(manager);

    // The spool is there once more, as after a console that ended before it could empty it.
    for (bytes, path) in &spools {
        fs::write(path, bytes).unwrap();
    }
    let again = a_little_later(&folder, "R. Shah", 43);
    assert_eq!(again.view().spooled, 0);
    assert_eq!(again.store().after(0, usize::MAX).unwrap().len(), entries, "nothing is doubled");
    holds(&again, Reference(2));
    let _ = fs::remove_file(folder.head().with_extension("head.lost"));
    drop(again);
    let last = open(&folder, "R. Shah", 44);
    assert!(last.verify(&mut |_| {}).unwrap().is_ok());
}

#[test]
fn calls_of_two_consoles_get_their_numbers_in_the_order_in_which_they_were_taken() {
    let Bad { home, folder, mut worker, mut other, .. } = Bad::new();
    // By the clock hers comes five minutes after his.
    let (_, later) = takes(&mut other, None);
    let (_, sooner) = takes(&mut worker, None);
    drop((other, worker));
    mend(&home, &folder);
    let manager = open(&folder, "R. Shah", 47);
    let ids = [2, 3].map(|no| manager.contact(Reference(no)).unwrap().id);
    assert_eq!(ids, [sooner, later]);
}
