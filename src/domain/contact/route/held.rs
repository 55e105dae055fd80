//! A discussion that a card asked for, once it was held: who took part, what was decided, what each will do.
//!
//! Sources: Southampton one-minute guide, Section 47 (a strategy discussion decides, and its decision is the worker's and their
//! manager's); Bromley joint protocol (who is not there is said). Sending the card only asks for it. It is written as often as
//! it is held, and what was written stays.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Route;
use crate::domain::{
    contact::said::{self, Word},
    duty::Due,
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
    /// By when the conference is held that follows, where it decided an enquiry.
    pub conference: Option<Due>,
}

/// What a discussion came to was written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct DiscussionHeld {
    /// Of which card.
    pub route: RouteNo,
    /// What it came to.
    #[serde(flatten)]
    pub discussion: Discussion,
    /// By when the conference is held that follows, where it decided an enquiry.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub conference: Option<Due>,
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

/// Over how many words before and after an enquiry it is looked for whether there is none.
const NEAR: (usize, usize) = (5, 3);

/// Tells whether what a discussion decided, as it is written, is an enquiry into harm; "no enquiry" is none.
pub fn decides_enquiry(decided: &str) -> bool {
    const NONE: [&str; 7] = ["no", "not", "nor", "never", "neither", "without", "none"];
    let none = |word: &Word| {
        NONE.contains(&word.low()) || word.low().ends_with("n't") || word.low().ends_with("n’t")
    };
    let says = |said: &[Word]| {
        let is = |at: usize| match said[at].low() {
            "enquiry" | "inquiry" | "s47" => true,
            "47" => at.checked_sub(1).is_some_and(|at| matches!(said[at].low(), "section" | "sec" | "s")),
            _ => false,
        };
        let beside = |at: usize| &said[at.saturating_sub(NEAR.0)..said.len().min(at + 1 + NEAR.1)];
        (0..said.len()).any(|at| is(at) && !beside(at).iter().any(none))
    };
    // What is said of something else beside it says nothing of this: "Section 47; no medical".
    let parts = decided.split([',', ';', ':', '\n']).flat_map(|part| part.split(". "));
    parts.map(said::words).any(|said| says(&said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enquiry_is_decided_where_it_is_written_that_it_is() {
        for decided in [
            "a joint enquiry",
            "Section 47 enquiry together with the police",
            "S47, single agency; no medical",
            "We go to s.47. No further meeting.",
            "threshold met: section 47",
        ] {
            assert!(decides_enquiry(decided), "{decided}");
        }
        for decided in [
            "no enquiry",
            "Section 47 threshold is not met",
            "It isn’t a section 47 enquiry.",
            "assessment under Section 17",
            "the school is asked first",
            "47 Section Road is looked at",
            "",
        ] {
            assert!(!decides_enquiry(decided), "{decided}");
        }
    }
}
