//! Danger that was said and that nobody answered: neither marked urgent nor stood down.
//!
//! Source: Bromley threshold document (what is urgent is acted on at once). Whether it is urgent is the worker's to say; what a
//! caller said of danger stays in sight until somebody says what came of it, and on record for ever.

use chrono::{DateTime, Utc};

use super::{Contact, call::Calmed};

/// The chip of the script that says that a child is missing now.
pub(super) const MISSING: &str = "missing_now";

/// Danger as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Danger {
    /// What was said, in words.
    pub words: &'static str,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Contact {
    /// Gives the danger that was said and not stood down since, whether or not it is marked urgent.
    pub fn standing_danger(&self) -> Option<Danger> {
        let stands = |at: &DateTime<Utc>| self.calmed_since(*at).is_none();
        let danger = self.in_danger().map(|answered| answered.at).filter(stands);
        let missing = self.call.missing.filter(stands);
        let words = match (danger, missing) {
            (Some(_), Some(_)) => "danger now is YES, missing now",
            (Some(_), None) => "danger now is YES",
            (None, Some(_)) => "missing now",
            (None, None) => return None,
        };
        danger.into_iter().chain(missing).min().map(|since| Danger { words, since })
    }

    /// Gives the danger that stands and that nobody marked urgent either, as long as the contact is open.
    pub fn unanswered_danger(&self) -> Option<Danger> {
        self.standing_danger().filter(|_| self.call.urgent.is_none() && self.closed.is_none())
    }

    /// Gives how danger now was stood down, where the answer was YES and nobody said so again since.
    pub fn danger_stood_down(&self) -> Option<&Calmed> {
        self.calmed_since(self.in_danger()?.at)
    }

    fn calmed_since(&self, at: DateTime<Utc>) -> Option<&Calmed> {
        self.call.stood_down.iter().rev().find(|calmed| calmed.at >= at)
    }

    /// Tells whether there is something to stand down.
    pub fn stands_urgent(&self) -> bool {
        self.call.urgent.is_some() || self.standing_danger().is_some()
    }
}
