//! A form that is saved as a whole, one for each row of a list: what is written in one outlives a look at another.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::pane::HalfTyped;
use crate::{
    domain::{
        ids::{EventId, FieldKey},
        value::Value,
    },
    ui::widgets::{Draft, Field, FieldDraft, FieldState, Form},
};

/// The fields of a form, each with what is recorded in its place.
pub(super) type Plan = Vec<(Field, Option<Value>)>;

/// A form, what was sent of it, and why it was not taken up.
pub(super) struct Sheet {
    /// The form.
    pub(super) form: Form,
    /// Why it was not taken up.
    pub(super) refused: Option<String>,
    /// What was written in fields that the form does not show as it stands.
    hidden: BTreeMap<FieldKey, FieldDraft>,
    /// What it held when it was sent.
    sent: Option<BTreeMap<FieldKey, FieldDraft>>,
    /// The id that its event will have. Words that changed since they may have been recorded get another, or they would
    /// pass for what is there already.
    event: Option<EventId>,
    /// Whether the next change wants another id.
    spent: bool,
}

impl Sheet {
    /// Makes one that holds what is recorded.
    pub(super) fn new(plan: Plan) -> Self {
        Self {
            form: filled(plan),
            refused: None,
            hidden: BTreeMap::new(),
            sent: None,
            event: None,
            spent: false,
        }
    }

    /// Takes up the fields as they are wanted now, with what is recorded now; whatever was written stays.
    pub(super) fn fit(&mut self, plan: Plan) {
        let same = plan.len() == self.form.fields().len()
            && plan.iter().zip(self.form.fields()).all(|((field, _), old)| field.key == old.key);
        if !same {
            let half = self.half();
            self.form = filled(plan);
            self.take_up(&half);
            return;
        }
        for (field, value) in plan {
            let old = self.form.fields().iter().find(|old| old.key == field.key);
            let at_rest = old.is_some_and(|old| is_at_rest(old) && old.value() != Ok(value.clone()));
            let emptied = value.is_none() && old.is_some_and(|old| old.state == FieldState::Saved);
            if at_rest || emptied {
                self.form.set(&field.key, &value.unwrap_or(Value::Text(String::new())));
            }
        }
    }

    /// Gives everything that is written and not saved, also where it does not show.
    pub(super) fn half(&self) -> Draft {
        let mut fields = self.shown();
        fields.extend(self.hidden.clone());
        Draft { fields, focus: self.form.focused().cloned() }
    }

    /// Takes up what was written.
    pub(super) fn take_up(&mut self, half: &Draft) {
        let lost = self.form.from_draft(half);
        self.hidden = half
            .fields
            .iter()
            .filter(|(key, _)| lost.contains(key))
            .map(|(k, d)| (k.clone(), d.clone()))
            .collect();
    }

    /// Tells whether something is written and not saved.
    pub(super) fn is_half_typed(&self) -> bool {
        !self.hidden.is_empty() || !self.form.fields().iter().all(is_at_rest)
    }

    /// Learns that something was written in it.
    pub(super) fn touch(&mut self, fresh: &dyn Fn() -> EventId) {
        if self.event.is_none() || self.spent {
            self.event = Some(fresh());
            self.spent = false;
        }
    }

    /// Looks through all fields, puts what is wrong under each, goes to the first, and tells whether nothing is.
    pub(super) fn is_sound(&mut self) -> bool {
        let wrong: Vec<(FieldKey, String)> = self
            .form
            .fields()
            .iter()
            .filter_map(|field| Some((field.key.clone(), field.value().err()?)))
            .collect();
        for (key, why) in &wrong {
            self.form.refused(key, why.clone());
        }
        if let Some((key, _)) = wrong.first() {
            self.form.focus(key);
        }
        wrong.is_empty()
    }

    /// Says what is wanted in a field, and goes there.
    pub(super) fn want(&mut self, key: &FieldKey, words: &str) {
        self.form.refused(key, words);
        self.form.focus(key);
    }

