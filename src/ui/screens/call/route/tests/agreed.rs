//! What a card says of agreement that is split, and where the keys are after a decision.

use super::*;
use crate::domain::{
    contact::{
        agreement::{self, Answer, Asked, Capacity, WentOn},
        family::{self, Details, Kind},
    },
    ids::PersonNo,
};

/// Names a parent of the first child, who holds parental responsibility.
fn parent(desk: &mut Desk, name: &str) -> PersonNo {
    let child = desk.children()[0];
    let details = Details {
        name: Some(name.into()),
        responsibility: Some(YesNo::Yes),
        responsible_for: vec![child],
        responsibility_how: "birth certificate".into(),
        ..Details::of(Kind::Parent)
    };
    desk.act(family::Command::Add(details)).unwrap();
    desk.contact.family.people.last().unwrap().no
}

fn answers(desk: &mut Desk, person: PersonNo, answer: Answer) {
    let purpose = desk.view.book.policy.outcomes.get(OutcomeLetter('F')).unwrap().purpose.clone().unwrap();
    let asked = Asked {
        person,
        capacity: Capacity::Responsibility { how_known: "birth certificate".into() },
        children: vec![desk.children()[0]],
        purpose,
        agencies: Vec::new(),
        answer,
        words: String::new(),
    };
    desk.act(agreement::Command::Record(asked)).unwrap();
}

#[test]
fn a_card_says_who_is_against_why_it_goes_on_and_who_was_not_asked() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    let (mother, father) = (parent(&mut desk, "Isla Talland"), parent(&mut desk, "Bram Talland"));
    put_on(&mut desk, &mut pane, "F", "Ell");
    answers(&mut desk, mother, Answer::Agreed);
    desk.with(|view| pane.sync(view));
    let outcome = desk.view.book.policy.outcomes.get(OutcomeLetter('F')).unwrap().clone();
    let told =
        |desk: &Desk| desk.with(|view| words::service_against(&view.contact.routes.list[0], &outcome, view));
    assert_eq!(
        told(&desk),
        ["Ellis Brook: Bram Talland holds parental responsibility too and was not asked (F5)"]
    );
    answers(&mut desk, father, Answer::Refused);
    assert_eq!(
        told(&desk),
        [
            "Ellis Brook: agreed by Isla Talland; refused by Bram Talland; nobody has said why it goes on (F5, Alt+g)"
        ]
    );
    let went = WentOn {
        children: vec![desk.children()[0]],
        purpose: outcome.purpose.clone().unwrap(),
        agencies: Vec::new(),
        why: "he sees them twice a year".into(),
    };
    desk.act(agreement::Command::GoOn(went)).unwrap();
    assert_eq!(
        told(&desk),
        [
            "Ellis Brook: agreed by Isla Talland; refused by Bram Talland: gone on because “he sees them twice a year” (A. Okoro); no manager has seen it yet"
        ]
    );
    desk.with(|view| pane.sync(view));
    assert!(desk.read_on(&mut pane, 78, 40).contains("refused by Bram"));
}

#[test]
fn after_a_decision_no_field_has_the_keys() {
    let mut desk = Desk::new();
    let mut pane = pane(&desk);
    put_on(&mut desk, &mut pane, "F", "Ell");
    desk.press(&mut pane, ctrl('s'));
    desk.write(&mut pane, "It helps now.");
    desk.press(&mut pane, ctrl('s'));
    assert!(matches!(route(&desk, 0).state, State::Ready), "{:?}", route(&desk, 0).state);
    desk.write(&mut pane, "practice");
    assert!(desk.said(&mut pane, ctrl('s')).is_empty());
    let text = desk.flat(&pane);
    assert!(text.contains("No field has the keys") && !text.contains("practice"), "{text}");
    assert!(pane.half_typed().is_none());
    desk.press(&mut pane, TAB);
    assert!(!pane.resting);
}
