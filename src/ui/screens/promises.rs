//! The ledger: every promise that is owed, what is due first before, and how promises were kept.

use std::cell::Cell;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line as Row};

use super::beside::{Say, Screen, View};
use crate::{
    domain::{
        board::{Entry, Kind},
        calendar::words,
        calling::Call,
        contact::{promise::Owner, why::Known},
        ids::{ContactId, PromiseNo},
        ledger::{self, Line},
    },
    ui::{
        draw, due,
        keymap::{self, Action, Context, stacks},
        theme::Role,
        widgets::{List, Step},
    },
};

/// The screen's state.
#[derive(Default, Debug)]
pub struct PromisesScreen {
    list: List<(ContactId, PromiseNo)>,
    /// Whether only the promises of whoever is signed in are shown.
    mine: Cell<bool>,
}

impl PromisesScreen {
    fn lines(&self, view: &View<'_>) -> Vec<Line> {
        let all = view.board.iter().filter_map(Line::of);
        all.filter(|line| !self.mine.get() || line.is_of(view.actor.person)).collect()
    }

    /// Says why the promise under the cursor has its time.
    fn whys(&self, view: &View<'_>) -> Option<Say> {
        let at = self.list.cursor()?;
        let line = self.lines(view).into_iter().find(|line| (line.contact, line.owed.no) == *at)?;
        let book = &view.desk.book;
        let known = Known {
            policy: &book.policy,
            duty: &book.duty,
            calling: &view.desk.calling,
            now: view.now,
            name: &|id| book.state.name_of(id).to_owned(),
        };
        Some(Say::Times { of: line.owed.reference.to_string(), whys: vec![known.of_line(&line)] })
    }

    fn ids(lines: &[Line]) -> Vec<(ContactId, PromiseNo)> {
        lines.iter().map(|line| (line.contact, line.owed.no)).collect()
    }
}

impl Screen for PromisesScreen {
    fn stack(&self) -> &'static [Context] {
        stacks::LEDGER
    }

    fn kinds(&self) -> &'static [Kind] {
        &[Kind::Promise, Kind::Settled]
    }

    fn contact(&self, _: &View<'_>) -> Option<ContactId> {
        self.list.cursor().map(|(contact, _)| *contact)
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let Some(action) = keymap::action(&[Context::Ledger, Context::List], key) else { return false };
        match action {
            Action::Lane => match keymap::digit(key) {
                Some(digit @ (1 | 2)) => self.mine.set(digit == 2),
                _ => return false,
            },
            Action::Open => {
                say.extend(self.contact(view).map(Say::Open));
                return true;
            }
            Action::Why => {
                say.extend(self.whys(view));
                return true;
            }
            action => {
                let ids = Self::ids(&self.lines(view));
                self.list.sync(&ids);
                return self.list.act(action, &ids) != Step::No;
            }
        }
        self.sync(view);
        true
    }

    fn sync(&mut self, view: &View<'_>) {
        self.list.sync(&Self::ids(&self.lines(view)));
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let theme = view.theme;
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let lines = self.lines(view);
        let all: Vec<Line> = view.board.iter().filter_map(Line::of).collect();
        let settled: Vec<Entry> =
            view.board.iter().filter(|entry| entry.kind == Kind::Settled).cloned().collect();
        let overdue = all.iter().filter(|line| call(line, view).is_late(view.now, line.due)).count();
        let which = if self.mine.get() { "yours" } else { "owed" };
        let head = format!(
            "Promises – {} {which}, {overdue} of all {} past their time (1 all, 2 mine)",
            lines.len(),
            all.len()
        );
        let buf = frame.buffer_mut();
        draw::put(buf, area, area.x, area.y, &head, theme.style(Role::Title));
        let rate = ledger::rate(&all, &settled, view.now).words();
        draw::put(buf, area, area.x, area.y + 1, &rate, theme.style(Role::TextDim));
        let detail = if area.height > 12 { 4 } else { 0 };
        let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3 + detail), ..area };
        if lines.is_empty() {
            let words = if self.mine.get() { "You owe nothing." } else { "Nothing is owed." };
            draw::put(buf, list, list.x, list.y, words, theme.style(Role::TextDim));
            return;
        }
        let width = usize::from(list.width);
        self.list.draw(buf, list, theme, lines.len(), |at, _| row(&lines[at], view, width));
        if let Some(line) = lines.get(self.list.index()).filter(|_| detail > 0) {
            let foot = Rect { y: list.bottom(), height: detail, ..area };
            let rule = "─".repeat(usize::from(foot.width));
            draw::put(buf, foot, foot.x, foot.y, &rule, theme.style(Role::Border));
            for (y, (words, role)) in (foot.y + 1..foot.bottom()).zip(detail_of(line, view)) {
                draw::put(buf, foot, foot.x, y, &words, theme.style(role));
            }
        }
    }
}

