//! A form that is handed in as a whole: what is written in it stays until it was saved, and a refusal stands beneath it.

use std::collections::BTreeMap;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

use super::pane::{Outcome, Say, View};
use crate::{
    domain::{
        contact::Command,
        ids::{EventId, FieldKey, PersonNo},
        policy::script::{Choice, FieldKind},
        value::{Value, YesNo},
    },
    ui::{
        draw,
        keymap::{self, Action, stacks},
        theme::{Role, Theme},
        widgets::{Draft, Field, FieldDraft, FieldState, Form, FormEvent},
    },
};

/// A form, what was said against it, and the id that its event will have.
#[derive(Default)]
pub(super) struct Sheet {
    form: Option<Form>,
    said: Option<String>,
    event: Option<EventId>,
    /// What was handed in and has no answer yet.
    given: Option<BTreeMap<FieldKey, FieldDraft>>,
}

/// What is kept of a sheet while it is half written.
#[derive(Serialize, Deserialize)]
struct Kept {
    draft: Draft,
    event: Option<EventId>,
}

impl Sheet {
    /// Makes an empty one.
    pub(super) fn of(fields: Vec<Field>) -> Self {
        Self { form: Some(Form::new(fields)), ..Self::default() }
    }

    /// Tells whether it has no fields yet.
    pub(super) fn is_bare(&self) -> bool {
        self.form.is_none()
    }

    /// Gives its fields to whoever counts them.
    pub(super) fn fields(&self) -> &[Field] {
        self.form.as_ref().map_or(&[], Form::fields)
    }

    /// Takes a key; gives nothing where it is not a form's.
    pub(super) fn key(
        &mut self,
        key: KeyEvent,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) -> Option<Vec<FormEvent>> {
        let events = self.form.as_mut()?.key(key)?;
        self.note(&events, view, say);
        Some(events)
    }

