//! The sentences of a family: who is in it, who may be told, where they live.

use dutydesk::domain::{
    calendar::local::local_day,
    contact::family::{self, Details, Household, Kind, Link, Telling},
    ids::{HouseholdNo, PersonNo},
    input::born,
    value::YesNo,
};

use super::{Made, Make, Step, number, one, text};
use crate::scenarios::run::Run;

pub(super) const STEPS: &[(&str, Make)] = &[
    ("{who} names the family", |run, _| the_family(run)),
    ("{who} names a child not known by name: “{why}”", |_, s| {
        one(family::Command::Add(Details { name_why: text(s[0]), ..Details::of(Kind::Child) }))
    }),
    ("{who} names a child", |_, _| one(family::Command::Add(Details::of(Kind::Child)))),
    ("{who} names the child {name}, {born}", |run, s| {
        let born = born::read(s[1], local_day(run.now)).map_err(|error| error.to_string())?;
        let details = Details { name: Some(text(s[0])), born: Some(born), ..Details::of(Kind::Child) };
        one(family::Command::Add(details))
    }),
    ("{who} names the child {name}", |_, s| {
        one(family::Command::Add(Details { name: Some(text(s[0])), ..Details::of(Kind::Child) }))
    }),
    ("{who} names the {kind} {name}, “{relation}”", |_, s| {
        let kind = Kind::ALL.into_iter().find(|kind| kind.key() == s[0]);
        let kind = kind.ok_or_else(|| format!("{} is not parent, adult or visitor", s[0]))?;
        one(family::Command::Add(Details {
            name: Some(text(s[1])),
            relation: text(s[2]),
            ..Details::of(kind)
        }))
    }),
    ("{who} writes that {person} was born {born}", |run, s| {
        let born = born::read(s[1], local_day(run.now)).map_err(|error| error.to_string())?;
        change(run, s[0], |details| details.born = Some(born))
    }),
    ("{who} writes the school and GP of {person}: “{places}”", |run, s| {
        let places = text(s[1]);
        change(run, s[0], |details| details.places = places)
    }),
    ("{who} writes that {person} is no child but an adult", |run, s| {
        change(run, s[0], |details| details.kind = Kind::Adult)
    }),
    ("{who} writes why the name of person {n} is not known: “{why}”", |run, s| {
        let why = text(s[1]);
        change(run, &format!("person {}", s[0]), |details| details.name_why = why)
    }),
    ("{who} writes that {person} holds parental responsibility for {children}", |run, s| {
        let children = run.people(s[1])?;
        change(run, s[0], |details| {
            details.responsibility = Some(YesNo::Yes);
            details.responsible_for = children;
            details.responsibility_how = "named on the birth certificates".to_owned();
        })
    }),
    ("{who} writes that it is not known whether {person} has responsibility for {children}", |run, s| {
        let children = run.people(s[1])?;
        change(run, s[0], |details| {
            details.responsibility = Some(YesNo::Unknown);
            details.responsible_for = children;
            details.responsibility_how = "not checked".to_owned();
        })
    }),
    ("{who} takes {person} out: “{why}”", |run, s| {
        one(family::Command::Remove { person: run.person(s[0])?, why: text(s[1]) })
    }),
    ("{who} marks {person} not to be told: “{why}”, until {time}", |run, s| {
        let telling = Telling {
            not_to_be_told: true,
            why: text(s[1]),
            until: Some(run.time(s[2])?),
            ..Telling::default()
        };
        one(family::Command::SetTelling { person: run.person(s[0])?, telling })
    }),
    ("{who} marks {person} not to be told: “{why}”", |run, s| {
        let telling = Telling { not_to_be_told: true, why: text(s[1]), ..Telling::default() };
        one(family::Command::SetTelling { person: run.person(s[0])?, telling })
    }),
    ("{who} marks that it is not safe to {reach}: {person}", |run, s| {
        let mut telling = Telling::default();
        match s[0] {
            "ring" => telling.ring = Some(YesNo::No),
            "write" => telling.write = Some(YesNo::No),
            "text" => telling.text = Some(YesNo::No),
            "leave a message" => telling.message = Some(YesNo::No),
            other => return Err(format!("{other} is no way of reaching somebody")),
        }
        one(family::Command::SetTelling { person: run.person(s[1])?, telling })
    }),
    ("{who} says when and how it is safe to reach {person}: “{how}”", |run, s| {
        let telling = Telling { how: text(s[1]), ..Telling::default() };
        one(family::Command::SetTelling { person: run.person(s[0])?, telling })
    }),
    ("{who} protects the address “{place}” of {people}", |run, s| {
        one(family::Command::SetHousehold(Household {
            no: HouseholdNo(0),
            place: text(s[0]),
            protected: true,
            members: run.people(s[1])?,
        }))
    }),
    ("{who} adds the household “{place}” of {people}", |run, s| {
        one(family::Command::SetHousehold(Household {
            no: HouseholdNo(0),
            place: text(s[0]),
            protected: false,
            members: run.people(s[1])?,
        }))
    }),
    ("{who} takes out household {n}: “{why}”", |_, s| {
        one(family::Command::RemoveHousehold { no: HouseholdNo(number(s[0])?), why: text(s[1]) })
    }),
    ("{who} takes the link of {person} to {other} away", |run, s| {
        one(family::Command::Unlink { from: run.person(s[0])?, to: run.person(s[1])? })
    }),
    ("{who} says what {person} may be told: “{may}”", |run, s| {
        let person = run.person(s[0])?;
        let known = run.contact()?.family.get(person).map(|person| person.telling.clone());
        let telling = Telling { may: text(s[1]), ..known.unwrap_or_default() };
        one(family::Command::SetTelling { person, telling })
    }),
    ("{who} marks that {person} may be told again", |run, s| {
        one(family::Command::SetTelling { person: run.person(s[0])?, telling: Telling::default() })
    }),
    ("{who} links {person} to {other} as “{words}”", |run, s| {
        let (from, to) = (run.person(s[0])?, run.person(s[1])?);
        one(family::Command::Link(Link { from, to, words: text(s[2]) }))
    }),
];

/// Names the family of the scenarios: Ellis, Mia (not born yet), Tom; Kate and Dean, who both hold responsibility.
fn the_family(run: &Run<'_>) -> Made {
    if !run.contact()?.family.people.is_empty() {
        return Err("somebody is named already; the whole family comes first".to_owned());
    }
    let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let child = |name: &str, born| Details {
        name: Some(name.to_owned()),
        born: Some(born),
        ..Details::of(Kind::Child)
    };
    let parent = |name: &str, relation: &str| Details {
        name: Some(name.to_owned()),
        relation: relation.to_owned(),
        responsibility: Some(YesNo::Yes),
        responsible_for: vec![PersonNo(1), PersonNo(3)],
        responsibility_how: "named on both birth certificates".to_owned(),
        ..Details::of(Kind::Parent)
    };
    let all = [
        child("Ellis Brook", born::Born::Date(day(2020, 3, 2))),
        child("Mia Brook", born::Born::Expected(day(2027, 1, 14))),
        child("Tom Brook", born::Born::Date(day(2017, 5, 9))),
        parent("Kate Brook", "mother"),
        parent("Dean Hollis", "father"),
    ];
    Ok(Step::Do(all.into_iter().map(|details| family::Command::Add(details).into()).collect()))
}

fn change(run: &Run<'_>, name: &str, to: impl FnOnce(&mut Details)) -> Made {
    let person = run.person(name)?;
    let mut details = run.contact()?.family.get(person).ok_or("nobody has that number")?.details.clone();
    to(&mut details);
    one(family::Command::Change { person, details })
}
