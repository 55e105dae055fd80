//! Anchors: heads of the journal that somebody outside the desk wrote down, as a text file.
//!
//! Whoever owns the desk's file could write all of it anew, with every hash fitting. They cannot change what stands on a
//! handover sheet in somebody else's drawer, or in the device of a manager who was read it by telephone. One anchor a line:
//!
//! ```text
//! # anything after a hash sign is for people
//! 2026-11-24T03:12:00Z  40213  7K3M-9QZT-0HWX-4EAB-P2N8  read to R. Shah
//! 2026-11-24T08:05:00Z  -      1CVQ-77TD-M0K2-XF9S-3JRB  handover sheet
//! ```
//!
//! A handover sheet can be read as it is: of a text with a line that begins with `Anchor: ` only such lines are read.
//!
//! Four columns with spaces or tabs between: when it was written down (RFC 3339); the entry's number, or `-` where it
//! was not; the head code, in any case, its groups joined by hyphens; and where it was written, to the end of the line.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::domain::{answer::HeadCode, shown::Shown};

/// One head that was written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Anchor {
    /// When it was written down.
    pub at: DateTime<Utc>,
    /// The entry's number, where it was written down too.
    pub seq: Option<u64>,
    /// The head's code.
    pub code: HeadCode,
    /// Where it was written: "handover sheet", "read to R. Shah".
    pub place: String,
}

/// Says which line is no anchor, and why.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "line {line} of the anchors {why}; nothing was checked: a line reads `2026-11-24T03:12:00Z 40213 \
     7K3M-9QZT-0HWX-4EAB-P2N8 where it was written`, with `-` for a number that is not known"
)]
pub struct BadAnchor {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

/// How the line begins by which a sheet can be read as anchors.
pub const ON_A_SHEET: &str = "Anchor: ";

/// Reads anchors, or the one of a handover sheet.
pub fn read(text: &str) -> Result<Vec<Anchor>, BadAnchor> {
    let mut anchors = Vec::new();
    let sheet = text.lines().any(|line| line.trim_start().starts_with(ON_A_SHEET));
    for (at, line) in text.lines().enumerate() {
        let line = match (sheet, line.trim_start().strip_prefix(ON_A_SHEET)) {
            (true, Some(anchor)) => anchor,
            (true, None) => continue,
            (false, _) => line,
        };
        let line_without_comment = line.split('#').next().unwrap_or_default().trim();
        if line_without_comment.is_empty() {
            continue;
        }
        let anchor = anchor(line_without_comment);
        anchors.push(anchor.map_err(|why| BadAnchor { line: at + 1, why })?);
    }
    Ok(anchors)
}

fn anchor(line: &str) -> Result<Anchor, String> {
    let (time, rest) = column(line);
    let (seq, rest) = column(rest);
    let (code, place) = column(rest);
    let at =
        DateTime::parse_from_rfc3339(time).map_err(|_| "does not begin with a time".to_owned())?.to_utc();
    let seq = match seq {
        "-" => None,
        number => Some(number.parse().map_err(|_| "has no entry's number in its second column".to_owned())?),
    };
    let code = code.parse().map_err(|error| format!("has no head code in its third column ({error})"))?;
    Ok(Anchor { at, seq, code, place: place.to_owned() })
}

fn column(line: &str) -> (&str, &str) {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    (first, rest.trim_start())
}

/// Writes anchors, with a line above them that says what they are.
pub fn write(anchors: &[Anchor]) -> String {
    let mut text = "# heads of a desk's journal: when, entry, code, where it was written\n".to_owned();
    for Anchor { at, seq, code, place } in anchors {
        let at = at.to_rfc3339_opts(SecondsFormat::Secs, true);
        let seq = seq.map_or_else(|| "-".to_owned(), |seq| seq.to_string());
        let place = place.replace('#', "No.");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{at}  {seq:<8}  {code}  {}", Shown::line(place.trim()));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_come_back_as_they_were_written() {
        let code = HeadCode::of(&[0xa7; 32]);
        let at = "2026-11-24T03:12:00Z".parse().unwrap();
        let anchors = [
            Anchor { at, seq: Some(40_213), code, place: "read to R. Shah".to_owned() },
            Anchor { at, seq: None, code, place: String::new() },
        ];
        let text = write(&anchors);
        assert_eq!(read(&text).unwrap(), anchors, "{text}");
        let marked = Anchor { at, seq: None, code, place: "sheet #3".to_owned() };
        assert_eq!(read(&write(&[marked])).unwrap()[0].place, "sheet No.3");
        let by_hand =
            format!("\r\n2026-11-24T03:12:00+00:00\t-\t{}  # mine\r\n", code.to_string().to_lowercase());
        assert_eq!(read(&by_hand).unwrap(), anchors[1..]);
    }

    #[test]
    fn a_line_that_is_none_is_named() {
        for (line, why) in [
            ("yesterday - 7K3M", "time"),
            ("2026-11-24T03:12:00Z x 7K3M", "number"),
            ("2026-11-24T03:12:00Z - 7K3M", "20 characters"),
            ("2026-11-24T03:12:00Z", "number"),
            ("2026-11-24T03:12:00Z -1 7K3M", "number"),
        ] {
            let error = read(&format!("# first\n{line}")).unwrap_err();
            assert_eq!(error.line, 2);
            assert!(error.to_string().contains(why), "{error}");
        }
    }
}
