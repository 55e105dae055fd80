//! The one door by which text leaves.
//!
//! What people typed, pasted or sent is stored as it came. On a screen, in a letter, in a file of rows or in a log it
//! could move the cursor, turn a line around or hide a word; so whatever leaves goes through [`Shown`], which puts a
//! visible sign in the place of everything that can. Nothing is dropped: a reader sees that something was there.

use std::{borrow::Cow, fmt};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many combining marks one letter may carry; scripts in use need fewer.
const MARKS: u8 = 8;
/// How many joins one picture may have; a family of four has three.
const JOINS: u8 = 6;

/// Gives words as they begin a sentence.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// A text that is safe to show.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Shown<'a>(Cow<'a, str>);

impl<'a> Shown<'a> {
    /// Makes one line safe: ends of lines become `⏎`.
    pub fn line(text: impl Into<Cow<'a, str>>) -> Self {
        Self::made(text.into(), '⏎')
    }

    /// Makes a text of several lines safe: its lines end with `\n`, however they ended before.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::made(text.into(), '\n')
    }

    fn made(text: Cow<'a, str>, newline: char) -> Self {
        match cleaned(&text, newline) {
            Some(clean) => Self(Cow::Owned(clean)),
            None => Self(text),
        }
    }

    /// Gives the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Gives the text, borrowed where it was safe as it came.
    pub fn into_cow(self) -> Cow<'a, str> {
        self.0
    }

    /// Gives the text as its own.
    pub fn into_owned(self) -> Shown<'static> {
        Shown(Cow::Owned(self.0.into_owned()))
    }

    /// Measures a line in columns of the screen.
    pub fn width(&self) -> usize {
        width(&self.0)
    }

    /// Cuts a line to so many columns; `…` stands for what is left out.
    #[must_use]
    pub fn clipped(self, columns: usize) -> Self {
        if self.width() <= columns {
            return self;
        }
        let Some(room) = columns.checked_sub(1) else { return Self::default() };
        let mut used = 0;
        let cut: usize = self
            .0
            .graphemes(true)
            .take_while(|cluster| {
                used += cluster.width();
                used <= room
            })
            .map(str::len)
            .sum();
        let mut text = self.0.into_owned();
        text.truncate(cut);
        text.push('…');
        Self(Cow::Owned(text))
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl AsRef<str> for Shown<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'a> From<Shown<'a>> for Cow<'a, str> {
    fn from(shown: Shown<'a>) -> Self {
        shown.0
    }
}

impl From<Shown<'_>> for String {
    fn from(shown: Shown<'_>) -> Self {
        shown.0.into_owned()
    }
}

/// Measures a line cluster by cluster, as it is drawn.
fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.graphemes(true).map(UnicodeWidthStr::width).sum() }
}

/// Cleans a text; none where it is safe as it is.
fn cleaned(text: &str, newline: char) -> Option<String> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~') || (byte == b'\n' && newline == '\n')) {
        return None;
    }
    let mut out: Option<String> = None;
    let mut cluster = Cluster::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let put = match c {
            ' '..='~' => Put::Same,
            '\r' if next == Some('\n') => Put::Nothing,
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => Put::One(newline),
            '\t' => Put::One(' '),
            '\0'..='\u{1F}' => Put::One(char::from_u32(0x2400 + u32::from(c)).unwrap_or('␀')),
            '\u{7F}' => Put::One('␡'),
            '\u{200D}' if cluster.joins(next) => Put::Same,
            '\u{FE0E}' | '\u{FE0F}' if cluster.varies() => Put::Same,
            c if hidden(c) => Put::Number,
            c if c.is_whitespace() => Put::One(' '),
            c if c.width() == Some(0) => cluster.mark(),
            _ => Put::Same,
        };
        let same = matches!(put, Put::Same) || matches!(put, Put::One(one) if one == c);
        if !same && out.is_none() {
            let mut begun = String::with_capacity(text.len() + 16);
            begun.push_str(&text[..at]);
            out = Some(begun);
        }
        let last = match put {
            Put::Nothing => continue,
            Put::Same | Put::OnCircle => c,
            Put::One(one) => one,
            Put::Number => '⟩',
        };
        cluster.take(last);
        if let Some(out) = &mut out {
            match put {
                Put::Number => {
                    use fmt::Write as _;
                    // Writing to a string cannot fail.
                    let _ = write!(out, "⟨U+{:04X}⟩", u32::from(c));
                }
                Put::OnCircle => out.extend(['◌', c]),
                _ => out.push(last),
            }
        }
    }
    out
}

