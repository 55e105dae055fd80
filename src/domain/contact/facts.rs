//! What a contact can tell: whether a test is met, what a share can rest on, and whether a text gives an address away.

use std::collections::BTreeSet;

use super::{
    Contact, Context, agreement::Position, family::Person, others::Other, oversight::GroundState,
    route::Route, share::Basis,
};
use crate::domain::{
    calendar, counted,
    ids::{AgencyId, FieldKey, PersonNo, PurposeId},
    input::{address, born},
    policy::{
        Mode,
        outcomes::{Outcome, Part, Voluntary},
        script::FieldKind,
        sharing::GroundKind,
        test::{Fact, Met, Test},
    },
    value::{Value, YesNo},
};

/// The field of a card that names the agencies it shares with.
const AGENCIES: &str = "agencies";

/// The question whether there is reasonable cause to suspect significant harm.
pub(super) const SECTION_47: &str = "s47.test";

impl Contact {
    /// Tells whether a child is not born yet.
    pub fn is_unborn(&self, child: PersonNo) -> bool {
        self.family.get(child).is_some_and(Person::is_unborn)
    }

    /// Answers a test of the profile from the record; `route` is the card the test is about.
    pub fn met(&self, test: &Test, route: Option<&Route>, cx: &Context<'_>) -> Met {
        counted::once();
        let value = |value: Option<&Value>, wanted: &Option<String>| match (value, wanted) {
            (Some(_), None) => Met::Met,
            (Some(value), Some(wanted)) if value.has(wanted) => Met::Met,
            (None, _) | (Some(Value::YesNo(YesNo::Unknown)), Some(_)) => Met::NotKnown,
            (Some(_), Some(_)) => Met::NotMet,
        };
        match test {
            Test::Answer(key, wanted) => {
                let met = value(self.call.answers.get(key).map(|answered| &answered.value), wanted);
                // That it was answered is so for all; what was answered is said of those who are named.
                let of_others = key.as_str() == SECTION_47
                    && wanted.is_some()
                    && route.is_some_and(|route| self.section_47_is_of_others(&route.children));
                if met == Met::Met && of_others { Met::NotKnown } else { met }
            }
            Test::Field(key, wanted) => value(route.and_then(|route| self.on_card(route, key, cx)), wanted),
            // A thing nobody heard may still be so.
            Test::Chip(chip) if self.call.heard.contains(chip) => Met::Met,
            Test::Chip(_) => Met::NotKnown,
            Test::Fact(fact) => self.fact(*fact, route, cx),
            Test::All(tests) => tests.iter().fold(Met::Met, |met, test| met.and(self.met(test, route, cx))),
            Test::Any(tests) => tests.iter().fold(Met::NotMet, |met, test| met.or(self.met(test, route, cx))),
        }
    }

    /// Tells whether Section 47 was proposed by name for other children than these: the question is asked once for a call, and
    /// from then on its yes says nothing of their brothers and sisters.
    fn section_47_is_of_others(&self, children: &[PersonNo]) -> bool {
        let of = self.oversight.grounds.iter().filter(|ground| {
            ground.proposed.kind == GroundKind::Section47
                && (ground.state == GroundState::Waits || ground.is_decided())
        });
        let named: BTreeSet<PersonNo> =
            of.flat_map(|ground| ground.proposed.children.iter().copied()).collect();
        !named.is_empty() && children.iter().all(|child| !named.contains(child))
    }

    /// Tells whether a worker and a manager decided Section 47 for a child.
    pub(super) fn is_section_47(&self, child: PersonNo) -> bool {
        self.oversight.grounds.iter().any(|ground| {
            ground.proposed.kind == GroundKind::Section47
                && ground.is_decided()
                && ground.proposed.children.contains(&child)
        })
    }

