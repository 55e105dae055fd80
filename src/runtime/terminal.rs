//! The terminal, borrowed: raw while the console runs, and given back whatever happens.

use std::io::{self, BufWriter, Stdout, Write as _, stdout};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::Frame;
use ratatui::backend::{Backend as _, CrosstermBackend};
use ratatui::layout::Size;

use super::scrolling::Scrolling;

static BORROWED: AtomicBool = AtomicBool::new(false);

/// A whole screen in one write: at 200×60 it is half of this.
const FRAME: usize = 64 * 1024;

/// The borrowed terminal; dropping it gives it back.
pub struct Terminal {
    inner: ratatui::Terminal<Scrolling<BufWriter<Stdout>>>,
}

impl Terminal {
    /// Borrows the terminal; with `mouse`, clicks come too.
    pub fn borrow(mouse: bool) -> io::Result<Self> {
        on_panic_give_back();
        take(mouse)?;
        let backend = CrosstermBackend::new(BufWriter::with_capacity(FRAME, stdout()));
        let size = backend.size();
        match size.and_then(|size| ratatui::Terminal::new(Scrolling::new(backend, size))) {
            Ok(inner) => Ok(Self { inner }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Gives its size, in cells.
    pub fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    /// Draws one frame, shown all at once where the terminal can; what is shown already is not sent again.
    pub fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.inner.draw(draw).map(drop)
    }

    /// Hears that the window has another size, which may have moved the cursor.
    pub fn resized(&mut self) {
        self.inner.backend_mut().lose_cursor();
    }

    /// Takes the terminal anew after others may have used it: everything is drawn again.
    pub fn retake(&mut self, mouse: bool) -> io::Result<()> {
        take(mouse)?;
        self.inner.clear()
    }

    /// Rings the bell.
    pub fn bell(&mut self) -> io::Result<()> {
        let backend = self.inner.backend_mut().inner();
        backend.write_all(b"\x07")?;
        io::Write::flush(backend)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    BORROWED.store(true, Ordering::SeqCst);
    let taken = execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste)
        .and_then(|()| if mouse { execute!(stdout(), EnableMouseCapture) } else { Ok(()) });
    taken.inspect_err(|_| give_back())
}

/// Gives the terminal back if it is borrowed; from any thread, and as often as one likes.
pub(super) fn give_back() {
    if BORROWED.swap(false, Ordering::SeqCst) {
        // Nothing can be done, or told to anybody, where the terminal is gone.
        let _ = execute!(
            stdout(),
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            cursor::Show
        );
        let _ = disable_raw_mode();
    }
}

/// On a panic the terminal is given back first. What is told and logged is only where it happened: the words of a panic
/// may carry what somebody wrote.
fn on_panic_give_back() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            give_back();
            let place = info.location().map(|place| format!("{}:{}", place.file(), place.line())).unwrap_or_default();
            tracing::error!(place, "stopped by a fault in the program");
            let _ = writeln!(
                io::stderr(),
                "dutydesk stopped because of a fault of its own ({place}). What was saved is safe, and half-typed text is \
                 kept as a draft. Start dutydesk again; it will offer the draft back."
            );
        }));
    });
}
