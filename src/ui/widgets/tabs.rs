//! The lanes over a list: a digit, a word and a count each.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::ui::draw;
use crate::ui::theme::{Role, Theme};

/// One lane.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lane {
    /// The key that goes there.
    pub key: char,
    /// Its words.
    pub words: String,
    /// Shorter words, for a narrow screen.
    pub short: String,
    /// How many are in it; none where that is not counted.
    pub count: Option<usize>,
    /// Whether something in it cannot wait; drawn with `‼` as well.
    pub alarm: bool,
}

/// A row of lanes; where they do not fit, the space around them goes first, then the words of those not looked at.
#[derive(Clone, Debug)]
pub struct Tabs<'a> {
    /// The lanes.
    pub lanes: &'a [Lane],
    /// The one that is looked at.
    pub active: usize,
}

impl Tabs<'_> {
    /// Draws the row.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) {
        for (at, (place, words)) in self.places(area).into_iter().enumerate() {
            let lane = &self.lanes[at];
            let role = match (at == self.active, lane.alarm) {
                (true, _) => Role::LaneActive,
                (_, true) => Role::DueSoon,
                _ => Role::Lane,
            };
            if at > 0 {
                draw::put(buf, area, place.x - 1, area.y, "│", theme.style(Role::Border));
            }
            draw::put(buf, place, place.x, area.y, &words, theme.style(role));
        }
    }

    /// Finds the lane that was clicked.
    pub fn click(&self, area: Rect, at: Position) -> Option<usize> {
        self.places(area).iter().position(|(place, _)| place.contains(at))
    }

    /// Gives where each lane stands, and its words: the longest with which all of them fit.
    fn places(&self, area: Rect) -> Vec<(Rect, String)> {
        let all = |fit| (0..self.lanes.len()).map(|at| self.words(at, fit)).collect::<Vec<_>>();
        let fits = |words: &Vec<String>| {
            words.iter().map(|words| draw::width(words) + 1).sum::<usize>() <= usize::from(area.width) + 1
        };
        let words = [Fit::Wide, Fit::Tight, Fit::Short].into_iter().map(all).find(fits);
        let mut x = area.x;
        let mut places = Vec::new();
        for words in words.unwrap_or_else(|| all(Fit::Digits)) {
            let width = u16::try_from(draw::width(&words)).unwrap_or(u16::MAX);
            if x.saturating_add(width) > area.right() {
                break;
            }
            places.push((Rect { x, width, height: 1, ..area }, words));
            x = x.saturating_add(width + 1);
        }
        places
    }

    fn words(&self, at: usize, fit: Fit) -> String {
        let lane = &self.lanes[at];
        let space = if matches!(fit, Fit::Tight | Fit::Short) { "" } else { " " };
        let named = fit != Fit::Digits || at == self.active;
        let words = if fit == Fit::Short && at != self.active { &lane.short } else { &lane.words };
        let words = if named { format!(" {words}") } else { String::new() };
        let count = match lane.count {
            Some(count) if named => format!(" {count}"),
            Some(count) => format!(":{count}"),
            None => String::new(),
        };
        format!("{space}{}{words}{count}{}", lane.key, if lane.alarm { "‼" } else { space })
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Wide,
    Tight,
    Short,
    Digits,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrow_lanes_keep_digit_and_count() {
        let lane = |key, words: &str, alarm| Lane {
            key,
            words: words.into(),
            short: words[..2].into(),
            count: Some(12),
            alarm,
        };
        let lanes = [lane('1', "All", false), lane('2', "Mine", false), lane('3', "Ringing", true)];
        let tabs = Tabs { lanes: &lanes, active: 1 };
        let text = |width| {
            let area = Rect::new(0, 0, width, 1);
            let mut buf = Buffer::empty(area);
            tabs.draw(&mut buf, area, &Theme::plain());
            (0..width).map(|x| buf[(x, 0)].symbol()).collect::<String>().trim_end().to_owned()
        };
        assert_eq!(text(60), " 1 All 12 │ 2 Mine 12 │ 3 Ringing 12‼");
        assert_eq!(text(35), "1 All 12│2 Mine 12│3 Ringing 12‼");
        assert_eq!(text(30), "1 Al 12│2 Mine 12│3 Ri 12‼");
        assert_eq!(text(25), " 1:12 │ 2 Mine 12 │ 3:12‼");
        assert_eq!(tabs.click(Rect::new(0, 0, 60, 1), Position::new(12, 0)), Some(1));
    }
}
