//! Bad input at the desk's own doors: each is refused in a plain sentence or recovered from, each is journalled, and no note is
//! lost.
//!
//! | what | is shown by |
//! |---|---|
//! | wrong passphrase | [`a_wrong_passphrase_decides_nothing_and_is_journalled`]; `tests/locked.rs`, at the lock |
//! | replayed answer | `telephone::an_answer_for_another_request_and_a_used_one_prove_nothing` |
//! | answer for another request | the same |
//! | expired | `telephone::what_is_not_right_is_said_and_loses_nothing`; [`what_decides_nothing_is_journalled_by_whoever_tried_it`] |
//! | sixth guess | `telephone::what_is_not_right_is_said_and_loses_nothing` |
//! | clock moved back | the same; [`what_decides_nothing_is_journalled_by_whoever_tried_it`] |
//! | authoriser demoted in between | [`whoever_was_demoted_in_between_decides_nothing`] |
//! | device enrolled by the requester | `telephone::a_device_that_the_asker_had_a_hand_in_proves_nothing`; [`desk::who_may_not_enrol_a_device_is_journalled`] |
//! | two managers deciding at once | [`of_two_managers_at_once_the_second_is_refused`] |
//! | missing or truncated key file | `damaged::a_key_file_that_is_gone_or_cut_short_is_one_sentence_and_is_journalled_once_it_is_back` |
//! | damaged page | `damaged::what_is_recorded_while_the_file_is_damaged_comes_into_the_record` |

mod desk;
mod meanwhile;
mod second;

use std::sync::Arc;

use chrono::TimeDelta;
use dutydesk::{
    desk::{
        Answer, Clock, Desk, DeskError, Opening, Random, Request, audit,
        demo::PASSPHRASE,
        protocol::{Act, Shows, Telephone},
    },
    domain::{
        audit::What,
        contact::{
            Command, Contact, call,
            oversight::{self, Deed, Dictated, Matter, Proof, Scope},
            route,
        },
        desk::{AccountClosed, Command as Run, RolesChanged},
        device::Kind,
        ids::{DeviceId, EmergencyNo, GroundNo, OutcomeLetter, OverrideNo, PersonNo, RouteNo},
        policy::Role,
    },
    exchange::contact_text,
};

use crate::{
    common::console::Practice,
    damaged::{open, take},
    roles::tries::{self, Bench, Ready},
};

/// A manager's word on what was asked first.
fn authorise() -> oversight::Command {
    oversight::Command::Authorise {
        no: OverrideNo(1),
        words: tries::words(),
        narrowed: None,
        seen_refusals: Vec::new(),
    }
}

fn act(ready: Ready, command: impl Into<Command>, passphrase: &str) -> Request {
    let step_up = Some(passphrase.to_owned().into());
    Request::Act(Box::new(Act {
        tag: 1,
        contact: ready.id,
        command: command.into(),
        seen: u64::MAX,
        event: None,
        step_up,
    }))
}

/// Tries something, and gives the refusal's name and sentence.
fn refused(desk: &mut Desk, request: Request) -> (String, String) {
    let answers = desk.handle(request);
    let refused = answers.iter().find_map(|answer| match answer {
        Answer::Refused { code, words, .. } => Some(((*code).to_owned(), words.clone())),
        Answer::Failed { words, .. } => Some((String::new(), words.clone())),
        _ => None,
    });
    refused.unwrap_or_else(|| panic!("it was let through: {answers:?}"))
}

/// A contact on which something waits for a manager.
fn waiting(bench: &mut Bench) -> Ready {
    let ready = bench.contact();
    let (okoro, now) = (bench.okoro.clone(), bench.clock.now());
    bench.does(ready, &okoro, &[tries::note("she said so again").into(), tries::ask(now)]);
    ready
}

/// Gives a contact as it would be without what was tried in vain.
fn decided(contact: &Contact) -> Contact {
    let mut contact = contact.clone();
    contact.oversight.tried.clear();
    (contact.version, contact.changed) = (0, contact.call.taken);
    contact
}

/// Another console's desk on the same folder, with somebody at it.
fn beside(bench: &Bench, name: &str) -> Desk {
    let clock = Arc::clone(&bench.clock) as Arc<dyn Clock>;
    let mut desk =
        Desk::open(bench.desk.store().folder(), Opening::default(), clock, Random::Seeded(77)).unwrap();
    desk.sign_in_for_practice(name).unwrap();
    desk
}

