//! What waits in the spools of other consoles on this desk: whoever goes out alone is missed at each of them, whatever the
//! disk does.
//!
//! It is read and left where it is: the console that keeps it takes it into the record. What is done about it here waits in
//! this console's own spool, behind it.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{Desk, DeskError};
use crate::{
    domain::{
        contact::{Event as Contact, Stamp},
        ids::RingId,
        stream::{Event, Stream},
    },
    store::spool::{self, Spooled, Written},
};

/// What the kinds of a contact's entries begin with.
const CONTACT: &str = "contact.";

/// The kind of what begins a contact.
const TAKEN: &str = "contact.taken.v1";

/// What others keep, as it was read last.
#[derive(Default)]
pub(super) struct Others {
    /// When each spool was written to.
    written: Written,
    /// Visits, shifts and handovers as they are with what waits there.
    streams: BTreeMap<Uuid, Stream>,
    /// The ringing calls that were answered there.
    answered: BTreeSet<RingId>,
}

impl Others {
    /// Finds a stream of which something waits at another console.
    pub(super) fn get(&self, stream: Uuid) -> Option<&Stream> {
        self.streams.get(&stream)
    }

    /// Gives every such stream.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Uuid, &Stream)> {
        self.streams.iter()
    }

    /// Tells whether a ringing call was answered at another console.
    pub(super) fn answers(&self, ring: RingId) -> bool {
        self.answered.contains(&ring)
    }

    /// Tells whether nothing waits at another console.
    pub(super) fn is_empty(&self) -> bool {
        self.streams.is_empty()
    }
}

impl Desk {
    /// Reads what others keep, where any of them wrote since it was read; tells whether that changes anything.
    pub(super) fn read_others(&mut self) -> Result<bool, DeskError> {
        let own = self.console();
        let mut written = spool::written(self.store.folder())?;
        written.retain(|console, _| Some(*console) != own);
        if written == self.others.written {
            return Ok(false);
        }
        let mut records = Vec::new();
        for console in written.keys() {
            records.extend(spool::of(self.store.folder(), *console, self.store.data_key())?);
        }
        let answered = |record: &Spooled| match Event::read(&record.kind, &record.body) {
            Ok(Event::Contact(Contact::Taken(taken))) => taken.ring,
            _ => None,
        };
        let taken = records.iter().filter(|record| record.kind == TAKEN);
        let answered: BTreeSet<RingId> = taken.filter_map(answered).collect();
        // A contact is gone on with where it was taken.
        records.retain(|record| !record.kind.starts_with(CONTACT));
        let theirs: BTreeSet<Uuid> = records.iter().filter_map(|record| record.stream).collect();
        if let (Some(spool), false) = (&self.spool, theirs.is_empty()) {
            // What was done about the same here stands between what was done there.
            let own = spool.contents(self.store.data_key())?.records.into_iter();
            records.extend(own.filter(|record| record.stream.is_some_and(|id| theirs.contains(&id))));
        }
        records.sort_by_key(|record| record.at);
        let mut streams = BTreeMap::new();
        for record in &records {
            self.take_up_of(record, &mut streams);
        }
        for (id, stream) in &streams {
            if let Some(ahead) = self.ahead.get_mut(id) {
                ahead.stream = stream.clone();
            }
        }
        let rings = answered != self.others.answered;
        let differ = rings || !(streams.is_empty() && self.others.is_empty());
        self.others = Others { written, streams, answered };
        Ok(differ)
    }

    fn take_up_of(&self, record: &Spooled, streams: &mut BTreeMap<Uuid, Stream>) {
        let (Some(id), Some(by)) = (record.stream, record.person) else { return };
        let Ok(event) = Event::read(&record.kind, &record.body) else { return };
        let stamp = Stamp { at: record.at, by };
        if let Some(stream) = streams.get_mut(&id) {
            return stream.evolve(&event, stamp);
        }
        let made = Stream::begin(id, &event, stamp).or_else(|| {
            let mut known = self.known(id)?;
            known.evolve(&event, stamp);
            Some(known)
        });
        streams.extend(made.map(|made| (id, made)));
    }
}
