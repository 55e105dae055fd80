//! The streams that people write to, folded and gone on with in one way whichever they are.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Desk, DeskError, Work};
use crate::{
    domain::{
        board::{Entry, Kind},
        contact::Stamp,
        handover::{Brief, Handover},
        ids::{EventId, HandoverId, ShiftId, VisitId},
        refusal::Refusal,
        shift::Shift,
        staff::Actor,
        stream::{Event, Stream},
        visit::Visit,
    },
    store::{NewEvent, Recorded, Stamp as StoreStamp},
};

/// Folds the entries of a stream, whichever it is; nothing, where there are none.
pub(super) fn fold(id: Uuid, entries: &[Recorded]) -> Result<Option<Stream>, DeskError> {
    let mut made: Option<Stream> = None;
    for entry in entries {
        let event = Event::read(&entry.kind, &entry.body)?;
        let Some(by) = entry.person else { return Err(DeskError::ContactMissing) };
        let stamp = Stamp { at: entry.at, by };
        match &mut made {
            Some(made) => made.evolve(&event, stamp),
            None => made = Stream::begin(id, &event, stamp),
        }
    }
    Ok(made)
}

/// Wants a visit.
pub(super) fn visit(stream: Option<Stream>) -> Result<Visit, DeskError> {
    match stream {
        Some(Stream::Visit(visit)) => Ok(*visit),
        _ => Err(unknown("VisitUnknown", "That visit is not on this desk.")),
    }
}

/// Wants a shift.
pub(super) fn shift(stream: Option<Stream>) -> Result<Shift, DeskError> {
    match stream {
        Some(Stream::Shift(shift)) => Ok(*shift),
        _ => Err(unknown("ShiftUnknown", "That shift is not on this desk.")),
    }
}

/// Wants a handover.
pub(super) fn handover(stream: Option<Stream>) -> Result<Handover, DeskError> {
    match stream {
        Some(Stream::Handover(handover)) => Ok(*handover),
        _ => Err(unknown("HandoverUnknown", "There is no such handover on this desk. Nothing was changed.")),
    }
}

pub(super) fn unknown(code: &'static str, words: &str) -> DeskError {
    DeskError::Refused(Refusal::new(code, words))
}

impl Work<'_, '_> {
    pub(super) fn visit(&mut self, id: VisitId) -> Result<Visit, DeskError> {
        visit(fold(id.0, &self.unit.stream(id.0)?)?)
    }

    pub(super) fn shift(&mut self, id: ShiftId) -> Result<Shift, DeskError> {
        shift(fold(id.0, &self.unit.stream(id.0)?)?)
    }

    pub(super) fn handover(&mut self, id: HandoverId) -> Result<Handover, DeskError> {
        handover(fold(id.0, &self.unit.stream(id.0)?)?)
    }

    /// Appends one event to a stream beside the contacts, puts its lines of the board, and gives it as it stands then.
    pub(super) fn write(
        &mut self,
        id: Uuid,
        known: Option<Stream>,
        event: &Event,
        event_id: Option<EventId>,
        actor: &Actor,
        now: DateTime<Utc>,
    ) -> Result<Stream, DeskError> {
        let version = known.as_ref().map_or(0, Stream::version);
        let event_id = match event_id {
            Some(id) => id,
            None => EventId(self.uuid(now)?),
        };
        let new = NewEvent { id: event_id, kind: event.kind(), body: event.body()? };
        let by = StoreStamp { person: Some(actor.person), account: Some(actor.account), at: now };
        self.unit.append(id, version, &by, &[new])?;
        let stamp = Stamp { at: now, by: actor.person };
        let made = match known {
            Some(mut known) => {
                known.evolve(event, stamp);
                known
            }
            None => Stream::begin(id, event, stamp).ok_or(DeskError::ContactMissing)?,
        };
        self.unit.put_board(id, &made.board())?;
        Ok(made)
    }
}

impl Desk {
    /// Reads a stream as the record has it; where the file does not give it, as its lines of the board last said.
    pub(super) fn known(&self, id: Uuid) -> Option<Stream> {
        let read = self.store.stream(id).ok().and_then(|entries| fold(id, &entries).ok()?);
        read.or_else(|| self.known_by_its_lines(id))
    }

    fn known_by_its_lines(&self, id: Uuid) -> Option<Stream> {
        let of = |kind: Kind| -> Vec<Entry> {
            let lines = self.recorded_board(kind).unwrap_or_default().into_iter();
            lines.filter(|entry| entry.stream() == Some(id)).collect()
        };
        let first = |kind: Kind| of(kind).into_iter().next();
        if let Some(visit) = first(Kind::Visit).and_then(|entry| entry.read()) {
            return Some(Stream::Visit(visit));
        }
        if let Some(shift) = first(Kind::Shift).and_then(|entry| entry.read()) {
            return Some(Stream::Shift(shift));
        }
        let brief: Brief = first(Kind::Handover)?.read()?;
        let items = of(Kind::HandoverItem).iter().filter_map(Entry::read).collect();
        Handover::of_board(&brief, items).map(Box::new).map(Stream::Handover)
    }
}
