//! The letters of the practice desk: what they say by themselves gives no protected address away.

use std::sync::Arc;

use super::*;
use crate::{
    desk::{
        Desk, Opening, Random,
        clock::FixedClock,
        demo::{Order, make},
    },
    domain::{
        contact::family::Household,
        ids::{HouseholdNo, Reference},
    },
    store::Folder,
};

#[test]
fn what_a_template_says_by_itself_gives_no_protected_address_away() {
    let home = tempfile::tempdir().unwrap();
    let folder = Folder::create(&home.path().join("practice")).unwrap();
    let order = Order { contacts: 60, seed: 1, at: "2026-11-24T14:07:00Z".parse().unwrap() };
    make(&folder, &order, &mut |_| {}).unwrap();
    let clock = Arc::new(FixedClock::at(order.at));
    let desk = Desk::open(&folder, Opening::default(), clock, Random::Seeded(1)).unwrap();
    let contacts: Vec<_> = (1_700..1_900).filter_map(|no| desk.contact(Reference(no)).ok()).collect();
    let homes = contacts.iter().flat_map(|contact| contact.family.open_places()).map(str::to_owned);
    let mut homes: Vec<String> = homes.collect();
    homes.sort();
    homes.dedup();
    let homes: Vec<String> =
        homes.into_iter().step_by(12).chain(["17 Harbour Lane, Winchester, SO23 8AB".to_owned()]).collect();
    let (policy, mut letters) = (&desk.book().policy, 0);
    assert!(contacts.len() >= 60 && homes.len() > 2, "{} contacts, {} homes", contacts.len(), homes.len());
    for mut contact in contacts.into_iter().step_by(2) {
        let kept = homes.iter().map(|place| {
            let (no, members) = (HouseholdNo(9), vec![]);
            Household { no, place: place.clone(), protected: true, members }
        });
        contact.family.households.extend(kept);
        let to = contact.family.people.iter().map(|person| Recipient::Person(person.no));
        let to: Vec<_> = to.chain([Recipient::Caller]).collect();
        for (template, to) in policy.letters.template.iter().flat_map(|t| to.iter().map(move |to| (t, *to))) {
            let cx = LetterContext {
                policy,
                desk: &desk.book().state,
                worker: "A. Okoro",
                now: order.at,
                number: Some("01632 960100"),
                why: "We thought about it together.",
                others: &[],
            };
            let letter = compose(&contact, template, to, &cx).unwrap();
            letters += 1;
            let said = contact.gives_away(template.audience, to, &letter, policy);
            assert_eq!(said.filter(|said| said.code == "NamesAddress"), None, "{letter}");
        }
    }
    assert!(letters > 300, "{letters} letters");
}
