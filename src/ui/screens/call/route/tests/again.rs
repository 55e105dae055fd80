//! A decision that no longer fits: shown, not called ready, and taken again with why; and a mark against the record.

use super::*;

/// Jigsaw, decided on criteria that are met; then there is reasonable cause.
fn worse(desk: &mut Desk) -> RoutePane {
    let mut pane = pane(desk);
    put_on(desk, &mut pane, "J", "ell");
    desk.fill(&mut pane, "f:request", "social");
    desk.fill(&mut pane, "f:impact", "Cannot be left alone.");
    desk.fill(&mut pane, "f:continuing_care", "yes");
    let route = RouteNo(1);
    for command in [
        RouteCommand::MarkCriterion { route, criterion: "gate".into(), met: Met::Met },
        RouteCommand::Decide { route, reason: String::new(), without: "The school posts the rest.".into() },
    ] {
        desk.act(command).unwrap();
    }
    let yes = Value::YesNo(YesNo::Yes);
    desk.act(call::Command::Answer { field: "s47.test".into(), value: yes }).unwrap();
    desk.with(|view| pane.sync(view));
    pane
}

#[test]
fn what_was_heard_since_is_not_sent_and_the_keys_go_to_the_decision() {
    let mut desk = Desk::new();
    let mut pane = worse(&mut desk);
    let text = desk.flat(&pane);
    assert!(text.contains("◐ decided, lacks one thing") && !text.contains("ready to send"), "{text}");
    assert!(desk.press(&mut pane, ctrl('t')).is_empty(), "nothing is asked where nothing can go");
    assert!(
        desk.flat(&pane).contains("another decision: its criteria are not met now"),
        "{}",
        desk.flat(&pane)
    );
    desk.write(&mut pane, "Jigsaw is told, and the discussion is called.");
    desk.press(&mut pane, ctrl('s'));
    assert_eq!(route(&desk, 0).decided.as_ref().unwrap().presented, Met::NotMet);
    assert!(!desk.flat(&pane).contains("another decision"), "{}", desk.flat(&pane));
}

#[test]
fn a_mark_against_the_record_shows_both_and_asks_why() {
    let mut desk = Desk::new();
    let at_risk = Value::YesNo(YesNo::Yes);
    desk.act(call::Command::Answer { field: "worries.at_risk".into(), value: at_risk }).unwrap();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "I", "ell");
    desk.fill(&mut pane, "f:reason", "The school has it.");
    let route = RouteNo(1);
    for (criterion, met) in [("note", Met::Met), ("concern", Met::NotMet)] {
        desk.act(RouteCommand::MarkCriterion { route, criterion: criterion.into(), met }).unwrap();
    }
    desk.with(|view| pane.sync(view));
    let all = desk.read_on(&mut pane, 78, 40);
    assert!(all.contains("your mark; the record says met"), "{all}");
    desk.press(&mut pane, ctrl('s'));
    assert!(desk.flat(&pane).contains("the record says otherwise"), "{}", desk.flat(&pane));
    desk.press(&mut pane, ctrl('s'));
    assert!(desk.flat(&pane).contains("your mark says otherwise: say why"), "{}", desk.flat(&pane));
    assert!(matches!(super::route(&desk, 0).state, State::Open));
}
