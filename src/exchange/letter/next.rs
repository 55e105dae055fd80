//! What happens next for each child that a reader may know of: which team has their work, and when those who are invited meet.

use chrono::{DateTime, Utc};

use super::{LetterContext, Reader, line};
use crate::domain::{
    calendar::words,
    contact::route::State as RouteState,
    ids::{FieldKey, PersonNo},
    policy::letters::Audience,
};

/// How a team has a child's work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum With {
    /// It took it on.
    Taken,
    /// It was asked to, and answers by then.
    Asked(Option<DateTime<Utc>>),
}

impl Reader<'_> {
    /// Gives which teams were asked or have taken it on; who is responsible meanwhile is said, so that nobody falls between.
    /// Where it is so of some of the children only, they are named.
    pub(super) fn next_steps(&self, cx: &LetterContext<'_>) -> String {
        let mut said: Vec<(&str, With, Vec<PersonNo>)> = Vec::new();
        let mut all: Vec<PersonNo> = Vec::new();
        for (route, child) in self.outcomes() {
            if !all.contains(&child) {
                all.push(child);
            }
            let team = cx.policy.outcomes.get(route.letter).and_then(|outcome| outcome.team.as_deref());
            let (team, with) = match (team, &route.state) {
                (Some(team), RouteState::Accepted { .. }) => (team, With::Taken),
                (Some(team), RouteState::Pending { due, .. }) => {
                    (team, With::Asked(due.as_ref().map(|due| due.at)))
                }
                _ => continue,
            };
            match said.iter_mut().find(|(known, how, _)| (*known, *how) == (team, with)) {
                Some((_, _, children)) => children.push(child),
                None => said.push((team, with, vec![child])),
            }
        }
        let sentence = |(team, with, mut children): (&str, With, Vec<PersonNo>)| {
            children.dedup();
            let of = if all.iter().all(|child| children.contains(child)) {
                String::new()
            } else {
                format!(" for {}", self.children_named(&children, cx))
            };
            match with {
                With::Taken => format!("{team} has taken this on{of}."),
                With::Asked(Some(due)) => format!(
                    "We have asked {team} to take this on{of}. We expect their answer by {}. Until then it stays with us.",
                    words::stamp(due)
                ),
                With::Asked(None) => {
                    format!("We have asked {team} to take this on{of}. Until they answer it stays with us.")
                }
            }
        };
        line(&said.into_iter().map(sentence).collect::<Vec<_>>().join(" "))
    }

    /// Names some children within a sentence.
    fn children_named(&self, children: &[PersonNo], cx: &LetterContext<'_>) -> String {
        let name = |no: &PersonNo| {
            let name = self.child(*no, cx);
            match name.strip_prefix("The ") {
                Some(unnamed) => format!("the {unnamed}"),
                None => name,
            }
        };
        let names: Vec<String> = children.iter().map(name).collect();
        match &names[..] {
            [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
            _ => names.concat(),
        }
    }

    /// Gives when those who are invited meet, or that they met, for a professional who may know of it.
    pub(super) fn meetings(&self, cx: &LetterContext<'_>) -> Vec<String> {
        if self.audience != Audience::Professional {
            return Vec::new();
        }
        let mut said: Vec<String> = Vec::new();
        for (route, _) in self.outcomes() {
            let Some(outcome) = cx.policy.outcomes.get(route.letter) else { continue };
            let when = |key: &FieldKey| {
                let kind = outcome.fields.iter().find(|field| field.key == *key).map(|field| &field.kind);
                let value = route.fields.get(key).filter(|value| !value.is_empty())?;
                Some(line(&value.in_words(kind)))
            };
            let when: Vec<String> = outcome.meets.iter().filter_map(when).collect();
            if when.is_empty() && route.held.is_empty() {
                continue;
            }
            let known: Vec<PersonNo> =
                route.children.iter().copied().filter(|child| self.knows(*child)).collect();
            let of = format!("{} for {}", line(outcome.told(self.audience)), self.children_named(&known, cx));
            // What is over is not announced, and what is still to come is. That it was held is said, and never what it decided.
            let words = match route.held.last() {
                Some(held) => {
                    let again = format!(" It meets again: {}.", when.join(", "));
                    let again = if route.is_called_anew(&outcome.meets) { &*again } else { "" };
                    format!("{of} was held {}.{again}", words::stamp(held.discussion.at))
                }
                None if route.tells_what_came() => format!("{of} was held already."),
                None => format!("{of}: {}.", when.join(", ")),
            };
            if !said.contains(&words) {
                said.push(words);
            }
        }
        said
    }
}
