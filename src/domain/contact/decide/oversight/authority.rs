//! Who may give a manager's word, and what the word must say.

use chrono::{DateTime, Utc};

use super::{dictated_words, not_copied, own_words, reason, waiting};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        oversight::{
            ManagerWords, Override, OverrideAuthorised, OverrideDeclined, OverrideReturned, Request, Scope,
        },
    },
    ids::{OverrideNo, StaffId},
    policy::{Mode, Role},
    refusal::Refusal,
};

/// Judges whether the actor may give a manager's word now, in person; `wrote`: whether they asked for it or wrote on it.
pub(super) fn in_person(wrote: bool, asked_at: DateTime<Utc>, cx: &Context<'_>) -> Result<Role, Refusal> {
    if wrote {
        return Err(is_requester(
            "You asked for this yourself, so somebody else must decide it: whoever is on duty to authorise, named in the header.",
        ));
    }
    let role = on_duty(cx.actor.person, asked_at, cx)?;
    if !cx.actor.is(role) {
        return Err(Refusal::new(
            "AccountWithoutRole",
            format!(
                "This account is not one of a {}. Sign in with the account that is.",
                cx.duty.called(role)
            ),
        )
        .by(source(cx)));
    }
    Ok(role)
}

pub(super) fn is_requester(words: &str) -> Refusal {
    Refusal::new("AuthoriserIsRequester", words).by("southampton-24")
}

/// Gives the duty by which a person may decide now on what was asked at `asked_at`.
pub(super) fn on_duty(person: StaffId, asked_at: DateTime<Utc>, cx: &Context<'_>) -> Result<Role, Refusal> {
    if cx.now < asked_at {
        return Err(Refusal::new(
            "ClockMovedBack",
            "The clock stands before the request itself. Nothing was decided; set the clock right and decide then.",
        ));
    }
    cx.duty
        .may_authorise(person, asked_at, cx.now)
        .map_err(|none| Refusal::new("NoAuthorityNow", none.to_string()).by(source(cx)))
}

/// Names the rule that says who may authorise now.
pub(in super::super) fn source(cx: &Context<'_>) -> &'static str {
    match cx.duty.mode_at(cx.now) {
        Mode::FrontDoor => "southampton-24",
        Mode::Edt => "southampton-63",
    }
}

/// Wants a manager's words whole, and their own.
pub(super) fn said(request: &Request, words: &ManagerWords, cx: &Context<'_>) -> Result<(), Refusal> {
    own_words(&words.belief, "what you believe", cx)?;
    whole(request, words)
}

/// Wants the words of a manager on the telephone whole, and their own; whoever is told so takes them down.
pub(super) fn dictated(request: &Request, words: &ManagerWords, cx: &Context<'_>) -> Result<(), Refusal> {
    dictated_words(&words.belief, "What they believe", cx)?;
    whole(request, words)
}

fn whole(request: &Request, words: &ManagerWords) -> Result<(), Refusal> {
    reason(&words.if_asked, "what would happen if we asked first")?;
    reason(&words.less, "what less would do")?;
    reason(&words.why_agencies, "why these agencies")?;
    not_copied(&request.belief, &words.belief)?;
    not_copied(&request.less, &words.less)
}

/// Wants every earlier refusal of this contact among those the manager was shown.
pub(super) fn refusals_seen(contact: &Contact, no: OverrideNo, seen: &[OverrideNo]) -> Result<(), Refusal> {
    match contact.oversight.refusals().find(|(o, _)| o.no != no && !seen.contains(&o.no)) {
        None => Ok(()),
        Some((o, why)) => Err(Refusal::new(
            "EarlierRefusalNotShown",
            format!(
                "Override {} was refused before: “{why}”. Nothing was decided; look at that first, or read it out.",
                o.no.0
            ),
        )
        .by("southampton-32")),
    }
}

/// Gives how far a word reaches: as asked, or less.
pub(super) fn reach(
    whole: &Scope,
    narrowed: Option<&Scope>,
    now: Option<DateTime<Utc>>,
) -> Result<Scope, Refusal> {
    let scope = narrowed.unwrap_or(whole);
    if !scope.within(whole) {
        return Err(Refusal::new(
            "MoreThanAsked",
            "A manager may authorise less than was asked, never more. Return it and say what is missing.",
        )
        .by("southampton-32"));
    }
    if scope.children.is_empty() || scope.agencies.is_empty() {
        return Err(Refusal::new(
            "NothingLeft",
            "Nothing would be left of the request. Decline it or return it, with a reason.",
        ));
    }
    if now.is_some_and(|now| scope.until <= now) {
        return Err(Refusal::new(
            "EndIsPast",
            "The time asked for is over. Return it, so that the worker asks for a new one.",
        ));
    }
    Ok(scope.clone())
}

pub(super) fn authorise(
    contact: &Contact,
    no: OverrideNo,
    words: &ManagerWords,
    narrowed: Option<&Scope>,
    seen_refusals: &[OverrideNo],
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let asked = waiting(contact, no)?;
    let role = may(asked, cx)?;
    refusals_seen(contact, no, seen_refusals)?;
    said(&asked.request, words, cx)?;
    let scope = reach(&asked.request.whole(), narrowed, Some(cx.now))?;
    Ok(vec![Event::OverrideAuthorised(OverrideAuthorised {
        no,
        role,
        words: words.clone(),
        scope,
        seen_refusals: seen_refusals.to_vec(),
        profile_digest: cx.policy.digest.clone(),
    })])
}

pub(super) fn decline(
    contact: &Contact,
    no: OverrideNo,
    why: &str,
    next: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    may(waiting(contact, no)?, cx)?;
    reason(why, "why you decline")?;
    reason(next, "what the worker should do instead")?;
    let (reason, next) = (why.to_owned(), next.to_owned());
    Ok(vec![Event::OverrideDeclined(OverrideDeclined { no, reason, next })])
}

pub(super) fn give_back(
    contact: &Contact,
    no: OverrideNo,
    why: &str,
    next: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    may(waiting(contact, no)?, cx)?;
    reason(why, "what is missing")?;
    reason(next, "what the worker should do")?;
    let (reason, next) = (why.to_owned(), next.to_owned());
    Ok(vec![Event::OverrideReturned(OverrideReturned { no, reason, next })])
}

fn may(asked: &Override, cx: &Context<'_>) -> Result<Role, Refusal> {
    in_person(asked.was_written_by(cx.actor.person), asked.asked_at, cx)
}
