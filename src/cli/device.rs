//! `dutydesk device`: the devices by which managers answer on the telephone. It takes two people, and neither is its owner.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Failure, out, place::Place, prompt};
use crate::{
    desk::{Desk, DeskError},
    domain::{
        device::{Kind, Standing},
        ids::StaffId,
    },
    exchange::json,
};

/// Proposes, enrols and takes away the devices by which managers answer on the telephone.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Device {
    /// Proposes a device for a manager, and shows its secret this once; for another manager or an administrator.
    Propose {
        /// Whose: name, initials or a name they sign in by.
        name: String,
        /// One that shows one-time codes (any authenticator app), which are not bound to what is authorised.
        #[arg(long)]
        code: bool,
    },
    /// Enrols a device that somebody else proposed: asks for the digits that it shows.
    Enrol {
        /// Whose.
        name: String,
        /// Which of theirs, by its number in the list.
        #[arg(long, value_name = "N")]
        device: Option<usize>,
    },
    /// Takes a device away: it proves nothing any more.
    Revoke(End),
    /// Says that a device is lost: it proves nothing any more.
    Lost(End),
    /// Lists every device that was ever proposed.
    List {
        /// Writes a JSON array: `number`, `name`, `kind`, `standing`, `proposed_by`, `enrolled_by`.
        #[arg(long)]
        json: bool,
    },
}

/// How a device ends.
#[derive(Debug, clap::Args)]
pub(super) struct End {
    /// Whose.
    name: String,
    /// Why.
    #[arg(long, value_name = "REASON")]
    why: String,
    /// Which of theirs, by its number in the list.
    #[arg(long, value_name = "N")]
    device: Option<usize>,
}

impl Device {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Propose { name, code } => {
                propose(place, name, if *code { Kind::Totp } else { Kind::Bound })
            }
            Self::Enrol { name, device } => enrol(place, name, *device),
            Self::Revoke(end) => take_away(place, end, false),
            Self::Lost(end) => take_away(place, end, true),
            Self::List { json } => list(place, *json),
        }
    }
}

fn person(desk: &Desk, name: &str) -> Result<StaffId, Failure> {
    let found = desk.book().state.find_staff(name);
    Ok(found.ok_or_else(|| DeskError::NobodyOfThatName(name.to_owned()))?)
}

fn propose(place: &Place, name: &str, kind: Kind) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let person = person(&desk, name)?;
    let proposed = desk.propose_device(person, kind)?;
    let name = desk.book().state.name_of(person);
    let how = match kind {
        Kind::Bound => format!(
            "{name} types this into their own device, with `dutydesk authorise --enrol`, while you look on:"
        ),
        Kind::Totp => {
            format!("{name} types this key into their authenticator app (by time, 6 digits, SHA-1):")
        }
    };
    out::text(&format!(
        "{how}\n\n    {}\n\nIt is shown this once. The device counts for nothing until somebody else, who is neither you nor {name},\n\
         has seen what it shows: `dutydesk device enrol \"{name}\"`.",
        proposed.code
    ))
}

fn enrol(place: &Place, name: &str, number: Option<usize>) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let person = person(&desk, name)?;
    let device = desk.find_device(person, number, |device| device.standing == Standing::Proposed)?;
    let totp = desk.book().state.devices.get(device).is_some_and(|device| device.kind == Kind::Totp);
    let question =
        if totp { "The code that the app shows now: " } else { "The digits that the device itself shows: " };
    let shows = prompt::ask(question, |text| match text {
        "" => Err("read them off the device, not from anybody's memory"),
        shows => Ok(shows.to_owned()),
    })?;
    desk.enrol_device(device, &shows)?;
    let name = desk.book().state.name_of(person);
    out::text(&format!("The device of {name} is enrolled. From now on it answers for them by telephone."))
}

fn take_away(place: &Place, end: &End, lost: bool) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let person = person(&desk, &end.name)?;
    let stands = |standing| matches!(standing, Standing::Proposed | Standing::Enrolled);
    let device = desk.find_device(person, end.device, |device| stands(device.standing))?;
    desk.end_device(device, lost, &end.why)?;
    let (name, how) = (desk.book().state.name_of(person), if lost { "lost" } else { "taken away" });
    out::text(&format!("The device of {name} is {how}. It proves nothing from now on."))
}

#[derive(Serialize)]
struct DeviceJson<'a> {
    number: usize,
    name: &'a str,
    kind: Kind,
    standing: Standing,
    proposed_by: &'a str,
    enrolled_by: Option<&'a str>,
}

fn list(place: &Place, as_json: bool) -> Result<(), Failure> {
    let desk = place.desk()?;
    let state = &desk.book().state;
    let devices: Vec<_> = (1..)
        .zip(state.devices.all())
        .map(|(number, device)| DeviceJson {
            number,
            name: state.name_of(device.person),
            kind: device.kind,
            standing: device.standing,
            proposed_by: state.name_of(device.proposed_by),
            enrolled_by: device.enrolled_by.map(|by| state.name_of(by)),
        })
        .collect();
    if as_json {
        return out::json(&json::write(&devices)?);
    }
    if devices.is_empty() {
        return out::text("No device was ever proposed. `dutydesk device propose NAME` proposes one.");
    }
    let mut text = String::new();
    for device in devices {
        let enrolled = device.enrolled_by.map(|by| format!(", enrolled by {by}")).unwrap_or_default();
        let _ = writeln!(
            text,
            "{:>3} {:<20} {:<38} {}; proposed by {}{enrolled}",
            device.number,
            device.name,
            device.kind.words(),
            device.standing.words(),
            device.proposed_by
        );
    }
    out::text(&text)
}
