//! What the journal keeps of the family.

use serde::{Deserialize, Serialize};

use super::{Details, Household, Link, Telling};
use crate::domain::ids::{HouseholdNo, PersonNo};

/// A person was named.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PersonNamed {
    /// Their number.
    pub person: PersonNo,
    /// What is known.
    #[serde(flatten)]
    pub details: Details,
}

/// What is known of a person changed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PersonChanged {
    /// Whom.
    pub person: PersonNo,
    /// What is known now.
    #[serde(flatten)]
    pub details: Details,
}

/// A person entered by mistake was taken out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PersonRemoved {
    /// Whom.
    pub person: PersonNo,
    /// Why.
    pub why: String,
}

/// What a person may be told was set.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct TellingSet {
    /// Whom.
    pub person: PersonNo,
    /// What.
    #[serde(flatten)]
    pub telling: Telling,
}

/// Two people were linked.
pub type PeopleLinked = Link;

/// A link was taken away.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct PeopleUnlinked {
    /// One.
    pub from: PersonNo,
    /// The other.
    pub to: PersonNo,
}

/// A household was added or changed.
pub type HouseholdSet = Household;

/// A household entered by mistake was taken out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct HouseholdRemoved {
    /// Which.
    pub no: HouseholdNo,
    /// Why.
    pub why: String,
}
