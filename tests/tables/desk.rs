//! Of the desk, its devices, a shift, a ringing call, a handover and a visit.

use dutydesk::domain::{
    contact::{Context, Stamp},
    desk::{self, Account, RolesChanged, Staff, StaffLeft},
    device::{self, Kind},
    duty::Hold,
    handover::{self, Drawn, Handover},
    ids::{ContactId, DeviceId, HandoverId, Reference, RingId, ShiftId, StaffId, VisitId},
    policy::{Mode, Role},
    ring::{self, Announced, Ring},
    rota,
    shift::{self, Beginning, Brief, Shift},
    visit::{self, Visit},
};

use super::*;

#[test]
fn what_the_desk_refuses() {
    let now = at("2026-11-24T14:07:00Z");
    let open = |n: u128, person: StaffId, name: &str, roles: &[Role]| Account {
        id: account(n),
        person,
        name: name.to_owned(),
        roles: roles.to_vec(),
    };
    let staff =
        |n: u128, name: &str| Staff { id: person(n), name: name.to_owned(), initials: "XX".to_owned() };
    let worker = [Role::SocialWorker];
    let add = |staff, account| desk::Command::AddStaff { staff, account };
    let hold = |n: u128, role| Hold { role, person: person(n), from: now, until: now + TimeDelta::hours(8) };
    let line = |hold, cover: Option<u128>| rota::Line { no: 2, hold, number: None, cover: cover.map(person) };
    let number =
        |n: u128, number: &str| desk::Command::SetNumber { person: person(n), number: number.to_owned() };
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
        (add(staff(90, "N. New"), open(190, person(90), " r. SHAH 104 ", &worker)), "NameTaken"),
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
            desk::Command::ChangeRoles(RolesChanged {
                account: account(190),
                roles: worker.to_vec(),
                at: now,
            }),
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
    let begin = |open, cx: &Context<'_>| Shift::start(&Beginning::default(), Brief::default(), open, cx);
    assert_eq!(code(begin(false, &context(now, &jay, &policy, &duty))), "ReadsOnly");
    assert_eq!(code(begin(true, &context(now, &bello, &policy, &duty))), "ShiftIsOn");
    let event = begin(false, &context(now, &bello, &policy, &duty)).unwrap();
    let stamp = Stamp { at: now, by: bello.person };
    let mut shift = Shift::begin(ShiftId(Uuid::from_u128(1)), &event, stamp).unwrap();
    let unfiled = [shift::Unfiled {
        contact: ContactId(Uuid::from_u128(1)),
        reference: "C-1841".to_owned(),
        why: String::new(),
    }];
    let none = &[][..];
    let around = |out| shift::Around { out, others: false };
    assert_eq!(
        code(shift.end((none, ""), none_of(), around(false), &context(now, &jay, &policy, &duty))),
        "ReadsOnly"
    );
    assert_eq!(
        code(shift.end((none, ""), none_of(), around(false), &context(now, &grant, &policy, &duty))),
        "NotYourShift"
    );
    assert_eq!(
        code(shift.end((none, ""), none_of(), around(true), &context(now, &bello, &policy, &duty))),
        "StillOut"
    );
    assert_eq!(
        code(shift.end((none, ""), &unfiled, around(false), &context(now, &bello, &policy, &duty))),
        "Unfiled"
    );
    let blank = [("C-1841".to_owned(), " ".to_owned())];
    assert_eq!(
        code(shift.end((&blank, ""), &unfiled, around(false), &context(now, &bello, &policy, &duty))),
        "Unfiled"
    );
    // Alone in the night: who takes calls until the morning is said.
    assert_eq!(
        code(shift.end((none, " "), none_of(), around(false), &context(now, &bello, &policy, &duty))),
        "NobodyAfter"
    );
    let with_others = shift::Around { out: false, others: true };
    assert!(shift.end((none, ""), none_of(), with_others, &context(now, &bello, &policy, &duty)).is_ok());
    let ended = shift
        .end((none, "the police know"), none_of(), around(false), &context(now, &bello, &policy, &duty))
        .unwrap();
    assert!(!shift.has_overtaken(&ended));
    shift.evolve(&ended, stamp);
    assert_eq!(
        code(shift.end((none, ""), none_of(), around(false), &context(now, &bello, &policy, &duty))),
        "ShiftIsOver"
    );
    assert!(shift.has_overtaken(&ended) && shift.board().is_empty());
    // With nobody on call the shift begins only with a word about it.
    let role = Role::OnCallSeniorManager;
    duty.roster.set(Hold { role, person: person(4), from: now, until: now });
    let said = |words: &str| Beginning { alone: true, nobody_on_call: Some(words.to_owned()) };
    assert_eq!(code(begin(false, &context(now, &bello, &policy, &duty))), "NobodyOnCall");
    let cx = context(now, &bello, &policy, &duty);
    assert_eq!(code(Shift::start(&said(" "), Brief::default(), false, &cx)), "NobodyOnCall");
    assert!(Shift::start(&said("rang the head of service"), Brief::default(), false, &cx).is_ok());
}

