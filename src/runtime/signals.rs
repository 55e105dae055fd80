//! Being told to go: the drafts are saved even when the loop hangs.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(unix)]
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Why the console is to leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The terminal went away, or its window was closed.
    TerminalGone,
    /// The system, or somebody, asked this process to end.
    Told,
}

/// What the loop hears from the signals.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Heard {
    /// Leave.
    Leave(Why),
    /// The process was stopped and goes on: the terminal may have been used by others.
    Resumed,
}

/// Saves what must not be lost, from any thread and at any time; it must not wait for the loop.
pub type Emergency = Arc<dyn Fn() + Send + Sync>;

/// Says to the signal thread that the loop has left in good order.
#[derive(Clone, Default, Debug)]
pub(super) struct Left(Arc<AtomicBool>);

impl Left {
    pub(super) fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    #[cfg(unix)]
    fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// How long the loop has to leave by itself before the drafts are saved without it.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_millis(750);

/// Starts listening.
#[cfg(unix)]
pub(super) fn listen(emergency: Emergency) -> std::io::Result<(UnboundedReceiver<Heard>, Left)> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGXFSZ};
    use signal_hook::iterator::Signals;

    // A file that may not grow is an error to be told, not a reason to die; the flag itself is of no interest.
    signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
    let mut signals = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGCONT])?;
    let (send, receive) = unbounded_channel();
    let left = Left::default();
    let gone = left.clone();
    let wait = move || {
        for signal in signals.forever() {
            if signal == SIGCONT {
                let _ = send.send(Heard::Resumed);
                continue;
            }
            let why = if signal == SIGHUP { Why::TerminalGone } else { Why::Told };
            let heard = send.send(Heard::Leave(why)).is_ok();
            leave(heard, &gone, &emergency, signal);
        }
    };
    std::thread::Builder::new().name("signals".to_owned()).spawn(wait)?;
    Ok((receive, left))
}

/// Waits for the loop to leave, then saves and goes without it.
#[cfg(unix)]
fn leave(heard: bool, left: &Left, emergency: &Emergency, signal: i32) {
    const STEP: Duration = Duration::from_millis(10);
    let mut waited = Duration::ZERO;
    while heard && !left.is_set() && waited < PATIENCE {
        std::thread::sleep(STEP);
        waited += STEP;
    }
    if left.is_set() {
        // The loop is out; whoever runs it closes what is open and ends the process.
        return;
    }
    emergency();
    super::terminal::give_back();
    std::process::exit(128 + signal);
}

/// Starts listening: other systems send nothing that could be listened to here.
#[cfg(not(unix))]
pub(super) fn listen(_: Emergency) -> std::io::Result<(UnboundedReceiver<Heard>, Left)> {
    let (send, receive) = unbounded_channel();
    // Kept open for as long as the process lives, so that the loop does not take silence for an end.
    std::mem::forget(send);
    Ok((receive, Left::default()))
}
