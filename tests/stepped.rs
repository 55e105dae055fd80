//! The machine's clock is set while somebody works: the order of what was written never changes, and the step is journalled.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use dutydesk::{
    desk::{Clock, Desk, Opening, Random, Request, protocol::Act},
    domain::{
        contact::call,
        desk::{ClockStepped, Event},
        policy::script::StageNo,
    },
};

use crate::common::console::Practice;

fn steps(desk: &Desk) -> Vec<ClockStepped> {
    let stream = desk.store().meta().desk.0;
    let entries = desk.store().stream(stream).unwrap();
    entries
        .iter()
        .filter_map(|entry| match Event::read(&entry.kind, &entry.body) {
            Ok(Event::ClockStepped(stepped)) => Some(stepped),
            _ => None,
        })
        .collect()
}

#[test]
fn a_step_of_the_clock_is_journalled_and_changes_no_order() {
    let practice = Practice::new(3);
    let clock = Arc::clone(&practice.clock);
    let begun = clock.now();
    clock.has_passed(Duration::ZERO);
    let opening = Opening { console: true, bulk: false };
    let mut desk =
        Desk::open(&practice.folder, opening, Arc::clone(&clock) as Arc<dyn Clock>, Random::Seeded(5))
            .unwrap();
    desk.sign_in_for_practice("A. Okoro").unwrap();
    let id = desk.contact("C-1841".parse().unwrap()).unwrap().id;
    let note = |desk: &mut Desk, text: &str| {
        let note = call::NewNote {
            text: text.to_owned(),
            mark: None,
            happened: None,
            typed: None,
            child: None,
            stage: StageNo(4),
        };
        let command = call::Command::Write(note).into();
        let act = Act { tag: 1, contact: id, command, seen: u64::MAX, event: None, step_up: None };
        desk.handle(Request::Act(Box::new(act)));
    };
    // A clock that is put right by less than two seconds is no step.
    clock.set(begun + TimeDelta::seconds(11));
    clock.has_passed(Duration::from_secs(10));
    note(&mut desk, "first");
    assert_eq!(steps(&desk), []);
    // Forward by an hour, and back by two.
    clock.set(begun + TimeDelta::seconds(20) + TimeDelta::hours(1));
    clock.has_passed(Duration::from_secs(20));
    note(&mut desk, "second");
    clock.set(begun + TimeDelta::seconds(30) - TimeDelta::hours(1));
    clock.has_passed(Duration::from_secs(30));
    note(&mut desk, "third");
    let found = steps(&desk);
    let off = |step: &ClockStepped| step.shown.signed_duration_since(step.expected).num_minutes();
    assert_eq!(found.iter().map(off).collect::<Vec<_>>(), [59, -120], "{found:?}");
    // What was written stands in the order in which it was written, whatever the clock showed.
    let contact = desk.contact_by_id(id).unwrap();
    let notes: Vec<&str> = contact.call.notes.iter().map(call::Note::current).collect();
    assert!(notes.ends_with(&["first", "second", "third"]), "{notes:?}");
    let entries = desk.store().stream(id.0).unwrap();
    assert!(
        entries.windows(2).all(|pair| pair[0].seq < pair[1].seq && pair[0].version + 1 == pair[1].version)
    );
    assert!(entries.windows(2).any(|pair| pair[0].at > pair[1].at), "the clock was set back");
}
