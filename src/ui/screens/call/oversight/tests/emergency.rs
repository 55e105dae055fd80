use super::*;
use crate::domain::{
    contact::oversight::{Command, EmergencyState, OfTwo, Proof},
    ids::{EmergencyNo, WordNo},
};

#[test]
fn an_emergency_takes_two_chords_and_is_never_called_authorised() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    stage.alt(&mut worker, 'm');
    stage.fill(&mut worker, &["+Ellis", "he is at the door with a knife", "rang 999", "+Police"]);
    let say = stage.ctrl(&mut worker, 's');
    assert!(matches!(say[..], [Say::Act { .. }] | [Say::Changed, Say::Act { .. }]));
    stage.carry_out(&mut worker, say);
    assert_eq!(stage.contact.oversight.emergencies[0].state, EmergencyState::Waits);
    let seen = |pane: &OversightPane, stage: &Stage| {
        let text = stage.picture(pane, 110, 50);
        let hints = text.lines().last().unwrap_or_default().to_owned();
        assert!(text.contains("acted, ") && !text.to_lowercase().contains("authorised"), "{text}");
        hints
    };
    seen(&worker, &stage);
    // Whom to ring stands there without any key, also on a small screen, and the chord is named.
    let text = stage.picture(&worker, 64, 20);
    assert!(text.contains("☎ ring       R. Shah, 07700 900103, CRS manager"), "{text}");
    assert!(text.contains("Alt+p ring the manager"), "{text}");
    stage.sign_in(1);
    let mut manager = pane(&stage);
    assert!(seen(&manager, &stage).contains("uphold"));
    stage.fill(&mut manager, &["A knife at the door left no time, and police were the right ones to call."]);
    let say = stage.alt(&mut manager, 'a');
    let told = stage.carry_out(&mut manager, say).join("\n");
    assert!(told.contains("Uphold what was done"), "{told}");
    assert!(matches!(stage.contact.oversight.emergencies[0].state, EmergencyState::Upheld { .. }));
    seen(&manager, &stage);
    // Decided, nobody need be rung about it.
    stage.sign_in(0);
    let mut worker = pane(&stage);
    let say = stage.alt(&mut worker, 'p');
    let [Say::Tell(told)] = &say[..] else { panic!("nothing is said") };
    let told = format!("{told:?}");
    assert!(told.contains("Nothing waits here") && !told.contains("They sign it"), "{told}");
}

#[test]
fn half_of_a_request_outlives_an_emergency() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    stage.fill(&mut worker, &["override", "+Ellis", "not asked: Sara"]);
    stage.alt(&mut worker, 'm');
    stage.fill(&mut worker, &["+Ellis", "he is at the door", "rang 999", ""]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    assert_eq!(stage.contact.oversight.emergencies.len(), 1);
    stage.alt(&mut worker, 'n');
    stage.fill(&mut worker, &["override"]);
    assert_eq!(worker.sheet().text("override.not_agreed"), "not asked: Sara");
}

#[test]
fn what_has_to_follow_is_listed_until_somebody_says_what_came_of_it() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    stage.alt(&mut worker, 'm');
    stage.fill(&mut worker, &["+Ellis", "he is at the door with a knife", "rang 999", "+Police"]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    stage.sign_in(1);
    let mut manager = pane(&stage);
    stage.fill(
        &mut manager,
        &["It could have waited for a call to me.", "the search", "the parents, by A. Okoro"],
    );
    let say = stage.alt(&mut manager, 'k');
    stage.carry_out(&mut manager, say);
    assert_eq!(stage.contact.to_do().len(), 2);
    let text = stage.picture(&manager, 110, 50);
    assert!(text.contains("stop the search") && text.contains("tell the parents, by A. Okoro"), "{text}");
    stage.sign_in(0);
    let mut worker = pane(&stage);
    for _ in 0..2 {
        assert!(matches!(worker.writing, Writing::Settling(_)), "{:?}", worker.writing);
        stage.fill(&mut worker, &["done", "at 14:20, by me"]);
        let say = stage.ctrl(&mut worker, 's');
        stage.carry_out(&mut worker, say);
    }
    assert!(stage.contact.to_do().is_empty());
}

