//! What was refused in one contact of a family stands before every manager who is asked in another.

use dutydesk::domain::{
    contact::{agreement::Answer as Said, oversight},
    ids::OverrideNo,
};

use super::*;

#[test]
fn a_manager_who_is_asked_in_a_second_call_is_shown_what_was_refused_in_the_first() {
    let mut bench = Bench::new();
    let (first, second, strangers) = (bench.contact(), bench.contact(), take(&mut bench, neighbour(), false));
    let okoro = bench.okoro.clone();
    let state = &bench.desk.book().state;
    let shah = state.actor(state.find_account("r.shah").unwrap().id).unwrap();
    let asks = |bench: &mut Bench, ready: Ready| {
        let now = bench.desk.now();
        bench.does(ready, &okoro, &[tries::ask(now)]);
    };
    bench.does(first, &okoro, &[tries::agreement(Said::Refused, "police")]);
    asks(&mut bench, first);
    let declines = oversight::Command::Decline {
        no: OverrideNo(1),
        reason: "their grandmother can be asked first".to_owned(),
        next: "ring her".to_owned(),
    };
    bench.does(first, &shah, &[declines.into()]);
    attach(&mut bench, second, strangers);
    attach(&mut bench, strangers, first);
    bench.does(
        second,
        &okoro,
        &[tries::agreement(Said::NotAsked { why: "he listens".to_owned() }, "police")],
    );
    asks(&mut bench, second);
    let contact = bench.desk.contact(second.reference).unwrap();
    let asked = &contact.oversight.overrides[0];
    let told: Vec<_> = asked.elsewhere.iter().map(|told| (told.reference, told.words.as_str())).collect();
    let [(one, manager), (other, mother)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((*one, *other), (first.reference, first.reference));
    assert!(mother.ends_with("as holder of parental responsibility: refused"), "{mother}");
    assert_eq!(*manager, "override 1 was declined: “their grandmother can be asked first”");
    // Nothing of it is lost where the two are taken apart again.
    let apart = Request::Detach { contact: second.id, other: strangers.id, why: "another family".to_owned() };
    bench.desk.answer(apart).unwrap();
    let after = bench.desk.contact(second.reference).unwrap();
    assert_eq!(after.oversight.overrides[0].elsewhere, asked.elsewhere);
}
