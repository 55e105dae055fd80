//! What is judged about a word by telephone on what takes two, and about the manager's own signed word on it.
//!
//! By telephone as at a console nobody answers what they asked for themselves. By telephone a second person of whichever role must
//! be on duty: nobody sees who speaks, so nothing but the rota says whom to ring, and on which number.

use chrono::{DateTime, Utc};

use super::{
    authority::source,
    dictated_words, due, emergency,
    guards::{Askers, code, device, in_time, rung, voice_only},
    not_copied, reason,
};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        oversight::{
            Answered, CalledInVain, Emergency, Follows, GroundState, NotTaken, OfTwo, Proof, Proved, Reached,
            SaidByTelephone, SpokenWord, WordCodeRefused, WordConfirmed, WordDisowned, WordTakenDown,
            read_out_of_two,
        },
        route::State,
    },
    ids::{StaffId, WordNo},
    policy::{Role, outcomes::Second},
    queue::TELL_HEAD,
    refusal::Refusal,
    value::Value,
};

/// What waits for a manager: who asked, in what words, and whose word it takes where the profile says.
struct Waits<'a> {
    askers: Askers,
    theirs: Vec<&'a str>,
    second: Option<(&'a str, &'a Second)>,
    acted: Option<&'a Emergency>,
}

impl Waits<'_> {
    /// Tells whether somebody is one of those whose word it takes.
    fn takes(&self, manager: StaffId, cx: &Context<'_>) -> bool {
        self.second
            .is_none_or(|(_, second)| second.by.iter().any(|role| cx.duty.directory.is(manager, *role)))
    }
}

