//! What the desk itself, a shift, a ringing call and a handover refuse, as tables; and what a scenario has no sentence for.

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{Contact, Context, Event, Stamp, call, family, route, telling},
    desk::{self, Account, RolesChanged, Staff, StaffLeft, State},
    device::{self, Kind},
    duty::{Duty, Hold},
    handover::{self, Drawn, Handover},
    ids::{
        AccountId, ContactId, DeviceId, FieldKey, HandoverId, HouseholdNo, NoteNo, OutcomeLetter, PersonNo,
        Reference, RingId, RouteNo, ShiftId, StaffId, VisitId,
    },
    policy::{Mode, Policy, Role},
    refusal::Refusal,
    ring::{self, Announced, Ring},
    rota,
    shift::{self, Beginning, Brief, Shift},
    staff::Actor,
    value::Value,
    visit::{self, Visit},
};
use uuid::Uuid;

use crate::scenarios::cast;

fn person(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(n))
}

fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(n))
}

fn actor(name: &str) -> Actor {
    cast::everyone().into_iter().find(|actor| actor.name == name).unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A night with Lindqvist on call, and the profile.
fn night() -> (Policy, Duty, DateTime<Utc>) {
    let policy = dutydesk::profile::load("southampton").unwrap();
    let now = at("2026-11-24T23:10:00Z");
    let duty = cast::duty(&policy, now);
    (policy, duty, now)
}

fn code<T: std::fmt::Debug>(verdict: Result<T, Refusal>) -> &'static str {
    verdict.map_or_else(|refusal| refusal.code, |made| panic!("not refused: {made:?}"))
}

#[test]
fn what_the_desk_refuses() {
    let now = at("2026-11-24T14:07:00Z");
    let open = |n: u128, person: StaffId, name: &str, roles: &[Role]| Account {
        id: account(n),
        person,
        name: name.to_owned(),
        roles: roles.to_vec(),
    };
    let staff = |n: u128, name: &str| Staff { id: person(n), name: name.to_owned(), initials: "XX".to_owned() };
    let worker = [Role::SocialWorker];
    let add = |staff, account| desk::Command::AddStaff { staff, account };
    let hold = |n: u128, role| Hold { role, person: person(n), from: now, until: now + TimeDelta::hours(8) };
    let line = |hold, cover: Option<u128>| rota::Line { no: 2, hold, number: None, cover: cover.map(person) };
    let number = |n: u128, number: &str| desk::Command::SetNumber { person: person(n), number: number.to_owned() };
    let lindqvist = hold(4, Role::OnCallSeniorManager);
    let mut desk = cast::desk();
    desk.evolve(&desk::Event::StaffLeft(StaffLeft { person: person(2), at: now }));
    // Novak has left; Amadi is head of service, and runs the desk here.
    let by = actor("Amadi");
    let long = "n".repeat(101);
    let table = [
        (add(staff(90, " "), open(190, person(90), "new", &worker)), "NameNeeded"),
        (add(staff(90, &long), open(190, person(90), "new", &worker)), "NameNeeded"),
        (add(staff(90, "N. New"), open(190, person(91), "new", &worker)), "AccountOfAnother"),
        (add(staff(3, "N. New"), open(190, person(3), "new", &worker)), "AccountOfAnother"),
        (add(staff(90, "N. New"), open(190, person(90), " ", &worker)), "NameNeeded"),
        (add(staff(90, "N. New"), open(190, person(90), "new", &[])), "NoRole"),
        (add(staff(90, "N. New"), open(190, person(90), " SHAH 104 ", &worker)), "NameTaken"),
        (desk::Command::OpenAccount(open(190, person(90), "new", &worker)), "StaffUnknown"),
        (desk::Command::OpenAccount(open(190, person(2), "new", &worker)), "StaffLeft"),
        (desk::Command::OpenAccount(open(190, person(3), "new", &[])), "NoRole"),
        (desk::Command::OpenAccount(open(190, person(3), &long, &worker)), "NameNeeded"),
        (desk::Command::SetDuty(hold(6, Role::OnCallSeniorManager)), "RoleNotHeld"),
        (number(90, "01632 960123"), "StaffUnknown"),
        (number(3, "at home"), "NumberUnclear"),
        (desk::Command::ImportRota(vec![line(hold(6, Role::OnCallSeniorManager), None)]), "RoleNotHeld"),
        (desk::Command::ImportRota(vec![line(lindqvist, Some(4))]), "CoverCannot"),
        (desk::Command::ImportRota(vec![line(lindqvist, Some(3))]), "CoverCannot"),
        (desk::Command::ImportRota(vec![line(lindqvist, Some(90))]), "StaffUnknown"),
        (
            desk::Command::ChangeRoles(RolesChanged { account: account(104), roles: vec![], at: now }),
            "NoRole",
        ),
        (
            desk::Command::ChangeRoles(RolesChanged { account: account(190), roles: worker.to_vec(), at: now }),
            "AccountUnknown",
        ),
        (
            desk::Command::CloseAccount(desk::AccountClosed { account: account(190), at: now }),
            "AccountUnknown",
        ),
        (desk::Command::CloseAccount(desk::AccountClosed { account: account(111), at: now }), "LastOfRole"),
        (desk::Command::Leave(StaffLeft { person: person(90), at: now }), "StaffUnknown"),
        (desk::Command::Leave(StaffLeft { person: person(2), at: now }), "StaffLeft"),
        (desk::Command::Leave(StaffLeft { person: person(10), at: now }), "LastOfRole"),
    ];
    for (command, wanted) in &table {
        let refused = code(desk.decide(command, Some(&by)));
        assert_eq!(refused, *wanted, "{command:?}");
    }
}

