mod again;
mod agreed;
mod dealt;
mod desk;
mod held;
mod lacking;
mod sending;

use crossterm::event::{KeyCode, KeyEvent};

use self::desk::{Desk, alt, ctrl, night, okoro, shah};
use super::*;
use crate::domain::{
    contact::{
        call,
        route::{Command as RouteCommand, State},
    },
    ids::OutcomeLetter,
    policy::test::Met,
    value::YesNo,
};

const TAB: KeyEvent = KeyEvent::new(KeyCode::Tab, crossterm::event::KeyModifiers::NONE);

fn pane(desk: &Desk) -> RoutePane {
    let mut pane = RoutePane::default();
    desk.with(|view| pane.sync(view));
    pane
}

/// Puts a card on for the child whose name begins so.
fn put_on(desk: &mut Desk, pane: &mut RoutePane, letter: &str, child: &str) {
    desk.press(pane, alt(KeyCode::Char('n')));
    desk.write(pane, letter);
    desk.press(pane, TAB);
    desk.write(pane, child);
    desk.press(pane, ctrl('s'));
}

fn route(desk: &Desk, at: usize) -> &Route {
    &desk.contact.routes.list[at]
}

#[test]
fn a_letter_shows_a_card_and_does_nothing() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    for letter in 'A'..='Z' {
        for say in desk.said(&mut pane, KeyEvent::from(KeyCode::Char(letter))) {
            assert!(matches!(say, Say::Changed), "{letter}");
        }
    }
    desk.said(&mut pane, KeyEvent::from(KeyCode::Char('J')));
    let text = desk.flat(&pane);
    assert!(
        text.contains("J Jigsaw · ? not known") && text.contains("ABCDEFGHIJKLMNOPQRSTUVWXYZJ"),
        "{text}"
    );
    desk.said(&mut pane, KeyEvent::from(KeyCode::Char('Z')));
    let all = desk.read_on(&mut pane, 78, 30);
    for outcome in &desk.view.book.policy.outcomes.outcome {
        assert!(all.contains(&format!("{} ", outcome.letter)), "{}", outcome.name);
        assert!(all.contains(&outcome.name), "{}", outcome.name);
    }
    assert!(all.contains("No destination has that letter") && desk.contact.routes.list.is_empty());
    // Who says that a child is dealt with means the card that joins the earlier contact.
    let mut pane = self::pane(&desk);
    desk.write(&mut pane, "dealt");
    assert!(desk.flat(&pane).contains("D Already logged"), "{}", desk.flat(&pane));
}

#[test]
fn enough_of_a_name_means_it_too() {
    let desk = Desk::new();
    for (typed, letter) in
        [("Family Help", 'F'), ("safeguarding", 'S'), ("FS", 'S'), ("MASH", 'M'), ("S F", 'F')]
    {
        let mut pane = pane(&desk);
        for c in typed.chars() {
            desk.said(&mut pane, KeyEvent::from(KeyCode::Char(c)));
        }
        let found = pane.opening.outcome(&desk.view.book.policy).map(|outcome| outcome.letter.0);
        assert_eq!(found, Some(letter), "{typed}");
    }
}

#[test]
fn no_printable_key_acts_in_any_state() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    let try_all = |desk: &Desk, pane: &mut RoutePane| {
        let fields = pane.card.as_ref().map_or(&pane.opening.form, |card| &card.form).fields().len();
        for _ in 0..=fields {
            for c in ' '..='~' {
                for say in desk.said(pane, KeyEvent::from(KeyCode::Char(c))) {
                    assert!(matches!(say, Say::Changed), "{c:?}");
                }
            }
            desk.said(pane, KeyEvent::from(KeyCode::BackTab));
        }
        desk.text(pane, 46, 16);
    };
    try_all(&desk, &mut pane);
    for letter in ["A", "H", "F", "X"] {
        pane.opening.clear();
        put_on(&mut desk, &mut pane, letter, "Ell");
        try_all(&desk, &mut pane);
    }
    assert_eq!(desk.contact.routes.list.len(), 4);
    for no in 1..=4 {
        let decide = RouteCommand::decide(RouteNo(no), "It helps now.");
        desk.act(decide).unwrap();
    }
    let h = RouteNo(2);
    for (field, value) in [
        ("service", Value::Text("Sure Start, Weston".into())),
        ("how", Value::Choice("themselves".into())),
        ("register", Value::YesNo(YesNo::Yes)),
    ] {
        desk.act(RouteCommand::Fill { route: h, field: field.into(), value }).unwrap();
    }
    desk.act(RouteCommand::decide(h, "It helps now.")).unwrap();
    desk.act(RouteCommand::send(h, "Late.")).unwrap();
    assert!(matches!(route(&desk, 1).state, State::Sent { .. }));
    for at in 0..4 {
        let no = route(&desk, at).no;
        desk.with(|view| pane.show(Some(no), view));
        try_all(&desk, &mut pane);
    }
}

