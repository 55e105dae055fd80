//! The log: a file in the desk's folder, for whoever looks after the program; kinds and codes, never what people said.

use std::{
    fs::{self, File, OpenOptions},
    sync::Mutex,
};

use tracing_subscriber::fmt;

use crate::store::Folder;

/// The size at which the log begins anew; the one before it is kept beside it.
const LONG: u64 = 1 << 20;

/// Begins to log into the desk's folder; a desk that cannot be logged on is still a desk.
pub(super) fn begin(folder: &Folder) {
    let path = folder.root().join("dutydesk.log");
    if fs::metadata(&path).is_ok_and(|meta| meta.len() > LONG) {
        let _ = fs::rename(&path, path.with_extension("log.1"));
    }
    let mut options: OpenOptions = File::options();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    if let Ok(file) = options.open(path) {
        // A log that cannot be written, on a full disk, says nothing on the terminal: a console is drawn there.
        let log = fmt()
            .with_ansi(false)
            .with_max_level(tracing::Level::INFO)
            .log_internal_errors(false)
            .with_writer(Mutex::new(file));
        let _ = log.try_init();
    }
}
