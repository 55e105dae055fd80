//! A restricted record, from every side on which something else touches it: whoever may not open it learns nothing of it there
//! either.

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        Answer, Clock as _, DeskError, Random, Request,
        handover::Deal,
        protocol::{Beside, Deed, Stretch},
    },
    domain::{
        board::Kind as Board,
        contact::{
            Command,
            access::{self, Kind, Restricted},
            call::{self, Caller, Take},
        },
        handover::{self, Next},
        ids::StaffId,
        policy::{CallerKind, Mode},
        queue::{Lane, RESTRICTED},
        visit::{self, Visit},
    },
    exchange::handover as paper,
    store::{keys::Keys, rings},
};

use crate::roles::tries::{Bench, Ready, going, note, promise};

const NUMBER: &str = "01632 960123";

/// A contact of A. Okoro's whose caller rang from a number of their own.
fn contact(bench: &mut Bench) -> Ready {
    let (now, okoro) = (bench.clock.now(), bench.okoro.clone());
    let caller =
        Caller { kind: Some(CallerKind::Public), number: Some(NUMBER.to_owned()), ..Caller::default() };
    let take = Take { caller, ..Take::default() };
    let taken = bench.desk.work(|work| {
        let contact = work.take(&take, &okoro, now)?;
        work.settle(&contact)?;
        Ok(contact)
    });
    let taken = taken.unwrap();
    let ready = Ready { id: taken.id, reference: taken.reference };
    bench.does(ready, &okoro, &[note("he stood at the gate").into(), call::Command::End.into()]);
    ready
}

/// Restricts it to others than whoever marks it.
fn restrict_to(bench: &mut Bench, ready: Ready, named: StaffId) {
    let (kind, why, family_of) = (Kind::Other, "a worker knows them".to_owned(), vec![]);
    let command: Command =
        access::Command::Restrict(Restricted { kind, why, named: vec![named], family_of }).into();
    let okoro = bench.okoro.clone();
    bench.does(ready, &okoro, &[command]);
}

fn marsh(bench: &mut Bench) {
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
}

#[test]
fn the_ledger_and_the_day_leave_its_promises_out() {
    let mut bench = Bench::new();
    let ready = contact(&mut bench);
    let (okoro, now) = (bench.okoro.clone(), bench.clock.now());
    bench.does(ready, &okoro, &[promise(now)]);
    marsh(&mut bench);
    assert_eq!(bench.desk.ledger().unwrap().0.len(), 1);
    bench.restrict(ready, &[], &[]);
    assert!(bench.desk.ledger().unwrap().0.is_empty());
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    assert_eq!(bench.desk.ledger().unwrap().0.len(), 1);
}

#[test]
fn what_changed_on_it_is_told_to_nobody_who_may_not_open_it() {
    let mut bench = Bench::new();
    let (ready, bello) = (contact(&mut bench), bench.bello.clone());
    let since = Some(bench.clock.now());
    bench.clock.set(bench.clock.now() + TimeDelta::minutes(5));
    bench.does(ready, &bello, &[note("she rang again").into()]);
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    assert_eq!(bench.desk.while_away(since).unwrap().1.len(), 1);
    restrict_to(&mut bench, ready, bello.person);
    assert!(bench.desk.while_away(since).unwrap().1.is_empty());
}

#[test]
fn nobody_goes_out_about_it_and_where_somebody_went_stays_in_it() {
    let mut bench = Bench::new();
    let ready = contact(&mut bench);
    bench.restrict(ready, &[], &[]);
    let about = visit::Going { reference: Some(ready.reference), ..going(bench.clock.now()) };
    let start = || {
        let deed = Deed::Visit(None, visit::Command::Start(Box::new(about.clone())));
        Request::Beside(Box::new(Beside { tag: 1, deed }))
    };
    marsh(&mut bench);
    let refused = bench.desk.answer(start());
    assert!(matches!(refused, Err(DeskError::NoSuchContact(reference)) if reference == ready.reference));
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    bench.desk.answer(start()).unwrap();
    // A handover says who is out, and not where.
    marsh(&mut bench);
    let kind = handover::Kind::Shift { from: Mode::FrontDoor, to: Mode::Edt };
    let id = bench.desk.handover(Deal::Begin(kind)).unwrap();
    let items = format!("{:?}", bench.desk.handover_by_id(id).unwrap().items);
    assert!(items.contains("A. Okoro") && !items.contains("Harbour Row"), "{items}");
    // Nor does the board.
    let answers = bench.desk.answer(Request::Board(vec![Board::Visit])).unwrap();
    let Some(Answer::Board(board)) = answers.first() else { panic!("{answers:?}") };
    assert!(board.entries.iter().all(|entry| entry.read::<Visit>().is_none()), "{board:?}");
}

