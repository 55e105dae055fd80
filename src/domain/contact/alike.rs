//! What a card and the conversation ask alike: nobody is asked twice for what they have answered once.
//!
//! What is written in one stands in the other, until somebody writes something else there. With the decision it is written on
//! the card, which stays from then on as it was decided.

use super::{
    Contact, Context, Event,
    call::AnswerRecorded,
    route::{Route, RouteFilled, State},
};
use crate::domain::{
    ids::{FieldKey, RouteNo},
    policy::outcomes::Field,
    value::Value,
};

impl Contact {
    /// Gives what stands in a field of a card: what is written there, or, before it is decided, what the conversation has to the
    /// same question.
    pub fn on_card<'a>(&'a self, route: &'a Route, field: &FieldKey, cx: &Context<'_>) -> Option<&'a Value> {
        route.fields.get(field).or_else(|| {
            let of = cx.policy.outcomes.get(route.letter).filter(|_| route.decided.is_none())?;
            self.said_to(of.fields.iter().find(|known| known.key == *field)?)
        })
    }

    /// Gives what the conversation has to the question that a field of a card asks too.
    fn said_to(&self, field: &Field) -> Option<&Value> {
        self.call.answers.get(field.same_as.as_ref()?).map(|answered| &answered.value)
    }

    /// Gives the answer of the conversation that follows on filling in a field of a card: where it has none yet, or has had the
    /// same as the card.
    pub(super) fn answered_with(&self, route: &Route, field: &Field, value: &Value) -> Option<Event> {
        let said = self.said_to(field);
        let alike = said.is_none_or(|said| route.fields.get(&field.key) == Some(said));
        let field = field.same_as.clone().filter(|_| alike && said != Some(value))?;
        Some(Event::AnswerRecorded(AnswerRecorded { field, value: value.clone() }))
    }

    /// Gives what follows on an answer of the conversation: cards that nobody has decided, and that have had the same, have it
    /// still.
    pub(super) fn cards_with(&self, asked: &FieldKey, value: &Value, cx: &Context<'_>) -> Vec<Event> {
        let Some(old) = self.call.answers.get(asked).map(|answered| &answered.value) else {
            return Vec::new();
        };
        let waits = |route: &&Route| matches!(route.state, State::Open) && route.decided.is_none();
        let mut events = Vec::new();
        for route in self.routes.list.iter().filter(waits) {
            let Some(outcome) = cx.policy.outcomes.get(route.letter) else { continue };
            let same = outcome.fields.iter().filter(|field| field.same_as.as_ref() == Some(asked));
            for field in same.filter(|field| route.fields.get(&field.key) == Some(old)) {
                let (route, field, value) = (route.no, field.key.clone(), value.clone());
                events.push(Event::RouteFilled(RouteFilled { route, field, value }));
            }
        }
        events
    }

    /// Gives what is written on a card with its decision, because the conversation has it already.
    pub(super) fn filled_by_conversation(&self, no: RouteNo, cx: &Context<'_>) -> Vec<Event> {
        let Some(route) = self.routes.get(no) else { return Vec::new() };
        let Some(outcome) = cx.policy.outcomes.get(route.letter) else { return Vec::new() };
        let open = outcome.fields.iter().filter(|field| !route.fields.contains_key(&field.key));
        let filled = open.filter_map(|field| {
            let (field, value) = (field.key.clone(), self.said_to(field)?.clone());
            Some(Event::RouteFilled(RouteFilled { route: no, field, value }))
        });
        filled.collect()
    }
}
