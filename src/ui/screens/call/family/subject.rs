//! What a row of the family's list stands for, and what its sheet makes of it.

use std::fmt;

use crate::domain::{
    contact::family::{Family, Kind},
    ids::{HouseholdNo, PersonNo},
    policy::script::Choice,
};

/// What a row stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Subject {
    /// A person.
    Person(PersonNo),
    /// A household.
    Household(HouseholdNo),
    /// A link, by its two ends.
    Link(PersonNo, PersonNo),
    /// Somebody or something that is still to be added.
    New,
}

/// The name of the subject's sheet.
impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(no) => write!(f, "person {}", no.0),
            Self::Household(no) => write!(f, "household {}", no.0),
            Self::Link(from, to) => write!(f, "link {} {}", from.0, to.0),
            Self::New => f.write_str("new"),
        }
    }
}

impl Subject {
    /// Reads the name of a sheet.
    pub(super) fn read(slot: &str) -> Option<Self> {
        let mut words = slot.split(' ');
        let noun = words.next()?;
        let mut number = || words.next().and_then(|word| word.parse().ok());
        Some(match noun {
            "new" => Self::New,
            "person" => Self::Person(PersonNo(number()?)),
            "household" => Self::Household(HouseholdNo(number()?)),
            "link" => Self::Link(PersonNo(number()?), PersonNo(number()?)),
            _ => return None,
        })
    }

    /// Gives the rows: people by kind, households, links, whatever else something is written about, and the new one.
    pub(super) fn rows<'a>(family: &Family, half_typed: impl Iterator<Item = &'a str>) -> Vec<Self> {
        let of = |kind| family.people.iter().filter(move |person| person.details.kind == kind);
        let people = Kind::ALL.into_iter().flat_map(of).map(|person| Self::Person(person.no));
        let homes = family.households.iter().map(|home| Self::Household(home.no));
        let links = family.links.iter().map(|link| Self::Link(link.from, link.to));
        let mut rows: Vec<Self> = people.chain(homes).chain(links).collect();
        for subject in half_typed.filter_map(Self::read).filter(|subject| *subject != Self::New) {
            if !rows.contains(&subject) {
                rows.push(subject);
            }
        }
        rows.push(Self::New);
        rows
    }

    /// Tells what the record says that it is.
    pub(super) fn what(self, family: &Family) -> Option<What> {
        match self {
            Self::Person(no) => family.get(no).map(|person| What::Person(person.details.kind)),
            Self::Household(_) => Some(What::Household),
            Self::Link(..) => Some(What::Link),
            Self::New => None,
        }
    }

    /// Guesses what it was, so that all that can have been written about it has a field.
    pub(super) fn guess(self) -> Option<What> {
        match self {
            Self::Person(_) => Some(What::Person(Kind::Adult)),
            Self::Household(_) => Some(What::Household),
            Self::Link(..) => Some(What::Link),
            Self::New => None,
        }
    }

    /// Gives what it can be made.
    pub(super) fn can_be(self) -> Vec<What> {
        let people = Kind::ALL.map(What::Person).into_iter();
        match self {
            Self::New => people.chain([What::Household, What::Link]).collect(),
            Self::Person(_) => people.chain([What::Mistake]).collect(),
            Self::Link(..) => vec![What::Link, What::Unlink],
            Self::Household(_) => vec![What::Household, What::NoHousehold],
        }
    }
}

/// What a sheet makes of its subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum What {
    /// A person of a kind.
    Person(Kind),
    /// A household.
    Household,
    /// A link between two people.
    Link,
    /// Somebody entered by mistake, who is taken out.
    Mistake,
    /// A link that is taken away.
    Unlink,
    /// A household entered by mistake, which is taken out.
    NoHousehold,
}

impl What {
    const ALL: [Self; 9] = [
        Self::Person(Kind::Child),
        Self::Person(Kind::Parent),
        Self::Person(Kind::Adult),
        Self::Person(Kind::Visitor),
        Self::Household,
        Self::Link,
        Self::Mistake,
        Self::Unlink,
        Self::NoHousehold,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Person(kind) => kind.key(),
            Self::Household => "household",
            Self::Link => "link",
            Self::Mistake => "mistake",
            Self::Unlink => "unlink",
            Self::NoHousehold => "no_household",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Person(kind) => kind.words(),
            Self::Household => "household",
            Self::Link => "link between two people",
            Self::Mistake | Self::NoHousehold => "entered by mistake: take out",
            Self::Unlink => "not so: take the link away",
        }
    }

    /// Gives what the keys of its fields begin with.
    pub(super) const fn noun(self) -> &'static str {
        match self {
            Self::Person(_) | Self::Mistake => "person.",
            Self::Household | Self::NoHousehold => "home.",
            Self::Link | Self::Unlink => "link.",
        }
    }

    /// Finds it by its key.
    pub(super) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.key() == key)
    }

    /// Gives it as a choice.
    pub(super) fn choice(self) -> Choice {
        Choice { key: self.key().to_owned(), words: self.words().to_owned() }
    }

    /// Gives it as the value of a field.
    pub(super) fn value(self) -> crate::domain::value::Value {
        crate::domain::value::Value::Choice(self.key().to_owned())
    }
}
