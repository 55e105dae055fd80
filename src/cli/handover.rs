//! `dutydesk handover list`, `show` and `away`.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Failure, out, place::Place, times};
use crate::{
    desk::DeskError,
    domain::{
        handover::{Brief, Waiting},
        ids::HandoverId,
        refusal::Refusal,
    },
    exchange::handover as paper,
};

/// Shows what was handed over.
#[derive(Debug, clap::Args)]
pub(super) struct Handover {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    form: Form,
}

/// In which form.
#[derive(Clone, Copy, Debug, clap::Args)]
#[group(multiple = false)]
pub(super) struct Form {
    /// Writes JSON of the documented shape.
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Writes Markdown.
    #[arg(long, global = true)]
    pub(super) markdown: bool,
}

/// What of it.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// Prints the sheet: that of the one that waits, or of the newest, unless an id is given.
    Show {
        /// Its id, as the list with --json gives it.
        id: Option<Uuid>,
    },
    /// Lists handovers, the newest first.
    List,
    /// Tells what colleagues did on what is yours while you were away.
    Away {
        /// Since when; since you last handed over, unless it is said.
        #[arg(long, value_name = "TIME", value_parser = times::read)]
        since: Option<DateTime<Utc>>,
    },
}

impl Handover {
    /// Shows it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        match &self.what {
            None => show(place, None, self.form),
            Some(What::Show { id }) => show(place, id.map(HandoverId), self.form),
            Some(What::List) => list(place, self.form),
            Some(What::Away { since }) => away(place, *since, self.form),
        }
    }
}

fn show(place: &Place, id: Option<HandoverId>, form: Form) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let id = match id {
        Some(id) => Some(id),
        None => newest(&desk.handovers()?),
    };
    if form.json && id.is_none() {
        // Nothing is an answer too, to a program.
        return out::json("null");
    }
    let id = id.ok_or_else(|| {
        let none = "Nothing was handed over on this desk yet: press h in the queue to begin.";
        Failure::from(DeskError::Refused(Refusal::new("NoHandover", none)))
    })?;
    let name = match (form.json, form.markdown) {
        (true, _) => "json",
        (_, true) => "markdown",
        _ => "text",
    };
    let taken = desk.take_handover_out(id, name)?;
    let sheet = taken.paper(&desk.book().state, desk.now());
    match (form.json, form.markdown) {
        (true, _) => out::json(&paper::json(sheet).map_err(DeskError::from)?),
        (_, true) => out::text(&paper::markdown(sheet)),
        _ => out::text(&paper::text(sheet)),
    }
}

/// Gives the one that waits, or the newest.
fn newest(briefs: &[Brief]) -> Option<HandoverId> {
    let waits = briefs.iter().find(|brief| brief.stands == Waiting::Waits);
    waits.or_else(|| briefs.first()).map(|brief| brief.id)
}

fn list(place: &Place, form: Form) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let briefs = desk.handovers()?;
    if form.json {
        return out::json(&paper::list_json(&briefs, &desk.book().state).map_err(DeskError::from)?);
    }
    out::text(&paper::list_text(&briefs, &desk.book().state))
}

fn away(place: &Place, since: Option<DateTime<Utc>>, form: Form) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    let (since, changed) = desk.while_away(since)?;
    let (state, now) = (&desk.book().state, desk.now());
    if form.json {
        return out::json(&paper::away_json(&changed, state).map_err(DeskError::from)?);
    }
    out::text(&paper::away_text(since, &changed, state, now, form.markdown))
}
