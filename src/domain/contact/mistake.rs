//! What was entered by mistake: it stays on the record for whoever reads it, and counts no more.

use chrono::{DateTime, Utc};

use super::Stamp;
use crate::domain::ids::StaffId;

/// That something does not hold, who said so, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mistake {
    /// When it was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// Why.
    pub why: String,
}

impl Mistake {
    /// Makes one of the moment and the person of an event.
    pub(super) fn said(stamp: Stamp, why: &str) -> Self {
        Self { at: stamp.at, by: stamp.by, why: why.to_owned() }
    }
}
