//! What is refused about the desk itself, and of what two write at once.

use super::*;

#[test]
fn who_may_not_enrol_a_device_is_journalled() {
    let mut bench = Bench::new();
    let manager = bench.desk.book().state.find_staff("crs_manager").unwrap();
    let last = |desk: &Desk| {
        let entry = desk.store().after(0, usize::MAX).unwrap().pop().unwrap();
        (entry.kind, entry.person, entry.body)
    };
    let journalled = |desk: &Desk, deed: &str, code: &str| {
        let (kind, person, body) = last(desk);
        assert_eq!((kind.as_str(), person), ("desk.deed_refused.v1", Some(desk.actor().unwrap().person)));
        for word in [deed, code, &manager.0.to_string()] {
            assert!(body.contains(word), "{body}");
        }
    };
    bench.sign_in(Role::CrsManager);
    assert!(bench.desk.propose_device(manager, Kind::Bound).is_err());
    journalled(&bench.desk, "propose_device", "OwnDevice");
    bench.sign_in(Role::SocialWorker);
    assert!(bench.desk.propose_device(manager, Kind::Bound).is_err());
    journalled(&bench.desk, "propose_device", "NotYours");
    bench.sign_in(Role::EdtManager);
    let proposed = bench.desk.propose_device(manager, Kind::Bound).unwrap();
    assert!(bench.desk.enrol_device(proposed.device, "1234 5678").is_err());
    journalled(&bench.desk, "enrol_device", "ProposedIt");
    bench.sign_in(Role::CrsManager);
    assert!(bench.desk.enrol_device(proposed.device, "1234 5678").is_err());
    journalled(&bench.desk, "enrol_device", "OwnDevice");
    bench.sign_in(Role::Administrator);
    assert!(bench.desk.enrol_device(proposed.device, "1234 5678").is_err());
    journalled(&bench.desk, "enrol_device", "SecretDiffers");
    // Nobody gives themselves the duty or the role, and the try is kept too.
    let admin = bench.sign_in(Role::Administrator);
    let at = bench.clock.now();
    let gains = RolesChanged { account: admin.account, roles: vec![Role::CrsManager], at };
    let error = bench.desk.answer(Request::Desk(Box::new(Run::ChangeRoles(gains)))).unwrap_err();
    assert!(matches!(error, DeskError::Refused(_)));
    let (kind, person, body) = last(&bench.desk);
    assert_eq!((kind.as_str(), person), ("desk.deed_refused.v1", Some(admin.person)));
    assert!(body.contains("GainsOwnRole"), "{body}");
    assert!(bench.desk.verify(&mut |_| {}).unwrap().is_ok());
    bench.sign_in(Role::Auditor);
    let did = bench.desk.audit_person("crs_manager", (None, None)).unwrap();
    let told = "tried to propose a device for crs_manager of the test; refused: own device";
    assert!(did.entries.iter().any(|entry| entry.words == told), "{:?}", did.entries);
}

#[test]
fn nobody_writes_over_what_a_colleague_wrote_in_the_same_place_a_moment_ago() {
    let practice = Practice::new(0);
    let mut okoro = open(&practice.folder, "A. Okoro", 71);
    let id = take(&mut okoro);
    let seen = okoro.contact_by_id(id).unwrap().version;
    let mut marsh = open(&practice.folder, "L. Marsh", 72);
    let writes = |desk: &mut Desk, name: &str| {
        let caller = call::Caller { name: Some(name.to_owned()), ..call::Caller::default() };
        let command = call::Command::SetCaller(caller).into();
        let act = Act { tag: 1, contact: id, command, seen, event: None, step_up: None };
        desk.handle(Request::Act(Box::new(act)))
    };
    let answers = writes(&mut okoro, "Dale Pryor");
    assert!(matches!(answers[0], Answer::Done { .. }), "{answers:?}");
    let answers = writes(&mut marsh, "Somebody");
    assert!(matches!(answers[0], Answer::Refused { code: "ChangedMeanwhile", .. }), "{answers:?}");
    assert_eq!(marsh.contact_by_id(id).unwrap().call.caller.name.as_deref(), Some("Dale Pryor"));
}