    /// Takes a paste.
    pub(super) fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.form.as_mut().map(|form| form.paste(text)).unwrap_or_default();
        self.note(&events, view, say);
    }

    fn note(&mut self, events: &[FormEvent], view: &View<'_>, say: &mut Vec<Say>) {
        if events.contains(&FormEvent::Changed) {
            self.said = None;
            self.event.get_or_insert_with(view.fresh);
            say.push(Say::Changed);
        }
    }

    /// Leaves the field that has the keys.
    pub(super) fn leave(&mut self) {
        self.form.as_mut().map(Form::leave);
    }

    /// Gives the keys to its first field, or to its last.
    pub(super) fn enter(&mut self, at_end: bool) {
        enter(self.form.as_mut(), at_end);
    }

    /// Tells whether a key would step out of it: at its end `true`, at its start `false`.
    pub(super) fn steps_out(&self, key: KeyEvent) -> Option<bool> {
        steps_out(self.form.as_ref()?, key)
    }

    /// Gives the text of a field; empty where there is none or it is wrong.
    pub(super) fn text(&self, key: &str) -> String {
        match self.value(key) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    }

    /// Gives the key of what was chosen.
    pub(super) fn chosen(&self, key: &str) -> Option<String> {
        match self.value(key) {
            Some(Value::Choice(key)) => Some(key),
            _ => None,
        }
    }

    /// Gives a yes, a no or a not known.
    pub(super) fn answer(&self, key: &str) -> Option<YesNo> {
        match self.value(key) {
            Some(Value::YesNo(answer)) => Some(answer),
            _ => None,
        }
    }

    fn value(&self, key: &str) -> Option<Value> {
        self.form.as_ref()?.value(&key.into()).ok().flatten()
    }

    /// Replaces a field's choices.
    pub(super) fn set_choices(&mut self, key: &str, choices: Vec<Choice>) {
        if let Some(form) = &mut self.form {
            form.set_choices(&key.into(), choices);
        }
    }

    /// Gives it other fields; what is written in those that stay, stays.
    pub(super) fn refit(&mut self, fields: Vec<Field>) {
        let same = self.fields().iter().map(|field| &field.key).eq(fields.iter().map(|field| &field.key));
        if same && self.form.is_some() {
            return;
        }
        let draft = self.form.as_ref().map(written);
        let mut form = Form::new(fields);
        if let Some(draft) = draft {
            form.from_draft(&draft);
        }
        self.form = Some(form);
    }

    /// Says what is wrong with a field, and gives it the keys.
    pub(super) fn wrong(&mut self, key: &str, words: &str) {
        if let Some(form) = &mut self.form {
            form.refused(&key.into(), words);
            form.focus(&key.into());
        }
    }

    /// Says something against the whole.
    pub(super) fn refused(&mut self, words: impl Into<String>) {
        self.said = Some(words.into());
    }

    /// Tells whether nothing in it is wrong; gives the keys to the first field that is.
    pub(super) fn is_sound(&mut self) -> bool {
        let Some(form) = &mut self.form else { return true };
        let wrong = form.fields().iter().find_map(|field| Some((field.key.clone(), field.value().err()?)));
        if let Some((key, why)) = &wrong {
            form.refused(key, why.as_str());
            form.focus(key);
        }
        wrong.is_none()
    }

    /// Hands it in; once only, until it was answered or written in again.
    pub(super) fn hand_in(
        &mut self,
        slot: impl Into<String>,
        command: impl Into<Command>,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) {
        let fields = self.form.as_ref().map(written).unwrap_or_default().fields;
        if self.given.as_ref() != Some(&fields) {
            self.given = Some(fields);
            say.push(self.act(slot, command, view));
        }
    }

    /// Makes the act by which it is handed in, for a question to be asked first.
    pub(super) fn act(
        &mut self,
        slot: impl Into<String>,
        command: impl Into<Command>,
        view: &View<'_>,
    ) -> Say {
        self.said = None;
        let event = Some(*self.event.get_or_insert_with(view.fresh));
        Say::Act { slot: slot.into(), command: command.into(), event }
    }

    /// Learns what came of it; `true` where it was saved as it stands, and can be emptied.
    pub(super) fn answered(&mut self, outcome: &Outcome) -> bool {
        let given = self.given.take();
        match outcome {
            Outcome::Refused(words) => {
                self.said = Some(words.clone());
                false
            }
            Outcome::Saved(_) => {
                // What was saved is not what is written now, if the worker went on writing.
                self.event = None;
                self.said = None;
                given.is_none_or(|given| given == self.form.as_ref().map(written).unwrap_or_default().fields)
            }
        }
    }

    /// Tells whether anything is written in it.
    pub(super) fn is_written(&self) -> bool {
        self.form.as_ref().is_some_and(|form| !written(form).fields.is_empty())
    }

    /// Gives what is written, to be kept, and adds its words to the count.
    pub(super) fn kept(&self, words: &mut u32) -> Option<serde_json::Value> {
        let draft = self.form.as_ref().map(written).filter(|draft| !draft.fields.is_empty())?;
        *words = words.saturating_add(count(&draft));
        serde_json::to_value(Kept { draft, event: self.event }).ok()
    }

    /// Takes up what was kept; gives the draft, so that a form that changes with its answers can be fitted first.
    pub(super) fn restore(&mut self, kept: &serde_json::Value, fit: impl FnOnce(&Draft) -> Vec<Field>) {
        let Ok(kept) = Kept::deserialize(kept) else { return };
        let mut form = Form::new(fit(&kept.draft));
        form.from_draft(&kept.draft);
        self.form = Some(form);
        self.event = kept.event;
    }

    /// Draws it, and beneath it what was said against it.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, active: bool) {
        let Some(form) = &self.form else { return };
        let mut area = area;
        if let Some(said) = &self.said {
            let lines = draw::wrapped(&format!("✗ {said}"), usize::from(area.width.max(1)));
            let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(area.height / 2 + 1);
            area.height = area.height.saturating_sub(height);
            for (y, line) in (area.bottom()..area.bottom() + height).zip(&lines) {
                let whole = Rect { height: area.height + height, ..area };
                draw::put(frame.buffer_mut(), whole, area.x, y, line, theme.style(Role::Error));
            }
        }
        form.draw(frame, area, theme, active);
    }
}

