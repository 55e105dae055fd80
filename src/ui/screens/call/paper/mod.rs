//! What the panes for agreement and oversight share: a form that changes its fields with what is chosen in it, and a page
//! above it.

#[cfg(test)]
pub(crate) mod fixture;
mod layout;
pub mod page;
mod spec;
pub mod words;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use serde::{Deserialize, Serialize};

pub use self::{
    layout::{Head, Parts, foot},
    spec::Spec,
};
use super::pane::View;
use crate::{
    domain::{
        ids::{EventId, FieldKey},
        input::clock_time,
        policy::script::FieldKind,
        value::Value,
    },
    ui::widgets::{Draft, FieldDraft, FieldState, Form, FormEvent, Kind},
};

/// What came of a key in a sheet.
#[derive(Clone, Copy, Default, Debug)]
pub struct Typed {
    /// What is written changed.
    pub changed: bool,
    /// It is to be saved, or done.
    pub submit: bool,
}

/// What is half-typed in a sheet, as it is kept.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Half {
    #[serde(flatten)]
    draft: Draft,
    event: Option<EventId>,
}

type Texts = BTreeMap<FieldKey, FieldDraft>;

/// A form whose fields depend on what is chosen in it. Text outlives the field it was written in.
pub struct Sheet {
    form: Form,
    specs: Vec<Spec>,
    /// Everything that was written, also in fields that are not asked for just now.
    kept: Texts,
    /// What was chosen in fields that were left; the fields asked for follow from it.
    chosen: BTreeMap<FieldKey, Value>,
    /// The id that the event will have, so that it is written once whatever happens on the way.
    event: Option<EventId>,
    /// What was sent and is not answered yet.
    sent: Option<Texts>,
    refused: Option<String>,
}

impl Default for Sheet {
    fn default() -> Self {
        Self {
            form: Form::new(Vec::new()),
            specs: Vec::new(),
            kept: Texts::new(),
            chosen: BTreeMap::new(),
            event: None,
            sent: None,
            refused: None,
        }
    }
}

impl Sheet {
    /// Gives the key of the choice that was made in a field.
    pub fn chosen(&self, key: &str) -> Option<&str> {
        match self.chosen.get(&FieldKey::from(key))? {
            Value::Choice(key) => Some(key),
            _ => None,
        }
    }

    /// Gives the keys of the choices that were made in a field.
    pub fn several(&self, key: &str) -> &[String] {
        match self.chosen.get(&FieldKey::from(key)) {
            Some(Value::Choices(keys)) => keys,
            _ => &[],
        }
    }

    /// Gives the text that is in a field, raw.
    pub fn words(&self, key: &str) -> String {
        match self.form.value(&FieldKey::from(key)) {
            Ok(Some(Value::Text(text))) => text,
            _ => String::new(),
        }
    }

    /// Tells whether a field has only just come in, and nothing is written in it.
    pub fn is_new(&self, key: &str) -> bool {
        !self.kept.contains_key(&FieldKey::from(key)) && self.words(key).is_empty()
    }

    /// Tells whether nothing is written in a field.
    pub fn is_empty(&self, key: &str) -> bool {
        matches!(self.form.value(&FieldKey::from(key)), Ok(None))
    }

    /// Tells whether nothing is written in it, in any field.
    pub fn is_blank(&self) -> bool {
        self.gathered().is_empty()
    }

    /// Fits the fields to what is chosen and to what can be chosen now.
    pub fn fit(&mut self, wanted: impl Fn(&Self) -> Vec<Spec>) {
        // A field can bring another one along, and that a third; nothing here goes deeper.
        for _ in 0..4 {
            let specs = wanted(self);
            let same = specs.len() == self.specs.len()
                && specs.iter().zip(&self.specs).all(|(new, old)| new.is_like(old));
            if same {
                self.refresh(specs);
                return;
            }
            self.kept = self.all();
            self.rebuild(specs);
        }
    }

    /// Makes the form anew from what is kept; the field with the keys keeps them.
    fn rebuild(&mut self, specs: Vec<Spec>) {
        let fields = written(self.kept.clone());
        let draft = Draft { fields, focus: self.form.focused().cloned() };
        self.form = Form::new(specs.iter().map(Spec::field).collect());
        self.form.from_draft(&draft);
        self.specs = specs;
        self.remember(&draft.fields);
    }

