use crossterm::event::{KeyCode, KeyModifiers};

use super::*;
use crate::domain::policy::script::FieldKind;
use crate::domain::value::YesNo;

pub(super) fn choice(key: &str, words: &str) -> Choice {
    Choice { key: key.into(), words: words.into() }
}

pub(super) fn form() -> Form {
    let of = vec![choice("police", "Police"), choice("school", "School"), choice("health", "Health visitor")];
    Form::new(vec![
        Field::new("name", "Name", FieldKind::Line).needed(true),
        Field::new("danger", "Danger tonight", FieldKind::YesNo),
        Field::new("who", "Who rang", FieldKind::Choice { of: of.clone() }),
        Field::new("told", "Who was told", FieldKind::Choices { of }),
        Field::new("scale", "Scale", FieldKind::Number { min: 0, max: 10 }),
        Field::new("born", "Born", FieldKind::Date),
        Field::new("story", "Story", FieldKind::Text),
        Field::custom("time", "Time", |text| {
            if text.contains(':') { Ok(()) } else { Err("Write the time as 14:05.".into()) }
        }),
    ])
}

#[test]
fn a_choice_is_found_by_what_people_call_it() {
    let of = || {
        vec![
            choice("police", "police"),
            choice("professional", "professional"),
            choice("parent", "parent or carer"),
        ]
    };
    let field = || {
        Field::choice("who", "Who rings", of())
            .also("professional", &["school", "nurse", "grandmother"])
            .also("parent", &["mum", "grandmother"])
    };
    for (typed, meant) in
        [("school", "professional"), ("mu", "parent"), ("pol", "police"), ("profess", "professional")]
    {
        let mut form = Form::new(vec![field()]);
        assert_eq!(fill(&mut form, typed)[0], left("who", Value::Choice(meant.into()))[0], "{typed}");
    }
    // What two are called is for the worker to tell.
    for typed in ["grandmother", "chool"] {
        let mut form = Form::new(vec![field()]);
        fill(&mut form, typed);
        assert!(matches!(form.fields()[0].state, FieldState::Wrong(_)), "{typed}");
    }
}

pub(super) fn press(form: &mut Form, code: KeyCode) -> Vec<FormEvent> {
    form.key(KeyEvent::new(code, KeyModifiers::NONE)).unwrap()
}

pub(super) fn fill(form: &mut Form, text: &str) -> Vec<FormEvent> {
    for c in text.chars() {
        press(form, KeyCode::Char(c));
    }
    press(form, KeyCode::Tab)
}

pub(super) fn left(key: &str, value: Value) -> Vec<FormEvent> {
    vec![FormEvent::Left { key: key.into(), value: Some(value) }]
}

#[test]
fn each_field_says_its_value_when_it_is_left() {
    let mut form = form();
    assert_eq!(fill(&mut form, "Ellis"), left("name", Value::Text("Ellis".into())));
    assert_eq!(fill(&mut form, "no"), left("danger", Value::YesNo(YesNo::No)));
    assert_eq!(fill(&mut form, "visit"), left("who", Value::Choice("health".into())));
    assert_eq!(fill(&mut form, ""), []);
    assert_eq!(fill(&mut form, "11"), []);
    assert!(matches!(form.fields()[4].state, FieldState::Wrong(_)));
    assert_eq!(form.focused(), Some(&"born".into()), "the next words would be written into what is wrong");
    assert_eq!(fill(&mut form, "3 Nov 2019"), left("born", "2019-11-03".parse().map(Value::Date).unwrap()));
    press(&mut form, KeyCode::Char('a'));
    press(&mut form, KeyCode::Enter);
    assert_eq!(fill(&mut form, "b"), left("story", Value::Text("a\nb".into())));
    assert_eq!(fill(&mut form, "1405"), [FormEvent::Out { forward: true }]);
    assert_eq!(form.wanting(), [&FieldKey::from("scale"), &FieldKey::from("time")]);
    // What was not changed is not said again.
    assert_eq!(fill(&mut form, ""), []);
}

