//! Where the rows of a text begin. An edit looks again only at the rows around it.

use unicode_segmentation::UnicodeSegmentation;

use crate::ui::draw;

/// The rows at a width; no width yet where nothing was drawn.
#[derive(Debug, Default)]
pub(super) struct Wrap {
    width: usize,
    starts: Vec<usize>,
    secret: bool,
    /// The first row in view, and how many are.
    pub(super) top: usize,
    pub(super) height: usize,
    /// Whether the beginning is in view, wherever the cursor is.
    pub(super) begins: bool,
}

impl Wrap {
    /// Fits the text to a width, in columns; costs nothing where it fits already.
    pub(super) fn fit(&mut self, text: &str, secret: bool, width: usize) -> &mut Self {
        self.secret = secret;
        if self.width != width || self.starts.is_empty() {
            self.width = width;
            self.starts.clear();
            self.starts.push(0);
            while let Some(next) = self.next(text, self.starts[self.starts.len() - 1]) {
                self.starts.push(next);
            }
        }
        self
    }

    /// Fits the text to the width of before, or to a usual one.
    pub(super) fn fit_again(&mut self, text: &str) {
        let width = if self.width == 0 { 80 } else { self.width };
        self.fit(text, self.secret, width);
    }

    pub(super) fn is_fit(&self) -> bool {
        !self.starts.is_empty()
    }

    pub(super) fn forget(&mut self) {
        self.starts.clear();
        self.top = 0;
    }

    pub(super) fn rows(&self) -> usize {
        self.starts.len()
    }

    pub(super) fn page(&self) -> usize {
        self.height.saturating_sub(1).max(1)
    }

    /// Finds the row of a place in the text.
    pub(super) fn row_of(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    /// Gives start and end of a row.
    pub(super) fn bounds(&self, row: usize, len: usize) -> (usize, usize) {
        (self.starts[row], self.starts.get(row + 1).copied().unwrap_or(len))
    }

    /// Gives the column of a place in a row.
    pub(super) fn column(&self, text: &str, row: usize, at: usize) -> usize {
        let mut column = 0;
        let mut from = self.starts[row];
        while from < at {
            let end = grapheme_end(text, from);
            column += self.columns(&text[from..end]);
            from = end;
        }
        column
    }

    /// Finds the place in a row that is nearest to a column, from the left.
    pub(super) fn at_column(&self, text: &str, row: usize, column: usize) -> usize {
        let (mut at, end) = self.bounds(row, text.len());
        let mut seen = 0;
        while at < end && text.as_bytes()[at] != b'\n' {
            let next = grapheme_end(text, at);
            seen += self.columns(&text[at..next]);
            if seen > column {
                break;
            }
            at = next;
        }
        at
    }

    /// Takes up that at `at` so many bytes went and so many came; `text` is the new text.
    pub(super) fn edited(&mut self, text: &str, at: usize, gone: usize, come: usize) {
        if self.starts.is_empty() {
            return;
        }
        // What comes at the start of a row may be what did not fit into the row before the row before; no row further up saw it.
        let from = self.row_of(at).saturating_sub(2);
        let shift = |start: usize| start - gone + come;
        let mut old = self.starts.partition_point(|start| *start < at + gone).max(from + 1);
        let mut fresh = Vec::new();
        let mut start = self.starts[from];
        let met = loop {
            let Some(next) = self.next(text, start) else { break false };
            while old < self.starts.len() && shift(self.starts[old]) < next {
                old += 1;
            }
            if next >= at + come && self.starts.get(old).is_some_and(|start| shift(*start) == next) {
                break true;
            }
            fresh.push(next);
            start = next;
        };
        if met {
            for start in &mut self.starts[old..] {
                *start = shift(*start);
            }
        } else {
            old = self.starts.len();
        }
        self.starts.splice(from + 1..old, fresh);
    }

    /// Finds where the row after the one at `start` begins; none after the last.
    fn next(&self, text: &str, start: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let (mut at, mut column, mut gap) = (start, 0, None);
        while at < bytes.len() {
            if bytes[at] == b'\n' {
                return Some(at + 1);
            }
            let end = grapheme_end(text, at);
            let wide = self.columns(&text[at..end]);
            let space = bytes[at] == b' ' && !self.secret;
            if column + wide > self.width && at > start {
                // One space may hang over the edge; else the last word goes down, or the row breaks where it is full.
                let next = if space { end } else { gap.unwrap_or(at) };
                return (next < bytes.len()).then_some(next);
            }
            column += wide;
            at = end;
            if space {
                gap = Some(end);
            }
        }
        None
    }

    fn columns(&self, grapheme: &str) -> usize {
        if self.secret { 1 } else { draw::columns(grapheme) }
    }
}

/// Finds the end of the grapheme at a place, quickly where it is plain.
pub(super) fn grapheme_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let plain = matches!(bytes[at], b' '..=b'~' | b'\n') && bytes.get(at + 1).is_none_or(u8::is_ascii);
    if plain {
        at + 1
    } else {
        text[at..].graphemes(true).next().map_or(text.len(), |first| at + first.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn whole(text: &str, width: usize) -> Vec<usize> {
        let mut wrap = Wrap::default();
        wrap.fit(text, false, width);
        wrap.starts
    }

    #[test]
    fn rows_break_at_spaces_then_anywhere() {
        assert_eq!(whole("one two three", 8), [0, 8]);
        assert_eq!(whole("one two  three", 7), [0, 8]);
        assert_eq!(whole("abcdefgh", 3), [0, 3, 6]);
        assert_eq!(whole("a\n\nb\n", 10), [0, 2, 3, 5]);
        assert_eq!(whole("日本語", 4), [0, 6]);
        assert_eq!(whole("", 4), [0]);
    }

    proptest! {
        #[test]
        fn looking_at_a_few_rows_again_is_enough(
            text in "[a-c \n日é]{0,120}",
            edits in prop::collection::vec((any::<prop::sample::Index>(), 0usize..12, "[a \n日]{0,12}"), 1..8),
            width in 1usize..14,
        ) {
            let mut text = text;
            let mut wrap = Wrap::default();
            wrap.fit(&text, false, width);
            for (place, gone, come) in edits {
                let from = text.floor_char_boundary(place.index(text.len() + 1));
                let to = text.ceil_char_boundary((from + gone).min(text.len()));
                text.replace_range(from..to, &come);
                wrap.edited(&text, from, to - from, come.len());
                prop_assert_eq!(&wrap.starts, &whole(&text, width), "{:?}", text);
            }
        }
    }
}
