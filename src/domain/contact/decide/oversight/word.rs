//! What is judged about the manager's own signed word, after they decided from away.

use super::{
    authority::{reach, said},
    due, find, reason,
};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        oversight::{
            Given, ManagerWords, Override, OverrideConfirmed, OverrideCorrected, OverrideDisowned, Scope,
        },
    },
    ids::OverrideNo,
    queue::TELL_HEAD,
    refusal::Refusal,
};

/// Finds what the actor said from away and has not signed for; tells whether it is late.
fn owed<'a>(
    contact: &'a Contact,
    no: OverrideNo,
    cx: &Context<'_>,
) -> Result<(&'a Override, &'a Given, bool), Refusal> {
    let o = find(contact, no)?;
    let Some((given, due)) = o.unconfirmed() else {
        return Err(Refusal::new(
            "NoWordOwed",
            format!(
                "Override {} is {}: no signed word is waited for. Nothing was changed.",
                no.0,
                o.state.words()
            ),
        ));
    };
    if given.by != cx.actor.person {
        return Err(Refusal::new(
            "NotTheirWord",
            "Only the manager who is said to have decided this signs for it, in person. Nothing was changed; ask them to sign in.",
        )
        .by("southampton-32"));
    }
    if cx.now < given.at {
        return Err(Refusal::new(
            "ClockMovedBack",
            "The clock stands before the decision itself. Nothing was changed; set the clock right and sign then.",
        ));
    }
    Ok((o, given, cx.now > due.at))
}

pub(super) fn confirm(contact: &Contact, no: OverrideNo, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (_, _, late) = owed(contact, no, cx)?;
    Ok(vec![Event::OverrideConfirmed(OverrideConfirmed { no, late })])
}

pub(super) fn correct(
    contact: &Contact,
    no: OverrideNo,
    words: &ManagerWords,
    narrowed: Option<&Scope>,
    why: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (o, given, late) = owed(contact, no, cx)?;
    reason(why, "what was written down wrongly")?;
    said(&o.request, words, cx)?;
    let scope = reach(&given.scope, narrowed, None).map_err(|refusal| match refusal.code {
        "MoreThanAsked" => Refusal::new(
            "MoreThanGiven",
            "A correction may narrow what was written down, never widen it. Ask for a new request where more is needed.",
        )
        .by("southampton-32"),
        "NothingLeft" => Refusal::new(
            "NothingLeft",
            "Nothing would be left of it. If you never said it, disown it; both are kept.",
        ),
        _ => refusal,
    })?;
    let (words, why) = (words.clone(), why.to_owned());
    Ok(vec![Event::OverrideCorrected(OverrideCorrected { no, late, words, scope, why })])
}

pub(super) fn disown(
    contact: &Contact,
    no: OverrideNo,
    why: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (_, _, late) = owed(contact, no, cx)?;
    reason(why, "what you have to say of it: whether you were rung, and what you said")?;
    let (why, tell) = (why.to_owned(), Some(due(cx, TELL_HEAD)?));
    Ok(vec![Event::OverrideDisowned(OverrideDisowned { no, late, why, tell })])
}
