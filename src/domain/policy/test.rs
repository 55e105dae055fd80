//! A test on what is recorded, written in a profile as one short line, and answered met, not met or not known.

use serde::{Deserialize, Serialize};

use crate::domain::ids::{ChipId, FieldKey};

/// Three answers to a question of fact: a thing nobody asked about is not the same as a thing that is not so.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    /// The record says so.
    Met,
    /// The record says it is not so.
    NotMet,
    /// The record does not say.
    NotKnown,
}

impl Met {
    /// Joins two answers that must both be met.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::NotMet, _) | (_, Self::NotMet) => Self::NotMet,
            (Self::Met, Self::Met) => Self::Met,
            _ => Self::NotKnown,
        }
    }

    /// Joins two answers of which one is enough.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        match (self, other) {
            (Self::Met, _) | (_, Self::Met) => Self::Met,
            (Self::NotMet, Self::NotMet) => Self::NotMet,
            _ => Self::NotKnown,
        }
    }

    /// Gives the symbol and the word that go with it.
    pub const fn shown(self) -> (&'static str, &'static str) {
        match self {
            Self::Met => ("✓", "met"),
            Self::NotMet => ("✗", "not met"),
            Self::NotKnown => ("?", "not known"),
        }
    }
}

/// A test on the record.
///
/// Written `answer:safety.danger=yes`, `answer:tried.view` (answered at all), `field:pathway=child_in_need` (of the route
/// card), `chip:injury`, `fact:unborn`, or a list joined with ` & ` or ` | ` (not mixed).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Test {
    /// A question of the script has this answer, or any answer.
    Answer(FieldKey, Option<String>),
    /// A field of the route card has this value, or any value.
    Field(FieldKey, Option<String>),
    /// The worker marked this as heard.
    Chip(ChipId),
    /// Something the contact itself can tell.
    Fact(Fact),
    /// All of these.
    All(Vec<Test>),
    /// One of these.
    Any(Vec<Test>),
}

/// What a contact can tell of itself, without being asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// A child of the route is not born yet.
    Unborn,
    /// The contact is marked urgent.
    Urgent,
    /// A child of the route is under 18.
    UnderEighteen,
    /// A child of the route is aged 7 to 13.
    SevenToThirteen,
    /// A child of the route is aged 4 or over.
    FourOrOver,
    /// A child of the route is 16 or 17.
    SixteenOrOver,
    /// Somebody agreed to the service for every child of the route.
    ServiceAgreed,
    /// Whoever the card names agreed to the service for themselves.
    OwnAgreed,
    /// Section 47 was decided by a worker and a manager for every child of the route.
    Section47,
    /// Somebody with parental responsibility is named for every child of the route.
    ParentalResponsibilityKnown,
    /// The EDT is on duty.
    Edt,
    /// Every child of the route also has a route to a team that holds the case.
    PrimaryTeam,
    /// At least one step has been promised to somebody, with an owner and a date.
    StepPromised,
}

impl Fact {
    const NAMES: [(&'static str, Self); 13] = [
        ("unborn", Self::Unborn),
        ("urgent", Self::Urgent),
        ("under_18", Self::UnderEighteen),
        ("aged_7_to_13", Self::SevenToThirteen),
        ("aged_4_or_over", Self::FourOrOver),
        ("aged_16_or_over", Self::SixteenOrOver),
        ("service_agreed", Self::ServiceAgreed),
        ("own_agreed", Self::OwnAgreed),
        ("section_47", Self::Section47),
        ("pr_known", Self::ParentalResponsibilityKnown),
        ("edt", Self::Edt),
        ("primary_team", Self::PrimaryTeam),
        ("step_promised", Self::StepPromised),
    ];

    fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, fact)| *fact == self).map_or("", |(name, _)| name)
    }
}

impl TryFrom<String> for Test {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::read(&text)
    }
}

impl From<Test> for String {
    fn from(test: Test) -> Self {
        test.written()
    }
}

impl Test {
    /// Reads a test as a profile writes it; the error is one sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        match (text.contains(" & "), text.contains(" | ")) {
            (true, true) => return Err(format!("`{text}` joins with both & and |: write two tests")),
            (true, false) => {
                return text.split(" & ").map(Self::read).collect::<Result<_, _>>().map(Self::All);
            }
            (false, true) => {
                return text.split(" | ").map(Self::read).collect::<Result<_, _>>().map(Self::Any);
            }
            (false, false) => {}
        }
        let Some((kind, rest)) = text.split_once(':') else {
            return Err(format!("`{text}` is not a test: it begins with answer:, field:, chip: or fact:"));
        };
        let (key, value) = match rest.split_once('=') {
            Some((key, value)) => (key.trim(), Some(value.trim().to_owned())),
            None => (rest.trim(), None),
        };
        if key.is_empty() {
            return Err(format!("`{text}` names nothing after `{kind}:`"));
        }
        match (kind, value) {
            ("answer", value) => Ok(Self::Answer(FieldKey::new(key), value)),
            ("field", value) => Ok(Self::Field(FieldKey::new(key), value)),
            ("chip", None) => Ok(Self::Chip(ChipId::new(key))),
            ("fact", None) => Fact::NAMES
                .iter()
                .find(|(name, _)| *name == key)
                .map(|(_, fact)| Self::Fact(*fact))
                .ok_or_else(|| format!("`{key}` is not a fact that a contact can tell")),
            _ => Err(format!("`{text}` is not a test: it begins with answer:, field:, chip: or fact:")),
        }
    }

    /// Writes the test as a profile does.
    pub fn written(&self) -> String {
        let with = |kind: &str, key: &FieldKey, value: &Option<String>| match value {
            Some(value) => format!("{kind}:{key}={value}"),
            None => format!("{kind}:{key}"),
        };
        match self {
            Self::Answer(key, value) => with("answer", key, value),
            Self::Field(key, value) => with("field", key, value),
            Self::Chip(chip) => format!("chip:{chip}"),
            Self::Fact(fact) => format!("fact:{}", fact.name()),
            Self::All(tests) => tests.iter().map(Self::written).collect::<Vec<_>>().join(" & "),
            Self::Any(tests) => tests.iter().map(Self::written).collect::<Vec<_>>().join(" | "),
        }
    }

    /// Visits each simple test within.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        match self {
            Self::All(tests) | Self::Any(tests) => tests.iter().for_each(|test| test.each(visit)),
            simple => visit(simple),
        }
    }
}
