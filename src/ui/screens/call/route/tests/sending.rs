//! A card on its way: decided, sent, called back, taken off.

use super::*;

/// A card that is with the team.
fn pending(desk: &mut Desk) -> RoutePane {
    let children = desk.children();
    desk.act(RouteCommand::Open { letter: OutcomeLetter('J'), children }).unwrap();
    let no = RouteNo(1);
    for (field, value) in
        [("request", Value::Choice("social_work".into())), ("impact", Value::Text("Cannot be left.".into()))]
    {
        desk.act(RouteCommand::Fill { route: no, field: field.into(), value }).unwrap();
    }
    desk.act(RouteCommand::decide(no, "Both teams agree.")).unwrap();
    desk.act(RouteCommand::send(no, "Late.")).unwrap();
    pane(desk)
}

#[test]
fn sending_shows_every_child_and_every_need_before_it_acts() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "J", "ell");
    assert!(desk.said(&mut pane, ctrl('t')).iter().all(|say| !matches!(say, Say::Confirm { .. })));
    assert!(desk.flat(&pane).contains("No outcome is ready to send"));
    desk.fill(&mut pane, "f:request", "social");
    desk.fill(&mut pane, "f:impact", "Cannot be left alone.");
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "Two teams agree on it.");
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(route(&desk, 0).state, State::Ready));
    // What cannot go is not asked about: the keys are where it lacks, and what lacks is said once.
    assert!(desk.said(&mut pane, ctrl('t')).iter().all(|say| !matches!(say, Say::Confirm { .. })));
    let shown = desk.flat(&pane);
    assert!(shown.contains("Why does Jigsaw for Ellis Brook go without: "), "{shown}");
    assert_eq!(shown.matches("Why does Jigsaw").count(), 1, "{shown}");
    desk.write(&mut pane, "The rest follows by post.");
    let asked = desk.press(&mut pane, ctrl('t')).join("\n");
    for words in [
        "Goes now: Jigsaw for Ellis Brook.",
        "Ellis Brook (about 6)",
        "J Jigsaw: ● ready to send, goes now",
        "Mia Brook (about 9)",
        "no outcome yet",
        "asked for: How the parents and carers see it",
        "Why it goes without: The rest follows by post.",
    ] {
        assert!(asked.contains(words), "{words}\n{asked}");
    }
    // Children and destinations first, then what is wanted.
    assert!(asked.find("Mia Brook (about 9)") < asked.find("asked for:"), "{asked}");
    assert!(matches!(route(&desk, 0).state, State::Pending { .. }), "{}", desk.flat(&pane));
    assert!(pane.half_typed().is_none());
}

#[test]
fn what_is_with_the_team_is_called_back_accepted_or_returned() {
    let mut desk = Desk::new();
    let mut pane = pending(&mut desk);
    desk.press(&mut pane, alt(KeyCode::Char('z')));
    assert!(matches!(route(&desk, 0).state, State::Pending { .. }));
    desk.press(&mut pane, alt(KeyCode::Char('z')));
    assert!(desk.flat(&pane).contains("Say why it is called back"));
    desk.write(&mut pane, "Wrong child.");
    desk.press(&mut pane, alt(KeyCode::Char('z')));
    assert!(matches!(route(&desk, 0).state, State::Recalled { .. }));

    for (key, text) in [("who", "D. Hale, at 14:20"), ("returned", "No gate.")] {
        let mut desk = Desk::new();
        let mut pane = pending(&mut desk);
        desk.press(&mut pane, alt(KeyCode::Down));
        // No field of a card that is out has the keys before somebody goes there.
        assert!(pane.resting);
        desk.press(&mut pane, TAB);
        while pane.card.as_ref().unwrap().form.focused().unwrap().as_str() != key {
            desk.press(&mut pane, TAB);
        }
        desk.write(&mut pane, text);
        desk.press(&mut pane, ctrl('s'));
        assert_eq!(matches!(route(&desk, 0).state, State::Accepted { .. }), key == "who");
        assert_eq!(matches!(route(&desk, 0).state, State::Returned { .. }), key != "who");
        let shown = desk.text(&pane, 46, 16);
        assert!(desk.read_on(&mut pane, 46, 16).contains(text), "{shown}");
    }
}

