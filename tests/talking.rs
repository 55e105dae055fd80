//! Words and keys of somebody who is on the line: nothing that is typed in the wrong place is lost, or answers another call.

mod notes;

use chrono::TimeDelta;
use dutydesk::{
    desk::{Clock as _, Random, Request},
    domain::{
        contact::call::{self, ChildWords, Note},
        ids::RingId,
        queue::Lane,
    },
    store::{keys::Keys, rings},
};
use uuid::Uuid;

use crate::common::console::{Console, Practice};

/// Lets a call ring.
fn rings(practice: &Practice, number: &str, no: u128) {
    rings_as(practice, number, "Mrs Ames", no);
}

fn rings_as(practice: &Practice, number: &str, name: &str, no: u128) {
    let public = Keys::of(&practice.folder).sealing_public().unwrap();
    let body = format!(r#"{{"number":"{number}","name":"{name}"}}"#);
    let mut random = Random::Seeded(u64::try_from(no).unwrap());
    let id = RingId(Uuid::from_u128(no));
    rings::drop_ring(&practice.folder, &public, id, &body, &mut random.entropy()).unwrap();
}

/// Lets time pass, and the console wake as it would.
fn pass(practice: &Practice, console: &mut Console, seconds: i64) {
    let later = practice.clock.now() + TimeDelta::seconds(seconds);
    practice.clock.set(later);
    console.stage.wake(later);
}

fn takes(console: &Console) -> usize {
    console.asked.borrow().iter().filter(|asked| matches!(asked, Request::Take(_))).count()
}

/// Gives the reference that was given last.
fn newest(console: &Console) -> String {
    let rows = console.desk.borrow().lane(Lane::All, 1_000).unwrap();
    rows.iter().filter_map(|row| row.reference).max().unwrap().to_string()
}

fn notes(console: &Console, reference: &str) -> Vec<String> {
    console.contact(reference).call.notes.iter().map(|note| note.current().to_owned()).collect()
}

#[test]
fn words_for_the_call_that_goes_on_are_no_commands_of_the_queue() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    rings(&practice, "01632 960155", 5);
    console.refresh();
    let before = takes(&console);
    console.press("<esc>").write("and the nurse says so too").sees("You are talking in C-1 (");
    console.sees("answer the call that rings").sees("and the nurse says so too");
    assert_eq!(takes(&console), before, "a stranger's call was answered by a word");
    console.press("<bs><bs><bs><bs><enter>").sees("and the nurse says so");
    assert!(notes(&console, "C-1").is_empty(), "half a note is no note");
    console.press("<enter>");
    assert_eq!(notes(&console, "C-1"), ["and the nurse says so"]);

    // Words that were not taken along wait in the note, also for a console that dies.
    console.press("<esc>").write("she is nine").press("<esc>").sees("Kept half-written in the note of C-1");
    pass(&practice, &mut console, 2);
    drop(console);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.sees("Resume C-1, note of 3 words").press("<enter>").sees("she is nine");

    // Whoever had words kept goes on talking, and the next word is as little a command as the first.
    console.press("<esc>").write("the bruise").press("<esc>").sees("Kept half-written");
    let before = takes(&console);
    console.write("and").sees("You are talking in C-1 (").press("<esc>");
    assert_eq!(takes(&console), before, "a stranger's call was answered by the second word");
    // A number is no lane, nor a letter that only moves.
    console.write("1632 960155").sees("1632 960155").press("<esc>").write("kicked him").sees("kicked him");
    console.press("<esc>");
    // Another call, and a mark on another contact, are asked about each time, also by whoever works on the queue.
    console.press("1<c-s>").sees("take a call");
    for key in ["n", "u", "t"] {
        console.press(key).sees("You are talking in C-1 (").press("<esc>");
        console.press("1<c-s>");
    }
    console.press("/C-1<enter>").press("<c-u>").write("she is nine");

    // Behind what stands there already.
    console.press("<esc>").write("and small").press("<enter>").sees("she is nine and small");
    console.press("<enter>");
    assert_eq!(notes(&console, "C-1").last().map(String::as_str), Some("she is nine and small"));

    // The header says where the words belong, until that call is open again.
    console.press("<esc>").sees("☎ you talk in C-1").press("/C-1<enter>").sees("she is nine and small");
    assert!(!console.text().contains("you talk in"), "{}", console.text());

    // They are on the disk while the box stands there, beside what the note holds half-written.
    console.write("her teacher").press("<esc>").write("came with her").sees("You are talking in C-1 (");
    pass(&practice, &mut console, 2);
    drop(console);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.sees("Resume C-1, note of 5 words").press("<enter>").sees("her teacher came with her");
}

