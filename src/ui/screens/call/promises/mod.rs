//! The pane `promises`: what was promised, to whom, who does it, by when, and what became of it.
//!
//! The list comes first, what is owed soonest at its top; its last row makes a new promise. What belongs to the row under
//! the cursor stands beneath. Every promise keeps its own half-written ending.

mod fields;
mod row;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};
use uuid::Uuid;

use self::fields::{fields, yes_no};
use super::{
    naming::on_namings,
    page::{Moment, Page, chord, walk},
    pane::{HalfTyped, Outcome, Pane, Say, View},
    reporters::Reporters,
    sheet::{Sheets, Typed},
    words::{barred, person_no},
};
use crate::{
    desk::protocol::Answer,
    domain::{
        contact::place::Place,
        contact::telling::{Command, From, Owner, PromiseMoved, Promised, Tried},
        ids::{NoteNo, PersonNo, PromiseNo, StaffId},
        input::clock_time,
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{List, Notice},
    },
};

const NEW: &str = "promise";
const BECAME: &str = "became";
const AGAIN: &str = "again";
const MISTAKE: &str = "mistake";

/// The pane's state.
#[derive(Default)]
pub struct PromisesPane {
    /// The cursor: on a promise, or on the row that makes a new one.
    list: List<Option<PromiseNo>>,
    rows: Vec<Option<PromiseNo>>,
    sheets: Sheets,
    now: Moment,
    /// Who rang in other contacts of the family.
    reporters: Reporters,
    /// What a new promise says to whoever must not hear it.
    warned: Option<String>,
}

/// Says of somebody whom a promise may be made to that they must not be told.
fn not_told(person: Option<PersonNo>, to: &str, view: &View<'_>) -> Option<String> {
    let family = &view.contact.family;
    let meant = if person.is_some() { family.meant_by(to) } else { family.may_be_meant_by(to) };
    person.into_iter().chain(meant).find_map(|no| {
        // Whoever rang knows of it, and is promised a call back.
        let rang = view.contact.caller_persons().contains(&no);
        let here = family.get(no).is_some_and(|person| person.telling.bars(view.now));
        let there = || view.elsewhere.iter().any(|mark| mark.person == no && mark.bars(view.now));
        let barred = if rang && !here && !there() { String::new() } else { barred(no, view) };
        let barred = barred.trim().trim_start_matches("✗ ");
        (!barred.is_empty()).then(|| format!("{}: {barred} (Alt+w).", family.names(&[no])))
    })
}

/// Gives the name of a row's sheet.
fn slot(at: Option<PromiseNo>) -> String {
    at.map_or_else(|| NEW.to_owned(), |no| format!("{NEW}/{}", no.0))
}

fn unslot(slot: &str) -> Option<PromiseNo> {
    slot.strip_prefix("promise/")?.parse().ok().map(PromiseNo)
}

impl PromisesPane {
    fn rows(view: &View<'_>) -> Vec<Option<PromiseNo>> {
        let mut promises: Vec<_> = view.contact.telling.promises.iter().collect();
        // What is ours to do comes before what others do: the call in writing is the caller's.
        promises.sort_by_key(|promise| {
            let theirs = matches!(promise.promised.owner, Owner::Named(_));
            (!promise.is_open(), theirs, promise.promised.by, promise.no)
        });
        promises.into_iter().map(|promise| Some(promise.no)).chain([None]).collect()
    }

    fn at(&self) -> Option<PromiseNo> {
        self.list.cursor().copied().flatten()
    }

    /// Turns to the sheet of the row under the cursor, and fits its fields.
    fn turn(&mut self, view: &View<'_>) {
        self.sheets.turn(&slot(self.at()));
        let now = self.now.clone();
        let name = self.sheets.slot().to_owned();
        self.sheets.open_mut().fit(|sheet| fields(&name, sheet, view, &now));
        self.look(view);
    }

    /// Gives to whom of the family a new promise is made, as far as it is chosen, in whose words, and what it promises.
    fn promised(&self) -> Option<(Option<PersonNo>, String, String)> {
        let new = self.sheets.open();
        let what = new.text("what");
        let is_new = self.at().is_none() && !what.trim().is_empty();
        is_new.then(|| (new.chosen("person").and_then(person_no), new.text("to"), what))
    }

