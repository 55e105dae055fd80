//! `dutydesk contact show` and `dutydesk contact list`; `access` beside them has a file of its own.

use super::{Failure, access::Access, out, place::Place};
use crate::{
    domain::{contact::Context, ids::Reference, queue::Lane},
    exchange::{contact_json::ContactJson, contact_text, list_json},
};

/// Shows contacts.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Contact {
    /// Shows one contact, whole.
    Show {
        /// Its reference: C-1841, or only the number.
        reference: Reference,
        /// Writes JSON of the documented shape.
        #[arg(long)]
        json: bool,
    },
    /// Lists what stands in a lane of the queue, in its order: what is due first at the top, and at night what runs then.
    List {
        /// The lane: all, mine, ringing, talking, `to_agree`, oversight, `to_decide`, `to_tell`, `with_team` or handover.
        #[arg(long, default_value = "all", value_parser = lane)]
        lane: Lane,
        /// Writes a JSON array.
        #[arg(long)]
        json: bool,
    },
    /// Restricts a contact to named people, or changes who may open it; reasons are read from standard input, as one line.
    #[command(subcommand)]
    Access(Access),
}

fn lane(key: &str) -> Result<Lane, String> {
    Lane::from_key(key).ok_or_else(|| {
        let keys: Vec<&str> = Lane::ALL.iter().map(|lane| lane.key()).collect();
        format!("the lanes are {}", keys.join(", "))
    })
}

impl Contact {
    /// Shows.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match self {
            Self::Show { reference, json } => show(place, *reference, *json),
            Self::List { lane, json } => list(place, *lane, *json),
            Self::Access(access) => access.run(place),
        }
    }
}

fn show(place: &Place, reference: Reference, json: bool) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let contact = desk.take_out(reference, if json { "json" } else { "text" }, "")?;
    let marks = desk.marks(&contact)?;
    let Some(actor) = desk.actor() else { return Ok(()) };
    let book = desk.book();
    let cx = Context { now: desk.now(), actor, policy: &book.policy, duty: &book.duty };
    if json {
        out::json(&ContactJson::of(&contact, &book.state, &cx).with_marks(&marks).write()?)
    } else {
        out::text(&contact_text::text_with(&contact, &marks, &book.state, &cx))
    }
}

fn list(place: &Place, lane: Lane, json: bool) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let rows = desk.list_out(lane, json)?;
    let (state, now) = (&desk.book().state, desk.now());
    if json {
        out::json(&list_json::write(&rows, state, now)?)
    } else {
        out::text(&list_json::text(&rows, state, now))
    }
}
