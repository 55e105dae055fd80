//! What is asked before anything is sent.

use super::{told::named, words};
use crate::domain::{
    contact::{
        progress::Unmet,
        route::{Goes, Route, State},
    },
    refusal::sentence,
};
use crate::ui::screens::call::pane::View;

/// Says what a sending would do: for each card its own reason and every need that is not met, which nobody is to miss, then
/// every child with each destination and state.
pub(super) fn said(view: &View<'_>, routes: &[Goes]) -> Vec<String> {
    let cx = view.context();
    let (mut wants, mut lines, mut beside) = (Vec::new(), Vec::new(), Vec::new());
    for child in view.contact.family.children() {
        lines.push(named(child, view));
        let on = view.contact.routes.list.iter().filter(|route| route.children.contains(&child.no));
        let mut any = false;
        for route in on.filter(|route| !matches!(route.state, State::TakenOff { .. })) {
            any |= route.state.stands();
            let goes =
                if routes.iter().any(|goes| goes.route == route.no) { "goes now" } else { "does not go now" };
            lines.push(format!(
                "   → {}: {}, {goes}",
                words::outcome(route, view.policy()),
                words::state(&route.state)
            ));
            if let Some(other) = view.contact.joins(route.no, &cx) {
                lines.push(format!("     it joins this contact to {other}"));
            }
        }
        if !any {
            lines.push("   ✗ no outcome yet".to_owned());
        }
    }
    for goes in routes {
        let Some(route) = view.contact.routes.get(goes.route) else { continue };
        let Some(outcome) = view.policy().outcomes.get(route.letter) else { continue };
        let voluntary = view.contact.is_voluntary(route, outcome, &cx);
        let said = if voluntary { words::service_against(route, outcome, view) } else { Vec::new() };
        beside.extend(said.into_iter().map(|said| format!("{}: {said}", outcome.name)));
        let mut unmet = view.contact.unmet(route, outcome, &cx);
        unmet.sort_by_key(|unmet| !unmet.must);
        let which = which(route, view);
        if unmet.is_empty() {
            beside.push(format!("{which}: nothing is missing ✓"));
            continue;
        }
        wants.push(format!("{which} still wants:"));
        wants.push(match goes.without.trim() {
            "" => "   Why it goes without: nothing is written, and it will be asked for.".to_owned(),
            why => format!("   Why it goes without: {why}"),
        });
        for one in unmet {
            let sign = if one.must { "‼ cannot go without" } else { "★ asked for" };
            wants.push(format!("   {sign}: {}", words::missing(&one, outcome)));
        }
        wants.push(String::new());
    }
    wants.append(&mut lines);
    if !beside.is_empty() {
        wants.push(String::new());
        wants.append(&mut beside);
    }
    wants
}

/// Asks why a card goes without what it lacks: whom it is about, where it goes, what is missing, how many come after it.
pub(super) fn asks(route: &Route, unmet: &[Unmet], more: usize, view: &View<'_>) -> String {
    let must = unmet.iter().any(|unmet| unmet.must);
    let outcome = view.policy().outcomes.get(route.letter);
    let said =
        |one: &Unmet| outcome.map_or_else(|| one.words.clone(), |outcome| words::missing(one, outcome));
    let missing: Vec<String> = unmet.iter().filter(|unmet| unmet.must || !must).map(said).collect();
    let (which, missing) = (which(route, view), missing.join("; "));
    let asked = missing.trim_end_matches('?');
    if must {
        return sentence(format!("{which} cannot go without: {missing}"));
    }
    let after = match more {
        0 => String::new(),
        1 => " One more card is asked after it.".to_owned(),
        more => format!(" {more} more cards are asked after it."),
    };
    format!("Why does {which} go without: {asked}?{after}")
}

/// Names a card by its destination and its children.
fn which(route: &Route, view: &View<'_>) -> String {
    let outcome = view.policy().outcomes.get(route.letter).map_or("", |outcome| outcome.name.as_str());
    format!("{outcome} for {}", view.contact.family.names(&route.children))
}