/// Acts at once as the worker.
fn acted(stage: &mut Stage) -> OversightPane {
    let mut worker = pane(stage);
    stage.alt(&mut worker, 'm');
    stage.fill(&mut worker, &["+Ellis", "he is at the door with a knife", "rang 999", "+Police"]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    worker
}

/// Carries out what the desk would: the word that was asked about, with nothing but the voice.
fn taken_down(stage: &mut Stage, say: Vec<Say>) -> Vec<String> {
    let Some(Say::Confirm { lines, then, .. }) = say.into_iter().last() else { panic!("nothing is asked") };
    let Say::TakeDown { of, answered, .. } = *then else { panic!("no word is taken down") };
    let (proof, no_device) = (Proof::Nothing, "it is at the office".to_owned());
    stage.act(Command::TakeDown { of, answered: *answered, proof, no_device });
    lines
}

const YES: &str = "With a knife at the door there was no time to ask anybody.";

#[test]
fn an_emergency_is_upheld_by_telephone_and_signed_for() {
    let mut stage = stage();
    let mut worker = acted(&mut stage);
    stage.alt(&mut worker, 'p');
    assert_eq!(worker.writing, Writing::Agreeing(OfTwo::Emergency(EmergencyNo(1))));
    for (width, height) in [(80, 24), (110, 50)] {
        let text = stage.picture(&worker, width, height);
        assert!(text.contains("READ THIS OUT") && text.contains("Done at once         rang 999"), "{text}");
        assert!(!text.to_lowercase().contains("authorised"), "{text}");
    }
    stage.fill(&mut worker, &["Shah", "", "yes, they uphold", YES, "voice", "it is at the office"]);
    let say = stage.ctrl(&mut worker, 's');
    let lines = taken_down(&mut stage, say);
    assert_eq!(lines[0], "emergency 1: R. Shah upholds it");
    stage.sync(&mut worker);
    let text = stage.picture(&worker, 110, 50);
    assert!(text.contains("upheld by telephone, unconfirmed"), "{text}");
    assert!(text.contains("word on emergency 1"), "{text}");
    // The manager signs for it, or says that it was never said: it waits for a manager again.
    stage.sign_in(1);
    let mut manager = pane(&stage);
    let text = stage.picture(&manager, 80, 24);
    assert!(text.contains("SAID TO BE YOUR WORD") && text.contains("upholds it"), "{text}");
    stage.fill(&mut manager, &["nobody rang me"]);
    let say = stage.alt(&mut manager, 'k');
    let told = stage.carry_out(&mut manager, say).join("\n");
    assert!(told.contains("what was done waits for a manager again"), "{told}");
    assert_eq!(stage.contact.oversight.emergencies[0].state, EmergencyState::Waits);
    stage.sign_in(0);
    let mut worker = pane(&stage);
    stage.with(|view| worker.select(Item::Emergency(EmergencyNo(1)), view));
    let text = stage.picture(&worker, 110, 50);
    assert!(text.contains("was disowned") && text.contains("☎ ring"), "{text}");
}

#[test]
fn not_upheld_by_telephone_it_asks_what_stops_and_who_is_told() {
    let mut stage = stage();
    let mut worker = acted(&mut stage);
    stage.alt(&mut worker, 'p');
    stage
        .fill(&mut worker, &["Shah", "", "no, they do not uphold", "It could have waited for a call to me."]);
    stage.fill(&mut worker, &["the search", "the parents, by A. Okoro", "voice", "it is at the office"]);
    let say = stage.ctrl(&mut worker, 's');
    let lines = taken_down(&mut stage, say).join("\n");
    assert!(lines.contains("R. Shah does not uphold it"), "{lines}");
    assert!(
        lines.contains("What stops: the search") && lines.contains("Who is told: the parents"),
        "{lines}"
    );
    assert_eq!(stage.contact.to_do().len(), 2);
    stage.sync(&mut worker);
    stage.with(|view| worker.select(Item::Word(WordNo(1)), view));
    let text = stage.picture(&worker, 110, 50);
    assert!(text.contains("does not uphold it") && text.contains("the search"), "{text}");
}

#[test]
fn what_was_written_anew_during_the_call_is_read_out_again_before_it_is_upheld() {
    let mut stage = stage();
    let mut worker = acted(&mut stage);
    stage.alt(&mut worker, 'p');
    stage.fill(&mut worker, &["Shah", "", "yes, they uphold", YES, "voice", "it is at the office"]);
    // Somebody else writes it better meanwhile.
    let mut acted = stage.contact.oversight.emergencies[0].acted.clone();
    acted.done = "rang 999, and took him away".to_owned();
    stage.act(Command::Describe { no: EmergencyNo(1), acted });
    stage.sync(&mut worker);
    let say = stage.ctrl(&mut worker, 's');
    assert!(say.iter().all(|say| !matches!(say, Say::Confirm { .. })));
    let text = stage.picture(&worker, 110, 50);
    assert!(text.contains("took him away") && text.contains("written anew after it was read out"), "{text}");
    // Read out again, it is upheld; every word stood there still.
    stage.sync(&mut worker);
    let say = stage.ctrl(&mut worker, 's');
    taken_down(&mut stage, say);
    assert!(matches!(stage.contact.oversight.emergencies[0].state, EmergencyState::Upheld { .. }));
}

#[test]
fn a_record_without_words_is_written_before_anybody_is_rung_about_it() {
    let mut stage = stage();
    let mut worker = pane(&stage);
    stage.alt(&mut worker, 'm');
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    stage.sync(&mut worker);
    assert!(!stage.picture(&worker, 110, 50).contains("Alt+p"));
    let say = stage.alt(&mut worker, 'p');
    let [Say::Tell(told)] = &say[..] else { panic!("nothing is said") };
    assert!(format!("{told:?}").contains("Nobody has written yet"), "{told:?}");
    assert!(matches!(worker.writing, Writing::Describing(_)), "{:?}", worker.writing);
    stage.fill(&mut worker, &["+Ellis", "he is at the door with a knife", "rang 999", "+Police"]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    stage.sync(&mut worker);
    assert!(stage.picture(&worker, 110, 50).contains("Alt+p ring the manager"));
    stage.alt(&mut worker, 'p');
    assert!(matches!(worker.writing, Writing::Agreeing(_)), "{:?}", worker.writing);
}

/// What stands on a screen, without where its lines break.
fn flat(stage: &Stage, pane: &OversightPane, width: u16, height: u16) -> String {
    stage.picture(pane, width, height).split_whitespace().collect::<Vec<_>>().join(" ")
}

const NO: &str = "It could have waited for a call to me.";

#[test]
fn an_earlier_no_is_told_to_whoever_acts_again_and_to_whoever_decides_that() {
    let mut stage = stage();
    acted(&mut stage);
    stage.sign_in(1);
    let mut manager = pane(&stage);
    stage.fill(&mut manager, &[NO, "sharing with police on her name", "the parents, by A. Okoro"]);
    let say = stage.alt(&mut manager, 'k');
    stage.carry_out(&mut manager, say);
    stage.sign_in(0);
    let mut worker = pane(&stage);
    stage.alt(&mut worker, 'm');
    let before =
        "▲ Emergency 1 was not upheld, 14:02 by R. Shah: what stops: sharing with police on her name;";
    for (width, height) in [(80, 24), (110, 50)] {
        let text = flat(&stage, &worker, width, height);
        assert!(text.contains(before), "{text}");
    }
    // Told, and never held up.
    stage.fill(&mut worker, &["+Ellis"]);
    assert!(flat(&stage, &worker, 110, 50).contains(before));
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    assert_eq!(stage.contact.oversight.emergencies.len(), 2);
    stage.with(|view| worker.select(Item::Emergency(EmergencyNo(2)), view));
    assert!(matches!(worker.writing, Writing::Describing(_)), "{:?}", worker.writing);
    assert!(flat(&stage, &worker, 110, 50).contains(before));
    stage.fill(&mut worker, &["", "he is back at the door", "rang 999 again", "+Police"]);
    let say = stage.ctrl(&mut worker, 's');
    stage.carry_out(&mut worker, say);
    stage.with(|view| worker.select(Item::Emergency(EmergencyNo(2)), view));
    stage.alt(&mut worker, 'p');
    let text = flat(&stage, &worker, 110, 50);
    let read = "Not upheld before, emergency 1 Tue 24 Nov 2026 14:02 GMT by R. Shah: what stops: sharing";
    assert!(text.contains(read) && text.contains("Covers until Wed 25 Nov 2026 14:02 GMT at most"), "{text}");
    // The manager's own document tells the same.
    stage.sign_in(1);
    let mut manager = pane(&stage);
    stage.with(|view| manager.select(Item::Emergency(EmergencyNo(2)), view));
    let text = flat(&stage, &manager, 110, 50);
    assert!(text.contains(before), "{text}");
    assert!(text.contains("covers until Wed 25 Nov 2026 14:02 GMT at most"), "{text}");
    // Of another child it says nothing.
    stage.sign_in(0);
    let mut worker = pane(&stage);
    stage.alt(&mut worker, 'm');
    stage.fill(&mut worker, &["+Tom"]);
    assert!(!flat(&stage, &worker, 110, 50).contains("was not upheld, 14:02"));
}

#[test]
fn what_is_too_short_or_missing_has_the_keys() {
    let mut stage = stage();
    let mut worker = acted(&mut stage);
    stage.sign_in(1);
    let mut manager = pane(&stage);
    stage.fill(&mut manager, &["Too soon.", "the search"]);
    assert!(matches!(stage.alt(&mut manager, 'k')[..], [.., Say::NotDecided(_)]));
    assert_eq!(manager.sheet().focused(), Some("words"));
    stage.fill(&mut manager, &[NO]);
    manager.sheets.open_mut().focus("words");
    assert!(matches!(stage.alt(&mut manager, 'k')[..], [.., Say::NotDecided(_)]));
    assert_eq!(manager.sheet().focused(), Some("told"));
    stage.sign_in(0);
    stage.sync(&mut worker);
    stage.alt(&mut worker, 'p');
    stage.fill(&mut worker, &["Shah", "", "no, they do not uphold", "Too soon."]);
    stage.fill(&mut worker, &["the search", "the parents, by A. Okoro", "voice", "it is at the office"]);
    assert!(stage.ctrl(&mut worker, 's').iter().all(|say| !matches!(say, Say::Confirm { .. })));
    assert_eq!(worker.sheet().focused(), Some("words"));
    let text = flat(&stage, &worker, 110, 50);
    assert!(text.contains("wants at least 8 words: ask them for more"), "{text}");
}
