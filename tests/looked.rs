//! Who looked: what is shown to whom of a restricted record, what the journal keeps of looking, and what an audit answers.

mod glass;
mod roles;

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        Answer, Clock as _, DeskError, Random, Request,
        evidence::Order,
        protocol::{Act, Stretch},
    },
    domain::{
        audit::{CameOf, What},
        contact::{
            Command,
            access::{self, Kind, Restricted},
            call::{self, Covered},
        },
        desk::{Account, AccountClosed, Command as Run, RolesChanged, StaffLeft},
        duty::Hold,
        ids::{AccountId, GlassNo},
        looked,
        policy::Role,
        queue::{Lane, RESTRICTED, Row},
    },
    store::{consoles::ConsoleId, drafts},
};

use crate::roles::tries::{Bench, Ready, break_glass, note};

fn act(ready: Ready, command: impl Into<Command>) -> Request {
    let command = command.into();
    Request::Act(Box::new(Act {
        tag: 1,
        contact: ready.id,
        command,
        seen: u64::MAX,
        event: None,
        step_up: None,
    }))
}

fn row(bench: &mut Bench, lane: Lane, ready: Ready) -> Option<Row> {
    let stretch = Stretch { lane, around: None, before: 0, after: 100 };
    let answers = bench.desk.answer(Request::Watch(stretch)).unwrap();
    let Some(Answer::Lane(view)) = answers.into_iter().next() else { panic!("no lane") };
    view.rows.iter().find(|row| row.id == ready.id.0).cloned()
}

fn found(bench: &mut Bench, text: &str) -> Vec<Row> {
    let answers = bench.desk.handle(Request::Find { text: text.to_owned(), ticket: 1 });
    let Some(Answer::Found { rows, .. }) = answers.into_iter().next() else { panic!("nothing was answered") };
    rows
}

fn code(result: Result<impl Sized, DeskError>) -> &'static str {
    result.err().and_then(|error| error.refusal().map(|refusal| refusal.code)).unwrap_or("")
}

/// The looks in the journal, oldest first.
fn looks(bench: &Bench) -> Vec<looked::Event> {
    let entries = bench.desk.store().after(0, usize::MAX).unwrap();
    let looks = entries.iter().filter(|entry| entry.kind.starts_with("looked."));
    looks.map(|entry| looked::Event::read(&entry.kind, &entry.body).unwrap()).collect()
}

#[test]
fn a_restricted_record_shows_that_it_is_there_and_no_more() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    assert!(row(&mut bench, Lane::All, ready).unwrap().children.len() == 2);
    assert!(found(&mut bench, "Ellis").iter().any(|row| row.id == ready.id.0));
    bench.restrict(ready, &[], &[]);
    let shown = row(&mut bench, Lane::All, ready).unwrap();
    assert_eq!((shown.who.as_str(), shown.stands.as_str(), shown.holder), (RESTRICTED, RESTRICTED, None));
    assert!(shown.children.is_empty() && shown.preview.is_empty());
    assert!(shown.seal.is_some_and(|seal| seal.named.is_empty() && seal.family_of.is_empty()));
    assert_eq!(shown.reference, Some(ready.reference));
    assert!(shown.next.is_some_and(|next| next.words == RESTRICTED), "when it is due is shown");
    assert!(found(&mut bench, "Ellis").is_empty() && found(&mut bench, "Brook").is_empty());
    let by_reference = found(&mut bench, &ready.reference.to_string());
    assert_eq!(by_reference[0].who, RESTRICTED);
    assert_eq!(code(bench.desk.answer(Request::Open(ready.id))), "Restricted");
    assert_eq!(code(bench.desk.answer(act(ready, note("he is my neighbour")))), "Restricted");
    let listed = bench.desk.list_out(Lane::All, true).unwrap();
    assert!(!serde_json::to_string(&listed).unwrap().contains("Ellis"));
    let told = looks(&bench).into_iter().rfind(|look| matches!(look, looked::Event::Listed(_)));
    assert!(
        matches!(&told, Some(looked::Event::Listed(told)) if !told.shown.contains(&ready.reference)),
        "that a list left is journalled, and that she saw nothing of it: {told:?}"
    );
    // Whoever is named sees it as before.
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    assert_eq!(row(&mut bench, Lane::All, ready).unwrap().children.len(), 2);
    assert!(found(&mut bench, "Ellis").iter().any(|row| row.id == ready.id.0));
    assert!(bench.desk.answer(Request::Open(ready.id)).is_ok());
    // The auditor reads everything, and whoever learns reads nothing restricted, even where named.
    bench.sign_in(Role::Auditor);
    assert!(bench.desk.answer(Request::Open(ready.id)).is_ok());
    bench.sign_in(Role::Shadow);
    assert_eq!(code(bench.desk.answer(Request::Open(ready.id))), "NoRestricted");
}

