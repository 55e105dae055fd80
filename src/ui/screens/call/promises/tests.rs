use crossterm::event::KeyCode;

use super::{super::page::shown, *};
use crate::{
    domain::contact::{family, telling::PromiseState},
    exchange::story::{first_minute, night},
    ui::screens::call::caller::fixture::{Bench, acts},
};

fn bench() -> Bench<PromisesPane> {
    let mut story = first_minute();
    story.names_the_family();
    Bench::new(story)
}

fn write_one(bench: &mut Bench<PromisesPane>, by: &str) {
    for text in ["ring the officer back", "Dale Hunt", "", "", "A. Okoro", "", by] {
        assert!(acts(&bench.fill(text)).is_empty());
    }
    bench.write("Dale Hunt");
}

#[test]
fn a_promise_is_made_once_and_the_form_is_empty_for_the_next() {
    let mut bench = bench();
    write_one(&mut bench, "in 30 min");
    let say = bench.ctrl('s');
    assert!(acts(&bench.ctrl('s')).is_empty(), "made twice");
    bench.apply(say);
    let promise = &bench.story.contact.telling.promises[0];
    assert_eq!(promise.promised.what, "ring the officer back");
    assert_eq!(promise.promised.owner, Owner::Staff(bench.story.reads().actor.person));
    assert_eq!(promise.promised.agreed_with, "Dale Hunt");
    assert!(bench.pane.half_typed().is_none() && bench.pane.at().is_none());
    assert!(bench.screen(78, 30).contains("ring the officer back → Dale Hunt"));
}

#[test]
fn when_and_how_it_is_safe_is_read_before_somebody_rings() {
    let mut bench = bench();
    let telling =
        family::Telling { how: "only before 3, on Tuesdays".to_owned(), ..family::Telling::default() };
    bench.does(family::Command::SetTelling { person: PersonNo(3), telling });
    for text in ["ring her", "Kelly", "Kelly Brook", "yes", "A. Okoro", "", "tomorrow 09:00"] {
        bench.fill(text);
    }
    bench.write("Kelly");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.alt(KeyCode::Up);
    let screen = bench.screen(78, 30);
    assert!(screen.contains("ring her → Kelly ☎ only before 3"), "{screen}");
    assert!(screen.contains("☎ safe when, and how: only before 3, on Tuesdays"), "{screen}");
    // Of what is done already nobody needs to know when it was safe.
    bench.write("kept");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.alt(KeyCode::Up);
    assert!(!bench.screen(78, 30).contains('☎'), "{}", bench.screen(78, 30));
}

#[test]
fn a_promise_is_kept_within_the_minute_that_was_promised() {
    let mut bench = bench();
    write_one(&mut bench, "in 30 min");
    let say = bench.ctrl('s');
    bench.apply(say);
    let by = bench.story.contact.telling.promises[0].promised.by;
    for (seconds, is_late) in [(40, false), (59, false), (60, true)] {
        let cx = crate::domain::contact::Context {
            now: by + chrono::TimeDelta::seconds(seconds),
            ..bench.story.reads()
        };
        let kept = bench.story.contact.decide(&Command::Keep { no: PromiseNo(1) }.into(), &cx).unwrap();
        let crate::domain::contact::Event::PromiseKept(kept) = &kept[0] else { panic!("{kept:?}") };
        assert_eq!(kept.late, is_late, "{seconds} s");
    }
}

#[test]
fn what_is_missing_is_said_and_nothing_goes_away() {
    let mut bench = bench();
    bench.fill("ring back");
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty());
    assert!(bench.screen(78, 30).contains("Say who does it"));
    write_half(&mut bench);
    let say = bench.ctrl('s');
    let outcomes = bench.apply(say);
    assert!(matches!(&outcomes[..], [Outcome::Refused(words)] if words.contains("to whom")), "{outcomes:?}");
    let screen = bench.screen(78, 30);
    assert!(screen.contains("✗ Say to whom") && screen.contains("ring back"), "{screen}");
    // To go about in it changes nothing; what is written in it does.
    bench.press(KeyCode::BackTab);
    assert!(bench.screen(78, 30).contains("✗ Say to whom"));
    bench.write("t");
    assert!(!bench.screen(78, 30).contains("Say to whom"), "{}", bench.screen(78, 30));
    bench.press(KeyCode::Backspace);
    bench.resume();
    assert!(bench.screen(78, 30).contains("the school"));
}

