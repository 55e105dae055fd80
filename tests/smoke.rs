//! The README's run command in a terminal: it starts, says PRACTICE, and leaves in good order. `.ci/run` asks for it by name.

use std::time::Duration;

use portable_pty::CommandBuilder;

use crate::common::pty::Pty;

/// Names the command to run; without it the binary that these tests are built with runs `demo`.
const COMMAND: &str = "DUTYDESK_SMOKE";

#[test]
#[ignore = "runs the README's command, which may build for minutes; .ci/run asks for it"]
fn smoke() {
    let home = tempfile::tempdir().unwrap();
    let line = std::env::var(COMMAND).unwrap_or_else(|_| format!("{} demo", env!("CARGO_BIN_EXE_dutydesk")));
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", &line]);
    command.cwd(env!("CARGO_MANIFEST_DIR"));
    command.env("TERM", "xterm-256color");
    // Cargo stays where it is; the program finds an empty home.
    for (name, folder) in [("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")] {
        let own = std::env::home_dir().map(|home| home.join(folder).into_os_string());
        if let Some(folder) = std::env::var_os(name).or(own) {
            command.env(name, folder);
        }
    }
    command.env("HOME", home.path());
    command.env("XDG_DATA_HOME", home.path().join("data"));
    let mut console = Pty::spawn(command, 120, 40);
    console
        .wait_for(|screen| screen.contains("PRACTICE") && screen.contains("saved"), Duration::from_mins(10));
    console.keys("<c-q>");
    assert_eq!(console.wait_for_end(Duration::from_secs(30)).exit_code(), 0, "{}", console.screen());
}
