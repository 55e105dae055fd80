//! The desk's own thread: one message, one unit of work; the screen never waits for a disk.
//!
//! Requests come over a channel and answers go back over another. A watcher on `desk.head` and on the folder of ringing
//! calls wakes it for what other processes did; every few seconds `data_version` is asked as a net beneath that.

use std::{
    path::Path,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread::JoinHandle,
    time::Duration,
};

use notify::{RecursiveMode, Watcher as _};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::{
    desk::{Answer, Desk, Request},
    store::Folder,
};

/// How long the thread sleeps before it asks the database itself whether anything changed.
const NET: Duration = Duration::from_secs(5);

/// How long nobody must have asked for anything before what takes a while is done: longer than between two letters.
const PAUSE: Duration = Duration::from_millis(400);

/// The ends of the two channels, and the thread between them.
pub struct DeskThread {
    /// Takes requests; sending never waits.
    pub ask: Sender<Request>,
    /// Gives answers.
    pub answers: UnboundedReceiver<Answer>,
    /// The thread itself.
    pub thread: JoinHandle<()>,
}

impl DeskThread {
    /// Moves the desk onto a thread of its own.
    pub fn start(desk: Desk) -> std::io::Result<Self> {
        let (ask, requests) = channel();
        let (told, answers) = unbounded_channel();
        let folder = desk.store().folder().clone();
        let wake = ask.clone();
        let thread = std::thread::Builder::new().name("desk".to_owned()).spawn(move || {
            // Kept as long as the loop runs; without it the net alone catches what others do.
            let _watcher = watch(&folder, wake).inspect_err(|error| {
                tracing::warn!(kind = kind(error), "changes made elsewhere show after up to five seconds");
            });
            run(desk, &requests, &told);
        })?;
        Ok(Self { ask, answers, thread })
    }

    /// Lets the thread finish what it was asked and end.
    pub fn finish(ask: Sender<Request>, thread: JoinHandle<()>) {
        let _ = ask.send(Request::Stop);
        drop(ask);
        let _ = thread.join();
    }
}

fn run(mut desk: Desk, requests: &Receiver<Request>, told: &UnboundedSender<Answer>) {
    let mut waiting: Vec<Request> = Vec::new();
    let mut version = desk.store().data_version().unwrap_or(0);
    // Where nobody listens any more, what was asked for is still done.
    let tell = |answers: Vec<Answer>| answers.into_iter().for_each(|answer| told.send(answer).unwrap_or(()));
    loop {
        let pause = desk.wants_pause();
        match requests.recv_timeout(if pause { PAUSE } else { NET }) {
            Ok(request) => waiting.push(request),
            Err(RecvTimeoutError::Timeout) if pause => {
                desk.pause();
                continue;
            }
            Err(RecvTimeoutError::Timeout) => {
                let now = desk.store().data_version().unwrap_or(version);
                if now != std::mem::replace(&mut version, now) {
                    waiting.push(Request::Refresh);
                }
                tell(desk.idle());
            }
            Err(RecvTimeoutError::Disconnected) => {
                desk.idle();
                return;
            }
        }
        waiting.extend(requests.try_iter());
        for request in latest(std::mem::take(&mut waiting)) {
            if matches!(request, Request::Stop) {
                tell(desk.idle());
                return;
            }
            tell(desk.handle(request));
        }
        // Shown first, then journalled, and both before the next request.
        tell(desk.settle());
    }
}

/// Drops what a later request of the same kind has made stale, and keeps the order of the rest.
fn latest(requests: Vec<Request>) -> Vec<Request> {
    let kind = |request: &Request| match request {
        Request::Watch(_) => Some(0),
        Request::Find { .. } => Some(1),
        Request::Refresh => Some(2),
        Request::SaveDraft { .. } => Some(3),
        _ => None,
    };
    let mut seen = [false; 4];
    let mut kept: Vec<Request> = Vec::with_capacity(requests.len());
    for request in requests.into_iter().rev() {
        match kind(&request) {
            Some(kind) if std::mem::replace(&mut seen[kind], true) => {}
            // A draft that is forgotten later must not be saved again before.
            _ => kept.push(request),
        }
    }
    kept.reverse();
    kept
}

fn watch(folder: &Folder, wake: Sender<Request>) -> notify::Result<notify::RecommendedWatcher> {
    let ringing = folder.ringing();
    let _ = std::fs::create_dir_all(&ringing);
    let (head, damage) = (folder.head(), folder.damage());
    let rings = ringing.clone();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let matters = |path: &std::path::PathBuf| {
            *path == head || *path == damage || path.parent() == Some(rings.as_path())
        };
        let Ok(event) = event else { return };
        if !event.kind.is_access() && event.paths.iter().any(matters) {
            let _ = wake.send(Request::Refresh);
        }
    })?;
    watcher.watch(Path::new(folder.root()), RecursiveMode::NonRecursive)?;
    watcher.watch(&ringing, RecursiveMode::NonRecursive)?;
    Ok(watcher)
}

/// Names a failure for the log, without the folder that it was about.
fn kind(error: &notify::Error) -> &'static str {
    match &error.kind {
        notify::ErrorKind::Io(_) => "input/output",
        notify::ErrorKind::PathNotFound => "no such folder",
        notify::ErrorKind::MaxFilesWatch => "too many are watched",
        _ => "other",
    }
}