/// What takes a character's place.
#[derive(Clone, Copy)]
enum Put {
    /// Itself.
    Same,
    /// Another one.
    One(char),
    /// Itself, on a dotted circle, for there is no letter to carry it.
    OnCircle,
    /// Its number.
    Number,
    /// Nothing: the first half of `\r\n`.
    Nothing,
}

/// What was put out since the last letter or picture.
#[derive(Default)]
struct Cluster {
    /// The last character put out.
    last: Option<char>,
    /// Combining marks on the last letter.
    marks: u8,
    /// Joins within the last picture.
    joins: u8,
}

impl Cluster {
    /// Tells whether a joiner stands between two pictures here.
    fn joins(&self, next: Option<char>) -> bool {
        let after = self.last.is_some_and(|last| picture(last) || last == '\u{FE0F}');
        after && self.joins < JOINS && next.is_some_and(picture)
    }

    /// Tells whether a choice of picture or sign can stand here: after a sign or a digit, once.
    fn varies(&self) -> bool {
        self.last.is_some_and(|last| {
            let sign = !last.is_alphanumeric() || last.is_ascii_digit();
            sign && !last.is_whitespace() && last.width() != Some(0)
        })
    }

    /// Says what becomes of a combining mark.
    fn mark(&self) -> Put {
        match self.last {
            None | Some('\n') => Put::OnCircle,
            _ if self.marks < MARKS => Put::Same,
            _ => Put::Number,
        }
    }

    /// Notes what was put out.
    fn take(&mut self, c: char) {
        match c {
            '\u{200D}' => self.joins += 1,
            '\u{FE0E}' | '\u{FE0F}' => {}
            _ if c.width() == Some(0) => self.marks = self.marks.saturating_add(1),
            _ => {
                self.marks = 0;
                if self.last != Some('\u{200D}') {
                    self.joins = 0;
                }
            }
        }
        self.last = Some(c);
    }
}

/// Tells whether a character is a picture that joins with others.
const fn picture(c: char) -> bool {
    matches!(c,
        '\u{2190}'..='\u{21FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}')
}

