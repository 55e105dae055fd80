//! What is judged about oversight: who may ask, who may answer, and in whose words.

use chrono::{DateTime, Utc};

use super::{agencies, children, due, is_copy, own_words, purpose, reason};
use crate::domain::contact::{
    Contact, Context, Event,
    oversight::{
        Command, Emergency, EmergencyActed, EmergencyNotUpheld, EmergencyState, EmergencyUpheld, Ground,
        GroundDecided, GroundEnded, GroundProposed, GroundState, How, ManagerWords, Override,
        OverrideAuthorised, OverrideCancelled, OverrideDeclined, OverrideDrafted, OverrideRequested,
        OverrideReturned, OverrideWithdrawn, Request, Scope, State, TellFamily,
    },
};
use crate::domain::{
    ids::{EmergencyNo, GroundNo, OverrideNo, StaffId},
    policy::{Mode, Role},
    refusal::Refusal,
};

pub(in super::super) fn decide(
    contact: &Contact,
    command: &Command,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let oversight = &contact.oversight;
    Ok(match command {
        Command::Draft { no, request } => {
            let no = writable(contact, *no)?;
            vec![Event::OverrideDrafted(OverrideDrafted {
                no,
                mode: cx.duty.mode_at(cx.now),
                request: request.clone(),
            })]
        }
        Command::Ask { no, request } => ask(contact, *no, request, cx)?,
        Command::Authorise { no, words, narrowed, how } => {
            authorise(contact, *no, words, narrowed.as_ref(), *how, cx)?
        }
        Command::Decline { no, reason: why, next } => {
            let asked = waiting(contact, *no)?;
            authority(asked.by, asked.asked_at, cx)?;
            reason(why, "why you decline")?;
            reason(next, "what the worker should do instead")?;
            vec![Event::OverrideDeclined(OverrideDeclined {
                no: *no,
                reason: why.clone(),
                next: next.clone(),
            })]
        }
        Command::Return { no, reason: why, next } => {
            let asked = waiting(contact, *no)?;
            authority(asked.by, asked.asked_at, cx)?;
            reason(why, "what is missing")?;
            reason(next, "what the worker should do")?;
            vec![Event::OverrideReturned(OverrideReturned {
                no: *no,
                reason: why.clone(),
                next: next.clone(),
            })]
        }
        Command::Cancel { no, why } => {
            let o = find(contact, *no)?;
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
            vec![Event::OverrideCancelled(OverrideCancelled { no: *no, why: why.clone() })]
        }
        Command::Withdraw { no, why } => {
            let o = find(contact, *no)?;
            reason(why, "why it ends now")?;
            if !matches!(o.state, State::Authorised { .. }) {
                return Err(Refusal::new(
                    "NotAuthorised",
                    format!("Override {} is {}; there is nothing to withdraw.", no.0, o.state.words()),
                ));
            }
            vec![Event::OverrideWithdrawn(OverrideWithdrawn { no: *no, why: why.clone() })]
        }
        Command::Act(acted) => {
            children(contact, &acted.children)?;
            agencies(&acted.agencies, cx)?;
            reason(&acted.danger, "what the immediate danger is")?;
            reason(&acted.done, "what you did or shared")?;
            let no = EmergencyNo(oversight.emergencies.iter().map(|e| e.no.0).max().unwrap_or(0)).next();
            vec![Event::EmergencyActed(EmergencyActed {
                no,
                due: due(cx, "emergency_oversight")?,
                acted: acted.clone(),
            })]
        }
        Command::Uphold { no, words } => {
            let emergency = emergency_waiting(contact, *no)?;
            authority(emergency.by, emergency.at, cx)?;
            own_words(words, "why what was done was right", cx)?;
            not_copied(&emergency.acted.danger, words)?;
            vec![Event::EmergencyUpheld(EmergencyUpheld { no: *no, words: words.clone() })]
        }
        Command::NotUphold { no, words, stop, told } => {
            let emergency = emergency_waiting(contact, *no)?;
            authority(emergency.by, emergency.at, cx)?;
            own_words(words, "why it is not upheld", cx)?;
            reason(stop, "what stops now and what is called back")?;
            reason(told, "who is told, and by whom")?;
            vec![Event::EmergencyNotUpheld(EmergencyNotUpheld {
                no: *no,
                words: words.clone(),
                stop: stop.clone(),
                told: told.clone(),
            })]
        }
        Command::Propose(proposed) => {
            children(contact, &proposed.children)?;
            agencies(&proposed.agencies, cx)?;
            if !cx.actor.roles.iter().any(|role| role.social_work()) {
                return Err(Refusal::new(
                    "NotSocialWork",
                    "A social worker proposes this. Nothing was changed; pass the contact on.",
                )
                .by("bromley-06"));
            }
            let Some(policy) = cx.policy.sharing.grounds.iter().find(|ground| ground.kind == proposed.kind)
            else {
                return Err(Refusal::new(
                    "GroundUnknown",
                    format!("The profile in force does not name {} as a ground.", proposed.kind.words()),
                ));
            };
            reason(&proposed.evidence, &policy.evidence)
                .map_err(|refusal| refusal.by(policy.rule.as_str()))?;
            let no = GroundNo(oversight.grounds.iter().map(|g| g.no.0).max().unwrap_or(0)).next();
            vec![Event::GroundProposed(GroundProposed {
                no,
                due: due(cx, "oversight")?,
                proposed: proposed.clone(),
            })]
        }
        Command::DecideGround { no, agree, words } => {
            let ground = ground_of(contact, *no)?;
            if ground.state != GroundState::Waits {
                return Err(Refusal::new(
                    "NotWaiting",
                    format!("That ground is {}. Nothing was changed.", ground.state.words()),
                ));
            }
            authority(ground.by, ground.at, cx)?;
            own_words(words, "your decision as manager", cx)?;
            not_copied(&ground.proposed.evidence, words)?;
            vec![Event::GroundDecided(GroundDecided { no: *no, agree: *agree, words: words.clone() })]
        }
        Command::EndGround { no, why } => {
            let ground = ground_of(contact, *no)?;
            reason(why, "why it holds no longer")?;
            if !matches!(ground.state, GroundState::Waits | GroundState::Decided { .. }) {
                return Err(Refusal::new(
                    "NotInForce",
                    format!("That ground is {}. Nothing was changed.", ground.state.words()),
                ));
            }
            vec![Event::GroundEnded(GroundEnded { no: *no, why: why.clone() })]
        }
    })
}

