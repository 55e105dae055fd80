//! A letter that is not to go: put away with a reason, and taken up again.

use super::*;

fn drafted() -> Bench<LetterPane> {
    let mut bench = officer();
    filled_in(&mut bench);
    let say = bench.ctrl('s');
    bench.apply(say);
    bench
}

fn state(bench: &Bench<LetterPane>) -> &LetterState {
    &bench.story.contact.telling.letters[0].state
}

/// Goes to the field that says why, and writes in it.
fn why(bench: &mut Bench<LetterPane>, words: &str) {
    bench.press(KeyCode::BackTab);
    bench.write(words);
}

#[test]
fn a_letter_is_not_put_away_without_a_reason() {
    let mut bench = drafted();
    bench.press(KeyCode::BackTab);
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty() && !say.iter().any(|said| matches!(said, Say::Tell(_))));
    let screen = bench.screen(78, 30);
    assert!(screen.contains("A reason is needed: say why it is put away."), "{screen}");
    bench.write("Begun for another officer.");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(matches!(state(&bench), LetterState::PutAway { .. }), "{}", bench.screen(78, 30));
}

#[test]
fn a_drafted_letter_is_put_away_with_a_reason_and_stays_to_be_read() {
    let mut bench = drafted();
    assert!(bench.screen(78, 30).contains("Put away: why"), "{}", bench.screen(78, 30));
    why(&mut bench, "Begun for another officer.");
    bench.resume();
    let screen = bench.screen(78, 30);
    assert!(screen.contains("Ctrl+S puts it away"), "{screen}");
    let say = bench.ctrl('s');
    assert!(acts(&bench.ctrl('s')).is_empty(), "put away twice");
    bench.apply(say);
    assert!(matches!(state(&bench), LetterState::PutAway { checked: None, .. }));
    let screen = bench.screen(78, 30);
    for words in ["– put away", "by A. Okoro: Begun for another officer.", "Dear Dale Hunt"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    assert!(bench.pane.half_typed().is_none() && !bench.story.contact.is_told());
    // Nobody writes in it any more.
    let text = bench.story.contact.telling.letters[0].text.clone();
    assert!(bench.press(KeyCode::Char('x')).is_empty() && acts(&bench.ctrl('t')).is_empty());
    assert_eq!(bench.pane.papers[&LetterNo(1)].editor.text(), text);
}

#[test]
fn a_checked_letter_likewise_and_it_is_taken_up_again_as_it_was() {
    let mut bench = drafted();
    checked(&mut bench);
    bench.press(KeyCode::Tab);
    bench.press(KeyCode::Tab);
    bench.write("The wrong child stands in it.");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(matches!(state(&bench), LetterState::PutAway { checked: Some(_), .. }));
    why(&mut bench, "It is the right child after all.");
    assert!(bench.screen(78, 30).contains("Ctrl+S takes it up again"), "{}", bench.screen(78, 30));
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(matches!(state(&bench), LetterState::Checked { .. }));
    let screen = bench.screen(130, 30);
    assert!(screen.contains("it had been put away: The wrong child stands in it."), "{screen}");
}

#[test]
fn what_is_written_is_kept_first_and_nothing_is_both_sent_and_put_away() {
    let mut bench = drafted();
    bench.write("P.S. ");
    why(&mut bench, "Not to go.");
    assert!(bench.screen(78, 30).contains("Ctrl+S keeps it as a draft"), "{}", bench.screen(78, 30));
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.telling.letters[0].text.contains("P.S. "));
    assert_eq!(*state(&bench), LetterState::Drafted);
    checked(&mut bench);
    bench.press(KeyCode::BackTab);
    bench.press(KeyCode::BackTab);
    bench.fill("secure");
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty());
    let screen = bench.screen(110, 30);
    assert!(screen.contains("Say one: how it was sent, or why it is put away."), "{screen}");
    assert!(matches!(state(&bench), LetterState::Checked { .. }));
}