#[test]
fn nothing_is_chosen_before_anybody_chose() {
    let mut form = form();
    for _ in 0..16 {
        press(&mut form, KeyCode::Tab);
    }
    assert!(form.values().is_empty());
}

#[test]
fn arrows_choose_and_taking_away_empties() {
    let mut form = form();
    form.focus(&"who".into());
    press(&mut form, KeyCode::Down);
    press(&mut form, KeyCode::Right);
    assert_eq!(press(&mut form, KeyCode::Tab), left("who", Value::Choice("school".into())));
    form.focus(&"who".into());
    assert_eq!(press(&mut form, KeyCode::Backspace), [FormEvent::Changed]);
    assert_eq!(press(&mut form, KeyCode::Tab), [FormEvent::Left { key: "who".into(), value: None }]);
}

#[test]
fn moving_about_in_an_answered_choice_changes_nothing() {
    let mut form = form();
    form.focus(&"danger".into());
    assert_eq!(fill(&mut form, "yes"), left("danger", Value::YesNo(YesNo::Yes)));
    form.saved(&"danger".into());
    for (code, held) in [
        (KeyCode::End, KeyModifiers::NONE),
        (KeyCode::Home, KeyModifiers::NONE),
        (KeyCode::Char('a'), KeyModifiers::CONTROL),
        (KeyCode::Char('e'), KeyModifiers::CONTROL),
        (KeyCode::Left, KeyModifiers::CONTROL),
        (KeyCode::Right, KeyModifiers::ALT),
        (KeyCode::Char('z'), KeyModifiers::CONTROL),
    ] {
        form.focus(&"danger".into());
        assert_eq!(form.key(KeyEvent::new(code, held)), Some(vec![]), "{code:?}");
        assert_eq!(press(&mut form, KeyCode::Tab), [], "{code:?}");
        assert_eq!(form.value(&"danger".into()), Ok(Some(Value::YesNo(YesNo::Yes))), "{code:?}");
    }
    for (code, held) in [
        (KeyCode::Delete, KeyModifiers::NONE),
        (KeyCode::Char('u'), KeyModifiers::CONTROL),
        (KeyCode::Char('w'), KeyModifiers::CONTROL),
    ] {
        form.put(&"danger".into(), Some(Value::YesNo(YesNo::Yes)));
        form.focus(&"danger".into());
        assert_eq!(form.key(KeyEvent::new(code, held)), Some(vec![FormEvent::Changed]), "{code:?}");
    }
}

#[test]
fn a_name_is_found_by_its_letters_and_an_age_only_where_nothing_else_is() {
    let people = ["Mabli (about 9)", "name not known (about 3 mths)", "Tom (not known)"];
    let of = people.map(|words| choice(words, words)).to_vec();
    for (typed, meant) in [("m", 0), ("mths", 1), ("nam", 1), ("not", 1)] {
        let mut form = Form::new(vec![Field::choice("who", "Who", of.clone())]);
        assert_eq!(fill(&mut form, typed)[0], left("who", Value::Choice(people[meant].into()))[0], "{typed}");
    }
    let mut form = Form::new(vec![Field::choice("who", "Who", of)]);
    assert_eq!(fill(&mut form, "about"), [FormEvent::Out { forward: true }]);
    assert!(matches!(&form.fields()[0].state, FieldState::Wrong(why) if why.starts_with("Two match")));
}

