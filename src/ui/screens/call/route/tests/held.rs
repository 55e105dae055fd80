//! What a discussion came to is written on its card once it was sent.

use super::*;

#[test]
fn what_it_came_to_is_written_on_the_card_that_was_sent() {
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
    let mut pane = pane(&desk);
    desk.press(&mut pane, alt(KeyCode::Down));
    assert!(!desk.flat(&pane).contains("What it came to"), "{}", desk.flat(&pane));
    desk.act(RouteCommand::send(route, "It cannot wait.")).unwrap();
    desk.with(|view| pane.sync(view));
    desk.press(&mut pane, alt(KeyCode::Up));
    desk.press(&mut pane, alt(KeyCode::Down));
    assert!(desk.read_on(&mut pane, 110, 40).contains("Not written yet"), "{}", desk.flat(&pane));
    // Field after field; what is still to be said has the keys.
    desk.press(&mut pane, TAB);
    let said = ["13:50", "R. Shah, DC Moss, Dr Hale", "A joint enquiry.", "DC Moss sees the flat tonight."];
    for (at, text) in said.iter().enumerate() {
        assert!(desk.contact.routes.list[0].held.is_empty(), "{at}");
        desk.write(&mut pane, text);
        desk.press(&mut pane, ctrl('s'));
    }
    let held = &desk.contact.routes.list[0].held;
    assert_eq!(held.len(), 1, "{}", desk.flat(&pane));
    assert_eq!((&*held[0].discussion.who, &*held[0].discussion.doing), (said[1], said[3]));
    assert!(pane.half_typed().is_none(), "the fields are empty again");
    let text = desk.read_on(&mut pane, 110, 40);
    assert!(text.contains("Decided: A joint enquiry.") && text.contains(said[1]), "{text}");
}