fn write_half(bench: &mut Bench<PromisesPane>) {
    bench.fill("");
    bench.fill("the school");
    bench.fill("tomorrow 09:00");
}

#[test]
fn who_must_not_be_told_is_promised_nothing() {
    let mut bench = bench();
    for text in ["tell him", "Dan", "Dan Reed", "", "A. Okoro", "", "tomorrow 09:00", "Kelly"] {
        bench.fill(text);
    }
    assert!(acts(&bench.ctrl('s')).is_empty());
    assert!(bench.screen(78, 30).contains("Say whether it means ringing"));
    bench.fill("yes");
    let say = bench.ctrl('s');
    let outcomes = bench.apply(say);
    assert!(matches!(&outcomes[..], [Outcome::Refused(words)] if words.contains("not to be told")));
}

#[test]
fn what_became_of_it_is_written_down() {
    let mut bench = bench();
    for _ in 0..3 {
        write_one(&mut bench, "in 30 min");
        let say = bench.ctrl('s');
        bench.apply(say);
    }
    bench.alt(KeyCode::Up);
    bench.fill("not kept");
    bench.write("she was out; told her mother");
    bench.alt(KeyCode::Up);
    bench.fill("another");
    bench.fill("tomorrow 10:00");
    bench.fill("Dale Hunt");
    bench.fill("");
    bench.write("he is on nights");
    bench.resume();
    let say = bench.ctrl('s');
    bench.apply(say);
    let moved = bench.story.contact.telling.promise(PromiseNo(2)).unwrap();
    assert_eq!(moved.moved.len(), 1);
    assert!(moved.is_open());
    // Moved to tomorrow it stands last of those owed; the third comes before it.
    bench.alt(KeyCode::Up);
    bench.alt(KeyCode::Up);
    bench.write("kept");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.alt(KeyCode::Char('n'));
    let states: Vec<_> = bench.story.contact.telling.promises.iter().map(|p| p.state.clone()).collect();
    assert!(states.iter().any(|state| matches!(state, PromiseState::Kept { late: false, .. })), "{states:?}");
    // The third was never handed in, and is still half written.
    assert!(states.contains(&PromiseState::Open));
    assert_eq!(bench.pane.half_typed().map(|half| half.words), Some(7));
}

#[test]
fn past_the_last_field_it_says_what_is_left_to_do() {
    let mut bench = Bench::<PromisesPane>::new(night());
    bench.alt(KeyCode::Up);
    while bench.pane.at().is_none_or(|no| !bench.story.contact.telling.promise(no).unwrap().is_open()) {
        bench.alt(KeyCode::Up);
    }
    bench.press(KeyCode::Down);
    let say = bench.press(KeyCode::Tab);
    assert!(
        say.iter().any(|say| matches!(say, Say::Tell(notice) if notice.text().contains("Ctrl+S records it")))
    );
    // Other words bring other fields, and Tab goes to them.
    bench.press(KeyCode::Down);
    bench.press(KeyCode::Tab);
    bench.write("she was out");
    assert_eq!(bench.pane.sheets.open().text("why"), "she was out");
}

#[test]
fn printable_keys_only_write() {
    let mut bench = Bench::<PromisesPane>::new(night());
    for _ in 0..4 {
        for _ in 0..9 {
            bench.every_printable_key_only_writes();
            bench.press(KeyCode::BackTab);
        }
        bench.alt(KeyCode::Down);
    }
}

