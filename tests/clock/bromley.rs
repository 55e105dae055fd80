//! A desk by other protocols: the same program, other data.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::{
    desk::{
        Answer, Desk, Opening, Random, Request,
        clock::FixedClock,
        found::{self, Person, Sitting},
        protocol::Act,
    },
    domain::{
        contact::{
            Command, Contact,
            call::{self, Caller, Take},
            family::{self, Details, Kind},
            route,
            telling::Recipient,
        },
        ids::{ContactId, RouteNo},
        input::born::Born,
        policy::{CallerKind, Mode, Role, hours::Coverage},
        queue::Lane,
        value::{Value, YesNo},
    },
    runtime::event_loop::Message,
    store::{Direction, Folder},
};

use super::at;
use crate::common::{
    SOUTHAMPTONS,
    console::{Console, Practice},
};

#[test]
fn a_contact_in_the_gap_is_taken_by_the_night_and_is_owed_in_writing() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::create(&home.path().join("practice")).unwrap();
    let now = at("2026-11-27 16:50");
    let people = [
        Person { name: "A. Okoro", accounts: &[("okoro", &[Role::SocialWorker])] },
        Person { name: "P. Lindqvist", accounts: &[("lindqvist", &[Role::OnCallSeniorManager])] },
    ];
    let sitting = Sitting {
        name: "Bromley",
        profile: "bromley",
        people: &people,
        passphrase: "practice",
        duties: &[(Role::OnCallSeniorManager, "P. Lindqvist", now, at("2026-11-30 09:00"))],
        devices: &[],
    };
    let clock = Arc::new(FixedClock::at(now));
    found::practice(&folder, &sitting, &*clock, &mut Random::Seeded(1)).unwrap();
    let mut desk = Desk::open(&folder, Opening::default(), clock, Random::Seeded(2)).unwrap();
    desk.sign_in_for_practice("A. Okoro").unwrap();
    let caller = Caller {
        kind: Some(CallerKind::Professional),
        name: Some("Ms Lowe".to_owned()),
        ..Caller::default()
    };
    let answers = desk.answer(Request::Take(Box::new(Take { reference: None, ring: None, caller }))).unwrap();
    let id = answers
        .iter()
        .find_map(|answer| if let Answer::Taken(id) = answer { Some(*id) } else { None })
        .unwrap();
    let taken = desk.contact_by_id(id).unwrap();
    assert_eq!((taken.call.mode, taken.call.coverage), (Mode::Edt, Coverage::Gap));
    let act = Act {
        contact: id,
        seen: taken.version,
        command: call::Command::End.into(),
        event: None,
        tag: 1,
        step_up: None,
    };
    desk.answer(Request::Act(Box::new(act))).unwrap();
    let contact = desk.contact_by_id(id).unwrap();
    let written = contact.telling.promise(contact.telling.written.unwrap()).unwrap();
    assert_eq!(written.promised.by, at("2026-11-30 17:00"));
    assert_eq!(desk.book().duty.authorisers_at(now).len(), 1);
}

/// A Monday, ten to nine: the day team is in, and the night is still on.
const OVERLAP: &str = "2026-11-30 08:50";

/// Founds Bromley's desk: a duty social worker, a Group Manager, a senior manager on call.
fn bromley(now: DateTime<Utc>) -> Practice {
    let people = [
        Person { name: "A. Okoro", accounts: &[("okoro", &[Role::SocialWorker])] },
        Person { name: "R. Shah", accounts: &[("shah", &[Role::CrsManager])] },
        Person { name: "P. Lindqvist", accounts: &[("lindqvist", &[Role::OnCallSeniorManager])] },
    ];
    let until = now + TimeDelta::hours(9);
    let duties =
        [(Role::CrsManager, "R. Shah", now, until), (Role::OnCallSeniorManager, "P. Lindqvist", now, until)];
    let sitting = Sitting {
        name: "Bromley",
        profile: "bromley",
        people: &people,
        passphrase: "practice",
        duties: &duties,
        devices: &[],
    };
    Practice::founded(now, |folder, clock| {
        found::practice(folder, &sitting, clock, &mut Random::Seeded(1)).unwrap();
    })
}

/// Fails where a screen names what is Southampton's.
fn only_bromley(console: &mut Console) {
    let text = console.text();
    let found = SOUTHAMPTONS.iter().find(|name| text.contains(*name));
    assert_eq!(found, None, "{text}");
}

