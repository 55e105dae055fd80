//! F6, oversight: what waits for a manager and what came of it, for the worker who asks and the manager who answers.
//!
//! Source: Southampton one-minute guides, MASH and EDT. One pane on the state of the contact: the list, the selected thing
//! as a document, and below it the form of whoever has something to write. Nothing is chosen beforehand, nothing is
//! decided by a letter, and whatever a manager decides is asked once more in words. Where the manager is not in the house the
//! same pane takes down what they say on the telephone, and what shows that it is them.

mod acts;
mod after;
mod analysis;
mod ask;
mod brief;
mod call;
mod decide;
mod document;
mod draw;
mod item;
mod look;
mod of_two;
mod request;
mod shows;
mod spoken;
mod summary;
mod whom;
mod word;
mod writing;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

pub(super) use self::item::may_second;
use self::{
    ask::Ask,
    brief::{Brief, briefs},
    draw::Decided,
    item::Item,
    look::Laid,
    writing::{ASK, Writing},
};
use super::{
    document::{Document, Window},
    pane::{HalfTyped, Outcome, Pane, Say, Seen, View},
    sheet::{Sheet, Sheets},
};
use crate::{
    domain::{
        contact::oversight::{self, OfTwo, read_out_of_two},
        ids::OverrideNo,
        value::Value,
    },
    ui::{
        kept::Kept,
        keymap::{self, Action, Context, stacks},
    },
};

/// The pane's state.
#[derive(Default)]
pub struct OversightPane {
    /// What is there, as it was last.
    items: Vec<Item>,
    cursor: Option<Item>,
    writing: Writing,
    /// One sheet for each form that was begun; the open one is that of the form that has the keys.
    sheets: Sheets,
    /// The list as it was when something was asked for, and whether that is saved: what is new then is selected.
    asked: Option<(Vec<Item>, bool)>,
    /// Whether a challenge was asked for and has not come.
    challenging: bool,
    /// What is read out in the call that is being taken down, as it stood when the call's form was opened.
    read: Option<(OfTwo, String)>,
    /// What was decided just now, when, and whether something else waits for the same person: it stays until whoever decided
    /// goes on by themselves.
    decided: Option<Decided>,
    /// How many answers about agreement stood when they were looked at last.
    answers_seen: usize,
    window: Window,
    briefs: Kept<Seen, Vec<Brief>>,
    page: Kept<Laid, Document>,
    /// Whether a manager may be rung about what the cursor is on.
    rings: Kept<(Seen, Option<Item>), bool>,
}

impl OversightPane {
    /// Finds what else waits for whoever is signed in: the next below it, and after the last the first.
    fn waits_beside(&self, item: Item, view: &View<'_>) -> Option<Item> {
        let at = self.items.iter().position(|other| *other == item).map_or(0, |at| at + 1);
        let (before, after) = self.items.split_at(at.min(self.items.len()));
        let mut others = after.iter().chain(before).filter(|other| **other != item);
        others.find(|other| other.may_decide(view).is_ok()).copied()
    }

    /// Tells whether it is written down what came of a call: what is read out gives way to their answers from then on.
    fn answers(&self) -> bool {
        let sheet = self.sheet();
        sheet.chosen("came").or(sheet.chosen("says")).is_some()
    }

    fn sheet(&self) -> &Sheet {
        self.sheets.open()
    }

    fn fit(&mut self, view: &View<'_>) {
        let writing = self.writing;
        self.read = match (writing, self.read.take()) {
            (Writing::Agreeing(of), Some((known, text))) if known == of => Some((of, text)),
            (Writing::Agreeing(of), _) => Some((of, read_out_of_two(view.contact, of, &view.context()))),
            _ => None,
        };
        self.sheets.turn(&writing.slot());
        self.sheets.open_mut().fit(|sheet| writing.wanted(sheet, view));
    }

    /// Opens a form.
    fn write(&mut self, writing: Writing, view: &View<'_>) {
        self.decided = None;
        self.writing = writing;
        self.window.reset();
        self.fit(view);
    }

    /// Selects a thing, with the form that belongs to it.
    fn select(&mut self, item: Item, view: &View<'_>) {
        self.cursor = Some(item);
        self.write(opens(item, view), view);
    }