    fn fact(&self, fact: Fact, route: Option<&Route>, cx: &Context<'_>) -> Met {
        let known = |yes: bool| if yes { Met::Met } else { Met::NotMet };
        let children: Vec<PersonNo> = route.map_or_else(
            || self.family.children().map(|child| child.no).collect(),
            |route| route.children.clone(),
        );
        let every = |holds: &dyn Fn(PersonNo) -> bool| {
            known(!children.is_empty() && children.iter().all(|no| holds(*no)))
        };
        let aged = |from: u32, to: u32| {
            let day = calendar::local::local_day(cx.now);
            children.iter().fold(Met::NotMet, |met, no| {
                let born = self.family.get(*no).and_then(|child| child.details.born.as_ref());
                met.or(match born.and_then(|born| born::age_at(born, day).years()) {
                    None => Met::NotKnown,
                    Some(age) => known((from..to).contains(&age)),
                })
            })
        };
        match fact {
            Fact::Unborn => known(children.iter().any(|no| self.is_unborn(*no))),
            Fact::Urgent => known(self.call.urgent.is_some()),
            Fact::Edt => known(cx.duty.mode_at(cx.now) == Mode::Edt),
            Fact::UnderEighteen => aged(0, 18),
            Fact::SevenToThirteen => aged(7, 14),
            Fact::FourOrOver => aged(4, 18),
            Fact::SixteenOrOver => aged(16, 18),
            Fact::ServiceAgreed => {
                let purpose = route
                    .and_then(|route| cx.policy.outcomes.get(route.letter))
                    .and_then(|outcome| outcome.purpose.clone());
                purpose.map_or(Met::NotKnown, |purpose| every(&|no| self.agreed_to_service(no, &purpose)))
            }
            Fact::OwnAgreed => {
                let card = route.and_then(|route| Some((route, cx.policy.outcomes.get(route.letter)?)));
                card.map_or(Met::NotKnown, |(route, outcome)| self.own_agreed(route, outcome, cx))
            }
            Fact::Section47 => every(&|no| self.is_section_47(no)),
            Fact::ParentalResponsibilityKnown => {
                every(&|no| self.is_unborn(no) || self.family.responsible_for(no).next().is_some())
            }
            Fact::PrimaryTeam => every(&|no| {
                self.routes.of(no).any(|other| {
                    Some(other.no) != route.map(|route| route.no)
                        && other.decided.is_some()
                        && cx.policy.outcomes.get(other.letter).is_some_and(|outcome| outcome.holds_work)
                })
            }),
            Fact::StepPromised => known(self.has_step()),
        }
    }

    /// Tells whether somebody who speaks for the child agreed to a service of our own or of others.
    pub fn agreed_to_service(&self, child: PersonNo, purpose: &PurposeId) -> bool {
        self.position(child, purpose, None).is_agreed()
    }

    /// Tells where agreement stands for one child, purpose and agency (`None`: a service of our own), as the family is known now.
    pub fn position(&self, child: PersonNo, purpose: &PurposeId, agency: Option<&AgencyId>) -> Position {
        self.agreements.position(child, purpose, agency, &self.family)
    }

    /// Finds what sharing about a child with an agency can rest on now; `None` is nothing.
    pub fn basis(
        &self,
        child: PersonNo,
        purpose: &PurposeId,
        agency: &AgencyId,
        cx: &Context<'_>,
    ) -> Option<Basis> {
        let known = cx.policy.sharing.agencies.iter().find(|known| known.id == *agency);
        if known.is_some_and(|known| !known.outside) {
            return Some(Basis::OwnTeam);
        }
        if self.position(child, purpose, Some(agency)).is_agreed() {
            return Some(Basis::Agreement);
        }
        // A voluntary service has nothing but agreement.
        if cx.policy.sharing.purposes.iter().any(|known| known.id == *purpose && known.voluntary) {
            return None;
        }
        // A clock that was set back gives nothing a longer life than the record has seen.
        let now = cx.now.max(self.changed);
        let in_force = self
            .oversight
            .overrides
            .iter()
            .find(|o| self.reach(o, now).is_some_and(|reach| reach.covers(child, agency, purpose, now)));
        if let Some(o) = in_force {
            return Some(Basis::Override(o.no));
        }
        let serves = |kind: GroundKind| {
            let known = cx.policy.sharing.grounds.iter().find(|known| known.kind == kind);
            known.is_some_and(|known| known.purposes.contains(purpose))
        };
        let mut grounds = self.oversight.grounds.iter();
        let ground = grounds.find(|ground| ground.covers(child, agency, now) && serves(ground.proposed.kind));
        if let Some(ground) = ground {
            return Some(Basis::Ground(ground.no));
        }
        let emergency = self.oversight.emergencies.iter().find(|e| e.covers(child, agency, now));
        emergency.map(|emergency| Basis::Emergency(emergency.no))
    }

    /// Gives what a card's sharing with agencies outside rests on, child by child; `None` where nothing covers it.
    pub fn route_basis(
        &self,
        route: &Route,
        outcome: &Outcome,
        cx: &Context<'_>,
    ) -> Vec<(PersonNo, AgencyId, Option<Basis>)> {
        let Some(purpose) = &outcome.purpose else { return Vec::new() };
        let mut agencies: Vec<AgencyId> = outcome.outside.iter().cloned().collect();
        if let Some(Value::Choices(named)) = route.fields.get(&FieldKey::from(AGENCIES)) {
            agencies.extend(named.iter().map(|id| AgencyId::new(id.clone())));
        }
        let mut all = Vec::new();
        for agency in agencies {
            for child in &route.children {
                all.push((*child, agency.clone(), self.basis(*child, purpose, &agency, cx)));
            }
        }
        all
    }

