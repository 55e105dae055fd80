//! Who on the rota was rung and did not authorise, and who is to be rung now.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{ids::StaffId, policy::Role};

/// What came of ringing a manager.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Reached {
    /// Nobody answered.
    NoAnswer,
    /// The line was engaged.
    Engaged,
    /// A machine answered.
    Voicemail,
    /// Somebody else answered.
    SomebodyElse,
    /// They would not decide.
    WouldNotDecide {
        /// Why.
        why: String,
    },
    /// They decided against it: that is a refusal, and every later manager is shown it.
    Declined {
        /// Why.
        reason: String,
        /// What to do instead.
        next: String,
    },
}

impl Reached {
    /// Gives the words.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::NoAnswer => "no answer",
            Self::Engaged => "engaged",
            Self::Voicemail => "voicemail",
            Self::SomebodyElse => "somebody else answered",
            Self::WouldNotDecide { .. } => "would not decide",
            Self::Declined { .. } => "declined",
        }
    }

    /// Gives what was said, where something was.
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::WouldNotDecide { why } => Some(why),
            Self::Declined { reason, .. } => Some(reason),
            _ => None,
        }
    }
}

/// A manager was rung and did not authorise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attempt {
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// When they were rung.
    pub rung: DateTime<Utc>,
    /// Who was rung.
    pub manager: StaffId,
    /// In which duty.
    pub role: Role,
    /// The number of the rota.
    pub number: String,
    /// What came of it.
    pub reached: Reached,
}

/// Who is to be rung now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ToRing {
    /// Somebody on the rota who was not tried for this request yet.
    Next {
        /// Who.
        manager: StaffId,
        /// In which duty.
        role: Role,
        /// The number of the rota; none is set where it is missing.
        number: Option<String>,
    },
    /// Everybody on the rota was tried; they can be tried again, and until one answers there is no override.
    AllTried,
    /// Nobody is on the rota.
    Nobody,
}

impl ToRing {
    /// Says it to a worker.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Next { .. } => "Ring the manager on the rota, on the number that stands there.",
            Self::AllTried => {
                "Everybody on the rota was tried. Without a manager's word there is no override: try again, and in immediate danger act and record it (Alt+m)."
            }
            Self::Nobody => {
                "Nobody on the rota may authorise now. There is no override without them; in immediate danger act and record it (Alt+m). The request is kept."
            }
        }
    }
}
