//! Shares: what was shared with, or asked of, an agency; each names the ground that covers it.
//!
//! Sources: Southampton one-minute guide, MASH (agreement in most situations, or oversight); Bromley joint protocol (the
//! ways without agreement). A share outside the authority without a ground that covers child, purpose, agency and moment
//! is refused.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::mistake::Mistake;
use crate::domain::ids::{
    AgencyId, EmergencyNo, GroundNo, OverrideNo, PersonNo, PurposeId, ShareNo, StaffId,
};

/// On what a share rests.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "on", content = "no")]
pub enum Basis {
    /// It stays within the authority.
    OwnTeam,
    /// Somebody who speaks for the child agreed.
    Agreement,
    /// An override in force.
    Override(OverrideNo),
    /// Section 47, police protection, a court's order.
    Ground(GroundNo),
    /// An emergency record that waits for oversight or was upheld.
    Emergency(EmergencyNo),
}

impl Basis {
    /// Gives the words of the record.
    pub fn words(self) -> String {
        match self {
            Self::OwnTeam => "within the authority".to_owned(),
            Self::Agreement => "with agreement".to_owned(),
            Self::Override(no) => format!("under override {}", no.0),
            Self::Ground(no) => format!("under ground {}", no.0),
            Self::Emergency(no) => format!("in emergency {}", no.0),
        }
    }
}

/// Given or asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// We told them.
    Told,
    /// We asked them.
    Asked,
}

impl Direction {
    /// Gives the word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Told => "told",
            Self::Asked => "asked",
        }
    }
}

/// Something to share.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sharing {
    /// About which children.
    pub children: Vec<PersonNo>,
    /// With whom.
    pub agency: AgencyId,
    /// For what.
    pub purpose: PurposeId,
    /// What.
    pub what: String,
    /// Told or asked.
    pub direction: Direction,
}

/// One share, with the ground of each child.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Its number.
    pub no: ShareNo,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// What.
    pub sharing: Sharing,
    /// On what it rests, child by child.
    pub basis: Vec<(PersonNo, Basis)>,
    /// That it was entered by mistake, where it was: then nothing was shared.
    pub mistake: Option<Mistake>,
}

/// What a worker does.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Writes down a share; the ground is found, never picked.
    Record(Sharing),
    /// Says that one was entered by mistake; it stays on the record.
    Mistaken {
        /// Which.
        no: ShareNo,
        /// Why.
        why: String,
    },
}

/// A share was entered by mistake: nothing was shared, or not this.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ShareMistaken {
    /// Which.
    pub no: ShareNo,
    /// Why.
    pub why: String,
}

/// A share was written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct ShareRecorded {
    /// Its number.
    pub no: ShareNo,
    /// On what it rests, child by child.
    pub basis: Vec<(PersonNo, Basis)>,
    /// What.
    #[serde(flatten)]
    pub sharing: Sharing,
}
