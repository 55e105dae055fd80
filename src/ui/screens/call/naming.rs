//! Whether whoever rang may be named, for whoever writes to the family; covered where the family itself could read it.

use super::{
    page::cover,
    pane::{Cover, View},
};
use crate::domain::{
    contact::{
        call::Naming,
        others::{Other, Tie},
        said,
    },
    policy::script::Capture,
};

/// The questions that only somebody at work is asked, or whose answers say whom they rang about as what.
const OF_REPORTER: [&str; 3] = ["contract.consent_asked", "contract.consent_why", "contract.preferred"];

/// Tells whether a question of the script is covered, answered or not: already that it is asked says that somebody reported.
pub(super) fn asks_of_reporter(view: &View<'_>, capture: &Capture) -> bool {
    let caller = || said::words(&capture.words).iter().any(|word| word.low() == "caller");
    view.cover == Cover::All && (OF_REPORTER.contains(&capture.key.as_str()) || caller())
}

/// Says for whoever writes to the family of whom it must not be told that they rang: here, in contacts that are attached, and,
/// where somebody wishes to stay unnamed, in those that name the same child. Whoever the family is in this contact is not told of
/// themselves.
pub(super) fn on_namings(view: &View<'_>, reader_rang: bool, known: &[Other]) -> Vec<String> {
    let own = on_naming(view).filter(|_| !reader_rang);
    let mine = view.contact.call.caller.name.as_deref();
    let same = |other: &&Other| {
        let both = mine.zip(other.caller.name.as_deref());
        both.is_some_and(|(mine, theirs)| mine.trim().eq_ignore_ascii_case(theirs.trim()))
    };
    let unnamed = |other: &&Other| {
        let wish = other.caller.wish.as_ref();
        other.tie == Tie::Same
            && wish.is_some_and(|wish| wish.naming == Naming::Unnamed)
            && !view.beside.iter().any(|attached| attached.id == other.id)
    };
    let before = view.beside.iter().chain(known.iter().filter(unnamed));
    let before = before.filter(|other| !(reader_rang && same(other)));
    let mut namings: Vec<String> =
        own.into_iter().chain(before.filter_map(|other| there(view, other))).collect();
    namings.dedup();
    namings
}

/// Says what the caller wished of being named, or that nobody asked.
pub(super) fn on_naming(view: &View<'_>) -> Option<String> {
    let caller = &view.contact.call.caller;
    let wish = caller.wish.as_ref().map(|wish| wish.naming);
    Some(signed(wish, &caller.on_naming()?, view.cover == Cover::All))
}

/// Says the same of whoever rang in another contact of the family.
pub(super) fn there(view: &View<'_>, other: &Other) -> Option<String> {
    let wish = other.caller.wish.as_ref().map(|wish| wish.naming);
    Some(signed(wish, &other.caller.on_naming_in(&other.called())?, view.cover.is_on()))
}

/// Gives a line with its sign. What is covered says neither that somebody rang nor in which contact.
fn signed(wish: Option<Naming>, words: &str, covered: bool) -> String {
    if covered {
        return format!("▲ who may be named: {}", cover());
    }
    let sign = if wish == Some(Naming::MayBeNamed) { "·" } else { "▲" };
    format!("{sign} {words}")
}
