//! The README's run command, as a newcomer types it; `.ci/run` asks for it by name.

use std::time::Duration;

use portable_pty::CommandBuilder;

use crate::common::pty::Pty;

#[test]
#[ignore = "runs the README's command, which may build for minutes; .ci/run asks for it"]
fn smoke() {
    let command = std::env::var("DUTYDESK_SMOKE").unwrap();
    let home = tempfile::tempdir().unwrap();
    let mut shell = CommandBuilder::new("sh");
    shell.args(["-c", &command]);
    shell.cwd(env!("CARGO_MANIFEST_DIR"));
    shell.env("XDG_DATA_HOME", home.path());
    shell.env("TERM", "xterm-256color");
    let mut pty = Pty::spawn(shell, 120, 40);
    let screen =
        pty.wait_for(|screen| screen.contains("PRACTICE") && screen.contains("C-"), Duration::from_mins(15));
    assert!(screen.contains("1 All"), "{screen}");
    pty.keys("<c-q>");
    let status = pty.wait_for_end(Duration::from_secs(20));
    assert!(status.success(), "{status:?}");
}
