//! The desk itself: who works here, by which accounts, who holds which duty, and which profile is in force.
//!
//! Source: Southampton one-minute guides, Children's Resource Service and EDT (who works the front door and who authorises).

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    duty::{Hold, Roster},
    evidence::EvidenceExported,
    ids::{AccountId, StaffId},
    policy::Role,
    recorded::events,
    refusal::Refusal,
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

/// The desk announced its own public keys; the first entry of a desk, or the first signed one of an older desk.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeysMade {
    /// Its Ed25519 key, which signs what no person did: 64 hexadecimal digits.
    pub desk: String,
    /// Its X25519 key, to which ringing calls and notes are sealed: 64 hexadecimal digits.
    pub sealing: String,
}

/// Somebody's public key counts from the next entry on, in the place of their former one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KeyEnrolled {
    /// Whose.
    pub person: StaffId,
    /// Their Ed25519 key: 64 hexadecimal digits.
    pub public: String,
}

/// The history of an older desk, which nobody signed, is vouched for as it was found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SealedUnsigned {
    /// The last unsigned entry.
    pub until: u64,
    /// Its hash: 64 hexadecimal digits.
    pub hash: String,
}

events! {
    /// Something that happened to the desk.
    Event:
    Founded(Founded) = "desk.founded.v1";
    StaffNamed(Staff) = "desk.staff_named.v1";
    AccountOpened(Account) = "desk.account_opened.v1";
    DutySet(Hold) = "desk.duty_set.v1";
    ProfileAdopted(ProfileAdopted) = "desk.profile_adopted.v1";
    SignInRefused(SignInRefused) = "desk.sign_in_refused.v1";
    EvidenceExported(EvidenceExported) = "desk.evidence_exported.v1";
    KeysMade(KeysMade) = "desk.keys_made.v1";
    KeyEnrolled(KeyEnrolled) = "desk.key_enrolled.v1";
    SealedUnsigned(SealedUnsigned) = "desk.sealed_unsigned.v1";
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
    /// Who holds which duty.
    pub roster: Roster,
    /// The desk's own public keys.
    pub keys: Option<KeysMade>,
    /// Everybody's newest public key: 64 hexadecimal digits.
    pub enrolled: BTreeMap<StaffId, String>,
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
            Event::DutySet(hold) => self.roster.set(*hold),
            Event::ProfileAdopted(adopted) => {
                self.profile.clone_from(&adopted.profile);
                self.profile_digest.clone_from(&adopted.profile_digest);
            }
            Event::KeysMade(keys) => self.keys = Some(keys.clone()),
            Event::KeyEnrolled(key) => {
                self.enrolled.insert(key.person, key.public.clone());
            }
            Event::SignInRefused(_) | Event::SealedUnsigned(_) | Event::EvidenceExported(_) => {}
        }
    }

    /// Judges a command; `actor` is nobody only in the sitting in which a desk is founded.
    pub fn decide(&self, command: &Command, actor: Option<&Actor>) -> Result<Vec<Event>, Refusal> {
        let may = |roles: &[Role], what: &str| match actor {
            Some(actor) if !actor.is_one_of(roles) => Err(Refusal::new(
                "NotYours",
                format!("{what} is for an administrator or a manager. Nothing was changed; ask one of them."),
            )
            .by("southampton-01")),
            _ => Ok(()),
        };
        match command {
            Command::AddStaff { staff, account } => {
                may(&[Role::Administrator, Role::HeadOfService], "Adding staff")?;
                named(&staff.name)?;
                if account.person != staff.id || self.staff.iter().any(|known| known.id == staff.id) {
                    return Err(Refusal::new(
                        "AccountOfAnother",
                        "The account and the person do not belong together. Nothing was changed.",
                    ));
                }
                self.account_fits(account)?;
                Ok(vec![Event::StaffNamed(staff.clone()), Event::AccountOpened(account.clone())])
            }
            Command::OpenAccount(account) => {
                may(&[Role::Administrator, Role::HeadOfService], "Opening accounts")?;
                if !self.staff.iter().any(|known| known.id == account.person) {
                    return Err(Refusal::new(
                        "StaffUnknown",
                        "Nobody here is that person. Add them as staff first.",
                    ));
                }
                self.account_fits(account)?;
                Ok(vec![Event::AccountOpened(account.clone())])
            }
            Command::SetDuty(hold) => {
                may(
                    &[
                        Role::Administrator,
                        Role::HeadOfService,
                        Role::CrsManager,
                        Role::EdtManager,
                        Role::OnCallSeniorManager,
                    ],
                    "Setting who is on duty",
                )?;
                let holds_role = self
                    .accounts
                    .iter()
                    .any(|account| account.person == hold.person && account.roles.contains(&hold.role));
                if !holds_role {
                    return Err(Refusal::new(
                        "RoleNotHeld",
                        format!(
                            "None of that person's accounts is one of a {}: open one first.",
                            hold.role.words()
                        ),
                    ));
                }
                // Nobody makes themselves the one who authorises.
                let authorises = matches!(hold.role, Role::CrsManager | Role::OnCallSeniorManager);
                if authorises
                    && hold.until > hold.from
                    && actor.is_some_and(|actor| actor.person == hold.person && !actor.is(hold.role))
                {
                    return Err(Refusal::new(
                        "SetsOwnAuthority",
                        "Nobody gives themselves the duty that authorises. Ask a manager to set it.",
                    )
                    .by("southampton-24"));
                }
                Ok(vec![Event::DutySet(*hold)])
            }
        }
    }

    fn account_fits(&self, account: &Account) -> Result<(), Refusal> {
        named(&account.name)?;
        if account.roles.is_empty() {
            return Err(Refusal::new("NoRole", "Say at least one role for the account."));
        }
        let name = account.name.trim().to_lowercase();
        if self.accounts.iter().any(|known| known.name.trim().to_lowercase() == name) {
            return Err(Refusal::new("NameTaken", "Somebody signs in by that name already. Choose another."));
        }
        Ok(())
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

    /// Makes the acting person of an account.
    pub fn actor(&self, account: AccountId) -> Option<Actor> {
        let account = self.accounts.iter().find(|known| known.id == account)?;
        Some(Actor {
            person: account.person,
            account: account.id,
            name: self.name_of(account.person).to_owned(),
            roles: account.roles.clone(),
        })
    }

    /// Finds an account by the name it signs in by, or by its person's name or initials.
    pub fn find_account(&self, name: &str) -> Option<&Account> {
        let name = name.trim().to_lowercase();
        self.accounts.iter().find(|account| account.name.to_lowercase() == name).or_else(|| {
            let staff = self.staff.iter().find(|staff| {
                let full = staff.name.to_lowercase();
                full == name
                    || staff.initials.to_lowercase() == name
                    || full.rsplit(' ').next() == Some(name.as_str())
            })?;
            self.accounts.iter().find(|account| account.person == staff.id)
        })
    }
}

fn named(name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() || name.chars().count() > 100 {
        return Err(Refusal::new("NameNeeded", "Write a name of one to a hundred characters."));
    }
    Ok(())
}

/// Makes initials from a name: "A. Okoro" gives "AO".
pub fn initials(name: &str) -> String {
    name.split(|c: char| c.is_whitespace() || c == '.' || c == '-')
        .filter_map(|part| part.chars().find(|c| c.is_alphabetic()))
        .flat_map(char::to_uppercase)
        .take(3)
        .collect()
}
