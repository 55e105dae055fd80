//! What is judged about a word given from away.
//!
//! An answer or a code that is not taken is kept as an entry and authorises nothing: so every try counts, whoever asks for
//! the judgement, and the desk says the entry's own sentence to the worker.

use chrono::{DateTime, Utc};

use super::{
    authority::{is_requester, on_duty, reach, refusals_seen, said, source},
    due, reason, waiting,
};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        oversight::{
            AttemptRecorded, ByTelephone, CHALLENGES, Dictated, ManagerWords, NotTaken, Override,
            OverrideAnswerRefused, OverrideAuthorisedByTelephone, OverrideChallenged, Proof, Proved, Reached,
            TRIES, ToRing, digest, read_out,
        },
    },
    device,
    ids::{ChallengeNo, OverrideNo, StaffId},
    policy::Role,
    refusal::Refusal,
};

/// The fewest hexadecimal digits of a nonce: 16 bytes.
const NONCE: usize = 32;

impl Contact {
    /// Tells whom on the rota to ring now for an override, and on which number.
    pub fn to_ring(&self, no: OverrideNo, cx: &Context<'_>) -> ToRing {
        let Some(o) = self.oversight.get(no) else { return ToRing::Nobody };
        let mut rota = cx.duty.authorisers_at(cx.now);
        rota.retain(|(who, role)| {
            !o.was_written_by(*who) && *who != cx.actor.person && cx.duty.directory.is(*who, *role)
        });
        let tried = |who: StaffId| o.attempts.iter().any(|attempt| attempt.manager == who);
        match rota.iter().find(|(who, _)| !tried(*who)) {
            Some((manager, role)) => ToRing::Next {
                manager: *manager,
                role: *role,
                number: cx.duty.directory.number(*manager).map(|set| set.number.clone()),
            },
            None if rota.is_empty() => ToRing::Nobody,
            None => ToRing::AllTried,
        }
    }
}

/// Judges whether a manager on the telephone may decide what was asked; gives the duty and the number of the rota.
fn rung(o: &Override, manager: StaffId, cx: &Context<'_>) -> Result<(Role, String), Refusal> {
    if o.was_written_by(manager) {
        return Err(is_requester(
            "That manager asked for this themselves, so somebody else must decide it. Nothing was authorised; ring the next on the rota.",
        ));
    }
    if cx.actor.person == manager {
        return Err(Refusal::new(
            "SignInYourself",
            "You are that manager: sign in and decide at the console. Nothing was authorised.",
        )
        .by("southampton-32"));
    }
    if cx.duty.authorisers_at(cx.now).is_empty() {
        return Err(Refusal::new("NobodyOnRota", ToRing::Nobody.words()).by(source(cx)));
    }
    let role = on_duty(manager, o.asked_at, cx)?;
    let directory = &cx.duty.directory;
    if !directory.is(manager, role) {
        return Err(Refusal::new(
            "AccountWithoutRole",
            format!(
                "No account of that manager is one of a {} now. Nothing was authorised; ring the next on the rota.",
                cx.duty.called(role)
            ),
        )
        .by(source(cx)));
    }
    let Some(number) = directory.number(manager) else {
        return Err(Refusal::new(
            "NoNumberOnRota",
            "The rota has no number for that manager, and another must not be used. Nothing was authorised; have somebody else set it, or ring the next.",
        )
        .by(source(cx)));
    };
    let askers = |who: StaffId| who != manager && (o.was_written_by(who) || who == cx.actor.person);
    if askers(number.by) {
        return Err(Refusal::new(
            "NumberSetByAsker",
            "Who asks, or writes this down, set that number on the rota. Nothing was authorised; have somebody else set it, or ring the next.",
        )
        .by("southampton-24"));
    }
    Ok((role, number.number.clone()))
}

/// Wants a moment that lies in this contact, and not ahead.
fn in_time(contact: &Contact, began: DateTime<Utc>, cx: &Context<'_>) -> Result<(), Refusal> {
    if began > cx.now || began < contact.call.taken {
        return Err(Refusal::new(
            "CallOutOfTime",
            "That call would lie before this contact, or ahead of now. Write when it really was; every word is kept.",
        ));
    }
    Ok(())
}

