//! A document of wrapped lines, looked at through a window: what a pane has to read, above or beside its form.

use std::cell::Cell;

use ratatui::{buffer::Buffer, layout::Rect};

use crate::ui::{
    draw,
    keymap::{self, Action, Context},
    theme::{Role, Theme},
};

/// Lines that are wrapped to a width and safe to show.
#[derive(Clone, Debug)]
pub(in crate::ui::screens) struct Document {
    width: usize,
    /// The column at which what stands beside a label or a sign begins.
    pub(super) lead: usize,
    lines: Vec<Vec<(Role, String)>>,
    /// Whether all of it is read out, so that what is out of view is said in words.
    read_out: bool,
    /// Whether what is out of view is counted though nobody reads it out.
    counts: bool,
}

impl Document {
    /// Room for the longest sign and word, "? not known", and a gap.
    const LEAD: usize = 13;
    /// The width from which the words that are read out stand beside their labels, and the column they begin in.
    const READ_BESIDE: usize = 60;
    const READ_LEAD: usize = 21;

    /// Makes an empty document, `width` columns wide.
    pub(in crate::ui::screens) fn new(width: u16) -> Self {
        Self {
            width: usize::from(width.max(8)),
            lead: Self::LEAD,
            lines: Vec::new(),
            read_out: false,
            counts: false,
        }
    }

    /// Counts its lines.
    pub(in crate::ui::screens) fn height(&self) -> usize {
        self.lines.len()
    }

    /// Says that all of it is read out to somebody: what is out of view is counted then, with the key that brings it.
    pub(super) fn is_read_out(&mut self) {
        self.read_out = true;
    }

    /// Says that it is short of room: what is out of view is counted, with the key that brings it.
    pub(in crate::ui::screens) fn counts(&mut self) {
        self.counts = true;
    }

    /// Tells whether all of it is read out.
    pub(super) fn to_read_out(&self) -> bool {
        self.read_out
    }

    /// Leaves a line empty, but for the first.
    pub(super) fn gap(&mut self) {
        if !self.lines.is_empty() {
            self.lines.push(Vec::new());
        }
    }

    /// Begins a section, a line below what is above.
    pub(super) fn section(&mut self, words: &str) {
        self.gap();
        self.heading(words);
    }

    /// Writes an item: a sign and its word in a column of their own, its text and, dimly after it, where it comes from.
    pub(super) fn item(&mut self, (sign, look): (&str, Role), role: Role, text: &str, tail: &str) {
        let at = self.lead.min(self.width / 2);
        let sign = draw::clip(sign, at - 1);
        let sign = format!("{sign}{}", " ".repeat((at - 1).saturating_sub(draw::width(&sign))));
        let after = format!(" {tail}");
        let pieces = [(look, sign.as_str()), (role, text), (Role::TextDim, after.as_str())];
        self.flow(0, at, if tail.is_empty() { &pieces[..2] } else { &pieces });
    }

    /// Writes a heading.
    pub(super) fn heading(&mut self, words: &str) {
        self.flow(0, 2, &[(Role::Title, words)]);
    }

    /// Writes what is read out, a line for each thing as `label: words`: the words beside their label where there is room, so
    /// that as little as can be is out of view.
    pub(super) fn read_out(&mut self, text: &str) {
        self.is_read_out();
        let beside = self.width >= Self::READ_BESIDE;
        let lead = std::mem::replace(&mut self.lead, Self::READ_LEAD);
        for line in text.lines() {
            let (label, words) = line.split_once(": ").unwrap_or(("", line));
            if beside {
                self.labelled(label, Role::TextStrong, words);
            } else {
                self.text(0, Role::Label, label);
                self.text(2, Role::TextStrong, words);
            }
        }
        self.lead = lead;
    }

    /// Writes a text, every line of it indented.
    pub(in crate::ui::screens) fn text(&mut self, indent: usize, role: Role, text: &str) {
        self.flow(indent, indent, &[(role, text)]);
    }

