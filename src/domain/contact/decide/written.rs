//! The call in writing: wanted by the protocol of whoever rings for their work, and owed from then on like any promise.
//!
//! Source: Bromley joint protocol, section 7 (what was told on the telephone follows in writing by the next working day).

use super::due;
use crate::domain::contact::{
    Contact, Context, Event,
    call::Caller,
    telling::{Owner, Promised, WrittenFollowupDue},
};
use crate::domain::{
    ids::PromiseNo,
    policy::{CallerKind, hours::WrittenFollowup},
    refusal::Refusal,
};

/// Adds that the call is owed in writing, as soon as it is known that it is; once in a contact.
pub(in super::super) fn follow_up(
    contact: &Contact,
    mut events: Vec<Event>,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    if events.is_empty() || contact.closed.is_some() || contact.telling.written.is_some() {
        return Ok(events);
    }
    let caller = caller_after(contact, &events);
    let urgent =
        contact.call.urgent.is_some() || events.iter().any(|event| matches!(event, Event::MarkedUrgent(_)));
    let wanted = match cx.policy.hours.written_followup {
        WrittenFollowup::UrgentOnly => urgent,
        WrittenFollowup::Always => true,
        WrittenFollowup::Never => false,
    };
    if !wanted || !matches!(caller.kind, Some(CallerKind::Professional | CallerKind::Police)) {
        return Ok(events);
    }
    let due = due(cx, "written_followup")?;
    let what = cx.duty.clock(&due.clock).map_or_else(String::new, |clock| clock.words.clone());
    let made = events.iter().filter_map(|event| match event {
        Event::PromiseMade(made) => Some(made.no),
        _ => None,
    });
    let last = contact.telling.promises.iter().map(|promise| promise.no).chain(made).max();
    let promised = Promised {
        what,
        to: "children's social care".to_owned(),
        person: None,
        ring_back: false,
        owner: Owner::Named(caller.name.clone().unwrap_or_else(|| caller.brief())),
        by: due.at,
        agreed_with: "the protocol, which asks it of whoever rings for their work".to_owned(),
    };
    let no = last.unwrap_or(PromiseNo(0)).next();
    events.push(Event::WrittenFollowupDue(WrittenFollowupDue { no, promised, due }));
    Ok(events)
}

fn caller_after<'a>(contact: &'a Contact, events: &'a [Event]) -> &'a Caller {
    let recorded = events.iter().rev().find_map(|event| match event {
        Event::CallerRecorded(caller) => Some(caller),
        _ => None,
    });
    recorded.unwrap_or(&contact.call.caller)
}
