use crossterm::event::{KeyCode, KeyModifiers};

use super::{
    super::{fixture::Stage, words::choice},
    *,
};

fn wanted(sheet: &Sheet) -> Vec<Field> {
    let of = || vec![choice("police", "Police"), choice("health", "Health")];
    let mut fields = vec![Field::choices("with", "with", of()).needed(true)];
    for key in sheet.several("with") {
        fields.push(Field::text(format!("why.{key}").as_str(), format!("why {key}")).needed(true));
    }
    let told = vec![choice("yes", "yes"), choice("no", "not now")];
    fields.push(Field::choice("told", "told", told).needed(true));
    if sheet.chosen("told") == Some("no") {
        fields.push(Field::text("why_not", "why not"));
    }
    fields
}

fn press(stage: &Stage, sheet: &mut Sheet, code: KeyCode) -> Typed {
    let key = KeyEvent::new(code, KeyModifiers::NONE);
    stage.with(|view| sheet.key(key, view, &mut Vec::new(), wanted)).unwrap()
}

fn write(stage: &Stage, sheet: &mut Sheet, text: &str) {
    for c in text.chars() {
        press(stage, sheet, KeyCode::Char(c));
    }
}

fn keys(sheet: &Sheet) -> Vec<&str> {
    sheet.fields().iter().map(|field| field.key.as_str()).collect()
}

fn give(stage: &Stage, sheet: &mut Sheet) -> EventId {
    stage.with(|view| sheet.give(view))
}

fn filled(stage: &Stage) -> Sheet {
    let mut sheet = Sheet::default();
    sheet.fit(wanted);
    for agency in ["pol", "heal"] {
        write(stage, &mut sheet, agency);
        press(stage, &mut sheet, KeyCode::Enter);
    }
    press(stage, &mut sheet, KeyCode::Tab);
    write(stage, &mut sheet, "they know the flat");
    press(stage, &mut sheet, KeyCode::Tab);
    press(stage, &mut sheet, KeyCode::Tab);
    write(stage, &mut sheet, "not");
    press(stage, &mut sheet, KeyCode::Tab);
    sheet
}

#[test]
fn fields_follow_what_is_chosen_and_are_next() {
    let stage = Stage::new();
    let mut sheet = filled(&stage);
    assert_eq!(keys(&sheet), ["with", "why.police", "why.health", "told", "why_not"]);
    assert_eq!(sheet.focused(), Some("why_not"));
    assert_eq!(sheet.text("why.police"), "they know the flat");
    // Past the end, and before the start; what came in behind the last field is no end.
    assert_eq!(press(&stage, &mut sheet, KeyCode::Tab).out, Some(true));
    assert_eq!(press(&stage, &mut sheet, KeyCode::BackTab).out, Some(false));
    sheet.focus("told");
    write(&stage, &mut sheet, "y");
    assert_eq!(press(&stage, &mut sheet, KeyCode::Tab).out, Some(true));
    sheet.focus("told");
    write(&stage, &mut sheet, "not");
    assert_eq!(press(&stage, &mut sheet, KeyCode::Enter).out, None);
    assert_eq!(sheet.focused(), Some("why_not"));
}

#[test]
fn text_outlives_its_field_and_the_console() {
    let stage = Stage::new();
    let mut sheet = filled(&stage);
    sheet.focus("with");
    // Enter on a marked agency takes it away again.
    press(&stage, &mut sheet, KeyCode::Down);
    press(&stage, &mut sheet, KeyCode::Enter);
    press(&stage, &mut sheet, KeyCode::Tab);
    assert_eq!(keys(&sheet), ["with", "why.health", "told", "why_not"]);
    let kept = serde_json::to_value(sheet.kept().unwrap()).unwrap();
    let mut again = Sheet::default();
    again.restore(serde_json::from_value(kept).unwrap(), wanted);
    assert_eq!(keys(&again), ["with", "why.health", "told", "why_not"]);
    again.focus("with");
    press(&stage, &mut again, KeyCode::Down);
    press(&stage, &mut again, KeyCode::Enter);
    press(&stage, &mut again, KeyCode::Tab);
    assert_eq!(again.text("why.police"), "they know the flat");
}

#[test]
fn what_was_written_since_it_was_handed_in_stays() {
    let stage = Stage::new();
    let mut sheet = filled(&stage);
    let saved = Outcome::Saved(stage.now);
    let first = give(&stage, &mut sheet);
    assert_eq!(give(&stage, &mut sheet), first);
    write(&stage, &mut sheet, "he is in court");
    // Other words are another event.
    assert_ne!(give(&stage, &mut sheet), first);
    write(&stage, &mut sheet, " today");
    assert!(sheet.answered(&saved, ""));
    sheet.renew();
    sheet.fit(wanted);
    assert!(sheet.writes("why_not") && !sheet.writes("why.police"));
    give(&stage, &mut sheet);
    sheet.answered(&saved, "");
    assert!(!sheet.is_written());
}

#[test]
fn what_wants_filling_in_is_named_where_it_stands() {
    let stage = Stage::new();
    let mut sheet = filled(&stage);
    assert!(!sheet.is_full());
    assert_eq!(sheet.focused(), Some("why.health"));
    sheet.refuse("That may not be.");
    assert!(!sheet.answered(&Outcome::Refused("Nor that.".into()), "") && sheet.is_written());
    // It goes with the next change, and with none that only goes about in it.
    assert!(!press(&stage, &mut sheet, KeyCode::Tab).changed && sheet.is_refused());
    assert!(press(&stage, &mut sheet, KeyCode::Char('y')).changed && !sheet.is_refused());
    sheet.refuse("That may not be.");
    stage.with(|view| sheet.paste("es", view, &mut Vec::new()));
    assert!(!sheet.is_refused());
}

#[test]
fn a_field_that_is_left_as_it_was_before_brings_back_what_follows_from_it() {
    let stage = Stage::new();
    let mut sheet = filled(&stage);
    sheet.focus("told");
    // While another choice is looked at, something comes in, and the fields are fitted to that.
    press(&stage, &mut sheet, KeyCode::Up);
    sheet.fit(wanted);
    assert_eq!(keys(&sheet), ["with", "why.police", "why.health", "told"]);
    press(&stage, &mut sheet, KeyCode::Down);
    assert_eq!(press(&stage, &mut sheet, KeyCode::Tab).out, None);
    assert_eq!(keys(&sheet), ["with", "why.police", "why.health", "told", "why_not"]);
    assert_eq!(sheet.focused(), Some("why_not"));

    sheet.focus("told");
    press(&stage, &mut sheet, KeyCode::Up);
    sheet.fit(wanted);
    press(&stage, &mut sheet, KeyCode::Down);
    stage.with(|view| sheet.leave(view, &mut Vec::new(), wanted));
    assert_eq!(keys(&sheet), ["with", "why.police", "why.health", "told", "why_not"]);
}
