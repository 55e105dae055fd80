//! The lines of a handover on the board: one for itself, one for each item while it is written or waits.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Handover, Item, Kind, State, decide::person};
use crate::domain::{
    alarm::{Alarm, Level, Of},
    board::{Entry, Kind as Board},
    ids::{HandoverId, StaffId},
};

/// How long an item may wait before its alarm turns red, in minutes.
const RED_AFTER: i64 = 30;

/// Where a handover stands, for the board.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// It is being written.
    Open,
    /// It waits for its receiver.
    Waits,
    /// Every item is acknowledged.
    Done,
    /// It was put away.
    Dropped,
}

impl Waiting {
    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Open => "being written",
            Self::Waits => "waits to be acknowledged",
            Self::Done => "acknowledged",
            Self::Dropped => "put away",
        }
    }
}

/// A handover as the board has it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Brief {
    /// Its id.
    pub id: HandoverId,
    /// Its kind.
    pub kind: Kind,
    /// Who hands over.
    pub by: StaffId,
    /// Since when it is written.
    pub at: DateTime<Utc>,
    /// When it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<DateTime<Utc>>,
    /// Where it stands.
    pub stands: Waiting,
    /// How many items it has.
    pub items: usize,
    /// How many have nobody next, while it is written; how many wait, afterwards.
    pub open: usize,
    /// How many events made it.
    pub version: u64,
}

impl Handover {
    /// Tells where it stands.
    pub fn stands(&self) -> Waiting {
        match self.state {
            State::Open => Waiting::Open,
            State::Dropped { .. } => Waiting::Dropped,
            State::Finished { .. } if self.is_done() => Waiting::Done,
            State::Finished { .. } => Waiting::Waits,
        }
    }

    /// Gives it as the board has it.
    pub fn brief(&self) -> Brief {
        let stands = self.stands();
        let open = match stands {
            Waiting::Open => self.without_owner().count(),
            Waiting::Waits => self.waiting().count(),
            Waiting::Done | Waiting::Dropped => 0,
        };
        Brief {
            id: self.id,
            kind: self.kind,
            by: self.by,
            at: self.at,
            finished: self.finished(),
            stands,
            items: self.items.len(),
            open,
            version: self.version,
        }
    }

    /// Gives its lines of the board; what is acknowledged, or put away, has none but its own.
    pub fn board(&self) -> Vec<Entry> {
        let brief = self.brief();
        let first = self.waiting().filter_map(|item| item.calls).min();
        let mut entries = vec![Entry::new(Board::Handover, self.id.0, &brief).due(first).of(self.by)];
        if matches!(brief.stands, Waiting::Open | Waiting::Waits) {
            entries.extend(self.items.iter().map(|item| self.entry(item)));
        }
        entries
    }

    fn entry(&self, item: &Item) -> Entry {
        let calls = item.calls.filter(|_| item.acknowledged.is_none());
        let entry = Entry::numbered(Board::HandoverItem, self.id.0, item.no.0, item).due(calls);
        // What says nothing of its record may be seen by everybody.
        let about = item.drawn.contact.filter(|_| !item.drawn.is_bare());
        let entry = match about {
            Some(contact) => entry.about(contact),
            None => entry,
        };
        match person(item) {
            Some(person) => entry.of(person),
            None => entry,
        }
    }
}

/// Gives the alarms of what waits to be acknowledged: one for each handover, never before its receiver's desk is open.
pub fn alarms(entries: &[Entry], now: DateTime<Utc>) -> Vec<Alarm> {
    let mut alarms: Vec<(Option<uuid::Uuid>, usize, DateTime<Utc>)> = Vec::new();
    for entry in entries.iter().filter(|entry| entry.kind == Board::HandoverItem) {
        let Some(due) = entry.due.filter(|due| *due <= now) else { continue };
        let stream = entry.stream();
        match alarms.iter_mut().find(|known| known.0 == stream) {
            Some(known) => {
                known.1 += 1;
                known.2 = known.2.min(due);
            }
            None => alarms.push((stream, 1, due)),
        }
    }
    let alarm = |(_, count, due): (_, usize, DateTime<Utc>)| {
        let items = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
        Alarm {
            of: Of::Handover,
            level: if (now - due).num_minutes() >= RED_AFTER { Level::Red } else { Level::Warning },
            words: format!("a handover waits: {items} not acknowledged"),
            short: format!("{count} NOT ACKNOWLEDGED"),
            due: Some(due),
            contact: None,
        }
    };
    alarms.into_iter().map(alarm).collect()
}
