//! Members of staff: a person may hold several accounts, and separation of duties goes by the person.

use serde::{Deserialize, Serialize};

use super::{
    ids::{AccountId, StaffId},
    policy::Role,
};

/// Who is acting: a person, by one of their accounts, in the roles that account has.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// The human being.
    pub person: StaffId,
    /// The account they signed in with.
    pub account: AccountId,
    /// Their name as colleagues write it: "A. Okoro".
    pub name: String,
    /// What the account may do.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Tells whether the account has this role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }

    /// Tells whether the account has one of these roles.
    pub fn is_one_of(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }

    /// Tells whether the account manages.
    pub fn manages(&self) -> bool {
        self.roles.iter().any(|role| role.manages())
    }

    /// Tells whether the account may write in a contact.
    pub fn writes(&self) -> bool {
        self.roles.iter().any(|role| role.writes())
    }
}
