//! The mark *no lone visits* is the family's, and not one call's: what the board keeps of it, and by what another contact
//! shows to be of the same family.
//!
//! Source: Barnsley protocol for parents and carers who need additional support (situations of lone working are avoided).
//! Two contacts that are attached are one family. The same child, the same family member's number, or the same address is a
//! match: it counts until whoever goes says why it is another family. Where somebody goes is compared with each place at which
//! a child lives, is tonight, or was by the call; whom they see, with the whole names of children and parents. Names, days of
//! birth and addresses are compared as far as both are written; a match too many costs a line, one too few may cost a worker
//! their safety.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    super::{Stamp, family::Kind as Who},
    Contact, LoneWord, NoLoneVisits,
    compared::{has_number, leads_to, same_name, same_place, tokens},
};
use crate::domain::{
    board::{Entry, Kind},
    calendar::words,
    ids::{ContactId, FieldKey, Reference, StaffId},
    input::{born::Born, phone},
    policy::CallerKind,
    value::Value,
};

/// The mark as it stands on a contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Marked {
    /// Why nobody goes there alone.
    pub why: String,
    /// Who marked the family.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
}

impl Marked {
    /// Makes it from what was recorded; none where the mark was taken away.
    pub(super) fn of(set: &NoLoneVisits, stamp: Stamp) -> Option<Self> {
        Some(Self { why: set.why.clone()?, by: stamp.by, at: stamp.at })
    }
}

/// A mark that does not stand any more: it was lifted, or another reason was written in its place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EarlierMark {
    /// The mark as it stood.
    pub marked: Marked,
    /// Who ended it.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether the family was not marked after that.
    pub lifted: bool,
    /// Why it was lifted, where that was asked.
    pub why: Option<String>,
}

/// A child as they are compared.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ChildTrace {
    /// The name, raw.
    pub name: String,
    /// The day of birth, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<NaiveDate>,
}

/// By what the family of a contact is known again.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Traces {
    /// The children who have a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<ChildTrace>,
    /// The caller's number (digits only), where the caller is of the family.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Where they live, raw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// Where else a child is, raw: tonight, or by what was said in the call.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<String>,
    /// The parents who have a name, raw.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<String>,
}

/// Where somebody goes, and to whom, as they write it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Goal<'a> {
    /// Where.
    pub place: &'a str,
    /// Whom they see, and what for.
    pub whom: &'a str,
}

/// A mark as its line of the board keeps it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// The reference of the contact that carries it.
    pub reference: Reference,
    /// The mark.
    #[serde(flatten)]
    pub marked: Marked,
    /// By what the family is known again.
    pub traces: Traces,
    /// Managers' words by which somebody may go although, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<LoneWord>,
}

impl Mark {
    /// Says by what its family is that of a contact with these traces, or that to which a visit goes; what is surest comes first.
    pub fn same(&self, attached: bool, traces: &Traces, goal: Option<Goal<'_>>) -> Vec<Same> {
        attached.then_some(Same::Attached).into_iter().chain(traces.same(&self.traces, goal)).collect()
    }

    /// Gives the last word by which somebody may go there alone now.
    pub fn word(&self, visitor: StaffId, now: DateTime<Utc>) -> Option<&LoneWord> {
        LoneWord::standing(&self.words, visitor, now)
    }
}

/// By what two contacts are of the same family, or may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Same {
    /// It is the one that was named, where its record cannot be read.
    Itself,
    /// They are attached to each other.
    Attached,
    /// They name the same child: the same name, and the same day of birth or the same address.
    Child(ChildTrace),
    /// Somebody of the family rang both times, from the same number.
    Number,
    /// They live at the same address, or the visit goes there.
    Address,
    /// Whoever goes names a child or a parent of it as whom they see.
    Named(String),
}

impl Same {
    /// Gives the key by which the journal keeps it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Attached => "attached",
            Self::Child(_) => "child",
            Self::Number => "number",
            Self::Address => "address",
            Self::Named(_) => "named",
        }
    }

    /// Says what was compared; an address stays out, it may be protected.
    fn words(&self) -> String {
        match self {
            Self::Itself => "the one that was named".to_owned(),
            Self::Attached => "attached to this one".to_owned(),
            Self::Child(child) => match child.born {
                Some(born) => format!("{}, born {}", child.name, words::day(born)),
                None => format!("{}, at the same address", child.name),
            },
            Self::Number => "rung from the same number".to_owned(),
            Self::Address => "the same address".to_owned(),
            Self::Named(name) => format!("{name}, named as whom you see"),
        }
    }
}