#[test]
fn nobody_puts_themselves_on_the_rota_by_a_file() {
    let now = at("2026-11-24T14:07:00Z");
    let mut desk = cast::desk();
    let (lindqvist, role) = (actor("Lindqvist"), Role::HeadOfService);
    desk.evolve(&desk::Event::AccountOpened(Account {
        id: account(191),
        person: lindqvist.person,
        name: "second".to_owned(),
        roles: vec![role],
    }));
    let hold = Hold { role, person: lindqvist.person, from: now, until: now + TimeDelta::hours(8) };
    let plan = vec![rota::Line { no: 2, hold, number: None, cover: None }];
    assert_eq!(code(desk.decide(&desk::Command::ImportRota(plan), Some(&lindqvist))), "SetsOwnAuthority");
    assert_eq!(code(desk.decide(&desk::Command::SetDuty(hold), Some(&lindqvist))), "SetsOwnAuthority");
}

#[test]
fn what_is_refused_of_a_device() {
    let mut desk = cast::desk();
    let device = |n: u128| DeviceId(Uuid::from_u128(n));
    let propose = |n: u128, whose: u128, secret: &str, replaces: Option<u128>| {
        desk::Command::Device(device::Command::Propose {
            device: device(n),
            person: person(whose),
            kind: Kind::Bound,
            secret: secret.to_owned(),
            replaces: replaces.map(device),
        })
    };
    let (by, made) = (actor("Amadi"), propose(1, 4, "mark", None));
    for event in desk.decide(&made, Some(&by)).unwrap() {
        desk.evolve(&event);
    }
    let table = [
        (propose(1, 4, "another mark", None), "DeviceKnown"),
        (propose(2, 4, "mark", None), "DeviceKnown"),
        (propose(2, 4, " ", None), "SecretMissing"),
        (propose(2, 5, "another mark", None), "OwnerDoesNotManage"),
        // It was proposed only: nothing of theirs is in use that it could stand for.
        (propose(2, 4, "another mark", Some(1)), "DeviceUnknown"),
    ];
    for (command, wanted) in &table {
        assert_eq!(code(desk.decide(command, Some(&by))), *wanted, "{command:?}");
    }
    let found = |n: u128, whose: u128, secret: &str| {
        desk::Command::Device(device::Command::Found {
            device: device(n),
            person: person(whose),
            kind: Kind::Bound,
            secret: secret.to_owned(),
            by: [person(3), person(10)],
        })
    };
    let table = [
        (found(2, 5, "another mark"), "OwnerDoesNotManage"),
        (found(2, 4, " "), "SecretMissing"),
        (found(2, 4, "mark"), "DeviceKnown"),
    ];
    for (command, wanted) in &table {
        assert_eq!(code(desk.decide(command, None)), *wanted, "{command:?}");
    }
}

