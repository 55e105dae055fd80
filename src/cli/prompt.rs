//! Asking at the terminal, one line at a time; without one, lines come from standard input as they are.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crossterm::{
    event::{self, Event, KeyCode, KeyEventKind, KeyModifiers},
    terminal,
};
use zeroize::Zeroizing;

use super::{Failure, out};
use crate::{domain::shown::Shown, store::keys::passphrase::Chosen};

/// How long a passphrase can be.
const LONGEST: usize = 1_024;

/// Asks for a line; `None` is the end of the input.
pub(super) fn line(question: &str) -> Result<Option<String>, Failure> {
    let mut answer = String::new();
    let read = show(question).and_then(|()| io::stdin().lock().read_line(&mut answer));
    match read.map_err(|error| Failure::Stream("input", error))? {
        0 => Ok(None),
        _ => Ok(Some(answer.trim().to_owned())),
    }
}

/// Asks until the answer reads; the end of the input, or the tenth wrong answer, ends it.
pub(super) fn ask<T, E: ToString>(question: &str, read: impl Fn(&str) -> Result<T, E>) -> Result<T, Failure> {
    for _ in 0..10 {
        let Some(answer) = line(question)? else { break };
        match read(&answer) {
            Ok(answer) => return Ok(answer),
            Err(error) => out::note(&error.to_string()),
        }
    }
    Err(ended())
}

/// Asks for a passphrase, which is not shown while it is typed.
pub(super) fn passphrase(question: &str) -> Result<Zeroizing<String>, Failure> {
    if !io::stdin().is_terminal() {
        let answer = line(question)?.ok_or_else(ended)?;
        return Ok(Zeroizing::new(answer));
    }
    let typed = hidden(question);
    let _ = show("\n");
    typed.map_err(|error| Failure::Stream("input", error))?.ok_or_else(ended)
}

/// Tells whether somebody sits at a terminal.
pub(super) fn is_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Asks for a passphrase where there is somebody to ask; without a terminal, `input` says that it comes as a line of
/// standard input.
pub(super) fn secret(question: &str, input: bool) -> Result<Zeroizing<String>, Failure> {
    match (io::stdin().is_terminal(), input) {
        (true, _) => passphrase(&format!("{question}: ")),
        (false, true) => Ok(Zeroizing::new(line("")?.ok_or_else(ended)?)),
        (false, false) => Err(Failure::Usage(
            "nobody is here to be asked for a passphrase: give it as a line of standard input with \
             --passphrase-stdin, or name a service's key file with --key"
                .to_owned(),
        )),
    }
}

/// Lets somebody choose a passphrase, typed twice at a terminal, until it is good enough.
pub(super) fn chosen(whose: &str, known: &[&str], input: bool) -> Result<Chosen, Failure> {
    let terminal = io::stdin().is_terminal();
    if terminal {
        out::note(
            "A passphrase has at least fifteen characters or four words, and is none that others would think of.",
        );
    }
    loop {
        let first = secret(&format!("{whose}, choose your passphrase"), input)?;
        let chosen = match Chosen::new(&first, known) {
            Ok(chosen) => chosen,
            Err(weak) if terminal => {
                out::note(&weak.to_string());
                continue;
            }
            Err(weak) => return Err(Failure::Usage(weak.to_string())),
        };
        if !terminal || *secret("Once more", input)? == *first {
            return Ok(chosen);
        }
        out::note("These two differ; begin again.");
    }
}

/// Shows something that never goes to a file, for as long as somebody writes it down.
pub(super) fn show_once(words: &str) -> Result<(), Failure> {
    show(&format!("{words}\n")).map_err(|error| Failure::Stream("error", error))
}

/// Wipes what was shown off the screen, and out of what can be scrolled back to where the terminal lets that be done.
pub(super) fn wipe() -> Result<(), Failure> {
    let mut err = io::stderr().lock();
    let wiped = err.write_all(b"\x1b[3J\x1b[2J\x1b[H").and_then(|()| err.flush());
    wiped.map_err(|error| Failure::Stream("error", error))
}

fn show(words: &str) -> io::Result<()> {
    let mut err = io::stderr().lock();
    err.write_all(Shown::text(words).as_str().as_bytes())?;
    err.flush()
}

/// Reads keys with the terminal's echo off, and turns it on again however this ends.
fn hidden(question: &str) -> io::Result<Option<Zeroizing<String>>> {
    struct Raw;
    impl Drop for Raw {
        fn drop(&mut self) {
            let _ = terminal::disable_raw_mode();
        }
    }
    terminal::enable_raw_mode()?;
    let _raw = Raw;
    // Only now, so that nobody who types at once is seen.
    show(question)?;
    // Room enough from the start, so that no half of it is left behind where the text grew.
    let mut typed = Zeroizing::new(String::with_capacity(4 * LONGEST));
    loop {
        let Event::Key(key) = event::read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match key.code {
            KeyCode::Enter => return Ok(Some(typed)),
            KeyCode::Esc => return Ok(None),
            KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => return Ok(None),
            // A key pressed before the echo went off arrives as the line feed it had become.
            KeyCode::Char('j') if key.modifiers.contains(KeyModifiers::CONTROL) => return Ok(Some(typed)),
            KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => typed.clear(),
            KeyCode::Backspace => _ = typed.pop(),
            KeyCode::Char(c) if typed.len() < LONGEST => typed.push(c),
            _ => {}
        }
    }
}

fn ended() -> Failure {
    Failure::Usage("the answers ended too early, so nothing was done".to_owned())
}
