//! A card that is on: its criteria, its fields, and what can be said of it where it stands.

use super::held::{self, Held};
use crate::domain::{
    calendar::local::local_day,
    contact::{
        Contact,
        progress::{Filled, Unmet},
        route::{Command, Route, State},
    },
    ids::{CriterionId, FieldKey, RouteNo},
    policy::{
        outcomes::{Needed, Outcome, Part},
        script::{Choice, FieldKind},
        test::Met,
    },
    value::Value,
};
use crate::ui::{
    screens::call::pane::View,
    widgets::{Draft, Field, Form},
};

/// What a field of the form asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Asks {
    /// How a criterion is marked.
    Criterion(CriterionId),
    /// A field of the profile's card.
    Field(FieldKey),
    /// A part of what the discussion came to that it asked for.
    Held(Held),
    /// Something about the card itself.
    Own(Own),
}

/// What is said of a card itself; none of it is saved before its chord.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Own {
    /// Why it is decided.
    Reason,
    /// Why it goes without what is asked for.
    Unmet,
    /// Who took it.
    Who,
    /// Why the team sent it back.
    Returned,
    /// Why it is called back.
    Recall,
    /// What was wrong with what is written of the team's answer.
    NotSo,
    /// Why it is taken off.
    TakeOff,
}

impl Own {
    const ALL: [Self; 7] =
        [Self::Reason, Self::Unmet, Self::Who, Self::Returned, Self::Recall, Self::NotSo, Self::TakeOff];

    const fn name(self) -> &'static str {
        match self {
            Self::Reason => "reason",
            Self::Unmet => "unmet",
            Self::Who => "who",
            Self::Returned => "returned",
            Self::Recall => "recall",
            Self::NotSo => "not_so",
            Self::TakeOff => "take_off",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Reason => "Decision: why",
            Self::Unmet => "Goes without: why",
            Self::Who => "Accepted: who took it",
            Self::Returned => "Returned: why",
            Self::Recall => "Call back: why",
            Self::NotSo => "The team has not answered: why",
            Self::TakeOff => "Take off: why",
        }
    }

    /// Gives what is asked before it is done, and what its text is called then; a decision is none of these.
    pub(super) const fn question(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Reason | Self::Unmet => None,
            Self::Who => Some(("Has the team accepted this card?", "Who took it")),
            Self::Returned => Some(("Has the team sent this card back?", "Why")),
            Self::Recall => Some(("Call this card back?", "Why")),
            Self::NotSo => Some(("Take the team's answer back?", "Why")),
            Self::TakeOff => Some(("Take this card off?", "Why")),
        }
    }

    /// Gives the key of its field.
    pub(super) fn key(self) -> FieldKey {
        FieldKey::from(self.name())
    }

    /// Gives the command that it stands for, where it is all that this takes: a decision, and sending, take more.
    pub(super) fn command(self, route: RouteNo, text: String) -> Option<Command> {
        Some(match self {
            Self::Reason | Self::Unmet => return None,
            Self::Who => Command::Accept { route, who: text },
            Self::Returned => Command::Return { route, reason: text },
            Self::Recall => Command::Recall { route, why: text },
            Self::NotSo => Command::TakeAnswerBack { route, why: text },
            Self::TakeOff => Command::TakeOff { route, why: text },
        })
    }
}

impl Asks {
    /// Gives the key of its field in the form.
    pub(super) fn key(&self) -> FieldKey {
        match self {
            Self::Criterion(id) => FieldKey::new(format!("c:{id}")),
            Self::Field(key) => FieldKey::new(format!("f:{key}")),
            Self::Held(part) => part.key(),
            Self::Own(own) => own.key(),
        }
    }

    /// Reads the key of a field of the form.
    pub(super) fn of(key: &FieldKey) -> Option<Self> {
        match key.as_str().split_once(':') {
            Some(("c", id)) => Some(Self::Criterion(CriterionId::new(id))),
            Some(("f", id)) => Some(Self::Field(FieldKey::new(id))),
            Some(("h", name)) => Held::of(name).map(Self::Held),
            _ => Own::ALL.into_iter().find(|own| own.name() == key.as_str()).map(Self::Own),
        }
    }

    /// Gives what the record says to it.
    pub(super) fn recorded(&self, route: &Route, view: &View<'_>) -> Option<Value> {
        match self {
            Self::Criterion(id) => route.marks.get(id).map(|met| Value::Choice(mark(*met).to_owned())),
            Self::Field(key) => view.contact.on_card(route, key, &view.context()).cloned(),
            // What was said with the decision is not asked for again.
            Self::Own(Own::Unmet) => {
                Some(Value::Text(route.without("").to_owned())).filter(|said| !said.is_empty())
            }
            Self::Held(_) | Self::Own(_) => None,
        }
    }
}

/// The parts of criteria, in the order of the card.
pub(super) const PARTS: [Part; 4] = [Part::Gate, Part::Any, Part::Against, Part::Care];

const fn mark(met: Met) -> &'static str {
    match met {
        Met::Met => "met",
        Met::NotMet => "not_met",
        Met::NotKnown => "not_known",
    }
}

