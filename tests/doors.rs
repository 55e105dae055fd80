//! The desk's own doors: who gets in by each, and what is harmless however often it is done.

use std::fs;

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        Answer, Clock as _, Desk, DeskError, Opening, Random, Request, demo,
        protocol::{Act, Passphrase, Stretch},
        seat,
    },
    domain::{
        board::Kind as Board,
        contact::Command,
        desk::{AccountClosed, Command as Run, StaffLeft},
        ids::{EventId, RingId, StaffId},
        policy::Role,
        queue::Lane,
    },
    store::{
        Folder, StoreError,
        keys::{Keys, passphrase::Chosen},
        rings,
    },
};
use uuid::Uuid;

use crate::{
    common::program::connect,
    roles::tries::{Bench, Ready, note},
};

fn code<T>(tried: Result<T, DeskError>) -> &'static str {
    match tried {
        Ok(_) => "",
        Err(DeskError::Refused(refusal)) => refusal.code,
        Err(error) => panic!("{error}"),
    }
}

fn kinds(bench: &Bench) -> Vec<String> {
    bench.desk.store().after(0, usize::MAX).unwrap().into_iter().map(|entry| entry.kind).collect()
}

fn ring(bench: &Bench) -> RingId {
    let folder = bench.desk.store().folder();
    let public = Keys::of(folder).sealing_public().unwrap();
    let id = RingId(Uuid::from_u128(77));
    let body = r#"{"number":"01632 960123"}"#;
    rings::drop_ring(folder, &public, id, body, &mut Random::Seeded(3).entropy()).unwrap();
    id
}

#[test]
fn whoever_runs_the_desk_sees_nothing_of_the_queue_the_board_or_the_ledger() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    let stretch = Stretch { lane: Lane::All, around: None, before: 0, after: 9 };
    bench.sign_in(Role::Administrator);
    let now = bench.clock.now();
    let desk = &mut bench.desk;
    let tried = [
        code(desk.answer(Request::Watch(stretch))),
        code(desk.answer(Request::Board(vec![Board::Visit]))),
        code(desk.answer(Request::Open(ready.id))),
        code(desk.ledger()),
        code(desk.handovers()),
        code(desk.while_away(Some(now))),
        code(desk.list_out(Lane::All, false)),
        code(desk.day_out(false)),
    ];
    assert!(tried.iter().all(|code| *code == "ReadsNoContact"), "{tried:?}");
    // None of the lists was taken to be a look.
    assert!(!kinds(&bench).iter().any(|kind| kind.starts_with("looked.")));
}

#[test]
fn who_only_reads_sets_no_call_aside() {
    let mut bench = Bench::new();
    let ring = ring(&bench);
    bench.desk.handle(Request::Refresh);
    let aside = || Request::SetRingAside { ring, why: "it stopped".to_owned() };
    bench.sign_in(Role::Auditor);
    assert_eq!(code(bench.desk.answer(aside())), "ReadsOnly");
    bench.sign_in(Role::SocialWorker);
    assert_eq!(code(bench.desk.answer(aside())), "");
}

#[test]
fn keys_are_given_and_taken_by_whoever_runs_the_desk() {
    let mut bench = Bench::new();
    let at = bench.clock.now();
    let marsh = bench.desk.book().state.find_staff("l.marsh").unwrap();
    bench.sign_in(Role::SocialWorker);
    let file = bench.home.path().join("import.key");
    assert_ne!(code(bench.desk.add_service("import", &file)), "");
    assert!(!file.exists(), "nobody gets a key who may not have one");
    assert!(matches!(bench.desk.new_recovery_halves(), Err(DeskError::Refused(_))));
    // Also where somebody has left and only their keys are still to go.
    bench.sign_in(Role::HeadOfService);
    bench.desk.answer(Request::Desk(Box::new(Run::Leave(StaffLeft { person: marsh, at })))).unwrap();
    bench.sign_in(Role::SocialWorker);
    assert_ne!(code(bench.desk.leave(marsh)), "");
    let holders = |bench: &Bench| {
        let keys = Keys::of(bench.desk.store().folder());
        keys.holders().unwrap().iter().filter(|holder| holder.person == marsh).count()
    };
    assert_eq!(holders(&bench), 1);
    bench.sign_in(Role::HeadOfService);
    assert_eq!(code(bench.desk.leave(marsh)), "");
    assert_eq!(holders(&bench), 0);
    // Nobody is let in again who does not work here.
    let chosen = Chosen::for_practice("practice");
    for person in [marsh, StaffId(Uuid::from_u128(1))] {
        assert!(matches!(bench.desk.readmit(person, &chosen), Err(DeskError::AccountClosed)));
    }
}

