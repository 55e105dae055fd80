//! The pane `caller`: who rings, how we know them, and what is to be done when the line dropped.
//!
//! A field of the caller is saved when it is left. The two other parts are handed in with Ctrl+S: a check of identity and a
//! dropped line are one statement each. Tab goes from the end of one part to the next, but round in one that is written and
//! not handed in; Alt+Up and Alt+Down go to the next at once.

mod dropped;
mod form;
mod identity;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::Deserialize as _;
use serde_json::json;

pub use self::form::CallerForm;
use self::{dropped::Dropped, identity::Check};
use super::{
    page::{Page, chord, cover, walk},
    pane::{Cover, HalfTyped, Outcome, Pane, Say, View},
    sheet::{Kept, Sheet},
};
use crate::ui::{
    keymap::{self, Action, Context, stacks},
    theme::Role,
};

/// The parts of the pane.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    Dropped,
    #[default]
    Caller,
    Identity,
}

/// The pane's state.
#[derive(Default)]
pub struct CallerPane {
    caller: CallerForm,
    check: Check,
    dropped: Dropped,
    at: Part,
    was_open: bool,
}

impl CallerPane {
    fn parts(&self, view: &View<'_>) -> &'static [Part] {
        if Dropped::is_so(view) || self.dropped.sheet.is_written() {
            &[Part::Dropped, Part::Caller, Part::Identity]
        } else {
            &[Part::Caller, Part::Identity]
        }
    }

    /// The part that has the keys, of those there are.
    fn part(&self, view: &View<'_>) -> Part {
        if self.parts(view).contains(&self.at) { self.at } else { Part::Caller }
    }

    fn step(&mut self, down: bool, view: &View<'_>) {
        let parts = self.parts(view);
        let at = parts.iter().position(|part| *part == self.part(view)).unwrap_or(0);
        let to = if down { at + 1 } else { at + parts.len() - 1 } % parts.len();
        self.at = parts[to];
        self.enter(self.at, !down);
    }

    fn enter(&mut self, part: Part, at_end: bool) {
        match part {
            Part::Dropped => self.dropped.sheet.enter(at_end),
            Part::Caller => self.caller.enter(at_end),
            Part::Identity => self.check.sheet.enter(at_end),
        }
    }

    /// Tells whether a part is written and not handed in.
    fn waits(&self, part: Part) -> bool {
        match part {
            Part::Dropped => self.dropped.sheet.is_written() && !self.dropped.sheet.is_given(),
            Part::Identity => self.check.sheet.is_written() && !self.check.sheet.is_given(),
            Part::Caller => false,
        }
    }

    /// Leaves the field that has the keys.
    fn leave_part(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        match self.part(view) {
            Part::Dropped => self.dropped.leave(view, say),
            Part::Caller => self.caller.leave(view, say),
            Part::Identity => self.check.leave(view, say),
        }
    }

    /// Counts the lines of the list that is open in a part.
    fn opens(&self, part: Part) -> u16 {
        let many = match part {
            Part::Dropped => self.dropped.sheet.opens(),
            Part::Caller => self.caller.opens(),
            Part::Identity => self.check.sheet.opens(),
        };
        u16::try_from(many).unwrap_or(u16::MAX / 2)
    }

    fn rows(&self, part: Part) -> u16 {
        match part {
            Part::Dropped => rows(&self.dropped.sheet),
            Part::Caller => self.caller.rows(),
            Part::Identity => rows(&self.check.sheet),
        }
    }

    fn title(part: Part, view: &View<'_>, folded: bool) -> (String, Role) {
        let (title, words) = match part {
            Part::Dropped => ("The line dropped", Dropped::words(view).0),
            Part::Caller if view.cover == Cover::All => ("Who rings", cover()),
            Part::Caller => ("Who rings", view.contact.call.caller.brief()),
            Part::Identity => ("How we know them", Check::words(view).0),
        };
        let role = if part == Part::Dropped && Dropped::is_open(view) { Role::Notice } else { Role::Title };
        if folded { (format!("{title}: {words}"), role) } else { (title.to_owned(), role) }
    }
}

/// Counts the lines that a sheet takes while it has no keys, with the one that says how it stands.
fn rows(sheet: &Sheet) -> u16 {
    1 + u16::try_from(sheet.fields().len()).unwrap_or(u16::MAX - 1)
}

impl Pane for CallerPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let saves = keymap::action(self.stack(), key) == Some(Action::Save);
        // The caller's fields save themselves: pressed there, the chord is for what waits to be handed in.
        let waits = [Part::Dropped, Part::Identity].into_iter().find(|part| self.waits(*part));
        let part = match (self.part(view), waits) {
            (Part::Caller, Some(waits)) if saves => {
                self.caller.leave(view, say);
                if !self.caller.is_sound() {
                    // What is wrong here is put right here first.
                    return true;
                }
                waits
            }
            (part, _) => part,
        };
        self.at = part;
        let step = match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => Some(false),
            Some(Action::RowDown) => Some(true),
            _ => None,
        };
        if let Some(down) = step {
            self.leave_part(view, say);
            self.step(down, view);
            return true;
        }
        let out = match part {
            Part::Dropped => self.dropped.key(key, view, say).map(|typed| typed.out),
            Part::Caller => self.caller.key(key, view, say).map(|typed| typed.out),
            Part::Identity => self.check.key(key, view, say).map(|typed| typed.out),
        };
        match out {
            Some(Some(down)) if self.waits(part) => self.enter(part, !down),
            Some(Some(down)) => self.step(down, view),
            _ => {}
        }
        out.is_some()
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        match self.part(view) {
            Part::Dropped => self.dropped.sheet.paste(text, view, say),
            Part::Caller => self.caller.paste(text, view, say),
            Part::Identity => self.check.sheet.paste(text, view, say),
        }
    }

    fn sync(&mut self, view: &View<'_>) {
        self.caller.sync(view);
        self.check.sync();
        self.dropped.sync(view);
        let open = Dropped::is_open(view);
        // A line that has just dropped comes first, but never takes the keys from under somebody who writes: only who rings is
        // written while they are on the line.
        if open && !self.was_open && self.caller.half_typed().is_none() {
            self.at = Part::Dropped;
            self.dropped.sheet.enter(false);
        }
        self.was_open = open;
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        self.leave_part(view, say);
        self.caller.tell_wrong(say);
        // As long as the line is dropped, whoever comes back comes to settle that, or to say that the caller is back.
        if Dropped::is_so(view) && self.caller.half_typed().is_none() && !self.check.sheet.is_written() {
            self.at = Part::Dropped;
            self.dropped.sheet.enter(false);
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        self.caller.answered(slot, outcome, view)
            || self.check.answered(slot, outcome)
            || self.dropped.answered(slot, outcome, view)
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let at = self.part(view);
        let parts = self.parts(view);
        let mut page = Page::new(area, view.theme);
        let save = chord(Action::Save);
        let what = match at {
            Part::Dropped => (save, "settles it"),
            Part::Caller => (String::new(), "A field is saved when you leave it"),
            Part::Identity => (save, "records how you know them"),
        };
        page.foot(frame.buffer_mut(), &[what, (walk(), "other part")]);
        let others: u16 = parts.iter().filter(|part| **part != at).map(|part| self.rows(*part) + 1).sum();
        // Where all do not fit, those without the keys are folded to a line.
        let folded = others + self.rows(at) + 8 > page.area.height;
        for (place, part) in parts.iter().enumerate() {
            let here = *part == at;
            let (title, role) = Self::title(*part, view, folded && !here);
            page.head(frame.buffer_mut(), &title, if here && active { Role::Focus } else { role });
            let below: u16 =
                parts[place + 1..].iter().map(|part| if folded { 1 } else { self.rows(*part) + 1 }).sum();
            let height = match (here, folded) {
                (true, _) => page.area.height.saturating_sub(below),
                (false, true) => continue,
                (false, false) => self.rows(*part),
            };
            let height =
                if here && !folded { height.min(self.rows(at) + 8.max(self.opens(at) + 2)) } else { height };
            let place = page.take(height);
            match part {
                Part::Caller => self.caller.draw(frame, place, view, here && active),
                Part::Dropped | Part::Identity => {
                    let (sheet, (words, role)) = match part {
                        Part::Dropped => (&self.dropped.sheet, Dropped::words(view)),
                        _ => (&self.check.sheet, Check::words(view)),
                    };
                    let mut page = Page::new(place, view.theme);
                    page.say(frame.buffer_mut(), &words, role);
                    sheet.draw(frame, page.area, view.theme, here && active);
                }
            }
        }
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let caller = self.caller.half_typed();
        let (check, dropped) = (self.check.sheet.kept(), self.dropped.sheet.kept());
        if caller.is_none() && check.is_none() && dropped.is_none() {
            return None;
        }
        let words = self.check.sheet.words() + self.dropped.sheet.words();
        let words = words + caller.as_ref().map_or(0, |half| half.words);
        let body = json!({ "caller": caller.map(|half| half.body), "identity": check, "dropped": dropped });
        Some(HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.caller.restore(&body["caller"], view);
        if let Ok(kept) = Kept::deserialize(&body["identity"]) {
            self.check.restore(kept);
        }
        if let Ok(kept) = Kept::deserialize(&body["dropped"]) {
            self.dropped.restore(kept, view);
        }
    }
}

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;
