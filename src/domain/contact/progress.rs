//! How far a contact is: each stage, and what routing still wants.

mod people;

use super::{
    Contact, Context,
    danger::DANGER,
    oversight::{EmergencyState, GroundState},
    route::{Route, State as RouteState},
    telling::{Letter, LetterState, Recipient},
};
use crate::domain::{
    counted,
    ids::{FieldKey, PersonNo, RuleId},
    policy::{
        Policy,
        outcomes::{Needed, Outcome},
        script::{Capture, FieldKind, Stage, StageNo, is_for},
        test::{Fact, Met, Test},
    },
    value::Value,
};

/// How complete a stage is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Completeness {
    /// Nothing yet.
    Empty,
    /// Something, and something needed is missing.
    Partly,
    /// Everything that routing wants.
    Complete,
    /// It says that a child is in danger.
    Alarm,
}

impl Completeness {
    /// Gives its symbol.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Empty => "○",
            Self::Partly => "◐",
            Self::Complete => "✓",
            Self::Alarm => "‼",
        }
    }
}

/// Something that a route still wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unmet {
    /// What, in a worker's words.
    pub words: String,
    /// Whether nothing is sent without it.
    pub must: bool,
    /// The rule that wants it.
    pub rule: RuleId,
    /// Where it is filled in, where its words do not say so already.
    pub filled: Option<Filled>,
}

impl Unmet {
    /// Tells whether it is filled in on the card itself.
    pub const fn is_on_card(&self) -> bool {
        matches!(self.filled, Some(Filled::Card(_)))
    }
}

/// Where something that is wanted is filled in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Filled {
    /// In a field of the card.
    Card(FieldKey),
    /// In another card for the same children.
    OtherCard,
    /// In a stage of the script.
    Stage(StageNo),
    /// With the family.
    Family,
    /// With what was agreed.
    Agreement,
    /// With the grounds that a manager decides.
    Oversight,
    /// With what is promised.
    Promises,
}

impl Filled {
    /// Finds where what a test asks is filled in: the first place of those it names; nothing, where the record answers by
    /// itself.
    fn of(test: &Test, policy: &Policy) -> Option<Self> {
        let stage = |holds: &dyn Fn(&Stage) -> bool| {
            let stage = policy.script.stages.iter().find(|stage| holds(stage))?;
            Some(Self::Stage(stage.number))
        };
        match test {
            Test::Field(key, _) => Some(Self::Card(key.clone())),
            Test::Answer(key, _) => stage(&|stage| stage.capture.iter().any(|capture| capture.key == *key)),
            Test::Chip(id) => stage(&|stage| stage.listen.iter().any(|chip| chip.id == *id)),
            Test::Fact(fact) => match fact {
                Fact::Unborn
                | Fact::UnderEighteen
                | Fact::SevenToThirteen
                | Fact::FourOrOver
                | Fact::SixteenOrOver
                | Fact::ParentalResponsibilityKnown => Some(Self::Family),
                Fact::ServiceAgreed | Fact::OwnAgreed => Some(Self::Agreement),
                Fact::Section47 => Some(Self::Oversight),
                Fact::PrimaryTeam => Some(Self::OtherCard),
                Fact::StepPromised => Some(Self::Promises),
                Fact::Urgent | Fact::Edt => None,
            },
            Test::All(tests) | Test::Any(tests) => tests.iter().find_map(|test| Self::of(test, policy)),
        }
    }
}

impl Contact {
    /// Tells whether one of the script's questions is for this call.
    pub fn is_asked(&self, capture: &Capture, cx: &Context<'_>) -> bool {
        is_for(&capture.callers, &capture.not_callers, self.call.caller.kind)
            && capture.when.as_ref().is_none_or(|test| self.met(test, None, cx) == Met::Met)
    }

