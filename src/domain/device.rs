//! Devices by which a manager shows from away that they are who they say: enrolled by two people, neither of them the owner.
//!
//! Source: Southampton one-minute guide, MASH (oversight is a manager's own). One person proposes a device, another enrols
//! it, comparing the mark that the device itself shows; both are told apart by person, not by account. In the sitting that
//! founds a desk, where nobody can sign in yet, two of at least three people stand for it. Taking a device away is one
//! person's act, so that a lost one is stopped at once.
//!
//! What is checked where: this module knows that a device exists, whose it is and that it stands. The secret itself lies in
//! the desk's keys and is named here by `secret` only; whether an answer or a code fits it, the desk works out.

mod judge;

use serde::{Deserialize, Serialize};

pub(super) use self::judge::decide;
use super::{
    desk::Event,
    ids::{DeviceId, StaffId},
};

/// What a device does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Answers a challenge that is made from the request itself.
    Bound,
    /// Shows a one-time code that knows nothing of the request.
    Totp,
}

impl Kind {
    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Bound => "answers challenges, bound to the request",
            Self::Totp => "shows one-time codes",
        }
    }
}

/// Where a device stands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// One person proposed it; it counts for nothing yet.
    Proposed,
    /// Another person enrolled it.
    Enrolled,
    /// A newer one stands in its place.
    Replaced,
    /// It was taken away.
    Revoked,
    /// It was lost.
    Lost,
}

impl Standing {
    /// Gives the word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Proposed => "proposed, not enrolled yet",
            Self::Enrolled => "enrolled",
            Self::Replaced => "replaced",
            Self::Revoked => "taken away",
            Self::Lost => "lost",
        }
    }
}

/// A device.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Device {
    /// Its id.
    pub id: DeviceId,
    /// Whose.
    pub person: StaffId,
    /// What it does.
    pub kind: Kind,
    /// The name of its secret among the desk's keys, or its public half; the same text that the device shows.
    pub secret: String,
    /// Who proposed it.
    pub proposed_by: StaffId,
    /// Who enrolled it.
    pub enrolled_by: Option<StaffId>,
    /// Which one it stands in for.
    pub replaces: Option<DeviceId>,
    /// Where it stands.
    pub standing: Standing,
    /// The last step of its one-time code that was used, so that none is taken twice.
    pub last_step: Option<u64>,
}

impl Device {
    /// Tells whether somebody had a hand in enrolling it.
    pub fn was_enrolled_by(&self, person: StaffId) -> bool {
        self.proposed_by == person || self.enrolled_by == Some(person)
    }
}

/// Every device that was ever proposed.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Devices(Vec<Device>);

impl Devices {
    /// Finds a device.
    pub fn get(&self, id: DeviceId) -> Option<&Device> {
        self.0.iter().find(|device| device.id == id)
    }

    /// Gives all, the oldest first.
    pub fn all(&self) -> &[Device] {
        &self.0
    }

    /// Gives somebody's devices that can be used now.
    pub fn of(&self, person: StaffId) -> impl Iterator<Item = &Device> {
        self.0.iter().filter(move |device| device.person == person && device.standing == Standing::Enrolled)
    }

    fn stands_as(&mut self, id: DeviceId, standing: Standing) {
        if let Some(device) = self.0.iter_mut().find(|device| device.id == id) {
            device.standing = standing;
        }
    }

    /// Applies an event of the desk; one that is not about devices changes nothing.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::DeviceProposed(e) if self.get(e.device).is_none() => self.0.push(Device {
                id: e.device,
                person: e.person,
                kind: e.kind,
                secret: e.secret.clone(),
                proposed_by: e.by,
                enrolled_by: None,
                replaces: e.replaces,
                standing: Standing::Proposed,
                last_step: None,
            }),
            Event::DeviceEnrolled(e) => {
                let mut replaces = None;
                if let Some(device) = self.0.iter_mut().find(|device| device.id == e.device) {
                    device.enrolled_by = Some(e.by);
                    device.standing = Standing::Enrolled;
                    replaces = device.replaces;
                }
                if let Some(old) = replaces {
                    self.stands_as(old, Standing::Replaced);
                }
            }
            Event::DeviceEnded(e) => {
                self.stands_as(e.device, if e.lost { Standing::Lost } else { Standing::Revoked });
            }
            Event::DeviceUsed(e) => {
                if let Some(device) = self.0.iter_mut().find(|device| device.id == e.device) {
                    device.last_step = device.last_step.max(Some(e.step));
                }
            }
            _ => {}
        }
    }
}

/// What is done about devices.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Proposes a device for somebody else.
    Propose {
        /// Its id.
        device: DeviceId,
        /// Whose it will be.
        person: StaffId,
        /// What it does.
        kind: Kind,
        /// The name of its secret, as the device shows it.
        secret: String,
        /// Which one it stands in for.
        replaces: Option<DeviceId>,
    },
    /// Enrols what another proposed, with the mark read off the device itself.
    Enrol {
        /// Which.
        device: DeviceId,
        /// What the device shows.
        secret: String,
    },
    /// Enrols one in the sitting that founds the desk, where two of at least three people stand for it.
    Found {
        /// Its id.
        device: DeviceId,
        /// Whose.
        person: StaffId,
        /// What it does.
        kind: Kind,
        /// The name of its secret.
        secret: String,
        /// The two who stand for it.
        by: [StaffId; 2],
    },
    /// Takes a device away, or says that it is lost.
    End {
        /// Which.
        device: DeviceId,
        /// Whether it is lost.
        lost: bool,
        /// Why.
        why: String,
    },
    /// Says that a one-time code of it was used; the desk does so with each code it takes.
    Use {
        /// Which.
        device: DeviceId,
        /// The step of the code.
        step: u64,
    },
}

/// A device was proposed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceProposed {
    /// Its id.
    pub device: DeviceId,
    /// Whose.
    pub person: StaffId,
    /// What it does.
    pub kind: Kind,
    /// The name of its secret.
    pub secret: String,
    /// Who proposed it.
    pub by: StaffId,
    /// Which one it stands in for.
    pub replaces: Option<DeviceId>,
}

/// A device was enrolled by a second person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceEnrolled {
    /// Which.
    pub device: DeviceId,
    /// By whom.
    pub by: StaffId,
}

/// A device was taken away or lost.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceEnded {
    /// Which.
    pub device: DeviceId,
    /// Whether it was lost.
    pub lost: bool,
    /// Why.
    pub why: String,
    /// By whom.
    pub by: StaffId,
}

/// A one-time code was used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeviceUsed {
    /// Of which device.
    pub device: DeviceId,
    /// Its step.
    pub step: u64,
}

#[cfg(test)]
mod tests;
