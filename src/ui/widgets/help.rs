//! The help layer: the keymap's own table, the contexts of the moment first.

use std::cell::Cell;

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::draw;
use crate::ui::keymap::{self, Action, Context, stacks};
use crate::ui::layers::{Flow, Layer};
use crate::ui::theme::{Role, Theme};
use crate::ui::widgets::confirm::boxed;

/// What the keys do here.
#[derive(Debug)]
pub struct Help {
    lines: Vec<(Role, String, String)>,
    top: usize,
    height: Cell<usize>,
}

impl Help {
    /// Makes the help for a stack of contexts; the other contexts follow.
    pub fn new(contexts: &[Context]) -> Self {
        let others = Context::ALL.into_iter().filter(|context| !contexts.contains(context));
        let mut lines = Vec::new();
        for (at, context) in contexts.iter().copied().chain(others).enumerate() {
            if keymap::bindings(context).next().is_none() {
                continue;
            }
            if at == contexts.len() {
                lines.push((Role::Title, "ELSEWHERE".to_owned(), String::new()));
                lines.push((Role::Text, String::new(), String::new()));
            }
            lines.push((Role::Title, context.words().to_owned(), String::new()));
            for binding in keymap::bindings(context) {
                lines.push((Role::HintWords, binding.keys.all(), binding.words.to_owned()));
            }
            lines.push((Role::Text, String::new(), String::new()));
        }
        Self { lines, top: 0, height: Cell::new(10) }
    }
}

impl<M> Layer<M> for Help {
    fn key(&mut self, key: KeyEvent, _: &mut Vec<M>) -> Flow {
        let most = self.lines.len().saturating_sub(self.height.get());
        let page = self.height.get().saturating_sub(1).max(1);
        match keymap::action(stacks::QUEUE, key) {
            Some(Action::Up) => self.top = self.top.saturating_sub(1),
            Some(Action::Down) => self.top = (self.top + 1).min(most),
            Some(Action::PageUp) => self.top = self.top.saturating_sub(page),
            Some(Action::PageDown) => self.top = (self.top + page).min(most),
            Some(Action::First) => self.top = 0,
            Some(Action::Last) => self.top = most,
            Some(Action::Back | Action::Help | Action::Open) => return Flow::Close,
            // Danger, locking and leaving do not wait for a box to be closed.
            Some(Action::Urgent | Action::Lock | Action::Quit) => return Flow::Passed,
            _ => {}
        }
        Flow::Used
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let height = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        let inner = boxed(frame, area, theme, "Keys", 76, height);
        let buf = frame.buffer_mut();
        // What says that there is more has a line of its own: it lies over nothing.
        let room = draw::above_more(inner, self.lines.len());
        let page = usize::from(room.height);
        self.height.set(page);
        for (y, (role, keys, words)) in (room.y..room.bottom()).zip(self.lines.iter().skip(self.top)) {
            let style = if words.is_empty() { *role } else { Role::HintKey };
            draw::put(buf, room, room.x, y, keys, theme.style(style));
            draw::put(buf, room, room.x + 24, y, words, theme.style(*role));
        }
        if room.height < inner.height && self.top + page < self.lines.len() {
            draw::put(buf, inner, inner.x, inner.bottom() - 1, "more ↓ PgDn", theme.style(Role::HintKey));
        }
    }
}
