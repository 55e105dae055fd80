//! Which lines of the queue may be about a child of a contact: a second caller about the same child is to be seen at once.
//!
//! Names are compared as far as both are written, and ages only speak against it where they lie far apart: a line too many costs
//! a look, one too few leaves two workers with half a story each.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Contact, night, others::Other};
use crate::domain::{
    ids::PersonNo,
    input::born::{Age, Born, age_at},
    queue::{ChildBrief, Row},
};

/// How many years two ages may lie apart of which one is a guess.
const APART: u32 = 3;

/// Gives the words of a name as they are compared.
pub fn name_words(name: &str) -> Vec<String> {
    night::name_words(name)
}

impl Contact {
    /// Gives every word of its children's names, as they are compared.
    pub fn child_words(&self) -> BTreeSet<String> {
        let names = self.family.children().filter_map(|child| child.details.name.as_deref());
        names.flat_map(name_words).collect()
    }

    /// Gives those of its children that a line may be about: of the same name, and no age that speaks against it.
    pub fn named_too_in(&self, row: &Row, today: NaiveDate) -> Vec<PersonNo> {
        let may_be = |name: Option<&str>, born: Option<&Born>, other: &ChildBrief| {
            let names = name.zip(other.name.as_deref());
            names.is_some_and(|(mine, theirs)| night::same_name(mine, theirs))
                && same_age(born, other.born.as_ref(), today)
        };
        let children = self.family.children().filter(|child| {
            let (name, born) = (child.details.name.as_deref(), child.details.born.as_ref());
            row.children.iter().any(|other| may_be(name, born, other))
        });
        children.map(|child| child.no).collect()
    }

    /// Gives the children of another contact whom nobody here can be by name.
    pub fn children_only_in(&self, other: &Other) -> Vec<ChildBrief> {
        let here = |name: &str| {
            let mut names = self.family.children().filter_map(|child| child.details.name.as_deref());
            names.any(|mine| night::same_name(mine, name))
        };
        let only = |child: &&ChildBrief| child.name.as_deref().is_some_and(|name| !here(name));
        other.children.iter().filter(only).cloned().collect()
    }
}

/// Tells whether two births can be one: the same day where both days are known, or ages that do not lie far apart.
pub(super) fn same_age(mine: Option<&Born>, theirs: Option<&Born>, today: NaiveDate) -> bool {
    match (mine, theirs) {
        (Some(Born::Date(mine)), Some(Born::Date(theirs))) => mine == theirs,
        (Some(mine), Some(theirs)) => match (years(mine, today), years(theirs, today)) {
            (Some(mine), Some(theirs)) => mine.abs_diff(theirs) <= APART,
            _ => true,
        },
        _ => true,
    }
}

fn years(born: &Born, today: NaiveDate) -> Option<u32> {
    match age_at(born, today) {
        Age::Years(years) => Some(years),
        Age::About(years) => Some(u32::from(years)),
        Age::AboutMonths(months) => Some(u32::from(months) / 12),
        Age::Due(_) | Age::Weeks(_) | Age::Months(_) => Some(0),
        Age::NotKnown => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_speak_against_it_only_where_they_lie_far_apart() {
        let today: NaiveDate = "2026-11-24".parse().unwrap();
        let day = |text: &str| Born::Date(text.parse().unwrap());
        let same = |mine: &Born, theirs: &Born| same_age(Some(mine), Some(theirs), today);
        assert!(
            same(&day("2020-03-01"), &day("2020-03-01")) && !same(&day("2020-03-01"), &day("2020-03-02"))
        );
        assert!(same(&day("2020-03-01"), &Born::About(8)) && !same(&day("2020-03-01"), &Born::About(12)));
        assert!(same(&Born::About(6), &Born::NotKnown { why: "never met".into() }));
        assert!(
            same(&Born::AboutMonths(9), &Born::Expected(today))
                && !same(&Born::About(9), &Born::Expected(today))
        );
        assert!(same_age(None, Some(&Born::About(6)), today));
    }
}
