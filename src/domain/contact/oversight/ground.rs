//! Grounds of their own: Section 47, police protection, a court's order, preventing a serious crime.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    duty::Due,
    ids::{AgencyId, GroundNo, PersonNo, StaffId},
    policy::sharing::GroundKind,
};

/// A ground of its own, proposed by a worker.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposed {
    /// Which.
    pub kind: GroundKind,
    /// For which children.
    pub children: Vec<PersonNo>,
    /// The evidence the profile asks for.
    pub evidence: String,
    /// With which agencies.
    pub agencies: Vec<AgencyId>,
}

/// Where a ground stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroundState {
    /// Waits for the manager.
    Waits,
    /// Decided by worker and manager.
    Decided {
        /// When.
        at: DateTime<Utc>,
        /// Which manager.
        by: StaffId,
        /// In what words.
        words: String,
    },
    /// The manager did not agree.
    NotAgreed {
        /// When.
        at: DateTime<Utc>,
        /// Which manager.
        by: StaffId,
        /// In what words.
        words: String,
    },
    /// It holds no longer.
    Ended {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        why: String,
    },
}

impl GroundState {
    /// Gives the words of the list.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Waits => "waits for the manager",
            Self::Decided { .. } => "decided by worker and manager",
            Self::NotAgreed { .. } => "manager did not agree",
            Self::Ended { .. } => "ended",
        }
    }
}

/// One ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// Its number.
    pub no: GroundNo,
    /// Who proposed it.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub proposed: Proposed,
    /// By when a manager should have answered.
    pub due: Due,
    /// Where it stands.
    pub state: GroundState,
}
