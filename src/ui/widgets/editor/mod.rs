//! A text that is being written: one line or many, wrapped softly by what is seen, quick also in a very long text.
//!
//! What was typed or pasted is kept as it came, control characters included; it is made safe where it is drawn.

mod history;
mod paint;
mod wrap;

use std::cell::RefCell;

use crossterm::event::KeyEvent;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};
use zeroize::Zeroize;

use self::history::{Change, History};
pub use self::paint::Look;
use self::wrap::Wrap;
use crate::ui::keymap::{self, Action, Chord, Context};

/// What an editor did with a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Edited {
    /// The key was not for it.
    No,
    /// Only the cursor moved.
    Moved,
    /// The text changed.
    Changed,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sort {
    Line,
    Text,
    Secret,
}

/// A text and a cursor in it.
#[derive(Debug)]
pub struct Editor {
    text: String,
    cursor: usize,
    sort: Sort,
    goal: Option<usize>,
    dirty: bool,
    history: History,
    // How it was drawn last. A cache: what is true does not depend on it.
    wrap: RefCell<Wrap>,
}

impl Editor {
    /// Makes an empty editor of one line: a line break in a paste becomes a space.
    pub fn line() -> Self {
        Self::of(Sort::Line)
    }

    /// Makes an empty editor of any number of lines.
    pub fn text_area() -> Self {
        Self::of(Sort::Text)
    }

    /// Makes an empty editor of one line that shows dots, and forgets its text thoroughly.
    pub fn secret() -> Self {
        Self::of(Sort::Secret)
    }

    fn of(sort: Sort) -> Self {
        Self {
            text: String::new(),
            cursor: 0,
            sort,
            goal: None,
            dirty: false,
            history: History::default(),
            wrap: RefCell::default(),
        }
    }

