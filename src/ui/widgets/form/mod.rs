//! A list of labelled fields, filled from the keyboard: letters are always text, nothing is chosen beforehand, and a field
//! that is left says what was written in it.

mod choosing;
mod field;
mod meeting;
mod paint;
mod reading;

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;

use crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use serde::{Deserialize, Serialize};

pub use self::field::{Field, FieldState, Kind, Parser};
pub use self::reading::{ReadTime, Reader};
use super::editor::Edited;
use crate::domain::ids::FieldKey;
use crate::domain::policy::script::Choice;
use crate::domain::value::Value;
use crate::ui::keymap::{self, Action, stacks};

/// What came of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FormEvent {
    /// What is written changed; it wants to be kept as a draft.
    Changed,
    /// A field whose value changed was left: its value now, or none where it was emptied.
    Left {
        /// The field.
        key: FieldKey,
        /// What is in it.
        value: Option<Value>,
    },
    /// The form is to be saved, or to be done; the field that had the keys was left first.
    Submit,
    /// The keys went past the last field, or before the first; they are at the other end now.
    Out {
        /// Whether it was past the last.
        forward: bool,
    },
}

/// What is half written in a form, to be kept and taken up again.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// The raw text of each field that has some, and what was picked in it.
    pub fields: BTreeMap<FieldKey, FieldDraft>,
    /// The field that had the keys.
    pub focus: Option<FieldKey>,
}

/// What is half written in a field.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct FieldDraft {
    /// The raw text.
    pub text: String,
    /// The cursor in it, in bytes.
    pub cursor: usize,
    /// The keys of the choices that were picked.
    pub picked: Vec<String>,
}

impl Draft {
    /// Tells whether nothing is written in it.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Counts its words, and what was picked.
    pub fn words(&self) -> u32 {
        let count = |half: &FieldDraft| half.text.split_whitespace().count() + half.picked.len();
        u32::try_from(self.fields.values().map(count).sum::<usize>()).unwrap_or(u32::MAX)
    }
}

/// What is said first of a field of which several may be chosen: there Enter marks what an arrow or letters found, and goes on
/// where they found nothing.
const MARKS: &str = "↓ or letters, then Enter marks; Tab goes on";

/// Fields, and which of them has the keys.
#[derive(Default, Debug)]
pub struct Form {
    fields: Vec<Field>,
    focus: usize,
    // Where the fields were drawn last. A cache.
    drawn: RefCell<paint::Drawn>,
}

impl Form {
    /// Makes a form; the first field has the keys.
    pub fn new(fields: Vec<Field>) -> Self {
        Self { fields, focus: 0, drawn: RefCell::default() }
    }

    /// Gives the fields.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// Counts the lines beneath its fields that the list of the one with the keys could take, with those of its note.
    pub fn opens(&self) -> usize {
        let field = self.fields.get(self.focus).filter(|field| field.chooses());
        field.map_or(0, |field| field.matching().len())
    }

    /// Finds a field.
    pub fn field(&self, key: &FieldKey) -> Option<&Field> {
        self.at(key).map(|at| &self.fields[at])
    }

