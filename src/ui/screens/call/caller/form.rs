//! The caller's fields: each is saved when it is left.

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::Deserialize as _;

use super::super::{
    page::{Page, cover, sentence},
    pane::{Cover, HalfTyped, Outcome, Say, View},
    sheet::Typed,
    words::{choice, people, person_no},
};
use crate::{
    domain::{
        contact::{
            call::{Caller, Command, Naming, Wish},
            place::Place,
        },
        ids::FieldKey,
        input::phone,
        policy::{CallerKind, script::Choice},
        value::Value,
    },
    ui::{
        theme::Role,
        widgets::{Draft, Field, FieldState, Form, FormEvent, Notice},
    },
};

const KIND: &str = "kind";
const NAME: &str = "name";
const ROLE: &str = "role";
const AGENCY: &str = "agency";
const NUMBER: &str = "number";
const RING: &str = "ring_back";
const PREFERS: &str = "prefers";
const SOURCE: &str = "source_code";
const PERSON: &str = "is_person";
const NAMING: &str = "naming";
const WISH: &str = "wish";

/// What tells who rings: of a neighbour who gives no name, also the role and what they are to the family.
const COVERED: [(&str, &str); 10] = [
    (KIND, "who rings"),
    (NAME, "name"),
    (NUMBER, "number"),
    (ROLE, "role"),
    (AGENCY, "agency"),
    (PREFERS, "best reached"),
    (SOURCE, "source code"),
    (PERSON, "of the family"),
    (NAMING, "whether they may be named"),
    (WISH, "their wish"),
];

/// What its acts are named by, before the field's key.
const SLOT: &str = "caller/";

/// What is written in place of a name that nobody would give. No field of its own, which would stand between the name and
/// the number in every other call.
const DECLINED: &str = "declined";

/// The caller's fields, for the caller's pane and for the first stage of the script.
#[derive(Default)]
pub struct CallerForm {
    form: Form,
    /// What is covered, and so no field, in the order of [`COVERED`].
    hidden: [bool; COVERED.len()],
    /// What was left and is not yet seen in the contact, oldest first.
    pending: Vec<Pending>,
}

struct Pending {
    key: FieldKey,
    value: Option<Value>,
    saved: bool,
}

impl CallerForm {
    /// Takes a key; gives nothing where it was not for this form.
    pub(in super::super) fn key(
        &mut self,
        key: KeyEvent,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) -> Option<Typed> {
        self.fit(view);
        let events = self.form.key(key)?;
        Some(self.take(events, view, say))
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.fit(view);
        let events = self.form.paste(text);
        self.take(events, view, say);
    }