    /// Looks for who rang in what is promised to the family: it is seen while it is typed.
    fn look(&mut self, view: &View<'_>) {
        self.warned = self.promised().and_then(|(person, to, what)| {
            let said = view.contact.promise_says(person, &to, &what, self.reporters.known());
            said.map(|refusal| refusal.to_string()).or_else(|| not_told(person, &to, view))
        });
    }

    /// Has the desk say who else rang about the family that is promised something, and looks.
    fn inquire(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let family = &view.contact.family;
        let to_family = |(person, to, _): &(Option<PersonNo>, String, String)| {
            person.is_some() || !family.meant_by(to).is_empty()
        };
        if self.promised().as_ref().is_some_and(to_family) {
            self.reporters.ask(view, say);
        }
        self.look(view);
    }

    fn make(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let new = self.sheets.open_mut();
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
        let person = new.chosen("person").and_then(person_no);
        let ring = new.chosen("ring");
        if person.is_some() && ring.is_none() {
            return new.wrong("ring", "Say whether it means ringing them: it may not be safe (Alt+w).");
        }
        let promised = Promised {
            what: new.text("what"),
            to: new.text("to"),
            person,
            ring_back: ring == Some("yes"),
            owner,
            by,
            agreed_with: new.text("agreed"),
        };
        let command = match new.chosen("from") {
            Some("question") => Command::PromiseFrom { from: From::Question, promised },
            Some(note) => match note.parse() {
                Ok(no) => Command::PromiseFrom { from: From::Note(NoteNo(no)), promised },
                Err(_) => Command::Promise(promised),
            },
            None => Command::Promise(promised),
        };
        new.hand_in(NEW, command, view, say);
    }

    fn end(&mut self, no: PromiseNo, view: &View<'_>, say: &mut Vec<Say>) {
        let sheet = self.sheets.open_mut();
        let why = sheet.text("why");
        let command = match sheet.chosen(BECAME) {
            Some("kept") => Command::Keep { no },
            Some("not_kept") => Command::Break { no, why },
            Some(AGAIN) => Command::OpenAgain { no, why },
            Some(MISTAKE) => Command::Mistaken { no, why },
            Some("tried") => {
                let next = sheet.text("next");
                let next = match clock_time::future(&next, view.now) {
                    Ok(next) => Some(next),
                    Err(_) if next.trim().is_empty() => None,
                    Err(_) => return sheet.wrong("next", "Say when it is tried next: 14:30, in 30 min."),
                };
                let voicemail = sheet.chosen("voicemail").and_then(yes_no);
                let Some(voicemail) = voicemail else {
                    return sheet
                        .wrong("voicemail", "Say whether a voicemail is safe: it may be heard by others.");
                };
                let left = sheet.chosen("left") == Some("yes");
                Command::Try { no, tried: Tried { voicemail, left, next, words: why } }
            }
            Some("handed") => {
                let to = sheet.chosen("to").and_then(|id| id.parse::<Uuid>().ok()).map(StaffId);
                let Some(to) = to else { return sheet.wrong("to", "Name the colleague who covers.") };
                Command::HandOver { no, to, why }
            }
            Some(_) => match clock_time::future(&sheet.text("by"), view.now) {
                Ok(by) => {
                    let agreed = sheet.text("agreed");
                    let agreed = match clock_time::past(&agreed, view.now) {
                        Ok(agreed) => agreed,
                        Err(_) if agreed.trim().is_empty() => view.now,
                        Err(_) => {
                            return sheet.wrong("agreed", "Say when they agreed: 14:10, yesterday 18:00.");
                        }
                    };
                    Command::Renegotiate(PromiseMoved { no, by, with: sheet.text("with"), agreed, why })
                }
                Err(_) => return sheet.wrong("by", "Say the new time: 14:30, in 30 min, Fri 12:00."),
            },
            None => return sheet.wrong(BECAME, "Say what became of it."),
        };
        sheet.hand_in(slot(Some(no)), command, view, say);
    }

    fn take(&mut self, typed: Typed, view: &View<'_>, say: &mut Vec<Say>) {
        if typed.submit && self.sheets.open_mut().is_sound() {
            match self.at() {
                None => self.make(view, say),
                Some(no) => self.end(no, view, say),
            }
        } else if typed.out == Some(true) {
            let next = format!("{} records it.", chord(Action::Save));
            say.push(Say::Tell(Notice::know("That is all that is asked here.", next)));
        }
    }
}

