//! The family: children, those who care for them, who else comes and goes, where they live, and who may be told what.
//!
//! Source: Bromley joint protocol (the details of every child in the household); Southampton one-minute guide, Children's
//! Resource Service. A child can have two households. Nobody holds parental responsibility for a child who is not born.

mod meant;
mod recorded;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub(super) use self::meant::{agree, names_agree, same_relation};
pub use self::recorded::*;
use super::said::is_title;
use crate::domain::{
    ids::{HouseholdNo, PersonNo},
    input::born::{Born, age_at},
    value::YesNo,
};

/// What a person is to this contact.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A child, born or not.
    Child,
    /// A parent or carer.
    Parent,
    /// Another adult of the household or the network.
    Adult,
    /// Somebody who visits regularly or has regular access to the children.
    Visitor,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Child, Self::Parent, Self::Adult, Self::Visitor];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Parent => "parent or carer",
            Self::Adult => "other adult",
            Self::Visitor => "regular visitor",
        }
    }

    /// Gives the key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Parent => "parent",
            Self::Adult => "adult",
            Self::Visitor => "visitor",
        }
    }
}

/// What is known of a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Details {
    /// What they are.
    pub kind: Kind,
    /// The name, raw; `None` is not known.
    pub name: Option<String>,
    /// Why the name is not known, where it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name_why: String,
    /// When born, expected, about how old, or why not known.
    pub born: Option<Born>,
    /// What they are to the children, in words: "mother's partner".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub relation: String,
    /// Whether they hold parental responsibility.
    pub responsibility: Option<YesNo>,
    /// For which children.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responsible_for: Vec<PersonNo>,
    /// How we know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub responsibility_how: String,
    /// School, nursery, GP: in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub places: String,
}

impl Details {
    /// Makes a person of whom only the kind is known.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            name: None,
            name_why: String::new(),
            born: None,
            relation: String::new(),
            responsibility: None,
            responsible_for: Vec::new(),
            responsibility_how: String::new(),
            places: String::new(),
        }
    }
}

/// Who may be told what, why, and until when; and which ways of reaching them are safe.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Telling {
    /// Whether nothing at all may be sent or told.
    #[serde(default)]
    pub not_to_be_told: bool,
    /// What they may be told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub may: String,
    /// What they must not be told.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub must_not: String,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Until when; without an end it holds until it is changed.
    pub until: Option<DateTime<Utc>>,
    /// Safe to ring.
    pub ring: Option<YesNo>,
    /// Safe to text.
    pub text: Option<YesNo>,
    /// Safe to leave a message.
    pub message: Option<YesNo>,
    /// Safe to write.
    pub write: Option<YesNo>,
    /// When and how it is safe, in words: "only before 3, on Tuesdays".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub how: String,
}

impl Telling {
    /// Tells whether nothing may be told now.
    pub fn bars(&self, now: DateTime<Utc>) -> bool {
        self.not_to_be_told && self.until.is_none_or(|until| now < until)
    }
}

/// What a child is called who is not born yet and has no name.
pub const UNBORN: &str = "the unborn baby";

/// A person of the contact.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// Their number.
    pub no: PersonNo,
    /// What is known.
    pub details: Details,
    /// What they may be told.
    pub telling: Telling,
    /// When that was said last; nothing, where nobody has.
    pub told: Option<DateTime<Utc>>,
}

impl Person {
    /// Tells whether this is a child.
    pub fn is_child(&self) -> bool {
        self.details.kind == Kind::Child
    }

    /// Tells whether this is a child who is not born yet.
    pub fn is_unborn(&self) -> bool {
        self.is_child() && matches!(self.details.born, Some(Born::Expected(_)))
    }

    /// Gives the age in whole years on a day, also a guessed one; nothing, where it is not known or they are not born.
    pub fn age_on(&self, day: NaiveDate) -> Option<u32> {
        self.details.born.as_ref().and_then(|born| age_at(born, day).years())
    }

    /// Gives the name, raw, or words for none.
    pub fn name(&self) -> &str {
        let none = if self.is_unborn() { UNBORN } else { "name not known" };
        self.details.name.as_deref().filter(|name| !name.trim().is_empty()).unwrap_or(none)
    }

    /// Tells whether they are recorded as holding parental responsibility for a child.
    pub fn is_responsible_for(&self, child: PersonNo) -> bool {
        self.details.responsibility == Some(YesNo::Yes) && self.details.responsible_for.contains(&child)
    }
}

/// How two people are linked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Link {
    /// One.
    pub from: PersonNo,
    /// The other.
    pub to: PersonNo,
    /// What the first is to the second: "father of", "has regular access to".
    pub words: String,
}

impl Link {
    /// Tells whether it says that the first is the mother of the second.
    pub fn says_mother(&self) -> bool {
        let words = self.words.trim().to_lowercase();
        words.strip_suffix(" of").is_some_and(is_mother)
            || matches!(words.as_str(), "expecting" | "pregnant with")
    }
}

/// Gives the words by which somebody is named, in small letters, titles and the like left away.
pub fn words_naming(text: &str) -> Vec<String> {
    const NONE: [&str; 6] = ["his", "her", "their", "my", "to", "and"];
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '-' && c != '’');
    let words = words.map(|word| word.trim_end_matches("'s").trim_end_matches("’s").to_lowercase());
    words.filter(|word| !word.is_empty() && !is_title(word) && !NONE.contains(&word.as_str())).collect()
}

