//! What a card's sharing rests on: the family's own agreement to a service, with whoever is against, or a ground for each child
//! and agency.

use super::words;
use crate::domain::{
    contact::{route::Route, share::Basis},
    ids::PurposeId,
    policy::outcomes::{Outcome, Voluntary},
};
use crate::ui::{
    screens::call::{
        document::Document,
        pane::View,
        words::{against, agency as agency_words, purpose_words},
    },
    theme::Role,
};

/// Tells it.
pub(super) fn agreement(doc: &mut Document, view: &View<'_>, route: &Route, outcome: &Outcome) {
    doc.section("Agreement");
    let cx = view.context();
    let purpose = outcome.purpose.as_ref();
    if view.contact.is_voluntary(route, outcome, &cx) {
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
        let words = if outcome.fields.iter().any(|field| field.key.as_str() == "agencies") {
            "No agency is named on the card yet. Each one that is asked needs a ground."
        } else {
            "It stays within the authority: nothing is shared outside."
        };
        doc.text(0, Role::Text, words);
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

fn purpose_of<'v>(id: Option<&'v PurposeId>, view: &View<'v>) -> &'v str {
    id.map_or("nothing named", |id| purpose_words(view.policy(), id))
}
