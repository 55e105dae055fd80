//! Finding: by reference, by number, by what a line of the queue shows.
//!
//! The open lines are kept from one letter to the next, and of the journal only what is new is read: each letter is matched
//! against a few dozen kilobytes in memory, and what is shown of it is there already.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
};

use chrono::{DateTime, Utc};
use fuzzy_matcher::{FuzzyMatcher as _, skim::SkimMatcherV2};
use uuid::Uuid;

use super::{Desk, DeskError, spooling::takes_nothing};
use crate::{
    domain::{
        contact::{Contact, namesake::name_words},
        ids::Reference,
        input::phone,
        queue::{Lane, Row},
    },
    store::{Cursor, Direction, Store, StoreError},
};

/// How many lines are looked through by name; the queue's own, which is short.
const LINES: usize = 2_000;

/// How many lines are read at once when all are.
const PAGE: usize = 64;

/// How many streams may have changed before reading all lines is less work than reading those.
const CHANGED: usize = 200;

/// How many are shown.
pub(super) const SHOWN: usize = 50;

/// The words of the lines that a search looks through, as the journal had them at an entry.
#[derive(Default)]
pub(super) struct Lines {
    /// The newest entry that they know; none before the first search.
    seq: Option<u64>,
    /// When they were last known to be what the file says.
    at: Option<DateTime<Utc>>,
    known: HashMap<Uuid, Line>,
}

/// One line, and its words.
struct Line {
    /// [`Row::sort`].
    sort: i64,
    /// All that can be found.
    words: String,
    /// The words of its children's names, as they are compared.
    children: Vec<String>,
    /// The numbers of its caller, digits only.
    digits: Vec<String>,
    /// The line as it was read.
    row: Row,
}

impl Line {
    fn of(row: Row, digits: Vec<String>) -> Self {
        let names = row.children.iter().filter_map(|child| child.name.as_deref());
        let children = names.flat_map(name_words).collect();
        Self { sort: row.sort(), words: words(&row), children, digits, row }
    }
}

impl Desk {
    /// Finds contacts, or, where the desk's file does not give all of them, recalls them; gives as of when those are known.
    pub(super) fn found(&mut self, text: &str) -> Result<(Vec<Row>, Option<DateTime<Utc>>), DeskError> {
        // Where nothing was ever kept beside the file, nothing of it is known here.
        let known = self.store.unread().is_none() || self.remembered.at.is_some();
        match self.find(text) {
            Err(error) if known && takes_nothing(&error) => {
                self.noticed(&error);
                let (rows, as_of) = self.recalled(text);
                // At a console that was opened so it is what its screens show anyway, and no look at any record.
                if self.store.unread().is_none() {
                    self.look_searched(text, &rows);
                }
                Ok((rows, Some(as_of)))
            }
            found => {
                let rows = found?;
                self.look_searched(text, &rows);
                Ok((rows, None))
            }
        }
    }

    /// Finds contacts: a reference first, then a number, then names on the queue; nothing for nothing, which only makes ready.
    pub fn find(&mut self, text: &str) -> Result<Vec<Row>, DeskError> {
        let text = text.trim();
        let now = self.clock.now();
        if text.is_empty() {
            self.lines.renew(&self.store, now)?;
            return Ok(Vec::new());
        }
        let mut found: Vec<Row> = Vec::new();
        if let Ok(reference) = text.parse::<Reference>() {
            found.extend(self.store.by_reference(reference)?);
        }
        // A restricted record is found by its reference, and then without a name; by a name or a number it is not found.
        let actor = self.actor.as_ref();
        let shown = |row: &Row| actor.is_none_or(|actor| row.opens_to(actor, now));
        if let Some(digits) = phone::read(text).ok().and_then(|number| number.digits) {
            for row in self.store.by_number(&digits, SHOWN)? {
                if shown(&row) && !found.iter().any(|known| known.id == row.id) {
                    found.push(row);
                }
            }
        }
        self.lines.renew(&self.store, now)?;
        for row in self.lines.best(text) {
            if found.len() >= SHOWN {
                break;
            }
            if shown(row) && !found.iter().any(|known| known.id == row.id) {
                found.push(row.clone());
            }
        }
        found.truncate(SHOWN);
        Ok(self.seen(found))
    }
}

