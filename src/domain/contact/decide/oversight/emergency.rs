//! What is judged about emergencies: recording never waits, and what was not upheld is followed to its end.

use super::{agencies, authority::in_person, children, due, not_copied, own_words, reason};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        oversight::{
            Acted, Came, Emergency, EmergencyActed, EmergencyDescribed, EmergencyNotUpheld, EmergencyState,
            EmergencyUpheld, GroundState, Must, MustSettled,
        },
    },
    ids::EmergencyNo,
    refusal::Refusal,
};

pub(super) fn waiting(contact: &Contact, no: EmergencyNo) -> Result<&Emergency, Refusal> {
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

/// Wants that whatever is named is known; what is not written yet can follow.
fn fits(contact: &Contact, acted: &Acted, cx: &Context<'_>) -> Result<(), Refusal> {
    if !acted.children.is_empty() {
        children(contact, &acted.children)?;
    }
    agencies(&acted.agencies, cx)
}

pub(super) fn act(contact: &Contact, acted: &Acted, cx: &Context<'_>) -> Result<Vec<Event>, Refusal> {
    fits(contact, acted, cx)?;
    let no = EmergencyNo(contact.oversight.emergencies.iter().map(|e| e.no.0).max().unwrap_or(0)).next();
    Ok(vec![Event::EmergencyActed(EmergencyActed {
        no,
        due: due(cx, "emergency_oversight")?,
        covers: due(cx, "emergency_cover")?,
        acted: acted.clone(),
    })])
}

pub(super) fn describe(
    contact: &Contact,
    no: EmergencyNo,
    acted: &Acted,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let emergency = waiting(contact, no)?;
    fits(contact, acted, cx)?;
    if emergency.acted == *acted {
        return Ok(vec![]);
    }
    children(contact, &acted.children)?;
    reason(&acted.danger, "what the immediate danger was")?;
    reason(&acted.done, "what was done or shared")?;
    Ok(vec![Event::EmergencyDescribed(EmergencyDescribed { no, acted: acted.clone() })])
}

/// Wants what follows where it is not upheld, however the manager says so.
pub(super) fn follows(stop: &str, told: &str) -> Result<(), Refusal> {
    reason(stop, "what stops now and what is called back")?;
    reason(told, "who is told, and by whom")
}

pub(super) fn uphold(
    contact: &Contact,
    no: EmergencyNo,
    words: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let emergency = waiting(contact, no)?;
    in_person(emergency.was_written_by(cx.actor.person), emergency.at, cx)?;
    emergency.described()?;
    own_words(words, "why what was done was right", cx)?;
    not_copied(&emergency.acted.danger, words)?;
    Ok(vec![Event::EmergencyUpheld(EmergencyUpheld { no, words: words.to_owned() })])
}

pub(super) fn not_uphold(
    contact: &Contact,
    no: EmergencyNo,
    words: &str,
    stop: &str,
    told: &str,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let emergency = waiting(contact, no)?;
    in_person(emergency.was_written_by(cx.actor.person), emergency.at, cx)?;
    own_words(words, "why it is not upheld", cx)?;
    follows(stop, told)?;
    let (words, stop, told) = (words.to_owned(), stop.to_owned(), told.to_owned());
    Ok(vec![Event::EmergencyNotUpheld(EmergencyNotUpheld { no, words, stop, told })])
}

pub(super) fn settle(
    contact: &Contact,
    must: Must,
    came: &Came,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    let mut open = contact.to_do().into_iter().chain(contact.to_look_again());
    if open.all(|open| open.must != must) {
        return Err(Refusal::new(
            "NothingToSettle",
            "That does not have to be done, or somebody has written down already what came of it. Nothing was changed.",
        ));
    }
    if let Must::SeeEnd(no) = must {
        let ended = contact.oversight.ground(no).and_then(|ground| match ground.state {
            GroundState::Ended { by, .. } => Some(by),
            _ => None,
        });
        if !cx.actor.manages() || ended == Some(cx.actor.person) {
            return Err(Refusal::new(
                "ManagerSees",
                "Two decided this, and one alone ended it: a manager who did not end it says whether that is right. Nothing was changed.",
            )
            .by("southampton-32"));
        }
    }
    match came {
        Came::Done { how } => reason(how, "how it was done, when and by whom")?,
        Came::CouldNot { why } => reason(why, "why it could not be done, and what was tried")?,
    }
    Ok(vec![Event::MustSettled(MustSettled { must, came: came.clone() })])
}
