//! A sheet: a form that is handed in as a whole. Its fields may follow from what is chosen in it; what is written stays until
//! it was saved, also in fields that are not asked for just now, and a refusal stands beneath it.

mod room;
mod sheets;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

pub(super) use self::sheets::Sheets;
use super::pane::{Outcome, Say, View};
use crate::{
    domain::{
        contact::Command,
        ids::{EventId, FieldKey},
        input::clock_time,
        refusal::in_a_sentence,
        value::{Value, YesNo},
    },
    ui::{
        draw,
        theme::{Role, Theme},
        widgets::{Draft, Field, FieldDraft, Form, FormEvent},
    },
};

type Written = BTreeMap<FieldKey, FieldDraft>;

/// A form, what was said against it, and the id that its event will have.
#[derive(Default)]
pub(super) struct Sheet {
    form: Form,
    /// What was written in fields that are not asked for just now.
    hidden: Written,
    /// What was said against the whole.
    said: Option<String>,
    /// What was handed in and has no answer yet.
    given: Option<Written>,
    /// The id that its event will have. Words that changed since they may have been recorded get another, or they would
    /// pass for what is there already.
    event: Option<EventId>,
    /// Whether the next change wants another id.
    spent: bool,
}

/// What came of a key.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Typed {
    /// It is to be saved, or done.
    pub(super) submit: bool,
    /// Something was written in it, or taken away.
    pub(super) changed: bool,
    /// The keys went past the last field (`true`), or before the first.
    pub(super) out: Option<bool>,
}

/// What is kept of a sheet while it is half written.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    draft: Draft,
    event: Option<EventId>,
}

impl Sheet {
    /// Gives its fields.
    pub(super) fn fields(&self) -> &[Field] {
        self.form.fields()
    }

    /// Gives the key of the field that has the keys.
    pub(super) fn focused(&self) -> Option<&str> {
        self.form.focused().map(FieldKey::as_str)
    }

    /// Gives the keys to a field.
    pub(super) fn focus(&mut self, key: &str) {
        self.form.focus(&key.into());
    }

    /// Gives the keys to its first field, or to its last.
    pub(super) fn enter(&mut self, at_end: bool) {
        self.form.enter(at_end);
    }

    /// Takes the fields that are wanted as it stands, with what is recorded in them; whatever was written stays.
    pub(super) fn fit(&mut self, wanted: impl Fn(&Self) -> Vec<Field>) {
        // A field can bring another one along, and that a third; nothing here goes deeper.
        for _ in 0..4 {
            let fields = wanted(self);
            let same = fields.iter().map(|field| &field.key).eq(self.fields().iter().map(|field| &field.key));
            self.hidden.extend(self.form.fit(fields));
            let back = |key: &FieldKey| self.form.field(key).is_some_and(|field| !field.is_written());
            for (key, half) in self.hidden.extract_if(.., |key, _| back(key)).collect::<Written>() {
                self.form.write(&key, &half);
            }
            if same {
                return;
            }
        }
    }

    /// Takes a key; gives nothing where it is not a form's.
    pub(super) fn key(
        &mut self,
        key: KeyEvent,
        view: &View<'_>,
        say: &mut Vec<Say>,
        wanted: impl Fn(&Self) -> Vec<Field>,
    ) -> Option<Typed> {
        let from = self.form.focused().cloned();
        let events = self.form.key(key)?;
        Some(self.take(&events, from.as_ref(), view, say, wanted))
    }

