//! F5, agreement to share: who speaks for each child, what everybody answered, and a row more.
//!
//! Source: Southampton one-minute guide, MASH; Bromley joint protocol. Nothing is chosen beforehand, and lawful basis is
//! printed beside the purpose and picked by nobody.

mod fields;
mod record;

use std::{cell::Cell, rc::Rc};

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use self::record::{On, Recorded};
use super::{
    document::Window,
    page::{Page, chord, walk},
    pane::{HalfTyped, Outcome, Pane, Say, Seen, View},
    sheet::{Sheet, Sheets},
    words::{lawful_basis, purpose},
};
use crate::{
    domain::contact::{Command, agreement, share},
    ui::{
        kept::Kept,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{Field, Notice},
    },
};

/// The sheet of a new row.
const ROW: &str = "row";
/// The sheet that says why one goes on although somebody refuses.
const GO_ON: &str = "go_on";

/// The pane's state.
pub struct AgreementPane {
    sheets: Sheets,
    cursor: Option<On>,
    window: Window,
    /// Whether the row under the cursor is to be brought into view.
    reveal: Cell<bool>,
    /// The page as it was laid out last.
    page: Kept<Laid, Recorded>,
}

impl Default for AgreementPane {
    fn default() -> Self {
        let mut sheets = Sheets::default();
        sheets.turn(ROW);
        Self {
            sheets,
            cursor: None,
            window: Window::default(),
            reveal: Cell::default(),
            page: Kept::default(),
        }
    }
}

/// What a laid-out page depends on: what is seen, its size, and where the cursor is.
type Laid = (Seen, (u16, u16), Option<On>);

fn wanted(slot: &str, sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    match slot {
        GO_ON => fields::go_on(sheet, view),
        slot if On::read(slot).is_some() => fields::mistake(),
        _ => fields::row(sheet, view),
    }
}

impl AgreementPane {
    fn turn(&mut self, slot: &str, view: &View<'_>) {
        self.sheets.turn(slot);
        self.sheets.open_mut().fit(|sheet| wanted(slot, sheet, view));
    }

    fn save(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let slot = self.sheets.slot().to_owned();
        let sheet = self.sheets.open_mut();
        if !sheet.is_full() {
            return;
        }
        let why = || sheet.text(fields::MISTAKE_WHY);
        let command = match (slot.as_str(), On::read(&slot)) {
            (_, Some(On::Said(said))) => Some(agreement::Command::Mistaken { said, why: why() }.into()),
            (_, Some(On::Share(no))) => Some(share::Command::Mistaken { no, why: why() }.into()),
            (GO_ON, None) => fields::went_on(sheet).map(agreement::Command::GoOn).map(Command::from),
            _ => fields::asked(sheet).map(agreement::Command::Record).map(Command::from),
        };
        if let Some(command) = command {
            sheet.hand_in(slot, command, view, say);
        }
    }

    /// Turns to the sheet that says that what the cursor is on was entered by mistake.
    fn correct(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let on = self.cursor.and_then(|on| Some((on, on.is_mistake(view.contact)?)));
        match on {
            Some((on, false)) => {
                self.leave(view, say);
                self.turn(&on.to_string(), view);
            }
            Some((_, true)) => say.push(Say::Tell(Notice::know(
                "This is marked as a mistake already.",
                "It stays on the record and counts no more; what holds is a row of its own.",
            ))),
            None => {
                let next = format!("{} goes to what is on record; then press it again.", walk());
                say.push(Say::Tell(Notice::know("Say first what was entered by mistake.", next)));
            }
        }
    }

    fn walk(&mut self, down: bool, view: &View<'_>) {
        let rows = On::all(view.contact);
        let Some(last) = rows.len().checked_sub(1) else { return };
        let at = self.cursor.and_then(|on| rows.iter().position(|row| *row == on));
        let to = match (at, down) {
            (None, _) => last,
            (Some(at), true) => (at + 1).min(last),
            (Some(at), false) => at.saturating_sub(1),
        };
        self.cursor = Some(rows[to]);
        self.reveal.set(true);
    }

    /// Lays the page out for a size, or takes it as it was laid out before.
    fn page(&self, view: &View<'_>, size: (u16, u16)) -> Rc<Recorded> {
        self.page.of((view.seen(), size, self.cursor), || record::page(view, size, self.cursor))
    }

