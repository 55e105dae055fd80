//! Keeping what is written in a form while it is not saved: a form holds on only to what it knows to be unsaved.

use std::collections::BTreeMap;

use crate::domain::{ids::FieldKey, value::Value};
use crate::ui::widgets::{Draft, Field, FieldDraft, FieldState, Form};

/// Finds a field.
pub(super) fn field<'f>(form: &'f Form, key: &FieldKey) -> Option<&'f Field> {
    form.fields().iter().find(|field| field.key == *key)
}

/// Gives a value as it would stand half written in its field; values that are typed in digits keep none.
pub(super) fn half(value: &Value) -> FieldDraft {
    let (text, picked) = match value {
        Value::Text(text) => (text.clone(), Vec::new()),
        Value::List(lines) => (lines.join("\n"), Vec::new()),
        Value::Number(number) => (number.to_string(), Vec::new()),
        Value::Date(day) => (day.format("%d/%m/%Y").to_string(), Vec::new()),
        Value::Choice(key) => (String::new(), vec![key.clone()]),
        Value::Choices(keys) => (String::new(), keys.clone()),
        Value::YesNo(answer) => (String::new(), vec![answer.key().to_owned()]),
    };
    FieldDraft { cursor: text.len(), text, picked }
}

/// Writes one field as half written, and leaves the focus where it is.
pub(super) fn write(form: &mut Form, key: &FieldKey, half: FieldDraft) {
    form.from_draft(&Draft { fields: BTreeMap::from([(key.clone(), half)]), focus: None });
}

/// Makes a field that was left count as half written again, for nothing has saved it.
pub(super) fn written(form: &mut Form, key: &FieldKey) {
    let left =
        field(form, key).is_some_and(|field| matches!(field.state, FieldState::Left | FieldState::Saved));
    if left {
        match form.value(key) {
            Ok(Some(value)) => write(form, key, half(&value)),
            _ => clear(form, key),
        }
    }
}

/// Puts into a field what the record says, whatever was written in it.
pub(super) fn put(form: &mut Form, key: &FieldKey, value: Option<&Value>) {
    form.saved(key);
    form.set(key, value.unwrap_or(&Value::Text(String::new())));
}

/// Empties a field.
pub(super) fn clear(form: &mut Form, key: &FieldKey) {
    put(form, key, None);
}

/// Counts the words of what is half written.
pub(super) fn words(draft: &Draft) -> usize {
    draft.fields.values().map(|field| field.text.split_whitespace().count()).sum()
}

/// Tells whether anything is half written.
pub(super) fn any(draft: &Draft) -> bool {
    draft.fields.values().any(|field| !field.text.is_empty() || !field.picked.is_empty())
}

/// Says why what was left was not taken up. Its text stays, and counts as new against what is recorded, so that leaving
/// the field again tries again.
pub(super) fn refuse(form: &mut Form, key: &FieldKey, recorded: Option<&Value>, why: &str) {
    let typed = form.to_draft().fields.remove(key);
    let typed = typed.or_else(|| form.value(key).ok().flatten().map(|value| half(&value)));
    put(form, key, recorded);
    if let Some(typed) = typed {
        write(form, key, typed);
    }
    form.refused(key, why);
}