fn find(contact: &Contact, no: OverrideNo) -> Result<&Override, Refusal> {
    contact.oversight.get(no).ok_or_else(|| {
        Refusal::new("OverrideUnknown", format!("There is no override {} in {}.", no.0, contact.reference))
    })
}

fn waiting(contact: &Contact, no: OverrideNo) -> Result<&Override, Refusal> {
    let o = find(contact, no)?;
    if o.waits() {
        return Ok(o);
    }
    Err(Refusal::new(
        "NotWaiting",
        format!("Override {} is {} already. Nothing was changed; look at it again.", no.0, o.state.words()),
    ))
}

fn emergency_waiting(contact: &Contact, no: EmergencyNo) -> Result<&Emergency, Refusal> {
    match contact.oversight.emergency(no) {
        Some(emergency) if emergency.state == EmergencyState::Waits => Ok(emergency),
        Some(emergency) => Err(Refusal::new(
            "NotWaiting",
            format!("That emergency record is {} already.", emergency.state.words()),
        )),
        None => Err(Refusal::new(
            "EmergencyUnknown",
            format!("There is no emergency record {} in {}.", no.0, contact.reference),
        )),
    }
}

fn ground_of(contact: &Contact, no: GroundNo) -> Result<&Ground, Refusal> {
    contact.oversight.ground(no).ok_or_else(|| {
        Refusal::new("GroundMissing", format!("There is no ground {} in {}.", no.0, contact.reference))
    })
}