/// Reads the key of a mark.
pub(super) fn marked(key: &str) -> Option<Met> {
    [Met::Met, Met::NotMet, Met::NotKnown].into_iter().find(|met| mark(*met) == key)
}

/// Tells whether a field of the card is asked as the card stands; what is recorded shows in any case.
pub(super) fn is_asked(
    field: &crate::domain::policy::outcomes::Field,
    route: &Route,
    view: &View<'_>,
) -> bool {
    let holds = |test| view.contact.met(test, Some(route), &view.context()) == Met::Met;
    field.when.as_ref().is_none_or(holds) || route.fields.contains_key(&field.key)
}

/// A card that is on, with its form.
pub(super) struct Card {
    /// Its number.
    pub(super) no: RouteNo,
    /// Its fields.
    pub(super) form: Form,
    asks: Vec<Asks>,
}

impl Card {
    /// Makes the form of a card as it stands, and takes up what was half written; what has no field just now stays there.
    pub(super) fn new(route: &Route, kept: &mut Draft, view: &View<'_>) -> Self {
        let mut card = Self { no: route.no, form: Form::default(), asks: Vec::new() };
        card.fit(route, kept, view);
        if let Some(focus) = &kept.focus {
            card.form.focus(focus);
        }
        card
    }

    /// Takes up what the card asks now and what is recorded, in the fields that nobody is writing in.
    pub(super) fn fit(&mut self, route: &Route, kept: &mut Draft, view: &View<'_>) {
        let Some(outcome) = view.policy().outcomes.get(route.letter) else { return };
        let focus = self.form.focused().cloned();
        self.asks = asks(route, outcome, view);
        let fields = self.asks.iter().filter_map(|ask| {
            let recorded = field(ask, route, outcome, view)?.holding(ask.recorded(route, view));
            Some(known(ask, recorded, outcome, view))
        });
        kept.fields.extend(self.form.fit(fields.collect()));
        if route.state.is_open() || route.state == State::Ready {
            // It was called back, or came back: what was half written of a team's answer is of no card that is with one.
            for own in [Own::Who, Own::Returned, Own::Recall, Own::NotSo] {
                kept.fields.remove(&own.key());
            }
        }
        let back = |key: &FieldKey| self.form.field(key).is_some();
        for (key, half) in kept.fields.extract_if(.., |key, _| back(key)).collect::<Vec<_>>() {
            self.form.write(&key, &half);
        }
        // What had the keys is gone: what is wanted next has them.
        if focus.is_some_and(|focus| self.form.field(&focus).is_none())
            && let Some(next) = self.wanted_next(outcome)
        {
            self.form.focus(&next);
        }
    }

    /// Gives the field that is wanted next: a needed one that is empty, one that is asked for, or what can be said besides.
    fn wanted_next(&self, outcome: &Outcome) -> Option<FieldKey> {
        let empty = |needed: Needed| {
            let fields = outcome.fields.iter().filter(move |field| field.needed == needed);
            fields
                .map(|field| Asks::Field(field.key.clone()).key())
                .find(|key| self.form.field(key).is_some_and(Field::is_blank))
        };
        let own = || {
            let mut own = self.asks.iter().filter(|ask| matches!(ask, Asks::Held(_) | Asks::Own(_)));
            let first = own.clone().next();
            own.find(|ask| **ask == Asks::Own(Own::Reason)).or(first).map(Asks::key)
        };
        empty(Needed::Must).or_else(|| empty(Needed::Asked)).or_else(own)
    }

    /// Gives what the focused field asks.
    pub(super) fn focused(&self) -> Option<Asks> {
        self.form.focused().and_then(Asks::of)
    }

    /// Gives what the chord that saves is about: what was written of a discussion comes before what is done to the card that
    /// asked for it, or whoever goes on past its last field would call the card back.
    pub(super) fn saves(&self) -> Option<Asks> {
        let written = |part: &Held| self.form.field(&part.key()).is_some_and(Field::is_written);
        match self.focused() {
            Some(Asks::Own(_)) => Held::ALL.into_iter().find(written).map(Asks::Held).or(self.focused()),
            focused => focused,
        }
    }

    /// Tells whether the card says something of itself just now.
    pub(super) fn has(&self, own: Own) -> bool {
        self.asks.contains(&Asks::Own(own))
    }

    /// Tells whether something that is missing stands in a field by now, and is not saved yet.
    pub(super) fn fills(&self, unmet: &Unmet, route: &Route, view: &View<'_>) -> bool {
        let Some(Filled::Card(key)) = &unmet.filled else { return false };
        let recorded = view.contact.on_card(route, key, &view.context());
        let value = self.form.value(&Asks::Field(key.clone()).key()).ok().flatten();
        value.is_some_and(|value| !value.is_empty() && Some(&value) != recorded)
    }

    /// Gives the text of something said of the card itself.
    pub(super) fn text(&self, own: Own) -> String {
        match self.form.value(&own.key()) {
            Ok(Some(Value::Text(text))) => text,
            _ => String::new(),
        }
    }

