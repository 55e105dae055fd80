mod away;
mod pointed;
mod reporters;
mod unchecked;
mod whose;
mod why;

use crossterm::event::KeyCode;

use super::*;
use crate::{
    domain::{
        contact::{
            call::{Caller, Command as Call},
            family::{Command as Family, Telling},
            letter::LetterState,
            night::{Command as Night, FiledIn, Unobtainable},
        },
        ids::PersonNo,
        policy::CallerKind,
        value::YesNo,
    },
    exchange::story::{begin, night},
    ui::screens::call::caller::fixture::{Bench, acts},
};

fn officer() -> Bench<LetterPane> {
    let mut story = begin(Caller {
        kind: Some(CallerKind::Police),
        name: Some("Dale Hunt".to_owned()),
        number: Some("07700 900123".to_owned()),
        role: Some("response officer".to_owned()),
        ..Caller::default()
    });
    story.names_the_family();
    Bench::new(story)
}

/// Reads the letter to its end, and marks it as checked.
fn checked(bench: &mut Bench<LetterPane>) {
    bench.screen(110, 60);
    let say = bench.ctrl('t');
    bench.apply(say);
}

fn filled_in(bench: &mut Bench<LetterPane>) {
    bench.fill("whoever");
    bench.fill("what was decided");
    let say = bench.ctrl('s');
    assert!(matches!(&say[..], [.., Say::Ask(_)]));
    bench.apply(say);
}

#[test]
fn drafted_checked_sent() {
    let mut bench = officer();
    filled_in(&mut bench);
    assert!(bench.screen(78, 30).contains("Dear Dale Hunt"));
    // What was filled in is nobody's words.
    let chosen = bench.pane.half_typed().unwrap().words;
    bench.write("Hello. ");
    assert_eq!(bench.pane.half_typed().unwrap().words, chosen + 1);
    bench.resume();
    let say = bench.ctrl('s');
    assert!(acts(&bench.ctrl('s')).is_empty(), "kept twice");
    bench.apply(say);
    assert_eq!(bench.pane.at(), Row::Letter(LetterNo(1)));
    assert!(bench.story.contact.telling.letters[0].text.contains("Hello. "));
    assert!(bench.pane.half_typed().is_none());

    bench.write("We take all concerns seriously. ");
    let screen = bench.screen(78, 30);
    assert!(screen.contains("✗ stock phrase: “we take all concerns seriously”"), "{screen}");
    assert!(acts(&bench.key(KeyCode::Char('t'), crossterm::event::KeyModifiers::CONTROL)).is_empty());
    assert!(bench.screen(78, 30).contains("not kept yet"));
    let say = bench.ctrl('s');
    bench.apply(say);
    let say = bench.ctrl('t');
    let [Say::Confirm { lines, .. }] = &say[..] else { panic!("checked without a question") };
    assert!(lines.iter().any(|line| line.contains("stock phrase")), "{lines:?}");
    bench.apply(say);
    assert!(matches!(bench.story.contact.telling.letters[0].state, LetterState::Checked { .. }));

    let say = bench.ctrl('s');
    assert!(acts(&say).is_empty());
    assert!(bench.screen(78, 30).contains("Say how it was sent"));
    bench.fill("secure");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.screen(78, 30).contains("✗ Say where it was sent to"));
    bench.write("d.hunt@police.example");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.telling.is_settled());
    let screen = bench.screen(78, 30);
    assert!(screen.contains("✓ sent") && screen.contains("d.hunt@police.example"), "{screen}");
    // What was sent stays as it was.
    let text = bench.story.contact.telling.letters[0].text.clone();
    for code in [KeyCode::Char('x'), KeyCode::Backspace, KeyCode::Enter] {
        assert!(bench.press(code).is_empty());
    }
    assert!(bench.ctrl('s').is_empty());
    assert_eq!(bench.pane.papers[&LetterNo(1)].editor.text(), text);
}

