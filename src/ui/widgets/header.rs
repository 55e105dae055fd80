//! The header line: what is always told, and what gives way first where there is no room.

use std::borrow::Cow;

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
    /// The fewest words, said only where something that matters would go without them.
    pub least: Option<String>,
    /// How it looks.
    pub role: Role,
    /// The larger, the longer it keeps its words.
    pub keep: u8,
    /// What gives way first, once nothing can be said shorter.
    pub place: Place,
}

/// How a part gives way, once nothing can be said shorter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// It goes: what is wanted least first.
    Goes,
    /// An alarm, for so many more beside it: all but the most urgent give way to a count behind that one's words.
    Counts(usize),
    /// It stays as long as anything does.
    Stays,
}

impl Part {
    /// Makes a part that has no shorter words.
    pub fn new(words: impl Into<String>, role: Role, keep: u8) -> Self {
        Self { words: words.into(), shorter: Vec::new(), least: None, role, keep, place: Place::Goes }
    }

    /// Gives it the fewest words that still say what it is about.
    #[must_use]
    pub fn or_at_least(mut self, least: impl Into<String>) -> Self {
        self.least = Some(least.into());
        self
    }

    /// Makes it an alarm, for so many more beside it.
    #[must_use]
    pub fn counts(self, more: usize) -> Self {
        Self { place: Place::Counts(more), ..self }
    }

    /// Makes it stay as long as anything does.
    #[must_use]
    pub fn stays(self) -> Self {
        Self { place: Place::Stays, ..self }
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
    /// What is kept less than this says nothing urgent.
    const SPARE: u8 = 100;

    /// Draws the line.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme) {
        let area = Rect { height: area.height.min(1), ..area };
        draw::lay(buf, area, theme.style(Role::Header));
        let mut parts: Vec<Told<'_>> = self.left.iter().chain(&self.right).map(Told::of).collect();
        let mut order: Vec<usize> = (0..parts.len()).collect();
        order.sort_by_key(|&at| parts[at].part.keep);
        // First everything that can be said shorter is, the least wanted first; only then parts go.
        for &at in &order {
            for words in &parts[at].part.shorter {
                if Self::width(&parts) <= usize::from(area.width) {
                    break;
                }
                parts[at].words = words;
            }
        }
        let counts = |part: &Part| matches!(part.place, Place::Counts(_));
        let most = order.iter().rev().copied().find(|&at| counts(parts[at].part));
        // What says nothing urgent goes first, then all is said in the fewest words, then alarms go into the count, then the rest.
        let class = |at: usize| match parts[at].part {
            part if part.place == Place::Stays => 3,
            part if counts(part) && Some(at) != most => 1,
            part if part.keep < Self::SPARE => 0,
            _ => 2,
        };
        order.sort_by_key(|&at| (class(at), parts[at].part.keep));
        let (spare, rest): (Vec<usize>, Vec<usize>) = order.into_iter().partition(|&at| class(at) == 0);
        let fewest = rest.iter().copied().filter_map(|at| Some((at, parts[at].part.least.as_deref()?)));
        let steps = spare.into_iter().map(|at| (at, "")).chain(fewest);
        let steps: Vec<(usize, &str)> = steps.chain(rest.iter().map(|&at| (at, ""))).collect();
        for (at, words) in steps {
            if Self::width(&parts) <= usize::from(area.width) {
                break;
            }
            if !words.is_empty() {
                parts[at].words = words;
                continue;
            }
            let gone = std::mem::take(&mut parts[at].words);
            if let Some(most) = most.filter(|most| *most != at && !gone.is_empty())
                && let Some(more) = parts[at].more
            {
                parts[most].more = parts[most].more.map(|others| others + 1 + more);
            }
        }
        let (left, right) = parts.split_at(self.left.len());
        let gap = u16::try_from(Self::GAP).unwrap_or(0);
        let put = |buf: &mut Buffer, mut x: u16, parts: &[Told<'_>]| {
            for told in parts.iter().filter(|told| !told.words.is_empty()) {
                let style = theme.style(Role::Header).patch(theme.style(told.part.role));
                x += draw::put(buf, area, x, area.y, &told.shown(), style) + gap;
            }
        };
        put(buf, area.x, left);
        let width = u16::try_from(Self::width(right)).unwrap_or(area.width).min(area.width);
        put(buf, area.right() - width, right);
    }

    fn width(parts: &[Told<'_>]) -> usize {
        let shown = parts.iter().filter(|told| !told.words.is_empty());
        shown.map(|told| draw::width(&told.shown()) + Self::GAP).sum::<usize>().saturating_sub(Self::GAP)
    }
}

/// A part as it is told: in how many words, and for how many more beside it.
struct Told<'p> {
    part: &'p Part,
    words: &'p str,
    more: Option<usize>,
}

impl<'p> Told<'p> {
    fn of(part: &'p Part) -> Self {
        let more = match part.place {
            Place::Counts(more) => Some(more),
            Place::Goes | Place::Stays => None,
        };
        Self { part, words: &part.words, more }
    }

    fn shown(&self) -> Cow<'p, str> {
        match self.more {
            None | Some(0) => Cow::Borrowed(self.words),
            Some(more) => Cow::Owned(format!("{} +{more}", self.words)),
        }
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

        // Alarms give way to a count before the clock and who authorises do.
        let alarm = |words: &str, keep| Part::new(words, Role::Alarm, keep).counts(0);
        let header = Header {
            left: vec![Part::new("14:07", Role::Header, 220).stays()],
            right: vec![
                alarm("‼ 1 ringing", 245),
                alarm("‼ 2 LATE", 244),
                alarm("‼ 1 VISIT OVERDUE", 246).counts(2),
                alarm("▲ 7 NOT ACKNOWLEDGED", 140).or_at_least("▲ HANDOVER"),
                Part::new("auth RS", Role::Header, 100).stays(),
                Part::new("● saved", Role::Header, 200),
            ],
        };
        let text = |width| {
            let area = Rect::new(0, 0, width, 1);
            let mut buf = Buffer::empty(area);
            header.draw(&mut buf, area, &Theme::plain());
            (0..width).map(|x| buf[(x, 0)].symbol()).collect::<String>()
        };
        for (width, told) in [
            (
                90,
                "14:07  ‼ 1 ringing  ‼ 2 LATE  ‼ 1 VISIT OVERDUE +2  ▲ 7 NOT ACKNOWLEDGED  auth RS  ● saved",
            ),
            (80, "14:07  ‼ 1 ringing  ‼ 2 LATE  ‼ 1 VISIT OVERDUE +2  ▲ HANDOVER  auth RS  ● saved"),
            (68, "14:07  ‼ 1 ringing  ‼ 2 LATE  ‼ 1 VISIT OVERDUE +3  auth RS  ● saved"),
            (58, "14:07  ‼ 1 ringing  ‼ 1 VISIT OVERDUE +4  auth RS  ● saved"),
            (45, "14:07  ‼ 1 VISIT OVERDUE +5  auth RS  ● saved"),
            (36, "14:07  ‼ 1 VISIT OVERDUE +5  auth RS"),
        ] {
            let text = text(width).split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(text, told.split_whitespace().collect::<Vec<_>>().join(" "), "{width}");
        }

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
