//! What is asked before anything is sent.

use super::{told::named, words};
use crate::domain::contact::{
    progress::Unmet,
    route::{Goes, Route, State},
};
use crate::ui::screens::call::pane::View;

/// Says what a sending would do: every child with each destination and state, and for each card every need that is not met
/// and its own reason.
pub(super) fn said(view: &View<'_>, routes: &[Goes]) -> Vec<String> {
    let cx = view.context();
    let mut lines = Vec::new();
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
        lines.extend(said.into_iter().map(|said| format!("{}: {said}", outcome.name)));
        let mut unmet = view.contact.unmet(route, outcome, &cx);
        unmet.sort_by_key(|unmet| !unmet.must);
        lines.push(String::new());
        let which = which(route, view);
        if unmet.is_empty() {
            lines.push(format!("{which}: nothing is missing ✓"));
            continue;
        }
        lines.push(format!("{which} still wants:"));
        for one in unmet {
            let sign = if one.must { "‼ cannot go without" } else { "★ asked for" };
            lines.push(format!("   {sign}: {}", one.words));
        }
        lines.push(match goes.without.trim() {
            "" => "   Why it goes without: nothing is written, and it will be asked for.".to_owned(),
            why => format!("   Why it goes without: {why}"),
        });
    }
    lines
}

/// Asks why a card goes without what it lacks: whom it is about, where it goes, what is missing, how many come after it.
pub(super) fn asks(route: &Route, unmet: &[Unmet], more: usize, view: &View<'_>) -> String {
    let must = unmet.iter().any(|unmet| unmet.must);
    let missing: Vec<&str> =
        unmet.iter().filter(|unmet| unmet.must || !must).map(|unmet| unmet.words.as_str()).collect();
    let (which, missing) = (which(route, view), missing.join("; "));
    if must {
        return format!("{which} cannot go without: {missing}.");
    }
    let after = match more {
        0 => String::new(),
        1 => " One more card is asked after it.".to_owned(),
        more => format!(" {more} more cards are asked after it."),
    };
    format!("Why does {which} go without: {missing}?{after}")
}

/// Names a card by its destination and its children.
fn which(route: &Route, view: &View<'_>) -> String {
    let outcome = view.policy().outcomes.get(route.letter).map_or("", |outcome| outcome.name.as_str());
    format!("{outcome} for {}", view.contact.family.names(&route.children))
}
