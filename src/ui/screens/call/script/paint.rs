//! The script pane, drawn: prompts above, notes growing below, the note line at the foot.

use std::fmt::Write as _;

use ratatui::{Frame, buffer::Buffer, layout::Rect};

use super::{Focus, ScriptPane, foot::foot};
use crate::{
    domain::{
        calendar::words,
        contact::{
            call::{Mark, Note},
            place::Place,
        },
    },
    ui::{
        draw,
        screens::call::{
            page::{cover, shown, source},
            pane::View,
        },
        theme::{Role, Theme},
        widgets::Look,
    },
};

/// How many lines the notes have where there are few of them yet, so that not every note moves what stands above.
const NOTES: u16 = 5;

impl ScriptPane {
    pub(super) fn paint(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let Some(stage) = self.current(view) else { return };
        let inner = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let note_rows = self.note_rows(inner.width, view);
        // Prompts take what they need up to half, and what the notes leave over; a form or a box takes what is left of the middle.
        let most = match &self.focus {
            Focus::Note | Focus::When(_) if self.cards(stage, view).is_empty() => {
                let rest = inner.height.saturating_sub(note_rows + 2);
                let notes = lines_of_notes(view, inner.width, rest).max(NOTES);
                rest.saturating_sub(notes).max(inner.height / 2)
            }
            Focus::Note | Focus::When(_) => inner.height / 2,
            _ => inner.height / 4,
        };
        let used = self.head(frame.buffer_mut(), Rect { height: most.max(3), ..inner }, stage, view);
        let rule = inner.y + used;
        line(frame.buffer_mut(), area, rule, view.theme);
        let foot_at = inner.bottom().saturating_sub(1);
        let note_at = foot_at.saturating_sub(note_rows);
        let middle = Rect { y: rule + 1, height: note_at.saturating_sub(rule + 1), ..inner };
        match &self.focus {
            Focus::Caller | Focus::Questions => {
                let half = (middle.height * 2 / 3).max(middle.height.min(6));
                let place = Rect { height: half, ..middle };
                match self.focus {
                    Focus::Caller => self.caller.draw(frame, place, view, active),
                    _ => self.paint_questions(frame, place, view, active),
                }
                let notes = Rect { y: middle.y + half, height: middle.height - half, ..middle };
                self.notes(frame.buffer_mut(), notes, view);
            }
            Focus::Correct(..) if self.corrects_covered(view) => {
                let words = cover();
                draw::put(
                    frame.buffer_mut(),
                    middle,
                    middle.x,
                    middle.y,
                    &words,
                    view.theme.style(Role::Covered),
                );
            }
            Focus::Heard(form) | Focus::Child(form) | Focus::Correct(_, form) => {
                form.draw(frame, middle, view.theme, active);
            }
            Focus::Note | Focus::When(_) => {
                let used = self.card(frame.buffer_mut(), middle, stage, view);
                let notes = Rect { y: middle.y + used, height: middle.height - used, ..middle };
                self.notes(frame.buffer_mut(), notes, view);
            }
        }
        let note = Rect { y: note_at, height: note_rows, ..inner };
        self.note_line(frame, note, view, active);
        let last = Rect { y: foot_at, height: 1, ..inner };
        draw::put(
            frame.buffer_mut(),
            last,
            last.x,
            last.y,
            &foot(&self.focus, view.contact, view.now),
            view.theme.style(Role::TextDim),
        );
    }

    /// Draws the questions, but for those whose answers are covered.
    fn paint_questions(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let covered = self.covered(view);
        if covered.is_empty() {
            return self.questions.draw(frame, area, view.theme, active);
        }
        let words = match covered.len() {
            1 => format!("  an answer  {}", cover()),
            many => format!("  {many} answers  {}", cover()),
        };
        draw::put(frame.buffer_mut(), area, area.x, area.y, &words, view.theme.style(Role::Covered));
        let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        // Between two keys somebody may have come on the line: what is to be covered is not drawn even once.
        if !covered.iter().any(|key| self.questions.field(key).is_some()) {
            self.questions.draw(frame, rest, view.theme, active);
        }
    }

    fn note_rows(&self, width: u16, view: &View<'_>) -> u16 {
        let before = u16::try_from(draw::width(&self.before_note(view))).unwrap_or(0);
        let rows = self.note.rows(width.saturating_sub(PREFIX + before)).clamp(1, 6);
        u16::try_from(rows).unwrap_or(1)
    }

    /// Gives what stands before the note that is being written.
    fn before_note(&self, view: &View<'_>) -> String {
        let mark = self.mark.map(|mark| format!("[{}] ", mark.words()));
        let happened = self.happened.map(|at| format!("[at {}] ", words::near(view.now, at)));
        // What lay half-written says so before Enter stamps it.
        let lay = self.typed.lay(view.now).filter(|_| !self.note.is_blank());
        let lay = lay.map(|at| format!("[typed {}] ", words::near(view.now, at)));
        [lay, mark, happened].into_iter().flatten().collect()
    }

