//! What the journal keeps of a night.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    duty::Due,
    ids::{AgencyId, PersonNo, StaffId},
    value::YesNo,
};

/// Under what a child is somewhere tonight.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Under {
    /// The family arranged it among themselves.
    Family,
    /// Section 20: the authority accommodates the child, with agreement.
    Section20,
    /// The police took the child into protection.
    PoliceProtection,
    /// The child is in hospital: nobody takes a parent's place by that.
    Hospital,
}

impl Under {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Family, Self::Section20, Self::PoliceProtection, Self::Hospital];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Family => "family arrangement",
            Self::Section20 => "section 20",
            Self::PoliceProtection => "police protection",
            Self::Hospital => "in hospital (parental responsibility unchanged)",
        }
    }

    /// Gives the key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Section20 => "section_20",
            Self::PoliceProtection => "police_protection",
            Self::Hospital => "hospital",
        }
    }

    /// Tells whether it rests on somebody's agreement, and on a carer.
    pub const fn is_agreed(self) -> bool {
        matches!(self, Self::Family | Self::Section20)
    }
}

/// Who has a child tonight.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Care {
    /// The child.
    pub child: PersonNo,
    /// Under what.
    pub under: Under,
    /// Who has them.
    pub with: String,
    /// Where.
    pub place: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who agreed.
    pub agreed_by: String,
    /// Whether they were fit to agree: sober, understanding, free.
    pub fit: Option<YesNo>,
    /// What shows that they were, or were not.
    pub fit_words: String,
    /// Which checks of the carer were made, and what they said.
    pub checks: String,
    /// What the child says about it, in their own words or as seen.
    pub childs_view: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// When the police took the child, where they did.
    pub taken: Option<DateTime<Utc>>,
    /// What became of police protection that ran until then; what was written before that was asked let it run on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
}

impl Care {
    /// Tells whether it rests on agreement, and whoever gave that was not fit to, or is not known to be.
    pub fn is_agreed_by_nobody(&self) -> bool {
        self.under.is_agreed() && self.fit != Some(YesNo::Yes)
    }
}

/// An arrangement, with the clock of police protection where that runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TonightSet {
    /// What was arranged.
    #[serde(flatten)]
    pub care: Care,
    /// When police protection ends.
    pub ends: Option<Due>,
}

/// An arrangement is over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TonightEnded {
    /// The child.
    pub child: PersonNo,
    /// What came after it.
    pub then: String,
    /// Whether police protection, where it ran, runs on; what was written before that was asked ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
}

/// What became of police protection when the night's bed was over, or the child went to another.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Protection {
    /// Its seventy-two hours run on.
    RunsOn,
    /// The police ended it, or it was ended otherwise, then.
    Ended(DateTime<Utc>),
}

/// A child is here, and open to another authority.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The child.
    pub child: PersonNo,
    /// Where in this area they are now: that decides who acts, and not where they live.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub here: String,
    /// Which authority.
    pub authority: String,
    /// Who was told in its emergency team, by which number, when; empty while nobody was.
    pub told: String,
}

/// An agency could not be reached at night: the day asks them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unobtainable {
    /// Which.
    pub agency: AgencyId,
    /// What they are to be asked.
    pub what: String,
    /// Who answered at night, or which message.
    pub tried: String,
}

/// Something that waits for the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ForMorning {
    /// Its number in the contact, from 1.
    pub no: u32,
    /// What the day does.
    pub what: String,
    /// By when: when the front door opens.
    pub due: DateTime<Utc>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
}

/// An agency could not be reached, and what that leaves to the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotObtained {
    /// What was tried.
    #[serde(flatten)]
    pub tried: Unobtainable,
    /// What the day does.
    pub morning: ForMorning,
}

/// What waited for the day is done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MorningDone {
    /// Which.
    pub no: u32,
    /// What came of it.
    pub words: String,
}

/// A general enquiry was answered with advice; nothing tonight could not wait.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Advised {
    /// What was advised.
    pub advice: String,
    /// What the day does about it.
    pub morning: ForMorning,
}

/// Two names on one analysis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Analysed {
    /// The senior manager on call who analysed it too.
    pub manager: StaffId,
    /// What both made of it.
    pub words: String,
    /// Why what was decided is proportionate, and how it keeps the child at the centre.
    pub proportionate: String,
    /// By when the manager signs for it; kept since they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub word_due: Option<Due>,
}

/// Where a contact is filed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "in", content = "words")]
pub enum FiledIn {
    /// In the record with this number.
    Record(String),
    /// Nowhere yet: the child is not known here, and the day makes sure of an answer.
    NotKnown,
    /// It is about no child: why.
    NoChild(String),
}

/// A contact was filed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Filed {
    /// Of which children; none where it is about none.
    pub children: Vec<PersonNo>,
    /// Where.
    #[serde(flatten)]
    pub to: FiledIn,
    /// What the day does about a child who is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub morning: Option<ForMorning>,
}

/// A shift ended while a contact stood on no child's file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftUnfiled {
    /// Why it is not filed, and who does it.
    pub why: String,
}

/// A kind of placement.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// The same day, also in the evening.
    Emergency,
    /// From days up to two years.
    ShortTerm,
    /// For the rest of childhood.
    LongTerm,
    /// A break for a carer.
    Respite,
    /// A parent and their child together.
    ParentAndChild,
    /// Somebody the child knows already.
    Connected,
}

impl Placement {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Emergency,
        Self::ShortTerm,
        Self::LongTerm,
        Self::Respite,
        Self::ParentAndChild,
        Self::Connected,
    ];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Emergency => "emergency, same day",
            Self::ShortTerm => "short term, up to two years",
            Self::LongTerm => "long term",
            Self::Respite => "respite",
            Self::ParentAndChild => "parent and child",
            Self::Connected => "connected person",
        }
    }

    /// Gives the key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::ShortTerm => "short_term",
            Self::LongTerm => "long_term",
            Self::Respite => "respite",
            Self::ParentAndChild => "parent_and_child",
            Self::Connected => "connected",
        }
    }
}

/// Children need a placement; none of them takes the flag away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlacementNeeded {
    /// Which.
    pub children: Vec<PersonNo>,
    /// Of which kinds.
    pub kinds: Vec<Placement>,
    /// What carers must know.
    pub words: String,
}

/// The family is marked *no lone visits*; without a reason for that the mark is taken away.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct NoLoneVisits {
    /// Why.
    pub why: Option<String>,
    /// Why the mark is taken away, where it is; what was written before that was asked has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<String>,
}

/// Something to expect, and what to do when it comes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Alert {
    /// What may come.
    pub expect: String,
    /// What to do then.
    pub contingency: String,
    /// Until when it counts.
    pub until: DateTime<Utc>,
}
