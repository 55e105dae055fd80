mod dropped;

use crossterm::event::KeyCode;

use super::{fixture::Bench, *};
use crate::{
    domain::{
        contact::call::{Caller, Command, Identity, Line, Naming},
        policy::CallerKind,
        value::YesNo,
    },
    exchange::story::{begin, first_minute, night},
    ui::screens::call::{caller::fixture::acts, naming, page},
};

fn bench() -> Bench<CallerPane> {
    Bench::new(first_minute())
}

fn neighbour() -> Bench<CallerPane> {
    let caller = Caller {
        kind: Some(CallerKind::Public),
        name: Some("Joan Marsh".to_owned()),
        number: Some("01632 960123".to_owned()),
        role: Some("neighbour".to_owned()),
        ..Caller::default()
    };
    Bench::new(begin(caller))
}

#[test]
fn each_field_is_saved_when_it_is_left() {
    let mut bench = bench();
    for text in ["police", "Dale Hunt", "01632 960123", "yes", "response officer", "police", "", "6", ""] {
        let say = bench.fill(text);
        bench.apply(say);
    }
    let caller = &bench.story.contact.call.caller;
    assert_eq!(caller.kind, Some(CallerKind::Police));
    assert_eq!(caller.name.as_deref(), Some("Dale Hunt"));
    assert_eq!(caller.number.as_deref(), Some("01632 960123"));
    assert_eq!(caller.ring_back, Some(YesNo::Yes));
    assert_eq!(caller.role.as_deref(), Some("response officer"));
    assert_eq!(caller.source_code.as_deref(), Some("6"));
    assert!(!caller.declined && caller.prefers.is_none() && caller.is_person.is_none());
}

#[test]
fn what_is_still_on_its_way_is_not_lost_by_the_next_field() {
    let mut bench = bench();
    let first = bench.fill("police");
    let second = bench.fill("Dale Hunt");
    let [crate::domain::contact::Command::Call(Command::SetCaller(caller))] = &acts(&second)[..] else {
        panic!("no caller")
    };
    assert_eq!((caller.kind, caller.name.as_deref()), (Some(CallerKind::Police), Some("Dale Hunt")));
    bench.apply(first);
    bench.apply(second);
    assert!(bench.pane.half_typed().is_none());
    assert_eq!(bench.story.contact.call.caller.name.as_deref(), Some("Dale Hunt"));
}

#[test]
fn a_number_that_is_none_stays_and_says_so() {
    let mut bench = bench();
    for _ in 0..2 {
        bench.press(KeyCode::Tab);
    }
    assert!(acts(&bench.fill("his mum's")).is_empty());
    bench.does(Command::SetCaller(Caller { number: Some("01632 960999".to_owned()), ..Caller::default() }));
    let screen = bench.screen(78, 30);
    assert!(screen.contains("his mum's") && screen.contains("does not belong in a number"), "{screen}");
}

#[test]
fn declining_is_written_in_place_of_a_name_and_taken_back_by_giving_one() {
    let mut bench = bench();
    bench.press(KeyCode::Tab);
    let say = bench.fill("Declined");
    bench.apply(say);
    let caller = &bench.story.contact.call.caller;
    assert!(caller.declined && caller.name.is_none(), "{caller:?}");
    assert!(bench.pane.half_typed().is_none());
    assert!(bench.screen(78, 30).contains("✓ Name, or \"declined\" declined"), "{}", bench.screen(78, 30));
    // Between the two stands nothing else.
    let say = bench.fill("01632 960123");
    bench.apply(say);
    assert_eq!(bench.story.contact.call.caller.number.as_deref(), Some("01632 960123"));
    for _ in 0..2 {
        bench.press(KeyCode::BackTab);
    }
    bench.ctrl('u');
    let say = bench.fill("Joan");
    bench.apply(say);
    let caller = &bench.story.contact.call.caller;
    assert!(!caller.declined && caller.name.as_deref() == Some("Joan"), "{caller:?}");
}

#[test]
fn who_reported_is_covered_and_can_not_be_changed_until_it_is_revealed() {
    let mut bench = neighbour();
    assert!(bench.screen(78, 30).contains("Joan Marsh"));
    bench.covered = true;
    // Also before the pane learnt of it.
    let screen = bench.screen(78, 30);
    assert!(!screen.contains("Joan") && !screen.contains("960123"), "{screen}");
    bench.sync();
    let screen = bench.screen(78, 30);
    assert!(screen.contains("who it is  ▒▒▒ covered, Alt+v"), "{screen}");
    // Of a neighbour who gives no name, what they are is as good as one.
    for word in ["Joan", "960123", "neighbour"] {
        assert!(!screen.contains(word), "{screen}");
    }
    for _ in 0..12 {
        let say = bench.fill("");
        assert!(acts(&say).is_empty());
    }
    bench.covered = false;
    bench.sync();
    assert!(bench.screen(78, 30).contains("Joan Marsh"));
}

