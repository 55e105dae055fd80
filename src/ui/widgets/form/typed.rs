//! What comes of typing without looking, of words of one's own, and of marking several.

use crossterm::event::{KeyCode, KeyModifiers};

use super::{
    tests::{choice, fill, form, left, press},
    *,
};
use crate::domain::value::YesNo;

#[test]
fn what_is_typed_blind_lands_each_in_its_own_field() {
    let mut form = form();
    form.focus(&"scale".into());
    for text in ["eleven", "due Feb", "not born yet"] {
        fill(&mut form, text);
    }
    let draft = form.to_draft();
    let text = |key: &str| draft.fields[&key.into()].text.as_str();
    assert_eq!((text("scale"), text("born"), text("story")), ("eleven", "due Feb", "not born yet"));
    let events = form.key(KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL)).unwrap();
    assert!(!events.contains(&FormEvent::Submit));
    assert_eq!(form.focused(), Some(&"scale".into()));
    assert!(matches!(form.fields()[4].state, FieldState::Wrong(_)));
}

#[test]
fn not_known_has_many_words() {
    for typed in ["unk", "unknown", "don't know", "dont", "n/k", "unsure"] {
        let mut form = Form::new(vec![Field::yes_no("pr", "PR"), Field::line("b", "B")]);
        assert_eq!(fill(&mut form, typed), left("pr", Value::YesNo(YesNo::Unknown)), "{typed}");
    }
    for (typed, answer) in [("y", YesNo::Yes), ("no", YesNo::No)] {
        let mut form = Form::new(vec![Field::yes_no("pr", "PR"), Field::line("b", "B")]);
        assert_eq!(fill(&mut form, typed), left("pr", Value::YesNo(answer)), "{typed}");
    }
}

#[test]
fn where_several_may_be_chosen_it_is_seen_and_said() {
    use ratatui::{Terminal, backend::TestBackend};
    let of: Vec<Choice> = (1..=20).map(|n| choice(&format!("c{n}"), &format!("Choice {n}"))).collect();
    let drawn = |form: &Form, height: u16| {
        let mut terminal = Terminal::new(TestBackend::new(40, height)).unwrap();
        let theme = crate::ui::theme::Theme::plain();
        terminal.draw(|frame| form.draw(frame, frame.area(), &theme, true)).unwrap();
        let cells = &terminal.backend().buffer().content;
        cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>()
    };
    let mut form = Form::new(vec![Field::choices("all", "All", of.clone()).hint("Which.")]);
    assert_eq!(form.hint(), "↓ or letters, then Enter marks; Tab goes on · Which.");
    press(&mut form, KeyCode::Down);
    press(&mut form, KeyCode::Enter);
    let seen = drawn(&form, 30);
    assert!(
        seen.contains("[x] Choice 1 ") && seen.contains("[ ] Choice 20") && !seen.contains('▼'),
        "{seen}"
    );
    // As much as there is room for, and always a sign where there is more.
    let seen = drawn(&form, 12);
    assert!(seen.contains("Choice 10 ") && seen.contains('▼'), "{seen}");
    let seen = drawn(&form, 4);
    assert!(seen.contains('▼'), "{seen}");
    let form = Form::new(vec![Field::choice("one", "One", of).hint("Which.")]);
    assert_eq!(form.hint(), "Which.");
    assert!(!drawn(&form, 30).contains('['));
}

#[test]
fn a_choice_that_is_cut_says_so_beside_the_sign_that_there_is_more_and_is_whole_beneath() {
    use ratatui::{Terminal, backend::TestBackend};
    let long = |n: usize| format!("their device answers a challenge, bound to request {n}");
    let of: Vec<Choice> = (1..=20).map(|n| choice(&format!("c{n}"), &long(n))).collect();
    for width in [40, 43, 46, 50] {
        let mut form = Form::new(vec![Field::choice("how", "Shown by", of.clone())]);
        let lines = |form: &Form| {
            let mut terminal = Terminal::new(TestBackend::new(width, 12)).unwrap();
            let theme = crate::ui::theme::Theme::plain();
            terminal.draw(|frame| form.draw(frame, frame.area(), &theme, true)).unwrap();
            let cells = &terminal.backend().buffer().content;
            let row = |row: &[ratatui::buffer::Cell]| row.iter().map(ratatui::buffer::Cell::symbol).collect();
            cells.chunks(usize::from(width)).map(row).collect::<Vec<String>>()
        };
        let seen = lines(&form);
        for line in seen.iter().filter(|line| line.contains("their device")) {
            assert!(line.contains('…'), "{width}: {line:?}");
        }
        assert!(seen.iter().any(|line| line.trim_end().ends_with("…▼")), "{seen:#?}");
        press(&mut form, KeyCode::Down);
        let flat = lines(&form).join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(&format!("▸ {}", long(1))), "{width}: {flat}");
    }
}
