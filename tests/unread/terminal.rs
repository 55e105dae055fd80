//! The same in a real terminal, from the damage to the record.

use std::{fs, process::Command};

use crate::pty::{Home, LONG, press, see, settle};

#[test]
fn a_lone_worker_takes_a_call_on_a_damaged_file_and_it_gets_its_number_later() {
    let home = Home::new(3);
    // Whoever sat here before has left what a console needs to know.
    let mut console = home.console("A. Okoro");
    see(&console, "take a call");
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    let file = home.path().join("practice/desk.db");
    let whole = fs::read(&file).unwrap();
    let over = format!("of={}", file.display());
    let spoil = ["if=/dev/zero", &over, "bs=4096", "count=4", "conv=notrunc"];
    assert!(Command::new("dd").args(spoil).output().unwrap().status.success());
    assert!(!home.command(&["--practice", "contact", "list"]).output().unwrap().status.success());

    let mut console = home.console("A. Okoro");
    see(&console, "RECORDING ONLY");
    press(&mut console, "n", "No number yet");
    press(&mut console, "he stood at the gate<enter>", "✕ waits he stood at the gate");
    press(&mut console, "<a-u>", "URGENT");
    console.keys("and half of another");
    settle(&console);
    // They go out there, alone, and say so; the place knows by when they are to be heard of.
    console.keys("<esc>");
    settle(&console);
    press(&mut console, "v<c-s>", "As the desk knew it");
    see(&console, "Nobody is out");
    console.keys("14 Mill Row<tab>see Ellis<tab><tab>07700 900123<tab>in 90 min<tab>45<tab>");
    console.keys("Jo Okoro<tab>07700 900222<tab>in 80 min<c-s>");
    see(&console, "to be heard of by");
    press(&mut console, "check in<c-s>", "Kept in the spool");
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());
    // The console that is opened next knows of it.
    let mut console = home.console("A. Okoro");
    see(&console, "Resume");
    console.keys("<esc>");
    settle(&console);
    press(&mut console, "v", "✕ waits");
    see(&console, "14 Mill Row");
    console.keys("<c-q>");
    assert!(console.wait_for_end(LONG).success());

    fs::write(&file, whole).unwrap();
    let mut console = home.console("R. Shah");
    see(&console, "Resume");
    settle(&console);
    console.keys("<esc>");
    settle(&console);
    press(&mut console, "v", "14 Mill Row");
    settle(&console);
    let list = home.runs(&["--practice", "contact", "list", "--json"]);
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    let mut newest: Vec<&str> =
        list.as_array().unwrap().iter().filter_map(|row| row["reference"].as_str()).collect();
    newest.sort_unstable();
    let contact = home.contact(newest.last().unwrap());
    assert_eq!(contact["notes"][0]["text"], "he stood at the gate");
    assert!(!contact["urgent"].is_null() && !contact["call"]["merged"].is_null());
    drop(console);
    home.runs(&["--practice", "verify"]);
}
