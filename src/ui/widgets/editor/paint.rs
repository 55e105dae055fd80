//! Drawing an editor.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use super::wrap::grapheme_end;
use super::{Editor, Sort};
use crate::ui::draw;
use crate::ui::theme::{Role, Theme};

/// How an editor is drawn.
#[derive(Clone, Copy, Default, Debug)]
pub struct Look<'a> {
    /// Whether it has the keys.
    pub focused: bool,
    /// What stands in it while nothing is written; it is never an answer.
    pub ghost: &'a str,
    /// Another role than the usual one for its text, as for a child's own words.
    pub role: Option<Role>,
    /// Whether it shows its beginning, wherever the cursor is: it is looked at, and not written in.
    pub begins: bool,
}

impl Editor {
    /// Draws it into the area, as far down that the cursor is in view.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme, look: Look<'_>) {
        if area.is_empty() {
            return;
        }
        let role = look.role.unwrap_or(if look.focused { Role::InputFocus } else { Role::Input });
        let mut style = theme.style(role);
        if look.focused {
            let field = theme.style(Role::InputFocus);
            style.bg = style.bg.or(field.bg);
            draw::lay(buf, area, field);
        }
        self.wrap.borrow_mut().begins = look.begins;
        let (first, row, last) = self.view(area);
        if self.text.is_empty() {
            draw::put(buf, area, area.x, area.y, look.ghost, style.patch(theme.style(Role::InputGhost)));
        }
        let wrap = self.wrap.borrow();
        for (y, shown) in (area.y..area.bottom()).zip(first..last) {
            let (start, end) = wrap.bounds(shown, self.text.len());
            let text = &self.text[start..end];
            self.draw_row(buf, Rect { y, height: 1, ..area }, text.strip_suffix('\n').unwrap_or(text), style);
        }
        // What is longer than its field says so; of one line that is written in, on which side there is more.
        if look.begins && last < wrap.rows() {
            let style = style.patch(theme.style(Role::TextStrong));
            draw::put(buf, area, area.right() - 1, area.bottom() - 1, "…", style);
        } else if area.height == 1 && wrap.rows() > 1 && area.width > 2 {
            let more = match row {
                0 => "›",
                row if row + 1 == wrap.rows() => "‹",
                _ => "↔",
            };
            draw::put(buf, area, area.right() - 1, area.y, more, style.patch(theme.style(Role::TextDim)));
        }
    }

    /// Tells whether there is more above and below of what is drawn into the area.
    pub fn has_more(&self, area: Rect) -> (bool, bool) {
        if area.is_empty() {
            return (false, !self.text.is_empty());
        }
        let (first, _, last) = self.view(area);
        (first > 0, last < self.wrap.borrow().rows())
    }

    /// Finds the cell of the cursor when it is drawn into the area.
    pub fn cursor_screen_position(&self, area: Rect) -> Option<Position> {
        if area.is_empty() {
            return None;
        }
        let (first, row, _) = self.view(area);
        let column = self.wrap.borrow().column(&self.text, row, self.cursor);
        let x = area.x + u16::try_from(column).unwrap_or(u16::MAX).min(area.width - 1);
        Some(Position::new(x, area.y + u16::try_from(row - first).unwrap_or(0)))
    }

    /// Puts the cursor where the area was clicked.
    pub fn click(&mut self, area: Rect, at: Position) {
        if !area.contains(at) {
            return;
        }
        let (first, _, last) = self.view(area);
        let row = (first + usize::from(at.y - area.y)).min(last - 1);
        let to = self.wrap.borrow().at_column(&self.text, row, usize::from(at.x - area.x));
        self.go(to);
    }

    /// Gives the first row in view, the cursor's, and the one after the last in view.
    fn view(&self, area: Rect) -> (usize, usize, usize) {
        let mut wrap = self.wrap.borrow_mut();
        let height = usize::from(area.height);
        // The last column is kept for the cursor and for the sign that there is more.
        wrap.fit(&self.text, self.sort == Sort::Secret, usize::from(area.width.saturating_sub(1).max(1)));
        wrap.height = height;
        let row = if wrap.begins { 0 } else { wrap.row_of(self.cursor) };
        let lowest = wrap.rows().saturating_sub(height);
        wrap.top = wrap.top.clamp((row + 1).saturating_sub(height), row).min(lowest);
        (wrap.top, row, (wrap.top + height).min(wrap.rows()))
    }

    fn draw_row(&self, buf: &mut Buffer, area: Rect, text: &str, style: Style) {
        if self.sort == Sort::Secret {
            draw::put(buf, area, area.x, area.y, &"•".repeat(self.dots(text.len())), style);
            return;
        }
        let mut x = area.x;
        let mut at = 0;
        while at < text.len() && x < area.right() {
            let end = grapheme_end(text, at);
            x += draw::put(buf, area, x, area.y, &text[at..end], style);
            at = end;
        }
    }
}
