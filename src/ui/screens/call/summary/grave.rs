//! The gravest of what is known, in a line or two beneath the title: where the window has no room for all of it at the right.

use ratatui::{Frame, layout::Rect};

use super::{
    super::{
        pane::View,
        words::{Split, splits},
    },
    fit::Section,
};
use crate::ui::{
    draw,
    keymap::{self, Action, stacks},
    theme::{Role, Theme},
};

/// What stands between two things.
const BETWEEN: &str = " · ";

/// The height from which it may take two lines.
const TWO_LINES: u16 = 20;

/// What is gravest, first.
pub(in super::super) struct Grave(Vec<(Role, String)>);

/// One line of it: how each part looks, and its words.
type Line = Vec<(Role, String)>;

impl Grave {
    /// Chooses it from all that is known.
    pub(in super::super) fn of(view: &View<'_>, sections: &[Section]) -> Self {
        let rows = |title: &'static str| {
            let of = sections.iter().filter(move |section| section.title == title);
            of.flat_map(|section| &section.rows).map(|(role, text)| (*role, text.as_str()))
        };
        let presses =
            |role: Role| matches!(role, Role::Urgent | Role::NotMet | Role::DueSoon | Role::Overdue);
        let mut grave: Vec<(Role, String)> = Vec::new();
        let danger = rows("SAFETY").filter(|(role, _)| *role == Role::Urgent);
        grave.extend(danger.map(|(role, text)| (role, text.to_owned())));
        // Where to change it is known to whoever looks it up; the name is what must be seen.
        let untold = rows("NOT TO BE TOLD").filter(|(role, _)| *role == Role::NotMet);
        grave.extend(
            untold
                .map(|(role, text)| (role, format!("not to be told {}", text.trim_end_matches(" (Alt+w)")))),
        );
        let oversight = rows("OVERSIGHT").filter(|(role, _)| *role != Role::TextDim);
        grave.extend(oversight.map(|(role, text)| (role, text.to_owned())));
        let night =
            ["TONIGHT", "FROM THE NIGHT"].into_iter().flat_map(rows).filter(|(role, _)| presses(*role));
        grave.extend(night.map(|(role, text)| (role, text.to_owned())));
        grave.extend(Split::head(&splits(view), view));
        grave.extend(rows("PROMISES").take(1).map(|(role, text)| (role, format!("promised: {text}"))));
        Self(grave)
    }

    /// Lays as much of it as has room, in one line or two, and says at its end how much more there is.
    pub(in super::super) fn lines(&self, area: Rect) -> Vec<Line> {
        let width = usize::from(area.width.saturating_sub(2)).max(1);
        let most = if area.height >= TWO_LINES { 2 } else { 1 };
        let key = keymap::keys_of(stacks::CALL_NOTES, Action::PaneOversight);
        let count = self.0.len();
        for shown in (1..=count).rev() {
            let more = (shown < count).then(|| (Role::TextDim, format!("+{} ({key})", count - shown)));
            let lines = laid(self.0.iter().take(shown).cloned().chain(more), width);
            // What is gravest stands there, if only its beginning.
            if lines.len() <= most || shown == 1 {
                return lines.into_iter().take(most).collect();
            }
        }
        Vec::new()
    }

    /// Draws the lines.
    pub(in super::super) fn draw(frame: &mut Frame<'_>, area: Rect, theme: &Theme, lines: &[Line]) {
        let buf = frame.buffer_mut();
        for (y, line) in (area.y..area.bottom()).zip(lines) {
            let mut x = area.x + 1;
            for (role, text) in line {
                x += draw::put(buf, area, x, y, text, theme.style(*role));
            }
        }
    }
}

/// Lays parts one behind the other, each whole where a line has room for it.
fn laid(parts: impl Iterator<Item = (Role, String)>, width: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut used = 0;
    for (role, text) in parts {
        let wide = draw::width(&text);
        match lines.last_mut() {
            Some(line) if used + draw::width(BETWEEN) + wide <= width => {
                line.push((Role::TextDim, BETWEEN.to_owned()));
                line.push((role, text));
                used += draw::width(BETWEEN) + wide;
            }
            _ => {
                used = wide.min(width);
                lines.push(vec![(role, draw::clip(&text, width).into_owned())]);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grave(parts: &[&str]) -> Grave {
        Grave(parts.iter().map(|part| (Role::Text, (*part).to_owned())).collect())
    }

    fn said(grave: &Grave, width: u16, height: u16) -> Vec<String> {
        let lines = grave.lines(Rect { width, height, ..Rect::default() });
        lines.into_iter().map(|line| line.into_iter().map(|(_, text)| text).collect()).collect()
    }

    #[test]
    fn what_has_no_room_is_counted_and_what_is_gravest_stands_there() {
        let all = grave(&["danger now: YES ‼", "not to be told ✗ Dorian Vale", "override asked 14:02 ◷"]);
        assert_eq!(
            said(&all, 80, 10),
            ["danger now: YES ‼ · not to be told ✗ Dorian Vale · override asked 14:02 ◷"]
        );
        assert_eq!(said(&all, 62, 10), ["danger now: YES ‼ · not to be told ✗ Dorian Vale · +1 (F6)"]);
        assert_eq!(
            said(&all, 62, 24),
            ["danger now: YES ‼ · not to be told ✗ Dorian Vale", "override asked 14:02 ◷"]
        );
        assert_eq!(said(&all, 20, 10), ["danger now: YES ‼"]);
        assert!(said(&grave(&[]), 80, 24).is_empty());
    }
}
