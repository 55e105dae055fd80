//! Checks that a test on the record names only what exists.

use super::{Checked, File};
use crate::domain::policy::{outcomes::Field, script::FieldKind, test::Test};

/// Checks a test; `fields` are those of the route card it stands on, and none in the script.
pub(super) fn check(file: File<'_>, key: &str, test: &Test, fields: &[Field]) -> Checked {
    let script = &file.policy.script;
    let mut found = Ok(());
    test.each(&mut |one| {
        if found.is_ok() {
            found = match one {
                Test::Answer(name, value) => match script.capture(name) {
                    Some((_, capture)) => can_be(file, key, &capture.kind, name.as_str(), value.as_deref()),
                    None => Err(file.fault(key, format!("the script has no question `{name}`"))),
                },
                Test::Field(name, value) => match fields.iter().find(|field| field.key == *name) {
                    Some(field) => can_be(file, key, &field.kind, name.as_str(), value.as_deref()),
                    None => Err(file.fault(key, format!("this card has no field `{name}`"))),
                },
                Test::Chip(id) => file.ensure(script.chip(id).is_some(), key, || {
                    format!("the script has nothing to listen for under `{id}`")
                }),
                Test::Fact(_) | Test::All(_) | Test::Any(_) => Ok(()),
            };
        }
    });
    found
}

fn can_be(file: File<'_>, key: &str, kind: &FieldKind, name: &str, value: Option<&str>) -> Checked {
    let Some(value) = value else { return Ok(()) };
    let possible = match kind {
        FieldKind::YesNo => ["yes", "no", "unknown"].contains(&value),
        FieldKind::Choice { of } | FieldKind::Choices { of } => of.iter().any(|choice| choice.key == value),
        FieldKind::Number { min, max } => value.parse().is_ok_and(|n| (min..=max).contains(&&n)),
        FieldKind::Line | FieldKind::Text | FieldKind::Date | FieldKind::List { .. } => false,
    };
    file.ensure(possible, key, || format!("`{name}` can never be `{value}`"))
}

/// Checks a kind of field by itself.
pub(super) fn kind(file: File<'_>, key: &str, kind: &FieldKind) -> Checked {
    match kind {
        FieldKind::Number { min, max } => {
            file.ensure(min <= max, format!("{key}.min"), || format!("{min} is more than {max}"))
        }
        FieldKind::List { min, max } => {
            file.ensure(min <= max, format!("{key}.min"), || format!("{min} is more than {max}"))
        }
        FieldKind::Choice { of } | FieldKind::Choices { of } => {
            file.some(&format!("{key}.of"), of)?;
            file.unique(&format!("{key}.of"), "key", of.iter().map(|choice| &choice.key))?;
            of.iter().enumerate().try_for_each(|(at, choice)| {
                file.said(&format!("{key}.of[{at}].key"), &choice.key)?;
                file.said(&format!("{key}.of[{at}].words"), &choice.words)
            })
        }
        FieldKind::Line | FieldKind::Text | FieldKind::YesNo | FieldKind::Date => Ok(()),
    }
}
