//! What people agreed to and refused.

use std::collections::BTreeSet;

use super::super::{page::shown, pane::View, words};
use crate::{
    domain::{
        contact::{agreement::Stands, place::Place},
        ids::PersonNo,
    },
    ui::theme::Role,
};

/// Gives every answer that stands, person by person, whoever spoke last first: no row ends another, so an agreement with one
/// agency and a refusal for another are both said.
pub(super) fn rows(view: &View<'_>) -> Vec<(Role, String)> {
    let contact = view.contact;
    let stand = contact.agreements.as_they_stand();
    let mut people: Vec<PersonNo> = Vec::new();
    for stands in stand.iter().rev() {
        if !people.contains(&stands.row.asked.person) {
            people.push(stands.row.asked.person);
        }
    }
    let mut rows = Vec::new();
    for person in people {
        let theirs: Vec<&Stands<'_>> =
            stand.iter().rev().filter(|stands| stands.row.asked.person == person).collect();
        let who = contact.family.names(&[person]);
        // Of the same answer each reason stands with its own children.
        let mut said: Vec<((&str, &str), Vec<&Stands<'_>>)> = Vec::new();
        for stands in &theirs {
            let answer = &stands.row.asked.answer;
            let words = (answer.words(), answer.why().unwrap_or_default().trim());
            match said.iter_mut().find(|(known, _)| *known == words) {
                Some((_, same)) => same.push(stands),
                None => said.push((words, vec![stands])),
            }
        }
        // What stands against sharing is never below the edge of the screen because something else was said later.
        said.sort_by_key(|(_, same)| !same.iter().any(|stands| stands.row.asked.answer.is_against()));
        let mixed = said.len() > 1;
        for ((words, _), same) in said {
            let (mut about, mut why) = (Vec::new(), String::new());
            for stands in &same {
                about.extend(answered_about(stands, &theirs, mixed, view));
                if let Some(reason) = stands.row.asked.answer.why().filter(|_| why.is_empty()) {
                    why = format!(" – {}", shown(view, reason));
                }
            }
            about.sort();
            about.dedup();
            let about = if about.is_empty() { String::new() } else { format!(": {}", about.join(", ")) };
            let against = same.iter().any(|stands| stands.row.asked.answer.is_against());
            let role = if against { Role::NotMet } else { Role::Text };
            let waits = same.iter().map(|stands| view.waits(&Place::Agreement(stands.row.no))).max();
            rows.push((role, format!("{}{who}: {words}{about}{why}", waits.unwrap_or_default())));
        }
    }
    rows
}

/// Says what an answer is about, as shortly as it can be told apart: for which children, where it is not for all who are named;
/// agencies, or else the purpose; where the same person's answers differ, also what for and in which capacity, as far as those
/// differ.
fn answered_about(stands: &Stands<'_>, theirs: &[&Stands<'_>], mixed: bool, view: &View<'_>) -> Vec<String> {
    let asked = &stands.row.asked;
    let family = &view.contact.family;
    let of: BTreeSet<PersonNo> = stands.of.iter().map(|(child, _)| *child).collect();
    // One sibling's answer never stands for another's.
    let all = family.children().all(|child| of.contains(&child.no));
    let whose = (!all && !of.is_empty()).then(|| family.first_names(of.iter().copied()));
    if !mixed && asked.answer.why().is_some() {
        return whose.into_iter().collect();
    }
    let mut marks: Vec<String> = whose.into_iter().collect();
    if mixed {
        let purposes = theirs.iter().any(|one| one.row.asked.purpose != asked.purpose);
        if purposes && stands.of.iter().any(|(_, agency)| agency.is_some()) {
            marks.push(words::purpose_words(view.policy(), &asked.purpose).to_owned());
        }
        if theirs.iter().any(|one| one.row.asked.capacity.words() != asked.capacity.words()) {
            marks.push(asked.capacity.words().to_owned());
        }
    }
    let mark = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join("; ")) };
    let about = stands.of.iter().map(|(_, agency)| match agency {
        Some(agency) => words::agency(view.policy(), agency),
        None => words::purpose_words(view.policy(), &asked.purpose),
    });
    about.map(|about| format!("{about}{mark}")).collect()
}