    /// Draws the newest notes that fit, the picked one in view.
    fn notes(&self, buf: &mut Buffer, area: Rect, view: &View<'_>) {
        let notes = &view.contact.call.notes;
        let last = self
            .picked
            .and_then(|no| notes.iter().position(|note| note.no == no))
            .unwrap_or(notes.len().saturating_sub(1));
        let mut blocks = Vec::new();
        let mut rows = 0;
        for note in notes.iter().take(last + 1).rev() {
            let block = wrapped_note(note, view, area.width);
            rows += block.len();
            let full = rows >= usize::from(area.height);
            blocks.push((note, block));
            if full {
                break;
            }
        }
        blocks.reverse();
        let mut skip = rows.saturating_sub(usize::from(area.height));
        // The newest stands right over the note line, as the next one will.
        let mut y = area.y + area.height.saturating_sub(u16::try_from(rows).unwrap_or(u16::MAX));
        for (note, block) in blocks {
            let picked = self.picked == Some(note.no);
            for (at, text) in block.into_iter().enumerate() {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                if at == 0 {
                    let time = words::clock(note.at).to_string();
                    let sign = if picked { "▸" } else { " " };
                    draw::put(
                        buf,
                        area,
                        area.x,
                        y,
                        &format!("{sign}{time}"),
                        view.theme.style(Role::TextDim),
                    );
                }
                let role = role_of(note);
                draw::put(buf, area, area.x + PREFIX, y, &text, view.theme.style(role));
                if at == 0 {
                    let waits = view.waits(&Place::Note(note.no)).trim_end();
                    draw::put(buf, area, area.x + PREFIX, y, waits, view.theme.style(Role::Error));
                }
                y += 1;
            }
        }
    }

    fn note_line(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let theme = view.theme;
        let buf = frame.buffer_mut();
        if let Focus::When(editor) = &self.focus {
            let label = "When did it happen? (14:05, yesterday 22:10; Enter)  ";
            let used = draw::put(buf, area, area.x, area.y, label, theme.style(Role::Label));
            let field = Rect { x: area.x + used, width: area.width.saturating_sub(used), height: 1, ..area };
            editor.draw(buf, field, theme, Look { focused: active, ..Look::default() });
            if let Some(cursor) = editor.cursor_screen_position(field).filter(|_| active) {
                frame.set_cursor_position(cursor);
            }
            return;
        }
        let focused = active && matches!(self.focus, Focus::Note);
        let time = words::clock(view.now).to_string();
        draw::put(buf, area, area.x, area.y, &format!(" {time}"), theme.style(Role::Label));
        let mut x = area.x + PREFIX;
        x += draw::put(buf, area, x, area.y, &self.before_note(view), theme.style(Role::Label));
        let field = Rect { x, width: area.right().saturating_sub(x), ..area };
        let child = matches!(self.focus, Focus::Child(_)).then_some(Role::ChildWords);
        let ghost = if self.sent.is_empty() {
            "write here; nothing but a name and a number needs typing"
        } else {
            ""
        };
        self.note.draw(buf, field, theme, Look { focused, ghost, role: child, ..Look::default() });
        if let Some(cursor) = self.note.cursor_screen_position(field).filter(|_| focused) {
            frame.set_cursor_position(cursor);
        }
    }
}

/// The columns before a note's text: its time.
const PREFIX: u16 = 7;

fn line(buf: &mut Buffer, area: Rect, y: u16, theme: &Theme) {
    let rule = "─".repeat(usize::from(area.width));
    draw::put(buf, area, area.x, y, &rule, theme.style(Role::Border));
}

/// Counts the lines of the notes, as far as so many.
fn lines_of_notes(view: &View<'_>, width: u16, most: u16) -> u16 {
    let mut lines = 0;
    for note in view.contact.call.notes.iter().rev() {
        lines += u16::try_from(wrapped_note(note, view, width).len()).unwrap_or(most);
        if lines >= most {
            return most;
        }
    }
    lines
}

const fn role_of(note: &Note) -> Role {
    match (&note.child, note.later) {
        (Some(_), _) => Role::ChildWords,
        (None, true) => Role::Later,
        (None, false) => Role::Text,
    }
}

/// Gives the end of a text that no screen could show whole: a pasted file is not broken into lines for every key.
fn end_of(text: &str) -> &str {
    const MOST: usize = 16 * 1024;
    &text[text.ceil_char_boundary(text.len().saturating_sub(MOST))..]
}

/// Breaks a note into lines, with what must be known of it beside its words.
fn wrapped_note(note: &Note, view: &View<'_>, width: u16) -> Vec<String> {
    let mut text = view.waits(&Place::Note(note.no)).to_owned();
    if let Some(mark) = note.mark {
        text.push_str(match mark {
            Mark::Fact => "[fact] ",
            Mark::Reported => "[reported] ",
            Mark::Opinion => "[opinion] ",
        });
    }
    if let Some(misplaced) = &note.misplaced {
        let _ = write!(text, "[WRONG RECORD, it belongs in {}] ", misplaced.reference);
    }
    if let Some(from) = &note.from {
        let (by, at) = (view.name_of(from.by), words::near(view.now, from.at));
        let _ = write!(text, "[by {by} {at} in {}, the wrong record] ", from.reference);
    }
    if note.later {
        text.push_str("[written later] ");
    }
    if let Some(happened) = note.happened {
        let _ = write!(text, "[at {}] ", words::near(view.now, happened));
    }
    match &note.child {
        Some(child) => {
            let who = child.child.map_or_else(|| "child".to_owned(), |no| view.contact.family.names(&[no]));
            let said = shown(view, end_of(note.current()));
            let _ = write!(text, "«{said}» – {who}, heard by {}", source(view, &child.heard_by));
            if !child.in_answer_to.trim().is_empty() {
                let _ = write!(text, ", in answer to: {}", shown(view, &child.in_answer_to));
            }
        }
        None => text.push_str(&shown(view, end_of(note.current()))),
    }
    if let Some(correction) = note.corrections.last() {
        let _ = write!(
            text,
            " [corrected {}: {}]",
            words::near(view.now, correction.at),
            shown(view, &correction.why)
        );
    }
    draw::wrapped(&text, usize::from(width.saturating_sub(PREFIX)).max(8))
}