impl Lines {
    /// Takes in what was journalled since the last search.
    pub(super) fn renew(&mut self, store: &Store, now: DateTime<Utc>) -> Result<(), StoreError> {
        // Read before the rows: what is committed in between is read once more, never missed.
        let newest = store.head()?.seq;
        let changed = match self.seq {
            Some(seq) if seq == newest => {
                self.at = Some(now);
                return Ok(());
            }
            Some(seq) if seq < newest => store.changed_since(seq, CHANGED)?,
            _ => None,
        };
        let begun = self.seq.take().is_some();
        if let Some(changed) = changed.filter(|_| begun && self.known.len() < LINES) {
            for id in changed {
                match store.row(id)?.filter(|row| row.lanes.contains(&Lane::All)) {
                    Some(row) => {
                        let digits = store.numbers(id)?;
                        self.known.insert(id, Line::of(row, digits));
                    }
                    None => drop(self.known.remove(&id)),
                }
            }
        } else {
            self.read(store)?;
        }
        (self.seq, self.at) = (Some(newest), Some(now));
        Ok(())
    }

    /// Reads every line anew, up to [`LINES`]; what was known stands until all of it is read.
    fn read(&mut self, store: &Store) -> Result<(), StoreError> {
        let (mut lines, mut from) = (HashMap::new(), None);
        let mut digits = store.numbers_in(Lane::All)?;
        while lines.len() < LINES {
            let page = store.lane(Lane::All, None, from, PAGE, Direction::Down)?;
            let last = page.last().filter(|_| page.len() == PAGE).map(Cursor::of);
            let line = |row: Row| {
                let digits = digits.remove(&row.id).unwrap_or_default();
                (row.id, Line::of(row, digits))
            };
            lines.extend(page.into_iter().map(line));
            if last.is_none() {
                break;
            }
            from = last;
        }
        self.known = lines;
        Ok(())
    }

    /// Tells whether none was ever read.
    pub(super) fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Tells when they were last known to be what the file says.
    pub(super) fn at(&self) -> Option<DateTime<Utc>> {
        self.at
    }

    /// Lists the lines whose caller has this number, digits only.
    pub(super) fn of_number(&self, digits: &str) -> impl Iterator<Item = Uuid> {
        let has = move |line: &&Line| line.digits.iter().any(|known| known == digits);
        self.known.values().filter(has).map(|line| line.row.id)
    }

    /// Gives the lines as they were read last.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.known.values().map(|line| &line.row)
    }

    /// Gives the words of the names of children in lines in which anybody is marked.
    pub(super) fn marked_children(&self) -> BTreeSet<String> {
        let marked = self.known.values().filter(|line| line.row.marked);
        marked.flat_map(|line| line.children.iter().cloned()).collect()
    }

    /// Lists the lines, but for its own, in which a child's name has a word of the name of a child of a contact.
    pub(super) fn naming_child_of(&self, contact: &Contact) -> Vec<Uuid> {
        let words = contact.child_words();
        if words.is_empty() || self.known.is_empty() {
            return Vec::new();
        }
        let mut found = self.naming(&words);
        found.retain(|id| *id != contact.id.0);
        found
    }

    /// Lists the lines in which a child's name has one of these words, what is due first.
    pub(super) fn naming(&self, words: &BTreeSet<String>) -> Vec<Uuid> {
        let names = |line: &Line| line.children.iter().any(|word| words.contains(word));
        let mut found: Vec<(i64, Uuid)> =
            self.known.iter().filter(|(_, line)| names(line)).map(|(id, line)| (line.sort, *id)).collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Lists the lines that match, the best first, and of equal ones what is due first.
    fn best(&self, text: &str) -> Vec<&Row> {
        let matcher = SkimMatcherV2::default();
        let scored = self.known.values().filter_map(|line| {
            matcher
                .fuzzy_match(&line.words, text)
                .map(|score| ((Reverse(score), line.sort, line.row.id), &line.row))
        });
        let mut scored: Vec<_> = scored.collect();
        scored.sort_unstable_by_key(|(rank, _)| *rank);
        scored.into_iter().map(|(_, row)| row).collect()
    }
}

/// Gives all of a line that can be found.
pub(super) fn words(row: &Row) -> String {
    let children: Vec<&str> = row.children.iter().filter_map(|child| child.name.as_deref()).collect();
    format!("{} {} {}", row.reference.map(|r| r.to_string()).unwrap_or_default(), row.who, children.join(" "))
}
