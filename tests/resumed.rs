//! What was left half-typed by more than one: one's own is offered first, none hides another, and each is found again.

use chrono::TimeDelta;
use dutydesk::desk::Clock as _;

use crate::common::console::{Console, Practice};

/// Lets time go by until what is half-typed is on the disk, and ends the console as a kill does.
fn dies(practice: &Practice, mut console: Console) {
    let later = practice.clock.now() + TimeDelta::seconds(2);
    practice.clock.set(later);
    console.stage.wake(later);
    drop(console);
}

/// Leaves words by A. Okoro in C-2, and after them words by L. Marsh in C-1.
fn two_die(practice: &Practice) {
    let mut marsh = practice.console("L. Marsh", 120, 40);
    marsh.press("n").sees("C-1").write("the school rang twice");
    let mut okoro = practice.console("A. Okoro", 120, 40);
    okoro.press("n").sees("C-2").write("she has a bruise");
    dies(practice, okoro);
    dies(practice, marsh);
}

#[test]
fn ones_own_words_come_before_a_colleagues_and_none_hides_another() {
    let practice = Practice::new(0);
    two_die(&practice);
    let mut again = practice.console("A. Okoro", 120, 40);
    again.sees("Resume C-2, note of 4 words saved").sees("1 more after this one");
    again.press("<esc>").sees("Resume C-1, note of 4 words, by L. Marsh,");
    again.press("<esc>").sees("Left for later, and kept. l on the queue offers it again");
    // The way back: a key, the palette, and the contact itself.
    again.press("l").sees("Resume C-2").press("<esc>").sees("Resume C-1").press("<esc>");
    again.press("<c-p>").write("half").press("<enter>").sees("Resume C-2").press("<esc><esc>");
    again.press("/").write("C-1").press("<enter>").sees("Resume C-1, note of 4 words, by L. Marsh,");
    again.press("<esc>");
    assert!(!again.text().contains("Resume"), "{}", again.text());
    again.press("<c-p>").write("resume").press("<enter>").sees("Resume C-2").press("<enter>");
    again.sees("she has a bruise").press("<esc><esc>");
    assert!(!again.text().contains("Resume C-2"), "{}", again.text());
}

#[test]
fn keys_that_wait_for_a_contact_go_to_it_and_not_to_the_offer() {
    let practice = Practice::new(0);
    two_die(&practice);
    let mut again = practice.console("A. Okoro", 120, 40);
    again.press("<esc><esc>").busy().press("<home><enter>").write("and a cut").answers();
    let text = again.text();
    assert!(!text.contains("Resume") && text.contains("and a cut"), "{text}");
}