/// Tells whether a character is unseen or moves what is seen: controls, directions, joiners, fillers, tags, private
/// pictures and what is no character at all.
const fn hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}'
        | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{E000}'..='\u{F8FF}' | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{FFFE}'..='\u{FFFF}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines() {
        for (raw, shown) in [
            ("Ellis", "Ellis"),
            ("Siân O’Brien – Zoë", "Siân O’Brien – Zoë"),
            ("\u{1b}[31mred\u{7}", "␛[31mred␇"),
            ("a\u{9b}31m", "a⟨U+009B⟩31m"),
            ("del\u{7f}", "del␡"),
            ("one\r\ntwo\nthree\rfour\u{2028}", "one⏎two⏎three⏎four⏎"),
            ("a\tb\u{a0}c", "a b c"),
            ("user\u{202e}txt.exe", "user⟨U+202E⟩txt.exe"),
            ("\u{feff}BOM\u{200b}", "⟨U+FEFF⟩BOM⟨U+200B⟩"),
            ("a\u{200d}b", "a⟨U+200D⟩b"),
            ("👩‍👧‍👦 ❤️ 1️⃣ 🤷🏽‍♀️", "👩‍👧‍👦 ❤️ 1️⃣ 🤷🏽‍♀️"),
            ("e\u{301}", "e\u{301}"),
            ("\u{301}x", "◌\u{301}x"),
            ("Ann\u{fe0f}", "Ann⟨U+FE0F⟩"),
            ("x\u{e0041}", "x⟨U+E0041⟩"),
            ("محمد 한국 ไทย हिन्दी", "محمد 한국 ไทย हिन्दी"),
        ] {
            assert_eq!(Shown::line(raw).as_str(), shown, "{raw:?}");
        }
    }

    #[test]
    fn marks_are_capped_and_pictures_do_not_grow() {
        let heap = format!("Z{}", "\u{301}".repeat(40));
        let shown = Shown::line(&heap);
        assert!(shown.as_str().starts_with(&format!("Z{}⟨U+0301⟩", "\u{301}".repeat(8))));
        assert!(!shown.as_str().contains(&"\u{301}".repeat(9)));
        let chain = format!("👩{}", "\u{200d}👩".repeat(40));
        let shown = Shown::line(&chain);
        let most = shown.as_str().split('⟩').map(|part| part.matches('\u{200d}').count()).max();
        assert_eq!(most, Some(6));
    }

    #[test]
    fn texts_keep_their_lines() {
        assert_eq!(Shown::text("one\r\ntwo\rthree\n\nfour").as_str(), "one\ntwo\nthree\n\nfour");
        assert!(matches!(Shown::text("one\ntwo").into_cow(), Cow::Borrowed(_)));
        assert!(matches!(Shown::line("Siân – café").into_cow(), Cow::Borrowed(_)));
    }

    #[test]
    fn clips_by_columns() {
        for (text, columns, clipped, width) in [
            ("Aaliyah", 7, "Aaliyah", 7),
            ("Aaliyah", 6, "Aaliy…", 6),
            ("Aaliyah", 1, "…", 1),
            ("Aaliyah", 0, "", 0),
            ("日本語", 5, "日本…", 5),
            ("日本語", 4, "日…", 3),
            ("👩‍👧‍👦👩‍👧‍👦", 3, "👩‍👧‍👦…", 3),
            ("Zoe\u{308}y", 4, "Zoe\u{308}y", 4),
            ("Zoe\u{308}yx", 4, "Zoe\u{308}…", 4),
        ] {
            let shown = Shown::line(text).clipped(columns);
            assert_eq!((shown.as_str(), shown.width()), (clipped, width), "{text} in {columns}");
        }
    }

    /// Text with far more trouble in it than chance would bring.
    fn trouble() -> impl Strategy<Value = String> {
        let nasty = prop::sample::select(
            "\r\n\t\u{1b}\u{7}\u{7f}\u{85}\u{9b}\u{ad}\u{200b}\u{200d}\u{200d}\u{202e}\u{2066}\u{2069}\u{200f}\u{61c}\u{2028}\u{2029}\
             \u{feff}\u{fe0f}\u{fe0e}\u{301}\u{20dd}\u{e0041}\u{e000}👩👧❤⏎1a é⟩"
                .chars()
                .collect::<Vec<_>>(),
        );
        prop::collection::vec(prop_oneof![4 => nasty, 1 => any::<char>()], 0..60)
            .prop_map(|chars| chars.into_iter().collect())
    }

    fn forbidden(text: &str, newline: bool) -> bool {
        text.char_indices().any(|(at, c)| match c {
            '\n' => !newline,
            '\u{200D}' => !text[..at].ends_with(|c| picture(c) || c == '\u{FE0F}'),
            '\u{FE0E}' | '\u{FE0F}' => text[..at].ends_with(char::is_alphabetic),
            c => c.is_control() || hidden(c),
        })
    }

    proptest! {
        #[test]
        fn nothing_forbidden_leaves_and_once_is_enough(raw in trouble()) {
            let line = Shown::line(raw.as_str());
            prop_assert!(!forbidden(line.as_str(), false), "{:?}", line);
            let again = Shown::line(line.as_str());
            prop_assert_eq!(again.as_str(), line.as_str());
            let text = Shown::text(raw.as_str());
            prop_assert!(!forbidden(text.as_str(), true), "{:?}", text);
            let again = Shown::text(text.as_str());
            prop_assert_eq!(again.as_str(), text.as_str());
            prop_assert!(matches!(again.into_cow(), Cow::Borrowed(_)));
        }

        #[test]
        fn plain_text_is_borrowed(raw in "[ -~]{0,80}") {
            let shown = Shown::line(raw.as_str());
            prop_assert_eq!(shown.as_str(), raw.as_str());
            prop_assert!(matches!(shown.into_cow(), Cow::Borrowed(_)));
        }

        #[test]
        fn a_clip_fits(raw in trouble(), columns in 0_usize..40) {
            prop_assert!(Shown::line(raw.as_str()).clipped(columns).width() <= columns);
        }
    }
}
