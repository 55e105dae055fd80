//! The day at the desk: the ledger of promises, how they were kept, and what is due today by person.

use chrono::TimeDelta;

use super::{Desk, DeskError};
use crate::{
    domain::{
        board::Kind,
        ledger::{self, Line, Rate, Sheet},
        permission::Action,
        queue::Lane,
    },
    store::Direction,
};

impl Desk {
    /// Gives the promises that are owed, what is due first before; those of records that are sealed stay out.
    pub fn ledger(&mut self) -> Result<(Vec<Line>, Rate), DeskError> {
        self.permit(Action::Search)?;
        let now = self.clock.now();
        let marked = self.marked()?;
        let mut lines: Vec<Line> = Vec::new();
        let mut all = Vec::new();
        for entry in self.store.board(Kind::Promise)? {
            let Some(mut line) = Line::of(&entry) else { continue };
            let row = self.store.row(line.contact.0)?;
            let seen = row.as_ref().zip(self.actor.as_ref());
            let opens = seen.is_none_or(|(row, actor)| row.opens_to(actor, now));
            all.push(line.clone());
            if !opens {
                continue;
            }
            // Several promises of one contact are read of once.
            let known = lines.iter().rfind(|known| known.contact == line.contact);
            line.beside = match (known, &row) {
                (Some(known), _) => known.beside.clone(),
                (None, Some(row)) => self.marks_beside(&marked, row)?,
                (None, None) => Vec::new(),
            };
            lines.push(line);
        }
        let settled = self.store.board_since(Kind::Settled, now - TimeDelta::days(ledger::DAYS))?;
        // The rate counts what is sealed too: it names nobody.
        Ok((lines, ledger::rate(&all, &settled, now)))
    }

    /// Gives what is due today, by person, to be printed or exported; that it is taken away is journalled first.
    pub fn day_out(&mut self, json: bool) -> Result<Sheet, DeskError> {
        // The queue goes with it, and that is journalled as it always is.
        let rows = self.list_out(Lane::All, json)?;
        let (lines, rate) = self.ledger()?;
        Ok(ledger::sheet(lines, rows, rate, self.clock.now()))
    }

    /// Gives what is due today, by person, for the console.
    pub fn day(&mut self) -> Result<Sheet, DeskError> {
        let rows = self.seen(self.store.lane(Lane::All, None, None, usize::MAX, Direction::Down)?);
        let rows = self.with_marks_beside(rows)?;
        let (lines, rate) = self.ledger()?;
        Ok(ledger::sheet(lines, rows, rate, self.clock.now()))
    }
}
