//! What is asked before anything is sent.

use super::{told::named, words};
use crate::domain::{contact::route::State, ids::RouteNo};
use crate::ui::screens::call::pane::View;

/// Says what a sending would do: every child with each destination and state, every need that is not met, and the reason.
pub(super) fn said(view: &View<'_>, ready: &[RouteNo], unmet_reason: &str) -> Vec<String> {
    let cx = view.context();
    let mut lines = Vec::new();
    for child in view.contact.family.children() {
        lines.push(named(child, view));
        let on = view.contact.routes.list.iter().filter(|route| route.children.contains(&child.no));
        let mut any = false;
        for route in on.filter(|route| !matches!(route.state, State::TakenOff { .. })) {
            any |= route.state.stands();
            let goes = if ready.contains(&route.no) { "goes now" } else { "does not go now" };
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
    let mut wants = false;
    let mut without = Vec::new();
    for route in ready.iter().filter_map(|no| view.contact.routes.get(*no)) {
        let Some(outcome) = view.policy().outcomes.get(route.letter) else { continue };
        let voluntary = view.contact.is_voluntary(route, outcome, &cx);
        let said = if voluntary { words::service_against(route, outcome, view) } else { Vec::new() };
        lines.extend(said.into_iter().map(|said| format!("{}: {said}", outcome.name)));
        let mut unmet = view.contact.unmet(route, outcome, &cx);
        unmet.sort_by_key(|unmet| !unmet.must);
        lines.push(String::new());
        if unmet.is_empty() {
            lines.push(format!("{}: nothing is missing ✓", outcome.name));
            continue;
        }
        wants = true;
        without.push(outcome.name.as_str());
        lines.push(format!("{} still wants:", outcome.name));
        for one in unmet {
            let sign = if one.must { "‼ cannot go without" } else { "★ asked for" };
            lines.push(format!("   {sign}: {}", one.words));
        }
    }
    if wants || !unmet_reason.trim().is_empty() {
        lines.push(String::new());
        lines.push(match unmet_reason.trim() {
            "" => "Why it goes without: nothing is written, and it will be asked for.".to_owned(),
            why if without.len() > 1 => {
                format!("Why they go without, written on each of {}: {why}", without.join(", "))
            }
            why => format!("Why it goes without: {why}"),
        });
    }
    lines
}
