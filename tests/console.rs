//! The whole console through its own loop: nothing printable ever does anything but write on a contact's screen.

use dutydesk::{
    desk::{Clock as _, Request},
    domain::{
        contact::{
            call::{Caller, Command as Call},
            telling,
        },
        policy::CallerKind,
    },
};

use crate::{
    common::console::{Console, Practice},
    damaged::must,
};

/// The panes, by the chord that shows each.
const PANES: [&str; 10] = ["<f2>", "<f3>", "<f4>", "<f5>", "<f6>", "<f7>", "<f8>", "<f9>", "<a-i>", "<a-w>"];

fn on_a_call(practice: &Practice) -> Console {
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("n");
    console.sees("talking 0 min");
    console
}

#[test]
fn no_printable_key_does_anything_but_write_in_any_pane() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    for pane in PANES {
        console.press(pane);
        let reference = "C-1";
        console.sees(reference);
        console.asked.borrow_mut().clear();
        for c in (' '..='~').chain("éß“€漢🙂".chars()) {
            console.write(&c.to_string());
        }
        let asked = console.asked.borrow();
        let acted: Vec<&Request> = asked
            .iter()
            .filter(|request| !matches!(request, Request::SaveDraft { .. } | Request::ForgetDraft))
            .collect();
        assert!(acted.is_empty(), "in the pane of {pane} a printable key asked for {acted:?}");
        drop(asked);
        // What no field took waits for the note; the next pane is shown over nothing.
        if console.text().contains("No field has the keys here.") {
            console.press("<esc>");
        }
        // Still the same screen: nothing was left, opened or closed.
        console.sees(reference);
    }
}

#[test]
fn what_is_typed_while_a_call_opens_is_for_that_call() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    // `u` on the queue would mark whatever stands under the cursor as urgent.
    console.press("n").write("uunder the stairs").press("<enter>");
    console.sees("uunder the stairs");
}

#[test]
fn a_change_at_one_console_shows_at_the_other() {
    let practice = Practice::new(0);
    let mut worker = on_a_call(&practice);
    let mut manager = practice.console("R. Shah", 120, 40);
    manager.press("1");
    worker.press("<a-u>");
    manager.refresh().sees("‼");
    manager.sees("talking");
}

#[test]
fn a_small_window_says_so_and_loses_nothing() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.write("half a sentence");
    console.stage.resize(40, 10);
    console.sees("60×20");
    console.stage.resize(120, 40);
    console.sees("half a sentence");
}

#[test]
fn a_share_without_a_ground_is_refused_and_its_words_stay() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("/1841<enter>");
    console.sees("C-1841");
    console.press("<a-j>");
    console.sees("What was shared or asked");
    console.press("Ellis<enter><tab>police<tab>find<tab>told<tab>That the father was released today.<c-s>");
    console.sees("Nothing covers sharing about Ellis");
    console.sees("That the father was released today.");
    assert!(console.contact("C-1841").shares.is_empty());
    // A colleague within the authority needs no ground; the same words go there, and were kept while the form was away.
    console.press("<esc><a-j>");
    console.sees("That the father was released today.");
    console.press("<s-tab><s-tab><s-tab><s-tab>");
    console.press("<tab>adult social<tab><tab><tab><c-s>");
    console.sees("Written down, with the ground that covers it.");
    assert_eq!(console.contact("C-1841").shares.len(), 1);
}

#[test]
fn half_a_share_outlives_the_console() {
    let practice = Practice::new(40);
    let mut console = practice.console("A. Okoro", 120, 40);
    console.press("/1841<enter>").sees("C-1841");
    console.press("<a-j>Ellis<enter><tab><tab><tab><tab>That the father");
    let later = practice.clock.now() + chrono::TimeDelta::seconds(2);
    practice.clock.set(later);
    console.stage.wake(later);
    drop(console);
    let mut again = practice.console("A. Okoro", 120, 40);
    again.sees("Resume C-1841");
    again.press("<enter>").sees("What was shared or asked");
    again.sees("That the father");
}

#[test]
fn a_refusal_is_said_once() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console
        .press("<f3>adult<tab>Sam<tab><tab><tab><tab><tab>due Jan<c-s>")
        .sees("Only a child can have an expected date.");
    assert_eq!(
        console.text().matches("Only a child can have an expected date").count(),
        1,
        "{}",
        console.text()
    );
}

