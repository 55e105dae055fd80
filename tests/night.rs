//! One whole night in terminals: the evening's shift, three contacts, a handover, and the morning team acknowledging it.

use std::fs;

use crate::{
    common::pty::Pty,
    pty::{Home, LONG, press, see, settle},
};

/// Moves the practice desk's clock on; consoles opened from then on live by it.
fn later(home: &Home, hours: i64) {
    let clock = home.path().join("practice").join("practice.clock");
    let ahead: i64 = fs::read_to_string(&clock).unwrap().trim().parse().unwrap();
    fs::write(&clock, (ahead + hours * 3_600_000_000).to_string()).unwrap();
}

/// Takes a call at night, with the least that a night worker writes, and hangs up.
fn takes_a_call(worker: &mut Pty, note: &str) {
    press(worker, "n", "talking 0 min");
    press(worker, &format!("{note}<enter>"), "talking");
    settle(worker);
    press(worker, "<a-e>", "Call ended.");
    worker.keys("<esc>");
    see(worker, "take a call");
}

#[test]
fn a_full_night() {
    let home = Home::at("2026-11-24T20:05");
    let mut bello = home.console("T. Bello");
    see(&bello, "EDT");
    takes_a_call(&mut bello, "The ward rang: mother came alone.");
    takes_a_call(&mut bello, "A neighbour hears shouting.");
    takes_a_call(&mut bello, "The school asks who to ring at nine.");
    drop(bello);

    // The end of the night: every open contact stands there by itself, and none goes without somebody who has it.
    later(&home, 12);
    let mut bello = home.console("T. Bello");
    see(&bello, "take a call");
    press(&mut bello, "h", "hand over the shift: EDT to the front door");
    press(&mut bello, "<end><up><enter>", "3 of 3 have nobody next");
    press(&mut bello, "ring the ward at nine<tab>the front<tab>", "2 of 3 have nobody next");
    press(&mut bello, "<c-s>", "has nobody who has it next");
    press(&mut bello, "<tab>the front<tab>", "1 of 3 have nobody next");
    press(&mut bello, "ask for the night porter<tab>the front<tab>", "3 items, each with somebody");
    press(&mut bello, "<c-s>", "3 of 3 not acknowledged");
    let sheet = home.path().join("handover.md");
    press(&mut bello, "<c-t>", "Save the sheet to");
    press(&mut bello, &format!("{}<c-s>", sheet.display()), "Ctrl+S acknowledges this item");
    let sheet = fs::read_to_string(&sheet).unwrap();
    assert!(sheet.contains("# Handover: EDT to the front door"), "{sheet}");
    assert!(sheet.contains("> ring the ward at nine"), "{sheet}");
    assert!(sheet.contains("Head code of the journal: "), "{sheet}");
    // Before the front door opens nothing calls.
    assert!(!bello.screen().contains("NOT ACKNOWLEDGED"), "{}", bello.screen());
    drop(bello);

    later(&home, 1);
    let mut okoro = home.console("A. Okoro");
    see(&okoro, "take a call");
    see(&okoro, "3 NOT ACKNOWLEDGED");
    press(&mut okoro, "h", "one waits to be acknowledged");
    press(&mut okoro, "<home><enter>", "3 of 3 not acknowledged");
    press(&mut okoro, "I ring the ward<c-s>", "2 of 3 not acknowledged");
    press(&mut okoro, "<c-s>", "1 of 3 not acknowledged");
    press(&mut okoro, "<c-s>", "acknowledged");
    okoro.keys("<esc>");
    see(&okoro, "nothing waits");
    press(&mut okoro, "<esc>", "1 All");
    okoro.keys("<c-q>");
    assert!(okoro.wait_for_end(LONG).success());

    let list = home.runs(&["--practice", "handover", "list"]);
    assert!(list.contains("EDT to the front door") && list.contains("acknowledged"), "{list}");
    let shown = home.runs(&["--practice", "handover", "show"]);
    assert!(shown.contains("acknowledged by A. Okoro"), "{shown}");
    assert!(home.runs(&["--practice", "day"]).contains("Due today"));
    home.runs(&["--practice", "verify"]);
}