fn owner(line: &Line, view: &View<'_>) -> String {
    match &line.owed.owner {
        Owner::Staff(person) => view.desk.book.state.name_of(*person).to_owned(),
        Owner::Named(name) => format!("{name} owes us"),
    }
}

/// Gives sign and words of the time, and how they look.
fn due(line: &Line, view: &View<'_>) -> (String, Role) {
    let mark = due::mark(view.now, line.due, call(line, view));
    (format!("{} {}", mark.sign, mark.words), mark.role)
}

/// Tells whether somebody may be called for it now: the call in writing waits for the day.
fn call(line: &Line, view: &View<'_>) -> Call {
    if line.owed.written { view.desk.calling.written(line.due) } else { view.desk.calling.promise(line.due) }
}

fn row(line: &Line, view: &View<'_>, width: usize) -> Row<'static> {
    const DUE: usize = 14;
    const REFERENCE: usize = 8;
    let owner_wide = if width >= 100 { 20 } else { 14 };
    let (when, role) = due(line, view);
    let owed = &line.owed;
    let mark = match (owed.written, owed.question, owed.ring_back) {
        (true, _, _) => "✎ ",
        (_, true, _) => "? ",
        (_, _, true) => "☎ ",
        _ => "",
    };
    let tried = owed.tried.as_ref().map(|tried| format!(" ({tried})")).unwrap_or_default();
    let moved = if owed.moved > 0 { " ↷" } else { "" };
    let what = draw::safe(&format!("{mark}{} → {}{moved}{tried}", owed.what, owed.to));
    let room = width.saturating_sub(DUE + REFERENCE + owner_wide + 3);
    let what = draw::clip(&what, room);
    let gap = " ".repeat(room.saturating_sub(draw::width(&what)));
    let owner = draw::safe(&owner(line, view));
    let style = |role| view.theme.style(role);
    Row::from(vec![
        draw::span(&format!("{:<DUE$} ", draw::clip(&when, DUE)), style(role)),
        draw::span(&format!("{:<REFERENCE$} ", owed.reference.to_string()), style(Role::TextStrong)),
        draw::span(&format!("{what}{gap} "), style(Role::Row)),
        draw::span(&draw::clip(&owner, owner_wide), style(Role::TextDim)),
    ])
}

fn detail_of(line: &Line, view: &View<'_>) -> Vec<(String, Role)> {
    let owed = &line.owed;
    let closed = if owed.closed { ", the contact is closed" } else { "" };
    let by = format!("by {} – {}{closed}", words::near(view.now, owed.by), owner(line, view));
    let mut lines = vec![(format!("{} → {}", owed.what, owed.to), Role::TextStrong), (by, Role::Text)];
    let next = (line.due < owed.by).then(|| format!("next try {}", words::near(view.now, line.due)));
    let tried = owed.tried.clone().into_iter().chain(next).collect::<Vec<_>>().join(", ");
    if !tried.is_empty() {
        lines.push((tried, Role::DueSoon));
    }
    lines
}