#[test]
fn whoever_reported_before_is_covered_while_somebody_of_the_family_is_on_the_line_in_another_contact() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console
        .press("<a-i>")
        .write("member of the public")
        .press("<enter>")
        .write("Joan Marsh")
        .press("<enter>");
    console.write("01632 960123").press("<enter><a-i>");
    // She is the one on the line: her own name tells her nothing.
    console.sees("Joan Marsh").sees("01632 960123");
    console.press("<a-e><esc><esc>").press("n").sees("talking 0 min");
    console.press("<a-i>").write("parent").press("<enter>").write("Dorrie Vane").press("<enter>");
    console.press("<esc><esc><esc>").press("/C-1<enter>");
    console.press("<a-i>").sees("▒▒▒ covered");
    let text = console.text();
    assert!(!text.contains("Joan") && !text.contains("960123"), "{text}");
    // What was uncovered is covered again when the contact was left.
    console.press("<a-v>").sees("Joan Marsh");
    console.press("<esc><esc>").press("/C-1<enter>");
    console.press("<a-i>").sees("▒▒▒ covered");
}

#[test]
fn a_contact_that_is_opened_while_the_mother_is_on_the_line_is_covered_however_it_is_opened() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.press("<a-i>").write("member of the public").press("<enter>").write("Joan Marsh");
    console
        .press("<enter>")
        .write("01632 960123")
        .press("<enter><tab>")
        .write("neighbour")
        .press("<enter><f2>");
    console.write("Joan hears them through the wall").press("<enter>");
    console.write("her neighbour, who rings, has seen the bruise").press("<enter>");
    console.press("<f8>").write("ring Joan in flat 2").press("<tab>").write("Joan Marsh");
    console.press("<tab><tab><tab>").write("A. Okoro").press("<tab><tab>").write("in 30 min");
    console.press("<tab>").write("Joan Marsh").press("<c-s>").sees("ring Joan in flat 2 → Joan Marsh");
    console.press("<a-e><esc><esc>").press("n").sees("talking 0 min");
    console.press("<a-i>").write("parent").press("<enter>").write("Dorrie Vane").press("<enter>");
    // The same number rang: it is a contact that F4 leads to.
    console.write("01632 960123").press("<enter>");
    for open in ["<f4><a-up><c-o>", "<f2><esc><esc><esc>/C-1<enter>"] {
        console.press(open).sees("C-1  ▒▒▒ covered");
        for pane in ["<f2>", "<a-i>", "<f8>", "<f9>", "<f6>"] {
            let text = console.press(pane).text();
            let names = ["Joan", "960123", "neighbour", "flat 2"].iter().any(|name| text.contains(name));
            assert!(text.contains("▒▒▒") && !names, "{pane}: {text}");
        }
        if open.starts_with("<f4>") {
            console.press("<f2><esc>").sees("C-2  Parent or carer");
        }
    }
}

#[test]
fn why_danger_can_wait_is_kept_where_a_colleague_closed_the_contact_meanwhile() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.press("<a-h>missing now<enter><esc>").sees("DANGER NOW");
    console.press("<a-d>").write("his aunt has him").sees("Why can C-1 wait after all?");
    let id = console.contact("C-1").id;
    let caller = Caller { kind: Some(CallerKind::Consultation), ..Caller::default() };
    let other = practice.console("L. Marsh", 120, 40);
    let commands = vec![
        Call::SetCaller(caller).into(),
        Call::StandDown { why: "he is at school".to_owned() }.into(),
        Call::End.into(),
        telling::Command::NotSend { why: "they have the advice from the call".to_owned() }.into(),
        telling::Command::Close { words: String::new() }.into(),
    ];
    must(&mut other.desk.borrow_mut(), id, commands);
    console.press("<c-s>").sees("C-1 is closed").sees("waits in its note");
    console.press("<f2>").sees("his aunt has him").press("<enter>");
    assert_eq!(console.contact("C-1").call.notes[0].current(), "his aunt has him");
}

#[test]
fn that_a_child_is_missing_is_taken_back_by_no_key_but_stood_down_with_a_reason() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.press("<a-s>").write("he never came to sch").press("<a-2>").sees("DANGER NOW");
    let missing = |console: &Console| console.contact("C-1").call.missing.is_some();
    // By the chord, and in the list however it is left.
    for keys in ["<a-2>", "<a-h>missing now<enter><c-s>", "<a-h>missing now<enter><esc>"] {
        console.press(keys).sees("A child is missing now, as the caller said.").sees("(Alt+d)");
        console.sees("DANGER NOW").sees("he never came to sch");
        assert!(missing(&console), "{keys}");
    }
    console.press("<a-d>").write("marked by mistake: he is at school").press("<c-s>");
    assert_eq!(console.contact("C-1").call.stood_down[0].why, "marked by mistake: he is at school");
    console.press("<a-2>");
    assert!(!missing(&console), "{}", console.text());
    console.sees("he never came to sch");
}

