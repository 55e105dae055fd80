//! Contacts of one family beside each other: what one must not give away of another, and what can be joined to which.

use dutydesk::{
    desk::{
        DeskError, Request,
        protocol::{Act, Answer},
    },
    domain::{
        contact::{
            Command,
            call::{self, Caller, Take},
            family, route,
            telling::{self, Recipient, Way},
        },
        ids::{FieldKey, HouseholdNo, LetterNo, OutcomeLetter, PersonNo, RouteNo},
        policy::{CallerKind, Role, letters::Audience},
        value::{Value, YesNo},
    },
};

use crate::roles::tries::{self, Bench, Ready};

const MOTHER: Recipient = Recipient::Person(PersonNo(3));

fn take(bench: &mut Bench, caller: Caller, named: bool) -> Ready {
    let (now, okoro) = (bench.desk.now(), bench.okoro.clone());
    let take = Take { caller, ..Take::default() };
    let contact = bench.desk.work(|work| {
        let contact = work.take(&take, &okoro, now)?;
        work.settle(&contact)?;
        Ok(contact)
    });
    let contact = contact.unwrap();
    let ready = Ready { id: contact.id, reference: contact.reference };
    let family = if named { tries::family() } else { vec![] };
    bench.does(ready, &okoro, &[family, vec![call::Command::End.into()]].concat());
    ready
}

fn neighbour() -> Caller {
    Caller {
        kind: Some(CallerKind::Public),
        name: Some("Mrs Pauline Hatch".to_owned()),
        number: Some("07700 900455".to_owned()),
        ..Caller::default()
    }
}

/// Does it at the desk's own door; gives the name of a refusal.
fn tries_to(bench: &mut Bench, ready: Ready, command: impl Into<Command>) -> Result<(), &'static str> {
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    let command = command.into();
    let act = Act { tag: 1, contact: ready.id, command, seen: u64::MAX, event: None, step_up: None };
    match bench.desk.answer(Request::Act(Box::new(act))) {
        Ok(_) => Ok(()),
        Err(DeskError::Refused(refusal)) => Err(refusal.code),
        Err(other) => panic!("{other}"),
    }
}

fn attach(bench: &mut Bench, later: Ready, earlier: Ready) {
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    bench.desk.answer(Request::Attach { later: later.id, earlier: earlier.reference }).unwrap();
}

fn letter(text: &str) -> telling::Command {
    telling::Command::Draft { no: None, template: "family".into(), to: MOTHER, text: text.to_owned() }
}

#[test]
fn a_letter_to_the_family_names_nobody_who_rang_in_an_attached_contact() {
    let mut bench = Bench::new();
    let earlier = take(&mut bench, neighbour(), false);
    let parent =
        Caller { kind: Some(CallerKind::Parent), name: Some("Kate".to_owned()), ..Caller::default() };
    let later = take(&mut bench, parent, true);
    let said = "Your neighbour Pauline Hatch told us about the van.";
    // Kept while nothing says that the two are about one family, and not sent once something does.
    assert_eq!(tries_to(&mut bench, later, letter(said)), Ok(()));
    assert_eq!(tries_to(&mut bench, later, telling::Command::Check { no: LetterNo(1) }), Ok(()));
    attach(&mut bench, later, earlier);
    let sent = telling::Command::Sent { no: LetterNo(1), way: Way::ByHand, address: "at home".to_owned() };
    assert_eq!(tries_to(&mut bench, later, sent), Err("NamesReporter"));
    for said in [said, "Mrs Hatch rang us.", "Ring us or 07700900455.", "Or +44 7700 900 455."] {
        assert_eq!(tries_to(&mut bench, later, letter(said)), Err("NamesReporter"), "{said}");
    }
    assert_eq!(tries_to(&mut bench, later, letter("Mrs Brook, somebody told us of a van.")), Ok(()));
}

