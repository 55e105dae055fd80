//! The way a contact went: through whose hands, how long on the telephone and how long after it, and where each child went.
//!
//! Source: Leicestershire, The Road to Excellence (time to talk and to listen; too many changes of social workers and lack of
//! response; one social worker, one journey).

use chrono::{DateTime, Utc};

use super::{Contact, call::Line, route::Hop};
use crate::domain::ids::{OutcomeLetter, PersonNo, RouteNo, StaffId};

/// How long a contact took, in whole minutes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spent {
    /// From answering the call to its end, what lay between where the line dropped included.
    pub talking: i64,
    /// From there until it was closed, or until now.
    pub after: i64,
}

/// What happened on a child's way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// The call was answered by somebody, who had it from then on.
    Taken(StaffId),
    /// Somebody had it from then on.
    With(StaffId),
    /// A route came to stand so, in words.
    Route(RouteNo, OutcomeLetter, &'static str),
    /// It was closed.
    Closed,
}

impl Contact {
    /// Gives everybody who had it so far, in the order in which they first did.
    pub fn workers(&self) -> Vec<StaffId> {
        let mut workers = Vec::new();
        for (_, person) in &self.hands {
            if !workers.contains(person) {
                workers.push(*person);
            }
        }
        workers
    }

    /// Tells how long it took; none before the call ended.
    pub fn spent(&self, now: DateTime<Utc>) -> Option<Spent> {
        let Line::Ended { at } = self.call.line else { return None };
        let minutes = |from: DateTime<Utc>, until: DateTime<Utc>| (until - from).num_minutes().max(0);
        Some(Spent { talking: minutes(self.call.taken, at), after: minutes(at, self.closed.unwrap_or(now)) })
    }

    /// Gives since when whoever rang waits for an answer; none while they speak, and once they were told.
    pub fn no_answer_since(&self) -> Option<DateTime<Utc>> {
        match self.call.line {
            Line::Ended { at } if self.closed.is_none() && !self.is_told() => Some(at),
            _ => None,
        }
    }

    /// Gives a child's way through this contact, oldest first.
    pub fn journey(&self, child: PersonNo) -> Vec<(DateTime<Utc>, Way)> {
        let mut hands = self.hands.iter();
        let mut way: Vec<_> = hands.next().into_iter().map(|(at, by)| (*at, Way::Taken(*by))).collect();
        way.extend(hands.map(|(at, by)| (*at, Way::With(*by))));
        for route in self.routes.list.iter().filter(|route| route.children.contains(&child)) {
            let hop = |hop: &Hop| (hop.at, Way::Route(route.no, route.letter, hop.state));
            way.extend(route.hops.iter().map(hop));
        }
        way.extend(self.closed.map(|at| (at, Way::Closed)));
        // Of one moment, what happened first stays first.
        way.sort_by_key(|(at, _)| *at);
        way
    }
}
