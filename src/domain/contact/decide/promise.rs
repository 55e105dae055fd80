//! What is judged about promises: who they may be made to, and that only the person moves their time.

use super::{
    family::find,
    named, reason,
    telling::{may_reach, not_safe},
};
use crate::domain::contact::{
    Contact, Context, Event,
    promise::{
        From, Owner, Promise, PromiseBroken, PromiseHandedOver, PromiseKept, PromiseMade, PromiseMistaken,
        PromiseMoved, PromiseOpenedAgain, PromiseTried, Promised, Tried,
    },
};
use crate::domain::{
    ids::{PersonNo, PromiseNo, StaffId},
    refusal::Refusal,
    value::YesNo,
};

pub(super) fn promise(
    contact: &Contact,
    from: From,
    promised: &Promised,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    reason(&promised.what, "what is promised")?;
    named(&promised.to, "to whom")?;
    if let Owner::Named(who) = &promised.owner {
        named(who, "who will do it")?;
    }
    named(&promised.agreed_with, "with whom it was agreed")
        .map_err(|refusal| refusal.by("herefordshire-03"))?;
    if promised.by <= cx.now {
        return Err(past("That time has passed already. Write by when it will be done."));
    }
    if let From::Note(no) = from
        && !contact.call.notes.iter().any(|note| note.no == no)
    {
        return Err(Refusal::new(
            "NoteUnknown",
            format!("There is no note {} in {}.", no.0, contact.reference),
        ));
    }
    // Whoever is meant by name alone is not told any more than whoever is chosen.
    let (sure, may) = contact.promised_to(promised);
    for person in sure {
        may_reach(contact, person, cx.now)?;
        if promised.ring_back && find(contact, person)?.telling.ring == Some(YesNo::No) {
            return Err(not_safe(contact, person, "ring"));
        }
    }
    for person in may {
        let telling = &find(contact, person)?.telling;
        if telling.bars(cx.now) || promised.ring_back && telling.ring == Some(YesNo::No) {
            return Err(may_be_meant(contact, person, &promised.to));
        }
    }
    contact.may_promise_now(promised, cx.now)?;
    if let Some(said) = contact.promise_says(promised.person, &promised.to, &promised.what, &[]) {
        return Err(said);
    }
    let no = PromiseNo(contact.telling.promises.iter().map(|promise| promise.no.0).max().unwrap_or(0)).next();
    Ok(vec![Event::PromiseMade(PromiseMade { no, from, promised: promised.clone() })])
}

pub(super) fn keep(contact: &Contact, no: PromiseNo, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    let promise = open(contact, no)?;
    // A time is promised to the minute: within it, it is kept.
    let late = cx.now.signed_duration_since(promise.promised.by).num_minutes() > 0;
    Ok(vec![Event::PromiseKept(PromiseKept { no, late })])
}

pub(super) fn broken(contact: &Contact, no: PromiseNo, why: &str) -> Result<Vec<Event>, Refusal> {
    open(contact, no)?;
    reason(why, "why it was not kept, and who was told")?;
    Ok(vec![Event::PromiseBroken(PromiseBroken { no, why: why.to_owned() })])
}

pub(super) fn renegotiate(
    contact: &Contact,
    moved: &PromiseMoved,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    open(contact, moved.no)?;
    named(&moved.with, "with whom the new time was agreed: only they can move it")
        .map_err(|refusal| refusal.by("leicestershire-01"))?;
    reason(&moved.why, "why another time was agreed")?;
    if moved.agreed > cx.now {
        return Err(Refusal::new(
            "NotAgreedYet",
            "That talk is still to come. Speak with them first; the promise stays as it is.",
        )
        .by("leicestershire-01"));
    }
    if moved.by <= cx.now {
        return Err(past("The new time has passed already. Write one to come."));
    }
    Ok(vec![Event::PromiseMoved(moved.clone())])
}