    fn walk(&mut self, down: bool, view: &View<'_>) {
        let Some(last) = self.items.len().checked_sub(1) else { return };
        if let Some(decided) = self.decided.filter(|_| down)
            && let Some(next) = self.waits_beside(decided.item, view)
        {
            return self.select(next, view);
        }
        let known = self.cursor.and_then(|item| self.items.iter().position(|other| *other == item));
        let Some(at) = known else {
            // What was decided is no longer in the list: on to what waits next.
            let next = self.items.iter().find(|item| item.may_decide(view).is_ok());
            return self.select(next.copied().unwrap_or(self.items[0]), view);
        };
        // From the form in which one asks, the first step goes back to what is selected.
        let to = match (self.writing, down) {
            (Writing::Asking, _) => at,
            (_, true) => (at + 1).min(last),
            (_, false) => at.saturating_sub(1),
        };
        self.select(self.items[to], view);
    }

    /// Begins something new; of one's own request that came back, with its words.
    fn begin(&mut self, view: &View<'_>) {
        let came_back = match self.cursor {
            Some(Item::Override(no)) if self.writing != Writing::Asking => {
                view.contact.oversight.get(no).filter(|o| {
                    o.by == view.actor.person && matches!(o.state, oversight::State::Returned { .. })
                })
            }
            _ => None,
        };
        self.write(Writing::Asking, view);
        if let Some(o) = came_back.filter(|_| !self.sheet().is_written()) {
            ask::again(self.sheets.open_mut(), &o.request);
        }
        self.fit(view);
    }

    /// Selects what was just asked, once it is in the list.
    fn follow(&mut self, view: &View<'_>) -> bool {
        let Some((before, true)) = &self.asked else { return false };
        let Some(new) = self.items.iter().find(|item| !before.contains(item)).copied() else { return false };
        self.asked = None;
        self.select(new, view);
        true
    }

    /// Learns whether there is a challenge now: its answer is next.
    fn challenged(&mut self, no: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        self.challenging = false;
        let Some(no) = no.parse().ok().map(OverrideNo) else { return false };
        let slot = Writing::Calling(no).slot();
        match outcome {
            Outcome::Refused(words) => {
                if let Some(sheet) = self.sheets.get_mut(&slot) {
                    sheet.refuse(words.as_str());
                }
            }
            Outcome::Saved(_) if self.sheets.slot() == slot => self.write(Writing::Answering(no), view),
            Outcome::Saved(_) => {}
        }
        self.sheets.slot() == slot
    }

    fn emergency(&mut self, view: &View<'_>) {
        self.write(Writing::Asking, view);
        self.sheets.open_mut().put("ask", Value::Choice(Ask::Emergency.key().to_owned()));
        self.fit(view);
        self.sheets.open_mut().focus("emergency.children");
    }
}

/// Tells whether a request waits for a manager's word.
fn waits(no: OverrideNo, view: &View<'_>) -> bool {
    view.contact.oversight.get(no).is_some_and(oversight::Override::waits)
}

/// Gives the form that opens with a thing: of whoever decides it, or of whoever has still to write something about it.
fn opens(item: Item, view: &View<'_>) -> Writing {
    let oversight = &view.contact.oversight;
    match item {
        _ if item.may_decide(view).is_ok() => Writing::Deciding(item),
        Item::Emergency(no) if oversight.emergency(no).is_some_and(after::wants_words) => {
            Writing::Describing(no)
        }
        Item::Must(must) => Writing::Settling(must),
        _ => Writing::Nothing,
    }
}

