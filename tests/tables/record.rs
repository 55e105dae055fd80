//! Of a contact: what is too long, not there, does not fit, or is nobody's to see.

use dutydesk::domain::{
    contact::{Contact, Context, Stamp, call, family, route, telling},
    duty::Hold,
    handover::{self, Handover},
    ids::{FieldKey, HandoverId, HouseholdNo, NoteNo, OutcomeLetter, PersonNo, RouteNo, VisitId},
    policy::{Mode, Role},
    value::Value,
    visit::{self, Visit},
};

use super::*;

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
        typed: None,
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
    let none = route::Command::decide(RouteNo(99), String::new());
    assert_eq!(code(contact.decide(&none.into(), &cx)), "RouteUnknown");
}

#[test]
fn a_reach_is_for_one_purpose() {
    use dutydesk::domain::{contact::oversight::Scope, ids::PurposeId};
    let until = at("2026-11-24T20:00:00Z");
    let scope = |purpose: &str| Scope {
        what: None,
        children: vec![PersonNo(1)],
        agencies: vec!["police".into()],
        purpose: PurposeId::from(purpose),
        until,
    };
    assert!(scope("protection").within(&scope("protection")));
    assert!(!scope("enquiry").within(&scope("protection")));
}

#[test]
fn nobody_is_the_second_name_under_their_own_analysis() {
    use dutydesk::domain::contact::night::{Analysed, Command};
    let (policy, mut duty, now) = night();
    let (contact, bello) = contact(&policy, &duty, now);
    let until = now + TimeDelta::hours(8);
    duty.roster.set(Hold { role: Role::OnCallSeniorManager, person: bello.person, from: now, until });
    let analysed = |manager| Analysed {
        manager,
        words: "he is safe with Rose tonight".to_owned(),
        proportionate: "it keeps him at home".to_owned(),
        word_due: None,
    };
    let cx = context(now, &bello, &policy, &duty);
    assert_eq!(code(contact.decide(&Command::Analyse(analysed(bello.person)).into(), &cx)), "TwoNames");
    assert!(contact.decide(&Command::Analyse(analysed(person(4))).into(), &cx).is_ok());
}

#[test]
fn what_was_kept_aside_comes_in_under_a_number_of_its_own_and_as_a_note_where_it_was_overtaken() {
    use dutydesk::domain::{contact::Event, late::MergedLate, policy::script::StageNo};
    let (policy, duty, now) = night();
    let (mut contact, bello) = contact(&policy, &duty, now);
    let stamp = Stamp { at: now, by: bello.person };
    let note = |text: &str| {
        let note = call::NewNote {
            text: text.to_owned(),
            mark: None,
            happened: None,
            typed: None,
            child: None,
            stage: StageNo(4),
        };
        Event::NoteWritten(call::NoteWritten { no: NoteNo(1), note, later: false })
    };
    contact.evolve(&note("here"), stamp);
    let late = |event: &Event, superseded| {
        Event::MergedLate(MergedLate {
            by: bello.person,
            account: bello.account,
            at: now,
            kind: event.kind().to_owned(),
            body: event.body().unwrap(),
            superseded,
        })
    };
    contact.evolve(&late(&note("aside"), false), stamp);
    contact.evolve(&late(&note("overtaken"), true), stamp);
    let notes: Vec<(u32, &str)> = contact.call.notes.iter().map(|note| (note.no.0, note.current())).collect();
    assert_eq!(notes[..2], [(1, "here"), (2, "aside")]);
    assert_eq!(notes[2].0, 3);
    assert!(
        notes[2].1.starts_with("Kept while the desk's file took nothing, and overtaken since"),
        "{notes:?}"
    );
    assert!(contact.call.notes[1].merged.is_some() && contact.call.notes[0].merged.is_none());
}