/// A mark on another contact that is, or may be, of the same family.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The contact that carries it.
    pub contact: ContactId,
    /// The mark.
    pub mark: Mark,
    /// The name of whoever marked it.
    pub by: String,
    /// By what it is the same family, what is surest first; never empty.
    pub same: Vec<Same>,
    /// Whether the record is restricted to people who are named.
    pub restricted: bool,
    /// Whether the record is closed to whoever asks: they are told that there is one, and nothing of it.
    pub closed: bool,
}

impl Found {
    /// Tells whether it is a match that may be another family's; what is attached is not, nor what nobody here may read.
    pub fn may_be_anothers(&self) -> bool {
        !self.closed && !self.is_itself() && !self.same.contains(&Same::Attached)
    }

    /// Tells whether it is the contact that was named.
    pub fn is_itself(&self) -> bool {
        self.same.contains(&Same::Itself)
    }

    /// Says it in a line: where it stands, by what it is the same family, who marked it when, and why.
    pub fn line(&self) -> String {
        if self.closed {
            return "a record closed to you is marked: no lone visits".to_owned();
        }
        let same = self.same.iter().map(Same::words).collect::<Vec<_>>().join("; ");
        let Mark { reference, marked, .. } = &self.mark;
        let at = words::stamp(marked.at);
        format!("{reference}: {same}, marked no lone visits by {} on {at}: {}", self.by, marked.why.trim())
    }

    /// Leaves nothing in it that somebody may not read to whom the record is closed.
    #[must_use]
    pub fn veiled(self) -> Self {
        if !self.closed {
            return self;
        }
        let marked = Marked { why: String::new(), ..self.mark.marked };
        let mark = Mark { marked, traces: Traces::default(), words: Vec::new(), ..self.mark };
        Self { mark, by: String::new(), same: Vec::new(), ..self }
    }
}

impl Contact {
    /// Gives by what its family is known again.
    pub fn traces(&self) -> Traces {
        let children = self.family.children().filter_map(|child| {
            let name = child.details.name.clone().filter(|name| !tokens(name).is_empty())?;
            let born = match child.details.born {
                Some(Born::Date(day)) => Some(day),
                _ => None,
            };
            Some(ChildTrace { name, born })
        });
        let caller = &self.call.caller;
        let is_family =
            caller.is_person.is_some() || matches!(caller.kind, Some(CallerKind::Parent | CallerKind::Child));
        let number = caller.number.as_deref().filter(|_| is_family);
        let places = self.family.households.iter().map(|household| household.place.clone());
        let parents = self.family.people.iter().filter(|person| person.details.kind == Who::Parent);
        let parents = parents.filter_map(|parent| parent.details.name.as_ref());
        Traces {
            children: children.collect(),
            number: number.and_then(|raw| phone::read(raw).ok()).and_then(|number| number.digits),
            places: places.filter(|place| !place.trim().is_empty()).collect(),
            stays: self.stays(),
            parents: parents.filter(|name| !tokens(name).is_empty()).cloned().collect(),
        }
    }

    /// Gives where a child is who is not at home, as far as anybody wrote it down.
    fn stays(&self) -> Vec<String> {
        let said = self.call.answers.get(&FieldKey::from("safety.where")).map(|answered| &answered.value);
        let said = said.and_then(|value| if let Value::Text(place) = value { Some(place) } else { None });
        let tonight = self.family.children().filter_map(|child| self.tonight_of(child.no));
        let tonight = tonight.map(|tonight| &tonight.set.care.place);
        let here = self.night.elsewhere.iter().map(|elsewhere| &elsewhere.here);
        let stays = tonight.chain(here).chain(said);
        stays.filter(|place| !place.trim().is_empty()).cloned().collect()
    }

    /// Gives the mark's line of the board, while it stands: also of a contact that is closed.
    pub(super) fn mark_board(&self) -> Option<Entry> {
        let marked = self.night.no_lone.clone()?;
        let (traces, words) = (self.traces(), self.night.allowed.clone());
        let mark = Mark { reference: self.reference, marked, traces, words };
        Some(Entry::new(Kind::NoLone, self.id.0, &mark))
    }
}

impl Traces {
    /// Gives the addresses by which families are compared: “at school” says of a stay nothing that tells two families apart.
    fn addresses(&self) -> impl Iterator<Item = &String> {
        self.places.iter().chain(self.stays.iter().filter(|stay| has_number(&tokens(stay))))
    }

