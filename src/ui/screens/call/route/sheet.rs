//! A sheet of text that is read, not filled in: wrapped to a width, with a sign and a word before each item.

use ratatui::{style::Style, text::Line};

use crate::ui::{
    draw,
    theme::{Role, Theme},
};

/// Room for the longest sign and word, "? not known", and a gap.
const LEAD: usize = 13;

/// Lines, as they are made.
pub(super) struct Sheet<'t> {
    theme: &'t Theme,
    width: usize,
    /// How many columns are kept for a sign and its word.
    pub(super) lead: usize,
    /// The lines so far.
    pub(super) lines: Vec<Line<'static>>,
}

impl<'t> Sheet<'t> {
    /// Makes an empty sheet, so many columns wide.
    pub(super) fn new(theme: &'t Theme, width: u16) -> Self {
        Self { theme, width: usize::from(width.max(1)), lead: LEAD, lines: Vec::new() }
    }

    /// Begins a section.
    pub(super) fn heading(&mut self, words: &str) {
        if !self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        self.text(Role::Title, words);
    }

    /// Writes a text over the whole width.
    pub(super) fn text(&mut self, role: Role, text: &str) {
        let style = self.theme.style(role);
        self.lines
            .extend(draw::wrapped(text, self.width).iter().map(|line| Line::from(draw::span(line, style))));
    }

    /// Writes an item: what it is, in a column of its own; its text; and, dimly after it, where it comes from.
    pub(super) fn item(&mut self, lead: (&str, Role), role: Role, text: &str, tail: &str) {
        let indent = self.lead.min(self.width / 2);
        let room = self.width.saturating_sub(indent).max(1);
        let (strong, dim) = (self.theme.style(role), self.theme.style(Role::TextDim));
        let mut rows: Vec<Vec<(String, Style)>> =
            draw::wrapped(text, room).into_iter().map(|line| vec![(line, strong)]).collect();
        if !tail.is_empty() {
            let used = rows.last().and_then(|row| row.first()).map_or(0, |(line, _)| draw::width(line));
            match rows.last_mut() {
                Some(last) if used + 2 + draw::width(tail) <= room => last.push((format!("  {tail}"), dim)),
                _ => rows.extend(draw::wrapped(tail, room).into_iter().map(|line| vec![(line, dim)])),
            }
        }
        for (at, row) in rows.into_iter().enumerate() {
            let sign = if at == 0 {
                draw::clip(lead.0, indent.saturating_sub(1)).into_owned()
            } else {
                String::new()
            };
            let pad = " ".repeat(indent.saturating_sub(draw::width(&sign)));
            let mut line =
                Line::from(vec![draw::span(&sign, self.theme.style(lead.1)), draw::span(&pad, strong)]);
            line.spans.extend(row.iter().map(|(text, style)| draw::span(text, *style)));
            self.lines.push(line);
        }
    }
}
