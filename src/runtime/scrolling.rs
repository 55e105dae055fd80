//! The way to the terminal, on which nothing is sent twice: where most of a screen only moved by a line or two, the terminal
//! is told to move it, and what is new is all that is sent. Over a slow line a long list then costs no more than a short one,
//! and what somebody else did that changes nothing here costs nothing.

use std::{
    io::{self, Write},
    ops::Range,
};

use crossterm::{
    cursor::{Hide, MoveTo, Show},
    queue,
    style::Print,
    terminal::{BeginSynchronizedUpdate, EndSynchronizedUpdate, ScrollDown, ScrollUp},
};
use ratatui::{
    backend::{Backend, ClearType, CrosstermBackend, WindowSize},
    buffer::{Buffer, Cell},
    layout::{Position, Rect, Size},
};
use unicode_width::UnicodeWidthStr as _;

/// How many cells must be spared before it is worth telling the terminal to scroll.
const WORTH: usize = 200;

/// By how many lines at most something is looked for that moved.
const FAR: u16 = 4;

/// A backend that knows what the terminal shows, and lets it show a frame all at once where it can.
pub(super) struct Scrolling<W: Write> {
    inner: CrosstermBackend<W>,
    shown: Buffer,
    cursor: Cursor,
    /// Whether a frame was begun that did not end yet.
    begun: bool,
}

/// What is known of the terminal's cursor; nothing, where others may have moved it.
#[derive(Clone, Copy, Default)]
struct Cursor {
    seen: Option<bool>,
    at: Option<Position>,
}

/// Rows that moved: where they stand now, and by how many lines they moved up; down, where it is negative.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Moved {
    rows: Range<u16>,
    up: i32,
}

impl Moved {
    /// Gives the rows between which the terminal scrolls: those that moved, and those that become free.
    fn region(&self) -> Range<u16> {
        let lines = self.lines();
        if self.up > 0 {
            self.rows.start..self.rows.end + lines
        } else {
            self.rows.start - lines..self.rows.end
        }
    }

    fn lines(&self) -> u16 {
        u16::try_from(self.up.unsigned_abs()).unwrap_or(0)
    }
}

impl<W: Write> Scrolling<W> {
    /// Begins on a terminal of this size that shows nothing.
    pub(super) fn new(inner: CrosstermBackend<W>, size: Size) -> Self {
        Self { inner, shown: blank(size), cursor: Cursor::default(), begun: false }
    }

    /// Gives the backend beneath, for what changes no cell.
    pub(super) fn inner(&mut self) -> &mut CrosstermBackend<W> {
        &mut self.inner
    }

    /// Forgets where the cursor is, so that the next frame says it again.
    pub(super) fn lose_cursor(&mut self) {
        self.cursor = Cursor::default();
    }

    fn forget(&mut self) -> io::Result<()> {
        self.lose_cursor();
        self.shown = blank(self.inner.size()?);
        Ok(())
    }

    /// Begins a frame with the first thing that has to be sent.
    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        queue!(self.inner, BeginSynchronizedUpdate)
    }

    /// Lets the terminal scroll between two rows; what becomes free is blank.
    fn scroll(&mut self, moved: &Moved) -> io::Result<()> {
        let (region, lines) = (moved.region(), moved.lines());
        // Rows count from one here, and the region ends with its last row.
        queue!(self.inner, Print(format_args!("\x1b[{};{}r", region.start + 1, region.end)))?;
        if moved.up > 0 {
            queue!(self.inner, ScrollUp(lines))?;
        } else {
            queue!(self.inner, ScrollDown(lines))?;
        }
        queue!(self.inner, Print("\x1b[r"))?;
        Ok(())
    }

    /// Finds the rows whose moving spares most, where that is worth it.
    fn moved(&self, next: &Buffer) -> Option<Moved> {
        let height = self.shown.area.height;
        let mut best = (WORTH, None);
        for up in (1..=i32::from(FAR)).flat_map(|lines| [lines, -lines]) {
            let from = |y: u16| u16::try_from(i32::from(y) + up).ok().filter(|from| *from < height);
            let (mut start, mut spared) = (0, 0);
            for y in 0..=height {
                let same = y < height && from(y).is_some_and(|from| row(next, y) == row(&self.shown, from));
                if same {
                    let differ = row(next, y).iter().zip(row(&self.shown, y)).filter(|(a, b)| a != b);
                    spared += differ.count();
                    continue;
                }
                if spared > best.0 {
                    best = (spared, Some(Moved { rows: start..y, up }));
                }
                (start, spared) = (y + 1, 0);
            }
        }
        best.1
    }
}

