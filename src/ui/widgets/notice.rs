//! One line that says what happened and what to do next: never the one without the other.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::draw;
use crate::ui::theme::{Role, Theme};

/// What happened, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    happened: String,
    to_do: String,
    role: Role,
}

impl Notice {
    /// Says that something went well.
    pub fn done(happened: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { happened: happened.into(), to_do: to_do.into(), role: Role::Ok }
    }

    /// Says something that wants to be known.
    pub fn know(happened: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { happened: happened.into(), to_do: to_do.into(), role: Role::Notice }
    }

    /// Says that something was refused or went wrong.
    pub fn wrong(happened: impl Into<String>, to_do: impl Into<String>) -> Self {
        Self { happened: happened.into(), to_do: to_do.into(), role: Role::Error }
    }

    /// Gives the whole as one line, symbol first.
    pub fn text(&self) -> String {
        let sign = match self.role {
            Role::Ok => '✓',
            Role::Error => '✗',
            _ => '▲',
        };
        format!(" {sign} {} {}", self.happened, self.to_do)
    }

    /// Counts the lines that it takes at a width.
    pub fn height(&self, width: u16) -> u16 {
        let lines = draw::wrapped(&self.text(), usize::from(width.max(1))).len();
        u16::try_from(lines).unwrap_or(u16::MAX)
    }

    /// Draws it.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) {
        let style = theme.style(self.role);
        draw::lay(buf, area, style);
        let mut lines = draw::wrapped(&self.text(), usize::from(area.width.max(1)));
        if lines.len() > usize::from(area.height) {
            lines.truncate(usize::from(area.height));
            if let Some(last) = lines.last_mut() {
                // What is cut is marked, also where its last line has no room for a sign.
                let room = usize::from(area.width.saturating_sub(1));
                *last = format!("{}…", draw::clip(last, room).trim_end_matches('…'));
            }
        }
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            draw::put(buf, area, area.x, y, &line, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_marked_as_cut() {
        let area = Rect { x: 0, y: 0, width: 20, height: 2 };
        let drawn = |words: &str| {
            let mut buf = Buffer::empty(area);
            Notice::wrong(words, "").draw(&mut buf, area, &Theme::plain());
            buf.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
        };
        let cut = drawn("one two three four five six seven eight nine ten");
        assert!(cut.trim_end().ends_with('…'), "{cut}");
        assert!(drawn("a whole line of twenty and then more, and more").trim_end().ends_with('…'));
        assert!(!drawn("one two").contains('…'));
    }
}
