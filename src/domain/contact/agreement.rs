//! Agreement to share: who said what, in which capacity, for which children, for what, with whom, when.
//!
//! Source: Southampton one-minute guide, MASH; Bromley joint protocol. Each answer is a row of its own. No row ends
//! another: a later answer by the same person in the same capacity only speaks for the children, purpose and agencies that
//! it names. One sibling's rows never stand for another's. Where one holder agrees and another refuses, both show, and the
//! worker says why they go on. Agreement is kept apart from lawful basis, which the profile gives by purpose.

mod own;
mod standing;
mod unheard;
mod unmet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    family::{Family, Person},
    mistake::Mistake,
};
use crate::domain::ids::{AgencyId, AgreementNo, PersonNo, PurposeId, StaffId};

pub use self::{standing::Stands, unheard::Unheard};

/// In which capacity somebody answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "as")]
pub enum Capacity {
    /// For their own information.
    OwnInformation,
    /// As holder of parental responsibility.
    Responsibility {
        /// How we know that they hold it.
        how_known: String,
    },
    /// As a young person, for themselves.
    YoungPerson {
        /// How their understanding was judged.
        understanding: String,
    },
}

impl Capacity {
    /// Gives the words.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::OwnInformation => "for their own information",
            Self::Responsibility { .. } => "as holder of parental responsibility",
            Self::YoungPerson { .. } => "as a young person, for themselves",
        }
    }

    pub(super) fn same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// What they answered, or why there is no answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Answer {
    /// Agreed.
    Agreed,
    /// Refused.
    Refused,
    /// Not asked.
    NotAsked {
        /// Why.
        why: String,
    },
    /// Not able to decide now.
    CannotDecide {
        /// Why.
        why: String,
    },
    /// Not reached.
    NotReached {
        /// What was tried.
        why: String,
    },
    /// Agreed before, and withdrew it.
    Withdrawn,
}

impl Answer {
    /// Gives the word.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::NotAsked { .. } => "not asked",
            Self::CannotDecide { .. } => "not able to decide now",
            Self::NotReached { .. } => "not reached",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Gives the reason, where there is one.
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::NotAsked { why } | Self::CannotDecide { why } | Self::NotReached { why } => Some(why),
            Self::Agreed | Self::Refused | Self::Withdrawn => None,
        }
    }

    /// Tells whether this stands against sharing: a refusal, or agreement withdrawn.
    pub const fn is_against(&self) -> bool {
        matches!(self, Self::Refused | Self::Withdrawn)
    }
}

/// What somebody answered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Who.
    pub person: PersonNo,
    /// In which capacity.
    pub capacity: Capacity,
    /// For which children.
    pub children: Vec<PersonNo>,
    /// For what.
    pub purpose: PurposeId,
    /// With which agencies; none for agreement to a service of our own.
    pub agencies: Vec<AgencyId>,
    /// What they answered.
    pub answer: Answer,
    /// Their words, where they were said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// One row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Its number.
    pub no: AgreementNo,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// What.
    pub asked: Asked,
    /// From which age a young person's own agreement was thought of then, where they answer as one and that is known.
    pub young_from: Option<u32>,
    /// That it was entered by mistake, where it was: then it says nothing.
    pub mistake: Option<Mistake>,
}

/// Why the worker goes on although one holder refuses.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoingOn {
    /// Its number.
    pub no: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// For which, and why.
    pub reason: WentOn,
    /// That it does not hold, where somebody took it back.
    pub mistake: Option<Mistake>,
    /// The manager who has seen it.
    pub seen: Option<Seen>,
}

/// A manager's word that they have seen why a worker goes on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: StaffId,
    /// What they say to it.
    pub words: String,
}

/// Something that was said about agreement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "no")]
pub enum Said {
    /// An answer.
    Row(AgreementNo),
    /// Why the worker goes on against a refusal.
    GoingOn(u32),
}

/// All that was said about agreement.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Agreements {
    /// The rows, oldest first.
    pub rows: Vec<Row>,
    /// Why the worker goes on against a refusal, oldest first.
    pub going_on: Vec<GoingOn>,
}

/// Where agreement stands for one child, purpose and agency.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Position {
    /// The last word of each person and capacity.
    pub last: Vec<AgreementNo>,
    /// Those who agree.
    pub agreed: Vec<AgreementNo>,
    /// Those who refuse or have withdrawn.
    pub against: Vec<AgreementNo>,
    /// The number under which it was said, after the last refusal, why the work goes on all the same.
    pub explained: Option<u32>,
}

impl Position {
    /// Tells whether somebody agrees and another is against.
    pub fn is_split(&self) -> bool {
        !self.agreed.is_empty() && !self.against.is_empty()
    }

    /// Tells whether sharing can rest on agreement: somebody agrees, and a split has been explained.
    pub fn is_agreed(&self) -> bool {
        !self.agreed.is_empty() && (self.against.is_empty() || self.explained.is_some())
    }
}

