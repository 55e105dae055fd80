//! The boxes that open over the notes: what was heard, when it happened, whose words they are, what is corrected.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Focus, ScriptPane, questions};
use crate::{
    domain::{contact::call::Command as Call, ids::FieldKey, input::clock_time},
    ui::{
        keymap::Action,
        screens::call::pane::{Say, View},
        widgets::{Edited, Editor, FormEvent, Notice},
    },
};

impl ScriptPane {
    /// Opens the box of a chord; `false` where it has none.
    pub(super) fn open_box(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match action {
            Action::Heard => self.focus = Focus::Heard(Box::new(questions::heard(view))),
            Action::TimeOfEvent => self.focus = Focus::When(Editor::line()),
            Action::ChildWords if self.note.is_blank() => say.push(Say::Tell(Notice::know(
                "Write the child's own words first.",
                "Then Alt+c says whose they are, who heard them and in answer to what.",
            ))),
            Action::ChildWords => self.focus = Focus::Child(Box::new(questions::child_words(view))),
            Action::CorrectNote => {
                if let Some(note) = self.note_in_hand(view) {
                    self.focus = Focus::Correct(note.no, Box::new(questions::correction(note)));
                }
            }
            _ => return false,
        }
        true
    }

    pub(super) fn key_in_box(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if key.code == KeyCode::Esc {
            self.focus = Focus::Note;
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
                    Err(error) => say.push(Say::Tell(Notice::wrong(error.to_string(), "The note is kept."))),
                }
                true
            }
            Focus::When(editor) => editor.key(key) != Edited::No,
            Focus::Heard(form) | Focus::Child(form) | Focus::Correct(_, form) => match form.key(key) {
                Some(events) => {
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

    /// Does what a box's form says; `true` when it is done with.
    fn submit(&mut self, focus: &mut Focus, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match focus {
            Focus::Heard(form) => {
                for (chip, heard) in questions::heard_changes(form, view) {
                    say.push(Say::act("chip", Call::Hear { chip, heard }));
                }
                true
            }
            Focus::Child(form) => match questions::read_child_words(form, view) {
                Some(child) => {
                    self.keep_note(Some(child), view, say);
                    true
                }
                None => false,
            },
            Focus::Correct(note, form) => {
                let text = questions::text(form, "text");
                let why = questions::text(form, "why");
                let fits = !text.trim().is_empty() && !why.trim().is_empty();
                if fits {
                    say.push(Say::act("correct", Call::CorrectNote { note: *note, text, why }));
                } else {
                    form.refused(
                        &FieldKey::from("why"),
                        "Say why it is corrected; what was first written stays.",
                    );
                }
                fits
            }
            _ => true,
        }
    }
}