    /// Writes a label, and a text in the column beside it.
    pub(super) fn labelled(&mut self, label: &str, role: Role, text: &str) {
        let at = if self.width < 30 { 2 } else { self.lead };
        let label = format!("{label}{}", " ".repeat((at - 1).saturating_sub(draw::width(label))));
        self.flow(0, at, &[(Role::Label, &label), (role, text)]);
    }

    /// Writes pieces of different looks one after another; lines after the first are indented by `rest`.
    ///
    /// A piece keeps the spaces inside it; between two pieces stands one.
    pub(super) fn flow(&mut self, first: usize, rest: usize, pieces: &[(Role, &str)]) {
        let mut line = Line::new(first);
        for (role, text) in pieces {
            for (at, paragraph) in text.split('\n').enumerate() {
                if at > 0 {
                    self.lines.push(std::mem::replace(&mut line, Line::new(rest)).pieces);
                }
                let paragraph = draw::safe(paragraph);
                for (nth, word) in paragraph.split(' ').enumerate() {
                    let gap = if line.started || nth > 0 { " " } else { "" };
                    if line.columns + gap.len() + draw::width(word) <= self.width {
                        line.push(*role, gap, word);
                        continue;
                    }
                    if line.started {
                        self.lines.push(std::mem::replace(&mut line, Line::new(rest)).pieces);
                    }
                    // A word that is longer than a line is broken where the line ends.
                    let parts = draw::wrapped(word, self.width.saturating_sub(rest).max(1));
                    for (nth, part) in parts.iter().enumerate() {
                        if nth > 0 {
                            self.lines.push(std::mem::replace(&mut line, Line::new(rest)).pieces);
                        }
                        line.push(*role, "", part);
                    }
                }
            }
        }
        self.lines.push(line.pieces);
    }

    /// Adds two documents, one beside the other.
    pub(super) fn beside(&mut self, left: Self, right: Self) {
        let rows = left.height().max(right.height());
        let (mut left_lines, mut right_lines) = (left.lines.into_iter(), right.lines.into_iter());
        for _ in 0..rows {
            let mut line = left_lines.next().unwrap_or_default();
            let used: usize = line.iter().map(|(_, text)| draw::width(text)).sum();
            line.push((Role::Border, format!("{} │ ", " ".repeat(left.width.saturating_sub(used)))));
            line.extend(right_lines.next().unwrap_or_default());
            self.lines.push(line);
        }
    }

    /// Draws what the window shows; the last column says whether there is more above or below.
    pub(in crate::ui::screens) fn draw(&self, buf: &mut Buffer, area: Rect, theme: &Theme, window: &Window) {
        let height = usize::from(area.height);
        if height == 0 || area.width == 0 {
            window.at_end.set(false);
            return;
        }
        let top = window.clamp(self.height(), height);
        for (y, line) in (area.y..area.bottom()).zip(self.lines.iter().skip(top)) {
            let mut x = area.x;
            for (role, text) in line {
                x = x.saturating_add(draw::put(buf, area, x, y, text, theme.style(*role)));
            }
        }
        let below = self.height().saturating_sub(top + height);
        let counted = (self.read_out || self.counts) && below > 0 && height > 1;
        if counted {
            // The last line in view gives its place away, and is read with the next page.
            let what = if self.read_out { " to read out" } else { "" };
            let key = keymap::keys_of(&[Context::Edit], Action::PageDown);
            let words = format!("▼ {}{what}: {key}", lines(below + 1));
            let foot = Rect { y: area.bottom() - 1, height: 1, ..area };
            let style = theme.style(Role::Notice);
            draw::put(buf, foot, foot.x, foot.y, &format!("{words:<0$}", usize::from(foot.width)), style);
        }
        let edge = area.right() - 1;
        if top > 0 {
            draw::put(buf, area, edge, area.y, "▲", theme.style(Role::TextStrong));
        }
        if below > 0 && !counted {
            draw::put(buf, area, edge, area.bottom() - 1, "▼", theme.style(Role::TextStrong));
        }
    }
}

/// Counts lines that are still out of view.
fn lines(many: usize) -> String {
    if many == 1 { "1 more line".to_owned() } else { format!("{many} more lines") }
}

