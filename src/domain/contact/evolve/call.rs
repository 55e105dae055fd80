//! How events of the call change a contact.

use super::super::{
    Contact, Event, Stamp,
    call::{Amendment, Answered, Calmed, Correction, Line, Misplaced, Note, Urgent},
    danger::MISSING,
};

impl Contact {
    pub(super) fn evolve_call(&mut self, event: &Event, stamp: Stamp) {
        let anew = matches!(event, Event::MarkedUrgent(_)) && self.is_decided();
        let call = &mut self.call;
        match event {
            Event::CallerRecorded(caller) => {
                (call.caller, call.caller_by) = (caller.clone(), stamp.by);
            }
            Event::CallerIdentified(identity) => call.identity = identity.clone(),
            Event::MarkedUrgent(marked) => {
                call.urgent = Some(Urgent { at: stamp.at, by: stamp.by, due: marked.due.clone(), anew });
            }
            Event::StoodDown(down) => {
                let was = call.urgent.take();
                call.stood_down.push(Calmed { at: stamp.at, by: stamp.by, why: down.why.clone(), was });
            }
            Event::LineDropped(dropped) => {
                call.line =
                    Line::Dropped { at: stamp.at, due: dropped.due.clone(), tried: None, settled: None };
            }
            Event::DropSettled(how) => {
                if let Line::Dropped { tried, settled, .. } = &mut call.line {
                    // Where nobody was reached it stays unsettled, until the time at which it is tried again.
                    match how.again() {
                        Some(_) => (*tried, *settled) = (Some(Box::new(how.clone())), None),
                        None => *settled = Some(how.clone()),
                    }
                }
            }
            Event::CallResumed(_) => call.line = Line::Talking { since: stamp.at },
            Event::CallEnded(_) => call.line = Line::Ended { at: stamp.at },
            Event::NoteWritten(written) => call.notes.push(Note {
                no: written.no,
                at: stamp.at,
                by: stamp.by,
                happened: written.note.happened,
                text: written.note.text.clone(),
                mark: written.note.mark,
                child: written.note.child.clone(),
                stage: written.note.stage,
                later: written.later,
                merged: None,
                corrections: Vec::new(),
                amendments: Vec::new(),
                misplaced: None,
                from: None,
            }),
            Event::NoteTaken(taken) => call.notes.push(Note {
                no: taken.no,
                at: stamp.at,
                by: stamp.by,
                happened: taken.note.happened,
                text: taken.note.text.clone(),
                mark: taken.note.mark,
                child: taken.note.child.clone(),
                stage: taken.note.stage,
                later: taken.from.later,
                merged: None,
                corrections: Vec::new(),
                amendments: Vec::new(),
                misplaced: None,
                from: Some(taken.from.clone()),
            }),
            Event::NoteMisplaced(misplaced) => {
                if let Some(note) = call.notes.iter_mut().find(|note| note.no == misplaced.note) {
                    let (Stamp { at, by }, to) = (stamp, misplaced.to);
                    let (reference, why) = (misplaced.reference, misplaced.why.clone());
                    note.misplaced = Some(Misplaced { at, by, to, reference, why });
                }
            }
            Event::MergedLate(late) => self.merge_late(late, stamp),
            Event::NoteMarked(marked) => {
                if let Some(note) = call.notes.iter_mut().find(|note| note.no == marked.note) {
                    note.mark = marked.mark;
                }
            }
            Event::NoteCorrected(corrected) => {
                if let Some(note) = call.notes.iter_mut().find(|note| note.no == corrected.note) {
                    note.corrections.push(Correction {
                        at: stamp.at,
                        by: stamp.by,
                        text: corrected.text.clone(),
                        why: corrected.why.clone(),
                    });
                }
            }
            Event::NoteAmended(amended) => {
                if let Some(note) = call.notes.iter_mut().find(|note| note.no == amended.note) {
                    note.amendments.push(Amendment {
                        at: stamp.at,
                        by: stamp.by,
                        happened: std::mem::replace(&mut note.happened, amended.happened),
                        child: std::mem::replace(&mut note.child, amended.child.clone()),
                        why: amended.why.clone(),
                    });
                }
            }
            Event::AnswerRecorded(answer) if answer.value.is_empty() => {
                call.answers.remove(&answer.field);
            }
            Event::AnswerRecorded(answer) => {
                let answered = Answered { value: answer.value.clone(), at: stamp.at, by: stamp.by };
                call.answers.insert(answer.field.clone(), answered);
            }
            Event::Heard(heard) if heard.heard => {
                call.heard.insert(heard.chip.clone());
                if heard.chip.as_str() == MISSING {
                    call.missing = Some(stamp.at);
                }
            }
            Event::Heard(heard) => {
                call.heard.remove(&heard.chip);
                if heard.chip.as_str() == MISSING {
                    call.missing = None;
                }
            }
            Event::TakenOver(e) => {
                self.goes_to(Stamp { by: e.to.unwrap_or(stamp.by), ..stamp });
                self.handover = None;
                self.left_by = None;
            }
            Event::LeftForHandover(left) => {
                self.handover = Some(left.line.clone());
                self.left_by = left.from;
            }
            Event::AttachedTo(attached) => call.attached.to = Some((attached.to, attached.reference)),
            Event::TookIn(took) => call.attached.later.push((took.from, took.reference)),
            Event::Detached(detached) => {
                call.attached.to.take_if(|(id, _)| *id == detached.other);
                call.attached.later.retain(|(id, _)| *id != detached.other);
                // Whoever was cut off here did not ring there.
                if let Line::Dropped { settled, .. } = &mut call.line {
                    settled.take_if(|settled| settled.later == Some(detached.other));
                }
            }
            _ => {}
        }
    }
}
