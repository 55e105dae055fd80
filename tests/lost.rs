//! Nothing is lost: killed, hung up, told to go, pasted into; and what others do shows at once.
#![cfg(unix)]

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use dutydesk::{
    desk::{Answer, Clock, Desk, Opening, Random, Request, clock::FixedClock, protocol::Act},
    domain::{contact::call, ids::Reference, policy::script::StageNo},
    store::{
        Folder,
        secret::{practice, seal},
    },
};

use crate::{
    common::{console::TUESDAY, pty::Pty},
    pty::{Home, LONG, press, see, settle},
};

/// Sends a signal.
fn signal(console: &Pty, name: &str) {
    let sent = Command::new("kill").args([name, &console.pid().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// Counts the notes of a contact that hold some words.
fn notes(home: &Home, reference: &str, words: &str) -> usize {
    let contact = home.contact(reference);
    let notes = contact["notes"].as_array().unwrap();
    notes.iter().filter(|note| note["text"].as_str().unwrap().contains(words)).count()
}

const WORDS: &str = "he stood at the gate and said nothing for a long while then she ran in";

/// Tells whether a draft on the disk holds some words; one that is still being written is none yet.
fn is_draft_kept(home: &Home, words: &str) -> bool {
    let drafts = std::fs::read_dir(home.path().join("practice/drafts"));
    let mut drafts = drafts.into_iter().flatten().flatten().map(|draft| draft.path());
    let desk = Folder::open(&home.path().join("practice")).unwrap();
    let key = practice::read(&desk).unwrap().data;
    drafts.any(|path| {
        let console = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let text =
            std::fs::read(&path).ok().and_then(|text| seal::unwrap(&key, &format!("draft:{console}"), &text));
        path.extension().is_some_and(|end| end == "draft")
            && text.is_some_and(|text| String::from_utf8_lossy(&text).contains(words))
    })
}

/// Writes half a note, and ends the console by a signal as soon as the draft is on the disk.
fn half_a_note(home: &Home, name: &str) -> Pty {
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    press(&mut console, WORDS, "ran in");
    let until = Instant::now() + LONG;
    while name == "-KILL" && !is_draft_kept(home, "she ran in") {
        assert!(Instant::now() < until, "no draft was saved");
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&console, name);
    console.wait_for_end(LONG);
    console
}

fn takes_it_up_again(home: &Home) {
    let mut again = home.console("A. Okoro");
    let offered = see(&again, "Resume C-1, note of 16 words saved 14:");
    assert!(offered.contains("Enter   takes it up again"), "{offered}");
    press(&mut again, "<enter>", "ran in");
    assert_eq!(notes(home, "C-1", "she ran in"), 0, "it was kept by itself");
    press(&mut again, "<space>crying<enter>", "ran in crying");
    settle(&again);
    assert_eq!(notes(home, "C-1", "then she ran in crying"), 1);
    assert_eq!(notes(home, "C-1", "he stood"), 1, "it was doubled");
    again.keys("<c-q>");
    assert!(again.wait_for_end(LONG).success());
    let mut third = home.console("A. Okoro");
    see(&third, "take a call");
    settle(&third);
    assert!(!third.screen().contains("Resume"), "{}", third.screen());
    third.keys("<c-q>");
    third.wait_for_end(LONG);
    home.runs(&["--practice", "verify"]);
}

#[test]
fn a_killed_console_gives_its_half_typed_note_back() {
    let home = Home::new(0);
    half_a_note(&home, "-KILL");
    takes_it_up_again(&home);
}

#[test]
fn a_console_that_lost_its_terminal_in_mid_sentence_gives_it_back() {
    let home = Home::new(0);
    half_a_note(&home, "-HUP");
    takes_it_up_again(&home);
}

#[test]
fn the_terminal_is_given_back() {
    let home = Home::new(0);
    let console = half_a_note(&home, "-TERM");
    assert!(!console.alternate(), "the other screen is still on");
    assert!(console.cursor_is_shown());
    takes_it_up_again(&home);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    assert!(console.alternate());
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    assert!(!console.alternate() && console.cursor_is_shown());
}

// ── two hundred kills ───────────────────────────────────────────────────────────────────────────────────────────────

/// Where the writer of [`two_hundred_kills_lose_nothing_acknowledged`] writes.
const WRITER: &str = "DUTYDESK_TEST_WRITER";

fn desk(folder: &Folder, seed: Option<u64>) -> Desk {
    let clock: Arc<dyn Clock> = Arc::new(FixedClock::at(TUESDAY.parse().unwrap()));
    let random = seed.map_or(Random::System, Random::Seeded);
    let mut desk = Desk::open(folder, Opening { console: false, bulk: false }, clock, random).unwrap();
    desk.sign_in_for_practice("A. Okoro").unwrap();
    desk
}

/// Writes notes for as long as it lives, and says each one that it was told is on the disk.
#[test]
#[ignore = "the child of another test"]
fn a_writer() {
    let Some(folder) = std::env::var_os(WRITER) else { return };
    let folder = Folder::open(&PathBuf::from(folder)).unwrap();
    let mut desk = desk(&folder, None);
    let contact = desk.contact(Reference(1)).unwrap();
    let (id, mut seen) = (contact.id, contact.version);
    let life = std::process::id();
    let mut out = std::io::stdout().lock();
    for n in 0_u64.. {
        let note = call::NewNote {
            text: format!("note {life} {n}"),
            mark: None,
            happened: None,
            typed: None,
            child: None,
            stage: StageNo(4),
        };
        let act = Act {
            tag: n,
            contact: id,
            command: call::Command::Write(note).into(),
            seen,
            event: None,
            step_up: None,
        };
        let answers = desk.handle(Request::Act(Box::new(act)));
        assert!(answers.iter().any(|answer| matches!(answer, Answer::Done { .. })), "{answers:?}");
        seen += 1;
        writeln!(out, "kept {life} {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn two_hundred_kills_lose_nothing_acknowledged() {
    let began = Instant::now();
    let seed = u64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_millis()).unwrap();
    println!("seed {seed}");
    let mut random = Random::Seeded(seed);
    let home = Home::new(0);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    drop(console);
    let folder = Folder::open(&home.path().join("practice")).unwrap();
    let mut kept = Vec::new();
    for _ in 0..200 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["lost::a_writer", "--exact", "--ignored", "--nocapture"])
            .env(WRITER, folder.root())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        // Wherever it is by then: before its first note, within one, or between two.
        let most = random.number() % 8;
        let said: Vec<String> = lines
            .by_ref()
            .filter(|line| line.contains("kept "))
            .take(usize::try_from(most).unwrap())
            .collect();
        std::thread::sleep(Duration::from_micros(random.number() % 6_000));
        child.kill().unwrap();
        child.wait().unwrap();
        kept.extend(said);
        kept.extend(lines.filter(|line| line.contains("kept ")));
    }
    let contact = desk(&folder, Some(seed)).contact(Reference(1)).unwrap();
    let texts: std::collections::BTreeSet<&str> =
        contact.call.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(texts.len(), contact.call.notes.len(), "a note is there twice");
    for line in &kept {
        let (_, which) = line.split_once("kept ").unwrap();
        assert!(texts.contains(format!("note {which}").as_str()), "{which} was acknowledged, and is gone");
    }
    assert!(kept.len() > 200, "only {} notes were acknowledged", kept.len());
    let verified = home.runs(&["--practice", "verify"]);
    println!("{} acknowledged, {} there, {:?}: {verified}", kept.len(), texts.len(), began.elapsed());
}

// ── what others do ──────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn what_others_do_shows_at_once() {
    let home = Home::new(0);
    let mut watching = home.console("R. Shah");
    see(&watching, "take a call");
    watching.keys("1");
    settle(&watching);
    let began = Instant::now();
    let mut ring = home.command(&["--practice", "ring"]);
    let mut ring = ring.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    ring.stdin.take().unwrap().write_all(b"{\"number\":\"01632 960123\",\"name\":\"J. Marlowe\"}\n").unwrap();
    assert!(ring.wait().unwrap().success());
    see(&watching, "J. Marlowe");
    let heard_after = began.elapsed();
    let mut worker = home.console("A. Okoro");
    see(&worker, "J. Marlowe");
    press(&mut worker, "n", "talking 0 min");
    see(&watching, "C-1");
    settle(&watching);
    let began = Instant::now();
    worker.keys("<a-u>");
    see(&watching, "‼ 00:");
    let urgent = began.elapsed();
    println!("a ring shows after {heard_after:?}, urgency at another console after {urgent:?}");
    assert!(heard_after.max(urgent) < Duration::from_secs(2));
}

// ── bad input ───────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn a_paste_of_a_mebibyte_is_kept_whole() {
    let home = Home::new(0);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    let mut text = "0123456789abcde ".repeat(65_536);
    text.replace_range(text.len() - 8.., " the-end");
    let began = Instant::now();
    console.paste(&text);
    see(&console, "the-end");
    println!("a paste of 1 MiB shows after {:?}", began.elapsed());
    press(&mut console, "!<enter>", "this text is longer than a note can be");
    see(&console, "the-end!");
    console.keys("<bs><enter>");
    settle(&console);
    see(&console, "● saved");
    press(&mut console, "still alive<enter>", "still alive");
    settle(&console);
    let contact = home.contact("C-1");
    let note = contact["notes"][0]["text"].as_str().unwrap();
    assert!(note == text, "{} of {} bytes are kept", note.len(), text.len());
    assert_eq!(notes(&home, "C-1", "still alive"), 1);
}