#[test]
fn what_was_half_typed_about_a_restricted_record_waits_for_whoever_may_read_it() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    let (saved_at, body) = (bench.clock.now(), "his brother works here".to_owned());
    let draft = drafts::Draft { contact: Some(ready.id), by: None, saved_at, words: 4, body };
    let (store, ended) = (bench.desk.store(), ConsoleId(uuid::Uuid::from_u128(8)));
    drafts::save(store.folder(), store.data_key(), ended, &draft, &mut Random::Seeded(9).entropy()).unwrap();
    let offered = |bench: &mut Bench, name: &str| {
        bench.desk.sign_in_for_practice(name).unwrap();
        bench.desk.leftovers().unwrap().len()
    };
    assert_eq!(offered(&mut bench, "l.marsh"), 1);
    bench.restrict(ready, &[], &[]);
    assert_eq!(offered(&mut bench, "l.marsh"), 0);
    assert_eq!(offered(&mut bench, "a.okoro"), 1);
}

#[test]
fn an_allegation_is_the_designated_officers_too() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    let shah = bench.desk.book().state.find_staff("r.shah").unwrap();
    let okoro = bench.okoro.clone();
    let restricted = Restricted {
        kind: Kind::Allegation,
        why: "it names somebody who works here".to_owned(),
        named: vec![shah],
        family_of: vec![],
    };
    bench.does(ready, &okoro, &[access::Command::Restrict(restricted).into()]);
    for (role, expected) in
        [(Role::Lado, ""), (Role::HeadOfService, "Restricted"), (Role::CrsManager, "Restricted")]
    {
        bench.sign_in(role);
        assert_eq!(code(bench.desk.answer(Request::Open(ready.id))), expected, "{role:?}");
    }
    bench.desk.sign_in_for_practice("r.shah").unwrap();
    assert!(bench.desk.answer(Request::Open(ready.id)).is_ok());
    // Whoever marked it is not named by that.
    bench.desk.sign_in_for_practice("a.okoro").unwrap();
    assert_eq!(code(bench.desk.answer(Request::Open(ready.id))), "Restricted");
    // What is restricted for another reason is not theirs.
    let other = bench.contact();
    bench.restrict(other, &[], &[]);
    bench.sign_in(Role::Lado);
    assert_eq!(code(bench.desk.answer(Request::Open(other.id))), "Restricted");
}

#[test]
fn nobody_opens_their_own_familys_record_whoever_names_them() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    let lado = bench.sign_in(Role::Lado);
    let manager = bench.sign_in(Role::CrsManager);
    bench.restrict(ready, &[lado.person, manager.person], &[lado.person]);
    bench.sign_in(Role::CrsManager);
    let grant = access::Command::Grant { person: lado.person, why: "she asked for it".to_owned() };
    assert_eq!(code(bench.desk.answer(act(ready, grant))), "OwnFamily");
    let lift = access::Command::Lift { why: "it was thought to be needed no more".to_owned() };
    bench.desk.answer(act(ready, lift)).unwrap();
    bench.sign_in(Role::Lado);
    assert_eq!(code(bench.desk.answer(Request::Open(ready.id))), "OwnFamily", "even when it is lifted");
    assert_eq!(code(bench.desk.answer(act(ready, break_glass()))), "OwnFamily");
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    assert!(bench.desk.answer(Request::Open(ready.id)).is_ok());
    // Nobody may be left who could open it.
    let other = bench.contact();
    let family = Restricted {
        kind: Kind::OwnFamily,
        why: "it is their own".to_owned(),
        named: vec![lado.person],
        family_of: vec![lado.person],
    };
    assert_eq!(code(bench.desk.answer(act(other, access::Command::Restrict(family)))), "NobodyNamed");
}

