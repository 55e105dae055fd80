//! Where in a refused letter it stands: the words and their paragraph are said, and the cursor is there.

use super::*;

/// A neighbour rang, and a letter to them is filled in.
fn neighbour() -> Bench<LetterPane> {
    let mut story = begin(Caller {
        kind: Some(CallerKind::Public),
        name: Some("Jean Ashby".to_owned()),
        number: Some("01632 960124".to_owned()),
        ..Caller::default()
    });
    story.names_the_family();
    let mut bench = Bench::new(story);
    bench.fill("whoever");
    bench.fill("public");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench
}

/// Tells which paragraph of a text a byte of it is in, from one.
fn paragraph(text: &str, at: usize) -> usize {
    text[..at].matches("\n\n").count() + 1
}

#[test]
fn a_refused_letter_has_the_cursor_where_it_says_it() {
    let mut bench = neighbour();
    bench.key(KeyCode::End, crossterm::event::KeyModifiers::CONTROL);
    bench.write("P.S. The Brooks are well. ");
    let at = bench.pane.new.editor.text().find("Brooks").unwrap();
    let paragraph = paragraph(bench.pane.new.editor.text(), at);
    assert!(paragraph > 5, "it is far down: {paragraph}");
    // Somebody reads the beginning again before they keep it.
    bench.key(KeyCode::Home, crossterm::event::KeyModifiers::CONTROL);
    let say = bench.ctrl('s');
    let outcomes = bench.apply(say);
    let [Outcome::Refused(words)] = &outcomes[..] else { panic!("{outcomes:?}") };
    assert!(words.contains(&format!("(“Brooks”, paragraph {paragraph})")), "{words}");
    assert_eq!(bench.pane.new.editor.cursor(), at);
    assert!(bench.screen(78, 24).contains("The Brooks are well"), "{}", bench.screen(78, 24));
}

#[test]
fn what_was_kept_and_is_refused_later_has_the_cursor_too() {
    let mut bench = neighbour();
    bench.write("Mr Pryce will hear from us. ");
    let say = bench.ctrl('s');
    bench.apply(say);
    let paper = |bench: &Bench<LetterPane>| {
        let paper = &bench.pane.papers[&LetterNo(1)];
        (paper.on_text, paper.editor.cursor(), paper.editor.text().find("Pryce").unwrap())
    };
    let named = crate::domain::contact::family::Details {
        name: Some("Owen Pryce".to_owned()),
        ..crate::domain::contact::family::Details::of(crate::domain::contact::family::Kind::Adult)
    };
    let mut later = neighbour();
    later.write("Mr Pryce will hear from us. ");
    let say = later.ctrl('s');
    later.apply(say);
    // Refused when it is read once more …
    bench.does(Family::Add(named.clone()));
    checked(&mut bench);
    let (_, cursor, at) = paper(&bench);
    assert_eq!(cursor, at);
    assert!(bench.screen(110, 30).contains("(“Pryce”, paragraph 3)"), "{}", bench.screen(110, 30));
    // … or when it is written down as sent: the keys leave how it was sent for what is wrong.
    checked(&mut later);
    later.does(Family::Add(named));
    later.fill("by hand");
    later.write("at the door");
    let say = later.ctrl('s');
    assert!(matches!(&later.apply(say)[..], [Outcome::Refused(_)]));
    let (on_text, cursor, at) = paper(&later);
    assert!(on_text && cursor == at, "{}", later.screen(78, 30));
    let screen = later.screen(78, 30);
    assert_eq!(screen.matches("names Owen Pryce").count(), 1, "{screen}");
}

#[test]
fn what_is_quoted_is_covered_with_the_rest_and_that_it_was_refused_is_not() {
    let mut bench = officer();
    bench.fill("Kelly");
    bench.fill("family");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.write("Dale Hunt rang us. ");
    assert!(
        bench.screen(110, 40).contains("says who rang (“Dale”, paragraph 3)"),
        "{}",
        bench.screen(110, 40)
    );
    bench.covered = true;
    bench.sync();
    let screen = bench.screen(110, 40);
    assert!(screen.contains("says who rang (paragraph 3)"), "{screen}");
}
