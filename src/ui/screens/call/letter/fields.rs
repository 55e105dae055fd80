//! The few fields beside a letter, and who and which letter can be chosen.

use super::{
    super::{
        pane::View,
        sheet::{choice, choices, line, people, person},
    },
    TEMPLATE, TO,
};
use crate::{
    domain::{
        contact::{
            family::Person,
            telling::{Letter, LetterState, Recipient, Way},
        },
        policy::{letters::Audience, script::Choice},
    },
    ui::widgets::Field,
};

pub(super) fn new_fields(view: &View<'_>) -> Vec<Field> {
    vec![choices(TO, "To whom", recipients(view)), choices(TEMPLATE, "Which letter", templates(None, view))]
}

pub(super) fn sent_fields(letter: &Letter) -> Vec<Field> {
    if !matches!(letter.state, LetterState::Checked { .. }) {
        return Vec::new();
    }
    let ways = Way::ALL.map(|way| choice(way.key(), way.words())).to_vec();
    vec![choices("way", "How it was sent", ways), line("address", "Where to")]
}

pub(super) fn recipients(view: &View<'_>) -> Vec<Choice> {
    let caller = choice("caller", format!("whoever rang: {}", view.contact.call.caller.brief()));
    std::iter::once(caller).chain(people(view)).collect()
}

pub(super) fn recipient(key: Option<&str>) -> Option<Recipient> {
    match key {
        Some("caller") => Some(Recipient::Caller),
        key => person(key).map(Recipient::Person),
    }
}

/// Gives the templates for somebody; all of them while nobody knows what kind of caller it is.
pub(super) fn templates(to: Option<Recipient>, view: &View<'_>) -> Vec<Choice> {
    let audience = match to {
        Some(Recipient::Caller) => view.contact.call.caller.kind.map(Audience::of),
        Some(Recipient::Person(no)) => {
            let child = view.contact.family.get(no).is_some_and(Person::is_child);
            Some(if child { Audience::Child } else { Audience::Family })
        }
        None => None,
    };
    let all = &view.policy().letters.template;
    let fits = all.iter().filter(|known| audience.is_none_or(|audience| audience == known.audience));
    fits.map(|known| choice(known.id.as_str(), &*known.title)).collect()
}
