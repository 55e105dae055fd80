//! Invariant 4: projections made again from the journal equal those that were kept up, whatever the history.

use std::sync::Arc;

use dutydesk::{
    desk::{
        Answer, Clock, Desk, Opening, Random, Request,
        clock::FixedClock,
        demo::{self, Order},
        found,
        proof::Projections,
        protocol::Act,
    },
    domain::{
        contact::{
            Command,
            call::{Command as Call, Identity, NewNote, Take},
            family::{Command as Family, Details, Kind},
            telling::Command as Telling,
        },
        ids::{ContactId, RingId},
        input::born::Born,
        policy::script::StageNo,
        queue::Lane,
    },
    store::{Folder, OpenOptions, Store, StoreError, rings},
};

use crate::common::console::Practice;

/// Makes some command or other; most are let through, some are refused.
fn command(dice: &mut Random) -> Command {
    let words = |dice: &mut Random| format!("words {}", dice.number() % 1_000);
    match dice.number() % 12 {
        0 => Call::MarkUrgent.into(),
        1 => Call::StandDown { why: words(dice) }.into(),
        2 => Call::DropLine.into(),
        3 => Call::Resume.into(),
        4 => Call::End.into(),
        5 => Call::TakeOver { why: words(dice) }.into(),
        6 => Call::LeaveForHandover { line: words(dice) }.into(),
        7 => Call::Identify(Identity::Known { how: words(dice) }).into(),
        8 => {
            let mut details = Details::of(Kind::Child);
            details.name = Some(words(dice));
            details.born = Some(Born::About(u8::try_from(dice.number() % 18).unwrap()));
            Family::Add(details).into()
        }
        9 => Telling::NotSend { why: words(dice) }.into(),
        10 => Telling::Reopen { why: words(dice) }.into(),
        _ => {
            let note = NewNote {
                text: words(dice),
                mark: None,
                happened: None,
                typed: None,
                child: None,
                stage: StageNo(4),
            };
            Call::Write(note).into()
        }
    }
}

/// Makes up what is done next, to any line of the queue.
fn any_request(desk: &Desk, step: u64, dice: &mut Random) -> Request {
    let rows = desk.lane(Lane::All, 100).unwrap();
    let row = &rows[usize::try_from(dice.number()).unwrap() % rows.len()];
    match (row.reference, step % 10) {
        (None, _) => Request::Take(Box::new(Take { ring: Some(RingId(row.id)), ..Take::default() })),
        (_, 0) => Request::Take(Box::default()),
        (_, 3) => Request::Open(ContactId(row.id)),
        (_, 1) => {
            Request::Attach { later: ContactId(row.id), earlier: rows[rows.len() - 1].reference.unwrap() }
        }
        _ => Request::Act(Box::new(Act {
            tag: step,
            contact: ContactId(row.id),
            command: command(dice),
            seen: row.version,
            event: None,
            step_up: None,
        })),
    }
}

