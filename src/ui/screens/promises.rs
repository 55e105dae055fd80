//! The ledger: every promise that is owed, what is due first before, and how promises were kept.

use std::rc::Rc;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line as Row};

use super::beside::{Say, Screen, Seen, View};
use crate::{
    domain::{
        board::{Entry, Kind},
        calendar::words,
        calling::Call,
        contact::promise::Owner,
        ids::{ContactId, PromiseNo},
        ledger::{self, Line, Rate},
    },
    ui::{
        draw, due,
        kept::Kept,
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
    mine: bool,
    ledger: Kept<Seen, Ledger>,
}

/// The ledger as it was read.
#[derive(Debug)]
struct Ledger {
    all: Vec<Line>,
    mine: Vec<Line>,
    overdue: usize,
    rate: Rate,
}

impl PromisesScreen {
    fn ledger(&self, view: &View<'_>) -> Rc<Ledger> {
        self.ledger.of(view.seen(), || {
            let all: Vec<Line> = view.board.iter().filter_map(Line::of).collect();
            let mine = all.iter().filter(|line| line.is_of(view.actor.person)).cloned().collect();
            let settled: Vec<Entry> =
                view.board.iter().filter(|entry| entry.kind == Kind::Settled).cloned().collect();
            let overdue = all.iter().filter(|line| call(line, view).is_late(view.now, line.due)).count();
            Ledger { mine, overdue, rate: ledger::rate(&all, &settled, view.now), all }
        })
    }

    fn lines<'l>(&self, ledger: &'l Ledger) -> &'l [Line] {
        if self.mine { &ledger.mine } else { &ledger.all }
    }

    fn rows(&self, view: &View<'_>) -> Vec<(ContactId, PromiseNo)> {
        Self::ids(self.lines(&self.ledger(view)))
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
                Some(digit @ (1 | 2)) => self.mine = digit == 2,
                _ => return false,
            },
            Action::Open => {
                say.extend(self.contact(view).map(Say::Open));
                return true;
            }
            action => {
                let ids = self.rows(view);
                self.list.sync(&ids);
                return self.list.act(action, &ids) != Step::No;
            }
        }
        self.sync(view);
        true
    }

    fn sync(&mut self, view: &View<'_>) {
        self.list.sync(&self.rows(view));
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let theme = view.theme;
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        let ledger = self.ledger(view);
        let lines = self.lines(&ledger);
        let which = if self.mine { "yours" } else { "owed" };
        let head = format!(
            "Promises – {} {which}, {} of all {} past their time (1 all, 2 mine)",
            lines.len(),
            ledger.overdue,
            ledger.all.len()
        );
        let buf = frame.buffer_mut();
        draw::put(buf, area, area.x, area.y, &head, theme.style(Role::Title));
        let rate = ledger.rate.words();
        draw::put(buf, area, area.x, area.y + 1, &rate, theme.style(Role::TextDim));
        let detail = if area.height > 12 { 4 } else { 0 };
        let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3 + detail), ..area };
        if lines.is_empty() {
            let words = if self.mine { "You owe nothing." } else { "Nothing is owed." };
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
