//! What is judged about a worker's request.

use chrono::{DateTime, TimeDelta, Utc};

use super::{agencies, children, due, find, own_words, purpose, reason};
use crate::domain::{
    calendar::words::stamp,
    contact::{
        Contact, Context, Event,
        agreement::Unheard,
        oversight::{
            OverrideCancelled, OverrideDrafted, OverrideRequested, OverrideWithdrawn, Request, State,
            TellFamily,
        },
    },
    ids::{AgencyId, OverrideNo},
    refusal::Refusal,
};

/// How long an override is asked for at the most.
const LONGEST: TimeDelta = TimeDelta::days(92);

pub(super) fn draft(
    contact: &Contact,
    no: Option<OverrideNo>,
    request: &Request,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    Ok(vec![Event::OverrideDrafted(OverrideDrafted {
        no: writable(contact, no)?,
        mode: cx.duty.mode_at(cx.now),
        request: request.clone(),
    })])
}

/// Gives the number to write under: that of a request being written, or a new one.
fn writable(contact: &Contact, no: Option<OverrideNo>) -> Result<OverrideNo, Refusal> {
    let Some(no) = no else {
        return Ok(OverrideNo(contact.oversight.overrides.iter().map(|o| o.no.0).max().unwrap_or(0)).next());
    };
    let o = find(contact, no)?;
    if o.is_being_written() {
        return Ok(no);
    }
    Err(Refusal::new(
        "Frozen",
        format!(
            "Override {} is {}: what a manager was asked stays as it was. Write a new request.",
            no.0,
            o.state.words()
        ),
    )
    .by("southampton-32"))
}

pub(super) fn ask(
    contact: &Contact,
    no: Option<OverrideNo>,
    request: &Request,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let no = writable(contact, no)?;
    children(contact, &request.children)?;
    let what_for = purpose(&request.purpose, cx)?;
    if what_for.voluntary {
        return Err(Refusal::new(
            "VoluntaryService",
            "No manager's word stands in for agreement to a voluntary service. Ask the family (F5), or choose another outcome.",
        )
        .by("southampton-105"));
    }
    reason(&request.not_agreed, "what was not sought, refused or could not be decided, and by whom")?;
    unasked(contact, request)?;
    own_words(&request.belief, "what you believe would happen to the child", cx)
        .map_err(|refusal| refusal.by("southampton-23"))?;
    reason(&request.what, "what will be shared or asked")?;
    reason(&request.less, "what less would do, and why it is not enough")?;
    if request.agencies.is_empty() {
        return Err(Refusal::new("NoAgencyNamed", "Say with which agencies, and why each of them.")
            .by("southampton-22"));
    }
    agencies(request.agencies.iter().map(|why| &why.agency), cx)?;
    for each in &request.agencies {
        reason(&each.why, "why each agency is needed")?;
    }
    match &request.tell_family {
        TellFamily::Yes { when_and_who } => {
            reason(when_and_who, "when the family will be told, and by whom")?;
        }
        TellFamily::NotNow { why } => reason(why, "why the family is not told now")?,
    }
    if request.until <= cx.now {
        return Err(Refusal::new(
            "EndIsPast",
            "The authority would end before it begins. Say until when it is needed.",
        ));
    }
    if request.until - cx.now > LONGEST {
        return Err(Refusal::new(
            "TooLong",
            "An override is for a while, and is looked at again: write an end within three months, and ask anew then if it is needed.",
        )
        .by("southampton-32"));
    }
    if request.review > request.until {
        return Err(Refusal::new(
            "ReviewTooLate",
            "It must be looked at again before it ends. Write an earlier time for the review.",
        ));
    }
    let mode = cx.duty.mode_at(cx.now);
    let threshold = cx
        .policy
        .sharing
        .thresholds
        .iter()
        .find(|threshold| threshold.mode == mode && threshold.case == request.case)
        .map(|threshold| threshold.words.clone())
        .unwrap_or_default();
    Ok(vec![Event::OverrideRequested(OverrideRequested {
        elsewhere: Vec::new(),
        no,
        mode,
        threshold,
        lawful_basis: what_for.lawful_basis.clone(),
        due: due(cx, "oversight")?,
        request: request.clone(),
    })])
}

/// Wants of everybody who could agree an answer on record, or the reason why they were not asked, for every child; and nothing
/// that already agrees.
fn unasked(contact: &Contact, request: &Request) -> Result<(), Refusal> {
    let mut missing = Vec::new();
    for child in &request.children {
        let named = contact.family.names(&[*child]);
        for unheard in contact.agreements.unheard(*child, Some(&request.purpose), &contact.family) {
            missing.push(match unheard {
                Unheard::Person(person) => {
                    format!("what {} says about {named}, or why not asked", contact.family.names(&[person]))
                }
                Unheard::Anybody => format!(
                    "who was asked about {named}, or in a row “not asked” why nobody was, for instance that nobody is known who could agree"
                ),
            });
        }
    }
    if !missing.is_empty() {
        return Err(Refusal::new(
            "NothingSaidOfAgreement",
            format!("Write first (F5) {}: the manager must see it.", missing.join("; ")),
        )
        .by("southampton-28"));
    }
    let agencies: Vec<&AgencyId> = request.agencies.iter().map(|why| &why.agency).collect();
    match contact.needs_no_override(&request.children, &request.purpose, &agencies) {
        Some(words) => Err(Refusal::new("AlreadyAgreed", words)),
        None => Ok(()),
    }
}

pub(super) fn cancel(
    contact: &Contact,
    no: OverrideNo,
    why: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let o = find(contact, no)?;
    if o.by != cx.actor.person && !cx.actor.manages() {
        return Err(Refusal::new(
            "NotYoursToTakeBack",
            "Who asked takes a request back, or a manager. Nothing was changed; ask one of them.",
        )
        .by("southampton-32"));
    }
    reason(why, "why the request is taken back")?;
    if !matches!(o.state, State::Draft | State::Requested | State::Returned { .. }) {
        return Err(Refusal::new(
            "NotWaiting",
            format!(
                "Override {} is {}; it cannot be taken back. Withdraw it instead.",
                no.0,
                o.state.words()
            ),
        ));
    }
    Ok(vec![Event::OverrideCancelled(OverrideCancelled { no, why: why.to_owned() })])
}

pub(super) fn withdraw(
    contact: &Contact,
    no: OverrideNo,
    why: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let o = find(contact, no)?;
    if let Some(until) = o.given().and_then(|given| given.in_force()).map(|scope| scope.until)
        && until <= now
    {
        return Err(Refusal::new(
            "OverrideEnded",
            format!(
                "Override {} ended {} by itself: nothing is left to withdraw, and whether it was right is still to be looked at. Look at it again. Nothing was changed.",
                no.0,
                stamp(until)
            ),
        )
        .by("southampton-32"));
    }
    reason(why, "why it ends now")?;
    if !matches!(o.state, State::Authorised(_)) {
        return Err(Refusal::new(
            "NotAuthorised",
            format!("Override {} is {}; there is nothing to withdraw.", no.0, o.state.words()),
        ));
    }
    Ok(vec![Event::OverrideWithdrawn(OverrideWithdrawn { no, why: why.to_owned() })])
}
