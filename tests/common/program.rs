//! The real program, run to its end.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

/// When the practice desks of these tests begin.
pub(crate) const AT: &str = "2026-11-24T14:07";

pub(crate) fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dutydesk"));
    command.arg("--data").arg(data).stdin(Stdio::null());
    command
}

pub(crate) fn run(data: &Path, arguments: &[&str]) -> Output {
    program(data).args(arguments).output().unwrap()
}

/// Runs what must succeed, and gives what it printed.
pub(crate) fn prints(data: &Path, arguments: &[&str]) -> String {
    let output = run(data, arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{arguments:?}: {errors}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs what must fail with a code, and gives what it complained of.
pub(crate) fn fails(data: &Path, arguments: &[&str], code: i32) -> String {
    let output = run(data, arguments);
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {errors}");
    assert!(output.stdout.is_empty(), "{arguments:?} printed beside its error");
    errors
}

/// Makes a practice desk.
pub(crate) fn demo(contacts: &str, seed: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let made = ["demo", "--no-console", "--contacts", contacts, "--seed", seed, "--at", AT];
    prints(home.path(), &made);
    home
}

/// Opens a practice desk's file as another program would that has its key.
pub(crate) fn connect(data: &Path) -> rusqlite::Connection {
    let folder = dutydesk::store::Folder::open(&data.join("practice")).unwrap();
    let access = dutydesk::store::secret::practice::read(&folder).unwrap();
    let conn = rusqlite::Connection::open(folder.database()).unwrap();
    conn.execute_batch(&access.data.sqlcipher_pragma()).unwrap();
    conn
}
