//! The disk is slow, or never answers: keys still write, and none of them is lost or goes where it was not meant to.
#![cfg(unix)]

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use dutydesk::{
    desk::{Answer, Clock, Request},
    domain::queue::Lane,
    runtime::event_loop::{Message, Session, Setting},
};
use portable_pty::CommandBuilder;

use crate::{
    common::{
        console::{Console, Practice},
        program::connect,
        pty::Pty,
    },
    pty::{Home, LONG, press, see, settle},
};

/// Gives the references of a lane, from its top.
fn references(console: &Console, lane: Lane) -> Vec<String> {
    let rows = console.desk.borrow().lane(lane, 9).unwrap();
    rows.iter().filter_map(|row| Some(row.reference?.to_string())).collect()
}

/// Tells whether something was asked that nobody asks by only looking.
fn acted(console: &Console) -> bool {
    let asked = console.asked.borrow();
    asked.iter().any(|request| {
        !matches!(
            request,
            Request::Watch(_) | Request::SaveDraft { .. } | Request::ForgetDraft | Request::Leave
        )
    })
}

/// Lets seconds go by.
fn wake(practice: &Practice, console: &mut Console, seconds: i64) {
    let now = practice.clock.now() + TimeDelta::seconds(seconds);
    practice.clock.set(now);
    console.stage.wake(now);
}

// ── a lane that is being read ───────────────────────────────────────────────────────────────────────────────────────

#[test]
fn keys_for_a_row_wait_until_its_lane_is_read() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    let waits = references(&console, Lane::ToDecide);
    console.busy().press("7<down><enter>").write("under the stairs");
    console.sees("reading …");
    assert!(!acted(&console), "a row was acted on that nobody had seen: {:?}", console.asked.borrow());
    console.answers();
    console.sees(&waits[1]);
    console.sees("under the stairs");
}

#[test]
fn the_ends_of_a_long_lane_are_its_ends_also_where_its_rows_are_not_read() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    let colleague = practice.console("L. Marsh", 80, 24);
    for _ in 0..400 {
        let take = Request::Take(Box::default());
        colleague.desk.borrow_mut().answer(take).unwrap();
    }
    console.refresh();
    let rows = console.desk.borrow().lane(Lane::All, 1_000).unwrap();
    let [first, last] = [rows.first(), rows.last()].map(|row| row.unwrap().reference.unwrap().to_string());
    assert_eq!(rows.len(), 400);
    // What is pressed after it is for the row at the end, however long that takes.
    console.busy().press("<end><enter>").write("under the stairs");
    assert!(!acted(&console), "a row was acted on that nobody had seen: {:?}", console.asked.borrow());
    console.answers();
    console.sees("under the stairs").sees(&last);
    console.press("<esc>").busy().press("<home><enter>").write("at the gate").answers();
    console.sees("at the gate").sees(&first);
}

#[test]
fn enter_in_a_search_opens_what_was_found_for_all_that_was_written() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    let other = references(&console, Lane::All).into_iter().find(|reference| reference != "C-1841").unwrap();
    // Something is found for the beginning already when the rest of it and Enter are pressed.
    console.press("/").write(&other).busy();
    for _ in 0..other.len() {
        console.press("<bs>");
    }
    console.write("C-1841").press("<enter>").write("he stood at the gate");
    assert!(!console.asked.borrow().iter().any(|asked| matches!(asked, Request::Open(_))));
    console.answers();
    console.sees("he stood at the gate").sees("C-1841");
}

#[test]
fn keys_that_wait_keep_their_order_over_lanes() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    let waits = references(&console, Lane::ToTell);
    // To another lane and back before any was read, then past one that had to be read first.
    console.busy().press("7817<down>8<enter>").answers();
    console.sees(&waits[0]);
}

#[test]
fn what_needs_no_row_waits_for_none() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.busy().press("7<f1>");
    console.sees("what the keys do");
    console.press("<esc>").press("n").answers();
    console.sees("talking 0 min");
}

