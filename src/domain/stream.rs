//! A stream of the journal that people write to, whichever it is: a contact, a visit, a shift or a handover.
//!
//! What keeps their words where the desk's file takes nothing, and takes them into the record later, does so for each alike.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    board::Entry,
    contact::{self, Contact, Stamp},
    handover::{self, Handover},
    ids::{ContactId, HandoverId, ShiftId, VisitId},
    late::MergedLate,
    recorded::Unreadable,
    shift::{self, Shift},
    visit::{self, Visit},
};

macro_rules! streams {
    ($($name:ident: $noun:ident, $made:ty, $held:ty, $id:ident;)*) => {
        /// Something that happened to one.
        #[derive(Clone, PartialEq, Debug)]
        #[expect(clippy::large_enum_variant, reason = "there is one of them at a time, and never a list")]
        pub enum Event {
            $(#[doc = concat!("To a ", stringify!($noun), ".")] $name($noun::Event),)*
        }

        impl Event {
            /// Gives the kind by which the journal names it.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $(Self::$name(event) => event.kind(),)*
                }
            }

            /// Writes the body as the journal keeps it.
            pub fn body(&self) -> Result<String, serde_json::Error> {
                match self {
                    $(Self::$name(event) => event.body(),)*
                }
            }

            /// Reads an entry of the journal.
            pub fn read(kind: &str, body: &str) -> Result<Self, Unreadable> {
                $(if $noun::Event::KINDS.contains(&kind) {
                    return $noun::Event::read(kind, body).map(Self::$name);
                })*
                Err(Unreadable::Kind(kind.to_owned()))
            }

            /// Makes what came in late into an entry of the same stream.
            #[must_use]
            pub fn late(&self, late: MergedLate) -> Self {
                match self {
                    $(Self::$name(_) => Self::$name($noun::Event::MergedLate(late)),)*
                }
            }
        }

        $(impl From<$noun::Event> for Event {
            fn from(event: $noun::Event) -> Self {
                Self::$name(event)
            }
        })*

        /// One, as its events have made it.
        #[derive(Clone, Debug)]
        pub enum Stream {
            $(#[doc = concat!("A ", stringify!($noun), ".")] $name($held),)*
        }

        impl Stream {
            /// Makes it from its first event; any other makes none.
            pub fn begin(id: Uuid, event: &Event, stamp: Stamp) -> Option<Self> {
                match event {
                    $(Event::$name(event) => {
                        <$made>::begin($id(id), event, stamp).map(|made| Self::$name(made.into()))
                    })*
                }
            }
        }
    };
}

streams! {
    Contact: contact, Contact, Arc<Contact>, ContactId;
    Visit: visit, Visit, Box<Visit>, VisitId;
    Shift: shift, Shift, Box<Shift>, ShiftId;
    Handover: handover, Handover, Box<Handover>, HandoverId;
}

impl Event {
    /// Gives what an entry says that whoever recorded something else at a moment had not seen: `unseen` tells it of what was
    /// written into the record at once, and the time of what came in late itself.
    pub fn since(kind: &str, body: &str, at: DateTime<Utc>, unseen: bool) -> Option<Self> {
        if !MergedLate::is_kind(kind) {
            return unseen.then(|| Self::read(kind, body).ok()).flatten();
        }
        let late: MergedLate = serde_json::from_str(body).ok()?;
        (late.at > at && !late.superseded).then(|| Self::read(&late.kind, &late.body).ok()).flatten()
    }

    /// Gives what it is about, within a sentence.
    pub const fn noun(&self) -> &'static str {
        match self {
            Self::Contact(_) => "a contact",
            Self::Visit(_) => "a visit",
            Self::Shift(_) => "a shift",
            Self::Handover(_) => "a handover",
        }
    }
}

impl Stream {
    /// Applies an event; one of another stream changes nothing.
    pub fn evolve(&mut self, event: &Event, stamp: Stamp) {
        match (self, event) {
            (Self::Contact(contact), Event::Contact(event)) => Arc::make_mut(contact).evolve(event, stamp),
            (Self::Visit(visit), Event::Visit(event)) => visit.evolve(event, stamp),
            (Self::Shift(shift), Event::Shift(event)) => shift.evolve(event, stamp),
            (Self::Handover(handover), Event::Handover(event)) => handover.evolve(event, stamp),
            _ => {}
        }
    }

    /// Gives how many events made it.
    pub fn version(&self) -> u64 {
        match self {
            Self::Contact(contact) => contact.version,
            Self::Visit(visit) => visit.version,
            Self::Shift(shift) => shift.version,
            Self::Handover(handover) => handover.version,
        }
    }

    /// Gives its lines of the board.
    pub fn board(&self) -> Vec<Entry> {
        match self {
            Self::Contact(contact) => contact.board(),
            Self::Visit(visit) => visit.board(),
            Self::Shift(shift) => shift.board(),
            Self::Handover(handover) => handover.board(),
        }
    }

    /// Gives the contact, where it is one.
    pub fn contact(&self) -> Option<&Arc<Contact>> {
        match self {
            Self::Contact(contact) => Some(contact),
            Self::Visit(_) | Self::Shift(_) | Self::Handover(_) => None,
        }
    }

    /// Tells whether what was recorded at a moment has been overtaken by what was written since, and unseen by whoever
    /// recorded it; a contact says so itself, when it takes the words in.
    pub fn has_overtaken(&self, event: &Event, at: DateTime<Utc>, since: &[Event]) -> bool {
        match (self, event) {
            (Self::Visit(visit), Event::Visit(event)) => {
                let since: Vec<_> = since.iter().filter_map(Event::of_visit).cloned().collect();
                visit.has_overtaken(event, at, &since)
            }
            (Self::Shift(shift), Event::Shift(event)) => shift.has_overtaken(event),
            (Self::Handover(handover), Event::Handover(event)) => {
                let since: Vec<_> = since.iter().filter_map(Event::of_handover).cloned().collect();
                handover.has_overtaken(event, &since)
            }
            _ => false,
        }
    }
}

impl Event {
    /// Tells whether it begins its stream.
    pub const fn begins(&self) -> bool {
        matches!(
            self,
            Self::Contact(contact::Event::Taken(_))
                | Self::Visit(visit::Event::Started(_))
                | Self::Shift(shift::Event::Started(_))
                | Self::Handover(handover::Event::Begun(_))
        )
    }

    fn of_visit(&self) -> Option<&visit::Event> {
        match self {
            Self::Visit(event) => Some(event),
            _ => None,
        }
    }

    fn of_handover(&self) -> Option<&handover::Event> {
        match self {
            Self::Handover(event) => Some(event),
            _ => None,
        }
    }
}
