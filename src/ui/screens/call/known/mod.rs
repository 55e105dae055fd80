//! What is known already: earlier contacts from the same number, and which calls belong together.
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
use super::{
    entry::{Plan, Sheets},
    pane::{HalfTyped, Pane, Say, View},
    parts::{self, Places, sentence},
};
use crate::{
    desk::protocol::{Answer, Request},
    domain::{
        contact::{Command, call},
        ids::{ContactId, FieldKey, Reference},
        policy::script::FieldKind,
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{Draft, Field, FieldDraft, FormEvent, List},
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
}

impl Default for KnownPane {
    fn default() -> Self {
        Self {
            list: List::default(),
            rows: vec![Mark::New],
            sheets: Sheets::new(ATTACH, plan(ATTACH)),
            asked: None,
        }
    }
}

fn slot(mark: Mark) -> String {
    match mark {
        Mark::Attached(id) => format!("detach {id}"),
        Mark::Earlier(_) | Mark::New => ATTACH.to_owned(),
    }
}

fn detached(slot: &str) -> Option<ContactId> {
    slot.strip_prefix("detach ")?.parse::<Uuid>().ok().map(ContactId)
}

fn plan(slot: &str) -> Plan {
    let field = if detached(slot).is_some() {
        Field::new(WHY, "Why", FieldKind::Line)
    } else {
        Field::custom(REFERENCE, "Attach to", |text| {
            text.parse::<Reference>().map(drop).map_err(|error| sentence(&error))
        })
    };
    vec![(field, None)]
}

impl KnownPane {
    fn count(&mut self, view: &View<'_>) {
        self.rows = rows::marks(view, self.sheets.half_typed().filter_map(detached));
        self.list.sync(&self.rows);
    }

    fn turn(&mut self, mark: Mark, view: &View<'_>, say: &mut Vec<Say>) {
        self.leave(view, say);
        let slot = slot(mark);
        self.sheets.turn(&slot, plan(&slot));
        self.list.select(mark);
        self.count(view);
    }

    fn walk(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) {
        self.list.act(action, &self.rows);
        if let Some(mark) = self.list.cursor().copied() {
            self.turn(mark, view, say);
        }
    }

    /// Begins an attachment: to the earlier contact under the cursor, where the cursor is on one.
    fn add(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let row = |id| view.journey.iter().find(|row| row.id == id).and_then(|row| row.reference);
        let Some(Mark::Earlier(id)) = self.list.cursor().copied() else {
            self.turn(Mark::New, view, say);
            return;
        };
        // What somebody typed is not written over; what this key wrote before is.
        let typed = self.sheets.open().text(REFERENCE);
        let own = |row: &crate::domain::queue::Row| row.reference.is_some_and(|r| r.to_string() == typed);
        let free = self.sheets.open().form.value(&FieldKey::from(REFERENCE)) == Ok(None);
        if let Some(reference) = row(id).filter(|_| free || view.journey.iter().any(own)) {
            let text = reference.to_string();
            let field = FieldDraft { cursor: text.len(), text, picked: Vec::new() };
            let sheet = self.sheets.open_mut();
            sheet.take_up(&Draft { fields: [(FieldKey::from(REFERENCE), field)].into(), focus: None });
            say.push(Say::Changed);
        }
    }

    fn take(&mut self, events: Vec<FormEvent>, view: &View<'_>, say: &mut Vec<Say>) {
        for event in events {
            if event == FormEvent::Submit {
                self.submit(view, say);
            } else if !matches!(say.last(), Some(Say::Changed)) {
                say.push(Say::Changed);
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
                let words = "Write the earlier contact's reference, as C-1841.";
                sheet.want(&FieldKey::from(REFERENCE), words);
                return;
            };
            self.asked = Some((slot, None));
            Request::Attach { later: contact, earlier }
        };
        sheet.send();
        say.push(Say::Ask(request));
    }

    /// Clears the sheet whose request the contact now shows as done.
    fn settle(&mut self, view: &View<'_>) {
        let attached = &view.contact.call.attached;
        let done = match &self.asked {
            None => return,
            Some((_, None)) => attached.to.is_some(),
            Some((_, Some(other))) => !rows::attached(view).any(|(id, _)| id == *other),
        };
        if let Some((slot, _)) = self.asked.take_if(|_| done)
            && let Some(sheet) = self.sheets.get_mut(&slot)
        {
            sheet.saved("");
            sheet.begin_anew(plan(&slot));
        }
    }
}

impl Pane for KnownPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_FORM
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => self.walk(Action::Up, view, say),
            Some(Action::RowDown) => self.walk(Action::Down, view, say),
            Some(Action::Add) => self.add(view, say),
            _ => {
                let Some(events) = self.sheets.open_mut().form.key(key) else { return false };
                self.take(events, view, say);
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.sheets.open_mut().form.paste(text);
        self.take(events, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        self.settle(view);
        self.count(view);
        if let Some(mark) = self.list.cursor().copied()
            && slot(mark) != self.sheets.slot()
        {
            self.turn(mark, view, &mut Vec::new());
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.sheets.open_mut().form.leave();
        self.take(events, view, say);
    }

    fn told(&mut self, answer: &Answer, _view: &View<'_>, _say: &mut Vec<Say>) {
        if let Answer::Refused { tag: None, words, .. } | Answer::Failed { tag: None, words } = answer
            && let Some((slot, _)) = self.asked.take()
            && let Some(sheet) = self.sheets.get_mut(&slot)
        {
            sheet.refuse(words.clone());
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let theme = view.theme;
        let sheet = self.sheets.open();
        let open = detached(self.sheets.slot());
        let marked = self.list.cursor().filter(|mark| **mark != Mark::New);
        let whole = marked.map(|mark| rows::pieces(*mark, view)).unwrap_or_default();
        let lines = parts::unfolded(&whole, area.width);
        let words = "Only this desk is looked through. Ask other systems there; note it (F2).";
        let words = draw::wrapped(words, usize::from(area.width.saturating_sub(2).max(1)));
        let notice = parts::notice_of(sheet);
        let beneath = match &notice {
            Some(notice) => notice.height(area.width),
            None => u16::try_from(words.len()).unwrap_or(0),
        };
        let places = Places::of(area, self.rows.len(), lines.len(), beneath);
        let buf = frame.buffer_mut();
        parts::title(buf, places.title, theme, "Known already", &rows::count(view));
        self.list.draw(buf, places.list, theme, self.rows.len(), |at, _| {
            let Some(mark) = self.rows.get(at) else { return Line::default() };
            parts::line(&rows::pieces(*mark, view), area.width, theme)
        });
        parts::lines(buf, places.lines, theme, Role::Text, &lines);
        if notice.is_none() {
            parts::lines(buf, places.notice, theme, Role::TextDim, &words);
        }
        parts::rule(buf, places.rule, theme, &rows::title(open, view));
        let add = match self.list.cursor() {
            Some(Mark::Earlier(_)) => "take this reference",
            _ => "attach",
        };
        let save = if open.is_some() { "take it off" } else { "attach" };
        let hints: [(&[Action], &str); 3] =
            [(&[Action::RowUp, Action::RowDown], "rows"), (&[Action::Add], add), (&[Action::Save], save)];
        parts::foot(buf, places.foot, theme, &hints);
        parts::sheet(frame, &places, theme, sheet, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.sheets.restore(body, |slot, _| plan(slot));
        if let Some(id) = detached(self.sheets.slot()) {
            self.list.select(Mark::Attached(id));
        }
        self.sync(view);
    }
}
