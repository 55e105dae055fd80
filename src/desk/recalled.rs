//! Finding where the desk's file gives nothing: among the lines that were read before, what waits for the file, and what is
//! remembered of promises, visits, handovers and the night.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use fuzzy_matcher::{FuzzyMatcher as _, skim::SkimMatcherV2};
use uuid::Uuid;

use super::{
    Desk,
    find::{SHOWN, words},
};
use crate::domain::{
    board::{Entry, Kind},
    contact::night,
    handover,
    ids::Reference,
    input::phone,
    ledger,
    queue::{ChildBrief, Item, Row},
    ring::Ring,
    visit::Visit,
};

/// What of the board is looked through.
const KINDS: [Kind; 7] = [
    Kind::Promise,
    Kind::HandoverItem,
    Kind::Visit,
    Kind::Unfiled,
    Kind::Tonight,
    Kind::Placement,
    Kind::Morning,
];

impl Desk {
    /// Finds contacts among all that is known of them here, the best first, and as of when the oldest of it is.
    pub(super) fn recalled(&self, text: &str) -> (Vec<Row>, DateTime<Utc>) {
        let text = text.trim();
        let known = self.known_rows();
        let (_, lines) = self.known_lines();
        let as_of = [self.remembered.as_of(&KINDS), lines].into_iter().flatten().min();
        let as_of = as_of.unwrap_or_else(|| self.clock.now());
        if text.is_empty() {
            return (Vec::new(), as_of);
        }
        let (matcher, reference) = (SkimMatcherV2::default(), text.parse::<Reference>().ok());
        let digits = phone::read(text).ok().and_then(|number| number.digits);
        let of_number = self.of_number(digits.as_deref());
        let scored = known.into_values().filter_map(|row| {
            let exact = reference.is_some() && row.reference == reference || of_number.contains(&row.id);
            let said = format!("{} {}", words(&row), row.stands);
            let score = if exact { Some(i64::MAX) } else { matcher.fuzzy_match(&said, text) };
            Some((score?, row))
        });
        let mut scored: Vec<(i64, Row)> = scored.collect();
        scored.sort_by_key(|(score, row)| (std::cmp::Reverse(*score), row.since, row.id));
        // What the file still tells of what was asked for exactly comes first.
        let mut found: Vec<Row> = self.exactly(reference, digits.as_deref());
        for (_, row) in scored {
            if found.iter().all(|known| known.id != row.id) {
                found.push(row);
            }
        }
        found.truncate(SHOWN);
        (self.seen(found), as_of)
    }

    /// Reads what is asked for by its reference or its number, as far as the file gives it.
    fn exactly(&self, reference: Option<Reference>, digits: Option<&str>) -> Vec<Row> {
        let row = reference.and_then(|reference| self.store.by_reference(reference).ok()?);
        let rows = digits.and_then(|digits| self.store.by_number(digits, SHOWN).ok()).unwrap_or_default();
        let (actor, now) = (self.actor.as_ref(), self.clock.now());
        let opens = |row: &Row| actor.is_none_or(|actor| row.opens_to(actor, now));
        let row = row.filter(|row| !rows.iter().any(|known| known.id == row.id));
        row.into_iter().chain(rows.into_iter().filter(opens)).collect()
    }

    /// Lists whose caller has a number: those in lines that were read, calls that ring, and calls that wait.
    fn of_number(&self, digits: Option<&str>) -> BTreeSet<Uuid> {
        let Some(digits) = digits else { return BTreeSet::new() };
        let is = |raw: &str| phone::read(raw).is_ok_and(|number| number.digits.as_deref() == Some(digits));
        let ahead =
            self.contacts_ahead().filter(|contact| contact.call.caller.number.as_deref().is_some_and(is));
        let ahead = ahead.map(|contact| contact.id.0);
        let (known, _) = self.known_lines();
        let rings = known.into_values().filter(|row| row.rings_from().is_some_and(is)).map(|row| row.id);
        self.lines.of_number(digits).chain(ahead).chain(rings).collect()
    }

    /// Gives a line for each contact of which anything is known: with what waits, as the queue had it, or as the board says.
    fn known_rows(&self) -> BTreeMap<Uuid, Row> {
        let ahead = self.contacts_ahead().map(|contact| contact.row());
        let mut rows: BTreeMap<Uuid, Row> = ahead.map(|row| (row.id, row)).collect();
        let actor = self.actor.as_ref();
        let now = self.clock.now();
        let aside: Vec<Row> = self.rings_aside().map(Ring::row).collect();
        for row in self.known_lines().0.into_values().chain(&aside) {
            if actor.is_some_and(|actor| row.opens_to(actor, now)) {
                rows.entry(row.id).or_insert_with(|| row.clone());
            }
        }
        let mut said: BTreeMap<Uuid, Row> = BTreeMap::new();
        for kind in KINDS {
            // A kind that nobody knows has nothing to say.
            for entry in self.visible(kind).unwrap_or_default() {
                let Some(row) = row_of(&entry, now).filter(|row| !rows.contains_key(&row.id)) else {
                    continue;
                };
                match said.get_mut(&row.id) {
                    Some(known) => add(known, row),
                    None => drop(said.insert(row.id, row)),
                }
            }
        }
        rows.extend(said);
        rows
    }
}

/// Adds what another line of the board says of the same contact.
fn add(known: &mut Row, row: Row) {
    known.reference = known.reference.or(row.reference);
    if known.who.is_empty() {
        known.who = row.who;
    }
    if known.children.is_empty() {
        known.children = row.children;
    }
    known.stands = format!("{}; {}", known.stands, row.stands);
    known.since = known.since.min(row.since);
}

/// Makes the line of a contact of what the board says of it; none where it is about none.
fn row_of(entry: &Entry, now: DateTime<Utc>) -> Option<Row> {
    let id = entry.contact?.0;
    let line = |reference: Option<Reference>, stands: String, since: DateTime<Utc>| Row {
        reference,
        stands,
        ..Row::bare(id, Item::Contact, since)
    };
    match entry.kind {
        Kind::Promise => {
            let owed = ledger::Line::of(entry)?.owed;
            let stands = format!("promised: {} → {}", owed.what, owed.to);
            Some(line(Some(owed.reference), stands, owed.by))
        }
        Kind::HandoverItem => {
            let item: handover::Item = entry.read()?;
            let cause = item.drawn.causes.first();
            let stands = format!("handed over: {}", cause.map_or("", |cause| &cause.words));
            let since = item.calls.or(cause.and_then(|cause| cause.due)).unwrap_or(now);
            let row = line(item.drawn.reference, stands, since);
            let child = |name: String| ChildBrief { name: Some(name), born: None };
            let children = item.drawn.children.into_iter().map(child).collect();
            Some(Row { who: item.drawn.who, children, ..row })
        }
        Kind::Visit => {
            let visit: Visit = entry.read()?;
            let going = &visit.started.going;
            Some(line(going.reference, format!("visit: {}, {}", going.place, going.purpose), visit.since))
        }
        Kind::Unfiled | Kind::Tonight | Kind::Placement | Kind::Morning => {
            let said: night::Line = entry.read()?;
            let since = said.taken.or(entry.due).unwrap_or(now);
            Some(line(said.reference.parse().ok(), said.words, since))
        }
        _ => None,
    }
}
