//! What nobody should paste, in every text field of every form and pane: the screen stays safe, and no letter of it is lost.

use std::collections::BTreeMap;

use dutydesk::desk::{Clock as _, Request};

use crate::common::console::{Console, Practice};

/// The panes of a contact with their forms, by the keys that show each: the choice that brings its fields along comes first.
const PANES: [&str; 22] = [
    "<f2>",
    "<f2><c-g>4<enter>",
    "<f2><c-g>6<enter>",
    "<f3>",
    "<f3><a-n>child<tab>",
    "<f3><a-n>parent<tab>",
    "<f3><a-n>household<tab>",
    "<f3><a-n>link<tab>",
    "<f4>",
    "<f5>",
    "<f5><a-g>",
    "<f6><a-n>override<tab>",
    "<f6><a-n>emergency<tab>",
    "<f6><a-n>section<tab>",
    "<f7>",
    "<f7><a-n>J<tab>Ellis<c-s>",
    "<f8>",
    "<f9>",
    "<f9><a-down>",
    "<f12>",
    "<a-i>",
    "<a-w>",
];

/// As many fields as any form has, and some.
const FIELDS: usize = 14;

/// Control characters, escape sequences, turned text, marks that pile up, faces of several people, and ends of lines.
fn nasty(token: &str) -> String {
    let piled = format!("e{}", "\u{301}\u{489}".repeat(40));
    format!(
        "{token}\u{1b}[2J\u{1b}]0;title\u{7}\u{0}\u{8}\u{9b}31m\u{202e}gnol\u{2066}\u{200f}\u{feff}\
         👩\u{200d}👧\u{200d}👦🏴\u{e0067}{piled}\u{85}\u{2028}漢字\r\nNHS {token}"
    )
}

/// Fails where a cell would do more than show a letter.
fn is_safe(text: &str, of: &str) {
    let bad = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(*c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    // Families of faces are joined by one of them, and by nothing else.
    let joined = text.replace("👩\u{200d}👧\u{200d}👦", "");
    assert!(!joined.contains(|c: char| bad(&c)), "{of}: {:?}", joined.chars().find(bad));
}

/// The screens beside the queue and the boxes over them, each from the queue: the shift, going out, a handover's lines, the
/// search, a reason that is asked for, what was shared, everything by name.
const ELSEWHERE: [&str; 7] =
    ["s", "v", "v<a-n>", "h<end><enter>", "/", "/C-1<enter><f7><a-j>", "/C-1<enter><a-u><a-d>"];

/// Gives all that was kept on the disk or handed to the desk since it was looked last.
fn kept(console: &Console) -> String {
    let all = format!("{:?}", console.asked.borrow());
    let record = format!("{:?}", console.contact("C-1"));
    all + &record
}

/// Pastes into every field of a place; gives in how many it could be read.
fn paste_everywhere(practice: &Practice, console: &mut Console, place: &str, tokens: &mut u64) -> usize {
    let mut tried = 0;
    for field in 0..FIELDS {
        *tokens += 1;
        let word = format!("tok{tokens}x");
        console.asked.borrow_mut().clear();
        console.stage.paste(&nasty(&word));
        let text = console.text();
        is_safe(&text, place);
        tried += usize::from(text.contains(&word));
        // Left with Tab: kept as it came, half-typed, or refused in words beside it; never gone.
        console.press("<tab>");
        let later = practice.clock.now() + chrono::TimeDelta::seconds(2);
        practice.clock.set(later);
        console.stage.wake(later);
        let after = console.text();
        is_safe(&after, place);
        let everywhere = kept(console);
        if text.contains(&word) {
            assert!(
                everywhere.contains(&word) || after.contains(&word),
                "{place}, field {field}: {word} is gone\n{after}"
            );
        }
        let acts = |asked: &&Request| matches!(asked, Request::Act { .. });
        let acts = console.asked.borrow().iter().filter(acts).count();
        assert!(acts <= 2, "{place}: a paste did {acts} things");
    }
    tried
}

/// A desk with one contact, taken by somebody who is talking.
fn talking() -> (Practice, Console) {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n");
    console.sees("talking 0 min");
    console.press("<f3>child<tab>Ellis<tab><tab>6<tab><c-s>").sees("1 child");
    (practice, console)
}

#[test]
fn every_text_field_takes_what_nobody_should_paste_or_says_why_not() {
    let (practice, mut console) = talking();
    let (mut tried, mut tokens) = (BTreeMap::new(), 0);
    for pane in PANES {
        console.press(pane);
        tried.insert(pane, paste_everywhere(&practice, &mut console, pane, &mut tokens));
    }
    assert!(tried.values().sum::<usize>() > 40, "in too few fields was anything written: {tried:?}");
    // And the record, whatever is in it, says all that with signs, and is read again as it came.
    let contact = console.contact("C-1");
    let raw = format!("{contact:?}");
    assert!(raw.contains("\\u{1b}[2J"), "nothing raw was kept");
}

#[test]
fn so_does_every_field_of_the_other_screens_and_boxes() {
    let (practice, mut console) = talking();
    // While somebody talks, a letter on the queue asks first.
    console.press("<a-e><esc><esc>").sees("who rang");
    let (mut tried, mut tokens) = (BTreeMap::new(), 0);
    for place in ELSEWHERE {
        console.press(place);
        tried.insert(place, paste_everywhere(&practice, &mut console, place, &mut tokens));
        for _ in 0..6 {
            console.press("<esc>");
        }
        console.sees("who rang");
    }
    let none: Vec<_> = tried.iter().filter(|(_, fields)| **fields == 0).collect();
    assert!(none.is_empty(), "nothing could be written in {none:?}");
}

#[test]
fn at_the_door_a_note_takes_it_and_a_passphrase_shows_none_of_it() {
    let (practice, mut console) = talking();
    console.press("<c-l>").sees("assphrase");
    console.stage.paste(&nasty("secret7"));
    let text = console.text();
    is_safe(&text, "passphrase");
    assert!(!text.contains("secret7"), "{text}");
    console.press("<enter>");
    is_safe(&console.text(), "passphrase, refused");
    console.press("<a-n>");
    console.asked.borrow_mut().clear();
    console.stage.paste(&nasty("note7"));
    is_safe(&console.text(), "note");
    console.press("<c-s>");
    is_safe(&console.text(), "note, sealed");
    let sealed = format!("{:?}", console.asked.borrow());
    assert!(sealed.contains("note7") && sealed.contains("\\u{202e}"), "not sealed as it came: {sealed}");
    drop(practice);
}

#[test]
fn long_names_and_a_megabyte_are_taken_or_refused_in_a_sentence() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n");
    console.sees("talking 0 min");
    let long = "Anna".repeat(2_500);
    let huge = "she said so again ".repeat(60_000);
    for pane in PANES {
        for text in [&long, &huge] {
            console.press(pane);
            for _ in 0..3 {
                console.stage.paste(text);
                is_safe(&console.text(), pane);
                console.press("<tab>");
                is_safe(&console.text(), pane);
            }
        }
    }
    console.press("<f3><a-n>child<tab>").stage.paste(&long);
    console.press("<c-s>");
    let names = console.contact("C-1").family.people.len();
    let text = console.text();
    assert!(names > 0 || text.contains('✗'), "{text}");
}
