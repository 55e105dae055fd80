//! What is judged when children are said to be dealt with in the contact that this one is attached to.
//!
//! Source: Southampton one-minute guide, Children's Resource Service (what is logged once is logged once; each child has an
//! outcome of their own). It is the card that joins two contacts, put on, decided and sent in one step: each of these is judged as
//! it is by itself, and danger that this caller tells of is decided here. Nobody joins two calls unread: what this one tells that is
//! new, and how it is known to be the same, are said in the worker's words and stand on the card.

use super::{
    super::{children, reason},
    Command, decide,
};
use crate::domain::{
    contact::{Contact, Context, Event, Stamp},
    ids::{FieldKey, PersonNo},
    policy::outcomes::Part,
    policy::test::Met,
    refusal::Refusal,
    value::{Value, YesNo},
};

/// The field of the card that says how two contacts are known to be about the same.
const SAME: &str = "same";

pub(super) fn dealt_with(
    contact: &Contact,
    of: &[PersonNo],
    (new, how): (&str, &str),
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    children(contact, of)?;
    let joins = cx.policy.outcomes.outcome.iter().find(|outcome| outcome.joins.is_some());
    let (Some((_, earlier)), Some(outcome)) = (contact.call.attached.to, joins) else {
        return Err(Refusal::new(
            "NotAttached",
            "This contact is attached to no earlier one. Attach it first (F4), or decide here. Nothing was changed.",
        )
        .by("southampton-13"));
    };
    if contact.call.urgent.is_some() || contact.danger() == Some(YesNo::Yes) {
        return Err(Refusal::new(
            "DangerHere",
            format!(
                "This caller tells of danger now: that is decided here, whatever stands in {earlier}. Put a card on. Nothing was changed."
            ),
        )
        .by("barnsley-26"));
    }
    let sent = |child: &&PersonNo| contact.routes.of(**child).any(|route| route.state.is_sent());
    if let Some(child) = of.iter().find(sent) {
        let words =
            format!("{} has an outcome here already. Nothing was changed.", contact.family.names(&[*child]));
        return Err(Refusal::new("HasOutcome", words).by("southampton-14"));
    }
    let why = format!("Dealt with in {earlier}. New in this call: {}", new.trim());
    let mut now = contact.clone();
    let mut events = Vec::new();
    let mut then = |command: &Command| -> Result<_, Refusal> {
        for event in decide(&now, command, cx)? {
            now.evolve(&event, Stamp { at: cx.now, by: cx.actor.person });
            events.push(event);
        }
        Ok(now.routes.list.last().map(|route| route.no).unwrap_or_default())
    };
    let route = then(&Command::Open { letter: outcome.letter, children: of.to_vec() })?;
    for criterion in outcome.criteria.iter().filter(|criterion| criterion.part == Part::Gate) {
        then(&Command::MarkCriterion { route, criterion: criterion.id.clone(), met: Met::Met })?;
    }
    if outcome.fields.iter().any(|field| field.key.as_str() == SAME) {
        let (field, value) = (FieldKey::from(SAME), Value::Text(how.to_owned()));
        then(&Command::Fill { route, field, value })?;
    }
    then(&Command::Decide { route, reason: why.clone(), without: why.clone() })?;
    then(&Command::send(route, ""))?;
    // Asked last: what stands against it is said before anybody writes.
    reason(new, "what is new in this call; that nothing is new is an answer too")?;
    reason(how, "how you know that it is the same, and dealt with there")?;
    Ok(events)
}
