//! What was written in a field of the script or of a route card.

use chrono::NaiveDate;
use serde::Serialize;

use super::super::view::in_words;
use crate::domain::{policy::script::FieldKind, value::Value};

/// A value that was written in a field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Written<'a> {
    /// `text`, `yes_no`, `choice`, `choices`, `number`, `date` or `list`.
    pub kind: &'static str,
    /// The text, key, keys, number, day or lines.
    pub value: Raw<'a>,
    /// The same in words.
    pub words: String,
}

/// A value as it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(untagged)]
pub enum Raw<'a> {
    /// A text or a key.
    Text(&'a str),
    /// Lines or keys.
    List(&'a [String]),
    /// A number.
    Number(i64),
    /// A day.
    Date(NaiveDate),
}

impl<'a> Written<'a> {
    pub(super) fn of(value: &'a Value, kind: Option<&FieldKind>) -> Self {
        let (key, raw) = match value {
            Value::Text(text) => ("text", Raw::Text(text)),
            Value::YesNo(answer) => ("yes_no", Raw::Text(answer.key())),
            Value::Choice(choice) => ("choice", Raw::Text(choice)),
            Value::Choices(choices) => ("choices", Raw::List(choices)),
            Value::Number(number) => ("number", Raw::Number(*number)),
            Value::Date(day) => ("date", Raw::Date(*day)),
            Value::List(lines) => ("list", Raw::List(lines)),
        };
        Self { kind: key, value: raw, words: in_words(value, kind) }
    }
}