#[test]
fn what_is_refused_of_a_shift() {
    let (policy, mut duty, now) = night();
    let (bello, grant, jay) = (actor("Bello"), actor("Grant"), actor("Jay"));
    let cx = |actor, duty| Context { now, actor, policy: &policy, duty };
    let begin = |open, cx: &Context<'_>| Shift::start(&Beginning::default(), Brief::default(), open, cx);
    assert_eq!(code(begin(false, &cx(&jay, &duty))), "ReadsOnly");
    assert_eq!(code(begin(true, &cx(&bello, &duty))), "ShiftIsOn");
    let event = begin(false, &cx(&bello, &duty)).unwrap();
    let stamp = Stamp { at: now, by: bello.person };
    let mut shift = Shift::begin(ShiftId(Uuid::from_u128(1)), &event, stamp).unwrap();
    let unfiled = [shift::Unfiled {
        contact: ContactId(Uuid::from_u128(1)),
        reference: "C-1841".to_owned(),
        why: String::new(),
    }];
    let none = &[][..];
    assert_eq!(code(shift.end(none, none_of(), false, &cx(&jay, &duty))), "ReadsOnly");
    assert_eq!(code(shift.end(none, none_of(), false, &cx(&grant, &duty))), "NotYourShift");
    assert_eq!(code(shift.end(none, none_of(), true, &cx(&bello, &duty))), "StillOut");
    assert_eq!(code(shift.end(none, &unfiled, false, &cx(&bello, &duty))), "Unfiled");
    let blank = [("C-1841".to_owned(), " ".to_owned())];
    assert_eq!(code(shift.end(&blank, &unfiled, false, &cx(&bello, &duty))), "Unfiled");
    let ended = shift.end(none, none_of(), false, &cx(&bello, &duty)).unwrap();
    assert!(!shift.has_overtaken(&ended));
    shift.evolve(&ended, stamp);
    assert_eq!(code(shift.end(none, none_of(), false, &cx(&bello, &duty))), "ShiftIsOver");
    assert!(shift.has_overtaken(&ended) && shift.board().is_empty());
    // With nobody on call the shift begins only with a word about it.
    let role = Role::OnCallSeniorManager;
    duty.roster.set(Hold { role, person: person(4), from: now, until: now });
    let said = |words: &str| Beginning { alone: true, nobody_on_call: Some(words.to_owned()) };
    assert_eq!(code(begin(false, &cx(&bello, &duty))), "NobodyOnCall");
    let cx = cx(&bello, &duty);
    assert_eq!(code(Shift::start(&said(" "), Brief::default(), false, &cx)), "NobodyOnCall");
    assert!(Shift::start(&said("rang the head of service"), Brief::default(), false, &cx).is_ok());
}

fn none_of() -> &'static [shift::Unfiled] {
    &[]
}