/// Puts together what was said in a call, as far as it may be said at all.
fn call(contact: &Contact, o: &Override, spoke: &Dictated, cx: &Context<'_>) -> Result<ByTelephone, Refusal> {
    let (role, number) = rung(o, spoke.manager, cx)?;
    in_time(contact, spoke.began, cx)?;
    refusals_seen(contact, o.no, &spoke.seen_refusals)?;
    said(&o.request, &spoke.words, cx)?;
    let scope = reach(&o.request.whole(), spoke.narrowed.as_ref(), Some(cx.now))?;
    let read_out = read_out(contact, o, cx);
    Ok(ByTelephone {
        manager: spoke.manager,
        role,
        number,
        began: spoke.began,
        digest: digest(contact, o, spoke.manager, &read_out, &spoke.words, &scope),
        read_out,
        questions: ManagerWords::QUESTIONS.map(str::to_owned).to_vec(),
        words: spoke.words.clone(),
        scope,
        seen_refusals: spoke.seen_refusals.clone(),
    })
}

pub(super) fn challenge(
    contact: &Contact,
    no: OverrideNo,
    spoke: &Dictated,
    nonce: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let o = waiting(contact, no)?;
    let call = call(contact, o, spoke, cx)?;
    if o.challenges.len() >= CHALLENGES {
        return Err(Refusal::new(
            "ChallengesSpent",
            "Five challenges were made for this request, and there is no sixth. Every word is kept; have the manager sign in, or go another way.",
        )
        .by("southampton-24"));
    }
    let mut known = contact.oversight.overrides.iter().flat_map(|o| &o.challenges);
    let hexadecimal = nonce.len() >= NONCE && nonce.bytes().all(|b| b.is_ascii_hexdigit());
    if !hexadecimal || known.any(|old| old.nonce.eq_ignore_ascii_case(nonce)) {
        return Err(Refusal::new(
            "NonceNotFresh",
            "The challenge would not be unlike every other. Nothing was changed; make it once more.",
        ));
    }
    // Numbered through the contact, so that an answer to one request's is never one to another's.
    let numbers = contact.oversight.overrides.iter().flat_map(|o| &o.challenges).map(|old| old.no);
    let challenge = numbers.max().unwrap_or_default().next();
    Ok(vec![Event::OverrideChallenged(OverrideChallenged { no, challenge, nonce: nonce.to_owned(), call })])
}

pub(super) fn authorise(
    contact: &Contact,
    no: OverrideNo,
    spoke: &Dictated,
    proof: Proof,
    no_device: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let o = find_for(contact, no, proof)?;
    let not_taken = |why| {
        let challenge = match proof {
            Proof::Bound { challenge, .. } => Some(challenge),
            Proof::Code { .. } | Proof::Nothing => None,
        };
        let manager = spoke.manager;
        Ok(vec![Event::OverrideAnswerRefused(OverrideAnswerRefused { no, manager, challenge, why })])
    };
    if !o.waits() {
        return not_taken(NotTaken::Used);
    }
    if let Proof::Bound { challenge, .. } = proof
        && o.challenges.iter().any(|known| known.no == challenge && cx.now < known.at)
    {
        return not_taken(NotTaken::ClockMovedBack);
    }
    let call = call(contact, o, spoke, cx)?;
    if let Some((id, kind)) = proof.device() {
        let mut theirs = cx.duty.directory.devices.of(spoke.manager);
        let Some(device) = theirs.find(|device| device.id == id && device.kind == kind) else {
            return not_taken(NotTaken::NotTheirDevice);
        };
        if device.was_enrolled_by(cx.actor.person) || enrolled_by_askers(o, device) {
            return not_taken(NotTaken::EnrolledByAsker);
        }
    }
    let proved = match proof {
        Proof::Bound { challenge, device, fits } => match bound(o, challenge, &call, fits, cx) {
            Ok(()) => Proved::Bound { challenge, device },
            Err(why) => return not_taken(why),
        },
        Proof::Code { device, step, fits } => {
            let wrong = o.refused.iter().filter(|refused| {
                refused.challenge.is_none() && matches!(refused.why, NotTaken::Wrong | NotTaken::Used)
            });
            if wrong.count() >= TRIES {
                return not_taken(NotTaken::NoTriesLeft);
            }
            let last = cx.duty.directory.devices.get(device).and_then(|device| device.last_step);
            let here = contact.oversight.overrides.iter().flat_map(|o| &o.codes);
            let used = here.filter(|(of, _)| *of == device).map(|(_, step)| *step).max().max(last);
            if used.is_some_and(|used| step <= used) {
                return not_taken(NotTaken::Used);
            }
            if !fits {
                return not_taken(NotTaken::Wrong);
            }
            Proved::Code { device, step }
        }
        Proof::Nothing => {
            reason(no_device, "why no device of the manager's was used")
                .map_err(|refusal| refusal.by("southampton-32"))?;
            Proved::Nothing
        }
    };
    Ok(vec![Event::OverrideAuthorisedByTelephone(OverrideAuthorisedByTelephone {
        no,
        call,
        proof: proved,
        no_device: if proved == Proved::Nothing { no_device.to_owned() } else { String::new() },
        word_due: due(cx, "signed_word")?,
        profile_digest: cx.policy.digest.clone(),
    })])
}

