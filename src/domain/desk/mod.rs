//! The desk itself: who works here, by which accounts, who holds which duty, and which profile is in force.
//!
//! Source: Southampton one-minute guides, Children's Resource Service and EDT (who works the front door and who authorises).

mod damage;
mod decide;
mod recorded;
mod stepped;
mod tried;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    damage::{Damage, DamageFound},
    recorded::*,
    stepped::{ClockStepped, STEP},
    tried::{Deed, DeedRefused},
};
use super::{
    calendar::HolidayList,
    device::{self, Devices},
    directory::{Directory, Known, RotaNumber},
    duty::{Hold, Roster},
    evidence::EvidenceExported,
    ids::{AccountId, StaffId},
    policy::Role,
    recorded::events,
    rota::{Cover, Line},
    staff::Actor,
};

/// A member of staff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Staff {
    /// The human being.
    pub id: StaffId,
    /// Their name as colleagues write it: "A. Okoro".
    pub name: String,
    /// Their initials: "AO".
    pub initials: String,
}

/// An account of a member of staff.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose.
    pub person: StaffId,
    /// The name they sign in by.
    pub name: String,
    /// What it may do.
    pub roles: Vec<Role>,
}

events! {
    /// Something that happened to the desk.
    Event:
    Founded(Founded) = "desk.founded.v1";
    StaffNamed(Staff) = "desk.staff_named.v1";
    AccountOpened(Account) = "desk.account_opened.v1";
    RolesChanged(RolesChanged) = "desk.roles_changed.v1";
    AccountClosed(AccountClosed) = "desk.account_closed.v1";
    StaffLeft(StaffLeft) = "desk.staff_left.v1";
    DutySet(Hold) = "desk.duty_set.v1";
    ProfileAdopted(ProfileAdopted) = "desk.profile_adopted.v1";
    SignInRefused(SignInRefused) = "desk.sign_in_refused.v1";
    KeysMade(KeysMade) = "desk.keys_made.v1";
    KeyEnrolled(KeyEnrolled) = "desk.key_enrolled.v1";
    SealedUnsigned(SealedUnsigned) = "desk.sealed_unsigned.v1";
    EvidenceExported(EvidenceExported) = "desk.evidence_exported.v1";
    HolidaysAdopted(HolidaysAdopted) = "desk.holidays_adopted.v1";
    CoverSet(Cover) = "desk.cover_set.v1";
    RotaNumberSet(RotaNumber) = "desk.rota_number_set.v1";
    DeviceProposed(device::DeviceProposed) = "desk.device_proposed.v1";
    DeviceEnrolled(device::DeviceEnrolled) = "desk.device_enrolled.v1";
    DeviceEnded(device::DeviceEnded) = "desk.device_ended.v1";
    DeviceUsed(device::DeviceUsed) = "desk.device_used.v1";
    DeedRefused(DeedRefused) = "desk.deed_refused.v1";
    DamageFound(DamageFound) = "desk.damage_found.v1";
    ClockStepped(ClockStepped) = "desk.clock_stepped.v1";
}

/// The desk as its events have made it.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// Its name.
    pub name: String,
    /// Whether it is a practice desk.
    pub practice: bool,
    /// The profile in force.
    pub profile: String,
    /// Its digest.
    pub profile_digest: String,
    /// Who works here.
    pub staff: Vec<Staff>,
    /// Their accounts.
    pub accounts: Vec<Account>,
    /// The accounts that are closed; they keep their names.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub closed: BTreeSet<AccountId>,
    /// Who has left.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub left: BTreeSet<StaffId>,
    /// Who holds which duty.
    pub roster: Roster,
    /// The desk's own public keys.
    pub keys: Option<KeysMade>,
    /// Everybody's newest public key: 64 hexadecimal digits.
    pub enrolled: BTreeMap<StaffId, String>,
    /// The number of each member of staff on the rota, the last one set.
    #[serde(default)]
    pub numbers: Vec<RotaNumber>,
    /// Who stands in for whom, in the order in which it was entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub covers: Vec<Cover>,
    /// The devices by which managers show from away that they are who they say.
    #[serde(default)]
    pub devices: Devices,
    /// The bank holidays that were adopted, where any were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<HolidayList>,
    /// How many events made it.
    pub version: u64,
}

