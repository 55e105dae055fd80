//! A contact as one reader sees it: the record, the names that go with it, and the moment of reading.

use super::json::{Agency, Purpose, Staff};
use crate::domain::{
    contact::{Contact, Context},
    desk::State,
    ids::{AgencyId, PurposeId, StaffId},
    policy::script::FieldKind,
    value::Value,
};

/// What every part of the JSON is made from.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    /// The record.
    pub(super) contact: &'a Contact,
    /// Who works here.
    pub(super) desk: &'a State,
    /// The moment, and what the profile says.
    pub(super) cx: Context<'a>,
}

impl<'a> View<'a> {
    pub(super) fn staff(&self, id: StaffId) -> Staff<'a> {
        Staff { id: id.0, name: self.desk.name_of(id) }
    }

    pub(super) fn agency(&self, id: &'a AgencyId) -> Agency<'a> {
        let known = self.cx.policy.sharing.agencies.iter().find(|known| known.id == *id);
        Agency { id: id.as_str(), name: known.map_or(id.as_str(), |known| known.name.as_str()) }
    }

    pub(super) fn agencies(&self, of: &'a [AgencyId]) -> Vec<Agency<'a>> {
        of.iter().map(|id| self.agency(id)).collect()
    }

    pub(super) fn purpose(&self, id: &'a PurposeId) -> Purpose<'a> {
        let known = self.cx.policy.sharing.purposes.iter().find(|known| known.id == *id);
        Purpose { id: id.as_str(), words: known.map_or(id.as_str(), |known| known.words.as_str()) }
    }
}

/// Says a value in words: a key becomes the words of its choice.
pub(super) fn in_words(value: &Value, kind: Option<&FieldKind>) -> String {
    let of = match kind {
        Some(FieldKind::Choice { of } | FieldKind::Choices { of }) => of.as_slice(),
        _ => &[],
    };
    let word = |key: &String| {
        of.iter()
            .find(|choice| choice.key == *key)
            .map_or(key.as_str(), |choice| choice.words.as_str())
            .to_owned()
    };
    match value {
        Value::Text(text) => text.clone(),
        Value::YesNo(answer) => answer.words().to_owned(),
        Value::Choice(key) => word(key),
        Value::Choices(keys) => keys.iter().map(word).collect::<Vec<_>>().join("; "),
        Value::Number(number) => number.to_string(),
        Value::Date(day) => crate::domain::calendar::words::day(*day).to_string(),
        Value::List(lines) => lines.join("\n"),
    }
}