#[test]
fn what_was_filled_in_is_written_over() {
    let filled = || {
        let mut form = Form::new(vec![Field::line("at", "Rung at"), Field::line("b", "B")]);
        form.fill_in(&"at".into(), &FieldDraft::of(Value::Text("02:25".into())));
        form
    };
    let mut form = filled();
    assert_eq!(press(&mut form, KeyCode::Tab), left("at", Value::Text("02:25".into())));
    let mut form = filled();
    assert_eq!(fill(&mut form, "now"), left("at", Value::Text("now".into())));
    // Fields that are fitted anew know it still; a key that moves means to change it.
    let mut form = filled();
    form.fit(vec![Field::line("at", "Rung at"), Field::line("b", "B")]);
    assert_eq!(fill(&mut form, "now"), left("at", Value::Text("now".into())));
    let mut form = filled();
    press(&mut form, KeyCode::Left);
    assert_eq!(fill(&mut form, "1"), left("at", Value::Text("02:215".into())));
}

#[test]
fn what_is_typed_and_not_understood_stays() {
    let mut form = form();
    form.focus(&"who".into());
    assert_eq!(fill(&mut form, "xyz"), []);
    assert!(matches!(&form.fields()[2].state, FieldState::Wrong(why) if why.contains("xyz")));
    assert_eq!(form.fields()[2].editor.text(), "xyz");
}

#[test]
fn what_more_than_one_could_mean_is_asked_and_not_guessed() {
    let of = ["short break", "Adult mental health", "Adult social care", "social worker", "not met", "✓ met"];
    let of = of.map(|words| choice(words, words)).to_vec();
    let mut form = Form::new(vec![
        Field::choice("which", "Which", of.clone()),
        Field::choices("all", "Which of them", of),
        Field::line("rest", "Rest"),
    ]);
    let why = |form: &Form, at: usize| match &form.fields()[at].state {
        FieldState::Wrong(why) => why.clone(),
        state => panic!("{state:?}"),
    };
    // Letters in the order of a word are no beginning of it.
    for code in [KeyCode::Tab, KeyCode::Enter] {
        for c in "rea".chars() {
            press(&mut form, KeyCode::Char(c));
        }
        // It says so, keeps what was typed, and holds nobody: the next words go into the next field.
        assert_eq!(press(&mut form, code), []);
        assert!(why(&form, 0).contains("Nothing here begins with “rea”"));
        assert!(!form.fields()[0].matching().is_empty(), "an arrow must find something to mark");
        assert_eq!(form.focused(), Some(&FieldKey::from("all")));
        assert_eq!(form.to_draft().fields[&"which".into()].text, "rea");
        form.focus(&"which".into());
        form.key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    }
    assert_eq!(fill(&mut form, "adult"), []);
    assert!(
        why(&form, 0).starts_with("Two match: Adult mental health · Adult social care."),
        "{}",
        why(&form, 0)
    );
    // Tab went by; Enter asks where it stands, however often.
    assert_eq!(form.focused(), Some(&FieldKey::from("all")));
    form.focus(&"which".into());
    for _ in 0..2 {
        assert_eq!(press(&mut form, KeyCode::Enter), []);
        assert_eq!(form.focused(), Some(&FieldKey::from("which")));
        assert!(why(&form, 0).starts_with("Two match"));
    }
    assert_eq!(press(&mut form, KeyCode::Tab), []);
    assert_eq!(form.focused(), Some(&FieldKey::from("all")));
    // Handing in goes back to the first that cannot be read.
    let save = KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL);
    assert_eq!(form.key(save), Some(vec![]));
    assert_eq!(form.focused(), Some(&FieldKey::from("which")));
    // Going back is free, and what was typed stays.
    press(&mut form, KeyCode::BackTab);
    form.focus(&"which".into());
    assert_eq!(form.to_draft().fields[&"which".into()].text, "adult");
    // An arrow says which, and so does one word more.
    press(&mut form, KeyCode::Down);
    press(&mut form, KeyCode::Down);
    assert_eq!(press(&mut form, KeyCode::Tab), left("which", Value::Choice("Adult social care".into())));
    for (typed, meant) in [
        ("adult m", "Adult mental health"),
        ("met", "✓ met"),
        ("WORK", "social worker"),
        // Its own beginning, and only a later word of another.
        ("me", "✓ met"),
        ("so", "social worker"),
    ] {
        form.focus(&"which".into());
        assert_eq!(fill(&mut form, typed), left("which", Value::Choice(meant.into())));
    }
    form.focus(&"all".into());
    for c in "ad".chars() {
        press(&mut form, KeyCode::Char(c));
    }
    assert_eq!(press(&mut form, KeyCode::Enter), []);
    assert!(why(&form, 1).starts_with("Two match") && form.focused() == Some(&"all".into()));
}

