//! What is done about routes.

use super::Discussion;
use crate::domain::{
    ids::{CriterionId, FieldKey, OutcomeLetter, PersonNo, RouteNo},
    policy::test::Met,
    queue::ChildBrief,
    value::Value,
};

/// A card that is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goes {
    /// Which.
    pub route: RouteNo,
    /// Why it goes without what is asked for and not there; of a card that lacks nothing, nothing.
    pub without: String,
}

/// What is done about routes.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Puts a card on for some children.
    Open {
        /// Which outcome.
        letter: OutcomeLetter,
        /// For whom.
        children: Vec<PersonNo>,
    },
    /// Puts a card on that joins this contact to the one it is attached to, for children of whom some are named only there so
    /// far: those are named here with it.
    OpenNaming {
        /// Which outcome.
        letter: OutcomeLetter,
        /// For whom, of those who are named here.
        children: Vec<PersonNo>,
        /// For whom besides, as they are named there.
        named: Vec<ChildBrief>,
    },
    /// Says of children that they are dealt with in the contact that this one is attached to, where an outcome was sent for each:
    /// puts on the card that joins the two, decides it and sends it.
    DealtWith {
        /// For whom.
        children: Vec<PersonNo>,
        /// What this call tells that is not known there, in the worker's words; that it is nothing is an answer too.
        new: String,
        /// How the worker knows that it is the same, and dealt with there.
        how: String,
    },
    /// Fills in a field of the card.
    Fill {
        /// Which card.
        route: RouteNo,
        /// Which field.
        field: FieldKey,
        /// The value.
        value: Value,
    },
    /// Marks a criterion.
    MarkCriterion {
        /// Which card.
        route: RouteNo,
        /// Which.
        criterion: CriterionId,
        /// Met, not met, not known.
        met: Met,
    },
    /// Takes the mark of a criterion back: what the record says of it by itself counts again.
    TakeMarkBack {
        /// Which card.
        route: RouteNo,
        /// Which.
        criterion: CriterionId,
    },
    /// Decides: this outcome, for these children.
    Decide {
        /// Which card.
        route: RouteNo,
        /// Why; asked for when it differs from what is presented.
        reason: String,
        /// Why it goes without what is asked for and not there; it can still be said when it is sent.
        without: String,
    },
    /// Agrees, or not, as second person.
    Second {
        /// Which.
        route: RouteNo,
        /// Agrees or not.
        agree: bool,
        /// In what words.
        words: String,
    },
    /// Sends.
    Send {
        /// Which, and each with why it goes without what it lacks.
        routes: Vec<Goes>,
    },
    /// Calls it back before the team took it.
    Recall {
        /// Which.
        route: RouteNo,
        /// Why.
        why: String,
    },
    /// Writes down that the team took it.
    Accept {
        /// Which.
        route: RouteNo,
        /// Who took it.
        who: String,
    },
    /// Writes down that the team sent it back.
    Return {
        /// Which.
        route: RouteNo,
        /// Why.
        reason: String,
    },
    /// Takes back what was written of the team's answer: it has not answered.
    TakeAnswerBack {
        /// Which.
        route: RouteNo,
        /// Why.
        why: String,
    },
    /// Writes down what the discussion came to that a card asked for.
    Held {
        /// Which card.
        route: RouteNo,
        /// What it came to.
        discussion: Discussion,
    },
    /// Takes a card off before it is sent.
    TakeOff {
        /// Which.
        route: RouteNo,
        /// Why.
        why: String,
    },
}

impl Command {
    /// Decides one card; nothing is said of what it goes without.
    pub fn decide(route: RouteNo, reason: impl Into<String>) -> Self {
        Self::Decide { route, reason: reason.into(), without: String::new() }
    }

    /// Sends one card, with why it goes without what it lacks.
    pub fn send(route: RouteNo, without: impl Into<String>) -> Self {
        Self::Send { routes: vec![Goes { route, without: without.into() }] }
    }
}