#[test]
fn nothing_is_chosen_beforehand_and_the_domain_says_what_lacks() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    desk.press(&mut pane, ctrl('s'));
    assert!(desk.flat(&pane).contains("Write the letter of a destination first"));
    desk.write(&mut pane, "F");
    desk.press(&mut pane, ctrl('s'));
    let text = desk.flat(&pane);
    assert!(text.contains("Say for which children"), "{text}");
    assert!(text.contains('F') && desk.contact.routes.list.is_empty());
    desk.write(&mut pane, "mia");
    desk.press(&mut pane, ctrl('s'));
    assert_eq!(route(&desk, 0).children, [desk.children()[1]]);
    assert_eq!(route(&desk, 0).letter, OutcomeLetter('F'));
    assert_eq!(pane.opening.text(), "");
    let text = desk.flat(&pane);
    assert!(
        text.contains("F Family Help ✗ not met") && text.contains("Ellis Brook (about 6) ✗ no outcome yet"),
        "{text}"
    );
}

#[test]
fn criteria_and_fields_are_saved_as_they_are_left() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "J", "ell");
    desk.fill(&mut pane, "c:gate", "met");
    desk.fill(&mut pane, "c:j1a", "not m");
    desk.fill(&mut pane, "f:request", "short");
    desk.fill(&mut pane, "f:impact", "Cannot be left alone.");
    let on = route(&desk, 0);
    assert_eq!(on.marks[&"gate".into()], Met::Met);
    assert_eq!(on.marks[&"j1a".into()], Met::NotMet);
    assert_eq!(on.fields[&"request".into()], Value::Choice("short_break".into()));
    // A short break asks for one field more, and that one is needed.
    desk.fill(&mut pane, "f:s17", "yes");
    assert_eq!(route(&desk, 0).fields[&"s17".into()], Value::YesNo(YesNo::Yes));
    // Emptied, a mark is taken back, and what the record says counts again.
    desk.press(&mut pane, alt(KeyCode::Up));
    desk.press(&mut pane, alt(KeyCode::Down));
    desk.clear(&mut pane, "c:j1a");
    assert!(!route(&desk, 0).marks.contains_key(&"j1a".into()));
    desk.fill(&mut pane, "c:j1a", "not m");
    let all = desk.read_on(&mut pane, 46, 16);
    let jigsaw = desk.view.book.policy.outcomes.get(OutcomeLetter('J')).unwrap();
    for criterion in &jigsaw.criteria {
        let begins: String = criterion.words.chars().take(20).collect();
        assert!(all.contains(begins.rsplit_once(' ').unwrap().0), "{begins}");
    }
    for words in [
        "✓ met",
        "✗ not met",
        "? not known",
        "Southampton",
        "★ asked",
        "Who decides",
        "Next clock",
        "Agreement",
        "How it went",
    ] {
        assert!(all.contains(words), "{words}\n{all}");
    }
}

#[test]
fn what_is_refused_stays_and_is_tried_again() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "I", "ell");
    desk.fill(&mut pane, "f:reason", &"x".repeat(8));
    let (say, long) = (&mut Vec::new(), "y".repeat(2_000_000));
    for _ in 0..60 {
        if pane.card.as_ref().unwrap().form.focused() == Some(&"f:reason".into()) {
            break;
        }
        desk.press(&mut pane, TAB);
    }
    desk.with(|view| pane.paste(&long, view, say));
    for _ in 0..2 {
        // Leaving it twice tries twice, and never shows as saved.
        desk.press(&mut pane, TAB);
        let field = pane.card.as_ref().unwrap().form.field(&"f:reason".into()).unwrap();
        assert!(matches!(field.state, crate::ui::widgets::FieldState::Wrong(_)), "{:?}", field.state);
        desk.press(&mut pane, KeyEvent::from(KeyCode::BackTab));
    }
    assert!(desk.with(|_| pane.half_typed()).unwrap().body.to_string().contains(&long));
}

