//! Managers' devices: proposed by one person, enrolled by another, and never by whoever they are for.
//!
//! The desk makes the secret, shows it once while it is proposed, and keeps it in its encrypted file. What names it in the
//! journal is the eight digits that the device shows once it has the secret: who enrols it reads them off the device.

use std::fmt;

use chrono::{DateTime, Utc};

use super::{Desk, DeskError, Random};
use crate::{
    domain::{
        answer::{Eight, Secret, enrol, totp},
        desk,
        device::{Command, Device, Kind},
        ids::{DeviceId, StaffId},
        refusal::Refusal,
    },
    store::StoreError,
};

/// A device's secret before any desk has it: it is typed into the device, which shows that it has it.
#[derive(Clone)]
pub struct NewDevice {
    kind: Kind,
    secret: Secret,
}

impl fmt::Debug for NewDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewDevice").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl NewDevice {
    /// Makes a secret for a device of a kind.
    pub fn make(kind: Kind, random: &mut Random) -> Result<Self, DeskError> {
        let mut secret = Secret::default();
        random.fill(secret.as_mut_slice()).map_err(StoreError::Entropy)?;
        Ok(Self { kind, secret })
    }

    /// Gives what is typed into the device; it is shown once.
    pub fn code(&self) -> String {
        match self.kind {
            Kind::Bound => enrol::code(&self.secret),
            Kind::Totp => base32(&self.secret),
        }
    }

    /// Tells whether what a device shows at a moment is what it shows once it has the secret.
    pub fn is_shown_by(&self, shows: &str, now: DateTime<Utc>) -> bool {
        shown(self.kind, &self.secret, shows, now)
    }

    /// Gives what it does.
    pub(super) fn kind(&self) -> Kind {
        self.kind
    }

    /// Gives what names the secret in the journal.
    pub(super) fn name(&self) -> String {
        name_of(&self.secret)
    }

    /// Gives the secret, to be kept in the encrypted file.
    pub(super) fn secret(&self) -> &Secret {
        &self.secret
    }
}

/// A device that was just proposed.
#[derive(Clone, Debug)]
pub struct Proposed {
    /// The device.
    pub device: DeviceId,
    /// Its secret, to be typed into the device; it is shown this once.
    pub code: String,
}

impl Desk {
    /// Proposes a device for somebody else, in the place of the one of its kind that they have.
    pub fn propose_device(&mut self, person: StaffId, kind: Kind) -> Result<Proposed, DeskError> {
        self.signed_in()?;
        let device = DeviceId(super::uuid(&mut self.random, self.clock.now())?);
        let new = NewDevice::make(kind, &mut self.random)?;
        let replaces =
            self.book.state.devices.of(person).find(|device| device.kind == kind).map(|device| device.id);
        let name = new.name();
        let command = Command::Propose { device, person, kind, secret: name.clone(), replaces };
        self.run_with(&desk::Command::Device(command), |work, _| {
            Ok(work.unit.put_device_secret(&name, &new.secret)?)
        })?;
        Ok(Proposed { device, code: new.code() })
    }

    /// Enrols what another proposed, by what the device shows: the digits after its secret was typed into it, or, of an
    /// authenticator, the code of this moment.
    pub fn enrol_device(&mut self, device: DeviceId, shows: &str) -> Result<(), DeskError> {
        self.signed_in()?;
        let now = self.clock.now();
        let known = self.book.state.devices.get(device).cloned();
        let secret = match &known {
            Some(known) => self.secret_of(known)?,
            None => None,
        };
        let fits = match (&known, &secret) {
            (Some(known), Some(secret)) => shown(known.kind, secret, shows, now),
            _ => false,
        };
        // What does not fit is judged as it was read: the domain says so in its own words.
        let shows = if fits { known.map(|known| known.secret).unwrap_or_default() } else { shows.to_owned() };
        self.run(&desk::Command::Device(Command::Enrol { device, secret: shows }))
    }

    /// Takes a device away, or says that it is lost: from now on it proves nothing.
    pub fn end_device(&mut self, device: DeviceId, lost: bool, why: &str) -> Result<(), DeskError> {
        self.run(&desk::Command::Device(Command::End { device, lost, why: why.to_owned() }))
    }

    /// Gives the secret that a device shares with the desk.
    pub(super) fn secret_of(&self, device: &Device) -> Result<Option<Secret>, DeskError> {
        Ok(self.store.device_secret(&device.secret)?)
    }
}

impl Desk {
    /// Finds somebody's device: the one that stands as wanted, or the one of a number in the list.
    pub fn find_device(
        &self,
        person: StaffId,
        number: Option<usize>,
        wanted: impl Fn(&Device) -> bool,
    ) -> Result<DeviceId, DeskError> {
        let all = self.book.state.devices.all();
        if let Some(number) = number {
            let found =
                number.checked_sub(1).and_then(|at| all.get(at)).filter(|device| device.person == person);
            return Ok(found.ok_or_else(|| unknown("That number is none of theirs."))?.id);
        }
        let mut theirs = all.iter().filter(|device| device.person == person && wanted(device));
        match (theirs.next(), theirs.next()) {
            (Some(one), None) => Ok(one.id),
            (None, _) => Err(unknown("They have no such device.").into()),
            (Some(_), Some(_)) => Err(unknown("They have several: say which with --device.").into()),
        }
    }
}

fn unknown(words: &str) -> Refusal {
    Refusal::new("DeviceUnknown", format!("{words} Nothing was changed; `dutydesk device list` shows them."))
}

/// Tells whether a device that has a secret shows this at a moment: the digits that name it or, of an authenticator, a code.
fn shown(kind: Kind, secret: &Secret, shows: &str, now: DateTime<Utc>) -> bool {
    match kind {
        Kind::Bound => shows.parse::<Eight>().is_ok_and(|shows| shows.to_string() == name_of(secret)),
        Kind::Totp => totp::verify(secret.as_slice(), shows, seconds(now.timestamp()), None).is_some(),
    }
}

/// Names a secret as the device shows it.
fn name_of(secret: &Secret) -> String {
    enrol::proof(secret).to_string()
}

/// Writes a secret as authenticator apps take it: the Base32 of RFC 4648.
fn base32(secret: &Secret) -> String {
    let text = data_encoding::BASE32.encode(secret.as_slice());
    let groups: Vec<&str> =
        (0..text.len()).step_by(4).map(|at| &text[at..(at + 4).min(text.len())]).collect();
    groups.join(" ")
}

/// Gives the seconds since 1970; before that no code holds.
pub(super) fn seconds(timestamp: i64) -> u64 {
    u64::try_from(timestamp).unwrap_or(0)
}
