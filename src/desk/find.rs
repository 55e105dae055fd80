//! Finding: by reference, by number, by what a line of the queue shows.

use fuzzy_matcher::{FuzzyMatcher as _, skim::SkimMatcherV2};

use super::{Desk, DeskError};
use crate::{
    domain::{
        ids::Reference,
        input::phone,
        queue::{Lane, Row},
    },
    store::Direction,
};

/// How many lines are looked through by name; the queue's own, which is short.
const LINES: usize = 2_000;

/// How many are shown.
const SHOWN: usize = 50;

impl Desk {
    /// Finds contacts: a reference first, then a number, then names on the queue.
    pub fn find(&self, text: &str) -> Result<Vec<Row>, DeskError> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.clock.now();
        // A restricted record is found by its reference, and then without a name; by a name or a number it is not found.
        let shown = |row: &Row| self.actor.as_ref().is_none_or(|actor| row.opens_to(actor, now));
        let mut found: Vec<Row> = Vec::new();
        if let Ok(reference) = text.parse::<Reference>() {
            found.extend(self.store.by_reference(reference)?);
        }
        if let Some(digits) = phone::read(text).ok().and_then(|number| number.digits) {
            for row in self.store.by_number(&digits, SHOWN)? {
                if shown(&row) && !found.iter().any(|known| known.id == row.id) {
                    found.push(row);
                }
            }
        }
        let matcher = SkimMatcherV2::default();
        let mut scored: Vec<(i64, Row)> = self
            .store
            .lane(Lane::All, None, None, LINES, Direction::Down)?
            .into_iter()
            .filter(shown)
            .filter_map(|row| matcher.fuzzy_match(&line(&row), text).map(|score| (score, row)))
            .collect();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        for (_, row) in scored {
            if !found.iter().any(|known| known.id == row.id) {
                found.push(row);
            }
        }
        found.truncate(SHOWN);
        Ok(self.seen(found))
    }
}

fn line(row: &Row) -> String {
    let children: Vec<&str> = row.children.iter().filter_map(|child| child.name.as_deref()).collect();
    format!("{} {} {}", row.reference.map(|r| r.to_string()).unwrap_or_default(), row.who, children.join(" "))
}
