//! Agencies, purposes and grounds: what may be shared, with whom, and on whose word.

use serde::{Deserialize, Serialize};

use super::Mode;
use crate::domain::ids::{AgencyId, PurposeId, RuleId};

/// What the profile says of sharing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sharing {
    /// The agencies a worker can name.
    pub agencies: Vec<Agency>,
    /// The purposes for which information is shared or asked.
    pub purposes: Vec<Purpose>,
    /// Grounds of their own, beside agreement and override.
    pub grounds: Vec<GroundPolicy>,
    /// The words a manager signs, by mode and case.
    pub thresholds: Vec<Threshold>,
    /// The fewest words a belief or a manager's answer may have.
    pub least_words: usize,
    /// From which age a young person's own agreement is thought of.
    pub young_person: YoungPerson,
    /// The seven golden rules, a line each, for the agreement pane.
    pub golden_rules: Vec<String>,
}

impl Sharing {
    /// Gives an agency's name for people, or its key where the profile does not know it.
    pub fn agency_words<'a>(&'a self, id: &'a AgencyId) -> &'a str {
        self.agencies.iter().find(|known| known.id == *id).map_or(id.as_str(), |known| known.name.as_str())
    }

    /// Gives a purpose's words, or its key where the profile does not know it.
    pub fn purpose_words<'a>(&'a self, id: &'a PurposeId) -> &'a str {
        self.purposes.iter().find(|known| known.id == *id).map_or(id.as_str(), |known| known.words.as_str())
    }
}

/// From which age a young person's own agreement is thought of.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct YoungPerson {
    /// The age in years; a child who is known to be younger does not agree for themselves.
    pub from: u32,
    /// The rule that says so.
    pub rule: RuleId,
}

/// An agency.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Its key.
    pub id: AgencyId,
    /// Its name for people.
    pub name: String,
    /// Whether it is outside the authority: then sharing needs a ground.
    pub outside: bool,
}

/// A purpose.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Its key.
    pub id: PurposeId,
    /// Its words for people: "find out what other agencies know".
    pub words: String,
    /// The lawful basis under UK GDPR, printed and never picked by a worker.
    pub lawful_basis: String,
    /// The condition for special-category information, where there is one.
    pub special_category: Option<String>,
    /// Whether it is agreement to a voluntary service, which no override can supply.
    #[serde(default)]
    pub voluntary: bool,
}

/// Which ground of its own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GroundKind {
    /// Reasonable cause to suspect significant harm; decided by a worker and a manager.
    Section47,
    /// A constable's powers to protect a child.
    PoliceProtection,
    /// A court's direction.
    CourtOrder,
    /// Preventing a serious crime.
    PreventCrime,
}

impl GroundKind {
    /// Every ground, in the order the pane shows them.
    pub const ALL: [Self; 4] =
        [Self::Section47, Self::PoliceProtection, Self::CourtOrder, Self::PreventCrime];

    /// Gives the words a worker reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Section47 => "Section 47 enquiry",
            Self::PoliceProtection => "police protection",
            Self::CourtOrder => "a court's order",
            Self::PreventCrime => "preventing a serious crime",
        }
    }
}

/// What a ground needs.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundPolicy {
    /// Which.
    pub kind: GroundKind,
    /// What evidence the worker must write for it.
    pub evidence: String,
    /// Which purposes of sharing it serves.
    pub purposes: Vec<PurposeId>,
    /// The rule that names it.
    pub rule: RuleId,
}

/// Why agreement is not there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Case {
    /// Asking would itself place the child at risk of significant harm.
    AskingPlacesAtRisk,
    /// Agreement was refused or withheld, and harm is likely without sharing.
    Refused,
    /// The person cannot decide now: intoxicated, not reached, does not understand.
    CannotDecide,
}

impl Case {
    /// Every case.
    pub const ALL: [Self; 3] = [Self::AskingPlacesAtRisk, Self::Refused, Self::CannotDecide];

    /// Gives the short words of the choice.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AskingPlacesAtRisk => "asking would itself put the child at risk",
            Self::Refused => "refused, and harm is likely without sharing",
            Self::CannotDecide => "cannot decide now",
        }
    }
}

/// The sentence that requester and manager put their names to.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// In which mode.
    pub mode: Mode,
    /// In which case.
    pub case: Case,
    /// The sentence.
    pub words: String,
    /// The rule it states.
    pub rule: RuleId,
}
