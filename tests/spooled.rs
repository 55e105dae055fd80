//! Recording never fails: with a disk that takes nothing more, words go to the spool, and into the record later. A decision does
//! not: see `tests/damaged.rs`.
#![cfg(unix)]

use std::process::Command;

use crate::{
    common::pty::Pty,
    pty::{Home, LONG, press, see, settle},
};

/// Lets no file of a running console grow over a size, as a full disk does for whatever has to grow.
fn most(console: &Pty, bytes: &str) -> bool {
    let limit = format!("--fsize={bytes}:unlimited");
    let set = Command::new("prlimit").args(["--pid", &console.pid().to_string(), &limit]).status();
    set.is_ok_and(|status| status.success())
}

/// Opens a console on a call, whose log is longer than what is allowed from then on.
fn full(home: &Home) -> Option<Pty> {
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    press(&mut console, "n", "talking 0 min");
    console.paste(&"a long note before it ".repeat(20_000));
    settle(&console);
    press(&mut console, "<enter>", "● saved");
    settle(&console);
    most(&console, "262144").then_some(console)
}

fn merged(home: &Home) -> Vec<(String, bool)> {
    let contact = home.contact("C-1");
    let notes = contact["notes"].as_array().unwrap().iter().skip(1);
    notes.map(|note| (note["text"].as_str().unwrap().to_owned(), !note["merged"].is_null())).collect()
}

#[test]
fn words_go_to_the_spool_and_into_the_record_when_there_is_room() {
    let home = Home::new(0);
    let Some(mut console) = full(&home) else { return println!("skipped: there is no `prlimit` here") };
    press(&mut console, "he stood at the gate<enter>", "Kept in the spool at");
    see(&console, "IN THE SPOOL");
    press(&mut console, "and then he left<enter>", "2 IN THE SPOOL");
    press(&mut console, "<a-u>", "3 IN THE SPOOL");
    press(&mut console, "<a-e>", "4 IN THE SPOOL");
    assert!(merged(&home).is_empty());
    assert!(most(&console, "unlimited"));
    console.wait_for(|screen| !screen.contains("IN THE SPOOL"), LONG);
    see(&console, "and then he left");
    see(&console, "URGENT");
    see(&console, "The call has ended");
    let notes = [("he stood at the gate".to_owned(), true), ("and then he left".to_owned(), true)];
    assert_eq!(merged(&home), notes);
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    home.runs(&["--practice", "verify"]);
}

#[test]
fn a_console_that_dies_with_words_in_its_spool_leaves_them_to_the_next() {
    let home = Home::new(0);
    let Some(mut console) = full(&home) else { return println!("skipped: there is no `prlimit` here") };
    press(&mut console, "he stood at the gate<enter>", "Kept in the spool at");
    console.kill();
    let again = home.console("R. Shah");
    see(&again, "R. Shah");
    settle(&again);
    assert_eq!(merged(&home), [("he stood at the gate".to_owned(), true)]);
    let contact = home.contact("C-1");
    assert_eq!(contact["notes"][1]["by"]["name"], "A. Okoro", "whoever wrote it wrote it");
    drop(again);
    home.runs(&["--practice", "verify"]);
}

/// Takes a new call on a full disk, and says who rings, a child's name and what is told.
fn takes_a_call(console: &mut Pty) {
    press(console, "<esc>", "take a call");
    press(console, "n<c-s>", "No number yet: the desk's file takes nothing");
    press(console, "he stood at the gate<enter>", "✕ waits he stood at the gate");
    press(console, "<f3>", "★ Add");
    press(console, "child<tab>Ellis<tab>about 6<tab><c-s>", "1 child");
    see(console, "✕ waits Ellis");
    press(console, "<f2>", "he stood at the gate");
    press(console, "<a-u>", "URGENT");
    see(console, "4 IN THE SPOOL");
}

