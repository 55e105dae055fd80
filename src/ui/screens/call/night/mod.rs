//! The night of a contact: who has each child until morning, where it is filed, and what waits for the day.
//!
//! One row for each thing a night asks; nothing of it is filled in before somebody says it.

mod command;
mod fields;
mod row;
mod whole;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

pub(super) use self::whole::is_past;
use self::{
    command::command,
    fields::fields,
    row::{Row, line},
    whole::{still_open, whole},
};
use super::{
    document::{Document, Window},
    page::{self, Moment, Page, chord, shown, walk},
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::Sheets,
    words::refusal,
};
use crate::domain::contact::Command;
use crate::ui::{
    draw,
    keymap::{self, Action, Context, stacks},
    theme::Role,
    waits,
    widgets::{List, Notice},
};

/// The pane's state.
#[derive(Default)]
pub struct NightPane {
    list: List<Row>,
    /// Whether somebody put the cursor where it is; until then it is on what comes first.
    chosen: bool,
    sheets: Sheets,
    now: Moment,
    /// How far down it is read what the record has of the row.
    window: Window,
}

impl NightPane {
    fn rows(view: &View<'_>) -> Vec<Row> {
        let night = &view.contact.night;
        let marked = night.no_lone.is_some();
        let known = marked || !view.marks.is_empty();
        let untold = night.elsewhere.iter().any(|elsewhere| elsewhere.told.trim().is_empty());
        let lifted = view.contact.lifted_by().is_some_and(|by| by != view.actor.person);
        // What is dangerous to miss stands first.
        let first = [
            known.then_some(Row::NoLone),
            // For a manager, and only where the family is marked, or another manager took the mark away.
            ((marked || lifted) && view.actor.manages()).then_some(Row::AllowLone),
            night.alert.is_some().then_some(Row::Alert),
            untold.then_some(Row::Elsewhere),
            night.placement.is_some().then_some(Row::Placement),
        ];
        let children = view.contact.family.children().map(|child| Row::Tonight(child.no));
        let waiting = night.morning.iter().filter(|morning| morning.done.is_none());
        let mut rows: Vec<Row> = first.into_iter().flatten().collect();
        rows.extend(children.chain(waiting.map(|morning| Row::Morning(morning.no))));
        rows.extend(Row::ALWAYS.into_iter().filter(|row| !first.contains(&Some(*row))));
        rows
    }

    fn turn(&mut self, view: &View<'_>) {
        let row = self.list.cursor().copied().unwrap_or(Row::File);
        self.sheets.turn(&row.slot());
        let now = self.now.clone();
        self.sheets.open_mut().fit(|sheet| fields(row, sheet, view, &now));
    }

    fn row(&self) -> Row {
        Row::of_slot(self.sheets.slot()).unwrap_or(Row::File)
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let row = self.row();
        let sheet = self.sheets.open_mut();
        if row != Row::AllowLone {
            if sheet.is_full() {
                match command(row, sheet, view) {
                    Ok(command) => sheet.hand_in(row.slot(), command, view, say),
                    Err(words) => sheet.refuse(words),
                }
            }
            return;
        }
        // A manager's word takes the passphrase next: where it is not taken, that lands in no field.
        if !sheet.is_full() {
            return say.push(Say::NotDecided("Something is missing: it stands in its field.".to_owned()));
        }
        let word = command(row, sheet, view).map(Command::from).map_err(str::to_owned);
        let judged = word.and_then(|word| match view.contact.decide(&word, &view.context()) {
            Ok(_) => Ok(word),
            Err(why) => Err(refusal(&why, view.policy())),
        });
        match judged {
            Ok(word) => sheet.hand_in(row.slot(), word, view, say),
            Err(why) => {
                sheet.refuse(why.as_str());
                say.push(Say::NotDecided(why));
            }
        }
    }

