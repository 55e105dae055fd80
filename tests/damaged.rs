//! A desk whose file turns unreadable while people work at it: what they record is kept, what they decide is not; and once the
//! last backup is back, every word comes into the record.

use std::{fs, path::Path, sync::Arc};

use dutydesk::{
    desk::{Answer, Clock, Desk, Opening, Random, Request, clock::FixedClock, demo, entry, protocol::Act},
    domain::{
        contact::{
            Command, Contact,
            agreement::{self, Answer as Said, Asked, Capacity},
            call::{self, ChildWords, Line, Mark, NewNote, Take},
            family::{self, Details, Kind as Person},
            oversight::{self, Acted, Reached},
            share::{self, Direction, Sharing},
        },
        desk::{Damage, Event},
        ids::{ContactId, EmergencyNo, HouseholdNo, NoteNo, OverrideNo, PersonNo, Reference},
        policy::script::StageNo,
        value::{Value, YesNo},
    },
    store::Folder,
};

use crate::{common::console::TUESDAY, roles::tries};

pub(crate) fn open(folder: &Folder, name: &str, seed: u64) -> Desk {
    let clock = Arc::new(FixedClock::at(TUESDAY.parse().unwrap())) as Arc<dyn Clock>;
    let opening = Opening { console: true, bulk: false };
    let mut desk = Desk::open(folder, opening, clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

pub(crate) fn does(desk: &mut Desk, contact: ContactId, command: Command) -> Vec<Answer> {
    let act = Act { tag: 1, contact, command, seen: u64::MAX, event: None, step_up: None };
    desk.handle(Request::Act(Box::new(act)))
}

/// Does what must be done, and must be on the disk.
pub(crate) fn must(desk: &mut Desk, contact: ContactId, commands: Vec<Command>) {
    for command in commands {
        let answers = does(desk, contact, command);
        assert!(answers.iter().any(|answer| matches!(answer, Answer::Done { .. })), "{answers:?}");
    }
}

pub(crate) fn take(desk: &mut Desk) -> ContactId {
    let answers = desk.answer(Request::Take(Box::<Take>::default())).unwrap();
    let taken = answers.iter().find_map(|answer| match answer {
        Answer::Taken(id) => Some(*id),
        _ => None,
    });
    taken.unwrap()
}

/// Changes a bit of every page of a file but the first.
pub(crate) fn damage(path: &Path, header: usize, page: usize) {
    let mut bytes = fs::read(path).unwrap();
    for start in (header..bytes.len()).step_by(page) {
        let at = start + page / 2;
        if at < bytes.len() {
            bytes[at] ^= 1;
        }
    }
    fs::write(path, bytes).unwrap();
}

/// Everything that somebody says or does on a call, each as its own command.
fn recordings(manager: dutydesk::domain::ids::StaffId, now: chrono::DateTime<chrono::Utc>) -> Vec<Command> {
    let child = ChildWords {
        child: Some(PersonNo(1)),
        heard_by: "the teacher".to_owned(),
        heard_at: None,
        in_answer_to: "What happened?".to_owned(),
    };
    let words = NewNote {
        text: "He said I must not tell.".to_owned(),
        mark: None,
        happened: None,
        typed: None,
        child: Some(child),
        stage: StageNo(5),
    };
    let tom = Details { name: Some("Tom Brook".to_owned()), ..Details::of(Person::Child) };
    let older = Details { places: "Year 9, Weston".to_owned(), ..tom.clone() };
    let refused = Asked {
        person: PersonNo(3),
        capacity: Capacity::Responsibility { how_known: "the certificate was seen".to_owned() },
        children: vec![PersonNo(1)],
        purpose: "protection".into(),
        agencies: vec!["school".into()],
        answer: Said::Refused,
        words: "I will not have them told.".to_owned(),
    };
    let home = family::Household {
        no: HouseholdNo(0),
        place: "14 Mill Row".to_owned(),
        protected: false,
        members: vec![PersonNo(1)],
    };
    let told = Sharing {
        children: vec![PersonNo(1)],
        agency: "adult_care".into(),
        purpose: "protection".into(),
        what: "that she is here".to_owned(),
        direction: Direction::Told,
    };
    let acted = Acted {
        children: vec![PersonNo(1)],
        danger: "he is at the door".to_owned(),
        done: "999 was rung at once".to_owned(),
        agencies: vec!["police".into()],
    };
    let (no, rung, reached) = (OverrideNo(1), now, Reached::NoAnswer);
    vec![
        tries::note("he is at the door now").into(),
        call::Command::Write(words).into(),
        call::Command::CorrectNote {
            note: NoteNo(1),
            text: "She said so twice.".to_owned(),
            why: "she said it again".to_owned(),
        }
        .into(),
        call::Command::MarkNote { note: NoteNo(1), mark: Some(Mark::Fact) }.into(),
        call::Command::MarkUrgent.into(),
        call::Command::Answer { field: "safety.danger".into(), value: Value::YesNo(YesNo::Yes) }.into(),
        call::Command::LeaveForHandover { line: "ring the school at nine".to_owned() }.into(),
        family::Command::Add(tom).into(),
        family::Command::Change { person: PersonNo(4), details: older }.into(),
        family::Command::SetHousehold(home).into(),
        agreement::Command::Record(refused).into(),
        share::Command::Record(told).into(),
        tries::promise(now),
        tries::letter(),
        oversight::Command::RecordAttempt { no, manager, rung, reached }.into(),
        oversight::Command::Act(Acted { danger: String::new(), ..acted.clone() }).into(),
        oversight::Command::Describe { no: EmergencyNo(1), acted }.into(),
        call::Command::DropLine.into(),
    ]
}

fn holds_everything(contact: &Contact) {
    let notes: Vec<&str> = contact.call.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["She said so.", "he is at the door now", "He said I must not tell."]);
    assert!(contact.call.notes[1..].iter().all(|note| note.merged.is_some()));
    let first = &contact.call.notes[0];
    assert_eq!((first.corrections[0].text.as_str(), first.mark), ("She said so twice.", Some(Mark::Fact)));
    assert!(contact.call.urgent.is_some());
    assert_eq!(contact.call.answers[&"safety.danger".into()].value, Value::YesNo(YesNo::Yes));
    assert_eq!(contact.handover.as_deref(), Some("ring the school at nine"));
    assert_eq!(contact.family.get(PersonNo(4)).unwrap().details.places, "Year 9, Weston");
    assert_eq!(contact.agreements.rows.last().unwrap().asked.answer, Said::Refused);
    assert_eq!(contact.family.households.last().unwrap().place, "14 Mill Row");
    assert_eq!(contact.shares.last().unwrap().sharing.what, "that she is here");
    assert_eq!((contact.telling.promises.len(), contact.telling.letters.len()), (1, 1));
    assert_eq!(contact.oversight.get(OverrideNo(1)).unwrap().attempts.len(), 1);
    assert_eq!(contact.oversight.emergencies[0].acted.danger, "he is at the door");
    assert!(matches!(contact.call.line, Line::Dropped { .. }));
}

#[test]
fn a_key_file_that_is_gone_or_cut_short_is_one_sentence_and_is_journalled_once_it_is_back() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::create(&home.path().join("practice")).unwrap();
    let at = TUESDAY.parse().unwrap();
    demo::make(&folder, &demo::Order { contacts: 0, seed: 1, at }, &mut |_| {}).unwrap();
    let mut worker = open(&folder, "A. Okoro", 21);
    let contact = take(&mut worker);
    must(&mut worker, contact, vec![tries::note("She said so.").into()]);
    let whole = fs::read(folder.keys()).unwrap();
    // Behind a locked console nobody gets in by it, and in front of one the words go on.
    fs::write(folder.keys(), &whole[..whole.len() / 2]).unwrap();
    let passphrase = || demo::PASSPHRASE.to_owned().into();
    let asked = Request::SignIn { name: "a.okoro".to_owned(), passphrase: passphrase() };
    let answers = worker.handle(asked);
    assert!(
        matches!(&answers[0], Answer::Failed { words, .. } if words.contains("bring that file back from a backup")),
        "{answers:?}"
    );
    must(&mut worker, contact, vec![tries::note("He is at the door.").into()]);
    drop(worker);
    // Before anybody has the desk open it waits beside the file.
    fs::remove_file(folder.keys()).unwrap();
    let clock = FixedClock::at(at);
    let refused = entry::unlock(&folder, "a.okoro", demo::PASSPHRASE, clock.now()).unwrap_err();
    assert!(refused.to_string().contains("nobody can sign in; nothing was changed"), "{refused}");
    fs::write(folder.keys(), &whole).unwrap();
    let worker = open(&folder, "A. Okoro", 22);
    let entries = worker.store().after(0, usize::MAX).unwrap();
    let found = entries.iter().filter_map(|entry| match Event::read(&entry.kind, &entry.body) {
        Ok(Event::DamageFound(found)) => Some((found.what, found.found)),
        _ => None,
    });
    assert_eq!(found.collect::<Vec<_>>(), [(Damage::Keys, at), (Damage::Keys, at)]);
    assert_eq!(worker.contact(Reference(1)).unwrap().call.notes.len(), 2);
    assert!(worker.verify(&mut |_| {}).unwrap().is_ok());
}