#[test]
fn a_checked_letter_that_is_written_in_is_a_draft_again() {
    let mut bench = officer();
    filled_in(&mut bench);
    let say = bench.ctrl('s');
    bench.apply(say);
    checked(&mut bench);
    // Past how, where to, and why it is put away.
    for _ in 0..3 {
        bench.press(KeyCode::Tab);
    }
    bench.write("P.S. ");
    assert!(bench.screen(78, 30).contains("to be checked again"));
    let say = bench.ctrl('s');
    bench.apply(say);
    assert_eq!(bench.story.contact.telling.letters[0].state, LetterState::Drafted);
    assert!(bench.story.contact.telling.letters[0].text.contains("P.S. "));
}

#[test]
fn a_refused_letter_stays_on_the_screen() {
    let mut bench = officer();
    filled_in(&mut bench);
    bench.write("They live at 12 Harbour Row. ");
    assert!(bench.screen(78, 30).contains("✗ The letter gives a protected address"));
    let say = bench.ctrl('s');
    let outcomes = bench.apply(say);
    assert!(matches!(&outcomes[..], [Outcome::Refused(_)]), "{outcomes:?}");
    let screen = bench.screen(110, 50);
    let words: Vec<&str> = screen.split_whitespace().collect();
    assert!(words.join(" ").contains("They live at 12 Harbour Row"), "{screen}");
    assert!(bench.pane.half_typed().is_some());
}

#[test]
fn another_letter_never_takes_the_place_of_a_written_one_unasked() {
    let mut bench = officer();
    filled_in(&mut bench);
    bench.write("My own words. ");
    // Past why, to which letter.
    bench.press(KeyCode::BackTab);
    bench.press(KeyCode::BackTab);
    bench.write("a plan together");
    let say = bench.ctrl('s');
    assert!(say.iter().any(|said| matches!(said, Say::Confirm { .. })));
    assert!(bench.pane.new.editor.text().contains("My own words."));
    bench.apply(say);
    assert!(!bench.pane.new.editor.text().contains("My own words."));
}

#[test]
fn only_letters_for_whoever_it_goes_to_are_offered() {
    let mut bench = officer();
    bench.fill("whoever");
    assert!(!bench.screen(78, 30).contains("To the family"));
    bench.press(KeyCode::BackTab);
    bench.fill("Dan Reed");
    let screen = bench.screen(78, 30);
    assert!(screen.contains("To the family") && !screen.contains("a plan together"), "{screen}");
    assert!(screen.contains("✗ Dan Reed is NOT TO BE TOLD: it would put Kelly"), "{screen}");
}

#[test]
fn the_only_letter_for_somebody_is_chosen_and_none_for_a_professional_is_offered_to_a_parent() {
    let mut bench = officer();
    bench.fill("Dan Reed");
    let screen = bench.screen(78, 30);
    assert!(screen.contains("✓ Which letter To the family"), "{screen}");
    let say = bench.ctrl('s');
    assert!(matches!(&say[..], [.., Say::Ask(_)]), "{}", bench.screen(78, 30));

    let mut story = begin(Caller { kind: Some(CallerKind::Parent), ..Caller::default() });
    story.names_the_family();
    let mut bench = Bench::<LetterPane>::new(story);
    // Before it is said to whom it goes.
    bench.press(KeyCode::Tab);
    let screen = bench.screen(78, 30);
    assert!(screen.contains("To the child") && !screen.contains("To the professional"), "{screen}");
    bench.press(KeyCode::BackTab);
    bench.fill("whoever");
    assert!(bench.screen(78, 30).contains("✓ Which letter To the family"), "{}", bench.screen(78, 30));
}

#[test]
fn a_letter_to_whoever_rang_is_covered() {
    let mut bench = officer();
    filled_in(&mut bench);
    bench.covered = true;
    bench.sync();
    let screen = bench.screen(78, 30);
    assert!(!screen.contains("Dale") && screen.contains("▒▒▒ covered, Alt+v"), "{screen}");
    let before = bench.pane.new.editor.text().to_owned();
    assert!(bench.press(KeyCode::Char('x')).is_empty());
    assert_eq!(bench.pane.new.editor.text(), before);
}

