//! The panel's lines, fitted into the room that there is: what presses most comes first where not everything has room.

use ratatui::{Frame, layout::Rect};

use crate::ui::{
    draw,
    theme::{Role, Theme},
};

/// A part of what is known: its title, how much it presses where there is no room for all, and its lines, raw.
pub(in super::super) struct Section {
    pub(super) title: &'static str,
    /// The less, the sooner it stands where not everything has room.
    pub(super) rank: u8,
    pub(super) rows: Vec<(Role, String)>,
}

/// What is still wanted takes as much room as is left, and at least so many lines.
pub(super) const WANTED: &str = "STILL WANTED";
const LEAST_WANTED: usize = 4;
/// How many lines one thing takes at most.
const LINES: usize = 3;

/// What stands on one line of the panel: how it looks, how far it is set in, and its words.
pub(super) type Line = (Role, u16, String);

pub(in super::super) fn draw(frame: &mut Frame<'_>, area: Rect, theme: &Theme, sections: &[Section]) {
    let buf = frame.buffer_mut();
    let lines = fitted(sections, usize::from(area.width), usize::from(area.height));
    for (y, (role, indent, text)) in (area.y..area.bottom()).zip(&lines) {
        draw::put(buf, area, area.x + indent, y, text, theme.style(*role));
    }
}

/// Gives the lines that have room: all of it, with as much of what is still wanted as fits; or else what presses most first,
/// and at the foot what there was no room for.
pub(super) fn fitted(sections: &[Section], width: usize, height: usize) -> Vec<Line> {
    let laid = |wanted: usize| {
        let mut lines = Vec::new();
        for section in sections {
            lay(&mut lines, section, wanted, width);
        }
        lines
    };
    let least = laid(LEAST_WANTED);
    if least.len() <= height {
        let rows = sections
            .iter()
            .find(|section| section.title == WANTED)
            .map_or(&[][..], |one| one.rows.as_slice());
        let (mut wanted, mut used) = (LEAST_WANTED, least.len());
        for (_, text) in rows.iter().skip(LEAST_WANTED) {
            used += draw::wrapped(text, width.saturating_sub(1).max(1)).len().min(LINES);
            // The last of them needs no line that says how many more there are.
            if used - usize::from(wanted + 1 == rows.len()) > height {
                break;
            }
            wanted += 1;
        }
        return if wanted > LEAST_WANTED { laid(wanted) } else { least };
    }
    // Where only what is still wanted has too many lines, nothing else moves.
    if let Some(lines) = (1..LEAST_WANTED).rev().map(&laid).find(|lines| lines.len() <= height) {
        return lines;
    }
    let mut by_rank: Vec<&Section> = sections.iter().collect();
    by_rank.sort_by_key(|section| section.rank);
    let mut lines = Vec::new();
    let mut cut = Vec::new();
    for section in by_rank {
        let mut tried = lines.clone();
        lay(&mut tried, section, LEAST_WANTED, width);
        let room = height.saturating_sub(1);
        if tried.len() > room {
            cut.push(section.title);
            // A part of it still says something: at least its title and a line.
            tried.truncate(room);
            if tried.len() < lines.len() + 3 {
                continue;
            }
        }
        lines = tried;
    }
    if height > 0 {
        let words = format!("… more: {}", cut.join(", "));
        lines.truncate(height - 1);
        lines.push((Role::Notice, 0, draw::clip(&words, width).into_owned()));
    }
    lines
}

fn lay(lines: &mut Vec<Line>, section: &Section, wanted: usize, width: usize) {
    if !lines.is_empty() {
        lines.push((Role::Text, 0, String::new()));
    }
    lines.push((Role::Title, 0, section.title.to_owned()));
    let room = width.saturating_sub(1).max(1);
    let shown = if section.title == WANTED { wanted.min(section.rows.len()) } else { section.rows.len() };
    for (role, text) in &section.rows[..shown] {
        let broken = draw::wrapped(text, room);
        let cut = broken.len() > LINES;
        for (at, line) in broken.into_iter().take(LINES).enumerate() {
            let more = cut && at + 1 == LINES;
            let line = if more { draw::clip(&format!("{line} …"), room).into_owned() } else { line };
            lines.push((*role, 1, line));
        }
    }
    let more = section.rows.len() - shown;
    if more > 0 {
        lines.push((Role::TextDim, 1, format!("and {more} more")));
    }
}
