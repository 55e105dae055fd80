//! A list over a window of rows: the cursor stands on a thing, not on a line, so nothing moves from under it.

use std::cell::Cell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use crate::ui::draw;
use crate::ui::keymap::Action;
use crate::ui::theme::{Role, Theme};

/// What a key did to a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Nothing: the key is not a list's.
    No,
    /// The cursor moved.
    Moved,
    /// The cursor wanted to go above the window: fetch what comes before, if there is more.
    Above,
    /// The cursor wanted to go below the window: fetch what follows, if there is more.
    Below,
}

/// The cursor of a list, by the ids of its rows.
#[derive(Debug)]
pub struct List<K> {
    cursor: Option<K>,
    index: usize,
    // How it was drawn last. A cache.
    top: Cell<usize>,
    height: Cell<usize>,
}

impl<K> Default for List<K> {
    fn default() -> Self {
        Self { cursor: None, index: 0, top: Cell::new(0), height: Cell::new(10) }
    }
}

impl<K: Clone + PartialEq> List<K> {
    /// Gives the id under the cursor.
    pub fn cursor(&self) -> Option<&K> {
        self.cursor.as_ref()
    }

    /// Gives the line of the cursor in the window.
    pub fn index(&self) -> usize {
        self.index
    }

    /// Tells whether a line of the window is in view, of as many as there are and as high as it was drawn last.
    pub fn shows(&self, at: usize, len: usize) -> bool {
        let height = self.height.get();
        let top = self.top_of(len, height);
        (top..top + height).contains(&at)
    }

    fn top_of(&self, len: usize, height: usize) -> usize {
        let top = self.top.get().clamp((self.index + 1).saturating_sub(height), self.index);
        top.min(len.saturating_sub(height))
    }

    /// Puts the cursor on an id; the next `sync` finds its line.
    pub fn select(&mut self, id: K) {
        self.cursor = Some(id);
    }

    /// Takes up the window's rows as they are now: the cursor stays on its id, or else near where it was.
    pub fn sync(&mut self, ids: &[K]) {
        match self.cursor.as_ref().and_then(|id| ids.iter().position(|other| other == id)) {
            Some(at) => {
                // What came in above pushes the rows down; the one under the cursor stays on its line of the screen.
                self.top.set((self.top.get() + at).saturating_sub(self.index));
                self.index = at;
            }
            None => self.put(self.index, ids),
        }
    }

    /// Puts the cursor on an id that is held, and shows the beginning of the window with it where both have room.
    pub fn reveal(&mut self, id: &K, ids: &[K]) {
        if let Some(at) = ids.iter().position(|other| other == id) {
            self.put(at, ids);
            if at < self.height.get() {
                self.top.set(0);
            }
        }
    }

    /// Does what a key of a list does.
    pub fn act(&mut self, action: Action, ids: &[K]) -> Step {
        let last = ids.len().saturating_sub(1);
        let page = self.height.get().saturating_sub(1).max(1);
        let to = match action {
            Action::Up | Action::PageUp if self.index == 0 => return Step::Above,
            Action::Down | Action::PageDown if self.index >= last => return Step::Below,
            Action::Up => self.index - 1,
            Action::Down => self.index + 1,
            Action::PageUp => self.index.saturating_sub(page),
            Action::PageDown => (self.index + page).min(last),
            Action::First => 0,
            Action::Last => last,
            _ => return Step::No,
        };
        self.put(to, ids);
        Step::Moved
    }

    /// Finds the line of the window that was clicked, and puts the cursor there.
    pub fn click(&mut self, area: Rect, at: Position, ids: &[K]) -> bool {
        let line = self.top.get() + usize::from(at.y.saturating_sub(area.y));
        let hit = area.contains(at) && line < ids.len();
        if hit {
            self.put(line, ids);
        }
        hit
    }

    /// Draws `len` rows as far as they are in view; `row` gives a line by its place, and is told whether the cursor is on it.
    pub fn draw<'r>(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: &Theme,
        len: usize,
        mut row: impl FnMut(usize, bool) -> Line<'r>,
    ) {
        self.draw_with(buf, area, theme, len, |buf, place, at, here| {
            buf.set_line(place.x, place.y, &row(at, here), place.width);
        });
    }

    /// Draws `len` rows as far as they are in view; `row` draws one into its line by its place.
    pub fn draw_with(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: &Theme,
        len: usize,
        mut row: impl FnMut(&mut Buffer, Rect, usize, bool),
    ) {
        let height = usize::from(area.height);
        if height == 0 {
            return;
        }
        self.height.set(height);
        let top = self.top_of(len, height);
        self.top.set(top);
        for (y, at) in (area.y..area.bottom()).zip(top..len) {
            let here = at == self.index && self.cursor.is_some();
            let place = Rect { y, height: 1, ..area };
            draw::lay(buf, place, theme.style(if here { Role::RowCursor } else { Role::Row }));
            row(buf, place, at, here);
            if here {
                // The cursor is seen over whatever colours the row brought.
                let style = theme.style(Role::RowCursor);
                let ground = ratatui::style::Style {
                    bg: style.bg,
                    add_modifier: style.add_modifier,
                    ..Default::default()
                };
                draw::lay(buf, place, ground);
            }
        }
        edges(buf, area, theme, top > 0, top + height < len);
    }

    fn put(&mut self, at: usize, ids: &[K]) {
        self.index = at.min(ids.len().saturating_sub(1));
        self.cursor = ids.get(self.index).cloned();
    }
}

