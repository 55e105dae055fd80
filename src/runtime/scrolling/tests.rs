use std::{cell::RefCell, rc::Rc};

use ratatui::{
    Terminal, TerminalOptions, Viewport,
    style::{Color, Style},
};

use super::*;

const SIZE: (u16, u16) = (60, 24);

type Console = Terminal<Scrolling<Sent>>;

/// What was sent so far.
#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Sent {
    fn bytes(&self) -> Vec<u8> {
        self.0.borrow().clone()
    }
}

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Draws a list from a row on, with a head, a cursor and a line beneath.
fn list(terminal: &mut Console, top: usize, at: usize) {
    terminal
        .draw(|frame| {
            let buffer = frame.buffer_mut();
            buffer.set_string(0, 0, format!("a list of which {at} is chosen"), Style::new());
            for y in 1..20_u16 {
                let n = top + usize::from(y);
                let wide = if n.is_multiple_of(5) { "子ども" } else { "a child" };
                let style = if n == at { Style::new().bg(Color::Blue) } else { Style::new() };
                let who = ["Ada Penmere", "Noor Brookmere, nurse", "no name given", "the neighbour"][n % 4];
                let text = format!("{n:>3} {wide} of {}, {who}, {:x}", n * 7 % 18, n * 0x9E37_79B9);
                buffer.set_stringn(0, y, format!("{text:60}"), 60, style);
            }
            buffer.set_string(0, 22, format!("beneath: {}", at * 31), Style::new());
        })
        .unwrap();
}

fn console() -> (Console, Sent) {
    let (sent, size) = (Sent::default(), Size::new(SIZE.0, SIZE.1));
    let backend = Scrolling::new(CrosstermBackend::new(sent.clone()), size);
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1));
    (Terminal::with_options(backend, TerminalOptions { viewport }).unwrap(), sent)
}

/// What a terminal shows to which these bytes were sent: every cell with its ground; one that was never written is blank.
fn seen(bytes: &[u8]) -> Vec<(String, vt100::Color)> {
    let mut parser = vt100::Parser::new(SIZE.1, SIZE.0, 0);
    parser.process(bytes);
    let cell = |(y, x)| parser.screen().cell(y, x).unwrap();
    let places = (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (y, x)));
    places.map(|at| (cell(at).contents().trim().to_owned(), cell(at).bgcolor())).collect()
}

#[test]
fn whatever_moves_the_terminal_shows_what_was_drawn() {
    let (mut moving, sent) = console();
    let steps = [
        (0, 3),
        (1, 20),
        (2, 21),
        (4, 23),
        (8, 27),
        (7, 8),
        (6, 7),
        (2, 3),
        (2, 4),
        (40, 41),
        (0, 1),
        (1, 1),
    ];
    let mut scrolled = 0;
    for (top, at) in steps {
        let before = sent.bytes().len();
        list(&mut moving, top, at);
        let bytes = sent.bytes();
        scrolled += usize::from(bytes[before..].windows(3).any(|window| window == b"\x1b[r"));
        let (mut anew, whole) = console();
        list(&mut anew, top, at);
        assert!(seen(&bytes) == seen(&whole.bytes()), "at {top}, {at}");
    }
    assert!(scrolled >= 6, "{scrolled}");
}

#[test]
fn a_list_that_scrolls_is_moved_and_not_sent_again() {
    let (mut terminal, sent) = console();
    list(&mut terminal, 0, 19);
    let before = terminal.backend().shown.clone();
    let whole = sent.bytes().len();
    list(&mut terminal, 1, 20);
    // The row of the cursor and the one it left are drawn; those above them moved.
    terminal.backend_mut().shown = before;
    assert_eq!(terminal.backend().moved(usize::MAX), Some(Moved { rows: 1..18, up: 1 }));
    assert_eq!(Moved { rows: 1..18, up: 1 }.region(), 1..19);
    assert_eq!(Moved { rows: 2..19, up: -1 }.region(), 1..19);
    let more = sent.bytes().len() - whole;
    assert!(more * 4 < whole, "{more} bytes after {whole}");
}

