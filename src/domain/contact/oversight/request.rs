//! A worker's request, and where it stands.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{AnswerRefused, Attempt, Challenge, Given, RefusedElsewhere, SignedWord};
use crate::domain::{
    duty::Due,
    ids::{AgencyId, DeviceId, OverrideNo, PersonNo, PurposeId, StaffId},
    policy::{Mode, sharing::Case},
};

/// An agency, and why it and no other.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AgencyWhy {
    /// Which.
    pub agency: AgencyId,
    /// Why this one.
    pub why: String,
}

/// Whether the family will be told of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum TellFamily {
    /// Yes: when and by whom.
    Yes {
        /// When and by whom.
        when_and_who: String,
    },
    /// Not now: why.
    NotNow {
        /// Why.
        why: String,
    },
}

/// What a worker asks a manager to authorise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Request {
    /// The children.
    pub children: Vec<PersonNo>,
    /// What was not sought, refused or could not be decided, and by whom.
    pub not_agreed: String,
    /// Why agreement is not there.
    pub case: Case,
    /// The worker's belief, in their own words.
    pub belief: String,
    /// For what.
    pub purpose: PurposeId,
    /// What will be shared or asked.
    pub what: String,
    /// With which agencies, and why each.
    pub agencies: Vec<AgencyWhy>,
    /// What less would do.
    pub less: String,
    /// Until when; stated, no default.
    pub until: DateTime<Utc>,
    /// When it will be looked at again.
    pub review: DateTime<Utc>,
    /// Whether the family will be told.
    pub tell_family: TellFamily,
}

impl Request {
    /// Gives all that was asked for.
    pub fn whole(&self) -> Scope {
        Scope {
            children: self.children.clone(),
            agencies: self.agencies.iter().map(|each| each.agency.clone()).collect(),
            purpose: self.purpose.clone(),
            until: self.until,
            what: None,
        }
    }
}

/// How far an authority reaches.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// The children.
    pub children: Vec<PersonNo>,
    /// The agencies.
    pub agencies: Vec<AgencyId>,
    /// For what; another purpose is another decision.
    pub purpose: PurposeId,
    /// Until when.
    pub until: DateTime<Utc>,
    /// What alone may be shared, in the manager's words; all that was asked for, where they say nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

impl Scope {
    /// Tells whether this reaches nowhere that `whole` does not.
    pub fn within(&self, whole: &Self) -> bool {
        self.children.iter().all(|child| whole.children.contains(child))
            && self.agencies.iter().all(|agency| whole.agencies.contains(agency))
            && self.purpose == whole.purpose
            && self.until <= whole.until
    }

    /// Tells whether it reaches a child, an agency and a purpose at a moment.
    pub fn covers(
        &self,
        child: PersonNo,
        agency: &AgencyId,
        purpose: &PurposeId,
        now: DateTime<Utc>,
    ) -> bool {
        now < self.until
            && self.purpose == *purpose
            && self.children.contains(&child)
            && self.agencies.contains(agency)
    }
}

/// The life of a request.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// Written, not asked yet.
    Draft,
    /// Waits for a manager.
    Requested,
    /// A manager authorised it.
    Authorised(Box<Given>),
    /// A manager declined.
    Declined {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why.
        reason: String,
        /// What to do instead.
        next: String,
    },
    /// A manager sent it back for more.
    Returned {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why.
        reason: String,
        /// What to do.
        next: String,
    },
    /// The request was taken back.
    Cancelled {
        /// When.
        at: DateTime<Utc>,
        /// By whom: who asked, or a manager.
        by: StaffId,
        /// Why.
        why: String,
    },
    /// Authorised once, and withdrawn.
    Withdrawn {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why.
        why: String,
        /// What had been authorised, in the manager's words.
        given: Box<Given>,
    },
}

impl State {
    /// Gives the words of the list; what nobody has confirmed says so.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Draft => "being written",
            Self::Requested => "asked",
            Self::Authorised(given) => match given.word {
                SignedWord::NotNeeded => "authorised",
                SignedWord::Unconfirmed { .. } => "authorised by telephone, unconfirmed",
                SignedWord::Confirmed { .. } => "authorised by telephone, confirmed",
                SignedWord::Corrected { .. } => "authorised by telephone, corrected",
                SignedWord::Disowned { .. } => "disowned, suspended",
            },
            Self::Declined { .. } => "declined",
            Self::Returned { .. } => "returned",
            Self::Cancelled { .. } => "taken back",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// One override, from the worker's first word to its end.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Override {
    /// Its number.
    pub no: OverrideNo,
    /// What is asked.
    pub request: Request,
    /// Who asks.
    pub by: StaffId,
    /// Everybody who had a hand in its words.
    pub writers: Vec<StaffId>,
    /// When it was asked.
    pub asked_at: DateTime<Utc>,
    /// In which mode.
    pub mode: Mode,
    /// The sentence both put their names to.
    pub threshold: String,
    /// By when a manager should have answered.
    pub due: Due,
    /// What had been refused about these children in the other contacts of the family when it was asked.
    pub elsewhere: Vec<RefusedElsewhere>,
    /// The managers who were rung for it, oldest first.
    pub attempts: Vec<Attempt>,
    /// The challenges that were made for it, oldest first.
    pub challenges: Vec<Challenge>,
    /// Answers and codes that were not taken, oldest first.
    pub refused: Vec<AnswerRefused>,
    /// The one-time codes that were used for it: device and step.
    pub codes: Vec<(DeviceId, u64)>,
    /// Where it stands.
    pub state: State,
}

impl Override {
    /// Gives what a manager authorised, in force or not.
    pub const fn given(&self) -> Option<&Given> {
        match &self.state {
            State::Authorised(given) | State::Withdrawn { given, .. } => Some(given),
            _ => None,
        }
    }

    pub(in crate::domain::contact) const fn given_mut(&mut self) -> Option<&mut Given> {
        match &mut self.state {
            State::Authorised(given) | State::Withdrawn { given, .. } => Some(given),
            _ => None,
        }
    }

    /// Tells how far the authority reaches, if a manager gave it, nobody took it away and its time is not over.
    pub(super) fn scope_at(&self, now: DateTime<Utc>) -> Option<(&Scope, DateTime<Utc>)> {
        match &self.state {
            State::Authorised(given) => {
                given.in_force().filter(|scope| now < scope.until).map(|scope| (scope, given.at))
            }
            _ => None,
        }
    }

    /// Tells whether it is still being written, and nobody was asked yet.
    pub const fn is_being_written(&self) -> bool {
        matches!(self.state, State::Draft)
    }

    /// Tells whether a manager's word is waited for.
    pub const fn waits(&self) -> bool {
        matches!(self.state, State::Requested)
    }

    /// Gives what was authorised from away and still wants the manager's own signed word, with its clock.
    pub fn unconfirmed(&self) -> Option<(&Given, &Due)> {
        let given = self.given()?;
        match &given.word {
            SignedWord::Unconfirmed { due } => Some((given, due)),
            _ => None,
        }
    }

    /// Tells whether somebody asked for it or wrote on it.
    pub fn was_written_by(&self, person: StaffId) -> bool {
        self.by == person || self.writers.contains(&person)
    }
}
