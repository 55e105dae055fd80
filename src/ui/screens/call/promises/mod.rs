//! The pane `promises`: what was promised, to whom, who does it, by when, and what became of it.
//!
//! The list comes first, what is owed soonest at its top; its last row makes a new promise. What belongs to the row under
//! the cursor stands beneath. Every promise keeps its own half-written ending.

mod row;

use std::{cell::Cell, collections::BTreeMap, rc::Rc};

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};
use serde_json::{Map, json};
use uuid::Uuid;

use super::{
    page::{Page, chord},
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::{Sheet, choice, choices, line, people, person, picked},
};
use crate::{
    domain::{
        calendar::words,
        contact::telling::{Command, Owner, Promised},
        ids::{PromiseNo, StaffId},
        input::clock_time,
        policy::script::Choice,
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{Field, FormEvent, List},
    },
};

const NEW: &str = "promise";
const BECAME: &str = "became";

/// The time by which a field's words are read: "in 30 min" is from now.
type Now = Rc<Cell<DateTime<Utc>>>;

/// The pane's state.
#[derive(Default)]
pub struct PromisesPane {
    /// The cursor: on a promise, or on the row that makes a new one.
    list: List<Option<PromiseNo>>,
    new: Sheet,
    ends: BTreeMap<PromiseNo, Sheet>,
    now: Now,
}

impl PromisesPane {
    fn rows(view: &View<'_>) -> Vec<Option<PromiseNo>> {
        let mut promises: Vec<_> = view.contact.telling.promises.iter().collect();
        let written = view.contact.telling.written;
        // The call in writing is the caller's to do, and stands out of the way of what is ours.
        promises.sort_by_key(|promise| {
            (!promise.is_open(), Some(promise.no) != written, promise.promised.by, promise.no)
        });
        promises.into_iter().map(|promise| Some(promise.no)).chain([None]).collect()
    }

    fn at(&self) -> Option<PromiseNo> {
        self.list.cursor().copied().flatten()
    }

    /// The form beneath the list, if the row has one.
    fn sheet(&mut self) -> Option<&mut Sheet> {
        match self.at() {
            None => Some(&mut self.new),
            Some(no) => self.ends.get_mut(&no),
        }
    }

    fn make(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let new = &mut self.new;
        if !new.is_sound() {
            return;
        }
        let named = new.text("other");
        let staff = new.chosen("owner").and_then(|id| id.parse::<Uuid>().ok()).map(StaffId);
        let owner = match (staff, named.trim().is_empty()) {
            (Some(staff), true) => Owner::Staff(staff),
            (None, false) => Owner::Named(named),
            (Some(_), false) => {
                return new.wrong("other", "One does it: one of us, or somebody else. Empty one.");
            }
            (None, true) => return new.wrong("owner", "Say who does it: one of us, or somebody else below."),
        };
        let Ok(by) = clock_time::future(&new.text("by"), view.now) else {
            return new.wrong("by", "Say by when: 14:30, in 30 min, Fri 12:00.");
        };
        let person = person(new.chosen("person").as_deref());
        let ring = new.chosen("ring");
        if person.is_some() && ring.is_none() {
            return new.wrong("ring", "Say whether it means ringing them: it may not be safe (Alt+w).");
        }
        let promised = Promised {
            what: new.text("what"),
            to: new.text("to"),
            person,
            ring_back: ring.as_deref() == Some("yes"),
            owner,
            by,
            agreed_with: new.text("agreed"),
        };
        new.hand_in(NEW, Command::Promise(promised), view, say);
    }

    fn end(&mut self, no: PromiseNo, view: &View<'_>, say: &mut Vec<Say>) {
        self.fit(no);
        let Some(sheet) = self.ends.get_mut(&no).filter(|sheet| !sheet.is_bare()) else { return };
        if !sheet.is_sound() {
            return;
        }
        let why = sheet.text("why");
        let command = match sheet.chosen(BECAME).as_deref() {
            Some("kept") => Command::Keep { no },
            Some("not_kept") => Command::Break { no, why },
            Some(_) => match clock_time::future(&sheet.text("by"), view.now) {
                Ok(by) => Command::Renegotiate { no, by, why },
                Err(_) => return sheet.wrong("by", "Say the new time: 14:30, in 30 min, Fri 12:00."),
            },
            None => return sheet.wrong(BECAME, "Say what became of it."),
        };
        sheet.hand_in(format!("{NEW}/{}", no.0), command, view, say);
    }

