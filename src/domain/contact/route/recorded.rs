//! What the journal keeps of routes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Basis, Until};
use crate::domain::{
    duty::Due,
    ids::{AgencyId, CriterionId, FieldKey, OutcomeLetter, PersonNo, RouteNo},
    policy::test::Met,
    value::Value,
};

/// A card was put on.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteOpened {
    /// Its number.
    pub no: RouteNo,
    /// Which outcome.
    pub letter: OutcomeLetter,
    /// For whom.
    pub children: Vec<PersonNo>,
    /// The clock that runs until it is sent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Until>,
}

/// A field of a card was filled in.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteFilled {
    /// Which card.
    pub route: RouteNo,
    /// Which field.
    pub field: FieldKey,
    /// The value.
    pub value: Value,
}

/// A criterion was marked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct CriterionMarked {
    /// Which card.
    pub route: RouteNo,
    /// Which.
    pub criterion: CriterionId,
    /// As what.
    pub met: Met,
}

/// A mark was taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct MarkTakenBack {
    /// Which card.
    pub route: RouteNo,
    /// Which.
    pub criterion: CriterionId,
}

/// An outcome was decided.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteDecided {
    /// Which card.
    pub route: RouteNo,
    /// What the criteria presented.
    pub presented: Met,
    /// Why.
    pub reason: String,
    /// Why it goes without what is asked for and not there, where that was said with the decision.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub without: String,
    /// The criteria that spoke against it then; of what was decided before they were kept, nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub against: Option<Vec<CriterionId>>,
    /// By when the second person should have answered, where one is needed.
    pub second_due: Option<Due>,
    /// The digest of the profile in force.
    pub profile_digest: String,
}

/// The second person answered.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteSeconded {
    /// Which.
    pub route: RouteNo,
    /// Agreed or not.
    pub agree: bool,
    /// In what words.
    pub words: String,
}

/// A route was sent.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteSent {
    /// Which.
    pub route: RouteNo,
    /// Why with needs unmet, where some were.
    pub unmet_reason: String,
    /// On what sharing with agencies outside rests.
    pub basis: Vec<(PersonNo, AgencyId, Basis)>,
    /// By when the team should have answered; none when nobody has to.
    pub accept_due: Option<Due>,
    /// Whether this turns the contact into a referral.
    pub referral: bool,
    /// By when the referrer should have been told.
    pub letter_due: Due,
    /// The clock of its own that runs from then.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Until>,
    /// Whether it puts the children's safety into somebody's hands; of what was sent before that was told apart, nothing.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acts: Option<bool>,
    /// Whether it only goes beside a team that holds the work, and is no outcome by itself.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub beside: bool,
}

/// A route was called back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteRecalled {
    /// Which.
    pub route: RouteNo,
    /// Why.
    pub why: String,
}

/// The team took it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteAccepted {
    /// Which.
    pub route: RouteNo,
    /// Who took it.
    pub who: String,
}

/// The team sent it back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteReturned {
    /// Which.
    pub route: RouteNo,
    /// Why.
    pub reason: String,
}

/// What was written of the team's answer was taken back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteAnswerTakenBack {
    /// Which.
    pub route: RouteNo,
    /// When it had been sent.
    pub sent: DateTime<Utc>,
    /// By when the team should answer now.
    pub due: Due,
    /// Why.
    pub why: String,
}

/// A card was taken off.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RouteTakenOff {
    /// Which.
    pub route: RouteNo,
    /// Why.
    pub why: String,
}
