//! Everything that can be done, found by typing some of its letters.

use std::cmp::Reverse;

use crossterm::event::KeyEvent;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::confirm::boxed;
use super::editor::{Edited, Editor, Look};
use crate::ui::draw;
use crate::ui::keymap::{self, Action, Context, stacks};
use crate::ui::theme::{Role, Theme};

/// One thing to choose, beyond the keymap's actions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry<T> {
    /// What it stands for.
    pub is: T,
    /// Its words.
    pub words: String,
    /// What stands at its right.
    pub beside: String,
}

/// What came of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PaletteEvent<T> {
    /// Nothing yet.
    Waiting,
    /// An action of the keymap was chosen.
    Action(Action),
    /// One of the caller's entries was chosen.
    Entry(T),
    /// It was left without a choice.
    Closed,
}

#[derive(Clone, Debug)]
enum Is<T> {
    Action(Action),
    Entry(T),
}

/// The palette.
pub struct Palette<T> {
    title: String,
    query: Editor,
    all: Vec<Entry<Is<T>>>,
    found: Vec<usize>,
    at: usize,
    matcher: SkimMatcherV2,
}

impl<T: Clone> Palette<T> {
    /// Makes a palette of what the contexts can do, and of the caller's entries, which come first.
    pub fn new(title: impl Into<String>, contexts: &[Context], entries: Vec<Entry<T>>) -> Self {
        let mut all: Vec<Entry<Is<T>>> = entries
            .into_iter()
            .map(|entry| Entry { is: Is::Entry(entry.is), words: entry.words, beside: entry.beside })
            .collect();
        let named = contexts
            .iter()
            .filter(|context| !matches!(context, Context::Edit | Context::Form | Context::Dialog));
        for binding in named.flat_map(|context| keymap::bindings(*context)) {
            let moves = matches!(
                binding.action,
                Action::Up
                    | Action::Down
                    | Action::PageUp
                    | Action::PageDown
                    | Action::First
                    | Action::Last
                    | Action::Lane
                    | Action::OpenCard
                    | Action::Back
                    | Action::Palette
                    | Action::NextField
                    | Action::PreviousField
            );
            let known =
                all.iter().any(|entry| matches!(entry.is, Is::Action(action) if action == binding.action));
            if !moves && !known {
                all.push(Entry {
                    is: Is::Action(binding.action),
                    words: binding.words.to_owned(),
                    beside: binding.keys.first(),
                });
            }
        }
        if contexts.contains(&Context::Form) {
            let save = keymap::keys_of(contexts, Action::Save);
            all.push(Entry {
                is: Is::Action(Action::Save),
                words: "save, or do, what the form says".to_owned(),
                beside: save,
            });
        }
        let found = (0..all.len()).collect();
        let matcher = SkimMatcherV2::default().ignore_case();
        Self { title: title.into(), query: Editor::line(), all, found, at: 0, matcher }
    }

    /// Gives what was typed.
    pub fn query(&self) -> &str {
        self.query.text()
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent) -> PaletteEvent<T> {
        let last = self.found.len().saturating_sub(1);
        match keymap::action(stacks::DIALOG, key) {
            Some(Action::Back | Action::Palette) => return PaletteEvent::Closed,
            Some(action @ (Action::Urgent | Action::Lock | Action::Quit)) => {
                return PaletteEvent::Action(action);
            }
            Some(Action::Choose) => return self.choose(),
            Some(Action::Up) => self.at = self.at.saturating_sub(1),
            Some(Action::Down) => self.at = (self.at + 1).min(last),
            Some(Action::PageUp) => self.at = self.at.saturating_sub(8),
            Some(Action::PageDown) => self.at = (self.at + 8).min(last),
            _ => {
                if self.query.key(key) == Edited::Changed {
                    self.search();
                }
            }
        }
        PaletteEvent::Waiting
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) {
        self.query.paste(text);
        self.search();
    }

    /// Draws it in the middle of the area.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let height = u16::try_from(self.all.len() + 2).unwrap_or(u16::MAX).min(18);
        let inner = boxed(frame, area, theme, &self.title, 72.min(area.width.saturating_sub(2)), height);
        if inner.is_empty() {
            return;
        }
        let field = Rect { height: 1, ..inner };
        let list = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
        self.query.draw(
            frame.buffer_mut(),
            field,
            theme,
            Look { focused: true, ghost: "type some of its letters", ..Look::default() },
        );
        if let Some(at) = self.query.cursor_screen_position(field) {
            frame.set_cursor_position(at);
        }
        let buf = frame.buffer_mut();
        if self.found.is_empty() {
            draw::put(
                buf,
                list,
                list.x,
                list.y,
                "Nothing like that. Take letters away, or Esc.",
                theme.style(Role::TextDim),
            );
        }
        let top = (self.at + 1).saturating_sub(usize::from(list.height));
        for (y, (place, &at)) in (list.y..list.bottom()).zip(self.found.iter().enumerate().skip(top)) {
            let entry = &self.all[at];
            let here = place == self.at;
            let row = Rect { y, height: 1, ..list };
            let style = theme.style(if here { Role::RowCursor } else { Role::Row });
            draw::lay(buf, row, style);
            draw::put(buf, row, row.x, y, if here { "▸" } else { " " }, style);
            let beside = u16::try_from(draw::width(&entry.beside)).unwrap_or(0).min(row.width / 2);
            let words = Rect { width: row.width - beside - 1, ..row };
            draw::put(buf, words, row.x + 2, y, &entry.words, style);
            let role = if here { Role::RowCursor } else { Role::HintKey };
            draw::put(buf, row, row.right() - beside, y, &entry.beside, theme.style(role));
        }
    }

    fn choose(&self) -> PaletteEvent<T> {
        match self.found.get(self.at).map(|&at| &self.all[at].is) {
            Some(Is::Action(action)) => PaletteEvent::Action(*action),
            Some(Is::Entry(entry)) => PaletteEvent::Entry(entry.clone()),
            None => PaletteEvent::Waiting,
        }
    }

    fn search(&mut self) {
        let query = self.query.text().trim();
        let mut found: Vec<(Reverse<i64>, usize)> = (0..self.all.len())
            .filter_map(|at| {
                self.matcher.fuzzy_match(&self.all[at].words, query).map(|score| (Reverse(score), at))
            })
            .collect();
        found.sort_unstable();
        self.found = found.into_iter().map(|(_, at)| at).collect();
        self.at = 0;
    }
}

#[cfg(test)]
mod tests {
    use crossterm::event::KeyCode;

    use super::*;

    #[test]
    fn a_few_letters_find_it() {
        let entries = vec![Entry { is: 7, words: "C-1841 police".into(), beside: String::new() }];
        let mut palette = Palette::new("Do", stacks::CALL_FORM, entries);
        for c in "line drop".chars() {
            assert_eq!(palette.key(KeyEvent::from(KeyCode::Char(c))), PaletteEvent::Waiting);
        }
        assert_eq!(palette.key(KeyEvent::from(KeyCode::Enter)), PaletteEvent::Action(Action::LineDropped));
        palette.query.take();
        palette.paste("1841");
        assert_eq!(palette.key(KeyEvent::from(KeyCode::Enter)), PaletteEvent::Entry(7));
        assert_eq!(palette.key(KeyEvent::from(KeyCode::Esc)), PaletteEvent::Closed);
    }
}
