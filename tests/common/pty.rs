//! The real binary in a terminal of its own. Nothing sleeps for luck: a test waits for what it wants to see.

use std::io::{Read as _, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

use super::keys::{bytes, keys};

struct Seen {
    parser: vt100::Parser,
    bytes: usize,
    raw: Vec<u8>,
    ended: bool,
}

/// A console in a terminal.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

impl Pty {
    /// Starts dutydesk with arguments in a terminal of so many cells; its home is the folder.
    pub(crate) fn start(args: &[&str], home: &Path, width: u16, height: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_dutydesk"));
        command.args(args);
        command.env_clear();
        command.env("TERM", "xterm-256color");
        command.env("COLORTERM", "truecolor");
        command.env("HOME", home);
        command.cwd(home);
        Self::spawn(command, width, height)
    }

    /// Starts any command.
    pub(crate) fn spawn(command: CommandBuilder, width: u16, height: u16) -> Self {
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(height, width, 0);
        let seen =
            Arc::new((Mutex::new(Seen { parser, bytes: 0, raw: Vec::new(), ended: false }), Condvar::new()));
        let told = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            loop {
                let read = reader.read(&mut buffer).unwrap_or(0);
                let mut seen = told.0.lock().unwrap();
                seen.parser.process(&buffer[..read]);
                seen.bytes += read;
                seen.raw.extend_from_slice(&buffer[..read]);
                seen.ended = read == 0;
                told.1.notify_all();
                if read == 0 {
                    break;
                }
            }
        });
        Self { child, master: Some(pair.master), writer: Some(writer), seen }
    }

    /// Presses keys.
    pub(crate) fn keys(&mut self, text: &str) -> &mut Self {
        for key in keys(text) {
            self.send(&bytes(key));
        }
        self
    }

    /// Sends bytes as they are.
    pub(crate) fn send(&mut self, bytes: &[u8]) -> &mut Self {
        self.writer.as_mut().unwrap().write_all(bytes).unwrap();
        self
    }

    /// Pastes, as terminals do that mark a paste.
    pub(crate) fn paste(&mut self, text: &str) -> &mut Self {
        self.send(format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r")).as_bytes())
    }

    /// Gives what the screen shows.
    pub(crate) fn screen(&self) -> String {
        self.seen.0.lock().unwrap().parser.screen().contents()
    }

    /// Counts the bytes that came.
    pub(crate) fn bytes(&self) -> usize {
        self.seen.0.lock().unwrap().bytes
    }

    /// Gives the bytes that came, as they came.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().raw.clone()
    }

    /// Tells whether the terminal's other screen is on.
    pub(crate) fn alternate(&self) -> bool {
        self.seen.0.lock().unwrap().parser.screen().alternate_screen()
    }

    /// Tells whether the cursor shows.
    pub(crate) fn cursor_is_shown(&self) -> bool {
        !self.seen.0.lock().unwrap().parser.screen().hide_cursor()
    }

    /// Waits until the screen is as wanted, and gives it; fails with what it shows instead.
    pub(crate) fn wait_for(&self, wanted: impl Fn(&str) -> bool, at_most: Duration) -> String {
        let until = Instant::now() + at_most;
        let mut seen = self.seen.0.lock().unwrap();
        loop {
            let screen = seen.parser.screen().contents();
            if wanted(&screen) {
                return screen;
            }
            let left = until.saturating_duration_since(Instant::now());
            assert!(
                !left.is_zero() && !seen.ended,
                "waited in vain{}; the screen:\n{screen}",
                if seen.ended { ": it ended" } else { "" }
            );
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
    }

    /// Waits until the screen shows some words.
    pub(crate) fn wait_for_text(&self, words: &str) -> String {
        self.wait_for(|screen| screen.contains(words), Duration::from_secs(10))
    }

    /// Changes the size.
    pub(crate) fn resize(&self, width: u16, height: u16) {
        self.seen.0.lock().unwrap().parser.screen_mut().set_size(height, width);
        let size = PtySize { rows: height, cols: width, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    /// Gives the process's number, to send it signals.
    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Closes the window: the terminal is gone.
    pub(crate) fn close_window(&mut self) -> &mut Self {
        self.writer = None;
        self.master = None;
        self
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Waits until all that it said is on the screen, where nobody else keeps the terminal.
    fn read_out(&self, until: Instant) {
        let mut seen = self.seen.0.lock().unwrap();
        while !seen.ended && Instant::now() < until {
            seen = self.seen.1.wait_timeout(seen, Duration::from_millis(50)).unwrap().0;
        }
    }

    /// Waits until it ended by itself.
    pub(crate) fn wait_for_end(&mut self, at_most: Duration) -> ExitStatus {
        let until = Instant::now() + at_most;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                self.read_out(until);
                return status;
            }
            assert!(Instant::now() < until, "it does not end; the screen:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(2));
        }
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.kill();
    }
}

#[cfg(unix)]
#[test]
fn a_terminal_shows_what_was_typed() {
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "printf ready; read word; printf 'got %s' \"$word\"; read end"]);
    let mut pty = Pty::spawn(command, 60, 20);
    pty.wait_for_text("ready");
    pty.keys("Ellis<enter>").wait_for_text("got Ellis");
    assert!(pty.bytes() > 10);
    pty.keys("<enter>");
    assert!(pty.wait_for_end(Duration::from_secs(10)).success());
}
