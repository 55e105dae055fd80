//! The ledger: every promise that is owed, what is due first before, and how promises were kept.

use std::rc::Rc;

use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line as Row};

use super::beside::{Say, Screen, Seen, View};
use crate::{
    domain::{
        board::{Entry, Kind},
        calendar::words,
        contact::{place::Place, promise::Owner},
        ids::{ContactId, PromiseNo},
        ledger::{self, Line, Owed, Rate},
        queue::NotTold,
    },
    ui::{
        cover::COVERED,
        draw, due,
        kept::Kept,
        keymap::{self, Action, Context, stacks},
        screens::call::times,
        theme::Role,
        widgets::{Lane as Tab, List, Step, Tabs},
    },
};

/// What stands in the place of how promises were kept, where the desk's file does not say it.
const NOT_COUNTED: &str =
    "how many were kept cannot be counted; of what others owe us only what is due about now is known";

/// Whose promises are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
enum Whose {
    /// What we owe.
    #[default]
    Ours,
    /// What whoever is signed in owes.
    Mine,
    /// What others owe us.
    Theirs,
}

impl Whose {
    const ALL: [Self; 3] = [Self::Ours, Self::Mine, Self::Theirs];

    const fn words(self) -> &'static str {
        match self {
            Self::Ours => "Ours",
            Self::Mine => "Mine",
            Self::Theirs => "Owed to us",
        }
    }

    /// Says that there is nothing, or was nothing when that was last known.
    const fn nothing(self, now: bool) -> &'static str {
        match self {
            _ if !now => "Nothing of this was owed then.",
            Self::Ours => "We owe nobody anything.",
            Self::Mine => "You owe nothing.",
            Self::Theirs => "Nobody owes us anything.",
        }
    }
}

/// The screen's state.
#[derive(Default, Debug)]
pub struct PromisesScreen {
    list: List<(ContactId, PromiseNo)>,
    whose: Whose,
    ledger: Kept<Seen, Ledger>,
}

/// The ledger as it was read.
#[derive(Debug)]
struct Ledger {
    /// By whose they are, each due first before.
    lines: [Vec<Line>; Whose::ALL.len()],
    /// How many of ours are past their time.
    overdue: usize,
    rate: Rate,
}

impl Ledger {
    fn of(view: &View<'_>) -> Self {
        let all: Vec<Line> = view.board.iter().filter_map(Line::of).collect();
        let settled = view.board.iter().filter(|entry| entry.kind == Kind::Settled);
        let settled: Vec<Entry> = settled.cloned().collect();
        let rate = ledger::rate(&all, &settled, view.now);
        let mine = all.iter().filter(|line| line.is_of(view.actor.person)).cloned().collect();
        let (ours, theirs): (Vec<Line>, Vec<Line>) = all.into_iter().partition(Line::is_ours);
        let calling = &view.desk.calling;
        let overdue = ours.iter().filter(|line| line.call(calling).is_late(view.now, line.due)).count();
        Self { lines: [ours, mine, theirs], overdue, rate }
    }

    fn lines(&self, whose: Whose) -> &[Line] {
        &self.lines[whose as usize]
    }
}

impl PromisesScreen {
    fn ledger(&self, view: &View<'_>) -> Rc<Ledger> {
        self.ledger.of(view.seen(), || Ledger::of(view))
    }

    /// Says why the promise under the cursor has its time.
    fn whys(&self, view: &View<'_>) -> Option<Say> {
        let at = self.list.cursor()?;
        let ledger = self.ledger(view);
        let line = ledger.lines(self.whose).iter().find(|line| (line.contact, line.owed.no) == *at)?;
        let known = times::known(view.desk, view.now);
        let why = if is_covered(view) { known.of_line(&covered(line)) } else { known.of_line(line) };
        Some(Say::Times { of: line.owed.reference.to_string(), whys: vec![why] })
    }

