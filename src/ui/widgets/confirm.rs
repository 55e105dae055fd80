//! A question that needs a deliberate answer: words to type, or a chord. There is no default.

use std::cell::Cell;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::{Block, BorderType, Clear, Widget as _};

use super::editor::{Editor, Look};
use crate::ui::draw;
use crate::ui::keymap::{self, Action, Chord, stacks};
use crate::ui::theme::{Role, Theme};

/// What is said once something was typed into a box that asks for a chord.
const LOST: &str = "▲ Nothing can be written here: what you typed is not kept.";

/// What was answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ConfirmEvent {
    /// Nothing yet.
    Waiting,
    /// Do it.
    Yes,
    /// Do not.
    No,
    /// The key is for whoever lies below: danger, locking, leaving.
    Passed,
}

/// The question.
#[derive(Debug)]
pub struct Confirm {
    title: String,
    lines: Vec<String>,
    typed: Option<(String, Editor)>,
    /// Whether it asks nothing, and only wants to be put away.
    tells: bool,
    /// Whether something was typed that it does not take.
    lost: bool,
    /// The first line in view.
    top: usize,
    // How many lines there were and how many were in view, as it was drawn last. A cache.
    drawn: Cell<(usize, usize)>,
}

impl Confirm {
    /// Asks something that Ctrl+S answers with yes.
    pub fn chord(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self {
            title: title.into(),
            lines,
            typed: None,
            tells: false,
            lost: false,
            top: 0,
            drawn: Cell::default(),
        }
    }

    /// Says something that is put away by Enter or Esc; every other key writes nothing and does nothing meanwhile.
    pub fn told(title: impl Into<String>, lines: Vec<String>) -> Self {
        Self { tells: true, ..Self::chord(title, lines) }
    }

    /// Asks something that is answered by typing certain words and then Enter.
    pub fn typed(title: impl Into<String>, lines: Vec<String>, words: impl Into<String>) -> Self {
        let typed = Some((words.into(), Editor::line()));
        Self { typed, ..Self::chord(title, lines) }
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> ConfirmEvent {
        let action = keymap::action(stacks::DIALOG, key);
        match action {
            Some(Action::Back) => return ConfirmEvent::No,
            Some(Action::Urgent | Action::Lock | Action::Quit) => return ConfirmEvent::Passed,
            Some(action @ (Action::Up | Action::Down | Action::PageUp | Action::PageDown)) => {
                self.scroll(action);
                return ConfirmEvent::Waiting;
            }
            _ => {}
        }
        self.lost |= self.typed.is_none() && Chord::of(key).typed().is_some();
        match &mut self.typed {
            None if self.tells && action == Some(Action::Choose) => ConfirmEvent::No,
            None if self.tells => ConfirmEvent::Waiting,
            None if action == Some(Action::Save) => ConfirmEvent::Yes,
            Some((words, editor)) if action == Some(Action::Choose) => {
                if editor.text().trim().to_lowercase() == words.to_lowercase() {
                    ConfirmEvent::Yes
                } else {
                    ConfirmEvent::Waiting
                }
            }
            Some((_, editor)) => {
                editor.key(key);
                ConfirmEvent::Waiting
            }
            None => ConfirmEvent::Waiting,
        }
    }

    /// Takes a paste: where no words are taken, it is said that they are not.
    pub fn paste(&mut self, text: &str) {
        match &mut self.typed {
            Some((_, editor)) => drop(editor.paste(text)),
            None => self.lost = true,
        }
    }

    fn scroll(&mut self, action: Action) {
        let (all, page) = self.drawn.get();
        let by = if matches!(action, Action::Up | Action::Down) { 1 } else { page.saturating_sub(1).max(1) };
        let to = match action {
            Action::Up | Action::PageUp => self.top.saturating_sub(by),
            _ => self.top.saturating_add(by),
        };
        self.top = to.min(all.saturating_sub(page));
    }

    /// Draws it in the middle of the area.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let width = area.width.saturating_sub(4).min(72);
        let room = usize::from(width.saturating_sub(4).max(1));
        let lines: Vec<String> = self.lines.iter().flat_map(|line| draw::wrapped(line, room)).collect();
        let extra = if self.typed.is_some() { 4 } else { 2 + u16::from(self.lost) };
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(extra);
        let inner = boxed(frame, area, theme, &self.title, width, height);
        // What to press stays in view, however long the question.
        let foot = inner.bottom().saturating_sub(extra).max(inner.y);
        let buf = frame.buffer_mut();
        let page = usize::from(foot - inner.y);
        self.drawn.set((lines.len(), page));
        let top = self.top.min(lines.len().saturating_sub(page));
        for (y, line) in (inner.y..foot).zip(lines.iter().skip(top)) {
            draw::put(buf, inner, inner.x, y, line, theme.style(Role::Text));
        }
        let more = match (top > 0, top + page < lines.len()) {
            (false, false) => "",
            (false, true) => "more ↓ PgDn",
            (true, true) => "more ↑ PgUp   more ↓ PgDn",
            (true, false) => "more ↑ PgUp",
        };
        draw::put(buf, inner, inner.x, foot, more, theme.style(Role::Notice));
        let save = keymap::keys_of(stacks::DIALOG, Action::Save);
        let how = match &self.typed {
            None if self.tells => "Enter or Esc goes back to your words".to_owned(),
            None => format!("{save} yes, do it     Esc no, go back"),
            Some((words, _)) => format!("Type {words} and Enter to do it     Esc no, go back"),
        };
        draw::put(buf, inner, inner.x, foot + 1, &how, theme.style(Role::HintKey));
        if self.lost {
            draw::put(buf, inner, inner.x, foot + 2, LOST, theme.style(Role::Notice));
        }
        if let Some((_, editor)) = &self.typed {
            let field = Rect { y: foot + 3, height: 1, ..inner }.intersection(inner);
            editor.draw(buf, field, theme, Look { focused: true, ..Look::default() });
            if let Some(at) = editor.cursor_screen_position(field) {
                frame.set_cursor_position(at);
            }
        }
    }
}