    /// Takes a paste.
    pub(super) fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        if !self.form.paste(text).is_empty() {
            self.said = None;
            self.touched(view, say);
        }
    }

    fn touched(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        if self.event.is_none() || self.spent {
            self.event = Some((view.fresh)());
            self.spent = false;
        }
        say.push(Say::Changed);
    }

    /// Leaves the field that has the keys.
    pub(super) fn leave(
        &mut self,
        view: &View<'_>,
        say: &mut Vec<Say>,
        wanted: impl Fn(&Self) -> Vec<Field>,
    ) {
        let events = self.form.leave();
        self.take(&events, None, view, say, &wanted);
        // What came in while it was being written may have been fitted to half a word.
        self.fit(wanted);
    }

    fn take(
        &mut self,
        events: &[FormEvent],
        from: Option<&FieldKey>,
        view: &View<'_>,
        say: &mut Vec<Say>,
        wanted: impl Fn(&Self) -> Vec<Field>,
    ) -> Typed {
        let mut typed = Typed::default();
        let (mut changed, mut left) = (false, false);
        for event in events {
            match event {
                // What was said against it was said of what stood there before.
                FormEvent::Changed => (changed, typed.changed, self.said) = (true, true, None),
                FormEvent::Left { .. } => (changed, left) = (true, true),
                FormEvent::Submit => typed.submit = true,
                FormEvent::Out { forward } => typed.out = Some(*forward),
            }
        }
        if changed {
            self.touched(view, say);
        }
        // Also a field that was left as it was before: the others may have been fitted to what was half written in it.
        let moved = typed.out.is_some() || from.is_some() && self.form.focused() != from;
        if left || moved || typed.submit {
            // What was typed in full is chosen by handing it in, and may bring fields along.
            let _sound = !typed.submit || self.form.check();
            let (at, to) = (self.place(from), self.place(self.form.focused()));
            let forward = typed.out.unwrap_or(if left { to > at } else { to == at.map(|at| at + 1) });
            self.fit(wanted);
            // What came in behind the field that was left is next.
            if let Some(at) = self.place(from).filter(|_| forward && !typed.submit) {
                let next = self.fields().get(at + 1).map(|field| field.key.clone());
                typed.out = next.is_none().then_some(true);
                match next {
                    Some(next) => drop(self.form.focus(&next)),
                    None => self.form.enter(false),
                }
            }
        }
        typed
    }

    fn place(&self, key: Option<&FieldKey>) -> Option<usize> {
        self.fields().iter().position(|field| Some(&field.key) == key)
    }

    /// Gives what is in a field, as far as it is right.
    pub(super) fn value(&self, key: &str) -> Option<Value> {
        self.form.value(&key.into()).ok().flatten()
    }

    /// Gives the text of a field, raw; empty where there is none or it is wrong.
    pub(super) fn text(&self, key: &str) -> String {
        match self.value(key) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    }

    /// Gives the key of what was chosen, but not of what is still being typed.
    pub(super) fn chosen(&self, key: &str) -> Option<&str> {
        self.several(key).into_iter().next()
    }

    /// Gives the keys of what was chosen, but not of what is still being typed.
    pub(super) fn several(&self, key: &str) -> Vec<&str> {
        self.form.field(&key.into()).map(Field::picked).unwrap_or_default()
    }

    /// Gives the keys of what was chosen, in the order in which it was.
    pub(super) fn in_turn(&self, key: &str) -> Vec<&str> {
        self.form.field(&key.into()).map(Field::picked_in_turn).unwrap_or_default()
    }

    /// Gives a yes, a no or a not known.
    pub(super) fn answer(&self, key: &str) -> Option<YesNo> {
        let chosen = self.chosen(key)?;
        YesNo::ALL.into_iter().find(|answer| answer.key() == chosen)
    }

    /// Reads a time to come; says in the field what is wrong with it.
    pub(super) fn time(&mut self, key: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        clock_time::future(&self.text(key), now).map_err(|why| self.wrong(key, &in_a_sentence(&why))).ok()
    }

    /// Writes into a field, as if somebody had; what is written in one that is not there is found when the fields are fitted.
    pub(super) fn put(&mut self, key: &str, value: Value) {
        let (key, half) = (FieldKey::from(key), FieldDraft::of(value));
        if self.form.field(&key).is_some() {
            self.form.write(&key, &half);
        } else {
            self.hidden.insert(key, half);
        }
    }

    /// Fills in a field for whoever writes, if it is there: it counts, and what they write takes its place.
    pub(super) fn fill_in(&mut self, key: &str, value: Value) {
        self.form.fill_in(&key.into(), &FieldDraft::of(value));
    }

    /// Says what is wrong with a field, and gives it the keys.
    pub(super) fn wrong(&mut self, key: &str, words: &str) {
        self.form.refused(&key.into(), words);
        self.form.focus(&key.into());
    }

    /// Says something against the whole.
    pub(super) fn refuse(&mut self, words: impl Into<String>) {
        self.said = Some(words.into());
        self.given = None;
    }

    /// Takes back what was said against the whole: it is said elsewhere.
    pub(super) fn say_nothing(&mut self) {
        self.said = None;
    }

    /// Tells whether nothing in it is wrong; gives the keys to the first field that is.
    pub(super) fn is_sound(&mut self) -> bool {
        self.said = None;
        self.form.check()
    }

    /// Tells whether nothing in it is wrong and nothing needed is missing; says so in each field that is, and gives the keys
    /// to the first.
    pub(super) fn is_full(&mut self) -> bool {
        self.is_sound();
        let wanting: Vec<FieldKey> = self.form.wanting().into_iter().cloned().collect();
        for key in &wanting {
            let why = self
                .form
                .field(key)
                .map(|field| field.value().err().unwrap_or_else(|| field.asks().to_owned()));
            self.form.refused(key, why.unwrap_or_default());
        }
        wanting.first().map(|first| self.form.focus(first)).is_none()
    }

    /// Hands it in; once only, until it was answered or written in again.
    pub(super) fn hand_in(
        &mut self,
        slot: impl Into<String>,
        command: impl Into<Command>,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) {
        if self.given.as_ref() != Some(&self.form.to_draft().fields) {
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
        let event = Some(self.give(view));
        Say::Act { slot: slot.into(), command: command.into(), event }
    }

    /// Notes what is handed in, and gives the id of its event.
    pub(super) fn give(&mut self, view: &View<'_>) -> EventId {
        self.said = None;
        self.given = Some(self.form.to_draft().fields);
        self.spent = true;
        *self.event.get_or_insert_with(view.fresh)
    }

    /// Learns what came of it, and tells whether it was saved: what was handed in is recorded then, what was written since
    /// stays, and so does what hides under another kind, by the start of its keys.
    pub(super) fn answered(&mut self, outcome: &Outcome, kind: &str) -> bool {
        if let Outcome::Refused(words) = outcome {
            self.refuse(words.as_str());
            return false;
        }
        let now = self.form.to_draft().fields;
        for (key, half) in self.given.take().unwrap_or_default() {
            if now.get(&key) == Some(&half) {
                let value = self.form.value(&key).ok().flatten();
                self.form.put(&key, value);
            }
        }
        self.hidden.retain(|key, _| !key.as_str().starts_with(kind));
        (self.said, self.event) = (None, None);
        true
    }

    /// Begins the next one: what is recorded is gone, what is half written stays. The fields are fitted afterwards.
    pub(super) fn renew(&mut self) {
        self.hidden.extend(std::mem::take(&mut self.form).to_draft().fields);
    }

    /// Tells whether anything is written in it.
    pub(super) fn is_written(&self) -> bool {
        !self.hidden.is_empty() || self.fields().iter().any(Field::is_written)
    }

    /// Tells whether something is written in a field, also where it is not asked for just now.
    pub(super) fn writes(&self, key: &str) -> bool {
        let key = key.into();
        self.hidden.contains_key(&key) || self.form.field(&key).is_some_and(Field::is_written)
    }

    /// Tells whether something was said against the whole of it.
    pub(super) const fn is_refused(&self) -> bool {
        self.said.is_some()
    }

    /// Tells whether it was handed in, and no answer has come.
    pub(super) fn is_given(&self) -> bool {
        self.given.is_some()
    }

    fn draft(&self) -> Draft {
        let mut draft = self.form.to_draft();
        draft.fields.extend(self.hidden.clone());
        draft
    }

    /// Counts the words that are half written in it.
    pub(super) fn words(&self) -> u32 {
        self.draft().words()
    }

    /// Gives what is half written, to be kept.
    pub(super) fn kept(&self) -> Option<Kept> {
        self.is_written().then(|| Kept { draft: self.draft(), event: self.event })
    }

    /// Takes up what was kept, and fits the fields to it.
    pub(super) fn restore(&mut self, kept: Kept, wanted: impl Fn(&Self) -> Vec<Field>) {
        self.hidden.extend(kept.draft.fields);
        (self.event, self.spent) = (kept.event, true);
        self.fit(wanted);
        if let Some(key) = &kept.draft.focus {
            self.form.focus(key);
        }
    }

    /// Draws it, and beneath it what was said against it, or what belongs in the field that has the keys.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, active: bool) {
        let (words, role, most) = match &self.said {
            Some(said) => {
                (format!("✗ {said} What you wrote is still here."), Role::Error, area.height / 2 + 1)
            }
            None if active && area.height > 4 => {
                (self.form.hint().into_owned(), Role::TextDim, area.height / 4)
            }
            None => (String::new(), Role::TextDim, 0),
        };
        let mut lines = draw::wrapped(&words, usize::from(area.width.max(1)));
        if words.is_empty() {
            lines.clear();
        }
        let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).min(most).min(area.height);
        let form = Rect { height: area.height - height, ..area };
        for (y, line) in (form.bottom()..area.bottom()).zip(&lines) {
            draw::put(frame.buffer_mut(), area, area.x, y, line, theme.style(role));
        }
        self.form.draw(frame, form, theme, active);
    }
}

#[cfg(test)]
mod tests;
