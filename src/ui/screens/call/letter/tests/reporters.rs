//! Who rang, here or about the family before, standing in a letter to it: said while it is typed.

use super::*;
use crate::{
    desk::protocol::Request,
    domain::contact::others::{Other, Tie},
};

const EARLIER: &str = "✗ The letter says who rang in C-1203 (“";

/// What the desk says of a neighbour who rang about the family before.
fn neighbour(bench: &Bench<LetterPane>) -> Answer {
    let mut other = Other::of(&bench.story.contact, Tie::Beyond);
    other.reference = "C-1203".parse().unwrap();
    other.caller = Caller {
        kind: Some(CallerKind::Public),
        name: Some("Mrs Pauline Hatch".to_owned()),
        number: Some("07700 900455".to_owned()),
        ..Caller::default()
    };
    Answer::Reporters { contact: bench.story.contact.id, others: [other.of_caller()].into() }
}

/// A letter to the mother is filled in; gives how often the desk was asked who else rang.
fn to_kelly(bench: &mut Bench<LetterPane>) -> usize {
    bench.fill("Kelly");
    bench.fill("family");
    let mut say = bench.ctrl('s');
    let mut more = Vec::new();
    let answer = answer(&mut say, bench);
    bench.with(|pane, view| pane.told(&answer, view, &mut more));
    more.iter().filter(|said| matches!(said, Say::Ask(Request::Reporters(_)))).count()
}

/// Gives the desk's answer to the question for a text.
fn answer(say: &mut Vec<Say>, bench: &Bench<LetterPane>) -> Answer {
    let Some(Say::Ask(Request::Compose { template, to, why, .. })) = say.pop() else { panic!("not asked") };
    let known = bench.story.policy.letters.template.iter().find(|known| known.id == template).unwrap();
    let text = crate::exchange::letter::compose(&bench.story.contact, known, to, &bench.story.letters());
    Answer::Letter { template, to, why, text: text.unwrap() }
}

#[test]
fn who_rang_before_is_warned_of_under_the_text_while_it_is_typed() {
    let mut bench = officer();
    assert_eq!(to_kelly(&mut bench), 1, "the desk says once who rang");
    let told = neighbour(&bench);
    bench.with(|pane, view| pane.told(&told, view, &mut Vec::new()));
    bench.write(" ");
    bench.press(KeyCode::Left);
    bench.write("Your neighbour Mrs Hatc");
    assert!(!bench.screen(78, 30).contains(EARLIER));
    bench.write("h");
    let screen = bench.screen(78, 30);
    let line = |words: &str| screen.lines().position(|line| line.contains(words));
    assert!(line(EARLIER) > line("Mrs Hatch"), "{screen}");
    assert!(line("then or now").is_some(), "all of it is read: {screen}");
    // Also by the number; and it goes as soon as it stands there no more.
    bench.press(KeyCode::Backspace);
    assert!(!bench.screen(78, 30).contains(EARLIER));
    bench.write(" 07700900455");
    assert!(bench.screen(46, 16).contains("who rang in"), "{}", bench.screen(46, 16));
}

#[test]
fn what_the_desk_says_later_is_looked_for_in_what_is_there() {
    let mut bench = officer();
    to_kelly(&mut bench);
    bench.write("Mrs Hatch rang us. ");
    assert!(!bench.screen(78, 30).contains(EARLIER));
    let told = neighbour(&bench);
    bench.with(|pane, view| pane.told(&told, view, &mut Vec::new()));
    assert!(bench.screen(78, 30).contains(EARLIER));
    // What is worked out when it is drawn is nothing: it is there without another key.
    assert!(bench.pane.new.warned.is_some());
}

#[test]
fn who_rang_here_is_warned_of_and_once_only_when_it_was_refused() {
    let mut bench = officer();
    to_kelly(&mut bench);
    bench.write("Dale Hunt rang us. ");
    assert_eq!(bench.screen(78, 30).matches("says who rang").count(), 1, "{}", bench.screen(78, 30));
    let say = bench.ctrl('s');
    assert!(matches!(&bench.apply(say)[..], [Outcome::Refused(_)]));
    assert_eq!(bench.screen(78, 30).matches("says who rang").count(), 1, "{}", bench.screen(78, 30));
}

#[test]
fn the_desk_is_asked_once_a_version_and_never_for_whoever_may_be_told() {
    let mut bench = officer();
    filled_in(&mut bench);
    let asks = |say: &[Say]| say.iter().filter(|said| matches!(said, Say::Ask(_))).count();
    for c in "To a professional.".chars() {
        assert_eq!(asks(&bench.press(KeyCode::Char(c))), 0);
    }
    let mut bench = officer();
    to_kelly(&mut bench);
    let asked: usize = "To the family.".chars().map(|c| asks(&bench.press(KeyCode::Char(c)))).sum();
    assert_eq!(asked, 0, "it was asked when the text was filled in");
    let say = bench.ctrl('s');
    bench.apply(say);
    let asked: usize = "It changed.".chars().map(|c| asks(&bench.press(KeyCode::Char(c)))).sum();
    assert_eq!(asked, 1, "the contact stands otherwise now");
}

#[test]
fn whoever_wishes_to_stay_unnamed_in_a_contact_of_the_same_child_is_said_though_it_is_not_attached() {
    use crate::domain::contact::call::{Naming, Wish};
    let mut bench = officer();
    to_kelly(&mut bench);
    let wished = |bench: &Bench<LetterPane>, naming, tie| {
        let Answer::Reporters { contact, others } = neighbour(bench) else { panic!("no reporters") };
        let mut other = others[0].clone();
        other.tie = tie;
        other.caller.wish = Some(Wish { naming, words: "I live over the landing".to_owned() });
        Answer::Reporters { contact, others: [other].into() }
    };
    let words = "▲ Whoever rang in C-1203 wishes to stay unnamed";
    for (naming, tie, said) in [
        (Naming::Unnamed, Tie::Same, true),
        (Naming::MayBeNamed, Tie::Same, false),
        (Naming::Unnamed, Tie::Number, false),
    ] {
        let told = wished(&bench, naming, tie);
        bench.with(|pane, view| pane.told(&told, view, &mut Vec::new()));
        let screen = bench.screen(110, 40);
        assert_eq!(screen.contains(words), said, "{naming:?}, {tie:?}\n{screen}");
        assert!(!screen.contains("landing"), "{screen}");
    }
}
