//! The search: what is typed, and what was found for it.

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};
use uuid::Uuid;

use super::{Over, line};
use crate::{
    desk::Request,
    domain::{
        calendar::words,
        ids::ContactId,
        queue::{Item, Row},
    },
    ui::{
        cover, draw,
        keymap::Action,
        theme::{Role, Theme},
        widgets::{Edited, Editor, List, boxed},
    },
};

/// What stands in the place of what is covered.
const DARK: &str = "▒▒▒";

/// The search: what is typed, and what was found for it.
pub(in crate::runtime::app) struct Find {
    editor: Editor,
    /// What was asked last, and what was answered last.
    ticket: u64,
    answered: u64,
    rows: Vec<Row>,
    /// As of when the rows are known, where the desk's file does not say them now.
    as_of: Option<DateTime<Utc>>,
    list: List<Uuid>,
}

impl Find {
    /// Takes up what was found, and tells whether it did; an answer to an older text is dropped.
    pub(in crate::runtime::app) fn told(
        &mut self,
        ticket: u64,
        rows: Vec<Row>,
        as_of: Option<DateTime<Utc>>,
    ) -> bool {
        let is_newest = ticket == self.ticket;
        if is_newest {
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            (self.rows, self.as_of) = (rows, as_of);
            self.answered = ticket;
            self.list.sync(&ids);
        }
        is_newest
    }

    /// Tells whether what stands there was found for an older text than is written.
    pub(in crate::runtime::app) fn waits(&self) -> bool {
        self.answered != self.ticket
    }

    /// Waits for no answer any more: none comes.
    pub(in crate::runtime::app) fn give_up(&mut self) {
        self.answered = self.ticket;
        self.rows.clear();
        self.list.sync(&[]);
    }

    /// Gives the contact that the cursor is on.
    pub(super) fn chosen(&self) -> Option<ContactId> {
        let row = self.rows.get(self.list.index()).filter(|row| row.item == Item::Contact);
        row.map(|row| ContactId(row.id))
    }

    /// Moves the cursor.
    pub(super) fn step(&mut self, action: Action) {
        let ids: Vec<Uuid> = self.rows.iter().map(|row| row.id).collect();
        self.list.act(action, &ids);
    }

    /// Takes a key; gives what is asked because of it.
    pub(super) fn typed(&mut self, key: KeyEvent) -> Option<Request> {
        (self.editor.key(key) == Edited::Changed).then(|| self.asked())
    }

    /// Takes a paste; gives what is asked because of it.
    pub(super) fn paste(&mut self, text: &str) -> Request {
        self.editor.paste(text);
        self.asked()
    }

    fn asked(&mut self) -> Request {
        self.ticket += 1;
        Request::Find { text: self.editor.text().to_owned(), ticket: self.ticket }
    }

    pub(super) fn draw(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        now: DateTime<Utc>,
        heard: &[ContactId],
    ) {
        let inner = boxed(frame, area, theme, "Find: C-1841, a number, a name on the queue", 90, 16);
        let field = Rect { height: 1, ..inner };
        line(frame, field, &self.editor, theme);
        let above = 2 + u16::from(self.as_of.is_some());
        let rows = Rect { y: inner.y + above, height: inner.height.saturating_sub(above), ..inner };
        if let Some(at) = self.as_of {
            let known = words::near(now, at);
            let words = format!("▲ Only what waits here, and what this console knew as of {known}.");
            draw::put(frame.buffer_mut(), inner, inner.x, inner.y + 1, &words, theme.style(Role::Notice));
        }
        if self.rows.is_empty() && !self.waits() && !self.editor.is_blank() {
            let none = match self.as_of {
                None => "Nothing found. People who are not on the queue are found by reference or number.",
                Some(_) => "Nothing found among them; the rest cannot be looked through now.",
            };
            draw::put(frame.buffer_mut(), rows, rows.x, rows.y, none, theme.style(Role::TextDim));
        }
        self.list.draw(frame.buffer_mut(), rows, theme, self.rows.len(), |at, _| {
            let row = &self.rows[at];
            let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
            let children: Vec<&str> = row.children.iter().filter_map(|child| child.called()).collect();
            // Whoever is on the line could be read out who rang about somebody else.
            let who = if cover::covers(heard, row.id) { DARK } else { row.who.as_str() };
            // What was promised may say it too.
            let stands = if self.as_of.is_some() && !heard.is_empty() { DARK } else { row.stands.as_str() };
            let words = format!(
                " {reference:<10} {who}  {}  – {} {}",
                children.join(", "),
                stands,
                words::near(now, row.since)
            );
            Line::from(draw::span(&words, theme.style(Role::Text)))
        });
    }
}

impl Over {
    /// Opens the search; gives what makes the desk ready for its first letter.
    pub(in crate::runtime::app) fn find() -> (Self, Request) {
        let find = Find {
            editor: Editor::line(),
            ticket: 0,
            answered: 0,
            rows: Vec::new(),
            as_of: None,
            list: List::default(),
        };
        (Self::Find(find), Request::Find { text: String::new(), ticket: 0 })
    }
}
