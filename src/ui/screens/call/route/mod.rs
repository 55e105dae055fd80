//! Where each child goes: a letter shows a card, the worker puts it on, fills it in and decides; a chord of its own sends.
//!
//! Nothing here is pre-selected and no printable key does anything but write. Criteria are shown met, not met or not known,
//! each with its protocol; the decision is the worker's, and where it differs the domain asks why.

mod acts;
mod card;
mod dealt;
mod held;
mod hint;
mod opening;
mod paint;
mod rests;
mod sending;
mod shown;
mod told;
mod weighed;
mod words;

use std::collections::BTreeMap;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

use self::{
    card::{Card, Own},
    opening::Opening,
    paint::Page,
    shown::{Shown, Told},
};
use super::{
    document::{Document, Window},
    oversight::may_second,
    pane::{HalfTyped, Outcome, Pane, Say, View},
};
use crate::domain::{
    calendar::words::clock,
    contact::route::{Route, State},
    ids::{FieldKey, RouteNo},
    value::Value,
};
use crate::ui::{
    kept::Kept,
    keymap::{self, Action, Chord, Context, stacks},
    theme::Role,
    widgets::{Draft, FieldDraft, Form, FormEvent},
};

/// The slot of putting a card on.
const OPEN: &str = "open";
/// The slot of saying that children are dealt with in the earlier contact.
const DEALT: &str = "dealt";
/// The slot of sending.
const SEND: &str = "send";

/// The pane's state.
#[derive(Default)]
pub struct RoutePane {
    opening: Opening,
    /// The card that is shown; none while a new one is thought of.
    card: Option<Card>,
    /// What is half written on cards that are not shown, or in fields that a card does not ask just now.
    kept: BTreeMap<RouteNo, Draft>,
    /// What was left and is not known to be saved.
    waits: BTreeMap<(RouteNo, FieldKey), Option<Value>>,
    /// How many cards there were when one was put on, until the new one is there.
    expects: Option<usize>,
    message: Option<(Role, String)>,
    /// Whether it is read on rather than filled in: in a short area there is room for one of them.
    reading: bool,
    /// Whether somebody chose a card, or a new one: what waits is not brought before them then.
    chosen: bool,
    /// Whether no field has the keys, because something was decided or sent just now: the same chord does nothing then.
    resting: bool,
    /// Which cards go with the sending that was asked about, and how many stay for what they lack.
    going: Vec<RouteNo>,
    staying: usize,
    window: Window,
    told: Kept<Shown, Told>,
    /// What is read, as it was laid out last.
    page: Kept<Page, Document>,
}

/// What is half written, as it is kept on the disk.
#[derive(Default, Serialize, Deserialize)]
struct Half {
    card: Option<RouteNo>,
    opening: Draft,
    cards: BTreeMap<RouteNo, Draft>,
    /// One text for all that was ready, as it once was kept; nothing is kept so any more.
    #[serde(default, skip_serializing)]
    unmet: String,
}