    /// Notes what is sent, and gives the id of its event.
    pub(super) fn send(&mut self) -> Option<EventId> {
        self.sent = Some(self.shown());
        self.refused = None;
        self.spent = true;
        self.event
    }

    /// Tells whether it was sent, and no answer has come.
    pub(super) fn is_sent(&self) -> bool {
        self.sent.is_some()
    }

    /// Learns that it was not taken up.
    pub(super) fn refuse(&mut self, why: String) {
        self.sent = None;
        self.refused = Some(why);
    }

    /// Learns that what was sent is saved; what was written since stays, and so does what hides under another noun.
    pub(super) fn saved(&mut self, noun: &str) {
        let now = self.shown();
        for (key, half) in self.sent.take().unwrap_or_default() {
            if now.get(&key) == Some(&half) {
                self.form.saved(&key);
            }
        }
        self.hidden.retain(|key, _| !key.as_str().starts_with(noun));
        self.refused = None;
        self.event = None;
    }

    /// Begins the next one after a save.
    pub(super) fn begin_anew(&mut self, plan: Plan) {
        let half = Draft { focus: None, ..self.half() };
        self.form = filled(plan);
        self.take_up(&half);
    }

    /// Gives what is in a field, as far as it is right.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        self.form.value(&FieldKey::from(key)).ok().flatten()
    }

    /// Gives the text in a field, empty where there is none.
    pub(super) fn text(&self, key: &str) -> String {
        match self.value(key) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    }

    /// Gives the choice made in a field.
    pub(super) fn choice(&self, key: &str) -> Option<String> {
        match self.value(key) {
            Some(Value::Choice(key)) => Some(key),
            _ => None,
        }
    }

    /// Gives the choices made in a field.
    pub(super) fn choices(&self, key: &str) -> Vec<String> {
        match self.value(key) {
            Some(Value::Choices(keys)) => keys,
            _ => Vec::new(),
        }
    }

    /// Gives what is written in the form. Fields that were left count too: a form that is saved as a whole has not saved them.
    fn shown(&self) -> BTreeMap<FieldKey, FieldDraft> {
        let mut fields = self.form.to_draft().fields;
        let left = self.form.fields().iter().filter(|field| field.state == FieldState::Left);
        fields.extend(left.map(|field| (field.key.clone(), as_draft(field.value().ok().flatten()))));
        fields
    }
}

/// The sheets of a list: the open one, and those that were turned away from with something in them.
pub(super) struct Sheets {
    slot: String,
    open: Sheet,
    aside: BTreeMap<String, Sheet>,
}

/// Half-typed sheets as they are kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    open: String,
    sheets: BTreeMap<String, KeptSheet>,
}

/// A half-typed sheet as it is kept.
#[derive(Serialize, Deserialize)]
struct KeptSheet {
    half: Draft,
    event: Option<EventId>,
}

impl Sheets {
    /// Opens a first one.
    pub(super) fn new(slot: impl Into<String>, plan: Plan) -> Self {
        Self { slot: slot.into(), open: Sheet::new(plan), aside: BTreeMap::new() }
    }

    /// Gives the name of the open one.
    pub(super) fn slot(&self) -> &str {
        &self.slot
    }

    /// Gives the open one.
    pub(super) fn open(&self) -> &Sheet {
        &self.open
    }

    /// Gives the open one.
    pub(super) fn open_mut(&mut self) -> &mut Sheet {
        &mut self.open
    }

    /// Finds one by its name.
    pub(super) fn get_mut(&mut self, slot: &str) -> Option<&mut Sheet> {
        if self.slot == slot { Some(&mut self.open) } else { self.aside.get_mut(slot) }
    }

