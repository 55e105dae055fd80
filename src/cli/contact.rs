//! `dutydesk contact show` and `dutydesk contact list`.

use super::{Failure, out, place::Place};
use crate::{
    desk::{Answer, Request, protocol::Stretch},
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
    /// Lists what stands in a lane of the queue, what is due first at the top.
    List {
        /// The lane: all, mine, ringing, talking, `to_agree`, oversight, `to_decide`, `to_tell`, `with_team` or handover.
        #[arg(long, default_value = "all", value_parser = lane)]
        lane: Lane,
        /// Writes a JSON array.
        #[arg(long)]
        json: bool,
    },
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
        }
    }
}

fn show(place: &Place, reference: Reference, json: bool) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    for answer in desk.answer(Request::OpenReference(reference))? {
        let (Answer::Contact(view), Some(actor)) = (answer, desk.actor()) else { continue };
        let book = desk.book();
        let cx = Context { now: desk.now(), actor, policy: &book.policy, duty: &book.duty };
        if json {
            out::json(&ContactJson::of(&view.contact, &book.state, &cx).write()?)?;
        } else {
            out::text(&contact_text::text(&view.contact, &book.state, &cx))?;
        }
    }
    Ok(())
}

fn list(place: &Place, lane: Lane, json: bool) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let whole = Stretch { lane, around: None, before: 0, after: usize::MAX };
    for answer in desk.answer(Request::Watch(whole))? {
        let Answer::Lane(view) = answer else { continue };
        let (state, now) = (&desk.book().state, desk.now());
        if json {
            out::json(&list_json::write(&view.rows, state, now)?)?;
        } else {
            out::text(&list_json::text(&view.rows, state, now))?;
        }
    }
    Ok(())
}
