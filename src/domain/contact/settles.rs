//! What answers danger and reasonable cause, and what settles nothing of either: advice, a hub, something noted.
//!
//! Sources: Southampton one-minute guides (significant harm: a discussion first); Barnsley (an emergency is never left). A card
//! that is for no unsafe child goes only beside one that puts the child's safety into somebody's hands.

use super::{
    Contact, Context,
    closing::Outstanding,
    facts::SECTION_47,
    progress::Unmet,
    route::{Route, State},
};
use crate::domain::{
    ids::{CriterionId, FieldKey, PersonNo, RuleId},
    policy::{
        outcomes::{Criterion, Outcome, Part, Second},
        test::{Met, Test},
    },
};

impl Contact {
    /// Gives what stands against a card that settles nothing for a child who is not safe, where nothing that does goes with it.
    pub(super) fn unsafe_alone(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Option<Unmet> {
        let with = |other: &Route| other.state.is_sent() || matches!(other.state, State::Ready);
        let words = self.settles_nothing(route, outcome, with, cx)?;
        let rule = outcome.never_unsafe.clone()?;
        Some(Unmet { words, must: true, rule, filled: None })
    }

    /// Gives the cards that were sent and settle nothing for a child who is not safe, as it is known by now.
    pub(super) fn of_unsafe(&self, cx: &Context<'_>) -> Vec<Outstanding> {
        let sent = self.routes.list.iter().filter(|route| route.state.is_sent());
        let asks = |route: &Route| {
            let outcome = cx.policy.outcomes.get(route.letter)?;
            let words = self.settles_nothing(route, outcome, |other| other.state.is_sent(), cx)?;
            let words = format!("{}: {words}, or say in the last word who answers it", outcome.name);
            Some(Outstanding::asks(words, "barnsley-26"))
        };
        sent.filter_map(asks).collect()
    }

    fn settles_nothing(
        &self,
        route: &Route,
        outcome: &Outcome,
        with: impl Fn(&Route) -> bool,
        cx: &Context<'_>,
    ) -> Option<String> {
        outcome.never_unsafe.as_ref()?;
        let answered = |child: PersonNo| {
            let acts = |other: &&Route| cx.policy.outcomes.get(other.letter).is_some_and(Outcome::acts);
            self.routes.of(child).filter(acts).any(&with)
        };
        let mut left = route.children.clone();
        left.retain(|child| !answered(*child));
        if left.is_empty() {
            return None;
        }
        let children = self.family.names(&left);
        if let Some(danger) = self.standing_danger() {
            return Some(format!(
                "{}, and this settles nothing for {children}: stand it down (Alt+d), or send with it what answers it (F7)",
                danger.words
            ));
        }
        let cause = Test::Answer(FieldKey::from(SECTION_47), Some("yes".to_owned()));
        (self.met(&cause, Some(route), cx) == Met::Met).then(|| {
            format!(
                "there is reasonable cause to suspect significant harm, and this settles nothing for {children}: a strategy discussion or a team goes first (F7)"
            )
        })
    }

    /// Tells whether danger is answered by what was sent: every child has an outcome, and people meet or a team has taken one.
    pub(super) fn danger_is_answered(&self) -> bool {
        let answers = |route: &Route| match route.acts {
            Some(acts) => acts && route.state.is_settled(),
            // What was sent before this was told apart answered it, whatever it was.
            None => route.state.is_sent(),
        };
        self.is_decided() && self.routes.list.iter().any(answers)
    }

    /// Gives what the record says of a criterion by itself, where it says anything.
    pub fn recorded(&self, route: &Route, criterion: &Criterion, cx: &Context<'_>) -> Met {
        criterion.from.as_ref().map_or(Met::NotKnown, |test| self.met(test, Some(route), cx))
    }

    /// Gives the criteria that weigh and that the worker marked otherwise than the record says, each with what it says.
    pub fn marked_against<'o>(
        &self,
        route: &Route,
        outcome: &'o Outcome,
        cx: &Context<'_>,
    ) -> Vec<(&'o Criterion, Met)> {
        let weighs = outcome.criteria.iter().filter(|criterion| criterion.part != Part::Care);
        let against = |criterion: &'o Criterion| {
            let (mark, said) = (route.marks.get(&criterion.id)?, self.recorded(route, criterion, cx));
            (said != Met::NotKnown && *mark != said).then_some((criterion, said))
        };
        weighs.filter_map(against).collect()
    }

    /// Gives what a card presents now, where that is worse than what it was decided on.
    pub fn worse_since_decided(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Option<Met> {
        let weight = |met: Met| match met {
            Met::Met => 2,
            Met::NotKnown => 1,
            Met::NotMet => 0,
        };
        let decided = route.decided.as_ref()?;
        let now = self.presented(route, outcome, cx);
        let heard = decided.against.as_ref().is_some_and(|then| {
            self.speaking_against(route, outcome, cx).iter().any(|criterion| !then.contains(criterion))
        });
        (heard || weight(now) < weight(decided.presented)).then_some(now)
    }

    /// Gives the criteria that speak against a card: a gate that is not met, and what is met against it.
    pub(super) fn speaking_against(
        &self,
        route: &Route,
        outcome: &Outcome,
        cx: &Context<'_>,
    ) -> Vec<CriterionId> {
        let speaks = |criterion: &&Criterion| match criterion.part {
            Part::Gate => self.criterion(route, criterion, cx) == Met::NotMet,
            Part::Against => self.criterion(route, criterion, cx) == Met::Met,
            Part::Any | Part::Care => false,
        };
        outcome.criteria.iter().filter(speaks).map(|criterion| criterion.id.clone()).collect()
    }

    /// Gives whose word a card takes beside the decider's, as the record stands now.
    pub(super) fn needs_second<'a>(
        &self,
        route: &Route,
        outcome: &'a Outcome,
        cx: &Context<'_>,
    ) -> Option<&'a Second> {
        let holds = |test| self.met(test, Some(route), cx) == Met::Met;
        outcome.second.as_ref().filter(|second| second.when.as_ref().is_none_or(holds))
    }

    /// Tells whether a card that is decided wants to be decided again before it is sent, after what was written since.
    pub fn wants_deciding_again(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> bool {
        let second = route.second.is_none() && self.needs_second(route, outcome, cx).is_some();
        matches!(route.state, State::Ready)
            && (second || self.worse_since_decided(route, outcome, cx).is_some())
    }

    /// Gives that a card wants to be decided again, after what was written since.
    pub fn decided_before(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Option<Unmet> {
        if !matches!(route.state, State::Ready) {
            return None;
        }
        if let Some(second) = self.needs_second(route, outcome, cx).filter(|_| route.second.is_none()) {
            let words = "a manager's word too, after what was written since it was decided: decide it again (Ctrl+S on its card)";
            return Some(Unmet {
                words: words.to_owned(),
                must: true,
                rule: second.rule.clone(),
                filled: None,
            });
        }
        let now = self.worse_since_decided(route, outcome, cx)?;
        let words = format!(
            "another decision: its criteria are {} now, after what was written since it was decided (Ctrl+S on its card, with why)",
            now.shown().1
        );
        Some(Unmet { words, must: true, rule: RuleId::from("leicestershire-35"), filled: None })
    }
}