#[test]
fn what_is_recorded_while_the_file_is_damaged_comes_into_the_record() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::create(&home.path().join("practice")).unwrap();
    let at = TUESDAY.parse().unwrap();
    demo::make(&folder, &demo::Order { contacts: 0, seed: 1, at }, &mut |_| {}).unwrap();
    let mut worker = open(&folder, "A. Okoro", 11);
    let contact = take(&mut worker);
    must(&mut worker, contact, tries::family());
    must(&mut worker, contact, vec![tries::note("She said so.").into(), tries::ask(at)]);
    let manager = worker.book().state.find_staff("R. Shah").unwrap();
    let copy = home.path().join("last.db");
    worker.backup(&copy).unwrap();

    // What comes after the backup is in no copy.
    let mut other = open(&folder, "T. Bello", 12);
    let newer = take(&mut other);
    other.answer(Request::Open(newer)).unwrap();
    worker.answer(Request::Open(contact)).unwrap();
    worker.settle();
    other.settle();
    worker.store().check_pages().unwrap();
    // Somebody else writes, so that what the others have in memory is read anew; then the disk goes bad.
    let mut third = open(&folder, "L. Marsh", 13);
    take(&mut third);
    drop(third);
    let log = folder.database().with_extension("db-wal");
    damage(&folder.database(), 4_096, 4_096);
    damage(&log, 32, 4_096 + 24);

    for (n, command) in recordings(manager, at).into_iter().enumerate() {
        let answers = does(&mut worker, contact, command);
        assert!(matches!(answers[0], Answer::Spooled { .. }), "{n}: {answers:?}");
        assert!(
            !answers.iter().any(|answer| matches!(answer, Answer::Failed { .. })),
            "{n}: what was kept is told apart from what went wrong: {answers:?}"
        );
    }
    assert_eq!(worker.view().spooled, 18);
    let answers = does(&mut other, newer, tries::note("the line is bad, she whispers").into());
    assert!(matches!(answers[0], Answer::Spooled { .. }), "{answers:?}");
    // A decision, and what asks for one, has no effect without its entry.
    let cancelled = oversight::Command::Cancel { no: OverrideNo(1), why: "she agreed after all".to_owned() };
    let answers = does(&mut worker, contact, cancelled.into());
    assert!(matches!(&answers[0], Answer::Failed { words, .. } if words.contains("damaged")), "{answers:?}");
    // Who opens it now is told in one sentence.
    let clock = Arc::new(FixedClock::at(at)) as Arc<dyn Clock>;
    let opened = Desk::open(&folder, Opening::default(), clock, Random::Seeded(14)).err().unwrap();
    assert!(opened.to_string().contains("the last backup"), "{opened}");
    drop((worker, other));

    fs::copy(&copy, folder.database()).unwrap();
    for beside in ["db-wal", "db-shm"] {
        let _ = fs::remove_file(folder.database().with_extension(beside));
    }
    let manager = open(&folder, "R. Shah", 15);
    let merged = manager.contact(Reference(1)).unwrap();
    holds_everything(&merged);
    let okoro = manager.book().state.find_staff("A. Okoro").unwrap();
    assert!(merged.call.notes.iter().all(|note| note.by == okoro), "whoever wrote it wrote it");
    assert_eq!(manager.view().spooled, 0);
    // The contact that the copy does not have waits at the door, in words.
    let left = manager.leftovers().unwrap();
    let [Answer::Notes(notes)] = &left[..] else { panic!("{left:?}") };
    assert!(notes[0].text.starts_with("Kept by T. Bello, Tue 24 Nov 2026 14:07"), "{notes:?}");
    assert!(notes[0].text.contains("the line is bad, she whispers"), "{notes:?}");
    // That it was damaged stands in the journal.
    let entries = manager.store().after(0, usize::MAX).unwrap();
    let found = entries.iter().filter_map(|entry| match Event::read(&entry.kind, &entry.body) {
        Ok(Event::DamageFound(found)) => Some(found.what),
        _ => None,
    });
    assert!(found.collect::<Vec<_>>().contains(&Damage::File));
    // What lay beside the file still says that the copy is older than what was there.
    let told = manager.verify(&mut |_| {}).unwrap().unwrap_err();
    assert!(told.words.contains("its end is lost"), "{told:?}");
    assert!(dutydesk::store::damage::waiting(&folder).unwrap().is_empty());
    // Once more, and nothing is doubled; whoever brought the copy back takes what it betrays away, and the rest is whole.
    drop(manager);
    fs::remove_file(folder.head().with_extension("head.lost")).unwrap();
    let again = open(&folder, "R. Shah", 16);
    holds_everything(&again.contact(Reference(1)).unwrap());
    let whole = again.verify(&mut |_| {}).unwrap();
    assert!(whole.is_ok(), "{whole:?}");
}