#[test]
fn a_letter_gives_away_no_address_that_is_protected_in_an_attached_contact() {
    let mut bench = Bench::new();
    let (earlier, later) = (take(&mut bench, neighbour(), true), take(&mut bench, neighbour(), true));
    let home = family::Household {
        no: HouseholdNo(0),
        place: "17 Weir Close, Millbrook".to_owned(),
        protected: true,
        members: vec![PersonNo(1)],
    };
    let okoro = bench.okoro.clone();
    bench.does(earlier, &okoro, &[family::Command::SetHousehold(home).into()]);
    let said = "Ellis is at 17 Weir Close with his father.";
    assert_eq!(tries_to(&mut bench, later, letter(said)), Ok(()));
    attach(&mut bench, later, earlier);
    for said in [said, "Ellis is in Weir  close."] {
        assert_eq!(tries_to(&mut bench, later, letter(said)), Err("NamesAddress"), "{said}");
    }
    assert_eq!(tries_to(&mut bench, later, letter("Ellis is well.")), Ok(()));
}

#[test]
fn the_desk_says_who_else_rang_before_it_stands_in_a_letter_and_no_more_of_them() {
    let mut bench = Bench::new();
    let earlier = take(&mut bench, neighbour(), true);
    let parent =
        Caller { kind: Some(CallerKind::Parent), name: Some("Kate".to_owned()), ..Caller::default() };
    let later = take(&mut bench, parent, true);
    let reporters = |bench: &mut Bench| {
        bench.desk.sign_in_for_practice("A. Okoro").unwrap();
        let told = bench.desk.answer(Request::Reporters(later.id)).unwrap();
        let [Answer::Reporters { contact, others }] = &told[..] else { panic!("{told:?}") };
        assert_eq!(*contact, later.id);
        others.to_vec()
    };
    assert!(reporters(&mut bench).is_empty());
    attach(&mut bench, later, earlier);
    let others = reporters(&mut bench);
    let [other] = &others[..] else { panic!("{others:?}") };
    assert_eq!((other.reference, &other.caller), (earlier.reference, &neighbour()));
    assert!(other.children.is_empty() && other.notes.is_empty());
    // What is said while it is typed is what keeping it is refused for.
    let contact = bench.desk.contact(later.reference).unwrap();
    let says = contact.letter_says(Audience::Family, MOTHER, "Mrs Hatch rang us.", &others).unwrap();
    assert_eq!(tries_to(&mut bench, later, letter("Mrs Hatch rang us.")), Err(says.code));
    assert_eq!(contact.letter_says(Audience::Family, MOTHER, "Somebody rang us.", &others), None);
    // Whoever writes no letters is told nothing of it.
    bench.sign_in(Role::Auditor);
    assert!(bench.desk.answer(Request::Reporters(later.id)).unwrap().is_empty());
}

#[test]
fn a_contact_is_joined_only_to_another_that_is_there() {
    let mut bench = Bench::new();
    let named = bench.contact();
    let strangers = take(&mut bench, neighbour(), false);
    let ready = bench.contact();
    let open = route::Command::Open { letter: OutcomeLetter('D'), children: vec![PersonNo(1)] };
    assert_eq!(tries_to(&mut bench, ready, open), Ok(()));
    let fill = |text: String| route::Command::Fill {
        route: RouteNo(1),
        field: FieldKey::from("master"),
        value: Value::Text(text),
    };
    assert_eq!(tries_to(&mut bench, ready, fill("C-9999".to_owned())), Err("NoSuchContact"));
    assert_eq!(tries_to(&mut bench, ready, fill(ready.reference.to_string())), Err("JoinedToItself"));
    assert_eq!(tries_to(&mut bench, ready, fill(strangers.reference.to_string())), Ok(()));
    let decide = || route::Command::Decide { route: RouteNo(1), reason: "the same call".to_owned() };
    assert_eq!(tries_to(&mut bench, ready, decide()), Err("NoChildInCommon"));
    assert_eq!(tries_to(&mut bench, ready, fill(named.reference.to_string())), Ok(()));
    assert_eq!(tries_to(&mut bench, ready, decide()), Ok(()));
    let send = || route::Command::send(RouteNo(1), "known there");
    assert_eq!(tries_to(&mut bench, ready, send()), Err("NeedUnmet"), "nobody asked about danger now");
    let safe =
        call::Command::Answer { field: FieldKey::from("safety.danger"), value: Value::YesNo(YesNo::No) };
    assert_eq!(tries_to(&mut bench, ready, safe), Ok(()));
    assert_eq!(tries_to(&mut bench, ready, send()), Ok(()));
}
