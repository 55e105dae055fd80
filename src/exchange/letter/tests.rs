mod practice;

use super::*;
use crate::{
    domain::{
        contact::{
            call::{Caller, Identity},
            route::{Discussion, Held, State as RouteState},
            telling::{Owner, PromiseState},
        },
        ids::{StaffId, TemplateId},
        policy::CallerKind,
        value::Value,
    },
    exchange::story::{self, Story},
    profile,
};

fn written(story: &Story, template: &str, to: Recipient) -> String {
    let id = TemplateId::from(template);
    let template = story.policy.letters.template.iter().find(|known| known.id == id).unwrap();
    compose(&story.contact, template, to, &story.letters()).unwrap()
}

fn advice(kind: CallerKind, name: &str) -> Story {
    let caller = Caller { kind: Some(kind), name: Some(name.to_owned()), ..Caller::default() };
    let mut story = story::begin(caller);
    story.names_the_family();
    story.promises_the_caller("the caller");
    story.sends('A', PersonNo(1), &[("agreed", Value::YesNo(YesNo::Yes))]);
    story
}

#[test]
fn every_template_is_filled() {
    let story = story::night();
    for template in &story.policy.letters.template {
        for to in [Recipient::Caller, Recipient::Person(PersonNo(1)), Recipient::Person(PersonNo(3))] {
            let letter = compose(&story.contact, template, to, &story.letters()).unwrap();
            assert!(letter.contains("C-1841") && letter.contains("Southampton"), "{letter}");
            assert!(!letter.contains("{{") && !letter.contains("{%"), "{letter}");
            assert_eq!(stock_phrases(&letter, &story.policy), Vec::<&str>::new());
        }
    }
    insta::assert_snapshot!("professional", written(&story, "referrer_professional", Recipient::Caller));
    insta::assert_snapshot!("family", written(&story, "family", Recipient::Person(PersonNo(3))));
    insta::assert_snapshot!("child", written(&story, "child", Recipient::Person(PersonNo(1))));
}

#[test]
fn the_family_is_not_told_of_a_caller_by_the_name_of_an_outcome() {
    let story = advice(CallerKind::Public, "Jo Field");
    let letter = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(letter.contains("Ellis Brook: Advice, and a plan for what helps now"), "{letter}");
    assert!(!letter.contains("caller"), "{letter}");
}

#[test]
fn the_public_learns_of_no_child_not_even_by_their_own_name() {
    for (kind, name, greeting) in [
        (CallerKind::Public, "Jo Field", "Dear Jo Field,"),
        (CallerKind::Public, "Jean Brook", "Dear caller,"),
        (CallerKind::Councillor, "Councillor Hale", "Dear Councillor Hale,"),
    ] {
        let story = advice(kind, name);
        let letter = written(&story, "public", Recipient::Caller);
        assert_eq!(
            story.contact.gives_away(Audience::Public, Recipient::Caller, &letter, &story.policy),
            None,
            "{letter}"
        );
        assert!(letter.contains(greeting), "{letter}");
        assert!(!letter.contains("ring and say"), "{letter}");
    }
}

#[test]
fn a_voice_that_nobody_checked_learns_no_outcome() {
    let mut story = advice(CallerKind::Professional, "Nia Lloyd");
    let letter = written(&story, "professional_advice", Recipient::Caller);
    assert!(!letter.contains("Ellis") && letter.contains("ring and say what was decided"), "{letter}");
    story.does(crate::domain::contact::call::Command::Identify(Identity::Known { how: "we met".to_owned() }));
    assert!(written(&story, "professional_advice", Recipient::Caller).contains("Ellis Brook: Advice"));
}

