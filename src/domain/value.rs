//! What was written in a field of the script or of a route card.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    calendar::words,
    policy::script::{Choice, FieldKind},
};

/// Yes, no, or not known: a question that was asked and has no answer is an answer too.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YesNo {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Asked, and not known.
    Unknown,
}

impl YesNo {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// Gives the word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "not known",
        }
    }

    /// Gives the key that profiles test for.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }
}

/// A value, by the kind of its field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Of a line or a text; raw, as it was typed.
    Text(String),
    /// Of a yes-or-no question.
    YesNo(YesNo),
    /// The key of the choice.
    Choice(String),
    /// The keys of the choices.
    Choices(Vec<String>),
    /// A number.
    Number(i64),
    /// A day.
    Date(NaiveDate),
    /// Lines.
    List(Vec<String>),
}

impl Value {
    /// Tells whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) | Self::Choice(text) => text.trim().is_empty(),
            Self::Choices(of) | Self::List(of) => of.iter().all(|text| text.trim().is_empty()),
            Self::YesNo(_) | Self::Number(_) | Self::Date(_) => false,
        }
    }

    /// Gives it in words, by the kind of its field.
    pub fn in_words(&self, kind: Option<&FieldKind>) -> String {
        let of: &[Choice] = match kind {
            Some(FieldKind::Choice { of } | FieldKind::Choices { of }) => of,
            _ => &[],
        };
        let chosen = |key: &String| {
            of.iter()
                .find(|choice| choice.key == *key)
                .map_or_else(|| key.clone(), |choice| choice.words.clone())
        };
        match self {
            Self::Text(text) => text.clone(),
            Self::Choice(key) => chosen(key),
            Self::Choices(keys) => keys.iter().map(chosen).collect::<Vec<_>>().join(", "),
            Self::YesNo(answer) => answer.words().to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => words::day(*day).to_string(),
            Self::List(lines) => lines.join("\n"),
        }
    }

    /// Tells whether a profile's test for `key` is met by it.
    pub fn has(&self, key: &str) -> bool {
        match self {
            Self::Text(text) | Self::Choice(text) => text.trim() == key,
            Self::YesNo(answer) => answer.key() == key,
            Self::Choices(of) | Self::List(of) => of.iter().any(|text| text.trim() == key),
            Self::Number(number) => number.to_string() == key,
            Self::Date(day) => day.to_string() == key,
        }
    }
}