    /// Gives the command that follows from a field that was left; none where nothing can.
    pub(super) fn left(&self, key: &FieldKey, value: Option<&Value>) -> Option<Command> {
        let route = self.no;
        match (Asks::of(key)?, value) {
            (Asks::Criterion(criterion), Some(Value::Choice(key))) => {
                marked(key).map(|met| Command::MarkCriterion { route, criterion, met })
            }
            (Asks::Criterion(criterion), None) => Some(Command::TakeMarkBack { route, criterion }),
            (Asks::Field(field), value) => {
                let value = value.cloned().unwrap_or_else(|| Value::Text(String::new()));
                Some(Command::Fill { route, field, value })
            }
            _ => None,
        }
    }
}

/// Finds the card in the contact.
pub(super) fn route(contact: &Contact, no: RouteNo) -> Option<&Route> {
    contact.routes.get(no)
}

fn asks(route: &Route, outcome: &Outcome, view: &View<'_>) -> Vec<Asks> {
    let mut asks = Vec::new();
    if route.state.is_open() {
        for part in PARTS {
            let of = outcome.criteria.iter().filter(|criterion| criterion.part == part);
            asks.extend(of.map(|criterion| Asks::Criterion(criterion.id.clone())));
        }
        let shown = outcome.fields.iter().filter(|field| is_asked(field, route, view));
        asks.extend(shown.map(|field| Asks::Field(field.key.clone())));
    }
    // A card that lacks nothing is not asked why it goes without; what cannot be left out no reason stands for.
    let mut unmet = view.contact.unmet(route, outcome, &view.context()).into_iter();
    let lacks = route.state.is_open() && unmet.any(|unmet| !unmet.must || route.state == State::Ready);
    if lacks {
        asks.push(Asks::Own(Own::Unmet));
    }
    if held::is_asked(route, outcome) {
        asks.extend(Held::ALL.map(Asks::Held));
    }
    let own: &[Own] = match &route.state {
        State::Open | State::NotSeconded { .. } | State::Recalled { .. } => &[Own::Reason, Own::TakeOff],
        State::Returned { .. } => &[Own::Reason, Own::NotSo, Own::TakeOff],
        State::Ready if view.contact.wants_deciding_again(route, outcome, &view.context()) => {
            &[Own::Reason, Own::TakeOff]
        }
        State::Ready | State::WaitsForSecond { .. } => &[Own::TakeOff],
        State::Pending { .. } => &[Own::Who, Own::Returned, Own::Recall],
        State::Accepted { .. } => &[Own::NotSo],
        State::Sent { .. } => &[Own::Recall],
        State::TakenOff { .. } => &[],
    };
    asks.extend(own.iter().copied().map(Asks::Own));
    asks
}

/// Offers the contact that this one belongs to where the card asks which one it joins.
fn known(ask: &Asks, field: Field, outcome: &Outcome, view: &View<'_>) -> Field {
    let joins = matches!(ask, Asks::Field(key) if outcome.joins.as_ref() == Some(key)) && field.is_blank();
    match view.contact.call.attached.to.filter(|_| joins) {
        Some((_, reference)) => field.offering(&reference.to_string()),
        None => field,
    }
}

fn field(ask: &Asks, route: &Route, outcome: &Outcome, view: &View<'_>) -> Option<Field> {
    Some(match ask {
        Asks::Criterion(id) => {
            let criterion = outcome.criteria.iter().find(|criterion| criterion.id == *id)?;
            let choice = |met: Met| {
                let (sign, word) = met.shown();
                Choice { key: mark(met).to_owned(), words: format!("{sign} {word}") }
            };
            let of = [Met::Met, Met::NotMet, Met::NotKnown].map(choice).to_vec();
            let part = match criterion.part {
                Part::Against => "against it: ",
                Part::Care => "take care: ",
                Part::Gate | Part::Any => "",
            };
            // What the record answers by itself is no mark of the worker's, and not nothing either.
            let now = view.contact.criterion(route, criterion, &view.context());
            let from = if route.marks.contains_key(id) || now == Met::NotKnown {
                String::new()
            } else {
                format!("{} by the record: ", now.shown().0)
            };
            Field::new(ask.key(), format!("{part}{from}{}", criterion.words), FieldKind::Choice { of })
        }
        Asks::Field(key) => {
            let known = outcome.fields.iter().find(|field| field.key == *key)?;
            // What is there is not called for any more.
            let lacks = view.contact.on_card(route, key, &view.context()).is_none_or(Value::is_empty);
            let label = if known.needed == Needed::Must && lacks {
                format!("‼ {}", known.words)
            } else {
                known.words.clone()
            };
            Field::new(ask.key(), label, known.kind.clone())
                .needed(known.needed == Needed::Asked)
                .on(local_day(view.now))
        }
        Asks::Held(part) => part.field(view),
        Asks::Own(own) => {
            let kind = if *own == Own::Who { FieldKind::Line } else { FieldKind::Text };
            let label = match (own, &outcome.team) {
                (Own::Who, Some(team)) => format!("Accepted: who of {team} took it"),
                _ => own.label().to_owned(),
            };
            Field::new(ask.key(), label, kind)
        }
    })
}
