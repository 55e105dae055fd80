//! How a manager is reached who is not in the room: their name, the number on the rota, the roles their accounts have now, their
//! devices.
//!
//! Source: Southampton one-minute guides, MASH and EDT (whose oversight counts). What stands here comes from the desk's own
//! entries and never from whoever asks for oversight: nobody gives the number of the manager they want to be rung.

use serde::{Deserialize, Serialize};

use super::{device::Devices, ids::StaffId, policy::Role};

/// The number of somebody on the rota, as its entry in the journal says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RotaNumber {
    /// Whose.
    pub person: StaffId,
    /// The number.
    pub number: String,
    /// Who set it.
    pub by: StaffId,
}

/// What is known of a member of staff.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known {
    /// The human being.
    pub person: StaffId,
    /// Their name, as it is read out.
    pub name: String,
    /// What any of their accounts may do now.
    pub roles: Vec<Role>,
    /// Their number on the rota.
    pub number: Option<RotaNumber>,
}

/// Everybody, and every device.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Directory {
    /// The staff.
    pub people: Vec<Known>,
    /// The devices.
    pub devices: Devices,
}

impl Directory {
    /// Finds a member of staff.
    pub fn get(&self, person: StaffId) -> Option<&Known> {
        self.people.iter().find(|known| known.person == person)
    }

    /// Gives somebody's name, or a word for nobody known.
    pub fn name_of(&self, person: StaffId) -> &str {
        self.get(person).map_or("somebody not on the staff list", |known| known.name.as_str())
    }

    /// Tells whether one of somebody's accounts has a role now.
    pub fn is(&self, person: StaffId, role: Role) -> bool {
        self.get(person).is_some_and(|known| known.roles.contains(&role))
    }

    /// Gives somebody's number on the rota.
    pub fn number(&self, person: StaffId) -> Option<&RotaNumber> {
        self.get(person)?.number.as_ref()
    }
}