#[test]
fn what_a_colleague_wrote_meanwhile_is_met_before_it_is_written_over() {
    let mut bench = neighbour();
    let theirs = |bench: &Bench<CallerPane>, words: &str| {
        let caller = bench.story.contact.call.caller.clone();
        Command::SetCaller(Caller { prefers: Some(words.to_owned()), ..caller })
    };
    bench.pane.caller.form_mut().focus(&"prefers".into());
    bench.write("Tue only");
    let set = theirs(&bench, "Thu only");
    bench.does(set);
    assert!(bench.screen(78, 30).contains("wrote “Thu only” here meanwhile"), "{}", bench.screen(78, 30));
    bench.write(", or Fri");
    for code in [KeyCode::Tab, KeyCode::Tab] {
        assert_eq!(bench.story.contact.call.caller.prefers.as_deref(), Some("Thu only"));
        let say = bench.press(code);
        bench.apply(say);
    }
    assert_eq!(bench.story.contact.call.caller.prefers.as_deref(), Some("Tue only, or Fri"));
    assert!(bench.pane.half_typed().is_none());
    // Another field of theirs is nobody's business here, and what was left here oneself is no news.
    bench.pane.caller.form_mut().focus(&"role".into());
    bench.write("!");
    let set = theirs(&bench, "Wed");
    bench.does(set);
    let say = bench.press(KeyCode::Tab);
    bench.apply(say);
    assert_eq!(bench.story.contact.call.caller.role.as_deref(), Some("neighbour!"));
}

#[test]
fn a_field_that_is_refused_is_not_left_without_a_word() {
    let mut bench = neighbour();
    bench.pane.caller.form_mut().focus(&"number".into());
    bench.write("his mum's");
    let mut say = Vec::new();
    bench.with(|pane, view| pane.leave(view, &mut say));
    let told = |said: &Say| matches!(said, Say::Tell(notice) if notice.text().contains("Number: not saved."));
    assert!(say.iter().any(told));
}

#[test]
fn a_directory_is_named_and_not_said_yes_to() {
    let mut bench = neighbour();
    bench.story.does(Command::End);
    bench.alt(KeyCode::Down);
    bench.fill("rung");
    bench.fill("01632 960100");
    bench.write("n");
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty());
    assert!(bench.screen(78, 30).contains("✗ Which directory"), "{}", bench.screen(78, 30));
    bench.press(KeyCode::Backspace);
    bench.write("schools list");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.call.identity.is_checked());
}

#[test]
fn a_sentence_that_says_who_rang_is_covered_whole() {
    let mut bench = neighbour();
    let sentences = [
        "ring 01632 960 123 at six",
        "Joan was there",
        "Mrs Marsh was there",
        "her name is MARSH",
        "J.M. was there",
        "the neighbour has a key",
    ];
    for (covered, shows) in [(true, false), (false, true)] {
        bench.covered = covered;
        for sentence in sentences {
            let shown = bench.with(|_, view| page::shown(view, sentence).into_owned());
            assert_eq!(shown == sentence, shows, "{sentence}: {shown}");
        }
    }
    bench.covered = true;
    for other in ["ring 01632 960 999 at six", "the teacher has a key", "J.P. was there"] {
        assert_eq!(bench.with(|_, view| page::shown(view, other).into_owned()), other);
    }
}

#[test]
fn how_somebody_is_known_is_covered_as_their_name_is() {
    let mut bench = neighbour();
    bench.does(Command::Identify(Identity::Known { how: "the lady at number 12".to_owned() }));
    assert!(bench.screen(78, 30).contains("known to the worker: the lady at number 12"));
    bench.covered = true;
    bench.sync();
    let screen = bench.screen(78, 30);
    assert!(!screen.contains("number 12") && screen.contains("✓ ▒▒▒ covered"), "{screen}");
}

#[test]
fn whether_they_may_be_named_is_written_down_with_their_words() {
    let mut bench = neighbour();
    let wishes = |bench: &Bench<CallerPane>| bench.story.contact.call.caller.wish.clone();
    bench.pane.caller.enter(true);
    assert!(!bench.screen(78, 30).contains("In their words"));
    let say = bench.fill("unnamed");
    bench.apply(say);
    let wish = wishes(&bench).unwrap();
    assert_eq!((wish.naming, wish.words.as_str()), (Naming::Unnamed, ""));
    // The next field is for their words.
    assert!(bench.pane.at == Part::Caller && bench.screen(78, 30).contains("In their words"));
    let say = bench.fill("he would know it was me");
    bench.apply(say);
    assert_eq!(wishes(&bench).unwrap().said(), "wishes to stay unnamed: “he would know it was me”");
    // In their own words they may say who they are.
    let on_naming = |bench: &mut Bench<CallerPane>| bench.with(|_, view| naming::on_naming(view)).unwrap();
    assert!(on_naming(&mut bench).contains("he would know"));
    bench.covered = true;
    // To somebody who looks, already that they wish it says that somebody reported.
    assert!(on_naming(&mut bench).starts_with("▲ who may be named: ▒▒▒ covered"));
    bench.sync();
    let screen = bench.screen(78, 30);
    for said in ["unnamed", "To be named", "In their words", "would know"] {
        assert!(!screen.contains(said), "{said}: {screen}");
    }
}