/// Tells whether what was typed for a name says that none is known.
pub fn is_no_name(text: &str) -> bool {
    const NONE: [&str; 6] = ["not known", "not known yet", "name not known", "unknown", "n/k", "?"];
    NONE.contains(&text.trim().trim_end_matches('.').to_lowercase().as_str())
}

/// Tells whether a relation says mother, and not somebody of hers.
fn is_mother(relation: &str) -> bool {
    matches!(
        relation.trim().to_lowercase().as_str(),
        "mother" | "birth mother" | "expectant mother" | "mum" | "mam" | "mom"
    )
}

/// A household.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Household {
    /// Its number; given by the desk.
    #[serde(default)]
    pub no: HouseholdNo,
    /// The address, or a landmark, raw.
    pub place: String,
    /// Whether the address is protected: covered while family or public are on the line, and in no letter.
    #[serde(default)]
    pub protected: bool,
    /// Who lives there, at least part of the week.
    pub members: Vec<PersonNo>,
}

/// All who are named in a contact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Family {
    /// People, by number; numbers of those entered by mistake are not used again.
    pub people: Vec<Person>,
    /// Links.
    pub links: Vec<Link>,
    /// Households.
    pub households: Vec<Household>,
    /// Whether a child was ever named, also one who was taken out again: another contact may have been logged into this one for them.
    pub had_child: bool,
    /// The last number given out.
    pub last: PersonNo,
    /// The last household number given out.
    pub last_household: HouseholdNo,
}

impl Family {
    /// Finds a person.
    pub fn get(&self, no: PersonNo) -> Option<&Person> {
        self.people.iter().find(|person| person.no == no)
    }

    /// Gives the protected addresses, raw.
    pub fn protected_places(&self) -> impl Iterator<Item = &str> {
        self.households
            .iter()
            .filter(|household| household.protected)
            .map(|household| household.place.as_str())
    }

    /// Gives the addresses that are not protected, raw.
    pub fn open_places(&self) -> impl Iterator<Item = &str> {
        self.households
            .iter()
            .filter(|household| !household.protected)
            .map(|household| household.place.as_str())
    }

    /// Finds a household.
    pub fn household(&self, no: HouseholdNo) -> Option<&Household> {
        self.households.iter().find(|household| household.no == no)
    }

    /// Gives the children, in the order they were named.
    pub fn children(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.is_child())
    }

    /// Gives those recorded as holding parental responsibility for a child.
    pub fn responsible_for(&self, child: PersonNo) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| person.is_responsible_for(child))
    }

    /// Finds a child's mother: whoever is linked to it as such; where nobody is, the only one whose relation says mother.
    pub fn mother_of(&self, child: PersonNo) -> Option<PersonNo> {
        let linked = self.links.iter().rev().find(|link| link.to == child && link.says_mother());
        linked.map(|link| link.from).or_else(|| {
            let mut mothers = self.people.iter().filter(|person| is_mother(&person.details.relation));
            mothers.next().filter(|_| mothers.next().is_none()).map(|mother| mother.no)
        })
    }

    /// Tells whether it is said of a child who holds parental responsibility, or that nobody knows: of the child, or of
    /// everybody who is named as a parent.
    pub fn responsibility_is_said(&self, child: PersonNo) -> bool {
        let mut parents = self.people.iter().filter(|person| person.details.kind == Kind::Parent).peekable();
        let of_child = |person: &Person| {
            matches!(person.details.responsibility, Some(YesNo::Yes | YesNo::Unknown))
                && person.details.responsible_for.contains(&child)
        };
        let by_nobody = |person: &Person| person.details.responsibility == Some(YesNo::No);
        self.people.iter().any(of_child) || (parents.peek().is_some() && parents.all(by_nobody))
    }

    /// Tells whether a child lives in a household that is named.
    pub fn is_housed(&self, child: PersonNo) -> bool {
        self.households.iter().any(|household| household.members.contains(&child))
    }

    /// Gives the names of some people, joined for a sentence.
    pub fn names(&self, of: &[PersonNo]) -> String {
        of.iter()
            .map(|no| self.get(*no).map_or("somebody not named", Person::name))
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Names some children shortly: by their first names, where no other child has the same.
    pub fn first_names(&self, of: impl IntoIterator<Item = PersonNo>) -> String {
        let first = |child: &Person| match &child.details.name {
            Some(_) => child.name().split_whitespace().next().unwrap_or_default().to_owned(),
            None => child.name().to_owned(),
        };
        let name = |no: PersonNo| {
            let child = self.get(no)?;
            let short = first(child);
            let shared = self.children().any(|other| other.no != no && first(other) == short);
            Some(if shared { child.name().to_owned() } else { short })
        };
        of.into_iter().filter_map(name).collect::<Vec<_>>().join(", ")
    }
}

/// What a worker does with the family.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Names a person.
    Add(Details),
    /// Changes what is known of a person.
    Change {
        /// Whom.
        person: PersonNo,
        /// What is known now.
        details: Details,
    },
    /// Takes out a person entered by mistake.
    Remove {
        /// Whom.
        person: PersonNo,
        /// Why.
        why: String,
    },
    /// Says what a person may be told, and how they can be reached safely.
    SetTelling {
        /// Whom.
        person: PersonNo,
        /// What.
        telling: Telling,
    },
    /// Links two people.
    Link(Link),
    /// Takes a link away.
    Unlink {
        /// One.
        from: PersonNo,
        /// The other.
        to: PersonNo,
    },
    /// Adds a household, or changes the one with that number.
    SetHousehold(Household),
    /// Takes out a household entered by mistake.
    RemoveHousehold {
        /// Which.
        no: HouseholdNo,
        /// Why.
        why: String,
    },
}
