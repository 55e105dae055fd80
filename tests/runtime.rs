//! The stage itself, with a program that is nothing but a form.

use chrono::{DateTime, Utc};
use dutydesk::domain::policy::script::FieldKind;
use dutydesk::runtime::event_loop::{Effect, Message, Program};
use dutydesk::ui::theme::Theme;
use dutydesk::ui::widgets::{Field, Form, FormEvent};
use ratatui::Frame;

use crate::common::stage::Stage;

struct Sheet {
    form: Form,
    kept: Vec<String>,
}

impl Program for Sheet {
    type Request = String;
    type Answer = String;

    fn update(&mut self, message: Message<String>) -> Vec<Effect<String>> {
        match message {
            Message::Key(key) => {
                let events = self.form.key(key).unwrap_or_default();
                let left = events.into_iter().filter_map(|event| match event {
                    FormEvent::Left { key, .. } => Some(Effect::Ask(key.0)),
                    FormEvent::Changed | FormEvent::Submit | FormEvent::Out { .. } => None,
                });
                left.collect()
            }
            Message::Answer(key) => {
                self.form.saved(&key.as_str().into());
                self.kept.push(key);
                Vec::new()
            }
            _ => vec![Effect::Still],
        }
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        self.form.draw(frame, frame.area(), &Theme::plain(), true);
    }

    fn next_wake(&self, _: DateTime<Utc>) -> Option<DateTime<Utc>> {
        None
    }
}

fn stage(width: u16, height: u16) -> Stage<Sheet> {
    let form = Form::new(vec![
        Field::new("name", "Name", FieldKind::Line).needed(true),
        Field::new("danger", "Danger tonight", FieldKind::YesNo).needed(true),
        Field::new("scale", "Caller's scale", FieldKind::Number { min: 0, max: 10 }),
        Field::new("story", "What happened", FieldKind::Text),
    ]);
    Stage::new(Sheet { form, kept: Vec::new() }, width, height, Box::new(|asked| vec![asked]))
}

#[test]
fn a_form_is_filled_without_a_mouse() {
    let mut stage = stage(60, 20);
    stage.press("Ellis B <tab> y");
    insta::assert_snapshot!("form_while_choosing", stage.snapshot());
    // What is wrong says so, and holds nobody who writes on.
    stage.press("<enter> 12 <tab> he knows where they are");
    insta::assert_snapshot!("form_with_a_mistake", stage.snapshot());
    assert_eq!(stage.program.kept, ["name", "danger"]);
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let mut stage = stage(60, 20);
    stage.press("Ellis").resize(40, 10);
    assert_eq!(stage.text(), "This window is 40×10; dutydesk needs\n60×20. Nothing is lost.");
    assert!(stage.resize(60, 20).text().contains("Ellis"));
}
