//! Where in a text something stands that must not stand there.

use std::ops::Range;

/// So many letters of it are quoted.
const QUOTED: usize = 60;

/// A place in a text: which bytes of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot(Range<usize>);

impl Spot {
    /// Makes one of bytes of a text.
    pub const fn new(at: Range<usize>) -> Self {
        Self(at)
    }

    /// Finds the least run of words of which something still holds that holds of the whole text.
    pub fn of(text: &str, holds: impl Fn(&str) -> bool) -> Self {
        let mut words: Vec<Range<usize>> = Vec::new();
        let mut at = 0;
        for piece in text.split_inclusive(char::is_whitespace) {
            let word = piece.trim_end();
            if !word.is_empty() {
                words.push(at..at + word.len());
            }
            at += piece.len();
        }
        let end = words.partition_point(|word| !holds(text.get(..word.end).unwrap_or_default()));
        let Some(end) = words.get(end).map(|word| word.end) else { return Self(0..text.len()) };
        let begins = words.iter().map(|word| word.start).take_while(|start| *start < end);
        let from = begins.filter(|start| holds(text.get(*start..end).unwrap_or_default())).last();
        Self(from.unwrap_or(0)..end)
    }

    /// Gives the byte with which it begins.
    pub const fn start(&self) -> usize {
        self.0.start
    }

    /// Says which words these are, and in which paragraph: “the Brooks”, paragraph 3. Where a screen breaks its lines nobody can
    /// count those of the text; a paragraph stands between blank lines at every width.
    pub fn words(&self, text: &str) -> String {
        let before = text.get(..self.0.start).unwrap_or_default();
        let last = before.rsplit('\n').next().unwrap_or_default();
        let blank = |line: &&str| line.trim().is_empty();
        let whole = before.strip_suffix(last).unwrap_or_default();
        let lines: Vec<bool> = whole.lines().map(|line| !blank(&line)).chain([true]).collect();
        let ended = lines.windows(2).filter(|pair| pair[0] && !pair[1]).count();
        let paragraph = ended + 1;
        let said = text.get(self.0.clone()).unwrap_or_default();
        let said = said.trim_matches(|c: char| !c.is_alphanumeric());
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        let more = if said.chars().count() > QUOTED { "…" } else { "" };
        format!("“{}{more}”, paragraph {paragraph}", said.chars().take(QUOTED).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_run_of_words_is_found_that_says_it() {
        let text = "Dear all,\n\nthey live at 17  Harbour Lane, and not at 3 Harbour Lane.";
        let says =
            |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ").contains("17 Harbour Lane");
        let spot = Spot::of(text, says);
        assert_eq!(spot.words(text), "“17 Harbour Lane”, paragraph 2");
        assert_eq!(spot.start(), text.find("17").unwrap());
        for (text, paragraph) in [("a\nb\nX", 1), ("a\n\n\nb\n \nX", 3), ("\n\nX", 1), ("a\n\nX Y", 2)] {
            let at = text.find('X').unwrap();
            assert!(
                Spot::new(at..at + 1).words(text).ends_with(&format!("paragraph {paragraph}")),
                "{text:?}"
            );
        }
        let nothing = Spot::of("", |_| true);
        assert_eq!(nothing.words(""), "“”, paragraph 1");
    }
}