fn waiting<'a>(contact: &'a Contact, of: OfTwo, cx: &Context<'a>) -> Result<Waits<'a>, Refusal> {
    let not_waiting = |what: &str, state: &str| {
        Refusal::new("NotWaiting", format!("{what} is {state}. Nothing was changed."))
    };
    match of {
        OfTwo::Ground(no) => {
            let ground = contact.oversight.ground(no).ok_or_else(|| {
                Refusal::new(
                    "GroundMissing",
                    format!("There is no ground {} in {}.", no.0, contact.reference),
                )
            })?;
            if ground.state != GroundState::Waits {
                return Err(not_waiting("That ground", ground.state.words()));
            }
            let askers = Askers { people: vec![ground.by], since: ground.at };
            Ok(Waits { askers, theirs: vec![ground.proposed.evidence.as_str()], second: None, acted: None })
        }
        OfTwo::Route(no) => {
            let route = contact.routes.get(no).ok_or_else(|| {
                Refusal::new("RouteUnknown", format!("There is no route {} in {}.", no.0, contact.reference))
            })?;
            let outcome = cx.policy.outcomes.get(route.letter);
            let name = outcome.map_or("That outcome", |outcome| outcome.name.as_str());
            let (State::WaitsForSecond { .. }, Some(decided), Some(second)) =
                (&route.state, &route.decided, outcome.and_then(|outcome| outcome.second.as_ref()))
            else {
                return Err(not_waiting(name, route.state.words()));
            };
            let card = route.fields.values().filter_map(|value| match value {
                Value::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let askers = Askers { people: vec![decided.by], since: decided.at };
            let theirs = card.chain([decided.reason.as_str()]).collect();
            Ok(Waits { askers, theirs, second: Some((name, second)), acted: None })
        }
        OfTwo::Emergency(no) => {
            let acted = emergency::waiting(contact, no)?;
            let askers = Askers { people: acted.writers().collect(), since: acted.at };
            Ok(Waits { askers, theirs: vec![acted.acted.danger.as_str()], second: None, acted: Some(acted) })
        }
    }
}

impl Contact {
    /// Gives those on the rota who may be rung now about what takes two, in its order.
    pub fn rota_for(&self, of: OfTwo, cx: &Context<'_>) -> Vec<(StaffId, Role)> {
        let Ok(waits) = waiting(self, of, cx) else { return Vec::new() };
        let mut rota = cx.duty.authorisers_at(cx.now);
        rota.retain(|(who, role)| {
            !waits.askers.has(*who)
                && *who != cx.actor.person
                && cx.duty.directory.is(*who, *role)
                && waits.takes(*who, cx)
        });
        rota
    }
}

/// Judges whom one may ring about it; gives the duty and the number of the rota.
fn may_be_rung(
    of: OfTwo,
    waits: &Waits<'_>,
    manager: StaffId,
    cx: &Context<'_>,
) -> Result<(Role, String), Refusal> {
    let rung = rung(&waits.askers, manager, cx).map_err(|refusal| match refusal.code {
        "NobodyOnRota" => Refusal::new("NobodyOnRota", of.nobody_to_ring()).by(source(cx)),
        _ => refusal,
    })?;
    if let Some((name, second)) = waits.second.filter(|_| !waits.takes(manager, cx)) {
        let by = second.by.iter().map(|role| cx.duty.called(*role)).collect::<Vec<_>>().join(", ");
        return Err(Refusal::new(
            "NotTheSecond",
            format!("The second word on {name} is one of: {by}. Nothing was decided; ring one of them."),
        )
        .by(second.rule.as_str()));
    }
    Ok(rung)
}

/// Puts together what was said in a call, as far as it may be said at all.
fn said(
    contact: &Contact,
    of: OfTwo,
    waits: &Waits<'_>,
    answered: &Answered,
    cx: &Context<'_>,
) -> Result<SaidByTelephone, Refusal> {
    let (role, number) = may_be_rung(of, waits, answered.manager, cx)?;
    in_time(contact, answered.began, cx)?;
    let read_out = read_out_of_two(contact, of, cx);
    if answered.read_out != read_out {
        return Err(Refusal::new(
            "ReadOutChanged",
            "It was written anew after it was read out. Nothing was decided and every word is kept; read out what stands there now, and ask again.",
        )
        .by("southampton-32"));
    }
    let follows = Some(&answered.follows).filter(|_| waits.acted.is_some() && !answered.agree);
    match (waits.acted, follows) {
        (_, Some(Follows { stop, told })) => emergency::follows(stop, told)?,
        (Some(acted), None) => acted.described()?,
        (None, None) => {}
    }
    dictated_words(&answered.words, "What they say", cx)?;
    for theirs in &waits.theirs {
        not_copied(theirs, &answered.words)?;
    }
    Ok(SaidByTelephone {
        manager: answered.manager,
        role,
        number,
        began: answered.began,
        read_out,
        agree: answered.agree,
        words: answered.words.clone(),
        follows: follows.cloned(),
    })
}

pub(super) fn take_down(
    contact: &Contact,
    of: OfTwo,
    answered: &Answered,
    proof: Proof,
    no_device: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let waits = waiting(contact, of, cx)?;
    let not_taken = |why: NotTaken| {
        Ok(vec![Event::WordCodeRefused(WordCodeRefused { of, manager: answered.manager, why })])
    };
    let said = said(contact, of, &waits, answered, cx)?;
    if let Err(why) = device(&waits.askers, answered.manager, proof, cx) {
        return not_taken(why);
    }
    let proof = match proof {
        Proof::Bound { .. } => return Err(OfTwo::no_challenge()),
        Proof::Code { device, step, fits } => {
            match code(contact, contact.oversight.not_taken_for(of), (device, step), fits, cx) {
                Ok(()) => Proved::Code { device, step },
                Err(why) => return not_taken(why),
            }
        }
        Proof::Nothing => {
            voice_only(no_device)?;
            Proved::Nothing
        }
    };
    let no = contact.oversight.spoken.iter().map(|word| word.no).max().unwrap_or_default().next();
    Ok(vec![Event::WordTakenDown(WordTakenDown {
        no,
        of,
        said,
        proof,
        no_device: if proof == Proved::Nothing { no_device.to_owned() } else { String::new() },
        word_due: due(cx, "signed_word")?,
        profile_digest: cx.policy.digest.clone(),
    })])
}

pub(super) fn call_in_vain(
    contact: &Contact,
    of: OfTwo,
    manager: StaffId,
    at: DateTime<Utc>,
    reached: &Reached,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let waits = waiting(contact, of, cx)?;
    let (role, number) = may_be_rung(of, &waits, manager, cx)?;
    in_time(contact, at, cx)?;
    match reached {
        Reached::WouldNotDecide { why } => reason(why, "why they would not decide")?,
        Reached::Declined { .. } => {
            return Err(Refusal::new(
                "TakeTheirWordDown",
                "A no is a manager's word: take it down as what they say, so that they sign for it. Nothing was changed.",
            )
            .by("southampton-32"));
        }
        Reached::NoAnswer | Reached::Engaged | Reached::Voicemail | Reached::SomebodyElse => {}
    }
    let reached = reached.clone();
    Ok(vec![Event::CalledInVain(CalledInVain { of, manager, role, number, rung: at, reached })])
}

/// Finds what the actor is said to have said and has not signed for; tells whether it is late.
fn owed<'a>(contact: &'a Contact, no: WordNo, cx: &Context<'_>) -> Result<(&'a SpokenWord, bool), Refusal> {
    let word = contact.oversight.spoken_word(no).ok_or_else(|| {
        Refusal::new(
            "WordUnknown",
            format!("There is no word {} by telephone in {}.", no.0, contact.reference),
        )
    })?;
    let Some(due) = word.unsigned() else {
        return Err(Refusal::new(
            "NoWordOwed",
            format!("That word was given {}: no signature is waited for. Nothing was changed.", word.mark()),
        ));
    };
    if word.said.manager != cx.actor.person {
        return Err(Refusal::new(
            "NotTheirWord",
            "Only the manager who is said to have decided this signs for it, in person. Nothing was changed; ask them to sign in.",
        )
        .by("southampton-32"));
    }
    if cx.now < word.at {
        return Err(Refusal::new(
            "ClockMovedBack",
            "The clock stands before the word itself. Nothing was changed; set the clock right and sign then.",
        ));
    }
    Ok((word, cx.now > due.at))
}

pub(super) fn confirm(contact: &Contact, no: WordNo, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let (_, late) = owed(contact, no, cx)?;
    Ok(vec![Event::WordConfirmed(WordConfirmed { no, late })])
}

pub(super) fn disown(
    contact: &Contact,
    no: WordNo,
    why: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let (word, late) = owed(contact, no, cx)?;
    reason(why, "what you have to say of it: whether you were rung, and what you said")?;
    let asks = if matches!(word.of, OfTwo::Emergency(_)) { "emergency_oversight" } else { "oversight" };
    let (why, tell, due) = (why.to_owned(), due(cx, TELL_HEAD)?, due(cx, asks)?);
    Ok(vec![Event::WordDisowned(WordDisowned { no, late, why, tell, due })])
}
