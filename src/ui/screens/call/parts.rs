//! What panes of a list and a sheet share: where things lie, and the lines between them.

use chrono::{DateTime, Utc};
use ratatui::{
    Frame,
    buffer::Buffer,
    layout::Rect,
    text::{Line, Span},
};

use super::entry::Sheet;
use crate::ui::{
    draw,
    keymap::{self, Action, stacks},
    theme::{Role, Theme},
    widgets::Notice,
};

/// A piece of a line, raw, and what it is.
pub(super) type Piece = (String, Role);

/// What stands in the place of something covered.
pub(super) const COVERED: &str = "▒ covered – Alt+v shows";

/// Where the parts of a pane lie: a title, a list, a few lines, a rule, a sheet, why it was refused, and the keys.
pub(super) struct Places {
    pub(super) title: Rect,
    pub(super) list: Rect,
    pub(super) lines: Rect,
    pub(super) rule: Rect,
    pub(super) sheet: Rect,
    pub(super) notice: Rect,
    pub(super) foot: Rect,
}

impl Places {
    /// Lays them out: the list takes what its rows need, at most half; the sheet has the rest.
    pub(super) fn of(area: Rect, rows: usize, lines: usize, notice: u16) -> Self {
        let small = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
        let notice = notice.min(area.height / 3);
        let lines = small(lines).min((area.height / 8).max(1));
        let free = area.height.saturating_sub(3 + notice + lines);
        let heights = [1, small(rows).min(free / 2).max(1), lines, 1];
        let mut y = area.y;
        let mut take = |height: u16| {
            let place = Rect { y, height: height.min(area.bottom().saturating_sub(y)), ..area };
            y = place.bottom();
            place
        };
        let [title, list, lines, rule] = heights.map(&mut take);
        let sheet = take(area.bottom().saturating_sub(rule.bottom() + notice + 1));
        Self { title, list, lines, rule, sheet, notice: take(notice), foot: take(1) }
    }
}

/// Draws the pane's title, and what there is to count.
pub(super) fn title(buf: &mut Buffer, area: Rect, theme: &Theme, words: &str, more: &str) {
    let used = draw::put(buf, area, area.x + 1, area.y, words, theme.style(Role::Title));
    draw::put(buf, area, area.x + used + 3, area.y, more, theme.style(Role::TextDim));
}

/// Draws a few lines, with `…` where there are more than there is room for.
pub(super) fn lines(buf: &mut Buffer, area: Rect, theme: &Theme, role: Role, lines: &[String]) {
    let room = usize::from(area.height);
    for (at, (y, line)) in (area.y..area.bottom()).zip(lines).enumerate() {
        let used = draw::put(buf, area, area.x + 1, y, line, theme.style(role));
        if at + 1 == room && lines.len() > room {
            let x = (area.x + 1 + used).min(area.right().saturating_sub(1));
            draw::put(buf, area, x, y, "…", theme.style(role));
        }
    }
}

/// Gives a row's pieces as lines of their own, where they do not fit into one.
pub(super) fn unfolded(pieces: &[Piece], width: u16) -> Vec<String> {
    let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    if draw::width(&whole) <= usize::from(width) {
        return Vec::new();
    }
    let words: Vec<&str> = whole.split_whitespace().collect();
    draw::wrapped(&words.join(" "), usize::from(width.saturating_sub(2).max(1)))
}

/// Draws the rule above a sheet, with what the sheet is about.
pub(super) fn rule(buf: &mut Buffer, area: Rect, theme: &Theme, words: &str) {
    let line = "─".repeat(usize::from(area.width));
    draw::put(buf, area, area.x, area.y, &line, theme.style(Role::Border));
    let words = draw::safe(words);
    let words = draw::clip(&words, usize::from(area.width.saturating_sub(6)));
    draw::put(buf, area, area.x + 2, area.y, &format!(" {words} "), theme.style(Role::Label));
}

/// Draws what the keys do here, as far as there is room.
pub(super) fn foot(buf: &mut Buffer, area: Rect, theme: &Theme, hints: &[(&[Action], &str)]) {
    let mut x = area.x + 1;
    for (actions, words) in hints {
        let keys: Vec<String> =
            actions.iter().map(|action| keymap::keys_of(stacks::CALL_FORM, *action)).collect();
        let keys = keys.join(" ");
        let wide = draw::width(&keys) + 1 + draw::width(words);
        if usize::from(x) + wide > usize::from(area.right()) {
            break;
        }
        x += draw::put(buf, area, x, area.y, &keys, theme.style(Role::HintKey)) + 1;
        x += draw::put(buf, area, x, area.y, words, theme.style(Role::HintWords)) + 2;
    }
}

/// Gives the words for a sheet that was not taken up.
pub(super) fn notice_of(sheet: &Sheet) -> Option<Notice> {
    sheet.refused.as_ref().map(|why| Notice::wrong(why.clone(), "What you wrote is still here."))
}

/// Draws a sheet and, beneath it, why it was not taken up.
pub(super) fn sheet(frame: &mut Frame<'_>, places: &Places, theme: &Theme, sheet: &Sheet, active: bool) {
    sheet.form.draw(frame, places.sheet, theme, active);
    if let Some(notice) = notice_of(sheet) {
        notice.draw(frame.buffer_mut(), places.notice, theme);
    }
}

/// Makes a line of the pieces, cut with `…` at the width.
pub(super) fn line(pieces: &[Piece], width: u16, theme: &Theme) -> Line<'static> {
    let mut room = usize::from(width);
    let mut spans: Vec<Span<'static>> = Vec::with_capacity(pieces.len());
    for (text, role) in pieces {
        if room == 0 {
            break;
        }
        let text = draw::safe(text);
        let cut = draw::clip(&text, room).into_owned();
        room -= draw::width(&cut).min(room);
        spans.push(Span::styled(cut, theme.style(*role)));
    }
    Line::from(spans)
}

/// Makes a text exactly so wide: cut with `…`, or filled with spaces.
pub(super) fn column(text: &str, width: usize) -> String {
    let text = draw::safe(text);
    let cut = draw::clip(&text, width);
    let gap = width.saturating_sub(draw::width(&cut));
    format!("{cut}{}", " ".repeat(gap))
}

/// Makes a sentence of an error's words.
pub(super) fn sentence(error: &impl ToString) -> String {
    let words = error.to_string();
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// A moment that parsers of fields look at while the pane moves it on.
#[derive(Clone, Default)]
pub(super) struct Moment(std::rc::Rc<std::cell::Cell<DateTime<Utc>>>);

impl Moment {
    /// Moves it on.
    pub(super) fn set(&self, now: DateTime<Utc>) {
        self.0.set(now);
    }

    /// Gives it.
    pub(super) fn get(&self) -> DateTime<Utc> {
        self.0.get()
    }
}