#[test]
fn a_complaint_is_found_among_what_was_heard() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n<a-h>").write("compl").sees("→ not content with us").press("<enter>");
    console.sees("[x] not content with us").press("<esc>");
    assert_eq!(console.contact("C-1").call.heard.len(), 1);
}

#[test]
fn the_name_of_a_line_is_not_the_name_of_whoever_speaks_on_it() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    rings_as(&practice, "01632 960144", "Fernmoor Primary School", 7);
    console.refresh();
    console.sees("Fernmoor Primary School, 01632 960144").press("a").sees("talking 0 min");
    console.sees("01632 960144, Fernmoor Primary School").sees("who rings ★ name");
    console.press("<tab>").write("prof").press("<tab>").sees("The telephone shows: Fernmoor Primary School");
    console.write("Mrs Teal").press("<tab><tab><tab><tab>");
    console.sees("The telephone shows: Fernmoor Primary School").press("<esc>").sees("who rings ✓");
    assert!(!console.text().contains("01632 960144, Fernmoor"), "{}", console.text());
    let caller = console.contact("C-1").call.caller;
    assert_eq!(caller.name.as_deref(), Some("Mrs Teal"));
    assert_eq!(caller.shown.as_deref(), Some("Fernmoor Primary School"));
    // The number that rang is not lost to one that is typed over it.
    console.press("<a-i><tab><tab><bs>").sees("The telephone shows: Fernmoor").press("<tab>");
    console.sees("the telephone showed 01632 960144").press("<s-tab>");
    console.sees("The telephone showed 01632 960144, Fernmoor Primary School");
    assert_eq!(console.contact("C-1").call.caller.number.as_deref(), Some("01632 96014"));
}

#[test]
fn a_command_that_is_meant_is_done_once_it_was_said() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    console.press("<esc>v").sees("You are talking in C-1").press("<c-s>").sees("Back by");
    console.press("<esc>");
    // What goes to another screen is asked each time: the words that follow would stand in its fields.
    console.press("s").sees("You are talking in C-1").press("<c-s>").sees("Are you alone on this shift");
    console.press("<esc>");
    // Nor is a letter that does nothing lost.
    console.press("e").sees("You are talking in C-1").press("<esc>");
    // What only looks is asked once for each time that a call is left.
    // One letter of a command is no word.
    console.press("/C-1<enter><esc>s").sees("You are talking in C-1").press("<esc>");
    assert!(!console.text().contains("half-written"), "{}", console.text());
    console.press("/C-1<enter><esc>");
    // A figure is a lane once it was said that it is none of a number.
    console.press("3").sees("You are talking in C-1").press("<c-s>").sees("Nothing stands in");
    console.press("1/").sees("Find");
    console.press("<esc>");
    let before = takes(&console);
    console.press("n<c-s>");
    assert_eq!(takes(&console), before + 1);
    // Whose calls have ended types commands.
    console.press("<a-e><esc>");
    console.press("/C-1<enter><a-e><esc>");
    console.press("v").sees("Back by");
}

