//! A practice desk of invented people, for learning, for tests and for measuring.
//!
//! Everything in it goes the way that real work goes: a command is judged, events follow, rows are projected. The mix
//! of those who ring (39 in a hundred police, 13 health, 13 education, 35 others), of what becomes a referral (16.8 in a
//! hundred) and of the days (75 contacts on a working day, 54 on any day) are Leicestershire's, The Road to Excellence.
//! The same order makes the same journal, byte for byte.

mod cast;
mod family;
mod history;
mod live;
mod night;
mod open;
mod pen;
mod people;
mod promised;
mod routed;
mod spread;
mod thin;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

pub use self::cast::PASSPHRASE;
use self::{cast::Cast, people::People};
use super::{Desk, DeskError, Opening, Random, clock::FixedClock};
use crate::store::Folder;

/// How many contacts of a desk are still open.
const LIVE: u64 = 40;

/// The reference of the newest contact, where there are few enough before it.
const NEWEST: u64 = 1_841;

/// How many contacts go into one unit of work.
const UNIT: usize = 5_000;

/// What is to be made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Order {
    /// How many contacts; ringing calls come on top of them.
    pub contacts: u64,
    /// Who is invented.
    pub seed: u64,
    /// The moment at which the desk begins.
    pub at: DateTime<Utc>,
}

/// What was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Made {
    /// How many contacts.
    pub contacts: u64,
    /// How many entries the journal has.
    pub entries: u64,
}

/// Makes a practice desk in an empty folder; `progress` is told how many contacts are made.
pub fn make(folder: &Folder, order: &Order, progress: &mut dyn FnMut(u64)) -> Result<Made, DeskError> {
    let live = order.contacts.min(LIVE);
    let days = spread::days(order.at, order.contacts - live);
    let founded = days.first().map_or(order.at, |day| day.begins()).min(order.at) - TimeDelta::days(1);
    let clock = Arc::new(FixedClock::at(founded));
    let mut random = Random::Seeded(order.seed);
    cast::found(folder, founded, order.at, &*clock, &mut random)?;
    clock.set(order.at);
    let opening = Opening { console: false, bulk: true };
    let mut desk = Desk::open(folder, opening, clock, Random::Seeded(random.number()))?;
    let cast = Cast::of(desk.book())?;
    let mut people = People::of(random.number());
    let first = NEWEST.saturating_sub(order.contacts.saturating_sub(1)).max(1);
    if order.contacts > 0 {
        history::write(&mut desk, &cast, &mut people, (&days, order.at), first, progress)?;
        live::write(&mut desk, &cast, &mut people, order.at, live, first)?;
        progress(order.contacts);
    }
    cast::set_numbers(&mut desk)?;
    cast::set_rota(&mut desk, order.at)?;
    desk.store().tidy()?;
    Ok(Made { contacts: order.contacts, entries: desk.store().head()?.seq })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        board::{Entry, Kind},
        ledger::Ended,
    };

    /// Counts the entries of a kind whose text has a part.
    fn count(entries: &[crate::store::Recorded], kind: &str, part: &str) -> usize {
        entries.iter().filter(|entry| entry.kind == kind && entry.body.contains(part)).count()
    }

    #[test]
    fn the_shares_are_leicestershires() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::create(&home.path().join("practice")).unwrap();
        let order = Order { contacts: 4_000, seed: 3, at: "2026-11-24T14:07:00Z".parse().unwrap() };
        let mut last = 0;
        let made = make(&folder, &order, &mut |done| last = done).unwrap();
        assert_eq!((made.contacts, last), (4_000, 4_000));
        let clock = Arc::new(FixedClock::at(order.at));
        let desk = Desk::open(&folder, Opening::default(), clock, Random::Seeded(1)).unwrap();
        let entries = desk.store().after(0, usize::MAX).unwrap();
        assert_eq!(entries.len() as u64, made.entries);
        assert_eq!(count(&entries, "contact.taken.v1", ""), 4_000);
        assert_eq!(count(&entries, "contact.closed.v1", ""), 3_960);
        let near = |found: usize, per_mille: usize| found.abs_diff(per_mille * 4) < 80;
        assert!(near(count(&entries, "contact.taken.v1", "\"source_code\":\"6\""), 390));
        assert!(near(count(&entries, "contact.taken.v1", "\"source_code\":\"3"), 130));
        assert!(near(count(&entries, "contact.taken.v1", "\"source_code\":\"2"), 130));
        assert!(near(count(&entries, "contact.route_sent.v1", "\"referral\":true"), 168));
        // Of what was promised a month ago most is settled; each way of ending is there, ours and theirs.
        let owed = desk.store().board(Kind::Promise).unwrap();
        let overdue = owed.iter().filter(|entry| entry.due.is_some_and(|due| due < order.at)).count();
        let settled = desk.store().board(Kind::Settled).unwrap();
        assert!(overdue > 0 && overdue * 5 < settled.len(), "{overdue} overdue, {} settled", settled.len());
        for ended in [Ended::Kept, Ended::KeptLate, Ended::Broken] {
            for ours in [true, false] {
                let so = |entry: &Entry| entry.read() == Some(ended) && entry.person.is_some() == ours;
                assert!(settled.iter().any(so), "{ended:?}, ours: {ours}");
            }
        }
        assert!(count(&entries, "contact.promise_moved.v2", "") > 3);
        // A day begins after the founding, and nothing comes after the moment at which the desk begins.
        assert!(entries.iter().all(|entry| entry.at <= order.at));
        assert!(entries.first().is_some_and(|first| entries.iter().all(|entry| entry.at >= first.at)));
    }
}
