//! What is judged when outcomes are sent: that each is decided, by two where it takes two, and has what it needs.

use super::{super::due, find};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        progress::Unmet,
        route::{Goes, RouteSent, State},
    },
    duty::Due,
    policy::outcomes::Outcome,
    refusal::{Refusal, sentence},
};

pub(super) fn send(contact: &Contact, routes: &[Goes], cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let waits = contact.routes.list.iter().find(|route| matches!(route.state, State::WaitsForSecond { .. }));
    if let Some(route) = waits.filter(|_| routes.is_empty()) {
        let (_, outcome) = find(contact, route.no, cx)?;
        let by = outcome.second.as_ref().map(|second| {
            second.by.iter().map(|role| cx.duty.called(*role)).collect::<Vec<_>>().join(" or ")
        });
        return Err(Refusal::new(
            "WaitsForSecond",
            format!(
                "{} is decided, and waits for a second person: {} agrees first (F6). Nothing was sent.",
                outcome.name,
                by.unwrap_or_else(|| "a manager".to_owned())
            ),
        )
        .by("bromley-06"));
    }
    if routes.is_empty() {
        return Err(Refusal::new(
            "NothingToSend",
            "No outcome is ready to send. Decide one first: a letter opens its card.",
        ));
    }
    let mut events = Vec::new();
    for Goes { route: no, without } in routes {
        let (route, outcome) = find(contact, *no, cx)?;
        match route.state {
            // What was heard since it was decided may have made it a decision of two.
            State::Ready if route.second.is_none() => {
                if let Some(second) = contact.needs_second(route, outcome, cx) {
                    return Err(Refusal::new(
                        "SecondNeededNow",
                        format!(
                            "{} takes a manager's word too, after what was written since it was decided. Decide it again (Ctrl+S on its card).",
                            outcome.name
                        ),
                    )
                    .by(second.rule.as_str()));
                }
            }
            State::Ready => {}
            State::WaitsForSecond { .. } => {
                let rule = outcome.second.as_ref().map_or("bromley-06", |second| second.rule.as_str());
                return Err(Refusal::new(
                    "WaitsForSecond",
                    format!("{} waits for a manager's word; it is on their first screen.", outcome.name),
                )
                .by(rule));
            }
            _ => {
                return Err(Refusal::new(
                    "NotDecided",
                    format!(
                        "{} is {}: decide it first (Ctrl+S on its card).",
                        outcome.name,
                        route.state.words()
                    ),
                ));
            }
        }
        contact.joins_a_reference(*no, cx)?;
        let unmet = contact.unmet(route, outcome, cx);
        let without = route.without(without);
        if let Some(must) = unmet.iter().find(|unmet| unmet.must) {
            let others = unmet.iter().filter(|unmet| unmet.must).count() - 1;
            let more = if others == 0 { String::new() } else { format!(" ({others} more)") };
            let said = sentence(format!("{} cannot be sent yet: {}{more}", outcome.name, must.words));
            return Err(Refusal::new("NeedUnmet", format!("{said} The card is kept.")).by(must.rule.as_str()));
        }
        if let (Some(now), Some(decided)) = (contact.worse_since_decided(route, outcome, cx), &route.decided)
        {
            return Err(Refusal::new(
                "WorseSinceDecided",
                format!(
                    "The criteria of {} for {} were {} when it was decided, and more speaks against it now: they are {}. Decide it again, and say why (Ctrl+S on its card). Nothing was sent.",
                    outcome.name,
                    contact.family.names(&route.children),
                    decided.presented.shown().1,
                    now.shown().1
                ),
            )
            .by("leicestershire-35"));
        }
        if !unmet.is_empty() && without.trim().is_empty() {
            return Err(Refusal::new(
                "UnmetNeedsReason",
                format!(
                    "{} Fill it in, or say why it goes without.",
                    sentence(format!(
                        "{} for {} still wants: {}",
                        outcome.name,
                        contact.family.names(&route.children),
                        list(&unmet)
                    ))
                ),
            )
            .by(unmet[0].rule.as_str()));
        }
        let accept_due = outcome.team.as_ref().map(|_| accept_due(outcome, cx)).transpose()?;
        events.push(Event::RouteSent(RouteSent {
            route: *no,
            unmet_reason: if unmet.is_empty() { String::new() } else { without.to_owned() },
            basis: contact
                .route_basis(route, outcome, cx)
                .into_iter()
                .filter_map(|(child, agency, basis)| Some((child, agency, basis?)))
                .collect(),
            accept_due,
            referral: outcome.holds_work && contact.referral.is_none(),
            letter_due: due(cx, "letter")?,
            until: contact.runs_from_sending(route, outcome, cx),
            acts: Some(outcome.acts()),
            beside: outcome.is_beside(),
        }));
    }
    Ok(events)
}

/// Starts the clock by which a team should have answered.
pub(super) fn accept_due(outcome: &Outcome, cx: &Context<'_>) -> Result<Due, Refusal> {
    due(cx, outcome.accept_clock.as_ref().map_or("acceptance", |clock| clock.as_str()))
}

fn list(unmet: &[Unmet]) -> String {
    unmet.iter().map(|unmet| unmet.words.as_str()).collect::<Vec<_>>().join("; ")
}