    /// Takes what was picked in the fields as chosen, but not what is still being typed.
    fn remember(&mut self, texts: &Texts) {
        for spec in &self.specs {
            let (Some(of), Some(half)) = (spec.of(), texts.get(&spec.key)) else { continue };
            let mut picked =
                half.picked.iter().filter(|key| of.iter().any(|choice| choice.key == **key)).cloned();
            let value = match &spec.kind {
                Kind::Of(FieldKind::Choices { .. }) => Some(Value::Choices(picked.collect())),
                _ => picked.next().map(Value::Choice),
            };
            if let Some(value) = value.filter(|value| half.text.is_empty() && !value.is_empty()) {
                self.chosen.insert(spec.key.clone(), value);
            }
        }
    }

    /// Takes up new choices, but not under the fingers of somebody who is typing one.
    fn refresh(&mut self, mut specs: Vec<Spec>) {
        let typing = self.form.focused().filter(|key| {
            self.form.fields().iter().any(|field| field.key == **key && field.state == FieldState::Written)
        });
        let typing = typing.cloned();
        for (new, old) in specs.iter_mut().zip(&self.specs) {
            match (new.of(), old.of()) {
                (Some(new_of), Some(old_of)) if new_of != old_of => {
                    if typing.as_ref() == Some(&new.key) {
                        new.kind = old.kind.clone();
                    } else {
                        self.form.set_choices(&new.key, new_of.to_vec());
                    }
                }
                _ => {}
            }
        }
        self.specs = specs;
    }

    /// Puts a choice into a field, as if it had been made there.
    pub fn choose(&mut self, key: &str, choice: &str) {
        self.put(key, &Value::Choice(choice.to_owned()));
    }

    /// Puts a value into a field, as if it had been written there; the fields are fitted afterwards.
    pub fn put(&mut self, key: impl Into<String>, value: &Value) {
        let key = FieldKey(key.into());
        self.kept = self.all();
        self.kept.insert(key.clone(), draft_of(value));
        if !matches!(value, Value::Text(_)) {
            self.chosen.insert(key, value.clone());
        }
        let specs = std::mem::take(&mut self.specs);
        self.rebuild(specs);
    }

    /// Gives the keys to a field.
    pub fn focus(&mut self, key: &str) {
        self.form.focus(&key.into());
    }

    /// Takes a key; gives nothing where it is not a form's.
    pub fn key(&mut self, key: KeyEvent, wanted: impl Fn(&Self) -> Vec<Spec>) -> Option<Typed> {
        let before = self.place();
        let events = self.form.key(key)?;
        Some(self.take(events, before, wanted))
    }

    /// Takes a paste; tells whether anything changed.
    pub fn paste(&mut self, text: &str) -> bool {
        !self.form.paste(text).is_empty()
    }

    /// Leaves the field that has the keys.
    pub fn leave(&mut self, wanted: impl Fn(&Self) -> Vec<Spec>) {
        let events = self.form.leave();
        self.take(events, None, wanted);
    }

    fn take(
        &mut self,
        events: Vec<FormEvent>,
        before: Option<usize>,
        wanted: impl Fn(&Self) -> Vec<Spec>,
    ) -> Typed {
        let mut typed = Typed::default();
        let mut left = false;
        for event in events {
            match event {
                FormEvent::Changed => typed.changed = true,
                FormEvent::Left { key, value } => {
                    (typed.changed, left) = (true, true);
                    match value {
                        Some(value) => self.chosen.insert(key, value),
                        None => self.chosen.remove(&key),
                    };
                }
                FormEvent::Submit => typed.submit = true,
            }
        }
        if left {
            let after = before.map(|at| (at + 1) % self.specs.len().max(1));
            let forwards = !typed.submit && after.is_some() && self.place() == after;
            self.fit(wanted);
            // What came in behind the field that was left is next.
            if let Some(next) = before.and_then(|at| self.specs.get(at + 1)).filter(|_| forwards) {
                let key = next.key.clone();
                self.form.focus(&key);
            }
        }
        typed
    }

    /// Marks the needed fields that are empty, gives the keys to the first that is empty or wrong, and tells whether
    /// there is one.
    pub fn is_wanting(&mut self) -> bool {
        let wanting: Vec<FieldKey> = self.form.wanting().into_iter().cloned().collect();
        for key in &wanting {
            let Some(spec) = self.specs.iter().find(|spec| spec.key == *key) else { continue };
            let why = match (&spec.kind, self.form.value(key)) {
                (_, Err(why)) => why,
                (Kind::Of(FieldKind::Choice { .. }), _) => "Choose one.".to_owned(),
                (Kind::Of(FieldKind::Choices { .. }), _) => "Choose at least one.".to_owned(),
                (Kind::Custom(_), _) => "Write a time.".to_owned(),
                _ => "Write this.".to_owned(),
            };
            self.form.refused(key, why);
        }
        if let Some(first) = wanting.first() {
            self.form.focus(first);
        }
        !wanting.is_empty()
    }

