//! The queue for programs and for people: `dutydesk contact list`, with `--json` or without.
//!
//! The JSON is an array, one object a contact or ringing call, in the order of the queue: `reference` (`null` while it
//! rings), `id`, `item` (`contact` or `ring`), `urgent` (somebody marked it), `danger` (what was answered to whether a child is in danger
//! now: `yes`, `no`, `unknown`; `null` where nobody asked, or may read it), `danger_unanswered` (danger, or a child missing, that nobody
//! marked urgent or stood down), `who` (kind and role, never a member of the public's name),
//! `children` (`name`, `born`), `stands` in words and `since` when, `next` (`clock`, `words`, `at`, `start`, `rule`), `holder` (`id`,
//! `name`), `lanes`, `not_to_be_told` (names of the family), `marked_elsewhere` (what other contacts of
//! the family say of that, in words) and `version`. Every key is always there; keys may be added and none is renamed or removed.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::json::{self, Born, Next, NotWritten, Staff};
use crate::domain::{
    calendar::{local::local_day, words},
    desk::State,
    input::born,
    queue::{ChildBrief, Item, Lane, NotTold, Row},
    shown::Shown,
    value::YesNo,
};

/// One line of the queue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RowJson<'a> {
    /// The reference said aloud.
    pub reference: Option<String>,
    /// The contact's or the ring's id.
    pub id: Uuid,
    /// What it is.
    pub item: Item,
    /// Whether somebody marked it urgent.
    pub urgent: bool,
    /// What was answered to whether a child is in danger now.
    pub danger: Option<YesNo>,
    /// Whether danger, or a child who is missing, stands that nobody marked urgent or stood down.
    pub danger_unanswered: bool,
    /// Who rang.
    pub who: &'a str,
    /// Every child.
    pub children: Vec<ChildJson<'a>>,
    /// Where it stands, in words.
    pub stands: &'a str,
    /// Since when it stands there.
    pub since: DateTime<Utc>,
    /// What is due first.
    pub next: Option<Next>,
    /// Who has it.
    pub holder: Option<Staff<'a>>,
    /// The lanes it stands in; `mine` is its holder's.
    pub lanes: &'a [Lane],
    /// The names of those of the family who must not be told, or what they are.
    pub not_to_be_told: Vec<&'a str>,
    /// What other contacts of the family say of who must not be told, and how they are not safe to reach, in words.
    pub marked_elsewhere: &'a [String],
    /// How many entries made it.
    pub version: u64,
}

/// A child as a line names them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChildJson<'a> {
    /// The name.
    pub name: Option<&'a str>,
    /// What is known of the birth.
    pub born: Option<Born<'a>>,
}

impl<'a> RowJson<'a> {
    /// Makes it of a line, counting ages at a moment.
    pub fn of(row: &'a Row, desk: &'a State, now: DateTime<Utc>) -> Self {
        let child = |child: &'a ChildBrief| ChildJson {
            name: child.name.as_deref(),
            born: child.born.as_ref().map(|born| Born::of(born, now)),
        };
        Self {
            reference: row.reference.map(|reference| reference.to_string()),
            id: row.id,
            item: row.item,
            urgent: row.urgent,
            danger: row.danger_now,
            danger_unanswered: row.danger,
            who: &row.who,
            children: row.children.iter().map(child).collect(),
            stands: &row.stands,
            since: row.since,
            next: row.next.as_ref().map(Next::of),
            holder: row.holder.map(|id| Staff { id: id.0, name: desk.name_of(id) }),
            lanes: &row.lanes,
            not_to_be_told: NotTold::holding(&row.not_told, now).collect(),
            marked_elsewhere: &row.beside,
            version: row.version,
        }
    }
}

/// Writes lines of the queue as a JSON array, safe to show on a terminal.
pub fn write(rows: &[Row], desk: &State, now: DateTime<Utc>) -> Result<String, NotWritten> {
    json::write(&rows.iter().map(|row| RowJson::of(row, desk, now)).collect::<Vec<_>>())
}

/// The columns of the table and the widest each grows.
const COLUMNS: [(&str, usize); 7] =
    [("Ref", 10), ("!", 1), ("Due", 11), ("Who rang", 28), ("Children", 44), ("Stands", 28), ("Has it", 18)];

/// Writes lines of the queue as a table for people.
pub fn text(rows: &[Row], desk: &State, now: DateTime<Utc>) -> String {
    if rows.is_empty() {
        return "Nothing here.\n".to_owned();
    }
    let head = COLUMNS.map(|(title, _)| Shown::line(title));
    let table: Vec<_> = std::iter::once(head).chain(rows.iter().map(|row| cells(row, desk, now))).collect();
    let mut widths = [0; COLUMNS.len()];
    for cells in &table {
        for (width, (cell, (_, most))) in widths.iter_mut().zip(cells.iter().zip(COLUMNS)) {
            *width = cell.width().min(most).max(*width);
        }
    }
    let mut out = String::new();
    // The head stands for no line of the queue.
    let mut marks = std::iter::once(None).chain(rows.iter().map(Some));
    for cells in table {
        let mut line = String::new();
        for (cell, width) in cells.into_iter().zip(widths) {
            let cell = cell.clipped(width);
            // Writing to a string cannot fail.
            let _ = write!(line, "{cell}{:1$}", "", width - cell.width() + 2);
        }
        out.push_str(line.trim_end());
        out.push('\n');
        let Some(row) = marks.next().flatten() else { continue };
        let own = NotTold::words(&row.not_told, now);
        for mark in own.iter().chain(&row.beside) {
            let _ = writeln!(out, "{:1$}{2}", "", widths[0] + 2, Shown::line(&**mark));
        }
    }
    out
}

fn cells<'a>(row: &'a Row, desk: &'a State, now: DateTime<Utc>) -> [Shown<'a>; COLUMNS.len()] {
    let child = |child: &ChildBrief| {
        let name = child.called().unwrap_or("not known yet");
        match &child.born {
            Some(born) => format!("{name} ({})", born::age_at(born, local_day(now))),
            None => name.to_owned(),
        }
    };
    [
        Shown::line(row.reference.map_or_else(|| "ringing".to_owned(), |reference| reference.to_string())),
        Shown::line(if row.urgent { "!" } else { "" }),
        Shown::line(
            row.next.as_ref().map_or_else(String::new, |next| words::countdown(now, next.at).to_string()),
        ),
        Shown::line(row.who.as_str()),
        Shown::line(row.children.iter().map(child).collect::<Vec<_>>().join(", ")),
        Shown::line(row.stands.as_str()),
        Shown::line(row.holder.map_or("", |id| desk.name_of(id))),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::story;

    #[test]
    fn a_night_in_the_list() {
        let story = story::night();
        let rows = [story.contact.row(), story::first_minute().contact.row()];
        insta::assert_snapshot!("list_json", write(&rows, &story.desk, story.now).unwrap());
        insta::assert_snapshot!("list_text", text(&rows, &story.desk, story.now));
        assert_eq!(text(&[], &story.desk, story.now), "Nothing here.\n");
    }
}