#[test]
fn a_restriction_made_elsewhere_shuts_what_is_open() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    bench.desk.answer(Request::Open(ready.id)).unwrap();
    bench.restrict(ready, &[], &[]);
    let answers = bench.desk.handle(Request::Refresh);
    assert!(
        answers.iter().any(|answer| matches!(answer, Answer::Shut { contact, .. } if *contact == ready.id))
    );
    assert!(!answers.iter().any(|answer| matches!(answer, Answer::Contact(_))));
}

#[test]
fn looking_is_journalled_and_lengthens_no_contact() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    let version = bench.desk.contact(ready.reference).unwrap().version;
    for _ in 0..100 {
        bench.desk.handle(Request::Open(ready.id));
        bench.clock.set(bench.clock.now() + TimeDelta::minutes(6));
    }
    for typed in ["E", "El", "Ell", "Elli", "Ellis", "Elli"] {
        found(&mut bench, typed);
    }
    // Shown, and journalled before anything else: the last one by the thread, once it is quiet.
    assert!(bench.desk.idle().is_empty());
    assert_eq!(bench.desk.contact(ready.reference).unwrap().version, version);
    let looks = looks(&bench);
    let opened = looks.iter().filter(|look| matches!(look, looked::Event::Opened(_))).count();
    let searched: Vec<_> = looks
        .iter()
        .filter_map(|look| match look {
            looked::Event::Searched(searched) => Some(searched),
            _ => None,
        })
        .collect();
    assert_eq!((opened, searched.len()), (100, 1), "typing one word is one search");
    assert_eq!(searched[0].text, "Ellis");
    assert!(searched[0].found.contains(&ready.reference));
    // Coming back within five minutes is the same look.
    for _ in 0..4 {
        bench.desk.handle(Request::Open(ready.id));
        bench.clock.set(bench.clock.now() + TimeDelta::minutes(1));
    }
    assert!(bench.desk.settle().is_empty());
    assert!(bench.desk.verify(&mut |_| {}).unwrap().is_ok());
    assert_eq!(bench.desk.compare().unwrap(), dutydesk::desk::proof::Projections::Equal);
    bench.sign_in(Role::Auditor);
    let audit = bench.desk.audit_contact(ready.reference).unwrap();
    let marsh = bench.desk.book().state.find_staff("l.marsh").unwrap();
    let count =
        |what| audit.entries.iter().filter(|entry| (entry.person, entry.what) == (Some(marsh), what)).count();
    assert_eq!((count(What::Opened), count(What::Searched)), (101, 1));
}

