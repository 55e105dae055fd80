//! Signing in: a name and a passphrase, and no record in sight.

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use crate::ui::{
    draw,
    keymap::{self, Action, stacks},
    theme::{Role, Theme},
    widgets::{Editor, Look, Notice},
};

/// What the sign-in screen wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Say {
    /// Signs in.
    SignIn {
        /// The name.
        name: String,
        /// The passphrase.
        passphrase: String,
    },
    /// Only what is written changed.
    Changed,
}

/// The sign-in screen's state.
#[derive(Debug)]
pub struct SignIn {
    name: Editor,
    passphrase: Editor,
    on_passphrase: bool,
    /// What came of the last try.
    pub notice: Option<Notice>,
}

impl Default for SignIn {
    fn default() -> Self {
        Self { name: Editor::line(), passphrase: Editor::secret(), on_passphrase: false, notice: None }
    }
}

impl SignIn {
    /// Makes the screen for somebody who locked the console.
    pub fn locked(name: &str) -> Self {
        let mut screen = Self { on_passphrase: true, ..Self::default() };
        screen.name.set(name);
        screen
    }

    /// Takes a key; `None` where it is not this screen's.
    pub fn key(&mut self, key: KeyEvent) -> Option<Say> {
        match keymap::action(stacks::SIGN_IN, key) {
            Some(Action::NextField | Action::PreviousField | Action::Up | Action::Down) => {
                self.on_passphrase = !self.on_passphrase;
                Some(Say::Changed)
            }
            Some(Action::SignIn) if !self.on_passphrase && self.passphrase.text().is_empty() => {
                self.on_passphrase = true;
                Some(Say::Changed)
            }
            Some(Action::SignIn) => {
                let (name, passphrase) = (self.name.text().to_owned(), self.passphrase.take());
                Some(Say::SignIn { name, passphrase })
            }
            Some(
                Action::Quit | Action::Help | Action::Lock | Action::Back | Action::Palette | Action::Urgent,
            ) => None,
            _ => {
                self.field().key(key);
                Some(Say::Changed)
            }
        }
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) {
        self.field().paste(text);
    }

    fn field(&mut self) -> &mut Editor {
        if self.on_passphrase { &mut self.passphrase } else { &mut self.name }
    }

    /// Draws itself.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let width = area.width.min(56);
        let x = area.x + (area.width - width) / 2;
        let y = area.y + area.height / 3;
        let at = |line: u16| Rect { x, y: (y + line).min(area.bottom().saturating_sub(1)), width, height: 1 };
        let buf = frame.buffer_mut();
        draw::put(buf, area, x, y, "Nothing is shown until you sign in.", theme.style(Role::TextDim));
        for (line, label) in [(2, "Name"), (4, "Passphrase")] {
            draw::put(buf, area, x, at(line).y, label, theme.style(Role::Label));
        }
        let place = |line: u16| Rect { x: x + 12, width: width.saturating_sub(12), ..at(line) };
        let look = |focused| Look { focused, ghost: "", role: None };
        self.name.draw(buf, place(2), theme, look(!self.on_passphrase));
        self.passphrase.draw(buf, place(4), theme, look(self.on_passphrase));
        if let Some(notice) = &self.notice {
            let height = notice.height(width).min(area.bottom().saturating_sub(at(6).y));
            notice.draw(buf, Rect { height, ..at(6) }, theme);
        }
        let (editor, line) = if self.on_passphrase { (&self.passphrase, 4) } else { (&self.name, 2) };
        if let Some(cursor) = editor.cursor_screen_position(place(line)) {
            frame.set_cursor_position(cursor);
        }
    }
}
