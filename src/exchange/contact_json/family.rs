//! The family, and what they said about agreement to share.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::{
    json::{Agency, Born, Purpose, Staff},
    view::View,
};
use super::mistake::Mistake;
use crate::domain::{
    contact::{
        agreement::{self as agreements, Answer, Capacity},
        family as families,
    },
    ids::PersonNo,
    value::YesNo,
};

/// A person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Person<'a> {
    /// Their number.
    pub no: u32,
    /// `child`, `parent`, `adult` or `visitor`.
    pub kind: &'static str,
    /// The same in words.
    pub kind_words: &'static str,
    /// The name.
    pub name: Option<&'a str>,
    /// Why the name is not known.
    pub name_why: &'a str,
    /// What is known of the birth.
    pub born: Option<Born<'a>>,
    /// What they are to the children, in words.
    pub relation: &'a str,
    /// Whether they hold parental responsibility.
    pub responsibility: Option<YesNo>,
    /// For which children.
    pub responsible_for: Vec<u32>,
    /// How we know.
    pub responsibility_how: &'a str,
    /// School, nursery, GP, in words.
    pub places: &'a str,
    /// What they may be told, and how they can be reached safely.
    pub telling: Telling<'a>,
}

/// What a person may be told, and how they can be reached safely.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Telling<'a> {
    /// Whether nothing at all may be sent or told.
    pub not_to_be_told: bool,
    /// Whether that holds at the moment of reading.
    pub bars_now: bool,
    /// What they may be told.
    pub may: &'a str,
    /// What they must not be told.
    pub must_not: &'a str,
    /// Why.
    pub why: &'a str,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// Safe to ring.
    pub ring: Option<YesNo>,
    /// Safe to text.
    pub text: Option<YesNo>,
    /// Safe to leave a message.
    pub message: Option<YesNo>,
    /// Safe to write.
    pub write: Option<YesNo>,
    /// When and how it is safe, in words; empty where nobody said.
    pub how: &'a str,
}

/// How two people are linked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Link<'a> {
    /// One.
    pub from: u32,
    /// The other.
    pub to: u32,
    /// What the first is to the second.
    pub words: &'a str,
}

/// A household.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Household<'a> {
    /// Its number.
    pub no: u32,
    /// The address, or a landmark.
    pub place: &'a str,
    /// Whether the address is protected.
    pub protected: bool,
    /// Who lives there, at least part of the week.
    pub members: Vec<u32>,
}

/// What somebody said about agreement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Agreement<'a> {
    /// Its number.
    pub no: u32,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// Who was asked.
    pub person: u32,
    /// `own_information`, `responsibility` or `young_person`.
    pub capacity: &'static str,
    /// The same in words.
    pub capacity_words: &'static str,
    /// How responsibility is known, or how understanding was judged.
    pub capacity_how: Option<&'a str>,
    /// For which children.
    pub children: Vec<u32>,
    /// For what.
    pub purpose: Purpose<'a>,
    /// With which agencies.
    pub agencies: Vec<Agency<'a>>,
    /// `agreed`, `refused`, `not_asked`, `cannot_decide`, `not_reached` or `withdrawn`.
    pub answer: &'static str,
    /// The same in words.
    pub answer_words: &'static str,
    /// Why there is no answer.
    pub why: Option<&'a str>,
    /// Their own words.
    pub words: &'a str,
    /// That it was entered by mistake: then it says nothing.
    pub mistake: Option<Mistake<'a>>,
}

/// Why the worker went on against a refusal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct GoingOn<'a> {
    /// Its number.
    pub no: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// For which children.
    pub children: Vec<u32>,
    /// For what.
    pub purpose: Purpose<'a>,
    /// With which agencies.
    pub agencies: Vec<Agency<'a>>,
    /// Why.
    pub why: &'a str,
    /// That it was taken back.
    pub mistake: Option<Mistake<'a>>,
    /// The manager who has seen it.
    pub seen: Option<Seen<'a>>,
}

