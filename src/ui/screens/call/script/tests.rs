use crossterm::event::KeyModifiers;

use super::{super::fixture::Stage, *};
use crate::domain::{
    contact::{
        Command,
        call::{Caller, Command as Call, Note},
    },
    value::Value,
};

fn pane(stage: &Stage) -> ScriptPane {
    let mut pane = ScriptPane::default();
    stage.sync(&mut pane);
    pane
}

/// A contact of which nobody knows yet who rings.
fn nobody() -> Stage {
    let mut stage = Stage::new();
    stage.act(Call::SetCaller(Caller::default()));
    stage
}

fn press(stage: &mut Stage, pane: &mut ScriptPane, code: KeyCode) {
    let say = stage.press(pane, code, KeyModifiers::NONE);
    stage.carry_out(pane, say);
}

#[test]
fn a_name_and_a_number_are_typed_beside_the_story() {
    let mut stage = nobody();
    let mut pane = pane(&stage);
    assert!(stage.picture(&pane, 78, 30).contains("Tab who rings ★ name ★ number"));
    stage.write(&mut pane, "he came at n");
    press(&mut stage, &mut pane, KeyCode::Tab);
    for text in ["profess", "Dana Hale", "01632 960123"] {
        stage.write(&mut pane, text);
        press(&mut stage, &mut pane, KeyCode::Enter);
    }
    let caller = &stage.contact.call.caller;
    assert_eq!((caller.name.as_deref(), caller.number.as_deref()), (Some("Dana Hale"), Some("01632 960123")));
    let text = stage.picture(&pane, 78, 30);
    assert!(text.contains("May ring back") && text.contains("he came at n"), "{text}");
    // Esc goes back to the words that were being written.
    press(&mut stage, &mut pane, KeyCode::Esc);
    stage.write(&mut pane, "oon");
    let say = stage.press(&mut pane, KeyCode::Enter, KeyModifiers::NONE);
    stage.carry_out(&mut pane, say);
    assert_eq!(stage.contact.call.notes.last().map(Note::current), Some("he came at noon"));
    assert!(stage.picture(&pane, 78, 30).contains("who rings ✓") && pane.half_typed().is_none());
    // What lacks is where Tab goes first.
    stage.act(Call::SetCaller(Caller { kind: stage.contact.call.caller.kind, ..Caller::default() }));
    stage.sync(&mut pane);
    press(&mut stage, &mut pane, KeyCode::Tab);
    stage.write(&mut pane, "Joan");
    press(&mut stage, &mut pane, KeyCode::Esc);
    assert_eq!(stage.contact.call.caller.name.as_deref(), Some("Joan"));
}

#[test]
fn the_keys_go_round_and_past_the_last_field_of_the_caller() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    press(&mut stage, &mut pane, KeyCode::Tab);
    assert!(matches!(pane.focus, Focus::Caller));
    for _ in 0..9 {
        press(&mut stage, &mut pane, KeyCode::Enter);
    }
    assert!(!matches!(pane.focus, Focus::Caller));
    press(&mut stage, &mut pane, KeyCode::BackTab);
    pane.focus = Focus::Note;
    press(&mut stage, &mut pane, KeyCode::BackTab);
    press(&mut stage, &mut pane, KeyCode::BackTab);
    assert!(matches!(pane.focus, Focus::Caller | Focus::Questions | Focus::Note));
    // Another stage has no caller to ask for.
    stage.with(|view| pane.go(StageNo(6), view, &mut Vec::new()));
    press(&mut stage, &mut pane, KeyCode::Tab);
    assert!(matches!(pane.focus, Focus::Questions));
}

#[test]
fn half_an_answer_outlives_the_stage_and_the_console() {
    let mut stage = nobody();
    let mut pane = pane(&stage);
    press(&mut stage, &mut pane, KeyCode::Tab);
    stage.write(&mut pane, "pol");
    let go = |stage: &Stage, pane: &mut ScriptPane, no: u8| {
        stage.with(|view| pane.go(StageNo(no), view, &mut Vec::new()));
    };
    go(&stage, &mut pane, 6);
    let scale = stage.desk.book.policy.script.stages.iter().flat_map(|stage| &stage.capture);
    let scale =
        scale.into_iter().find(|capture| capture.key.as_str() == "worries.scale").unwrap().key.clone();
    pane.focus = Focus::Questions;
    assert!(pane.questions.focus(&scale));
    stage.write(&mut pane, "12");
    go(&stage, &mut pane, 7);
    let half = pane.half_typed().unwrap();
    assert!(
        half.body.to_string().contains("\"12\"") && half.body.to_string().contains("\"pol"),
        "{}",
        half.body
    );
    let mut again = ScriptPane::default();
    stage.with(|view| again.restore(&half.body, view));
    go(&stage, &mut again, 6);
    assert_eq!(again.questions.to_draft().fields[&scale].text, "12");
    let set = Command::from(Call::Answer { field: scale.clone(), value: Value::Number(2) });
    stage.act(set);
    stage.sync(&mut again);
    assert_eq!(again.questions.to_draft().fields[&scale].text, "12");
}

#[test]
fn printable_keys_only_write() {
    let stage = nobody();
    let mut pane = pane(&stage);
    for no in [1, 6] {
        stage.with(|view| pane.go(StageNo(no), view, &mut Vec::new()));
        for _ in 0..14 {
            stage.every_printable_key(&mut pane);
            stage.press(&mut pane, KeyCode::BackTab, KeyModifiers::NONE);
        }
    }
    for (width, height) in [(1, 1), (20, 6), (46, 16), (78, 30), (110, 50)] {
        stage.picture(&pane, width, height);
    }
}
