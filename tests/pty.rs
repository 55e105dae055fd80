//! The real binary in terminals of its own: the scenario of C-1841 with two people at two consoles.

use std::{path::Path, process::Command, time::Duration};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::pty::Pty;

const AT: &str = "2026-11-24T14:07";

/// How long anything may take on a machine that compiles beside it.
pub(crate) const LONG: Duration = Duration::from_secs(30);

/// A practice desk in a home that goes with it.
pub(crate) struct Home(TempDir);

impl Home {
    /// Makes a desk with so many contacts.
    pub(crate) fn new(contacts: u64) -> Self {
        Self::made(contacts, AT)
    }

    /// Makes a desk with so many contacts at a time of its own.
    pub(crate) fn made(contacts: u64, at: &str) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        let contacts = contacts.to_string();
        home.runs(&["demo", "--no-console", "--contacts", &contacts, "--seed", "1", "--at", at]);
        home
    }

    /// Makes the desk that the README has its first call taken on.
    pub(crate) fn fresh() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        home.runs(&["demo", "--no-console", "--fresh", "--at", AT]);
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Opens a console on it as somebody.
    pub(crate) fn console(&self, name: &str) -> Pty {
        self.console_of(name, 120, 40)
    }

    pub(crate) fn console_of(&self, name: &str, width: u16, height: u16) -> Pty {
        let data = self.path().to_str().unwrap();
        Pty::start(&["--data", data, "demo", "--as", name], self.path(), width, height)
    }

    /// Gives a command on it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dutydesk"));
        command.arg("--data").arg(self.path()).args(arguments).env("HOME", self.path());
        command
    }

    /// Runs a command that must succeed, and gives what it printed.
    pub(crate) fn runs(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Reads a contact from the journal.
    pub(crate) fn contact(&self, reference: &str) -> Value {
        serde_json::from_str(&self.runs(&["--practice", "contact", "show", reference, "--json"])).unwrap()
    }
}

/// Presses keys, and waits until the screen shows some words.
pub(crate) fn press(console: &mut Pty, keys: &str, until: &str) {
    console.keys(keys);
    see(console, until);
}

/// Waits until the screen shows some words, wherever its lines break.
pub(crate) fn see(console: &Pty, words: &str) -> String {
    console.wait_for(|screen| flat(screen).contains(words), LONG)
}

/// Waits until the screen stands still.
pub(crate) fn settle(console: &Pty) {
    let (mut before, mut still) = (console.bytes(), 0);
    while still < 6 {
        std::thread::sleep(Duration::from_millis(25));
        still = if console.bytes() == before { still + 1 } else { 0 };
        before = console.bytes();
    }
}

