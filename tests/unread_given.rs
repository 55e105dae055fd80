//! What was promised and handed over, at a console that is opened on a damaged file: promises are read, as of when they were
//! known; whoever has an item says so; what is known is looked through; and all of it comes into the record later.

use std::fs;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{
        Answer, Clock as _, Desk, Request,
        protocol::{Deal, Deed},
    },
    domain::{
        alarm::Of,
        board::Kind,
        contact::{
            Command,
            access::{Command as Access, Kind as Why, Restricted},
            call::{self, Caller, Take},
            promise::Owner,
            telling::{self, Promised},
        },
        handover::{Command as Hand, Item, Kind as Which, Next, Waiting},
        ids::{HandoverId, ItemNo, PromiseNo, Reference, StaffId},
        ledger::Line,
        policy::{CallerKind, Mode},
        queue::Row,
    },
};

use crate::{
    common::console::Practice,
    damaged::{must, take},
    lone::{NOT_DONE, does, handed::line, keeps, must_not, whole},
    unread_night::{board, later, mended, opened, recording, refused, spoilt_evening},
};

/// Somebody rang from a number of their own, and is to be rung back by half past nine.
pub(crate) fn promised(owner: StaffId, now: DateTime<Utc>) -> Vec<Command> {
    let caller = Caller {
        kind: Some(CallerKind::Public),
        number: Some("01632 960123".to_owned()),
        prefers: Some("ring twice, he listens".to_owned()),
        ..Caller::default()
    };
    let promised = Promised {
        what: "ring Mia back".to_owned(),
        to: "the caller".to_owned(),
        person: None,
        ring_back: true,
        owner: Owner::Staff(owner),
        by: now + TimeDelta::minutes(90),
        agreed_with: "the caller".to_owned(),
    };
    vec![call::Command::SetCaller(caller).into(), telling::Command::Promise(promised).into()]
}

pub(crate) fn me(desk: &Desk) -> StaffId {
    desk.actor().unwrap().person
}

/// Hands what somebody has to a colleague, who covers while they are away.
pub(crate) fn gives(giver: &mut Desk, to: StaffId) -> HandoverId {
    let until = Some(giver.now() + TimeDelta::days(7));
    let id = giver.handover(Deal::Begin(Which::Leave { person: me(giver), until })).unwrap();
    for item in giver.handover_by_id(id).unwrap().items {
        let next = Next::Person(to);
        giver.handover(Deal::Do { id, command: Hand::Owner { no: item.no, next } }).unwrap();
        let line = "she is here until midnight".to_owned();
        giver.handover(Deal::Do { id, command: Hand::Line { no: item.no, line } }).unwrap();
    }
    giver.handover(Deal::Do { id, command: Hand::Finish }).unwrap();
    id
}

pub(crate) fn has_it(id: HandoverId, words: &str) -> Deed {
    Deed::Handover(Deal::Do { id, command: Hand::Acknowledge { no: ItemNo(1), words: words.to_owned() } })
}

/// An evening on which T. Bello had promised to ring somebody back, and had handed that to L. Marsh.
fn handed_over() -> (Practice, Vec<u8>, HandoverId) {
    let mut id = None;
    let (practice, file) = spoilt_evening(|bello, marsh, known| {
        let (owner, now) = (me(bello), bello.now());
        must(bello, known, promised(owner, now));
        id = Some(gives(bello, me(marsh)));
    });
    (practice, file, id.unwrap())
}

/// Has a manager do something a little later, at a console that reads the file and knows nothing of what waits beside it.
fn meanwhile(practice: &Practice, file: &[u8], does: impl FnOnce(&mut Desk)) {
    let spools: Vec<_> =
        fs::read_dir(practice.folder.spool()).unwrap().map(|entry| entry.unwrap().path()).collect();
    let kept: Vec<_> = spools.into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    for (_, path) in &kept {
        fs::remove_file(path).unwrap();
    }
    fs::write(practice.folder.database(), file).unwrap();
    later(practice, 5);
    does(&mut opened(practice, "P. Lindqvist", 61));
    for (bytes, path) in &kept {
        fs::write(path, bytes).unwrap();
    }
}

pub(crate) fn found(desk: &mut Desk, text: &str) -> (Vec<Row>, Option<DateTime<Utc>>) {
    let answers = desk.handle(Request::Find { text: text.to_owned(), ticket: 1 });
    match &answers[..] {
        // That the file is damaged is told beside it, once.
        [Answer::Found { rows, as_of, .. }] | [Answer::Found { rows, as_of, .. }, Answer::Desk(_)] => {
            (rows.clone(), *as_of)
        }
        other => panic!("{other:?}"),
    }
}

