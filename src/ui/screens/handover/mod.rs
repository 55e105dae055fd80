//! The handover, given and received: what stands, a line for each, who has it next; and what waits to be acknowledged.
//!
//! The first view lists what waits and what was handed over, with the ways to begin at its end. Within one, items are walked;
//! a field that is left is kept at once, so nothing of it is ever half-done.

mod fields;
mod next;
mod paint;
mod rows;

use std::cell::RefCell;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

use self::{
    next::{key_of, next_choices},
    rows::{Read, Row, other},
};
use super::{
    beside::{Say, Screen, Seen, View},
    call::{
        document::Window,
        pane::{HalfTyped, Outcome},
    },
};
use crate::{
    domain::{
        board::Kind as Board,
        contact::Context as Judged,
        handover::{Brief, Command, Item, Waiting},
        ids::{ContactId, HandoverId, ItemNo},
        value::Value,
    },
    ui::{
        kept::Kept,
        keymap::{self, Action, Context, stacks},
        widgets::{Draft, Field, Form, List},
    },
};

/// What the fields beneath are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Use {
    /// Nothing: the list has the keys.
    Nothing,
    /// An item that is being given.
    Give(ItemNo),
    /// An item that waits to be acknowledged.
    Take(ItemNo),
    /// Where a sheet is saved.
    Sheet,
    /// Until when somebody is away.
    Leave,
}

/// The screen's state.
#[derive(Debug)]
pub struct HandoverScreen {
    rows: List<Row>,
    /// The one that is shown; none while all are.
    at: Option<HandoverId>,
    items: List<ItemNo>,
    /// Where the one that is shown stands.
    stands: Option<Waiting>,
    /// The contact that the item under the cursor is about.
    about: Option<ContactId>,
    form: Form,
    of: Use,
    /// Why something was not done.
    wrong: Option<String>,
    /// What the fields held that is saved already.
    known: Draft,
    /// What was half-typed before the console was left, until its item is shown again.
    kept: Option<Half>,
    /// Whether the newest of one's own is shown as soon as it stands.
    begun: bool,
    /// Whether the cursor goes on to what waits next, as soon as what was acknowledged is told.
    on: bool,
    /// Why it was not handed over, until the item that is named there is shown.
    named: Option<String>,
    read: Kept<Seen, Read>,
    /// How far down the item under the cursor is looked at, and of which item that is.
    window: Window,
    looked_at: Option<ItemNo>,
    /// The item that was last shown to its end: no other is acknowledged.
    shown: RefCell<Option<Item>>,
}

/// What is kept of a field that is being written.
#[derive(Debug, Serialize, Deserialize)]
struct Half {
    at: Option<HandoverId>,
    no: Option<ItemNo>,
    draft: Draft,
}

impl Default for HandoverScreen {
    fn default() -> Self {
        Self {
            rows: List::default(),
            at: None,
            items: List::default(),
            stands: None,
            about: None,
            form: Form::default(),
            of: Use::Nothing,
            wrong: None,
            known: Draft::default(),
            kept: None,
            begun: false,
            on: false,
            named: None,
            read: Kept::default(),
            window: Window::default(),
            looked_at: None,
            shown: RefCell::default(),
        }
    }
}

impl HandoverScreen {
    fn brief(&self, view: &View<'_>) -> Option<Brief> {
        let at = self.at?;
        self.read(view).briefs.iter().find(|brief| brief.id == at).cloned()
    }

    fn item(&self, view: &View<'_>) -> Option<Item> {
        let no = *self.items.cursor()?;
        self.read(view).items(self.at?).iter().find(|item| item.no == no).cloned()
    }

    /// Shows one handover.
    fn enter(&mut self, id: HandoverId, view: &View<'_>) {
        self.at = Some(id);
        self.looked_at = None;
        self.items = List::default();
        self.turn(view);
    }