    /// Reads a time to come; says in the field what is wrong with it.
    pub fn time(&mut self, key: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match clock_time::future(&self.words(key), now) {
            Ok(at) => Some(at),
            Err(why) => {
                self.form.refused(&key.into(), why.to_string());
                self.form.focus(&key.into());
                None
            }
        }
    }

    /// Says why what is in it was not taken up.
    pub fn refuse(&mut self, why: impl Into<String>) {
        self.refused = Some(why.into());
        self.sent = None;
    }

    /// Forgets why something was not taken up: it is tried again.
    pub fn try_again(&mut self) {
        self.refused = None;
    }

    /// Gives the id of the event that it will become, and notes what is sent.
    pub fn send(&mut self, view: &View<'_>) -> EventId {
        self.sent = Some(self.gathered());
        *self.event.get_or_insert_with(|| (view.fresh)())
    }

    /// Learns that what was sent is saved: clears the fields that are shown and those of their kind, by the start of
    /// their keys, unless more was written since. The fields are fitted afterwards.
    pub fn saved(&mut self, kind: &str) {
        if self.sent.take().is_some_and(|sent| sent != self.gathered()) {
            self.event = None;
            return;
        }
        let mut kept = self.all();
        kept.retain(|key, _| {
            !key.as_str().starts_with(kind) && !self.specs.iter().any(|spec| spec.key == *key)
        });
        *self = Self { kept, ..Self::default() };
    }

    /// Gives what the field with the keys is for.
    pub fn hint(&self) -> &str {
        let here = self.form.focused();
        self.specs.iter().find(|spec| Some(&spec.key) == here).map_or("", |spec| spec.hint.as_str())
    }

    /// Counts the lines that it would like to have.
    pub fn lines(&self) -> usize {
        self.specs.len() + 8
    }

    /// Counts the words that are written in it.
    pub fn count(&self) -> usize {
        self.gathered().values().map(|half| half.text.split_whitespace().count() + half.picked.len()).sum()
    }

    /// Gives what is to be kept of it, if anything is written.
    pub fn half(&self) -> Option<Half> {
        let fields = self.gathered();
        let focus = self.form.focused().cloned();
        (!fields.is_empty()).then_some(Half { draft: Draft { fields, focus }, event: self.event })
    }

    /// Takes up what was kept; the fields are fitted afterwards.
    pub fn restore(&mut self, half: &Half, wanted: impl Fn(&Self) -> Vec<Spec>) {
        *self = Self { kept: half.draft.fields.clone(), event: half.event, ..Self::default() };
        self.fit(&wanted);
        if let Some(key) = &half.draft.focus {
            self.form.focus(key);
        }
    }

    fn place(&self) -> Option<usize> {
        let here = self.form.focused()?;
        self.specs.iter().position(|spec| spec.key == *here)
    }

    /// Gives everything that is written, also where nothing is left in a field.
    fn all(&self) -> Texts {
        let mut all = self.kept.clone();
        let values = self.form.values();
        let mut half = self.form.to_draft().fields;
        for spec in &self.specs {
            let now = half.remove(&spec.key).or_else(|| values.get(&spec.key).map(draft_of));
            all.insert(spec.key.clone(), now.unwrap_or_default());
        }
        all
    }

    fn gathered(&self) -> Texts {
        written(self.all())
    }
}

/// Leaves out where nothing is written.
fn written(mut texts: Texts) -> Texts {
    texts.retain(|_, half| !half.text.trim().is_empty() || !half.picked.is_empty());
    texts
}

fn draft_of(value: &Value) -> FieldDraft {
    match value {
        Value::Text(text) => FieldDraft { text: text.clone(), cursor: text.len(), picked: Vec::new() },
        Value::Choice(key) => FieldDraft { picked: vec![key.clone()], ..FieldDraft::default() },
        Value::Choices(keys) => FieldDraft { picked: keys.clone(), ..FieldDraft::default() },
        // Nothing else is asked for on these sheets.
        Value::YesNo(_) | Value::Number(_) | Value::Date(_) | Value::List(_) => FieldDraft::default(),
    }
}

#[cfg(test)]
mod tests;
