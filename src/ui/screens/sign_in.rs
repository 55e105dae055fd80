//! Signing in, or back in at a locked console: a name, a passphrase, no record in sight, and a note that can be written
//! here and not read back, so that no word waits for a passphrase.

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use crate::{
    desk::protocol::Passphrase,
    domain::{calendar::words, ids::EventId},
    ui::{
        draw,
        keymap::{self, Action, stacks},
        theme::{Role, Theme},
        widgets::{Edited, Editor, Look, Notice},
    },
};

/// How long after its first unsealed key a note is sealed.
const SEAL: TimeDelta = TimeDelta::seconds(1);
/// How long a note stays readable for whoever writes it after their last key.
const SHOWN: TimeDelta = TimeDelta::minutes(1);

/// What the sign-in screen wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Say {
    /// Signs in.
    SignIn {
        /// The name.
        name: String,
        /// The passphrase.
        passphrase: Passphrase,
    },
    /// Seals the note as it is; the same id writes over the same note.
    Seal {
        /// The note.
        id: EventId,
        /// Its words.
        text: String,
    },
    /// Only what is written changed.
    Changed,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Name,
    Passphrase,
    Note,
}

/// A note that is being written.
#[derive(Debug)]
struct Note {
    editor: Editor,
    /// Its id, from its first key on.
    id: Option<EventId>,
    /// When its first unsealed key was pressed.
    unsealed: Option<DateTime<Utc>>,
    /// When its last key was pressed.
    last: Option<DateTime<Utc>>,
    /// When a note was sealed last.
    sealed: Option<DateTime<Utc>>,
    /// What went off the screen, until it is known to be sealed.
    gone: Option<(EventId, String)>,
    /// Whether a seal was asked for that is not answered yet.
    sent: bool,
}

/// The sign-in screen's state.
#[derive(Debug)]
pub struct SignIn {
    name: Editor,
    passphrase: Editor,
    note: Note,
    on: Field,
    /// Whether the passphrase is being tried.
    trying: bool,
    /// Whether somebody sits here, behind the lock.
    locked: bool,
    /// What came of the last try.
    pub notice: Option<Notice>,
}

impl Default for SignIn {
    fn default() -> Self {
        let note = Note {
            editor: Editor::text_area(),
            id: None,
            unsealed: None,
            last: None,
            sealed: None,
            gone: None,
            sent: false,
        };
        Self {
            name: Editor::line(),
            passphrase: Editor::secret(),
            note,
            on: Field::Name,
            trying: false,
            locked: false,
            notice: None,
        }
    }
}

impl SignIn {
    /// Makes the screen for somebody who locked the console.
    pub fn locked(name: &str) -> Self {
        let mut screen = Self { on: Field::Passphrase, locked: true, ..Self::default() };
        screen.name.set(name);
        screen
    }

    /// Takes a key; `None` where it is not this screen's. `fresh` makes the id of a note that begins.
    pub fn key(&mut self, key: KeyEvent, now: DateTime<Utc>, fresh: &dyn Fn() -> EventId) -> Option<Say> {
        match keymap::action(stacks::SIGN_IN, key) {
            Some(Action::NextField) => self.on = self.beside(1),
            Some(Action::PreviousField) => self.on = self.beside(2),
            Some(Action::SealedNote) => self.on = Field::Note,
            Some(Action::Save) => return self.seal(true),
            Some(Action::SignIn) if self.on == Field::Note => {
                self.note.editor.act(Action::NewLine);
                self.written(now, fresh);
            }
            Some(Action::SignIn) if self.on == Field::Name && self.passphrase.text().is_empty() => {
                self.on = Field::Passphrase;
            }
            Some(Action::SignIn) if self.trying => {}
            Some(Action::SignIn) => {
                self.trying = true;
                self.notice = None;
                let (name, passphrase) = (self.name.text().to_owned(), self.passphrase.take().into());
                return Some(Say::SignIn { name, passphrase });
            }
            Some(
                Action::Quit | Action::Help | Action::Lock | Action::Back | Action::Palette | Action::Urgent,
            ) => return None,
            _ => {
                if self.field().key(key) == Edited::Changed && self.on == Field::Note {
                    self.written(now, fresh);
                }
            }
        }
        Some(Say::Changed)
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str, now: DateTime<Utc>, fresh: &dyn Fn() -> EventId) {
        self.field().paste(text);
        if self.on == Field::Note {
            self.written(now, fresh);
        }
    }

