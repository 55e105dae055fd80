//! What a discussion came to that a card asked for: written on the card once it was sent.

use crate::domain::{
    contact::route::{Command, Discussion, Route},
    ids::{FieldKey, RouteNo},
    input::clock_time,
    policy::{outcomes::Outcome, script::FieldKind},
    value::Value,
};
use crate::ui::{
    screens::call::pane::View,
    widgets::{Field, Form},
};

/// A part of what it came to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Held {
    /// When it was held.
    When,
    /// Who took part.
    Who,
    /// What was decided.
    Decided,
    /// What each will do.
    Doing,
}

impl Held {
    pub(super) const ALL: [Self; 4] = [Self::When, Self::Who, Self::Decided, Self::Doing];

    const fn name(self) -> &'static str {
        match self {
            Self::When => "when",
            Self::Who => "who",
            Self::Decided => "decided",
            Self::Doing => "doing",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::When => "Held: when",
            Self::Who => "Held: who took part",
            Self::Decided => "Held: what was decided",
            Self::Doing => "Held: who does what, by when",
        }
    }

    /// Gives the key of its field in the form.
    pub(super) fn key(self) -> FieldKey {
        FieldKey::new(format!("h:{}", self.name()))
    }

    /// Reads what stands behind the colon of a key.
    pub(super) fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }

    pub(super) fn field(self, view: &View<'_>) -> Field {
        let now = view.now;
        match self {
            Self::When => Field::moment(self.key(), self.label(), clock_time::past, move || now)
                .hint("14:05 · yesterday 22:10"),
            Self::Who => Field::new(self.key(), self.label(), FieldKind::Line),
            Self::Decided | Self::Doing => Field::new(self.key(), self.label(), FieldKind::Text),
        }
    }
}

/// Tells whether it can be written of a card what its discussion came to.
pub(super) fn is_asked(route: &Route, outcome: &Outcome) -> bool {
    !outcome.meets.is_empty() && route.state.is_sent()
}

/// Gives the command that writes it, or the part that is still to be said.
pub(super) fn command(form: &Form, route: RouteNo, view: &View<'_>) -> Result<Command, Held> {
    let text = |part: Held| match form.value(&part.key()) {
        Ok(Some(Value::Text(text))) if !text.trim().is_empty() => Ok(text),
        _ => Err(part),
    };
    let at = clock_time::past(&text(Held::When)?, view.now).map_err(|_| Held::When)?;
    let (who, decided, doing) = (text(Held::Who)?, text(Held::Decided)?, text(Held::Doing)?);
    Ok(Command::Held { route, discussion: Discussion { at, who, decided, doing } })
}

/// Says what is still to be said.
pub(super) const fn lacks(part: Held) -> &'static str {
    match part {
        Held::When => "▲ Say when it was held: 14:05, or yesterday 22:10.",
        Held::Who => "▲ Say who took part.",
        Held::Decided => "▲ Say what was decided.",
        Held::Doing => "▲ Say what each will do, and by when; nothing is an answer too.",
    }
}
