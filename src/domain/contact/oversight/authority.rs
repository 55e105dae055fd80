//! A manager's authority: in what words, how far, how it was given, and whether the manager has stood by it since.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Override, Scope, Telephone};
use crate::domain::{
    duty::Due,
    ids::{OverrideNo, StaffId},
    policy::Role,
};

/// The manager's own words.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ManagerWords {
    /// What the manager believes.
    pub belief: String,
    /// What would happen if we asked first.
    pub if_asked: String,
    /// What less would do.
    pub less: String,
    /// Why these agencies.
    pub why_agencies: String,
}

impl ManagerWords {
    /// The questions a manager answers, in the order of the fields.
    pub const QUESTIONS: [&str; 4] = [
        "What do you believe yourself?",
        "What would happen if we asked first?",
        "What less would do?",
        "Why these agencies?",
    ];

    /// Gives the answers, in the order of the questions.
    pub fn answers(&self) -> [&str; 4] {
        [&self.belief, &self.if_asked, &self.less, &self.why_agencies]
    }
}

/// How a manager gave their word, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Signed in and decided at a console.
    AtConsole,
    /// On the telephone, with an answer of their own device to a challenge made from the request itself.
    TelephoneBound,
    /// On the telephone, with a one-time code that knows nothing of the request.
    TelephoneCode,
    /// On the telephone, and nothing but the voice shows who spoke.
    Dictated,
}

impl How {
    /// Every way, the strongest first.
    pub const ALL: [Self; 4] = [Self::AtConsole, Self::TelephoneBound, Self::TelephoneCode, Self::Dictated];

    /// Gives the words of the record.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AtConsole => "at a console",
            Self::TelephoneBound => "by telephone, bound to the request",
            Self::TelephoneCode => "by telephone, with a one-time code not bound to the request",
            Self::Dictated => "by telephone, dictated only",
        }
    }

    /// Says how strong it is beside the others, and in what it is weaker: the one wording of whoever chooses among them.
    pub const fn strength(self) -> &'static str {
        match self {
            Self::AtConsole => "strongest: at a console",
            Self::TelephoneBound => "strong: their device answers a challenge",
            Self::TelephoneCode => "weaker: one-time code, bound to nothing",
            Self::Dictated => "weakest: their voice only",
        }
    }

    /// Says before it is taken what shows that it is the manager, and how strong that is.
    pub fn shows(self, manager: &str) -> String {
        match self {
            Self::AtConsole => format!("Strongest: {manager} signs at a console."),
            Self::TelephoneBound => {
                format!("Strong: {manager}'s own device answers a challenge, bound to this request.")
            }
            Self::TelephoneCode => format!(
                "Weaker: the code shows that {manager}'s phone is there, and is bound to nothing that was read out."
            ),
            Self::Dictated => format!("Weakest: nothing but the voice shows that it is {manager}."),
        }
    }

    /// Gives the key, as exports write it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AtConsole => "at_console",
            Self::TelephoneBound => "telephone_bound",
            Self::TelephoneCode => "telephone_code",
            Self::Dictated => "dictated",
        }
    }

    /// Tells whether the manager's own signed word has to follow.
    pub const fn wants_signed_word(self) -> bool {
        !matches!(self, Self::AtConsole)
    }

    /// Counts by how they were given, the strongest first; withdrawn and disowned ones were given too.
    pub fn count<'a>(overrides: impl IntoIterator<Item = &'a Override>) -> [(Self, usize); 4] {
        let mut counted = Self::ALL.map(|how| (how, 0));
        for given in overrides.into_iter().filter_map(Override::given) {
            if let Some((_, times)) = counted.iter_mut().find(|(how, _)| *how == given.how) {
                *times += 1;
            }
        }
        counted
    }
}

/// Whether the manager has signed for what they said from away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SignedWord {
    /// They signed when they decided.
    NotNeeded,
    /// Not yet.
    Unconfirmed {
        /// By when they should have.
        due: Due,
    },
    /// They said it, and these are their words.
    Confirmed {
        /// When.
        at: DateTime<Utc>,
        /// Whether after its time.
        late: bool,
    },
    /// They said something else, or less; both wordings stand.
    Corrected {
        /// When.
        at: DateTime<Utc>,
        /// Whether after its time.
        late: bool,
        /// What they say they said.
        words: ManagerWords,
        /// As far as they meant it.
        scope: Scope,
        /// What was wrong.
        why: String,
    },
    /// They never said it; the authority has no force from then.
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

impl SignedWord {
    /// Gives the key, as exports write it.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::Confirmed { .. } => "confirmed",
            Self::Corrected { .. } => "corrected",
            Self::Disowned { .. } => "disowned",
        }
    }
}

/// An authority as it was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    /// When.
    pub at: DateTime<Utc>,
    /// The manager.
    pub by: StaffId,
    /// Who wrote it down: the manager at a console, somebody else from away.
    pub written_by: StaffId,
    /// In which duty.
    pub role: Role,
    /// How.
    pub how: How,
    /// In what words; from away, as they were taken down.
    pub words: ManagerWords,
    /// For how much: as asked, or less.
    pub scope: Scope,
    /// The earlier refusals that the manager was shown.
    pub seen_refusals: Vec<OverrideNo>,
    /// The call, where it was given from away.
    pub telephone: Option<Telephone>,
    /// Whether the manager has signed for it.
    pub word: SignedWord,
}

impl Given {
    /// Gives how far it reaches: as given, or as the manager corrected it; nowhere once disowned.
    pub const fn in_force(&self) -> Option<&Scope> {
        match &self.word {
            SignedWord::Disowned { .. } => None,
            SignedWord::Corrected { scope, .. } => Some(scope),
            _ => Some(&self.scope),
        }
    }
}
