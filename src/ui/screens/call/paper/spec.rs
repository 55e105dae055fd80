//! The fields that a sheet wants.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use crate::{
    domain::{
        ids::FieldKey,
        input::clock_time,
        policy::script::{Choice, FieldKind},
    },
    ui::widgets::{Field, Kind},
};

/// One field that a sheet wants.
pub struct Spec {
    pub(super) key: FieldKey,
    pub(super) label: String,
    pub(super) hint: String,
    pub(super) kind: Kind,
    pub(super) needed: bool,
}

impl Spec {
    /// Makes a needed field; the hint says what belongs there.
    pub fn new(key: impl Into<String>, label: impl Into<String>, kind: FieldKind, hint: &str) -> Self {
        Self {
            key: FieldKey(key.into()),
            label: label.into(),
            hint: hint.to_owned(),
            kind: Kind::Of(kind),
            needed: true,
        }
    }

    /// Makes a needed text.
    pub fn text(key: impl Into<String>, label: impl Into<String>, hint: &str) -> Self {
        Self::new(key, label, FieldKind::Text, hint)
    }

    /// Makes a needed choice of one.
    pub fn choice(key: impl Into<String>, label: &str, of: Vec<Choice>, hint: &str) -> Self {
        Self::new(key, label, FieldKind::Choice { of }, hint)
    }

    /// Makes a needed choice of several.
    pub fn choices(key: impl Into<String>, label: &str, of: Vec<Choice>, hint: &str) -> Self {
        Self::new(key, label, FieldKind::Choices { of }, hint)
    }

    /// Makes a needed time to come.
    pub fn time(key: impl Into<String>, label: &str, now: DateTime<Utc>, hint: &str) -> Self {
        let read = move |text: &str| clock_time::future(text, now).map(drop).map_err(|why| why.to_string());
        Self { kind: Kind::Custom(Rc::new(read)), ..Self::text(key, label, hint) }
    }

    /// Lets it stay empty.
    #[must_use]
    pub fn spare(self) -> Self {
        Self { needed: false, ..self }
    }

    pub(super) fn field(&self) -> Field {
        let field = match &self.kind {
            Kind::Of(kind) => Field::new(self.key.clone(), self.label.clone(), kind.clone()),
            Kind::Custom(parser) => {
                let parser = Rc::clone(parser);
                Field::custom(self.key.clone(), self.label.clone(), move |text| parser(text))
            }
        };
        field.needed(self.needed)
    }

    pub(super) fn of(&self) -> Option<&[Choice]> {
        match &self.kind {
            Kind::Of(FieldKind::Choice { of } | FieldKind::Choices { of }) => Some(of),
            _ => None,
        }
    }

    pub(super) fn is_like(&self, other: &Self) -> bool {
        (&self.key, &self.label, self.needed) == (&other.key, &other.label, other.needed)
    }
}