    /// Shows the fields that belong to what became of a promise.
    fn fit(&mut self, no: PromiseNo) {
        if let Some(sheet) = self.ends.get_mut(&no) {
            let became = sheet.chosen(BECAME);
            sheet.refit(end_fields(became.as_deref(), &self.now));
        }
    }

    fn take(&mut self, events: &[FormEvent], view: &View<'_>, say: &mut Vec<Say>) {
        for event in events {
            match (event, self.at()) {
                (FormEvent::Submit, None) => self.make(view, say),
                (FormEvent::Submit, Some(no)) => self.end(no, view, say),
                (FormEvent::Left { key, .. }, Some(no)) if key.as_str() == BECAME => self.fit(no),
                _ => {}
            }
        }
    }

    fn new_fields(view: &View<'_>, now: &Now) -> Vec<Field> {
        let yes_no = vec![choice("yes", "yes, by ringing"), choice("no", "no")];
        vec![
            line("what", "What").needed(true),
            line("to", "To whom").needed(true),
            choices("person", "Of the family", people(view)),
            choices("ring", "Means ringing", yes_no),
            choices("owner", "Who does it", staff(view)),
            line("other", "Or who else"),
            time("by", "By when", now),
            line("agreed", "Agreed with").needed(true),
        ]
    }

    /// Gives the line that says how a time was read.
    fn reading(&self, view: &View<'_>) -> Option<String> {
        let sheet = match self.at() {
            None => &self.new,
            Some(no) => self.ends.get(&no)?,
        };
        let by = clock_time::future(&sheet.text("by"), view.now).ok()?;
        Some(format!("By {}, {}", words::stamp(by), words::countdown(view.now, by)))
    }
}