#[test]
fn a_handover_shows_of_a_closed_record_that_it_is_there_and_nothing_else() {
    use dutydesk::domain::{
        board::Kind as Board,
        contact::access::{Command, Kind, Restricted},
        handover::{Out, draw},
    };
    let (policy, duty, now) = night();
    let (mut contact, bello) = contact(&policy, &duty, now);
    let stamp = Stamp { at: now, by: bello.person };
    let cx = context(now, &bello, &policy, &duty);
    let restricted = Restricted {
        kind: Kind::Other,
        why: "the family is known in the street".to_owned(),
        named: vec![person(3)],
        family_of: vec![],
    };
    for event in contact.decide(&Command::Restrict(restricted).into(), &cx).unwrap() {
        contact.evolve(&event, stamp);
    }
    let shift = handover::Kind::Shift { from: Mode::Edt, to: Mode::FrontDoor };
    let shown = |name: &str| {
        let actor = actor(name);
        draw(shift, [&contact], &[], &context(now, &actor, &policy, &duty))
    };
    assert_eq!(shown("Shah")[0].children, ["Tom Brook"]);
    let drawn = shown("Bello");
    assert!(drawn[0].is_bare() && drawn[0].children.is_empty(), "{drawn:?}");
    assert!(drawn[0].causes.iter().all(|cause| cause.words.starts_with("a restricted record")), "{drawn:?}");
    let begun = Handover::start(shift, drawn, &cx).unwrap();
    let handover = Handover::begin(HandoverId(Uuid::from_u128(1)), &begun, stamp).unwrap();
    let item = handover.board().into_iter().find(|entry| entry.kind == Board::HandoverItem).unwrap();
    assert_eq!(item.contact, None, "what is bare would be told whose it is");
    // Of a visit to them, not where it goes.
    let going = visit::Going {
        place: "12 Harbour Lane".to_owned(),
        purpose: "Kate".to_owned(),
        contact: Some(contact.id),
        reference: Some(contact.reference),
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
    let started = Visit::start(&going, around, &cx).unwrap();
    let visit = Visit::begin(VisitId(Uuid::from_u128(1)), &started, stamp).unwrap();
    for opens in [true, false] {
        let out = Out { visit: visit.clone(), name: "T. Bello".to_owned(), opens };
        let words = draw(shift, [], &[out], &cx)[0].causes[0].words.clone();
        assert_eq!(words.contains("12 Harbour Lane"), opens, "{words}");
    }
}

#[test]
fn a_card_is_not_the_team_that_it_stands_beside() {
    let (mut policy, duty, now) = night();
    let letter = OutcomeLetter('B');
    let bridges = policy.outcomes.outcome.iter_mut().find(|outcome| outcome.letter == letter).unwrap();
    bridges.holds_work = true;
    let (mut contact, _) = contact(&policy, &duty, now);
    let shah = actor("Shah");
    let cx = Context { now, actor: &shah, policy: &policy, duty: &duty };
    let stamp = Stamp { at: now, by: shah.person };
    let reason = "they would do him good".to_owned();
    let open = route::Command::Open { letter, children: vec![PersonNo(1)] };
    for command in [open, route::Command::decide(RouteNo(1), reason)] {
        for event in contact.decide(&command.into(), &cx).unwrap() {
            contact.evolve(&event, stamp);
        }
    }
    let (route, outcome) = (contact.routes.get(RouteNo(1)).unwrap(), policy.outcomes.get(letter).unwrap());
    assert!(route.decided.is_some());
    let primary = outcome.criteria.iter().find(|criterion| criterion.id.as_str() == "primary").unwrap();
    assert_eq!(contact.criterion(route, primary, &cx).shown().1, "not met");
}

#[test]
fn whoever_is_no_colleague_could_read_along_while_they_are_on_the_line() {
    use dutydesk::domain::policy::CallerKind;
    let (policy, duty, now) = night();
    let (mut contact, bello) = contact(&policy, &duty, now);
    let cx = Context { now, actor: &bello, policy: &policy, duty: &duty };
    assert!(contact.call.is_heard(), "before it is known who rings");
    let kinds = [CallerKind::Public, CallerKind::Parent, CallerKind::Child, CallerKind::Councillor];
    for kind in CallerKind::ALL {
        let caller = call::Caller { kind: Some(kind), ..call::Caller::default() };
        for event in contact.decide(&call::Command::SetCaller(caller).into(), &cx).unwrap() {
            contact.evolve(&event, Stamp { at: now, by: bello.person });
        }
        assert_eq!(contact.call.is_heard(), kinds.contains(&kind), "{kind:?}");
    }
    let parent = call::Caller { kind: Some(CallerKind::Parent), ..call::Caller::default() };
    for command in [call::Command::SetCaller(parent), call::Command::End] {
        for event in contact.decide(&command.into(), &cx).unwrap() {
            contact.evolve(&event, Stamp { at: now, by: bello.person });
        }
    }
    assert!(!contact.call.is_heard());
}
