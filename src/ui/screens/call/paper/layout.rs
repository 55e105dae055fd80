//! How a sheet is drawn, and how a pane with one divides its place.

use ratatui::{Frame, layout::Rect};

use super::Sheet;
use crate::ui::{
    draw,
    theme::{Role, Theme},
};

/// What stands over the fields of a sheet.
#[derive(Default)]
pub struct Head {
    /// Its title.
    pub title: String,
    /// What is printed beside what is written, and chosen by nobody.
    pub beside: Vec<(Role, String)>,
}

impl Sheet {
    /// Draws it: a line with its title, what is printed beside it, what was refused, the fields.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, active: bool, head: &Head) {
        if area.is_empty() {
            return;
        }
        let buf = frame.buffer_mut();
        let width = usize::from(area.width);
        draw::put(buf, area, area.x, area.y, &"─".repeat(width), theme.style(Role::Border));
        draw::put(
            buf,
            Rect { height: 1, ..area },
            area.x + 2,
            area.y,
            &format!(" {} ", head.title),
            theme.style(if active { Role::Focus } else { Role::Title }),
        );
        let mut y = area.y + 1;
        // What was refused is read whole; the fields keep at least half of the place otherwise.
        let room = usize::from(if self.refused.is_some() { area.height / 2 } else { area.height / 3 });
        let refused = self.refused.iter().map(|why| (Role::Error, format!("✗ {why}")));
        let lines: Vec<(Role, String)> = refused
            .chain(head.beside.iter().cloned())
            .flat_map(|(role, text)| draw::wrapped(&text, width).into_iter().map(move |line| (role, line)))
            .collect();
        for (at, (role, line)) in lines.iter().take(room).enumerate() {
            let cut = at + 1 == room && lines.len() > room;
            let line =
                if cut { format!("{}…", draw::clip(line, width.saturating_sub(1))) } else { line.clone() };
            draw::put(buf, area, area.x, y, &line, theme.style(*role));
            y += 1;
        }
        let form = Rect { y, height: area.bottom().saturating_sub(y), ..area };
        self.form.draw(frame, form, theme, active);
    }
}

/// How a pane divides its place: the page, the sheet, and the foot that says what the keys do.
pub struct Parts {
    /// The page.
    pub page: Rect,
    /// The sheet; empty where there is none.
    pub sheet: Rect,
    /// The foot.
    pub foot: Rect,
}

impl Parts {
    /// Divides a place; a sheet in use gets the greater part, if it needs it.
    pub fn of(area: Rect, page: usize, sheet: Option<&Sheet>, beside: usize) -> Self {
        let foot = if area.height >= 20 { 2 } else { 1 };
        let rest = area.height.saturating_sub(foot);
        let high = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
        let sheet_height = sheet.map_or(0, |sheet| {
            let share = if sheet.is_blank() { 45 } else { 64 };
            let most = u16::try_from(u32::from(rest) * share / 100).unwrap_or(rest);
            let free = rest.saturating_sub(high(page).saturating_add(1));
            high(sheet.lines() + beside).min(most.max(free)).min(rest)
        });
        let page_height = rest - sheet_height;
        Self {
            page: Rect { height: page_height, ..area },
            sheet: Rect { y: area.y + page_height, height: sheet_height, ..area },
            foot: Rect { y: area.y + rest, height: foot.min(area.height), ..area },
        }
    }
}

/// Draws the foot: what the field is for, and what the keys do.
pub fn foot(frame: &mut Frame<'_>, area: Rect, theme: &Theme, hint: &str, keys: &[(String, &str)]) {
    let buf = frame.buffer_mut();
    if area.height > 1 {
        draw::put(buf, area, area.x, area.y, hint, theme.style(Role::TextDim));
    }
    let Some(y) = area.bottom().checked_sub(1).filter(|_| area.height > 0) else { return };
    let mut x = area.x;
    for (key, words) in keys {
        let needed = u16::try_from(draw::width(key) + draw::width(words) + 1).unwrap_or(u16::MAX);
        if x.saturating_add(needed) > area.right() {
            break;
        }
        x += draw::put(buf, area, x, y, key, theme.style(Role::HintKey)) + 1;
        x += draw::put(buf, area, x, y, words, theme.style(Role::HintWords)) + 3;
    }
}
