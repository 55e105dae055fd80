//! The form of a screen beside queue and contact: one at a time, and what is half-written for the others is kept beside it.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

use super::{
    beside::Say,
    call::pane::{HalfTyped, Outcome},
};
use crate::{
    domain::{ids::FieldKey, input::clock_time, policy::script::Choice, value::Value},
    ui::{
        draw,
        theme::{Role, Theme},
        widgets::{Draft, Field, Form, FormEvent},
    },
};

/// A form, and what was said against it.
#[derive(Default)]
pub(super) struct DeskForm {
    slot: String,
    form: Form,
    aside: BTreeMap<String, Draft>,
    said: Option<String>,
    /// The last field, where somebody went on from it: what it brings along is next.
    onward: Option<FieldKey>,
}

/// What is kept of the forms.
#[derive(Serialize, Deserialize)]
struct Kept {
    open: String,
    drafts: BTreeMap<String, Draft>,
}

impl DeskForm {
    /// Gives the name of the one that is open.
    pub(super) fn slot(&self) -> &str {
        &self.slot
    }

    /// Turns to a form by its name, or fits the open one to other fields; nothing that was written goes.
    pub(super) fn turn(&mut self, slot: &str, fields: impl Fn(&Form) -> Vec<Field>) {
        if self.slot != slot {
            let left = self.form.to_draft();
            if !left.is_empty() {
                self.aside.insert(std::mem::take(&mut self.slot), left);
            }
            slot.clone_into(&mut self.slot);
            self.form = Form::default();
            self.said = None;
        }
        // A field can bring another one along.
        for _ in 0..3 {
            let wanted = fields(&self.form);
            self.form.fit(wanted);
            if let Some(draft) = self.aside.remove(slot) {
                self.form.from_draft(&draft);
            }
        }
        if let Some(from) = self.onward.take() {
            let mut behind = self.form.fields().iter().skip_while(|field| field.key != from).skip(1);
            let next = behind.next().map(|field| field.key.clone());
            next.map(|next| self.form.focus(&next));
        }
    }

    /// Takes a key; tells whether it was the form's, and whether it is to be done.
    pub(super) fn key(&mut self, key: KeyEvent, say: &mut Vec<Say>) -> Option<bool> {
        let from = self.form.focused().cloned();
        let events = self.form.key(key)?;
        self.onward = from.filter(|_| events.contains(&FormEvent::Out { forward: true }));
        if events.contains(&FormEvent::Changed) {
            // What was said against it was said of what stood there before.
            self.said = None;
        }
        if events.iter().any(|event| matches!(event, FormEvent::Changed | FormEvent::Left { .. })) {
            say.push(Say::Changed);
        }
        Some(events.contains(&FormEvent::Submit) && self.form.check())
    }

    /// Takes a paste.
    pub(super) fn paste(&mut self, text: &str, say: &mut Vec<Say>) {
        if !self.form.paste(text).is_empty() {
            self.said = None;
            say.push(Say::Changed);
        }
    }

    /// Says why it was not done; the words stay.
    pub(super) fn refuse(&mut self, words: impl Into<String>) {
        self.said = Some(words.into());
    }

    /// Takes up what came of it: once it is saved the form is empty again.
    pub(super) fn answered(&mut self, slot: &str, outcome: &Outcome) -> bool {
        match outcome {
            Outcome::Saved(_) if self.slot == slot => {
                self.form = Form::default();
                self.slot.clear();
                self.said = None;
            }
            Outcome::Saved(_) => drop(self.aside.remove(slot)),
            Outcome::Refused(words) if self.slot == slot => self.refuse(words.clone()),
            Outcome::Refused(_) => return false,
        }
        true
    }

    /// Gives a field's text.
    pub(super) fn text(&self, key: &str) -> String {
        text(&self.form, key)
    }

    /// Gives a field's choice.
    pub(super) fn chosen(&self, key: &str) -> String {
        chosen(&self.form, key)
    }

    /// Gives a field's time to come.
    pub(super) fn time(&self, key: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        clock_time::by_morning(&self.text(key), now).ok()
    }

    /// Draws it, with what was said against it at its foot.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let said = self.said.as_deref().map(|said| draw::wrapped(said, usize::from(area.width)));
        let lines = said.unwrap_or_default();
        let high = u16::try_from(lines.len()).unwrap_or(0).min(area.height / 2);
        let form = Rect { height: area.height - high, ..area };
        self.form.draw(frame, form, theme, true);
        for (y, line) in (form.bottom()..area.bottom()).zip(lines) {
            draw::put(frame.buffer_mut(), area, area.x, y, &line, theme.style(Role::Error));
        }
    }

    /// Gives what is half-typed in all of them.
    pub(super) fn half_typed(&self) -> Option<HalfTyped> {
        let mut drafts = self.aside.clone();
        let open = self.form.to_draft();
        if !open.is_empty() {
            drafts.insert(self.slot.clone(), open);
        }
        let words = drafts.values().fold(0, |words: u32, draft| words.saturating_add(draft.words()));
        let kept = Kept { open: self.slot.clone(), drafts };
        let body = (words > 0).then(|| serde_json::to_value(kept).ok())??;
        Some(HalfTyped { words, body })
    }

    /// Takes up what was half-typed; gives the name of the form that was open.
    pub(super) fn restore(&mut self, body: &serde_json::Value) -> Option<String> {
        let kept = Kept::deserialize(body).ok()?;
        self.aside.extend(kept.drafts);
        self.slot.clear();
        self.form = Form::default();
        Some(kept.open)
    }
}

/// Gives a field's text.
pub(super) fn text(form: &Form, key: &str) -> String {
    match form.value(&FieldKey::from(key)) {
        Ok(Some(Value::Text(text))) => text,
        Ok(Some(Value::Number(number))) => number.to_string(),
        _ => String::new(),
    }
}

/// Gives a field's choice.
pub(super) fn chosen(form: &Form, key: &str) -> String {
    match form.value(&FieldKey::from(key)) {
        Ok(Some(Value::Choice(choice))) => choice,
        Ok(Some(Value::YesNo(answer))) => answer.key().to_owned(),
        _ => String::new(),
    }
}

/// Makes a choice.
pub(super) fn choice(key: impl Into<String>, words: impl Into<String>) -> Choice {
    Choice { key: key.into(), words: words.into() }
}

/// Makes a field for a time to come.
pub(super) fn time(key: &str, label: &str, now: DateTime<Utc>) -> Field {
    Field::moment(key, label, clock_time::by_morning, move || now).hint("14:30, in 45 min, Fri 12:00")
}
