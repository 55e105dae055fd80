use crossterm::event::KeyModifiers;

use super::{
    super::fixture::{ELLIS, MIA, Stage, TOM},
    *,
};
use crate::domain::{
    contact::{
        Command,
        call::{Caller, ChildWords, Command as Call, NewNote, Note},
        family,
    },
    value::Value,
};

mod notes;

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
    for _ in 0..10 {
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

#[test]
fn one_chord_leads_to_each_star_that_has_no_answer() {
    let mut stage = nobody();
    let mut pane = pane(&stage);
    let wanted = |stage: &Stage, pane: &ScriptPane| match &pane.focus {
        Focus::Caller => "who rings".to_owned(),
        Focus::Questions => pane.questions.focused().unwrap().to_string(),
        _ => format!("note, {}", stage.contact.call.answers.len()),
    };
    stage.write(&mut pane, "he came at n");
    // Who rings first, field after field; what is left is kept.
    for text in ["profess", "Dana Hale", "01632 960123"] {
        let say = stage.ctrl(&mut pane, 'n');
        stage.carry_out(&mut pane, say);
        assert_eq!(wanted(&stage, &pane), "who rings", "{text}");
        stage.write(&mut pane, text);
    }
    // Then the questions of this stage, and those of the next.
    let mut seen = Vec::new();
    for _ in 0..40 {
        let say = stage.ctrl(&mut pane, 'n');
        stage.carry_out(&mut pane, say);
        assert!(matches!(pane.focus, Focus::Questions), "{seen:?}");
        seen.push((pane.stage, wanted(&stage, &pane)));
        assert!(pane.questions.field(&seen.last().unwrap().1.as_str().into()).unwrap().needed);
    }
    assert_eq!(stage.contact.call.caller.number.as_deref(), Some("01632 960123"));
    let first = seen[0].clone();
    assert!(seen.len() > 1 && seen[1..].contains(&first), "it comes round: {seen:?}");
    let open = stage.with(|view| {
        let stages = &view.policy().script.stages;
        stages.iter().map(|of| view.contact.unanswered(of, &view.context()).count()).sum::<usize>()
    });
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), open);
    // The note waits where it was.
    press(&mut stage, &mut pane, KeyCode::Esc);
    stage.write(&mut pane, "oon");
    assert_eq!(pane.note.text(), "he came at noon");
}

#[test]
fn what_was_marked_last_shows_its_card_and_the_others_can_be_turned_up() {
    let mut stage = Stage::new();
    let mut pane = ScriptPane::default();
    stage.with(|view| pane.go(StageNo(9), view, &mut Vec::new()));
    let chips: Vec<ChipId> = ["exploitation", "dissatisfied"].map(ChipId::from).into();
    for chip in &chips {
        stage.act(Call::Hear { chip: chip.clone(), heard: true });
    }
    pane.turn_up(&chips[1], true);
    stage.sync(&mut pane);
    let picture = stage.picture(&pane, 78, 36);
    assert!(
        picture.contains("Not content with us") && picture.contains("A complaint never delays it"),
        "{picture}"
    );
    stage.press(&mut pane, KeyCode::PageDown, KeyModifiers::NONE);
    let picture = stage.picture(&pane, 78, 36);
    assert!(picture.contains("2 of 2") && picture.contains("A child is never to blame"), "{picture}");
}

#[test]
fn a_child_who_is_named_while_the_box_stands_open_can_be_chosen() {
    let mut stage = nobody();
    for no in [ELLIS, MIA, TOM] {
        stage.act(family::Command::Remove { person: no, why: "another contact".into() });
    }
    let mut pane = pane(&stage);
    stage.write(&mut pane, "he gripped me");
    stage.alt(&mut pane, 'c');
    stage.write(&mut pane, "his teacher");
    press(&mut stage, &mut pane, KeyCode::Tab);
    let picture = stage.picture(&pane, 110, 50);
    assert!(picture.contains("none is named yet (F3)"), "{picture}");
    stage.write(&mut pane, "Nia");
    let named =
        family::Details { name: Some("Nia Brook".into()), ..family::Details::of(family::Kind::Child) };
    stage.act(family::Command::Add(named));
    stage.sync(&mut pane);
    let say = stage.ctrl(&mut pane, 's');
    stage.carry_out(&mut pane, say);
    let note = stage.contact.call.notes.last().unwrap();
    let child = stage.contact.family.children().next().unwrap().no;
    assert_eq!(note.child.as_ref().and_then(|words| words.child), Some(child));
}

