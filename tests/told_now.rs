//! What an attached contact says of telling the family reaches whoever writes here: at the desk's own doors.

use dutydesk::{
    desk::{DeskError, Request, protocol::Act, protocol::Answer},
    domain::{
        contact::{
            Command,
            call::{self, Caller, Take},
            marked::Elsewhere,
            telling::{self, Recipient},
        },
        ids::PersonNo,
        policy::CallerKind,
    },
};

use crate::roles::{
    tries::{self, Bench, Ready},
    words::ask,
};

const MOTHER: Recipient = Recipient::Person(PersonNo(3));

fn take(bench: &mut Bench, caller: Caller) -> Ready {
    let (now, okoro) = (bench.desk.now(), bench.okoro.clone());
    let take = Take { caller, ..Take::default() };
    let contact = bench.desk.work(|work| {
        let contact = work.take(&take, &okoro, now)?;
        work.settle(&contact)?;
        Ok(contact)
    });
    let contact = contact.unwrap();
    let ready = Ready { id: contact.id, reference: contact.reference };
    bench.does(ready, &okoro, &[tries::family(), vec![call::Command::End.into()]].concat());
    ready
}

fn teacher() -> Caller {
    Caller { kind: Some(CallerKind::Professional), name: Some("Pat Reyes".to_owned()), ..Caller::default() }
}

/// The mother herself, by the name that she has in the family.
fn mother(bench: &mut Bench, of: Ready) -> Caller {
    let name = opened(bench, of).contact.family.get(PersonNo(3)).unwrap().details.name.clone();
    Caller { kind: Some(CallerKind::Parent), name, ..Caller::default() }
}

fn opened(bench: &mut Bench, ready: Ready) -> dutydesk::desk::protocol::ContactView {
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    let answers = bench.desk.answer(Request::Open(ready.id)).unwrap();
    let view = answers.into_iter().find_map(|answer| match answer {
        Answer::Contact(view) => Some(view),
        _ => None,
    });
    view.unwrap()
}

fn tries_to(bench: &mut Bench, ready: Ready, command: impl Into<Command>) -> Result<(), String> {
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    let command = command.into();
    let act = Act { tag: 1, contact: ready.id, command, seen: u64::MAX, event: None, step_up: None };
    match bench.desk.answer(Request::Act(Box::new(act))) {
        Ok(_) => Ok(()),
        Err(DeskError::Refused(refusal)) => Err(refusal.words),
        Err(other) => panic!("{other}"),
    }
}

fn attach(bench: &mut Bench, later: Ready, earlier: Ready) {
    bench.desk.sign_in_for_practice("A. Okoro").unwrap();
    bench.desk.answer(Request::Attach { later: later.id, earlier: earlier.reference }).unwrap();
}

#[test]
fn that_the_family_is_not_told_now_is_shown_and_kept_in_what_is_attached() {
    let mut bench = Bench::new();
    let okoro = bench.okoro.clone();
    let earlier = take(&mut bench, teacher());
    let now = bench.desk.now();
    bench.does(earlier, &okoro, &[ask(now)]);
    let rang = mother(&mut bench, earlier);
    let later = take(&mut bench, rang);
    let text = "We have spoken about Ellis.".to_owned();
    let letter = telling::Command::Draft { no: None, template: "family".into(), to: MOTHER, text };
    attach(&mut bench, later, earlier);
    let view = opened(&mut bench, later);
    let marks: Vec<String> = view.elsewhere.iter().map(Elsewhere::brief).collect();
    assert!(!marks.is_empty(), "everybody of the family is marked");
    assert!(
        marks.iter().all(|mark| *mark == format!("✗ not to be told in {}", earlier.reference)),
        "{marks:?}"
    );
    let refused = tries_to(&mut bench, later, letter).unwrap_err();
    assert!(refused.contains(&format!("as override 1 of {} says", earlier.reference)), "{refused}");
}

#[test]
fn a_letter_says_to_nobody_who_rang_in_an_attached_contact_that_we_have_not_spoken() {
    let mut bench = Bench::new();
    let earlier = take(&mut bench, teacher());
    let rang = mother(&mut bench, earlier);
    let later = take(&mut bench, rang);
    let written = |bench: &mut Bench| {
        bench.desk.sign_in_for_practice("A. Okoro").unwrap();
        let (template, why) = ("family".into(), String::new());
        let compose = Request::Compose { contact: earlier.id, template, to: MOTHER, why };
        let answers = bench.desk.answer(compose).unwrap();
        let text = answers.into_iter().find_map(|answer| match answer {
            Answer::Letter { text, .. } => Some(text),
            _ => None,
        });
        text.unwrap()
    };
    assert!(written(&mut bench).contains("we have not spoken with you yet"));
    attach(&mut bench, later, earlier);
    let letter = written(&mut bench);
    assert!(letter.contains("Thank you for talking with us"), "{letter}");
}