    /// Fits the fields to what is under the cursor.
    fn turn(&mut self, view: &View<'_>) {
        let Some(at) = self.at else {
            if self.of != Use::Leave {
                self.put(Use::Nothing, vec![]);
            }
            return;
        };
        // Before the board is read nothing is known of any item, and nothing that was typed goes.
        if view.board.is_empty() {
            return;
        }
        let ids: Vec<ItemNo> = self.read(view).items(at).iter().map(|item| item.no).collect();
        self.items.sync(&ids);
        let cursor = self.items.cursor().copied();
        if self.looked_at != cursor {
            self.looked_at = cursor;
            self.window.reset();
        }
        let brief = self.brief(view);
        self.stands = brief.as_ref().map(|brief| brief.stands);
        if self.of == Use::Sheet {
            return;
        }
        let item = self.item(view);
        self.about = item.as_ref().and_then(|item| item.drawn.contact);
        let Some(item) = item else { return self.put(Use::Nothing, vec![]) };
        match brief.map(|brief| brief.stands) {
            Some(Waiting::Open) if self.of != Use::Give(item.no) => {
                let line = (!item.line.is_empty()).then(|| Value::Text(item.line.clone()));
                let next = item.next.map(|next| Value::Choice(key_of(next)));
                let fields = vec![
                    Field::line("line", "A line to add").holding(line),
                    Field::choice("next", "Who has it next", next_choices(view)).holding(next),
                ];
                self.put(Use::Give(item.no), fields);
            }
            Some(Waiting::Waits) if item.acknowledged.is_none() && self.of != Use::Take(item.no) => {
                self.put(Use::Take(item.no), vec![Field::line("words", "To say (if anything)")]);
            }
            Some(Waiting::Waits) if item.acknowledged.is_some() => self.put(Use::Nothing, vec![]),
            Some(Waiting::Done | Waiting::Dropped) | None => self.put(Use::Nothing, vec![]),
            _ => {}
        }
    }

    fn put(&mut self, of: Use, fields: Vec<Field>) {
        if self.of != of {
            self.of = of;
            self.form = Form::new(fields);
            self.known = self.form.to_draft();
            let no = self.items.cursor().copied();
            if let Some(kept) = self.kept.take_if(|kept| (kept.at, kept.no) == (self.at, no)) {
                self.form.from_draft(&kept.draft);
            }
        }
    }

    /// Goes from what is acknowledged to what comes after it and is for whoever is signed in, or else to the first such.
    fn go_on(&mut self, view: &View<'_>) {
        let done = self.item(view).filter(|item| self.on && item.acknowledged.is_some());
        let (Some(done), Some(brief)) = (done, self.brief(view)) else { return };
        self.on = false;
        let read = self.read(view);
        let all = read.items(brief.id);
        let cx = judges(view);
        let mine = |item: &&Item| item.acknowledged.is_none() && item.is_for(brief.by, &cx).is_ok();
        let place = |item: &Item| (item.drawn.due().is_none(), item.drawn.due(), item.no);
        let after = all.iter().filter(mine).find(|item| place(item) > place(&done));
        if let Some(next) = after.or_else(|| all.iter().find(mine)) {
            self.items.select(next.no);
        }
        self.turn(view);
    }

    /// Goes to the item for which it was not handed over; one that came in while it was written is told only after the
    /// refusal.
    fn go_to(&mut self, view: &View<'_>) {
        let (Some(at), Some(refused)) = (self.at, self.named.clone()) else { return };
        let read = self.read(view);
        let named = |item: &&Item| refused.starts_with(&item.drawn.label());
        let bare = read.items(at).iter().filter(named).find(|item| item.next.is_none());
        let Some(item) = bare.or_else(|| read.items(at).iter().find(named)) else { return };
        self.named = None;
        self.items.select(item.no);
        self.turn(view);
    }

    fn walk(&mut self, step: Action, view: &View<'_>, say: &mut Vec<Say>) {
        let left = self.form.leave();
        if !left.is_empty() {
            self.take(left, view, say);
        }
        let Some(at) = self.at else { return };
        let ids: Vec<ItemNo> = self.read(view).items(at).iter().map(|item| item.no).collect();
        self.items.act(step, &ids);
        self.turn(view);
    }
}

/// Gives what the domain judges in.
fn judges<'v>(view: &View<'v>) -> Judged<'v> {
    let book = &view.desk.book;
    Judged { now: view.now, actor: view.actor, policy: &book.policy, duty: &book.duty }
}