#[test]
fn an_audit_answers_who_saw_what_and_whose_word_it_had() {
    let mut bench = Bench::new();
    let tester = bench.okoro.clone();
    let (ready, other) = (bench.ready("authorise", &tester), bench.ready("uphold", &tester));
    let reveal = |what| Command::from(call::Command::Reveal { what, why: String::new() });
    bench.does(ready, &tester, &[reveal(Covered::Reporter), reveal(Covered::Address)]);
    bench.desk.sign_in_for_practice("l.marsh").unwrap();
    bench.desk.handle(Request::Open(ready.id));
    bench.desk.take_out(ready.reference, "json", "for the court").unwrap();
    bench.desk.take_out(ready.reference, "text", "").unwrap();
    bench.clock.set(bench.clock.now() + TimeDelta::minutes(11));
    bench.sign_in(Role::CrsManager);
    bench.attempt("authorise", ready).unwrap();
    bench.sign_in(Role::Auditor);
    let audit = bench.desk.audit_contact(ready.reference).unwrap();
    let marsh = bench.desk.book().state.find_staff("l.marsh").unwrap();
    let hers: Vec<_> = audit.entries.iter().filter(|entry| entry.person == Some(marsh)).collect();
    assert_eq!(
        hers.iter().map(|entry| entry.what).collect::<Vec<_>>(),
        [What::Opened, What::Exported, What::Printed]
    );
    assert!(hers[1].words.contains("for the court"));
    let uncovered: Vec<_> = audit.entries.iter().filter(|entry| entry.what == What::Revealed).collect();
    assert_eq!(
        uncovered.iter().map(|entry| entry.covered).collect::<Vec<_>>(),
        [Some(Covered::Reporter), Some(Covered::Address)]
    );
    assert_eq!(uncovered[1].words, "a protected address");
    // What leaves as evidence is told of among the looks too, with why who reported is in it.
    let order = Order {
        reference: ready.reference,
        reporter: Some("the judge ordered it".to_owned()),
        anchors: vec![],
    };
    bench.desk.evidence(&order, &bench.home.path().join("bundle")).unwrap();
    let audit = bench.desk.audit_contact(ready.reference).unwrap();
    let left = audit.entries.iter().find(|entry| entry.words.starts_with("as evidence")).unwrap();
    assert_eq!(left.words, "as evidence: with who reported: the judge ordered it");
    assert_eq!(left.what, What::Exported);
    assert!(
        audit.entries.iter().any(|entry| entry.words == "override authorised" && entry.what == What::Changed)
    );
    assert!(audit.entries.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    // That it was asked is part of the answer from then on.
    let again = bench.desk.audit_contact(ready.reference).unwrap();
    assert_eq!(again.entries.last().unwrap().what, What::Audited);

    let person = bench.desk.audit_person("L. Marsh", (None, None)).unwrap();
    assert_eq!(person.entries.len(), 3);
    assert!(person.entries.iter().all(|entry| entry.reference == Some(ready.reference)));
    let before = Some(bench.clock.now() - TimeDelta::days(30));
    assert!(bench.desk.audit_person("L. Marsh", (None, before)).unwrap().entries.is_empty());
    assert!(matches!(bench.desk.audit_person("Nobody", (None, None)), Err(DeskError::NobodyOfThatName(_))));

    let overrides = bench.desk.audit_overrides((None, None)).unwrap();
    assert_eq!(overrides.list.len(), 2);
    let one = overrides.list.iter().find(|one| one.reference == ready.reference).unwrap();
    assert_eq!(
        (one.came, one.asked_by, one.role),
        (CameOf::Authorised, bench.okoro.person, Some(Role::CrsManager))
    );
    assert_eq!(one.took().unwrap().num_minutes(), 11);
    let acted = overrides.list.iter().find(|one| one.reference == other.reference).unwrap();
    assert!(acted.emergency && acted.came == CameOf::Waits);
    assert_eq!(overrides.by_how(), [(false, "at a console", 1)]);
    assert_eq!(overrides.counts(), [(false, CameOf::Authorised, 1), (true, CameOf::Waits, 1)]);
    let later = Some(bench.clock.now());
    assert!(bench.desk.audit_overrides((later, None)).unwrap().list.is_empty());
}

#[test]
fn at_the_console_the_way_in_is_offered_and_who_looked_is_shown() {
    let practice = crate::common::console::Practice::new(40);
    let mut shah = practice.console("R. Shah", 120, 40);
    let person = |console: &crate::common::console::Console, name: &str| {
        console.desk.borrow().book().state.find_staff(name).unwrap()
    };
    let named = person(&shah, "P. Lindqvist");
    let contact = shah.contact("C-1841");
    let restricted = Restricted {
        kind: Kind::Other,
        why: "the family is known in the street".to_owned(),
        named: vec![named],
        family_of: vec![],
    };
    let command: Command = access::Command::Restrict(restricted).into();
    let restrict =
        Act { tag: 1, contact: contact.id, command, seen: contact.version, event: None, step_up: None };
    shah.desk.borrow_mut().answer(Request::Act(Box::new(restrict))).unwrap();

    let mut okoro = practice.console("A. Okoro", 120, 40);
    okoro.press("/").write("C-1841").sees("restricted").press("<enter>");
    okoro.sees("Why can it not wait").write("a child is in danger now").press("<c-s>");
    okoro.sees("Ellis Brookmere");
    shah.refresh();
    assert_eq!(shah.contact("C-1841").access.glass.len(), 1);
    // The manager sees that it was, and by whom, and answers for it without opening it.
    shah.press("6").refresh();
    shah.sees("break-glass by A. Okoro");
    let answered = shah.desk.borrow_mut().handle(Request::WhoLooked(contact.id));
    assert!(matches!(&answered[..], [Answer::Refused { code: "Restricted", .. }, ..]), "{answered:?}");

    let mut lindqvist = practice.console("P. Lindqvist", 120, 40);
    lindqvist.press("/").write("C-1841").press("<enter>").sees("Ellis Brookmere");
    lindqvist.press("<c-p>").write("who looked").press("<enter>");
    lindqvist.sees("Who looked at C-1841").sees("break-glass").sees("a child is in danger now");
    lindqvist.press("<down><up><esc>");
    assert!(!lindqvist.text().contains("Who looked at"));
}