#[test]
fn deciding_against_what_is_presented_asks_why_and_keeps_the_text() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "S", "ell");
    desk.press(&mut pane, ctrl('s'));
    assert!(route(&desk, 0).decided.is_none());
    assert!(desk.flat(&pane).contains("Nothing is decided yet"));
    desk.press(&mut pane, ctrl('s'));
    let text = desk.flat(&pane);
    assert!(text.contains("are not known: say why"), "{text}");
    desk.write(&mut pane, "He is back in the home tonight.");
    desk.press(&mut pane, ctrl('s'));
    let decided = route(&desk, 0).decided.as_ref().unwrap();
    assert_eq!(decided.reason, "He is back in the home tonight.");
    assert!(matches!(route(&desk, 0).state, State::WaitsForSecond { .. }));
    assert!(pane.half_typed().is_none());
    let text = desk.flat(&pane);
    assert!(text.contains("◷ waits for manager") && text.contains("R. Shah (CRS manager)"), "{text}");
}

#[test]
fn half_written_text_goes_with_its_card_and_over_a_restart() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "D", "ell");
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "the same night");
    put_on(&mut desk, &mut pane, "F", "ell");
    assert_eq!(desk.contact.routes.list.len(), 2);
    desk.press(&mut pane, alt(KeyCode::Char('n')));
    desk.write(&mut pane, "Jig");
    let half = pane.half_typed().unwrap();
    assert_eq!(half.words, 4);
    let mut again = RoutePane::default();
    desk.with(|view| again.restore(&half.body, view));
    assert_eq!(again.half_typed().unwrap().body, half.body);
    assert_eq!(again.opening.text(), "Jig");
    desk.press(&mut again, alt(KeyCode::Down));
    assert_eq!(again.card.as_ref().unwrap().text(Own::Reason), "the same night");
    desk.press(&mut again, alt(KeyCode::Down));
    assert_eq!(again.card.as_ref().unwrap().no, RouteNo(2));
    desk.press(&mut again, alt(KeyCode::Up));
    assert_eq!(again.card.as_ref().unwrap().text(Own::Reason), "the same night");
}

#[test]
fn at_night_it_says_who_can_decide() {
    let mut desk = Desk::new();
    desk.now = "2026-11-24T23:30:00Z".parse().unwrap();
    desk.actor = night();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "S", "ell");
    let all = desk.read_on(&mut pane, 46, 16);
    assert!(all.contains("✗ others") && all.contains("Not yours to decide"), "{all}");
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "He is back.");
    desk.press(&mut pane, ctrl('s'));
    let text = desk.flat(&pane);
    assert!(text.contains("is decided by: duty social worker"), "{text}");
    assert_eq!(pane.card.as_ref().unwrap().text(Own::Reason), "He is back.");
}

#[test]
fn a_manager_sees_first_what_waits_for_them() {
    let mut desk = Desk::new();
    let children = desk.children();
    desk.act(RouteCommand::Open { letter: OutcomeLetter('D'), children: children.clone() }).unwrap();
    desk.act(RouteCommand::Open { letter: OutcomeLetter('X'), children }).unwrap();
    desk.act(RouteCommand::decide(RouteNo(2), "Reasonable cause.")).unwrap();
    assert!(pane(&desk).card.is_none());
    desk.actor = shah();
    let mut pane = pane(&desk);
    assert_eq!(pane.card.as_ref().unwrap().no, RouteNo(2));
    // Who turned to a new card stays there.
    desk.press(&mut pane, alt(KeyCode::Char('n')));
    desk.with(|view| pane.sync(view));
    assert!(pane.card.is_none());
}

#[test]
fn the_manager_who_waits_is_told_who_else_can() {
    let mut desk = Desk::new();
    let children = desk.children();
    desk.act(RouteCommand::Open { letter: OutcomeLetter('X'), children }).unwrap();
    desk.act_as(&okoro(), RouteCommand::decide(RouteNo(1), "Reasonable cause.")).unwrap();
    desk.act_as(&shah(), RouteCommand::Second { route: RouteNo(1), agree: false, words: "Not yet.".into() })
        .unwrap();
    let mut pane = pane(&desk);
    desk.press(&mut pane, alt(KeyCode::Down));
    let text = desk.flat(&pane);
    assert!(text.contains("✗ manager did not agree") && text.contains("Not yet."), "{text}");
    assert!(text.contains("✗ no outcome yet"), "{text}");
    // The record answers where it can.
    let answer = call::Command::Answer { field: "s47.test".into(), value: Value::YesNo(YesNo::Yes) };
    desk.act(answer).unwrap();
    desk.with(|view| pane.sync(view));
    assert!(desk.flat(&pane).contains("X Strategy discussion (Section 47) ✓ met"));
}

