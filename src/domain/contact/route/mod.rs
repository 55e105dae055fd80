//! Routes: where each child goes, on what criteria, on whose word, and whether the team took them.
//!
//! Sources: Southampton one-minute guides for each service; Bromley joint protocol; Leicestershire, The Road to Excellence
//! (criteria are presented, a person decides). Nothing is pre-selected. The sender keeps responsibility until the team
//! accepts. Every child has an outcome of their own.

mod command;
mod held;
mod hop;
mod recorded;

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::{DateTime, Utc};

use super::{mistake::Mistake, runs::Until, share::Basis};
use crate::domain::{
    duty::Due,
    ids::{AgencyId, CriterionId, FieldKey, OutcomeLetter, PersonNo, RouteNo, StaffId},
    policy::test::Met,
    value::Value,
};

pub use self::{
    command::{Command, Goes},
    held::{DECIDED, Discussion, DiscussionHeld, Held, decides_enquiry},
    hop::Hop,
    recorded::*,
};

/// The life of a route.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum State {
    /// The card is being filled in.
    Open,
    /// Decided; waits for the second person.
    WaitsForSecond {
        /// By when.
        due: Due,
    },
    /// Decided, and seconded where that is needed; it can be sent once nothing is missing, or why is said.
    Ready,
    /// The second person did not agree.
    NotSeconded {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: StaffId,
        /// Why.
        words: String,
    },
    /// Sent; the team has not answered.
    Pending {
        /// When it was sent.
        at: DateTime<Utc>,
        /// By when the team should have answered.
        due: Option<Due>,
    },
    /// The team took it.
    Accepted {
        /// When.
        at: DateTime<Utc>,
        /// Who took it, in words.
        who: String,
    },
    /// The team sent it back.
    Returned {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        reason: String,
    },
    /// Sent, and nobody has to accept this outcome.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// Called back before the team took it.
    Recalled {
        /// When.
        at: DateTime<Utc>,
        /// Why.
        why: String,
    },
    /// Taken off before it was sent.
    TakenOff {
        /// Why.
        why: String,
    },
}

impl State {
    /// Gives the words of the list.
    pub const fn words(&self) -> &'static str {
        match self {
            Self::Open => "card open",
            Self::WaitsForSecond { .. } => "waits for manager",
            Self::Ready => "decided, not sent",
            Self::NotSeconded { .. } => "manager did not agree",
            Self::Pending { .. } => "with team, not accepted yet",
            Self::Accepted { .. } => "accepted",
            Self::Returned { .. } => "returned by team",
            Self::Sent { .. } => "sent",
            Self::Recalled { .. } => "recalled",
            Self::TakenOff { .. } => "taken off",
        }
    }

    /// Gives what was said with it: who took it, or why it was returned, recalled, not seconded or taken off.
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::NotSeconded { words: said, .. }
            | Self::Accepted { who: said, .. }
            | Self::Returned { reason: said, .. }
            | Self::Recalled { why: said, .. }
            | Self::TakenOff { why: said } => Some(said),
            Self::Open
            | Self::WaitsForSecond { .. }
            | Self::Ready
            | Self::Pending { .. }
            | Self::Sent { .. } => None,
        }
    }

    /// Tells whether the team's answer is written down.
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::Returned { .. })
    }

    /// Tells whether it can be called back: the team has not taken it, or no team has to.
    pub const fn can_be_recalled(&self) -> bool {
        matches!(self, Self::Pending { .. } | Self::Sent { .. })
    }

    /// Tells whether the route still counts as an outcome, sent or on its way.
    pub const fn stands(&self) -> bool {
        !matches!(
            self,
            Self::NotSeconded { .. } | Self::Returned { .. } | Self::Recalled { .. } | Self::TakenOff { .. }
        )
    }

    /// Tells whether it was sent and not called back or returned.
    pub const fn is_sent(&self) -> bool {
        matches!(self, Self::Pending { .. } | Self::Accepted { .. } | Self::Sent { .. })
    }

    /// Tells whether nothing more is waited for.
    pub const fn is_settled(&self) -> bool {
        matches!(self, Self::Accepted { .. } | Self::Sent { .. })
    }

    /// Tells whether its card can still be filled in.
    pub const fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Open
                | Self::NotSeconded { .. }
                | Self::Returned { .. }
                | Self::Recalled { .. }
                | Self::Ready
        )
    }
}

