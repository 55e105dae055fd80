//! The header line: what is always told, and what gives way first where there is no room.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::ui::draw;
use crate::ui::theme::{Role, Theme};

/// One thing that the header tells.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The words.
    pub words: String,
    /// Shorter words, for a narrower screen, the longest first; after the last it goes altogether.
    pub shorter: Vec<String>,
    /// How it looks.
    pub role: Role,
    /// The larger, the longer it stays.
    pub keep: u8,
}

impl Part {
    /// Makes a part that has no shorter words.
    pub fn new(words: impl Into<String>, role: Role, keep: u8) -> Self {
        Self { words: words.into(), shorter: Vec::new(), role, keep }
    }

    /// Gives it shorter words than it has.
    #[must_use]
    pub fn or(mut self, shorter: impl Into<String>) -> Self {
        self.shorter.push(shorter.into());
        self
    }
}

/// The header: parts at the left, and parts at the right.
#[derive(Clone, Default, Debug)]
pub struct Header {
    /// From the left edge.
    pub left: Vec<Part>,
    /// Up to the right edge.
    pub right: Vec<Part>,
}

impl Header {
    const GAP: usize = 2;

    /// Draws the line.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) {
        let area = Rect { height: area.height.min(1), ..area };
        buf.set_style(area, theme.style(Role::Header));
        let mut parts: Vec<(&Part, &str)> =
            self.left.iter().chain(&self.right).map(|part| (part, part.words.as_str())).collect();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|&at| parts[at].0.keep);
        // First everything that can be said shorter is, the least wanted first; only then parts go.
        for shorten in [true, false] {
            for &at in &order {
                let shorter = parts[at].0.shorter.iter().map(String::as_str).filter(|_| shorten);
                for words in shorter.chain((!shorten).then_some("")) {
                    if Self::width(&parts) <= usize::from(area.width) {
                        break;
                    }
                    parts[at].1 = words;
                }
            }
        }
        let (left, right) = parts.split_at(self.left.len());
        let gap = u16::try_from(Self::GAP).unwrap_or(0);
        let put = |buf: &mut Buffer, mut x: u16, parts: &[(&Part, &str)]| {
            for (part, words) in parts.iter().filter(|(_, words)| !words.is_empty()) {
                let style = theme.style(Role::Header).patch(theme.style(part.role));
                x += draw::put(buf, area, x, area.y, words, style) + gap;
            }
        };
        put(buf, area.x, left);
        let width = u16::try_from(Self::width(right)).unwrap_or(area.width).min(area.width);
        put(buf, area.right() - width, right);
    }

    fn width(parts: &[(&Part, &str)]) -> usize {
        let shown = parts.iter().filter(|(_, words)| !words.is_empty());
        shown.map(|(_, words)| draw::width(words) + Self::GAP).sum::<usize>().saturating_sub(Self::GAP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_most_stays() {
        let header = Header {
            left: vec![Part::new(" FRONT DOOR until 17:00 ", Role::ModeFrontDoor, 9).or(" FRONT DOOR ")],
            right: vec![Part::new("authoriser: R. Shah", Role::Text, 5), Part::new("saved", Role::Ok, 8)],
        };
        let text = |width| {
            let area = Rect::new(0, 0, width, 1);
            let mut buf = Buffer::empty(area);
            header.draw(&mut buf, area, &Theme::plain());
            (0..width).map(|x| buf[(x, 0)].symbol()).collect::<String>()
        };
        assert_eq!(text(60), " FRONT DOOR until 17:00           authoriser: R. Shah  saved");
        assert_eq!(text(41), " FRONT DOOR    authoriser: R. Shah  saved");
        assert_eq!(text(20), " FRONT DOOR    saved");

        let who =
            Part::new("authoriser: R. Shah (CRS manager)", Role::Text, 5).or("auth R. Shah").or("auth RS");
        let header = Header { left: vec![], right: vec![who] };
        let text = |width| {
            let area = Rect::new(0, 0, width, 1);
            let mut buf = Buffer::empty(area);
            header.draw(&mut buf, area, &Theme::plain());
            (0..width).map(|x| buf[(x, 0)].symbol()).collect::<String>().trim().to_owned()
        };
        let told = [33, 32, 12, 11, 7, 6].map(text);
        let wanted =
            ["authoriser: R. Shah (CRS manager)", "auth R. Shah", "auth R. Shah", "auth RS", "auth RS", ""];
        assert_eq!(told, wanted);
    }
}