fn none_of() -> &'static [shift::Unfiled] {
    &[]
}

#[test]
fn what_is_refused_of_a_ringing_call() {
    for line in [r#"{"number":"at home"}"#, r#"{"number":"1"}"#, r#"{"number":"+33 123"}"#] {
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
    let (bello, jay, penrose, novak) = (actor("Bello"), actor("Jay"), actor("Penrose"), actor("Novak"));
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
    let sheet =
        handover::Sheet { form: "text".to_owned(), code: dutydesk::domain::answer::HeadCode::of(&[7; 32]) };
    let long = "w".repeat(2_000_000);
    let table = [
        (handover::Command::Sheet(sheet), "NotHandedOver"),
        (handover::Command::Line { no, line: long.clone() }, "TooLong"),
        (handover::Command::Acknowledge { no, words: String::new() }, "NotHandedOver"),
    ];
    for (command, wanted) in &table {
        assert_eq!(code(handover.decide(command, &cx(&bello))), *wanted);
        let other = if *wanted == "TooLong" { "NotYourHandover" } else { *wanted };
        assert_eq!(code(handover.decide(command, &cx(&penrose))), other);
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
    assert_eq!(code(handover.decide(&words, &cx(&novak))), "TooLong");
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
    let visit =
        Visit::begin(VisitId(Uuid::from_u128(1)), &started, Stamp { at: now, by: bello.person }).unwrap();
    assert_eq!(code(visit.decide(&visit::Command::Help { words: String::new() }, &cx(&jay))), "ReadsOnly");
}

#[test]
fn only_what_fell_due_to_us_lately_counts_as_kept() {
    use dutydesk::domain::{
        board::{Entry, Kind as Board},
        ledger::{self, Ended},
    };
    let now = at("2026-11-24T14:07:00Z");
    let settled = |days, who: Option<u128>| {
        let entry = Entry::numbered(Board::Settled, Uuid::from_u128(1), 1, &Ended::Kept);
        let entry = entry.due(Some(now - TimeDelta::days(days)));
        who.map_or_else(|| entry.clone(), |who| entry.clone().of(person(who)))
    };
    for (days, who, kept) in [(1, Some(1), 1), (1, None, 0), (40, Some(1), 0), (-1, Some(1), 0)] {
        assert_eq!(ledger::rate(&[], &[settled(days, who)], now).kept, kept, "{days} {who:?}");
    }
}

#[test]
fn a_word_is_owed_by_the_one_who_is_said_to_have_given_it() {
    use dutydesk::domain::queue::{Said, Word};
    let due = Some(at("2026-11-25T17:00:00Z"));
    let word = Word { manager: person(4), due, said: Said::ByTelephone };
    assert!(word.is_owed_by(person(4)) && !word.is_owed_by(person(3)));
    assert!(!Word { due: None, ..word }.is_owed_by(person(4)));
}

#[test]
fn nobody_stands_in_before_their_cover_begins_or_once_it_has_ended() {
    let from = at("2026-11-24T17:00:00Z");
    let until = from + TimeDelta::hours(4);
    let hold =
        Hold { role: Role::OnCallSeniorManager, person: person(4), from, until: until + TimeDelta::hours(8) };
    let cover = rota::Cover { role: hold.role, person: hold.person, cover: person(5), from, until };
    let minute = TimeDelta::minutes(1);
    for (t, who) in
        [(from - minute, None), (from, Some(person(5))), (until - minute, Some(person(5))), (until, None)]
    {
        assert_eq!(rota::cover_at(&[cover], &hold, t), who, "{t}");
    }
    let other = Hold { person: person(3), ..hold };
    assert_eq!(rota::cover_at(&[cover], &other, from), None);
}

#[test]
fn what_falls_due_tomorrow_is_not_on_todays_sheet() {
    use dutydesk::domain::{
        contact::promise::Owner,
        ids::PromiseNo,
        ledger::{self, Line, Owed},
    };
    let now = at("2026-11-24T14:07:00Z");
    let owed = |days| {
        let due = now + TimeDelta::days(days);
        let owed = Owed {
            reference: Reference(1841),
            no: PromiseNo(1),
            what: format!("in {days} days"),
            to: "the school".to_owned(),
            owner: Owner::Staff(person(1)),
            by: due,
            ring_back: false,
            question: false,
            written: false,
            tried: None,
            safe: None,
            number: None,
            not_told: Vec::new(),
            moved: 0,
            closed: false,
            made: None,
        };
        Line { contact: ContactId(Uuid::from_u128(1)), due, owed, beside: Vec::new() }
    };
    let sheet = ledger::sheet(vec![owed(-1), owed(0), owed(1)], vec![], ledger::rate(&[], &[], now), now);
    let [one] = &sheet.people[..] else { panic!("{:?}", sheet.people) };
    let what: Vec<_> = one.promises.iter().map(|line| line.owed.what.as_str()).collect();
    assert_eq!(what, ["in -1 days", "in 0 days"]);
}
