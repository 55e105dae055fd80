//! `dutydesk day`.

use super::{Failure, handover::Form, out, place::Place};
use crate::{desk::DeskError, exchange::day};

/// Shows what is due today by person, and how promises were kept in the last 28 days.
#[derive(Debug, clap::Args)]
pub(super) struct Day {
    #[command(flatten)]
    form: Form,
}

impl Day {
    /// Shows it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let mut desk = place.desk()?;
        let sheet = desk.day_out(self.form.json)?;
        if self.form.json {
            return out::json(&day::json(&sheet, &desk.book().state).map_err(DeskError::from)?);
        }
        out::text(&day::text(
            &sheet,
            &desk.book().state,
            &desk.book().duty.calling_at(sheet.at),
            self.form.markdown,
        ))
    }
}
