//! The names by which things are known: every id is a type of its own, so that none can stand for another.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

uuid_id!(/// One desk: one data folder with its own journal and chain.
    DeskId);
uuid_id!(/// One entry of the journal. A draft carries the id that its event will have.
    EventId);
uuid_id!(/// One contact, which is one stream of the journal.
    ContactId);
uuid_id!(/// One ringing call, which is one stream of the journal.
    RingId);
uuid_id!(/// One handover, which is one stream of the journal.
    HandoverId);
uuid_id!(/// One visit that somebody makes alone, which is one stream of the journal.
    VisitId);
uuid_id!(/// One shift, which is one stream of the journal.
    ShiftId);
uuid_id!(/// A member of staff as a human being, whatever accounts they hold.
    StaffId);
uuid_id!(/// One account by which a member of staff signs in.
    AccountId);
uuid_id!(/// One device by which a manager shows from away that they are who they say.
    DeviceId);

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Gives the number that follows.
            #[must_use]
            pub const fn next(self) -> Self {
                Self(self.0.saturating_add(1))
            }
        }
    };
}

number_id!(/// A person named in a contact (child, parent, other adult, caller), numbered within it from 1.
    PersonNo);
number_id!(/// A running note, numbered within its contact from 1.
    NoteNo);
number_id!(/// A household, numbered within its contact from 1.
    HouseholdNo);
number_id!(/// A row of agreement to share, numbered within its contact from 1.
    AgreementNo);
number_id!(/// A request to share without agreement, numbered within its contact from 1.
    OverrideNo);
number_id!(/// A challenge to a manager on the telephone, numbered within its contact from 1.
    ChallengeNo);
number_id!(/// An emergency record, numbered within its contact from 1.
    EmergencyNo);
number_id!(/// Another ground (Section 47, police protection, a court's order), numbered within its contact from 1.
    GroundNo);
number_id!(/// A word by telephone on what takes two, numbered within its contact from 1.
    WordNo);
number_id!(/// An analysis of two, numbered within its contact from 1.
    AnalysisNo);
number_id!(/// Something shared with, or asked of, an agency; numbered within its contact from 1.
    ShareNo);
number_id!(/// A route card, numbered within its contact from 1.
    RouteNo);
number_id!(/// A promise, numbered within its contact from 1.
    PromiseNo);
number_id!(/// A letter, numbered within its contact from 1.
    LetterNo);
number_id!(/// Something handed over, numbered within its handover from 1.
    ItemNo);
number_id!(/// A break-glass, numbered within its contact from 1.
    GlassNo);

/// The reference a worker says aloud: `C-1841`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Reference(pub u64);

impl Reference {
    /// What a call has that waits for the desk's file: none of the record's.
    pub const NONE: Self = Self(0);

    /// Tells whether it was given.
    pub const fn is_given(self) -> bool {
        self.0 != Self::NONE.0
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.is_given() {
            return f.write_str("C-?");
        }
        write!(f, "C-{}", self.0)
    }
}

impl std::str::FromStr for Reference {
    type Err = NotAReference;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let digits = text.strip_prefix("C-").or_else(|| text.strip_prefix("c-")).unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NotAReference);
        }
        digits.parse().map(Self).map_err(|_| NotAReference)
    }
}

/// Says that a text is not a contact's reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that is not a contact's reference: write it as C-1841, or only the number")]
pub struct NotAReference;

macro_rules! key_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// Makes the key from its text.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// Gives the key's text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

key_id!(/// An agency outside (or beside) the authority, as the profile names it: `police`.
    AgencyId);
key_id!(/// What information is shared or asked for, as the profile names it: `protection`.
    PurposeId);
key_id!(/// A question of the script or a field of a route card, as the profile names it: `safety.danger`.
    FieldKey);
key_id!(/// Something a worker can mark as heard while listening: `injury`.
    ChipId);
key_id!(/// A criterion on an outcome's card: `gate`.
    CriterionId);
key_id!(/// A letter template: `referrer_professional`.
    TemplateId);
key_id!(/// A rule of a source protocol: `southampton-24`.
    RuleId);
key_id!(/// A clock that the profile names: `decision`.
    ClockId);

/// The capital letter under which an outcome is found: `F` for Family Help.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OutcomeLetter(pub char);

impl fmt::Display for OutcomeLetter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