impl Pane for PromisesPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        self.now.set(view.now);
        let rows = Self::rows(view);
        let step = match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => Some(Action::Up),
            Some(Action::RowDown) => Some(Action::Down),
            Some(Action::Add) => Some(Action::Last),
            _ => None,
        };
        if let Some(step) = step {
            self.leave(view, say);
            self.list.act(step, &rows);
            return true;
        }
        if let Some(no) = self.at()
            && keymap::action(stacks::FORM, key) == Some(Action::NextField)
        {
            self.fit(no);
        }
        let Some(events) = self.sheet().and_then(|sheet| sheet.key(key, view, say)) else { return false };
        self.take(&events, view, say);
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.now.set(view.now);
        if let Some(sheet) = self.sheet() {
            sheet.paste(text, view, say);
        }
    }

    fn sync(&mut self, view: &View<'_>) {
        self.now.set(view.now);
        if self.new.is_bare() {
            self.new = Sheet::of(Self::new_fields(view, &self.now));
        }
        self.new.set_choices("person", people(view));
        self.new.set_choices("owner", staff(view));
        for promise in &view.contact.telling.promises {
            if promise.is_open() {
                self.ends.entry(promise.no).or_insert_with(|| Sheet::of(end_fields(None, &self.now)));
            } else if !self.ends.get(&promise.no).is_some_and(Sheet::is_written) {
                // Half-written words outlive an ending by somebody else.
                self.ends.remove(&promise.no);
            }
        }
        self.list.sync(&Self::rows(view));
    }

    fn leave(&mut self, _view: &View<'_>, _say: &mut Vec<Say>) {
        if let Some(sheet) = self.sheet() {
            sheet.leave();
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) {
        if slot == NEW {
            if self.new.answered(outcome) {
                self.new = Sheet::of(Self::new_fields(view, &self.now));
            }
            return;
        }
        let no = slot.strip_prefix("promise/").and_then(|no| no.parse().ok()).map(PromiseNo);
        if let Some(no) = no
            && self.ends.get_mut(&no).is_some_and(|sheet| sheet.answered(outcome))
        {
            self.ends.remove(&no);
            self.sync(view);
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let mut page = Page::new(area, view.theme);
        let at = self.at();
        let promise = at.and_then(|no| view.contact.telling.promise(no));
        let sheet = at.map_or(Some(&self.new), |no| self.ends.get(&no));
        let save = match (promise, sheet) {
            (None, _) => format!("{} makes the promise · ", chord(Action::Save)),
            (_, Some(_)) => format!("{} records it · ", chord(Action::Save)),
            _ => String::new(),
        };
        let rows =
            format!("{} {} row · {} new", chord(Action::RowUp), chord(Action::RowDown), chord(Action::Add));
        page.foot(frame.buffer_mut(), &format!("{save}{rows}"));

        let ids = Self::rows(view);
        let height = u16::try_from(ids.len()).unwrap_or(u16::MAX).min(page.area.height / 3).max(2);
        let place = page.take(height);
        let width = usize::from(place.width);
        self.list.draw(frame.buffer_mut(), place, view.theme, ids.len(), |at, _| {
            match ids[at].and_then(|no| view.contact.telling.promise(no)) {
                Some(promise) => row::line(promise, view, width),
                None => Line::from(draw::span("+ a new promise", view.theme.style(Role::Row))),
            }
        });
        let (title, role) = match promise {
            Some(promise) if promise.is_open() => ("What became of it", Role::Title),
            Some(_) => ("Settled", Role::Title),
            None => ("A new promise", Role::Title),
        };
        page.head(frame.buffer_mut(), title, if active { Role::Focus } else { role });
        if let Some(promise) = promise {
            row::whole(&mut page, frame.buffer_mut(), promise, view);
            if page.area.height > 8 {
                page.take(1);
            }
        }
        if let Some(reading) = self.reading(view).filter(|_| page.area.height > 3) {
            let foot = Rect { y: page.area.bottom() - 1, height: 1, ..page.area };
            page.area.height -= 1;
            draw::put(frame.buffer_mut(), foot, foot.x, foot.y, &reading, view.theme.style(Role::TextDim));
        }
        if let Some(sheet) = sheet {
            sheet.draw(frame, page.area, view.theme, active);
        }
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let mut words = 0;
        let new = self.new.kept(&mut words);
        let mut ends = Map::new();
        for (no, sheet) in &self.ends {
            if let Some(kept) = sheet.kept(&mut words) {
                ends.insert(no.0.to_string(), kept);
            }
        }
        if new.is_none() && ends.is_empty() {
            return None;
        }
        let at = self.at().map(|no| no.0);
        Some(HalfTyped { words, body: json!({ "at": at, "new": new, "ends": ends }) })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.sync(view);
        let now = &self.now;
        self.new.restore(&body["new"], |_| Self::new_fields(view, now));
        for (no, kept) in body["ends"].as_object().into_iter().flatten() {
            let Ok(no) = no.parse().map(PromiseNo) else { continue };
            let sheet = self.ends.entry(no).or_default();
            sheet.restore(kept, |draft| end_fields(picked(draft, BECAME).as_deref(), now));
        }
        let at = body["at"].as_u64().and_then(|no| u32::try_from(no).ok()).map(PromiseNo);
        self.list.select(at);
        self.list.sync(&Self::rows(view));
    }
}

fn end_fields(became: Option<&str>, now: &Now) -> Vec<Field> {
    let of =
        vec![choice("kept", "kept"), choice("not_kept", "not kept"), choice("moved", "another time agreed")];
    let mut fields = vec![choices(BECAME, "It was", of)];
    match became {
        Some("not_kept") => fields.push(line("why", "Why, who knows")),
        Some("moved") => fields.extend([time("by", "New time", now), line("why", "With whom, why")]),
        _ => {}
    }
    fields
}

fn staff(view: &View<'_>) -> Vec<Choice> {
    view.desk.book.state.staff.iter().map(|staff| choice(staff.id.0.to_string(), &*staff.name)).collect()
}

fn time(key: &str, label: &str, now: &Now) -> Field {
    let now = Rc::clone(now);
    Field::custom(key, label, move |text| {
        clock_time::future(text, now.get()).map(|_| ()).map_err(|error| error.to_string())
    })
}

#[cfg(test)]
mod tests;
