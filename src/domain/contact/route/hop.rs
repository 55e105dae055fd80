//! A step of a route: the state it came into, on whose word, and what they said of it.

use chrono::{DateTime, Utc};

use super::Route;
use crate::domain::ids::StaffId;

/// A state that a route came into.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hop {
    /// When.
    pub at: DateTime<Utc>,
    /// The state, in words.
    pub state: &'static str,
    /// On whose word; what a team answered, by whoever wrote it down.
    pub by: StaffId,
    /// What was said: the reason, the second person's words, why it went without; often nothing.
    pub said: String,
}

impl Route {
    /// Gives what was said at a step, unless it is what still stands and is told with the decision.
    pub fn said_then<'a>(&self, hop: &'a Hop) -> Option<&'a str> {
        let stands = [
            self.decided.as_ref().map(|decided| decided.reason.as_str()),
            self.second.as_ref().map(|second| second.words.as_str()),
            self.unmet_reason.as_deref(),
            self.state.said(),
        ];
        let said = hop.said.trim();
        (!said.is_empty() && !stands.contains(&Some(hop.said.as_str()))).then_some(said)
    }
}