#[test]
fn who_reported_is_covered_here_too() {
    let mut bench = Bench::<PromisesPane>::new(night());
    assert!(bench.screen(110, 40).contains("Nia Lloyd"));
    bench.covered = true;
    bench.sync();
    let screen = bench.screen(110, 40);
    assert!(!screen.contains("Nia") && screen.contains("→ ▒▒▒ covered, Alt+v"), "{screen}");
}

#[test]
fn whoever_is_barred_since_is_marked_in_what_they_are_promised_and_why_is_covered() {
    let mut bench = Bench::<PromisesPane>::new(night());
    let said = ["let her know", "Kelly", "Kelly Brook", "no", "A. Okoro", "", "tomorrow 09:00"];
    let kelly = bench.story.contact.family.get(PersonNo(3)).unwrap().name().to_owned();
    // An override says that the family is not told now; since then it was said what she may be told.
    let may = family::Telling { may: "that he is safe".to_owned(), ..family::Telling::default() };
    bench.does(family::Command::SetTelling { person: PersonNo(3), telling: may });
    bench.alt(KeyCode::Char('n'));
    for text in said {
        bench.fill(if text == "Kelly Brook" { &kelly } else { text });
    }
    bench.write("Kelly");
    let say = bench.ctrl('s');
    bench.apply(say);
    for _ in 0..4 {
        bench.alt(KeyCode::Up);
    }
    assert!(!bench.screen(110, 40).contains("not to be told"));
    let telling = family::Telling {
        not_to_be_told: true,
        why: "Nia Lloyd says that her post is read".to_owned(),
        ..family::Telling::default()
    };
    let mark = |counts| crate::domain::contact::marked::Elsewhere {
        person: PersonNo(3),
        name: kelly.clone(),
        called: "C-1842".to_owned(),
        counts,
        telling: telling.clone(),
    };
    bench.elsewhere = vec![mark(false)];
    let screen = bench.screen(110, 40);
    assert!(screen.contains("▲ may be the") && !screen.contains("✗ not to be told"), "{screen}");
    bench.elsewhere = vec![mark(true)];
    let screen = bench.screen(110, 40);
    assert!(screen.contains("✗ not to be told: let her know"), "{screen}");
    assert!(screen.contains("✗ not to be told in C-1842"), "{screen}");
    bench.does(family::Command::SetTelling { person: PersonNo(3), telling: telling.clone() });
    assert!(bench.screen(110, 40).contains("is not to be told: Nia Lloyd says"));
    bench.covered = true;
    bench.sync();
    let screen = bench.screen(110, 40);
    assert!(screen.contains("is not to be told: ▒▒▒") && !screen.contains("Nia"), "{screen}");
}

#[test]
fn a_name_that_is_an_ordinary_word_covers_no_ordinary_words() {
    use crate::domain::contact::call::Command;
    let mut bench = Bench::<PromisesPane>::new(night());
    let caller = crate::domain::contact::call::Caller {
        name: Some("Will Marsh".to_owned()),
        ..bench.story.contact.call.caller.clone()
    };
    bench.does(Command::SetCaller(caller));
    bench.covered = true;
    bench.with(|_, view| {
        for hers in ["Will told us", "Mr Marsh", "ring Will back", "Will", "what will said", "Will (flat 2)"]
        {
            assert!(shown(view, hers).contains("covered"), "{hers}");
        }
        for harmless in ["We will ring", "Will she be in?", "a walk on the marsh"] {
            assert_eq!(shown(view, harmless), harmless);
        }
    });
}

#[test]
fn a_family_name_that_somebody_shares_is_not_who_reported() {
    use crate::domain::contact::family::{Command, Details, Kind};
    let mut bench = Bench::<PromisesPane>::new(night());
    let named = |name: &str| Details { name: Some(name.to_owned()), ..Details::of(Kind::Parent) };
    bench.covered = true;
    bench.with(|_, view| assert!(shown(view, "ring Ross Lloyd back").contains("covered")));
    bench.does(Command::Add(named("Ross Lloyd")));
    bench.with(|_, view| {
        assert_eq!(shown(view, "ring Ross Lloyd back"), "ring Ross Lloyd back");
        for hers in ["ring Nia Lloyd", "tell Mrs Lloyd", "Nia’s own words", "ring Nia"] {
            assert!(shown(view, hers).contains("covered"), "{hers}");
        }
    });
}