/// Gives the keys to the first field of a form, or to its last.
pub(super) fn enter(form: Option<&mut Form>, at_end: bool) {
    let Some(form) = form else { return };
    let fields = form.fields();
    let key = if at_end { fields.last() } else { fields.first() }.map(|field| field.key.clone());
    if let Some(key) = key {
        form.focus(&key);
    }
}

/// Tells whether a key would step out of a form: at its end `true`, at its start `false`.
pub(super) fn steps_out(form: &Form, key: KeyEvent) -> Option<bool> {
    let at = form.focused();
    let fields = form.fields();
    match keymap::action(stacks::FORM, key)? {
        Action::NextField if key.code == KeyCode::Tab => {
            (fields.last().map(|field| &field.key) == at).then_some(true)
        }
        Action::PreviousField => (fields.first().map(|field| &field.key) == at).then_some(false),
        _ => None,
    }
}

/// Takes down everything that is written in a form and not saved, whether its field was left or not.
pub(super) fn written(form: &Form) -> Draft {
    let mut draft = form.to_draft();
    for field in form.fields().iter().filter(|field| field.state == FieldState::Left) {
        if let Ok(Some(value)) = field.value() {
            draft.fields.entry(field.key.clone()).or_insert_with(|| half(&value));
        }
    }
    draft.fields.retain(|_, half| !half.text.is_empty() || !half.picked.is_empty());
    draft
}

fn half(value: &Value) -> FieldDraft {
    let text = |text: String| FieldDraft { cursor: text.len(), text, picked: Vec::new() };
    let picked = |picked| FieldDraft { picked, ..FieldDraft::default() };
    match value {
        Value::Text(line) => text(line.clone()),
        Value::List(lines) => text(lines.join("\n")),
        Value::Choice(key) => picked(vec![key.clone()]),
        Value::Choices(keys) => picked(keys.clone()),
        Value::YesNo(answer) => picked(vec![answer.key().to_owned()]),
        Value::Number(number) => text(number.to_string()),
        Value::Date(day) => text(day.format("%d/%m/%Y").to_string()),
    }
}

/// Counts the words of what is half written.
pub(super) fn count(draft: &Draft) -> u32 {
    let words = draft.fields.values().map(|half| half.text.split_whitespace().count()).sum::<usize>();
    u32::try_from(words).unwrap_or(u32::MAX)
}

/// Gives what was picked in a field of a draft.
pub(super) fn picked(draft: &Draft, key: &str) -> Option<String> {
    draft.fields.get(&FieldKey::from(key))?.picked.first().cloned()
}

/// Makes a choice.
pub(super) fn choice(key: impl Into<String>, words: impl Into<String>) -> Choice {
    Choice { key: key.into(), words: words.into() }
}

/// Makes a field of one line.
pub(super) fn line(key: &str, label: &str) -> Field {
    Field::new(key, label, FieldKind::Line)
}

/// Makes a field for a text of any length.
pub(super) fn text(key: &str, label: &str) -> Field {
    Field::new(key, label, FieldKind::Text)
}

/// Makes a field for yes, no or not known.
pub(super) fn yes_no(key: &str, label: &str) -> Field {
    Field::new(key, label, FieldKind::YesNo)
}

/// Makes a field with choices.
pub(super) fn choices(key: &str, label: &str, of: Vec<Choice>) -> Field {
    Field::new(key, label, FieldKind::Choice { of })
}

/// Gives those of the family as choices; who must not be told is marked so.
pub(super) fn people(view: &View<'_>) -> Vec<Choice> {
    let person = |person: &crate::domain::contact::family::Person| {
        let barred = if person.telling.bars(view.now) { " ✗ not to be told" } else { "" };
        let words = format!("{}{barred}, {}", person.name(), person.details.kind.words());
        choice(person.no.0.to_string(), words)
    };
    view.contact.family.people.iter().map(person).collect()
}

/// Reads the key of one of the family.
pub(super) fn person(key: Option<&str>) -> Option<PersonNo> {
    key?.parse().ok().map(PersonNo)
}
