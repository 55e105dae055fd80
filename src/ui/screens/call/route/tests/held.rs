//! What a discussion came to is written on its card once it was sent.

use super::*;

const SAID: [&str; 4] =
    ["14:07", "R. Shah, DC Moss, Dr Hale", "A joint enquiry.", "DC Moss sees the flat tonight."];

/// A card on which the worker and the manager decided that people meet.
fn decided() -> Desk {
    let mut desk = Desk::new();
    let ellis = desk.children()[0];
    let route = RouteNo(1);
    let answer = |desk: &mut Desk, field: &str, yes| {
        desk.act(call::Command::Answer { field: field.into(), value: Value::YesNo(yes) }).unwrap();
    };
    answer(&mut desk, "s47.test", YesNo::Yes);
    answer(&mut desk, "safety.danger", YesNo::No);
    desk.act(RouteCommand::Open { letter: OutcomeLetter('X'), children: vec![ellis] }).unwrap();
    for (field, text) in [("impact", "He is afraid."), ("risk", "Three burns in a month.")] {
        desk.act(RouteCommand::Fill { route, field: field.into(), value: Value::Text(text.into()) }).unwrap();
    }
    desk.act_as(&okoro(), RouteCommand::decide(route, "Reasonable cause.")).unwrap();
    desk.act_as(&shah(), RouteCommand::Second { route, agree: true, words: "I agree.".into() }).unwrap();
    desk
}

fn sent() -> Desk {
    let mut desk = decided();
    desk.act(RouteCommand::send(RouteNo(1), "It cannot wait.")).unwrap();
    desk
}

#[test]
fn what_it_came_to_is_written_on_the_card_that_was_sent() {
    let mut desk = decided();
    let mut pane = pane(&desk);
    desk.press(&mut pane, alt(KeyCode::Down));
    assert!(!desk.flat(&pane).contains("What it came to"), "{}", desk.flat(&pane));
    desk.act(RouteCommand::send(RouteNo(1), "It cannot wait.")).unwrap();
    desk.with(|view| pane.sync(view));
    desk.press(&mut pane, alt(KeyCode::Up));
    desk.press(&mut pane, alt(KeyCode::Down));
    assert!(desk.read_on(&mut pane, 110, 40).contains("Not written yet"), "{}", desk.flat(&pane));
    // Field after field; what is still to be said has the keys.
    desk.press(&mut pane, TAB);
    for (at, text) in SAID.iter().enumerate() {
        assert!(desk.contact.routes.list[0].held.is_empty(), "{at}");
        desk.write(&mut pane, text);
        desk.press(&mut pane, ctrl('s'));
    }
    let held = &desk.contact.routes.list[0].held;
    assert_eq!(held.len(), 1, "{}", desk.flat(&pane));
    assert_eq!((&*held[0].discussion.who, &*held[0].discussion.doing), (SAID[1], SAID[3]));
    assert!(pane.half_typed().is_none(), "the fields are empty again");
    let text = desk.read_on(&mut pane, 110, 40);
    assert!(text.contains("Decided: A joint enquiry.") && text.contains(SAID[1]), "{text}");
}

#[test]
fn the_chord_saves_what_was_written_of_the_discussion_before_it_calls_the_card_back() {
    let mut desk = sent();
    let mut pane = pane(&desk);
    desk.press(&mut pane, alt(KeyCode::Down));
    desk.press(&mut pane, TAB);
    for text in SAID {
        desk.write(&mut pane, text);
        desk.press(&mut pane, TAB);
    }
    assert!(desk.flat(&pane).contains("writes down what it came to"), "{}", desk.flat(&pane));
    desk.press(&mut pane, ctrl('s'));
    assert_eq!(desk.contact.routes.list[0].held.len(), 1, "{}", desk.flat(&pane));
    let text = desk.flat(&pane);
    assert!(text.contains("✓ Saved at") && !text.contains("Call this card back?"), "{text}");

    // Half of it written, the chord asks for the rest of it, wherever the keys are.
    desk.press(&mut pane, TAB);
    desk.write(&mut pane, SAID[0]);
    for _ in 0..4 {
        desk.press(&mut pane, TAB);
    }
    desk.press(&mut pane, ctrl('s'));
    assert!(desk.flat(&pane).contains("Say who took part"), "{}", desk.flat(&pane));
}

#[test]
fn what_the_discussion_decided_is_not_missed_where_it_stands_on_the_card_or_was_written_since() {
    let mut desk = sent();
    let mut pane = pane(&desk);
    desk.press(&mut pane, alt(KeyCode::Down));
    let missed = "What was decided";
    let text = desk.flat(&pane);
    assert!(text.contains("Not written on the card") && text.contains(missed), "{text}");
    desk.press(&mut pane, TAB);
    for text in SAID {
        desk.write(&mut pane, text);
        desk.press(&mut pane, TAB);
    }
    desk.press(&mut pane, ctrl('s'));
    let text = desk.flat(&pane);
    assert!(text.contains("Not written on the card") && !text.contains(missed), "{text}");
}
