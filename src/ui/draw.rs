//! The last steps to a cell: text is made safe here, measured as it will be seen, and cut to fit.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::shown::Shown;

/// Makes one line safe to show.
pub fn safe(text: &str) -> String {
    Shown::line(text).into_cow().into_owned()
}

/// Makes a styled, safe piece of a line.
pub fn span(text: &str, style: impl Into<Style>) -> Span<'static> {
    Span::styled(safe(text), style)
}

/// Measures one grapheme in columns, as it will be seen.
pub fn columns(grapheme: &str) -> usize {
    match grapheme.as_bytes() {
        [b' '..=b'~'] => 1,
        _ => Shown::line(grapheme).as_str().width(),
    }
}

/// Measures a line in columns, as it will be seen.
pub fn width(text: &str) -> usize {
    simple(text).unwrap_or_else(|| Shown::line(text).as_str().width())
}

/// Cuts a line that is safe already to at most `max` columns, with `…` where something was cut.
pub fn clip(text: &str, max: usize) -> Cow<'_, str> {
    if simple(text).unwrap_or_else(|| text.width()) <= max {
        return Cow::Borrowed(text);
    }
    let mut kept = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used + 1 > max {
            break;
        }
        kept.push_str(grapheme);
    }
    if max > 0 {
        kept.push('…');
    }
    Cow::Owned(kept)
}

/// Writes a line at a place of the area, cut with `…` to what is left of it, and gives the columns used.
pub fn put(buf: &mut Buffer, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
    let area = area.intersection(buf.area);
    if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
        return 0;
    }
    let room = usize::from(area.right() - x);
    if let Some(columns) = simple(text) {
        // Most of what is drawn: one letter, one cell, and nothing to find out.
        let cut = columns > room;
        let letters = text.chars().take(if cut { room - 1 } else { room });
        // The row is looked up once: by its column each cell of it cost as much to find as to write.
        let from = buf.index_of(x, y);
        let row = buf.content.get_mut(from..from + room).unwrap_or_default();
        for (cell, letter) in row.iter_mut().zip(letters.chain(cut.then_some('…'))) {
            cell.set_char(letter).set_style(style);
        }
        return u16::try_from(columns.min(room)).unwrap_or(0);
    }
    let text = Shown::line(text).into_cow();
    let (end, _) = buf.set_stringn(x, y, clip(&text, room), room, style);
    end - x
}

/// Gives an area a style, row by row: a whole screen of cells looked up one at a time was a twelfth of a key.
pub fn lay(buf: &mut Buffer, area: Rect, style: impl Into<Style>) {
    let (area, style) = (area.intersection(buf.area), style.into());
    if area.is_empty() {
        return;
    }
    for y in area.top()..area.bottom() {
        let from = buf.index_of(area.left(), y);
        for cell in buf.content.get_mut(from..from + usize::from(area.width)).unwrap_or_default() {
            cell.set_style(style);
        }
    }
}

/// Counts the columns of a text each letter of which takes one, is safe as it is, and joins no other; none of any other text.
fn simple(text: &str) -> Option<usize> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Some(text.len());
    }
    text.chars().try_fold(0, |columns, letter| is_simple(letter).then_some(columns + 1))
}

/// Tells whether a letter is one of those: ASCII, the accents of western Europe, and the signs of this program.
const fn is_simple(letter: char) -> bool {
    matches!(letter,
        ' '..='~' | '\u{A1}'..='\u{AC}' | '\u{AE}'..='\u{FF}' | '–' | '—' | '‘' | '’' | '“' | '”' | '•' | '…' | '‼'
        | '←'..='↓' | '\u{2500}'..='\u{25F7}' | '★' | '✓' | '✕')
}

/// Gives the room for so many lines in a box: the last line of it is left for what says that there is more, where there is.
pub fn above_more(inner: Rect, lines: usize) -> Rect {
    let fits = lines <= usize::from(inner.height);
    Rect { height: inner.height - u16::from(!fits && inner.height > 1), ..inner }
}

/// Breaks a text into lines of at most `max` columns, at spaces where it can.
pub fn wrapped(text: &str, max: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let paragraph = Shown::line(paragraph).into_cow();
        let mut line = String::new();
        let mut used = 0;
        for word in paragraph.split(' ') {
            let (gap, wide) = (usize::from(!line.is_empty()), word.width());
            if used + gap + wide <= max {
                line.push_str(if gap == 1 { " " } else { "" });
                line.push_str(word);
                used += gap + wide;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            for grapheme in word.graphemes(true) {
                let wide = grapheme.width();
                if used + wide > max && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push_str(grapheme);
                used += wide;
            }
        }
        lines.push(line);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_reaches_a_cell() {
        let area = Rect::new(0, 0, 20, 1);
        let mut buf = Buffer::empty(area);
        put(&mut buf, area, 0, 0, "a\u{1b}[31mb\u{202e}c", Style::new());
        let text: String = buf.content().iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'));
    }

    #[test]
    fn what_is_simple_takes_a_column_each_and_is_safe_and_joins_nothing() {
        let simple: Vec<char> = ('\0'..=char::MAX).filter(|letter| is_simple(*letter)).collect();
        assert!(simple.len() > 400, "{}", simple.len());
        for letter in &simple {
            let alone = letter.to_string();
            assert_eq!(alone.width(), 1, "{letter:?}");
            assert_eq!(safe(&alone), alone);
            for other in &simple {
                assert_eq!(format!("{letter}{other}").graphemes(true).count(), 2, "{letter:?} {other:?}");
            }
        }
        for text in ["", "Éowyn – 4 • ★", "日本", "e\u{301}", "a\u{ad}b", "★\u{fe0f}", "a\u{202e}b", "\t"]
        {
            let columns = super::simple(text);
            assert!(columns.is_none_or(|columns| columns == text.width() && safe(text) == text), "{text:?}");
            assert_eq!(columns.is_some(), text.chars().all(is_simple));
        }
    }

    #[test]
    fn a_style_is_laid_where_it_was_meant_and_nowhere_else() {
        let mut buf = Buffer::empty(Rect::new(2, 3, 6, 4));
        let style = Style::new().bg(ratatui::style::Color::Blue).bold();
        let mut theirs = buf.clone();
        for area in
            [Rect::new(3, 4, 2, 2), Rect::new(6, 5, 90, 90), Rect::new(0, 0, 2, 3), Rect::new(4, 4, 0, 2)]
        {
            lay(&mut buf, area, style);
            theirs.set_style(area, style);
        }
        assert_eq!(buf, theirs);
        assert!(buf.content().iter().any(|cell| cell.bg == ratatui::style::Color::Blue));
    }

    #[test]
    fn what_does_not_fit_says_so() {
        let area = Rect::new(0, 0, 4, 1);
        for (text, shown, used) in
            [("Noah", "Noah", 4), ("Aaliyah", "Aal…", 4), ("Éowyn", "Éow…", 4), ("Jo", "Jo  ", 2)]
        {
            let mut buf = Buffer::empty(area);
            assert_eq!(put(&mut buf, area, 0, 0, text, Style::new()), used);
            assert_eq!(buf.content().iter().map(ratatui::buffer::Cell::symbol).collect::<String>(), shown);
        }
        assert_eq!(clip("Aaliyah", 4), "Aal…");
        assert_eq!(clip("Noah", 4), "Noah");
        assert_eq!(clip("日本語", 4), "日…");
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
    }
}