#[test]
fn a_covered_letter_takes_no_paste_and_goes_no_further() {
    let mut bench = officer();
    filled_in(&mut bench);
    let say = bench.ctrl('s');
    bench.apply(say);
    bench.covered = true;
    bench.sync();
    bench.with(|pane, view| pane.paste("P.S. of Dale's own", view, &mut Vec::new()));
    let say = bench.ctrl('t');
    let [Say::Tell(notice)] = &say[..] else { panic!("a covered letter goes on") };
    assert!(notice.text().contains("The letter is covered"), "{}", notice.text());
    bench.covered = false;
    bench.sync();
    assert!(!bench.screen(78, 40).contains("P.S."), "{}", bench.screen(78, 40));
}

#[test]
fn what_is_not_safe_for_whoever_it_goes_to_stands_beside_the_letter() {
    let mut bench = officer();
    let telling = Telling {
        must_not: "where Dan works".to_owned(),
        why: "she would go there".to_owned(),
        write: Some(YesNo::No),
        text: Some(YesNo::No),
        ..Telling::default()
    };
    bench.does(Family::SetTelling { person: PersonNo(3), telling });
    bench.fill("Kelly Brook");
    let screen = bench.screen(110, 40);
    for words in [
        "not safe to write to Kelly Brook",
        "not safe to text Kelly Brook",
        "must not be told: where Dan works",
    ] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn why_nothing_is_sent() {
    let mut bench = officer();
    bench.alt(KeyCode::Down);
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.screen(78, 30).contains("✗ Say why nothing is sent"));
    bench.write("Police sent it on by themselves and want no answer.");
    bench.resume();
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.telling.not_sent.is_some());
    assert!(bench.pane.half_typed().is_none());
}

#[test]
fn a_contact_is_closed_and_opened_again() {
    let mut bench = officer();
    bench.alt(KeyCode::Down);
    bench.alt(KeyCode::Down);
    let screen = bench.screen(78, 30);
    assert!(screen.contains("▲ the call still goes on") && screen.contains("things still stand"), "{screen}");
    assert!(acts(&bench.ctrl('t')).is_empty());
    bench.does(Call::End);
    bench.does(Call::SetCaller(Caller { kind: Some(CallerKind::Consultation), ..Caller::default() }));
    bench.does(Command::NotSend { why: "thought aloud, no names".to_owned() });
    for no in 1..=4 {
        let person = PersonNo(no);
        let why = "no names were given".to_owned();
        bench.does(Family::Remove { person, why });
    }
    // A contact of the night is filed before it is closed, and be it as about no child.
    assert!(bench.screen(78, 30).contains("it is on no child's file yet"));
    let to = FiledIn::NoChild("no names were given".to_owned());
    bench.does(Night::File { children: vec![], to });
    assert!(bench.screen(78, 30).contains("Nothing stands in the way"));
    let (agency, what) = ("health".into(), "whether they know him".to_owned());
    bench.does(Night::NotObtained(Unobtainable { agency, what, tried: "the night line".to_owned() }));
    assert!(acts(&bench.ctrl('t')).is_empty(), "closed over what is open, without a word");
    assert!(bench.screen(78, 30).contains("Say who has what is still open"), "{}", bench.screen(78, 30));
    bench.write("A good talk.");
    let say = bench.ctrl('t');
    assert!(matches!(&say[..], [.., Say::Confirm { .. }]));
    bench.apply(say);
    assert!(bench.story.contact.closed.is_some());
    let screen = bench.screen(78, 30);
    assert!(screen.contains("Why it is opened again") && screen.contains(": A good talk."), "{screen}");
    bench.write("They rang again.");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.closed.is_none());
}

#[test]
fn a_letter_is_checked_by_whoever_saw_its_end() {
    let mut bench = officer();
    filled_in(&mut bench);
    let say = bench.ctrl('s');
    bench.apply(say);
    let screen = bench.screen(78, 18);
    assert!(screen.contains('▼') && !screen.contains("A. Okoro"), "{screen}");
    let say = bench.ctrl('t');
    assert!(!say.iter().any(|say| matches!(say, Say::Confirm { .. })), "checked unread");
    for _ in 0..6 {
        bench.press(KeyCode::PageDown);
        bench.screen(78, 18);
    }
    assert!(matches!(&bench.ctrl('t')[..], [.., Say::Confirm { .. }]));
    // What is written anew is read anew.
    bench.write("P.S. ");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(!bench.ctrl('t').iter().any(|say| matches!(say, Say::Confirm { .. })));
}

