//! The reason for whoever reads, changed after the text was filled in with it.

use super::*;

/// Goes from the text back to why, for them to read.
fn back_to_why(bench: &mut Bench<LetterPane>) {
    bench.press(KeyCode::BackTab);
    assert_eq!(bench.pane.new.sheet.focused(), Some(WHY));
}

/// Leaves a field, and does what comes of it.
fn on(bench: &mut Bench<LetterPane>) {
    let say = bench.press(KeyCode::BackTab);
    bench.apply(say);
}

#[test]
fn a_reason_that_changed_stands_in_the_text_that_nobody_wrote_in() {
    let mut bench = officer();
    filled_in(&mut bench);
    back_to_why(&mut bench);
    bench.write("They are safe at school.");
    assert!(!bench.pane.new.editor.text().contains("safe at school"), "while it is typed");
    on(&mut bench);
    assert!(bench.pane.new.editor.text().contains("Why: They are safe at school."));
    assert!(!bench.pane.new.on_text, "the keys stay where they went");
    // Also by the chord that would keep it: what is kept was there to be read.
    bench.press(KeyCode::Tab);
    bench.write(" Until three.");
    bench.resume();
    bench.press(KeyCode::BackTab);
    bench.press(KeyCode::Tab);
    assert!(bench.screen(78, 30).contains("Ctrl+S fills it in anew"), "{}", bench.screen(78, 30));
    let say = bench.ctrl('s');
    assert!(matches!(&say[..], [.., Say::Ask(_)]));
    bench.apply(say);
    assert!(bench.pane.new.editor.text().contains("They are safe at school. Until three."));
    assert!(bench.pane.new.on_text && !bench.screen(78, 30).contains("The reason changed"));
    let say = bench.ctrl('s');
    assert!(matches!(&acts(&say)[..], [crate::domain::contact::Command::Telling(Command::Draft { .. })]));
}

#[test]
fn a_reason_that_changed_leaves_somebodys_own_words_and_says_so() {
    let mut bench = officer();
    filled_in(&mut bench);
    bench.write("My own words. ");
    back_to_why(&mut bench);
    bench.write("They are safe at school.");
    on(&mut bench);
    let text = bench.pane.new.editor.text().to_owned();
    assert!(text.contains("My own words.") && !text.contains("safe at school"));
    bench.resume();
    let says = "▲ The reason changed, your words did not: Ctrl+S in the fields fills it in anew.";
    assert!(bench.screen(88, 30).contains(says), "{}", bench.screen(88, 30));
    // On the text the chord keeps the words as they are.
    let say = bench.ctrl('s');
    let kept = acts(&say);
    assert!(
        matches!(&kept[..], [crate::domain::contact::Command::Telling(Command::Draft { text: kept, .. })] if *kept == text)
    );
    // In the fields it asks first.
    bench.press(KeyCode::BackTab);
    let say = bench.ctrl('s');
    let [.., Say::Confirm { lines, .. }] = &say[..] else { panic!("not asked") };
    assert!(lines[0].starts_with("The reason was changed. Filled in anew"), "{lines:?}");
    bench.apply(say);
    let text = bench.pane.new.editor.text();
    assert!(!text.contains("My own words.") && text.contains("They are safe at school."), "{text}");
}

#[test]
fn words_that_were_written_while_the_text_was_asked_for_stay() {
    let mut bench = officer();
    filled_in(&mut bench);
    back_to_why(&mut bench);
    bench.write("They are safe at school.");
    let say = bench.press(KeyCode::Tab);
    bench.write("My own words. ");
    bench.apply(say);
    assert!(bench.pane.new.editor.text().contains("My own words. "));
}