    /// Gives what belongs in the field that has the keys.
    pub fn hint(&self) -> Cow<'_, str> {
        let Some(field) = self.fields.get(self.focus) else { return "".into() };
        match (field.many() && !field.choices.is_empty(), field.hint.as_str()) {
            (false, hint) => hint.into(),
            (true, "") => MARKS.into(),
            (true, hint) => format!("{MARKS} · {hint}").into(),
        }
    }

    /// Gives the key of the field that has the keys.
    pub fn focused(&self) -> Option<&FieldKey> {
        self.fields.get(self.focus).map(|field| &field.key)
    }

    /// Gives the keys to the first field, or to the last.
    pub fn enter(&mut self, at_end: bool) {
        self.focus = if at_end { self.fields.len().saturating_sub(1) } else { 0 };
    }

    /// Gives the keys to a field, and tells whether there is such a field.
    pub fn focus(&mut self, key: &FieldKey) -> bool {
        let found = self.at(key);
        if let Some(at) = found {
            self.focus = at;
        }
        found.is_some()
    }

    /// Gives what is in each field that holds something valid.
    pub fn values(&self) -> BTreeMap<FieldKey, Value> {
        self.fields
            .iter()
            .filter_map(|field| Some((field.key.clone(), field.value().ok().flatten()?)))
            .collect()
    }

    /// Gives what is in one field: nothing, a value, or what is wrong with it.
    pub fn value(&self, key: &FieldKey) -> Result<Option<Value>, String> {
        self.at(key).map_or(Ok(None), |at| self.fields[at].value())
    }

    /// Gives the needed fields that are empty, and the fields that hold something invalid.
    pub fn wanting(&self) -> Vec<&FieldKey> {
        let wants = |field: &&Field| match field.value() {
            Ok(None) => field.needed,
            Ok(Some(value)) => field.needed && value.is_empty(),
            Err(_) => true,
        };
        self.fields.iter().filter(wants).map(|field| &field.key).collect()
    }

    /// Puts a value that is saved already into a field. What is being written in the focused field is not touched.
    pub fn set(&mut self, key: &FieldKey, value: &Value) {
        if let Some(at) = self.at(key) {
            let being_written = matches!(self.fields[at].state, FieldState::Written | FieldState::Wrong(_));
            if !(at == self.focus && being_written) {
                self.fields[at].put(Some(value.clone()));
            }
        }
    }

    /// Puts into a field what is recorded, whatever was written in it.
    pub fn put(&mut self, key: &FieldKey, recorded: Option<Value>) {
        if let Some(at) = self.at(key) {
            self.fields[at].put(recorded);
        }
    }

    /// Writes into a field, as if somebody had.
    pub fn write(&mut self, key: &FieldKey, half: &FieldDraft) {
        if let Some(at) = self.at(key) {
            self.fields[at].take_draft(half);
        }
    }

    /// Fills in a field for whoever writes: it counts as written, and the first letter takes its place.
    pub fn fill_in(&mut self, key: &FieldKey, half: &FieldDraft) {
        if let Some(at) = self.at(key) {
            self.fields[at].fill_in(half);
        }
    }

    /// Takes other fields, or the same with other choices and records; what is written in those that stay, stays. Gives what
    /// was written in those that go.
    pub fn fit(&mut self, fields: Vec<Field>) -> BTreeMap<FieldKey, FieldDraft> {
        let focused = self.focused().cloned();
        let mut old = std::mem::replace(&mut self.fields, fields);
        for field in &mut self.fields {
            if let Some(at) = old.iter().position(|old| old.key == field.key) {
                field.succeed(old.swap_remove(at));
            }
        }
        let last = self.fields.len().saturating_sub(1);
        self.focus = focused.and_then(|key| self.at(&key)).unwrap_or(self.focus.min(last));
        old.iter().filter_map(|old| Some((old.key.clone(), old.to_draft()?))).collect()
    }

    /// Looks through all fields: what is wrong says so, and the first such field gets the keys. Tells whether nothing is.
    pub fn check(&mut self) -> bool {
        let mut first = None;
        for (at, field) in self.fields.iter_mut().enumerate() {
            match field.value() {
                Ok(value) => field.settle(value.as_ref()),
                Err(why) => {
                    field.refused(why);
                    first.get_or_insert(at);
                }
            }
        }
        self.focus = first.unwrap_or(self.focus);
        first.is_none()
    }

    /// Replaces the choices of a field; what was picked and is still there stays picked.
    pub fn set_choices(&mut self, key: &FieldKey, choices: Vec<Choice>) {
        if let Some(at) = self.at(key) {
            self.fields[at].set_choices(choices);
        }
    }

    /// Says that what was left is saved.
    pub fn saved(&mut self, key: &FieldKey) {
        if let Some(at) = self.at(key) {
            self.fields[at].saved();
        }
    }

    /// Says why what was left was not taken up; the text stays.
    pub fn refused(&mut self, key: &FieldKey, why: impl Into<String>) {
        if let Some(at) = self.at(key) {
            self.fields[at].refused(why.into());
        }
    }

    /// Takes a key; gives nothing where the key is not a form's, and else what came of it.
    pub fn key(&mut self, key: KeyEvent) -> Option<Vec<FormEvent>> {
        let action = keymap::action(stacks::FORM, key);
        let field = self.fields.get_mut(self.focus)?;
        let enter = action == Some(Action::NextField) && key.code == crossterm::event::KeyCode::Enter;
        if enter {
            if field.has_lines() {
                field.act(Action::NewLine);
                return Some(self.changed());
            }
            if field.toggle() {
                return Some(self.changed());
            }
            // What could be two things is asked where it stands, and Tab goes by. Where several may be chosen Enter marks, and goes
            // on only from an empty line.
            if field.is_ambiguous() || field.many() && field.is_unclear() {
                return Some(self.leave());
            }
        }
        match action {
            Some(Action::NextField) => return Some(self.step(true)),
            Some(Action::PreviousField) => return Some(self.step(false)),
            Some(Action::Save) => {
                let mut events = self.leave();
                // What cannot be read is put right first, also where it was gone by.
                match self.fields.iter().position(|field| field.value().is_err()) {
                    Some(first) => {
                        self.focus = first;
                        self.fields[first].leave();
                    }
                    None => events.push(FormEvent::Submit),
                }
                return Some(events);
            }
            _ => {}
        }
        let edited = match action {
            Some(action @ (Action::Up | Action::Down | Action::Left | Action::Right)) => field.act(action),
            _ => field.key(key),
        };
        if edited == Edited::Moved && field.state == FieldState::Offered {
            // Who moves in it means to change it, not to replace it.
            field.state = FieldState::Written;
        }
        match (edited, action) {
            (Edited::Changed, _) => Some(self.changed()),
            (Edited::Moved, _) => Some(Vec::new()),
            (Edited::No, Some(Action::Up)) => Some(self.step(false)),
            (Edited::No, Some(Action::Down)) => Some(self.step(true)),
            (Edited::No, _) => None,
        }
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) -> Vec<FormEvent> {
        match self.fields.get_mut(self.focus).map(|field| field.paste(text)) {
            Some(Edited::Changed) => self.changed(),
            _ => Vec::new(),
        }
    }

    /// Gives the keys to the field that was clicked, and puts the cursor where it was clicked.
    pub fn click(&mut self, at: Position) -> Option<Vec<FormEvent>> {
        let (to, area): (usize, Rect) = self.drawn.borrow().hit(at)?;
        let events = if to == self.focus { Vec::new() } else { self.leave() };
        self.focus = to;
        self.fields[to].click(area, at);
        Some(events)
    }

    /// Leaves the field that has the keys, as when the pane is changed: says what changed in it.
    pub fn leave(&mut self) -> Vec<FormEvent> {
        let Some(field) = self.fields.get_mut(self.focus) else { return Vec::new() };
        if field.leave() {
            vec![FormEvent::Left { key: field.key.clone(), value: field.left_with().cloned() }]
        } else {
            Vec::new()
        }
    }

    /// Gives what is half written.
    pub fn to_draft(&self) -> Draft {
        let fields =
            self.fields.iter().filter_map(|field| Some((field.key.clone(), field.to_draft()?))).collect();
        Draft { fields, focus: self.focused().cloned() }
    }

    /// Takes up what was half written; fields that are no longer there are passed over, and given back.
    pub fn from_draft(&mut self, draft: &Draft) -> Vec<FieldKey> {
        let mut lost = Vec::new();
        for (key, half) in &draft.fields {
            match self.at(key) {
                Some(at) => self.fields[at].take_draft(half),
                None => lost.push(key.clone()),
            }
        }
        if let Some(key) = &draft.focus {
            self.focus(key);
        }
        lost
    }

    fn at(&self, key: &FieldKey) -> Option<usize> {
        self.fields.iter().position(|field| field.key == *key)
    }

    fn changed(&mut self) -> Vec<FormEvent> {
        self.fields[self.focus].state = FieldState::Written;
        vec![FormEvent::Changed]
    }

    /// Goes to the next field, or to the one before.
    ///
    /// What cannot be read says so and holds nobody: whoever types without looking would write the next field's words into
    /// it. It keeps what was typed, and handing in goes back to it. Only what somebody else wrote meanwhile is met first.
    fn step(&mut self, forward: bool) -> Vec<FormEvent> {
        let meets = self.fields.get(self.focus).is_some_and(Field::meets);
        let mut events = self.leave();
        let holds = |field: &Field| meets && matches!(field.state, FieldState::Wrong(_));
        if forward && self.fields.get(self.focus).is_some_and(holds) {
            return events;
        }
        let len = self.fields.len().max(1);
        let out = if forward { self.focus + 1 == len } else { self.focus == 0 };
        self.focus = if forward { (self.focus + 1) % len } else { (self.focus + len - 1) % len };
        if out {
            events.push(FormEvent::Out { forward });
        }
        events
    }
}

#[cfg(test)]
mod looked_at;
#[cfg(test)]
mod moments;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod typed;
