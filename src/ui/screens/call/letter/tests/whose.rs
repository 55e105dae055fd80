//! Who must not be told, and of whom it must not be told that they rang, beside a letter as it is begun; and where it is written.

use super::*;
use crate::{
    domain::contact::{
        call::{Identity, Naming, Wish},
        marked::Elsewhere,
        others::{Other, Tie},
    },
    exchange::story::night,
};

/// Somebody who rang about the family before, and wishes to stay unnamed.
fn before(bench: &Bench<LetterPane>, wish: Option<Naming>) -> Other {
    let mut other = Other::of(&bench.story.contact, Tie::Earlier);
    other.reference = "C-1203".parse().unwrap();
    other.caller = Caller {
        kind: Some(CallerKind::Public),
        name: Some("Mrs Pauline Hatch".to_owned()),
        wish: wish.map(|naming| Wish { naming, words: "Pauline is afraid of him".to_owned() }),
        ..Caller::default()
    };
    other
}

#[test]
fn whoever_writes_to_the_father_who_rang_reads_what_an_earlier_caller_wished() {
    let mut story = begin(Caller {
        kind: Some(CallerKind::Parent),
        name: Some("Dan Reed".to_owned()),
        ..Caller::default()
    });
    story.names_the_family();
    let mut bench = Bench::<LetterPane>::new(story);
    bench.beside = vec![before(&bench, Some(Naming::Unnamed))];
    bench.sync();
    for to in ["whoever", "Kelly"] {
        bench.fill(to);
        let screen = bench.screen(78, 30);
        assert!(screen.contains("▲ Whoever rang in C-1203 wishes to stay unnamed"), "{to}\n{screen}");
        assert!(!screen.contains("afraid") && !screen.contains("Hatch"), "{screen}");
        bench.covered = true;
        bench.sync();
        // To somebody who looks, that somebody wished it says that somebody reported.
        let covered = bench.screen(78, 30);
        assert!(covered.contains("▲ who may be named: ▒▒▒ covered"), "{covered}");
        assert!(!covered.contains("C-1203") && !covered.contains("unnamed"), "{covered}");
        bench.covered = false;
        bench.sync();
        bench.press(KeyCode::BackTab);
    }
    bench.beside = vec![before(&bench, None)];
    let screen = bench.screen(78, 30);
    assert!(screen.contains("Nobody asked whoever rang in C-1203 whether they may be named"), "{screen}");
    // Nobody is asked of themselves.
    bench.beside[0].caller.name = Some("Dan Reed".to_owned());
    bench.fill("whoever");
    assert!(!bench.screen(78, 30).contains("in C-1203"), "{}", bench.screen(78, 30));
}

#[test]
fn whoever_checks_a_letter_to_the_family_reads_what_an_earlier_caller_wished_once_more() {
    let mut bench = officer();
    bench.beside = vec![before(&bench, Some(Naming::Unnamed))];
    bench.fill("Kelly");
    bench.fill("family");
    let say = bench.ctrl('s');
    bench.apply(say);
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.screen(110, 80);
    let say = bench.ctrl('t');
    let [.., Say::Confirm { lines, .. }] = &say[..] else { panic!("asked nothing") };
    assert!(lines.iter().any(|line| line.contains("rang in C-1203 wishes to stay unnamed")), "{lines:?}");
}

#[test]
fn whoever_checks_a_letter_to_the_family_that_speaks_of_an_enquiry_is_asked_whether_that_was_agreed() {
    for (words, asked) in [("The police know.", true), ("Ellis is well.", false)] {
        let mut story = begin(Caller { kind: Some(CallerKind::Parent), ..Caller::default() });
        story.names_the_family();
        let mut bench = Bench::<LetterPane>::new(story);
        bench.fill("Kelly");
        bench.fill("family");
        let say = bench.ctrl('s');
        bench.apply(say);
        bench.write(words);
        let say = bench.ctrl('s');
        bench.apply(say);
        bench.screen(110, 80);
        let say = bench.ctrl('t');
        let [.., Say::Confirm { lines, .. }] = &say[..] else { panic!("asked nothing") };
        let asks = lines.iter().any(|line| line.contains("agreed with the police and a manager"));
        assert_eq!(asks, asked, "{lines:?}");
        // That somebody said yes to that is on the record.
        bench.apply(say);
        assert_eq!(bench.story.contact.telling.letters[0].enquiry_agreed, asked, "{words}");
    }
}

/// Gives what whoever checks a letter to Kelly is asked.
fn asked_of_kelly(bench: &mut Bench<LetterPane>) -> Vec<String> {
    for row in ["Kelly", "family"] {
        bench.fill(row);
    }
    for _ in 0..2 {
        let say = bench.ctrl('s');
        bench.apply(say);
    }
    bench.screen(110, 80);
    let mut say = bench.ctrl('t');
    let Some(Say::Confirm { lines, .. }) = say.pop() else { panic!("asked nothing") };
    lines
}

#[test]
fn whoever_checks_a_letter_to_somebody_from_whom_an_address_is_kept_is_asked_to_look_for_it() {
    let asks = |lines: Vec<String>| lines.iter().any(|line| line.contains("not the town either"));
    let mut bench = officer();
    assert!(!asks(asked_of_kelly(&mut bench)), "she lives there");
    let mut bench = officer();
    for home in &mut bench.story.contact.family.households {
        home.members.retain(|no| *no != PersonNo(3));
    }
    bench.sync();
    assert!(asks(asked_of_kelly(&mut bench)));
    // An attached contact keeps hers too; and the line says nothing of it that would want covering.
    let mut bench = officer();
    let mut other = before(&bench, None);
    other.protected = vec!["3 Weir Close".to_owned()];
    bench.beside = vec![other];
    bench.covered = true;
    bench.sync();
    assert!(asks(asked_of_kelly(&mut bench)));
}

