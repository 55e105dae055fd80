//! A discussion that a card asked for, once it was held: who took part, what was decided, what each will do.
//!
//! Sources: Southampton one-minute guide, Section 47 (a strategy discussion decides, and its decision is the worker's and their
//! manager's); Bromley joint protocol (who is not there is said). Sending the card only asks for it. It is written as often as
//! it is held, and what was written stays.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Route;
use crate::domain::{
    calendar::local::local_day,
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
    /// The card as it stood then: when it says otherwise now, another one was called.
    pub card: BTreeMap<FieldKey, Value>,
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

    /// Tells whether another discussion was called by the same card since one was held: it says another time, by the fields that
    /// say when those who are invited meet, and none that is before the one that was held.
    pub fn is_called_anew(&self, meets: &[FieldKey]) -> bool {
        let Some(held) = self.held.last() else { return false };
        let over = |field: &FieldKey| match self.fields.get(field) {
            Some(Value::Date(day)) => *day < local_day(held.discussion.at),
            _ => false,
        };
        let other = |field: &FieldKey| self.fields.get(field) != held.card.get(field);
        self.state.is_sent()
            && meets.iter().any(|field| other(field) && self.fields.contains_key(field))
            && !meets.iter().any(over)
    }
}

/// What denies.
const NONE: &str = "no not nor never neither without none nothing cannot";

/// What may turn a denial around, or only puts it off.
const TURNS: &str = "only just unless until if yet doubt doubted wrong out off disagreed against refused \
    dropped wait waits delay delayed";

/// What stands between a plain denial and the enquiry that it denies.
const PLAIN: &str = "a an the any this is was are be do does did to for of under need needs grounds ground cause reason \
    threshold criteria meet met reach reached go going proceed hold start open joint single agency section sec s 47 s47 \
    enquiry inquiry";

/// What is plainly denied of an enquiry where the denial stands behind it.
const DENIED: &str = "needed met required necessary reached indicated warranted justified appropriate";

/// Tells whether what a discussion decided, as it is written, is an enquiry into harm; "no enquiry" is none. Only a plain no is one:
/// whatever could be read either way counts as an enquiry, and somebody is asked.
pub fn decides_enquiry(decided: &str) -> bool {
    // What is said of something else beside it says nothing of this: "Section 47; no medical".
    let parts = decided.split([',', ';', ':', '!', '?', '\n']).flat_map(|part| part.split(". "));
    parts.map(said::words).any(|said| decides(&said))
}

fn decides(said: &[Word]) -> bool {
    let is_one_of = |words: &str, at: usize| {
        said.get(at).is_some_and(|word| words.split_ascii_whitespace().any(|one| one == word.low()))
    };
    let denies = |at: usize| {
        let low = said[at].low();
        is_one_of(NONE, at) || low.ends_with("n't") || low.ends_with("n’t")
    };
    let is = |at: usize| match said[at].low() {
        "enquiry" | "inquiry" | "s47" => true,
        "47" => at.checked_sub(1).is_some_and(|at| is_one_of("section sec s", at)),
        _ => false,
    };
    let mut denials = (0..said.len()).filter(|at| denies(*at));
    // A no of a no is none.
    let denial = denials.next().filter(|_| denials.next().is_none());
    let denial = denial.filter(|_| !(0..said.len()).any(|at| is_one_of(TURNS, at)));
    let is_no = |at: usize| {
        denial.is_some_and(|no| {
            let between = if no < at { no + 1..at } else { at + 1..no };
            between.into_iter().all(|at| is_one_of(PLAIN, at)) && (no < at || is_one_of(DENIED, no + 1))
        })
    };
    (0..said.len()).any(|at| is(at) && !is_no(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enquiry_is_decided_where_it_is_written_that_it_is_or_may_be() {
        for decided in [
            "a joint enquiry",
            "Section 47 enquiry together with the police",
            "S47, single agency; no medical",
            "We go to s.47. No further meeting.",
            "threshold met: section 47",
            "s.47",
            "single agency section 47",
            "single agency section 47 not joint with the police",
            "Section 47 without delay",
            "We can't wait for section 47",
            "no medical section 47 with the police",
            "S47 threshold met – no further meeting",
            // A no of a no, and what is no plain no.
            "not that there is no need for Section 47",
            "no reason not to hold a section 47 enquiry",
            "there cannot be no section 47 enquiry",
            "no Section 47 was ruled out",
            "Section 47 is not ruled out",
            "Section 47 was ruled out",
            "not only an assessment under Section 17 but Section 47",
            "no section 47 yet",
            "no need for section 47 to wait",
            "no section 47 until the medical",
            "not section 47 if she moves out",
            "no doubt a section 47 enquiry",
            "no need for s47 now; decided to hold section 47 with police",
            "no need for s47 now but decided to hold section 47 with police",
        ] {
            assert!(decides_enquiry(decided), "{decided}");
        }
        for decided in [
            "no enquiry",
            "Section 47 threshold is not met",
            "It isn’t a section 47 enquiry.",
            "s47 not needed",
            "no need for s47 now",
            "no S.47",
            "no joint section 47 enquiry; the school is asked first",
            "There are no grounds for a single agency section 47.",
            "It does not meet the section 47 threshold.",
            "Threshold not met for section 47",
            "We do not proceed to section 47",
            "A section 47 enquiry isn't necessary.",
            "assessment under Section 17",
            "the school is asked first",
            "47 Section Road is looked at",
            "",
        ] {
            assert!(!decides_enquiry(decided), "{decided}");
        }
    }
}