#[test]
fn a_card_is_taken_off_only_with_a_reason() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "D", "ell");
    desk.press(&mut pane, KeyEvent::from(KeyCode::BackTab));
    desk.press(&mut pane, ctrl('s'));
    assert!(desk.flat(&pane).contains("Say why this card is taken off"));
    desk.write(&mut pane, "Opened by mistake.");
    let asked = desk.press(&mut pane, ctrl('s')).join("\n");
    assert!(asked.contains("D Already logged for Ellis Brook") && asked.contains("Opened by mistake."));
    assert!(matches!(route(&desk, 0).state, State::TakenOff { .. }));
    assert!(desk.flat(&pane).contains("Ellis Brook (about 6) ✗ no outcome yet"));
}

#[test]
fn the_keys_stay_where_something_is_wanted_next() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "J", "ell");
    desk.fill(&mut pane, "f:request", "social");
    desk.fill(&mut pane, "f:impact", "Cannot be left alone.");
    let focused = |pane: &RoutePane| pane.card.as_ref().unwrap().form.focused().unwrap().0.clone();
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "Two teams agree on it.");
    desk.press(&mut pane, ctrl('s'));
    // Decided: what is asked for and not there is next, and not the first criterion.
    let next = focused(&pane);
    assert!(next.starts_with("f:"), "{next}");
    assert!(pane.card.as_ref().unwrap().form.field(&next.as_str().into()).unwrap().is_blank());
    // Whoever sends now is led to where it can be said why it goes without; also from another card.
    let said = desk.said(&mut pane, ctrl('t'));
    assert!(said.iter().all(|say| !matches!(say, Say::Confirm { .. })));
    assert_eq!(focused(&pane), "unmet");
    desk.press(&mut pane, alt(KeyCode::Char('n')));
    desk.said(&mut pane, ctrl('t'));
    assert_eq!(focused(&pane), "unmet");
    desk.write(&mut pane, "The rest follows.");
    desk.press(&mut pane, alt(KeyCode::Char('n')));
    desk.said(&mut pane, ctrl('t'));
    assert!(pane.card.is_none());
}

#[test]
fn a_change_on_a_ready_card_takes_the_decision_back_before_anything_goes() {
    let mut desk = Desk::new();
    let mut pane = pending(&mut desk);
    desk.act(RouteCommand::Recall { route: RouteNo(1), why: "Wrong.".into() }).unwrap();
    desk.act(RouteCommand::decide(RouteNo(1), "Both agree.")).unwrap();
    desk.with(|view| pane.sync(view));
    desk.press(&mut pane, alt(KeyCode::Down));
    // Why it came back is still told, and who called it back.
    let all = desk.read_on(&mut pane, 110, 50);
    assert!(all.contains("recalled, A. Okoro: Wrong."), "{all}");
    desk.write(&mut pane, "met");
    let said = desk.said(&mut pane, ctrl('t'));
    assert!(said.iter().all(|say| !matches!(say, Say::Confirm { .. })) && said.len() == 1);
    assert!(desk.flat(&pane).contains("Decide the card again"));
}

#[test]
fn a_team_that_has_not_answered_after_all_is_asked_again() {
    let mut desk = Desk::new();
    let mut pane = pending(&mut desk);
    desk.act(RouteCommand::Accept { route: RouteNo(1), who: "J. Lane".into() }).unwrap();
    desk.press(&mut pane, alt(KeyCode::Down));
    desk.press(&mut pane, TAB);
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(route(&desk, 0).state, State::Accepted { .. }));
    desk.write(&mut pane, "He rang about another child.");
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(route(&desk, 0).state, State::Pending { .. }));
    let all = desk.read_on(&mut pane, 110, 50);
    assert!(all.contains("He rang about another child."), "{all}");
}