impl Pane for PromisesPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        self.now.set(view.now);
        let step = match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => Some(Action::Up),
            Some(Action::RowDown) => Some(Action::Down),
            Some(Action::Add) => Some(Action::Last),
            _ => None,
        };
        if let Some(step) = step {
            self.leave(view, say);
            self.list.act(step, &self.rows);
            self.turn(view);
            return true;
        }
        let (name, now) = (self.sheets.slot().to_owned(), self.now.clone());
        let sheet = self.sheets.open_mut();
        let Some(typed) = sheet.key(key, view, say, |sheet| fields(&name, sheet, view, &now)) else {
            return false;
        };
        self.take(typed, view, say);
        self.inquire(view, say);
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.now.set(view.now);
        self.sheets.open_mut().paste(text, view, say);
        self.inquire(view, say);
    }

    fn told(&mut self, answer: &Answer, view: &View<'_>, _: &mut Vec<Say>) -> bool {
        if self.reporters.told(answer, view) {
            self.look(view);
        }
        false
    }

    fn sync(&mut self, view: &View<'_>) {
        self.now.set(view.now);
        self.rows = Self::rows(view);
        self.list.sync(&self.rows);
        self.turn(view);
    }

    fn stand_on(&mut self, place: &Place) {
        if let Place::Promise(no) = place {
            self.list.select(Some(*no));
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let (name, now) = (self.sheets.slot().to_owned(), self.now.clone());
        self.sheets.open_mut().leave(view, say, |sheet| fields(&name, sheet, view, &now));
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        if let Some(sheet) = self.sheets.get_mut(slot)
            && sheet.answered(outcome, "")
        {
            sheet.renew();
            self.turn(view);
        }
        self.sheets.slot() == slot
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let mut page = Page::new(area, view.theme);
        let promise = self.at().and_then(|no| view.contact.telling.promise(no));
        let sheet = self.sheets.open();
        let mut keys = vec![(walk(), "row"), (chord(Action::Add), "new")];
        if !sheet.fields().is_empty() {
            keys.insert(0, (chord(Action::Save), promise.map_or("makes the promise", |_| "records it")));
        }
        page.foot(frame.buffer_mut(), &keys);
        let ids = &self.rows;
        let place = page.list(ids.len(), 3, 2);
        let width = usize::from(place.width);
        self.list.draw(frame.buffer_mut(), place, view.theme, ids.len(), |at, _| {
            match ids[at].and_then(|no| view.contact.telling.promise(no)) {
                Some(promise) => row::line(promise, view, width),
                None => Line::from(draw::span("+ a new promise", view.theme.style(Role::Row))),
            }
        });
        let title = match promise {
            Some(promise) if promise.is_open() => "What became of it",
            Some(_) => "Settled",
            None => "A new promise",
        };
        page.head(frame.buffer_mut(), title, if active { Role::Focus } else { Role::Title });
        if let Some(promise) = promise {
            row::whole(&mut page, frame.buffer_mut(), promise, view);
            if page.area.height > 8 {
                page.take(1);
            }
        }
        // Whoever rings back reads it out to somebody of the family.
        let meant = |(person, to, _): (Option<PersonNo>, String, String)| {
            person.map_or_else(|| view.contact.family.meant_by(&to), |person| vec![person])
        };
        let readers = self.promised().map(meant).unwrap_or_default();
        let rang = view.contact.caller_persons();
        if !readers.is_empty() {
            let reader_rang = readers.iter().all(|no| rang.contains(no));
            for words in on_namings(view, reader_rang, self.reporters.known()) {
                page.under(frame.buffer_mut(), &words, Role::Notice);
            }
        }
        // What was refused just now is not said twice.
        if let Some(words) = self.warned.as_ref().filter(|_| !sheet.is_refused()) {
            page.under(frame.buffer_mut(), &format!("✗ {words}"), Role::Error);
        }
        sheet.draw(frame, page.area, view.theme, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.now.set(view.now);
        let now = &self.now;
        self.sheets.restore(body, |name, sheet, kept| {
            sheet.restore(kept, |sheet| fields(name, sheet, view, now));
        });
        self.list.select(unslot(self.sheets.slot()));
        self.sync(view);
    }
}

#[cfg(test)]
mod tests;