#[test]
fn a_passphrase_that_is_wrong_when_it_is_changed_is_journalled() {
    let mut bench = Bench::new();
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    let (wrong, new) = (Passphrase::from("guess".to_owned()), Chosen::for_practice("another"));
    assert!(bench.desk.change_passphrase(&wrong, &new).is_err());
    let refused = kinds(&bench).iter().filter(|kind| *kind == "desk.sign_in_refused.v1").count();
    assert_eq!(refused, 1);
}

#[test]
fn an_account_that_was_closed_signs_nobody_in_and_shows_nothing_more() {
    let mut bench = Bench::new();
    let (ready, at) = (bench.contact(), bench.clock.now());
    let account = bench.desk.book().state.find_account("l.marsh").unwrap().id;
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    bench.desk.answer(Request::Open(ready.id)).unwrap();
    let folder = bench.desk.store().folder().clone();
    let clock = std::sync::Arc::clone(&bench.clock) as std::sync::Arc<dyn dutydesk::desk::Clock>;
    let mut other = Desk::open(&folder, Opening::default(), clock, Random::Seeded(99)).unwrap();
    let mut third = crate::damaged::open(&folder, "A. Okoro", 97);
    other.sign_in_for_practice("H. Osei").unwrap();
    other.answer(Request::Desk(Box::new(Run::CloseAccount(AccountClosed { account, at })))).unwrap();
    // A console that has not heard of it yet.
    let asked = || {
        let passphrase = demo::PASSPHRASE.to_owned().into();
        Request::SignIn { name: "l.marsh".to_owned(), passphrase }
    };
    assert!(matches!(third.answer(asked()), Err(DeskError::AccountClosed)));
    let answers = bench.desk.handle(Request::Refresh);
    assert!(answers.iter().any(|answer| matches!(answer, Answer::Shut { .. })), "{answers:?}");
    assert!(!answers.iter().any(|answer| matches!(answer, Answer::Contact(_))), "{answers:?}");
    // Its key is there still: whoever took it away was cut short.
    other.sign_in_for_practice("A. Okoro").unwrap();
    assert!(matches!(other.answer(asked()), Err(DeskError::AccountClosed)));
}

fn act(ready: Ready, command: impl Into<Command>, event: EventId) -> Request {
    let command = command.into();
    let seen = u64::MAX;
    Request::Act(Box::new(Act {
        tag: 1,
        contact: ready.id,
        command,
        seen,
        event: Some(event),
        step_up: None,
    }))
}

#[test]
fn what_is_submitted_twice_is_there_once() {
    let mut bench = Bench::new();
    let (ready, folder) = (bench.contact(), bench.desk.store().folder().clone());
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    let notes = |bench: &Bench| bench.desk.contact(ready.reference).unwrap().call.notes.len();
    let before = notes(&bench);
    for _ in 0..2 {
        let answers = bench.desk.handle(act(ready, note("he is here"), EventId(Uuid::from_u128(400))));
        assert!(matches!(answers[0], Answer::Done { .. }), "{answers:?}");
    }
    assert_eq!(notes(&bench), before + 1);

    // A note from the door whose file could not be taken away; its clock was an hour fast.
    let id = EventId(Random::Seeded(5).uuid(bench.clock.now() + TimeDelta::hours(1)).unwrap());
    seat::seal_note(&folder, id, "she rang again", &mut Random::Seeded(6)).unwrap();
    let path = folder.notes().join(format!("{}.sealed", id.0));
    let sealed = fs::read(&path).unwrap();
    for _ in 0..2 {
        fs::write(&path, &sealed).unwrap();
        bench.desk.answer(Request::PutNote { id, contact: ready.id }).unwrap();
    }
    assert_eq!(notes(&bench), before + 2);
    let contact = bench.desk.contact(ready.reference).unwrap();
    assert_eq!(contact.call.notes.last().unwrap().happened, None, "nothing was written in the future");

    // A call whose file could not be taken away.
    let id = ring(&bench);
    let path = folder.ringing().join(format!("{}.sealed", id.0));
    let sealed = fs::read(&path).unwrap();
    for _ in 0..2 {
        fs::write(&path, &sealed).unwrap();
        let answers = bench.desk.handle(Request::Refresh);
        assert!(!answers.iter().any(|answer| matches!(answer, Answer::Failed { .. })), "{answers:?}");
    }
    assert_eq!(bench.desk.lane(Lane::Ringing, 9).unwrap().len(), 1);
}