#[test]
fn what_only_whoever_reported_is_asked_is_no_field_while_a_parent_could_look() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    for _ in 0..40 {
        if matches!(pane.focus, Focus::Questions) {
            break;
        }
        press(&mut stage, &mut pane, KeyCode::Tab);
    }
    let asked = "Did the caller ask";
    assert!(stage.picture(&pane, 110, 50).contains(asked));
    stage.covered = true;
    // Not even before the fields are taken up anew.
    assert!(!stage.picture(&pane, 110, 50).contains(asked));
    stage.with(|view| pane.sync(view));
    let covered = stage.picture(&pane, 110, 50);
    assert!(!covered.contains(asked) && covered.contains("▒▒▒ covered"), "{covered}");
}

#[test]
fn who_heard_a_child_and_whether_the_family_was_asked_are_covered_with_who_reported() {
    let mut stage = Stage::new();
    let child = Some(ChildWords {
        child: Some(ELLIS),
        heard_by: "her teacher".to_owned(),
        heard_at: None,
        in_answer_to: String::new(),
    });
    let text = "I do not want to go home".to_owned();
    stage.act(Call::Write(NewNote { text, mark: None, happened: None, typed: None, child, stage: FIRST }));
    stage.act(Call::Answer {
        field: "contract.consent_asked".into(),
        value: Value::Choice("exceptional".to_owned()),
    });
    let why = Value::Text("the head would be known at once".to_owned());
    stage.act(Call::Answer { field: "contract.consent_why".into(), value: why });
    let mut pane = pane(&stage);
    for _ in 0..40 {
        if matches!(pane.focus, Focus::Questions) {
            break;
        }
        press(&mut stage, &mut pane, KeyCode::Tab);
    }
    let open = stage.picture(&pane, 110, 50);
    for words in ["heard by her teacher", "the head would be known", "asking could put the child"] {
        assert!(open.contains(words), "{words}\n{open}");
    }
    stage.covered = true;
    // Also before the pane takes it up.
    for synced in [false, true] {
        if synced {
            stage.sync(&mut pane);
        }
        let text = stage.picture(&pane, 110, 50);
        for words in ["teacher", "the head would be known", "asking could put the child"] {
            assert!(!text.contains(words), "{words}\n{text}");
        }
        assert!(
            text.contains("«I do not want to go home»") && text.contains("answers  ▒▒▒ covered"),
            "{text}"
        );
    }
}

#[test]
fn what_protects_who_rang_before_is_in_view_where_there_is_little_room() {
    let mut stage = nobody();
    stage.act(Call::SetCaller(Caller {
        kind: Some(crate::domain::policy::CallerKind::Parent),
        ..Caller::default()
    }));
    let pane = pane(&stage);
    let protects = "I can't tell anyone who may have rung us.";
    let text = stage.picture(&pane, 64, 21);
    assert!(text.contains("Thank you for ringing") && text.contains(protects), "{text}");
    // Where the notes have filled their half, it goes before what else could be said.
    for at in 0..20 {
        stage.act(Call::Write(NewNote {
            text: format!("{at} he was at the door again"),
            mark: None,
            happened: None,
            typed: None,
            child: None,
            stage: StageNo(1),
        }));
    }
    let text = stage.picture(&pane, 64, 21);
    assert!(text.contains(protects) && text.contains("19 he was"), "{text}");
}
