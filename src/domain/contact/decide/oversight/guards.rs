//! What guards every word by telephone, whatever it is on: who may be rung, and what shows that it was them.

use chrono::{DateTime, Utc};

use super::{
    authority::{is_requester, on_duty, source},
    reason,
};
use crate::domain::{
    contact::{
        Contact, Context,
        oversight::{AnswerRefused, NotTaken, Override, Proof, TRIES, ToRing},
    },
    device::Device,
    ids::{DeviceId, StaffId},
    policy::Role,
    refusal::Refusal,
};

/// Who asks a manager, by person, and since when: none of them answers, or had a hand in what shows who answered.
pub(super) struct Askers {
    /// Whoever asked, or wrote on it.
    pub(super) people: Vec<StaffId>,
    /// When it was asked.
    pub(super) since: DateTime<Utc>,
}

impl Askers {
    /// Gives those of an override.
    pub(super) fn of(o: &Override) -> Self {
        let people = o.writers.iter().copied().chain([o.by]).collect();
        Self { people, since: o.asked_at }
    }

    /// Tells whether somebody is one of them.
    pub(super) fn has(&self, person: StaffId) -> bool {
        self.people.contains(&person)
    }

    fn enrolled(&self, device: &Device) -> bool {
        self.has(device.proposed_by) || device.enrolled_by.is_some_and(|by| self.has(by))
    }
}

/// Judges whether a manager on the telephone may decide what was asked; gives the duty and the number of the rota.
pub(super) fn rung(askers: &Askers, manager: StaffId, cx: &Context<'_>) -> Result<(Role, String), Refusal> {
    if askers.has(manager) {
        return Err(is_requester(
            "That manager asked for this themselves, so somebody else must decide it. Nothing was decided; ring the next on the rota.",
        ));
    }
    if cx.actor.person == manager {
        return Err(Refusal::new(
            "SignInYourself",
            "You are that manager: sign in and decide at the console. Nothing was decided.",
        )
        .by("southampton-32"));
    }
    if cx.duty.authorisers_at(cx.now).is_empty() {
        return Err(Refusal::new("NobodyOnRota", ToRing::Nobody.words()).by(source(cx)));
    }
    let role = on_duty(manager, askers.since, cx)?;
    let directory = &cx.duty.directory;
    if !directory.is(manager, role) {
        return Err(Refusal::new(
            "AccountWithoutRole",
            format!(
                "No account of that manager is one of a {} now. Nothing was decided; ring the next on the rota.",
                cx.duty.called(role)
            ),
        )
        .by(source(cx)));
    }
    let Some(number) = directory.number(manager) else {
        return Err(Refusal::new(
            "NoNumberOnRota",
            "The rota has no number for that manager, and another must not be used. Nothing was decided; have somebody else set it, or ring the next.",
        )
        .by(source(cx)));
    };
    if number.by != manager && (askers.has(number.by) || number.by == cx.actor.person) {
        return Err(Refusal::new(
            "NumberSetByAsker",
            "Who asks, or writes this down, set that number on the rota. Nothing was decided; have somebody else set it, or ring the next.",
        )
        .by("southampton-24"));
    }
    Ok((role, number.number.clone()))
}

/// Wants a moment that lies in this contact, and not ahead.
pub(super) fn in_time(contact: &Contact, began: DateTime<Utc>, cx: &Context<'_>) -> Result<(), Refusal> {
    if began > cx.now || began < contact.call.taken {
        return Err(Refusal::new(
            "CallOutOfTime",
            "That call would lie before this contact, or ahead of now. Write when it really was; every word is kept.",
        ));
    }
    Ok(())
}

/// Wants the device of a proof to be the manager's own, and none that whoever asks or writes it down had a hand in.
pub(super) fn device(
    askers: &Askers,
    manager: StaffId,
    proof: Proof,
    cx: &Context<'_>,
) -> Result<(), NotTaken> {
    let Some((id, kind)) = proof.device() else { return Ok(()) };
    let mut theirs = cx.duty.directory.devices.of(manager);
    let device =
        theirs.find(|device| device.id == id && device.kind == kind).ok_or(NotTaken::NotTheirDevice)?;
    if device.was_enrolled_by(cx.actor.person) || askers.enrolled(device) {
        return Err(NotTaken::EnrolledByAsker);
    }
    Ok(())
}

/// Wants a one-time code to fit, to be used nowhere else, and not to be tried too often; `before`: what was not taken yet.
pub(super) fn code<'a>(
    contact: &Contact,
    before: impl Iterator<Item = &'a AnswerRefused>,
    (device, step): (DeviceId, u64),
    fits: bool,
    cx: &Context<'_>,
) -> Result<(), NotTaken> {
    let wrong = before.filter(|refused| matches!(refused.why, NotTaken::Wrong | NotTaken::Used));
    if wrong.count() >= TRIES {
        return Err(NotTaken::NoTriesLeft);
    }
    let last = cx.duty.directory.devices.get(device).and_then(|device| device.last_step);
    let here = contact.oversight.codes().filter(|(of, _)| *of == device).map(|(_, step)| step);
    if here.max().max(last).is_some_and(|used| step <= used) {
        return Err(NotTaken::Used);
    }
    if fits { Ok(()) } else { Err(NotTaken::Wrong) }
}

/// Wants the reason why nothing but the voice shows who spoke.
pub(super) fn voice_only(no_device: &str) -> Result<(), Refusal> {
    reason(no_device, "why no device of the manager's was used")
        .map_err(|refusal| refusal.by("southampton-32"))
}
