//! A disk that is full, a folder that cannot be written: a plain sentence, the words stay, and they are saved once it is
//! mended.
#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use portable_pty::CommandBuilder;

use crate::{
    common::pty::Pty,
    pty::{Home, LONG, press, see, settle},
};

const WORDS: &str = "he stood at the gate and said nothing";

/// Who owns nothing here.
const NOBODY: u32 = 65_534;

/// Tells whether a program of the system is there; says so where it is not.
fn there_is(program: &str) -> bool {
    let there = Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: there is no `{program}` here");
    }
    there
}

/// Lets no file of a running console grow, as on a full disk, or lets them grow again.
fn disk(console: &Pty, full: bool) {
    let most = if full { "--fsize=0:unlimited" } else { "--fsize=unlimited:unlimited" };
    let pid = console.pid().to_string();
    assert!(Command::new("prlimit").args(["--pid", &pid, most]).status().unwrap().success());
}

fn notes(home: &Home) -> Vec<String> {
    let contact = home.contact("C-1");
    let notes = contact["notes"].as_array().unwrap();
    notes.iter().map(|note| note["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_full_disk_is_said_and_the_words_stay_until_there_is_room() {
    if !there_is("prlimit") {
        return;
    }
    let home = Home::new(0);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    settle(&console);
    disk(&console, true);
    console.keys(WORDS);
    see(&console, "✕ not saved");
    see(&console, "The disk is full, so this was not saved");
    see(&console, WORDS);
    press(&mut console, "<enter>", "was not saved; everything saved before it is safe");
    settle(&console);
    see(&console, WORDS);
    // Nor does anything else that is written end it.
    press(&mut console, "<a-u>", "was not saved");
    see(&console, WORDS);
    assert!(notes(&home).is_empty());
    disk(&console, false);
    press(&mut console, "<enter>", "● saved");
    settle(&console);
    assert_eq!(notes(&home), [WORDS]);
    press(&mut console, "<a-u>", "URGENT");
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    home.runs(&["--practice", "verify"]);
}

/// Makes a desk that belongs to whoever may not write everywhere, and gives the command that runs a program as them.
fn as_nobody(home: &Home) -> Option<Vec<String>> {
    let program = env!("CARGO_BIN_EXE_dutydesk").to_owned();
    if fs::metadata(home.path()).unwrap().uid() != 0 {
        return Some(vec![program]);
    }
    if !there_is("setpriv") {
        return None;
    }
    // Where the program lies only root may go.
    let copy = home.path().join("dutydesk");
    fs::hard_link(&program, &copy).or_else(|_| fs::copy(&program, &copy).map(drop)).unwrap();
    for path in ["practice", "practice.lock", ""] {
        let path = home.path().join(path);
        let owned = Command::new("chown").arg("-R").arg(format!("{NOBODY}:{NOBODY}")).arg(&path).status();
        assert!(owned.unwrap().success());
    }
    let id = NOBODY.to_string();
    let command = ["setpriv", "--reuid", &id, "--regid", &id, "--clear-groups", &copy.to_string_lossy()];
    Some(command.map(str::to_owned).to_vec())
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn console(home: &Home, program: &[String]) -> Pty {
    let mut command = CommandBuilder::new(&program[0]);
    command.args(&program[1..]);
    command.args(["--data", &home.path().to_string_lossy(), "demo", "--as", "A. Okoro"]);
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.path());
    command.cwd(home.path());
    Pty::spawn(command, 120, 40)
}

#[test]
fn a_folder_that_may_not_be_written_is_said_and_the_words_stay() {
    let home = Home::new(0);
    let Some(program) = as_nobody(&home) else { return };
    let mut worker = console(&home, &program);
    see(&worker, "take a call");
    press(&mut worker, "n", "talking 0 min");
    press(&mut worker, "first<enter>", "● saved");
    worker.keys("he stood");
    let drafts = home.path().join("practice/drafts");
    let until = Instant::now() + LONG;
    while fs::read_dir(&drafts).map_or(0, Iterator::count) == 0 {
        assert!(Instant::now() < until, "no draft was saved");
        std::thread::sleep(Duration::from_millis(5));
    }
    mode(&drafts, 0o500);
    worker.keys("<space>at the gate and said nothing");
    see(&worker, "✕ not saved");
    // A frame comes in pieces: the header may stand there before the sentence.
    let why =
        |screen: &str| screen.contains("may not be opened by you") || screen.contains("cannot be written");
    worker.wait_for(why, LONG);
    see(&worker, WORDS);
    mode(&drafts, 0o700);
    see(&worker, "● saved");
    press(&mut worker, "<enter>", "● saved");
    settle(&worker);
    worker.keys("<c-q>");
    assert!(worker.wait_for_end(LONG).success());
    assert_eq!(notes(&home), ["first", WORDS]);
}

#[test]
fn a_desk_that_may_not_be_written_is_refused_in_one_sentence() {
    let home = Home::new(0);
    let Some(program) = as_nobody(&home) else { return };
    let practice = home.path().join("practice");
    for file in
        fs::read_dir(&practice).unwrap().flatten().map(|file| file.path()).filter(|path| path.is_file())
    {
        mode(&file, 0o400);
    }
    mode(&practice, 0o500);
    let mut worker = console(&home, &program);
    let said = see(&worker, "dutydesk: ");
    let code = worker.wait_for_end(LONG).exit_code();
    assert!([73, 74, 77].contains(&code), "{code}: {said}");
    assert!(!worker.alternate());
    let sentences = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(sentences.contains("written") || sentences.contains("opened"), "{sentences}");
    mode(&practice, 0o700);
}
