//! Danger that was said and that nobody answered: neither marked urgent nor stood down.
//!
//! Source: Bromley threshold document (what is urgent is acted on at once). Whether it is urgent is the worker's to say; what a
//! caller said of danger stays in sight until somebody says what came of it, and on record for ever.

use chrono::{DateTime, Utc};

use super::{
    Contact, Context,
    call::{Answered, Calmed},
    closing::Outstanding,
    route::Route,
};
use crate::domain::{
    ids::{ChipId, FieldKey},
    value::{Value, YesNo},
};

/// The chip of the script that says that a child is missing now.
pub(super) const MISSING: &str = "missing_now";

/// What is said of danger where the answer is yes.
const YES: &str = "danger now is YES";

/// The question of the script whether a child is in danger now.
pub(super) const DANGER: &str = "safety.danger";

/// Danger as it stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Danger {
    /// What was said, in words.
    pub words: &'static str,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl Contact {
    /// Gives what closing wants of danger: that a child is in it, or missing, or may be, and nobody says what made them safe. Once
    /// every child has an outcome that was sent, the last word can say it; the answer itself stays as it was given.
    pub(super) fn of_danger(&self, cx: &Context<'_>) -> Option<Outstanding> {
        let standing = self.standing_danger();
        let known = self.danger().is_some_and(|danger| danger != YesNo::Unknown);
        // Of whatever was thought so grave that a manager's word was asked for, or that people meet at once about a child, an answer
        // is missed that nobody asked for.
        let oversight = &self.oversight;
        let meets = |route: &Route| {
            cx.policy.outcomes.get(route.letter).is_some_and(|outcome| !outcome.meets.is_empty())
        };
        let grave = !(oversight.overrides.is_empty()
            && oversight.emergencies.is_empty()
            && oversight.grounds.is_empty()
            && !self.routes.list.iter().any(|route| route.state.is_sent() && meets(route)));
        if !known && standing.is_none() && (self.danger().is_some() || grave) && self.call.urgent.is_none() {
            let words = if self.danger().is_some() {
                "whether a child is in danger now is not known: ask (Alt+s), or say in the last word who finds out"
            } else {
                "nobody asked whether a child is in danger now: ask (Alt+s), or say in the last word why not"
            };
            return Some(Outstanding::asks(words, "barnsley-26"));
        }
        // Marked urgent once more after it was stood down, it is the danger that was said all the same.
        let said = || self.in_danger().filter(|_| self.call.urgent.is_some()).map(|_| YES);
        let words = match (&self.call.urgent, standing.map(|danger| danger.words).or_else(said)) {
            (Some(_), Some(danger)) => format!("{danger}, and it is still marked urgent"),
            (Some(_), None) => "it is still marked urgent".to_owned(),
            (None, Some(danger)) => format!("{danger}, and nobody says what came of it"),
            (None, None) => return None,
        };
        Some(if self.is_decided() {
            let how = "stand it down (Alt+d), or say in the last word what made the child safe";
            Outstanding::asks(format!("{words}: {how}"), "bromley-19")
        } else {
            let how = "stand it down, and say what made the child safe (Alt+d)";
            Outstanding::must(format!("{words}: {how}"), "bromley-19")
        })
    }

    /// Gives the answer that says that a child is in danger now, where it does.
    pub fn in_danger(&self) -> Option<&Answered> {
        let answered = self.call.answers.get(&FieldKey::from(DANGER))?;
        (answered.value == Value::YesNo(YesNo::Yes)).then_some(answered)
    }

    /// Tells whether another answer to a question would take back danger that nobody stood down: that wants a reason.
    pub(super) fn takes_danger_back(&self, field: &FieldKey) -> bool {
        let stands = self.in_danger().is_some_and(|answered| self.calmed_since(answered.at).is_none());
        stands && field.as_str() == DANGER
    }

    /// Tells whether to unmark what was heard would take back that a child is missing and that nobody stood down: that wants a
    /// reason too.
    pub(super) fn takes_missing_back(&self, chip: &ChipId) -> bool {
        self.stands_missing() && chip.as_str() == MISSING
    }

    /// Tells whether it was heard that a child is missing now, and nobody stood it down since.
    pub fn stands_missing(&self) -> bool {
        self.call.missing.is_some_and(|at| self.calmed_since(at).is_none())
    }

    /// Gives the danger that was said and not stood down since, whether or not it is marked urgent.
    pub fn standing_danger(&self) -> Option<Danger> {
        let stands = |at: &DateTime<Utc>| self.calmed_since(*at).is_none();
        let danger = self.in_danger().map(|answered| answered.at).filter(stands);
        let missing = self.call.missing.filter(stands);
        let words = match (danger, missing) {
            (Some(_), Some(_)) => "danger now is YES, missing now",
            (Some(_), None) => YES,
            (None, Some(_)) => "missing now",
            (None, None) => return None,
        };
        danger.into_iter().chain(missing).min().map(|since| Danger { words, since })
    }

    /// Gives the danger that stands and that nobody marked urgent either, as long as the contact is open.
    pub fn unanswered_danger(&self) -> Option<Danger> {
        self.standing_danger().filter(|_| self.call.urgent.is_none() && self.closed.is_none())
    }

    /// Gives how danger now was stood down, where the answer was YES and nobody said so again since.
    pub fn danger_stood_down(&self) -> Option<&Calmed> {
        self.calmed_since(self.in_danger()?.at)
    }

    fn calmed_since(&self, at: DateTime<Utc>) -> Option<&Calmed> {
        self.call.stood_down.iter().rev().find(|calmed| calmed.at >= at)
    }

    /// Tells whether there is something to stand down.
    pub fn stands_urgent(&self) -> bool {
        self.call.urgent.is_some() || self.standing_danger().is_some()
    }
}