fn blank(size: Size) -> Buffer {
    Buffer::empty(Rect::new(0, 0, size.width, size.height))
}

/// Gives a row's cells.
fn row(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
}

/// Gives the cells of rows, but for those that lie under the second half of a wide one.
fn cells(buffer: &Buffer, rows: Range<u16>) -> impl Iterator<Item = (u16, u16, &Cell)> {
    rows.flat_map(move |y| {
        let mut free = 0;
        (0_u16..).zip(row(buffer, y)).filter_map(move |(x, cell)| {
            if x < free {
                return None;
            }
            free = x + u16::try_from(cell.symbol().width()).unwrap_or(1).max(1);
            Some((x, y, cell))
        })
    })
}

impl<W: Write> Backend for Scrolling<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let changes: Vec<_> = content.collect();
        if changes.is_empty() {
            return Ok(());
        }
        self.begin()?;
        self.cursor.at = None;
        let mut next = (changes.len() > WORTH).then(|| self.shown.clone());
        let buffer = next.as_mut().unwrap_or(&mut self.shown);
        for (x, y, cell) in &changes {
            let Some(place) = buffer.cell_mut((*x, *y)) else { continue };
            place.clone_from(cell);
            // Whatever lay under the second half of a wide one is seen no more.
            for hidden in 1..u16::try_from(cell.symbol().width()).unwrap_or(1) {
                buffer.cell_mut((x + hidden, *y)).into_iter().for_each(Cell::reset);
            }
        }
        let Some(next) = next else { return self.inner.draw(changes.into_iter()) };
        let drawn = match self.moved(&next) {
            None => self.inner.draw(changes.into_iter()),
            Some(moved) => {
                self.scroll(&moved)?;
                let region = moved.region();
                let free = (region.start..moved.rows.start).chain(moved.rows.end..region.end);
                let freed = free.flat_map(|y| cells(&next, y..y + 1));
                let rest = changes.iter().copied().filter(|(_, y, _)| !region.contains(y));
                self.inner.draw(freed.chain(rest))
            }
        };
        self.shown = next;
        drawn
    }

    fn append_lines(&mut self, n: u16) -> io::Result<()> {
        self.begin()?;
        self.inner.append_lines(n)?;
        self.forget()
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if self.cursor.seen == Some(false) {
            return Ok(());
        }
        self.begin()?;
        self.cursor.seen = Some(false);
        queue!(self.inner, Hide)
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        if self.cursor.seen == Some(true) {
            return Ok(());
        }
        self.begin()?;
        self.cursor.seen = Some(true);
        queue!(self.inner, Show)
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        let position = position.into();
        if self.cursor.at == Some(position) {
            return Ok(());
        }
        self.begin()?;
        self.cursor.at = Some(position);
        queue!(self.inner, MoveTo(position.x, position.y))
    }

    fn clear(&mut self) -> io::Result<()> {
        self.begin()?;
        self.inner.clear()?;
        self.forget()
    }

    fn clear_region(&mut self, what: ClearType) -> io::Result<()> {
        self.begin()?;
        self.inner.clear_region(what)?;
        self.forget()
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        if std::mem::take(&mut self.begun) {
            queue!(self.inner, EndSynchronizedUpdate)?;
        }
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
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
                    let who =
                        ["Ada Penmere", "Noor Brookmere, nurse", "no name given", "the neighbour"][n % 4];
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
        let after = terminal.backend().shown.clone();
        // The row of the cursor and the one it left are drawn; those above them moved.
        terminal.backend_mut().shown = before;
        assert_eq!(terminal.backend().moved(&after), Some(Moved { rows: 1..18, up: 1 }));
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
            assert_eq!(
                (!screen.hide_cursor()).then(|| screen.cursor_position()),
                cursor.map(|(x, y)| (y, x))
            );
        }
        // Who no longer knows where the cursor is says it again.
        terminal.backend_mut().lose_cursor();
        let again = frame(&mut terminal, &sent, "a child at the door", None);
        assert_eq!(again, [BEGUN, b"\x1b[?25l", ENDED].concat());
    }
}