#[test]
fn several_are_toggled_with_enter() {
    let mut form = form();
    form.focus(&"told".into());
    for word in ["sch", "pol", "health"] {
        for c in word.chars() {
            press(&mut form, KeyCode::Char(c));
        }
        press(&mut form, KeyCode::Enter);
    }
    press(&mut form, KeyCode::Down);
    press(&mut form, KeyCode::Enter);
    let told = Value::Choices(vec!["school".into(), "health".into()]);
    assert_eq!(press(&mut form, KeyCode::Enter), left("told", told));
}

#[test]
fn half_written_text_comes_back() {
    let mut form = form();
    for c in "Ell".chars() {
        press(&mut form, KeyCode::Char(c));
    }
    let draft = form.to_draft();
    let json = serde_json::to_string(&draft).unwrap();
    let mut again = self::form();
    assert!(again.from_draft(&serde_json::from_str(&json).unwrap()).is_empty());
    assert_eq!(again.to_draft(), draft);
    assert_eq!(press(&mut again, KeyCode::Tab), left("name", Value::Text("Ell".into())));
}

#[test]
fn what_comes_from_elsewhere_does_not_touch_what_is_being_written() {
    let mut form = form();
    press(&mut form, KeyCode::Char('E'));
    form.set(&"name".into(), &Value::Text("Mia".into()));
    assert_eq!(form.value(&"name".into()), Ok(Some(Value::Text("E".into()))));
    form.set(&"scale".into(), &Value::Number(2));
    assert_eq!(form.value(&"scale".into()), Ok(Some(Value::Number(2))));
    assert_eq!(form.fields()[4].state, FieldState::Saved);
}

#[test]
fn submit_leaves_first() {
    let mut form = form();
    press(&mut form, KeyCode::Char('E'));
    let events = form.key(KeyEvent::new(KeyCode::Char('s'), KeyModifiers::CONTROL)).unwrap();
    assert_eq!(events, [left("name", Value::Text("E".into())), vec![FormEvent::Submit]].concat());
    assert_eq!(form.key(KeyEvent::new(KeyCode::F(5), KeyModifiers::NONE)), None);
}

#[test]
fn what_was_left_and_is_not_saved_is_half_written_too() {
    let mut form = form();
    fill(&mut form, "Ellis");
    fill(&mut form, "yes");
    let draft = form.to_draft();
    assert_eq!((draft.fields[&"name".into()].text.as_str(), draft.words()), ("Ellis", 2));
    assert_eq!(draft.fields[&"danger".into()].picked, ["yes"]);
    form.saved(&"name".into());
    assert!(!form.to_draft().fields.contains_key(&"name".into()));
    // What was taken away from what is recorded is written too; what was taken away from nothing is not.
    form.focus(&"name".into());
    form.key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    press(&mut form, KeyCode::Tab);
    assert_eq!(form.to_draft().fields[&"name".into()].text, "");
    form.focus(&"scale".into());
    press(&mut form, KeyCode::Char('1'));
    press(&mut form, KeyCode::Backspace);
    assert!(!form.to_draft().fields.contains_key(&"scale".into()));
}

