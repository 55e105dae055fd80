//! What happens to a family in a walk: asked for agreement, found to hold responsibility, born.

use chrono::NaiveDate;
use dutydesk::domain::{
    contact::{
        Command, Contact, agreement,
        family::{self, Details, Kind},
    },
    ids::PersonNo,
    input::born::Born,
    staff::Actor,
    value::YesNo,
};

use super::{Op, agencies, children, purpose};

/// The children: one born, one not yet, one of an age to answer for themselves; then the parents.
pub(in crate::walks) fn everybody() -> Vec<Command> {
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let person = |kind, name: &str, born| Details { name: Some(name.to_owned()), born, ..Details::of(kind) };
    let parent = |name| Details {
        responsibility: Some(YesNo::Yes),
        responsible_for: vec![PersonNo(1), PersonNo(3)],
        ..person(Kind::Parent, name, None)
    };
    [
        person(Kind::Child, "Ellis", Some(Born::Date(day(2020, 3, 2)))),
        person(Kind::Child, "Mia", Some(Born::Expected(day(2027, 1, 14)))),
        person(Kind::Child, "Ava", Some(Born::Date(day(2012, 5, 9)))),
        parent("Kate"),
        parent("Dean"),
    ]
    .map(|details| family::Command::Add(details).into())
    .to_vec()
}

/// Gives who does what in an op of this noun; nothing for any other.
pub(super) fn commands<'a>(op: &Op, contact: &Contact, who: &'a Actor) -> Vec<(&'a Actor, Command)> {
    let one = |command: Command| vec![(who, command)];
    let say = |words: &str| words.to_owned();
    match op {
        Op::Agree { person, capacity, children: of, purpose: what, agencies: with, answer } => {
            let why = say("he would hear of it");
            one(agreement::Command::Record(agreement::Asked {
                person: [PersonNo(4), PersonNo(5), PersonNo(3), PersonNo(4)][usize::from(*person)],
                capacity: match capacity {
                    0 => agreement::Capacity::OwnInformation,
                    1 => agreement::Capacity::Responsibility { how_known: say("seen") },
                    _ => agreement::Capacity::YoungPerson { understanding: say("told it back") },
                },
                children: children(*of),
                purpose: purpose(*what),
                agencies: agencies(*with),
                answer: match answer {
                    0..=1 => agreement::Answer::Agreed,
                    2 => agreement::Answer::Refused,
                    3 => agreement::Answer::Withdrawn,
                    4 => agreement::Answer::NotAsked { why },
                    _ => agreement::Answer::CannotDecide { why },
                },
                words: String::new(),
            })
            .into())
        }
        Op::GoOn { children: of, purpose: what, agencies: with } => {
            one(agreement::Command::GoOn(agreement::WentOn {
                children: children(*of),
                purpose: purpose(*what),
                agencies: agencies(*with),
                why: say("the one who refuses is the one the worry is about"),
            })
            .into())
        }
        Op::Holds { person, yes } => {
            let Some(parent) = contact.family.get(PersonNo(*person)) else { return vec![] };
            let mut details = parent.details.clone();
            details.responsibility = Some(if *yes { YesNo::Yes } else { YesNo::No });
            details.responsible_for = if *yes { vec![PersonNo(1), PersonNo(3)] } else { vec![] };
            one(family::Command::Change { person: PersonNo(*person), details }.into())
        }
        Op::Mother(person) => one(family::Command::Link(family::Link {
            from: PersonNo(*person),
            to: PersonNo(2),
            words: say("mother of"),
        })
        .into()),
        Op::Born => {
            let Some(mia) = contact.family.get(PersonNo(2)) else { return vec![] };
            let born = NaiveDate::from_ymd_opt(2026, 11, 24).map(Born::Date);
            let details = Details { born, ..mia.details.clone() };
            one(family::Command::Change { person: PersonNo(2), details }.into())
        }
        _ => vec![],
    }
}
