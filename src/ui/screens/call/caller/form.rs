//! The caller's fields: each is saved when it is left.

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::Deserialize as _;

use super::super::{
    page::{Page, cover},
    pane::{HalfTyped, Outcome, Say, View},
    words::{choice, people, person_no},
};
use crate::{
    domain::{
        contact::call::{Caller, Command},
        ids::FieldKey,
        input::phone,
        policy::{CallerKind, script::Choice},
        value::Value,
    },
    ui::{
        theme::Role,
        widgets::{Draft, Field, FieldState, Form, FormEvent},
    },
};

const KIND: &str = "kind";
const NAME: &str = "name";
const DECLINED: &str = "declined";
const ROLE: &str = "role";
const AGENCY: &str = "agency";
const NUMBER: &str = "number";
const RING: &str = "ring_back";
const PREFERS: &str = "prefers";
const SOURCE: &str = "source_code";
const PERSON: &str = "is_person";
const KEYS: [&str; 10] = [KIND, NAME, DECLINED, NUMBER, RING, ROLE, AGENCY, PREFERS, SOURCE, PERSON];

/// What its acts are named by, before the field's key.
const SLOT: &str = "caller/";

/// The caller's fields, for the caller's pane and for the first stage of the script.
#[derive(Default)]
pub struct CallerForm {
    form: Option<Form>,
    /// Whether the name and the number are covered, and so no fields.
    hidden: [bool; 2],
    /// What was left and is not yet seen in the contact, oldest first.
    pending: Vec<Pending>,
}

struct Pending {
    key: FieldKey,
    value: Option<Value>,
    saved: bool,
}

impl CallerForm {
    /// Makes it, with what the contact says.
    pub fn new(view: &View<'_>) -> Self {
        let mut form = Self::default();
        form.sync(view);
        form
    }

    /// Takes a key; gives nothing where it was not for this form, and else whether it went out at the end or the start.
    pub fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> Option<Option<bool>> {
        self.fit(view);
        let events = self.form.as_mut()?.key(key)?;
        Some(self.take(events, view, say))
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.fit(view);
        let events = self.form.as_mut().map(|form| form.paste(text)).unwrap_or_default();
        self.take(events, view, say);
    }

