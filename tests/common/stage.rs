//! A program driven without a terminal: keys go in as messages, frames come out as text with their styles.

use std::collections::VecDeque;
use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use dutydesk::runtime::event_loop::{Effect, Message, Program, draw_or_say_why_not};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier, Style};

use super::keys::keys;

/// Answers what a program asks.
pub(crate) type Desk<P> = Box<dyn FnMut(<P as Program>::Request) -> Vec<<P as Program>::Answer>>;

/// A program on a stage.
pub(crate) struct Stage<P: Program> {
    /// The program.
    pub(crate) program: P,
    /// Whether it quit.
    pub(crate) quit: bool,
    terminal: Terminal<TestBackend>,
    desk: Desk<P>,
}

impl<P: Program> Stage<P> {
    /// Puts a program on a stage of so many cells, with a desk that answers at once.
    pub(crate) fn new(program: P, width: u16, height: u16, desk: Desk<P>) -> Self {
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        Self { program, quit: false, terminal, desk }
    }

    /// Presses keys, and hands answers back until nothing more is asked.
    pub(crate) fn press(&mut self, text: &str) -> &mut Self {
        for key in keys(text) {
            self.hand(Message::Key(key));
        }
        self
    }

    /// Pastes.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.hand(Message::Paste(text.to_owned()));
        self
    }

    /// Says that the time has come.
    pub(crate) fn wake(&mut self, now: DateTime<Utc>) -> &mut Self {
        self.hand(Message::Woke(now));
        self
    }

    /// Changes the size.
    pub(crate) fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.terminal.backend_mut().resize(width, height);
        self.hand(Message::Resize(width, height));
        self
    }

    /// Hands it a message, and the answers to whatever it asks.
    pub(crate) fn hand(&mut self, message: Message<P::Answer>) {
        let mut waiting = VecDeque::from([message]);
        while let Some(message) = waiting.pop_front() {
            for effect in self.program.update(message) {
                match effect {
                    Effect::Ask(request) => {
                        waiting.extend((self.desk)(request).into_iter().map(Message::Answer));
                    }
                    Effect::Quit => self.quit = true,
                    Effect::Still | Effect::Bell => {}
                }
            }
        }
    }

    /// Draws, and gives the text alone.
    pub(crate) fn text(&mut self) -> String {
        text(self.frame())
    }

    /// Draws, and gives the text and beneath it, line by line, the runs of cells that have a style of their own.
    pub(crate) fn snapshot(&mut self) -> String {
        let buffer = self.frame();
        let mut out = text(buffer);
        out.push_str("\n\nstyles\n");
        for y in 0..buffer.area.height {
            let mut runs = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let style = buffer[(x, y)].style();
                let from = x;
                while x < buffer.area.width && buffer[(x, y)].style() == style {
                    x += 1;
                }
                let words = words(style);
                if !words.is_empty() {
                    let _ = write!(runs, " {from}..{x}:{words}");
                }
            }
            if !runs.is_empty() {
                let _ = writeln!(out, "{y:>3}{runs}");
            }
        }
        out
    }

    fn frame(&mut self) -> &Buffer {
        let program = &self.program;
        self.terminal.draw(|frame| draw_or_say_why_not(program, frame)).unwrap();
        self.terminal.backend().buffer()
    }
}

fn text(buffer: &Buffer) -> String {
    let line = |y| {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            // The cell beneath the right half of a wide letter is not another letter.
            x += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol)).unwrap().max(1);
        }
        line.trim_end().to_owned()
    };
    (0..buffer.area.height).map(line).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

fn words(style: Style) -> String {
    let colour = |colour: Option<Color>| match colour {
        None | Some(Color::Reset) => String::new(),
        Some(Color::Rgb(r, g, b)) => format!("{r:02x}{g:02x}{b:02x}"),
        Some(other) => other.to_string(),
    };
    let (fg, bg) = (colour(style.fg), colour(style.bg));
    let mut words = fg;
    if !bg.is_empty() {
        words = format!("{words}/{bg}");
    }
    for (modifier, sign) in [
        (Modifier::BOLD, "+b"),
        (Modifier::DIM, "+d"),
        (Modifier::ITALIC, "+i"),
        (Modifier::UNDERLINED, "+u"),
        (Modifier::REVERSED, "+r"),
        (Modifier::CROSSED_OUT, "+x"),
    ] {
        if style.add_modifier.contains(modifier) {
            words.push_str(sign);
        }
    }
    words
}
