//! The way a contact went: through whose hands, how long it took, and each child's way.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::{json::Staff, view::View};
use crate::domain::contact::journey::Way;

/// The way it went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Journey<'a> {
    /// Everybody who had it so far, in the order in which they first did.
    pub workers: Vec<Staff<'a>>,
    /// How many minutes it took from answering the call to its end, what lay between where the line dropped included;
    /// none before it ended.
    pub minutes_talking: Option<i64>,
    /// How many minutes went by from there until it was closed, or until now.
    pub minutes_after: Option<i64>,
    /// Since when whoever rang waits for an answer; none while they speak, and once they were told.
    pub no_answer_since: Option<DateTime<Utc>>,
    /// Each child's way, in the order in which they were named.
    pub children: Vec<ChildsWay<'a>>,
}

/// A child's way through the contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChildsWay<'a> {
    /// The child.
    pub child: u32,
    /// Oldest first.
    pub steps: Vec<Step<'a>>,
}

/// A step of it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Step<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// `taken`, `with`, `route` or `closed`.
    pub is: &'static str,
    /// Who had it from then on.
    pub by: Option<Staff<'a>>,
    /// Which route.
    pub route: Option<u32>,
    /// In words.
    pub words: String,
}

impl<'a> Journey<'a> {
    pub(super) fn of(view: View<'a>) -> Self {
        let contact = view.contact;
        let spent = contact.spent(view.cx.now);
        Self {
            workers: contact.workers().into_iter().map(|id| view.staff(id)).collect(),
            minutes_talking: spent.map(|spent| spent.talking),
            minutes_after: spent.map(|spent| spent.after),
            no_answer_since: contact.no_answer_since(),
            children: contact
                .family
                .children()
                .map(|child| ChildsWay {
                    child: child.no.0,
                    steps: contact
                        .journey(child.no)
                        .into_iter()
                        .map(|(at, way)| Step::of(at, way, view))
                        .collect(),
                })
                .collect(),
        }
    }
}

impl<'a> Step<'a> {
    fn of(at: DateTime<Utc>, way: Way, view: View<'a>) -> Self {
        let (is, by, route, words) = match way {
            Way::Taken(by) => {
                ("taken", Some(view.staff(by)), None, format!("taken by {}", view.staff(by).name))
            }
            Way::With(by) => ("with", Some(view.staff(by)), None, format!("with {}", view.staff(by).name)),
            Way::Route(no, letter, words) => {
                let outcome = view.cx.policy.outcomes.get(letter);
                let name = outcome.map(|outcome| format!(" {}", outcome.name)).unwrap_or_default();
                ("route", None, Some(no.0), format!("{letter}{name}: {words}"))
            }
            Way::Closed => ("closed", None, None, "closed".to_owned()),
        };
        Self { at, is, by, route, words }
    }
}