    /// Leaves the field that has the keys, and so saves it.
    pub fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.form.as_mut().map(Form::leave).unwrap_or_default();
        self.take(events, view, say);
    }

    /// Takes up the contact as it is now; what is being written stays.
    pub fn sync(&mut self, view: &View<'_>) {
        let caller = &view.contact.call.caller;
        self.pending.retain(|left| !left.saved && value_of(caller, left.key.as_str()) != left.value);
        self.fit(view);
        let Some(form) = &mut self.form else { return };
        for key in KEYS {
            let (key, want) = (FieldKey::from(key), value_of(caller, key));
            let Some(field) = form.fields().iter().find(|field| field.key == key) else { continue };
            let writing = matches!(field.state, FieldState::Written | FieldState::Wrong(_));
            let same = field.value() == Ok(want.clone());
            let here = form.focused() == Some(&key);
            let kept = if same {
                field.state == FieldState::Saved || want.is_none() || (writing && here)
            } else {
                writing || self.pending.iter().any(|left| left.key == key)
            };
            if !kept {
                form.set(&key, &want.unwrap_or_else(|| nothing(key.as_str())));
            }
        }
    }

    /// Learns what came of an act; `false` when the act was not this form's.
    pub fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let Some(key) = slot.strip_prefix(SLOT).map(FieldKey::from) else { return false };
        match outcome {
            Outcome::Saved(_) => {
                if let Some(left) = self.pending.iter_mut().find(|left| left.key == key && !left.saved) {
                    left.saved = true;
                }
                let left = |field: &&Field| field.key == key && field.state == FieldState::Left;
                if let Some(form) = &mut self.form
                    && form.fields().iter().any(|field| left(&field))
                {
                    form.saved(&key);
                }
            }
            Outcome::Refused(words) => {
                if let Some(at) = self.pending.iter().position(|left| left.key == key && !left.saved) {
                    self.pending.remove(at);
                }
                if let Some(form) = &mut self.form {
                    form.refused(&key, words.as_str());
                }
            }
        }
        self.fit(view);
        true
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let mut page = Page::new(area, view.theme);
        let hidden = self.hidden_now(view);
        let covered: Vec<&str> = [(hidden[0], "name"), (hidden[1], "number")]
            .into_iter()
            .filter_map(|(hidden, word)| hidden.then_some(word))
            .collect();
        if !covered.is_empty() {
            let line = format!("  {}  {}", covered.join(" and "), cover());
            page.say(frame.buffer_mut(), &line, Role::Covered);
        }
        // Between two keys somebody may have come on the line: what is to be covered is not drawn even once.
        let over = self.hidden.iter().zip(hidden).any(|(was, now)| now && !was);
        if let Some(form) = self.form.as_ref().filter(|_| !over) {
            form.draw(frame, page.area, view.theme, active);
        }
    }

    /// Gives what is half-typed, if anything is.
    pub fn half_typed(&self) -> Option<HalfTyped> {
        let draft = self.form.as_ref().map(Form::to_draft).filter(|draft| !draft.is_empty())?;
        Some(HalfTyped { words: draft.words(), body: serde_json::to_value(&draft).ok()? })
    }

    /// Takes up what was half-typed.
    pub fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.fit(view);
        if let (Some(form), Ok(draft)) = (&mut self.form, Draft::deserialize(body)) {
            form.from_draft(&draft);
        }
    }

    /// Gives the keys to the first field, or to the last.
    pub fn enter(&mut self, at_end: bool) {
        if let Some(form) = &mut self.form {
            form.enter(at_end);
        }
    }

    /// Counts the lines that it takes while it has no keys.
    pub(super) fn rows(&self) -> u16 {
        let covered = u16::from(self.hidden.contains(&true));
        covered + self.form.as_ref().map_or(0, |form| u16::try_from(form.fields().len()).unwrap_or(u16::MAX))
    }

    fn take(&mut self, events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) -> Option<bool> {
        let mut out = None;
        for event in events {
            match event {
                FormEvent::Changed => say.push(Say::Changed),
                FormEvent::Left { key, value } => self.save(key, value, view, say),
                FormEvent::Submit => {}
                FormEvent::Out { forward } => out = Some(forward),
            }
        }
        out
    }

    fn save(&mut self, key: FieldKey, value: Option<Value>, view: &View<'_>, say: &mut Vec<Say>) {
        let slot = format!("{SLOT}{key}");
        self.pending.push(Pending { key, value, saved: false });
        // What was left just now and is still on its way belongs to the same caller.
        let mut caller = view.contact.call.caller.clone();
        for left in &self.pending {
            put(&mut caller, left.key.as_str(), left.value.as_ref());
        }
        say.push(Say::act(slot, Command::SetCaller(caller)));
    }

    /// Fits the fields to what is covered now, and their choices to what there is.
    fn fit(&mut self, view: &View<'_>) {
        let hidden = self.hidden_now(view);
        if let Some(form) = self.form.as_mut().filter(|_| hidden == self.hidden) {
            form.set_choices(&PERSON.into(), people(view));
            form.set_choices(&SOURCE.into(), codes(view));
            return;
        }
        let fields = fields(view)
            .into_iter()
            .filter(|field| !(hidden[0] && field.key.as_str() == NAME))
            .filter(|field| !(hidden[1] && field.key.as_str() == NUMBER))
            .collect();
        let mut form = Form::new(fields);
        if let Some(old) = &self.form {
            let mut draft = old.to_draft();
            let focus = draft.focus.take().unwrap_or_else(|| KIND.into());
            form.from_draft(&draft);
            let next = match focus.as_str() {
                NAME if hidden[0] => DECLINED.into(),
                NUMBER if hidden[1] => RING.into(),
                _ => focus,
            };
            form.focus(&next);
        }
        for key in KEYS {
            let saved = value_of(&view.contact.call.caller, key);
            let clean = |field: &Field| field.key.as_str() == key && field.state == FieldState::Untouched;
            if let Some(saved) = saved.filter(|_| form.fields().iter().any(clean)) {
                form.set(&key.into(), &saved);
            }
        }
        self.form = Some(form);
        self.hidden = hidden;
    }

    /// Tells whether name and number are to be covered: never while they are being written.
    fn hidden_now(&self, view: &View<'_>) -> [bool; 2] {
        let caller = &view.contact.call.caller;
        let hide = |key: &str, value: Option<&str>| {
            let field = self.form.iter().flat_map(Form::fields).find(|field| field.key.as_str() == key);
            let writing = |field: &Field| {
                matches!(field.state, FieldState::Written | FieldState::Left | FieldState::Wrong(_))
            };
            view.covered && value.is_some_and(|value| !value.trim().is_empty()) && !field.is_some_and(writing)
        };
        [hide(NAME, caller.name.as_deref()), hide(NUMBER, caller.number.as_deref())]
    }
}

