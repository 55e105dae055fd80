//! What is judged when it is written down what a discussion came to that a card asked for.

use chrono::TimeDelta;

use super::{
    super::{named, reason},
    find,
};
use crate::domain::{
    calendar::words::stamp,
    contact::{
        Contact, Context, Event,
        route::{Discussion, DiscussionHeld},
        runs::conference,
    },
    ids::RouteNo,
    input::text,
    refusal::Refusal,
};

/// The rule that wants its decision written.
const DECIDES: &str = "southampton-33";

pub(super) fn held(
    contact: &Contact,
    no: RouteNo,
    discussion: &Discussion,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (route, outcome) = find(contact, no, cx)?;
    if outcome.meets.is_empty() {
        let words = format!("{} asks nobody to meet: what was decided stands on its card.", outcome.name);
        return Err(Refusal::new("NobodyMeets", words));
    }
    if !route.state.is_sent() {
        let words = format!(
            "{} is {}: what it came to is written once it was sent. Until then a note keeps it (F2).",
            outcome.name,
            route.state.words()
        );
        return Err(Refusal::new("NotSent", words).by(DECIDES));
    }
    if discussion.at > cx.now {
        let words = "It is written once it was held, and this time has not come yet.";
        return Err(Refusal::new("HappensLater", words).by(DECIDES));
    }
    // It may be held by telephone while its card is written. When it was held is said to the minute.
    if let Some(begun) = route.begun().filter(|begun| discussion.at + TimeDelta::minutes(1) <= *begun) {
        let words = format!(
            "This card was begun {}: it asked for no discussion before that. Write when it was held since; one that was held before stands in a note (F2). Nothing was changed.",
            stamp(begun)
        );
        return Err(Refusal::new("HeldBefore", words).by(DECIDES));
    }
    let Discussion { who, decided, doing, .. } = discussion;
    named(who, "who took part")?;
    reason(decided, "what was decided")?;
    reason(doing, "what each will do, and by when; that nobody does anything is an answer too")?;
    for said in [who, decided, doing] {
        text::check(said).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
    }
    if route.held.last().is_some_and(|held| held.discussion == *discussion) {
        return Ok(vec![]);
    }
    Ok(vec![Event::DiscussionHeld(DiscussionHeld {
        route: no,
        discussion: discussion.clone(),
        conference: conference(discussion, cx),
    })])
}