#[test]
fn one_key_leads_from_an_attached_contact_to_the_other_and_the_way_back_leads_back() {
    let practice = Practice::new(0);
    let mut console = practice.console("A. Okoro", 120, 40);
    let opened = |console: &Console| {
        let entries = console.desk.borrow().store().after(0, usize::MAX).unwrap();
        entries.iter().filter(|entry| entry.kind.starts_with("looked.opened")).count()
    };
    for story in ["she came in crying", "she is here again", "and a third time"] {
        console.press("n").write(story).press("<enter><a-e><c-o>");
        console.sees("This contact is attached to no other.");
        console.press("<esc>");
    }
    console
        .press("/C-2<enter><f4>C-1<c-s>")
        .sees("Who rang:")
        .press("<c-s>")
        .sees("belongs to C-1 (Ctrl+O)")
        .sees("Ctrl+O open it");
    let before = opened(&console);
    console.press("<f2><c-o>").sees("she came in crying").sees("took in C-2 (Ctrl+O)");
    console.press("<esc>").sees("she is here again");
    // To and fro by the same key is not a long way back.
    console.press("<c-o>").sees("she came in crying").press("<c-o>").sees("she is here again");
    console.press("<esc>").sees("take a call");
    assert!(opened(&console) >= before + 4, "every look is in the journal");

    // Of several, the one under the cursor of what is known.
    console
        .press("/C-3<enter><f4>C-1<c-s>")
        .sees("Who rang:")
        .press("<c-s>")
        .sees("belongs to C-1")
        .press("<c-o>");
    console.sees("took in C-2 and 1 more (Ctrl+O)").press("<c-o>").sees("Several calls belong here.");
    console.press("<a-down><c-o>").sees("and a third time");
    console.press("<esc>").sees("take a call");
    // The way back leads through all that were left.
    console.press("/C-2<enter><c-o>").sees("took in C-2 and 1 more").press("<c-o><a-down><c-o>");
    console.sees("and a third time").press("<esc>").sees("she came in crying");
    console.press("<esc>").sees("she is here again").press("<esc>").sees("take a call");
}

#[test]
fn the_ledger_covers_the_promises_of_whoever_is_on_the_line_too() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.press("<a-i>").write("parent").press("<enter>").write("Dorrie Vane").press("<enter>");
    console.write("01632 960155").press("<enter><f8>").write("ask Joan about the noise").press("<tab>");
    console.write("Joan Marsh").press("<tab><tab><tab>").write("A. Okoro").press("<tab><tab>");
    console.write("in 30 min").press("<tab>").write("Joan Marsh").press("<c-s>");
    console.sees("ask Joan about the noise → Joan Marsh").press("<esc><esc>").sees("Promised: ▒▒▒ covered");
    let text = console.text();
    assert!(!text.contains("Joan"), "{text}");
    console.press("p<c-s>").sees("▒▒▒ covered");
    let text = console.text();
    assert!(!text.contains("Joan"), "{text}");
    let text = console.press("w").sees("Why these times").sees("Promised to ▒▒▒").text();
    assert!(!text.contains("Joan"), "{text}");
}

#[test]
fn the_queue_and_the_ledger_do_not_say_who_rang_while_somebody_of_the_family_is_on_the_line() {
    let practice = Practice::new(0);
    let mut console = on_a_call(&practice);
    console.press("<a-i>").write("member of the public").press("<enter>").write("Joan Marsh");
    console.press("<enter>").write("01632 960123").press("<enter><f2>");
    console.write("she is Joan, flat 2; ring 01632 960123").press("<enter>");
    console.press("<f8>").write("ring Joan in flat 2").press("<tab>").write("Joan Marsh");
    console.press("<tab><tab><tab>").write("A. Okoro").press("<tab><tab>").write("in 30 min");
    console.press("<tab>").write("Joan Marsh").press("<c-s>").sees("ring Joan in flat 2 → Joan Marsh");
    console.press("<a-e><esc><esc>").sees("Last note: she is Joan").sees("Promised: ring Joan");
    console.press("p").sees("ring Joan in flat 2 → Joan Marsh").press("<esc>");
    console.press("n").sees("talking 0 min");
    console.press("<a-i>").write("parent").press("<enter>").write("Dorrie Vane").press("<enter>");
    console.write("01632 960155").press("<enter><esc><esc><esc>");
    console.press("/C-1<esc>").sees("▒▒▒ covered");
    for keys in ["<up><up>", "<down>", "<down>"] {
        let text = console.press(keys).text();
        assert!(!text.contains("Joan") && !text.contains("960123"), "{text}");
    }
    console.press("p<c-s>").sees("▒▒▒ covered while somebody is on the line").sees("C-1 ");
    let text = console.text();
    assert!(!text.contains("Joan"), "{text}");
    // Nor do the search and the handover.
    let text = console.press("<esc>/C-1").sees("C-1 ").text();
    assert!(text.contains("▒▒▒") && !text.contains("Joan"), "{text}");
    console.press("<esc>h<c-s><end><up><enter>").sees("have nobody next");
    for _ in 0..3 {
        let text = console.press("<a-down>").text();
        assert!(text.contains("▒▒▒") && !text.contains("Joan"), "{text}");
    }
}
