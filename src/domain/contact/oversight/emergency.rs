//! What was done at once, and what a manager said of it afterwards: never "authorised", and counted apart.

use std::fmt::Display;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{OfTwo, SpokenWord};
use crate::domain::{
    contact::Contact,
    duty::Due,
    ids::{AgencyId, EmergencyNo, PersonNo, StaffId},
    refusal::Refusal,
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

    /// Wants what was done written down, before anybody upholds it or is rung about it.
    pub fn described(&self) -> Result<(), Refusal> {
        if self.acted.is_described() {
            return Ok(());
        }
        Err(Refusal::new(
            "NotDescribed",
            "Nobody has written yet for whom, what the danger was and what was done. Nothing was changed; have it written first.",
        )
        .by("southampton-32"))
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

/// An earlier record that a manager did not uphold, as whoever acts or decides next is told of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotUpheld<'a> {
    /// Which.
    pub no: EmergencyNo,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: StaffId,
    /// How the word was given and whether it is signed for, where it was given by telephone.
    pub mark: Option<String>,
    words: &'a str,
    stop: &'a str,
    told: &'a str,
}

impl NotUpheld<'_> {
    /// Gives what the manager said, the gravest first: what stops, who is told and why it is not upheld.
    pub fn said(&self) -> String {
        let [stop, told, words] = [self.stop, self.told, self.words].map(str::trim);
        format!("what stops: {stop}; who is told: {told}; because: {words}")
    }

    /// Says when and by whom, named as is given.
    pub fn whose(&self, at: impl Display, name: &str) -> String {
        let mark = self.mark.as_deref().map(|mark| format!(", {mark}")).unwrap_or_default();
        format!("{at} by {name}{mark}")
    }
}

impl Contact {
    /// Gives the other records about any of these children that a manager did not uphold; one that names no child
    /// may be about any, and while none of these is named it may be any record.
    pub fn not_upheld(&self, beside: Option<EmergencyNo>, of: &[PersonNo]) -> Vec<NotUpheld<'_>> {
        let about = |e: &Emergency| {
            let theirs = &e.acted.children;
            let same = of.is_empty() || theirs.is_empty() || theirs.iter().any(|child| of.contains(child));
            Some(e.no) != beside && same
        };
        let known = self.oversight.emergencies.iter().filter(|e| about(e));
        let told = known.filter_map(|e| {
            let EmergencyState::NotUpheld { at, by, words, stop, told } = &e.state else { return None };
            let mark = self.word_on(OfTwo::Emergency(e.no)).map(SpokenWord::mark);
            Some(NotUpheld { no: e.no, at: *at, by: *by, mark, words, stop, told })
        });
        told.collect()
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
