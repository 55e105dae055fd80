//! How long a text may be. The limits are there for accidents (a whole file pasted), not for people.

/// The longest note, in bytes: 1 MiB.
pub const NOTE_BYTES: usize = 1 << 20;
/// The longest name, in characters.
pub const NAME_CHARS: usize = 10_000;
/// The longest one-line answer, in characters.
pub const LINE_CHARS: usize = 10_000;

/// A text that is too long to keep.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TooLong {
    /// A note or another text of several lines.
    #[error("this text is longer than a note can be (1 MiB): split it into several notes")]
    Note,
    /// A name.
    #[error("this name is longer than {NAME_CHARS} characters: write the name here and the rest as a note")]
    Name,
    /// One line.
    #[error("this line is longer than {LINE_CHARS} characters: write it as a note")]
    Line,
}

/// Checks a note.
pub fn check(text: &str) -> Result<(), TooLong> {
    if text.len() > NOTE_BYTES { Err(TooLong::Note) } else { Ok(()) }
}

/// Checks a name; whatever people are called is a name.
pub fn name(text: &str) -> Result<(), TooLong> {
    if longer(text, NAME_CHARS) { Err(TooLong::Name) } else { Ok(()) }
}

/// Checks one line.
pub fn line(text: &str) -> Result<(), TooLong> {
    if longer(text, LINE_CHARS) { Err(TooLong::Line) } else { Ok(()) }
}

/// Tells whether a text says something: two letters or figures at least, and not the same one over and over.
pub fn says_something(text: &str) -> bool {
    let mut written = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    written.next().is_some_and(|first| written.any(|c| c != first))
}

/// Tells whether a text names something: one letter or figure is enough.
pub fn names_something(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

fn longer(text: &str, chars: usize) -> bool {
    text.len() > chars && text.chars().nth(chars).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        assert_eq!(check(&"x".repeat(NOTE_BYTES)), Ok(()));
        assert_eq!(check(&"x".repeat(NOTE_BYTES + 1)), Err(TooLong::Note));
        assert_eq!(name(&"ö".repeat(NAME_CHARS)), Ok(()));
        assert_eq!(name(&"ö".repeat(NAME_CHARS + 1)), Err(TooLong::Name));
        assert_eq!(line(&"x".repeat(LINE_CHARS + 1)), Err(TooLong::Line));
        assert_eq!(name("O"), Ok(()));
    }

    #[test]
    fn a_full_stop_says_nothing() {
        for nothing in ["", "  ", ".", "- -", "…", "x", "x.", "aaaa", "A a a", "11", "?!"] {
            assert!(!says_something(nothing), "{nothing}");
        }
        for something in ["no", "he", "7a", "he would know", "ö u", "她说"] {
            assert!(says_something(something), "{something}");
        }
        assert!(names_something("7") && names_something("K.") && !names_something("-."));
    }
}
