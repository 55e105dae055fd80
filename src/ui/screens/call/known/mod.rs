//! What is known already: open contacts that name the same child, earlier ones from the same number, and which calls belong
//! together.
//!
//! Only this desk's own contacts are looked through. What another system knows is looked up there and written in a note;
//! nothing here pretends to have asked it.

mod rows;
#[cfg(test)]
mod tests;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};
use uuid::Uuid;

use self::rows::Mark;
pub(super) use self::rows::at_a_glance;
use super::{
    page::{self, Page, chord, sentence, walk},
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::{Sheet, Sheets},
};
use crate::{
    desk::protocol::{Answer, EarlierView, Request},
    domain::{
        contact::{Command, call},
        ids::{ContactId, Reference},
        queue::Row,
        value::Value,
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{Field, List, Notice},
    },
};

const ATTACH: &str = "attach";
const REFERENCE: &str = "reference";
const WHY: &str = "why";

/// The pane's state.
pub struct KnownPane {
    list: List<Mark>,
    rows: Vec<Mark>,
    sheets: Sheets,
    /// The sheet whose request has no answer yet, with the contact to be taken off, or none where one is to be attached.
    asked: Option<(String, Option<ContactId>)>,
    /// Whether whoever writes was asked about it: the next key here says that they went back, or that it is under way.
    offered: bool,
    /// Whether somebody went to a row or wrote: until then the cursor stands on what weighs most.
    chosen: bool,
    /// Whether somebody went to a row.
    walked: bool,
}

impl Default for KnownPane {
    fn default() -> Self {
        let mut sheets = Sheets::default();
        sheets.turn(ATTACH);
        Self {
            list: List::default(),
            rows: vec![Mark::New],
            sheets,
            asked: None,
            offered: false,
            chosen: false,
            walked: false,
        }
    }
}

fn slot(mark: Mark) -> String {
    match mark {
        Mark::Attached(id) => format!("detach {id}"),
        Mark::Named(_) | Mark::Earlier(_) | Mark::New => ATTACH.to_owned(),
    }
}

fn detached(slot: &str) -> Option<ContactId> {
    slot.strip_prefix("detach ")?.parse::<Uuid>().ok().map(ContactId)
}

fn fields(slot: &str, sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
    if detached(slot).is_some() {
        return vec![Field::line(WHY, "Why")];
    }
    // It belongs to one contact at a time: once that is known no field takes the words of the call. What was typed stays.
    if belongs(view).is_some() && !sheet.writes(REFERENCE) {
        return vec![];
    }
    vec![Field::custom(REFERENCE, "Attach to", |text| {
        text.parse::<Reference>().map(drop).map_err(|error| sentence(&error))
    })]
}

/// Gives the reference of the contact that this one is attached to.
fn belongs(view: &View<'_>) -> Option<Reference> {
    view.contact.call.attached.to.map(|(_, reference)| reference)
}

/// Opens the contact that this one is attached to, or the only one that is attached here; tells whether one is to be picked.
pub(super) fn open_attached(view: &View<'_>, say: &mut Vec<Say>) -> bool {
    let attached = &view.contact.call.attached;
    match (attached.to.as_ref(), &attached.later[..]) {
        (Some((id, _)), _) | (None, [(id, _)]) => {
            say.push(Say::Open(*id));
            false
        }
        (None, []) => {
            let to_do = "F4 shows what is known already, and attaches.";
            say.push(Say::Tell(Notice::know("This contact is attached to no other.", to_do)));
            false
        }
        (None, [_, _, ..]) => {
            let to_do = format!("{} picks one, {} opens it.", walk(), chord(Action::OpenContact));
            say.push(Say::Tell(Notice::know("Several calls belong here.", to_do)));
            true
        }
    }
}

/// Says which open contact names a child of this one too, where any does that is not attached.
pub(super) fn named_too(view: &View<'_>) -> Option<String> {
    let apart = |row: &&Row| !rows::attached(view).any(|(id, _)| id.0 == row.id);
    let rows = || view.named.iter().filter(apart);
    let first = rows().next()?.reference?;
    let names = rows::named_too(rows(), view);
    Some(match rows().count() {
        1 => format!("{first} names {names} too"),
        many => format!("{first} and {} more name {names} too", many - 1),
    })
}

impl KnownPane {
    fn leave_sheet(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let slot = self.sheets.slot().to_owned();
        self.sheets.open_mut().leave(view, say, |sheet| fields(&slot, sheet, view));
    }

