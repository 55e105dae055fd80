//! How far an override still reaches: what a manager authorised, less what later agreement has ended.
//!
//! Source: Southampton one-minute guide, MASH (agreement is asked for as soon as it is safe, and ends the override from then). It is
//! worked out anew wherever it is shown or rested on; nothing else says of an override that it is in force.

use chrono::{DateTime, Utc};

use super::{Override, Scope};
use crate::domain::{
    contact::Contact,
    ids::{AgencyId, PersonNo, PurposeId},
};

/// How far an override reaches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reach<'o> {
    /// What a manager authorised.
    pub scope: &'o Scope,
    /// The children and agencies for whom somebody agreed since, and when.
    pub ended: Vec<(PersonNo, AgencyId, DateTime<Utc>)>,
}

impl Reach<'_> {
    /// Tells whether it reaches a child, an agency and a purpose at a moment.
    pub fn covers(
        &self,
        child: PersonNo,
        agency: &AgencyId,
        purpose: &PurposeId,
        now: DateTime<Utc>,
    ) -> bool {
        let ended = self.ended.iter().any(|(of, with, _)| *of == child && with == agency);
        !ended && self.scope.covers(child, agency, purpose, now)
    }

    /// Tells whether later agreement has ended all of it.
    pub fn is_ended(&self) -> bool {
        self.ended.len() == self.scope.children.len() * self.scope.agencies.len()
    }

    /// Gives when the last of it was ended by agreement, where all of it was.
    pub fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.ended.iter().map(|(.., at)| *at).max().filter(|_| self.is_ended())
    }
}

impl Contact {
    /// Gives how far an override reaches at a moment, if a manager gave it, nobody took it away and its time is not over.
    pub fn reach<'o>(&self, o: &'o Override, now: DateTime<Utc>) -> Option<Reach<'o>> {
        let (scope, since) = o.scope_at(now)?;
        let mut ended = Vec::new();
        for child in &scope.children {
            for agency in &scope.agencies {
                let agreed =
                    self.agreements.agreed_after(*child, &scope.purpose, agency, &self.family, since);
                ended.extend(agreed.map(|at| (*child, agency.clone(), at)));
            }
        }
        Some(Reach { scope, ended })
    }

    /// Gives how far an override is in force at a moment: nothing, where later agreement has ended all of it.
    pub fn in_force<'o>(&self, o: &'o Override, now: DateTime<Utc>) -> Option<Reach<'o>> {
        self.reach(o, now).filter(|reach| !reach.is_ended())
    }
}