/// Gives the number to write under: that of a request being written or come back, or a new one.
fn writable(contact: &Contact, no: Option<OverrideNo>) -> Result<OverrideNo, Refusal> {
    match no {
        None => Ok(OverrideNo(contact.oversight.overrides.iter().map(|o| o.no.0).max().unwrap_or(0)).next()),
        Some(no) => {
            let o = find(contact, no)?;
            if matches!(o.state, State::Draft) {
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
    }
}

/// Judges whether the actor may give a manager's word now on what `requester` asked at `asked_at`.
fn authority(requester: StaffId, asked_at: DateTime<Utc>, cx: &Context<'_>) -> Result<Role, Refusal> {
    if requester == cx.actor.person {
        return Err(Refusal::new(
            "AuthoriserIsRequester",
            "You asked for this yourself, so somebody else must decide it: whoever is on duty to authorise, named in the header.",
        )
        .by("southampton-24"));
    }
    let source = match cx.duty.mode_at(cx.now) {
        Mode::FrontDoor => "southampton-24",
        Mode::Edt => "southampton-63",
    };
    let role = cx
        .duty
        .may_authorise(cx.actor.person, asked_at, cx.now)
        .map_err(|none| Refusal::new("NoAuthorityNow", none.to_string()).by(source))?;
    if !cx.actor.is(role) {
        return Err(Refusal::new(
            "AccountWithoutRole",
            format!("This account is not one of a {}. Sign in with the account that is.", role.words()),
        )
        .by(source));
    }
    Ok(role)
}

fn not_copied(theirs: &str, mine: &str) -> Result<(), Refusal> {
    if is_copy(theirs, mine) {
        return Err(Refusal::new("CopiedWords", "These are the worker's words again. Write what you believe yourself: both are read side by side.")
            .by("southampton-32"));
    }
    Ok(())
}

fn ask(
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
        no,
        mode,
        threshold,
        lawful_basis: what_for.lawful_basis.clone(),
        due: due(cx, "oversight")?,
        request: request.clone(),
    })])
}

/// Wants an answer on record, or the reason why nobody was asked, for every child; and nothing that already agrees.
fn unasked(contact: &Contact, request: &Request) -> Result<(), Refusal> {
    for child in &request.children {
        let named = contact.family.names(&[*child]);
        if !contact.agreements.rows.iter().any(|row| row.asked.children.contains(child)) {
            return Err(Refusal::new(
                "NothingSaidOfAgreement",
                format!("Write first who was asked about {named}, or why nobody could be (F5): the manager must see it."),
            )
            .by("southampton-28"));
        }
        let unborn = contact.is_unborn(*child);
        let all_agreed = request.agencies.iter().all(|why| {
            contact.agreements.position(*child, &request.purpose, Some(&why.agency), unborn).is_agreed()
        });
        if all_agreed && !request.agencies.is_empty() {
            return Err(Refusal::new(
                "AlreadyAgreed",
                format!(
                    "Sharing about {named} with these agencies is agreed to already. No override is needed for it."
                ),
            ));
        }
    }
    Ok(())
}

fn authorise(
    contact: &Contact,
    no: OverrideNo,
    words: &ManagerWords,
    narrowed: Option<&Scope>,
    how: How,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let asked = waiting(contact, no)?;
    let role = authority(asked.by, asked.asked_at, cx)?;
    own_words(&words.belief, "what you believe", cx)?;
    reason(&words.if_asked, "what would happen if we asked first")?;
    reason(&words.less, "what less would do")?;
    reason(&words.why_agencies, "why these agencies")?;
    not_copied(&asked.request.belief, &words.belief)?;
    not_copied(&asked.request.less, &words.less)?;
    let whole = Scope {
        children: asked.request.children.clone(),
        agencies: asked.request.agencies.iter().map(|why| why.agency.clone()).collect(),
        until: asked.request.until,
    };
    let scope = narrowed.cloned().unwrap_or_else(|| whole.clone());
    let within = scope.children.iter().all(|child| whole.children.contains(child))
        && scope.agencies.iter().all(|agency| whole.agencies.contains(agency))
        && scope.until <= whole.until;
    if !within {
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
    if scope.until <= cx.now {
        return Err(Refusal::new(
            "EndIsPast",
            "The time asked for is over. Return it, so that the worker asks for a new one.",
        ));
    }
    Ok(vec![Event::OverrideAuthorised(OverrideAuthorised {
        no,
        role,
        how,
        words: words.clone(),
        scope,
        profile_digest: cx.policy.digest.clone(),
    })])
}