    /// Gives the agencies that a card brings in although somebody who speaks for a child is against sharing with them and
    /// nothing covers it: the agency, the child, and who is against.
    pub fn refused_partners(
        &self,
        route: &Route,
        outcome: &Outcome,
        cx: &Context<'_>,
    ) -> Vec<(AgencyId, PersonNo, Vec<PersonNo>)> {
        // What is named as asked for the card itself is judged agency by agency already.
        let named = outcome.fields.iter().filter(|field| field.key.as_str() != AGENCIES);
        let chosen = named.filter_map(|field| match route.fields.get(&field.key) {
            Some(Value::Choices(of)) if matches!(field.kind, FieldKind::Choices { .. }) => Some(of),
            _ => None,
        });
        let mut all = Vec::new();
        for agency in chosen.flatten().map(|key| AgencyId::new(key.clone())) {
            for child in &route.children {
                let mut who: Vec<PersonNo> = Vec::new();
                for purpose in cx.policy.sharing.purposes.iter().map(|purpose| &purpose.id) {
                    let position = self.position(*child, purpose, Some(&agency));
                    if position.explained.is_some() || self.basis(*child, purpose, &agency, cx).is_some() {
                        continue;
                    }
                    let rows = position.against.iter().filter_map(|no| self.agreements.get(*no));
                    who.extend(rows.map(|row| row.asked.person));
                }
                who.sort();
                who.dedup();
                if !who.is_empty() {
                    all.push((agency.clone(), *child, who));
                }
            }
        }
        all
    }

    /// Tells what one criterion says: the worker's own mark, or what the record answers by itself.
    pub fn criterion(
        &self,
        route: &Route,
        criterion: &crate::domain::policy::outcomes::Criterion,
        cx: &Context<'_>,
    ) -> Met {
        let marked = route.marks.get(&criterion.id).copied();
        marked.unwrap_or_else(|| {
            criterion.from.as_ref().map_or(Met::NotKnown, |test| self.met(test, Some(route), cx))
        })
    }

    /// Tells what an outcome's criteria present: every gate, one of the others, and nothing against.
    pub fn presented(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> Met {
        let of = |part: Part| outcome.criteria.iter().filter(move |criterion| criterion.part == part);
        let gates =
            of(Part::Gate).fold(Met::Met, |met, criterion| met.and(self.criterion(route, criterion, cx)));
        let any = if of(Part::Any).next().is_none() {
            Met::Met
        } else {
            of(Part::Any).fold(Met::NotMet, |met, criterion| met.or(self.criterion(route, criterion, cx)))
        };
        let against = of(Part::Against).any(|criterion| self.criterion(route, criterion, cx) == Met::Met);
        if against { Met::NotMet } else { gates.and(any) }
    }

    /// Tells whether an outcome is voluntary as this card stands.
    pub fn is_voluntary(&self, route: &Route, outcome: &Outcome, cx: &Context<'_>) -> bool {
        match &outcome.voluntary {
            Voluntary::No => false,
            Voluntary::Always => true,
            Voluntary::When { test } => self.met(test, Some(route), cx) == Met::Met,
        }
    }

    /// Tells whether a text gives an address away that is protected, here or in another contact of the family.
    pub fn gives_protected(&self, text: &str, others: &[Other]) -> bool {
        self.gives_place(self.family.protected_places(), text)
            || others.iter().any(|other| self.gives_place(&other.protected, text))
    }

    /// Tells whether a text gives one of some places away, however it is written or misspelt; a street in which the family is known to
    /// live as well gives nothing away.
    pub(super) fn gives_place<'p>(
        &self,
        places: impl IntoIterator<Item = impl AsRef<str> + 'p>,
        text: &str,
    ) -> bool {
        let open: Vec<&str> = self.family.open_places().collect();
        let known: BTreeSet<String> = open.iter().flat_map(|place| address::traces(place)).collect();
        places.into_iter().any(|place| {
            let mut traces = address::traces(place.as_ref());
            traces.retain(|trace| !known.contains(trace));
            address::stands_in(&traces, text) || address::stands_misspelt_in(&traces, &open, text)
        })
    }
}
