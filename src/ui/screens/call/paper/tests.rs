use crossterm::event::{KeyCode, KeyModifiers};

use super::{words::choice, *};

fn wanted(sheet: &Sheet) -> Vec<Spec> {
    let of = || vec![choice("police", "Police"), choice("health", "Health")];
    let mut specs = vec![Spec::choices("with", "with", of(), "")];
    for key in sheet.several("with") {
        specs.push(Spec::text(format!("why.{key}"), format!("why {key}"), ""));
    }
    specs.push(Spec::choice("told", "told", vec![choice("yes", "yes"), choice("no", "not now")], ""));
    if sheet.chosen("told") == Some("no") {
        specs.push(Spec::text("why_not", "why not", ""));
    }
    specs
}

fn press(sheet: &mut Sheet, code: KeyCode) -> Typed {
    sheet.key(KeyEvent::new(code, KeyModifiers::NONE), wanted).unwrap()
}

fn write(sheet: &mut Sheet, text: &str) {
    for c in text.chars() {
        press(sheet, KeyCode::Char(c));
    }
}

fn keys(sheet: &Sheet) -> Vec<&str> {
    sheet.specs.iter().map(|spec| spec.key.as_str()).collect()
}

fn filled() -> Sheet {
    let mut sheet = Sheet::default();
    sheet.fit(wanted);
    for agency in ["pol", "heal"] {
        write(&mut sheet, agency);
        press(&mut sheet, KeyCode::Enter);
    }
    press(&mut sheet, KeyCode::Tab);
    write(&mut sheet, "they know the flat");
    press(&mut sheet, KeyCode::Tab);
    press(&mut sheet, KeyCode::Tab);
    write(&mut sheet, "not");
    press(&mut sheet, KeyCode::Tab);
    sheet
}

#[test]
fn fields_follow_what_is_chosen_and_are_next() {
    let sheet = filled();
    assert_eq!(keys(&sheet), ["with", "why.police", "why.health", "told", "why_not"]);
    assert_eq!(sheet.form.focused().map(FieldKey::as_str), Some("why_not"));
    assert_eq!(sheet.words("why.police"), "they know the flat");
}

#[test]
fn text_outlives_its_field_and_the_console() {
    let mut sheet = filled();
    sheet.focus("with");
    // Enter on a marked agency takes it away again.
    press(&mut sheet, KeyCode::Down);
    press(&mut sheet, KeyCode::Enter);
    press(&mut sheet, KeyCode::Tab);
    assert_eq!(keys(&sheet), ["with", "why.health", "told", "why_not"]);
    let kept = serde_json::to_value(sheet.half().unwrap()).unwrap();
    let mut again = Sheet::default();
    again.restore(&serde_json::from_value(kept).unwrap(), wanted);
    assert_eq!(keys(&again), ["with", "why.health", "told", "why_not"]);
    again.focus("with");
    press(&mut again, KeyCode::Down);
    press(&mut again, KeyCode::Enter);
    press(&mut again, KeyCode::Tab);
    assert_eq!(again.words("why.police"), "they know the flat");
}

#[test]
fn what_was_written_since_the_sending_stays() {
    let mut sheet = filled();
    sheet.sent = Some(sheet.gathered());
    write(&mut sheet, "he is in court");
    sheet.saved("");
    assert_eq!(sheet.words("why_not"), "he is in court");
    sheet.sent = Some(sheet.gathered());
    sheet.saved("");
    assert!(sheet.is_blank());
}

#[test]
fn what_wants_filling_in_is_named_where_it_stands() {
    let mut sheet = filled();
    assert!(sheet.is_wanting());
    assert_eq!(sheet.form.focused().map(FieldKey::as_str), Some("why.health"));
}