/// One line that grows.
struct Line {
    pieces: Vec<(Role, String)>,
    columns: usize,
    started: bool,
}

impl Line {
    fn new(indent: usize) -> Self {
        let pieces = if indent > 0 { vec![(Role::Text, " ".repeat(indent))] } else { Vec::new() };
        Self { pieces, columns: indent, started: false }
    }

    fn push(&mut self, role: Role, gap: &str, word: &str) {
        self.started = true;
        self.columns += gap.len() + draw::width(word);
        match self.pieces.last_mut() {
            Some((last, text)) if *last == role => {
                text.push_str(gap);
                text.push_str(word);
            }
            _ => {
                if !gap.is_empty() {
                    self.pieces.push((Role::Text, gap.to_owned()));
                }
                self.pieces.push((role, word.to_owned()));
            }
        }
    }
}

/// How far down a document is looked at.
#[derive(Clone, Default, Debug)]
pub(in crate::ui::screens) struct Window {
    top: Cell<usize>,
    height: Cell<usize>,
    at_end: Cell<bool>,
}

impl Window {
    /// Goes back to the top.
    pub(in crate::ui::screens) fn reset(&self) {
        self.top.set(0);
    }

    /// Gives the first line that is shown.
    pub(super) fn top(&self) -> usize {
        self.top.get()
    }

    /// Goes to the end.
    pub(super) fn end(&self) {
        self.top.set(usize::MAX);
    }

    /// Tells whether the last line was in view when it was drawn.
    pub(in crate::ui::screens) fn is_at_end(&self) -> bool {
        self.at_end.get()
    }

    /// Brings some lines into view, as far as they fit into so many.
    pub(super) fn show(&self, from: usize, to: usize, height: u16) {
        let height = usize::from(height.max(1));
        let low = to.saturating_sub(height);
        self.top.set(self.top.get().max(low).min(from));
    }

    /// Moves by a page; tells whether the action was one of a page's.
    pub(in crate::ui::screens) fn act(&self, action: Action) -> bool {
        let page = self.height.get().saturating_sub(1).max(1);
        match action {
            Action::PageUp => self.top.set(self.top.get().saturating_sub(page)),
            Action::PageDown => self.top.set(self.top.get().saturating_add(page)),
            _ => return false,
        }
        true
    }

    fn clamp(&self, len: usize, height: usize) -> usize {
        let top = self.top.get().min(len.saturating_sub(height));
        self.top.set(top);
        self.height.set(height);
        self.at_end.set(top + height >= len);
        top
    }
}

#[cfg(test)]
impl Document {
    /// Gives its lines as text.
    pub(super) fn plain(&self) -> Vec<String> {
        self.lines.iter().map(|line| line.iter().map(|(_, text)| text.as_str()).collect()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(page: &Document) -> Vec<String> {
        page.plain()
    }

    #[test]
    fn pieces_flow_and_no_word_is_lost() {
        let mut page = Document::new(20);
        page.flow(0, 4, &[(Role::Met, "✓ agreed"), (Role::Text, "Sara Brook, as holder of it")]);
        assert_eq!(plain(&page), ["✓ agreed Sara Brook,", "    as holder of it"]);
        page.text(2, Role::Text, "abcdefghijklmnopqrstuvwxyz\nend");
        assert_eq!(plain(&page)[2..], ["  abcdefghijklmnopqr", "  stuvwxyz", "  end"]);
    }

    #[test]
    fn a_window_stays_on_the_page() {
        let mut page = Document::new(20);
        for n in 0..9 {
            page.text(0, Role::Text, &n.to_string());
        }
        let window = Window::default();
        let area = Rect::new(0, 0, 20, 4);
        let mut buf = Buffer::empty(area);
        page.draw(&mut buf, area, &Theme::plain(), &window);
        window.act(Action::PageDown);
        window.act(Action::PageDown);
        page.draw(&mut buf, area, &Theme::plain(), &window);
        assert_eq!(window.top.get(), 5);
        window.show(2, 4, 4);
        assert_eq!(window.top.get(), 2);
    }
}
