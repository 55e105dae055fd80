//! `dutydesk contact access`: who may open a record. A reason may name people, so it is read from standard input and never
//! stands in an argument, which every process can see.

use std::io::Read as _;

use super::{Failure, out, place::Place};
use crate::{
    desk::{Desk, DeskError, Request, protocol::Act},
    domain::{
        contact::access::{Command, Kind, Restricted},
        ids::{ContactId, GlassNo, Reference, StaffId},
    },
};

/// How long a reason may be, in bytes.
const LONGEST: u64 = 10_000;

/// What is done about who may open a contact.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Access {
    /// Restricts it to named people.
    Restrict {
        /// Its reference.
        reference: Reference,
        /// Why: allegation, `own_family` or other.
        #[arg(long, value_parser = kind)]
        kind: Kind,
        /// Who may open it; may be said several times.
        #[arg(long = "to", required = true, value_name = "NAME")]
        named: Vec<String>,
        /// Whose own family it is about; these never open it.
        #[arg(long = "family-of", value_name = "NAME")]
        family_of: Vec<String>,
    },
    /// Lifts the restriction.
    Lift {
        /// Its reference.
        reference: Reference,
    },
    /// Names somebody more who may open it.
    Grant {
        /// Its reference.
        reference: Reference,
        /// Who.
        #[arg(long = "to", value_name = "NAME")]
        name: String,
    },
    /// Opens it by break-glass for half an hour, or as the profile says: a manager is told.
    BreakGlass {
        /// Its reference.
        reference: Reference,
    },
    /// Says, as a manager, that a break-glass was looked at.
    Seen {
        /// Its reference.
        reference: Reference,
        /// Which break-glass, by its number.
        #[arg(long, default_value_t = 1)]
        no: u32,
    },
}

fn kind(key: &str) -> Result<Kind, String> {
    Kind::from_key(&key.replace('-', "_")).ok_or_else(|| {
        let keys: Vec<&str> = Kind::ALL.iter().map(|kind| kind.key()).collect();
        format!("the kinds are {}", keys.join(", "))
    })
}

impl Access {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let mut desk = place.desk()?;
        let why = reason()?;
        let (reference, command) = match self {
            Self::Restrict { reference, kind, named, family_of } => {
                let (named, family_of) = (people(&desk, named)?, people(&desk, family_of)?);
                (reference, Command::Restrict(Restricted { kind: *kind, why, named, family_of }))
            }
            Self::Lift { reference } => (reference, Command::Lift { why }),
            Self::Grant { reference, name } => {
                let person = people(&desk, std::slice::from_ref(name))?.remove(0);
                (reference, Command::Grant { person, why })
            }
            Self::BreakGlass { reference } => (reference, Command::BreakGlass { why }),
            Self::Seen { reference, no } => (reference, Command::SeeGlass { no: GlassNo(*no), words: why }),
        };
        let row = desk.store().by_reference(*reference)?.ok_or(DeskError::NoSuchContact(*reference))?;
        let (contact, command) = (ContactId(row.id), command.into());
        let act = Act { tag: 0, contact, command, seen: row.version, event: None, step_up: None };
        desk.answer(Request::Act(Box::new(act)))?;
        out::text(&format!("Journalled for {reference}."))
    }
}

fn people(desk: &Desk, names: &[String]) -> Result<Vec<StaffId>, Failure> {
    let find = |name: &String| {
        let found = desk.book().state.find_staff(name);
        found.ok_or_else(|| Failure::from(DeskError::NobodyOfThatName(name.clone())))
    };
    names.iter().map(find).collect()
}

fn reason() -> Result<String, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(LONGEST).read_to_string(&mut text);
    read.map_err(|error| Failure::Stream("input", error))?;
    Ok(text.trim().to_owned())
}