impl Agreements {
    /// Tells where agreement stands for one child, purpose and agency (`None`: a service of our own), by the rows up to now.
    ///
    /// Nobody can answer as holder of parental responsibility for an unborn child, so its mother's answer for her own
    /// information is the one that counts, and nobody else's. A yes given as holder counts as long as the family says that
    /// they hold it; one given as a young person as long as the family does not say that they were too young for it.
    pub fn position(
        &self,
        child: PersonNo,
        purpose: &PurposeId,
        agency: Option<&AgencyId>,
        family: &Family,
    ) -> Position {
        let mut last: Vec<&Row> = Vec::new();
        for row in self.standing().filter(|row| row.covers(child, purpose, agency)) {
            last.retain(|seen| {
                seen.asked.person != row.asked.person || !seen.asked.capacity.same_kind(&row.asked.capacity)
            });
            last.push(row);
        }
        let speaks = |row: &&&Row| row.speaks_for(child, family);
        let holds = |row: &&&Row| row.holds_for(child, family);
        let agreed = last
            .iter()
            .filter(speaks)
            .filter(holds)
            .filter(|row| row.asked.answer == Answer::Agreed)
            .map(|row| row.no);
        let against: Vec<_> =
            last.iter().filter(speaks).filter(|row| row.asked.answer.is_against()).collect();
        let explained = against.iter().map(|row| row.at).max().and_then(|refused| {
            self.going_on.iter().rev().filter(|going| going.mistake.is_none()).find(|going| {
                going.at >= refused
                    && going.reason.children.contains(&child)
                    && going.reason.purpose == *purpose
                    && agency.is_none_or(|agency| going.reason.agencies.contains(agency))
            })
        });
        Position {
            agreed: agreed.collect(),
            against: against.iter().map(|row| row.no).collect(),
            explained: explained.map(|going| going.no),
            last: last.iter().map(|row| row.no).collect(),
        }
    }

    /// Tells whether, after `since`, somebody who speaks for the child agreed to this sharing: that ends an override from then.
    pub fn agreed_after(
        &self,
        child: PersonNo,
        purpose: &PurposeId,
        agency: &AgencyId,
        family: &Family,
        since: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        self.standing()
            .filter(|row| row.at > since && row.asked.answer == Answer::Agreed)
            .filter(|row| row.speaks_for(child, family) && row.holds_for(child, family))
            .find(|row| row.covers(child, purpose, Some(agency)))
            .map(|row| row.at)
    }

    /// Gives the rows that hold, oldest first: all but those entered by mistake.
    pub fn standing(&self) -> impl DoubleEndedIterator<Item = &Row> {
        self.rows.iter().filter(|row| row.mistake.is_none())
    }

    /// Gives why a worker goes on where no manager has seen it yet.
    pub fn unseen(&self) -> impl Iterator<Item = &GoingOn> {
        self.going_on.iter().filter(|going| going.mistake.is_none() && going.seen.is_none())
    }

    /// Tells whether anything that holds was said about a child.
    pub fn speaks_of(&self, child: PersonNo) -> bool {
        self.standing().any(|row| row.asked.children.contains(&child))
    }

    /// Finds a row.
    pub fn get(&self, no: AgreementNo) -> Option<&Row> {
        self.rows.iter().find(|row| row.no == no)
    }
}

impl Row {
    /// Tells whether the answer is one for the child: of those for one's own information only that of an unborn child's mother.
    fn speaks_for(&self, child: PersonNo, family: &Family) -> bool {
        match self.asked.capacity {
            Capacity::OwnInformation => {
                family.get(child).is_some_and(Person::is_unborn)
                    && family.mother_of(child) == Some(self.asked.person)
            }
            Capacity::Responsibility { .. } | Capacity::YoungPerson { .. } => true,
        }
    }

    /// Tells whether a yes counts for the child as the family is known now: whoever gave it as a holder of parental responsibility
    /// is recorded as one, and a young person who gave it for themselves is old enough.
    fn holds_for(&self, child: PersonNo, family: &Family) -> bool {
        match self.asked.capacity {
            Capacity::Responsibility { .. } => {
                family.get(self.asked.person).is_some_and(|person| person.is_responsible_for(child))
            }
            Capacity::YoungPerson { .. } => !self.is_too_young(family),
            Capacity::OwnInformation => true,
        }
    }

    fn covers(&self, child: PersonNo, purpose: &PurposeId, agency: Option<&AgencyId>) -> bool {
        self.asked.children.contains(&child)
            && self.asked.purpose == *purpose
            && agency.is_none_or(|agency| self.asked.agencies.contains(agency))
    }
}

/// What a worker does about agreement.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Writes down an answer.
    Record(Asked),
    /// Says why they go on although one holder refuses.
    GoOn(WentOn),
    /// Says, as a manager, that they have seen why a worker goes on.
    See {
        /// Which.
        no: u32,
        /// What they say to it.
        words: String,
    },
    /// Says that something was entered by mistake: it stays, and counts no more.
    Mistaken {
        /// What.
        said: Said,
        /// Why.
        why: String,
    },
}

/// An answer was written down.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AgreementRecorded {
    /// Its number.
    pub no: AgreementNo,
    /// The answer.
    #[serde(flatten)]
    pub asked: Asked,
    /// From which age a young person's own agreement was thought of then, where they answer as one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub young_from: Option<u32>,
}

/// A manager has seen why a worker goes on although one holder refuses.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct GoingOnSeen {
    /// Which.
    pub no: u32,
    /// What they say to it.
    pub words: String,
}

/// Something about agreement was entered by mistake.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct AgreementMistaken {
    /// What.
    #[serde(flatten)]
    pub said: Said,
    /// Why.
    pub why: String,
}

/// The worker said why they go on although one holder refuses; a manager sees it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WentOn {
    /// For which children.
    pub children: Vec<PersonNo>,
    /// For what.
    pub purpose: PurposeId,
    /// With which agencies.
    pub agencies: Vec<AgencyId>,
    /// Why.
    pub why: String,
}