    /// Gives the text, raw.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Tells whether nothing but space is in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Counts the words; looks at the whole text.
    pub fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }

    /// Tells whether the text changed since it was set or marked clean.
    pub fn dirty(&self) -> bool {
        self.dirty
    }

    /// Takes the text as it stands for saved.
    pub fn mark_clean(&mut self) {
        self.dirty = false;
    }

    /// Gives the cursor, in bytes of the text.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor at the nearest place at or before `at` bytes.
    pub fn set_cursor(&mut self, at: usize) {
        let at = self.text.floor_char_boundary(at.min(self.text.len()));
        let mut probe = GraphemeCursor::new(at, self.text.len(), true);
        self.cursor = if probe.is_boundary(&self.text, 0).unwrap_or(true) { at } else { self.before(at) };
        self.goal = None;
    }

    /// Replaces everything, clean and with nothing to undo; the cursor goes to the end.
    pub fn set(&mut self, text: impl Into<String>) {
        self.forget();
        self.text = text.into();
        self.cursor = self.text.len();
        self.dirty = false;
    }

    /// Takes the text out and leaves the editor empty and clean.
    pub fn take(&mut self) -> String {
        let text = std::mem::take(&mut self.text);
        self.forget();
        text
    }

    /// Counts the rows that it takes in an area of a width, in columns; of the very width that it is drawn in, or a long
    /// text is broken twice for each frame.
    pub fn rows(&self, width: u16) -> usize {
        let width = usize::from(width.saturating_sub(1).max(1));
        self.wrap.borrow_mut().fit(&self.text, self.sort == Sort::Secret, width).rows()
    }

    /// Takes everything away; undo brings it back.
    pub fn clear(&mut self) -> Edited {
        self.cut(0, self.text.len())
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> Edited {
        if let Some(c) = Chord::of(key).typed() {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        match keymap::action(&[Context::Edit], key) {
            Some(action) => self.act(action),
            None => Edited::No,
        }
    }

    /// Takes a paste. Terminals send a line break as a carriage return; everything else goes in as it came.
    pub fn paste(&mut self, text: &str) -> Edited {
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.to_owned()
        };
        self.insert(&text)
    }

    /// Inserts at the cursor.
    pub fn insert(&mut self, text: &str) -> Edited {
        if text.is_empty() {
            return Edited::Moved;
        }
        if self.sort != Sort::Text && text.contains('\n') {
            self.replace(
                self.cursor,
                self.cursor,
                &text.replace('\n', if self.sort == Sort::Secret { "" } else { " " }),
            );
        } else {
            self.replace(self.cursor, self.cursor, text);
        }
        Edited::Changed
    }

    /// Does what a key of a text does.
    pub fn act(&mut self, action: Action) -> Edited {
        let many = self.sort == Sort::Text;
        match action {
            Action::NewLine if many => return self.insert("\n"),
            Action::Up | Action::PageUp if many => return self.step_rows(action, false),
            Action::Down | Action::PageDown if many => return self.step_rows(action, true),
            Action::Left => self.go(self.before(self.cursor)),
            Action::Right => self.go(self.after(self.cursor)),
            Action::WordLeft => self.go(self.word_before()),
            Action::WordRight => self.go(self.word_after()),
            Action::LineStart => self.go(self.row_bounds().0),
            Action::LineEnd => self.go(self.row_bounds().1),
            Action::TextStart => self.go(0),
            Action::TextEnd => self.go(self.text.len()),
            Action::Backspace => return self.cut(self.before(self.cursor), self.cursor),
            Action::Delete => return self.cut(self.cursor, self.after(self.cursor)),
            Action::DeleteWord => return self.cut(self.word_before(), self.cursor),
            Action::DeleteLine => return self.delete_line(),
            Action::Undo => return self.turn_back(),
            Action::Redo => return self.turn_forward(),
            _ => return Edited::No,
        }
        Edited::Moved
    }

    fn go(&mut self, to: usize) {
        self.cursor = to;
        self.goal = None;
        self.history.pause();
    }

    fn before(&self, at: usize) -> usize {
        GraphemeCursor::new(at, self.text.len(), true)
            .prev_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(0)
    }

    fn after(&self, at: usize) -> usize {
        GraphemeCursor::new(at, self.text.len(), true)
            .next_boundary(&self.text, 0)
            .ok()
            .flatten()
            .unwrap_or(self.text.len())
    }

    fn word_before(&self) -> usize {
        let left = self.text[..self.cursor].trim_end();
        left.char_indices().rev().find(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
    }

    fn word_after(&self) -> usize {
        let right = &self.text[self.cursor..];
        let skipped = right.len() - right.trim_start().len();
        right[skipped..].find(char::is_whitespace).map_or(self.text.len(), |at| self.cursor + skipped + at)
    }

    /// Finds start and end of the visual row that the cursor is on; a row that is broken softly ends before its last grapheme.
    fn row_bounds(&self) -> (usize, usize) {
        let wrap = self.wrap.borrow();
        if self.sort != Sort::Text || !wrap.is_fit() {
            let start = self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1);
            let end = self.text[self.cursor..].find('\n').map_or(self.text.len(), |at| self.cursor + at);
            return (start, end);
        }
        let row = wrap.row_of(self.cursor);
        let (start, end) = wrap.bounds(row, self.text.len());
        let last = row + 1 == wrap.rows();
        (start, if last { end } else { self.before(end) })
    }

    /// Turns a text that is read by as much as is seen of it, the cursor with it.
    pub fn turn(&mut self, down: bool) -> Edited {
        let mut wrap = self.wrap.borrow_mut();
        wrap.fit_again(&self.text);
        let (height, last) = (wrap.height.max(1), wrap.rows() - 1);
        let by = height.saturating_sub(1).max(1);
        let to = if down { (wrap.top + by + height - 1).min(last) } else { wrap.top.saturating_sub(by) };
        if to == wrap.row_of(self.cursor) {
            return Edited::No;
        }
        let (start, _) = wrap.bounds(to, self.text.len());
        drop(wrap);
        self.go(start);
        Edited::Moved
    }

    fn step_rows(&mut self, action: Action, down: bool) -> Edited {
        let mut wrap = self.wrap.borrow_mut();
        let page = wrap.page();
        wrap.fit_again(&self.text);
        let row = wrap.row_of(self.cursor);
        let goal = self.goal.unwrap_or_else(|| wrap.column(&self.text, row, self.cursor));
        let by = if matches!(action, Action::PageUp | Action::PageDown) { page } else { 1 };
        let last = wrap.rows() - 1;
        let to = if down { row.saturating_add(by).min(last) } else { row.saturating_sub(by) };
        if to == row {
            // At the edge the key is free for whoever holds this editor.
            return Edited::No;
        }
        let (start, end) = wrap.bounds(to, self.text.len());
        let mut at = wrap.at_column(&self.text, to, goal);
        drop(wrap);
        if at == end && to != last {
            at = self.before(end).max(start);
        }
        self.cursor = at;
        self.goal = Some(goal);
        self.history.pause();
        Edited::Moved
    }

    fn delete_line(&mut self) -> Edited {
        let start = self.text[..self.cursor].rfind('\n').map_or(0, |at| at + 1);
        self.cut(start, self.cursor)
    }

    fn cut(&mut self, from: usize, to: usize) -> Edited {
        if from == to {
            return Edited::Moved;
        }
        self.replace(from, to, "");
        Edited::Changed
    }

    fn replace(&mut self, from: usize, to: usize, with: &str) {
        if self.sort != Sort::Secret {
            self.history.note(&Change {
                at: from,
                removed: self.text[from..to].to_owned(),
                inserted: with.to_owned(),
                cursor: self.cursor,
            });
        }
        self.swap(from, to, with);
    }

    fn swap(&mut self, from: usize, to: usize, with: &str) {
        self.text.replace_range(from..to, with);
        self.cursor = from + with.len();
        self.goal = None;
        self.dirty = true;
        self.wrap.get_mut().edited(&self.text, from, to - from, with.len());
        // What was inserted may have joined with what follows; the cursor never stands inside a grapheme.
        let mut probe = GraphemeCursor::new(self.cursor, self.text.len(), true);
        if !probe.is_boundary(&self.text, 0).unwrap_or(true) {
            self.cursor = self.after(self.cursor);
        }
    }

    fn turn_back(&mut self) -> Edited {
        let Some(change) = self.history.undo() else { return Edited::Moved };
        self.swap(change.at, change.at + change.inserted.len(), &change.removed);
        self.set_cursor(change.cursor);
        Edited::Changed
    }

    fn turn_forward(&mut self) -> Edited {
        let Some(change) = self.history.redo() else { return Edited::Moved };
        self.swap(change.at, change.at + change.removed.len(), &change.inserted);
        Edited::Changed
    }

    fn forget(&mut self) {
        if self.sort == Sort::Secret {
            self.text.zeroize();
        }
        self.text.clear();
        self.cursor = 0;
        self.goal = None;
        self.dirty = false;
        self.history = History::default();
        self.wrap.get_mut().forget();
    }

    /// Counts what is seen of a secret.
    fn dots(&self, upto: usize) -> usize {
        self.text[..upto].graphemes(true).count()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        if self.sort == Sort::Secret {
            self.text.zeroize();
        }
    }
}

#[cfg(test)]
mod tests;
