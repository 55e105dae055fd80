//! A disk that is full before a console opens: it opens in the room that the desk keeps for itself, or records and does nothing
//! else until there is room; and what is half-typed on a full disk outlives a kill.
//!
//! A small disk of its own is mounted for it, where whoever runs this may do that.
#![cfg(unix)]

use std::{
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

use dutydesk::{
    desk::Random,
    store::{
        consoles::{Alive, ConsoleId},
        drafts::{self, Draft, Leftover},
        room, secret,
    },
};
use portable_pty::CommandBuilder;

use crate::{
    common::{
        console::{Practice, TUESDAY},
        pty::Pty,
    },
    pty::{LONG, press, see, settle},
};

/// A small disk, with a practice desk on it that a console was open on.
struct Small(tempfile::TempDir);

impl Small {
    fn new() -> Option<Self> {
        let small = Self(tempfile::tempdir().unwrap());
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=24m", "tmpfs"]).arg(small.path());
        if !mount.output().is_ok_and(|output| output.status.success()) {
            println!("skipped: whoever runs this may not mount a small disk");
            return None;
        }
        small.runs(&["demo", "--no-console", "--contacts", "0", "--at", "2026-11-24T14:07"]);
        let mut console = small.console("A. Okoro");
        see(&console, "take a call");
        leave(&mut console);
        Some(small)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn folder(&self) -> PathBuf {
        self.path().join("practice")
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Fills the disk to the last block.
    fn fill(&self) {
        let mut file = File::options().append(true).create(true).open(self.filler()).unwrap();
        for block in [1 << 20, 4_096, 1] {
            while file.write_all(&vec![7; block]).is_ok() {}
        }
    }

    fn make_room(&self) {
        fs::remove_file(self.filler()).unwrap();
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dutydesk"));
        command.arg("--data").arg(self.path()).args(arguments).env("HOME", self.path());
        command
    }

    fn runs(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn notes(&self, reference: &str) -> Vec<String> {
        let shown = self.runs(&["--practice", "contact", "show", reference, "--json"]);
        let shown: serde_json::Value = serde_json::from_str(&shown).unwrap();
        let notes = shown["notes"].as_array().unwrap();
        notes.iter().map(|note| note["text"].as_str().unwrap().to_owned()).collect()
    }

    fn console(&self, name: &str) -> Pty {
        let data = self.path().to_str().unwrap();
        Pty::start(&["--data", data, "demo", "--as", name], self.path(), 120, 40)
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.path()).status();
    }
}

fn leave(console: &mut Pty) {
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
}

#[test]
fn a_console_opens_on_a_full_disk_and_takes_calls_into_the_record() {
    let Some(small) = Small::new() else { return };
    let reserve = small.folder().join("desk.reserve");
    assert!(reserve.exists());
    small.fill();
    let mut console = small.console("A. Okoro");
    see(&console, "take a call");
    assert!(!console.screen().contains("RECORDING ONLY"), "{}", console.screen());
    assert!(!reserve.exists(), "it was given up");
    press(&mut console, "n", "talking 0 min");
    press(&mut console, "he stood at the gate<enter>", "● saved");
    settle(&console);
    leave(&mut console);
    // Once more, in what is left of it.
    let mut console = small.console("A. Okoro");
    see(&console, "C-1");
    leave(&mut console);
    assert_eq!(small.notes("C-1"), ["he stood at the gate"]);
    small.make_room();
    let mut console = small.console("A. Okoro");
    see(&console, "take a call");
    assert!(reserve.exists(), "it is taken again");
    leave(&mut console);
    small.runs(&["--practice", "verify"]);
}

#[test]
fn a_console_without_any_room_records_until_there_is_some() {
    let Some(small) = Small::new() else { return };
    fs::remove_file(small.folder().join("desk.reserve")).unwrap();
    small.fill();
    let mut console = small.console("A. Okoro");
    see(&console, "THE DISK IS FULL: RECORDING ONLY");
    press(&mut console, "n", "No number yet: the desk's file takes nothing");
    press(&mut console, "he stood at the gate<enter>", "✕ waits he stood at the gate");
    press(&mut console, "<a-u>", "URGENT");
    small.make_room();
    see(&console, "The call is C-1");
    console.wait_for(|screen| !screen.contains("RECORDING ONLY") && !screen.contains("waits"), LONG);
    press(&mut console, "and then he left<enter>", "● saved");
    settle(&console);
    leave(&mut console);
    assert_eq!(small.notes("C-1"), ["he stood at the gate", "and then he left"]);
    small.runs(&["--practice", "verify"]);
}

#[test]
fn half_typed_words_outlive_a_kill_on_a_full_disk() {
    let Some(small) = Small::new() else { return };
    let mut console = small.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    settle(&console);
    small.fill();
    for (words, all) in [("he stood", "he stood"), (" at the gate", "he stood at the gate")] {
        console.send(words.as_bytes());
        see(&console, all);
        see(&console, "● saved");
        settle(&console);
        assert!(!console.screen().contains("not saved"), "{}", console.screen());
    }
    console.kill();
    let rooms = fs::read_dir(small.folder().join("spool")).unwrap();
    let rooms =
        rooms.filter(|room| room.as_ref().unwrap().path().extension().is_some_and(|end| end == "room"));
    assert!(rooms.count() > 0);
    small.make_room();
    let mut console = small.console("A. Okoro");
    see(&console, "note of 5 words");
    press(&mut console, "<enter>", "he stood at the gate");
    press(&mut console, "<enter>", "● saved");
    settle(&console);
    leave(&mut console);
    assert_eq!(small.notes("C-1"), ["he stood at the gate"]);
    // It is offered no more.
    let console = small.console("A. Okoro");
    see(&console, "take a call");
    settle(&console);
    assert!(!console.screen().contains("Resume"), "{}", console.screen());
}

#[test]
fn a_draft_for_which_there_is_no_room_is_written_over_what_is_there_and_half_of_it_harms_nothing() {
    let practice = Practice::new(0);
    let folder = &practice.folder;
    let key = secret::practice::read(folder).unwrap().data;
    let console = |n| ConsoleId(uuid::Uuid::from_u128(n));
    let room = |n| folder.spool().join(format!("{}.room", console(n)));
    let save = |body: &str| {
        let at = TUESDAY.parse().unwrap();
        let draft = Draft { by: None, contact: None, saved_at: at, words: 2, body: body.to_owned() };
        drafts::save(folder, &key, console(1), &draft, &mut Random::Seeded(5).entropy())
    };
    let left = || {
        let left = drafts::leftovers(folder, &key).unwrap();
        let body = |left: Leftover| match left {
            Leftover::Whole { draft, .. } => draft.body,
            Leftover::Damaged { kept } => kept.display().to_string(),
        };
        left.into_iter().map(body).collect::<Vec<_>>()
    };
    room::make(folder, console(1)).unwrap();
    let size = fs::metadata(room(1)).unwrap().len();
    save("in the file").unwrap();
    assert!(fs::read(room(1)).unwrap().iter().all(|byte| *byte == 0));
    // No other file can be made from here on: a folder has its name.
    let name = format!("{}.draft.{}.tmp", console(1), std::process::id());
    let taken = folder.drafts().join(name);
    fs::create_dir(&taken).unwrap();
    for n in 0..5 {
        save(&format!("in the room, {n}")).unwrap();
        assert_eq!(left(), [format!("in the room, {n}")]);
    }
    // Whoever ends it in the middle of a write leaves what was saved before.
    let before = fs::read(room(1)).unwrap();
    save("the last").unwrap();
    let after = fs::read(room(1)).unwrap();
    let at = before.iter().zip(&after).position(|(before, after)| before != after).unwrap();
    let torn: Vec<u8> = after[..at + 20].iter().chain(&before[at + 20..]).copied().collect();
    fs::write(room(1), torn).unwrap();
    assert_eq!(left(), ["in the room, 4"]);
    save("once more").unwrap();
    assert_eq!(left(), ["once more"]);
    assert!(save(&"too long ".repeat(room::SLOT / 8)).is_err());
    assert_eq!(left(), ["once more"]);
    assert_eq!(fs::metadata(room(1)).unwrap().len(), size, "it never grows");
    // Where there is room again, the file is the draft and nothing older is offered beside it.
    fs::remove_dir(&taken).unwrap();
    save("in the file again").unwrap();
    assert_eq!(left(), ["in the file again"]);
    room::make(folder, console(2)).unwrap();
    assert!(!room(1).exists() && room(2).exists(), "an empty one is taken over");
    drafts::delete(folder, console(1)).unwrap();
    assert!(left().is_empty());
}

#[test]
fn a_room_that_is_put_in_the_place_of_anothers_opens_to_nobody() {
    let practice = Practice::new(0);
    let folder = &practice.folder;
    let key = secret::practice::read(folder).unwrap().data;
    let console = |n| ConsoleId(uuid::Uuid::from_u128(n));
    let room = |n| folder.spool().join(format!("{}.room", console(n)));
    room::make(folder, console(1)).unwrap();
    fs::create_dir_all(folder.drafts().join(format!("{}.draft.{}.tmp", console(1), std::process::id())))
        .unwrap();
    let at = TUESDAY.parse().unwrap();
    let draft = Draft { contact: None, by: None, saved_at: at, words: 2, body: "her words".to_owned() };
    drafts::save(folder, &key, console(1), &draft, &mut Random::Seeded(5).entropy()).unwrap();
    fs::rename(room(1), room(2)).unwrap();
    let left = drafts::leftovers(folder, &key).unwrap();
    assert!(matches!(left[..], [Leftover::Damaged { .. }]), "{left:?}");
}

#[test]
fn nobody_takes_the_room_of_a_console_that_lives() {
    let practice = Practice::new(0);
    let folder = &practice.folder;
    let console = |n| ConsoleId(uuid::Uuid::from_u128(n));
    let room = |n| folder.spool().join(format!("{}.room", console(n)));
    let alive = Alive::start(folder, console(1)).unwrap();
    room::make(folder, console(1)).unwrap();
    room::make(folder, console(2)).unwrap();
    assert!(room(1).exists() && room(2).exists(), "it may need it in a moment");
    drop(alive);
    fs::remove_file(room(2)).unwrap();
    room::make(folder, console(3)).unwrap();
    assert!(!room(1).exists() && room(3).exists());
}

/// The log's index wants 32 KiB; what lies on the disk already can be written over as far as this.
const LITTLE: &str = "--fsize=20000:unlimited";

#[test]
fn a_console_that_may_make_nothing_larger_records_until_it_may() {
    let home = crate::pty::Home::new(0);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    leave(&mut console);
    // As a full disk does, it says no and ends nobody.
    let mut command = CommandBuilder::new("env");
    command.args([
        "--ignore-signal=XFSZ",
        "prlimit",
        LITTLE,
        env!("CARGO_BIN_EXE_dutydesk"),
        "--data",
        home.path().to_str().unwrap(),
    ]);
    command.args(["demo", "--as", "A. Okoro"]);
    command.env("TERM", "xterm-256color");
    command.env("HOME", home.path());
    command.cwd(home.path());
    let there = Command::new("env").args(["--ignore-signal=XFSZ", "prlimit", "--version"]).output();
    if !there.is_ok_and(|output| output.status.success()) {
        return println!("skipped: there is no `prlimit` here, or no `env` that lets a signal be ignored");
    }
    let mut console = Pty::spawn(command, 120, 40);
    see(&console, "THE DISK IS FULL: RECORDING ONLY");
    press(&mut console, "n", "No number yet: the desk's file takes nothing");
    press(&mut console, "he stood at the gate<enter>", "✕ waits he stood at the gate");
    // Somebody goes out alone from here, by what is known from beside the file; once that takes it, it is as it always is.
    console.keys("<esc>");
    settle(&console);
    press(&mut console, "v", "You are talking in");
    press(&mut console, "<c-s>", "As the desk knew it");
    console.keys("14 Mill Row<tab>see Ellis<tab><tab>07700 900123<tab>in 90 min<tab>45<tab>");
    console.keys("Jo Okoro<tab>07700 900222<tab>in 80 min<c-s>");
    see(&console, "✕ waits · A. Okoro");
    let pid = console.pid().to_string();
    assert!(Command::new("prlimit").args(["--pid", &pid, "--fsize=unlimited"]).status().unwrap().success());
    see(&console, "The call is C-1");
    console.wait_for(|screen| !screen.contains("RECORDING ONLY"), LONG);
    console.wait_for(|screen| !screen.contains("waits") && !screen.contains("knew it"), LONG);
    see(&console, "14 Mill Row");
    leave(&mut console);
    assert_eq!(home.contact("C-1")["notes"][0]["text"], "he stood at the gate");
    home.runs(&["--practice", "verify"]);
}