    /// Turns to another one, made from the plan unless it is there already with something written in it.
    pub(super) fn turn(&mut self, slot: &str, plan: Plan) {
        if self.slot == slot {
            return;
        }
        let next = match self.aside.remove(slot) {
            Some(sheet) => sheet,
            None => Sheet::new(plan),
        };
        let last = std::mem::replace(&mut self.open, next);
        let name = std::mem::replace(&mut self.slot, slot.to_owned());
        if last.is_half_typed() || last.is_sent() {
            self.aside.insert(name, last);
        }
    }

    /// Gives the names of those that have something written in them.
    pub(super) fn half_typed(&self) -> impl Iterator<Item = &str> {
        let open = self.open.is_half_typed().then_some(self.slot.as_str());
        let aside = self.aside.iter().filter(|(_, sheet)| sheet.is_half_typed());
        open.into_iter().chain(aside.map(|(slot, _)| slot.as_str()))
    }

    /// Gives what is half-typed in all of them, if anything is.
    pub(super) fn kept(&self) -> Option<HalfTyped> {
        let all = self.aside.iter().chain([(&self.slot, &self.open)]);
        let sheets: BTreeMap<String, KeptSheet> = all
            .filter(|(_, sheet)| sheet.is_half_typed())
            .map(|(slot, sheet)| (slot.clone(), KeptSheet { half: sheet.half(), event: sheet.event }))
            .collect();
        let fields = sheets.values().flat_map(|sheet| sheet.half.fields.values());
        let words: usize =
            fields.map(|field| field.text.split_whitespace().count() + field.picked.len()).sum();
        if sheets.is_empty() {
            return None;
        }
        let body = serde_json::to_value(Kept { open: self.slot.clone(), sheets }).ok()?;
        Some(HalfTyped { words: u32::try_from(words).unwrap_or(u32::MAX), body })
    }

    /// Takes up what was kept; `plan` gives the fields of a sheet, by its name and by what is written in it.
    pub(super) fn restore(&mut self, body: &serde_json::Value, mut plan: impl FnMut(&str, &Draft) -> Plan) {
        let Ok(kept) = Kept::deserialize(body) else { return };
        for (slot, KeptSheet { half, event }) in kept.sheets {
            let mut sheet = Sheet { event, spent: true, ..Sheet::new(plan(&slot, &half)) };
            sheet.take_up(&half);
            if slot == self.slot {
                self.open = sheet;
            } else {
                self.aside.insert(slot, sheet);
            }
        }
        if let Some(mut sheet) = self.aside.remove(&kept.open) {
            std::mem::swap(&mut self.open, &mut sheet);
            let slot = std::mem::replace(&mut self.slot, kept.open);
            if sheet.is_half_typed() {
                self.aside.insert(slot, sheet);
            }
        }
    }
}

/// Tells whether nothing is written in a field beyond what is recorded.
pub(super) fn is_at_rest(field: &Field) -> bool {
    matches!(field.state, FieldState::Untouched | FieldState::Saved)
}

fn filled(plan: Plan) -> Form {
    let mut values = Vec::new();
    let mut fields = Vec::with_capacity(plan.len());
    for (field, value) in plan {
        values.extend(value.map(|value| (field.key.clone(), value)));
        fields.push(field);
    }
    let mut form = Form::new(fields);
    for (key, value) in &values {
        form.set(key, value);
    }
    form
}

fn as_draft(value: Option<Value>) -> FieldDraft {
    let text = |text: String| FieldDraft { cursor: text.len(), text, picked: Vec::new() };
    let picked = |picked| FieldDraft { picked, ..FieldDraft::default() };
    match value {
        None => FieldDraft::default(),
        Some(Value::Text(line)) => text(line),
        Some(Value::List(lines)) => text(lines.join("\n")),
        Some(Value::Number(number)) => text(number.to_string()),
        Some(Value::Date(day)) => text(day.format("%d/%m/%Y").to_string()),
        Some(Value::YesNo(answer)) => picked(vec![answer.key().to_owned()]),
        Some(Value::Choice(key)) => picked(vec![key]),
        Some(Value::Choices(keys)) => picked(keys),
    }
}