/// Two cards, one a child, that are ready and lack something; the third lacks nothing.
fn three_ready(desk: &mut Desk) -> RoutePane {
    // Safety does not wait for the rest of the conversation: no card lacks that.
    desk.act(call::Command::MarkUrgent).unwrap();
    let each = desk.children();
    for (no, children) in (1..).zip([vec![each[0]], vec![each[1]], each]) {
        let (route, letter) = (RouteNo(no), if no < 3 { 'J' } else { 'I' });
        desk.act(RouteCommand::Open { letter: OutcomeLetter(letter), children }).unwrap();
        let fill = |desk: &mut Desk, field: &str, value: Value| {
            desk.act(RouteCommand::Fill { route, field: field.into(), value }).unwrap();
        };
        if letter == 'J' {
            fill(desk, "request", Value::Choice("social_work".into()));
            fill(desk, "impact", Value::Text("Cannot be left.".into()));
        } else {
            fill(desk, "reason", Value::Text("Two surnames were mixed up.".into()));
        }
        desk.act(RouteCommand::decide(route, "All agree.")).unwrap();
        assert!(matches!(desk.contact.routes.list.last().unwrap().state, State::Ready));
    }
    pane(desk)
}

#[test]
fn each_card_that_lacks_something_is_asked_for_a_reason_of_its_own() {
    let mut desk = Desk::new();
    let mut pane = three_ready(&mut desk);
    let at = |pane: &RoutePane| {
        let card = pane.card.as_ref().unwrap();
        (card.no.0, card.form.focused().unwrap().as_str().to_owned())
    };
    // One after the other, each with whom it is about, where it goes and what is missing.
    let asks = |said: Vec<Say>| match &said[..] {
        [Say::Confirm { lines, .. }] => lines.join("\n"),
        _ => panic!("asked nothing"),
    };
    let asked = asks(desk.said(&mut pane, ctrl('t')));
    assert!(asked.contains("Jigsaw for Ellis Brook stays, and still wants:"), "{asked}");
    assert!(asked.contains("nothing is written"), "{asked}");
    assert_eq!(at(&pane), (1, "unmet".to_owned()));
    desk.write(&mut pane, "The school posts it.");
    desk.said(&mut pane, ctrl('t'));
    assert_eq!(at(&pane), (2, "unmet".to_owned()));
    let shown = desk.flat(&pane);
    assert!(shown.contains("Why does Jigsaw for Mia Brook go without: ") && !shown.contains("asked after"));
    assert!(!shown.contains("The school posts it."), "one card's reason stands on another: {shown}");
    // Only what has its reason would go.
    let asked = asks(desk.said(&mut pane, ctrl('t')));
    assert!(asked.contains("Stays here, not sent: Jigsaw for Mia Brook."), "{asked}");
    let refused = desk.act(RouteCommand::send(RouteNo(2), "")).unwrap_err();
    assert!(refused.contains("for Mia Brook still wants"), "{refused}");
    desk.write(&mut pane, "Her form comes on Monday.");
    // What is half written is kept a card at a time.
    let half = pane.half_typed().unwrap();
    let mut pane = RoutePane::default();
    desk.with(|view| pane.restore(&half.body, view));
    let asked = desk.press(&mut pane, ctrl('t')).join("\n");
    for words in
        ["Why it goes without: The school posts it.", "Why it goes without: Her form comes on Monday."]
    {
        assert!(asked.contains(words), "{words}\n{asked}");
    }
    let why = |at| route(&desk, at).unmet_reason.clone();
    assert_eq!(why(0).as_deref(), Some("The school posts it."));
    assert_eq!(why(1).as_deref(), Some("Her form comes on Monday."));
    assert!(pane.half_typed().is_none());
}