/// A manager has seen why the worker goes on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Seen<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Staff<'a>,
    /// What they said to it.
    pub words: &'a str,
}

/// Gives the bare numbers of people.
pub(super) fn numbers(of: &[PersonNo]) -> Vec<u32> {
    of.iter().map(|no| no.0).collect()
}

impl<'a> Person<'a> {
    pub(super) fn of(person: &'a families::Person, view: View<'a>) -> Self {
        // When that was said stands with the entry that says it.
        let families::Person { no, details, telling, told: _ } = person;
        Self {
            no: no.0,
            kind: details.kind.key(),
            kind_words: details.kind.words(),
            name: details.name.as_deref(),
            name_why: &details.name_why,
            born: details.born.as_ref().map(|born| Born::of(born, view.cx.now)),
            relation: &details.relation,
            responsibility: details.responsibility,
            responsible_for: numbers(&details.responsible_for),
            responsibility_how: &details.responsibility_how,
            places: &details.places,
            telling: Telling {
                not_to_be_told: telling.not_to_be_told,
                bars_now: telling.bars(view.cx.now),
                may: &telling.may,
                must_not: &telling.must_not,
                why: &telling.why,
                until: telling.until,
                ring: telling.ring,
                text: telling.text,
                message: telling.message,
                write: telling.write,
                how: &telling.how,
            },
        }
    }
}

impl<'a> Link<'a> {
    pub(super) fn of(link: &'a families::Link) -> Self {
        Self { from: link.from.0, to: link.to.0, words: &link.words }
    }
}

impl<'a> Household<'a> {
    pub(super) fn of(household: &'a families::Household) -> Self {
        Self {
            no: household.no.0,
            place: &household.place,
            protected: household.protected,
            members: numbers(&household.members),
        }
    }
}

impl<'a> Agreement<'a> {
    pub(super) fn of(row: &'a agreements::Row, view: View<'a>) -> Self {
        let asked = &row.asked;
        let (capacity, how) = match &asked.capacity {
            Capacity::OwnInformation => ("own_information", None),
            Capacity::Responsibility { how_known } => ("responsibility", Some(how_known.as_str())),
            Capacity::YoungPerson { understanding } => ("young_person", Some(understanding.as_str())),
        };
        Self {
            no: row.no.0,
            at: row.at,
            by: view.staff(row.by),
            person: asked.person.0,
            capacity,
            capacity_words: asked.capacity.words(),
            capacity_how: how,
            children: numbers(&asked.children),
            purpose: view.purpose(&asked.purpose),
            agencies: view.agencies(&asked.agencies),
            answer: match asked.answer {
                Answer::Agreed => "agreed",
                Answer::Refused => "refused",
                Answer::NotAsked { .. } => "not_asked",
                Answer::CannotDecide { .. } => "cannot_decide",
                Answer::NotReached { .. } => "not_reached",
                Answer::Withdrawn => "withdrawn",
            },
            answer_words: asked.answer.words(),
            why: asked.answer.why(),
            words: &asked.words,
            mistake: row.mistake.as_ref().map(|mistake| Mistake::of(mistake, view)),
        }
    }
}

impl<'a> GoingOn<'a> {
    pub(super) fn of(going: &'a agreements::GoingOn, view: View<'a>) -> Self {
        Self {
            no: going.no,
            at: going.at,
            by: view.staff(going.by),
            children: numbers(&going.reason.children),
            purpose: view.purpose(&going.reason.purpose),
            agencies: view.agencies(&going.reason.agencies),
            why: &going.reason.why,
            mistake: going.mistake.as_ref().map(|mistake| Mistake::of(mistake, view)),
            seen: going.seen.as_ref().map(|seen| Seen {
                at: seen.at,
                by: view.staff(seen.by),
                words: &seen.words,
            }),
        }
    }
}
