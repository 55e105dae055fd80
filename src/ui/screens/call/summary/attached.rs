//! Which other contacts belong here, and what was said there.

use super::super::{
    known, naming,
    page::{cover, names_caller, names_reporter, shown},
    pane::View,
};
use crate::{
    domain::{
        contact::{call::Naming, others::Other},
        value::YesNo,
    },
    ui::{
        keymap::{self, Action, stacks},
        theme::Role,
    },
};

/// Says to which contact it belongs, which later ones belong here and what was said there, and what else this number rang about.
pub(super) fn rows(view: &View<'_>) -> Vec<(Role, String)> {
    let attached = &view.contact.call.attached;
    let beside = |id| view.beside.iter().find(|other| other.id == id);
    let key = keymap::keys_of(stacks::CALL_NOTES, Action::OpenContact);
    let mut rows = Vec::new();
    if let Some((id, reference)) = attached.to {
        let closed = beside(id).is_some_and(|other| other.closed);
        rows.push((
            Role::Notice,
            format!("belongs to {reference}{} ({key})", if closed { ", closed" } else { "" }),
        ));
    }
    for (id, reference) in &attached.later {
        let other = beside(*id);
        let danger = other.is_some_and(|other| other.danger == Some(YesNo::Yes));
        let danger_words = if danger { "danger now: YES ‼; " } else { "" };
        let note = other.and_then(|other| Some((other, other.notes.last()?)));
        let told = |(other, note): (&Other, &String)| {
            let gives_away = names_reporter(view, note)
                || names_caller(view, (&other.caller, other.known_how.as_deref()), note, false)
                || view.contact.gives_protected(note, view.beside);
            if gives_away && view.cover.is_on() { cover() } else { gist(note) }
        };
        let said = note.map(told).unwrap_or_default();
        let words = format!("{reference} belongs here ({key}): {danger_words}{said}");
        rows.push((
            if danger { Role::Urgent } else { Role::Notice },
            words.trim_end_matches([':', ' ']).to_owned(),
        ));
    }
    // What an earlier caller wishes binds whoever writes here.
    let unnamed =
        |other: &&Other| other.caller.wish.as_ref().is_some_and(|wish| wish.naming == Naming::Unnamed);
    let unnamed = view.beside.iter().filter(unnamed);
    rows.extend(unnamed.filter_map(|other| Some((Role::DueSoon, naming::there(view, other)?))));
    rows.dedup();
    // A number that was typed wrong finds nothing that is known, and nobody can be rung back on it.
    if let Some(number) = view.contact.call.caller.other_number() {
        let words = format!("the telephone showed {number} (Alt+i)");
        rows.push((Role::Notice, shown(view, &words).into_owned()));
    }
    let here = |id| attached.to.iter().chain(&attached.later).any(|(known, _)| known.0 == id);
    // A second caller about the same child is to be seen before anything is asked twice.
    rows.extend(known::named_too(view).map(|words| (Role::DueSoon, format!("{words} (F4)"))));
    for other in view.running {
        let role = if other.is_dropped() { Role::Overdue } else { Role::DueSoon };
        rows.push((role, format!("{} (F4)", shown(view, &other.brief(view.now, view.contact)))));
    }
    let runs = |id| view.running.iter().any(|other| other.contact.0 == id);
    let here = |id| here(id) || runs(id) || view.named.iter().any(|row| row.id == id);
    let earlier: Vec<String> = view
        .journey
        .iter()
        .filter(|row| row.id != view.contact.id.0 && !here(row.id))
        .filter_map(|row| Some(row.reference?.to_string()))
        .collect();
    if let Some(first) = earlier.first() {
        let words = match earlier.len() {
            1 => format!("1 other contact from this number: {first} (F4)"),
            many => format!("{many} other contacts from this number: {first} … (F4)"),
        };
        rows.push((Role::DueSoon, words));
    }
    rows
}

/// Gives as much of a note as tells what it is about.
fn gist(note: &str) -> String {
    const MOST: usize = 70;
    let words = note.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= MOST {
        return words;
    }
    words.chars().take(MOST).chain(['…']).collect()
}
