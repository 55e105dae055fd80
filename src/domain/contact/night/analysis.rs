//! An analysis of two: written by one, and the other's own only once they have signed for it.
//!
//! Source: Southampton one-minute guide, EDT (analysed by the practitioner and the on-call senior manager). Whoever writes it
//! can only name the second; until that person has said at their own console that it is theirs it stands as named, and not
//! confirmed, wherever it is shown. What was named wrongly is corrected in their own words, or disowned; both wordings stay.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Analysed, Contact, Stamp};
use crate::domain::{
    duty::Due,
    ids::{AnalysisNo, StaffId},
};

/// Whether whoever is named as the second has signed for an analysis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SecondName {
    /// They are named, and have said nothing yet.
    Named,
    /// It is theirs, as it was written.
    Confirmed {
        /// When.
        at: DateTime<Utc>,
        /// Whether after its time.
        late: bool,
    },
    /// They made something else of it; both wordings stand.
    Corrected {
        /// When.
        at: DateTime<Utc>,
        /// Whether after its time.
        late: bool,
        /// What they made of it.
        words: String,
        /// What was wrong.
        why: String,
    },
    /// They had no part in it.
    Disowned {
        /// When.
        at: DateTime<Utc>,
        /// Whether after its time.
        late: bool,
        /// What they say of it.
        why: String,
        /// By when the head of service is told; none in early entries.
        tell: Option<Due>,
    },
}

impl SecondName {
    /// Gives the words.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Named => "named, not confirmed",
            Self::Confirmed { .. } => "confirmed",
            Self::Corrected { .. } => "corrected",
            Self::Disowned { .. } => "disowned",
        }
    }

    /// Gives the key, as exports write it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Named => "named",
            other => other.words(),
        }
    }
}

/// An analysis as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Analysis {
    /// Its number.
    pub no: AnalysisNo,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// What was written, and whom it names.
    pub said: Analysed,
    /// Whether the second has signed for it.
    pub second: SecondName,
}

impl Analysis {
    /// Makes it from what was written.
    pub(super) fn of(no: AnalysisNo, said: &Analysed, stamp: Stamp) -> Self {
        Self { no, at: stamp.at, by: stamp.by, said: said.clone(), second: SecondName::Named }
    }

    /// Tells whether the second has said nothing yet.
    pub fn is_only_named(&self) -> bool {
        self.second == SecondName::Named
    }
}

/// What the second says of an analysis.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SecondSays {
    /// That it is theirs.
    Mine,
    /// What they made of it instead.
    Otherwise {
        /// In their own words.
        words: String,
        /// What was wrong.
        why: String,
    },
    /// That they had no part in it.
    NotMine {
        /// What they say of it.
        why: String,
    },
}

/// The second stands by an analysis as it was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AnalysisConfirmed {
    /// Which.
    pub no: AnalysisNo,
    /// Whether after its time.
    pub late: bool,
}

/// The second made something else of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AnalysisCorrected {
    /// Which.
    pub no: AnalysisNo,
    /// Whether after its time.
    pub late: bool,
    /// What they made of it.
    pub words: String,
    /// What was wrong.
    pub why: String,
}

/// The second had no part in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AnalysisDisowned {
    /// Which.
    pub no: AnalysisNo,
    /// Whether after its time.
    pub late: bool,
    /// What they say of it.
    pub why: String,
    /// By when the head of service is told; none in early entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tell: Option<Due>,
}

impl Contact {
    /// Finds an analysis.
    pub fn analysis(&self, no: AnalysisNo) -> Option<&Analysis> {
        self.night.analyses.iter().find(|analysis| analysis.no == no)
    }

    /// Gives the analyses for which the second is asked to sign, and by when; what was written before anybody was asked to is
    /// not counted, and can be signed for all the same.
    pub fn unsigned_analyses(&self) -> impl Iterator<Item = (&Analysis, &Due)> {
        let named = self.night.analyses.iter().filter(|analysis| analysis.is_only_named());
        named.filter_map(|analysis| Some((analysis, analysis.said.word_due.as_ref()?)))
    }
}
