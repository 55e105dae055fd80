//! What somebody tried to do to the desk itself and was refused: kept for whoever asks later; it changes nothing.

use serde::{Deserialize, Serialize};

use super::{Command, Event, State};
use crate::domain::{
    device,
    ids::StaffId,
    refusal::{self, Refusal},
};

/// What somebody tried to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// To add staff.
    AddStaff,
    /// To open a further account.
    OpenAccount,
    /// To change an account's roles.
    ChangeRoles,
    /// To close an account.
    CloseAccount,
    /// To mark a leaver.
    Leave,
    /// To set who holds a duty.
    SetDuty,
    /// To set the number on which somebody is rung.
    SetNumber,
    /// To propose a device.
    ProposeDevice,
    /// To enrol a device.
    EnrolDevice,
    /// To take a device away.
    EndDevice,
    /// To change something else.
    Other,
}

impl Deed {
    /// Gives the words, which the person it was about follows.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AddStaff => "add staff",
            Self::OpenAccount => "open an account",
            Self::ChangeRoles => "change roles",
            Self::CloseAccount => "close an account",
            Self::Leave => "mark a leaver",
            Self::SetDuty => "set who is on duty",
            Self::SetNumber => "set a number of the rota",
            Self::ProposeDevice => "propose a device",
            Self::EnrolDevice => "enrol a device",
            Self::EndDevice => "take a device away",
            Self::Other => "change the desk",
        }
    }
}

/// Somebody tried to do something to the desk and was refused; nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeedRefused {
    /// What they tried.
    pub deed: Deed,
    /// About whom, where it was about somebody.
    pub person: Option<StaffId>,
    /// The reason's name: `OwnDevice`.
    pub code: String,
}

impl DeedRefused {
    /// Says what was tried, about whom, and why it was refused.
    pub fn words(&self, desk: &State) -> String {
        let whose = self.person.map(|person| format!(" for {}", desk.name_of(person))).unwrap_or_default();
        format!("tried to {}{whose}; refused: {}", self.deed.words(), refusal::code_in_words(&self.code))
    }
}

impl State {
    /// Gives what the journal keeps of a command that was refused; nothing, where it only asks for more or names nobody.
    pub fn witness(&self, command: &Command, refusal: &Refusal) -> Option<Event> {
        let owner = |account| self.account(account).map(|account| account.person);
        let (deed, person) = match command {
            Command::AddStaff { .. } => (Deed::AddStaff, None),
            Command::OpenAccount(account) => (Deed::OpenAccount, Some(account.person)),
            Command::ChangeRoles(changed) => (Deed::ChangeRoles, owner(changed.account)),
            Command::CloseAccount(closed) => (Deed::CloseAccount, owner(closed.account)),
            Command::Leave(left) => (Deed::Leave, Some(left.person)),
            Command::SetDuty(hold) => (Deed::SetDuty, Some(hold.person)),
            Command::SetNumber { person, .. } => (Deed::SetNumber, Some(*person)),
            Command::ImportRota(_) => (Deed::SetDuty, None),
            Command::Device(device::Command::Propose { person, .. }) => (Deed::ProposeDevice, Some(*person)),
            Command::Device(device::Command::Enrol { device, .. }) => {
                (Deed::EnrolDevice, self.devices.get(*device).map(|device| device.person))
            }
            Command::Device(device::Command::End { device, .. }) => {
                (Deed::EndDevice, self.devices.get(*device).map(|device| device.person))
            }
            Command::Device(_) | Command::AdoptHolidays(_) => (Deed::Other, None),
        };
        let person = person.filter(|person| self.staff(*person).is_some());
        // A line of a file that cannot be is a slip of whoever wrote the file; that somebody may not take one in is no slip.
        let slip = matches!(command, Command::ImportRota(_))
            && matches!(refusal.code, "RoleNotHeld" | "CoverCannot" | "StaffLeft");
        (!only_asks_for_more(refusal.code) && !slip)
            .then(|| Event::DeedRefused(DeedRefused { deed, person, code: refusal.code.to_owned() }))
    }
}

/// Tells whether a refusal only asks for what was not given rightly, or names what is not there at all.
fn only_asks_for_more(code: &str) -> bool {
    matches!(
        code,
        "ReasonNeeded"
            | "NameNeeded"
            | "NameTaken"
            | "NoRole"
            | "NumberUnclear"
            | "SecretMissing"
            | "StaffUnknown"
            | "AccountUnknown"
            | "DeviceUnknown"
            | "HolidaysOlder"
    )
}
