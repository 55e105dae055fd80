//! Records that are restricted, and families that are marked, at a console that only records.

use super::*;

fn mark(desk: &mut Desk, contact: ContactId) {
    let why = Some("Dean threatened a midwife".to_owned());
    must(desk, contact, vec![Night::NoLone(NoLoneVisits { why, lifted: None }).into()]);
}

#[test]
fn a_record_that_is_restricted_is_closed_to_everybody_who_is_not_known_to_be_named() {
    let (practice, _) = spoilt_evening(|bello, marsh, known| {
        let line = call::Command::LeaveForHandover { line: "his uncle works here".to_owned() };
        must(bello, known, vec![line.into()]);
        mark(bello, known);
        let goes = |desk: &mut Desk| {
            let Deed::Visit(_, Command::Start(mut going)) = start(desk.now(), Some(Reference(1))) else {
                panic!()
            };
            going.danger = Some("he has her by the door".to_owned());
            let answers = does(desk, Deed::Visit(None, Command::Start(going)));
            assert!(matches!(answers[0], Answer::Done { .. }), "{answers:?}");
        };
        goes(marsh);
        let named = vec![bello.actor().unwrap().person];
        let why = "a colleague's relative".to_owned();
        let restricted = Restricted { kind: Why::Other, why, named, family_of: vec![] };
        must(bello, known, vec![Access::Restrict(restricted).into()]);
        goes(bello);
        let of_nobody = take(marsh);
        must(marsh, of_nobody, vec![call::Command::LeaveForHandover { line: "ring her".to_owned() }.into()]);
    });
    later(&practice, 60);
    let (mut bello, mut okoro) = (recording(&practice, "T. Bello", 71), recording(&practice, "A. Okoro", 72));
    // Who is named goes on; who is not learns no more than that colleagues are overdue.
    assert_eq!(board(&mut bello, Kind::Visit).len(), 2);
    assert_eq!(board(&mut bello, Kind::Unfiled).len(), 2);
    assert!(board(&mut okoro, Kind::Visit).is_empty());
    assert_eq!(board(&mut okoro, Kind::Unfiled).len(), 1);
    let told = alarms(&practice.clock, &mut okoro);
    assert!(told.iter().any(|(_, words)| words.starts_with("T. Bello is overdue")), "{told:?}");
    for desk in [&mut bello, &mut okoro] {
        assert_eq!(brief(desk).left, ["C-2 ring her"], "what anybody may be told");
    }
    let answers = does(&mut okoro, start(practice.clock.now(), Some(Reference(1))));
    let (code, words) = refused(&answers);
    assert!(code == "ClosedRecordMarked" && !words.contains("midwife"), "{words}");
    // Whoever is out there themselves comes back, although the record was closed to them meanwhile.
    let mut marsh = recording(&practice, "L. Marsh", 73);
    let own = board(&mut marsh, Kind::Visit);
    assert_eq!((own.len(), own[0].person), (1, marsh.actor().map(|actor| actor.person)));
    let how = "she came out by herself".to_owned();
    assert!(keeps(&mut marsh, of(visit(&own).id, Command::BackSafe { how }), Kind::Visit).len() <= 1);
}

#[test]
fn a_family_that_is_known_to_be_marked_is_not_gone_to_alone() {
    let (practice, file) = spoilt_evening(|bello, _, known| mark(bello, known));
    let mut marsh = recording(&practice, "L. Marsh", 72);
    let now = marsh.now();
    let answers = does(&mut marsh, start(now, Some(Reference(1))));
    assert_eq!(refused(&answers).0, "NoLoneVisits");
    let mut other = start(now, Some(Reference(1)));
    if let Deed::Visit(_, Command::Start(going)) = &mut other {
        going.not_theirs = vec![NotTheirs { reference: Reference(1), why: "their Noor is three".to_owned() }];
    }
    assert_eq!(refused(&does(&mut marsh, other)).0, "MarkedItself");
    let mut danger = start(now, Some(Reference(1)));
    if let Deed::Visit(_, Command::Start(going)) = &mut danger {
        going.danger = Some("he has her by the door".to_owned());
    }
    let id = visit(&keeps(&mut marsh, danger, Kind::Visit)).id;
    keeps(&mut marsh, of(id, Command::BackSafe { how: String::new() }), Kind::Visit);
    drop(marsh);
    let mut manager = mended(&practice, &file);
    let out: Visit = visit(&manager.store().board(Kind::Visit).unwrap());
    assert!(out.waits_for_look() && out.started.elsewhere.is_empty(), "{out:?}");
    whole(&mut manager);
}