/// Finds the request: one that is decided already is refused, unless an answer to it is given once more.
fn find_for(contact: &Contact, no: OverrideNo, proof: Proof) -> Result<&Override, Refusal> {
    let replayed = |o: &&Override| match proof {
        Proof::Bound { challenge, .. } => o.challenges.iter().any(|c| c.no == challenge && c.used),
        Proof::Code { device, step, .. } => o.codes.contains(&(device, step)),
        Proof::Nothing => false,
    };
    match contact.oversight.get(no).filter(replayed) {
        Some(o) => Ok(o),
        None => waiting(contact, no),
    }
}

fn enrolled_by_askers(o: &Override, device: &device::Device) -> bool {
    o.was_written_by(device.proposed_by) || device.enrolled_by.is_some_and(|by| o.was_written_by(by))
}

/// Judges an answer to a challenge; what is not taken says why.
fn bound(
    o: &Override,
    challenge: ChallengeNo,
    call: &ByTelephone,
    fits: bool,
    cx: &Context<'_>,
) -> Result<(), NotTaken> {
    let known = o.challenges.iter().find(|known| known.no == challenge).ok_or(NotTaken::ForAnother)?;
    if known.used {
        return Err(NotTaken::Used);
    }
    if o.challenges.last().is_some_and(|last| last.no != challenge) {
        return Err(NotTaken::Replaced);
    }
    if known.tries >= TRIES {
        return Err(NotTaken::NoTriesLeft);
    }
    if cx.now > known.until() {
        return Err(NotTaken::Expired);
    }
    // The digest covers request, words and reach: whatever changed since makes another text.
    if call.digest != known.call.digest || call.began != known.call.began {
        return Err(NotTaken::OtherWords);
    }
    if fits { Ok(()) } else { Err(NotTaken::Wrong) }
}

pub(super) fn attempt(
    contact: &Contact,
    no: OverrideNo,
    manager: StaffId,
    at: DateTime<Utc>,
    reached: &Reached,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let o = waiting(contact, no)?;
    let (role, number) = rung(o, manager, cx)?;
    in_time(contact, at, cx)?;
    match reached {
        Reached::WouldNotDecide { why } => reason(why, "why they would not decide")?,
        Reached::Declined { reason: why, next } => {
            reason(why, "why they decline")?;
            reason(next, "what they say to do instead")?;
        }
        Reached::NoAnswer | Reached::Engaged | Reached::Voicemail | Reached::SomebodyElse => {}
    }
    Ok(vec![Event::AttemptRecorded(AttemptRecorded {
        no,
        manager,
        role,
        number,
        rung: at,
        reached: reached.clone(),
    })])
}