    /// Leaves the field that has the keys, and so saves it.
    pub fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.form.leave();
        self.take(events, view, say);
    }

    /// Says which field was not saved: it is kept there and stands nowhere else, and who goes on has to know.
    pub(in super::super) fn tell_wrong(&self, say: &mut Vec<Say>) {
        let wrong = self.form.fields().iter().find_map(|field| match &field.state {
            FieldState::Wrong(why) => Some((&field.label, why)),
            _ => None,
        });
        if let Some((label, why)) = wrong {
            let words = format!("{label}: not saved. {why}");
            say.push(Say::Tell(Notice::wrong(words, "What you wrote waits in its field (Alt+i).")));
        }
    }

    /// Takes up the contact as it is now; what is being written stays.
    pub fn sync(&mut self, view: &View<'_>) {
        let caller = &view.contact.call.caller;
        self.pending.retain(|left| !left.saved && value_of(caller, left.key.as_str()) != left.value);
        self.fit(view);
    }

    /// Learns what came of an act; `false` when the act was not this form's.
    pub fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let Some(key) = slot.strip_prefix(SLOT).map(FieldKey::from) else { return false };
        match outcome {
            Outcome::Saved(_) => {
                if let Some(left) = self.pending.iter_mut().find(|left| left.key == key && !left.saved) {
                    left.saved = true;
                }
                self.form.saved(&key);
            }
            Outcome::Refused(words) => {
                if let Some(at) = self.pending.iter().position(|left| left.key == key && !left.saved) {
                    self.pending.remove(at);
                }
                self.form.refused(&key, words.as_str());
            }
        }
        self.fit(view);
        true
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let mut page = Page::new(area, view.theme);
        let hidden = self.hidden_now(view);
        let covered = COVERED.into_iter().zip(hidden).filter(|(_, hidden)| *hidden);
        let covered: Vec<&str> = covered.map(|((_, word), _)| word).collect();
        if !covered.is_empty() {
            // One line for all of them, also where the pane is narrow.
            let what = if covered.len() > 2 { "who it is".to_owned() } else { covered.join(" and ") };
            let line = format!("  {what}  {}", cover());
            page.say(frame.buffer_mut(), &line, Role::Covered);
        }
        if active && !self.form.hint().is_empty() {
            page.say(frame.buffer_mut(), &format!("  {}", self.form.hint()), Role::TextDim);
        }
        // Between two keys somebody may have come on the line: what is to be covered is not drawn even once.
        let over = self.hidden.iter().zip(hidden).any(|(was, now)| now && !was);
        if !over {
            self.form.draw(frame, page.area, view.theme, active);
        }
    }

    /// Gives what is half-typed, if anything is.
    pub fn half_typed(&self) -> Option<HalfTyped> {
        let draft = Some(self.form.to_draft()).filter(|draft| !draft.is_empty())?;
        Some(HalfTyped { words: draft.words(), body: serde_json::to_value(&draft).ok()? })
    }

    /// Takes up what was half-typed.
    pub fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.fit(view);
        if let Ok(draft) = Draft::deserialize(body) {
            self.form.from_draft(&draft);
        }
    }

    /// Gives the keys to the first field, or to the last.
    pub fn enter(&mut self, at_end: bool) {
        self.form.enter(at_end);
    }

    /// Gives the keys to the first of those fields that a call cannot do without and that is empty, or else to the first.
    pub fn enter_wanted(&mut self) {
        let blank = |key: &&str| self.form.field(&(*key).into()).is_some_and(Field::is_blank);
        match [KIND, NAME, NUMBER].into_iter().find(blank) {
            Some(key) => drop(self.form.focus(&key.into())),
            None => self.form.enter(false),
        }
    }

    /// Gives the keys to the next field that a call cannot do without and that is empty, from the first on or behind the one
    /// that has them; tells whether there is one.
    pub fn next_wanted(&mut self, from_first: bool) -> bool {
        let at = |key: &str| self.form.fields().iter().position(|field| field.key.as_str() == key);
        let from = self.form.focused().filter(|_| !from_first).and_then(|key| at(key.as_str()));
        let blank = |key: &&str| self.form.field(&(*key).into()).is_some_and(Field::is_blank);
        let next = [KIND, NAME, NUMBER].into_iter().filter(|key| at(key) > from).find(blank);
        next.is_some_and(|key| self.form.focus(&key.into()))
    }

    /// Tells whether nothing in it is wrong; gives the keys to the first field that is.
    pub(in super::super) fn is_sound(&mut self) -> bool {
        self.form.check()
    }

    #[cfg(test)]
    pub(super) fn form_mut(&mut self) -> &mut Form {
        &mut self.form
    }

    /// Counts the lines of the list that is open beneath the field with the keys.
    pub(super) fn opens(&self) -> usize {
        self.form.opens()
    }

    /// Counts the lines that it takes while it has no keys.
    pub(super) fn rows(&self) -> u16 {
        let covered = u16::from(self.hidden.contains(&true));
        covered + u16::try_from(self.form.fields().len()).unwrap_or(u16::MAX)
    }

    fn take(&mut self, events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) -> Typed {
        let mut typed = Typed::default();
        for event in events {
            match event {
                FormEvent::Changed => say.push(Say::Changed),
                FormEvent::Left { key, value } => self.save(key, value, view, say),
                FormEvent::Submit => typed.submit = true,
                FormEvent::Out { forward } => typed.out = Some(forward),
            }
        }
        typed
    }

    fn save(&mut self, key: FieldKey, value: Option<Value>, view: &View<'_>, say: &mut Vec<Say>) {
        let slot = format!("{SLOT}{key}");
        if key.as_str() == WISH && value.is_some() && !self.wishes(view) {
            // Nothing says yet whether they may be named: their words stay in the field.
            return;
        }
        self.pending.push(Pending { key, value, saved: false });
        // What was left just now and is still on its way belongs to the same caller.
        let mut caller = view.contact.call.caller.clone();
        for left in &self.pending {
            put(&mut caller, left.key.as_str(), left.value.as_ref());
        }
        say.push(Say::act(slot, Command::SetCaller(caller)));
    }

    /// Takes up what is recorded, then leaves out what is covered now.
    fn fit(&mut self, view: &View<'_>) {
        // Where a wish is chosen its words are the next to be written; what was written stays to be seen.
        let written = self.form.field(&WISH.into()).is_some_and(Field::is_written);
        let wishes = self.wishes(view) || written;
        self.form.fit(fields(view, wishes));
        self.hidden = self.hidden_now(view);
        if self.hidden.contains(&true) {
            let hidden = COVERED.into_iter().zip(self.hidden).filter(|(_, hidden)| *hidden);
            let hidden: Vec<&str> = hidden.map(|((key, _), _)| key).collect();
            let mut shown = fields(view, wishes);
            shown.retain(|field| !hidden.contains(&field.key.as_str()));
            self.form.fit(shown);
        }
    }

    /// Tells whether it is said if the caller may be named, on the record or in the field.
    fn wishes(&self, view: &View<'_>) -> bool {
        view.contact.call.caller.wish.is_some() || matches!(self.form.value(&NAMING.into()), Ok(Some(_)))
    }

    /// Tells what is to be covered: never what is being written.
    fn hidden_now(&self, view: &View<'_>) -> [bool; COVERED.len()] {
        let caller = &view.contact.call.caller;
        COVERED.map(|(key, _)| {
            let writing = self.form.field(&key.into()).is_some_and(Field::is_written);
            let declined = key == NAME && caller.declined;
            view.cover == Cover::All && value_of(caller, key).is_some() && !declined && !writing
        })
    }
}

