//! A desk by other protocols: the same program, other data.

use std::sync::Arc;

use dutydesk::{
    desk::{
        Answer, Desk, Opening, Random, Request,
        clock::FixedClock,
        found::{self, Person, Sitting},
        protocol::Act,
    },
    domain::{
        contact::call::{self, Caller, Take},
        policy::{CallerKind, Mode, Role, hours::Coverage},
    },
    store::Folder,
};

use super::at;

#[test]
fn a_contact_in_the_gap_is_taken_by_the_night_and_is_owed_in_writing() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::create(&home.path().join("practice")).unwrap();
    let now = at("2026-11-27 16:50");
    let people = [
        Person { name: "A. Okoro", accounts: &[("okoro", &[Role::SocialWorker])] },
        Person { name: "P. Lindqvist", accounts: &[("lindqvist", &[Role::OnCallSeniorManager])] },
    ];
    let sitting = Sitting {
        name: "Bromley",
        profile: "bromley",
        people: &people,
        passphrase: "practice",
        duties: &[(Role::OnCallSeniorManager, "P. Lindqvist", now, at("2026-11-30 09:00"))],
        devices: &[],
    };
    let clock = Arc::new(FixedClock::at(now));
    found::practice(&folder, &sitting, &*clock, &mut Random::Seeded(1)).unwrap();
    let mut desk = Desk::open(&folder, Opening::default(), clock, Random::Seeded(2)).unwrap();
    desk.sign_in_for_practice("A. Okoro").unwrap();
    let caller = Caller {
        kind: Some(CallerKind::Professional),
        name: Some("Ms Lowe".to_owned()),
        ..Caller::default()
    };
    let answers = desk.answer(Request::Take(Box::new(Take { reference: None, ring: None, caller }))).unwrap();
    let id = answers
        .iter()
        .find_map(|answer| if let Answer::Taken(id) = answer { Some(*id) } else { None })
        .unwrap();
    let taken = desk.contact_by_id(id).unwrap();
    assert_eq!((taken.call.mode, taken.call.coverage), (Mode::Edt, Coverage::Gap));
    let act = Act {
        contact: id,
        seen: taken.version,
        command: call::Command::End.into(),
        event: None,
        tag: 1,
        step_up: None,
    };
    desk.answer(Request::Act(Box::new(act))).unwrap();
    let contact = desk.contact_by_id(id).unwrap();
    let written = contact.telling.promise(contact.telling.written.unwrap()).unwrap();
    assert_eq!(written.promised.by, at("2026-11-30 17:00"));
    assert_eq!(desk.book().duty.authorisers_at(now).len(), 1);
}