impl Pane for RoutePane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let action = keymap::action(self.stack(), key);
        self.chosen = true;
        match action {
            Some(Action::Add) => self.walk_to(None, view, say),
            Some(Action::RowUp) => self.walk(false, view, say),
            Some(Action::RowDown) => self.walk(true, view, say),
            Some(Action::Send) => self.send(view, say),
            Some(Action::Recall) => self.recall(view, say),
            _ if self.resting => return Chord::of(key).typed().is_none() && self.rest(action),
            _ => {
                let Some(events) = self.form().key(key) else { return self.free(action) };
                self.after(events, view, say);
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        if self.resting {
            return;
        }
        let events = self.form().paste(text);
        self.after(events, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        self.opening.sync(view);
        if let Some(known) = self.expects
            && let Some(new) = view.contact.routes.list.get(known..).and_then(<[_]>::last)
        {
            self.expects = None;
            self.show(Some(new.no), view);
        }
        // From the first look on, what waits for somebody's word stands before them.
        if !self.chosen && self.card.is_none() && self.opening.is_blank() {
            let waits = |route: &&Route| matches!(route.state, State::WaitsForSecond { .. });
            let mine = |route: &&Route| may_second(view, route.no).is_ok();
            let first = view.contact.routes.list.iter().filter(waits).find(mine);
            self.show(first.map(|route| route.no), view);
        }
        let Some(card) = &mut self.card else { return };
        match card::route(view.contact, card.no) {
            Some(route) => card.fit(route, self.kept.entry(card.no).or_default(), view),
            None => self.show(None, view),
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.commit(view, say);
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        match (slot, outcome) {
            (OPEN, Outcome::Saved(_)) => {
                self.opening.clear();
                self.message = None;
                self.sync(view);
            }
            (DEALT, Outcome::Saved(at)) => {
                self.opening.clear();
                self.sync(view);
                self.message = Some((Role::Ok, format!("✓ Saved at {}.", clock(*at))));
            }
            (DEALT, Outcome::Refused(why)) => self.message = Some((Role::Error, format!("✗ {why}"))),
            (OPEN, Outcome::Refused(why)) => {
                self.expects = None;
                self.message = Some((Role::Error, format!("✗ {why}")));
            }
            (SEND, Outcome::Saved(at)) => {
                for no in std::mem::take(&mut self.going) {
                    if let Some(card) = self.card.as_mut().filter(|card| card.no == no) {
                        card.form.put(&Own::Unmet.key(), None);
                    }
                    if let Some(half) = self.kept.get_mut(&no) {
                        half.fields.remove(&Own::Unmet.key());
                    }
                }
                self.resting = true;
                let back = keymap::keys_of(stacks::CALL_FORM, Action::Recall);
                let until = if words::any_with_team(view) { " until the team accepts" } else { "" };
                let send = keymap::keys_of(stacks::CALL_FORM, Action::Send);
                let stays = match std::mem::take(&mut self.staying) {
                    0 => String::new(),
                    1 => format!(" One card stays: {send} goes to what it lacks."),
                    many => format!(" {many} cards stay: {send} goes to what they lack."),
                };
                let words = format!("✓ Sent at {}.{stays} {back} calls a card back{until}.", clock(*at));
                self.message = Some((Role::Ok, words));
            }
            (SEND, Outcome::Refused(why)) => {
                self.show_lacking(view);
                self.message = Some((Role::Error, format!("✗ {why}")));
            }
            _ => self.card_answered(slot, outcome, view),
        }
        true
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        self.paint(frame, area, view, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let mut cards = self.kept.clone();
        if let Some(card) = &self.card {
            let mut half = card.form.to_draft();
            half.fields.extend(cards.remove(&card.no).unwrap_or_default().fields);
            cards.insert(card.no, half);
        }
        let half = Half {
            card: self.card.as_ref().map(|card| card.no),
            opening: self.opening.form.to_draft(),
            cards,
            ..Half::default()
        };
        let drafts = || half.cards.values().chain([&half.opening]);
        if drafts().all(Draft::is_empty) {
            return None;
        }
        let words = drafts().map(Draft::words).sum();
        serde_json::to_value(&half).ok().map(|body| HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let Ok(half) = Half::deserialize(body) else { return };
        self.sync(view);
        self.opening.form.from_draft(&half.opening);
        // Who is offered depends on the letter.
        self.opening.sync(view);
        self.opening.form.from_draft(&half.opening);
        self.kept.extend(half.cards);
        self.chosen = true;
        self.card = None;
        // Each card has a reason of its own now: the one for all is the first one's.
        if !half.unmet.is_empty()
            && let Some((no, _)) = self.lacking(view).into_iter().next()
        {
            let of = self.kept.entry(no).or_default().fields.entry(Own::Unmet.key());
            of.or_insert_with(|| FieldDraft::of(Value::Text(half.unmet)));
        }
        self.show(half.card.filter(|no| view.contact.routes.get(*no).is_some()), view);
    }
}

impl RoutePane {
    /// Shows a card, or none; what is half written on the one before is kept.
    fn show(&mut self, to: Option<RouteNo>, view: &View<'_>) {
        self.resting = false;
        if let Some(card) = self.card.take() {
            let half = card.form.to_draft();
            let kept = self.kept.entry(card.no).or_default();
            kept.fields.extend(half.fields);
            kept.focus = half.focus;
        }
        let Some(route) = to.and_then(|no| card::route(view.contact, no)) else { return };
        let half = self.kept.entry(route.no).or_default();
        for ((_, key), value) in self.waits.iter().filter(|((no, _), _)| *no == route.no) {
            half.fields
                .entry(key.clone())
                .or_insert_with(|| value.clone().map(FieldDraft::of).unwrap_or_default());
        }
        // Of a card that is with a team nothing is answered by words that were meant for something else.
        let is_out =
            matches!(route.state, State::Pending { .. } | State::Accepted { .. } | State::Sent { .. });
        self.resting = is_out && half.is_empty();
        self.card = Some(Card::new(route, half, view));
    }

    /// The form that has the keys.
    fn form(&mut self) -> &mut Form {
        self.card.as_mut().map_or(&mut self.opening.form, |card| &mut card.form)
    }

    /// Leaves the field that has the keys, and tells whether anything is saved by that.
    fn commit(&mut self, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let events = self.form().leave();
        let before = say.len();
        self.after(events, view, say);
        say.len() > before
    }

    fn walk_to(&mut self, to: Option<RouteNo>, view: &View<'_>, say: &mut Vec<Say>) {
        self.commit(view, say);
        self.show(to, view);
        self.message = None;
        self.reading = false;
        self.window.reset();
    }

    /// Walks the cards; before the first stands the place for a new one.
    fn walk(&mut self, down: bool, view: &View<'_>, say: &mut Vec<Say>) {
        let list = &view.contact.routes.list;
        let at = self.card.as_ref().and_then(|card| list.iter().position(|route| route.no == card.no));
        let at = at.map_or(0, |at| at + 1);
        let to = if down { (at + 1).min(list.len()) } else { at.saturating_sub(1) };
        if to != at {
            self.walk_to(to.checked_sub(1).and_then(|to| list.get(to)).map(|route| route.no), view, say);
        }
    }

    /// Takes a key while no field has the keys: going to a field is one of its own.
    fn rest(&mut self, action: Option<Action>) -> bool {
        match action {
            Some(Action::NextField | Action::PreviousField) => {
                // That no field has the keys is so no more.
                self.resting = false;
                self.message.take_if(|(_, words)| *words == hint::rests());
            }
            Some(action @ (Action::PageDown | Action::PageUp)) => return self.free(Some(action)),
            Some(Action::Save) | None => self.message = Some((Role::Notice, hint::rests())),
            Some(_) => return false,
        }
        true
    }

    /// Reads on, with a key that no field wanted.
    fn free(&mut self, action: Option<Action>) -> bool {
        match action {
            Some(action @ (Action::PageDown | Action::PageUp)) => {
                self.window.act(action);
                self.reading = self.window.top() > 0;
            }
            Some(Action::Save) => {
                self.message = Some((
                    Role::Notice,
                    "▲ This card is settled: there is nothing to save on it.".to_owned(),
                ));
            }
            _ => return false,
        }
        true
    }

    fn after(&mut self, events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) {
        self.reading = false;
        for event in events {
            match event {
                FormEvent::Changed => {
                    self.opening.once();
                    self.opening.sync(view);
                    self.message = None;
                    self.window.reset();
                    say.push(Say::Changed);
                }
                FormEvent::Left { key, value } => self.left(&key, value, say),
                FormEvent::Submit => self.submit(view, say),
                FormEvent::Out { .. } => {}
            }
        }
    }

    fn left(&mut self, key: &FieldKey, value: Option<Value>, say: &mut Vec<Say>) {
        let Some(card) = &mut self.card else { return };
        if let Some(command) = card.left(key, value.as_ref()) {
            self.waits.insert((card.no, key.clone()), value);
            say.push(Say::act(slot(card.no, key), command));
        }
    }
}

fn slot(no: RouteNo, key: &FieldKey) -> String {
    format!("{}/{key}", no.0)
}

fn unslot(slot: &str) -> Option<(RouteNo, FieldKey)> {
    let (no, key) = slot.split_once('/')?;
    Some((RouteNo(no.parse().ok()?), FieldKey::new(key)))
}

#[cfg(test)]
mod tests;