#[test]
fn it_is_all_there_at_every_size() {
    let mut bench = Bench::<PromisesPane>::new(night());
    for (width, height) in [(110, 50), (78, 30), (46, 16), (20, 5), (1, 1)] {
        for _ in 0..4 {
            let screen = bench.screen(width, height);
            if width >= 46 {
                for words in ["ring and say what was", "+ a new promise", "✓ kept"] {
                    assert!(screen.contains(words), "{screen}");
                }
            }
            bench.alt(KeyCode::Down);
        }
        bench.alt(KeyCode::Up);
        bench.alt(KeyCode::Up);
    }
}

#[test]
fn entered_by_mistake_asks_at_once_what_was_wrong() {
    let mut bench = bench();
    write_one(&mut bench, "in 30 min");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.alt(KeyCode::Up);
    bench.write("entered by mistake");
    bench.press(KeyCode::Enter);
    let screen = bench.screen(78, 30);
    assert!(screen.contains("What was wrong"), "{screen}");
    bench.write("agreed in another call");
    assert!(bench.screen(78, 30).contains("agreed in another call"), "{}", bench.screen(78, 30));
}

#[test]
fn what_became_of_it_is_put_right() {
    let mut bench = bench();
    write_one(&mut bench, "in 30 min");
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.alt(KeyCode::Up);
    bench.fill("kept");
    let say = bench.ctrl('s');
    bench.apply(say);
    let state = |bench: &Bench<PromisesPane>| bench.story.contact.telling.promises[0].state.clone();
    assert!(matches!(state(&bench), PromiseState::Kept { .. }));
    let screen = bench.screen(78, 30);
    assert!(screen.contains("Settled") && screen.contains("Not so: it is"), "{screen}");
    bench.fill("still");
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty() || matches!(&bench.apply(say)[..], [Outcome::Refused(_)]));
    bench.write("that was her sister");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert_eq!(state(&bench), PromiseState::Open);
    let screen = bench.screen(78, 30);
    assert!(screen.contains("↶ owed again") && screen.contains("that was her sister"), "{screen}");
    bench.fill("entered");
    bench.write("agreed in another call");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(matches!(state(&bench), PromiseState::Mistaken(_)));
    let screen = bench.screen(78, 30);
    assert!(screen.contains("nobody made it: agreed in another call"), "{screen}");
}

#[test]
fn who_rang_is_warned_of_while_it_is_promised_to_the_family() {
    use crate::domain::contact::others::{Other, Tie};
    let mut bench = bench();
    let mut asked = 0;
    for text in ["ring about what Mrs Hatch saw", "Kelly"] {
        for c in text.chars() {
            let say = bench.press(KeyCode::Char(c));
            asked += say.iter().filter(|said| matches!(said, Say::Ask(_))).count();
        }
        bench.press(KeyCode::Tab);
    }
    assert_eq!(asked, 1, "the desk says once who rang");
    assert!(!bench.screen(78, 30).contains("says who rang"));
    let mut other = Other::of(&bench.story.contact, Tie::Beyond);
    other.reference = "C-1203".parse().unwrap();
    (other.caller.kind, other.caller.name) = (None, Some("Mrs Pauline Hatch".to_owned()));
    let told = Answer::Reporters { contact: bench.story.contact.id, others: [other].into() };
    bench.with(|pane, view| pane.told(&told, view, &mut Vec::new()));
    let screen = bench.screen(78, 30);
    assert!(screen.contains("✗ This says who rang in C-1203. Take it out"), "{screen}");
    // Promised to whoever is none of the family, it tells nobody of the family.
    bench.press(KeyCode::BackTab);
    for _ in 0.."Kelly".len() {
        bench.press(KeyCode::Backspace);
    }
    bench.write("the health visitor");
    assert!(!bench.screen(78, 30).contains("says who rang"));
}