fn fields(view: &View<'_>) -> Vec<Field> {
    let kinds = CallerKind::ALL.map(|kind| choice(kind.words(), kind.words())).to_vec();
    vec![
        Field::choice(KIND, "Who rings", kinds),
        Field::line(NAME, "Name"),
        Field::choice(DECLINED, "Name declined", vec![choice("declined", "declined to give a name")]),
        Field::custom(NUMBER, "Number", |text| {
            phone::read(text).map(|_| ()).map_err(|error| error.to_string())
        }),
        Field::yes_no(RING, "May ring back"),
        Field::line(ROLE, "Role"),
        Field::line(AGENCY, "Agency"),
        Field::line(PREFERS, "Best reached"),
        Field::choice(SOURCE, "Source code", codes(view)),
        Field::choice(PERSON, "Of the family", people(view)),
    ]
}

fn codes(view: &View<'_>) -> Vec<Choice> {
    let codes = &view.policy().letters.source_code;
    codes.iter().map(|code| choice(&*code.code, format!("{} {}", code.code, code.label))).collect()
}

fn nothing(key: &str) -> Value {
    match key {
        KIND | DECLINED | RING | SOURCE | PERSON => Value::Choice(String::new()),
        _ => Value::Text(String::new()),
    }
}

fn value_of(caller: &Caller, key: &str) -> Option<Value> {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty()).map(Value::Text);
    match key {
        KIND => caller.kind.map(|kind| Value::Choice(kind.words().to_owned())),
        NAME => text(&caller.name),
        DECLINED => caller.declined.then(|| Value::Choice("declined".to_owned())),
        NUMBER => text(&caller.number),
        RING => caller.ring_back.map(Value::YesNo),
        ROLE => text(&caller.role),
        AGENCY => text(&caller.agency),
        PREFERS => text(&caller.prefers),
        SOURCE => caller.source_code.clone().map(Value::Choice),
        _ => caller.is_person.map(|no| Value::Choice(no.0.to_string())),
    }
}

fn put(caller: &mut Caller, key: &str, value: Option<&Value>) {
    let text = match value {
        Some(Value::Text(text) | Value::Choice(text)) => Some(text.clone()),
        _ => None,
    };
    match key {
        KIND => caller.kind = CallerKind::ALL.into_iter().find(|kind| Some(kind.words()) == text.as_deref()),
        NAME => {
            // Who gives a name after all has not declined.
            caller.declined &= text.is_none();
            caller.name = text;
        }
        DECLINED => caller.declined = text.is_some(),
        NUMBER => caller.number = text,
        RING => {
            caller.ring_back = match value {
                Some(Value::YesNo(answer)) => Some(*answer),
                _ => None,
            }
        }
        ROLE => caller.role = text,
        AGENCY => caller.agency = text,
        PREFERS => caller.prefers = text,
        SOURCE => caller.source_code = text,
        _ => caller.is_person = text.as_deref().and_then(person_no),
    }
}
