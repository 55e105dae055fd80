//! Of whom nothing is said yet who could agree for a child: before a manager is asked to go without them, they are named.

use super::{Agreements, Answer, Capacity, Row};
use crate::domain::{
    calendar::local::local_day,
    contact::family::{Family, Person},
    ids::{PersonNo, PurposeId},
};

/// Of whom nothing is said yet for a child.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unheard {
    /// Of somebody who could agree.
    Person(PersonNo),
    /// Of anybody: nobody is known who could agree, and that is not said either.
    Anybody,
}

impl Agreements {
    /// Gives of whom nothing is said for a child, for one purpose where that is said: of each who is known to hold parental
    /// responsibility; before birth of the mother, for her own information; of nobody, where a young person old enough answered
    /// for themselves. Where none of those is known, one reason why nobody was asked is wanted.
    pub fn unheard(&self, child: PersonNo, purpose: Option<&PurposeId>, family: &Family) -> Vec<Unheard> {
        let of_child = || self.standing().filter(|row| row.asked.children.contains(&child));
        if of_child().any(|row| row.is_own_word(purpose, family)) {
            return Vec::new();
        }
        let unborn = family.get(child).is_some_and(Person::is_unborn);
        let who: Vec<PersonNo> = if unborn {
            family.mother_of(child).into_iter().collect()
        } else {
            family.responsible_for(child).map(|holder| holder.no).collect()
        };
        if who.is_empty() {
            let said = of_child().any(|row| row.asked.answer.why().is_some());
            return if said { Vec::new() } else { vec![Unheard::Anybody] };
        }
        who.into_iter()
            .filter(|person| !self.has_word_of(*person, child, purpose, family))
            .map(Unheard::Person)
            .collect()
    }
}

impl Row {
    /// Tells whether the family says that whoever answers as a young person was too young for it, or not born.
    pub(super) fn is_too_young(&self, family: &Family) -> bool {
        let Some(person) = family.get(self.asked.person) else { return false };
        self.young_from.is_some_and(|from| {
            person.is_unborn() || person.age_on(local_day(self.at)).is_some_and(|age| age < from)
        })
    }

    /// Tells whether it is a young person's own answer, and they are not known to be too young to give it.
    fn is_own_word(&self, purpose: Option<&PurposeId>, family: &Family) -> bool {
        matches!(self.asked.capacity, Capacity::YoungPerson { .. })
            && matches!(self.asked.answer, Answer::Agreed | Answer::Refused | Answer::Withdrawn)
            && purpose.is_none_or(|purpose| self.asked.purpose == *purpose)
            && !self.is_too_young(family)
    }
}
