//! The floor: a bare ratatui loop that shows as many cells as the console, moves in a list and writes what is typed.
//!
//! Nothing is kept, asked or wrapped. What the console takes above this is its own.

use std::io::{self, BufWriter, stdout};

use crossterm::{
    event::{self, DisableBracketedPaste, EnableBracketedPaste, Event, KeyCode, KeyModifiers},
    execute, queue,
    terminal::{
        BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
        disable_raw_mode, enable_raw_mode,
    },
};
use ratatui::{
    Terminal,
    backend::CrosstermBackend,
    layout::{Constraint, Layout},
    style::{Color, Style},
    widgets::{Block, List, ListItem, ListState, Paragraph},
};

/// The word that makes the bench be the floor.
pub(crate) const WORD: &str = "floor";

/// How many rows the list has.
const ROWS: usize = 5_000;

pub(crate) fn main() -> io::Result<()> {
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)?;
    let ended = run();
    execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen)?;
    disable_raw_mode()?;
    ended
}

fn run() -> io::Result<()> {
    let mut terminal = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(256 * 1024, stdout())))?;
    let (mut top, mut at, mut line) = (0_usize, 0_usize, String::new());
    loop {
        queue!(terminal.backend_mut(), BeginSynchronizedUpdate)?;
        terminal.draw(|frame| {
            let [head, body, preview, note] = Layout::vertical([
                Constraint::Length(1),
                Constraint::Min(3),
                Constraint::Length(7),
                Constraint::Length(1),
            ])
            .areas(frame.area());
            frame.render_widget(Paragraph::new("PRACTICE   a bare loop of the same size"), head);
            // Only what is in view is made, as any list that is long does it.
            let height = usize::from(body.height);
            top = usize::clamp(top, (at + 1).saturating_sub(height), at);
            let rows: Vec<String> = (top..ROWS.min(top + height)).map(row).collect();
            let items = rows.iter().map(|row| ListItem::new(row.as_str()));
            let cursor = Style::new().bg(Color::Rgb(50, 60, 80));
            let mut list = ListState::default().with_selected(Some(at - top));
            frame.render_stateful_widget(List::new(items).highlight_style(cursor), body, &mut list);
            let lines = (at..at + 6).map(|n| format!("  {}", row(n))).collect::<Vec<_>>().join("\n");
            frame.render_widget(Paragraph::new(lines).block(Block::new().title("preview")), preview);
            let written = tail(&line, usize::from(note.width) - 1);
            frame.render_widget(Paragraph::new(written), note);
            frame.set_cursor_position((u16::try_from(written.len()).unwrap_or(0), note.y));
        })?;
        execute!(terminal.backend_mut(), EndSynchronizedUpdate)?;
        match event::read()? {
            Event::Key(key) => match key.code {
                KeyCode::Char('q') if key.modifiers == KeyModifiers::CONTROL => return Ok(()),
                KeyCode::Down => at = (at + 1).min(ROWS - 1),
                KeyCode::Up => at = at.saturating_sub(1),
                KeyCode::Backspace => drop(line.pop()),
                KeyCode::Char(c) => line.push(c),
                KeyCode::Enter => line.clear(),
                _ => {}
            },
            Event::Paste(text) => line.push_str(&text),
            _ => {}
        }
    }
}

fn row(n: usize) -> String {
    let (due, number) = (n * 7 % 24, 119_960 + n);
    let who = ["Police, response officer", "Professional, nurse", "Member of the public"][n % 3];
    let child = ["Ellis (6) · Mia (due Jan)", "Noor (3)", "Zo (about 13) · Vivian (2)"][n / 3 % 3];
    format!(" · {due:02}:{:02} left   C-{number} {who:<24} {child:<28} to decide {n}", n * 13 % 60)
}

/// Gives the end of a line that is longer than the window.
fn tail(line: &str, width: usize) -> &str {
    let from = line.len().saturating_sub(width);
    line.get(from..).unwrap_or_default()
}
