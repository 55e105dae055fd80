//! The thread that reads keys.
//!
//! It is a thread of its own because crossterm 0.29 never returns once its terminal has vanished: it reads nothing, for
//! ever. Here that spins a thread which the process ends with; the loop, the drafts and the signals stay alive.
//!
//! A paste whose end never comes is held back by crossterm's parser, and every key after it. It cannot be reached from
//! outside; any other paste ends it, and closing the window (SIGHUP) keeps the drafts as always.

use std::{io, time::Duration};

use crossterm::event::{self, Event, KeyEventKind};
use tokio::sync::mpsc::{Receiver, channel};

/// So many events wait for the loop before the terminal has to.
const WAITING: usize = 4096;

/// Starts reading; the receiver ends when reading does.
pub(super) fn start() -> io::Result<Receiver<Event>> {
    // Listens for changes of the window's size from now on: one that came before the thread's first read would be missed,
    // and the screen stay as it was.
    event::poll(Duration::ZERO)?;
    let (send, receive) = channel(WAITING);
    let read = move || {
        while let Ok(event) = event::read() {
            let released = matches!(&event, Event::Key(key) if key.kind == KeyEventKind::Release);
            if !released && send.blocking_send(event).is_err() {
                break;
            }
        }
    };
    std::thread::Builder::new().name("input".to_owned()).spawn(read)?;
    Ok(receive)
}
