//! The boxes that open over the notes: what was heard, when it happened, whose words they are, what is corrected.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Focus, ScriptPane, notes::hides, questions};
use crate::{
    desk::{Request, protocol::EarlierView},
    domain::{
        contact::call::Command as Call,
        ids::{ChipId, NoteNo},
        input::clock_time,
        refusal::in_a_sentence,
    },
    ui::{
        keymap::Action,
        screens::call::{
            known,
            page::{chord, shown},
            pane::{Say, View},
        },
        widgets::{Edited, Editor, FormEvent, Notice},
    },
};

/// Asks whether a note belongs in another contact, once the desk says what that is, and does it then.
pub(super) fn moves(no: NoteNo, there: &EarlierView, why: &str, view: &View<'_>) -> Option<Say> {
    let note = view.contact.call.notes.iter().find(|note| note.no == no)?;
    let (here, to) = (view.contact.reference, there.row.reference?);
    let mut lines = vec![format!("“{}”", shown(view, note.current()))];
    lines.extend(known::at_a_glance(there, view));
    lines.extend([
        format!(
            "It stays in {here}, marked as written in the wrong record, and is written in {to} with its time and who wrote it."
        ),
        "Its wording and its times stay as they are: what else was changed in this box is not done."
            .to_owned(),
    ]);
    let request = Request::MoveNote { contact: view.contact.id, note: no, to, why: why.to_owned() };
    let then = Box::new(Say::Ask(request));
    Some(Say::Confirm { title: format!("Does this note belong in {to}?"), lines, then })
}

impl ScriptPane {
    /// Opens the box of a chord; `false` where it has none.
    pub(super) fn open_box(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match action {
            // The box that is open already stays as it is.
            Action::Heard if matches!(self.focus, Focus::Heard(_)) => {}
            Action::Heard => {
                self.put_by();
                self.focus = Focus::Heard(Box::new(questions::heard(view)));
            }
            Action::TimeOfEvent => {
                self.leave_heard(say);
                self.put_by();
                self.focus = Focus::When(Editor::line());
            }
            Action::ChildWords if self.note.is_blank() => say.push(Say::Tell(Notice::know(
                "Write the child's own words first.",
                "Then Alt+c says whose they are, who heard them and in answer to what.",
            ))),
            Action::ChildWords if matches!(self.focus, Focus::Child(_)) => {}
            Action::Correct if matches!(self.focus, Focus::Correct(..)) => {}
            Action::ChildWords => {
                self.leave_heard(say);
                self.put_by();
                self.open_child(view);
            }
            Action::Correct => {
                self.leave_heard(say);
                self.put_by();
                if self.note_in_hand(view).is_some_and(|note| hides(note, view)) {
                    say.push(Say::Tell(Notice::know(
                        "That note is covered while somebody listens.",
                        format!("{} shows it; then it can be corrected.", chord(Action::Reveal)),
                    )));
                } else {
                    self.open_correction(None, view);
                }
            }
            _ => return false,
        }
        true
    }

    pub(super) fn key_in_box(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if key.code == KeyCode::Esc {
            self.leave_heard(say);
            self.put_by();
            return true;
        }
        if self.corrects_covered(view) {
            return true;
        }
        let mut focus = std::mem::replace(&mut self.focus, Focus::Note);
        let used = match &mut focus {
            Focus::When(editor) if key.code == KeyCode::Enter => {
                match clock_time::past(editor.text(), view.now) {
                    Ok(happened) => {
                        self.happened = Some(happened);
                        say.push(Say::Changed);
                        return true;
                    }
                    Err(_) if editor.is_blank() => {
                        self.happened = None;
                        return true;
                    }
                    Err(error) => {
                        say.push(Say::Tell(Notice::wrong(in_a_sentence(&error), "The note is kept.")));
                    }
                }
                true
            }
            Focus::When(editor) => editor.key(key) != Edited::No,
            Focus::Heard(form) | Focus::Child(form) | Focus::Correct(_, form) => match form.key(key) {
                Some(events) => {
                    if events.contains(&FormEvent::Changed) {
                        say.push(Say::Changed);
                    }
                    if events.contains(&FormEvent::Submit) && self.submit(&mut focus, view, say) {
                        return true;
                    }
                    true
                }
                None => false,
            },
            Focus::Note | Focus::Caller | Focus::Questions => false,
        };
        self.focus = focus;
        used
    }

    /// Leaves the list of what was heard: what is marked in it is kept, as what stands in a field that is left.
    pub(super) fn leave_heard(&mut self, say: &mut Vec<Say>) {
        if let Focus::Heard(form) = &self.focus {
            let changes = questions::heard_changes(form, false);
            self.marks(changes, say);
            self.focus = Focus::Note;
        }
    }

    /// Says what was marked or unmarked in the list of what was heard; the card of the last mark is turned up.
    fn marks(&mut self, changes: Vec<(ChipId, bool)>, say: &mut Vec<Say>) {
        for (chip, heard) in changes {
            self.turn_up(&chip, heard);
            say.push(Say::act("chip", Call::Hear { chip, heard }));
        }
    }

    /// Does what a box's form says; `true` when it is done with.
    fn submit(&mut self, focus: &mut Focus, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match focus {
            Focus::Heard(form) => {
                self.marks(questions::heard_changes(form, true), say);
                true
            }
            Focus::Child(form) => match questions::read_child_words(form, view) {
                Some(child) => {
                    self.kept.keep_child(form.to_draft());
                    self.keep_note(Some(child), view, say);
                    true
                }
                None => false,
            },
            Focus::Correct(note, form) => {
                let Some(old) = view.contact.call.notes.iter().find(|old| old.no == *note) else {
                    return true;
                };
                let Some(commands) = questions::corrections(form, old, view) else { return false };
                self.keep_correction(*note, form);
                if let Some(to) = questions::belongs(form) {
                    let (contact, note, why) = (view.contact.id, old.no, questions::text(form, "why"));
                    say.push(Say::Ask(Request::Belongs { contact, note, to, why }));
                    return true;
                }
                let slot = format!("correct:{}", note.0);
                say.extend(commands.into_iter().map(|command| Say::act(slot.clone(), command)));
                true
            }
            _ => true,
        }
    }
}
