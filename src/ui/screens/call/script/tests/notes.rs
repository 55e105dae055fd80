//! Notes: whose words they are, corrected, half-written.

use super::*;
use crate::domain::{contact::family::Household, ids::HouseholdNo, value::YesNo};

#[test]
fn whose_words_a_note_is_outlives_escape_a_refusal_and_a_crash() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    stage.write(&mut pane, "he gripped me");
    stage.alt(&mut pane, 'c');
    let said = stage.press(&mut pane, KeyCode::Char('h'), KeyModifiers::NONE);
    assert!(said.iter().any(|say| matches!(say, Say::Changed)), "the draft is not told");
    stage.write(&mut pane, "is teacher");
    assert!(stage.picture(&pane, 78, 30).contains("Ctrl+S keeps it"));
    press(&mut stage, &mut pane, KeyCode::Esc);
    stage.alt(&mut pane, 'c');
    assert!(stage.picture(&pane, 78, 30).contains("his teacher"));

    // A crash with the box open: it is open again.
    let half = pane.half_typed().unwrap();
    let mut again = ScriptPane::default();
    stage.with(|view| again.restore(&half.body, view));
    let shown = stage.picture(&again, 78, 30);
    assert!(shown.contains("his teacher") && shown.contains("he gripped me"), "{shown}");

    // A refusal brings the note back, and whose words it is with it.
    let say = stage.ctrl(&mut again, 's');
    assert!(say.iter().any(|say| matches!(say, Say::Act { slot, .. } if slot == "note")));
    let crashed = again.half_typed().unwrap();
    stage.with(|view| again.answered("note", &Outcome::Refused("no".to_owned()), view));
    stage.alt(&mut again, 'c');
    assert!(stage.picture(&again, 78, 30).contains("his teacher"));
    let mut third = ScriptPane::default();
    stage.with(|view| third.restore(&crashed.body, view));
    stage.alt(&mut third, 'c');
    assert!(stage.picture(&third, 78, 30).contains("his teacher"));

    // Once it is on the disk the next box is empty.
    let say = stage.ctrl(&mut third, 's');
    stage.carry_out(&mut third, say);
    stage.write(&mut third, "and mum saw");
    stage.alt(&mut third, 'c');
    assert!(!stage.picture(&third, 78, 30).contains("his teacher"));
}

#[test]
fn a_correction_outlives_escape_a_stage_a_refusal_and_a_crash() {
    let mut stage = Stage::new();
    stage.act(Call::Write(NewNote {
        text: "left arm".to_owned(),
        mark: None,
        happened: None,
        typed: None,
        child: None,
        stage: StageNo(4),
    }));
    let mut pane = pane(&stage);
    stage.alt(&mut pane, 'y');
    stage.write(&mut pane, ", above the elbow");
    stage.with(|view| pane.go(StageNo(7), view, &mut Vec::new()));
    stage.alt(&mut pane, 'y');
    assert!(stage.picture(&pane, 78, 30).contains("above the elbow"));
    let half = pane.half_typed().unwrap();
    assert!(half.words >= 3);
    let mut again = ScriptPane::default();
    stage.with(|view| again.restore(&half.body, view));
    assert!(stage.picture(&again, 78, 30).contains("above the elbow"));
    press(&mut stage, &mut again, KeyCode::Tab);
    stage.write(&mut again, "she said so again");
    let say = stage.ctrl(&mut again, 's');
    let slot = say.iter().find_map(|say| match say {
        Say::Act { slot, .. } => Some(slot.clone()),
        _ => None,
    });
    let slot = slot.unwrap();
    stage.with(|view| again.answered(&slot, &Outcome::Refused("no".to_owned()), view));
    stage.alt(&mut again, 'y');
    assert!(stage.picture(&again, 78, 30).contains("she said so again"));
    let say = stage.ctrl(&mut again, 's');
    stage.carry_out(&mut again, say);
    assert!(again.half_typed().is_none());
    let note = stage.contact.call.notes.last().unwrap();
    assert!(note.current().contains("above the elbow"));
}

#[test]
fn half_a_note_that_is_taken_up_hours_later_says_when_it_was_typed() {
    let mut stage = Stage::new();
    let mut first = pane(&stage);
    let typed = stage.now;
    stage.write(&mut first, "he came at noon");
    let half = first.half_typed().unwrap();
    let enter = |stage: &mut Stage, pane: &mut ScriptPane| {
        let say = stage.press(pane, KeyCode::Enter, KeyModifiers::NONE);
        stage.carry_out(pane, say);
        stage.contact.call.notes.last().cloned().unwrap()
    };
    // A crash in the middle of a call is no other time.
    stage.now = typed + chrono::Duration::minutes(1);
    let mut soon = ScriptPane::default();
    stage.with(|view| soon.restore(&half.body, view));
    let note = enter(&mut stage, &mut soon);
    assert_eq!((note.happened, note.later), (None, false));
    // Hours later, with words behind it; and where it only stood in the line, or came through two drafts.
    stage.now = typed + chrono::Duration::hours(4);
    let mut again = ScriptPane::default();
    stage.with(|view| again.restore(&half.body, view));
    assert!(stage.picture(&again, 78, 30).contains("[typed 14:02]"));
    stage.write(&mut again, ", his aunt said");
    let twice = again.half_typed().unwrap();
    let mut second = ScriptPane::default();
    stage.with(|view| second.restore(&twice.body, view));
    for pane in [&mut again, &mut second, &mut first] {
        let note = enter(&mut stage, pane);
        assert_eq!((note.happened, note.later, note.at), (Some(typed), true, stage.now), "{}", note.text);
    }
    assert!(stage.picture(&again, 78, 30).contains("[written later] [at 14:02]"));
    // What the worker says of the time holds, and the next note is one of now.
    stage.write(&mut first, "and left at one");
    let note = enter(&mut stage, &mut first);
    assert_eq!((note.happened, note.later), (None, false));
}

