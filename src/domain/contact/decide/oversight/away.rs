//! What is judged about a word given from away.
//!
//! An answer or a code that is not taken is kept as an entry and authorises nothing: so every try counts, whoever asks for
//! the judgement, and the desk says the entry's own sentence to the worker.

use chrono::{DateTime, Utc};

use super::{
    authority::{dictated, reach, refusals_seen},
    due,
    guards::{Askers, code, device, in_time, rung, voice_only},
    reason, waiting,
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
    ids::{ChallengeNo, OverrideNo, StaffId},
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

/// Puts together what was said in a call, as far as it may be said at all.
fn call(contact: &Contact, o: &Override, spoke: &Dictated, cx: &Context<'_>) -> Result<ByTelephone, Refusal> {
    let (role, number) = rung(&Askers::of(o), spoke.manager, cx)?;
    in_time(contact, spoke.began, cx)?;
    refusals_seen(contact, o.no, &spoke.seen_refusals)?;
    dictated(&o.request, &spoke.words, cx)?;
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
    if let Err(why) = device(&Askers::of(o), spoke.manager, proof, cx) {
        return not_taken(why);
    }
    let proved = match proof {
        Proof::Bound { challenge, device, fits } => match bound(o, challenge, &call, fits, cx) {
            Ok(()) => Proved::Bound { challenge, device },
            Err(why) => return not_taken(why),
        },
        Proof::Code { device, step, fits } => {
            let tries = o.refused.iter().filter(|refused| refused.challenge.is_none());
            match code(contact, tries, (device, step), fits, cx) {
                Ok(()) => Proved::Code { device, step },
                Err(why) => return not_taken(why),
            }
        }
        Proof::Nothing => {
            voice_only(no_device)?;
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
    let (role, number) = rung(&Askers::of(o), manager, cx)?;
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