/// Does something to the only contact there is.
fn act(console: &mut Console, command: impl Into<Command>) {
    let id = only(console).id;
    let request =
        Act { tag: 1, contact: id, command: command.into(), seen: u64::MAX, event: None, step_up: None };
    let answers = console.desk.borrow_mut().answer(Request::Act(Box::new(request))).unwrap();
    for answer in answers {
        console.stage.hand(Message::Answer(answer));
    }
}

fn only(console: &Console) -> Contact {
    let rows = console.desk.borrow().store().lane(Lane::All, None, None, 9, Direction::Down).unwrap();
    console.desk.borrow().contact_by_id(ContactId(rows[0].id)).unwrap()
}

#[test]
fn a_desk_of_bromley_takes_a_call_and_routes_it_in_its_own_words() {
    let practice = bromley(at(OVERLAP));
    let mut okoro = practice.console("A. Okoro", 120, 40);
    okoro.sees("FRONT DOOR, overlap until 09:00");
    only_bromley(&mut okoro);
    practice.console("A. Okoro", 200, 40).sees("R. Shah (Group Manager)");
    okoro.press("n").sees("F2 script");
    let caller = Caller {
        kind: Some(CallerKind::Professional),
        name: Some("Ms Lowe".to_owned()),
        role: Some("designated lead".to_owned()),
        ..Caller::default()
    };
    act(&mut okoro, call::Command::SetCaller(caller));
    let tom = Details {
        name: Some("Tom Brook".to_owned()),
        born: Some(Born::About(9)),
        ..Details::of(Kind::Child)
    };
    act(&mut okoro, family::Command::Add(tom));
    // Every referral that is rung through is owed in writing, by Bromley's own closing time.
    let contact = only(&okoro);
    let written = contact.telling.promise(contact.telling.written.unwrap()).unwrap();
    assert_eq!(written.promised.by, at("2026-12-01 17:00"));
    // Every pane, every stage of the script, every card.
    for pane in ["<f2>", "<f3>", "<f4>", "<f5>", "<f6>", "<f8>", "<f9>", "<f12>", "<a-i>", "<a-w>", "<a-q>"] {
        okoro.press(pane);
        only_bromley(&mut okoro);
        okoro.press(if pane == "<a-q>" { "<esc>" } else { "" });
    }
    okoro.press("<f2>");
    for stage in 0..=12 {
        okoro.press("<c-g>").write(&stage.to_string()).press("<enter>");
        only_bromley(&mut okoro);
    }
    let letters: Vec<_> =
        okoro.desk.borrow().book().policy.outcomes.outcome.iter().map(|one| one.letter).collect();
    let child = only(&okoro).family.children().next().unwrap().no;
    okoro.press("<f7>");
    for (no, letter) in (1..).zip(letters) {
        act(&mut okoro, route::Command::Open { letter, children: vec![child] });
        okoro.press("<f7>").press(&letter.to_string());
        only_bromley(&mut okoro);
        if letter.0 != 'S' {
            act(&mut okoro, route::Command::TakeOff { route: RouteNo(no), why: "only looked at".to_owned() });
        }
    }
    let no = only(&okoro).routes.list.iter().find(|route| route.letter.0 == 'S').unwrap().no;
    let answer = |key: &str, value| call::Command::Answer { field: key.into(), value };
    act(&mut okoro, answer("s47.test", Value::YesNo(YesNo::No)));
    act(&mut okoro, answer("analysis.level", Value::Choice("child_in_need".into())));
    for (key, words) in [("tonight", "her aunt stays, and rings at ten"), ("permission", "his mother agrees")]
    {
        let value = Value::Text(words.to_owned());
        act(&mut okoro, route::Command::Fill { route: no, field: key.into(), value });
    }
    okoro.press("<f7>").press("S");
    insta::assert_snapshot!("bromley_card_120x40", okoro.stage.snapshot());
    act(&mut okoro, route::Command::decide(no, "the school sees it daily".to_owned()));
    act(&mut okoro, route::Command::send(no, "the rest is asked tomorrow"));
    // Its team, its clock, its letter.
    okoro.press("<f7>").sees("Referral and Assessment").press("<a-q>").sees("team accepts");
    only_bromley(&mut okoro);
    let id = only(&okoro).id;
    for template in ["referrer_professional", "professional_advice", "consultation_note"] {
        let to = Recipient::Caller;
        let compose = Request::Compose { contact: id, template: template.into(), to, why: String::new() };
        let told = okoro.desk.borrow_mut().answer(compose).unwrap();
        let Some(Answer::Letter { text, .. }) = told.first() else { panic!("{told:?}") };
        assert!(text.contains("Bromley, children's social care"), "{text}");
        assert!(!SOUTHAMPTONS.iter().any(|name| text.contains(name)), "{text}");
    }
}
