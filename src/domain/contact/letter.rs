//! A letter: how it goes, where it stands, and what became of it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{mistake::Mistake, telling::Recipient};
use crate::domain::{
    ids::{LetterNo, StaffId, TemplateId},
    policy::letters::Audience,
};

/// How a letter goes out.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Secure e-mail.
    Email,
    /// Post.
    Post,
    /// Handed over.
    ByHand,
    /// A text message.
    Text,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::Email, Self::Post, Self::ByHand, Self::Text];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Email => "secure e-mail",
            Self::Post => "post",
            Self::ByHand => "by hand",
            Self::Text => "text message",
        }
    }

    /// Gives by what it went: "by post", "by hand".
    pub fn by(self) -> String {
        let words = self.words();
        if words.starts_with("by ") { words.to_owned() } else { format!("by {words}") }
    }

    /// Gives the key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Post => "post",
            Self::ByHand => "by_hand",
            Self::Text => "text",
        }
    }
}

/// Where a letter stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LetterState {
    /// Written.
    Drafted,
    /// Read once more by somebody.
    Checked {
        /// When.
        at: DateTime<Utc>,
        /// By whom.
        by: StaffId,
    },
    /// Sent.
    Sent {
        /// When.
        at: DateTime<Utc>,
        /// Who sent it.
        by: StaffId,
        /// When it had been read once more, and by whom.
        checked: Option<(DateTime<Utc>, StaffId)>,
        /// How.
        way: Way,
        /// Where to.
        address: String,
    },
    /// Put away: it does not go, and stays on the record.
    PutAway {
        /// When.
        at: DateTime<Utc>,
        /// Who put it away.
        by: StaffId,
        /// When it had been read once more, and by whom.
        checked: Option<(DateTime<Utc>, StaffId)>,
        /// Why.
        why: String,
    },
}

impl LetterState {
    /// Tells whether it is written and still to go.
    pub const fn is_to_go(&self) -> bool {
        matches!(self, Self::Drafted | Self::Checked { .. })
    }

    /// Tells whether it was put away.
    pub const fn is_put_away(&self) -> bool {
        matches!(self, Self::PutAway { .. })
    }

    /// Tells when it was read once more, and by whom.
    pub const fn checked(&self) -> Option<(DateTime<Utc>, StaffId)> {
        match self {
            Self::Drafted => None,
            Self::Checked { at, by } => Some((*at, *by)),
            Self::Sent { checked, .. } | Self::PutAway { checked, .. } => *checked,
        }
    }

    /// Gives how it stood before it was sent or put away.
    pub(super) fn before(&self) -> Self {
        self.checked().map_or(Self::Drafted, |(at, by)| Self::Checked { at, by })
    }
}

/// One letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// Its number.
    pub no: LetterNo,
    /// By which template.
    pub template: TemplateId,
    /// For whom it is written.
    pub audience: Audience,
    /// To whom.
    pub to: Recipient,
    /// The text.
    pub text: String,
    /// When it was last written.
    pub at: DateTime<Utc>,
    /// Whether it was written so to whoever rang before anybody had checked who that is: then it says nothing of what was
    /// decided.
    pub unchecked: bool,
    /// Whether whoever checked it said that the police and a manager agree that the family is told of an enquiry.
    pub enquiry_agreed: bool,
    /// Where it stands.
    pub state: LetterState,
    /// That it was written down as sent by mistake, as often as that was; oldest first.
    pub mistakes: Vec<Mistake>,
    /// Why it had been put away, and that it was taken up again; oldest first.
    pub taken_up: Vec<(String, Mistake)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_went_by_hand_is_said_once() {
        assert_eq!(Way::ByHand.by(), "by hand");
        assert_eq!(Way::Post.by(), "by post");
    }
}