    /// Compares two families, and where a visit goes and to whom.
    fn same(&self, other: &Self, goal: Option<Goal<'_>>) -> Vec<Same> {
        let at_home = self.addresses().any(|here| other.addresses().any(|there| same_place(here, there)));
        let mut theirs = other.places.iter().chain(&other.stays);
        let goes_there = goal.is_some_and(|goal| theirs.any(|there| leads_to(goal.place, there)));
        let mut same: Vec<Same> = Vec::new();
        for mine in &self.children {
            let theirs = other.children.iter().find(|theirs| {
                same_name(&mine.name, &theirs.name)
                    && match (mine.born, theirs.born) {
                        (Some(mine), Some(theirs)) => mine == theirs,
                        _ => at_home,
                    }
            });
            // Said as the marked record says it.
            same.extend(theirs.map(|theirs| {
                let born = theirs.born.filter(|_| mine.born.is_some());
                Same::Child(ChildTrace { name: theirs.name.clone(), born })
            }));
        }
        if self.number.is_some() && self.number == other.number {
            same.push(Same::Number);
        }
        if at_home || goes_there {
            same.push(Same::Address);
        }
        if let Some(goal) = goal.filter(|_| !same.iter().any(|same| matches!(same, Same::Child(_)))) {
            same.extend(other.named_in(goal.whom).map(|name| Same::Named(name.to_owned())));
        }
        same
    }

    /// Finds the first of them whose whole name is in some words; one name alone is many people's.
    fn named_in(&self, words: &str) -> Option<&str> {
        let words = tokens(words);
        let mut names = self.children.iter().map(|child| &child.name).chain(&self.parents);
        // “Sara Example's flat” names her too.
        let has = |part: &String| {
            words.iter().any(|word| word.strip_suffix('s').unwrap_or(word) == part || word == part)
        };
        let is_in = |name: &[String]| name.len() > 1 && name.iter().all(has);
        names.find(|name| is_in(&tokens(name))).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn family(name: &str, born: Option<&str>, place: &str) -> Traces {
        let born = born.map(|day| day.parse().unwrap());
        let child = ChildTrace { name: name.to_owned(), born };
        Traces { children: vec![child], places: vec![place.to_owned()], ..Traces::default() }
    }

    fn keys(same: &[Same]) -> Vec<&'static str> {
        same.iter().map(Same::key).collect()
    }

    #[test]
    fn a_child_is_the_same_by_the_day_of_birth_or_by_the_address() {
        let marked = family("Noor Example", Some("2016-03-04"), "12 Harbour Lane");
        let of = |name, born, place| keys(&family(name, born, place).same(&marked, None));
        assert_eq!(of("Noor Example", Some("2016-03-04"), "4 Mill Lane"), ["child"]);
        assert_eq!(of("Noor Example", None, "12 Harbour Ln"), ["child", "address"]);
        // Two days of birth that differ are two children, wherever they live.
        assert_eq!(of("Noor Example", Some("2019-03-04"), "12 Harbour Lane"), ["address"]);
        assert!(of("Noor Example", Some("2019-03-04"), "4 Mill Lane").is_empty());
        assert!(of("Noor Example", None, "4 Mill Lane").is_empty());
        // Where the visit goes is enough, also with no contact named.
        assert_eq!(
            keys(&Traces::default().same(&marked, Some(going("12 Harbour Lane, by the back door", "Kate")))),
            ["address"]
        );
    }

    fn going<'a>(place: &'a str, whom: &'a str) -> Goal<'a> {
        Goal { place, whom }
    }

    #[test]
    fn where_a_child_is_and_whom_somebody_sees_find_the_family() {
        let stays =
            vec!["with her father at Flat 3 Quay Street, upstairs".to_owned(), "at school".to_owned()];
        let marked = Traces {
            stays,
            parents: vec!["Sara Example".to_owned()],
            ..family("Noor Example", None, "a boat")
        };
        let found = |place, whom| keys(&Traces::default().same(&marked, Some(going(place, whom))));
        assert_eq!(found("Flat 3 Quay Street", "her"), ["address"]);
        assert_eq!(found("Flat 3 Quay St, SO14 2AA", "her"), ["address"]);
        assert_eq!(found("Flat 4 Quay Street", "her"), Vec::<&str>::new());
        assert_eq!(found("the pier", "EXAMPLE, Noor: where she sleeps"), ["named"]);
        assert_eq!(found("the pier", "Sara Example's flat"), ["named"]);
        assert_eq!(found("the pier", "Sara Example, at her flat"), ["named"]);
        assert_eq!(found("the pier", "Noor, where she sleeps"), Vec::<&str>::new());
        // Two families are not one because a child of each is at school.
        let at_school = Traces { stays: vec!["at school".to_owned()], ..Traces::default() };
        assert_eq!(keys(&at_school.same(&marked, None)), Vec::<&str>::new());
        let there = Traces { stays: vec!["Flat 3 Quay Street".to_owned()], ..Traces::default() };
        assert_eq!(keys(&there.same(&marked, None)), ["address"]);
    }
}