#[test]
fn projections_made_again_equal_those_kept_up() {
    for seed in 1..=6_u64 {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let at = crate::common::console::TUESDAY.parse().unwrap();
        demo::make(&folder, &Order { contacts: 60, seed, at }, &mut |_| {}).unwrap();
        let clock: Arc<dyn Clock> = Arc::new(found::practice_clock(&folder));
        let mut dice = Random::Seeded(seed);
        let mut desk = Desk::open(&folder, Opening::default(), clock, Random::Seeded(seed + 100)).unwrap();
        assert_eq!(desk.compare().unwrap(), Projections::Equal, "seed {seed}: as made");
        for step in 0..150 {
            let names = ["A. Okoro", "R. Shah", "T. Bello", "M. Iqbal", "J. Auden"];
            let name = names[usize::try_from(dice.number()).unwrap() % names.len()];
            desk.sign_in_for_practice(name).unwrap();
            if step % 17 == 0 {
                let id = RingId(dice.uuid(desk.now()).unwrap());
                let (public, mut chance) = (desk.store().keyring().sealing_public(), dice.entropy());
                let body = r#"{"number":"01632 960123"}"#;
                rings::drop_ring(&folder, &public, id, body, &mut chance).unwrap();
                desk.handle(Request::Refresh);
            }
            let request = any_request(&desk, step, &mut dice);
            let answers = desk.handle(request);
            let failed = answers.iter().find(|answer| matches!(answer, Answer::Failed { .. }));
            assert!(failed.is_none(), "seed {seed}, step {step}: {failed:?}");
        }
        assert_eq!(desk.compare().unwrap(), Projections::Equal, "seed {seed}: after its walk");
        desk.sign_in_for_practice("S. Adler").unwrap();
        desk.rebuild().unwrap();
        assert_eq!(desk.compare().unwrap(), Projections::Equal, "seed {seed}: after a rebuild");
        assert!(desk.verify(&mut |_| {}).unwrap().is_ok(), "seed {seed}");
    }
}

#[test]
fn what_a_search_remembers_is_what_the_queue_says() {
    for seed in 1..=3_u64 {
        let practice = Practice::new(40);
        let clock = || Arc::clone(&practice.clock) as Arc<dyn Clock>;
        let open = |seed: u64| {
            let mut desk =
                Desk::open(&practice.folder, Opening::default(), clock(), Random::Seeded(seed)).unwrap();
            desk.sign_in_for_practice("L. Marsh").unwrap();
            desk
        };
        let (mut dice, mut here, mut there) = (Random::Seeded(seed), open(seed + 10), open(seed + 20));
        there.sign_in_for_practice("A. Okoro").unwrap();
        let mut found_any = 0;
        for step in 0..90 {
            let request = any_request(&there, step, &mut dice);
            there.handle(request);
            if step % 3 != 0 {
                continue;
            }
            // Whoever reads everything for the first time finds the same, in the same order.
            let mut afresh = open(seed * 1_000 + step);
            for text in ["a", "no", "words 1", "C-1", "ellis b", "01632 960123"] {
                let found = here.find(text).unwrap();
                assert_eq!(found, afresh.find(text).unwrap(), "seed {seed}, step {step}, {text}");
                found_any += found.len();
            }
        }
        assert!(found_any > 500, "seed {seed}: only {found_any} were found at all");
    }
}

#[test]
fn what_an_earlier_program_projected_is_made_anew_at_the_opening() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::create(&home.path().join("practice")).unwrap();
    let at = "2026-11-24T14:07:00Z".parse().unwrap();
    demo::make(&folder, &Order { contacts: 3, seed: 1, at }, &mut |_| {}).unwrap();
    let found = || {
        let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(at));
        let mut desk = Desk::open(&folder, Opening::default(), clock, Random::Seeded(3)).unwrap();
        desk.compare().unwrap()
    };
    let store = || {
        let access = found::practice_access(&folder).unwrap();
        Store::open(&folder, &OpenOptions::default(), access, Random::Seeded(4).entropy()).unwrap()
    };
    assert_eq!(found(), Projections::Equal);
    let rules = store().projected_by().unwrap();
    let leave = |rules: i64| {
        let left: Result<(), StoreError> = store().unit(|unit| {
            unit.clear_projections()?;
            unit.set_projected_by(rules)
        });
        left.unwrap();
    };
    leave(rules - 1);
    assert_eq!((found(), store().projected_by().unwrap()), (Projections::Equal, rules));
    // What the newest rules made is left alone: an opening costs nothing.
    leave(rules);
    assert_eq!(store().projected_by().unwrap(), rules);
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(at));
    let desk = Desk::open(&folder, Opening::default(), clock, Random::Seeded(3));
    assert_eq!(desk.map(|mut desk| desk.compare().unwrap()).ok(), Some(Projections::Differ));
}
