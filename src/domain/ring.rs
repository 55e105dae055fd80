//! A ringing call: announced by the telephone system, answered by somebody, or gone before anybody could.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{ContactId, Reference, RingId},
    input::{phone, text},
    queue::{Item, Lane, Row},
    recorded::events,
    refusal::Refusal,
};

/// What the telephone system says: one JSON object.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    /// The number, raw; withheld when absent.
    #[serde(default)]
    pub number: Option<String>,
    /// The name, raw, where the telephone system knows one.
    #[serde(default)]
    pub name: Option<String>,
}

impl Announced {
    /// Reads what the telephone system wrote; refuses in one sentence what cannot be a call.
    pub fn read(line: &str) -> Result<Self, Refusal> {
        // serde would take `[]` for an object whose fields are all left out.
        let object = Some(line.trim()).filter(|line| line.starts_with('{'));
        let announced: Option<Self> = object.and_then(|line| serde_json::from_str(line).ok());
        let announced = announced.ok_or_else(|| {
            Refusal::new("NotARing", "That is not a ringing call: write one JSON object as {\"number\":\"01632 960123\",\"name\":\"…\"}.")
        })?;
        if let Some(number) = announced.number.as_deref().filter(|number| !number.trim().is_empty()) {
            phone::read(number).map_err(|error| Refusal::new("NotANumber", error.to_string()))?;
        }
        if let Some(name) = &announced.name {
            text::name(name).map_err(|error| Refusal::new("TooLong", error.to_string()))?;
        }
        Ok(announced)
    }
}

/// It was answered: a contact was opened for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Answered {
    /// The contact.
    pub contact: ContactId,
    /// Its reference.
    pub reference: Reference,
}

/// It stopped, or was set aside.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SetAside {
    /// Why.
    pub why: String,
}

events! {
    /// Something that happened to a ringing call.
    Event:
    Announced(Announced) = "ring.announced.v1";
    Answered(Answered) = "ring.answered.v1";
    SetAside(SetAside) = "ring.set_aside.v1";
}

/// What stands in a line for a number that is not given.
const WITHHELD: &str = "number withheld";

/// A ringing call as its events have made it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ring {
    /// Its id.
    pub id: RingId,
    /// What the telephone system said.
    pub announced: Announced,
    /// Since when it rings.
    pub since: DateTime<Utc>,
    /// The contact opened for it, when somebody answered.
    pub answered: Option<Answered>,
    /// Whether nobody needs to answer it any more.
    pub over: bool,
    /// How many events made it.
    pub version: u64,
}

impl Ring {
    /// Makes the ring from its first event; any other makes none.
    pub fn begin(id: RingId, event: &Event, at: DateTime<Utc>) -> Option<Self> {
        match event {
            Event::Announced(announced) => Some(Self {
                id,
                announced: announced.clone(),
                since: at,
                answered: None,
                over: false,
                version: 1,
            }),
            Event::Answered(_) | Event::SetAside(_) => None,
        }
    }

    /// Makes a call that rings again of its line, where what it is made of cannot be read; none of any other line.
    pub fn of_row(row: &Row) -> Option<Self> {
        let number = row.rings_from()?;
        let name = row.who.strip_suffix(number)?.strip_suffix(", ");
        let announced = Announced {
            number: Some(number.to_owned()).filter(|number| number != WITHHELD),
            name: name.map(str::to_owned),
        };
        let over = row.lanes.is_empty();
        Some(Self {
            id: RingId(row.id),
            announced,
            since: row.since,
            answered: None,
            over,
            version: row.version,
        })
    }

    /// Applies an event.
    pub fn evolve(&mut self, event: &Event) {
        self.version += 1;
        match event {
            Event::Announced(_) => {}
            Event::Answered(answered) => {
                self.answered = Some(answered.clone());
                self.over = true;
            }
            Event::SetAside(_) => self.over = true,
        }
    }

    /// Judges answering it.
    pub fn answer(&self, contact: ContactId, reference: Reference) -> Result<Event, Refusal> {
        match &self.answered {
            Some(other) => Err(Refusal::new(
                "AnsweredAlready",
                format!("A colleague answered this call as {}. Nothing was changed.", other.reference),
            )),
            None if self.over => {
                Err(Refusal::new("RingIsOver", "This call was set aside. Press n to take a new one."))
            }
            None => Ok(Event::Answered(Answered { contact, reference })),
        }
    }

    /// Judges setting it aside.
    pub fn set_aside(&self, why: &str) -> Result<Event, Refusal> {
        if self.over {
            return Err(Refusal::new(
                "RingIsOver",
                "This call is not ringing any more. Nothing was changed.",
            ));
        }
        if !text::says_something(why) {
            return Err(Refusal::new(
                "ReasonNeeded",
                "Say why nobody answers it, for instance that it stopped ringing.",
            ));
        }
        Ok(Event::SetAside(SetAside { why: why.to_owned() }))
    }

    /// Computes its line in the queue.
    pub fn row(&self) -> Row {
        let number =
            self.announced.number.as_deref().filter(|number| !number.trim().is_empty()).unwrap_or(WITHHELD);
        let who = match self.announced.name.as_deref().filter(|name| !name.trim().is_empty()) {
            Some(name) => format!("{name}, {number}"),
            None => number.to_owned(),
        };
        Row {
            who,
            stands: if self.over { "answered".to_owned() } else { "ringing".to_owned() },
            lanes: if self.over { Vec::new() } else { vec![Lane::All, Lane::Ringing] },
            version: self.version,
            ..Row::bare(self.id.0, Item::Ring, self.since)
        }
    }
}
