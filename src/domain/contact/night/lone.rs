//! A visit alone to a family that is marked *no lone visits*: allowed by a manager's own word, at their own console.
//!
//! Source: Barnsley protocol for parents and carers who need additional support (situations of lone working are avoided). The
//! worker cannot bring the word along: it is recorded by the manager's account, and never by whoever goes.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Contact, Stamp};
use crate::domain::ids::StaffId;

/// A manager lets somebody go alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LoneAllowed {
    /// Who goes.
    pub visitor: StaffId,
    /// Why it may be, and what makes it safe enough.
    pub why: String,
    /// Until when the word counts.
    pub until: DateTime<Utc>,
}

/// A manager's word, as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LoneWord {
    /// When it was given.
    pub at: DateTime<Utc>,
    /// The manager, by whose account it was recorded.
    pub by: StaffId,
    /// What was allowed.
    #[serde(flatten)]
    pub allowed: LoneAllowed,
}

impl LoneWord {
    /// Makes it from what was recorded.
    pub(super) fn of(allowed: &LoneAllowed, stamp: Stamp) -> Self {
        Self { at: stamp.at, by: stamp.by, allowed: allowed.clone() }
    }

    /// Gives the last of some words by which somebody may go alone now.
    pub(super) fn standing(words: &[Self], visitor: StaffId, now: DateTime<Utc>) -> Option<&Self> {
        let last = words.iter().rev().find(|word| word.allowed.visitor == visitor);
        last.filter(|word| now < word.allowed.until && word.by != visitor)
    }
}

impl Contact {
    /// Gives who took the mark away, where it does not stand any more: they do not go there alone by their own word.
    pub fn lifted_by(&self) -> Option<StaffId> {
        let last = self.night.earlier_marks.last().filter(|_| self.night.no_lone.is_none());
        last.filter(|earlier| earlier.lifted).map(|earlier| earlier.by)
    }

    /// Gives the last word by which somebody may go there alone now; none where no manager gave one, or it is over.
    pub fn lone_word(&self, visitor: StaffId, now: DateTime<Utc>) -> Option<&LoneWord> {
        LoneWord::standing(&self.night.allowed, visitor, now)
    }
}
