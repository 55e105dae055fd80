//! Times and days, and how they say as what they are understood.

use crossterm::event::KeyCode;

use super::{
    tests::{fill, left, press},
    *,
};
use crate::domain::policy::script::FieldKind;

/// Draws a form; gives its lines.
fn drawn(form: &Form, width: u16) -> Vec<String> {
    use ratatui::{Terminal, backend::TestBackend};
    let mut terminal = Terminal::new(TestBackend::new(width, 4)).unwrap();
    let theme = crate::ui::theme::Theme::plain();
    terminal.draw(|frame| form.draw(frame, frame.area(), &theme, true)).unwrap();
    let cells = &terminal.backend().buffer().content;
    let line =
        |cells: &[ratatui::buffer::Cell]| cells.iter().map(ratatui::buffer::Cell::symbol).collect::<String>();
    cells.chunks(usize::from(width)).map(|cells| line(cells).trim_end().to_owned()).collect()
}

#[test]
fn a_time_says_at_once_on_which_day_it_is_understood() {
    use crate::domain::input::clock_time;
    // Ten past two at night: "tomorrow" is the day that begins at midnight, and is meant as today by many.
    let now = || "2026-11-25T02:10:00Z".parse().unwrap();
    let field = || Field::moment("by", "By when", clock_time::future, now);
    let mut form = Form::new(vec![field()]);
    for c in "tomorrow 9".chars() {
        press(&mut form, KeyCode::Char(c));
    }
    assert!(!drawn(&form, 60)[0].contains('='), "not while it cannot be read: {:?}", drawn(&form, 60));
    for c in "am".chars() {
        press(&mut form, KeyCode::Char(c));
    }
    assert!(drawn(&form, 60)[0].contains("tomorrow 9am  = Thu 26 November 09:00"), "{:?}", drawn(&form, 60));
    // Where there is no room beside it, it stands beneath.
    assert_eq!(drawn(&form, 36)[1].trim(), "= Thu 26 November 09:00", "{:?}", drawn(&form, 36));
    press(&mut form, KeyCode::Tab);
    assert!(drawn(&form, 60)[0].contains("= Thu 26 November 09:00"), "it stays once the field is left");
    // What is wrong with it begins with a capital letter and ends.
    let mut form = Form::new(vec![field()]);
    fill(&mut form, "01:00");
    let FieldState::Wrong(why) = &form.fields()[0].state else { panic!() };
    assert!(why.starts_with("01:00 today has gone by") && why.ends_with('.'), "{why}");
}

#[test]
fn a_day_can_be_today_where_it_is_known_which_that_is() {
    let today = "2026-11-24".parse().unwrap();
    for (typed, day) in [("today", "2026-11-24"), ("Yesterday", "2026-11-23"), ("tomorrow", "2026-11-25")] {
        let mut form = Form::new(vec![Field::new("day", "Day", FieldKind::Date).on(today)]);
        assert_eq!(fill(&mut form, typed)[0], left("day", day.parse().map(Value::Date).unwrap())[0]);
    }
    let mut form = Form::new(vec![Field::new("day", "Day", FieldKind::Date).on(today)]);
    for c in "25/11/2026".chars() {
        press(&mut form, KeyCode::Char(c));
    }
    assert!(
        drawn(&form, 60)[0].contains("25/11/2026  = Wednesday 25 November 2026"),
        "{:?}",
        drawn(&form, 60)
    );
    let mut form = Form::new(vec![Field::new("day", "Day", FieldKind::Date)]);
    fill(&mut form, "today");
    assert!(matches!(form.fields()[0].state, FieldState::Wrong(_)), "nobody knows which day it is");
}
