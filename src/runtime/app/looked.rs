//! Who looked at a contact, as a list over the screen: the newest first.

use ratatui::{Frame, layout::Rect};

use crate::{
    domain::{
        audit::{Line, OfContact, What, timeline},
        desk::State,
    },
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
    lines: Vec<(Role, String)>,
    top: usize,
}

/// How wide the box is; what does not fit beside its name goes on beneath it.
const WIDTH: u16 = 80;
/// Where what somebody did begins.
const INDENT: usize = 26;

impl Looked {
    /// Makes it of the desk's answer.
    pub(super) fn of(audit: &OfContact, desk: &State) -> Self {
        let mut lines = Vec::new();
        let mut all = timeline(audit.entries.iter().rev()).into_iter().peekable();
        while let Some(line) = all.next() {
            match line {
                Line::Day(day) => lines.push((Role::Title, day)),
                Line::At(time, entry) => {
                    // What one person did within a minute is one line, so that who only looked stands out.
                    let mut said = vec![(entry.words.as_str(), 1)];
                    let same = |line: &Line<'_>| {
                        matches!(line, Line::At(at, other)
                            if *at == time && other.person == entry.person && other.what == entry.what)
                    };
                    while let Some(Line::At(_, other)) = all.next_if(same) {
                        match said.iter_mut().find(|(words, _)| *words == other.words) {
                            Some((_, times)) => *times += 1,
                            None => said.push((&other.words, 1)),
                        }
                    }
                    let said = said.into_iter().map(|(words, times)| match times {
                        1 => words.to_owned(),
                        times => format!("{words} ×{times}").trim_start().to_owned(),
                    });
                    let said = said.collect::<Vec<_>>().join(", ");
                    let who = entry.person.map_or("the desk itself", |id| desk.name_of(id));
                    let gap = if said.is_empty() { "" } else { " " };
                    let said = format!("{}{gap}{said}", entry.what.words());
                    let tone = match entry.what {
                        What::Refused => Role::TextStrong,
                        What::Changed => Role::TextDim,
                        _ => Role::Text,
                    };
                    let mut head = format!(" {time}  {who:<17} ");
                    for part in draw::wrapped(said.trim_end(), usize::from(WIDTH) - 4 - INDENT) {
                        lines.push((tone, format!("{head}{part}")));
                        head = " ".repeat(INDENT);
                    }
                }
            }
        }
        let title = format!("Who looked at {}, and who changed it; the newest first", audit.reference);
        Self { title, lines, top: 0 }
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
        let inner = boxed(frame, area, theme, &self.title, WIDTH, 20);
        let shown = self.lines.iter().skip(self.top);
        for (y, (tone, line)) in (inner.y..inner.bottom()).zip(shown) {
            draw::put(frame.buffer_mut(), inner, inner.x, y, line, theme.style(*tone));
        }
    }
}