    /// Gives the title of the open sheet, and what is printed beside what is chosen in it.
    fn head(&self, view: &View<'_>) -> (&'static str, Option<String>) {
        let (title, key) = match self.sheets.slot() {
            GO_ON => ("GO ON AGAINST A REFUSAL: a manager sees this", "on.purpose"),
            slot if On::read(slot).is_some() => {
                ("ENTERED BY MISTAKE: it stays on the record, and counts no more", "")
            }
            _ => ("A NEW ROW: what somebody answered", "purpose"),
        };
        let basis = self.sheets.open().chosen(key).and_then(|id| purpose(view.policy(), id));
        (title, basis.map(lawful_basis))
    }
}

impl Pane for AgreementPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match keymap::action(self.stack(), key) {
            Some(action @ (Action::RowUp | Action::RowDown)) => {
                self.walk(action == Action::RowDown, view);
                return true;
            }
            Some(action @ (Action::Add | Action::GoOn)) => {
                self.leave(view, say);
                self.turn(if action == Action::GoOn { GO_ON } else { ROW }, view);
                return true;
            }
            Some(Action::Correct) => {
                self.correct(view, say);
                return true;
            }
            _ => {}
        }
        let slot = self.sheets.slot().to_owned();
        let sheet = self.sheets.open_mut();
        let Some(typed) = sheet.key(key, view, say, |sheet| wanted(&slot, sheet, view)) else {
            return keymap::action(self.stack(), key).is_some_and(|action| self.window.act(action));
        };
        if typed.submit {
            self.save(view, say);
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.sheets.open_mut().paste(text, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        let slot = self.sheets.slot().to_owned();
        self.turn(&slot, view);
        if self.cursor.is_some_and(|on| on.is_mistake(view.contact).is_none()) {
            self.cursor = None;
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let slot = self.sheets.slot().to_owned();
        self.sheets.open_mut().leave(view, say, |sheet| wanted(&slot, sheet, view));
        // What was opened by a chord, and nothing was written in, is not what whoever comes back wants to write in.
        if slot != ROW && !self.sheets.open().is_written() {
            self.turn(ROW, view);
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        if let Some(sheet) = self.sheets.get_mut(slot)
            && sheet.answered(outcome, "")
        {
            sheet.renew();
            sheet.fit(|sheet| wanted(slot, sheet, view));
            if On::read(slot).is_none() {
                self.cursor = None;
                self.window.end();
            }
            if slot != ROW {
                self.turn(ROW, view);
                return false;
            }
        }
        self.sheets.slot() == slot
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let sheet = self.sheets.open();
        let (title, beside) = self.head(view);
        let mut page = Page::new(area, view.theme);
        let mut keys = vec![(chord(Action::Save), "save")];
        keys.push(match self.sheets.slot() {
            ROW if self.cursor.is_some() => (chord(Action::Correct), "it was a mistake"),
            slot if slot != ROW => (chord(Action::Add), "a new row"),
            _ => (chord(Action::GoOn), "go on against a refusal"),
        });
        keys.extend([(walk(), "rows"), (chord(Action::PageDown), "more")]);
        page.foot(frame.buffer_mut(), &keys);
        let laid = self.page(view, (area.width, area.height));
        let Recorded { page: document, places, split } = &*laid;
        if let Some((role, words)) = split {
            page.say_most(frame.buffer_mut(), words, *role, 1);
        }
        let top = page.above_sheet(document.height(), sheet, beside.as_deref());
        let here = places.iter().find(|(on, ..)| Some(*on) == self.cursor);
        if let Some((_, from, to)) = here.filter(|_| self.reveal.take()) {
            self.window.show(*from, *to, top.height);
        }
        document.draw(frame.buffer_mut(), top, view.theme, &self.window);
        page.head(frame.buffer_mut(), title, if active { Role::Focus } else { Role::Title });
        if let Some(basis) = &beside {
            // Where there is little room, who is asked and what comes before by which law.
            let most = if page.area.height < 16 { 1 } else { usize::from(page.area.height / 3) };
            page.say_most(frame.buffer_mut(), basis, Role::TextDim, most);
        }
        sheet.draw(frame, page.area, view.theme, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.sheets.restore(body, |slot, sheet, kept| {
            sheet.restore(kept, |sheet| wanted(slot, sheet, view));
        });
        self.sync(view);
    }
}

#[cfg(test)]
mod tests;
