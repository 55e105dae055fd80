//! What is judged about devices: two people, and never the owner.

use super::{Command, DeviceEnded, DeviceEnrolled, DeviceProposed, DeviceUsed, Standing};
use crate::domain::{
    desk::{Event, State},
    ids::{DeviceId, StaffId},
    input::text,
    policy::Role,
    refusal::Refusal,
    staff::Actor,
};

/// Judges a command, once the table of permissions let it through; `actor` is nobody only in the sitting in which a desk is
/// founded.
pub(in crate::domain) fn decide(
    desk: &State,
    command: &Command,
    actor: Option<&Actor>,
) -> Result<Vec<Event>, Refusal> {
    match command {
        Command::Propose { device, person, kind, secret, replaces } => {
            let actor = signed_in(actor)?;
            owner(desk, *person, secret)?;
            fresh(desk, *device, secret)?;
            if let Some(old) = replaces
                && !desk.devices.of(*person).any(|device| device.id == *old)
            {
                return Err(unknown("to replace"));
            }
            Ok(vec![Event::DeviceProposed(DeviceProposed {
                device: *device,
                person: *person,
                kind: *kind,
                secret: secret.clone(),
                by: actor.person,
                replaces: *replaces,
            })])
        }
        Command::Enrol { device, secret } => {
            let actor = signed_in(actor)?;
            let proposed = desk.devices.get(*device).ok_or_else(|| unknown("to enrol"))?;
            if proposed.standing != Standing::Proposed {
                return Err(Refusal::new(
                    "NotProposed",
                    format!("That device is {}. Nothing was changed.", proposed.standing.words()),
                ));
            }
            if proposed.proposed_by == actor.person {
                return Err(Refusal::new(
                    "ProposedIt",
                    "You proposed this device yourself, so somebody else must enrol it. It is kept as proposed.",
                )
                .by("southampton-24"));
            }
            if proposed.secret != *secret {
                return Err(Refusal::new(
                    "SecretDiffers",
                    "What the device shows is not what was proposed. It was not enrolled; look at it together with its owner.",
                )
                .by("southampton-24"));
            }
            Ok(vec![Event::DeviceEnrolled(DeviceEnrolled { device: *device, by: actor.person })])
        }
        Command::Found { device, person, kind, secret, by: [one, other] } => {
            if actor.is_some() {
                return Err(Refusal::new(
                    "NotFounding",
                    "That is for the sitting in which a desk is founded. Propose the device, and let another enrol it.",
                )
                .by("southampton-24"));
            }
            owner(desk, *person, secret)?;
            fresh(desk, *device, secret)?;
            let three = one != other && one != person && other != person;
            let known = |who: &StaffId| desk.accounts.iter().any(|account| account.person == *who);
            if !(three && [one, other, person].into_iter().all(known)) {
                return Err(Refusal::new(
                    "ThreeNeeded",
                    "A device takes two people beside its owner, each with an account. The desk is founded without it.",
                )
                .by("southampton-24"));
            }
            Ok(vec![
                Event::DeviceProposed(DeviceProposed {
                    device: *device,
                    person: *person,
                    kind: *kind,
                    secret: secret.clone(),
                    by: *one,
                    replaces: None,
                }),
                Event::DeviceEnrolled(DeviceEnrolled { device: *device, by: *other }),
            ])
        }
        Command::End { device, lost, why } => {
            let actor = signed_in(actor)?;
            let known = desk.devices.get(*device).ok_or_else(|| unknown("to take away"))?;
            if known.person != actor.person && !(actor.manages() || actor.is(Role::Administrator)) {
                return Err(Refusal::new(
                    "NotYours",
                    "Its owner, a manager or an administrator takes a device away. Nothing was changed; ask one of them.",
                ));
            }
            if !text::says_something(why) {
                return Err(Refusal::new(
                    "ReasonNeeded",
                    "Say why the device is taken away. Nothing was changed yet.",
                ));
            }
            if !matches!(known.standing, Standing::Proposed | Standing::Enrolled) {
                return Ok(vec![]);
            }
            let (device, lost, why, by) = (*device, *lost, why.clone(), actor.person);
            Ok(vec![Event::DeviceEnded(DeviceEnded { device, lost, why, by })])
        }
        Command::Use { device, step } => {
            let known = desk.devices.get(*device).ok_or_else(|| unknown("to use"))?;
            if known.last_step.is_some_and(|last| *step <= last) {
                return Err(Refusal::new(
                    "CodeUsed",
                    "That code was used before. Nothing was decided; wait for the next one.",
                ));
            }
            Ok(vec![Event::DeviceUsed(DeviceUsed { device: *device, step: *step })])
        }
    }
}

fn unknown(what: &str) -> Refusal {
    Refusal::new(
        "DeviceUnknown",
        format!("There is no such device {what}. Nothing was changed; look at the list."),
    )
}

fn signed_in(actor: Option<&Actor>) -> Result<&Actor, Refusal> {
    actor.ok_or_else(|| {
        Refusal::new(
            "NobodySignedIn",
            "Somebody has to sign in for this, so that the record says who. Nothing was changed.",
        )
    })
}

/// Wants somebody who could authorise at all, and a secret that is named.
fn owner(desk: &State, person: StaffId, secret: &str) -> Result<(), Refusal> {
    if !desk.roles_of(person).iter().any(|role| role.manages()) {
        return Err(Refusal::new(
            "OwnerDoesNotManage",
            "None of that person's accounts manages, so a device would authorise nothing. Open such an account first.",
        )
        .by("southampton-24"));
    }
    if secret.trim().is_empty() {
        return Err(Refusal::new(
            "SecretMissing",
            "The device shows a mark: write it down. Nothing was changed.",
        ));
    }
    Ok(())
}

fn fresh(desk: &State, device: DeviceId, secret: &str) -> Result<(), Refusal> {
    if desk.devices.all().iter().any(|known| known.id == device || known.secret == secret) {
        return Err(Refusal::new(
            "DeviceKnown",
            "That device was proposed before. Make a new secret on it, and begin again.",
        ));
    }
    Ok(())
}