/// One route.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// Its number.
    pub no: RouteNo,
    /// Which outcome.
    pub letter: OutcomeLetter,
    /// For which children.
    pub children: Vec<PersonNo>,
    /// The card.
    pub fields: BTreeMap<FieldKey, Value>,
    /// The worker's own marks on criteria.
    pub marks: BTreeMap<CriterionId, Met>,
    /// Who decided, when, and why where it differs from what was presented.
    pub decided: Option<Decided>,
    /// Who seconded it.
    pub second: Option<Seconded>,
    /// Why it was sent with needs unmet.
    pub unmet_reason: Option<String>,
    /// On what a share with an agency outside rests.
    pub basis: Vec<(PersonNo, AgencyId, Basis)>,
    /// What was written of the team's answer by mistake, oldest first.
    pub mistakes: Vec<Mistake>,
    /// What the discussion came to that it asked for, each time it was held, oldest first.
    pub held: Vec<Held>,
    /// Whether it puts the children's safety into somebody's hands, as it was sent.
    pub acts: Option<bool>,
    /// Whether it only goes beside a team that holds the work, as it was sent.
    pub beside: bool,
    /// The clock of its own, as it was set last.
    pub until: Option<Until>,
    /// Every state it went through, oldest first.
    pub hops: Vec<Hop>,
    /// Where it stands.
    pub state: State,
}

impl Route {
    /// Tells whether it was sent in a time.
    pub fn went_out(&self, within: &RangeInclusive<DateTime<Utc>>) -> bool {
        let at = DateTime::UNIX_EPOCH;
        let sent = [State::Pending { at, due: None }.words(), State::Sent { at }.words()];
        self.hops.iter().any(|hop| within.contains(&hop.at) && sent.contains(&hop.state))
    }

    /// Gives when its card was begun.
    pub fn begun(&self) -> Option<DateTime<Utc>> {
        self.hops.first().map(|hop| hop.at)
    }

    /// Gives when it went out last, to a team or not.
    pub fn went_out_at(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Sent { at } => Some(at),
            _ => self.sent(),
        }
    }

    /// Gives why it goes without what is asked for: as it is said now, or as it was with the decision.
    pub fn without<'a>(&'a self, said: &'a str) -> &'a str {
        let decided = self.decided.as_ref().map_or("", |decided| decided.without.as_str());
        if said.trim().is_empty() { decided } else { said }
    }

    /// Gives when it was last sent to a team, if it was.
    pub fn sent(&self) -> Option<DateTime<Utc>> {
        if let State::Pending { at, .. } = self.state {
            return Some(at);
        }
        let words = State::Pending { at: DateTime::UNIX_EPOCH, due: None }.words();
        self.hops.iter().rev().find(|hop| hop.state == words).map(|hop| hop.at)
    }
}

/// A decision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: StaffId,
    /// What the criteria presented.
    pub presented: Met,
    /// The criteria that spoke against it then, where that was kept.
    pub against: Option<Vec<CriterionId>>,
    /// Why, where it differs or the outcome wants a reason.
    pub reason: String,
    /// Why it goes without what is asked for and not there; empty, where nobody said so yet.
    pub without: String,
}

/// A second person's agreement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seconded {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: StaffId,
    /// In what words.
    pub words: String,
}

/// All routes of a contact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Routes {
    /// Oldest first.
    pub list: Vec<Route>,
}

impl Routes {
    /// Finds a route.
    pub fn get(&self, no: RouteNo) -> Option<&Route> {
        self.list.iter().find(|route| route.no == no)
    }

    /// Gives the routes of a child that stand.
    pub fn of(&self, child: PersonNo) -> impl Iterator<Item = &Route> {
        self.list.iter().filter(move |route| route.state.stands() && route.children.contains(&child))
    }
}
