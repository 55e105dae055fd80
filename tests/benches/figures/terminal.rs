//! A program in a terminal of its own, with the time at which each of its bytes came.
//!
//! A thread reads and notes the time, nothing else. What the bytes look like on the screen is worked out afterwards, by
//! the measuring thread, when the frame that was waited for is there; so that costs the figures nothing.

use std::{
    error::Error,
    io::{Read as _, Write},
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use vt100::Screen;

use crate::process::{self, Used};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The size that everything is measured at.
pub(crate) const SIZE: (u16, u16) = (120, 40);

/// How long nothing must come before what was asked for counts as shown in full.
pub(crate) const QUIET: Duration = Duration::from_millis(10);

/// How long it is waited for quiet where none comes.
const RESTLESS: Duration = Duration::from_secs(1);

/// How long a program may take over anything at all.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// What ends a frame: the floor and the console both bracket theirs.
const END: &[u8] = b"\x1b[?2026l";

#[derive(Default)]
struct Seen {
    chunks: Vec<(Instant, Vec<u8>)>,
    ended: bool,
}

/// A program in a terminal; dropping it ends it.
pub(crate) struct Program {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    /// What came of a frame that has not ended yet.
    pending: Vec<u8>,
    parser: vt100::Parser,
}

/// A frame that came, and what was looked for on the screen after it.
pub(crate) struct Frame<T> {
    /// How long after the moment from which it was waited its last byte came.
    pub(crate) at: Duration,
    /// How many bytes it has.
    pub(crate) bytes: usize,
    /// What was to be seen.
    pub(crate) seen: T,
}

impl Program {
    /// Starts a program and waits until the screen is as wanted; gives how long after its start it was so.
    pub(crate) fn start(
        program: &Path,
        words: &[&str],
        home: &Path,
        wanted: impl Fn(&Screen) -> bool,
    ) -> Done<(Self, Duration)> {
        let mut command = CommandBuilder::new(program);
        command.args(words);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("HOME", home);
        command.cwd(home);
        let pair = native_pty_system().openpty(cells(SIZE))?;
        let begun = Instant::now();
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader()?;
        let seen = Arc::new((Mutex::new(Seen::default()), Condvar::new()));
        let told = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let at = Instant::now();
                let mut seen = told.0.lock().unwrap_or_else(PoisonError::into_inner);
                seen.chunks.push((at, buffer[..read].to_vec()));
                seen.ended = read == 0;
                told.1.notify_all();
                if read == 0 {
                    break;
                }
            }
        });
        let mut program = Self {
            child,
            writer: pair.master.take_writer()?,
            master: pair.master,
            seen,
            pending: Vec::new(),
            parser: vt100::Parser::new(SIZE.1, SIZE.0, 0),
        };
        let took = program.until(begun, wanted)?;
        Ok((program, took))
    }

    /// Gives what the kernel says that the program has used up.
    pub(crate) fn used(&self) -> Option<Used> {
        self.child.process_id().and_then(process::used)
    }

    /// Gives how much memory it has in use, in MB.
    pub(crate) fn memory(&self) -> Option<f64> {
        self.child.process_id().and_then(process::memory)
    }

    /// Sends bytes.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> Done {
        self.writer.write_all(bytes)?;
        Ok(self.writer.flush()?)
    }

    /// Sends keys that are not measured, each when nothing more comes of the one before.
    pub(crate) fn prepare(&mut self, keys: &[&[u8]]) -> Done {
        for key in keys {
            self.press(key, 8 * QUIET, |_| {})?;
        }
        Ok(())
    }

    /// Sends a key and gives every frame that comes of it, and what was to be seen before.
    pub(crate) fn press<T>(
        &mut self,
        key: &[u8],
        quiet: Duration,
        look: impl Fn(&Screen) -> T,
    ) -> Done<(T, Vec<Frame<T>>)> {
        let before = self.look(&look);
        let begun = Instant::now();
        self.send(key)?;
        let frames = self.frames(begun, PATIENCE, quiet, look)?;
        Ok((before, frames))
    }

    /// Looks at the screen as it is now.
    pub(crate) fn look<T>(&mut self, look: impl Fn(&Screen) -> T) -> T {
        let chunks = std::mem::take(&mut self.lock().chunks);
        for (_, bytes) in chunks {
            self.take_in(&bytes, |_, _| {});
        }
        look(self.parser.screen())
    }

    /// Waits for a frame after a moment, so long at most, and until nothing more comes; not for long where somebody who
    /// writes meanwhile lets it draw again and again.
    pub(crate) fn frames<T>(
        &mut self,
        from: Instant,
        patience: Duration,
        quiet: Duration,
        look: impl Fn(&Screen) -> T,
    ) -> Done<Vec<Frame<T>>> {
        let (mut frames, mut last) = (Vec::new(), from);
        while let Some((at, bytes)) =
            self.next(if frames.is_empty() { from + patience } else { (last + quiet).min(from + RESTLESS) })
        {
            last = at;
            let at = at.saturating_duration_since(from);
            self.take_in(&bytes, |screen, bytes| frames.push(Frame { at, bytes, seen: look(screen) }));
        }
        if frames.is_empty() { Err(self.in_vain()) } else { Ok(frames) }
    }

    /// Waits until the screen is as wanted; gives how long after a moment it was so.
    pub(crate) fn until(&mut self, from: Instant, wanted: impl Fn(&Screen) -> bool) -> Done<Duration> {
        while let Some((at, bytes)) = self.next(from + PATIENCE) {
            let mut there = false;
            self.take_in(&bytes, |screen, _| there |= wanted(screen));
            if there {
                return Ok(at.saturating_duration_since(from));
            }
        }
        Err(self.in_vain())
    }

    /// Changes the size.
    pub(crate) fn resize(&mut self, size: (u16, u16)) -> Done {
        self.parser.screen_mut().set_size(size.1, size.0);
        Ok(self.master.resize(cells(size))?)
    }

    /// Sends the key that leaves, and waits until the program has ended.
    pub(crate) fn leave(mut self, key: &[u8]) -> Done {
        self.send(key)?;
        self.child.wait()?;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the next bytes; nothing where none come in time, or the program has ended.
    fn next(&self, until: Instant) -> Option<(Instant, Vec<u8>)> {
        let mut seen = self.lock();
        loop {
            if !seen.chunks.is_empty() {
                return Some(seen.chunks.remove(0));
            }
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || seen.ended {
                return None;
            }
            seen = self.seen.1.wait_timeout(seen, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Shows bytes on the screen, frame by frame; tells of each how many bytes it has.
    fn take_in(&mut self, bytes: &[u8], mut frame: impl FnMut(&Screen, usize)) {
        // The sign may be cut in two by the reading.
        let mut from = self.pending.len().saturating_sub(END.len());
        self.pending.extend_from_slice(bytes);
        while let Some(at) = find(self.pending.get(from..).unwrap_or_default()) {
            let end = from + at + END.len();
            self.parser.process(&self.pending[..end]);
            self.pending.drain(..end);
            frame(self.parser.screen(), end);
            from = 0;
        }
    }

    fn in_vain(&mut self) -> Box<dyn Error> {
        self.wrong("waited in vain")
    }

    /// Makes an error of what the screen shows.
    pub(crate) fn wrong(&mut self, what: &str) -> Box<dyn Error> {
        format!("{what}; the screen:\n{}", self.look(Screen::contents)).into()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(END.len()).position(|window| window == END)
}

fn cells((cols, rows): (u16, u16)) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}
