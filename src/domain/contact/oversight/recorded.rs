//! What the journal keeps of oversight.

use serde::{Deserialize, Serialize};

use super::{Acted, How, ManagerWords, Proposed, Request, Scope};
use crate::domain::{
    duty::Due,
    ids::{EmergencyNo, GroundNo, OverrideNo},
    policy::{Mode, Role},
};

/// A request was kept while being written.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideDrafted {
    /// Its number.
    pub no: OverrideNo,
    /// The mode when it was written.
    pub mode: Mode,
    /// What it says so far.
    #[serde(flatten)]
    pub request: Request,
}

/// A manager was asked.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideRequested {
    /// Its number.
    pub no: OverrideNo,
    /// In which mode.
    pub mode: Mode,
    /// The sentence both put their names to.
    pub threshold: String,
    /// The lawful basis the profile gives for the purpose, as printed.
    pub lawful_basis: String,
    /// By when a manager should have answered.
    pub due: Due,
    /// What is asked.
    #[serde(flatten)]
    pub request: Request,
}

/// A manager authorised it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideAuthorised {
    /// Which.
    pub no: OverrideNo,
    /// In which duty.
    pub role: Role,
    /// How.
    pub how: How,
    /// In what words.
    pub words: ManagerWords,
    /// For how much.
    pub scope: Scope,
    /// The digest of the profile in force.
    pub profile_digest: String,
}

/// A manager declined.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideDeclined {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub reason: String,
    /// What to do instead.
    pub next: String,
}

/// A manager sent it back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideReturned {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub reason: String,
    /// What to do.
    pub next: String,
}

/// The worker took it back.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideCancelled {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub why: String,
}

/// An authority was ended before its time.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct OverrideWithdrawn {
    /// Which.
    pub no: OverrideNo,
    /// Why.
    pub why: String,
}

/// Somebody acted at once; oversight was asked for in the same moment.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyActed {
    /// Its number.
    pub no: EmergencyNo,
    /// By when a manager should have looked at it.
    pub due: Due,
    /// What was done.
    #[serde(flatten)]
    pub acted: Acted,
}

/// A manager upheld it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyUpheld {
    /// Which.
    pub no: EmergencyNo,
    /// In what words.
    pub words: String,
}

/// A manager did not uphold it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct EmergencyNotUpheld {
    /// Which.
    pub no: EmergencyNo,
    /// Why not.
    pub words: String,
    /// What stops, what is called back.
    pub stop: String,
    /// Who is told.
    pub told: String,
}

/// A ground was proposed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GroundProposed {
    /// Its number.
    pub no: GroundNo,
    /// By when a manager should have answered.
    pub due: Due,
    /// What.
    #[serde(flatten)]
    pub proposed: Proposed,
}

/// A manager decided on a ground.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GroundDecided {
    /// Which.
    pub no: GroundNo,
    /// Agreed or not.
    pub agree: bool,
    /// In what words.
    pub words: String,
}

/// A ground ended.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GroundEnded {
    /// Which.
    pub no: GroundNo,
    /// Why.
    pub why: String,
}