    fn rows(&self, view: &View<'_>) -> Vec<(ContactId, PromiseNo)> {
        let ledger = self.ledger(view);
        ledger.lines(self.whose).iter().map(|line| (line.contact, line.owed.no)).collect()
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

    fn place(&self) -> Option<Place> {
        self.list.cursor().map(|(_, no)| Place::Promise(*no))
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let Some(action) = keymap::action(&[Context::Ledger, Context::List], key) else { return false };
        match action {
            Action::Lane => {
                let digit = keymap::digit(key).and_then(|digit| usize::from(digit).checked_sub(1));
                let Some(whose) = digit.and_then(|at| Whose::ALL.get(at)) else { return false };
                self.whose = *whose;
            }
            Action::Open => {
                say.extend(self.contact(view).map(Say::Open));
                return true;
            }
            Action::Why => {
                say.extend(self.whys(view));
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
        let lines = ledger.lines(self.whose);
        if view.desk.reads_nothing() {
            let words = "Promises – an administrator runs the desk and reads none.";
            draw::put(frame.buffer_mut(), area, area.x, area.y, words, theme.style(Role::Title));
            return;
        }
        let head = match (ledger.lines(Whose::Ours).len(), ledger.overdue) {
            (0, _) => "Promises – we owe none".to_owned(),
            (ours, 0) => format!("Promises – we owe {ours}, none past their time"),
            (ours, overdue) => format!("Promises – we owe {ours}, {overdue} past their time"),
        };
        let buf = frame.buffer_mut();
        draw::put(buf, area, area.x, area.y, &head, theme.style(Role::Title));
        let rate = match view.as_of {
            None => ledger.rate.words(),
            Some(_) => NOT_COUNTED.to_owned(),
        };
        draw::put(buf, area, area.x, area.y + 1, &rate, theme.style(Role::TextDim));
        let tabs = Whose::ALL.map(|whose| Tab {
            key: char::from_digit(whose as u32 + 1, 10).unwrap_or(' '),
            words: whose.words().to_owned(),
            short: whose.words().to_owned(),
            count: Some(ledger.lines(whose).len()),
            alarm: false,
        });
        let place = Rect { y: area.y + 2, height: 1, ..area };
        Tabs { lanes: &tabs, active: self.whose as usize }.draw(buf, place, theme);
        let more = if view.as_of.is_some() { 2 } else { 0 };
        let detail = if area.height > 12 { 4 + more } else { 0 };
        let list = Rect { y: area.y + 3, height: area.height.saturating_sub(3 + detail), ..area };
        if lines.is_empty() {
            draw::put(
                buf,
                list,
                list.x,
                list.y,
                self.whose.nothing(view.as_of.is_none()),
                theme.style(Role::TextDim),
            );
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

/// Tells whether what is promised is covered: while anybody listens who may, also of their own contact, whose promises may say
/// who rang before them. Their contact shows what they may read.
fn is_covered(view: &View<'_>) -> bool {
    !view.heard.is_empty()
}

/// Gives a line whose words are covered, and whose times are not.
fn covered(line: &Line) -> Line {
    const DARK: &str = "▒▒▒";
    let mut line = line.clone();
    let owed = &mut line.owed;
    COVERED.clone_into(&mut owed.what);
    DARK.clone_into(&mut owed.to);
    if let Owner::Named(name) = &mut owed.owner {
        DARK.clone_into(name);
    }
    if let Some(made) = &mut owed.made {
        DARK.clone_into(&mut made.agreed_with);
        for (_, how) in &mut made.moved {
            DARK.clone_into(how);
        }
    }
    line
}

/// Gives who owes it, raw; somebody outside may be who rang.
fn owner<'l>(line: &'l Line, view: &View<'l>) -> &'l str {
    match &line.owed.owner {
        Owner::Named(_) if is_covered(view) => "▒▒▒",
        Owner::Staff(person) => view.desk.book.state.name_of(*person),
        Owner::Named(name) => name,
    }
}

/// Gives sign and words of the time, and how they look.
fn due(line: &Line, view: &View<'_>) -> (String, Role) {
    let mark = due::mark(view.now, line.due, line.call(&view.desk.calling));
    (format!("{} {}", mark.sign, mark.words), mark.role)
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
    let covered = is_covered(view);
    let what = if covered { COVERED.to_owned() } else { format!("{} → {}", owed.what, owed.to) };
    let waits = waits(line, view);
    let what = draw::safe(&format!("{mark}{what}{moved}{tried}"));
    let room = width.saturating_sub(DUE + REFERENCE + owner_wide + 3 + draw::width(waits));
    let what = draw::clip(&what, room);
    let gap = " ".repeat(room.saturating_sub(draw::width(&what)));
    let owner = draw::safe(owner(line, view));
    let style = |role| view.theme.style(role);
    Row::from(vec![
        draw::span(&format!("{:<DUE$} ", draw::clip(&when, DUE)), style(role)),
        draw::span(&format!("{:<REFERENCE$} ", owed.reference.to_string()), style(Role::TextStrong)),
        draw::span(waits, style(Role::Error)),
        draw::span(&format!("{what}{gap} "), style(Role::Row)),
        draw::span(&draw::clip(&owner, owner_wide), style(Role::TextDim)),
    ])
}

/// Gives the mark of a promise that is not in the record yet.
fn waits(line: &Line, view: &View<'_>) -> &'static str {
    view.waits(Kind::Promise, line.contact.0, Some(line.owed.no.0))
}

/// Gives what else its contact would say to whoever rings, where it cannot be opened, and what to do instead.
fn instead_of_its_contact(owed: &Owed, view: &View<'_>) -> Vec<(String, Role)> {
    let number = owed.number.as_ref().map(|number| format!("☎ the caller's number: {number}"));
    let barred = NotTold::words(&owed.not_told, view.now);
    let known: Vec<String> = number.into_iter().chain(barred).filter(|_| !is_covered(view)).collect();
    let known = Some(known.join(" · ")).filter(|known| !known.is_empty());
    let instead =
        "Its contact cannot be opened now. Ring from here; n takes a call, and keeps what comes of it.";
    let known = known.map(|known| (known, Role::DueSoon));
    known.into_iter().chain([(instead.to_owned(), Role::Notice)]).collect()
}

fn detail_of(line: &Line, view: &View<'_>) -> Vec<(String, Role)> {
    let owed = &line.owed;
    let closed = if owed.closed { ", the contact is closed" } else { "" };
    let theirs = if line.is_ours() { "" } else { " owes us" };
    let by = format!("by {} – {}{theirs}{closed}", words::near(view.now, owed.by), owner(line, view));
    let covered = is_covered(view);
    let what = if covered { COVERED.to_owned() } else { format!("{} → {}", owed.what, owed.to) };
    let mut lines = vec![(what, Role::TextStrong), (by, Role::Text)];
    let next = (line.due < owed.by).then(|| format!("next try {}", words::near(view.now, line.due)));
    let tried = owed.tried.clone().into_iter().chain(next).collect::<Vec<_>>().join(", ");
    // Read before somebody rings; it may say who rang.
    let safe = owed.safe.as_ref().filter(|_| !covered).map(|safe| format!("☎ safe when, and how: {safe}"));
    let more = safe.into_iter().chain(Some(tried).filter(|tried| !tried.is_empty()));
    let more = more.collect::<Vec<_>>().join(" · ");
    if !more.is_empty() {
        lines.push((more, Role::DueSoon));
    }
    if view.as_of.is_some() && waits(line, view).is_empty() {
        lines.extend(instead_of_its_contact(owed, view));
    }
    lines
}
