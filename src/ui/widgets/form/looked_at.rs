//! What a form shows of a long value that is not written in, and of a long list.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{Terminal, backend::TestBackend};

use super::{Field, Form};
use crate::domain::policy::script::{Choice, FieldKind};
use crate::ui::theme::Theme;

/// Room for fewer rows than the longest list here has.
const HEIGHT: u16 = 8;

fn shown(form: &Form) -> String {
    let mut terminal = Terminal::new(TestBackend::new(40, HEIGHT)).unwrap();
    terminal.draw(|frame| form.draw(frame, frame.area(), &Theme::plain(), true)).unwrap();
    let buffer = terminal.backend().buffer();
    let line = |y| (0..40).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
    (0..HEIGHT).map(line).collect::<Vec<_>>().join("\n")
}

fn write(form: &mut Form, text: &str) {
    for c in text.chars() {
        form.key(KeyEvent::from(KeyCode::Char(c)));
    }
}

#[test]
fn a_long_value_that_was_left_shows_its_beginning() {
    let mut form = Form::new(vec![
        Field::new("not", "Must not", FieldKind::Line),
        Field::new("more", "More", FieldKind::Line),
    ]);
    write(&mut form, "the school by name while Dean can hear");
    form.key(KeyEvent::from(KeyCode::Tab));
    let text = shown(&form);
    assert!(text.contains("the school by name") && text.contains('…') && !text.contains("hear"), "{text}");
    // Whoever writes in it sees where they write.
    form.key(KeyEvent::from(KeyCode::BackTab));
    assert!(shown(&form).contains("hear"));
}

#[test]
fn what_is_marked_stays_in_view_and_the_list_says_that_it_has_more() {
    let words = ["apple", "birch", "cedar", "dogwood", "elder", "fir", "gorse", "hazel", "ivy", "juniper"];
    let of = words.map(|words| Choice { key: words.into(), words: words.into() }).to_vec();
    let mut form = Form::new(vec![Field::new("heard", "Heard", FieldKind::Choices { of })]);
    let text = shown(&form);
    assert!(text.contains("▼") && !text.contains("▲"), "{text}");
    write(&mut form, "haz");
    form.key(KeyEvent::from(KeyCode::Enter));
    let text = shown(&form);
    assert!(text.contains("[x] hazel") && text.contains("▲") && text.contains("▼"), "{text}");
    // Enter once more does not take it away, and the arrow goes on from there.
    form.key(KeyEvent::from(KeyCode::Down));
    assert!(shown(&form).contains("▸[ ] ivy"), "{}", shown(&form));
    assert_eq!(form.fields()[0].picked(), ["hazel"]);
}
