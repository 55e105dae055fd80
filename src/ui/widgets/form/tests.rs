use crossterm::event::{KeyCode, KeyModifiers};

use super::*;
use crate::domain::policy::script::FieldKind;
use crate::domain::value::YesNo;

fn choice(key: &str, words: &str) -> Choice {
    Choice { key: key.into(), words: words.into() }
}

fn form() -> Form {
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

fn press(form: &mut Form, code: KeyCode) -> Vec<FormEvent> {
    form.key(KeyEvent::new(code, KeyModifiers::NONE)).unwrap()
}

fn fill(form: &mut Form, text: &str) -> Vec<FormEvent> {
    for c in text.chars() {
        press(form, KeyCode::Char(c));
    }
    press(form, KeyCode::Tab)
}

fn left(key: &str, value: Value) -> Vec<FormEvent> {
    vec![FormEvent::Left { key: key.into(), value: Some(value) }]
}

#[test]
fn each_field_says_its_value_when_it_is_left() {
    let mut form = form();
    assert_eq!(fill(&mut form, "Ellis"), left("name", Value::Text("Ellis".into())));
    assert_eq!(fill(&mut form, "n"), left("danger", Value::YesNo(YesNo::No)));
    assert_eq!(fill(&mut form, "visit"), left("who", Value::Choice("health".into())));
    assert_eq!(fill(&mut form, ""), []);
    assert_eq!(fill(&mut form, "11"), []);
    assert!(matches!(form.fields()[4].state, FieldState::Wrong(_)));
    assert_eq!(fill(&mut form, "3 Nov 2019"), left("born", "2019-11-03".parse().map(Value::Date).unwrap()));
    press(&mut form, KeyCode::Char('a'));
    press(&mut form, KeyCode::Enter);
    assert_eq!(fill(&mut form, "b"), left("story", Value::Text("a\nb".into())));
    assert_eq!(fill(&mut form, "1405"), []);
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
fn what_is_typed_and_not_understood_stays() {
    let mut form = form();
    form.focus(&"who".into());
    assert_eq!(fill(&mut form, "xyz"), []);
    assert!(matches!(&form.fields()[2].state, FieldState::Wrong(why) if why.contains("xyz")));
    assert_eq!(form.fields()[2].editor.text(), "xyz");
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
