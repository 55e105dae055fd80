//! Decisions that somebody tried and that were refused: kept for whoever asks later who tried what. They decide nothing.
//!
//! What a form only asks for – a reason, words of one's own – is no such try. Everything else is, whatever rule comes to be
//! added: the wrong person, no authority at that hour, a decision that another had taken, an end that was past.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::{AnalysisNo, EmergencyNo, GroundNo, OverrideNo, RouteNo, StaffId, WordNo},
    refusal::{self, Refusal},
};

/// What was to be decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// An override.
    Override(OverrideNo),
    /// What was done in an emergency.
    Emergency(EmergencyNo),
    /// Another ground.
    Ground(GroundNo),
    /// An outcome that takes two.
    Route(RouteNo),
    /// An analysis of two.
    Analysis(AnalysisNo),
    /// A word by telephone on what takes two.
    Word(WordNo),
}

impl Matter {
    /// Names it.
    pub fn words(self) -> String {
        match self {
            Self::Override(no) => format!("override {}", no.0),
            Self::Emergency(no) => format!("emergency {}", no.0),
            Self::Ground(no) => format!("ground {}", no.0),
            Self::Route(no) => format!("outcome {}", no.0),
            Self::Analysis(no) => format!("analysis {}", no.0),
            Self::Word(no) => format!("word {} by telephone", no.0),
        }
    }
}

/// What somebody tried to do about it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// To authorise it, signed in.
    Authorise,
    /// To decline it.
    Decline,
    /// To send it back.
    Return,
    /// To have a manager on the telephone challenged.
    Challenge,
    /// To write down that a manager authorised it on the telephone.
    AuthoriseByTelephone,
    /// To stand by what was written down of a call.
    Confirm,
    /// To correct what was written down of a call.
    Correct,
    /// To disown what was written down of a call.
    Disown,
    /// To uphold it.
    Uphold,
    /// Not to uphold it.
    NotUphold,
    /// To decide it.
    Decide,
    /// To give the second word on it.
    Second,
}

impl Deed {
    /// Gives the words, which what it was about follows.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Authorise => "authorise",
            Self::Decline => "decline",
            Self::Return => "return",
            Self::Challenge => "make a challenge for",
            Self::AuthoriseByTelephone => "write down a word by telephone for",
            Self::Confirm => "sign for",
            Self::Correct => "correct",
            Self::Disown => "disown",
            Self::Uphold => "uphold",
            Self::NotUphold => "not uphold",
            Self::Decide => "decide",
            Self::Second => "second",
        }
    }
}

/// A decision that somebody tries.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Try {
    /// What about.
    pub matter: Matter,
    /// What.
    pub deed: Deed,
    /// The manager who is said to decide, where another writes it down.
    pub manager: Option<StaffId>,
}

impl Try {
    /// Gives what the journal keeps of it once it was refused; nothing, where a form only asks for more.
    pub fn refused(self, refusal: &Refusal) -> Option<DecisionRefused> {
        let Self { matter, deed, manager } = self;
        (!only_asks_for_more(refusal.code)).then(|| DecisionRefused {
            matter,
            deed,
            manager,
            code: refusal.code.to_owned(),
        })
    }
}

/// Somebody tried to decide something and was refused; nothing was decided.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DecisionRefused {
    /// What about.
    pub matter: Matter,
    /// What they tried.
    pub deed: Deed,
    /// The manager who was said to decide, where another wrote it down.
    pub manager: Option<StaffId>,
    /// The reason's name: `AuthoriserIsRequester`.
    pub code: String,
}

impl DecisionRefused {
    /// Says what was tried, and why it was refused.
    pub fn words(&self) -> String {
        format!(
            "tried to {} {}; refused: {}",
            self.deed.words(),
            self.matter.words(),
            refusal::code_in_words(&self.code)
        )
    }
}

/// A decision that was tried and refused, by whom and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// What.
    pub refused: DecisionRefused,
}

/// Tells whether a refusal only asks for what a form has not been given yet, or names what is not there at all.
fn only_asks_for_more(code: &str) -> bool {
    matches!(
        code,
        "ReasonNeeded"
            | "OwnWordsNeeded"
            | "CopiedWords"
            | "NothingLeft"
            | "NotDescribed"
            | "AnswerUnclear"
            | "CallOutOfTime"
            | "OverrideUnknown"
            | "EmergencyUnknown"
            | "GroundMissing"
            | "RouteUnknown"
            | "AnalysisUnknown"
            | "WordUnknown"
            // Nobody knows who typed it: the tries are kept beside the keys, and journalled as such.
            | "SignInRefused"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_form_asks_for_is_no_try_and_all_else_is() {
        let tried = Try { matter: Matter::Override(OverrideNo(2)), deed: Deed::Authorise, manager: None };
        assert_eq!(tried.refused(&Refusal::new("ReasonNeeded", "")), None);
        let refused = tried.refused(&Refusal::new("NoAuthorityNow", "")).unwrap();
        assert_eq!(refused.words(), "tried to authorise override 2; refused: no authority now");
        // A rule that nobody has thought of yet.
        assert!(tried.refused(&Refusal::new("MoonInTheWrongHouse", "")).is_some());
    }
}
