//! Children who are named here and dealt with already in the contact that this one is attached to.

use crate::domain::{
    contact::{
        others::{Settled, Tie},
        route::Command,
    },
    ids::{PersonNo, Reference},
};
use crate::ui::screens::call::pane::View;

/// Children for whom an outcome was sent in the earlier contact, and who have none here.
pub(super) struct Dealt {
    /// The earlier contact.
    earlier: Reference,
    /// Who, and what was sent there.
    children: Vec<(PersonNo, Settled)>,
}

impl Dealt {
    /// Finds them, among those who were chosen or else all; nothing, where there is nobody.
    pub(super) fn of(chosen: &[PersonNo], view: &View<'_>) -> Option<Self> {
        let contact = view.contact;
        let earlier = view.beside.iter().find(|other| other.tie == Tie::Earlier)?;
        let mut children = contact.without_outcome();
        children.retain(|child| chosen.is_empty() || chosen.contains(child));
        let settled = |child: PersonNo| {
            let there = contact.settled_in(earlier, child, view.beside, &view.context())?;
            Some((child, there.clone()))
        };
        let children: Vec<_> = children.into_iter().filter_map(settled).collect();
        (!children.is_empty()).then_some(Self { earlier: earlier.reference, children })
    }

    /// Gives what says so.
    pub(super) fn command(&self, (new, how): (String, String)) -> Command {
        Command::DealtWith { children: self.numbers(), new, how }
    }

    fn numbers(&self) -> Vec<PersonNo> {
        self.children.iter().map(|(child, _)| *child).collect()
    }

    /// Says in a line who they are, and where.
    pub(super) fn line(&self, key: &str, view: &View<'_>) -> String {
        let names = view.contact.family.names(&self.numbers());
        format!(
            "⇧ {names}: an outcome was sent in {}. {key} without a destination says that it is dealt with there, what is new and how you know.",
            self.earlier
        )
    }

    /// Gives the question.
    pub(super) fn asks(&self) -> String {
        format!("Dealt with in {}?", self.earlier)
    }

    /// Says what stands there, and what is done by a yes.
    pub(super) fn lines(&self, (new, how): (&str, &str), view: &View<'_>) -> Vec<String> {
        let named = |settled: &Settled| {
            let name =
                |letter| view.policy().outcomes.get(letter).map_or("", |outcome| outcome.name.as_str());
            settled
                .sent
                .iter()
                .map(|sent| format!("{} {}", sent.letter, name(sent.letter)))
                .collect::<Vec<_>>()
                .join(", ")
        };
        let child = |(child, settled): &(PersonNo, Settled)| {
            let (here, there) =
                (view.contact.family.names(&[*child]), settled.child.called().unwrap_or_default());
            format!("{here}: sent in {} for {there}: {}", self.earlier, named(settled))
        };
        let mut lines: Vec<String> = self.children.iter().map(child).collect();
        lines.extend([format!("New in this call: {new}"), format!("How you know: {how}")]);
        lines.push(format!(
            "It is their outcome here: this contact joins {}. What this caller said stays here, and no team is asked.",
            self.earlier
        ));
        lines
    }
}
