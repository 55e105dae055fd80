//! Asking somebody at a terminal, or whoever wrote to standard input; a passphrase is never shown, and never an argument.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use crossterm::{
    event::{self, Event, KeyCode, KeyEventKind, KeyModifiers},
    terminal,
};
use zeroize::Zeroizing;

use super::{Failure, out};
use crate::{domain::shown::Shown, store::keys::passphrase::Chosen};

/// Who answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Who {
    /// Somebody at a terminal.
    Terminal,
    /// Whoever writes passphrases to standard input, a line each, in the order in which they are asked for.
    Input,
    /// Nobody.
    Nobody,
}

impl Who {
    /// Finds out who is there; with `input`, passphrases come on standard input.
    pub(super) fn is_there(input: bool) -> Self {
        match (input, io::stdin().is_terminal() && io::stderr().is_terminal()) {
            (true, _) => Self::Input,
            (false, true) => Self::Terminal,
            (false, false) => Self::Nobody,
        }
    }

    /// Asks for a passphrase, or anything else that is not to be shown.
    pub(super) fn secret(self, question: &str) -> Result<Zeroizing<String>, Failure> {
        match self {
            Self::Terminal => hidden(question),
            Self::Input => line_of_input(),
            Self::Nobody => Err(Failure::Usage(
                "nobody is here to be asked for a passphrase: give it as a line on standard input with \
                 --passphrase-stdin, or name a service's key file with --key"
                    .to_owned(),
            )),
        }
    }

    /// Asks for a passphrase that somebody chooses, twice at a terminal, until it is good enough.
    pub(super) fn new_passphrase(self, whose: &str, known: &[&str]) -> Result<Chosen, Failure> {
        if self == Self::Terminal {
            out::note(
                "A passphrase has fifteen characters or four words, and nothing about it that others would think of.",
            );
        }
        loop {
            let first = self.secret(&format!("{whose}, choose a passphrase"))?;
            let chosen = match Chosen::new(&first, known) {
                Ok(chosen) => chosen,
                Err(weak) if self == Self::Terminal => {
                    out::note(&weak.to_string());
                    continue;
                }
                Err(weak) => return Err(Failure::Usage(weak.to_string())),
            };
            if self != Self::Terminal || *self.secret("Once more")? == *first {
                return Ok(chosen);
            }
            out::note("These two differ; begin again.");
        }
    }
}

/// Asks until the answer fits; the answer is shown as it is typed.
pub(super) fn line(question: &str, fits: impl Fn(&str) -> Result<(), String>) -> Result<String, Failure> {
    loop {
        say(&format!("{question}: "))?;
        let mut answer = String::new();
        let read = io::stdin().lock().read_line(&mut answer);
        if read.map_err(|error| Failure::Stream("input", error))? == 0 {
            return Err(broken_off());
        }
        let answer = answer.trim().to_owned();
        match fits(&answer) {
            Ok(()) => return Ok(answer),
            Err(words) => out::note(&words),
        }
    }
}

fn line_of_input() -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(String::new());
    let read = io::stdin().lock().read_line(&mut line);
    if read.map_err(|error| Failure::Stream("input", error))? == 0 {
        return Err(Failure::Usage("standard input ended before it gave a passphrase".to_owned()));
    }
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Reads keys until Enter, and shows none of them.
fn hidden(question: &str) -> Result<Zeroizing<String>, Failure> {
    let failed = |error| Failure::Stream("input", error);
    // Before the question: what is typed early is not shown either.
    terminal::enable_raw_mode().map_err(failed)?;
    let typed = say(&format!("{question}: ")).and_then(|()| keys());
    let restored = terminal::disable_raw_mode();
    say("\n")?;
    restored.map_err(failed)?;
    typed
}

fn keys() -> Result<Zeroizing<String>, Failure> {
    let mut typed = Zeroizing::new(String::with_capacity(256));
    loop {
        let event = event::read().map_err(|error| Failure::Stream("input", error))?;
        let key = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => key,
            Event::Paste(text) => {
                typed.push_str(&text);
                continue;
            }
            _ => continue,
        };
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(typed),
            KeyCode::Char('c' | 'd') if control => return Err(broken_off()),
            KeyCode::Esc => return Err(broken_off()),
            KeyCode::Char('u') if control => typed.clear(),
            KeyCode::Char(c) if !control => typed.push(c),
            KeyCode::Backspace => {
                typed.pop();
            }
            _ => {}
        }
    }
}

/// Shows something once, on standard error, that never goes to a file.
pub(super) fn show(words: &str) -> Result<(), Failure> {
    say(&format!("{}\n", Shown::text(words)))
}

/// Wipes what is shown off the screen and out of what can be scrolled back to, where the terminal lets that be done.
pub(super) fn wipe() -> Result<(), Failure> {
    say("\u{1b}[3J\u{1b}[2J\u{1b}[H")
}

fn say(words: &str) -> Result<(), Failure> {
    let mut err = io::stderr().lock();
    err.write_all(words.as_bytes()).and_then(|()| err.flush()).map_err(|error| Failure::Stream("error", error))
}

fn broken_off() -> Failure {
    Failure::Usage("the answers ended too early, so nothing was done".to_owned())
}