#[test]
fn each_reader_has_only_their_own() {
    let story = story::night();
    let mother = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(mother.contains("Ellis Brook: ") && mother.contains("Mia Brook: "), "{mother}");
    assert!(
        !mother.contains("Nia") && !mother.contains("Harbour") && !mother.contains("sit with"),
        "{mother}"
    );
    let partner = written(&story, "family", Recipient::Person(PersonNo(4)));
    assert!(!partner.contains("Ellis") && !partner.contains("Mia"), "{partner}");
    let ellis = written(&story, "child", Recipient::Person(PersonNo(1)));
    assert!(ellis.contains("sit with Ellis") && !ellis.contains("ring and say"), "{ellis}");
    let missing = compose(
        &story.contact,
        &story.policy.letters.template[0],
        Recipient::Person(PersonNo(9)),
        &story.letters(),
    );
    assert!(matches!(missing, Err(LetterError::NobodyThere(_))));
}

#[test]
fn each_child_is_named_once_with_all_that_was_decided() {
    let mut story = story::night();
    story.sends('A', PersonNo(1), &[("agreed", Value::YesNo(YesNo::Yes))]);
    let letter = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(letter.contains("Ellis Brook: Strategy discussion (Section 47); Advice"), "{letter}");
    assert_eq!(letter.matches("Ellis Brook:").count(), 1, "{letter}");
}

#[test]
fn a_professional_is_told_when_the_discussion_is_and_the_family_is_not() {
    let mut story = advice(CallerKind::Professional, "Nia Lloyd");
    let when = [
        ("day", Value::Date("2026-11-25".parse().unwrap())),
        ("time", Value::Text("10:00, by video".to_owned())),
        ("impact", Value::Text("He is hurt.".to_owned())),
        ("risk", Value::Text("He may be hurt again.".to_owned())),
    ];
    story.sends('X', PersonNo(1), &when);
    let says = "- Strategy discussion (Section 47) for Ellis Brook: Wed 25 Nov 2026, 10:00, by video.";
    assert!(
        !written(&story, "referrer_professional", Recipient::Caller).contains("by video"),
        "nobody checked who it is"
    );
    story.does(crate::domain::contact::call::Command::Identify(Identity::Known { how: "we met".to_owned() }));
    let letter = written(&story, "referrer_professional", Recipient::Caller);
    assert!(letter.contains(says), "{letter}");
    let family = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(!family.contains("by video"), "{family}");
    // What is over is not announced, and nothing is said of what it decided.
    let mut over = story.contact.clone();
    let discussion = Discussion {
        at: "2026-11-23T15:30:00Z".parse().unwrap(),
        who: "R. Shaw".to_owned(),
        decided: "no enquiry".to_owned(),
        doing: "nobody does anything".to_owned(),
    };
    let card = over.routes.list[1].fields.clone();
    let by = StaffId(uuid::Uuid::nil());
    let held = Held { written: story.now, by, discussion, card, conference: None };
    over.routes.list[1].held.push(held);
    std::mem::swap(&mut story.contact, &mut over);
    let letter = written(&story, "referrer_professional", Recipient::Caller);
    let says = "- Strategy discussion (Section 47) for Ellis Brook was held Mon 23 Nov 2026 15:30 GMT.";
    assert!(letter.contains(says) && !letter.contains("by video"), "{letter}");
    assert!(!letter.contains("no enquiry"), "{letter}");
    // Another one that the same card calls is.
    let says = format!("{says} It meets again: Fri 27 Nov 2026, 10:00, by video.");
    let day = |story: &mut Story, day: &str| {
        let fields = &mut story.contact.routes.list[1].fields;
        fields.insert("day".into(), Value::Date(day.parse().unwrap()));
        written(story, "referrer_professional", Recipient::Caller)
    };
    let letter = day(&mut story, "2026-11-27");
    assert!(letter.contains(&says) && !letter.contains("no enquiry"), "{letter}");
    // The card put right to when it was held calls no other.
    let letter = day(&mut story, "2026-11-22");
    assert!(!letter.contains("meets again"), "{letter}");
    std::mem::swap(&mut story.contact, &mut over);
    // A card that says no time says nothing of one.
    for route in &mut story.contact.routes.list {
        route.fields.remove(&"day".into());
        route.fields.remove(&"time".into());
    }
    let letter = written(&story, "referrer_professional", Recipient::Caller);
    assert!(!letter.contains("When it is"), "{letter}");
}

