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
    style::{Color, Modifier},
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
    /// The same between two frames; what is to be shown, while one is drawn. Copied for each frame it cost a seventh of it.
    next: Buffer,
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
        let (shown, next) = (blank(size), blank(size));
        Self { inner, shown, next, cursor: Cursor::default(), begun: false }
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
        let size = self.inner.size()?;
        (self.shown, self.next) = (blank(size), blank(size));
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

    /// Draws a frame in which rows moved: them by the terminal, and then what became free and what changed elsewhere.
    fn draw_moved(&mut self, moved: &Moved, changes: &[(u16, u16, &Cell)]) -> io::Result<()> {
        self.scroll(moved)?;
        let region = moved.region();
        let free = (region.start..moved.rows.start).chain(moved.rows.end..region.end);
        let freed = free.flat_map(|y| cells(&self.next, y..y + 1));
        let rest = changes.iter().copied().filter(|(_, y, _)| !region.contains(y));
        self.inner.draw(freed.chain(rest))
    }

    /// Finds the rows whose moving spares most, where that is worth it.
    ///
    /// `changes` says how many cells differ: once most of them are spared, nothing else spares more.
    fn moved(&self, changes: usize) -> Option<Moved> {
        let (next, height) = (&self.next, self.shown.area.height);
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
            if best.1.is_some() && best.0 * 2 > changes {
                break;
            }
        }
        best.1
    }
}

fn blank(size: Size) -> Buffer {
    Buffer::empty(Rect::new(0, 0, size.width, size.height))
}

/// Measures what stands in a cell; most are one byte, and need no measuring.
fn columns(cell: &Cell) -> u16 {
    match cell.symbol() {
        symbol if symbol.len() == 1 => 1,
        symbol => u16::try_from(symbol.width()).unwrap_or(1),
    }
}

/// Puts changed cells in their places.
fn put(buffer: &mut Buffer, changes: &[(u16, u16, &Cell)]) {
    for (x, y, cell) in changes {
        let Some(place) = buffer.cell_mut((*x, *y)) else { continue };
        place.clone_from(cell);
        // Whatever lay under the second half of a wide one is seen no more.
        for hidden in 1..columns(cell) {
            buffer.cell_mut((x + hidden, *y)).into_iter().for_each(Cell::reset);
        }
    }
}

/// What of a style is seen where nothing stands: the rest of it costs bytes and shows nothing.
const SEEN_ON_BLANK: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// Gives cells with the ink of what was sent before them, where nothing is written: of a whole screen's bytes three in ten only
/// changed the colour of blanks.
fn calmed(changes: &[(u16, u16, &Cell)]) -> Vec<(u16, u16, Cell)> {
    let mut before: Option<(Color, Modifier)> = None;
    let calm = |(x, y, cell): &(u16, u16, &Cell)| {
        let mut cell = (*cell).clone();
        let blank = cell.symbol() == " " && !cell.modifier.intersects(SEEN_ON_BLANK);
        match before {
            Some((ink, modifier)) if blank && !modifier.intersects(SEEN_ON_BLANK) => {
                (cell.fg, cell.modifier) = (ink, modifier);
            }
            _ => before = Some((cell.fg, cell.modifier)),
        }
        (*x, *y, cell)
    };
    changes.iter().map(calm).collect()
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
            free = x + columns(cell).max(1);
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
        put(&mut self.next, &changes);
        let drawn = match (changes.len() > WORTH).then(|| self.moved(changes.len())).flatten() {
            None if changes.len() > WORTH => {
                let calm = calmed(&changes);
                self.inner.draw(calm.iter().map(|(x, y, cell)| (*x, *y, cell)))
            }
            None => self.inner.draw(changes.iter().copied()),
            Some(moved) => self.draw_moved(&moved, &changes),
        };
        put(&mut self.shown, &changes);
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
mod tests;