#[test]
fn the_cursor_of_the_queue_stands_on_the_contact_that_was_left() {
    let practice = Practice::new(60);
    let mut console = practice.console("A. Okoro", 120, 40);
    let under = |console: &mut Console| {
        let text = console.text();
        let rule = text.lines().rfind(|line| line.contains("──")).unwrap_or_default();
        rule.split_whitespace().find(|word| word.starts_with("C-") || *word == "ringing").map(str::to_owned)
    };
    console.press("/C-1812<enter>").sees("C-1812").press("<esc>");
    assert_eq!(under(&mut console).as_deref(), Some("C-1812"), "{}", console.text());
    // A call that was answered from anywhere, while another rings.
    rings(&practice, "01632 960155", 5);
    rings(&practice, "01632 960156", 6);
    console.refresh();
    console.press("a<a-e>");
    let answered = newest(&console);
    console.press("<esc>");
    assert_eq!(under(&mut console), Some(answered), "{}", console.text());
    // In a lane where it does not stand, the cursor stays, and goes onto no call that rings.
    console.press("1<home>");
    assert_eq!(under(&mut console).as_deref(), Some("ringing"));
    console.press("<enter><a-e><esc>");
    assert_ne!(under(&mut console).as_deref(), Some("ringing"));
}

#[test]
fn whoever_looks_at_something_else_sees_that_a_call_rings() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 160, 40);
    console.press("n<tab>profess<tab>Dana Hale<tab>01632 960123<tab><esc>").sees("talking 0 min");
    rings(&practice, "01632 960123", 5);
    console.refresh().sees("‼ 1 ringing this number is C-1's");
    pass(&practice, &mut console, 130);
    console.sees("‼ 1 ringing 2 min this number is C-1's");
    console.press("<esc>v<c-s>").sees("‼ 1 ringing 2 min");
    let mut narrow = practice.console("T. Bello", 80, 24);
    narrow.press("s").sees("‼ 1 ringing");
}

#[test]
fn what_a_pane_did_as_it_was_left_is_answered_to_that_pane() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    // The question of a stage is saved as the pane is left, and is nothing half-typed after that.
    console.press("<a-s><tab>").write("yes").press("<f4>");
    pass(&practice, &mut console, 2);
    drop(console);
    let mut console = practice.console("A. Okoro", 120, 40);
    assert!(!console.text().contains("Resume"), "{}", console.text());
}

#[test]
fn a_mark_is_kept_when_the_list_is_left() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    console.press("<a-h>content<enter><esc>");
    assert_eq!(console.contact("C-1").call.heard.len(), 1);
    // What was only typed is no mark, and what was marked beside the list stays.
    console.press("<a-h>tired<a-1><esc>");
    assert_eq!(console.contact("C-1").call.heard.len(), 2);
    console.press("<a-h><esc>");
    assert_eq!(console.contact("C-1").call.heard.len(), 2);
}

#[test]
fn the_card_of_what_was_heard_is_seen_at_once_wherever_it_was_marked() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    // Of each its title, its first line, and that it stands before what was marked before it.
    let cards = [
        ("domestic", "Domestic abuse", "Where is the person"),
        ("private fost", "Private fostering", "Under 16 (18 when disabled)"),
        ("works with", "A person who works with children", "Who are they"),
    ];
    for (width, height) in [(80, 24), (120, 40), (200, 60)] {
        console.stage.resize(width, height);
        for stage in 0..=12 {
            console.press(&format!("<c-g>{stage}<enter>"));
            for (what, title, first) in cards {
                console.press(&format!("<a-h>{what}<c-s>")).sees(title).sees(first);
            }
            console.sees("1 of ");
            // Taken away again, so that each is marked anew at the next stage.
            for (what, title, _) in cards {
                console.press(&format!("<a-h>{what}<enter><c-s>"));
                assert!(!console.text().contains(title), "{title}, at stage {stage}\n{}", console.text());
            }
        }
    }
    assert!(console.contact("C-1").call.heard.is_empty());
    // From another pane the chord leads to where the card is.
    console.press("<f3><a-h>domestic<c-s>").sees("Where is the person");
    // Left open, the list keeps its mark for the stage that the worker goes to.
    console.press("<a-h>private fost<enter><c-up>").sees("Under 16 (18 when disabled)");
}

#[test]
fn what_was_uncovered_is_covered_again_by_the_same_key_and_says_so() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 80, 24);
    console.press("n<a-v>").sees("Uncovered, and recorded.");
    console.press("<a-v>").sees("Covered again.");
    console.press("<a-v>").sees("Uncovered, and recorded.");
    // Once nobody is on the line there is nothing to cover.
    console.press("<a-e><a-v>").sees("Nothing has to be covered here any more");
    console.press("<a-v>").sees("Nothing is covered here.");
}