#[test]
fn what_would_steer_the_terminal_is_shown_and_not_obeyed() {
    let home = Home::new(0);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    let raw = "Ellis\u{1b}]0;pwned\u{7}\u{1b}[2Jand\u{202e}siraM\u{2066}x e\u{301}\u{301} 👩‍👩‍👧";
    press(&mut console, "<f3>", "★ Add");
    press(&mut console, "child<tab>", "Born or due");
    console.paste(raw);
    press(&mut console, "<tab>about 6<tab><c-s>", "1 child");
    settle(&console);
    let name = home.contact("C-1")["people"][0]["name"].as_str().unwrap().to_owned();
    assert!(name.contains("pwned") && name.contains('\u{202e}'), "{name:?}");
    let bytes = console.raw();
    let text = String::from_utf8_lossy(&bytes);
    for never in ["\u{1b}]0;pwned", "\u{202e}", "\u{2066}"] {
        assert!(!text.contains(never), "{never:?} reached the terminal");
    }
    press(&mut console, "<esc>", "Enter stamps");
    press(&mut console, "<esc>", "take a call");
    assert!(console.screen().contains("Ellis"));
}

#[test]
fn a_window_too_small_says_so_and_keeps_what_is_typed() {
    let home = Home::new(0);
    let mut console = home.console_of("A. Okoro", 40, 10);
    see(&console, "This window is 40×10; dutydesk needs 60×20. Nothing is lost.");
    console.resize(120, 40);
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    press(&mut console, "half a sentence", "half a sentence");
    console.resize(40, 10);
    see(&console, "dutydesk needs 60×20");
    console.resize(120, 40);
    see(&console, "half a sentence");
}

