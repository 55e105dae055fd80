//! The rota as a whole: who stands in for whom, and a plan of duties that is taken in at once or not at all.
//!
//! Sources: Southampton one-minute guide, EDT (an on-call senior manager out of hours); Leicestershire, The Road to Excellence
//! (somebody of the team is always there to help).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{duty::Hold, ids::StaffId, policy::Role};

/// Who is asked where the person on duty cannot be reached, as its entry in the journal says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Cover {
    /// Which duty.
    pub role: Role,
    /// Who holds it.
    pub person: StaffId,
    /// Who stands in.
    pub cover: StaffId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when, not included.
    pub until: DateTime<Utc>,
}

/// One line of a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Which line of the file, from 1.
    pub no: usize,
    /// The duty.
    pub hold: Hold,
    /// The number that whoever holds it is rung by; the one that stands already where there is none.
    pub number: Option<String>,
    /// Who stands in.
    pub cover: Option<StaffId>,
}

impl Line {
    /// Gives what the journal says about who stands in.
    pub fn covered(&self) -> Option<Cover> {
        let Hold { role, person, from, until } = self.hold;
        self.cover.map(|cover| Cover { role, person, cover, from, until })
    }
}

/// Finds who stands in for somebody at a moment, the one entered last.
pub fn cover_at(covers: &[Cover], hold: &Hold, t: DateTime<Utc>) -> Option<StaffId> {
    covers
        .iter()
        .rev()
        .find(|cover| {
            (cover.role, cover.person) == (hold.role, hold.person) && cover.from <= t && t < cover.until
        })
        .map(|cover| cover.cover)
}