impl Pane for OversightPane {
    fn stack(&self) -> &'static [Context] {
        stacks::CALL_OVERSIGHT
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let action = keymap::action(self.stack(), key);
        match action {
            Some(action @ (Action::RowUp | Action::RowDown)) => self.walk(action == Action::RowDown, view),
            Some(Action::Add) => self.begin(view),
            Some(Action::Emergency) => self.emergency(view),
            Some(Action::Telephone) => return self.telephone(view, say),
            Some(Action::Send) => {
                self.leave(view, say);
                self.submit(true, view, say);
            }
            Some(Action::Recall) => match self.cursor.filter(|item| item.can_end(view)) {
                Some(item) => self.write(Writing::Ending(item), view),
                None => return false,
            },
            Some(action @ (Action::Authorise | Action::Decline | Action::SendBack)) => {
                self.decide(action, view, say);
            }
            _ => {
                let writing = self.writing;
                let sheet = self.sheets.open_mut();
                let whom = sheet.chosen("manager").map(str::to_owned);
                let Some(typed) = sheet.key(key, view, say, |sheet| writing.wanted(sheet, view)) else {
                    return action.is_some_and(|action| self.window.act(action));
                };
                if matches!(writing, Writing::Calling(_) | Writing::Agreeing(_))
                    && sheet.chosen("manager").is_some_and(|now| Some(now) != whom.as_deref())
                {
                    call::stamp(sheet, view.now);
                }
                if typed.submit {
                    self.submit(false, view, say);
                }
            }
        }
        true
    }

    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        self.sheets.open_mut().paste(text, view, say);
    }

    fn sync(&mut self, view: &View<'_>) {
        let answers = view.contact.agreements.standing().count();
        if std::mem::replace(&mut self.answers_seen, answers) != answers
            && let Some(sheet) = self.sheets.get_mut(ASK)
        {
            // What was missing there may have been written meanwhile.
            sheet.say_nothing();
        }
        let items: Vec<Item> = briefs(view).iter().map(|brief| brief.item).collect();
        let first = self.items.is_empty();
        self.items = items;
        if self.follow(view) {
            return;
        }
        // What somebody is writing stays under their fingers, whatever else comes in.
        let busy = self.sheet().is_written();
        let gone = self.cursor.is_none_or(|item| !self.items.contains(&item));
        if busy && !(gone && self.writing != Writing::Asking) {
            return self.fit(view);
        }
        // Nothing takes the place of what was decided by itself: keys that were meant for it would land in another form.
        if let Some(decided) = self.decided.filter(|decided| self.cursor == Some(decided.item)) {
            let more = self.waits_beside(decided.item, view).is_some();
            self.decided = Some(Decided { more, ..decided });
            return self.fit(view);
        }
        let mine = self.items.iter().find(|item| item.may_decide(view).is_ok());
        match mine.or(self.items.first()).copied() {
            None => self.write(Writing::Asking, view),
            Some(item) if gone || first => self.select(item, view),
            Some(_) => match self.cursor {
                // Somebody else may have decided it meanwhile.
                Some(item) if self.writing.is_first() && self.writing != opens(item, view) => {
                    self.select(item, view);
                }
                Some(item) if self.writing.rings().is_some_and(|no| !waits(no, view)) => {
                    self.select(item, view);
                }
                Some(item) if matches!(self.writing, Writing::Agreeing(of) if !of_two::waits(of, view)) => {
                    self.select(item, view);
                }
                _ => self.fit(view),
            },
        }
    }

    fn leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let writing = self.writing;
        self.sheets.open_mut().leave(view, say, |sheet| writing.wanted(sheet, view));
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        if let Some(no) = slot.strip_prefix(acts::CHALLENGE) {
            return self.challenged(no, outcome, view);
        }
        let Some(sheet) = self.sheets.get_mut(slot) else { return false };
        // Of what a worker asks only the kind that was sent is done with.
        let kind = if slot == ASK { Ask::of(sheet).map_or("", Ask::kind) } else { "" };
        if !sheet.answered(outcome, kind) {
            return self.sheets.slot() == slot;
        }
        sheet.renew();
        let writing = Writing::of(slot);
        sheet.fit(|sheet| writing.wanted(sheet, view));
        if let Writing::Answering(no) = writing
            && let Some(sheet) = self.sheets.get_mut(&Writing::Calling(no).slot())
        {
            // The record has the words now.
            *sheet = Sheet::default();
        }
        if let Some((_, saved)) = self.asked.as_mut().filter(|_| slot == ASK) {
            *saved = true;
            if self.follow(view) {
                return true;
            }
        }
        if let (Writing::Deciding(item), Outcome::Saved(at)) = (writing, outcome)
            && self.sheets.slot() == slot
        {
            self.write(Writing::Nothing, view);
            let more = self.waits_beside(item, view).is_some();
            self.decided = Some(Decided { item, at: *at, more });
            return true;
        }
        if self.sheets.slot() == slot {
            // After a call in vain the next one follows, until the request is decided.
            let rings = Writing::of(slot).rings_on(view);
            match self.cursor.filter(|_| slot != ASK && !rings) {
                Some(item) => self.select(item, view),
                None => self.fit(view),
            }
        }
        true
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        self.paint(frame, area, view, active);
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        self.sheets.kept()
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        self.sheets.restore(body, |slot, sheet, kept| {
            let writing = Writing::of(slot);
            sheet.restore(kept, |sheet| writing.wanted(sheet, view));
        });
        self.writing = Writing::of(self.sheets.slot());
        self.cursor = self.writing.item().or(self.cursor);
        self.items = briefs(view).iter().map(|brief| brief.item).collect();
        self.fit(view);
    }
}

#[cfg(test)]
mod tests;
