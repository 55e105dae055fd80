//! Notes that are half-written, marked or left: whose they are, where they wait, and when they stand in the record.

use super::*;

#[test]
fn half_a_note_stays_half_a_note_until_it_is_stamped() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    console.write("Wren says mummy").press("<f4><f2>").sees("Wren says mummy");
    console.press("<a-i><f2><esc>");
    assert!(notes(&console, "C-1").is_empty());
    console.press("/C-1<enter>").sees("Wren says mummy");
    // A child's own words never become anybody's.
    console
        .press("<a-c>")
        .write("her brother")
        .press("<esc><f4><f2><enter>")
        .sees("begun as a child's own words");
    console.press("<esc><a-e>");
    assert!(notes(&console, "C-1").is_empty());
    console.press("<a-c><c-s>");
    let contact = console.contact("C-1");
    let child = contact.call.notes.first().and_then(|note: &Note| note.child.clone());
    assert_eq!(child.map(|child: ChildWords| child.heard_by).as_deref(), Some("her brother"));

    // What was being written when the call ended was heard on it.
    let mut console = practice.console("T. Bello", 120, 40);
    console.press("n").sees("talking 0 min");
    console.write("he has gone out").press("<f7><a-e>");
    let contact = console.contact("C-2");
    assert_eq!(contact.call.notes.iter().map(|note| note.later).collect::<Vec<_>>(), [false]);
}

#[test]
fn a_note_that_is_in_the_record_is_not_offered_and_swallows_nothing() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    console.write("she came at five");
    pass(&practice, &mut console, 2);
    let draft = console.asked.borrow().iter().rev().find_map(|asked| match asked {
        Request::SaveDraft { text, .. } => Some(text.clone()),
        _ => None,
    });
    let draft = draft.unwrap();
    console.press("<enter>");
    assert_eq!(notes(&console, "C-1"), ["she came at five"]);
    // The console dies before its draft was brought up to date.
    console.desk.borrow_mut().handle(Request::SaveDraft { no: 90, text: draft.clone() });
    drop(console);
    let mut console = practice.console("A. Okoro", 120, 40);
    assert!(!console.text().contains("Resume"), "{}", console.text());
    drop(console);

    // Where nobody could tell, and the words were changed, they are another note.
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("/C-1<enter>").sees("she came at five");
    let edited = dutydesk::desk::protocol::DraftText {
        body: draft.body.replace("she came at five", "she came at five with"),
        ..draft
    };
    console.desk.borrow_mut().handle(Request::SaveDraft { no: 91, text: edited });
    drop(console);
    let mut console = practice.console("A. Okoro", 120, 40);
    if console.text().contains("Resume") {
        console.press("<enter>").write(" a late word one").press("<enter>");
        assert!(notes(&console, "C-1").iter().any(|note| note.ends_with("a late word one")));
    }
}

#[test]
fn words_that_a_colleague_left_are_theirs_and_go_only_when_asked_twice() {
    let practice = Practice::new(0);
    let mut bello = practice.console("T. Bello", 120, 40);
    bello.press("n").sees("talking 0 min");
    bello.press("<f3>child<tab>").write("Wren with the red coat");
    pass(&practice, &mut bello, 2);
    drop(bello);
    let mut console = practice.console("P. Lindqvist", 120, 40);
    console.sees("in its forms, by T. Bello,").sees("by T. Bello").sees("takes T. Bello's words up as yours");
    console.press("<c-u>").sees("gone for good").press("<enter>").sees("by T. Bello");
    console.press("<c-u><c-u>").sees("by T. Bello").press("<c-u><c-s>").sees("Thrown away: T. Bello's");
    drop(console);
    let console = &mut practice.console("P. Lindqvist", 120, 40);
    assert!(!console.text().contains("Resume"));

    let mut bello = practice.console("T. Bello", 120, 40);
    bello.press("/C-1<enter>").write("he knows the way");
    pass(&practice, &mut bello, 2);
    drop(bello);
    let mut console = practice.console("P. Lindqvist", 120, 40);
    console.sees("note of 4 words, by T. Bello").press("<enter>").sees("these are T. Bello's words");
}

#[test]
fn what_was_being_written_when_the_line_dropped_stands_before_the_drop() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 80, 24);
    console.press("n").write("he has his keys in the door");
    practice.clock.set(practice.clock.now() + TimeDelta::minutes(2));
    console.press("<a-x>").sees("Line dropped, stamped.");
    let contact = console.contact("C-1");
    let call::Line::Dropped { at, .. } = contact.call.line else { panic!("{:?}", contact.call.line) };
    let [note] = &contact.call.notes[..] else { panic!("{:?}", contact.call.notes) };
    assert_eq!(note.current(), "he has his keys in the door");
    assert!(note.at <= at && !note.later, "{note:?} {at}");
    // What is written afterwards stands after it, and the line is empty for it.
    practice.clock.set(practice.clock.now() + TimeDelta::minutes(3));
    console.press("<f2>").write("rang back, no answer").press("<enter>");
    let contact = console.contact("C-1");
    assert!(contact.call.notes[1].at > at);
}

#[test]
fn words_that_no_field_takes_go_to_the_note() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n").sees("talking 0 min");
    // A contact that cannot be closed yet has nothing to write on that row.
    console.press("<f9><a-down><a-down>").write("all agreed").sees("No field has the keys here.");
    console.sees("all agreed");
    pass(&practice, &mut console, 2);
    let saved = |console: &Console| {
        let asked = console.asked.borrow();
        asked
            .iter()
            .any(|asked| matches!(asked, Request::SaveDraft { text, .. } if text.body.contains("all agreed")))
    };
    assert!(saved(&console), "words that no field took are not on the disk");
    console.press("<esc>").sees("Kept half-written in the note of C-1");
    assert!(notes(&console, "C-1").is_empty());
    console.press("<f2>").sees("all agreed").press("<enter>");
    assert_eq!(notes(&console, "C-1"), ["all agreed"]);
    // Enter goes there with them; a chord of the screen takes them along; no letter in the box is a command.
    console.press("<f9>").write("he left at <5>").press("<enter>").sees("Enter stamps").press("<enter>");
    assert_eq!(notes(&console, "C-1").last().map(String::as_str), Some("he left at <5>"));
    console.press("<f9>").write("n a u").press("<f2>").sees("n a u").press("<enter>");
    assert_eq!(notes(&console, "C-1").last().map(String::as_str), Some("n a u"));
}
