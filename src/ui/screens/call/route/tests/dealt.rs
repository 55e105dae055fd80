//! Children who are dealt with in the contact that this one is attached to: said by one chord.

use super::*;
use crate::domain::{
    contact::others::{Other, Tie},
    ids::{ContactId, Reference},
};

/// A contact about Ellis and Mia, attached to an earlier one about them in which a card was sent for Ellis.
fn attached() -> (Desk, RoutePane) {
    let mut earlier = Desk::new();
    let ellis = earlier.children()[0];
    earlier.act(RouteCommand::Open { letter: OutcomeLetter('I'), children: vec![ellis] }).unwrap();
    let (route, value) = (RouteNo(1), Value::Text("His worker knows it all.".into()));
    earlier.act(RouteCommand::Fill { route, field: "reason".into(), value }).unwrap();
    earlier.act(RouteCommand::decide(route, "His worker sees him daily.")).unwrap();
    earlier.act(RouteCommand::send(route, "The rest is known.")).unwrap();
    let (to, reference) = (ContactId(uuid::Uuid::from_u128(8)), Reference(1203));
    let other = Other { id: to, reference, ..Other::of(&earlier.contact, Tie::Earlier) };
    let mut desk = Desk::new();
    desk.act(call::Command::AttachTo { to, reference }).unwrap();
    desk.beside = vec![other];
    let pane = pane(&desk);
    (desk, pane)
}

#[test]
fn it_is_offered_asked_and_said_by_one_chord() {
    let (mut desk, mut pane) = attached();
    let text = desk.flat(&pane);
    assert!(
        text.contains("⇧ Ellis Brook: an outcome was sent in C-1203. Ctrl+S without a destination"),
        "{text}"
    );
    // Danger now is asked of whoever rings this time, and nothing is done before.
    assert!(desk.press(&mut pane, ctrl('s')).is_empty());
    assert!(
        desk.flat(&pane).contains("Danger now, asked of whoever rings this time (Alt+s)"),
        "{}",
        desk.flat(&pane)
    );
    assert!(desk.contact.routes.list.is_empty());
    let no = call::Command::Answer { field: "safety.danger".into(), value: Value::YesNo(YesNo::No) };
    desk.act(no).unwrap();
    // Nobody joins two calls unread.
    assert!(desk.press(&mut pane, ctrl('s')).is_empty());
    assert!(desk.flat(&pane).contains("what is new in this call"), "{}", desk.flat(&pane));
    desk.write(&mut pane, "a new bruise");
    assert!(desk.press(&mut pane, ctrl('s')).is_empty());
    desk.write(&mut pane, "same school, same day");
    let said = desk.said(&mut pane, ctrl('s'));
    let [Say::Confirm { title, lines, .. }] = &said[..] else { panic!("done unasked") };
    assert_eq!(title, "Dealt with in C-1203?");
    assert!(
        lines[0].contains("Ellis Brook: sent in C-1203 for Ellis Brook: I Information, noted"),
        "{lines:?}"
    );
    let lines = lines.join(" ");
    assert!(!lines.contains("Mia") && lines.contains("New in this call: a new bruise"), "{lines}");
    assert!(lines.contains("How you know: same school, same day"), "{lines}");
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(route(&desk, 0).state, State::Sent { .. }));
    assert_eq!(route(&desk, 0).fields[&"master".into()], Value::Text("C-1203".into()));
    let text = desk.flat(&pane);
    assert!(text.contains("Ellis Brook (about 6) D Already logged: ✓ sent"), "{text}");
    assert!(text.contains("Mia Brook (about 9) ✗ no outcome yet") && !text.contains('⇧'), "{text}");
}

#[test]
fn whoever_wrote_a_letter_or_chose_another_child_means_that() {
    let (mut desk, mut pane) = attached();
    let no = call::Command::Answer { field: "safety.danger".into(), value: Value::YesNo(YesNo::No) };
    desk.act(no).unwrap();
    put_on(&mut desk, &mut pane, "F", "ell");
    assert_eq!(route(&desk, 0).letter, OutcomeLetter('F'));
    desk.press(&mut pane, alt(KeyCode::Char('n')));
    desk.press(&mut pane, TAB);
    desk.write(&mut pane, "mia");
    assert!(desk.press(&mut pane, ctrl('s')).is_empty());
    assert!(desk.flat(&pane).contains("Write the letter of a destination first"), "{}", desk.flat(&pane));
    assert_eq!(desk.contact.routes.list.len(), 1);
}

#[test]
fn of_a_record_that_is_closed_nobody_learns_whether_an_outcome_stands_in_it() {
    let (mut desk, pane) = attached();
    desk.beside[0].veiled = true;
    assert!(!desk.flat(&pane).contains('⇧'), "{}", desk.flat(&pane));
    let refused = |desk: &Desk, child| {
        let (new, how) = ("nothing".to_owned(), "the same school".to_owned());
        let command = RouteCommand::DealtWith { children: vec![child], new, how }.into();
        desk.with(|view| desk.contact.judge_beside(&command, &desk.beside, &view.context())).unwrap_err()
    };
    // Something was sent there for the first, and nothing for the second: both are answered alike.
    let [sent, other] = [0, 1].map(|at| refused(&desk, desk.children()[at]));
    assert_eq!((sent.code, &sent.words), ("RestrictedThere", &other.words));
}
