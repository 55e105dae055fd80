//! What was recorded of a visit while the desk's file took nothing, as it comes into the record.
//!
//! A late word never silences what came after it: a call for help stands against an earlier *back safe*, and one that was
//! made after somebody was said to be back has them out again.

use chrono::{DateTime, Utc};

use super::{Event, Started, Visit};
use crate::domain::late::MergedLate;

/// Reads how somebody went.
pub(super) fn started(late: &MergedLate) -> Option<Box<Started>> {
    match Event::read(&late.kind, &late.body) {
        Ok(Event::Started(started)) => Some(started),
        _ => None,
    }
}

impl Visit {
    /// Takes it in, without counting it twice.
    pub(super) fn merge_late(&mut self, late: &MergedLate) {
        let Some(event) = Event::read(&late.kind, &late.body).ok().filter(|_| !late.superseded) else {
            return;
        };
        let (version, heard) = (self.version, self.heard);
        if let (Event::HelpNeeded(_), Some(back)) = (&event, self.back) {
            self.back = Some(back).filter(|back| *back >= late.at);
            self.safe = self.safe.take().filter(|_| self.back.is_some());
        }
        self.evolve(&event, late.stamp());
        (self.version, self.heard) = (version, self.heard.max(heard));
    }

    /// Tells whether what was recorded at a moment has been overtaken by what was written since, and unseen by whoever
    /// recorded it.
    pub fn has_overtaken(&self, event: &Event, at: DateTime<Utc>, since: &[Event]) -> bool {
        match event {
            Event::Extended(_) => {
                self.back.is_some() || since.iter().any(|event| matches!(event, Event::Extended(_)))
            }
            Event::BackSafe(_) => {
                self.back.is_some() || self.help.as_ref().is_some_and(|(called, _)| *called > at)
            }
            Event::HelpNeeded(_) => self.back.is_some_and(|back| back >= at),
            Event::CheckedIn(_) | Event::Tried(_) => false,
            // What begins it, what came in late itself, and what only a manager says.
            Event::Started(_) | Event::MergedLate(_) | Event::Looked(_) => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        contact::Stamp,
        ids::{AccountId, StaffId, VisitId},
        visit::{CheckedIn, Ended, Extended, HelpNeeded, fixture},
    };

    const WORKER: StaffId = StaffId(Uuid::from_u128(1));

    fn at(minute: i64) -> DateTime<Utc> {
        DateTime::<Utc>::UNIX_EPOCH + chrono::TimeDelta::minutes(minute)
    }

    fn by(minute: i64) -> Stamp {
        Stamp { at: at(minute), by: WORKER }
    }

    fn out() -> Visit {
        let started = fixture::started(at(120), 45);
        Visit::begin(VisitId(Uuid::from_u128(2)), &Event::Started(Box::new(started)), by(0)).unwrap()
    }

    fn help() -> Event {
        Event::HelpNeeded(HelpNeeded { words: "he is at the door".to_owned() })
    }

    fn back() -> Event {
        Event::BackSafe(Ended { how: None })
    }

    fn late(event: &Event, minute: i64, superseded: bool) -> Event {
        let (kind, body) = (event.kind().to_owned(), event.body().unwrap());
        let (account, at) = (AccountId(WORKER.0), at(minute));
        Event::MergedLate(MergedLate { by: WORKER, account, at, kind, body, superseded })
    }

    #[test]
    fn a_late_word_never_silences_a_call_for_help() {
        let mut visit = out();
        visit.evolve(&help(), by(20));
        assert!(visit.has_overtaken(&back(), at(10), &[]), "they called after that");
        assert!(!visit.has_overtaken(&back(), at(30), &[]));
        // Whoever was said to be back, and called after that, is out again.
        let mut visit = out();
        visit.evolve(&back(), by(10));
        assert!(visit.has_overtaken(&help(), at(5), &[]), "they were back after that");
        assert!(!visit.has_overtaken(&help(), at(20), &[]));
        visit.evolve(&late(&help(), 20, false), by(60));
        assert_eq!(
            (visit.back, visit.help.as_ref().map(|(at, _)| *at), visit.version),
            (None, Some(at(20)), 3)
        );
    }

    #[test]
    fn the_clock_of_the_check_ins_never_goes_back() {
        let mut visit = out();
        visit.evolve(&Event::CheckedIn(CheckedIn {}), by(40));
        visit.evolve(&late(&Event::CheckedIn(CheckedIn {}), 20, false), by(60));
        assert_eq!((visit.heard, visit.version), (at(40), 3));
        visit.evolve(&late(&Event::CheckedIn(CheckedIn {}), 50, false), by(60));
        assert_eq!(visit.heard, at(50), "when they said so, and not when it came in");
    }

    #[test]
    fn what_was_overtaken_changes_nothing_but_is_there() {
        let mut visit = out();
        let longer =
            |until| Event::Extended(Extended { back_by: at(until), why: "she opened up".to_owned() });
        assert!(visit.has_overtaken(&longer(200), at(10), &[longer(180)]));
        assert!(!visit.has_overtaken(&longer(200), at(10), &[]));
        let before = visit.clone();
        visit.evolve(&late(&longer(200), 10, true), by(60));
        assert_eq!(visit, Visit { version: 2, ..before });
    }
}