#[test]
fn who_is_on_duty_is_said_by_the_mode_and_by_the_rota() {
    use crate::domain::{duty::Hold, policy::Role as Duty};
    let of = [Duty::CrsManager, Duty::OnCallSeniorManager, Duty::HeadOfService];
    let by_day = [Duty::SocialWorker, Duty::CrsManager];
    let mut desk = Desk::new();
    let said = |desk: &Desk, of: &[Duty]| desk.with(|view| words::on_duty(of, view));
    assert_eq!(said(&desk, &of).as_deref(), Some("On duty now: R. Shah (CRS manager)."));
    // A day's manager whose name stands on the rota through the night is not on duty then.
    desk.now += chrono::TimeDelta::hours(8);
    let book = &mut desk.view.book;
    let (from, until) = (desk.now, desk.now + chrono::TimeDelta::hours(9));
    let hold = |role, person| Hold { role, person, from, until };
    let mut duty = (*book.duty).clone();
    duty.roster.set(hold(Duty::CrsManager, shah().person));
    book.duty = std::sync::Arc::new(duty.clone());
    assert_eq!(said(&desk, &of).as_deref(), Some("Nobody of these is on the rota now."));
    duty.roster.set(hold(Duty::OnCallSeniorManager, night().person));
    desk.view.book.duty = std::sync::Arc::new(duty);
    assert_eq!(said(&desk, &of).as_deref(), Some("On duty now: L. Marek (on-call senior manager)."));
    let words = "Nobody of these is on duty now; on duty: L. Marek (on-call senior manager).";
    assert_eq!(said(&desk, &by_day).as_deref(), Some(words));
    // Of those who stand on no rota nothing is said.
    assert_eq!(said(&desk, &[Duty::SocialWorker]), None);
}

#[test]
fn a_letter_that_is_pressed_twice_stands_once_and_a_small_one_means_the_same() {
    let mut desk = Desk::new();
    for letters in [["S", "S", "SJ"], ["s", "s", "sJ"]] {
        let mut pane = pane(&desk);
        for (typed, stands) in [letters[0], letters[0], "J"].into_iter().zip(letters) {
            desk.write(&mut pane, typed);
            assert_eq!(pane.opening.text(), stands, "{typed}");
            let means = if typed == "J" { 'J' } else { 'S' };
            assert_eq!(pane.opening.outcome(&desk.view.book.policy).unwrap().letter, OutcomeLetter(means));
        }
    }
    // Of a name that is begun nobody says that there is none.
    let mut pane = pane(&desk);
    desk.write(&mut pane, "fa");
    assert!(pane.opening.outcome(&desk.view.book.policy).is_none());
    assert!(desk.text(&pane, 64, 30).contains("Type on until only one name begins so"));
    desk.write(&mut pane, "q");
    assert!(desk.text(&pane, 64, 30).contains("No destination has that letter or name"));
    // A name in capitals is one.
    let mut pane = self::pane(&desk);
    desk.write(&mut pane, "JIGSAW");
    assert_eq!(pane.opening.text(), "JIGSAW");
}

#[test]
fn what_is_missing_is_counted_once_also_before_the_decision() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "S", "ell");
    let counts = |text: &str| text.matches("‼ 3 needed").count();
    let text = desk.text(&pane, 64, 20);
    assert!(text.contains("─ Missing: ‼ 3 needed") && counts(&text) == 1, "{text}");
    desk.press(&mut pane, ctrl('s'));
    let text = desk.text(&pane, 64, 20);
    assert!(text.contains("Still missing, ‼ 3 needed") && counts(&text) == 1, "{text}");
    assert_eq!(text.matches("Which of the three").count(), 1, "{text}");
}

#[test]
fn on_a_small_screen_what_is_filled_in_has_most_of_the_room() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "S", "ell");
    let read = |text: &str| text.lines().position(|line| line.starts_with("─ Missing")).unwrap();
    let text = desk.text(&pane, 64, 20);
    assert!(read(&text) >= 14, "{text}");
    // A card that is everybody's says how it stands for them.
    let children = desk.children();
    desk.act(RouteCommand::Open { letter: OutcomeLetter('F'), children }).unwrap();
    desk.press(&mut pane, alt(KeyCode::Down));
    let text = desk.text(&pane, 64, 20);
    assert!(text.starts_with("F Family Help"), "{text}");
}

#[test]
fn that_no_field_has_the_keys_is_said_as_long_as_it_is_so() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "S", "ell");
    pane.resting = true;
    desk.press(&mut pane, ctrl('s'));
    assert!(desk.flat(&pane).contains("No field has the keys"));
    desk.press(&mut pane, TAB);
    assert!(!desk.flat(&pane).contains("No field has the keys"), "{}", desk.flat(&pane));
}