#[test]
fn that_the_family_is_not_told_now_stands_beside_a_letter_to_it() {
    let mut bench = Bench::<LetterPane>::new(night());
    bench.alt(KeyCode::Char('n'));
    bench.fill("Kelly");
    let screen = bench.screen(110, 40);
    assert!(
        screen.contains("‼ the family is not told now, override 1 (F6): until Ellis is safe"),
        "{screen}"
    );
    bench.fill("family");
    let say = bench.ctrl('s');
    bench.apply(say);
    let say = bench.ctrl('s');
    let outcomes = bench.apply(say);
    assert!(
        matches!(&outcomes[..], [Outcome::Refused(words)] if words.contains("as override 1 (F6) says")),
        "{outcomes:?}"
    );
}

#[test]
fn what_another_contact_bars_stands_beside_a_letter_too() {
    let mut bench = officer();
    let telling = Telling {
        not_to_be_told: true,
        why: "override 1, the family is not told now: he reads her post".to_owned(),
        ..Telling::default()
    };
    bench.elsewhere = vec![Elsewhere {
        person: PersonNo(3),
        name: "Kelly Brook".to_owned(),
        called: "C-1203".to_owned(),
        counts: true,
        telling,
    }];
    bench.fill("Kelly");
    let screen = bench.screen(110, 40);
    assert!(
        screen.contains("✗ not to be told in C-1203: override 1, the family is not told now"),
        "{screen}"
    );
}

#[test]
fn what_is_typed_first_stands_behind_the_first_paragraph_and_not_in_the_date() {
    let mut bench = officer();
    filled_in(&mut bench);
    bench.write("More of it.");
    let text = bench.pane.new.editor.text().to_owned();
    assert!(text.contains("matters to what we decide. More of it.\n"), "{text}");
    // Also in a letter that was kept and is written on.
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.write(" And more.");
    let text = bench.pane.papers[&LetterNo(1)].editor.text().to_owned();
    assert!(text.contains("decide. More of it. And more.\n"), "{text}");
    // Where it says why, that is written on.
    let mut bench = officer();
    bench.fill("whoever");
    bench.fill("what was decided");
    bench.write("He is safe at school.");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.write("Until three.");
    let text = bench.pane.new.editor.text().to_owned();
    assert!(text.contains("Why: He is safe at school. Until three.\n"), "{text}");
}

#[test]
fn that_nobody_checked_who_rang_is_said_when_a_letter_is_begun_and_not_when_it_goes() {
    let mut bench = officer();
    bench.fill("whoever");
    let begun = bench.screen(110, 40);
    assert!(begun.contains("until then a letter that names a child does not go"), "{begun}");
    bench.fill("what was decided");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(!bench.screen(110, 40).contains("▲ Nobody has checked"), "{}", bench.screen(110, 40));
    bench.write("Ellis is well.");
    let screen = bench.screen(110, 40);
    assert!(screen.contains("▲ Nobody has checked who rang, and the letter names Ellis"), "{screen}");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.screen(110, 60);
    let say = bench.ctrl('t');
    let [.., Say::Confirm { lines, .. }] = &say[..] else { panic!("asked nothing") };
    assert!(lines.iter().any(|line| line.starts_with("▲ Nobody has checked who rang")), "{lines:?}");
    bench.does(Call::Identify(Identity::Known { how: "his voice, from last week".to_owned() }));
    assert!(!bench.screen(110, 40).contains("Nobody has checked"), "{}", bench.screen(110, 40));
}

#[test]
fn what_was_refused_is_not_said_any_more_once_something_else_is_written() {
    let mut bench = Bench::<LetterPane>::new(night());
    let refused = |bench: &mut Bench<LetterPane>| {
        let say = bench.ctrl('s');
        assert!(matches!(&bench.apply(say)[..], [Outcome::Refused(_)]));
    };
    let stands = |bench: &mut Bench<LetterPane>| bench.screen(110, 40).contains("✗ Say why nothing is sent");
    // That no letter goes.
    bench.alt(KeyCode::Char('n'));
    bench.alt(KeyCode::Down);
    refused(&mut bench);
    assert!(stands(&mut bench), "{}", bench.screen(110, 40));
    bench.write("h");
    assert!(!stands(&mut bench), "{}", bench.screen(110, 40));
    // A letter: in its fields as in its text.
    bench.alt(KeyCode::Char('n'));
    bench.fill("Kelly");
    bench.fill("family");
    let say = bench.ctrl('s');
    bench.apply(say);
    refused(&mut bench);
    assert!(bench.screen(110, 40).contains("✗ The family is not told now, as override 1"));
    bench.press(KeyCode::BackTab);
    bench.write("she asked for it in writing");
    assert!(bench.pane.new.said.is_none(), "{}", bench.screen(110, 40));
}

#[test]
fn what_was_refused_is_not_said_any_more_once_somebody_went_to_put_it_right() {
    let mut bench = Bench::<LetterPane>::new(night());
    bench.alt(KeyCode::Char('n'));
    bench.fill("Kelly");
    bench.fill("family");
    let say = bench.ctrl('s');
    bench.apply(say);
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.screen(110, 40).contains("✗ The family is not told now, as override 1"));
    let mut say = Vec::new();
    bench.with(|pane, view| pane.leave(view, &mut say));
    let telling = Telling { may: "that he is safe".to_owned(), ..Telling::default() };
    bench.does(Family::SetTelling { person: PersonNo(3), telling });
    let screen = bench.screen(110, 40);
    assert!(!screen.contains("not told now"), "{screen}");
    let say = bench.ctrl('s');
    assert!(matches!(&bench.apply(say)[..], [Outcome::Saved(_)]));
}