#[test]
fn keys_for_rows_that_cannot_be_read_are_let_go_of() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    let waits = references(&console, Lane::ToTell);
    console.busy().press("7<enter>u");
    let words = "the desk's file is damaged".to_owned();
    console.stage.hand(Message::Answer(Answer::Failed { tag: None, words }));
    console.sees("the desk's file is damaged");
    console.press("8").press("<enter>");
    console.asked.borrow_mut().clear();
    console.answers();
    console.sees(&waits[0]);
    assert!(console.text().lines().all(|line| !line.contains("URGENT")));
}

#[test]
fn a_locked_console_presses_nothing_that_waited() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.busy().press("7<enter><c-l>").answers();
    console.sees("sign in");
    assert!(!console.text().contains("C-"), "{}", console.text());
    let tried = console.asked.borrow().iter().any(|request| matches!(request, Request::SignIn { .. }));
    assert!(!tried, "nor is it tried as somebody's passphrase");
    // Neither does a call that was on its way open behind the lock.
    let mut console = practice.console("R. Shah", 120, 40);
    console.busy().press("n<c-l>").answers();
    console.sees("sign in");
    assert!(!console.text().contains("talking"), "{}", console.text());
}

// ── a desk that does not answer ─────────────────────────────────────────────────────────────────────────────────────

#[test]
fn no_key_waits_for_the_desk() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").busy();
    let mut written = String::new();
    for c in "he stood at the gate".chars() {
        written.push(c);
        console.write(&c.to_string());
        assert!(console.text().contains(written.trim_end()), "{written}:\n{}", console.text());
    }
    console.sees("○ writing");
    console.press("<enter>").write("and then he left").press("<a-u><enter>");
    console.write("third note");
    console.sees("third note");
    console.sees("○ writing");
    for (pane, words) in [("<f3>", "★ Add"), ("<f5>", "A NEW ROW"), ("<f2>", "Enter stamps")] {
        console.press(pane);
        console.sees(words);
    }
    console.press("<esc>");
    console.sees("take a call");
    console.answers();
    let notes = console.contact("C-1").call.notes;
    let notes: Vec<&str> = notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["he stood at the gate", "and then he left"]);
    // What nobody stamped is half a note still, and stands where it was.
    console.press("/C-1<enter>").sees("third note");
}

#[test]
fn saved_is_said_only_of_what_is_on_the_disk() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n");
    console.sees("● saved");
    console.busy().write("he stood");
    console.sees("○ writing");
    wake(&practice, &mut console, 1);
    assert!(matches!(console.asked.borrow().last(), Some(Request::SaveDraft { .. })));
    console.sees("○ writing");
    console.answers();
    console.sees("● saved");
    console.busy().press("<enter>");
    console.sees("○ writing");
    console.answers();
    console.sees("● saved");
}

#[test]
fn a_draft_that_could_not_be_saved_is_said_and_tried_again() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").busy().write("he stood");
    wake(&practice, &mut console, 1);
    let words = "the disk is full, so this was not saved".to_owned();
    console.stage.hand(Message::Answer(Answer::Failed { tag: None, words }));
    console.sees("✕ not saved");
    console.sees("the disk is full");
    console.sees("he stood");
    console.asked.borrow_mut().clear();
    wake(&practice, &mut console, 5);
    assert!(
        matches!(console.asked.borrow().last(), Some(Request::SaveDraft { text, .. }) if text.body.contains("he stood"))
    );
    console.answers();
    console.sees("● saved");
}

#[test]
fn a_note_that_was_kept_after_its_contact_was_left_is_half_typed_no_more() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").busy().write("he stood at the gate").press("<enter><esc>");
    console.sees("take a call");
    console.answers();
    wake(&practice, &mut console, 1);
    console.sees("● saved");
    assert_eq!(console.contact("C-1").call.notes.len(), 1);
    let drafts = std::fs::read_dir(practice.folder.drafts()).map_or(0, Iterator::count);
    assert_eq!(drafts, 0, "what is in the journal would be offered again");
}

