//! Words that the desk's file could not take when they were written, taken into the record as they were: by whoever wrote
//! them, at the time they wrote them, and marked with the time at which they came in.

use super::{Contact, Event, Stamp, call::Line, call::MergedLate};
use crate::domain::ids::{EmergencyNo, NoteNo};

impl Contact {
    /// Takes them in; what the record has gone beyond meanwhile changes nothing.
    pub(super) fn merge_late(&mut self, late: &MergedLate, merged: Stamp) {
        let Ok(event) = Event::read(&late.kind, &late.body) else { return };
        let stamp = Stamp { at: late.at, by: late.by };
        match event {
            Event::NoteWritten(mut written) => {
                // Others may have written since; what they wrote keeps its number.
                if self.call.notes.iter().any(|note| note.no == written.no) {
                    written.no =
                        NoteNo(self.call.notes.iter().map(|note| note.no.0).max().unwrap_or(0)).next();
                }
                self.evolve_late(&Event::NoteWritten(written), stamp);
                if let Some(note) = self.call.notes.last_mut() {
                    note.merged = Some(merged.at);
                }
            }
            Event::EmergencyActed(mut acted) => {
                let taken = &self.oversight.emergencies;
                if taken.iter().any(|known| known.no == acted.no) {
                    acted.no = EmergencyNo(taken.iter().map(|known| known.no.0).max().unwrap_or(0)).next();
                }
                self.evolve_late(&Event::EmergencyActed(acted), stamp);
            }
            Event::MarkedUrgent(_) if self.call.urgent.is_none() => self.evolve_late(&event, stamp),
            Event::LineDropped(_) if matches!(self.call.line, Line::Talking { since } if since <= late.at) => {
                self.evolve_late(&event, stamp);
            }
            Event::NoteCorrected(_) | Event::DecisionRefused(_) => self.evolve_late(&event, stamp),
            _ => {}
        }
    }

    /// Applies it without counting it twice: it came as one entry of the journal.
    fn evolve_late(&mut self, event: &Event, stamp: Stamp) {
        let (version, changed) = (self.version, self.changed);
        self.evolve(event, stamp);
        (self.version, self.changed) = (version, changed);
    }
}