    fn count(&mut self, view: &View<'_>) {
        self.rows = rows::marks(view, self.sheets.half_typed().filter_map(detached));
        // Whoever was cut off a moment ago is met first, then the same child in another open contact, before earlier contacts of
        // the same number.
        let dropped = |id: Uuid| view.running.iter().any(|other| other.contact.0 == id && other.is_dropped());
        let cut_off = |mark: &&Mark| matches!(mark, Mark::Named(id) | Mark::Earlier(id) if dropped(*id));
        let first = self.rows.iter().find(cut_off);
        let named = first.or_else(|| self.rows.iter().find(|mark| matches!(mark, Mark::Named(_)))).copied();
        if let Some(named) = named.filter(|_| !self.chosen && self.sheets.kept().is_none()) {
            self.list.select(named);
        }
        self.list.sync(&self.rows);
    }

    fn turn(&mut self, mark: Mark, view: &View<'_>, say: &mut Vec<Say>) {
        self.leave_sheet(view, say);
        let slot = slot(mark);
        self.sheets.turn(&slot);
        self.sheets.open_mut().fit(|sheet| fields(&slot, sheet, view));
        self.list.select(mark);
        self.count(view);
    }

    fn walk(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) {
        self.walked = true;
        self.list.act(action, &self.rows);
        if let Some(mark) = self.list.cursor().copied() {
            self.turn(mark, view, say);
        }
    }

    /// Gives the contact under the cursor that this one could be attached to: one that was taken before it, that names the same
    /// child or that somebody went to.
    fn offered_row<'v>(&self, view: &View<'v>) -> Option<&'v Row> {
        let id = match self.list.cursor()? {
            Mark::Named(id) => *id,
            Mark::Earlier(id) if self.walked => *id,
            _ => return None,
        };
        rows::row(id, view).filter(|row| !rows::is_later(row, view))
    }

    /// Begins an attachment: to the contact under the cursor, where it can be that one.
    fn add(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let Some(row) = self.offered_row(view) else {
            self.turn(Mark::New, view, say);
            return;
        };
        // What somebody typed is not written over; what this key wrote before is.
        let sheet = self.sheets.open_mut();
        let typed = sheet.text(REFERENCE);
        let own = |row: &Row| row.reference.is_some_and(|r| r.to_string() == typed);
        let free = !sheet.writes(REFERENCE);
        if let Some(reference) =
            row.reference.filter(|_| free || view.journey.iter().chain(view.named).any(own))
        {
            sheet.put(REFERENCE, Value::Text(reference.to_string()));
            say.push(Say::Changed);
        }
    }

    /// Opens the contact of the row under the cursor, or else the one that this is attached to.
    fn open(&self, view: &View<'_>, say: &mut Vec<Say>) {
        match self.list.cursor().copied() {
            Some(Mark::Attached(id)) => say.push(Say::Open(id)),
            Some(Mark::Named(id) | Mark::Earlier(id)) => say.push(Say::Open(ContactId(id))),
            Some(Mark::New) | None => {
                open_attached(view, say);
            }
        }
    }

    fn submit(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let slot = self.sheets.slot().to_owned();
        let sheet = self.sheets.open_mut();
        if !sheet.is_sound() {
            return;
        }
        let contact = view.contact.id;
        let request = if let Some(other) = detached(&slot) {
            let why = sheet.text(WHY);
            let command = Command::from(call::Command::Detach { other, why: why.clone() });
            if let Err(refusal) = view.contact.decide(&command, &view.context()) {
                sheet.refuse(refusal.words);
                return;
            }
            self.asked = Some((slot, Some(other)));
            Request::Detach { contact, other, why }
        } else {
            let Ok(earlier) = sheet.text(REFERENCE).parse() else {
                return sheet.wrong(REFERENCE, "Write the earlier contact's reference, as C-1841.");
            };
            self.asked = Some((slot, None));
            // Whose it is is seen before the two are one family's.
            Request::Earlier { later: contact, earlier }
        };
        sheet.give(view);
        say.push(Say::Ask(request));
    }

    /// Asks whether it is the right one, once the desk says what it is.
    fn ask(&mut self, earlier: &EarlierView, view: &View<'_>, say: &mut Vec<Say>) {
        let (later, Some(reference)) = (view.contact.id, earlier.row.reference) else { return };
        let wanted = self.asked.as_ref().is_some_and(|(_, other)| other.is_none());
        let typed = self.sheets.get_mut(ATTACH).map(|sheet| sheet.text(REFERENCE));
        // What was typed since asks for itself.
        if !wanted || typed.and_then(|text| text.parse().ok()) != Some(reference) {
            return;
        }
        self.offered = true;
        say.push(Say::Confirm {
            title: format!("Attach {} to {reference}", view.contact.reference),
            lines: rows::looked_at(earlier, view),
            then: Box::new(Say::Ask(Request::Attach { later, earlier: reference })),
        });
    }

    /// Clears the sheet whose request the contact now shows as done.
    fn settle(&mut self, view: &View<'_>) {
        let to = view.contact.call.attached.to;
        let taken_off = match &self.asked {
            Some((slot, Some(other))) => {
                Some(slot.clone()).filter(|_| !rows::attached(view).any(|(id, _)| id == *other))
            }
            _ => None,
        };
        let typed = self.sheets.get_mut(ATTACH).and_then(|sheet| sheet.text(REFERENCE).parse().ok());
        let attached = to.is_some_and(|(_, reference)| typed == Some(reference));
        for slot in taken_off.into_iter().chain(attached.then(|| ATTACH.to_owned())) {
            (self.asked, self.offered) = (None, false);
            let Some(sheet) = self.sheets.get_mut(&slot) else { continue };
            sheet.answered(&Outcome::Saved(view.now), "");
            sheet.renew();
            sheet.fit(|sheet| fields(&slot, sheet, view));
            // Not on to what would take it apart again: nothing there has the keys that are meant for the notes.
            if attached {
                self.list.select(Mark::New);
            }
        }
    }
}