#[test]
fn what_decides_nothing_is_journalled_by_whoever_tried_it() {
    let mut bench = Bench::new();
    let ready = waiting(&mut bench);
    let okoro = bench.okoro.clone();
    let steps = [
        tries::act_at_once(),
        tries::propose(),
        route::Command::Open { letter: OutcomeLetter('X'), children: vec![PersonNo(1)] }.into(),
        tries::decide(1),
    ];
    bench.does(ready, &okoro, &steps);
    let (no, now) = (OverrideNo(1), bench.clock.now());
    let more = Scope {
        what: None,
        children: vec![PersonNo(1), PersonNo(2)],
        agencies: vec!["police".into(), "school".into()],
        purpose: "protection".into(),
        until: now + TimeDelta::hours(4),
    };
    let wider = oversight::Command::Authorise {
        no,
        words: tries::words(),
        narrowed: Some(more),
        seen_refusals: Vec::new(),
    };
    let why = || ("it is not needed".to_owned(), "ask her first".to_owned());
    let decline = oversight::Command::Decline { no, reason: why().0, next: why().1 };
    let give_back = oversight::Command::Return { no, reason: why().0, next: why().1 };
    let uphold = oversight::Command::Uphold { no: EmergencyNo(1), words: tries::words().belief };
    let ground =
        |agree| oversight::Command::DecideGround { no: GroundNo(1), agree, words: tries::words().belief };
    let second =
        route::Command::Second { route: RouteNo(1), agree: true, words: "I agree with it".to_owned() };
    let of = Matter::Override(no);
    // By whom, what, how many minutes from now, as what it is journalled, and why it is refused.
    let cases: [(&str, Command, i64, Deed, Matter, &str); 12] = [
        ("a.okoro", authorise().into(), 0, Deed::Authorise, of, "AuthoriserIsRequester"),
        ("a.okoro.manager", authorise().into(), 0, Deed::Authorise, of, "AuthoriserIsRequester"),
        ("information_officer", decline.into(), 0, Deed::Decline, of, "NoAuthorityNow"),
        ("edt_manager", give_back.into(), 0, Deed::Return, of, "NoAuthorityNow"),
        ("auditor", authorise().into(), 0, Deed::Authorise, of, "ReadsOnly"),
        ("crs_manager", wider.into(), 0, Deed::Authorise, of, "MoreThanAsked"),
        ("crs_manager", authorise().into(), -60, Deed::Authorise, of, "ClockMovedBack"),
        ("on_call_senior_manager", authorise().into(), 5 * 60, Deed::Authorise, of, "EndIsPast"),
        ("edt_manager", uphold.into(), 0, Deed::Uphold, Matter::Emergency(EmergencyNo(1)), "NoAuthorityNow"),
        (
            "a.okoro",
            ground(true).into(),
            0,
            Deed::Decide,
            Matter::Ground(GroundNo(1)),
            "AuthoriserIsRequester",
        ),
        ("crs_manager", oversight::Command::Confirm { no }.into(), 0, Deed::Confirm, of, "NoWordOwed"),
        ("a.okoro", second.into(), 0, Deed::Second, Matter::Route(RouteNo(1)), "SecondIsSamePerson"),
    ];
    for (n, (name, command, minutes, deed, matter, code)) in cases.into_iter().enumerate() {
        bench.clock.set(now + TimeDelta::minutes(minutes));
        let actor = bench.desk.sign_in_for_practice(name).unwrap().clone();
        let before = bench.desk.contact(ready.reference).unwrap();
        let (said, words) = refused(&mut bench.desk, act(ready, command, PASSPHRASE));
        assert_eq!(said, code, "{n}: {words}");
        assert!(words.ends_with('.') && words.split_whitespace().count() > 6, "{n}: {words}");
        let after = bench.desk.contact(ready.reference).unwrap();
        assert_eq!(decided(&after), decided(&before), "{n}: something else changed");
        assert_eq!(after.oversight.tried.len(), before.oversight.tried.len() + 1, "{n}");
        let tried = after.oversight.tried.last().unwrap();
        let refused = &tried.refused;
        assert_eq!((tried.by, refused.deed, refused.matter), (actor.person, deed, matter), "{n}");
        assert_eq!(refused.code, code, "{n}");
        let stream = bench.desk.store().stream(ready.id.0).unwrap();
        let entry = stream.last().unwrap();
        assert_eq!(entry.kind, "contact.decision_refused.v1", "{n}");
        assert_eq!((entry.person, entry.account), (Some(actor.person), Some(actor.account)), "{n}");
    }
    bench.clock.set(now);
    // Told to whoever reads the record, and to whoever asks who did what.
    let contact = bench.desk.contact(ready.reference).unwrap();
    let book = bench.desk.book().clone();
    let cx =
        dutydesk::domain::contact::Context { now, actor: &okoro, policy: &book.policy, duty: &book.duty };
    let text = contact_text::text(&contact, &book.state, &cx);
    let told = "tried to authorise override 1; refused: authoriser is requester";
    assert!(text.contains(&format!("A. Okoro {told}")), "{text}");
    bench.sign_in(Role::Auditor);
    let period: audit::Period = (None, None);
    let did = bench.desk.audit_person("A. Okoro", period).unwrap();
    assert!(did.entries.iter().any(|entry| entry.what == What::Refused && entry.words == told));
    let of = bench.desk.audit_contact(ready.reference).unwrap();
    assert_eq!(of.entries.iter().filter(|entry| entry.what == What::Refused).count(), 12);
    assert!(bench.desk.verify(&mut |_| {}).unwrap().is_ok());
    assert_eq!(contact.call.notes.last().unwrap().text, "she said so again");
    // What waits can still be decided, by who may.
    bench.sign_in(Role::CrsManager);
    bench.desk.answer(act(ready, authorise(), PASSPHRASE)).unwrap();
}

