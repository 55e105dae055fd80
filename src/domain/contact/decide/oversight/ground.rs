//! What is judged about grounds of their own.

use super::{agencies, authority::in_person, children, due, not_copied, own_words, reason};
use crate::domain::{
    calendar::words::stamp,
    contact::{
        Contact, Context, Event,
        oversight::{Ground, GroundDecided, GroundEnded, GroundProposed, GroundState, Proposed},
    },
    ids::GroundNo,
    policy::sharing::GroundKind,
    refusal::Refusal,
};

fn find(contact: &Contact, no: GroundNo) -> Result<&Ground, Refusal> {
    contact.oversight.ground(no).ok_or_else(|| {
        Refusal::new("GroundMissing", format!("There is no ground {} in {}.", no.0, contact.reference))
    })
}

pub(super) fn propose(
    contact: &Contact,
    proposed: &Proposed,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    children(contact, &proposed.children)?;
    agencies(&proposed.agencies, cx)?;
    if !cx.actor.roles.iter().any(|role| role.social_work()) {
        return Err(Refusal::new(
            "NotSocialWork",
            "A social worker proposes this. Nothing was changed; pass the contact on.",
        )
        .by("bromley-06"));
    }
    let Some(policy) = cx.policy.sharing.grounds.iter().find(|ground| ground.kind == proposed.kind) else {
        return Err(Refusal::new(
            "GroundUnknown",
            format!("The profile in force does not name {} as a ground.", proposed.kind.words()),
        ));
    };
    reason(&proposed.evidence, &policy.evidence).map_err(|refusal| refusal.by(policy.rule.as_str()))?;
    let no = GroundNo(contact.oversight.grounds.iter().map(|g| g.no.0).max().unwrap_or(0)).next();
    let ends = match proposed.kind {
        GroundKind::PoliceProtection => Some(due(cx, "police_protection")?),
        _ => None,
    };
    if let Some(until) = proposed.until {
        if until <= cx.now {
            return Err(Refusal::new(
                "TimeIsPast",
                "That end has passed already. Write a time to come, or none.",
            )
            .by(policy.rule.as_str()));
        }
        if let Some(ends) = ends.as_ref().filter(|ends| ends.at < until) {
            let words = format!(
                "Police protection lasts seventy-two hours at the most, from now until {} at the latest. Write when it ends.",
                stamp(ends.at)
            );
            return Err(Refusal::new("LongerThanTheLaw", words).by("children-act-46"));
        }
    }
    let due = due(cx, "oversight")?;
    Ok(vec![Event::GroundProposed(GroundProposed { no, due, ends, proposed: proposed.clone() })])
}

pub(super) fn decide(
    contact: &Contact,
    no: GroundNo,
    agree: bool,
    words: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let ground = find(contact, no)?;
    if ground.state != GroundState::Waits {
        return Err(Refusal::new(
            "NotWaiting",
            format!("That ground is {}. Nothing was changed.", ground.state.words()),
        ));
    }
    in_person(ground.by == cx.actor.person, ground.at, cx)?;
    own_words(words, "your decision as manager", cx)?;
    not_copied(&ground.proposed.evidence, words)?;
    Ok(vec![Event::GroundDecided(GroundDecided { no, agree, words: words.to_owned() })])
}

/// Ends it at once: nothing more is shared on it. Where one alone ends what worker and manager decided, a manager sees it.
pub(super) fn end(
    contact: &Contact,
    no: GroundNo,
    why: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let ground = find(contact, no)?;
    reason(why, "why it holds no longer")?;
    if ground.state != GroundState::Waits && !ground.is_decided() {
        return Err(Refusal::new(
            "NotInForce",
            format!("That ground is {}. Nothing was changed.", ground.state.words()),
        ));
    }
    let alone = ground.is_decided() && !cx.actor.manages();
    let see = alone.then(|| due(cx, "oversight")).transpose()?;
    Ok(vec![Event::GroundEnded(GroundEnded { no, why: why.to_owned(), see })])
}
