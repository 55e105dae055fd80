//! What is written and said in the tries.

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{
        Command, access,
        agreement::{self, Answer as Said, Asked, Capacity},
        call::{self, NewNote},
        family::{self, Details, Kind as Person},
        night,
        oversight::{self, Acted, AgencyWhy, ManagerWords, Proposed, TellFamily},
        route,
        telling::{self, Owner, Promised, Recipient},
    },
    ids::{OutcomeLetter, PersonNo, RouteNo, StaffId},
    input::born::Born,
    policy::{
        script::StageNo,
        sharing::{Case as Why, GroundKind},
    },
    value::YesNo,
    visit::{Going, Named},
};

const BELIEF: &str = "He was released today and knows the street in which they live now";
pub(super) const ANSWER: &str =
    "In my view waiting for an answer would leave the children where nobody looks";

/// Names two children and their mother, who was not asked.
pub(crate) fn family() -> Vec<Command> {
    let child = |name: &str| Details {
        name: Some(name.to_owned()),
        born: Some(Born::About(6)),
        ..Details::of(Person::Child)
    };
    let mother = Details {
        name: Some("Kate Brook".to_owned()),
        responsibility: Some(YesNo::Yes),
        responsible_for: vec![PersonNo(1), PersonNo(2)],
        responsibility_how: "named on both birth certificates".to_owned(),
        ..Details::of(Person::Parent)
    };
    vec![
        family::Command::Add(child("Ellis Brook")).into(),
        family::Command::Add(child("Mia Brook")).into(),
        family::Command::Add(mother).into(),
        agreement(Said::NotAsked { why: "he reads her messages".to_owned() }, "police"),
    ]
}

/// Writes a note.
pub(crate) fn note(text: &str) -> call::Command {
    let text = text.to_owned();
    call::Command::Write(NewNote {
        text,
        mark: None,
        happened: None,
        typed: None,
        child: None,
        stage: StageNo(4),
    })
}

pub(crate) fn agreement(answer: Said, agency: &str) -> Command {
    agreement::Command::Record(Asked {
        person: PersonNo(3),
        capacity: Capacity::Responsibility { how_known: "the birth certificate was seen".to_owned() },
        children: vec![PersonNo(1), PersonNo(2)],
        purpose: "protection".into(),
        agencies: vec![agency.into()],
        answer,
        words: String::new(),
    })
    .into()
}

/// Asks for an override.
pub(crate) fn ask(now: DateTime<Utc>) -> Command {
    let until = now + TimeDelta::hours(4);
    oversight::Command::Ask {
        no: None,
        request: oversight::Request {
            children: vec![PersonNo(1), PersonNo(2)],
            not_agreed: "their mother was not asked, see the row".to_owned(),
            case: Why::AskingPlacesAtRisk,
            belief: BELIEF.to_owned(),
            purpose: "protection".into(),
            what: "names, dates of birth, the address".to_owned(),
            agencies: vec![AgencyWhy { agency: "police".into(), why: "they hold his history".to_owned() }],
            less: "asking without names would tell us nothing about them".to_owned(),
            until,
            review: until - TimeDelta::minutes(30),
            tell_family: TellFamily::NotNow { why: "he reads her post".to_owned() },
        },
    }
    .into()
}

/// Gives what a manager answers.
pub(crate) fn words() -> ManagerWords {
    ManagerWords {
        belief: ANSWER.to_owned(),
        if_asked: "he would be warned before anybody could reach them".to_owned(),
        less: "a call without details would not get us an answer".to_owned(),
        why_agencies: "these know his history and where he is".to_owned(),
    }
}

pub(crate) fn act_at_once() -> Command {
    oversight::Command::Act(Acted {
        children: vec![PersonNo(1)],
        danger: "he is at the door and she is afraid for them".to_owned(),
        done: "999 was rung".to_owned(),
        agencies: vec!["police".into()],
    })
    .into()
}

/// Writes an analysis of two that names somebody as the second.
pub(super) fn analyse(manager: StaffId) -> Command {
    night::Command::Analyse(night::Analysed {
        manager,
        words: "a burn without an account, and a man who shouts".to_owned(),
        proportionate: "nothing less keeps him away, and they stay together".to_owned(),
        word_due: None,
    })
    .into()
}

pub(crate) fn propose() -> Command {
    oversight::Command::Propose(Proposed {
        until: None,
        kind: GroundKind::ALL[0],
        children: vec![PersonNo(1)],
        evidence: "a bruise seen today, and what the child said of it".to_owned(),
        agencies: vec!["police".into()],
    })
    .into()
}

pub(crate) fn letter() -> Command {
    telling::Command::Draft {
        no: None,
        template: "referrer_professional".into(),
        to: Recipient::Caller,
        text: "We looked at what you told us and wrote it down.".to_owned(),
    }
    .into()
}

pub(crate) fn open_card(letter: char) -> Command {
    route::Command::Open { letter: OutcomeLetter(letter), children: vec![PersonNo(1), PersonNo(2)] }.into()
}

pub(crate) fn decide(route: u32) -> Command {
    route::Command::decide(RouteNo(route), "it is what they need now".to_owned()).into()
}

/// Breaks the glass.
pub(crate) fn break_glass() -> Command {
    access::Command::BreakGlass { why: "a child is in danger and nobody named answers".to_owned() }.into()
}

/// Promises to ring the school.
pub(crate) fn promise(now: DateTime<Utc>) -> Command {
    telling::Command::Promise(Promised {
        what: "ring the school".to_owned(),
        to: "the caller".to_owned(),
        person: None,
        ring_back: false,
        owner: Owner::Named("the school".to_owned()),
        by: now + TimeDelta::hours(2),
        agreed_with: "the caller".to_owned(),
    })
    .into()
}

pub(crate) fn going(now: DateTime<Utc>) -> Going {
    let named = Named {
        name: "her husband".to_owned(),
        number: "07700 900777".to_owned(),
        ring_at: now + TimeDelta::hours(1),
    };
    Going {
        place: "12 Harbour Row".to_owned(),
        purpose: "see Ellis".to_owned(),
        contact: None,
        reference: None,
        number: "07700 900123".to_owned(),
        back_by: now + TimeDelta::hours(1),
        every: 30,
        named: Some(named),
        allowed: None,
        danger: None,
        not_theirs: vec![],
    }
}
