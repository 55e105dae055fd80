//! A letter that was filled in before anybody had checked who rang, when somebody has.

use super::*;
use crate::domain::contact::call::Identity;

/// Somebody says how they know the caller.
fn known(bench: &mut Bench<LetterPane>) {
    bench.does(Call::Identify(Identity::Known { how: "his voice, from last week".to_owned() }));
}

const OLD: &str = "▲ Written before anybody had checked who rang";

/// A card is with a team, and the letter says so where it may.
fn decided() -> Bench<LetterPane> {
    let mut story = night();
    story.does(Call::Identify(Identity::Unchecked));
    let mut bench = Bench::new(story);
    bench.alt(KeyCode::Char('n'));
    bench
}

#[test]
fn a_text_that_nobody_wrote_in_is_filled_in_anew_by_the_chord_that_keeps_it() {
    let mut bench = decided();
    filled_in(&mut bench);
    assert!(!bench.pane.new.editor.text().contains("This is what came of it"));
    assert!(!bench.screen(110, 40).contains(OLD));
    known(&mut bench);
    let screen = bench.screen(110, 40);
    assert!(screen.contains(OLD) && screen.contains("Ctrl+S fills it in anew"), "{screen}");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.pane.new.editor.text().contains("This is what came of it"));
    assert!(!bench.screen(110, 40).contains(OLD));
}

#[test]
fn words_of_somebodys_own_stay_until_they_say_so() {
    let mut bench = decided();
    filled_in(&mut bench);
    bench.write("My own words. ");
    known(&mut bench);
    bench.resume();
    assert!(bench.screen(110, 40).contains("your words stay until you say so"), "{}", bench.screen(110, 40));
    // On the text the chord keeps it as it stands.
    assert!(matches!(&acts(&bench.ctrl('s'))[..], [_]));
    let mut bench = decided();
    filled_in(&mut bench);
    bench.write("My own words. ");
    known(&mut bench);
    bench.press(KeyCode::BackTab);
    let say = bench.ctrl('s');
    let [.., Say::Confirm { lines, .. }] = &say[..] else { panic!("asked nothing") };
    assert!(lines[0].starts_with("Who rang was checked since."), "{lines:?}");
    assert!(bench.pane.new.editor.text().contains("My own words."));
}

#[test]
fn a_kept_letter_is_begun_anew_beside_itself() {
    let mut bench = decided();
    let letters = bench.story.contact.telling.letters.len();
    filled_in(&mut bench);
    bench.write("My own words. ");
    let say = bench.ctrl('s');
    bench.apply(say);
    let no = bench.story.contact.telling.letters.last().unwrap().no;
    assert!(!bench.screen(110, 40).contains(OLD));
    known(&mut bench);
    let screen = bench.screen(110, 40);
    assert!(screen.contains(OLD) && screen.contains("Ctrl+S begins it anew"), "{screen}");
    // It can still be checked as it stands, and says so.
    let say = bench.ctrl('t');
    let [.., Say::Confirm { lines, .. }] = &say[..] else { panic!("asked nothing") };
    assert!(lines.iter().any(|line| line.starts_with(OLD)), "{lines:?}");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert_eq!(bench.pane.at(), Row::New);
    assert_eq!(bench.pane.new.sheet.focused(), Some(WHY));
    bench.write("They are safe tonight.");
    let say = bench.ctrl('s');
    bench.apply(say);
    let text = bench.pane.new.editor.text();
    assert!(text.contains("This is what came of it") && text.contains("They are safe tonight."), "{text}");
    let say = bench.ctrl('s');
    bench.apply(say);
    let all = &bench.story.contact.telling.letters;
    assert_eq!(all.len(), letters + 2);
    assert!(bench.story.contact.telling.letter(no).unwrap().text.contains("My own words."));
    assert!(!bench.screen(110, 40).contains(OLD), "the new one is none");
}

#[test]
fn a_letter_to_the_public_says_nothing_in_any_case() {
    let mut bench = officer();
    bench.does(Call::SetCaller(Caller {
        kind: Some(CallerKind::Public),
        name: Some("Jean Ashby".to_owned()),
        ..Caller::default()
    }));
    bench.fill("whoever");
    bench.fill("public");
    let say = bench.ctrl('s');
    bench.apply(say);
    known(&mut bench);
    assert!(!bench.screen(110, 40).contains(OLD));
    assert!(matches!(&acts(&bench.ctrl('s'))[..], [_]));
}
