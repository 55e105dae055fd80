//! Notes that were written at a locked console: offered until somebody puts each on a contact, and never thrown away.

use chrono::{DateTime, Utc};
use ratatui::{Frame, layout::Rect};

use super::Over;
use crate::{
    desk::{Request, protocol::NoteView},
    domain::{calendar::words, ids::ContactId},
    runtime::app::{App, Effect},
    ui::{
        draw,
        keymap::Action,
        theme::{Role, Theme},
        widgets::{Notice, boxed},
    },
};

/// How many lines of a note are shown.
const LINES: usize = 8;

pub(super) fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    notes: &[NoteView],
    onto: Option<&str>,
    now: DateTime<Utc>,
) {
    let inner = boxed(frame, area, theme, "A note was left at the door", 76, 13);
    let Some(first) = notes.first() else { return };
    let mut lines = vec![format!("Written {}:", words::near(now, first.at)), String::new()];
    let mut text = draw::wrapped(&first.text, usize::from(inner.width));
    if text.len() > LINES {
        text.truncate(LINES - 1);
        text.push("… and more, which goes with it".to_owned());
    }
    lines.extend(text);
    lines.push(String::new());
    match onto {
        Some(onto) => lines.push(format!("Enter   puts it into the notes of {onto}")),
        None => {
            lines
                .push("Open the contact it belongs to, or take a call, and choose it from Ctrl+P".to_owned());
        }
    }
    let more = match notes.len() {
        1 => String::new(),
        n => format!(" ({} more after it)", n - 1),
    };
    lines.push(format!("Esc     keeps it sealed for later{more}"));
    for (y, text) in (inner.y..inner.bottom()).zip(lines) {
        draw::put(frame.buffer_mut(), inner, inner.x, y, &text, theme.style(Role::Text));
    }
}

impl App {
    /// Names the contact that a note would go to: the one that is open. Of those in the queue nobody chose one by having a
    /// cursor on it.
    pub(in crate::runtime::app) fn note_goes_to(&self) -> Option<(ContactId, String)> {
        let (screen, view) = self.call.as_ref()?;
        Some((screen.id, view.contact.reference.to_string()))
    }

    pub(super) fn key_door_note(
        &mut self,
        action: Option<Action>,
        notes: &mut Vec<NoteView>,
    ) -> Option<Vec<Effect>> {
        match action {
            Some(Action::Back) => {
                notes.clear();
                Some(vec![])
            }
            Some(Action::Choose) if !notes.is_empty() => {
                let (contact, reference) = self.note_goes_to()?;
                let note = notes.remove(0);
                self.left_notes.retain(|left| left.id != note.id);
                self.notice = Some(Notice::done(format!("Put into the notes of {reference}."), ""));
                Some(vec![Effect::Ask(Request::PutNote { id: note.id, contact })])
            }
            _ => None,
        }
    }

    /// Offers the notes that were left at the door once more.
    pub(super) fn offer_notes(&mut self) {
        if self.left_notes.is_empty() {
            self.notice = Some(Notice::know("No note was left at the door.", ""));
        } else {
            self.over.push(Over::DoorNotes(self.left_notes.clone()));
        }
    }
}