    /// Draws what the record has of the row, whole where there is room for it beside the fields; where there is not, how much is
    /// out of view is said, with the key that brings it.
    fn recorded(&self, frame: &mut Frame<'_>, area: &mut Rect, view: &View<'_>) {
        let row = self.row();
        let mut page = Document::new(area.width);
        page.counts();
        for (role, line) in whole(row, view) {
            page.text(0, role, &shown(view, &line));
        }
        if page.height() == 0 {
            return;
        }
        // What was answered already is said before anything is asked, however small the screen; the fields want a line each,
        // those of the list that is open, and what belongs in the one that has the keys.
        let sheet = self.sheets.open();
        let asks = u16::try_from(sheet.fields().len() + sheet.opens() + 2).unwrap_or(u16::MAX);
        let room = area.height.saturating_sub(asks).max(area.height / 3).max(3);
        let height = u16::try_from(page.height()).unwrap_or(u16::MAX).min(room).min(area.height);
        let place = Rect { height, ..*area };
        *area = Rect { y: area.y + height, height: area.height - height, ..*area };
        page.draw(frame.buffer_mut(), place, view.theme, &self.window);
    }
}

impl Pane for NightPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        self.now.set(view.now);
        self.chosen = true;
        let step = match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => Some(Action::Up),
            Some(Action::RowDown) => Some(Action::Down),
            _ => None,
        };
        if let Some(step) = step {
            self.leave(view, say);
            self.list.act(step, &Self::rows(view));
            self.window.reset();
            self.turn(view);
            return true;
        }
        let (row, now) = (self.row(), self.now.clone());
        let sheet = self.sheets.open_mut();
        let Some(typed) = sheet.key(key, view, say, |sheet| fields(row, sheet, view, &now)) else {
            return keymap::action(self.stack(), key).is_some_and(|action| self.window.act(action));
        };
        if typed.submit {
            self.submit(view, say);
        } else if typed.out == Some(true) && self.sheets.open_mut().is_full() {
            let next = format!("{} records it.", chord(Action::Save));
            say.push(Say::Tell(Notice::know("That is all that is asked here.", next)));
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.now.set(view.now);
        self.sheets.open_mut().paste(text, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        self.now.set(view.now);
        let rows = Self::rows(view);
        if let Some(first) = rows.first().filter(|_| !self.chosen && self.half_typed().is_none()) {
            self.list.select(*first);
        }
        self.list.sync(&rows);
        self.turn(view);
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let (row, now) = (self.row(), self.now.clone());
        self.sheets.open_mut().leave(view, say, |sheet| fields(row, sheet, view, &now));
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
        page.foot(
            frame.buffer_mut(),
            &[(chord(Action::Save), "records it"), (walk(), "row"), (chord(Action::PageDown), "read on")],
        );
        if let Some(open) = still_open(view) {
            page.say_most(frame.buffer_mut(), &open, Role::DueSoon, 2);
        }
        let rows = Self::rows(view);
        let place = page.list(rows.len(), 2, 3);
        let width = usize::from(place.width);
        self.list.draw(frame.buffer_mut(), place, view.theme, rows.len(), |at, _| {
            let (text, role) = line(rows[at], view);
            let mark = rows[at].waits(view);
            let text = page::column(&text, width.saturating_sub(draw::width(mark)));
            waits::line(mark, &text, role, width, view.theme)
        });
        let title = self.row().title(view);
        page.head(frame.buffer_mut(), &title, if active { Role::Focus } else { Role::Title });
        self.recorded(frame, &mut page.area, view);
        self.sheets.open().draw(frame, page.area, view.theme, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.now.set(view.now);
        let now = &self.now;
        self.sheets.restore(body, |name, sheet, kept| {
            let row = Row::of_slot(name).unwrap_or(Row::File);
            sheet.restore(kept, |sheet| fields(row, sheet, view, now));
        });
        self.chosen = true;
        if let Some(row) = Row::of_slot(self.sheets.slot()) {
            self.list.select(row);
        }
        self.sync(view);
    }
}

#[cfg(test)]
mod tests;