/// Clears and frames a box in the middle of the area and gives what is inside.
pub fn boxed(frame: &mut Frame<'_>, area: Rect, theme: &Theme, title: &str, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.saturating_add(2).min(area.height);
    let place =
        Rect { x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 3, width, height };
    Clear.render(place, frame.buffer_mut());
    draw::lay(frame.buffer_mut(), place, theme.style(Role::Text));
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.style(Role::Focus))
        .title(draw::span(&format!(" {title} "), theme.style(Role::Title)));
    let inner = block.inner(place);
    block.render(place, frame.buffer_mut());
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use ratatui::{Terminal, backend::TestBackend};

    use super::*;

    #[test]
    fn what_does_not_fit_is_said_and_read_by_pages() {
        let mut ask = Confirm::chord("Send", (1..=40).map(|no| format!("need {no:02}")).collect());
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut seen = |ask: &Confirm| {
            terminal.draw(|frame| ask.draw(frame, frame.area(), &Theme::plain())).unwrap();
            terminal
                .backend()
                .buffer()
                .content()
                .iter()
                .map(ratatui::buffer::Cell::symbol)
                .collect::<String>()
        };
        let text = seen(&ask);
        assert!(
            text.contains("need 01") && text.contains("more ↓ PgDn") && !text.contains("more ↑"),
            "{text}"
        );
        for _ in 0..3 {
            assert_eq!(ask.key(KeyEvent::from(KeyCode::PageDown)), ConfirmEvent::Waiting);
            seen(&ask);
        }
        let text = seen(&ask);
        assert!(
            text.contains("need 40") && text.contains("more ↑ PgUp") && !text.contains("more ↓"),
            "{text}"
        );
        ask.key(KeyEvent::from(KeyCode::Up));
        assert!(seen(&ask).contains("more ↓"));
        assert_eq!(ask.key(KeyEvent::from(KeyCode::F(10))), ConfirmEvent::Yes);
    }

    #[test]
    fn what_is_only_told_takes_every_letter_and_is_put_away_by_enter_or_esc() {
        for put_away in [KeyCode::Enter, KeyCode::Esc] {
            let mut told = Confirm::told("Nothing was decided", vec!["Why.".into()]);
            for c in ' '..='~' {
                assert_eq!(told.key(KeyEvent::from(KeyCode::Char(c))), ConfirmEvent::Waiting, "{c:?}");
            }
            // Whoever thinks that it asks something has not answered it.
            assert_eq!(told.key(KeyEvent::from(KeyCode::F(10))), ConfirmEvent::Waiting);
            assert_eq!(told.key(KeyEvent::from(put_away)), ConfirmEvent::No);
        }
    }

    #[test]
    fn what_is_typed_where_no_words_are_taken_is_said_not_to_be_kept() {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut seen = |ask: &Confirm| {
            terminal.draw(|frame| ask.draw(frame, frame.area(), &Theme::plain())).unwrap();
            let buffer = terminal.backend().buffer();
            buffer.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        let lines: Vec<String> = (1..=40).map(|no| format!("need {no:02}")).collect();
        for mut ask in [
            Confirm::chord("Send", vec!["Send?".into()]),
            Confirm::chord("Send", lines),
            Confirm::told("Nothing was decided", vec!["Why.".into()]),
        ] {
            assert!(!seen(&ask).contains(LOST));
            ask.key(KeyEvent::from(KeyCode::Down));
            assert!(!seen(&ask).contains(LOST));
            assert_eq!(ask.key(KeyEvent::from(KeyCode::Char('h'))), ConfirmEvent::Waiting);
            assert!(seen(&ask).contains(LOST), "{}", seen(&ask));
        }
        let mut ask = Confirm::chord("Send", vec!["Send?".into()]);
        ask.paste("Her form comes on Monday.");
        assert!(seen(&ask).contains(LOST));
        let mut ask = Confirm::typed("Close", vec!["Close?".into()], "C-1841");
        ask.key(KeyEvent::from(KeyCode::Char('c')));
        assert!(!seen(&ask).contains(LOST));
    }

    #[test]
    fn enter_alone_does_nothing() {
        let enter = KeyEvent::from(KeyCode::Enter);
        let mut ask = Confirm::chord("Send", vec!["Send?".into()]);
        assert_eq!(ask.key(enter), ConfirmEvent::Waiting);
        assert_eq!(ask.key(KeyEvent::from(KeyCode::F(10))), ConfirmEvent::Yes);
        let mut ask = Confirm::typed("Close", vec!["Close?".into()], "C-1841");
        assert_eq!(ask.key(enter), ConfirmEvent::Waiting);
        for c in "c-1841".chars() {
            ask.key(KeyEvent::from(KeyCode::Char(c)));
        }
        assert_eq!(ask.key(enter), ConfirmEvent::Yes);
        assert_eq!(ask.key(KeyEvent::from(KeyCode::Esc)), ConfirmEvent::No);
    }
}
