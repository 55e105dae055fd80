//! The board: what the desk has open beside its contacts, a line each: shifts, visits, handovers, promises, tonight's care.
//!
//! An aggregate says which entries stand for it now, and the store keeps them in the transaction of the events they follow.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    counted,
    ids::{ContactId, StaffId},
};

/// What an entry is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A shift that is on.
    Shift,
    /// A visit that is out.
    Visit,
    /// Who has a child tonight.
    Tonight,
    /// A contact of a shift that is not filed to a child's record yet.
    Unfiled,
    /// Something that waits for the day.
    Morning,
    /// A placement that is looked for.
    Placement,
    /// Something to expect, and what to do then.
    Alert,
    /// A handover that is being written, or waits for its receiver.
    Handover,
    /// One item of a handover.
    HandoverItem,
    /// A promise that is open.
    Promise,
    /// A promise that was kept or not, by when that was settled.
    Settled,
    /// A family to which nobody goes alone, and by what it is known again.
    NoLone,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::Shift,
        Self::Visit,
        Self::Tonight,
        Self::Unfiled,
        Self::Morning,
        Self::Placement,
        Self::Alert,
        Self::Handover,
        Self::HandoverItem,
        Self::Promise,
        Self::Settled,
        Self::NoLone,
    ];

    /// Gives the name by which the store knows it; never to be given to another one.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shift => "shift",
            Self::Visit => "visit",
            Self::Tonight => "tonight",
            Self::Unfiled => "unfiled",
            Self::Morning => "morning",
            Self::Placement => "placement",
            Self::Alert => "alert",
            Self::Handover => "handover",
            Self::HandoverItem => "handover_item",
            Self::Promise => "promise",
            Self::Settled => "settled",
            Self::NoLone => "no_lone",
        }
    }

    /// Reads a name.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// One line of the board.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// What it is about.
    pub kind: Kind,
    /// Its id: that of its stream, with a number of four bytes after it where a stream has several of a kind.
    pub id: Vec<u8>,
    /// When it is due; none where nothing runs.
    pub due: Option<DateTime<Utc>>,
    /// Whose it is.
    pub person: Option<StaffId>,
    /// The contact it belongs to, whose seal it shares.
    pub contact: Option<ContactId>,
    /// What its kind says, as JSON.
    pub row: String,
    /// Whether it waits for the desk's file, and is not in the record as it stands here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waits: bool,
}

impl Entry {
    /// Makes the only entry of its kind that a stream has.
    pub fn new(kind: Kind, stream: Uuid, row: &impl Serialize) -> Self {
        let row = serde_json::to_string(row).unwrap_or_default();
        Self {
            kind,
            id: stream.as_bytes().to_vec(),
            due: None,
            person: None,
            contact: None,
            row,
            waits: false,
        }
    }

    /// Makes one of several entries of a kind that a stream has, by its number in it.
    pub fn numbered(kind: Kind, stream: Uuid, no: u32, row: &impl Serialize) -> Self {
        let mut entry = Self::new(kind, stream, row);
        entry.id.extend_from_slice(&no.to_be_bytes());
        entry
    }

    /// Says when it is due.
    #[must_use]
    pub fn due(self, due: Option<DateTime<Utc>>) -> Self {
        Self { due, ..self }
    }

    /// Says whose it is.
    #[must_use]
    pub fn of(self, person: StaffId) -> Self {
        Self { person: Some(person), ..self }
    }

    /// Says to which contact it belongs.
    #[must_use]
    pub fn about(self, contact: ContactId) -> Self {
        Self { contact: Some(contact), ..self }
    }

    /// Gives the stream that it is made from.
    pub fn stream(&self) -> Option<Uuid> {
        self.id.get(..16).and_then(|id| Uuid::from_slice(id).ok())
    }

    /// Gives its number, where its stream has several of its kind.
    pub fn no(&self) -> Option<u32> {
        self.id.get(16..).and_then(|no| Some(u32::from_be_bytes(no.try_into().ok()?)))
    }

    /// Reads what its kind says; none where the text is not of that shape.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        counted::once();
        serde_json::from_str(&self.row).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_name_wherever_it_is_written() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.key());
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
        }
    }
}