#[test]
fn what_is_so_of_one_child_is_not_said_of_all() {
    let mut story = story::night();
    let team = |story: &Story| {
        let letter = written(story, "family", Recipient::Person(PersonNo(3)));
        letter.lines().find(|line| line.starts_with("What happens next")).unwrap_or_default().to_owned()
    };
    let with_team: Vec<_> = story
        .contact
        .routes
        .list
        .iter()
        .filter(|route| matches!(route.state, RouteState::Accepted { .. } | RouteState::Pending { .. }))
        .flat_map(|route| route.children.clone())
        .collect();
    let all = story.contact.family.children().count();
    let said = team(&story);
    if with_team.len() < all {
        assert!(said.contains(" for "), "{said}");
    }
    // Both with the same team: it is said once, of all.
    for route in &mut story.contact.routes.list {
        route.state = RouteState::Accepted { at: story.now, who: "D. Hale".to_owned() };
        route.letter = crate::domain::ids::OutcomeLetter('S');
    }
    assert_eq!(team(&story), "What happens next: Family Safeguarding has taken this on.");
    // One of them with it, the other not.
    let first = story.contact.routes.list[0].children.clone();
    for route in story.contact.routes.list.iter_mut().filter(|route| route.children != first) {
        route.state = RouteState::Sent { at: story.now };
    }
    assert!(
        team(&story).starts_with("What happens next: Family Safeguarding has taken this on for "),
        "{}",
        team(&story)
    );
}

#[test]
fn what_the_family_said_they_would_do_stands_by_itself() {
    let mut story = advice(CallerKind::Professional, "Nia Lloyd");
    story.promises_the_caller("Kelly");
    let ours = story.contact.telling.promises[1].clone();
    let mut own = ours.clone();
    own.promised.owner = Owner::Named("Kelly Brook".to_owned());
    own.promised.what = "take Ellis to the GP".to_owned();
    own.promised.to = "us".to_owned();
    story.contact.telling.promises.push(own);
    let letter = written(&story, "family", Recipient::Person(PersonNo(3)));
    let (agreed, own) = letter.split_once("What you said you would do:").unwrap();
    assert!(agreed.contains("ring and say what was decided") && !agreed.contains("GP"), "{letter}");
    assert!(own.trim_start().starts_with("- take Ellis to the GP, by "), "{letter}");
    // Her partner's letter does not say what she does.
    let partner = written(&story, "family", Recipient::Person(PersonNo(4)));
    assert!(!partner.contains("GP"), "{partner}");
}

#[test]
fn what_a_checker_is_shown() {
    let policy = profile::load("southampton").unwrap();
    let letter = "We take all\nconcerns seriously. Please do not hesitate to contact A. Okoro!";
    assert_eq!(
        stock_phrases(letter, &policy),
        ["we take all concerns seriously", "please do not hesitate to contact"]
    );
    let long = format!("{}end.", "word ".repeat(25));
    let letter = format!("A. Okoro rang. {long} Short.\n{}", "word ".repeat(25));
    assert_eq!(long_sentences(&letter), [long.as_str()]);
}

#[test]
fn a_promise_to_the_caller_is_known_by_what_is_said_of_their_name() {
    for (name, to, theirs) in [
        ("Priya Anstey", "Ms Anstey", true),
        ("Sgt Dale Pryor", "Sgt Pryor", true),
        ("Sgt Dale Pryor", "the caller", true),
        ("Priya Anstey", "Ms Lowe", false),
        ("Jean Brook", "Mrs Brook", false),
        ("Jean Brook", "Jean Brook", true),
    ] {
        let caller =
            Caller { kind: Some(CallerKind::Professional), name: Some(name.to_owned()), ..Caller::default() };
        let mut story = story::begin(caller);
        story.names_the_family();
        story.promises_the_caller(to);
        story.contact.telling.promises[0].promised.agreed_with = "the manager on duty".to_owned();
        let letter = written(&story, "professional_advice", Recipient::Caller);
        assert_eq!(letter.contains("ring and say what was decided"), theirs, "{name}, {to}: {letter}");
    }
}

