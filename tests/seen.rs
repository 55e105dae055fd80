//! What must be seen at once is seen, however narrow the window is: every child, who must not be told, and that it is practice.

use crate::common::console::Practice;

#[test]
fn every_child_is_named_in_the_queue() {
    let practice = Practice::new(40);
    for (width, cut) in [(80, "Ellis (6) +2"), (100, "Ellis (6) · Mia (due Jan) +1")] {
        let mut console = practice.console("A. Okoro", width, 40);
        console.sees(cut).press("/").write("C-1841").press("<enter><esc>");
        console.sees("Ellis Brookmere (6) · Mia Brookmere (due Jan) · Tom Brookmere");
        console.sees("Promised: ring the officer back");
        console.sees("Agreement for Ellis, Mia: Kemi Brookmere not asked:");
        console.sees("Child's own words: «He knows where we are.» – Ellis");
        assert!(!console.text().contains("Last note: He knows"), "{}", console.text());
    }
    let mut wide = practice.console("A. Okoro", 140, 40);
    wide.sees("Ellis (6) · Mia (due Jan) · Tom (about 9)");
}

#[test]
fn the_gravest_of_a_contact_is_in_view_where_there_is_no_room_at_the_right() {
    let practice = Practice::new(40);
    for (width, height, pane) in [(80, 24, "<f2>"), (80, 24, "<f7>"), (100, 30, "<f6>"), (70, 24, "<f3>")] {
        let mut console = practice.console("A. Okoro", width, height);
        console.press("/").write("C-1841").press("<enter>").press(pane);
        console.sees("danger now: YES ‼ · not to be told ✗ Dorian Vale").sees("override asked 14:02 ◷");
    }
    // Where the pane stands at the right, it is said there and nowhere else.
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("/").write("C-1841").press("<enter>");
    assert!(!console.text().contains("not to be told ✗"), "{}", console.text());
}

#[test]
fn a_window_that_is_too_small_says_practice_too() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 50, 15);
    console.sees("PRACTICE. This window is 50×15; dutydesk needs 60×20.");
}