fn flat(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What somebody else does costs a console nothing that does not show it.
fn every_frame_changes_something(raw: &[u8]) {
    const ENDED: &[u8] = b"\x1b[?2026l";
    let mut parser = vt100::Parser::new(40, 120, 0);
    let (mut rest, mut frames) = (raw, 0_usize);
    while let Some(end) = rest.windows(ENDED.len()).position(|window| window == ENDED) {
        let (frame, after) = rest.split_at(end + ENDED.len());
        rest = after;
        let before = parser.screen().state_formatted();
        parser.process(frame);
        // A terminal that is given back is told once more that the last frame is over.
        if frame != ENDED {
            assert!(parser.screen().state_formatted() != before, "{frames}: {}", frame.escape_ascii());
            frames += 1;
        }
    }
    assert!(frames > 20, "{frames}");
}

/// Takes a call from police at the console, up to a family with three children and their mother.
fn takes_the_call(worker: &mut Pty) {
    press(worker, "n", "talking 0 min");
    press(worker, "<a-i>", "Who rings");
    worker.keys("police<enter>D. Penmere<tab>07700 900123<tab>y<tab>response officer<tab>police<tab>");
    worker.keys("<a-down>police<tab>4417<tab>44260318842<c-s>");
    see(worker, "D. Penmere");
    see(worker, "collar 4417");
    press(worker, "<f3>", "★ Add");
    press(worker, "child<tab>Ellis<tab>about 6<tab><c-s>", "1 child");
    press(worker, "child<tab>Mia<tab>due Jan<tab><c-s>", "2 children");
    press(worker, "child<tab>Tom<tab>about 9<tab><c-s>", "3 children");
    worker.keys("parent<tab>Kate<tab>mother<tab>y<tab>Ellis<enter>Tom<enter><tab>the officer saw both certificates<tab>31<c-s>");
    see(worker, "PR ✓ yes for Ellis, Tom");
}

/// Asks about danger now, marks it urgent and writes what is told.
fn asks_about_tonight(worker: &mut Pty) {
    press(worker, "<a-s>", "Safety now");
    press(worker, "Father came out of custody at noon.<enter>", "custody at noon.");
    worker.keys("He knows where they are, their mother says.<a-r><enter>");
    see(worker, "[reported] He knows where they are");
    press(worker, "<tab>y<tab>at home, the door is locked<tab>their mother<tab>", "danger now: YES");
    // Two escapes in one read count as one: the next chord begins with another.
    press(worker, "<esc>", "Enter stamps");
    press(worker, "<a-u>", "URGENT");
}

fn not_asked(worker: &mut Pty, capacity: &str, children: &str) {
    worker.keys(&format!(
        "<a-n>Kate<tab>{capacity}<tab>{children}<tab>find out<tab>police<enter>health<enter><tab>not asked<tab>he would move them tonight<c-s>"
    ));
}

fn asks_for_an_override(worker: &mut Pty) {
    press(worker, "<f5>", "A NEW ROW");
    not_asked(worker, "holder<tab>", "Ellis<enter>Tom<enter>");
    see(worker, "as holder of parental responsibility (AO)");
    not_asked(worker, "own", "Mia<enter>");
    see(worker, "for their own information (AO)");
    press(worker, "<f6>", "★ ask for");
    worker.keys(
        "override<tab>Ellis<enter>Mia<enter>Tom<enter><tab>Their mother was not asked.<tab>asking<tab>",
    );
    worker.keys("He knows the address, and he would move them tonight.<tab>find out<tab>");
    worker.keys("What police and health know of today.<tab>police<enter>health<enter><tab>");
    worker.keys("his conditions and the patrol<tab>the midwife saw her on Friday<tab>");
    worker.keys("Asking the school alone would not tell where he is.<tab>tomorrow 10:00<tab>tomorrow 09:00<tab>not<tab>");
    worker.keys("He would hear of it within the hour.");
    press(worker, "<c-t>", "You put your name to");
    see(worker, "With: Health – the midwife saw her on Friday");
    press(worker, "<c-s>", "override 1 ◷ asked");
}

const BELIEF: &str = "<tab>She would ring him in fright and they would be gone by night.<tab>\
     Nothing less tells us where he is and who guards them.<tab>\
     Only these two hold what we need to know tonight.";

/// Opens the oldest contact of the oversight lane, and its oversight.
fn opens_what_waits(manager: &mut Pty, reference: &str) {
    manager.keys("6");
    settle(manager);
    press(manager, "<end><enter>", "◂ AO looking");
    see(manager, reference);
    press(manager, "<f6>", "override 1 ◷ asked");
}

#[test]
fn two_people_at_two_consoles_take_a_call_and_authorise_an_override() {
    let home = Home::new(0);
    let mut worker = home.console("A. Okoro");
    see(&worker, "take a call");
    takes_the_call(&mut worker);
    asks_about_tonight(&mut worker);
    asks_for_an_override(&mut worker);

    // Her own manager's account does not let her authorise what she asked for.
    let mut herself = home.console("a.okoro.manager");
    see(&herself, "take a call");
    opens_what_waits(&mut herself, "C-1");
    see(&herself, "You asked for this yourself: somebody else decides it.");
    herself.keys("I believe it too, and have another account to say so.");
    press(&mut herself, "<a-a>", "Nothing was decided");
    assert_eq!(home.contact("C-1")["overrides"][0]["state"], "requested", "{}", herself.screen());

    herself.keys("<esc>");
    drop(herself);

    let mut manager = home.console("R. Shah");
    see(&manager, "R. Shah");
    opens_what_waits(&mut manager, "C-1");
    see(&manager, "It is yours to decide.");
    manager.keys("I believe he will move them before morning; he did so twice.");
    press(&mut manager, &format!("{BELIEF}<a-a>"), "Authorise the override");
    // Deciding asks for the passphrase again: a wrong one decides nothing and loses no word.
    press(&mut manager, "<c-s>", "Your passphrase, to sign this decision");
    press(&mut manager, "guess<enter>", "Nothing was decided; that is not your");
    manager.keys("<esc>");
    manager.wait_for(|screen| !screen.contains("to sign this decision"), LONG);
    press(&mut manager, "<a-a>", "Authorise the override");
    press(&mut manager, "<c-s>", "everybody's passphrase is \"practice\"");
    press(&mut manager, "practice<enter>", "override 1 ✓ in force");
    see(&worker, "override in force");

    // A strategy discussion takes a second person's word; it is hers too.
    press(&mut worker, "<f7>", "no outcome yet");
    press(&mut worker, "X<tab>Ellis<enter>Mia<enter>Tom<enter><c-s>", "card open");
    worker.keys("met<tab><tab><tab><tab>Ellis wets the bed since the last move.<tab>Released today, knows the address.");
    press(&mut worker, "<c-s>", "Nothing is decided yet");
    press(&mut worker, "The officer saw them, and he moved them twice.<c-s>", "waits for manager");
    see(&manager, "route X Strategy discussion");
    press(&mut manager, "<a-up>", "YOUR WORD AS SECOND PERSON");
    press(&mut manager, "There is reasonable cause for all three children.<a-a>", "Agree as second person");
    press(&mut manager, "<c-s>", "Your passphrase, to sign this decision");
    press(&mut manager, "practice<enter>", "X decided");
    see(&worker, "◐ decided, lacks");
    // Something is asked for and not there: the keys go to where it is said why it goes without.
    press(&mut worker, "<c-t>", "Why does Strategy discussion");
    worker.keys("The police set the time within the hour.");
    press(&mut worker, "<c-t>", "Send these outcomes?");
    press(&mut worker, "<c-s>", "Sent at");

    // What the others know is asked for under the override, and needs no second word.
    press(&mut worker, "<a-n>", "Destination");
    press(&mut worker, "M<tab>Ellis<enter>Mia<enter>Tom<enter><c-s>", "card 2 of 2");
    worker.keys(
        "met<tab><tab><tab>targeted<tab>police<enter>health<enter><tab>Police for his conditions.<c-s>",
    );
    see(&worker, "Nothing is decided yet");
    press(&mut worker, "We must know who holds what.<c-s>", "Reason: We must know");
    press(&mut worker, "<c-t>", "Why does MASH gathering");
    worker.keys("They answer by telephone tonight.");
    press(&mut worker, "<c-t>", "Send these outcomes?");
    press(&mut worker, "<c-s>", "gathering: ✓ sent");

    press(&mut worker, "<f8>", "A new promise");
    worker.keys(
        "ring the officer back<tab>the officer<tab><tab>y<tab>Okoro<tab><tab>15:30<tab>the officer<c-s>",
    );
    see(&worker, "PROMISES");
    press(&mut worker, "<f9>", "send nothing");
    press(&mut worker, "whoever<tab>what was<c-s>", "Our reference: C-1");
    press(&mut worker, "<c-s>", "○ drafted");
    press(&mut worker, "<c-t>", "Mark the letter as checked");
    press(&mut worker, "<c-s>", "How it was sent");
    press(&mut worker, "secure<tab>d.penmere@police.example<c-s>", "✓ sent");
    press(&mut worker, "<a-e>", "Call ended.");
    // Between it and the new one stands the call in writing, which is the caller's to do.
    press(&mut worker, "<f8><a-up><a-up>", "What became of it");
    press(&mut worker, "kept<c-s>", "✓ kept");
    press(&mut worker, "<f9>", "send nothing");
    press(&mut worker, "<a-down><a-down><a-down>", "Last word");
    press(&mut worker, "All three are safe tonight.<c-s>", "leaves the queue");
    press(&mut worker, "<c-s>", "closed");

    let contact = home.contact("C-1");
    let over = &contact["overrides"][0];
    assert_eq!(over["state"], "authorised");
    assert_eq!(over["worker"]["by"]["name"], "A. Okoro");
    assert_eq!(over["manager"]["by"]["name"], "R. Shah");
    assert_eq!(over["manager"]["how"], "at a console");
    assert_eq!(over["worker"]["belief"], "He knows the address, and he would move them tonight.");
    assert_eq!(over["manager"]["belief"], "I believe he will move them before morning; he did so twice.");
    assert_eq!(over["children"], serde_json::json!([1, 2, 3]));
    assert!(!contact["urgent"].is_null());
    let gathering = &contact["routes"][1];
    assert_eq!(gathering["letter"], "M");
    let basis = gathering["basis"].as_array().unwrap();
    assert_eq!((gathering["state"].as_str(), basis.len()), (Some("done"), 6));
    assert!(basis.iter().all(|basis| basis["on"] == "override" && basis["no"] == 1), "{basis:?}");
    let discussion = &contact["routes"][0];
    assert_eq!((&discussion["letter"], &discussion["state"]), (&Value::from("X"), &Value::from("done")));
    assert_eq!(discussion["second"]["by"]["name"], "R. Shah");
    assert_eq!(contact["agreements"][0]["why"], "he would move them tonight");
    assert_eq!(contact["promises"][1]["what"], "ring the officer back");
    assert_eq!(contact["letters"][0]["state"], "sent");
    assert!(!contact["closed"].is_null());
    for console in [&mut worker, &mut manager] {
        console.keys("<c-q>");
        assert!(console.wait_for_end(LONG).success());
        every_frame_changes_something(&console.raw());
    }
    home.runs(&["--practice", "verify"]);
}
