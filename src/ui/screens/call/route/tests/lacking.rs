//! What a card lacks: said before it is decided, asked with the decision, and never called ready to send.

use super::*;

/// A card for Jigsaw with all that nothing is sent without; what is asked for is not there.
fn jigsaw(desk: &mut Desk) -> RoutePane {
    let mut pane = pane(desk);
    put_on(desk, &mut pane, "J", "ell");
    desk.fill(&mut pane, "f:request", "social");
    desk.fill(&mut pane, "f:impact", "Cannot be left alone.");
    pane
}

#[test]
fn before_the_decision_it_says_what_is_missing() {
    let mut desk = Desk::new();
    let mut pane = jigsaw(&mut desk);
    desk.press(&mut pane, ctrl('s'));
    for (width, height) in [(78, 30), (46, 16), (110, 50)] {
        let text = desk.text(&pane, width, height).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains("Still missing, ★"), "{width}×{height}: {text}");
    }
    assert!(desk.flat(&pane).contains("What is filled in after the decision takes it back"));
}

#[test]
fn decided_without_what_is_asked_for_it_is_not_called_ready() {
    let mut desk = Desk::new();
    let mut pane = jigsaw(&mut desk);
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "Two teams agree on it.");
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(route(&desk, 0).state, State::Ready));
    let text = desk.flat(&pane);
    assert!(text.contains("◐ decided, lacks") && !text.contains("ready to send"), "{text}");
    assert!(text.contains("It still lacks something: Ctrl+T goes to it."), "{text}");
}

#[test]
fn why_it_goes_without_is_said_with_the_decision() {
    let mut desk = Desk::new();
    let mut pane = jigsaw(&mut desk);
    desk.fill(&mut pane, "unmet", "The school posts the rest.");
    desk.write(&mut pane, "Two teams agree on it.");
    desk.press(&mut pane, ctrl('s'));
    assert!(pane.half_typed().is_none(), "it is recorded");
    let text = desk.flat(&pane);
    assert!(text.contains("● ready to send") && text.contains("It can be sent: Ctrl+T."), "{text}");
    let all = desk.read_on(&mut pane, 78, 40);
    assert!(all.contains("goes without what is asked for: The school posts the rest."), "{all}");
    let asked = desk.press(&mut pane, ctrl('t')).join("\n");
    assert!(asked.contains("Why it goes without: The school posts the rest."), "{asked}");
    assert_eq!(route(&desk, 0).unmet_reason.as_deref(), Some("The school posts the rest."));
}

#[test]
fn what_cannot_be_left_out_is_asked_about_before_it_is_decided() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "X", "ell");
    desk.fill(&mut pane, "f:risk", "He knows the address.");
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "Reasonable cause.");
    let said = desk.said(&mut pane, ctrl('s'));
    let [Say::Confirm { lines, .. }] = &said[..] else { panic!("decided without a word") };
    let lines = lines.join("\n");
    for words in ["cannot go without: What the harm does", "takes the decision back, and the manager's word"]
    {
        assert!(lines.contains(words), "{words}\n{lines}");
    }
    // With all of that there it is decided at once.
    desk.fill(&mut pane, "f:impact", "He wets the bed.");
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(&desk.said(&mut pane, ctrl('s'))[..], [Say::Act { .. }]));
}

#[test]
fn what_was_left_a_moment_ago_and_is_not_saved_yet_is_not_called_missing() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "X", "ell");
    desk.fill(&mut pane, "f:risk", "He knows the address.");
    desk.press(&mut pane, KeyEvent::from(KeyCode::BackTab));
    while pane.card.as_ref().unwrap().form.focused() != Some(&"f:impact".into()) {
        desk.press(&mut pane, KeyEvent::from(KeyCode::BackTab));
    }
    // The desk is slow: what is said to it is not answered.
    for c in "He wets the bed.".chars() {
        desk.said(&mut pane, KeyEvent::from(KeyCode::Char(c)));
    }
    desk.said(&mut pane, TAB);
    desk.said(&mut pane, ctrl('s'));
    assert!(!desk.flat(&pane).contains("Still missing, ‼"), "{}", desk.flat(&pane));
    for c in "Reasonable cause.".chars() {
        desk.said(&mut pane, KeyEvent::from(KeyCode::Char(c)));
    }
    assert!(matches!(&desk.said(&mut pane, ctrl('s'))[..], [Say::Act { .. }]));
}

#[test]
fn what_the_conversation_has_is_on_the_card() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "X", "ell");
    let said = Value::Text("He wets the bed since.".into());
    desk.act(call::Command::Answer { field: "worries.impact".into(), value: said.clone() }).unwrap();
    desk.with(|view| pane.sync(view));
    let field = |pane: &RoutePane| pane.card.as_ref().unwrap().form.value(&"f:impact".into()).unwrap();
    assert_eq!(field(&pane), Some(said));
    desk.fill(&mut pane, "f:impact", "");
    assert!(!route(&desk, 0).fields.contains_key(&"impact".into()), "nobody wrote anything there");
    desk.press(&mut pane, KeyEvent::from(KeyCode::BackTab));
    assert!(desk.flat(&pane).contains("As the conversation has it (stage 6)"), "{}", desk.flat(&pane));
    // Written anew it is the card's own.
    desk.write(&mut pane, " And he is afraid.");
    desk.press(&mut pane, TAB);
    assert!(route(&desk, 0).fields.contains_key(&"impact".into()));
}