#[test]
fn other_fields_take_over_what_was_written() {
    let mut form = form();
    fill(&mut form, "Ellis");
    press(&mut form, KeyCode::Char('y'));
    form.focus(&"name".into());
    let fields = |name: Option<&str>| {
        let recorded = name.map(|name| Value::Text(name.into()));
        vec![Field::line("new", "New"), Field::line("name", "Name").holding(recorded)]
    };
    let gone = form.fit(fields(Some("Mia")));
    assert_eq!(
        gone.into_iter().map(|(key, half)| (key.0, half.text)).collect::<Vec<_>>(),
        [("danger".into(), "y".into())]
    );
    assert_eq!(form.focused(), Some(&"name".into()));
    assert_eq!(form.value(&"name".into()), Ok(Some(Value::Text("Ellis".into()))));
    // Recorded as it stands it is saved, and follows what is recorded from then on.
    form.fit(fields(Some("Ellis")));
    assert_eq!(form.fields()[1].state, FieldState::Saved);
    form.fit(fields(Some("Mia")));
    assert_eq!(form.value(&"name".into()), Ok(Some(Value::Text("Mia".into()))));
    form.fit(fields(None));
    assert_eq!(form.value(&"name".into()), Ok(None));
}

#[test]
fn letters_that_are_taken_away_again_take_no_choice_with_them() {
    let recorded = Some(Value::YesNo(YesNo::Yes));
    let field = Field::yes_no("danger", "Danger now").holding(recorded.clone());
    let mut form = Form::new(vec![field, Field::line("b", "B")]);
    let control = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL);
    let letter = |c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
    let back = KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE);
    for keys in [
        vec![letter('z'), letter('z'), back, back],
        vec![letter('z'), control('u')],
        vec![letter('n'), letter('o'), control('u')],
    ] {
        form.focus(&"danger".into());
        for key in keys {
            form.key(key);
        }
        assert_eq!(form.value(&"danger".into()), Ok(recorded.clone()));
        assert_eq!(press(&mut form, KeyCode::Tab), [], "something was left as changed");
    }
    // Where nothing is typed, the same key takes the choice itself.
    form.focus(&"danger".into());
    form.key(control('u'));
    assert_eq!(form.value(&"danger".into()), Ok(None));
}

#[test]
fn offered_words_count_and_give_way_to_what_is_written() {
    let fields =
        || vec![Field::text("how", "How known").offering("birth certificate"), Field::line("b", "B")];
    let mut form = Form::new(fields());
    assert!(form.to_draft().is_empty());
    assert_eq!(form.value(&"how".into()), Ok(Some(Value::Text("birth certificate".into()))));
    assert_eq!(press(&mut form, KeyCode::Tab), []);
    form.fit(fields());
    assert_eq!(form.fields()[0].state, FieldState::Offered);
    form.focus(&"how".into());
    assert_eq!(fill(&mut form, "she says so"), left("how", Value::Text("she says so".into())));
    form.fit(fields());
    assert_eq!(form.value(&"how".into()), Ok(Some(Value::Text("she says so".into()))));
    // An arrow first, and it is changed where it stands.
    let mut form = Form::new(fields());
    press(&mut form, KeyCode::End);
    assert_eq!(fill(&mut form, ", seen"), left("how", Value::Text("birth certificate, seen".into())));
    // Emptied, it is empty.
    form.focus(&"how".into());
    form.key(KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL));
    press(&mut form, KeyCode::Tab);
    form.fit(fields());
    assert_eq!(form.value(&"how".into()), Ok(None));
}

#[test]
fn more_room_shows_more() {
    use ratatui::{Terminal, backend::TestBackend, layout::Rect};
    let form =
        || Form::new((0..12).map(|n| Field::line(format!("{n}").as_str(), format!("Field {n}"))).collect());
    let mut form = form();
    form.enter(true);
    let mut terminal = Terminal::new(TestBackend::new(30, 12)).unwrap();
    let theme = crate::ui::theme::Theme::plain();
    for height in [3, 12, 5] {
        let area = Rect::new(0, 0, 30, height);
        let frame = terminal.draw(|frame| form.draw(frame, area, &theme, true)).unwrap();
        let first: String = (0..10).map(|x| frame.buffer[(x, 0)].symbol()).collect();
        assert!(first.contains(&format!("Field {}", 12 - height)), "{first} at {height}");
    }
}