fn handovers(desk: &mut Desk) -> usize {
    desk.settle();
    desk.idle();
    desk.view().alarms.iter().filter(|alarm| alarm.of == Of::Handover).count()
}

#[test]
fn what_was_promised_is_read_as_of_when_it_was_known() {
    let (practice, file) = spoilt_evening(|bello, _, known| {
        let (owner, now) = (me(bello), bello.now());
        must(bello, known, promised(owner, now));
    });
    later(&practice, 70);
    let mut narrow = practice.console("L. Marsh", 80, 24);
    narrow
        .sees("n takes a call, p shows what is promised.")
        .press("p")
        .sees("Ring from here; n takes a call");
    drop(narrow);
    let mut bello = practice.console("T. Bello", 120, 40);
    bello.press("p").sees("As the desk knew it at 20:00; what was kept since is marked ✕.");
    bello.sees("Promises – we owe 1, none past their time").sees("☎ ring Mia back → the caller");
    bello.sees("☎ the caller's number: 01632 960123").sees("☎ safe when, and how: ring twice, he listens");
    bello.sees("Ring from here; n takes a call, and keeps what comes of it.");
    bello.sees("how many were kept cannot be counted; of what others owe us only what is due about now");
    insta::assert_snapshot!("unread_promises_120x40", bello.stage.snapshot());
    // Its contact lies in the file.
    bello.press("<enter>").sees("This contact cannot be opened now; p shows what was promised in it");
    bello.sees("ring Mia back");
    drop(bello);
    // Past its time it says so, whatever the file does.
    later(&practice, 30);
    let mut bello = practice.console("T. Bello", 120, 40);
    bello.press("p").sees("Promises – we owe 1, 1 past their time");
    // What is promised in a call that waits stands there too, and is told apart.
    bello.press("<esc>");
    let owner = me(&bello.desk.borrow());
    let now = practice.clock.now();
    let waiting = bello.desk.borrow_mut().handle(Request::Take(Box::<Take>::default()));
    let Answer::TakenAside { contact, .. } = waiting[0] else { panic!("{waiting:?}") };
    let answers = crate::damaged::does(&mut bello.desk.borrow_mut(), contact, promised(owner, now).remove(1));
    assert!(matches!(answers[0], Answer::Spooled { .. }), "{answers:?}");
    bello.press("p").sees("✕ waits ☎ ring Mia back").sees("we owe 2, 1 past their time");
    drop(bello);
    let mut manager = mended(&practice, &file);
    let (ledger, _) = manager.ledger().unwrap();
    assert_eq!(ledger.len(), 2);
    whole(&mut manager);
}

#[test]
fn of_what_others_owe_us_what_is_due_about_now_is_known() {
    let (practice, _) = spoilt_evening(|bello, _, known| {
        let (owner, now) = (me(bello), bello.now());
        let in_days = |days| promised(owner, now + TimeDelta::days(days)).remove(1);
        must(bello, known, vec![in_days(9)]);
        // The school owes us both; the one is due in two hours, the other in nine days.
        for days in [0, 9] {
            must(bello, known, vec![crate::roles::tries::promise(now + TimeDelta::days(days))]);
        }
    });
    let mut bello = recording(&practice, "T. Bello", 71);
    let known: Vec<(bool, DateTime<Utc>)> = board(&mut bello, Kind::Promise)
        .iter()
        .map(|entry| Line::of(entry).unwrap())
        .map(|line| (line.is_ours(), line.due))
        .collect();
    let now = bello.now();
    let (soon, late) = (now + TimeDelta::hours(2), now + TimeDelta::days(9) + TimeDelta::minutes(90));
    assert_eq!(known, [(false, soon), (true, late)], "all that we owe, and what is due from others");
}

#[test]
fn what_is_promised_is_read_by_those_to_whom_its_record_was_known_to_open() {
    let (practice, _) = spoilt_evening(|bello, marsh, known| {
        let (owner, now) = (me(bello), bello.now());
        must(bello, known, promised(owner, now));
        let named = vec![owner];
        let why = "a colleague's relative".to_owned();
        let restricted = Restricted { kind: Why::Other, why, named, family_of: vec![] };
        must(bello, known, vec![Access::Restrict(restricted).into()]);
        let other = take(marsh);
        let (owner, now) = (me(marsh), marsh.now() + TimeDelta::minutes(5));
        must(marsh, other, promised(owner, now));
    });
    let (mut bello, mut marsh) = (recording(&practice, "T. Bello", 71), recording(&practice, "L. Marsh", 72));
    let owed = |desk: &mut Desk| -> Vec<Reference> {
        let entries = board(desk, Kind::Promise);
        entries.iter().map(|entry| Line::of(entry).unwrap().owed.reference).collect()
    };
    assert_eq!(owed(&mut bello), [Reference(1), Reference(2)]);
    assert_eq!(owed(&mut marsh), [Reference(2)]);
    // Nor is it found by what was promised in it, or by its number.
    for text in ["Mia", "C-1", "ring"] {
        let (rows, as_of) = found(&mut marsh, text);
        assert_eq!(as_of, marsh.view().known_at);
        assert!(rows.iter().all(|row| row.reference == Some(Reference(2))), "{text}: {rows:?}");
    }
    let mut both: Vec<_> = found(&mut bello, "Mia").0.iter().map(|row| row.reference.unwrap()).collect();
    both.sort();
    assert_eq!(both, [Reference(1), Reference(2)]);
}

