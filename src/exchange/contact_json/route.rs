//! Where each child goes, on what criteria and on whose word; and what was shared on the way.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    super::{
        json::{Agency, Due, Purpose, Staff},
        view::View,
    },
    family::numbers,
    mistake::Mistake,
    written::Written,
};
use crate::domain::{
    contact::{
        oversight::OfTwo,
        route::{self as routes, State},
        share::{self as shares, Direction},
    },
    policy::{
        outcomes::Part,
        test::{Met, Test},
    },
};

/// A route card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Route<'a> {
    /// Its number.
    pub no: u32,
    /// The letter of the outcome.
    pub letter: char,
    /// The outcome's name; none where the profile in force has it no more.
    pub outcome: Option<&'a str>,
    /// The team that must accept it.
    pub team: Option<&'a str>,
    /// For which children.
    pub children: Vec<u32>,
    /// `open`, `waits_for_second`, `ready`, `not_seconded`, `pending`, `accepted`, `returned`, `done`, `recalled` or
    /// `taken_off`; `done` is sent, where nobody has to accept it.
    pub state: &'static str,
    /// The same in words.
    pub state_words: &'static str,
    /// By when the second person or the team should have answered.
    pub due: Option<Due<'a>>,
    /// Who took it, or why it was returned, recalled, not seconded or taken off.
    pub state_said: Option<&'a str>,
    /// The criteria of the outcome in force.
    pub criteria: Vec<Criterion<'a>>,
    /// What the criteria present at the moment of reading.
    pub presents: Option<Met>,
    /// The card.
    pub fields: Vec<Field<'a>>,
    /// What the referral says word for word, as the protocol wants it.
    pub says: Vec<&'a str>,
    /// The decision.
    pub decided: Option<Decided<'a>>,
    /// The second person's agreement.
    pub second: Option<Second<'a>>,
    /// The second person's word against it.
    pub not_seconded: Option<Second<'a>>,
    /// The number of the word by telephone that either of them is, in `words_by_telephone`; none where it was signed.
    pub word_by_telephone: Option<u32>,
    /// Why it was sent with needs unmet.
    pub unmet_reason: Option<&'a str>,
    /// On what sharing with agencies outside rests.
    pub basis: Vec<RouteBasis<'a>>,
    /// What was written of the team's answer by mistake, oldest first.
    pub mistakes: Vec<Mistake<'a>>,
    /// What the discussion came to that it asked for, each time it was held, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Held<'a>>,
    /// Every state it went through.
    pub hops: Vec<Hop<'a>>,
}

/// One criterion, as it is at the moment of reading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Criterion<'a> {
    /// Its key.
    pub id: &'a str,
    /// Its words.
    pub words: &'a str,
    /// `gate`, `any`, `against` or `care`.
    pub part: Part,
    /// `met`, `not_met` or `not_known`.
    pub met: Met,
    /// Whether the worker marked it, rather than the record telling.
    pub marked: bool,
    /// The rule it comes from.
    pub rule: &'a str,
}

/// A field of the card.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Field<'a> {
    /// Its key.
    pub field: &'a str,
    /// Its label, where the outcome in force still asks it.
    pub question: Option<&'a str>,
    /// What was written.
    #[serde(flatten)]
    pub written: Written<'a>,
}

/// A decision.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Decided<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Staff<'a>,
    /// What the criteria presented then.
    pub presented: Met,
    /// Why.
    pub reason: &'a str,
    /// Why it goes without what is asked for; nothing, where that was not said with the decision.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub without: &'a str,
}

/// A second person's word.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Second<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: Staff<'a>,
    /// In what words.
    pub words: &'a str,
}

/// What a discussion came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Held<'a> {
    /// When it was held.
    pub at: DateTime<Utc>,
    /// Who took part.
    pub who: &'a str,
    /// What was decided.
    pub decided: &'a str,
    /// What each will do, and by when.
    pub doing: &'a str,
    /// When it was written.
    pub written: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
}

/// On what sharing rests, for one child.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Basis {
    /// Which child.
    pub child: u32,
    /// `own_team`, `agreement`, `override`, `ground` or `emergency`.
    pub on: &'static str,
    /// The number of the override, ground or emergency.
    pub no: Option<u32>,
    /// The same in words.
    pub words: String,
}

/// On what a route's sharing with an agency rests, for one child.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RouteBasis<'a> {
    /// With whom.
    pub agency: Agency<'a>,
    /// On what.
    #[serde(flatten)]
    pub basis: Basis,
}

/// A state that a route went through.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Hop<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// The state, in words.
    pub words: &'static str,
    /// On whose word; what a team answered, by whoever wrote it down.
    pub by: Staff<'a>,
    /// What was said: the reason, the second person's words, why it went without; often nothing.
    pub said: &'a str,
    /// The same, unless it still stands and is told with the decision.
    #[serde(skip)]
    pub said_then: Option<&'a str>,
}

/// Something that was shared or asked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Share<'a> {
    /// Its number.
    pub no: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// `told` or `asked`.
    pub direction: Direction,
    /// With whom.
    pub agency: Agency<'a>,
    /// For what.
    pub purpose: Purpose<'a>,
    /// What.
    pub what: &'a str,
    /// About which children.
    pub children: Vec<u32>,
    /// On what it rests, child by child.
    pub basis: Vec<Basis>,
    /// That it was entered by mistake: then nothing was shared.
    pub mistake: Option<Mistake<'a>>,
}

