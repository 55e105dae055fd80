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

/// The search: what is typed, and what was found for it.
pub(in crate::runtime::app) struct Find {
    editor: Editor,
    /// What was asked last, and what was answered last.
    ticket: u64,
    answered: u64,
    rows: Vec<Row>,
    list: List<Uuid>,
}

impl Find {
    /// Takes up what was found, and tells whether it did; an answer to an older text is dropped.
    pub(in crate::runtime::app) fn told(&mut self, ticket: u64, rows: Vec<Row>) -> bool {
        let is_newest = ticket == self.ticket;
        if is_newest {
            let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
            self.rows = rows;
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
        let rows = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
        if self.rows.is_empty() && !self.waits() && !self.editor.is_blank() {
            let none = "Nothing found. People who are not on the queue are found by reference or number.";
            draw::put(frame.buffer_mut(), rows, rows.x, rows.y, none, theme.style(Role::TextDim));
        }
        self.list.draw(frame.buffer_mut(), rows, theme, self.rows.len(), |at, _| {
            let row = &self.rows[at];
            let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
            let children: Vec<&str> = row.children.iter().filter_map(|child| child.called()).collect();
            // Whoever is on the line could be read out who rang about somebody else.
            let who = if cover::covers(heard, row.id) { "▒▒▒" } else { row.who.as_str() };
            let words = format!(
                " {reference:<10} {who}  {}  – {} {}",
                children.join(", "),
                row.stands,
                words::near(now, row.since)
            );
            Line::from(draw::span(&words, theme.style(Role::Text)))
        });
    }
}

impl Over {
    /// Opens the search; gives what makes the desk ready for its first letter.
    pub(in crate::runtime::app) fn find() -> (Self, Request) {
        let find =
            Find { editor: Editor::line(), ticket: 0, answered: 0, rows: Vec::new(), list: List::default() };
        (Self::Find(find), Request::Find { text: String::new(), ticket: 0 })
    }
}
