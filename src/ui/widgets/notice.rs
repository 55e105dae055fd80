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
        for (y, line) in
            (area.y..area.bottom()).zip(draw::wrapped(&self.text(), usize::from(area.width.max(1))))
        {
            draw::put(buf, area, area.x, y, &line, style);
        }
    }
}
