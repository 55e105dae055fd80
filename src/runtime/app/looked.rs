//! Who looked at a contact, as a list over the screen: the newest first.

use ratatui::{Frame, layout::Rect};

use crate::{
    domain::{audit::OfContact, calendar::words, desk::State},
    ui::{
        draw,
        keymap::Action,
        theme::{Role, Theme},
        widgets::boxed,
    },
};

/// The list, and how far it was turned.
pub(super) struct Looked {
    title: String,
    lines: Vec<String>,
    top: usize,
}

impl Looked {
    /// Makes it of the desk's answer.
    pub(super) fn of(audit: &OfContact, desk: &State) -> Self {
        let line = |entry: &crate::domain::audit::Entry| {
            let who = entry.person.map_or("the desk itself", |id| desk.name_of(id));
            let at = words::stamp(entry.at);
            format!("{at:<18} {who:<16} {:<11} {}", entry.what.words(), entry.words)
        };
        Self {
            title: format!("Who looked at {}, and who changed it; the newest first", audit.reference),
            lines: audit.entries.iter().rev().map(line).collect(),
            top: 0,
        }
    }

    /// Turns it.
    pub(super) fn act(&mut self, action: Option<Action>) {
        let last = self.lines.len().saturating_sub(1);
        self.top = match action {
            Some(Action::Down) => (self.top + 1).min(last),
            Some(Action::Up) => self.top.saturating_sub(1),
            Some(Action::PageDown) => (self.top + 10).min(last),
            Some(Action::PageUp) => self.top.saturating_sub(10),
            _ => self.top,
        };
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let inner = boxed(frame, area, theme, &self.title, 96, 20);
        let shown = self.lines.iter().skip(self.top);
        for (y, line) in (inner.y..inner.bottom()).zip(shown) {
            draw::put(frame.buffer_mut(), inner, inner.x, y, line, theme.style(Role::Text));
        }
    }
}
