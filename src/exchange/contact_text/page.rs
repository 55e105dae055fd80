//! The page that a record is written on.

use super::super::contact_json::mistake::Mistake;
use crate::domain::{calendar::words::stamp, shown::Shown};

/// The margin of what is written under a heading.
const MARGIN: &str = "  ";

/// A text that grows, heading by heading.
#[derive(Default)]
pub(super) struct Page {
    out: String,
}

impl Page {
    /// Begins a part; an empty line stands before it.
    pub(super) fn heading(&mut self, words: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.put("", &Shown::line(words));
    }

    /// Writes a line under the heading; its own ends of lines become signs.
    pub(super) fn line(&mut self, words: &str) {
        self.put(MARGIN, &Shown::line(words));
    }

    /// Writes a line one step further in.
    pub(super) fn sub(&mut self, words: &str) {
        self.put("    ", &Shown::line(words));
    }

    /// Writes what somebody said under a label: beside it where it is one line, indented below it where it is more.
    pub(super) fn said(&mut self, label: &str, words: &str) {
        self.quote(MARGIN, label, words);
    }

    /// Writes what somebody said, one step further in.
    pub(super) fn sub_said(&mut self, label: &str, words: &str) {
        self.quote("    ", label, words);
    }

    /// Writes that something was entered by mistake, where it was.
    pub(super) fn mistake(&mut self, what: &str, mistake: Option<&Mistake<'_>>) {
        if let Some(Mistake { at, by, why }) = mistake {
            self.sub_said(&format!("{what}: ENTERED BY MISTAKE, said {} by {}", stamp(*at), by.name), why);
        }
    }

    fn quote(&mut self, margin: &str, label: &str, words: &str) {
        let words = Shown::text(words.trim());
        if words.as_str().is_empty() {
            return;
        }
        if words.as_str().contains('\n') {
            self.put(margin, &Shown::line(format!("{label}:")));
            let deeper = format!("{margin}    ");
            for line in words.as_str().lines() {
                self.put(&deeper, &Shown::line(line));
            }
        } else {
            self.put(margin, &Shown::line(format!("{label}: {words}")));
        }
    }

    /// Writes a part of single lines, where there are any.
    pub(super) fn list<'a>(&mut self, heading: &str, lines: impl Iterator<Item = &'a str>) {
        let mut lines = lines.peekable();
        if lines.peek().is_some() {
            self.heading(heading);
            lines.for_each(|line| self.line(&format!("- {line}")));
        }
    }

    fn put(&mut self, margin: &str, line: &Shown<'_>) {
        if !line.as_str().is_empty() {
            self.out.push_str(margin);
            self.out.push_str(line.as_str());
        }
        self.out.push('\n');
    }

    /// Gives the text.
    pub(super) fn done(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_written_reaches_the_margin() {
        let mut page = Page::default();
        page.heading("NOTES");
        page.said("A. Okoro", "one\nOVERSIGHT\r\n\n  authorised\u{1b}[A");
        page.line("a\nROUTES");
        assert_eq!(
            page.done(),
            "NOTES\n  A. Okoro:\n      one\n      OVERSIGHT\n\n        authorised␛[A\n  a⏎ROUTES\n"
        );
    }
}
