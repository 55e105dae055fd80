//! The desk itself: who works here, by which accounts, who holds which duty, and which profile is in force.
//!
//! Source: Southampton one-minute guides, Children's Resource Service and EDT (who works the front door and who authorises).

mod decide;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    duty::{Hold, Roster},
    ids::{AccountId, StaffId},
    policy::Role,
    recorded::events,
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

/// The desk was founded, in one sitting with the accounts that follow.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Founded {
    /// The desk's name, as the header shows it.
    pub name: String,
    /// Whether it is a practice desk, for ever.
    pub practice: bool,
    /// The profile.
    pub profile: String,
    /// The digest of the profile.
    pub profile_digest: String,
}

/// Another wording of the profile is in force.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ProfileAdopted {
    /// The profile.
    pub profile: String,
    /// Its digest.
    pub profile_digest: String,
}

/// Somebody signed in, or tried to and was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignInRefused {
    /// The account whose name was given, where there is one.
    pub account: Option<AccountId>,
    /// When.
    pub tried: DateTime<Utc>,
}

/// An account has other roles from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RolesChanged {
    /// Which account.
    pub account: AccountId,
    /// What it may do now.
    pub roles: Vec<Role>,
    /// When; a duty whose role the person no longer has ends then.
    pub at: DateTime<Utc>,
}

/// An account was closed: nobody signs in by it any more, and its name is not given again.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountClosed {
    /// Which account.
    pub account: AccountId,
    /// When.
    pub at: DateTime<Utc>,
}

/// A member of staff left: all their accounts are closed and their duties end.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StaffLeft {
    /// Who.
    pub person: StaffId,
    /// When.
    pub at: DateTime<Utc>,
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
            Event::SignInRefused(_) => {}
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
