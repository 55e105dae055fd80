//! One person who rings again: after the line dropped, and while somebody is on the line with them already.

use dutydesk::{
    desk::Random,
    domain::{
        contact::call::{DropEnd, DropSettled, Line},
        ids::RingId,
    },
    store::{keys::Keys, rings},
};
use uuid::Uuid;

use crate::common::console::{Console, Practice};

const NUMBER: &str = "01632 960155";

fn rings(practice: &Practice, console: &mut Console, number: &str, no: u128) {
    let public = Keys::of(&practice.folder).sealing_public().unwrap();
    let body = format!(r#"{{"number":"{number}"}}"#);
    let id = RingId(Uuid::from_u128(no));
    let mut random = Random::Seeded(u64::try_from(no).unwrap());
    rings::drop_ring(&practice.folder, &public, id, &body, &mut random.entropy()).unwrap();
    console.refresh();
}

/// Lets a call ring, answers it, and lets its line drop.
fn cut_off(practice: &Practice) -> Console {
    let mut console = practice.console("A. Okoro", 160, 40);
    rings(practice, &mut console, NUMBER, 5);
    console.press("a").sees("talking 0 min").press("<a-x>").sees("LINE DROPPED 14:07").press("<esc><esc>");
    console
}

fn settled(console: &Console, reference: &str) -> Option<DropSettled> {
    match console.contact(reference).call.line {
        Line::Dropped { settled, .. } => settled,
        line => panic!("{line:?}"),
    }
}

/// Lets a call ring, answers it, and writes who rings.
fn named(practice: &Practice, console: &mut Console, name: &str, no: u128) {
    rings(practice, console, NUMBER, no);
    console.press("a").sees("talking 0 min").press("<a-i>").write("parent").press("<enter>").write(name);
    console.press("<enter>");
}

#[test]
fn whose_line_dropped_is_said_of_the_ring_and_in_the_call_and_attaching_alone_settles_nothing() {
    let practice = Practice::new(0);
    let mut console = cut_off(&practice);
    rings(&practice, &mut console, "01632 960177", 6);
    console.press("<home>");
    let text = console.text();
    assert!(!text.contains("This number's line dropped"), "another number rings:\n{text}");
    rings(&practice, &mut console, NUMBER, 7);
    // Its line is marked wherever the cursor is, and what is known is read whole on the smallest screen.
    console.press("<home>").sees("✕ cut 14:07, C-1");
    let mut small = practice.console("L. Marsh", 80, 24);
    let text = small.press("<home><down>").sees("✕ cut 14:07").text();
    assert!(text.contains("in C-1, unfinished") && text.contains("has said yet"), "{text}");
    drop(small);
    console
        .press("<home><down>")
        .sees("This number's line dropped 14:07 in C-1, unfinished; safe to ring back: nobody has said yet");
    console
        .press("<enter>")
        .sees("their line dropped 14:07 in C-1")
        .sees("cut off 14:07 in C-1; safe to ring: nobody has said yet (F4)");
    // Nobody said who rings, here or there: the number alone is no caller.
    console
        .press("<f4>C-1<c-s>")
        .sees("it stays to be rung back there")
        .press("<c-s>")
        .sees("belongs to C-1");
    assert_eq!(settled(&console, "C-1"), None);
}

#[test]
fn the_same_name_on_the_same_number_settles_the_dropped_line_until_the_two_are_taken_apart() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    named(&practice, &mut console, "Kate Brook", 5);
    console.press("<a-x>").sees("LINE DROPPED 14:07").press("<esc><esc>");
    named(&practice, &mut console, "Mrs K. Brook", 6);
    console.press("<f4>C-1<c-s>").sees("Attached, this call settles it: the caller was reached");
    assert_eq!(settled(&console, "C-1"), None);
    console.press("<c-s>").sees("belongs to C-1");
    let text = console.text();
    assert!(!text.contains("their line dropped"), "{text}");
    let end = settled(&console, "C-1").unwrap();
    assert_eq!((end.end, end.why.as_str()), (Some(DropEnd::Reached), "The caller rang again, in C-2."));

    // Attached by mistake: whoever was cut off is still to be rung back.
    console.press("<a-up>").write("another family").press("<c-s>").sees("their line dropped 14:07 in C-1");
    assert_eq!(settled(&console, "C-1"), None);
}

#[test]
fn a_name_that_is_written_after_the_two_were_attached_settles_the_dropped_line_too() {
    for first in ["C-1", "C-2"] {
        let practice = Practice::new(0);
        let mut console = practice.console("A. Okoro", 160, 40);
        let write = |console: &mut Console, reference: &str| {
            let name = if reference == "C-1" { "Kate Brook" } else { "Mrs K. Brook" };
            console.press("<a-i>").write("parent").press("<enter>").write(name).press("<enter>");
        };
        for (no, reference) in [(5, "C-1"), (6, "C-2")] {
            rings(&practice, &mut console, NUMBER, no);
            console.press("a").sees("talking 0 min");
            if reference == first {
                write(&mut console, reference);
            }
            if no == 5 {
                console.press("<a-x>").sees("LINE DROPPED 14:07").press("<esc><esc>");
            }
        }
        console
            .press("<f4>C-1<c-s>")
            .sees("it stays to be rung back there")
            .press("<c-s>")
            .sees("belongs to C-1");
        assert_eq!(settled(&console, "C-1"), None);
        if first == "C-2" {
            // What settles a dropped line comes first there.
            console.press("<c-o>").sees("LINE DROPPED 14:07").press("<a-i><a-down>");
        }
        write(&mut console, if first == "C-1" { "C-2" } else { "C-1" });
        let end = settled(&console, "C-1").unwrap();
        assert_eq!((end.end, end.why.as_str()), (Some(DropEnd::Reached), "The caller rang again, in C-2."));
    }
}

