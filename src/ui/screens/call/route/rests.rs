//! What a card's sharing rests on: the family's own agreement to a service, with whoever is against, or a ground for each child
//! and agency.

use super::words;
use crate::domain::{
    contact::{family::Person, route::Route, share::Basis},
    ids::PurposeId,
    policy::{
        outcomes::{Outcome, Voluntary},
        script::FieldKind,
        test::Met,
    },
};
use crate::ui::{
    keymap::{self, Action, stacks},
    screens::call::{
        document::Document,
        pane::View,
        words::{against, agency as agency_words, purpose_words, value as value_words},
    },
    theme::Role,
};

/// Tells it.
pub(super) fn agreement(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    doc.section("Agreement");
    let cx = view.context();
    let purpose = outcome.purpose.as_ref();
    if view.contact.is_voluntary(route, outcome, &cx) {
        if outcome.own.is_some() {
            own(doc, view, route, outcome);
            return;
        }
        doc.text(
            0,
            Role::Text,
            &format!(
                "The family's own choice: it rests on agreement to “{}”, and no override stands for that.",
                purpose_of(purpose, view)
            ),
        );
        for child in &route.children {
            let agreed = purpose.is_some_and(|purpose| view.contact.agreed_to_service(*child, purpose));
            let lead = if agreed { ("✓ agreed", Role::Met) } else { ("✗ not agreed", Role::NotMet) };
            let tail = if agreed { "" } else { "F5" };
            doc.item(lead, Role::Text, &view.contact.family.names(&[*child]), tail);
        }
        for line in words::service_against(route, outcome, view) {
            doc.item(("", Role::Text), Role::NotMet, &line, "");
        }
        return;
    }
    if let Voluntary::When { test } = &outcome.voluntary {
        let when = words::test(test, outcome, view.policy());
        doc.text(0, Role::Text, &format!("The family's own choice when {when}."));
    }
    let rests = view.contact.route_basis(route, outcome, &cx);
    if rests.is_empty() {
        doc.text(0, Role::Text, &without_ground(route, outcome, view));
        return;
    }
    doc.text(0, Role::Text, &format!("Shared outside for “{}”. It rests on:", purpose_of(purpose, view)));
    for (child, agency, basis) in rests {
        let who =
            format!("{} · {}", view.contact.family.names(&[child]), agency_words(view.policy(), &agency));
        match basis {
            Some(basis) => {
                doc.item(("✓ covered", Role::Met), Role::Text, &who, &basis.words());
                let said = purpose
                    .filter(|_| basis == Basis::Agreement)
                    .and_then(|purpose| against(view, &view.contact.position(child, purpose, Some(&agency))));
                if let Some(said) = said {
                    doc.item(("", Role::Text), Role::NotMet, &said, "");
                }
            }
            None => {
                doc.item(("✗ nothing", Role::NotMet), Role::Text, &who, "agreement F5, another ground F6");
            }
        }
    }
}

/// Tells what a card rests on that takes the agreement of the person whom it names, and of nobody else.
fn own(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    let words = format!(
        "The choice of the adult whom the card names: it rests on what they say to “{}” for their own information, and nobody says it for them.",
        purpose_of(outcome.purpose.as_ref(), view)
    );
    doc.text(0, Role::Text, &words);
    let cx = view.context();
    let who = view.contact.whose_own(route, outcome, &cx).map_or("nobody of the family", Person::name);
    let agreed = view.contact.own_agreed(route, outcome, &cx) == Met::Met;
    let lead = if agreed { ("✓ agreed", Role::Met) } else { ("✗ not agreed", Role::NotMet) };
    doc.item(lead, Role::Text, who, if agreed { "" } else { "F5" });
    for line in words::service_against(route, outcome, view) {
        doc.item(("", Role::Text), Role::NotMet, &line, "");
    }
}

fn purpose_of<'v>(id: Option<&'v PurposeId>, view: &View<'v>) -> &'v str {
    id.map_or("nothing named", |id| purpose_words(view.policy(), id))
}

/// Says of a card that shares nothing by itself what is true of what stands on it: whom it brings in is told something too.
fn without_ground(route: &Route, outcome: &Outcome, view: &View<'_>) -> String {
    if outcome.fields.iter().any(|field| field.key.as_str() == "agencies") {
        return "No agency is named on the card yet. Each one that is asked needs a ground.".to_owned();
    }
    let brings_in = outcome.fields.iter().filter(|field| match &field.kind {
        FieldKind::Choices { of } => of.iter().any(|choice| is_agency(&choice.key, view)),
        _ => false,
    });
    let (mut any, mut named) = (false, Vec::new());
    for field in brings_in {
        any = true;
        if let Some(value) = route.fields.get(&field.key).filter(|value| !value.is_empty()) {
            named.push(value_words(Some(&field.kind), value));
        }
    }
    if !named.is_empty() {
        let (named, key) = (named.join(", "), keymap::keys_of(stacks::CALL_FORM, Action::Share));
        return format!(
            "It brings in {named}. The card shares nothing by itself: what each of them is told needs a ground (F5, F6), and is written down when it is told ({key})."
        );
    }
    if any {
        return "Nobody is brought in on the card yet. Whoever is, is told only what a ground covers (F5, F6)."
            .to_owned();
    }
    "It stays within the authority: nothing is shared outside.".to_owned()
}

fn is_agency(key: &str, view: &View<'_>) -> bool {
    view.policy().sharing.agencies.iter().any(|agency| agency.id.as_str() == key)
}