#[test]
fn a_call_on_a_full_disk_gets_its_number_when_there_is_room() {
    let home = Home::new(0);
    let Some(mut console) = full(&home) else { return println!("skipped: there is no `prlimit` here") };
    takes_a_call(&mut console);
    // Left and opened again, it stands in the queue without a number; what decides has no effect.
    press(&mut console, "<esc>", "C-?");
    press(&mut console, "<enter>", "No number yet");
    console.keys("<a-d>");
    settle(&console);
    press(&mut console, "it was a mistake<c-s>", "This counts only once it is in the record");
    console.keys("<esc>");
    assert!(!home.command(&["--practice", "contact", "show", "C-2"]).output().unwrap().status.success());
    assert!(most(&console, "unlimited"));
    see(&console, "The call is C-2");
    console.wait_for(|screen| !screen.contains("IN THE SPOOL") && !screen.contains("waits"), LONG);
    let contact = home.contact("C-2");
    assert_eq!(contact["notes"][0]["text"], "he stood at the gate");
    assert_eq!(contact["people"][0]["name"], "Ellis");
    assert!(!contact["urgent"].is_null() && !contact["call"]["merged"].is_null());
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    home.runs(&["--practice", "verify"]);
}

#[test]
fn a_call_without_a_number_outlives_its_console() {
    let home = Home::new(0);
    let Some(mut console) = full(&home) else { return println!("skipped: there is no `prlimit` here") };
    takes_a_call(&mut console);
    console.kill();
    let again = home.console("R. Shah");
    see(&again, "R. Shah");
    settle(&again);
    let contact = home.contact("C-2");
    assert_eq!(contact["call"]["taken_by"]["name"], "A. Okoro");
    assert_eq!(
        (&contact["notes"][0]["text"], &contact["people"][0]["name"]),
        (&"he stood at the gate".into(), &"Ellis".into())
    );
    drop(again);
    home.runs(&["--practice", "verify"]);
}

#[test]
fn a_visit_that_begins_on_a_full_disk_is_shown_at_once_and_goes_into_the_record() {
    let home = Home::new(0);
    let Some(mut console) = full(&home) else { return println!("skipped: there is no `prlimit` here") };
    let mut other = home.console("R. Shah");
    see(&other, "R. Shah");
    press(&mut other, "v", "Nobody is out");
    press(&mut console, "<esc>", "take a call");
    press(&mut console, "v<c-s>", "it is seen at their consoles by R. Shah");
    console.keys("12 Harbour Lane<tab>Kate, where they sleep<tab><tab>07700 900106<tab>in 2 h<tab>45<c-s>");
    see(&console, "✕ waits · A. Okoro");
    see(&console, "Not in the record yet");
    see(&console, "1 IN THE SPOOL");
    // It is seen at the other console too, whatever the disk does.
    see(&other, "✕ waits · A. Okoro");
    press(&mut console, "check in<c-s>", "2 IN THE SPOOL");
    assert!(most(&console, "unlimited"));
    console.wait_for(|screen| !screen.contains("IN THE SPOOL") && !screen.contains("waits"), LONG);
    other.wait_for(|screen| screen.contains("A. Okoro") && !screen.contains("waits"), LONG);
    see(&console, "to be heard of by");
    press(&mut console, "back safe<c-s>", "Nobody is out");
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    drop(other);
    home.runs(&["--practice", "verify"]);
}

#[test]
fn each_line_of_a_call_that_waits_has_its_mark() {
    let home = Home::new(0);
    let Some(mut console) = full(&home) else { return println!("skipped: there is no `prlimit` here") };
    press(&mut console, "<tab>professional<tab>Ida Quenby<tab>", "✕ waits Ida Quenby");
    see(&console, "✕ waits professional");
    press(&mut console, "<esc>", "write here");
    settle(&console);
    press(&mut console, "<a-s>", "Safety now");
    settle(&console);
    press(&mut console, "<tab>yes<tab>", "✕ waits danger now: YES");
    see(&console, "✕ waits yes");
    // The night: who has the child, on whose file it is.
    press(&mut console, "<f3>child<tab>Ellis<tab>about 6<tab><c-s>", "✕ waits Ellis");
    press(&mut console, "<f12><a-down>", "On a child's file");
    press(&mut console, "in a<enter>Ellis<enter><tab>4711<c-s>", "✕ waits ● On a child's file");
    console.keys("<c-q>");
}