#[test]
fn a_name_can_be_written_while_somebody_could_look() {
    let mut bench =
        Bench::<CallerPane>::new(begin(Caller { kind: Some(CallerKind::Public), ..Caller::default() }));
    bench.covered = true;
    bench.sync();
    // What kind of person rings is covered, and the name comes first.
    assert!(bench.screen(78, 30).contains("who rings  ▒▒▒ covered"), "{}", bench.screen(78, 30));
    bench.write("Joan");
    assert!(bench.screen(78, 30).contains("Joan"));
    let say = bench.press(KeyCode::Tab);
    bench.apply(say);
    let screen = bench.screen(78, 30);
    assert!(!screen.contains("Joan") && screen.contains("covered"), "{screen}");
    assert_eq!(bench.story.contact.call.caller.name.as_deref(), Some("Joan"));
}

#[test]
fn identity_is_one_statement() {
    let mut bench = neighbour();
    bench.alt(KeyCode::Down);
    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty());
    bench.fill("police");
    bench.fill("1234");
    let say = bench.ctrl('s');
    let outcomes = bench.apply(say);
    assert!(matches!(&outcomes[..], [Outcome::Refused(_)]), "{outcomes:?}");
    let screen = bench.screen(78, 30);
    assert!(screen.contains("1234") && screen.contains("✗ Say the incident number"), "{screen}");
    bench.resume();
    bench.alt(KeyCode::Down);
    bench.fill("");
    bench.fill("");
    bench.write("20261122-77");
    let say = bench.ctrl('s');
    bench.apply(say);
    let police = Identity::Police { collar: "1234".to_owned(), incident: "20261122-77".to_owned() };
    assert_eq!(bench.story.contact.call.identity, police);
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn a_part_that_waits_to_be_handed_in_is_not_left_by_one_key_too_many() {
    let mut bench = neighbour();
    bench.does(Command::DropLine);
    for text in ["no", "no", "caller", "rung back, she is safe", "back"] {
        bench.fill(text);
    }
    assert!(bench.pane.at == Part::Dropped);
    // Whoever goes on all the same, and to the caller, settles it there.
    bench.alt(KeyCode::Down);
    assert!(bench.pane.at == Part::Caller);
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.call.line.is_live());
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn a_number_that_is_wrong_keeps_the_keys_whatever_waits_beside_it() {
    let mut bench = bench();
    bench.alt(KeyCode::Down);
    bench.fill("police");
    bench.fill("1234");
    bench.alt(KeyCode::Up);
    bench.pane.caller.enter(false);
    for text in ["police", "Dale Hunt"] {
        let say = bench.fill(text);
        bench.apply(say);
    }
    bench.write("01632 96o123");
    for _ in 0..2 {
        let say = bench.ctrl('s');
        assert!(acts(&say).is_empty());
        assert!(bench.pane.at == Part::Caller);
        assert!(bench.screen(78, 30).contains("✗ Number"), "{}", bench.screen(78, 30));
    }
}

#[test]
fn enter_on_the_last_field_goes_on_to_the_next_part() {
    let mut bench = bench();
    for _ in 0..10 {
        bench.press(KeyCode::Enter);
    }
    assert!(bench.pane.at == Part::Identity);
    bench.fill("police");
    bench.fill("1234");
    assert_eq!(bench.pane.check.sheet.text("collar"), "1234");
}

#[test]
fn printable_keys_only_write() {
    for dropped in [false, true] {
        let mut bench = neighbour();
        if dropped {
            bench.does(Command::DropLine);
        }
        for _ in 0..3 {
            for _ in 0..10 {
                bench.every_printable_key_only_writes();
                bench.press(KeyCode::BackTab);
            }
            bench.alt(KeyCode::Down);
        }
    }
}

#[test]
fn it_is_all_there_at_every_size() {
    let mut bench = neighbour();
    bench.does(Command::DropLine);
    for (width, height) in [(110, 50), (78, 30), (46, 16), (20, 5), (1, 1)] {
        for _ in 0..3 {
            let screen = bench.screen(width, height);
            if width >= 46 {
                for words in ["The line dropped", "Who rings", "How we know them"] {
                    assert!(screen.contains(words), "{screen}");
                }
            }
            bench.alt(KeyCode::Down);
        }
    }
    let mut bench = Bench::<CallerPane>::new(night());
    let screen = bench.screen(78, 30);
    assert!(screen.contains("✓ rung back on 01632 960100"), "{screen}");
}