/// Draws some words with the cursor somewhere or nowhere, and gives what was sent for it.
fn frame(terminal: &mut Console, sent: &Sent, words: &str, cursor: Option<(u16, u16)>) -> Vec<u8> {
    let before = sent.bytes().len();
    terminal
        .draw(|frame| {
            frame.buffer_mut().set_string(0, 0, words, Style::new());
            if let Some(at) = cursor {
                frame.set_cursor_position(at);
            }
        })
        .unwrap();
    sent.bytes().split_off(before)
}

#[test]
fn a_frame_like_the_one_before_it_sends_nothing() {
    const BEGUN: &[u8] = b"\x1b[?2026h";
    const ENDED: &[u8] = b"\x1b[?2026l";
    let (mut terminal, sent) = console();
    let steps = [
        ("a child", None),
        ("a child at the gate", None),
        ("a child at the gate", Some((7, 0))),
        ("a child at the gate", Some((8, 0))),
        ("a child at the door", Some((8, 0))),
        ("a child at the door", None),
    ];
    for (words, cursor) in steps {
        let first = frame(&mut terminal, &sent, words, cursor);
        assert!(first.starts_with(BEGUN) && first.ends_with(ENDED), "{}", first.escape_ascii());
        let again = frame(&mut terminal, &sent, words, cursor);
        assert_eq!(again.len(), 0, "{words}, {cursor:?}: {}", again.escape_ascii());
        let mut parser = vt100::Parser::new(SIZE.1, SIZE.0, 0);
        parser.process(&sent.bytes());
        let screen = parser.screen();
        assert_eq!(screen.contents(), words);
        assert_eq!((!screen.hide_cursor()).then(|| screen.cursor_position()), cursor.map(|(x, y)| (y, x)));
    }
    // Who no longer knows where the cursor is says it again.
    terminal.backend_mut().lose_cursor();
    let again = frame(&mut terminal, &sent, "a child at the door", None);
    assert_eq!(again, [BEGUN, b"\x1b[?25l", ENDED].concat());
}

#[test]
fn blanks_of_a_whole_screen_change_no_colour_and_what_is_seen_is_the_same() {
    let paper = Style::new().fg(Color::Rgb(200, 200, 200)).bg(Color::Rgb(20, 20, 20));
    let columns = |frame: &mut ratatui::Frame<'_>| {
        let area = frame.area();
        frame.buffer_mut().set_style(area, paper);
        for y in 0..SIZE.1 {
            let ink = Style::new().fg(Color::Rgb(90, 120, u8::try_from(y).unwrap()));
            frame.buffer_mut().set_string(1, y, "left", ink);
            frame.buffer_mut().set_string(30, y, "right", ink);
            frame.buffer_mut().set_string(50, y, "  ", ink.add_modifier(Modifier::REVERSED));
        }
    };
    let plain = Sent::default();
    let viewport = || TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1)) };
    let mut whole = Terminal::with_options(CrosstermBackend::new(plain.clone()), viewport()).unwrap();
    whole.draw(columns).unwrap();
    let (mut ours, sent) = console();
    ours.draw(columns).unwrap();

    // Where something is written, or turned about, its ink is seen.
    let looks = |bytes: &[u8]| {
        let mut parser = vt100::Parser::new(SIZE.1, SIZE.0, 0);
        parser.process(bytes);
        let places = (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (y, x)));
        let look = |at: (u16, u16)| {
            let cell = parser.screen().cell(at.0, at.1).unwrap();
            let ink = (!cell.contents().trim().is_empty() || cell.inverse()).then(|| cell.fgcolor());
            (cell.contents().trim().to_owned(), cell.bgcolor(), cell.inverse(), ink)
        };
        places.map(look).collect::<Vec<_>>()
    };
    assert!(looks(&sent.bytes()) == looks(&plain.bytes()));
    let (ours, all) = (sent.bytes().len(), plain.bytes().len());
    assert!(ours * 4 < all * 3, "{ours} of {all} bytes");
}