/// What somebody wants done to the desk.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Names a member of staff, with a first account.
    AddStaff {
        /// Who.
        staff: Staff,
        /// Their account.
        account: Account,
    },
    /// Opens a further account for somebody.
    OpenAccount(Account),
    /// Sets who holds a duty.
    SetDuty(Hold),
    /// Sets the number by which somebody is rung while on duty.
    SetNumber {
        /// Whose.
        person: StaffId,
        /// The number, as it is rung.
        number: String,
    },
    /// Takes in a plan of duties, all of it or none.
    ImportRota(Vec<Line>),
    /// Adopts a list of bank holidays.
    AdoptHolidays(HolidayList),
    /// Enrols, replaces or ends a manager's device.
    Device(device::Command),
    /// Gives an account other roles.
    ChangeRoles(RolesChanged),
    /// Closes an account.
    CloseAccount(AccountClosed),
    /// Marks somebody as having left.
    Leave(StaffLeft),
}

impl State {
    /// Applies an event.
    pub fn evolve(&mut self, event: &Event) {
        self.version += 1;
        match event {
            Event::Founded(founded) => {
                self.name.clone_from(&founded.name);
                self.practice = founded.practice;
                self.profile.clone_from(&founded.profile);
                self.profile_digest.clone_from(&founded.profile_digest);
            }
            Event::StaffNamed(staff) => self.staff.push(staff.clone()),
            Event::AccountOpened(account) => self.accounts.push(account.clone()),
            Event::RolesChanged(changed) => {
                let person =
                    self.accounts.iter_mut().find(|account| account.id == changed.account).map(|account| {
                        account.roles.clone_from(&changed.roles);
                        account.person
                    });
                if let Some(person) = person {
                    self.end_duties(person, changed.at);
                }
            }
            Event::AccountClosed(closed) => {
                self.closed.insert(closed.account);
                let person = self.account(closed.account).map(|account| account.person);
                if let Some(person) = person {
                    self.end_duties(person, closed.at);
                }
            }
            Event::StaffLeft(left) => {
                self.left.insert(left.person);
                let theirs = self.accounts.iter().filter(|account| account.person == left.person);
                self.closed.extend(theirs.map(|account| account.id));
                self.end_duties(left.person, left.at);
            }
            Event::DutySet(hold) => self.roster.set(*hold),
            Event::ProfileAdopted(adopted) => {
                self.profile.clone_from(&adopted.profile);
                self.profile_digest.clone_from(&adopted.profile_digest);
            }
            Event::HolidaysAdopted(adopted) => self.holidays = Some(adopted.holidays.clone()),
            Event::KeysMade(keys) => self.keys = Some(keys.clone()),
            Event::KeyEnrolled(key) => {
                self.enrolled.insert(key.person, key.public.clone());
            }
            Event::SignInRefused(_)
            | Event::SealedUnsigned(_)
            | Event::EvidenceExported(_)
            | Event::DeedRefused(_)
            | Event::DamageFound(_)
            | Event::ClockStepped(_) => {}
            Event::CoverSet(cover) => self.covers.push(*cover),
            Event::RotaNumberSet(set) => {
                self.numbers.retain(|old| old.person != set.person);
                self.numbers.push(set.clone());
            }
            Event::DeviceProposed(_)
            | Event::DeviceEnrolled(_)
            | Event::DeviceEnded(_)
            | Event::DeviceUsed(_) => self.devices.evolve(event),
        }
    }

