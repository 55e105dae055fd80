//! The lanes of the queue, and by which words and keys they are known.

use serde::{Deserialize, Serialize};

/// A lane of the queue.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Everything that still wants something.
    All,
    /// What one person has.
    Mine,
    /// Calls that nobody has answered.
    Ringing,
    /// Calls that are going on, or broke off.
    Talking,
    /// Agreement to share is still open.
    ToAgree,
    /// A manager's word is waited for.
    Oversight,
    /// A child has no outcome yet.
    ToDecide,
    /// The referrer has not been told.
    ToTell,
    /// A team has it and has not accepted yet, or sent it back.
    WithTeam,
    /// Left for the next service to take up.
    Handover,
}

impl Lane {
    /// Every lane, in the order of the digits 1 to 9 and 0.
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Mine,
        Self::Ringing,
        Self::Talking,
        Self::ToAgree,
        Self::Oversight,
        Self::ToDecide,
        Self::ToTell,
        Self::WithTeam,
        Self::Handover,
    ];

    /// Gives the words of the tab.
    pub const fn words(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::Mine => "Mine",
            Self::Ringing => "Ringing",
            Self::Talking => "Talking",
            Self::ToAgree => "To agree",
            Self::Oversight => "Oversight",
            Self::ToDecide => "To decide",
            Self::ToTell => "To tell",
            Self::WithTeam => "With team",
            Self::Handover => "Handover",
        }
    }

    /// Gives the word of the tab where there is little room.
    pub const fn short(self) -> &'static str {
        match self {
            Self::Ringing => "Ring",
            Self::Talking => "Talk",
            Self::ToAgree => "Agree",
            Self::ToDecide => "Decide",
            Self::ToTell => "Tell",
            Self::WithTeam => "Team",
            other => other.words(),
        }
    }

    /// Gives the key by which files and the command line name the lane.
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Mine => "mine",
            Self::Ringing => "ringing",
            Self::Talking => "talking",
            Self::ToAgree => "to_agree",
            Self::Oversight => "oversight",
            Self::ToDecide => "to_decide",
            Self::ToTell => "to_tell",
            Self::WithTeam => "with_team",
            Self::Handover => "handover",
        }
    }

    /// Reads a lane's key; a hyphen does as well as an underscore.
    pub fn from_key(key: &str) -> Option<Self> {
        let key = key.replace('-', "_");
        Self::ALL.into_iter().find(|lane| lane.key() == key)
    }
}