#[test]
fn what_a_form_only_asks_for_is_no_try() {
    let mut bench = Bench::new();
    let ready = waiting(&mut bench);
    bench.sign_in(Role::CrsManager);
    let none = oversight::Command::Decline { no: OverrideNo(1), reason: String::new(), next: String::new() };
    let unknown =
        oversight::Command::Decline { no: OverrideNo(9), reason: "no".to_owned(), next: "ask".to_owned() };
    let before = bench.desk.store().version(ready.id.0).unwrap();
    for (command, code) in [(none, "ReasonNeeded"), (unknown, "OverrideUnknown")] {
        assert_eq!(refused(&mut bench.desk, act(ready, command, PASSPHRASE)).0, code);
    }
    assert_eq!(bench.desk.store().version(ready.id.0).unwrap(), before);
}

#[test]
fn a_wrong_passphrase_decides_nothing_and_is_journalled() {
    let mut bench = Bench::new();
    let ready = waiting(&mut bench);
    let actor = bench.sign_in(Role::CrsManager);
    let (code, words) = refused(&mut bench.desk, act(ready, authorise(), "guess"));
    assert_eq!(code, "SignInRefused");
    assert!(words.starts_with("Nothing was decided; that is not your passphrase"), "{words}");
    assert!(bench.desk.contact(ready.reference).unwrap().oversight.get(OverrideNo(1)).unwrap().waits());
    let entries = bench.desk.store().after(0, usize::MAX).unwrap();
    let last = entries.last().unwrap();
    assert_eq!(last.kind, "desk.sign_in_refused.v1");
    assert!(last.body.contains(&actor.account.0.to_string()), "{}", last.body);
    bench.desk.answer(act(ready, authorise(), PASSPHRASE)).unwrap();
}

#[test]
fn of_two_managers_at_once_the_second_is_refused() {
    let mut bench = Bench::new();
    let ready = waiting(&mut bench);
    // Both have it open and have read the same.
    bench.sign_in(Role::CrsManager);
    bench.desk.answer(Request::Open(ready.id)).unwrap();
    let mut other = beside(&bench, "r.shah");
    other.answer(Request::Open(ready.id)).unwrap();
    bench.desk.answer(act(ready, authorise(), PASSPHRASE)).unwrap();
    let decline = oversight::Command::Decline {
        no: OverrideNo(1),
        reason: "I would not".to_owned(),
        next: "ask her first".to_owned(),
    };
    let (code, words) = refused(&mut other, act(ready, decline, PASSPHRASE));
    assert_eq!((code.as_str(), words.contains("look at it again")), ("NotWaiting", true), "{words}");
    let contact = other.contact(ready.reference).unwrap();
    let tried = contact.oversight.tried.last().unwrap();
    assert_eq!((tried.refused.deed, tried.refused.code.as_str()), (Deed::Decline, "NotWaiting"));
    assert_eq!(tried.by, other.actor().unwrap().person);
    assert!(contact.oversight.get(OverrideNo(1)).unwrap().given().is_some());
}