#[test]
fn a_sheet_covers_it_in_every_form() {
    let mut bench = Bench::new();
    let (ready, now) = (contact(&mut bench), bench.clock.now());
    let okoro = bench.okoro.clone();
    bench.does(ready, &okoro, &[promise(now)]);
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    let kind = handover::Kind::Leave { person: okoro.person, until: None };
    let id = bench.desk.handover(Deal::Begin(kind)).unwrap();
    let unfinished = bench.desk.handover(Deal::Save { id, to: bench.home.path().join("early.txt") });
    assert!(
        matches!(&unfinished, Err(DeskError::Refused(refusal)) if refusal.code == "NotHandedOver"),
        "{unfinished:?}"
    );
    for item in bench.desk.handover_by_id(id).unwrap().items {
        let next = Next::Person(bench.bello.person);
        for command in [
            handover::Command::Owner { no: item.no, next },
            handover::Command::Line { no: item.no, line: "ring before nine".to_owned() },
        ] {
            bench.desk.handover(Deal::Do { id, command }).unwrap();
        }
    }
    bench.desk.handover(Deal::Do { id, command: handover::Command::Finish }).unwrap();
    bench.restrict(ready, &[], &[]);
    marsh(&mut bench);
    let now = bench.clock.now();
    for (name, hidden) in [("l.marsh", true), ("a.okoro", false)] {
        bench.desk.sign_in_for_practice(name).unwrap();
        let taken = bench.desk.take_handover_out(id, "text").unwrap();
        assert_eq!(taken.sealed.len(), usize::from(hidden));
        let sheet = || taken.paper(&bench.desk.book().state, now);
        for text in [paper::text(sheet()), paper::markdown(sheet())] {
            assert!(text.contains(&ready.reference.to_string()));
            for words in ["ring before nine", "ring the school"] {
                assert_ne!(text.contains(words), hidden, "{name}, {words}:\n{text}");
            }
        }
    }
}

#[test]
fn a_number_that_rings_is_not_said_to_be_its_callers() {
    let mut bench = Bench::new();
    let ready = contact(&mut bench);
    let folder = bench.desk.store().folder().clone();
    let public = Keys::of(&folder).sealing_public().unwrap();
    let body = format!("{{\"number\":\"{NUMBER}\"}}");
    let id = dutydesk::domain::ids::RingId(uuid::Uuid::from_u128(77));
    rings::drop_ring(&folder, &public, id, &body, &mut Random::Seeded(3).entropy()).unwrap();
    let of = |bench: &mut Bench| {
        bench.desk.handle(Request::Refresh);
        let watch = Stretch { lane: Lane::Ringing, around: None, before: 0, after: 9 };
        let answers = bench.desk.answer(Request::Watch(watch)).unwrap();
        let Some(Answer::Lane(view)) = answers.into_iter().next() else { panic!("no lane") };
        view.rings.unwrap().of
    };
    marsh(&mut bench);
    assert_eq!(of(&mut bench), Some(ready.reference));
    bench.restrict(ready, &[], &[]);
    assert_eq!(of(&mut bench), None);
}

#[test]
fn beside_another_contact_it_is_a_number_and_no_more() {
    let mut bench = Bench::new();
    let (earlier, later) = (contact(&mut bench), contact(&mut bench));
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    bench.desk.answer(Request::Attach { later: later.id, earlier: earlier.reference }).unwrap();
    let beside = |bench: &mut Bench| {
        let answers = bench.desk.answer(Request::Open(later.id)).unwrap();
        let Some(Answer::Contact(view)) = answers.into_iter().next() else { panic!("not opened") };
        view.beside.len()
    };
    marsh(&mut bench);
    assert_eq!(beside(&mut bench), 1);
    bench.restrict(earlier, &[], &[]);
    assert_eq!(beside(&mut bench), 0);
}

#[test]
fn of_an_earlier_contact_from_the_same_number_it_shows_that_it_is_there_and_no_more() {
    let mut bench = Bench::new();
    let (earlier, later) = (contact(&mut bench), contact(&mut bench));
    let journey = |bench: &mut Bench| {
        let answers = bench.desk.answer(Request::Open(later.id)).unwrap();
        let Some(Answer::Contact(view)) = answers.into_iter().next() else { panic!("not opened") };
        let [row] = &view.journey[..] else { panic!("{:?}", view.journey) };
        assert_eq!(row.reference, Some(earlier.reference));
        row.who.clone()
    };
    marsh(&mut bench);
    assert_ne!(journey(&mut bench), RESTRICTED);
    bench.restrict(earlier, &[], &[]);
    assert_eq!(journey(&mut bench), RESTRICTED);
}

#[test]
fn nobody_takes_out_what_is_closed_to_them() {
    let mut bench = Bench::new();
    let ready = contact(&mut bench);
    for form in ["text", "json", "markdown"] {
        marsh(&mut bench);
        assert!(bench.desk.take_out(ready.reference, form, "for the file").is_ok(), "{form}");
        bench.restrict(ready, &[], &[]);
        marsh(&mut bench);
        let refused = bench.desk.take_out(ready.reference, form, "for the file");
        assert!(
            matches!(refused, Err(DeskError::Refused(refusal)) if refusal.code == "Restricted"),
            "{form}"
        );
        bench.unrestrict(ready);
    }
}
