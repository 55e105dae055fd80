//! What is judged about who may open the record.

use super::{due, reason};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        access::{AccessGranted, Command, GlassBroken, GlassSeen, Kind, Restricted, RestrictionLifted},
    },
    ids::GlassNo,
    permission::{State, Why},
    refusal::Refusal,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let access = &contact.access;
    Ok(match command {
        Command::Restrict(restricted) => vec![Event::Restricted(restrict(contact, restricted)?)],
        Command::Lift { why } => {
            reason(why, "why it is restricted no longer")?;
            held(contact)?;
            vec![Event::RestrictionLifted(RestrictionLifted { why: why.clone() })]
        }
        Command::Grant { person, why } => {
            reason(why, "why this person needs it")?;
            let held = held(contact)?;
            if access.family_of.contains(person) {
                return Err(Why::OwnFamily.refusal());
            }
            if *person == cx.actor.person && !held.named.contains(person) {
                return Err(Refusal::new(
                    "NamesThemselves",
                    "Nobody names themselves for a restricted record. Ask somebody who is named.",
                )
                .by("southampton-54"));
            }
            if held.named.contains(person) {
                return Ok(vec![]);
            }
            vec![Event::AccessGranted(AccessGranted { person: *person, why: why.clone() })]
        }
        Command::BreakGlass { why } => {
            held(contact)?;
            reason(why, "why it cannot wait for somebody who is named")?;
            match access.state(cx.actor, cx.now) {
                State::Restricted => {}
                // Whoever may open it needs no glass.
                _ => return Ok(vec![]),
            }
            let no = GlassNo(access.glass.iter().map(|glass| glass.no.0).max().unwrap_or(0)).next();
            vec![Event::GlassBroken(GlassBroken {
                no,
                who: cx.actor.name.clone(),
                why: why.clone(),
                due: due(cx, "break_glass")?,
            })]
        }
        Command::SeeGlass { no, words } => {
            let Some(glass) = access.glass.iter().find(|glass| glass.no == *no) else {
                return Err(Refusal::new(
                    "GlassUnknown",
                    format!("There is no break-glass {} in {}.", no.0, contact.reference),
                ));
            };
            if glass.seen.is_some() {
                return Ok(vec![]);
            }
            reason(words, "what you make of it")?;
            vec![Event::GlassSeen(GlassSeen { no: *no, words: words.clone() })]
        }
    })
}

fn held(contact: &Contact) -> Result<&crate::domain::contact::access::Restriction, Refusal> {
    contact.access.restriction.as_ref().ok_or_else(|| {
        Refusal::new(
            "NotRestricted",
            format!("{} is not restricted. Nothing was changed.", contact.reference),
        )
    })
}

fn restrict(contact: &Contact, restricted: &Restricted) -> Result<Restricted, Refusal> {
    if contact.access.restriction.is_some() {
        return Err(Refusal::new(
            "RestrictedAlready",
            format!(
                "{} is restricted already. Name somebody more, or lift it, with a reason.",
                contact.reference
            ),
        ));
    }
    reason(&restricted.why, "why it is restricted")?;
    if restricted.kind == Kind::OwnFamily && restricted.family_of.is_empty() {
        return Err(Refusal::new("WhoseFamily", "Say whose family it is about: they must not open it."));
    }
    let mut made = restricted.clone();
    for person in &contact.access.family_of {
        if !made.family_of.contains(person) {
            made.family_of.push(*person);
        }
    }
    made.named.retain(|person| !made.family_of.contains(person));
    if made.named.is_empty() {
        return Err(Refusal::new(
            "NobodyNamed",
            "Name at least one person who may open it and whose family it is not about.",
        )
        .by("southampton-54"));
    }
    Ok(made)
}
