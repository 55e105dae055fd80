//! A restricted record that is opened by break-glass: who sees it, how long, and who is told.

use super::*;

#[test]
fn break_glass_ends_by_itself_and_waits_for_another_manager() {
    let mut bench = Bench::new();
    let ready = bench.contact();
    bench.restrict(ready, &[], &[]);
    let manager = bench.sign_in(Role::CrsManager);
    let unreasoned = access::Command::BreakGlass { why: "  ".to_owned() };
    assert_eq!(code(bench.desk.answer(act(ready, unreasoned))), "ReasonNeeded");
    bench.desk.answer(act(ready, break_glass())).unwrap();
    bench.desk.answer(Request::Open(ready.id)).unwrap();
    let (begun, contact) = (bench.clock.now(), bench.desk.contact(ready.reference).unwrap());
    assert_eq!(contact.access.time_left(manager.person, begun), Some(TimeDelta::minutes(30)));
    assert_eq!(contact.access.time_left(manager.person, begun + TimeDelta::minutes(30)), None);
    // It stands where managers look, without a name of the record, and not their own to look at.
    let seen = access::Command::SeeGlass { no: GlassNo(1), words: "it was right".to_owned() };
    assert_eq!(code(bench.desk.answer(act(ready, seen.clone()))), "OwnGlass");
    bench.sign_in(Role::HeadOfService);
    assert_eq!(code(bench.desk.answer(Request::Open(ready.id))), "Restricted", "it opens for nobody else");
    let shown = row(&mut bench, Lane::Oversight, ready).unwrap();
    assert!(shown.stands.starts_with("break-glass by crs_manager"), "{}", shown.stands);
    assert!(shown.preview[0].contains("look at it") && shown.children.is_empty() && shown.who == RESTRICTED);
    bench.desk.answer(act(ready, seen)).unwrap();
    assert!(row(&mut bench, Lane::Oversight, ready).is_none());
    // Thirty minutes later the console shows it no longer, though nobody pressed a key.
    bench.sign_in(Role::CrsManager);
    bench.desk.answer(Request::Open(ready.id)).unwrap();
    bench.clock.set(begun + TimeDelta::minutes(29));
    assert!(bench.desk.idle().is_empty());
    bench.clock.set(begun + TimeDelta::minutes(30));
    let idle = bench.desk.idle();
    assert!(matches!(&idle[..], [Answer::Shut { contact, .. }] if *contact == ready.id), "{idle:?}");
    assert_eq!(code(bench.desk.answer(Request::Open(ready.id))), "Restricted");
    assert_eq!(code(bench.desk.answer(act(ready, note("more")))), "Restricted");
    let broken: Vec<_> = looks(&bench)
        .into_iter()
        .filter(|look| matches!(look, looked::Event::Opened(opened) if opened.glass.is_some()))
        .collect();
    assert_eq!(broken.len(), 1, "the journal says that it was opened by break-glass, and why: {broken:?}");
}

#[test]
fn a_closed_record_opened_by_break_glass_waits_in_the_oversight_lane_all_the_same() {
    let mut bench = Bench::new();
    let ready = bench.closed();
    bench.restrict(ready, &[], &[]);
    let bello = bench.bello.clone();
    bench.does(ready, &bello, &[break_glass()]);
    bench.sign_in(Role::HeadOfService);
    assert!(row(&mut bench, Lane::Oversight, ready).is_some());
    let seen = access::Command::SeeGlass { no: GlassNo(1), words: "it was right".to_owned() };
    bench.desk.answer(act(ready, seen)).unwrap();
    assert!(row(&mut bench, Lane::All, ready).is_none());
}