#[test]
fn a_backup_that_does_not_hold_leaves_nothing_and_one_that_is_there_stays() {
    let mut bench = Bench::new();
    bench.sign_in(Role::Administrator);
    let (to, keys) = (bench.home.path().join("copy.db"), bench.home.path().join("copy.db.keys"));
    fs::write(&to, "mine").unwrap();
    assert!(matches!(bench.desk.backup(&to), Err(DeskError::Store(StoreError::Exists(_)))));
    assert!(!keys.exists() && fs::read(&to).unwrap() == b"mine");
    fs::remove_file(&to).unwrap();
    connect(bench.home.path())
        .execute_batch("DROP TRIGGER payload_never_changes; UPDATE payload SET body = 'x' WHERE seq = 4")
        .unwrap();
    assert!(matches!(bench.desk.backup(&to), Err(DeskError::Store(StoreError::BadCopy { .. }))));
    assert!(!to.exists() && !keys.exists());
}

#[test]
fn only_a_practice_desk_is_opened_or_taken_over_without_a_passphrase() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::create(&home.path().join("desk")).unwrap();
    let plain = rusqlite::Connection::open(folder.database()).unwrap();
    plain.execute_batch(include_str!("../src/store/schema/001.sql")).unwrap();
    plain
        .execute_batch(
            "PRAGMA user_version = 1;
             INSERT INTO meta (id, desk, practice, profile, founded) VALUES (1, zeroblob(16), 0, 'southampton', 0)",
        )
        .unwrap();
    drop(plain);
    let clock = dutydesk::desk::clock::SystemClock;
    let shared = std::sync::Arc::new(clock);
    let opened = Desk::open(&folder, Opening::default(), shared, Random::Seeded(1));
    assert!(matches!(opened.err(), Some(DeskError::Store(StoreError::Plain))));
    let taken = dutydesk::desk::found::migrate_practice(&folder, "practice", &clock, &mut Random::Seeded(1));
    assert!(matches!(taken, Err(DeskError::NotPractice)), "{taken:?}");
    assert!(!folder.keys().exists());
    // Nor is a desk founded over one.
    let sitting = dutydesk::desk::found::Sitting {
        name: "Another",
        profile: "southampton",
        people: &[],
        passphrase: "",
        duties: &[],
        devices: &[],
    };
    let again = dutydesk::desk::found::real(&folder, &sitting, &[], &clock, &mut Random::Seeded(2));
    assert!(matches!(again.err(), Some(DeskError::Store(StoreError::Exists(_)))));
}

#[test]
fn another_wording_of_the_profile_is_journalled_when_it_comes_into_force() {
    let bench = Bench::new();
    let folder = bench.desk.store().folder().clone();
    let adopted =
        |bench: &Bench| kinds(bench).iter().filter(|kind| *kind == "desk.profile_adopted.v1").count();
    let before = adopted(&bench);
    let (from, own) = (concat!(env!("CARGO_MANIFEST_DIR"), "/src/profile/southampton"), folder.root());
    let own = own.join("profiles/southampton");
    fs::create_dir_all(&own).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), own.join(file.file_name())).unwrap();
    }
    let sources = own.join("sources.toml");
    let text = fs::read_to_string(&sources).unwrap();
    fs::write(&sources, format!("# another edition\n{text}")).unwrap();
    for _ in 0..2 {
        let clock = std::sync::Arc::clone(&bench.clock) as std::sync::Arc<dyn dutydesk::desk::Clock>;
        drop(Desk::open(&folder, Opening::default(), clock, Random::Seeded(98)).unwrap());
        assert_eq!(adopted(&bench), before + 1);
    }
}

#[test]
fn the_receipt_knows_the_end_as_it_was_when_the_desk_was_closed() {
    let bench = Bench::new();
    let (folder, receipts) = (bench.desk.store().folder().clone(), bench.home.path().join("receipts"));
    let mut desk = crate::damaged::open(&folder, "A. Okoro", 96);
    desk.keep_receipt(&receipts).unwrap();
    crate::damaged::take(&mut desk);
    let (id, head) = (desk.store().meta().desk, desk.store().head().unwrap());
    drop(desk);
    assert_eq!(dutydesk::store::receipt::Receipt::of(&receipts, id).read().unwrap(), Some(head));
}

#[test]
fn reading_what_somebody_did_and_whose_word_an_override_had_is_a_look() {
    let mut bench = Bench::new();
    bench.sign_in(Role::Auditor);
    let audited =
        |bench: &Bench| kinds(bench).iter().filter(|kind| kind.starts_with("looked.audited.")).count();
    let before = audited(&bench);
    bench.desk.audit_person("A. Okoro", (None, None)).unwrap();
    assert_eq!(audited(&bench), before + 1);
    bench.desk.audit_overrides((None, None)).unwrap();
    assert_eq!(audited(&bench), before + 2);
}
