//! Grounds of their own: Section 47, police protection, a court's order, preventing a serious crime.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::GroundProposed;
use crate::domain::{
    contact::Stamp,
    duty::Due,
    ids::{AgencyId, GroundNo, PersonNo, StaffId},
    policy::sharing::GroundKind,
};

/// How long police protection lasts at the most.
const PROTECTION: TimeDelta = TimeDelta::hours(72);

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
    /// Until when it holds, where that is known; as long as nobody ends it, or the law does not, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
}

/// What a manager said of a ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// When.
    pub at: DateTime<Utc>,
    /// Which manager.
    pub by: StaffId,
    /// In what words.
    pub words: String,
}

/// Where a ground stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroundState {
    /// Waits for the manager.
    Waits,
    /// Decided by worker and manager.
    Decided(Decision),
    /// The manager did not agree.
    NotAgreed(Decision),
    /// It holds no longer.
    Ended {
        /// When.
        at: DateTime<Utc>,
        /// Who ended it.
        by: StaffId,
        /// Why.
        why: String,
        /// What a manager had said, where one had.
        decided: Option<Decision>,
        /// By when a manager looks whether that was right, where one alone ended what two had decided.
        see: Option<Due>,
    },
}

impl GroundState {
    /// Gives the words of the list.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Waits => "waits for the manager",
            Self::Decided(_) => "decided by worker and manager",
            Self::NotAgreed(_) => "manager did not agree",
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
    /// When it is over by itself, where it is.
    pub over: Option<DateTime<Utc>>,
    /// Where it stands.
    pub state: GroundState,
}

impl Ground {
    /// Makes one of what was proposed. Police protection is over with its clock; early entries, which have none, are given the
    /// seventy-two hours of the Children Act 1989, section 46.
    pub(in crate::domain::contact) fn of(proposed: &GroundProposed, stamp: Stamp) -> Self {
        let law = match (&proposed.ends, proposed.proposed.kind) {
            (Some(ends), _) => Some(ends.at),
            (None, GroundKind::PoliceProtection) => Some(stamp.at + PROTECTION),
            (None, _) => None,
        };
        Self {
            no: proposed.no,
            by: stamp.by,
            at: stamp.at,
            proposed: proposed.proposed.clone(),
            due: proposed.due.clone(),
            over: law.into_iter().chain(proposed.proposed.until).min(),
            state: GroundState::Waits,
        }
    }

    /// Gives what a manager said of it, also where it was ended since.
    pub const fn decision(&self) -> Option<&Decision> {
        match &self.state {
            GroundState::Decided(said) | GroundState::NotAgreed(said) => Some(said),
            GroundState::Ended { decided, .. } => decided.as_ref(),
            GroundState::Waits => None,
        }
    }

    /// Tells whether worker and manager decided it and nobody ended it, over by itself or not.
    pub const fn is_decided(&self) -> bool {
        matches!(self.state, GroundState::Decided(_))
    }

    /// Tells whether its time is over.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.over.is_some_and(|over| over <= now)
    }

    /// Tells whether sharing about a child with an agency rests on it at a moment.
    pub fn covers(&self, child: PersonNo, agency: &AgencyId, now: DateTime<Utc>) -> bool {
        self.is_decided()
            && !self.is_over(now)
            && self.proposed.children.contains(&child)
            && self.proposed.agencies.contains(agency)
    }

    /// Gives the words of the list, as it stands at a moment.
    pub fn stands(&self, now: DateTime<Utc>) -> &'static str {
        if self.is_decided() && self.is_over(now) { "decided, its time is over" } else { self.state.words() }
    }
}
