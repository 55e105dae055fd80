//! Whose own agreement a card takes: an adult whom it names answers for their own information, and nobody answers in their place.
//!
//! Source: Bromley joint protocol (a referral to adult care goes with the permission of the adult). Holding parental
//! responsibility for a child gives nobody a say in another adult's assessment.

use super::{Agreements, Answer, Capacity, Row};
use crate::domain::{
    contact::{Contact, Context, family::Person, route::Route},
    ids::{PersonNo, PurposeId},
    policy::{outcomes::Outcome, test::Met},
    value::Value,
};

impl Agreements {
    /// Gives the last word of somebody for themselves, where it is about a child and a service.
    fn own_word(&self, person: PersonNo, child: PersonNo, purpose: &PurposeId) -> Option<&Row> {
        self.standing().rev().find(|row| {
            let own = match row.asked.capacity {
                Capacity::OwnInformation | Capacity::YoungPerson { .. } => true,
                Capacity::Responsibility { .. } => false,
            };
            own && row.asked.person == person && row.covers(child, purpose, None)
        })
    }
}

impl Contact {
    /// Gives who of the family a card names as the one whose own agreement it takes; none where nobody is meant, or more than one.
    pub fn whose_own(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Option<&Person> {
        let Some(Value::Text(named)) = self.on_card(route, outcome.own.as_ref()?, cx) else { return None };
        let meant = self.family.meant_by(named);
        let meant: Vec<&Person> = meant.into_iter().filter_map(|no| self.family.get(no)).collect();
        // "Ann, who looks after Kit" is Ann.
        let grown: Vec<&Person> = meant.iter().copied().filter(|person| !person.is_child()).collect();
        match (&grown[..], &meant[..]) {
            ([one], _) | ([], [one]) => Some(one),
            _ => None,
        }
    }

    /// Gives the last word of whoever a card names, for themselves, of each child of the card.
    pub fn own_words(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Vec<Option<&Row>> {
        let (Some(who), Some(purpose)) = (self.whose_own(route, outcome, cx), &outcome.purpose) else {
            return Vec::new();
        };
        route.children.iter().map(|child| self.agreements.own_word(who.no, *child, purpose)).collect()
    }

    /// Tells whether whoever a card names agreed for themselves; not known, where nobody of the family is named so.
    pub fn own_agreed(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Met {
        let words = self.own_words(route, outcome, cx);
        let agreed = |word: Option<&Row>| word.is_some_and(|row| row.asked.answer == Answer::Agreed);
        if words.is_empty() {
            Met::NotKnown
        } else if words.into_iter().all(agreed) {
            Met::Met
        } else {
            Met::NotMet
        }
    }
}
