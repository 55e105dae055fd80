//! F6, oversight: what waits for a manager and what came of it, for the worker who asks and the manager who answers.
//!
//! Source: Southampton one-minute guides, MASH and EDT. One pane on the state of the contact: the list, the selected thing
//! as a document, and below it the form of whoever has something to write. Nothing is chosen beforehand, nothing is
//! decided by a letter, and whatever a manager decides is asked once more in words.

mod ask;
mod decide;
mod document;
mod item;
mod summary;

use std::{cell::RefCell, collections::BTreeMap};

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use serde::{Deserialize, Serialize};

use self::{
    ask::Ask,
    item::{Brief, Item, briefs},
};
use super::{
    pane::{HalfTyped, Outcome, Pane, Say, View},
    sheet::{
        Half, Head, Parts, Sheet, Spec, Typed, foot,
        page::{Page, Window},
        words::refusal,
    },
};
use crate::{
    domain::{
        calendar::words,
        contact::{Command, oversight},
    },
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::Notice,
    },
};

/// The sheet on which a worker asks.
const ASK: &str = "ask";
/// How the key of a sheet begins on which something is taken back.
const END: &str = "end.";

/// Which form has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
enum Writing {
    /// None: the document is read.
    #[default]
    Nothing,
    /// What a worker asks.
    Asking,
    /// What a manager decides about the selected thing.
    Deciding(Item),
    /// Why the selected thing is taken back or ends.
    Ending(Item),
}

impl Writing {
    fn key(self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Asking => Some(ASK.to_owned()),
            Self::Deciding(item) => Some(item.key()),
            Self::Ending(item) => Some(format!("{END}{}", item.key())),
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        if key == ASK {
            return Some(Self::Asking);
        }
        match key.strip_prefix(END) {
            Some(key) => Item::from_key(key).map(Self::Ending),
            None => Item::from_key(key).map(Self::Deciding),
        }
    }

    fn specs(self, sheet: &Sheet, view: &View<'_>) -> Vec<Spec> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Asking => ask::specs(sheet, view),
            Self::Deciding(item) => decide::specs(item, view),
            Self::Ending(_) => decide::end_specs(),
        }
    }
}

/// The pane's state.
#[derive(Default)]
pub struct OversightPane {
    /// What is there, as it was last.
    items: Vec<Item>,
    cursor: Option<Item>,
    writing: Writing,
    /// One sheet for each form that was begun.
    sheets: BTreeMap<String, Sheet>,
    /// The list as it was when something was asked for, and whether that is saved: what is new then is selected.
    asked: Option<(Vec<Item>, bool)>,
    window: Window,
    // The document as it was laid out last, and what for. A cache.
    page: RefCell<Option<(Stamp, Page)>>,
}

/// What a laid-out document depends on.
#[derive(Clone, PartialEq)]
struct Stamp {
    contact: (uuid::Uuid, u64),
    width: u16,
    minute: i64,
    item: Option<Item>,
    actor: uuid::Uuid,
    covered: bool,
    asking: bool,
}

/// What is kept of half-typed text.
#[derive(Serialize, Deserialize)]
struct Kept {
    sheets: BTreeMap<String, Half>,
    writing: Option<String>,
}

impl OversightPane {
    fn sheet(&self) -> Option<&Sheet> {
        self.sheets.get(&self.writing.key()?)
    }

    fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        self.writing.key().map(|key| self.sheets.entry(key).or_default())
    }

    fn fit(&mut self, view: &View<'_>) {
        let writing = self.writing;
        if let Some(sheet) = self.sheet_mut() {
            sheet.fit(|sheet| writing.specs(sheet, view));
        }
    }

    /// Opens a form.
    fn write(&mut self, writing: Writing, view: &View<'_>) {
        self.writing = writing;
        self.window.reset();
        self.fit(view);
    }

    /// Selects a thing, with the form that belongs to it.
    fn select(&mut self, item: Item, view: &View<'_>) {
        self.cursor = Some(item);
        let writing = if item.may_decide(view).is_ok() { Writing::Deciding(item) } else { Writing::Nothing };
        self.write(writing, view);
    }

    fn walk(&mut self, down: bool, view: &View<'_>) {
        let Some(last) = self.items.len().checked_sub(1) else { return };
        let at = self.cursor.and_then(|item| self.items.iter().position(|other| *other == item)).unwrap_or(0);
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
        if let (Some(o), Some(sheet)) = (came_back, self.sheet_mut())
            && sheet.is_blank()
        {
            ask::again(sheet, &o.request);
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

    fn emergency(&mut self, view: &View<'_>) {
        self.writing = Writing::Asking;
        if let Some(sheet) = self.sheet_mut() {
            sheet.choose("ask", Ask::Emergency.key());
        }
        self.write(Writing::Asking, view);
        if let Some(sheet) = self.sheet_mut() {
            sheet.focus("emergency.children");
        }
    }

    /// Does what the form says: Ctrl+S, and Ctrl+T where a manager is asked.
    fn submit(&mut self, send: bool, view: &View<'_>, say: &mut Vec<Say>) {
        match self.writing {
            Writing::Nothing => {}
            Writing::Asking => self.submit_asking(send, view, say),
            Writing::Deciding(item) => {
                let names = decide::chords(item);
                let keys: Vec<String> = names
                    .iter()
                    .map(|(action, words)| format!("{} {words}", keymap::keys_of(self.stack(), *action)))
                    .collect();
                let kept = Notice::know(
                    "Your words are kept at this console.",
                    format!("Decide: {}.", keys.join(", ")),
                );
                say.push(Say::Tell(kept));
            }
            Writing::Ending(item) => {
                let Some(sheet) = self.sheet_mut() else { return };
                if sheet.is_wanting() {
                    return;
                }
                let why = sheet.words("why");
                let Some((title, command)) = decide::ending(item, why.clone(), view) else { return };
                let lines = vec![format!("Why: {why}"), "Nothing more may be shared under it.".to_owned()];
                self.put(command, Some((title.to_owned(), lines)), view, say);
            }
        }
    }

    fn submit_asking(&mut self, send: bool, view: &View<'_>, say: &mut Vec<Say>) {
        let Some(sheet) = self.sheet_mut() else { return };
        let ask = Ask::of(sheet);
        if ask == Some(Ask::Override) && !send {
            let key = keymap::keys_of(stacks::CALL_OVERSIGHT, Action::Send);
            let kept = Notice::know(
                "Your request is kept at this console, and nobody is asked yet.",
                format!("{key} asks the manager."),
            );
            say.extend([Say::Changed, Say::Tell(kept)]);
            return;
        }
        sheet.try_again();
        if sheet.is_wanting() {
            return;
        }
        let Some(command) = ask::command(sheet, view) else { return };
        let first = match &command {
            Command::Oversight(oversight::Command::Ask { request, .. }) => {
                Some(("Ask a manager for an override".to_owned(), ask::before_asking(request, sheet, view)))
            }
            _ => None,
        };
        self.put(command, first, view, say);
    }

    fn decide(&mut self, action: Action, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let Some(item) = self.cursor.filter(|_| self.writing != Writing::Asking) else { return false };
        if let Err(why) = item.may_decide(view) {
            say.push(Say::Tell(Notice::wrong(why, "Nothing was changed.")));
            return true;
        }
        if self.writing != Writing::Deciding(item) {
            self.write(Writing::Deciding(item), view);
        }
        let Some(sheet) = self.sheet_mut() else { return false };
        sheet.leave(|_| decide::specs(item, view));
        sheet.try_again();
        let Some(command) = decide::command(item, action, sheet, view) else { return true };
        let first = decide::before_deciding(&command, view);
        self.put(command, Some(first), view, say);
        true
    }

    /// Hands a command on, after the question where there is one. What the rules would refuse is not asked about.
    fn put(
        &mut self,
        command: Command,
        first: Option<(String, Vec<String>)>,
        view: &View<'_>,
        say: &mut Vec<Say>,
    ) {
        let Some(slot) = self.writing.key() else { return };
        let Some(sheet) = self.sheet_mut() else { return };
        if let Err(why) = view.contact.decide(&command, &view.context()) {
            sheet.refuse(refusal(&why, view.policy()));
            return;
        }
        let act = Say::Act { slot, command, event: Some(sheet.send(view)) };
        self.asked = (self.writing == Writing::Asking).then(|| (self.items.clone(), false));
        say.push(match first {
            Some((title, lines)) => Say::Confirm { title, lines, then: Box::new(act) },
            None => act,
        });
    }

    /// Lays the document out, or takes it as it was laid out before.
    fn with_page<R>(&self, view: &View<'_>, width: u16, then: impl FnOnce(&Page) -> R) -> R {
        let asking = self.writing == Writing::Asking;
        let stamp = Stamp {
            contact: (view.contact.id.0, view.contact.version),
            width,
            minute: view.now.timestamp() / 60,
            item: self.cursor,
            actor: view.actor.person.0,
            covered: view.covered,
            asking,
        };
        let mut cache = self.page.borrow_mut();
        if cache.as_ref().is_none_or(|(known, _)| *known != stamp) {
            *cache = None;
        }
        let (_, page) = cache.get_or_insert_with(|| {
            let mut page = Page::new(width.saturating_sub(2));
            match self.cursor.filter(|_| !asking) {
                Some(item) => {
                    document::write(&mut page, item, view, width.saturating_sub(2));
                    page.gap();
                    summary::write(&mut page, view);
                }
                None => {
                    page.text(0, Role::TextDim, &item::on_duty(view));
                    if view.contact.agreements.rows.is_empty() {
                        page.text(
                            0,
                            Role::NotKnown,
                            "○ Nobody's answer is on record yet: F5 first, a manager must see it.",
                        );
                    }
                }
            }
            (stamp, page)
        });
        then(page)
    }

    fn head(&self, view: &View<'_>) -> Head {
        match (self.writing, self.sheet()) {
            (Writing::Asking, Some(sheet)) => ask::head(sheet, view),
            (Writing::Deciding(item), _) => decide::head(item),
            (Writing::Ending(item), _) => {
                let title = decide::ending(item, String::new(), view).map_or("", |(title, _)| title);
                Head { title: title.to_uppercase(), ..Head::default() }
            }
            _ => Head::default(),
        }
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, briefs: &[Brief]) {
        let height = usize::from(area.height);
        let at = briefs.iter().position(|brief| Some(brief.item) == self.cursor).unwrap_or(0);
        let top = (at + 1).saturating_sub(height);
        let buf = frame.buffer_mut();
        for (y, brief) in (area.y..area.bottom()).zip(briefs.iter().skip(top)) {
            let here = Some(brief.item) == self.cursor && self.writing != Writing::Asking;
            let late = brief.due.is_some_and(|due| view.now > due);
            let clock = brief.due.map(|due| format!(" · {}", words::left(view.now, due))).unwrap_or_default();
            let rest = format!(
                "{} {}{clock} · {}",
                view.desk.book.state.initials_of(brief.by),
                words::near(view.now, brief.at),
                view.contact.family.names(&brief.children)
            );
            let ground = view.theme.style(if here { Role::RowCursor } else { Role::Row });
            buf.set_style(Rect { y, height: 1, ..area }, ground);
            let mut x = area.x;
            let state = format!("{} {} ", brief.sign, brief.state);
            let name = format!("{}{} ", if here { "▸" } else { " " }, brief.name);
            let role = if late { Role::Overdue } else { brief.role };
            for (text, style) in [
                (&name, ground.patch(view.theme.style(Role::TextStrong))),
                (&state, ground.patch(view.theme.style(role))),
                (&rest, ground),
            ] {
                x = x.saturating_add(draw::put(buf, area, x, y, text, style));
            }
        }
    }

    fn keys(&self, view: &View<'_>) -> Vec<(String, &'static str)> {
        let key = |action| keymap::keys_of(self.stack(), action);
        let mut keys = Vec::new();
        match self.writing {
            Writing::Asking => match self.sheet().and_then(Ask::of) {
                Some(Ask::Override) => keys.push((key(Action::Send), "ask the manager")),
                Some(Ask::Emergency) => {
                    keys.push((key(Action::Save), "write it down, and ask for oversight"))
                }
                Some(Ask::Ground(_)) => keys.push((key(Action::Save), "propose it to the manager")),
                None => {}
            },
            Writing::Deciding(item) => {
                keys.extend(decide::chords(item).iter().map(|(action, words)| (key(*action), *words)));
            }
            Writing::Ending(_) => keys.push((key(Action::Save), "do it")),
            Writing::Nothing => {}
        }
        keys.push((key(Action::PageDown), "more"));
        if self.writing != Writing::Asking {
            keys.push((key(Action::Add), "ask"));
            if self.cursor.is_some_and(|item| item.can_end(view)) {
                keys.push((key(Action::Recall), "take back"));
            }
        }
        keys.push((key(Action::Emergency), "emergency"));
        if self.items.len() > 1 || (self.writing == Writing::Asking && !self.items.is_empty()) {
            keys.push((key(Action::RowDown), "list"));
        }
        keys
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
            Some(Action::Send) => {
                let writing = self.writing;
                if let Some(sheet) = self.sheet_mut() {
                    sheet.leave(|sheet| writing.specs(sheet, view));
                }
                self.submit(true, view, say);
            }
            Some(Action::Recall) => match self.cursor.filter(|item| item.can_end(view)) {
                Some(item) => self.write(Writing::Ending(item), view),
                None => return false,
            },
            Some(action @ (Action::Authorise | Action::Decline | Action::SendBack)) => {
                return self.decide(action, view, say);
            }
            _ => {
                let writing = self.writing;
                let typed =
                    self.sheet_mut().and_then(|sheet| sheet.key(key, |sheet| writing.specs(sheet, view)));
                let Some(Typed { changed, submit }) = typed else {
                    return action.is_some_and(|action| self.window.act(action));
                };
                if changed {
                    say.push(Say::Changed);
                }
                if submit {
                    self.submit(false, view, say);
                }
            }
        }
        true
    }

    fn paste(&mut self, text: &str, _view: &View<'_>, say: &mut Vec<Say>) {
        if self.sheet_mut().is_some_and(|sheet| sheet.paste(text)) {
            say.push(Say::Changed);
        }
    }

    fn sync(&mut self, view: &View<'_>) {
        let items: Vec<Item> = briefs(view).iter().map(|brief| brief.item).collect();
        let first = self.items.is_empty();
        self.items = items;
        if self.follow(view) {
            return;
        }
        // What somebody is writing stays under their fingers, whatever else comes in.
        let busy = self.sheet().is_some_and(|sheet| !sheet.is_blank());
        let gone = self.cursor.is_none_or(|item| !self.items.contains(&item));
        if busy && !(gone && self.writing != Writing::Asking) {
            return self.fit(view);
        }
        let mine = self.items.iter().find(|item| item.may_decide(view).is_ok());
        match mine.or(self.items.first()).copied() {
            None => self.write(Writing::Asking, view),
            Some(item) if gone || first => self.select(item, view),
            Some(_) => match self.cursor {
                Some(item) if matches!(self.writing, Writing::Nothing | Writing::Deciding(_)) => {
                    // Somebody else may have decided it meanwhile.
                    let open = self.writing == Writing::Deciding(item);
                    if item.may_decide(view).is_ok() == open {
                        self.fit(view)
                    } else {
                        self.select(item, view)
                    }
                }
                _ => self.fit(view),
            },
        }
    }

    fn leave(&mut self, view: &View<'_>, _say: &mut Vec<Say>) {
        let writing = self.writing;
        if let Some(sheet) = self.sheet_mut() {
            sheet.leave(|sheet| writing.specs(sheet, view));
        }
    }

    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) {
        let Some(sheet) = self.sheets.get_mut(slot) else { return };
        match outcome {
            Outcome::Refused(why) => sheet.refuse(why.clone()),
            Outcome::Saved(_) => {
                // Of what a worker asks only the kind that was sent is done with.
                let kind = if slot == ASK { Ask::of(sheet).map_or("", Ask::kind) } else { "" };
                sheet.saved(kind);
                if let Some((_, saved)) = self.asked.as_mut().filter(|_| slot == ASK) {
                    *saved = true;
                    if self.follow(view) {
                        return;
                    }
                }
                if self.writing.key().as_deref() == Some(slot) {
                    match self.cursor.filter(|_| slot != ASK) {
                        Some(item) => self.select(item, view),
                        None => self.fit(view),
                    }
                }
            }
        }
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>, active: bool) {
        let briefs = briefs(view);
        let most = usize::from(area.height / 5).max(1);
        let rows = u16::try_from(briefs.len().min(most)).unwrap_or(0).min(area.height);
        self.draw_list(frame, Rect { height: rows, ..area }, view, &briefs);
        let under = Rect { y: area.y + rows, height: area.height - rows, ..area };
        let head = self.head(view);
        let width = usize::from(area.width.max(1));
        let beside = head.beside.iter().map(|(_, text)| text.len() / width + 1).sum();
        self.with_page(view, area.width, |page| {
            let parts = Parts::of(under, page.len(), self.sheet(), beside);
            page.draw(frame.buffer_mut(), parts.page, view.theme, &self.window);
            if let Some(sheet) = self.sheet() {
                sheet.draw(frame, parts.sheet, view.theme, active, &head);
            }
            let hint = self.sheet().map_or("", Sheet::hint);
            foot(frame, parts.foot, view.theme, hint, &self.keys(view));
        });
    }

    fn half_typed(&self) -> Option<HalfTyped> {
        let halves = self.sheets.iter().filter_map(|(key, sheet)| Some((key.clone(), sheet.half()?)));
        let sheets: BTreeMap<String, Half> = halves.collect();
        if sheets.is_empty() {
            return None;
        }
        let words = self.sheets.values().map(Sheet::count).sum::<usize>();
        let body = serde_json::to_value(Kept { sheets, writing: self.writing.key() }).ok()?;
        Some(HalfTyped { words: u32::try_from(words).unwrap_or(u32::MAX), body })
    }

    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let Ok(kept) = Kept::deserialize(body) else { return };
        for (key, half) in &kept.sheets {
            if let Some(writing) = Writing::from_key(key) {
                let sheet = self.sheets.entry(key.clone()).or_default();
                sheet.restore(half, |sheet| writing.specs(sheet, view));
            }
        }
        let Some(writing) = kept.writing.as_deref().and_then(Writing::from_key) else { return };
        if let Writing::Deciding(item) | Writing::Ending(item) = writing {
            self.cursor = Some(item);
        }
        self.writing = writing;
        self.items = briefs(view).iter().map(|brief| brief.item).collect();
        self.fit(view);
    }
}

#[cfg(test)]
mod tests;
