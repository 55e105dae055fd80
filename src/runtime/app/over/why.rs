//! Why the times are what they are: every clock of a contact with its start, its counting and its rule, over the screen.

use std::cell::Cell;

use chrono::{DateTime, Utc};
use ratatui::{Frame, layout::Rect};

use super::{super::App, Over};
use crate::{
    domain::{calendar::words, contact::why::Why},
    ui::{
        draw, due,
        keymap::Action,
        screens::call::times,
        theme::{Role, Theme},
        widgets::{Notice, boxed},
    },
};

/// The widest that the box grows, and what a time's reasons are set in by.
const WIDTH: u16 = 100;
const INDENT: u16 = 2;

/// The box.
pub(in crate::runtime::app) struct Times {
    title: String,
    whys: Vec<Why>,
    top: usize,
    /// How far it can be turned, as it was drawn last.
    most: Cell<usize>,
}

impl Times {
    pub(super) fn act(&mut self, action: Option<Action>) {
        let most = self.most.get();
        self.top = match action {
            Some(Action::Down) => (self.top + 1).min(most),
            Some(Action::Up) => self.top.saturating_sub(1),
            Some(Action::PageDown) => (self.top + 10).min(most),
            Some(Action::PageUp) => self.top.saturating_sub(10),
            _ => self.top,
        };
    }

    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, now: DateTime<Utc>) {
        let width = WIDTH.min(area.width.saturating_sub(2));
        let lines = self.lines(now, usize::from(width.saturating_sub(4)));
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let inner = boxed(frame, area, theme, &self.title, width, height);
        // What says that there is more has a line of its own: it lies over nothing.
        let room = draw::above_more(inner, lines.len());
        self.most.set(lines.len().saturating_sub(usize::from(room.height)));
        let buf = frame.buffer_mut();
        let top = self.top.min(self.most.get());
        for (y, (role, indent, text)) in (room.y..room.bottom()).zip(lines.iter().skip(top)) {
            draw::put(buf, room, room.x + indent, y, text, theme.style(*role));
        }
        if room.height < inner.height && top < self.most.get() {
            draw::put(buf, inner, inner.x, inner.bottom() - 1, "more ↓ PgDn", theme.style(Role::HintKey));
        }
    }

    /// Gives the lines: what is due and how it stands, and indented beneath, why then.
    fn lines(&self, now: DateTime<Utc>, width: usize) -> Vec<(Role, u16, String)> {
        let mut lines = Vec::new();
        for why in &self.whys {
            if !lines.is_empty() {
                lines.push((Role::Text, 0, String::new()));
            }
            let mark = due::mark(now, why.at, why.call);
            let role = if mark.role == Role::Text { Role::TextStrong } else { mark.role };
            let head = format!(
                "{} {}: {}, {}",
                mark.sign,
                why.words,
                words::stamp(why.at),
                due::left(now, why.at, why.call)
            );
            lines.extend(draw::wrapped(&head, width).into_iter().map(|line| (role, 0, line)));
            let room = width.saturating_sub(usize::from(INDENT));
            let told = why.lines.iter().flat_map(|line| draw::wrapped(line, room));
            lines.extend(told.map(|line| (Role::Text, INDENT, line)));
        }
        lines
    }
}

impl App {
    /// Says why every time of the open contact, or of the line under the cursor, is the one it is.
    pub(in crate::runtime::app) fn open_why(&mut self) {
        let found = if self.call.is_some() {
            self.with_call(|_, view| (view.contact.reference.to_string(), times::whys(view)))
        } else {
            let known = times::known(&self.desk, self.now);
            self.queue.row().map(|row| {
                let name = row.reference.map_or_else(|| "a ringing call".to_owned(), |no| no.to_string());
                (name, known.of_row(row))
            })
        };
        match found {
            Some((name, whys)) => self.show_times(&name, whys),
            None => self.notice = Some(Notice::know("No clock runs here.", "")),
        }
    }

    /// Shows why some times are what they are.
    pub(in crate::runtime::app) fn show_times(&mut self, of: &str, whys: Vec<Why>) {
        if whys.is_empty() {
            self.notice = Some(Notice::know("No clock runs here.", ""));
            return;
        }
        let title = format!("Why these times – {of}");
        self.over.push(Over::Times(Times { title, whys, top: 0, most: Cell::new(0) }));
    }
}
