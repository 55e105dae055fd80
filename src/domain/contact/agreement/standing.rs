//! What of each answer still stands, and which holder of parental responsibility has no answer yet.

use super::{Agreements, Row};
use crate::domain::{
    contact::family::Family,
    ids::{AgencyId, PersonNo, PurposeId},
};

/// An answer, as far as no later one of the same person speaks for the same.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stands<'a> {
    /// The answer.
    pub row: &'a Row,
    /// For which children and with which agencies it stands; none is a service of our own.
    pub of: Vec<(PersonNo, Option<&'a AgencyId>)>,
}

impl Agreements {
    /// Gives every answer as far as it still stands, oldest first: a later one of the same person in the same capacity takes
    /// the place of an earlier one only for the children, purpose and agencies that both name.
    pub fn as_they_stand(&self) -> Vec<Stands<'_>> {
        let mut all: Vec<Stands<'_>> = Vec::new();
        for row in self.standing() {
            let asked = &row.asked;
            let agencies =
                || asked.agencies.iter().map(Some).chain(asked.agencies.is_empty().then_some(None));
            let of: Vec<_> = asked
                .children
                .iter()
                .flat_map(|child| agencies().map(move |agency| (*child, agency)))
                .collect();
            for before in &mut all {
                let earlier = &before.row.asked;
                if earlier.person == asked.person
                    && earlier.capacity.same_kind(&asked.capacity)
                    && earlier.purpose == asked.purpose
                {
                    before.of.retain(|one| !of.contains(one));
                }
            }
            all.push(Stands { row, of });
        }
        all.retain(|stands| !stands.of.is_empty());
        all
    }

    /// Gives who holds parental responsibility for a child and has neither answered nor a reason why they were not asked; for
    /// one purpose, where that is said.
    pub fn unasked(&self, child: PersonNo, purpose: Option<&PurposeId>, family: &Family) -> Vec<PersonNo> {
        let holders = family.responsible_for(child).map(|holder| holder.no);
        holders.filter(|holder| !self.has_word_of(*holder, child, purpose, family)).collect()
    }

    /// Tells whether somebody answered for a child in the capacity that speaks for it, for one purpose where that is said; or
    /// why they did not. Why somebody was not asked holds for whatever they would have been asked.
    pub(super) fn has_word_of(
        &self,
        person: PersonNo,
        child: PersonNo,
        purpose: Option<&PurposeId>,
        family: &Family,
    ) -> bool {
        let mut rows =
            self.standing().filter(|row| row.asked.person == person && row.asked.children.contains(&child));
        rows.any(|row| {
            row.asked.answer.why().is_some()
                || (purpose.is_none_or(|purpose| row.asked.purpose == *purpose)
                    && row.speaks_for(child, family))
        })
    }
}
