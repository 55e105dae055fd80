use crossterm::event::{KeyCode, KeyModifiers};
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::*;
use crate::ui::theme::Theme;

fn typed(editor: &mut Editor, text: &str) {
    for c in text.chars() {
        editor.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
    }
}

fn shown(editor: &Editor, width: u16, height: u16) -> Vec<String> {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    editor.draw(&mut buf, area, &Theme::plain(), Look::default());
    let row =
        |y| (0..width).map(|x| buf[(x, y)].symbol().to_owned()).collect::<String>().trim_end().to_owned();
    (0..height).map(row).collect()
}

#[test]
fn text_wraps_and_the_cursor_follows() {
    let mut editor = Editor::text_area();
    typed(&mut editor, "he knows where they are");
    assert_eq!(shown(&editor, 11, 3), ["he knows", "where they", "are"]);
    assert_eq!(editor.cursor_screen_position(Rect::new(5, 5, 11, 3)), Some(Position::new(8, 7)));
    editor.act(Action::Up);
    assert_eq!(editor.cursor(), "he knows whe".len());
    editor.act(Action::LineEnd);
    assert_eq!(&editor.text()[..editor.cursor()], "he knows where they");
    editor.act(Action::Up);
    editor.act(Action::LineStart);
    assert_eq!(editor.cursor(), 0);
    assert_eq!(editor.act(Action::Up), Edited::No);
    assert_eq!(editor.words(), 5);
}

#[test]
fn a_line_stays_a_line() {
    let mut editor = Editor::line();
    editor.paste("Ellis\r\nB\x1b[31m");
    assert_eq!(editor.text(), "Ellis B\x1b[31m");
    assert_eq!(editor.key(KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE)), Edited::No);
    assert!(!shown(&editor, 20, 1)[0].contains('\x1b'));
}

#[test]
fn a_secret_is_never_seen() {
    let mut editor = Editor::secret();
    typed(&mut editor, "opensesame");
    assert_eq!(shown(&editor, 20, 1)[0], "••••••••••");
    assert_eq!(editor.act(Action::Undo), Edited::Moved);
    assert_eq!(editor.take(), "opensesame");
}

#[test]
fn undo_goes_back_by_words() {
    let mut editor = Editor::text_area();
    typed(&mut editor, "one two");
    editor.act(Action::DeleteWord);
    assert_eq!(editor.text(), "one ");
    editor.act(Action::Undo);
    assert_eq!(editor.text(), "one two");
    editor.act(Action::Undo);
    assert_eq!(editor.text(), "one ");
    editor.act(Action::Redo);
    assert_eq!(editor.text(), "one two");
}

#[test]
fn a_megabyte_is_pasted_and_typed_into() {
    let mut editor = Editor::text_area();
    let area = Rect::new(0, 0, 80, 20);
    let mut buf = Buffer::empty(area);
    let words = "she said that he came home late ".repeat(32_768);
    editor.paste(&words);
    editor.set_cursor(500_000);
    for _ in 0..100 {
        typed(&mut editor, "x");
        editor.draw(&mut buf, area, &Theme::plain(), Look::default());
    }
    assert_eq!(editor.text().len(), words.len() + 100);
    assert_eq!(editor.text().matches('x').count(), 100);
    assert_eq!(editor.cursor(), 500_100);
}

#[derive(Clone, Debug)]
enum Press {
    Type(String),
    Do(Action),
}

fn press() -> impl Strategy<Value = Press> {
    prop_oneof![
        "[a-c \n日]{1,4}|e\u{301}|\u{1b}".prop_map(Press::Type),
        prop::sample::select(vec![
            Action::Left,
            Action::Right,
            Action::Up,
            Action::Down,
            Action::LineStart,
            Action::LineEnd,
            Action::WordLeft,
            Action::WordRight,
            Action::Backspace,
            Action::Delete,
            Action::DeleteWord,
            Action::DeleteLine,
        ])
        .prop_map(Press::Do),
    ]
}

proptest! {
    /// The plainest model there is: graphemes left and right of the cursor.
    #[test]
    fn letters_and_steps_are_as_in_a_plain_list(presses in prop::collection::vec(press(), 0..60), width in 2u16..12) {
        let mut editor = Editor::text_area();
        for press in presses {
            shown(&editor, width, 3);
            let text = editor.text().to_owned();
            let (left, right) = text.split_at(editor.cursor());
            let expected = match &press {
                Press::Type(come) => Some((format!("{left}{come}{right}"), None)),
                Press::Do(Action::Backspace) => {
                    let kept: String = left.graphemes(true).rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect();
                    Some((format!("{kept}{right}"), None))
                }
                Press::Do(Action::Delete) => {
                    let kept: String = right.graphemes(true).skip(1).collect();
                    Some((format!("{left}{kept}"), None))
                }
                Press::Do(Action::Left) => {
                    Some((text.clone(), Some(left.len() - left.graphemes(true).next_back().map_or(0, str::len))))
                }
                Press::Do(Action::Right) => {
                    Some((text.clone(), Some(left.len() + right.graphemes(true).next().map_or(0, str::len))))
                }
                Press::Do(_) => None,
            };
            match &press {
                Press::Type(come) => editor.insert(come),
                Press::Do(action) => editor.act(*action),
            };
            if let Some((text, cursor)) = expected {
                prop_assert_eq!(editor.text(), text);
                prop_assert!(cursor.is_none_or(|cursor| cursor == editor.cursor()));
            }
            prop_assert!(editor.text().is_char_boundary(editor.cursor()));
            let mut probe = GraphemeCursor::new(editor.cursor(), editor.text().len(), true);
            prop_assert!(probe.is_boundary(editor.text(), 0).unwrap());
        }
    }

    #[test]
    fn everything_can_be_undone(presses in prop::collection::vec(press(), 0..40)) {
        let mut editor = Editor::text_area();
        for press in presses {
            match press {
                Press::Type(come) => editor.insert(&come),
                Press::Do(action) => editor.act(action),
            };
        }
        let end = editor.text().to_owned();
        while editor.act(Action::Undo) == Edited::Changed {}
        prop_assert_eq!(editor.text(), "");
        while editor.act(Action::Redo) == Edited::Changed {}
        prop_assert_eq!(editor.text(), end);
    }
}