pub(super) fn tried(
    contact: &Contact,
    no: PromiseNo,
    tried: &Tried,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let promise = open(contact, no)?;
    if tried.next.is_some_and(|next| next <= cx.now) {
        return Err(past("The next try lies in the past. Write a time to come, or none."));
    }
    if tried.left {
        let (sure, may) = contact.promised_to(&promise.promised);
        for person in sure.into_iter().chain(may) {
            may_reach(contact, person, cx.now)?;
            if find(contact, person)?.telling.message == Some(YesNo::No) {
                return Err(not_safe(contact, person, "leave a message for"));
            }
        }
        contact.may_promise_now(&promise.promised, cx.now)?;
        if tried.voicemail != YesNo::Yes {
            return Err(Refusal::new(
                "VoicemailNotSafe",
                "A voicemail is left only where it is known to be safe. If one was left all the same, write that in a note and tell a manager.",
            ));
        }
    }
    Ok(vec![Event::PromiseTried(PromiseTried { no, tried: tried.clone() })])
}

pub(super) fn hand_over(
    contact: &Contact,
    no: PromiseNo,
    to: StaffId,
    why: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let promise = open(contact, no)?;
    let Owner::Staff(from) = promise.promised.owner else {
        return Err(Refusal::new(
            "NotOurPromise",
            "Somebody outside owes this. It cannot be handed to a colleague; agree a new one instead.",
        ));
    };
    if from == to {
        return Ok(vec![]);
    }
    if !cx.duty.directory.get(to).is_some_and(|known| known.roles.iter().any(|role| role.writes())) {
        return Err(Refusal::new(
            "NoSuchCover",
            "Nobody of that name works at this desk and can act. Name a colleague who covers.",
        )
        .by("barnsley-20"));
    }
    reason(why, "why a colleague takes it, and whether the person knows")?;
    Ok(vec![Event::PromiseHandedOver(PromiseHandedOver { no, from, to, why: why.to_owned() })])
}

pub(super) fn open_again(contact: &Contact, no: PromiseNo, why: &str) -> Result<Vec<Event>, Refusal> {
    if find_promise(contact, no)?.is_open() {
        return Ok(vec![]);
    }
    reason(why, "what was wrong: it is owed again from now")?;
    Ok(vec![Event::PromiseOpenedAgain(PromiseOpenedAgain { no, why: why.to_owned() })])
}

pub(super) fn mistaken(contact: &Contact, no: PromiseNo, why: &str) -> Result<Vec<Event>, Refusal> {
    let promise = find_promise(contact, no)?;
    if !promise.was_made() {
        return Ok(vec![]);
    }
    if contact.telling.written == Some(no) {
        return Err(Refusal::new(
            "OwedByProtocol",
            "The protocol asks for the call in writing, and nobody promised it. Say what became of it instead.",
        ));
    }
    reason(why, "what was wrong: it stays on the record, and nobody owes it")?;
    Ok(vec![Event::PromiseMistaken(PromiseMistaken { no, why: why.to_owned() })])
}

/// Wants it said who is meant, where one of those whom the words may mean is barred.
fn may_be_meant(contact: &Contact, person: PersonNo, to: &str) -> Refusal {
    Refusal::new(
        "NotToBeTold",
        format!(
            "“{to}” may mean {}, whom Alt+w in {} says not to tell or not to ring. Choose who of the family it is; nothing was promised.",
            contact.family.names(&[person]),
            contact.reference
        ),
    )
    .by("barnsley-22")
}

fn past(words: &str) -> Refusal {
    Refusal::new("TimeIsPast", words).by("leicestershire-01")
}

fn open(contact: &Contact, no: PromiseNo) -> Result<&Promise, Refusal> {
    let promise = find_promise(contact, no)?;
    if promise.is_open() {
        return Ok(promise);
    }
    Err(Refusal::new("PromiseSettled", "That promise is settled already. Nothing was changed."))
}

fn find_promise(contact: &Contact, no: PromiseNo) -> Result<&Promise, Refusal> {
    contact.telling.promise(no).ok_or_else(|| {
        Refusal::new("PromiseUnknown", format!("There is no promise {} in {}.", no.0, contact.reference))
    })
}