#[test]
fn whoever_has_an_item_says_so_and_what_goes_with_it_follows_in_the_record() {
    let (practice, file, id) = handed_over();
    later(&practice, 13 * 60);
    let (mut bello, mut marsh) = (recording(&practice, "T. Bello", 71), recording(&practice, "L. Marsh", 72));
    assert_eq!((handovers(&mut bello), handovers(&mut marsh)), (1, 1), "it calls until somebody has it");
    // Nobody takes what they handed over themselves.
    assert_eq!(refused(&does(&mut bello, has_it(id, ""))).0, "OwnHandover");
    let entries = keeps(&mut marsh, has_it(id, "I ring her"), Kind::Handover);
    assert!(entries[0].waits, "{entries:?}");
    let brief: dutydesk::domain::handover::Brief = entries[0].read().unwrap();
    assert_eq!(brief.stands, Waiting::Done);
    // Said twice, it is kept once.
    assert!(matches!(does(&mut marsh, has_it(id, "I ring her"))[0], Answer::Spooled { .. }));
    assert_eq!(marsh.view().spooled, 1);
    later(&practice, 1);
    assert_eq!((handovers(&mut bello), handovers(&mut marsh)), (0, 0), "also at the other console");
    let (giver, taker) = (me(&bello), me(&marsh));
    drop((bello, marsh));
    // Another than they brings it into the record.
    let mut manager = mended(&practice, &file);
    let item = manager.handover_by_id(id).unwrap().items.remove(0);
    let acknowledged = item.acknowledged.unwrap();
    assert_eq!((acknowledged.by, acknowledged.words.as_str()), (taker, "I ring her"));
    assert!(acknowledged.at < manager.now(), "when they said so");
    let contact = manager.contact(Reference(1)).unwrap();
    assert_eq!(contact.holder, Some(taker));
    assert_eq!(contact.hands.iter().map(|(_, who)| *who).collect::<Vec<_>>(), [giver, taker]);
    assert_eq!(contact.telling.promises[0].promised.owner, Owner::Staff(taker));
    let why = &contact.telling.promises[0].passed[0].why;
    assert_eq!(
        why,
        "taken up from the handover of T. Bello, acknowledged by L. Marsh Wed 25 Nov 2026 09:00 GMT"
    );
    whole(&mut manager);
    manager.sign_in_for_practice("S. Adler").unwrap();
    manager.rebuild().unwrap();
    whole(&mut manager);
}

#[test]
fn whoever_says_so_brings_it_into_the_record_themselves() {
    let (practice, file, id) = handed_over();
    let mut marsh = recording(&practice, "L. Marsh", 72);
    keeps(&mut marsh, has_it(id, ""), Kind::Handover);
    drop(marsh);
    fs::write(practice.folder.database(), file).unwrap();
    let mut marsh = opened(&practice, "L. Marsh", 73);
    let contact = marsh.contact(Reference(1)).unwrap();
    let promise = &contact.telling.promises[0];
    assert_eq!((contact.holder, &promise.promised.owner), (Some(me(&marsh)), &Owner::Staff(me(&marsh))));
    whole(&mut marsh);
}

#[test]
fn what_a_colleague_took_up_meanwhile_stays_theirs() {
    let (practice, file, id) = handed_over();
    let mut marsh = recording(&practice, "L. Marsh", 72);
    keeps(&mut marsh, has_it(id, "I have it"), Kind::Handover);
    drop(marsh);
    // Meanwhile a manager took it up for her, at a console that read the file.
    let mut person = None;
    meanwhile(&practice, &file, |manager| {
        assert!(matches!(does(manager, has_it(id, ""))[0], Answer::Done { .. }));
        person = Some(me(manager));
    });
    let mut bello = opened(&practice, "T. Bello", 74);
    let item = bello.handover_by_id(id).unwrap().items.remove(0);
    assert_eq!(item.acknowledged.map(|acknowledged| acknowledged.by), person);
    assert_eq!(bello.contact(Reference(1)).unwrap().holder, person);
    let left = bello.leftovers().unwrap();
    let [Answer::Notes(notes)] = &left[..] else { panic!("{left:?}") };
    assert!(notes[0].text.contains("Kept by L. Marsh") && notes[0].text.contains("I have it"), "{notes:?}");
    whole(&mut bello);
}

