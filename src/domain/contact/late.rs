//! Words that the desk's file could not take when they were written, taken into the record as they were: by whoever wrote
//! them, at the time they wrote them, and marked with the time at which they came in.
//!
//! What has found its place taken meanwhile, or gone, becomes a note that says so: no word is lost, and nothing newer is
//! written over.

use super::{
    Contact, Event, Stamp,
    call::{Line, MergedLate, NewNote, NoteWritten},
};
use crate::domain::{
    ids::{AgreementNo, EmergencyNo, NoteNo},
    policy::script::StageNo,
};

impl Contact {
    /// Takes them in.
    pub(super) fn merge_late(&mut self, late: &MergedLate, merged: Stamp) {
        let stamp = Stamp { at: late.at, by: late.by };
        let event = Event::read(&late.kind, &late.body).ok();
        let fitted = event.filter(|_| !late.superseded).and_then(|event| self.fitted(event, stamp));
        let event = fitted.or_else(|| self.as_a_note(late).map(Event::NoteWritten));
        let Some(event) = event else { return };
        self.evolve_late(&event, stamp);
        if let (Event::NoteWritten(_), Some(note)) = (&event, self.call.notes.last_mut()) {
            note.merged = Some(merged.at);
        }
    }

    /// Gives an event as it fits the record now; nothing, where its place is taken or gone.
    fn fitted(&self, event: Event, stamp: Stamp) -> Option<Event> {
        let fits = match &event {
            Event::NoteMarked(marked) => self.has_note(marked.note),
            Event::NoteCorrected(corrected) => self.has_note(corrected.note),
            Event::MarkedUrgent(_) => self.call.urgent.is_none(),
            Event::LineDropped(_) | Event::CallEnded(_) => {
                matches!(self.call.line, Line::Talking { since } if since <= stamp.at)
            }
            Event::AnswerRecorded(answer) => {
                self.call.answers.get(&answer.field).is_none_or(|known| known.at <= stamp.at)
            }
            Event::AttemptRecorded(attempt) => self.oversight.get(attempt.no).is_some(),
            Event::EmergencyDescribed(described) => {
                self.oversight.emergency(described.no).is_some_and(|known| known.at <= stamp.at)
            }
            Event::PersonNamed(named) => self.family.get(named.person).is_none(),
            Event::PersonChanged(changed) => self.family.get(changed.person).is_some(),
            Event::TellingSet(set) => self.family.get(set.person).is_some(),
            Event::NoteWritten(_)
            | Event::EmergencyActed(_)
            | Event::AgreementRecorded(_)
            | Event::Advised(_)
            | Event::NotObtained(_)
            | Event::Heard(_)
            | Event::CallerRecorded(_)
            | Event::CallerIdentified(_)
            | Event::LeftForHandover(_)
            | Event::TonightSet(_)
            | Event::TonightEnded(_)
            | Event::ElsewhereSet(_)
            | Event::Analysed(_)
            | Event::PlacementNeeded(_)
            | Event::NoLoneVisits(_)
            | Event::AlertSet(_)
            | Event::DecisionRefused(_) => true,
            _ => false,
        };
        fits.then(|| self.renumbered(event))
    }

    fn has_note(&self, no: NoteNo) -> bool {
        self.call.notes.iter().any(|note| note.no == no)
    }

    /// Gives another number to what has a number that is taken: others may have written since, and what they wrote keeps its own.
    fn renumbered(&self, mut event: Event) -> Event {
        match &mut event {
            Event::NoteWritten(written) if self.has_note(written.no) => written.no = self.next_note(),
            Event::EmergencyActed(acted) => {
                let taken = &self.oversight.emergencies;
                if taken.iter().any(|known| known.no == acted.no) {
                    acted.no = EmergencyNo(taken.iter().map(|known| known.no.0).max().unwrap_or(0)).next();
                }
            }
            Event::AgreementRecorded(recorded) => {
                let taken = &self.agreements.rows;
                if taken.iter().any(|known| known.no == recorded.no) {
                    recorded.no = AgreementNo(taken.iter().map(|known| known.no.0).max().unwrap_or(0)).next();
                }
            }
            Event::Advised(advised) => self.renumber(&mut advised.morning.no),
            Event::NotObtained(not) => self.renumber(&mut not.morning.no),
            _ => {}
        }
        event
    }

    fn renumber(&self, no: &mut u32) {
        let taken = &self.night.morning;
        if taken.iter().any(|known| known.no == *no) {
            *no = taken.iter().map(|known| known.no).max().unwrap_or(0) + 1;
        }
    }

    fn next_note(&self) -> NoteNo {
        NoteNo(self.call.notes.iter().map(|note| note.no.0).max().unwrap_or(0)).next()
    }

    /// Makes a note of what found no place; nothing, where it said nothing.
    fn as_a_note(&self, late: &MergedLate) -> Option<NoteWritten> {
        let said = late.words()?;
        let text = format!("Kept while the desk's file took nothing, and overtaken since: {said}");
        let note = NewNote { text, mark: None, happened: None, child: None, stage: StageNo(4) };
        Some(NoteWritten { no: self.next_note(), note, later: false })
    }

    /// Applies it without counting it twice: it came as one entry of the journal.
    fn evolve_late(&mut self, event: &Event, stamp: Stamp) {
        let (version, changed) = (self.version, self.changed);
        self.evolve(event, stamp);
        (self.version, self.changed) = (version, changed);
    }
}

impl MergedLate {
    /// Says what was written, without knowing where it belongs: its kind, and every word that is in it.
    pub fn words(&self) -> Option<String> {
        let mut said = Vec::new();
        strings(&serde_json::from_str(&self.body).ok()?, &mut said);
        let kind = self.kind.split('.').nth(1).unwrap_or(&self.kind).replace('_', " ");
        (!said.is_empty()).then(|| format!("{kind}: {}", said.join("; ")))
    }
}

fn strings(value: &serde_json::Value, said: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if !text.trim().is_empty() => said.push(text.clone()),
        serde_json::Value::Number(number) => said.push(number.to_string()),
        serde_json::Value::Array(all) => all.iter().for_each(|each| strings(each, said)),
        serde_json::Value::Object(all) => all.values().for_each(|each| strings(each, said)),
        _ => {}
    }
}