    /// Gives the questions of a stage that routing wants and that have no answer yet.
    pub fn unanswered<'a>(
        &'a self,
        stage: &'a Stage,
        cx: &'a Context<'_>,
    ) -> impl Iterator<Item = &'a Capture> {
        stage.capture.iter().filter(|capture| {
            self.is_wanted(capture, cx)
                && self.is_asked(capture, cx)
                && !self.call.answers.contains_key(&capture.key)
        })
    }

    /// Tells whether routing wants an answer to a question, and nothing else answers it already.
    pub fn is_wanted(&self, capture: &Capture, cx: &Context<'_>) -> bool {
        let met = |test| self.met(test, None, cx) == Met::Met;
        (capture.needed || capture.needed_when.as_ref().is_some_and(met))
            && !capture.instead.as_ref().is_some_and(|key| self.call.answers.contains_key(key))
            && !(capture.noted && self.has_childs_words())
    }

    fn has_childs_words(&self) -> bool {
        self.call.notes.iter().any(|note| note.child.is_some() && note.misplaced.is_none())
    }

    /// Tells how complete a stage is.
    pub fn completeness(&self, stage: &Stage, cx: &Context<'_>) -> Completeness {
        counted::once();
        let danger = FieldKey::from(DANGER);
        let in_danger = self.in_danger().is_some() && self.danger_stood_down().is_none();
        if in_danger && stage.capture.iter().any(|capture| capture.key == danger) {
            return Completeness::Alarm;
        }
        let something = stage.capture.iter().any(|capture| {
            self.call.answers.contains_key(&capture.key) || (capture.noted && self.has_childs_words())
        }) || self.call.notes.iter().any(|note| note.stage == stage.number)
            || stage.listen.iter().any(|chip| self.call.heard.contains(&chip.id));
        let wants =
            self.unanswered(stage, cx).next().is_some() || !self.people_wanted(stage.number).is_empty();
        let people = match stage.number {
            StageNo(1) => self.call.caller.kind.is_some() || self.call.caller.name.is_some(),
            StageNo(3) => !self.family.people.is_empty(),
            StageNo(10) => self.agreements.standing().next().is_some(),
            StageNo(12) => !self.telling.promises.is_empty(),
            _ => false,
        };
        match (something || people, wants) {
            (true, true) => Completeness::Partly,
            (true, false) => Completeness::Complete,
            // A stage that wants nothing and has nothing is not done, it is not begun.
            (false, _) => Completeness::Empty,
        }
    }

    /// Gives what the script still wants before routing, stage by stage.
    pub fn wanted(&self, cx: &Context<'_>) -> Vec<(StageNo, String)> {
        let mut wanted = Vec::new();
        for stage in &cx.policy.script.stages {
            wanted.extend(self.people_wanted(stage.number).into_iter().map(|words| (stage.number, words)));
            wanted.extend(self.unanswered(stage, cx).map(|capture| (stage.number, capture.words.clone())));
        }
        wanted
    }

    /// Gives what a route still wants before it is sent.
    pub fn unmet(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Vec<Unmet> {
        let holds =
            |test: &Option<_>| test.as_ref().is_none_or(|test| self.met(test, Some(route), cx) == Met::Met);
        let mut unmet = Vec::new();
        for field in outcome.fields.iter().filter(|field| field.needed != Needed::No && holds(&field.when)) {
            let enough = match (&field.kind, self.on_card(route, &field.key, cx)) {
                // What it belongs to is known already.
                (_, None) => outcome.joins.as_ref() == Some(&field.key) && self.call.attached.to.is_some(),
                (FieldKind::List { min, .. }, Some(Value::List(lines))) => {
                    lines.iter().filter(|line| !line.trim().is_empty()).count() >= *min
                }
                (_, Some(value)) => !value.is_empty(),
            };
            if !enough {
                unmet.push(Unmet {
                    words: field.words.clone(),
                    must: field.needed == Needed::Must,
                    rule: field.rule.clone(),
                    filled: Some(Filled::Card(field.key.clone())),
                });
            }
        }
        for need in outcome.needs.iter().filter(|need| need.needed != Needed::No && holds(&need.when)) {
            if self.met(&need.test, Some(route), cx) != Met::Met {
                unmet.push(Unmet {
                    words: need.words.clone(),
                    must: need.needed == Needed::Must,
                    rule: need.rule.clone(),
                    filled: Filled::of(&need.test, cx.policy),
                });
            }
        }
        unmet.extend(self.unsafe_alone(route, outcome, cx));
        unmet.extend(self.unmet_agreement(route, outcome, cx));
        // Safety never waits for the rest of the conversation.
        if self.call.urgent.is_none() {
            let wanted = self.wanted(cx);
            if let Some((stage, first)) = wanted.first() {
                let more = wanted.len() - 1;
                let words = if more == 0 {
                    format!("{first} (stage {})", stage.0)
                } else {
                    format!("{first} (stage {}), and {more} more of the conversation", stage.0)
                };
                unmet.push(Unmet { words, must: false, rule: RuleId::from("southampton-11"), filled: None });
            }
        }
        unmet
    }

    /// Gives what holds up the sending of a route: what nothing is sent without, and what is asked for, where nobody said why it
    /// goes without.
    pub fn held_up(&self, route: &Route, outcome: &Outcome, said: &str, cx: &Context<'_>) -> Vec<Unmet> {
        let mut unmet = self.unmet(route, outcome, cx);
        let without = route.without(said).trim();
        unmet.retain(|unmet| unmet.must || without.is_empty());
        unmet.extend(self.decided_before(route, outcome, cx));
        unmet
    }

    /// Gives the children that have no outcome sent yet; what only goes beside another is none.
    pub fn without_outcome(&self) -> Vec<PersonNo> {
        self.family
            .children()
            .filter(|child| !self.routes.of(child.no).any(|route| route.state.is_sent() && !route.beside))
            .map(|child| child.no)
            .collect()
    }

    /// Gives the cards that were sent to go beside a team that holds the work, each with the children whom none has any more.
    pub fn left_beside_nobody(&self) -> Vec<(&Route, Vec<PersonNo>)> {
        let without = self.without_outcome();
        let of =
            |route: &Route| route.children.iter().copied().filter(|child| without.contains(child)).collect();
        let beside = self.routes.list.iter().filter(|route| route.beside && route.state.is_sent());
        beside.map(|route| (route, of(route))).filter(|(_, left): &(_, Vec<_>)| !left.is_empty()).collect()
    }

    /// Tells whether every child has an outcome that was sent, or all is decided in the contact that this one belongs to.
    pub fn is_decided(&self) -> bool {
        let anybody = self.family.children().next().is_some();
        self.rests_on_earlier() || (anybody && self.without_outcome().is_empty())
    }

    /// Tells whether somebody waits for a manager's word, signed or not, or something has to follow from one.
    pub fn waits_for_oversight(&self) -> bool {
        self.waits_for_manager()
            || self.agreements.unseen().next().is_some()
            || self.oversight.unconfirmed().next().is_some()
            || self.oversight.unsigned_words().next().is_some()
            || self.unsigned_analyses().next().is_some()
            || !self.to_do().is_empty()
    }

    pub(super) fn waits_for_manager(&self) -> bool {
        self.oversight.overrides.iter().any(super::oversight::Override::waits)
            || self.oversight.emergencies.iter().any(|e| e.state == EmergencyState::Waits)
            || self.oversight.grounds.iter().any(|g| g.state == GroundState::Waits)
            || self.routes.list.iter().any(|route| matches!(route.state, RouteState::WaitsForSecond { .. }))
    }

    /// Tells whether whoever rang was told in writing, as such or as the one of the family whom they are by
    /// their name, or a reason stands why not.
    pub fn is_told(&self) -> bool {
        let told = |letter: &Letter| {
            let is = |no| matches!(self.caller_persons()[..], [only] if only == no);
            matches!(letter.state, LetterState::Sent { .. })
                && matches!(letter.to, Recipient::Person(no) if is(no))
        };
        self.telling.is_settled() || self.telling.letters.iter().any(told)
    }
}