#[test]
fn nobody_is_thanked_for_a_talk_that_was_not_and_an_unchecked_voice_is_told_nothing() {
    let mut story = story::night();
    let mother = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(!mother.contains("Thank you") && mother.contains("have not spoken with you yet"), "{mother}");
    story.contact.call.caller.is_person = Some(PersonNo(3));
    let mother = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(mother.contains("Thank you for talking with us"), "{mother}");
    let name = story.contact.family.get(PersonNo(3)).unwrap().details.name.clone();
    story.contact.call.caller = Caller { kind: Some(CallerKind::Parent), name, ..Caller::default() };
    let mother = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(mother.contains("Thank you for talking with us"), "placed by name alone: {mother}");
    let unchecked = advice(CallerKind::Professional, "Nia Lloyd");
    let letter = written(&unchecked, "referrer_professional", Recipient::Caller);
    assert!(!letter.contains("what came of it"), "{letter}");
    let none = LetterContext { number: None, ..unchecked.letters() };
    let template = &unchecked.policy.letters.template[0];
    let letter = compose(&unchecked.contact, template, Recipient::Caller, &none).unwrap();
    assert!(letter.contains("Telephone: [our number]"), "{letter}");
}

#[test]
fn a_child_without_a_name_is_said_by_their_age() {
    let mut story = advice(CallerKind::Professional, "Nia Lloyd");
    story.does(crate::domain::contact::call::Command::Identify(Identity::Known { how: "we met".to_owned() }));
    for (born, said) in [
        (Some(Born::AboutMonths(3)), "The baby, about 3 months: Advice"),
        (Some(Born::About(9)), "The child, about 9: Advice"),
        (None, "The child: Advice"),
    ] {
        let details = &mut story.contact.family.people[0].details;
        (details.name, details.born) = (None, born);
        let letter = written(&story, "professional_advice", Recipient::Caller);
        assert!(letter.contains(said), "{letter}");
    }
}

#[test]
fn a_parent_learns_of_the_children_they_are_responsible_for() {
    let mut story = story::night();
    let mother = |story: &Story| written(story, "family", Recipient::Person(PersonNo(3)));
    story.contact.family.people[2].details.responsible_for = vec![PersonNo(1)];
    let letter = mother(&story);
    assert!(letter.contains("Ellis Brook: ") && !letter.contains("Mia"), "{letter}");
    story.contact.family.people[2].details.responsibility = Some(YesNo::No);
    let letter = mother(&story);
    assert!(!letter.contains("Ellis Brook: ") && !letter.contains("Mia"), "{letter}");
}

#[test]
fn what_a_letter_says_is_made_safe_and_a_broken_promise_is_not_said() {
    let mut story = advice(CallerKind::Professional, "Nia\u{202e} Lloyd");
    let known = Identity::Known { how: "we met".to_owned() };
    story.does(crate::domain::contact::call::Command::Identify(known));
    let template = |story: &Story| {
        let id = TemplateId::from("referrer_professional");
        story.policy.letters.template.iter().find(|known| known.id == id).unwrap().clone()
    };
    let why = "He was\u{1b}[2J there.";
    let cx = LetterContext { why, ..story.letters() };
    let letter = compose(&story.contact, &template(&story), Recipient::Caller, &cx).unwrap();
    assert!(letter.contains("Lloyd") && letter.contains("[2J there"), "{letter}");
    assert!(!letter.contains(['\u{202e}', '\u{1b}']), "{letter}");
    assert!(letter.contains("ring and say what was decided"), "{letter}");
    let (at, why) = (story.now, "nobody was there".to_owned());
    story.contact.telling.promises[0].state = PromiseState::Broken { at, why };
    let letter = written(&story, "referrer_professional", Recipient::Caller);
    assert!(!letter.contains("ring and say what was decided"), "{letter}");
}