    /// Tells whether a passphrase is being tried.
    pub fn is_trying(&self) -> bool {
        self.trying
    }

    /// Tells whether a note is being sealed.
    pub fn is_sealing(&self) -> bool {
        self.note.sent
    }

    /// Says that the try was refused, or failed.
    pub fn refused(&mut self, notice: Notice) {
        self.trying = false;
        self.notice = Some(notice);
    }

    /// Says that the note could not be sealed: it stays on the screen and is tried again.
    pub fn not_sealed(&mut self, notice: Notice, now: DateTime<Utc>) {
        if let Some((id, mut text)) = self.note.gone.take() {
            if !self.note.editor.is_blank() {
                text = format!("{text}\n{}", self.note.editor.text());
            }
            self.note.editor.set(text);
            self.note.id = Some(id);
        }
        self.note.unsealed = Some(now + SEAL);
        self.note.sent = false;
        self.notice = Some(notice);
    }

    /// Says that a note is sealed.
    pub fn sealed(&mut self, at: DateTime<Utc>) {
        self.note.sealed = Some(at);
        self.note.gone = None;
        self.note.sent = false;
    }

    /// Gives the time at which the note is sealed, or is no longer shown.
    pub fn due_at(&self) -> Option<DateTime<Utc>> {
        let seal = self.note.unsealed.map(|first| first + SEAL);
        let hide = self.note.last.map(|last| last + SHOWN);
        [seal, hide].into_iter().flatten().min()
    }

    /// Seals the note where it is due.
    pub fn woke(&mut self, now: DateTime<Utc>) -> Option<Say> {
        let away = self.note.last.is_some_and(|last| now >= last + SHOWN);
        let due = self.note.unsealed.is_some_and(|first| now >= first + SEAL);
        if away || due { self.seal(away) } else { None }
    }

    /// Seals what is written; `done` also takes it off the screen.
    pub fn seal(&mut self, done: bool) -> Option<Say> {
        let note = &mut self.note;
        let id = note.id.filter(|_| !note.editor.is_blank())?;
        note.unsealed = None;
        note.sent = true;
        let text = if done { note.editor.take() } else { note.editor.text().to_owned() };
        if done {
            (note.id, note.last) = (None, None);
            note.gone = Some((id, text.clone()));
        }
        Some(Say::Seal { id, text })
    }

    fn written(&mut self, now: DateTime<Utc>, fresh: &dyn Fn() -> EventId) {
        self.note.id.get_or_insert_with(fresh);
        self.note.unsealed.get_or_insert(now);
        self.note.last = Some(now);
    }

    fn beside(&self, steps: usize) -> Field {
        let order = [Field::Name, Field::Passphrase, Field::Note];
        let at = order.iter().position(|field| *field == self.on).unwrap_or(0);
        order[(at + steps) % order.len()]
    }

    fn field(&mut self) -> &mut Editor {
        match self.on {
            Field::Name => &mut self.name,
            Field::Passphrase => &mut self.passphrase,
            Field::Note => &mut self.note.editor,
        }
    }

