//! What is asked before anything is sent.

use super::{told, words};
use crate::domain::{
    contact::{
        progress::Unmet,
        route::{Command, Goes, Route, State},
    },
    refusal::{Refusal, sentence},
};
use crate::ui::screens::call::pane::View;

/// What is ready: what goes now, and what stays with why it cannot go.
pub(super) struct Parted {
    /// What goes, in the order in which outcomes are weighed: danger first.
    pub(super) goes: Vec<Goes>,
    /// What stays, each with what is said against sending it.
    pub(super) stays: Vec<(Goes, Refusal)>,
}

/// Parts what is ready into what can go now and what cannot: what lacks something holds up nothing else.
pub(super) fn parted(ready: Vec<Goes>, view: &View<'_>) -> Parted {
    let cx = view.context();
    let (mut goes, mut stays) = (Vec::new(), Vec::new());
    for one in ready {
        let alone = Command::Send { routes: vec![one.clone()] };
        match view.contact.decide(&alone.into(), &cx) {
            Ok(_) => goes.push(one),
            Err(refusal) => stays.push((one, refusal)),
        }
    }
    let weighed = |goes: &Goes| {
        let route = view.contact.routes.get(goes.route)?;
        view.policy().outcomes.get(route.letter).map(|outcome| outcome.order)
    };
    goes.sort_by_key(|goes| weighed(goes).unwrap_or(u8::MAX));
    Parted { goes, stays }
}

/// Says what a sending would do: what goes and what stays, every child with each destination and state, and then for each
/// card its own reason and every need that is not met.
pub(super) fn said(view: &View<'_>, parted: &Parted) -> Vec<String> {
    let cx = view.context();
    let named = |goes: &Goes| view.contact.routes.get(goes.route).map(|route| which(route, view));
    let all = |of: Vec<String>| of.join("; ");
    let mut lines = vec![format!("Goes now: {}.", all(parted.goes.iter().filter_map(named).collect()))];
    if !parted.stays.is_empty() {
        let stays = all(parted.stays.iter().filter_map(|(goes, _)| named(goes)).collect());
        lines.push(format!("Stays here, not sent: {stays}. What it lacks stands below."));
    }
    lines.push(String::new());
    for child in view.contact.family.children() {
        lines.push(told::named(child, view));
        let on = view.contact.routes.list.iter().filter(|route| route.children.contains(&child.no));
        let mut any = false;
        for route in on.filter(|route| !matches!(route.state, State::TakenOff { .. })) {
            any |= route.state.stands();
            let state = if parted.goes.iter().any(|goes| goes.route == route.no) {
                format!("{}, goes now", words::ready())
            } else if parted.stays.iter().any(|(goes, _)| goes.route == route.no) {
                "✗ decided, cannot go yet: stays".to_owned()
            } else {
                format!("{}, does not go now", words::stands(route, view))
            };
            lines.push(format!("   → {}: {state}", words::outcome(route, view.policy())));
            if let Some(other) = view.contact.joins(route.no, &cx) {
                lines.push(format!("     it joins this contact to {other}"));
            }
        }
        if !any {
            lines.push("   ✗ no outcome yet".to_owned());
        }
    }
    let mut beside = Vec::new();
    for goes in &parted.goes {
        wants(&mut lines, &mut beside, goes, None, view);
    }
    for (goes, refusal) in &parted.stays {
        wants(&mut lines, &mut beside, goes, Some(refusal), view);
    }
    if !beside.is_empty() {
        lines.push(String::new());
        lines.append(&mut beside);
    }
    lines
}

/// Says what a card still wants, and why it goes without, or why it stays; beside it, who is against.
fn wants(
    lines: &mut Vec<String>,
    beside: &mut Vec<String>,
    goes: &Goes,
    stays: Option<&Refusal>,
    view: &View<'_>,
) {
    let cx = view.context();
    let Some(route) = view.contact.routes.get(goes.route) else { return };
    let Some(outcome) = view.policy().outcomes.get(route.letter) else { return };
    let voluntary = view.contact.is_voluntary(route, outcome, &cx);
    let said = if voluntary { words::service_against(route, outcome, view) } else { Vec::new() };
    beside.extend(said.into_iter().map(|said| format!("{}: {said}", outcome.name)));
    let mut unmet = view.contact.unmet(route, outcome, &cx);
    unmet.extend(view.contact.decided_before(route, outcome, &cx));
    unmet.sort_by_key(|unmet| !unmet.must);
    let which = which(route, view);
    if unmet.is_empty() {
        match stays {
            Some(refusal) => lines.extend([String::new(), format!("{which} stays: {refusal}")]),
            None => beside.push(format!("{which}: nothing is missing ✓")),
        }
        return;
    }
    lines.push(String::new());
    let must = unmet.iter().any(|unmet| unmet.must);
    lines.push(format!("{which} {}still wants:", if stays.is_some() { "stays, and " } else { "" }));
    match route.without(&goes.without).trim() {
        "" if must => {}
        "" => lines.push("   Why it goes without: nothing is written, and it is asked for.".to_owned()),
        why => lines.push(format!("   Why it goes without: {why}")),
    }
    for one in unmet {
        let sign = if one.must { "‼ cannot go without" } else { "★ asked for" };
        lines.push(format!("   {sign}: {}", words::missing(&one, outcome)));
    }
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
