//! What was done at once, and what a manager said of it afterwards: never "authorised", and counted apart.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    duty::Due,
    ids::{AgencyId, EmergencyNo, PersonNo, StaffId},
};

/// How long a record covers that was written before its end stood in the journal.
pub const COVERS: TimeDelta = TimeDelta::hours(24);

/// What was done at once, because a child was in immediate danger; all of it can be written after.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Acted {
    /// The children.
    pub children: Vec<PersonNo>,
    /// What the danger was.
    pub danger: String,
    /// What was done, or shared.
    pub done: String,
    /// With which agencies.
    pub agencies: Vec<AgencyId>,
}

impl Acted {
    /// Tells whether it says for whom, what the danger was and what was done.
    pub fn is_described(&self) -> bool {
        !self.children.is_empty() && !self.danger.trim().is_empty() && !self.done.trim().is_empty()
    }
}

/// What follows where a manager does not uphold what was done.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Follows {
    /// What stops, what is called back.
    pub stop: String,
    /// Who is told.
    pub told: String,
}

/// Where an emergency record stands: it waits, and is upheld or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EmergencyState {
    /// Oversight was asked for at once.
    Waits,
    /// A manager upheld it.
    Upheld {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// In what words.
        words: String,
    },
    /// A manager did not.
    NotUpheld {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why not.
        words: String,
        /// What stops, what is called back.
        stop: String,
        /// Who is told.
        told: String,
    },
}

impl EmergencyState {
    /// Gives the words of the list; never "authorised".
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Waits => "acted, oversight asked",
            Self::Upheld { .. } => "acted, upheld",
            Self::NotUpheld { .. } => "acted, not upheld",
        }
    }
}

/// An earlier wording of an emergency record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wording {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// What it said.
    pub acted: Acted,
}

/// One emergency record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Emergency {
    /// Its number.
    pub no: EmergencyNo,
    /// Who acted.
    pub by: StaffId,
    /// When.
    pub at: DateTime<Utc>,
    /// What, as it was written last.
    pub acted: Acted,
    /// Every wording, the first from the moment itself.
    pub wordings: Vec<Wording>,
    /// By when a manager should have looked at it.
    pub due: Due,
    /// Until when it covers at most; a manager who does not uphold it ends it at once.
    pub covers_until: DateTime<Utc>,
    /// Where it stands.
    pub state: EmergencyState,
}

impl Emergency {
    /// Tells whether sharing about a child with an agency can rest on it at a moment.
    pub fn covers(&self, child: PersonNo, agency: &AgencyId, now: DateTime<Utc>) -> bool {
        !matches!(self.state, EmergencyState::NotUpheld { .. })
            && now < self.covers_until
            && self.acted.children.contains(&child)
            && self.acted.agencies.contains(agency)
    }

    /// Gives those who acted, or wrote down what was done.
    pub fn writers(&self) -> impl Iterator<Item = StaffId> {
        std::iter::once(self.by).chain(self.wordings.iter().map(|wording| wording.by))
    }

    /// Tells whether somebody acted, or wrote down what was done.
    pub fn was_written_by(&self, person: StaffId) -> bool {
        self.writers().any(|writer| writer == person)
    }
}

/// How many emergency records there are, apart from overrides.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EmergencyCount {
    /// No manager has looked at these.
    pub waits: usize,
    /// Upheld.
    pub upheld: usize,
    /// Not upheld.
    pub not_upheld: usize,
}

impl EmergencyCount {
    /// Counts records by what a manager said of them.
    pub fn of<'a>(emergencies: impl IntoIterator<Item = &'a Emergency>) -> Self {
        let mut counted = Self::default();
        for emergency in emergencies {
            match emergency.state {
                EmergencyState::Waits => counted.waits += 1,
                EmergencyState::Upheld { .. } => counted.upheld += 1,
                EmergencyState::NotUpheld { .. } => counted.not_upheld += 1,
            }
        }
        counted
    }
}