    /// Draws itself.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let width = area.width.saturating_sub(4).min(72);
        let x = area.x + (area.width - width) / 2;
        let y = area.y + area.height / 5;
        let at = |line: u16| Rect { x, y: (y + line).min(area.bottom().saturating_sub(1)), width, height: 1 };
        let buf = frame.buffer_mut();
        let first = match (self.trying, self.locked) {
            (true, _) => "opening …",
            (false, true) => "Locked. Nothing is shown, and nothing is lost, until you sign in again.",
            (false, false) => "Nothing is shown until you sign in.",
        };
        draw::put(buf, area, x, y, first, theme.style(Role::TextDim));
        for (line, label) in
            [(2, "Name"), (4, "Passphrase"), (7, "A note that can be written here, and not read back")]
        {
            draw::put(buf, area, x, at(line).y, label, theme.style(Role::Label));
        }
        let place = |line: u16| Rect { x: x + 12, width: width.saturating_sub(12), ..at(line) };
        let look = |field| Look { focused: self.on == field, ..Look::default() };
        self.name.draw(buf, place(2), theme, look(Field::Name));
        self.passphrase.draw(buf, place(4), theme, look(Field::Passphrase));
        let note = at(8);
        let note = Rect { height: 4.min(area.bottom().saturating_sub(note.y)), ..note };
        self.note.editor.draw(buf, note, theme, look(Field::Note));
        if let Some(sealed) = self.note.sealed {
            let words =
                format!("Sealed at {}; whoever signs in next puts it on a contact.", words::clock(sealed));
            draw::put(buf, area, x, at(12).y, &words, theme.style(Role::Ok));
        }
        if let Some(notice) = &self.notice {
            let height = notice.height(width).min(area.bottom().saturating_sub(at(14).y));
            notice.draw(buf, Rect { height, ..at(14) }, theme);
        }
        let (editor, place) = match self.on {
            Field::Name => (&self.name, place(2)),
            Field::Passphrase => (&self.passphrase, place(4)),
            Field::Note => (&self.note.editor, note),
        };
        if let Some(cursor) = editor.cursor_screen_position(place) {
            frame.set_cursor_position(cursor);
        }
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    fn fresh() -> EventId {
        EventId(uuid::Uuid::from_u128(7))
    }

    fn press(screen: &mut SignIn, text: &str, now: DateTime<Utc>) {
        for c in text.chars() {
            let key = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            screen.key(key.into(), now, &fresh);
        }
    }

    #[test]
    fn a_note_that_could_not_be_sealed_comes_back_before_what_was_written_since() {
        let mut screen = SignIn::default();
        screen.key(KeyEvent::new(KeyCode::Char('n'), KeyModifiers::ALT), at(0), &fresh);
        press(&mut screen, "she is at the gate", at(0));
        assert!(matches!(screen.seal(true), Some(Say::Seal { .. })));
        assert!(screen.note.editor.is_blank());
        press(&mut screen, "and he left", at(1));
        screen.not_sealed(Notice::wrong("The disk is full.", ""), at(2));
        assert_eq!(screen.note.editor.text(), "she is at the gate\nand he left");
    }

    #[test]
    fn a_note_is_sealed_while_it_is_written_and_gone_from_the_screen_after_a_minute() {
        let mut screen = SignIn::default();
        screen.key(KeyEvent::new(KeyCode::Char('n'), KeyModifiers::ALT), at(0), &fresh);
        press(&mut screen, "she is\nat the gate", at(0));
        assert_eq!(screen.due_at(), Some(at(1)));
        let text = "she is\nat the gate".to_owned();
        assert_eq!(screen.woke(at(1)), Some(Say::Seal { id: fresh(), text: text.clone() }));
        assert_eq!(screen.woke(at(2)), None);
        assert_eq!(screen.note.editor.text(), text);
        assert_eq!(screen.due_at(), Some(at(60)));
        assert_eq!(screen.woke(at(60)), Some(Say::Seal { id: fresh(), text }));
        assert!(screen.note.editor.text().is_empty() && screen.due_at().is_none());
    }

    #[test]
    fn enter_signs_in_once_and_only_from_the_passphrase() {
        let mut screen = SignIn::default();
        press(&mut screen, "a.okoro\n", at(0));
        press(&mut screen, "practice", at(0));
        let said = screen.key(KeyCode::Enter.into(), at(0), &fresh);
        let passphrase = Passphrase::from("practice".to_owned());
        assert_eq!(said, Some(Say::SignIn { name: "a.okoro".to_owned(), passphrase }));
        assert_eq!(screen.key(KeyCode::Enter.into(), at(0), &fresh), Some(Say::Changed));
        screen.refused(Notice::wrong("no", ""));
        assert!(matches!(screen.key(KeyCode::Enter.into(), at(0), &fresh), Some(Say::SignIn { .. })));
    }
}
