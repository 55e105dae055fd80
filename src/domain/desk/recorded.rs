//! What the journal keeps of the desk itself.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::{
    calendar::HolidayList,
    ids::{AccountId, StaffId},
    policy::Role,
};

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

/// Another list of bank holidays counts from now on; deadlines that run already keep their times.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HolidaysAdopted {
    /// The list.
    pub holidays: HolidayList,
}