#[test]
fn what_has_gone_to_somebody_else_since_is_not_taken_from_them() {
    let (practice, file, id) = handed_over();
    let mut marsh = recording(&practice, "L. Marsh", 72);
    keeps(&mut marsh, has_it(id, "I have it"), Kind::Handover);
    drop(marsh);
    // The contact and its promise went to a manager meanwhile, and the item itself to nobody.
    let mut person = None;
    meanwhile(&practice, &file, |manager| {
        let (known, to, why) =
            (manager.contact(Reference(1)).unwrap().id, me(manager), "she rang again".to_owned());
        let promise = telling::Command::HandOver { no: PromiseNo(1), to, why: why.clone() };
        must(manager, known, vec![promise.into(), call::Command::TakeOver { why }.into()]);
        person = Some(to);
    });
    let person = person.unwrap();
    let mut bello = opened(&practice, "T. Bello", 74);
    let item = bello.handover_by_id(id).unwrap().items.remove(0);
    assert_eq!(item.acknowledged.map(|acknowledged| acknowledged.words), Some("I have it".to_owned()));
    let contact = bello.contact(Reference(1)).unwrap();
    let promise = &contact.telling.promises[0];
    assert_eq!((contact.holder, &promise.promised.owner), (Some(person), &Owner::Staff(person)));
    whole(&mut bello);
}

#[test]
fn the_screens_take_a_handover_up_and_look_through_what_is_known() {
    let (practice, file, id) = handed_over();
    let mut marsh = practice.console("L. Marsh", 120, 40);
    marsh.press("h").sees("As the desk knew it at 20:00").sees("one waits to be acknowledged");
    marsh.press("<home><enter>").sees("ring Mia back");
    marsh.press("I ring her<c-s>").sees("Kept in the spool at 20:00").sees("It is all acknowledged.");
    marsh.press("<esc><esc>/").press("Mia").sees("▲ Only what waits here, and what this console knew");
    marsh.sees("C-1").sees("promised: ring Mia back → the caller");
    insta::assert_snapshot!("unread_find_120x40", marsh.stage.snapshot());
    marsh.press("<enter>").sees("This contact cannot be opened now");
    marsh
        .press("/")
        .press("Zebedee")
        .sees("Nothing found among them; the rest cannot be looked through now.");
    // A call that waits here is found and opened.
    marsh.press("<esc>n").sees("No number yet").write("Zebedee stood there").press("<enter>");
    marsh.press("<esc>/").press("caller").sees("caller not known yet");
    // While anybody listens, nothing that was promised is read out by it.
    assert!(!marsh.text().contains("ring Mia back"), "{}", marsh.text());
    drop(marsh);
    let mut manager = mended(&practice, &file);
    assert!(manager.handover_by_id(id).unwrap().is_done());
    whole(&mut manager);
}

#[test]
fn a_handover_is_read_and_written_in_and_nothing_of_it_is_decided() {
    let mut begun = None;
    let (practice, file) = spoilt_evening(|bello, _, _| {
        let kind = Which::Shift { from: Mode::Edt, to: Mode::FrontDoor };
        begun = Some(bello.handover(Deal::Begin(kind)).unwrap());
    });
    let id = begun.unwrap();
    let mut bello = recording(&practice, "T. Bello", 71);
    assert_eq!(board(&mut bello, Kind::Handover).len(), 1);
    let entries = keeps(&mut bello, line(id, "ring the ward at nine"), Kind::HandoverItem);
    let item: Item = entries[0].read().unwrap();
    assert!(entries[0].waits && item.line == "ring the ward at nine", "{entries:?}");
    let next = Hand::Owner { no: ItemNo(1), next: Next::Service(Mode::FrontDoor) };
    keeps(&mut bello, Deed::Handover(Deal::Do { id, command: next }), Kind::HandoverItem);
    let finish = Deed::Handover(Deal::Do { id, command: Hand::Finish });
    assert!(must_not(&mut bello, finish).starts_with(NOT_DONE));
    // It is drawn from the contacts, which stand in the file.
    let another = Deed::Handover(Deal::Begin(Which::Shift { from: Mode::FrontDoor, to: Mode::Edt }));
    assert!(must_not(&mut bello, another).contains("damaged"));
    drop(bello);
    let mut manager = mended(&practice, &file);
    assert_eq!(manager.handover_by_id(id).unwrap().items[0].line, "ring the ward at nine");
    whole(&mut manager);
}