#[test]
fn whoever_was_demoted_in_between_decides_nothing() {
    for closes in [false, true] {
        let mut bench = Bench::new();
        let ready = waiting(&mut bench);
        let manager = bench.sign_in(Role::CrsManager);
        bench.desk.answer(Request::Open(ready.id)).unwrap();
        let (account, at) = (manager.account, bench.clock.now());
        let command = if closes {
            Run::CloseAccount(AccountClosed { account, at })
        } else {
            Run::ChangeRoles(RolesChanged { account, roles: vec![Role::SocialWorker], at })
        };
        let mut admin = beside(&bench, "S. Adler");
        admin.answer(Request::Desk(Box::new(command))).unwrap();
        drop(admin);
        let (_, words) = refused(&mut bench.desk, act(ready, authorise(), PASSPHRASE));
        assert!(words.contains(if closes { "account was closed" } else { "authorise" }), "{words}");
        let contact = bench.desk.contact(ready.reference).unwrap();
        assert!(contact.oversight.get(OverrideNo(1)).unwrap().waits());
        let tried = contact.oversight.tried.last().unwrap();
        let code = if closes { "AccountClosed" } else { "NoAuthorityNow" };
        assert_eq!((tried.by, tried.refused.code.as_str()), (manager.person, code));
        bench.desk.sign_in_for_practice("S. Adler").unwrap();
        assert!(bench.desk.verify(&mut |_| {}).unwrap().is_ok());
    }
}

#[test]
fn a_word_by_telephone_that_is_not_even_looked_at_is_journalled() {
    let mut bench = Bench::new();
    let ready = waiting(&mut bench);
    let manager = bench.desk.book().state.find_staff("crs_manager").unwrap();
    let okoro = bench.desk.sign_in_for_practice("a.okoro").unwrap().clone();
    let dictated = Dictated {
        manager,
        began: bench.clock.now(),
        words: tries::words(),
        narrowed: None,
        seen_refusals: Vec::new(),
    };
    let no = OverrideNo(1);
    let ask = |shows| {
        let dictated = dictated.clone();
        Request::Telephone(Box::new(Telephone { tag: 1, contact: ready.id, no, dictated, shows }))
    };
    let answer =
        Shows::Answer { challenge: dutydesk::domain::ids::ChallengeNo(1), digits: "1234 5678".to_owned() };
    let device = DeviceId(uuid::Uuid::from_u128(7));
    let forged = oversight::Command::AuthoriseByTelephone {
        no,
        dictated: dictated.clone(),
        proof: Proof::Code { device, step: 1, fits: true },
        no_device: String::new(),
    };
    let cases = [
        (ask(Shows::Nothing), Deed::Challenge, "NoNumberOnRota"),
        (ask(answer), Deed::AuthoriseByTelephone, "NoDevice"),
        (act(ready, forged, PASSPHRASE), Deed::AuthoriseByTelephone, "OnlyTheDeskProves"),
    ];
    for (request, deed, code) in cases {
        let (said, words) = refused(&mut bench.desk, request);
        assert_eq!(said, code, "{words}");
        let contact = bench.desk.contact(ready.reference).unwrap();
        let tried = contact.oversight.tried.last().unwrap();
        assert_eq!((tried.by, tried.refused.deed), (okoro.person, deed));
        assert_eq!((tried.refused.manager, tried.refused.code.as_str()), (Some(manager), code));
    }
}

#[test]
fn the_timeline_tells_who_tried_what() {
    let practice = Practice::new(40);
    let worker = practice.console("A. Okoro", 120, 40);
    let contact = worker.contact("C-1841");
    let command = authorise().into();
    let tried = Act { tag: 1, contact: contact.id, command, seen: u64::MAX, event: None, step_up: None };
    let (code, _) = refused(&mut worker.desk.borrow_mut(), Request::Act(Box::new(tried)));
    assert_eq!(code, "AuthoriserIsRequester");
    let mut manager = practice.console("R. Shah", 120, 40);
    manager.press("/1841<enter>").sees("C-1841").press("<c-p>").write("who looked").press("<enter>");
    manager.sees("Tue 24 Nov 2026").sees("tried to authorise override 1; refused: authoriser is requester");
    for (width, height) in [(120, 40), (80, 24)] {
        manager.stage.resize(width, height);
        insta::assert_snapshot!(format!("timeline_{width}x{height}"), manager.stage.snapshot());
    }
    // The same for whoever asks outside the console.
    let mut desk = manager.desk.borrow_mut();
    let audit = desk.audit_contact(contact.reference).unwrap();
    let state = desk.book().state.clone();
    insta::assert_snapshot!(
        "timeline_text",
        dutydesk::exchange::audit_json::entries_text(&audit.entries, Some(contact.reference), &state)
    );
}
