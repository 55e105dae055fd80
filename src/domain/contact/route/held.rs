//! A discussion that a card asked for, once it was held: who took part, what was decided, what each will do.
//!
//! Sources: Southampton one-minute guide, Section 47 (a strategy discussion decides, and its decision is the worker's and their
//! manager's); Bromley joint protocol (who is not there is said). Sending the card only asks for it. It is written as often as
//! it is held, and what was written stays.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Route;
use crate::domain::{
    ids::{FieldKey, RouteNo, StaffId},
    value::Value,
};

/// The field of a card on which it can stand what its discussion decided.
pub const DECIDED: &str = "outcome";

/// What a discussion came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Discussion {
    /// When it was held.
    pub at: DateTime<Utc>,
    /// Who took part, raw.
    pub who: String,
    /// What was decided, raw.
    pub decided: String,
    /// What each will do, and by when, raw.
    pub doing: String,
}

/// A discussion as it stands in the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Held {
    /// When it was written.
    pub written: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// What it came to.
    pub discussion: Discussion,
}

/// What a discussion came to was written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DiscussionHeld {
    /// Of which card.
    pub route: RouteNo,
    /// What it came to.
    #[serde(flatten)]
    pub discussion: Discussion,
}

impl Route {
    /// Gives what the card itself says that its discussion decided.
    pub fn decided_on_card(&self) -> Option<&Value> {
        self.fields.get(&FieldKey::from(DECIDED)).filter(|value| !value.is_empty())
    }

    /// Tells whether it is written what its discussion came to: on the card, or after it was held.
    pub fn tells_what_came(&self) -> bool {
        !self.held.is_empty() || self.decided_on_card().is_some()
    }
}
