//! The mark *no lone visits* is the family's: what the desk finds from another of its contacts, and what it keeps to itself.

use std::sync::Arc;

use dutydesk::{
    desk::{
        Answer, Clock, Desk, Opening, Random, Request,
        proof::Projections,
        protocol::{Act, Beside, Deed, Stretch},
    },
    domain::{
        board::Kind,
        contact::{
            Command, Contact, Context, access,
            call::{Caller, Command as Call, Take},
            family::{Command as Family, Details, Household, Kind as Who},
            night::{Command as Night, FiledIn, Found, LoneAllowed, NoLoneVisits},
            telling::Command as Telling,
        },
        ids::{ContactId, HouseholdNo, PersonNo, Reference, StaffId},
        input::born::Born,
        policy::CallerKind,
        queue::Lane,
        visit::{Command as Visiting, Visit},
    },
    exchange::{contact_json::ContactJson, contact_text},
};

use crate::{common::console::Practice, roles::words::going};

/// A Tuesday evening, when the Emergency Duty Team is on.
const EVENING: &str = "2026-11-24T20:00:00Z";

fn practice() -> Practice {
    let practice = Practice::new(3);
    practice.clock.set(EVENING.parse().unwrap());
    practice
}

pub(crate) fn desk(practice: &Practice, name: &str) -> Desk {
    let clock = Arc::clone(&practice.clock) as Arc<dyn Clock>;
    let seed = name.bytes().map(u64::from).sum();
    let opening = Opening { console: true, bulk: false };
    let mut desk = Desk::open(&practice.folder, opening, clock, Random::Seeded(seed)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    // Who sits there is said once their screen is there.
    desk.settle();
    desk
}

pub(crate) fn does(desk: &mut Desk, contact: ContactId, command: impl Into<Command>) {
    let seen = desk.contact_by_id(contact).unwrap().version;
    let step_up = Some("practice".to_owned().into());
    let act = Act { tag: 1, contact, command: command.into(), seen, event: None, step_up };
    let answers = desk.answer(Request::Act(Box::new(act))).unwrap();
    assert!(answers.iter().any(|answer| matches!(answer, Answer::Done { .. })), "{answers:?}");
}

fn take(desk: &mut Desk, caller: Caller) -> ContactId {
    let answers = desk.answer(Request::Take(Box::new(Take { caller, ..Take::default() }))).unwrap();
    let taken = answers.iter().find_map(|answer| match answer {
        Answer::Taken(id) => Some(*id),
        _ => None,
    });
    taken.unwrap()
}

/// Takes a parent's call about a child who is called so, born on 4 March 2016.
pub(crate) fn taken(desk: &mut Desk, child: &str) -> ContactId {
    let taken = take(desk, Caller { kind: Some(CallerKind::Parent), ..Caller::default() });
    let born = Some(Born::Date("2016-03-04".parse().unwrap()));
    let details = Details { name: Some(child.to_owned()), born, ..Details::of(Who::Child) };
    does(desk, taken, Family::Add(details));
    taken
}

fn mark(desk: &mut Desk, contact: ContactId, why: Option<&str>) {
    does(
        desk,
        contact,
        Night::NoLone(NoLoneVisits {
            why: why.map(str::to_owned),
            lifted: why.is_none().then(|| "he moved away".to_owned()),
        }),
    );
}

fn goes(desk: &mut Desk, to: Option<Reference>, place: &str) -> Result<(), String> {
    let mut going = going(desk.now());
    going.reference = to;
    place.clone_into(&mut going.place);
    let deed = Deed::Visit(None, Visiting::Start(Box::new(going)));
    let asked = Request::Beside(Box::new(Beside { tag: 1, deed }));
    desk.answer(asked).map(drop).map_err(|error| error.to_string())
}

/// Gives the marks that stand beside a contact for whoever opens it.
fn marks(desk: &mut Desk, contact: ContactId) -> Vec<Found> {
    let answers = desk.answer(Request::Open(contact)).unwrap();
    let view = answers.into_iter().find_map(|answer| match answer {
        Answer::Contact(view) => Some(view.marks),
        _ => None,
    });
    view.unwrap().to_vec()
}

/// Restricts a contact to one person.
fn restrict(desk: &mut Desk, contact: ContactId, to: StaffId) {
    let restricted = access::Restricted {
        kind: access::Kind::Other,
        why: "a colleague's relative".to_owned(),
        named: vec![to],
        family_of: vec![],
    };
    does(desk, contact, access::Command::Restrict(restricted));
}

fn reference(desk: &Desk, contact: ContactId) -> Reference {
    desk.contact_by_id(contact).unwrap().reference
}

fn equal(desk: &mut Desk) {
    assert_eq!(desk.compare().unwrap(), Projections::Equal);
}

#[test]
fn the_mark_is_found_from_any_contact_of_the_family_until_it_is_taken_away() {
    let practice = practice();
    let mut bello = desk(&practice, "T. Bello");
    let (marked, other) = (taken(&mut bello, "Noor Example"), taken(&mut bello, "EXAMPLE, Noor"));
    let (there, here) = (reference(&bello, marked), reference(&bello, other));
    goes(&mut bello, Some(here), "4 Mill Lane").unwrap();
    let out: Visit = bello.store().board(Kind::Visit).unwrap()[0].read().unwrap();
    let back = Deed::Visit(Some(out.id), Visiting::BackSafe { how: String::new() });
    bello.answer(Request::Beside(Box::new(Beside { tag: 1, deed: back }))).unwrap();
    // Marked, and what it is known by changed afterwards: the board follows.
    mark(&mut bello, marked, Some("a dog that bites"));
    let home = Household {
        no: HouseholdNo(0),
        place: "12 Harbour Lane".to_owned(),
        protected: true,
        members: vec![PersonNo(1)],
    };
    does(&mut bello, marked, Family::SetHousehold(home));
    let refused = goes(&mut bello, Some(here), "4 Mill Lane").unwrap_err();
    let said = format!(
        "{there}: Noor Example, born Fri 4 Mar 2016, marked no lone visits by T. Bello on Tue 24 Nov 2026 20:00 GMT: a dog that bites"
    );
    assert!(refused.contains(&said), "{refused}");
    // A protected address finds it, and is not said.
    let refused = goes(&mut bello, None, "12 Harbour Ln, the back door").unwrap_err();
    assert!(refused.contains("the same address") && !refused.contains("Harbour"), "{refused}");
    assert_eq!(marks(&mut bello, other).len(), 1);
    equal(&mut bello);
    mark(&mut desk(&practice, "P. Lindqvist"), marked, None);
    assert_eq!(marks(&mut bello, other), []);
    goes(&mut bello, Some(here), "4 Mill Lane").unwrap();
    equal(&mut bello);
}

#[test]
fn attached_contacts_are_one_family_however_many_lie_between() {
    let practice = practice();
    let mut bello = desk(&practice, "T. Bello");
    let of: Vec<ContactId> =
        ["Noor Example", "Ada Quill", "Ben Marsh", "Cy Rowe"].map(|child| taken(&mut bello, child)).into();
    for pair in of.windows(2) {
        let earlier = reference(&bello, pair[0]);
        bello.answer(Request::Attach { later: pair[1], earlier }).unwrap();
    }
    mark(&mut bello, of[0], Some("a dog that bites"));
    let last = reference(&bello, of[3]);
    let refused = goes(&mut bello, Some(last), "4 Mill Lane").unwrap_err();
    assert!(refused.contains("attached to this one"), "{refused}");
    // Taken apart in the middle, they are two families again.
    bello
        .answer(Request::Detach { contact: of[1], other: of[2], why: "another family's call".to_owned() })
        .unwrap();
    goes(&mut bello, Some(last), "4 Mill Lane").unwrap();
    equal(&mut bello);
}

#[test]
fn of_a_closed_record_only_that_it_is_marked_is_told() {
    let practice = practice();
    let mut bello = desk(&practice, "T. Bello");
    let mut manager = desk(&practice, "P. Lindqvist");
    let (marked, other) = (taken(&mut bello, "Noor Example"), taken(&mut bello, "Noor Example"));
    mark(&mut bello, marked, Some("a dog that bites"));
    let lindqvist = manager.actor().unwrap().person;
    restrict(&mut bello, marked, lindqvist);
    let (there, here) = (reference(&bello, marked), reference(&bello, other));
    let refused = goes(&mut bello, Some(here), "4 Mill Lane").unwrap_err();
    assert!(refused.contains("A record closed to you is marked: no lone visits. Ask the "), "{refused}");
    let found = marks(&mut bello, other);
    for told in [refused, found[0].line()] {
        for secret in ["Noor", "dog", "2016", "Bello on", &there.to_string()] {
            assert!(!told.contains(secret), "{secret} in: {told}");
        }
    }
    let kept = format!("{found:?}");
    assert!(!kept.contains("Noor") && !kept.contains("dog"), "{kept}");
    // Whoever may open it reads why, and gives the word there; it lets go, and shows nothing either.
    assert!(marks(&mut manager, other)[0].line().contains("a dog that bites"));
    let why = "the dog is at the kennels".to_owned();
    let until = manager.now() + chrono::TimeDelta::hours(2);
    let visitor = bello.actor().unwrap().person;
    does(&mut manager, marked, Night::AllowLone(LoneAllowed { visitor, why, until }));
    goes(&mut bello, Some(here), "4 Mill Lane").unwrap();
    let row = &bello.store().board(Kind::Visit).unwrap()[0].row;
    for secret in ["kennels", "dog", &there.to_string()] {
        assert!(!row.contains(secret), "{secret} in: {row}");
    }
    equal(&mut bello);
}

fn contact(desk: &mut Desk, child: &str) -> Contact {
    let id = taken(desk, child);
    desk.contact_by_id(id).unwrap()
}

#[test]
fn the_screens_tell_of_the_family_and_take_another_family_s_reason() {
    let practice = practice();
    let mut marsh = desk(&practice, "L. Marsh");
    let (marked, other) = (contact(&mut marsh, "Noor Example"), contact(&mut marsh, "Noor Example"));
    mark(&mut marsh, marked.id, Some("a dog that bites"));
    let mut bello = practice.console("T. Bello", 120, 40);
    // The contact of the same family says it, with whose mark it is.
    bello
        .press("/")
        .write(&other.reference.to_string())
        .press("<enter>")
        .sees("NO LONE VISITS, if the same family");
    bello.press("<f12>").sees("not marked here; marked on C-");
    bello.sees("marked no lone visits by L. Marsh").sees("a dog that bites");
    insta::assert_snapshot!("family_marked_120x40", bello.stage.snapshot());
    // A visit asks for the manager, or for the reason why it is another family.
    bello.press("<esc>v<c-s>12 Mill Row<tab>Kate, where they sleep<tab>").write(&other.reference.to_string());
    bello
        .press("<tab>07700 900106<tab>in 2 h<tab>45<c-s>")
        .sees("The same family is marked on another contact");
    bello.sees(&format!("F12 in {}", marked.reference));
    insta::assert_snapshot!("family_marked_visit_120x40", bello.stage.snapshot());
    bello
        .press("<tab><tab><tab><tab><tab>her Noor is three<c-s>")
        .sees("Say which marked contact is another family's");
    bello
        .press("<c-u>")
        .write(&format!("{}: born in Leeds, says her school", marked.reference))
        .press("<c-s>");
    bello.sees("is marked, and another family's: born in Leeds, says her school");
}

#[test]
fn taking_the_mark_off_one_contact_tells_of_the_others() {
    let practice = practice();
    let mut marsh = desk(&practice, "L. Marsh");
    let (first, second) = (contact(&mut marsh, "Noor Example"), contact(&mut marsh, "Noor Example"));
    mark(&mut marsh, first.id, Some("a dog that bites"));
    mark(&mut marsh, second.id, Some("Dean threatened a midwife"));
    let mut bello = practice.console("T. Bello", 80, 24);
    bello.press("/").write(&second.reference.to_string()).press("<enter><f12>").sees("Dean threatened");
    bello.sees("a dog that bites");
    insta::assert_snapshot!("family_marked_80x24", bello.stage.snapshot());
    let mut manager = practice.console("P. Lindqvist", 80, 24);
    manager.press("/").write(&second.reference.to_string()).press("<enter><f12>").sees("Dean threatened");
    manager.press("the mark<enter>").write("he lives in Leeds now").press("<c-s>");
    manager.sees(&format!("not marked here; marked on {}", first.reference));
}

#[test]
fn a_closed_contact_s_mark_counts_like_an_open_one_s() {
    let practice = practice();
    let mut bello = desk(&practice, "T. Bello");
    let caller = Caller { kind: Some(CallerKind::Consultation), ..Caller::default() };
    let closed = take(&mut bello, caller);
    let home = Household {
        no: HouseholdNo(0),
        place: "12 Harbour Lane".to_owned(),
        protected: false,
        members: vec![],
    };
    does(&mut bello, closed, Family::SetHousehold(home));
    mark(&mut bello, closed, Some("a dog that bites"));
    does(&mut bello, closed, Call::End);
    does(&mut bello, closed, Telling::NotSend { why: "they have the advice from the call".to_owned() });
    let to = FiledIn::NoChild("no child was named".to_owned());
    does(&mut bello, closed, Night::File { children: vec![], to });
    does(&mut bello, closed, Telling::Close { words: String::new() });
    assert!(bello.contact_by_id(closed).unwrap().closed.is_some());
    let refused = goes(&mut bello, None, "12 Harbour Lane").unwrap_err();
    assert!(refused.contains("a dog that bites"), "{refused}");
    equal(&mut bello);
}

#[test]
fn whoever_is_out_already_is_told_of_a_mark_and_so_are_managers() {
    let practice = practice();
    let mut bello = desk(&practice, "T. Bello");
    let (visited, other) = (taken(&mut bello, "Noor Example"), taken(&mut bello, "Noor Example"));
    let strangers = taken(&mut bello, "Ada Quill");
    let here = reference(&bello, visited);
    goes(&mut bello, Some(here), "4 Mill Lane").unwrap();
    let mut marsh = desk(&practice, "L. Marsh");
    let mut manager = desk(&practice, "P. Lindqvist");
    let told = |name: &str, desk: &mut Desk| {
        desk.handle(Request::Refresh);
        let view = desk.view();
        let of = view.alarms.iter().filter(|alarm| alarm.short.starts_with("MARKED SINCE"));
        let words: Vec<String> = of.map(|alarm| alarm.words.clone()).collect();
        assert!(words.len() < 2, "{name}: {words:?}");
        words.first().cloned()
    };
    practice.clock.set(practice.clock.now() + chrono::TimeDelta::minutes(10));
    mark(&mut marsh, strangers, Some("a dog that bites"));
    assert_eq!((told("bello", &mut bello), told("manager", &mut manager)), (None, None), "another family's");
    // On another contact of the family: whoever is out is told all the same.
    mark(&mut marsh, other, Some("Dean threatened a midwife"));
    let own = "where you are was marked no lone visits at 20:10: ring in";
    assert_eq!(told("bello", &mut bello).as_deref(), Some(own));
    let theirs = "T. Bello is out alone where no lone visits was marked at 20:10: ring them";
    assert_eq!(told("manager", &mut manager).as_deref(), Some(theirs));
    assert_eq!(told("marsh", &mut marsh), None, "it is the worker's and the managers'");
    // On the contact itself it is told as well; and it ends with the visit.
    mark(&mut manager, other, None);
    assert_eq!(told("bello", &mut bello), None);
    mark(&mut marsh, visited, Some("Dean threatened a midwife"));
    assert!(told("bello", &mut bello).is_some());
    let out: Visit = bello.store().board(Kind::Visit).unwrap()[0].read().unwrap();
    let back = Deed::Visit(Some(out.id), Visiting::BackSafe { how: String::new() });
    bello.answer(Request::Beside(Box::new(Beside { tag: 1, deed: back }))).unwrap();
    assert_eq!((told("bello", &mut bello), told("manager", &mut manager)), (None, None));
}

#[test]
fn a_contact_that_is_shown_outside_tells_the_familys_mark_and_whose_it_is() {
    let practice = practice();
    let mut bello = desk(&practice, "T. Bello");
    let (marked, other) = (taken(&mut bello, "Noor Example"), taken(&mut bello, "Noor Example"));
    mark(&mut bello, marked, Some("Dean threatened a midwife"));
    let (there, here) = (reference(&bello, marked), bello.contact_by_id(other).unwrap());
    let said = format!(
        "If it is the same family: {there}: Noor Example, born Fri 4 Mar 2016, marked no lone visits"
    );
    let (text, json) = outside(&bello, &here);
    assert!(text.contains("NO LONE VISITS") && text.contains(&said), "{text}");
    let elsewhere = &json["night"]["marked_elsewhere"][0];
    assert_eq!(elsewhere["contact"], there.to_string());
    assert_eq!(elsewhere["why"], "Dean threatened a midwife");
    // What is closed to whoever reads is told as being there, and nothing of it.
    let manager = bello.book().state.find_staff("P. Lindqvist").unwrap();
    restrict(&mut bello, marked, manager);
    let mut marsh = desk(&practice, "L. Marsh");
    let (text, json) = outside(&marsh, &here);
    assert!(text.contains("a record closed to you is marked") && !text.contains("midwife"), "{text}");
    let elsewhere = &json["night"]["marked_elsewhere"][0];
    assert!(elsewhere["contact"].is_null() && elsewhere["why"].is_null(), "{elsewhere}");
    equal(&mut marsh);
}

/// Writes a contact as text and as JSON, with the marks that whoever is signed in may read.
fn outside(desk: &Desk, contact: &Contact) -> (String, serde_json::Value) {
    let (marks, actor) = (desk.marks(contact).unwrap(), desk.actor().unwrap());
    let (policy, duty) = (&desk.book().policy, &desk.book().duty);
    let cx = Context { now: desk.now(), actor, policy, duty };
    let text = contact_text::text_with(contact, &marks, &desk.book().state, &cx);
    let json = ContactJson::of(contact, &desk.book().state, &cx).with_marks(&marks).write().unwrap();
    (text, serde_json::from_str(&json).unwrap())
}

#[test]
fn a_list_at_night_stands_in_the_order_of_the_queue() {
    let practice = Practice::new(40);
    practice.clock.set("2026-11-25T02:10:00Z".parse().unwrap());
    let mut bello = desk(&practice, "T. Bello");
    for lane in [Lane::All, Lane::ToDecide, Lane::Oversight] {
        let stretch = Stretch { lane, around: None, before: 0, after: 100 };
        let answers = bello.answer(Request::Watch(stretch)).unwrap();
        let shown = answers.iter().find_map(|answer| match answer {
            Answer::Lane(view) => Some(view.rows.iter().map(|row| row.id).collect::<Vec<_>>()),
            _ => None,
        });
        let listed: Vec<_> = bello.list_out(lane, true).unwrap().iter().map(|row| row.id).collect();
        assert_eq!(shown.unwrap(), listed, "{lane:?}");
        let by_day: Vec<_> = bello.lane(lane, 100).unwrap().iter().map(|row| row.id).collect();
        assert!(lane != Lane::All || listed != by_day, "at night another order counts");
    }
}