#[test]
fn a_note_of_the_childs_own_words_is_their_voice() {
    let mut stage = Stage::new();
    let mut pane = pane(&stage);
    stage.with(|view| pane.go(StageNo(5), view, &mut Vec::new()));
    let before = stage.picture(&pane, 78, 30);
    assert!(before.contains("1 ★ still wanted"), "{before}");
    stage.write(&mut pane, "he gripped me");
    stage.alt(&mut pane, 'c');
    stage.write(&mut pane, "his teacher");
    let say = stage.ctrl(&mut pane, 's');
    stage.carry_out(&mut pane, say);
    stage.sync(&mut pane);
    let after = stage.picture(&pane, 78, 30);
    assert!(after.contains("6 questions") && !after.contains("still wanted"), "{after}");
}

#[test]
fn what_stands_beside_a_note_is_corrected_with_it_and_nothing_half_written_is_lost() {
    let mut stage = Stage::new();
    let child = ChildWords {
        child: Some(ELLIS),
        heard_by: "their mother".into(),
        heard_at: None,
        in_answer_to: "what are you afraid of".into(),
    };
    let note = NewNote {
        text: "he knows where we are".into(),
        mark: None,
        happened: Some("2026-11-24T12:00:30Z".parse().unwrap()),
        typed: None,
        child: Some(child),
        stage: StageNo(4),
    };
    stage.act(Call::Write(note));
    let mut pane = pane(&stage);
    stage.alt(&mut pane, 'y');
    let say = stage.ctrl(&mut pane, 's');
    assert!(!say.iter().any(|say| matches!(say, Say::Act { .. })), "corrected without a reason");
    // What is missing has the keys.
    stage.fill(&mut pane, &["he was misheard", "", "", "Tom"]);
    press(&mut stage, &mut pane, KeyCode::Esc);
    // Put away, it is in the draft and comes back, also after a kill.
    let half = pane.half_typed().unwrap();
    assert!(half.body.to_string().contains("he was misheard"), "{}", half.body);
    let mut pane = ScriptPane::default();
    stage.with(|view| pane.restore(&half.body, view));
    stage.alt(&mut pane, 'y');
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("he was misheard") && text.contains("12:00"), "{text}");
    let say = stage.ctrl(&mut pane, 's');
    stage.carry_out(&mut pane, say);
    let note = stage.contact.call.notes.last().unwrap();
    // The wording stays, and so does the time to the second.
    assert!(note.corrections.is_empty() && note.happened == Some("2026-11-24T12:00:30Z".parse().unwrap()));
    assert_eq!(note.child.as_ref().and_then(|child| child.child), Some(TOM));
    assert_eq!(note.amendments[0].child.as_ref().and_then(|child| child.child), Some(ELLIS));
    assert!(pane.half_typed().is_none());
}

#[test]
fn a_covered_note_is_not_opened_to_be_corrected_and_one_that_is_open_is_covered() {
    let mut stage = Stage::new();
    let note = |text: &str| NewNote {
        text: text.to_owned(),
        mark: None,
        happened: None,
        typed: None,
        child: None,
        stage: StageNo(4),
    };
    let home =
        Household { no: HouseholdNo(0), place: "27 Pebble Row".to_owned(), protected: true, members: vec![] };
    stage.act(family::Command::SetHousehold(home));
    stage.act(Call::Write(note("Dad has moved to 27 Pebble Row")));
    let correct = |stage: &mut Stage, pane: &mut ScriptPane| {
        let said = stage.press(pane, KeyCode::Char('y'), KeyModifiers::ALT);
        said.iter().any(|say| matches!(say, Say::Tell(_)))
    };
    stage.covered = true;
    let mut pane = pane(&stage);
    assert!(correct(&mut stage, &mut pane) && matches!(pane.focus, Focus::Note));
    // Opened while nobody listened, it hides what it says, and takes no key but Esc.
    stage.covered = false;
    assert!(!correct(&mut stage, &mut pane) && stage.picture(&pane, 110, 50).contains("Pebble Row"));
    stage.covered = true;
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("▒▒▒ covered") && !text.contains("Pebble"), "{text}");
    press(&mut stage, &mut pane, KeyCode::Char('x'));
    stage.covered = false;
    let text = stage.picture(&pane, 110, 50);
    assert!(text.contains("Dad has moved to 27 Pebble Row") && !text.contains("Rowx"), "{text}");
    stage.covered = true;
    press(&mut stage, &mut pane, KeyCode::Esc);
    assert!(matches!(pane.focus, Focus::Note));
}

#[test]
fn danger_that_was_said_is_taken_back_by_no_second_answer() {
    let mut stage = Stage::new();
    let danger = FieldKey::from("safety.danger");
    stage.act(Call::Answer { field: danger.clone(), value: Value::YesNo(YesNo::Yes) });
    let mut pane = pane(&stage);
    pane.stage = StageNo(2);
    stage.sync(&mut pane);
    press(&mut stage, &mut pane, KeyCode::Tab);
    assert_eq!(pane.questions.focused(), Some(&danger));
    press(&mut stage, &mut pane, KeyCode::Down);
    let said = stage.press(&mut pane, KeyCode::Tab, KeyModifiers::NONE);
    let told = stage.carry_out(&mut pane, said).concat();
    assert!(told.contains("Refused") && told.contains("Danger now is YES"), "{told}");
    assert_eq!(pane.questions.value(&danger), Ok(Some(Value::YesNo(YesNo::Yes))));
}