#[test]
fn a_key_that_comes_together_with_a_change_of_size_does_not_wait_for_the_next_one() {
    let home = Home::new(0);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    let mut written = String::new();
    for (n, letter) in ('a'..='z').enumerate() {
        console.resize(if n % 2 == 0 { 118 } else { 120 }, 40);
        written.push(letter);
        press(&mut console, &letter.to_string(), &format!("{written} "));
    }
}

#[test]
fn no_desk_is_founded_where_only_the_file_of_one_is_gone() {
    let home = Home::new(0);
    let file = home.path().join("practice/desk.db");
    std::fs::remove_file(&file).unwrap();
    let ended = home.command(&["--practice"]).stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(66), "{said}");
    assert!(said.contains("its keys are there still") && !file.exists(), "{said}");
}

#[test]
fn a_damaged_database_is_one_sentence_and_a_code() {
    let home = Home::new(0);
    std::fs::write(home.path().join("practice/desk.db"), vec![0x41; 8_192]).unwrap();
    // A command always, and a console where it is not known who works here; else that one records (`tests/unread.rs`).
    let listed = home.command(&["--practice", "contact", "list"]).output().unwrap();
    assert_eq!(listed.status.code(), Some(65));
    std::fs::remove_file(home.path().join("practice/desk.book")).unwrap();
    let mut console = home.console("A. Okoro");
    let said = see(&console, "dutydesk: ");
    assert_eq!(console.wait_for_end(LONG).exit_code(), 65);
    assert!(said.starts_with("dutydesk: ") && !console.alternate(), "{said}");
}