impl Pane for KnownPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if std::mem::take(&mut self.offered) {
            self.asked = None;
        }
        self.chosen = true;
        match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => self.walk(Action::Up, view, say),
            Some(Action::RowDown) => self.walk(Action::Down, view, say),
            Some(Action::Add) => self.add(view, say),
            Some(Action::OpenContact) => self.open(view, say),
            _ => {
                let slot = self.sheets.slot().to_owned();
                let Some(typed) =
                    self.sheets.open_mut().key(key, view, say, |sheet| fields(&slot, sheet, view))
                else {
                    return false;
                };
                if typed.submit {
                    self.submit(view, say);
                }
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.sheets.open_mut().paste(text, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        let open = self.sheets.slot().to_owned();
        self.sheets.open_mut().fit(|sheet| fields(&open, sheet, view));
        self.settle(view);
        self.count(view);
        if let Some(mark) = self.list.cursor().copied()
            && slot(mark) != self.sheets.slot()
        {
            self.turn(mark, view, &mut Vec::new());
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        (self.chosen, self.walked) = (false, false);
        self.leave_sheet(view, say);
    }

    fn told(&mut self, answer: &Answer, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        if let Answer::Earlier { later, earlier } = answer
            && *later == view.contact.id
        {
            self.ask(earlier, view, say);
        }
        if let Answer::Refused { tag: None, words, .. } | Answer::Failed { tag: None, words } = answer
            && let Some((slot, _)) = self.asked.take()
            && let Some(sheet) = self.sheets.get_mut(&slot)
        {
            sheet.refuse(words.clone());
            return self.sheets.slot() == slot;
        }
        false
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let theme = view.theme;
        let open = detached(self.sheets.slot());
        let buf = frame.buffer_mut();
        let mut page = Page::new(area, theme);
        let add = if self.offered_row(view).is_some() { "take this reference" } else { "attach" };
        let save = if open.is_some() { "take it off" } else { "attach" };
        let mut keys = vec![(walk(), "rows")];
        if belongs(view).is_none() {
            keys.push((chord(Action::Add), add));
        }
        if !self.sheets.open().fields().is_empty() {
            keys.push((chord(Action::Save), save));
        }
        if self.list.cursor().is_some_and(|mark| *mark != Mark::New) || rows::attached(view).next().is_some()
        {
            keys.insert(1, (chord(Action::OpenContact), "open it"));
        }
        page.foot(buf, &keys);
        page.title(buf, "Known already", &rows::count(view));
        let place = page.list(self.rows.len(), 2, 1);
        self.list.draw(buf, place, theme, self.rows.len(), |at, _| {
            let Some(mark) = self.rows.get(at) else { return Line::default() };
            page::line(&rows::pieces(*mark, view), area.width, theme)
        });
        let marked = self.list.cursor().filter(|mark| **mark != Mark::New);
        let whole = marked.and_then(|mark| page::unfolded(&rows::pieces(*mark, view), area.width));
        if let Some(whole) = whole {
            page.say_most(buf, &whole, Role::Text, usize::from((area.height / 8).max(1)));
        }
        let words = "Looked for here alone: by the caller's number, and by the children's names in what is open. Ask other systems there; note it (F2).";
        page.say(buf, words, Role::TextDim);
        page.head(buf, &rows::title(open, view), Role::Label);
        if self.sheets.open().fields().is_empty() {
            let words = format!(
                "{} goes to what is attached: there it is opened, or taken off with a reason.",
                walk()
            );
            page.say(buf, &words, Role::TextDim);
        }
        self.sheets.open().draw(frame, page.area, theme, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.sheets.restore(body, |slot, sheet, kept| sheet.restore(kept, |sheet| fields(slot, sheet, view)));
        if let Some(id) = detached(self.sheets.slot()) {
            self.list.select(Mark::Attached(id));
        }
        self.sync(view);
    }
}