fn fields(view: &View<'_>, wishes: bool) -> Vec<Field> {
    let caller = &view.contact.call.caller;
    let kinds = CallerKind::ALL.map(|kind| choice(kind.words(), kind.words())).to_vec();
    let kind = CallerKind::ALL
        .into_iter()
        .fold(Field::choice(KIND, "Who rings", kinds), |field, kind| field.also(kind.words(), kind.also()));
    let number =
        Field::custom(NUMBER, "Number", |text| phone::read(text).map(drop).map_err(|error| sentence(&error)));
    // A line's name is offered nowhere as the name of whoever speaks on it.
    let shown = caller.telephone_showed().filter(|_| view.cover != Cover::All);
    let shown = shown.map_or_else(String::new, |shown| match caller.other_number() {
        Some(_) => format!("The telephone showed {shown}"),
        None => format!("The telephone shows: {shown}"),
    });
    let namings = Naming::ALL.map(|naming| choice(naming.key(), naming.words())).to_vec();
    let naming = Field::choice(NAMING, "To be named", namings)
        .also(Naming::MayBeNamed.key(), &["yes", "named"])
        .also(Naming::Unnamed.key(), &["no", "unnamed", "anonymous"])
        .hint("Whether the family may hear who rang, as the caller wishes");
    let mut fields = vec![
        kind,
        Field::line(NAME, "Name, or \"declined\"").needed(true).hint(&*shown),
        number.needed(true).hint(&*shown),
        Field::yes_no(RING, "May ring back"),
        Field::line(ROLE, "Role"),
        Field::line(AGENCY, "Agency").hint(shown),
        Field::line(PREFERS, "Best reached").hint("When and how: only before 3 · on Tuesdays · text first"),
        Field::choice(SOURCE, "Source code", codes(view)),
        Field::choice(PERSON, "Of the family", people(view)),
        naming,
    ];
    if wishes {
        fields.push(Field::line(WISH, "In their words"));
    }
    let waits = !view.waits(&Place::Caller).is_empty();
    let by = view.name_of(view.contact.call.caller_by);
    let recorded = |field: Field| {
        let value = value_of(caller, field.key.as_str());
        field.holding(value).waiting(waits).recorded_by(by)
    };
    fields.into_iter().map(recorded).collect()
}

fn codes(view: &View<'_>) -> Vec<Choice> {
    let codes = &view.policy().letters.source_code;
    codes.iter().map(|code| choice(&*code.code, format!("{} {}", code.code, code.label))).collect()
}

fn value_of(caller: &Caller, key: &str) -> Option<Value> {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty()).map(Value::Text);
    match key {
        KIND => caller.kind.map(|kind| Value::Choice(kind.words().to_owned())),
        NAME if caller.declined => Some(Value::Text(DECLINED.to_owned())),
        NAME => text(&caller.name),
        NUMBER => text(&caller.number),
        RING => caller.ring_back.map(Value::YesNo),
        ROLE => text(&caller.role),
        AGENCY => text(&caller.agency),
        PREFERS => text(&caller.prefers),
        NAMING => caller.wish.as_ref().map(|wish| Value::Choice(wish.naming.key().to_owned())),
        WISH => text(&caller.wish.as_ref().map(|wish| wish.words.clone())),
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
            caller.declined = text.as_deref().is_some_and(|text| text.trim().eq_ignore_ascii_case(DECLINED));
            caller.name = text.filter(|_| !caller.declined);
        }
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
        NAMING => {
            let naming = Naming::ALL.into_iter().find(|naming| Some(naming.key()) == text.as_deref());
            let words = caller.wish.take().map(|wish| wish.words).unwrap_or_default();
            caller.wish = naming.map(|naming| Wish { naming, words });
        }
        WISH => {
            if let Some(wish) = &mut caller.wish {
                wish.words = text.unwrap_or_default();
            }
        }
        SOURCE => caller.source_code = text,
        _ => caller.is_person = text.as_deref().and_then(person_no),
    }
}
