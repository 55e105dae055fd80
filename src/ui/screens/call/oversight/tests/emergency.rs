use super::*;
use crate::domain::contact::oversight::EmergencyState;

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
    // Whom to ring stands there without any key, also on a small screen.
    let text = stage.picture(&worker, 64, 20);
    assert!(text.contains("☎ ring       R. Shah, 07700 900103, CRS manager"), "{text}");
    assert!(text.contains("at their own console"), "{text}");
    // No word is taken down from the telephone about it; the chord says so, and what to do.
    let say = stage.alt(&mut worker, 'p');
    let [Say::Tell(told)] = &say[..] else { panic!("nothing is said") };
    let told = format!("{told:?}");
    assert!(told.contains("at the manager's own console"), "{told}");
    assert!(told.contains("write what they say as a note"), "{told}");
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
