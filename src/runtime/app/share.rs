//! The form for what was shared with, or asked of, an agency: the ground is found by the rules and never picked.

use crate::{
    domain::{
        contact::{
            Command, Contact,
            share::{Command as Share, Direction, Sharing},
        },
        ids::{AgencyId, FieldKey, PersonNo, PurposeId},
        policy::{
            Policy,
            script::{Choice, FieldKind},
        },
        value::Value,
    },
    ui::widgets::{Field, Form},
};

/// Makes the empty form; nothing in it is chosen.
pub(super) fn form(contact: &Contact, policy: &Policy) -> Form {
    let choice = |key: String, words: &str| Choice { key, words: words.to_owned() };
    let children =
        contact.family.children().map(|child| choice(child.no.0.to_string(), child.name())).collect();
    let agencies =
        policy.sharing.agencies.iter().map(|agency| choice(agency.id.0.clone(), &agency.name)).collect();
    let purposes =
        policy.sharing.purposes.iter().map(|purpose| choice(purpose.id.0.clone(), &purpose.words)).collect();
    let ways = vec![choice("told".into(), "we told them"), choice("asked".into(), "we asked them")];
    Form::new(vec![
        Field::new("children", "About which children", FieldKind::Choices { of: children }).needed(true),
        Field::new("agency", "With whom", FieldKind::Choice { of: agencies }).needed(true),
        Field::new("purpose", "For what", FieldKind::Choice { of: purposes }).needed(true),
        Field::new("way", "Told or asked", FieldKind::Choice { of: ways }).needed(true),
        Field::new("what", "What was shared or asked", FieldKind::Text).needed(true),
    ])
}

/// Reads the form; nothing where something needed is missing, which is then said at its field.
pub(super) fn command(form: &mut Form) -> Option<Command> {
    let wanting: Vec<FieldKey> = form.wanting().into_iter().cloned().collect();
    for key in &wanting {
        form.refused(key, "This is needed before it can be written down.");
    }
    let values = form.values();
    let text = |key: &str| match values.get(&FieldKey::from(key)) {
        Some(Value::Text(text) | Value::Choice(text)) => Some(text.clone()),
        _ => None,
    };
    let children = match values.get(&FieldKey::from("children")) {
        Some(Value::Choices(keys)) => keys.iter().filter_map(|key| key.parse().ok().map(PersonNo)).collect(),
        _ => Vec::new(),
    };
    let sharing = Sharing {
        children,
        agency: AgencyId::new(text("agency")?),
        purpose: PurposeId::new(text("purpose")?),
        what: text("what")?,
        direction: if text("way")? == "told" { Direction::Told } else { Direction::Asked },
    };
    wanting.is_empty().then(|| Share::Record(sharing).into())
}
