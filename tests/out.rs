//! Somebody out alone: who would see, when it climbs, and that nothing silences it but the person or their word.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{
        Clock, Desk, Opening, Random, Request,
        proof::Projections,
        protocol::{self, Beside, Deed},
    },
    domain::{
        alarm::{Level, Of},
        board::Kind,
        contact::{
            Command as Act, call,
            night::{Command as Night, FiledIn, NoLoneVisits},
            telling,
        },
        ids::ContactId,
        policy::CallerKind,
        queue::Lane,
        visit::{Command, Going, Named, Visit},
    },
};

use crate::common::console::Practice;

/// A Tuesday evening, when the Emergency Duty Team is on.
const EVENING: &str = "2026-11-24T20:00:00Z";

fn desk(practice: &Practice, name: &str, console: bool) -> Desk {
    let clock = Arc::clone(&practice.clock) as Arc<dyn Clock>;
    let opening = Opening { console, bulk: false };
    let seed = name.bytes().map(u64::from).sum();
    let mut desk = Desk::open(&practice.folder, opening, clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    // Who sits there is said once their screen is there.
    desk.settle();
    desk
}

fn going(now: DateTime<Utc>) -> Going {
    Going {
        place: "12 Harbour Lane, flat 3".to_owned(),
        purpose: "Kate Brook, to see where Ellis sleeps".to_owned(),
        contact: None,
        reference: None,
        number: "07700 900106".to_owned(),
        back_by: now + TimeDelta::minutes(120),
        every: 45,
        named: None,
        allowed: None,
        danger: None,
        not_theirs: vec![],
    }
}

fn does(desk: &mut Desk, deed: Deed) -> Result<(), String> {
    desk.answer(Request::Beside(Box::new(Beside { tag: 1, deed })))
        .map(drop)
        .map_err(|error| error.to_string())
}

fn out(desk: &Desk) -> Visit {
    desk.store().board(Kind::Visit).unwrap()[0].read().unwrap()
}

fn alarms(desk: &mut Desk) -> Vec<(Level, String)> {
    desk.handle(Request::Refresh);
    desk.settle();
    let view = desk.view();
    view.alarms
        .iter()
        .filter(|a| matches!(a.of, Of::Visit | Of::Look))
        .map(|a| (a.level, a.words.clone()))
        .collect()
}

#[test]
fn an_overdue_check_in_climbs_and_never_silences_itself() {
    let practice = Practice::new(3);
    practice.clock.set(EVENING.parse().unwrap());
    let mut bello = desk(&practice, "T. Bello", true);
    let now = bello.now();
    // Alone on the desk: nobody would see the alarm, so somebody is named who rings.
    let refused = does(&mut bello, Deed::Visit(None, Command::Start(Box::new(going(now))))).unwrap_err();
    assert!(refused.contains("nobody would see the alarm"), "{refused}");
    let named = Named {
        name: "Jo Bello".to_owned(),
        number: "07700 900222".to_owned(),
        ring_at: now + TimeDelta::minutes(130),
    };
    let with = Going { named: Some(named), ..going(now) };
    does(&mut bello, Deed::Visit(None, Command::Start(Box::new(with)))).unwrap();
    let id = out(&bello).id;
    does(&mut bello, Deed::Visit(Some(id), Command::BackSafe { how: String::new() })).unwrap();
    // With a colleague at a console there is no need of it.
    let mut marsh = desk(&practice, "L. Marsh", true);
    let mut manager = desk(&practice, "P. Lindqvist", true);
    assert_eq!(bello.who_would_see().unwrap().len(), 2);
    does(&mut bello, Deed::Visit(None, Command::Start(Box::new(going(now))))).unwrap();
    let id = out(&bello).id;
    assert_eq!(alarms(&mut bello), []);
    // Late: first the worker's own screen, and the list of whoever is on call.
    let due = now + TimeDelta::minutes(45);
    practice.clock.set(due);
    assert_eq!(alarms(&mut bello), [(Level::Red, "check in: you are late since 20:45".to_owned())]);
    assert_eq!(alarms(&mut manager), [(Level::Warning, "T. Bello is late since 20:45".to_owned())]);
    assert_eq!(alarms(&mut marsh), []);
    // Ten minutes later every console; a try to reach them, a colleague's extension, or hours change nothing.
    practice.clock.set(due + TimeDelta::minutes(10));
    let overdue = vec![(Level::Red, "T. Bello is overdue since 20:45".to_owned())];
    assert_eq!(alarms(&mut marsh), overdue);
    does(&mut marsh, Deed::Visit(Some(id), Command::Try { words: "rings out, no answer".to_owned() }))
        .unwrap();
    let longer = Command::Extend { back_by: now + TimeDelta::hours(4), why: "I guess".to_owned() };
    does(&mut marsh, Deed::Visit(Some(id), longer)).unwrap();
    assert!(does(&mut marsh, Deed::Visit(Some(id), Command::CheckIn)).is_err());
    assert!(does(&mut marsh, Deed::Visit(Some(id), Command::BackSafe { how: String::new() })).is_err());
    practice.clock.set(due + TimeDelta::hours(30));
    for desk in [&mut bello, &mut marsh, &mut manager] {
        assert_eq!(alarms(desk), overdue);
    }
    marsh.handle(Request::Lock);
    assert_eq!(alarms(&mut marsh), overdue, "a locked console goes on");
    let how = "spoke with T. Bello at the station at 02:40".to_owned();
    does(&mut manager, Deed::Visit(Some(id), Command::BackSafe { how })).unwrap();
    assert_eq!(alarms(&mut bello), []);
    assert_eq!(bello.compare().unwrap(), Projections::Equal);
}

#[test]
fn snapshots_of_visits_and_shift() {
    let practice = Practice::new(40);
    practice.clock.set(EVENING.parse().unwrap());
    let mut bello = desk(&practice, "T. Bello", true);
    let mut marsh = desk(&practice, "L. Marsh", true);
    // Whoever is out sees no alarm: somebody else is at a console.
    let _osei = desk(&practice, "H. Osei", true);
    let now = bello.now();
    does(&mut bello, Deed::Visit(None, Command::Start(Box::new(going(now))))).unwrap();
    let later = Going {
        place: "Hatch Road 4".to_owned(),
        back_by: now + TimeDelta::hours(5),
        every: 120,
        ..going(now)
    };
    does(&mut marsh, Deed::Visit(None, Command::Start(Box::new(later)))).unwrap();
    practice.clock.set(now + TimeDelta::minutes(58));
    for (width, height) in [(80, 24), (120, 40)] {
        let mut console = practice.console("A. Okoro", width, height);
        console.sees("T. Bello is overdue since 20:45").press("v");
        insta::assert_snapshot!(format!("visits_{width}x{height}"), console.stage.snapshot());
        console.press("<a-n>");
        insta::assert_snapshot!(format!("visits_new_{width}x{height}"), console.stage.snapshot());
        console.press("<esc>s");
        insta::assert_snapshot!(format!("shift_{width}x{height}"), console.stage.snapshot());
    }
}

fn marked(practice: &Practice) -> dutydesk::domain::ids::Reference {
    let mut bello = desk(practice, "T. Bello", true);
    let contact = bello.contact("C-1841".parse().unwrap()).unwrap();
    let mark =
        Night::NoLone(NoLoneVisits { why: Some("Dean threatened a midwife".to_owned()), lifted: None });
    let act = protocol::Act {
        tag: 1,
        contact: contact.id,
        command: mark.into(),
        seen: contact.version,
        event: None,
        step_up: None,
    };
    bello.answer(Request::Act(Box::new(act))).unwrap();
    contact.reference
}

#[test]
fn to_a_marked_family_somebody_goes_on_a_managers_own_word() {
    let practice = Practice::new(40);
    practice.clock.set(EVENING.parse().unwrap());
    let reference = marked(&practice);
    let mut bello = practice.console("T. Bello", 120, 40);
    let _marsh = desk(&practice, "L. Marsh", true);
    let go = "v12 Harbour Lane<tab>Kate, where they sleep<tab>C-1841<tab>07700 900106<tab>in 2 h<tab>45<c-s>";
    bello.refresh().press(go).sees("marked: no lone visits");
    bello.sees("ask a manager to allow it at their own console");
    // The manager says so at a console of their own, and the passphrase is asked once more.
    let mut manager = practice.console("P. Lindqvist", 120, 40);
    manager.press("/1841<enter><f12>").sees("NO LONE VISITS");
    manager.press("<a-up><a-up><a-up><a-up><a-down>");
    manager.sees("A manager's word: who may go alone");
    manager.press("Bello<tab>Dean is in custody until nine.<tab>in 3 h<c-s>").sees("Your passphrase");
    manager.press("practice<enter>").sees("T. Bello, on the word of P. Lindqvist");
    bello.refresh().press("<c-s>").sees("P. Lindqvist allowed it at their console");
    let visit = out(&bello.desk.borrow());
    assert_eq!(visit.started.going.reference, Some(reference));
    assert!(!visit.waits_for_look());
}

#[test]
fn a_visit_made_in_danger_is_looked_at_by_a_manager() {
    let practice = Practice::new(40);
    practice.clock.set(EVENING.parse().unwrap());
    marked(&practice);
    let mut bello = practice.console("T. Bello", 120, 40);
    let mut marsh = practice.console("L. Marsh", 120, 40);
    let go = "v12 Harbour Lane<tab>Kate, where they sleep<tab>C-1841<tab>07700 900106<tab>in 2 h<tab>45<tab><tab><tab><tab>";
    bello.refresh().press(go).press("Ellis rang 999 and the line broke off<c-s>").sees("went in danger");
    bello.press("back safe<c-s>").sees("Nobody is out");
    bello.sees("A manager looks at it afterwards");
    // It stands before managers until one of them has said what they make of it; after a day before everybody.
    practice.console("P. Lindqvist", 120, 40).sees("T. Bello went alone in danger");
    assert!(!marsh.refresh().text().contains("went alone"), "{}", marsh.text());
    practice.clock.set(practice.clock.now() + TimeDelta::hours(25));
    practice.console("L. Marsh", 120, 40).sees("T. Bello went alone in danger");
    let mut manager = practice.console("P. Lindqvist", 120, 40);
    manager.press("v").sees("back; a manager looks at it");
    manager.press("looked<tab>Right to go; next time with the police.<c-s>").sees("Nobody is out");
    assert!(!manager.refresh().text().contains("went alone"), "{}", manager.text());
    assert_eq!(marsh.desk.borrow_mut().compare().unwrap(), Projections::Equal);
}

#[test]
fn a_shift_ends_when_each_of_its_contacts_is_filed_or_says_why_not() {
    let practice = Practice::new(40);
    practice.clock.set(EVENING.parse().unwrap());
    let mut bello = practice.console("T. Bello", 120, 40);
    bello.press("syes<c-s>").sees("Your shift, since 20:00");
    // What earlier nights left is told, and is not this shift's to answer for.
    bello.sees("of earlier nights");
    bello.press("<esc>n").sees("talking 0 min");
    bello.press("<f3>child<tab>Ada Quill<tab><tab>6<c-s>").sees("1 child");
    bello.press("<a-e><esc>n").sees("talking 0 min");
    bello.press("<a-e><esc>s").sees("C-1842 not filed").sees("Nobody on until");
    // The cursor begins where the shift ends, so that its word is no reason why a child is on no file.
    bello.press("ends<c-s>").sees("On no child's file yet: C-1842, C-1843.");
    // One is filed in the contact, the other is said why not.
    bello.press("<esc>/").write("C-1842").press("<enter><f12><a-down>in a<enter>Ada<enter><tab>4711<c-s>");
    bello.sees("● On a child's file");
    bello.press("<esc>s").sees("C-1843 not filed");
    // That it ends is chosen still, from before.
    bello.press("<tab><tab>a wrong number; nobody was named<c-s>").sees("Nobody is on after you until");
    bello.press("<s-tab>the senior manager on call has the number<c-s>").sees("Before your shift");
    bello.sees("✓ Your shift ended ");
    assert!(bello.desk.borrow().store().board(Kind::Shift).unwrap().is_empty());
    // Why stands in the contact that it is about, and in no other.
    let why = |of: &str| bello.contact(of).why_unfiled().map(str::to_owned);
    assert_eq!(why("C-1843").as_deref(), Some("a wrong number; nobody was named"));
    assert_eq!(why("C-1842"), None);
    bello.press("<esc>/").write("C-1843").press("<enter>");
    bello.sees("on no child's file yet (F12): a wrong number; nobody was named");
}

/// Does something to a contact; gives why it was refused, or nothing.
fn act(desk: &mut Desk, contact: ContactId, command: impl Into<Act>) -> String {
    let act = protocol::Act {
        tag: 1,
        contact,
        command: command.into(),
        seen: u64::MAX,
        event: None,
        step_up: None,
    };
    desk.answer(Request::Act(Box::new(act))).err().map(|error| error.to_string()).unwrap_or_default()
}

/// Takes a call of somebody who only thinks aloud, and tells everybody what there is to tell.
fn nearly_closed(desk: &mut Desk) -> ContactId {
    let caller = call::Caller { kind: Some(CallerKind::Consultation), ..call::Caller::default() };
    desk.answer(Request::Take(Box::new(call::Take { caller, ..call::Take::default() }))).unwrap();
    let id = ContactId(desk.lane(Lane::Talking, 1).unwrap()[0].id);
    assert_eq!(act(desk, id, call::Command::End), "");
    assert_eq!(act(desk, id, telling::Command::NotSend { why: "thought aloud".to_owned() }), "");
    let to = FiledIn::NoChild("thought aloud".to_owned());
    assert_eq!(act(desk, id, Night::File { children: vec![], to }), "");
    id
}

fn close(desk: &mut Desk, id: ContactId, words: &str) -> String {
    act(desk, id, telling::Command::Close { words: words.to_owned() })
}

#[test]
fn a_contact_is_not_closed_over_somebody_who_is_out_without_a_word() {
    let practice = Practice::new(0);
    practice.clock.set(EVENING.parse().unwrap());
    let mut bello = desk(&practice, "T. Bello", true);
    let id = nearly_closed(&mut bello);
    let _marsh = desk(&practice, "L. Marsh", true);
    let now = bello.now();
    let going = Going { contact: Some(id), ..going(now) };
    does(&mut bello, Deed::Visit(None, Command::Start(Box::new(going)))).unwrap();
    let refused = close(&mut bello, id, "");
    assert!(refused.contains("T. Bello is out about this and not back yet"), "{refused}");
    let visit = out(&bello).id;
    does(&mut bello, Deed::Visit(Some(visit), Command::BackSafe { how: String::new() })).unwrap();
    assert_eq!(close(&mut bello, id, ""), "");
}

#[test]
fn a_contact_is_not_closed_over_a_later_call_about_the_same_without_a_word() {
    let practice = Practice::new(0);
    practice.clock.set(EVENING.parse().unwrap());
    let mut bello = desk(&practice, "T. Bello", true);
    let (earlier, later) = (nearly_closed(&mut bello), nearly_closed(&mut bello));
    let reference = bello.contact_by_id(earlier).unwrap().reference;
    bello.answer(Request::Attach { later, earlier: reference }).unwrap();
    let refused = close(&mut bello, earlier, "");
    assert!(refused.contains("a later call about the same, is still open"), "{refused}");
    assert_eq!(close(&mut bello, later, ""), "");
    assert_eq!(close(&mut bello, earlier, ""), "");
}

#[test]
fn somebody_who_is_out_is_an_item_of_the_handover() {
    let practice = Practice::new(40);
    practice.clock.set("2026-11-25T02:10:00Z".parse().unwrap());
    let mut bello = practice.console("T. Bello", 120, 40);
    bello.press("v12 Harbour Lane<tab>Kate, where they sleep<tab><tab>07700 900106<tab>in 2 h<tab>45<tab>");
    bello.press("Jo Bello<tab>07700 900222<tab>in 2 h<c-s>").sees("Who is out");
    bello.press("<esc>h<end><up><enter>").sees("have nobody next");
    for _ in 0..20 {
        if bello.text().contains("visit – T. Bello is out") {
            break;
        }
        bello.press("<a-down>");
    }
    bello.sees("out alone: 12 Harbour Lane; ring them on 07700 900106; checks in every 45 min");
    // It is about no contact: nothing is hinted at that would open one.
    assert!(!bello.text().contains("Ctrl+O"), "{}", bello.text());
    bello.press("watch it until she is back<tab>the front<tab>").sees("watch it until she is back");
    // Back safe, it stands in the handover no longer.
    bello.press("<esc><esc>vback<c-s>").sees("Nobody is out: T. Bello came back safe 02:10");
    bello.press("<esc>h<end><up><enter>").sees("have nobody next");
    assert!(!bello.text().contains("is out"), "{}", bello.text());
}