#[test]
fn what_can_go_goes_and_what_lacks_something_stays() {
    let mut desk = Desk::new();
    let mut pane = three_ready(&mut desk);
    let said = desk.said(&mut pane, ctrl('t'));
    let [Say::Confirm { title, lines, then }] = &said[..] else { panic!("asked nothing") };
    assert_eq!(title, "Send what can go now?");
    let text = lines.join("\n");
    assert!(lines[0].starts_with("Goes now: ") && lines[0].contains("Ellis Brook, Mia Brook"), "{text}");
    assert!(
        lines[1].starts_with("Stays here, not sent: Jigsaw for Ellis Brook; Jigsaw for Mia Brook."),
        "{text}"
    );
    assert!(text.contains("✗ decided, cannot go yet: stays"), "{text}");
    assert_eq!(text.matches("ready to send, goes now").count(), 2, "{text}");
    assert!(text.contains("Jigsaw for Mia Brook stays, and still wants:"), "{text}");
    let Say::Act { command, .. } = &**then else { panic!("no act") };
    assert_eq!(*command, RouteCommand::send(RouteNo(3), "").into());
    // Said yes to, one is gone, and the others wait for their reasons.
    let mut pane = self::pane(&desk);
    desk.press(&mut pane, ctrl('t'));
    assert!(!matches!(route(&desk, 2).state, State::Ready), "{:?}", route(&desk, 2).state);
    assert!((0..2).all(|at| matches!(route(&desk, at).state, State::Ready)));
    assert!(desk.flat(&pane).contains("2 cards stay"), "{}", desk.flat(&pane));
}

#[test]
fn a_card_that_lacks_nothing_is_not_asked_why_it_goes_without() {
    let mut desk = Desk::new();
    let mut pane = three_ready(&mut desk);
    desk.with(|view| pane.show(Some(RouteNo(3)), view));
    let lacking = desk.with(|view| pane.lacking(view));
    assert!(lacking.iter().all(|(no, _)| no.0 < 3), "{lacking:?}");
    assert!(!pane.card.as_ref().unwrap().has(Own::Unmet), "{}", desk.flat(&pane));
}

#[test]
fn what_cannot_be_left_out_is_where_the_keys_go_and_each_need_says_where_it_is_filled_in() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "J", "ell");
    desk.fill(&mut pane, "f:request", "social");
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "Two teams agree on it.");
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(route(&desk, 0).state, State::Ready), "{}", desk.flat(&pane));
    assert!(desk.said(&mut pane, ctrl('t')).iter().all(|say| !matches!(say, Say::Confirm { .. })));
    let shown = desk.flat(&pane);
    assert!(shown.contains("cannot go without: ") && shown.contains("(on this card)"), "{shown}");
    // Refused: the keys are in the field that lacks, not where a reason would be written that cannot stand for it.
    let focused = pane.card.as_ref().unwrap().form.focused().unwrap().clone();
    assert_eq!(focused.as_str(), "f:impact");
    desk.write(&mut pane, "Cannot be left alone.");
    desk.press(&mut pane, TAB);
    assert!(route(&desk, 0).fields.contains_key(&"impact".into()));
    // A field that is filled calls for nothing any more.
    let label =
        |pane: &RoutePane| pane.card.as_ref().unwrap().form.field(&"f:impact".into()).unwrap().label.clone();
    desk.with(|view| pane.sync(view));
    assert!(!label(&pane).contains('‼'), "{}", label(&pane));
}

#[test]
fn a_card_that_invites_agencies_does_not_say_that_all_stays_here() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "X", "ell");
    let all = |desk: &Desk, pane: &mut RoutePane| {
        desk.read_on(pane, 78, 40).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let before = all(&desk, &mut pane);
    assert!(
        before.contains("Nobody is brought in on the card yet.")
            && !before.contains("stays within the authority"),
        "{before}"
    );
    let value = Value::Choices(vec!["police".into(), "health".into()]);
    desk.act(RouteCommand::Fill { route: RouteNo(1), field: "invited".into(), value }).unwrap();
    desk.with(|view| pane.sync(view));
    let after = all(&desk, &mut pane);
    assert!(
        after.contains("It brings in police, health.") && !after.contains("stays within the authority"),
        "{after}"
    );
}