#[test]
fn an_answer_that_was_written_down_is_no_talk() {
    use crate::domain::contact::agreement::{self, Answer};
    let mut story = story::night();
    let mut row = story.contact.agreements.standing().next().unwrap().clone();
    row.asked = agreement::Asked { person: PersonNo(3), answer: Answer::Agreed, ..row.asked };
    story.contact.agreements.rows.push(row);
    let letter = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(
        !letter.contains("what you told us is part") && !letter.contains("not spoken with you"),
        "{letter}"
    );
    assert_eq!(letter.matches("you see it differently").count(), 1, "{letter}");
}

#[test]
fn whoever_rang_in_an_attached_contact_was_spoken_with() {
    use crate::domain::contact::others::{Other, Tie};
    let mut story = story::night();
    let of = |story: &Story, caller: Caller| {
        let mut other = Other::of(&story.contact, Tie::Later);
        other.caller = caller;
        let others = [other];
        let cx = LetterContext { others: &others, ..story.letters() };
        let template =
            story.policy.letters.template.iter().find(|known| known.id.as_str() == "family").unwrap();
        compose(&story.contact, template, Recipient::Person(PersonNo(3)), &cx).unwrap()
    };
    let name = story.contact.family.get(PersonNo(3)).unwrap().details.name.clone();
    story.contact.family.people[2].details.relation = "mother".to_owned();
    let parent = |name: Option<&str>, role: Option<&str>| Caller {
        kind: Some(CallerKind::Parent),
        name: name.map(str::to_owned),
        role: role.map(str::to_owned),
        ..Caller::default()
    };
    for caller in [parent(name.as_deref(), None), parent(None, Some("mother"))] {
        let letter = of(&story, caller);
        assert!(letter.contains("Thank you for talking with us"), "{letter}");
    }
    // Where nobody knows which parent it was, neither is said.
    let letter = of(&story, parent(None, None));
    assert!(!letter.contains("Thank you for talking") && !letter.contains("not spoken with you"), "{letter}");
    let letter = of(&story, parent(Some("Dan Reed"), None));
    assert!(letter.contains("have not spoken with you yet"), "{letter}");
    story.contact.call.caller = parent(None, None);
    let letter = written(&story, "family", Recipient::Person(PersonNo(3)));
    assert!(!letter.contains("Thank you for talking") && !letter.contains("not spoken with you"), "{letter}");
}

#[test]
fn what_a_letter_to_the_family_says_by_itself_gives_away_nobody_who_rang_in_their_work() {
    for (role, agency) in [
        ("class teacher", "Fernmoor Primary School"),
        ("key worker", "Little Oaks Nursery"),
        ("GP", "Harbour Road Surgery"),
        ("health visitor", "Community NHS Trust"),
        ("midwife", "the maternity ward"),
        ("housing officer", "the housing association"),
        ("probation officer", "Probation"),
        ("social worker", "children's social care"),
        ("family support worker", "the family hub"),
        ("response officer", "Hampshire police"),
    ] {
        let mut story = story::night();
        let caller = &mut story.contact.call.caller;
        (caller.role, caller.agency) = (Some(role.to_owned()), Some(agency.to_owned()));
        for (template, to, audience) in [
            ("family", PersonNo(3), Audience::Family),
            ("family", PersonNo(4), Audience::Family),
            ("child", PersonNo(1), Audience::Child),
        ] {
            let letter = written(&story, template, Recipient::Person(to));
            let said = story.contact.gives_away(audience, Recipient::Person(to), &letter, &story.policy);
            assert_eq!(said, None, "{role}: {letter}");
        }
    }
}
