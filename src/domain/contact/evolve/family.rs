//! How events of the family change a contact.

use chrono::{DateTime, Utc};

use super::super::{
    Contact, Event,
    family::{Kind, Person, Telling},
};

impl Contact {
    pub(super) fn evolve_family(&mut self, event: &Event, at: DateTime<Utc>) {
        let family = &mut self.family;
        match event {
            Event::PersonNamed(named) => {
                family.last = family.last.max(named.person);
                family.had_child |= named.details.kind == Kind::Child;
                family.people.push(Person {
                    no: named.person,
                    details: named.details.clone(),
                    telling: Telling::default(),
                    told: None,
                });
            }
            Event::PersonChanged(changed) => {
                if let Some(person) = family.people.iter_mut().find(|person| person.no == changed.person) {
                    person.details = changed.details.clone();
                    family.had_child |= person.is_child();
                }
            }
            Event::PersonRemoved(removed) => {
                family.people.retain(|person| person.no != removed.person);
                family.links.retain(|link| link.from != removed.person && link.to != removed.person);
                for household in &mut family.households {
                    household.members.retain(|member| *member != removed.person);
                }
            }
            Event::TellingSet(set) => {
                if let Some(person) = family.people.iter_mut().find(|person| person.no == set.person) {
                    person.telling = set.telling.clone();
                    person.told = Some(at);
                }
            }
            Event::PeopleLinked(link) => {
                family.links.retain(|old| (old.from, old.to) != (link.from, link.to));
                family.links.push(link.clone());
            }
            Event::PeopleUnlinked(gone) => {
                family.links.retain(|old| (old.from, old.to) != (gone.from, gone.to));
            }
            Event::HouseholdSet(household) => {
                family.last_household = family.last_household.max(household.no);
                match family.households.iter_mut().find(|old| old.no == household.no) {
                    Some(old) => *old = household.clone(),
                    None => family.households.push(household.clone()),
                }
            }
            Event::HouseholdRemoved(removed) => {
                family.households.retain(|household| household.no != removed.no);
            }
            _ => {}
        }
    }
}
