//! A passphrase that is typed without looking, by a manager who signs by habit: it lands in no field that is kept.

use dutydesk::{desk::Request, domain::ids::OverrideNo};

use crate::common::console::{Console, Practice};

const WORDS: [&str; 4] = [
    "I believe he will come for them tonight if he hears of it first.",
    "She would be asked in front of him.",
    "Nothing less reaches the patrol.",
    "They hold his conditions.",
];

/// Opens the override that waits for R. Shah in C-1841.
fn shah(practice: &Practice, width: u16, height: u16) -> Console {
    let mut console = practice.console("R. Shah", width, height);
    console.press("/1841<enter><f6>").sees("Alt+a authorise");
    console
}

fn writes(console: &mut Console) {
    for words in WORDS {
        console.write(words).press("<tab>");
    }
}

/// Wants the passphrase nowhere: not on the screen, and not in what is kept of half-typed text.
fn nowhere(console: &mut Console) {
    let text = console.text();
    assert!(!text.contains("practice"), "{text}");
    let asked = format!("{:?}", console.asked.borrow());
    assert!(!asked.contains("practice"), "{asked}");
}

#[test]
fn after_a_refusal_a_passphrase_lands_in_no_field() {
    let practice = Practice::new(40);
    for (width, height) in [(120, 40), (80, 24)] {
        let mut console = shah(&practice, width, height);
        // Nothing is written yet, so that the word is refused; whoever does not look signs all the same.
        console.press("<a-a>").sees("Nothing was decided").press("<c-s>").write("practice").press("<c-s>");
        console.stage.paste("practice");
        console.sees("Nothing was decided").press("<enter>");
        assert!(!console.text().contains("Nothing was decided"), "{}", console.text());
        nowhere(&mut console);
        // What is written now is theirs.
        console.write("I believe her.").sees("I believe her.");
        for key in ["<a-k>", "<a-b>"] {
            console.press(key).sees("Nothing was decided").write("practice").press("<enter>");
            nowhere(&mut console);
        }
    }
    assert!(shah(&practice, 120, 40).contact("C-1841").oversight.get(OverrideNo(1)).unwrap().waits());
}

#[test]
fn what_the_desk_refuses_takes_the_passphrase_in_no_field_either() {
    let practice = Practice::new(40);
    let mut console = shah(&practice, 120, 40);
    writes(&mut console);
    console.press("<a-a>").sees("Authorise the override");
    // Meanwhile it is taken back, and the desk has not answered yet when the passphrase is typed.
    let mut worker = practice.console("A. Okoro", 120, 40);
    worker
        .press("/1841<enter><f6><a-z>")
        .write("he is back in custody")
        .press("<c-s><c-s>")
        .sees("taken back");
    console.busy().press("<c-s>").write("practice").press("<enter>");
    nowhere(&mut console);
    console.answers();
    nowhere(&mut console);
    assert!(!console.contact("C-1841").oversight.get(OverrideNo(1)).unwrap().waits());
    assert!(console.contact("C-1841").oversight.get(OverrideNo(1)).unwrap().given().is_none());
}

#[test]
fn withdrawing_asks_for_the_passphrase_and_a_second_one_lands_in_no_note() {
    let practice = Practice::new(40);
    for (width, height) in [(120, 40), (80, 24)] {
        let practice = if width == 120 { &practice } else { &Practice::new(40) };
        let mut console = shah(practice, width, height);
        writes(&mut console);
        console
            .press("<a-a>")
            .sees("Authorise the override")
            .press("<c-s>")
            .write("practice")
            .press("<enter>");
        console.sees("Your word is saved at").write("practice").press("<enter>");
        nowhere(&mut console);
        console.press("<a-z>").write("he is back in custody").press("<c-s>");
        console.sees("Withdraw the override").press("<c-s>");
        console.sees("Your passphrase, to sign this decision");
        let given = |console: &Console| {
            let contact = console.contact("C-1841");
            format!("{:?}", contact.oversight.get(OverrideNo(1)).unwrap().state)
        };
        assert!(given(&console).starts_with("Authorised"), "{}", given(&console));
        console.write("practice").press("<enter>");
        assert!(given(&console).starts_with("Withdrawn"), "{}", given(&console));
        console.write("practice").sees("Nothing was written").press("<enter>");
        nowhere(&mut console);
        // A chord is no passphrase: what is written after it is words again.
        console.press("<a-up>").write("he").sees("No field has the keys here");
    }
}

#[test]
fn typed_before_the_box_is_there_it_is_the_boxs() {
    let practice = Practice::new(40);
    let mut console = shah(&practice, 120, 40);
    writes(&mut console);
    console.press("<a-a>").sees("Authorise the override");
    console.busy().press("<c-s>").write("practice").press("<enter>");
    let kept = |request: &Request| matches!(request, Request::SaveDraft { .. });
    let drafts =
        format!("{:?}", console.asked.borrow().iter().filter(|asked| kept(asked)).collect::<Vec<_>>());
    assert!(!drafts.contains("practice"), "{drafts}");
    console.answers().sees("Your word is saved at");
    assert!(console.contact("C-1841").oversight.get(OverrideNo(1)).unwrap().given().is_some());
}

#[test]
fn saving_decides_nothing_and_what_is_typed_after_it_lands_in_no_field() {
    let practice = Practice::new(40);
    for (width, height) in [(120, 40), (80, 24)] {
        let mut console = shah(&practice, width, height);
        for written in [false, true] {
            if written {
                writes(&mut console);
            }
            console.press("<c-s>").sees("Nothing was decided").sees("Decide: Alt+a authorise");
            console.write("practice").press("<c-s>");
            console.stage.paste("practice");
            console.sees("Nothing was decided").press("<enter>");
            assert!(!console.text().contains("Nothing was decided"), "{}", console.text());
            nowhere(&mut console);
        }
        assert!(console.contact("C-1841").oversight.get(OverrideNo(1)).unwrap().waits());
    }
}

#[test]
fn a_word_on_who_goes_alone_that_is_not_taken_lets_nothing_into_a_field() {
    let practice = Practice::new(40);
    let mut worker = practice.console("A. Okoro", 120, 40);
    worker.press("/1841<enter><f12>");
    while !worker.text().contains("── Lone visits") {
        worker.press("<a-down>");
    }
    worker.write("nobody").press("<tab>").write("he threatened a midwife").press("<c-s>");
    let mut console = practice.console("R. Shah", 120, 40);
    console.press("/1841<enter><f12>");
    while !console.text().contains("── A manager's word: who may go alone") {
        console.press("<a-down>");
    }
    console.press("<c-s>").sees("Nothing was decided").write("practice").press("<c-s>");
    console.sees("Nothing was decided").press("<enter>");
    nowhere(&mut console);
    assert!(console.contact("C-1841").night.allowed.is_empty());
}