#[test]
fn printable_keys_only_write() {
    let mut bench = Bench::<LetterPane>::new(night());
    for _ in 0..5 {
        for _ in 0..4 {
            bench.every_printable_key_only_writes();
            bench.press(KeyCode::BackTab);
        }
        bench.alt(KeyCode::Down);
    }
    let mut bench = officer();
    filled_in(&mut bench);
    for _ in 0..4 {
        bench.every_printable_key_only_writes();
        bench.press(KeyCode::BackTab);
    }
}

#[test]
fn it_is_all_there_at_every_size() {
    let look = |bench: &mut Bench<LetterPane>, (width, height): (u16, u16), words: &[&str]| {
        let screen = bench.screen(width, height);
        for words in words.iter().filter(|_| width >= 46) {
            assert!(screen.contains(words), "{words} at {width}×{height}:\n{screen}");
        }
    };
    for size in [(110, 50), (78, 30), (46, 16), (20, 5), (1, 1)] {
        let mut bench = officer();
        look(&mut bench, size, &["A new letter", "whoever rang: Police", "Ctrl+S fills it in"]);
        filled_in(&mut bench);
        look(&mut bench, size, &["Dear Dale Hunt", "nobody has checked"]);
        let say = bench.ctrl('s');
        bench.apply(say);
        bench.write(
            "We take all concerns seriously. This is one of those very long sentences that go on and on \
             and on until nobody who is tired, or frightened, or both, can tell where they once began. ",
        );
        look(&mut bench, size, &["○ drafted", "where they once", "✗"]);
        let say = bench.ctrl('s');
        bench.apply(say);
        checked(&mut bench);
        look(&mut bench, size, &["◐ checked", "How it was sent", "secure e-mail"]);
        for _ in 0..3 {
            bench.alt(KeyCode::Down);
            look(&mut bench, size, &["things still stand"]);
        }
    }
}

#[test]
fn a_letter_that_did_not_go_can_still_go() {
    let mut bench = officer();
    filled_in(&mut bench);
    let say = bench.ctrl('s');
    bench.apply(say);
    checked(&mut bench);
    bench.fill("secure");
    bench.write("d.hunt@police.example");
    let say = bench.ctrl('s');
    bench.apply(say);
    let sent = |bench: &Bench<LetterPane>| {
        matches!(bench.story.contact.telling.letters[0].state, LetterState::Sent { .. })
    };
    assert!(sent(&bench));
    // What was sent is there to be read; nothing is written in it by the way.
    assert!(acts(&bench.ctrl('s')).is_empty());
    bench.press(KeyCode::Tab);
    bench.write("the address does not exist");
    bench.resume();
    let screen = bench.screen(78, 30);
    assert!(
        screen.contains("Not sent after all: why") && screen.contains("writes down that it did not go"),
        "{screen}"
    );
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(!sent(&bench) && bench.pane.half_typed().is_none());
    let screen = bench.screen(78, 30);
    assert!(screen.contains("How it was sent") && screen.contains("↶ it did not go"), "{screen}");
}

#[test]
fn something_is_sent_after_all() {
    let mut bench = officer();
    bench.does(Command::NotSend { why: "no name was given".to_owned() });
    bench.alt(KeyCode::Down);
    bench.fill("");
    bench.write("she rang again");
    let say = bench.ctrl('s');
    bench.apply(say);
    assert!(bench.story.contact.telling.not_sent.is_none());
    let screen = bench.screen(78, 30);
    assert!(!screen.contains("Something is sent after all") && screen.contains("she rang again"), "{screen}");
}

#[test]
fn what_was_written_for_the_reader_stands_in_the_letter_and_the_records_reason_does_not() {
    let mut bench = officer();
    bench.fill("whoever");
    bench.fill("what was");
    assert!(bench.screen(78, 30).contains("whoever gets the letter reads this"), "{}", bench.screen(78, 30));
    bench.write("The children are safe at school until a social worker comes.");
    let say = bench.ctrl('s');
    bench.apply(say);
    let text = bench.pane.new.editor.text();
    assert!(text.contains("Why: The children are safe at school"), "{text}");
}
