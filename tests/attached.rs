//! Contacts of one family beside each other: what one must not give away of another, and what can be joined to which.

mod cards;
mod marks;
mod refused;

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        DeskError, Request,
        evidence::Order,
        protocol::{Act, Answer},
    },
    domain::{
        audit::{Entry, What},
        contact::{
            Command,
            access::{self, Kind, Restricted},
            call::{self, Caller, NewNote, Take},
            family,
            others::Tie,
            promise::Owner,
            route,
            telling::{self, Promised, Recipient, Way},
        },
        ids::{FieldKey, HouseholdNo, LetterNo, OutcomeLetter, PersonNo, Reference, RouteNo},
        policy::{CallerKind, Role, letters::Audience, script::StageNo},
        queue::{ChildBrief, Lane},
        value::{Value, YesNo},
    },
    exchange::{day, list_json},
};

use crate::{
    common::console::Practice,
    roles::tries::{self, Bench, Ready},
};

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

/// Opens a contact; gives the open contacts that name a child of it too.
fn named_too(bench: &mut Bench, ready: Ready) -> Vec<Reference> {
    let answers = bench.desk.answer(Request::Open(ready.id)).unwrap();
    let view = answers.iter().find_map(|answer| match answer {
        Answer::Contact(view) => Some(view),
        _ => None,
    });
    view.unwrap().named.iter().filter_map(|row| row.reference).collect()
}

#[test]
fn evidence_withholds_who_rang_in_an_attached_contact() {
    let mut bench = Bench::new();
    let earlier = take(&mut bench, neighbour(), false);
    let parent =
        Caller { kind: Some(CallerKind::Parent), name: Some("Kate".to_owned()), ..Caller::default() };
    let later = take(&mut bench, parent, true);
    let okoro = bench.okoro.clone();
    let note = |text: &str| -> Command {
        let (text, stage) = (text.to_owned(), StageNo(4));
        call::Command::Write(NewNote { text, mark: None, happened: None, typed: None, child: None, stage })
            .into()
    };
    bench.does(later, &okoro, &[note("Pauline Hatch saw the van."), note("He left at six.")]);
    let home = tempfile::tempdir().unwrap();
    let bundle = |bench: &mut Bench, name: &str| {
        let to = home.path().join(name);
        bench.desk.sign_in_for_practice("A. Okoro").unwrap();
        let order = Order { reference: later.reference, reporter: None, anchors: vec![] };
        bench.desk.evidence(&order, &to).unwrap();
        std::fs::read_dir(&to)
            .unwrap()
            .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
            .collect::<String>()
    };
    // Nothing says yet that they are about one family.
    assert!(bundle(&mut bench, "apart").contains("Hatch"));
    attach(&mut bench, later, earlier);
    let text = bundle(&mut bench, "attached");
    assert!(!text.contains("Hatch") && text.contains("He left at six."));
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
    assert_eq!(
        tries_to(&mut bench, later, telling::Command::Check { no: LetterNo(1), enquiry_agreed: false }),
        Ok(())
    );
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
    let earlier = take(&mut bench, neighbour(), true);
    let later = take(&mut bench, Caller { number: None, ..neighbour() }, true);
    let home = family::Household {
        no: HouseholdNo(0),
        place: "17 Weir Close, Millbrook".to_owned(),
        protected: true,
        members: vec![PersonNo(1)],
    };
    let okoro = bench.okoro.clone();
    bench.does(earlier, &okoro, &[family::Command::SetHousehold(home).into()]);
    let said = "Ellis is at 17 Weir Close with his father.";
    // The children are called the same: nobody needs to have attached it.
    assert_eq!(tries_to(&mut bench, later, letter(said)), Err("NamesAddress"));
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
    // Before anybody attached it, it is there because it names the same children.
    let before = reporters(&mut bench);
    assert_eq!(before.iter().map(|other| other.tie).collect::<Vec<_>>(), [Tie::Same]);
    attach(&mut bench, later, earlier);
    let others = reporters(&mut bench);
    let [other] = &others[..] else { panic!("{others:?}") };
    assert_eq!((other.reference, &other.caller), (earlier.reference, &neighbour()));
    assert!(other.children.is_empty() && other.notes.is_empty());
    // What is said while it is typed is what keeping it is refused for.
    let contact = bench.desk.contact(later.reference).unwrap();
    let policy = bench.desk.book().policy.clone();
    let says = contact.letter_says(Audience::Family, MOTHER, "Mrs Hatch rang us.", &others, &policy).unwrap();
    assert_eq!(tries_to(&mut bench, later, letter("Mrs Hatch rang us.")), Err(says.code));
    assert_eq!(contact.letter_says(Audience::Family, MOTHER, "Somebody rang us.", &others, &policy), None);
    // Whoever writes no letters is told nothing of it.
    bench.sign_in(Role::Auditor);
    assert!(bench.desk.answer(Request::Reporters(later.id)).unwrap().is_empty());
}

