//! What was written in a handover while the desk's file took nothing, as it comes into the record.

use super::{Begun, Brief, Event, Handover, Item, State, Waiting};
use crate::domain::{ids::ItemNo, late::MergedLate};

/// Reads how one was begun.
pub(super) fn begun(late: &MergedLate) -> Option<Begun> {
    match Event::read(&late.kind, &late.body) {
        Ok(Event::Begun(begun)) => Some(begun),
        _ => None,
    }
}

impl Handover {
    /// Takes it in, without counting it twice.
    pub(super) fn merge_late(&mut self, late: &MergedLate) {
        let Some(event) = Event::read(&late.kind, &late.body).ok().filter(|_| !late.superseded) else {
            return;
        };
        let version = self.version;
        self.evolve(&event, late.stamp());
        self.version = version;
    }

    /// Tells whether what was recorded has been overtaken by what was written since, and unseen by whoever recorded it.
    pub fn has_overtaken(&self, event: &Event, since: &[Event]) -> bool {
        let open = matches!(self.state, State::Open);
        let has = |no: ItemNo| open && self.item(no).is_some();
        let waits = |no: ItemNo| self.waiting().any(|item| item.no == no);
        let again = |same: fn(&Event, &Event) -> bool| since.iter().any(|newer| same(event, newer));
        match event {
            Event::DrawnAgain(_) => !open || again(|_, newer| matches!(newer, Event::DrawnAgain(_))),
            Event::LineWritten(e) => {
                !has(e.no)
                    || again(
                        |a, b| matches!((a, b), (Event::LineWritten(a), Event::LineWritten(b)) if a.no == b.no),
                    )
            }
            Event::OwnerNamed(e) => {
                !has(e.no)
                    || again(
                        |a, b| matches!((a, b), (Event::OwnerNamed(a), Event::OwnerNamed(b)) if a.no == b.no),
                    )
            }
            // A colleague may have it since.
            Event::Acknowledged(e) => !waits(e.no),
            // What begins it, what came in late itself, and what only counts in the record.
            Event::Begun(_)
            | Event::MergedLate(_)
            | Event::Finished(_)
            | Event::SheetTaken(_)
            | Event::Dropped(_) => true,
        }
    }

    /// Makes one that is being written, or waits, of its lines of the board, where its stream cannot be read.
    pub fn of_board(brief: &Brief, items: Vec<Item>) -> Option<Self> {
        let state = match brief.stands {
            Waiting::Open => State::Open,
            Waiting::Waits => State::Finished { at: brief.finished? },
            Waiting::Done | Waiting::Dropped => return None,
        };
        let Brief { id, kind, at, by, version, .. } = *brief;
        Some(Self { id, kind, at, by, items, state, sheets: Vec::new(), version })
    }
}
