//! The form for what was shared with, or asked of, an agency: the ground is found by the rules and never picked.
//!
//! What is half-written in it stays with its contact when the form is closed, and is in the draft file.

use std::collections::BTreeMap;

use crate::{
    domain::{
        contact::{
            Command, Contact,
            share::{Command as Share, Direction, Sharing},
        },
        ids::{AgencyId, ContactId, FieldKey, PersonNo, PurposeId},
        policy::{Policy, script::Choice},
        value::Value,
    },
    ui::widgets::{Draft, Field, Form},
};

use super::{App, over::Over};

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
    let fields = vec![
        Field::choices("children", "About which children", children),
        Field::choice("agency", "With whom", agencies),
        Field::choice("purpose", "For what", purposes),
        Field::choice("way", "Told or asked", ways),
        Field::text("what", "What was shared or asked"),
    ];
    Form::new(fields.into_iter().map(|field| field.needed(true)).collect())
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

impl App {
    /// Opens the form of the contact that is open, with what is half-written in it.
    pub(super) fn open_share(&mut self) {
        if let Some((screen, contact)) = &self.call {
            let mut form = form(&contact.contact, &self.desk.book.policy);
            if let Some(half) = self.shares.remove(&screen.id) {
                form.from_draft(&half);
            }
            self.over.push(Over::Share(Box::new(form)));
        }
    }

    /// Keeps what is half-written in a form that is put away.
    pub(super) fn keep_share(&mut self, form: &Form) {
        if let Some((screen, _)) = &self.call {
            let half = form.to_draft();
            if half.is_empty() {
                self.shares.remove(&screen.id);
            } else {
                self.shares.insert(screen.id, half);
            }
        }
    }

    /// Puts an open form away, as when its contact is left.
    pub(super) fn put_share_away(&mut self) {
        let is_share = |over: &mut Over| matches!(over, Over::Share(_));
        for over in self.over.extract_if(.., is_share).collect::<Vec<_>>() {
            if let Over::Share(form) = over {
                self.keep_share(&form);
            }
        }
    }

    /// Gives what is half-written about a share, by its contact: in forms that were put away, and in the open one.
    pub(super) fn half_shares(&self) -> BTreeMap<ContactId, Draft> {
        let open = self.over.iter().find_map(|over| match over {
            Over::Share(form) => Some(form.to_draft()),
            _ => None,
        });
        let open = self.call.as_ref().zip(open).map(|((screen, _), half)| (screen.id, half));
        let put_away = self.shares.iter().map(|(id, half)| (*id, half.clone()));
        put_away.chain(open).filter(|(_, half)| !half.is_empty()).collect()
    }
}
