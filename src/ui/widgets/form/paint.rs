//! Drawing a form: labels at the left, what is written at the right, what is wrong beneath.

use std::borrow::Cow;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{Field, FieldState, Form};
use crate::ui::draw;
use crate::ui::theme::{Role, Theme};
use crate::ui::widgets::editor::Look;

/// Where the fields were drawn, and how far down the form was moved.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    top: usize,
    places: Vec<(usize, Rect)>,
}

impl Drawn {
    pub(super) fn hit(&self, at: Position) -> Option<(usize, Rect)> {
        self.places.iter().find(|(_, place)| place.contains(at)).copied()
    }
}

impl Form {
    const OPTIONS: usize = 6;
    const LABEL_ROWS: usize = 2;

    /// Draws the form so far down that the field with the keys is in view, and sets the cursor where the form has the keys.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, active: bool) {
        let mut drawn = self.drawn.borrow_mut();
        drawn.places.clear();
        if area.is_empty() {
            return;
        }
        let longest = self.fields.iter().map(|field| draw::width(&field.label)).max().unwrap_or(0);
        let label = u16::try_from(longest).unwrap_or(u16::MAX).clamp(8, (area.width * 2 / 5).max(8));
        let value = area.width.saturating_sub(label + 3).max(1);
        let mut heights: Vec<Height> = self
            .fields
            .iter()
            .enumerate()
            .map(|(at, field)| self.height(at, field, (label, value), area.height, active))
            .collect();
        let total = |height: &Height| height.text + height.options + height.note;
        // A list that is open takes what is free beneath the form.
        let free = usize::from(area.height).saturating_sub(heights.iter().map(total).sum());
        if let Some((field, here)) = self.fields.get(self.focus).zip(heights.get_mut(self.focus))
            && here.options > 0
        {
            here.options = (here.options + free).min(field.matching().len());
        }
        let above: usize = heights[..self.focus.min(heights.len())].iter().map(total).sum();
        let here = heights.get(self.focus).map_or(1, total);
        let height = usize::from(area.height);
        // Never further down than the last field needs: where there is room for more, more is shown.
        let starts = || {
            heights.iter().scan(0, |line, height| {
                let start = *line;
                *line += total(height);
                Some(start)
            })
        };
        let from = |line: usize| starts().find(|start| *start >= line).unwrap_or(above);
        let all: usize = heights.iter().map(total).sum();
        let low = drawn.top.min(from(all.saturating_sub(height)));
        drawn.top = low.max(from((above + here).saturating_sub(height))).min(above);
        let mut line = 0usize;
        for (at, (field, height)) in self.fields.iter().zip(&heights).enumerate() {
            let (from, to) = (line, line + total(height));
            line = to;
            if to <= drawn.top || from < drawn.top {
                continue;
            }
            let Ok(down) = u16::try_from(from - drawn.top) else { break };
            if down >= area.height {
                break;
            }
            let place = Rect { y: area.y + down, height: area.height - down, ..area };
            let text = u16::try_from(height.text).unwrap_or(1).min(place.height);
            let mark = wide(field.mark());
            let x = area.x + label + 3;
            let input = Rect { x: x + mark, width: value.saturating_sub(mark), height: text, ..place };
            draw::put(frame.buffer_mut(), place, x, place.y, field.mark(), theme.style(Role::Error));
            drawn.places.push((at, Rect { height: text, ..place }));
            self.draw_field(frame.buffer_mut(), at, place, input, theme, active, height);
            if active
                && at == self.focus
                && let Some(cursor) = field.cursor(input)
            {
                frame.set_cursor_position(cursor);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one call, of what was just measured")]
    fn draw_field(
        &self,
        buf: &mut Buffer,
        at: usize,
        place: Rect,
        input: Rect,
        theme: &Theme,
        active: bool,
        height: &Height,
    ) {
        let field = &self.fields[at];
        let focused = active && at == self.focus;
        let mark = wide(field.mark());
        let labels = Rect { width: input.x - mark - place.x - 1, height: input.height, ..place };
        let (sign, role) = match &field.state {
            FieldState::Wrong(_) => ("✗", Role::Error),
            FieldState::Saved if field.waits => ("✕", Role::Error),
            FieldState::Saved => ("✓", Role::Ok),
            FieldState::Left => ("…", Role::TextDim),
            FieldState::Offered => ("≈", Role::TextDim),
            FieldState::Written if field.filled => ("≈", Role::TextDim),
            FieldState::Written => ("●", Role::TextDim),
            FieldState::Untouched if field.needed => ("★", Role::Needed),
            FieldState::Untouched => (" ", Role::TextDim),
        };
        draw::put(buf, labels, labels.x, labels.y, sign, theme.style(role));
        let role = if focused { Role::Focus } else { Role::Label };
        let room = usize::from(labels.width.saturating_sub(2)).max(1);
        let lines = draw::wrapped(&field.label, room);
        let cut = lines.len() > usize::from(labels.height);
        for (y, words) in (labels.y..labels.bottom()).zip(&lines) {
            let last = cut && y + 1 == labels.bottom();
            let shown =
                if last { draw::clip(&format!("{words} …"), room).into_owned() } else { words.clone() };
            draw::put(buf, labels, labels.x + 2, y, &shown, theme.style(role));
        }
        field.draw(buf, input, theme, focused);
        let mut y = input.bottom();
        let beneath = Rect { width: input.width, x: input.x, ..place };
        if height.options > 0 {
            let of = field.matching();
            let meant = field.meant().ok().flatten();
            let mark = meant.or(field.stands_at());
            let at = mark.and_then(|mark| of.iter().position(|&at| at == mark)).unwrap_or(0);
            // No more than is in view: the last one seen says that there are more.
            let shown = height.options.min(usize::from(place.bottom().saturating_sub(y)).max(1));
            let skip = (at + 1).saturating_sub(shown);
            let end = skip + shown;
            for (place, &option) in of.iter().enumerate().skip(skip).take(shown) {
                let here = meant == Some(option) || (!field.many() && mark == Some(option));
                let tick = match (field.many(), field.picked.contains(&option)) {
                    (true, true) => "[x]",
                    (true, false) => "[ ]",
                    (false, true) => "✓",
                    (false, false) => " ",
                };
                let line = format!("{}{tick} {}", if here { "▸" } else { " " }, field.choices[option].words);
                let role = if here { Role::RowCursor } else { Role::TextDim };
                let more = match (place == skip && skip > 0, place + 1 == end && end < of.len()) {
                    (true, true) => "↕",
                    (true, false) => "▲",
                    (false, true) => "▼",
                    (false, false) => "",
                };
                // The sign that there is more stands beside the words, and hides none of them, nor that they are cut.
                let words = Rect { width: beneath.width.saturating_sub(wide(more)), ..beneath };
                draw::put(buf, words, words.x, y, &line, theme.style(role));
                draw::put(buf, beneath, words.right(), y, more, theme.style(Role::TextStrong));
                y += 1;
            }
        }
        if let Some((why, role)) = note(field, focused, input.width) {
            for line in draw::wrapped(&why, usize::from(input.width)) {
                if y >= place.bottom() {
                    break;
                }
                draw::put(buf, beneath, beneath.x, y, &line, theme.style(role));
                y += 1;
            }
        }
    }

    fn height(
        &self,
        at: usize,
        field: &Field,
        (label, width): (u16, u16),
        most: u16,
        active: bool,
    ) -> Height {
        let rows = field.editor.rows(width.saturating_sub(wide(field.mark())).max(1));
        let focused = active && at == self.focus;
        let text = match (field.has_lines(), focused) {
            (true, true) => rows.clamp(3, usize::from(most / 2).max(3)),
            (true, false) => rows.clamp(1, 3),
            (false, true) if !field.chooses() => rows.clamp(1, 3),
            _ => 1,
        };
        let labels = draw::wrapped(&field.label, usize::from(label)).len().min(Self::LABEL_ROWS);
        let text = text.max(labels);
        let options = if focused && field.chooses() { field.matching().len().min(Self::OPTIONS) } else { 0 };
        let beneath = note(field, focused, width.saturating_sub(wide(field.mark())));
        let note = beneath.map_or(0, |(why, _)| draw::wrapped(&why, usize::from(width)).len());
        Height { text, options, note }
    }
}

fn wide(text: &str) -> u16 {
    u16::try_from(draw::width(text)).unwrap_or(0)
}

/// Gives what stands beneath a field: what is wrong with it, what can be done with words that it was offered, or how it is
/// understood where that has no room beside it.
fn note(field: &Field, focused: bool, width: u16) -> Option<(Cow<'_, str>, Role)> {
    match &field.state {
        FieldState::Wrong(why) => Some((why.into(), Role::Error)),
        FieldState::Offered if focused => Some((
            "On record already. Tab keeps it, writing replaces it, ← changes it.".into(),
            Role::TextDim,
        )),
        FieldState::Written | FieldState::Left if focused && field.filled => Some((
            "Filled in for you. Tab keeps it, writing replaces it, ← changes it.".into(),
            Role::TextDim,
        )),
        _ if focused && let Some(words) = cut(field, width) => {
            Some((format!("▸ {words}").into(), Role::Text))
        }
        _ => {
            let reads = field.reads_as().map(|reads| format!("{READS}{reads}"))?;
            beside(field, &reads, width).is_none().then_some((reads.into(), Role::TextDim))
        }
    }
}

/// Gives the words of the choice at which the list stands, where a line of it has no room for them.
fn cut(field: &Field, width: u16) -> Option<&str> {
    let at = field.meant().ok().flatten().or(field.stands_at()).filter(|_| field.chooses())?;
    let words = field.choices[at].words.as_str();
    let tick = if field.many() { TICK_OF_MANY } else { TICK };
    (draw::width(words) + tick > usize::from(width)).then_some(words)
}

/// The columns before the words of a choice in a list, with that of the sign that there is more.
const TICK: usize = 4;
const TICK_OF_MANY: usize = 6;

/// What stands before how a field is understood.
const READS: &str = "= ";

/// Gives how far from its left edge a field says how it is understood, where there is room behind what is written in it.
fn beside(field: &Field, reads: &str, width: u16) -> Option<u16> {
    let from = wide(field.editor.text()).saturating_add(2);
    (from.saturating_add(wide(reads)) <= width).then_some(from)
}

struct Height {
    text: usize,
    options: usize,
    note: usize,
}

impl Field {
    fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme, focused: bool) {
        let look = Look { focused, begins: !focused, ..Look::default() };
        if !self.chooses() {
            self.editor.draw(buf, area, theme, look);
            if let Some(reads) = self.reads_as().map(|reads| format!("{READS}{reads}"))
                && let Some(from) = beside(self, &reads, area.width)
            {
                let style = theme.style(if focused { Role::InputFocus } else { Role::Input });
                let style = style.patch(theme.style(Role::InputGhost));
                draw::put(buf, area, area.x.saturating_add(from), area.y, &reads, style);
            }
            return;
        }
        let typed = self.editor.text();
        let picked = self.picked_words();
        let style = theme.style(if focused { Role::InputFocus } else { Role::Input });
        if focused {
            buf.set_style(area, style);
        }
        if typed.is_empty() {
            draw::put(buf, area, area.x, area.y, &picked, style);
            return;
        }
        self.editor.draw(buf, area, theme, look);
        let x =
            area.x.saturating_add(u16::try_from(draw::width(typed)).unwrap_or(u16::MAX)).saturating_add(1);
        let meant = self.meant_words();
        let meant = if picked.is_empty() { meant } else { format!("{meant}   ({picked})") };
        draw::put(buf, area, x, area.y, &meant, style.patch(theme.style(Role::InputGhost)));
    }

    fn cursor(&self, area: Rect) -> Option<Position> {
        self.editor.cursor_screen_position(area)
    }
}