impl Basis {
    fn of(child: crate::domain::ids::PersonNo, basis: shares::Basis) -> Self {
        let (on, no) = match basis {
            shares::Basis::OwnTeam => ("own_team", None),
            shares::Basis::Agreement => ("agreement", None),
            shares::Basis::Override(no) => ("override", Some(no.0)),
            shares::Basis::Ground(no) => ("ground", Some(no.0)),
            shares::Basis::Emergency(no) => ("emergency", Some(no.0)),
        };
        Self { child: child.0, on, no, words: basis.words() }
    }
}

impl<'a> Route<'a> {
    pub(super) fn of(route: &'a routes::Route, view: View<'a>) -> Self {
        let outcome = view.cx.policy.outcomes.get(route.letter);
        let (state, due) = match &route.state {
            State::Open => ("open", None),
            State::WaitsForSecond { due } => ("waits_for_second", Some(due)),
            State::Ready => ("ready", None),
            State::NotSeconded { .. } => ("not_seconded", None),
            State::Pending { due, .. } => ("pending", due.as_ref()),
            State::Accepted { .. } => ("accepted", None),
            State::Returned { .. } => ("returned", None),
            State::Sent { .. } => ("done", None),
            State::Recalled { .. } => ("recalled", None),
            State::TakenOff { .. } => ("taken_off", None),
        };
        let criteria = outcome.map_or(&[][..], |outcome| outcome.criteria.as_slice());
        Self {
            no: route.no.0,
            letter: route.letter.0,
            outcome: outcome.map(|outcome| outcome.name.as_str()),
            team: outcome.and_then(|outcome| outcome.team.as_deref()),
            children: numbers(&route.children),
            state,
            state_words: route.state.words(),
            due: due.map(Due::of),
            state_said: route.state.said(),
            criteria: criteria
                .iter()
                .map(|criterion| Criterion {
                    id: criterion.id.as_str(),
                    words: &criterion.words,
                    part: criterion.part,
                    met: view.contact.criterion(route, criterion, &view.cx),
                    marked: route.marks.contains_key(&criterion.id),
                    rule: criterion.rule.as_str(),
                })
                .collect(),
            presents: outcome.map(|outcome| view.contact.presented(route, outcome, &view.cx)),
            fields: route
                .fields
                .iter()
                .map(|(key, value)| {
                    let known =
                        outcome.and_then(|outcome| outcome.fields.iter().find(|known| known.key == *key));
                    Field {
                        field: key.as_str(),
                        question: known.map(|known| known.words.as_str()),
                        written: Written::of(value, known.map(|known| &known.kind)),
                    }
                })
                .collect(),
            says: outcome
                .into_iter()
                .flat_map(|outcome| &outcome.says)
                .filter(|says| {
                    let met = |test: &Test| view.contact.met(test, Some(route), &view.cx) == Met::Met;
                    says.when.as_ref().is_none_or(met)
                })
                .map(|says| says.words.as_str())
                .collect(),
            decided: route.decided.as_ref().map(|decided| Decided {
                at: decided.at,
                by: view.staff(decided.by),
                presented: decided.presented,
                reason: &decided.reason,
                without: &decided.without,
            }),
            second: route.second.as_ref().map(|second| Second {
                at: second.at,
                by: view.staff(second.by),
                words: &second.words,
            }),
            not_seconded: match &route.state {
                State::NotSeconded { at, by, words } => Some(Second { at: *at, by: view.staff(*by), words }),
                _ => None,
            },
            word_by_telephone: view.contact.word_on(OfTwo::Route(route.no)).map(|word| word.no.0),
            unmet_reason: route.unmet_reason.as_deref(),
            basis: route
                .basis
                .iter()
                .map(|(child, agency, basis)| RouteBasis {
                    agency: view.agency(agency),
                    basis: Basis::of(*child, *basis),
                })
                .collect(),
            mistakes: Mistake::all(&route.mistakes, view),
            held: route.held.iter().map(|held| Held::of(held, view)).collect(),
            hops: route
                .hops
                .iter()
                .map(|hop| Hop {
                    at: hop.at,
                    words: hop.state,
                    by: view.staff(hop.by),
                    said: &hop.said,
                    said_then: route.said_then(hop),
                })
                .collect(),
        }
    }
}

impl<'a> Held<'a> {
    fn of(held: &'a routes::Held, view: View<'a>) -> Self {
        let routes::Discussion { at, who, decided, doing } = &held.discussion;
        Self { at: *at, who, decided, doing, written: held.written, by: view.staff(held.by) }
    }
}

impl<'a> Share<'a> {
    pub(super) fn of(share: &'a shares::Share, view: View<'a>) -> Self {
        let sharing = &share.sharing;
        Self {
            no: share.no.0,
            at: share.at,
            by: view.staff(share.by),
            direction: sharing.direction,
            agency: view.agency(&sharing.agency),
            purpose: view.purpose(&sharing.purpose),
            what: &sharing.what,
            children: numbers(&sharing.children),
            basis: share.basis.iter().map(|(child, basis)| Basis::of(*child, *basis)).collect(),
            mistake: share.mistake.as_ref().map(|mistake| Mistake::of(mistake, view)),
        }
    }
}
