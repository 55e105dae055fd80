//! One key with what is held down beside it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key as it is bound. Capitals count only for bare letters: with Alt or Ctrl, a forgotten Caps Lock changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Chord {
    code: KeyCode,
    held: KeyModifiers,
}

impl Chord {
    /// Makes a bare key.
    pub const fn key(code: KeyCode) -> Self {
        Self { code, held: KeyModifiers::NONE }
    }

    /// Makes a printable key.
    pub const fn char(c: char) -> Self {
        Self::key(KeyCode::Char(c))
    }

    /// Makes a function key.
    pub const fn f(number: u8) -> Self {
        Self::key(KeyCode::F(number))
    }

    /// Makes Alt and a small letter or digit.
    pub const fn alt(c: char) -> Self {
        Self { code: KeyCode::Char(c), held: KeyModifiers::ALT }
    }

    /// Makes Ctrl and a small letter.
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), held: KeyModifiers::CONTROL }
    }

    /// Holds something down beside a key that prints nothing.
    pub const fn held(code: KeyCode, held: KeyModifiers) -> Self {
        Self { code, held }
    }

    /// Reads what was pressed; terminals differ in what they call Shift.
    pub fn of(key: KeyEvent) -> Self {
        let held = key.modifiers & (KeyModifiers::ALT | KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        match key.code {
            KeyCode::Char(c) if held.intersects(KeyModifiers::ALT | KeyModifiers::CONTROL) => {
                let small = if c.is_ascii() { c.to_ascii_lowercase() } else { c };
                Self { code: KeyCode::Char(small), held: held - KeyModifiers::SHIFT }
            }
            KeyCode::Char(_) | KeyCode::BackTab => Self { code: key.code, held: held - KeyModifiers::SHIFT },
            code => Self { code, held },
        }
    }

    /// Makes the key press that this chord is.
    pub fn press(&self) -> KeyEvent {
        KeyEvent::new(self.code, self.held)
    }

    /// Tells whether it would type something.
    pub fn is_printable(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.held.is_empty()
    }

    /// Gives the digit that is pressed with Alt.
    pub fn alt_digit(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.held == KeyModifiers::ALT && c.is_ascii_digit() => Some(c),
            _ => None,
        }
    }

    /// Gives the character that it types, if it types one.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if self.held.is_empty() => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in
            [(KeyModifiers::CONTROL, "Ctrl+"), (KeyModifiers::ALT, "Alt+"), (KeyModifiers::SHIFT, "Shift+")]
        {
            if self.held.contains(held) {
                f.write_str(word)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.held.contains(KeyModifiers::CONTROL) => {
                write!(f, "{}", c.to_ascii_uppercase())
            }
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(number) => write!(f, "F{number}"),
            KeyCode::Esc => f.write_str("Esc"),
            KeyCode::BackTab => f.write_str("Shift+Tab"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            other => write!(f, "{other:?}"),
        }
    }
}
