//! The only place that prints: made safe, and quiet when whoever read has gone.

use std::io::{self, BufWriter, ErrorKind, IsTerminal as _, StdoutLock, Write as _};

use super::Failure;
use crate::domain::shown::Shown;

/// Prints text for people, made safe, with a line feed at its end.
pub(super) fn text(text: &str) -> Result<(), Failure> {
    let shown = Shown::text(text);
    let end = if shown.as_str().ends_with('\n') { "" } else { "\n" };
    write(&[shown.as_str(), end])
}

/// Prints JSON, whose writer has escaped what a terminal must not get.
pub(super) fn json(text: &str) -> Result<(), Failure> {
    write(&[text, if text.ends_with('\n') { "" } else { "\n" }])
}

fn write(parts: &[&str]) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let written = parts.iter().try_for_each(|part| stdout.write_all(part.as_bytes()));
    written.and_then(|()| stdout.flush()).map_err(unprinted)
}

/// Lines of JSON that go out together, in the order in which they were written.
pub(super) struct Lines(BufWriter<StdoutLock<'static>>);

impl Lines {
    /// Begins; nothing is printed yet.
    pub(super) fn begin() -> Self {
        Self(BufWriter::with_capacity(1 << 16, io::stdout().lock()))
    }

    /// Prints, soon.
    pub(super) fn write(&mut self, line: &[u8]) -> Result<(), Failure> {
        self.0.write_all(line).map_err(unprinted)
    }

    /// Prints now what is still held.
    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.0.flush().map_err(unprinted)
    }
}

fn unprinted(error: io::Error) -> Failure {
    match error.kind() {
        ErrorKind::BrokenPipe => Failure::Unread,
        _ => Failure::Stream("output", error),
    }
}

/// Says on standard error what is worth knowing and is no failure.
pub(super) fn note(words: &str) {
    complaint(&format!("dutydesk: {}\n", Shown::line(words)));
}

/// Says on standard error why a command stopped; what was asked for goes to standard output.
pub(super) fn complain(failure: &Failure) {
    match failure {
        Failure::Asked(words) => {
            let _ = text(words);
        }
        Failure::Unread => {}
        other => note(&other.to_string()),
    }
}

/// There is nowhere left to say that standard error failed.
fn complaint(words: &str) {
    let _ = io::stderr().lock().write_all(words.as_bytes());
}

/// One line that grows, on a terminal and nowhere else.
pub(super) struct Progress {
    shown: bool,
}

impl Progress {
    /// Begins; nothing is shown yet.
    pub(super) fn begin() -> Self {
        Self { shown: io::stderr().is_terminal() }
    }

    /// Shows how far it is.
    pub(super) fn show(&mut self, words: &str) {
        if self.shown {
            complaint(&format!("\r\u{1b}[K{words}"));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            complaint("\r\u{1b}[K");
        }
    }
}