    /// Ends the duties whose role none of a person's accounts has any more.
    fn end_duties(&mut self, person: StaffId, at: DateTime<Utc>) {
        for role in Role::ALL {
            let held = self.roster.holds().iter().any(|hold| (hold.person, hold.role) == (person, role));
            if held && !self.has_role(person, role) {
                self.roster.set(Hold { role, person, from: at, until: at });
            }
        }
    }

    /// Gives how each member of staff is reached, and what their accounts may do now.
    pub fn directory(&self) -> Directory {
        let known = |staff: &Staff| Known {
            person: staff.id,
            name: staff.name.clone(),
            roles: self.roles_of(staff.id),
            number: self.numbers.iter().find(|set| set.person == staff.id).cloned(),
        };
        Directory { people: self.staff.iter().map(known).collect(), devices: self.devices.clone() }
    }

    /// Gives the roles of all of somebody's accounts.
    pub fn roles_of(&self, person: StaffId) -> Vec<Role> {
        let theirs = self.open_accounts().filter(|account| account.person == person);
        let mut roles: Vec<Role> = theirs.flat_map(|account| account.roles.iter().copied()).collect();
        roles.sort();
        roles.dedup();
        roles
    }

    /// Gives the accounts that somebody can sign in by.
    pub fn open_accounts(&self) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(|account| !self.closed.contains(&account.id))
    }

    /// Tells whether one of a person's open accounts has a role.
    pub fn has_role(&self, person: StaffId, role: Role) -> bool {
        self.open_accounts().any(|account| account.person == person && account.roles.contains(&role))
    }

    /// Finds an account, open or closed.
    pub fn account(&self, id: AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    /// Finds a member of staff.
    pub fn staff(&self, id: StaffId) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.id == id)
    }

    /// Gives somebody's name, or a word for nobody known.
    pub fn name_of(&self, id: StaffId) -> &str {
        self.staff(id).map_or("somebody not on the staff list", |staff| staff.name.as_str())
    }

    /// Gives somebody's initials.
    pub fn initials_of(&self, id: StaffId) -> &str {
        self.staff(id).map_or("?", |staff| staff.initials.as_str())
    }

    /// Makes the acting person of an open account.
    pub fn actor(&self, account: AccountId) -> Option<Actor> {
        let account = self.open_accounts().find(|known| known.id == account)?;
        Some(Actor {
            person: account.person,
            account: account.id,
            name: self.name_of(account.person).to_owned(),
            roles: account.roles.clone(),
        })
    }

    /// Finds an open account by the name it signs in by, or by its person's name or initials.
    pub fn find_account(&self, name: &str) -> Option<&Account> {
        let wanted = name.trim().to_lowercase();
        self.open_accounts().find(|account| account.name.to_lowercase() == wanted).or_else(|| {
            let staff = self.find_staff(name)?;
            self.open_accounts().find(|account| account.person == staff)
        })
    }

    /// Finds a person by name, initials, last name or the name of any of their accounts, whether they still work here or not.
    pub fn find_staff(&self, name: &str) -> Option<StaffId> {
        let name = name.trim().to_lowercase();
        let by_account = self.accounts.iter().find(|account| account.name.to_lowercase() == name);
        by_account.map(|account| account.person).or_else(|| {
            let called = |staff: &&Staff| {
                let full = staff.name.to_lowercase();
                full == name
                    || staff.initials.to_lowercase() == name
                    || full.rsplit(' ').next() == Some(name.as_str())
            };
            // Who works here comes before who has left.
            let here = self.staff.iter().filter(|staff| !self.left.contains(&staff.id)).find(called);
            here.or_else(|| self.staff.iter().find(called)).map(|staff| staff.id)
        })
    }
}

/// Makes initials from a name: "A. Okoro" gives "AO".
pub fn initials(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c == '.' || c == '-')
        .filter_map(|part| part.chars().find(|c| c.is_alphabetic()))
        .flat_map(char::to_uppercase)
        .take(3)
        .collect()
}