#[test]
fn what_is_refused_of_a_ringing_call() {
    for line in [r#"{"number":"at home"}"#, r#"{"number":"1"}"#] {
        assert_eq!(code(Announced::read(line)), "NotANumber", "{line}");
    }
    let long = format!(r#"{{"name":"{}"}}"#, "n".repeat(2_000_000));
    assert_eq!(code(Announced::read(&long)), "TooLong");
    for line in ["", "[]", "no", r#"{"numbers":"01632 960123"}"#] {
        assert_eq!(code(Announced::read(line)), "NotARing", "{line}");
    }
    let announced = ring::Event::Announced(Announced::read(r#"{"number":"01632 960123"}"#).unwrap());
    let ringing = Ring::begin(RingId(Uuid::from_u128(1)), &announced, at("2026-11-24T14:07:00Z")).unwrap();
    let contact = ContactId(Uuid::from_u128(2));
    let answer = |ring: &Ring| ring.answer(contact, Reference(1841));
    assert_eq!(code(ringing.set_aside(" ")), "ReasonNeeded");
    for (over, wanted) in [
        (answer(&ringing).unwrap(), "AnsweredAlready"),
        (ringing.set_aside("it stopped").unwrap(), "RingIsOver"),
    ] {
        let mut ring = ringing.clone();
        ring.evolve(&over);
        assert_eq!(code(answer(&ring)), wanted);
        assert_eq!(code(ring.set_aside("it stopped")), "RingIsOver");
        assert!(ring.row().lanes.is_empty());
    }
}

#[test]
fn what_is_refused_of_a_handover() {
    let (policy, duty, now) = night();
    let (bello, jay) = (actor("Bello"), actor("Jay"));
    let cx = |actor| Context { now, actor, policy: &policy, duty: &duty };
    let shift = |from, to| handover::Kind::Shift { from, to };
    let drawn = Drawn {
        contact: Some(ContactId(Uuid::from_u128(1))),
        reference: Some(Reference(1841)),
        visit: None,
        who: "Police".to_owned(),
        children: vec![],
        causes: vec![],
    };
    assert_eq!(code(Handover::start(shift(Mode::Edt, Mode::Edt), vec![], &cx(&bello))), "SameService");
    assert_eq!(code(Handover::start(shift(Mode::Edt, Mode::FrontDoor), vec![], &cx(&jay))), "ReadsOnly");
    let begun = Handover::start(shift(Mode::Edt, Mode::FrontDoor), vec![drawn], &cx(&bello)).unwrap();
    let stamp = Stamp { at: now, by: bello.person };
    let handover = Handover::begin(HandoverId(Uuid::from_u128(1)), &begun, stamp).unwrap();
    let no = handover.items[0].no;
    let sheet = handover::Sheet {
        form: "text".to_owned(),
        code: dutydesk::domain::answer::HeadCode::of(&[7; 32]),
    };
    let long = "w".repeat(2_000_000);
    let table = [
        (handover::Command::Sheet(sheet), "NotHandedOver"),
        (handover::Command::Line { no, line: long.clone() }, "TooLong"),
        (handover::Command::Acknowledge { no, words: String::new() }, "NotHandedOver"),
    ];
    for (command, wanted) in &table {
        assert_eq!(code(handover.decide(command, &cx(&bello))), *wanted);
        assert_eq!(code(handover.decide(command, &cx(&actor("Penrose")))), if *wanted == "TooLong" { "NotYourHandover" } else { wanted });
    }
    assert_eq!(code(handover.decide(&handover::Command::Finish, &cx(&jay))), "ReadsOnly");
    // Between naming and finishing, whoever was named lost every account.
    let mut handover = handover;
    let next = handover::Next::Person(person(2));
    let named = handover.decide(&handover::Command::Owner { no, next }, &cx(&bello)).unwrap().unwrap();
    handover.evolve(&named, stamp);
    let mut desk = cast::desk();
    desk.evolve(&desk::Event::StaffLeft(StaffLeft { person: person(2), at: now }));
    let mut gone = duty.clone();
    gone.directory = desk.directory();
    let late = Context { now, actor: &bello, policy: &policy, duty: &gone };
    assert_eq!(code(handover.decide(&handover::Command::Finish, &late)), "NoSuchCover");
    let finished = handover.decide(&handover::Command::Finish, &cx(&bello)).unwrap().unwrap();
    handover.evolve(&finished, stamp);
    let words = handover::Command::Acknowledge { no, words: long };
    assert_eq!(code(handover.decide(&words, &cx(&actor("Novak")))), "TooLong");
}

#[test]
fn whoever_only_reads_does_nothing_about_a_visit() {
    let (policy, duty, now) = night();
    let (bello, jay) = (actor("Bello"), actor("Jay"));
    let cx = |actor| Context { now, actor, policy: &policy, duty: &duty };
    let going = visit::Going {
        place: "12 Harbour Lane".to_owned(),
        purpose: "Kate".to_owned(),
        contact: None,
        reference: None,
        number: "07700 900106".to_owned(),
        back_by: now + TimeDelta::hours(2),
        every: 45,
        named: None,
        allowed: None,
        danger: None,
        not_theirs: vec![],
    };
    let seen_by = [person(2)];
    let around = visit::decide::Around { seen_by: &seen_by, contact: None, found: &[], read: true };
    assert_eq!(code(Visit::start(&going, around, &cx(&jay))), "ReadsOnly");
    // In danger they go; where nothing stands in the way, the word of danger is not kept as if something had.
    let danger = visit::Going { danger: Some("she screams".to_owned()), ..going.clone() };
    let started = Visit::start(&danger, around, &cx(&bello)).unwrap();
    let visit::Event::Started(kept) = &started else { panic!("{started:?}") };
    assert_eq!(kept.going.danger, None);
    let visit = Visit::begin(VisitId(Uuid::from_u128(1)), &started, Stamp { at: now, by: bello.person }).unwrap();
    assert_eq!(code(visit.decide(&visit::Command::Help { words: String::new() }, &cx(&jay))), "ReadsOnly");
}

/// A contact with one child, Tom, and whoever took it.
fn contact(policy: &Policy, duty: &Duty, now: DateTime<Utc>) -> (Contact, Actor) {
    let bello = actor("Bello");
    let cx = Context { now, actor: &bello, policy, duty };
    let take = call::Take { reference: Some(Reference(1841)), ring: None, caller: call::Caller::default() };
    let stamp = Stamp { at: now, by: bello.person };
    let taken = Contact::take(&take, &cx).unwrap();
    let mut contact = Contact::begin(ContactId(Uuid::from_u128(1841)), &taken[0], stamp).unwrap();
    let tom = family::Details { name: Some("Tom Brook".to_owned()), ..family::Details::of(family::Kind::Child) };
    for event in contact.decide(&family::Command::Add(tom).into(), &cx).unwrap() {
        contact.evolve(&event, stamp);
    }
    (contact, bello)
}

#[test]
fn what_is_too_long_or_not_there_is_refused() {
    let (policy, duty, now) = night();
    let (contact, bello) = contact(&policy, &duty, now);
    let cx = Context { now, actor: &bello, policy: &policy, duty: &duty };
    let long = "n".repeat(2_000_000);
    let caller = |change: &dyn Fn(&mut call::Caller)| {
        let mut caller = call::Caller::default();
        change(&mut caller);
        caller
    };
    let details = |change: &dyn Fn(&mut family::Details)| {
        let mut details = family::Details::of(family::Kind::Adult);
        change(&mut details);
        family::Command::Add(details)
    };
    let note = call::NewNote {
        text: long.clone(),
        mark: None,
        happened: None,
        child: None,
        stage: dutydesk::domain::policy::script::StageNo(4),
    };
    let named = caller(&|caller| caller.name = Some(long.clone()));
    let take = call::Take { reference: None, ring: None, caller: named.clone() };
    assert_eq!(code(Contact::take(&take, &cx)), "TooLong");
    let nobody = PersonNo(9);
    let link = |from, to| family::Command::Link(family::Link { from, to, words: "brother of".to_owned() });
    let home = family::Household {
        no: HouseholdNo(0),
        place: "12 Harbour Lane".to_owned(),
        protected: false,
        members: vec![nobody],
    };
    let draft = |template: &str, text: &str| telling::Command::Draft {
        no: None,
        template: template.into(),
        to: telling::Recipient::Caller,
        text: text.to_owned(),
    };
    let answer = |field: &str, value| call::Command::Answer { field: FieldKey::from(field), value };
    let hand_on = call::Command::HandOn { line: " ".to_owned(), from: Mode::Edt };
    let correct = call::Command::CorrectNote { note: NoteNo(9), text: "x".to_owned(), why: "y".to_owned() };
    let table: Vec<(dutydesk::domain::contact::Command, &str)> = vec![
        (call::Command::Take(take).into(), "AlreadyTaken"),
        (call::Command::SetCaller(named).into(), "TooLong"),
        (call::Command::SetCaller(caller(&|caller| caller.role = Some(long.clone()))).into(), "TooLong"),
        (call::Command::SetCaller(caller(&|caller| caller.agency = Some(long.clone()))).into(), "TooLong"),
        (call::Command::Write(note).into(), "TooLong"),
        (correct.into(), "NoteUnknown"),
        (hand_on.into(), "ReasonNeeded"),
        (answer("moon.shine", Value::Text("x".to_owned())).into(), "QuestionUnknown"),
        (answer("safety.where", Value::Text(long.clone())).into(), "TooLong"),
        (answer("safety.where", Value::Number(3)).into(), "ValueDoesNotFit"),
        (answer("safety.danger", Value::Number(3)).into(), "ValueDoesNotFit"),
        (answer("worries.scale", Value::Number(11)).into(), "ValueDoesNotFit"),
        (details(&|details| details.name = Some(long.clone())).into(), "TooLong"),
        (details(&|details| details.relation.clone_from(&long)).into(), "TooLong"),
        (details(&|details| details.places.clone_from(&long)).into(), "TooLong"),
        (link(nobody, PersonNo(1)).into(), "PersonUnknown"),
        (link(PersonNo(1), nobody).into(), "PersonUnknown"),
        (family::Command::SetHousehold(home).into(), "PersonUnknown"),
        (draft("referrer_professional", &long).into(), "TooLong"),
    ];
    for (command, wanted) in &table {
        assert_eq!(code(contact.decide(command, &cx)), *wanted);
    }
}

#[test]
fn a_value_fits_the_field_it_is_written_in() {
    let (policy, duty, now) = night();
    let (mut contact, bello) = contact(&policy, &duty, now);
    let cx = Context { now, actor: &bello, policy: &policy, duty: &duty };
    let letters: Vec<OutcomeLetter> = policy.outcomes.outcome.iter().map(|outcome| outcome.letter).collect();
    for letter in letters {
        let open = route::Command::Open { letter, children: vec![PersonNo(1)] };
        for event in contact.decide(&open.into(), &cx).unwrap() {
            contact.evolve(&event, Stamp { at: now, by: bello.person });
        }
        let no = contact.routes.list.last().unwrap().no;
        let fields = &policy.outcomes.get(letter).unwrap().fields;
        for field in fields {
            use dutydesk::domain::policy::script::FieldKind as Of;
            let wrong = match &field.kind {
                Of::Line | Of::Text => Value::Number(1),
                Of::Choice { .. } => Value::Choice("moon".to_owned()),
                Of::Choices { .. } => Value::Choices(vec!["moon".to_owned()]),
                Of::Number { max, .. } => Value::Number(max + 1),
                Of::List { max, .. } => Value::List(vec!["x".to_owned(); max + 1]),
                Of::YesNo | Of::Date => Value::Text("x".to_owned()),
            };
            let fill = route::Command::Fill { route: no, field: field.key.clone(), value: wrong };
            assert_eq!(code(contact.decide(&fill.into(), &cx)), "ValueDoesNotFit", "{letter} {}", field.key);
        }
        let (field, value) = (FieldKey::from("moon"), Value::Text("x".to_owned()));
        let fill = route::Command::Fill { route: no, field, value };
        assert_eq!(code(contact.decide(&fill.into(), &cx)), "FieldUnknown", "{letter}");
    }
    let none = route::Command::Decide { route: RouteNo(99), reason: String::new() };
    assert_eq!(code(contact.decide(&none.into(), &cx)), "RouteUnknown");
}