#[test]
fn nobody_leaves_words_behind_that_could_not_be_saved() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").busy().write("he stood");
    wake(&practice, &mut console, 1);
    let words = "the disk is full, so this was not saved".to_owned();
    console.stage.hand(Message::Answer(Answer::Failed { tag: None, words }));
    console.press("<c-q>");
    assert!(!console.stage.quit);
    console.sees("What is half-typed could not be saved");
    console.write("!").press("<c-q>");
    assert!(!console.stage.quit, "it was not told twice running");
    console.press("<c-q>");
    assert!(console.stage.quit);
}

#[test]
fn a_window_that_changes_asks_the_desk_nothing() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.asked.borrow_mut().clear();
    for size in 60..160 {
        console.stage.resize(size, size / 3);
    }
    assert!(console.asked.borrow().is_empty(), "{:?}", console.asked.borrow());
}

// ── the same in a terminal ──────────────────────────────────────────────────────────────────────────────────────────

/// Says to the child of another test that it is one.
const CHILD: &str = "DUTYDESK_TEST_NO_ANSWER";

/// What may pass between a key and its letter, on a machine that compiles beside it.
const SOON: Duration = Duration::from_secs(2);

/// Runs the loop on this terminal, on a call, with a desk that never answers.
#[test]
#[ignore = "the child of another test"]
fn a_console_whose_desk_never_answers() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n");
    // Kept open: a desk that is gone is another matter.
    let (told, answers) = tokio::sync::mpsc::unbounded_channel();
    let clock = Arc::clone(&practice.clock) as Arc<dyn Clock>;
    let setting = Setting { clock, ask: Box::new(drop), answers };
    Session::begin(Arc::new(|| ()), false).unwrap().run(console.stage.program, setting).unwrap();
    drop(told);
}

#[test]
fn letters_are_drawn_by_the_loop_while_the_desk_never_answers() {
    let home = tempfile::tempdir().unwrap();
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["waiting::a_console_whose_desk_never_answers", "--exact", "--ignored", "--nocapture"]);
    command.env("TERM", "xterm-256color");
    command.env(CHILD, "1");
    command.cwd(home.path());
    let mut console = Pty::spawn(command, 120, 40);
    see(&console, "talking 0 min");
    let mut slowest = Duration::ZERO;
    for letter in "abcdefgh".chars() {
        let began = Instant::now();
        let words = format!("{letter}{letter}{letter}");
        console.keys(&words);
        console.wait_for(|screen| screen.contains(&words), SOON);
        slowest = slowest.max(began.elapsed());
    }
    println!("the slowest three letters were drawn after {slowest:?}");
    press(&mut console, "<enter>and then he left", "and then he left");
    press(&mut console, "<f3>", "★ Add");
    see(&console, "○ writing");
    console.keys("<c-q>");
    assert!(console.wait_for_end(SOON).success());
}

#[test]
fn letters_are_drawn_while_another_program_holds_the_journal() {
    let home = Home::new(0);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    settle(&console);
    let other = connect(home.path());
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    console.keys("he stood at the gate<enter>and then he left");
    console.wait_for(|screen| screen.contains("and then he left"), SOON);
    console.keys("<a-u>");
    for letter in "xyz".chars() {
        console.keys(&letter.to_string().repeat(3));
        console.wait_for(|screen| screen.contains(&letter.to_string().repeat(3)), SOON);
    }
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    assert!(!console.screen().contains("● saved"), "{}", console.screen());
    other.execute_batch("ROLLBACK").unwrap();
    see(&console, "● saved");
    console.keys("<enter>");
    settle(&console);
    see(&console, "● saved");
    let contact = home.contact("C-1");
    let notes: Vec<&str> =
        contact["notes"].as_array().unwrap().iter().map(|note| note["text"].as_str().unwrap()).collect();
    assert_eq!(notes, ["he stood at the gate", "and then he leftxxxyyyzzz"]);
}

#[test]
fn enter_right_after_a_lane_opens_what_stands_there() {
    let home = Home::new(40);
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    let list = home.runs(&["--practice", "contact", "list", "--lane", "to_decide", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let first = list[0]["reference"].as_str().unwrap();
    console.send(b"7\rhe stood at the gate");
    see(&console, "he stood at the gate");
    console.wait_for(|screen| screen.lines().nth(1).is_some_and(|line| line.contains(first)), LONG);
}