/// Says at the right edge that there is more above or below.
pub fn edges(buf: &mut Buffer, area: Rect, theme: &Theme, above: bool, below: bool) {
    if area.is_empty() {
        return;
    }
    let (x, last) = (area.right() - 1, area.bottom() - 1);
    let style = theme.style(Role::TextStrong);
    let mut put = |y: u16, sign: &str| {
        // The sign takes a column of what stands there: where that was its last, it is marked as cut before the sign.
        let edge = |x: u16| buf.cell((x, y)).is_some_and(|cell| cell.symbol() != " ");
        if x > area.x && edge(x) && edge(x - 1) {
            let before = buf.cell((x - 1, y)).map(ratatui::buffer::Cell::style).unwrap_or_default();
            draw::put(buf, area, x - 1, y, "…", before);
        }
        draw::put(buf, area, x, y, sign, style);
    };
    if above && below && area.height == 1 {
        return put(last, "↕");
    }
    if above {
        put(area.y, "▲");
    }
    if below {
        put(last, "▼");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_on_the_thing() {
        let mut list = List::default();
        list.sync(&[1, 2, 3]);
        assert_eq!(list.cursor(), Some(&1));
        assert_eq!(list.act(Action::Down, &[1, 2, 3]), Step::Moved);
        list.sync(&[9, 8, 1, 2, 3]);
        assert_eq!((list.cursor(), list.index()), (Some(&2), 3));
        list.sync(&[9, 8, 1, 3]);
        assert_eq!((list.cursor(), list.index()), (Some(&3), 3));
        assert_eq!(list.act(Action::Down, &[9, 8, 1, 3]), Step::Below);
        list.sync(&[]);
        assert_eq!((list.cursor(), list.index()), (None, 0));
        assert_eq!(list.act(Action::Up, &[]), Step::Above);
    }

    #[test]
    fn what_comes_in_above_does_not_move_the_row_on_the_screen() {
        let mut list = List::default();
        let area = Rect::new(0, 0, 4, 3);
        let mut buf = Buffer::empty(area);
        let ids: Vec<u32> = (10..20).collect();
        list.sync(&ids);
        list.act(Action::Last, &ids);
        let mut line_of = |list: &List<u32>, ids: &[u32]| {
            list.draw(&mut buf, area, &Theme::plain(), ids.len(), |at, _| Line::raw(ids[at].to_string()));
            (0..3).find(|y| buf[(0, *y)].symbol() == "1" && buf[(1, *y)].symbol() == "8")
        };
        line_of(&list, &ids);
        list.act(Action::Up, &ids);
        assert_eq!(line_of(&list, &ids), Some(1));
        let more: Vec<u32> = (5..20).collect();
        list.sync(&more);
        assert_eq!(line_of(&list, &more), Some(1));
    }

    #[test]
    fn rows_out_of_sight_are_told_at_the_edge() {
        let mut list = List::default();
        let area = Rect::new(0, 0, 6, 3);
        let mut buf = Buffer::empty(area);
        let ids: Vec<u32> = (10..16).collect();
        let mut edge = |list: &List<u32>| {
            buf.reset();
            list.draw(&mut buf, area, &Theme::plain(), ids.len(), |at, _| Line::raw(ids[at].to_string()));
            [0, 2].map(|y| buf[(5, y)].symbol().to_owned())
        };
        list.sync(&ids);
        assert_eq!(edge(&list), [" ", "▼"]);
        list.act(Action::Down, &ids);
        list.act(Action::PageDown, &ids);
        assert_eq!(edge(&list), ["▲", "▼"]);
        list.act(Action::Last, &ids);
        assert_eq!(edge(&list), ["▲", " "]);
    }

    #[test]
    fn what_is_gone_back_to_hides_nothing_that_stands_before_it() {
        let mut list = List::default();
        let area = Rect::new(0, 0, 4, 5);
        let mut buf = Buffer::empty(area);
        let ids: Vec<u32> = (10..30).collect();
        let mut first = |list: &List<u32>| {
            list.draw(&mut buf, area, &Theme::plain(), ids.len(), |at, _| Line::raw(ids[at].to_string()));
            format!("{}{}", buf[(0, 0)].symbol(), buf[(1, 0)].symbol())
        };
        list.sync(&ids);
        assert_eq!(first(&list), "10");
        list.reveal(&13, &ids);
        assert_eq!((first(&list).as_str(), list.cursor()), ("10", Some(&13)));
        list.reveal(&25, &ids);
        assert_eq!((first(&list).as_str(), list.cursor()), ("21", Some(&25)));
        list.reveal(&99, &ids);
        assert_eq!(list.cursor(), Some(&25));
    }
}