#[test]
fn an_open_contact_about_the_same_child_is_found_and_a_restricted_one_is_not_named() {
    let mut bench = Bench::new();
    let okoro = bench.okoro.clone();
    let first = bench.contact();
    let strangers = take(&mut bench, neighbour(), false);
    let second = take(&mut bench, neighbour(), true);
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    assert_eq!(named_too(&mut bench, second), [first.reference]);
    assert_eq!(named_too(&mut bench, first), [second.reference]);
    assert!(named_too(&mut bench, strangers).is_empty(), "it names nobody");
    let restricted = Restricted {
        kind: Kind::Other,
        why: "the family is known in the street".to_owned(),
        named: vec![okoro.person],
        family_of: vec![],
    };
    bench.does(first, &okoro, &[access::Command::Restrict(restricted).into()]);
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    assert_eq!(named_too(&mut bench, second), [first.reference], "to whom it is open it is named");
    bench.sign_in(Role::CrsManager);
    assert!(named_too(&mut bench, second).is_empty(), "to whom it is closed nothing is said of it");
}

#[test]
fn a_second_caller_about_the_same_child_is_seen_at_once() {
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        let practice = Practice::new(0);
        let (mut first, mut second) =
            (practice.console("A. Okoro", width, height), practice.console("T. Bello", width, height));
        first.press("n<f3>").write("child").press("<tab>").write("Ada Quill").press("<tab>about 6<c-s>");
        second.press("n<f3>").write("child").press("<tab>");
        second.write("ada quill").press("<tab>about 7<c-s>");
        let head = second.text();
        assert!(head.contains("≈ C-") || head.contains("names ada quill"), "{head}");
        second.press("<f4>").sees("1 open contact names ada quill").sees("≈ same name");
        // It is opened, or taken as what this one belongs to, with nothing typed.
        second.press("<a-up><c-o><f3>").sees("Ada Quill").press("<esc><f4><a-up><a-n><c-s>");
        second.sees("✓ Named in both: ada quill").press("<c-s>").sees("⇧");
        first.refresh().press("<f4>").sees("took in").press("<a-e><esc>");
        second.press("<a-e><esc>");
    }
}

#[test]
fn a_contact_is_looked_at_before_another_is_attached_to_it() {
    let mut bench = Bench::new();
    let okoro = bench.okoro.clone();
    let family = bench.contact();
    let later = take(&mut bench, neighbour(), false);
    let look = |bench: &mut Bench, earlier: Reference| match bench
        .desk
        .answer(Request::Earlier { later: later.id, earlier })
    {
        Ok(answers) => match &answers[..] {
            [Answer::Earlier { later: of, earlier }] if *of == later.id => Ok(earlier.row.clone()),
            other => panic!("{other:?}"),
        },
        Err(DeskError::Refused(refusal)) => Err(refusal.code),
        Err(DeskError::NoSuchContact(_)) => Err("NoSuchContact"),
        Err(other) => panic!("{other}"),
    };
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    let row = look(&mut bench, family.reference).unwrap();
    assert_eq!(row.reference, Some(family.reference));
    assert!(row.children.iter().any(|child| child.name.as_deref() == Some("Ellis Brook")), "{row:?}");
    assert_eq!(look(&mut bench, "C-9999".parse().unwrap()), Err("NoSuchContact"));
    assert_eq!(look(&mut bench, later.reference), Err("AttachedToItself"));
    // Nothing was attached by looking, and who looked is journalled.
    assert!(bench.desk.contact(later.reference).unwrap().call.attached.to.is_none());
    bench.desk.journal_looks().unwrap();
    bench.sign_in(Role::Auditor);
    let audit = bench.desk.audit_contact(family.reference).unwrap();
    let searched = |entry: &Entry| entry.what == What::Searched && entry.person == Some(okoro.person);
    assert!(audit.entries.iter().any(searched), "{:?}", audit.entries);
    // Of a restricted record it is said that it is one, and nothing else.
    let restricted = Restricted {
        kind: Kind::Other,
        why: "the family is known in the street".to_owned(),
        named: vec![okoro.person],
        family_of: vec![],
    };
    bench.does(family, &okoro, &[access::Command::Restrict(restricted).into()]);
    bench.sign_in(Role::CrsManager);
    assert_eq!(look(&mut bench, family.reference), Err("Restricted"));
    // What is attached already is said before anything is shown.
    attach(&mut bench, later, family);
    assert_eq!(look(&mut bench, family.reference), Err("AlreadyAttached"));
}

#[test]
fn snapshots_of_what_is_looked_at_and_of_a_time_after_midnight() {
    for (width, height) in [(80, 24), (120, 40)] {
        let practice = Practice::new(40);
        practice.clock.set("2026-11-25T02:10:00Z".parse().unwrap());
        let mut console = practice.console("T. Bello", width, height);
        console.press("n<f3>").write("child").press("<tab>").write("Ada Quill").press("<tab>about 6<c-s>");
        console.press("<f4>C-1841<c-s>").sees("No child named in both.");
        insta::assert_snapshot!(format!("attach_{width}x{height}"), console.stage.snapshot());
        console.press("<esc><f8>").write("ring her back").press("<tab>").write("Ms Lowe").press("<tab><tab>");
        console.press("yes<tab>Bello<tab><tab>").write("tomorrow 09:00").sees("= Thu 26 November 09:00");
        insta::assert_snapshot!(format!("moment_{width}x{height}"), console.stage.snapshot());
    }
}