#[test]
fn where_a_line_dropped_it_is_not_said_that_the_caller_is_on_two() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    named(&practice, &mut console, "Kate Brook", 5);
    console.press("<a-x>").sees("LINE DROPPED 14:07").press("<esc><esc>");
    rings(&practice, &mut console, NUMBER, 6);
    console.press("a").sees("talking 0 min");
    console.press("<esc><esc>/C-1<enter>").sees("on the line again in C-2: the same caller?");
    let text = console.text();
    assert!(!text.contains("one person on two lines"), "{text}");
}

#[test]
fn a_call_of_somebody_else_leaves_the_dropped_line_to_be_rung_back() {
    let practice = Practice::new(0);
    let mut console = cut_off(&practice);
    console.press("n").sees("talking 0 min");
    let text = console.text();
    assert!(!text.contains("their line dropped"), "no number, nobody known:\n{text}");
    console
        .press("<f4>C-1<c-s>")
        .sees("it stays to be rung back there")
        .press("<c-s>")
        .sees("belongs to C-1");
    assert_eq!(settled(&console, "C-1"), None);
    console.press("<esc><esc>/C-1<enter>").sees("LINE DROPPED 14:07");
}

#[test]
fn another_name_on_the_same_number_is_not_whoever_was_cut_off() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    for (no, name) in [(5, "Kate Brook"), (6, "Dean Hollis")] {
        named(&practice, &mut console, name, no);
        if no == 5 {
            console.press("<a-x>").sees("LINE DROPPED 14:07").press("<esc><esc>");
        }
    }
    console
        .sees("their line dropped 14:07 in C-1")
        .press("<f4>C-1<c-s>")
        .sees("it stays to be rung back there");
    console.press("<c-s>").sees("belongs to C-1");
    assert_eq!(settled(&console, "C-1"), None);
}

#[test]
fn two_lines_from_one_number_are_pointed_out_on_both() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    rings(&practice, &mut console, NUMBER, 5);
    console.press("a").sees("talking 0 min");
    let mut other = practice.console("L. Marsh", 160, 40);
    rings(&practice, &mut other, NUMBER, 6);
    other.press("<home>").sees("This number is on the line in C-1 too, since 14:07, with A. Okoro");
    other.press("n").sees("talking 0 min");
    other.press("<a-i>").write("parent").press("<enter>").write("declined").press("<enter>").write(NUMBER);
    other.press("<enter>").sees("also on the line in C-1").sees("one person on two lines?");
    console.refresh().sees("also on the line in C-2");
    // One of the two is over: nobody is on two lines any more.
    other.press("<a-e>");
    let text = console.refresh().text();
    assert!(!text.contains("also on the line"), "{text}");
}

#[test]
fn the_number_of_a_call_that_rings_is_covered_while_family_or_public_listen() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    rings(&practice, &mut console, NUMBER, 5);
    console.press("<home>").sees("01632 960155");
    console.press("n").sees("talking 0 min").press("<a-i>").write("parent").press("<enter><esc><esc><esc>");
    let text = console.press("<home>").sees("Enter or a answers").text();
    assert!(text.contains("▒▒▒ covered") && text.contains("ringing") && !text.contains("960155"), "{text}");
}

#[test]
fn whoever_is_anywhere_in_the_queue_sees_that_somebody_rings() {
    let practice = Practice::new(60);
    let mut console = practice.console("A. Okoro", 80, 24);
    rings(&practice, &mut console, NUMBER, 5);
    let told = |console: &mut Console| console.text().contains("ringing · 3 shows");
    assert!(console.press("<home>").text().contains("☎") && !told(&mut console), "{}", console.text());
    console.press("<end>");
    assert!(told(&mut console), "{}", console.text());
    console.press("<home>");
    assert!(!told(&mut console), "{}", console.text());
    // A lane in which it does not stand.
    console.press("2");
    assert!(told(&mut console), "{}", console.text());
}

#[test]
fn a_number_that_rang_before_is_marked_as_known() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    rings(&practice, &mut console, NUMBER, 5);
    console.press("a").sees("talking 0 min").press("<a-e>").press("<esc><esc>");
    rings(&practice, &mut console, "01632 960177", 6);
    let text = console.press("<home>").text();
    assert!(!text.contains("known, C-1"), "{text}");
    rings(&practice, &mut console, NUMBER, 7);
    console.press("<home>").sees("known, C-1");
}