impl Screen for HandoverScreen {
    fn stack(&self) -> &'static [Context] {
        let given = matches!(self.stands, Some(Waiting::Waits | Waiting::Done));
        match (self.at, self.of) {
            (None, Use::Nothing) => stacks::HANDOVERS,
            (_, Use::Leave | Use::Sheet) => stacks::FORM,
            (_, Use::Give(_)) if self.about.is_some() => stacks::BESIDE_ABOUT,
            (_, Use::Give(_)) => stacks::BESIDE,
            (_, Use::Take(_)) if self.about.is_some() => stacks::TAKING,
            (_, Use::Take(_)) => stacks::TAKING_VISIT,
            (_, Use::Nothing) if !given => stacks::FORM,
            (_, Use::Nothing) if self.about.is_some() => stacks::TAKEN,
            (_, Use::Nothing) if self.items.cursor().is_some() => stacks::TAKEN_VISIT,
            (_, Use::Nothing) => stacks::GIVEN,
        }
    }

    fn contact(&self, _: &View<'_>) -> Option<ContactId> {
        self.about.filter(|_| self.at.is_some())
    }

    fn kinds(&self) -> &'static [Board] {
        &[Board::Handover, Board::HandoverItem]
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        (self.wrong, self.named) = (None, None);
        if self.stack() == stacks::HANDOVERS {
            return self.key_rows(key, view, say);
        }
        match keymap::action(self.stack(), key) {
            Some(Action::RowUp) => self.walk(Action::Up, view, say),
            Some(Action::RowDown) => self.walk(Action::Down, view, say),
            Some(page @ (Action::PageUp | Action::PageDown)) if self.at.is_some() => {
                let _moved = self.window.act(page);
            }
            Some(Action::Send) => {
                let field =
                    Field::line("to", "Save the sheet to").hint("a file: .md for Markdown, else text");
                self.put(Use::Sheet, vec![field]);
            }
            Some(Action::OpenContact) => {
                let left = self.form.leave();
                self.take(left, view, say);
                say.extend(self.contact(view).map(Say::Open));
            }
            Some(Action::Back) => {
                let left = self.form.leave();
                self.take(left, view, say);
                match self.of {
                    Use::Sheet => {
                        self.of = Use::Nothing;
                        self.turn(view);
                    }
                    Use::Leave => self.put(Use::Nothing, vec![]),
                    _ => {
                        self.at = None;
                        self.put(Use::Nothing, vec![]);
                        self.sync(view);
                    }
                }
            }
            // With nothing to fill in, the arrows walk, and Enter acknowledges nothing by itself.
            Some(step @ (Action::Up | Action::Down)) if self.of == Use::Nothing => self.walk(step, view, say),
            action => {
                if action == Some(Action::Save) && self.of == Use::Nothing {
                    if self.brief(view).is_some_and(|brief| brief.stands == Waiting::Open) {
                        self.deed("finish", Command::Finish, say);
                    }
                    return true;
                }
                let Some(events) = self.form.key(key) else { return false };
                self.take(events, view, say);
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        let events = self.form.paste(text);
        self.take(events, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        self.rows.sync(&self.rows(view));
        if self.begun {
            let mine = |brief: &Brief| brief.by == view.actor.person && brief.stands == Waiting::Open;
            if let Some(brief) = self.read(view).briefs.iter().find(|brief| mine(brief)) {
                self.begun = false;
                self.enter(brief.id, view);
            }
        }
        self.go_on(view);
        self.turn(view);
        self.go_to(view);
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        match (outcome, slot) {
            (Outcome::Refused(words), "sheet") => self.form.refused(&"to".into(), words.clone()),
            (Outcome::Refused(words), "next") => self.form.refused(&"next".into(), words.clone()),
            (Outcome::Refused(words), slot) => {
                self.begun = false;
                if slot == "finish" {
                    self.named = Some(words.clone());
                    self.go_to(view);
                }
                self.wrong = Some(words.clone());
            }
            (Outcome::Saved(_), "sheet") => {
                self.of = Use::Nothing;
                self.turn(view);
            }
            (Outcome::Saved(_), "begin" | "acknowledge") => {
                self.of = Use::Nothing;
                self.sync(view);
                self.on = slot == "acknowledge";
                self.go_on(view);
            }
            (Outcome::Saved(_), _) => {
                self.known = self.form.to_draft();
                self.turn(view);
            }
        }
        matches!(outcome, Outcome::Refused(_))
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let draft = self.form.to_draft();
        let words = if self.is_known(&draft) { 0 } else { draft.words() };
        let kept = Half { at: self.at, no: self.items.cursor().copied(), draft };
        let body = (words > 0 && self.of != Use::Nothing).then(|| serde_json::to_value(kept).ok())??;
        Some(HalfTyped { words, body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let Ok(kept) = Half::deserialize(body) else { return };
        let (at, no) = (kept.at, kept.no);
        self.kept = Some(kept);
        match (at, no) {
            (Some(at), Some(no)) => {
                self.enter(at, view);
                self.items.select(no);
                self.turn(view);
            }
            _ => self.ask_until(view),
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        match self.at {
            None => self.paint_rows(frame, area, view),
            Some(_) => self.paint_one(frame, area, view),
        }
    }
}
