//! The rota: who is on duty now and how they are reached, and the next seven days with what is missing in them.

use std::rc::Rc;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect, text::Line};

use super::beside::{Say, Screen, Seen, View};
use crate::{
    domain::{
        calendar::{local::local_day, words},
        duty::Hold,
        policy::Role as Duty,
        rota::cover_at,
    },
    ui::{
        draw,
        kept::Kept,
        keymap::{self, Context, stacks},
        theme::Role,
        widgets::{List, Step},
    },
};

/// How far ahead it looks, in hours.
const WEEK: i64 = 7 * 24;

/// The screen's state: only how far it was turned.
#[derive(Default, Debug)]
pub struct RotaScreen {
    list: List<usize>,
    lines: Kept<(Seen, usize), Vec<Said>>,
}

/// One line: what it says, and what it is.
type Said = (String, Role);

impl RotaScreen {
    fn lines(&self, view: &View<'_>, width: usize) -> Rc<Vec<Said>> {
        self.lines.of((view.seen(), width), || lines(view, width))
    }

    fn ids(lines: &[Said]) -> Vec<usize> {
        (0..lines.len()).collect()
    }
}

impl Screen for RotaScreen {
    fn stack(&self) -> &'static [Context] {
        stacks::LIST
    }

    fn key(&mut self, key: KeyEvent, view: &View<'_>, _: &mut Vec<Say>) -> bool {
        let Some(action) = keymap::action(&[Context::List], key) else { return false };
        let ids = Self::ids(&lines(view, 120));
        self.list.sync(&ids);
        self.list.act(action, &ids) != Step::No
    }

    fn sync(&mut self, view: &View<'_>) {
        self.list.sync(&Self::ids(&lines(view, 120)));
    }

    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let lines = self.lines(view, usize::from(area.width));
        let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
        self.list.draw(frame.buffer_mut(), area, view.theme, lines.len(), |at, _| {
            let (text, role) = &lines[at];
            Line::from(draw::span(text, view.theme.style(*role)))
        });
    }
}

/// Writes the whole rota for a width.
fn lines(view: &View<'_>, width: usize) -> Vec<Said> {
    let (book, now) = (&view.desk.book, view.now);
    let duty = &book.duty;
    let mut lines = vec![("On duty now".to_owned(), Role::Title)];
    let holes = duty.holes(now, WEEK);
    if let Some(hole) = holes.iter().find(|hole| hole.from <= now) {
        let until = words::near(now, hole.until);
        let words = format!("‼ NOBODY is {} until {until}: enter who is", duty.called(hole.role));
        lines.push((words, Role::Alarm));
    }
    let mut current: Vec<&Hold> = duty.roster.at(now).collect();
    current
        .sort_by_key(|hold| (!duty.authorities(duty.mode_at(now)).any(|a| a.role == hold.role), hold.role));
    for hold in current {
        let authorises = duty.authorities(duty.mode_at(now)).any(|authority| authority.role == hold.role);
        let sign = if authorises { "●" } else { " " };
        let until = format!("until {}", words::near(now, hold.until));
        let role = if authorises { Role::TextStrong } else { Role::Text };
        for (at, line) in who(view, hold, &until, width).into_iter().enumerate() {
            lines.push((format!("{} {line}", if at == 0 { sign } else { " " }), role));
        }
    }
    if lines.len() == 1 {
        lines.push(("Nobody is down for this hour.".to_owned(), Role::TextDim));
    }
    lines.push((String::new(), Role::Text));
    lines.push(("The next seven days".to_owned(), Role::Title));
    lines.extend(week(view, width));
    lines.push((String::new(), Role::Text));
    let how = "`dutydesk rota import FILE.csv` brings a rota; `dutydesk duty set` changes one duty.";
    lines.push((how.to_owned(), Role::TextDim));
    lines
}

/// Writes the days to come: duties, and among them holes and overlaps, in the order of time.
fn week(view: &View<'_>, width: usize) -> Vec<Said> {
    let (duty, now) = (&view.desk.book.duty, view.now);
    let state = &view.desk.book.state;
    let end = now + TimeDelta::hours(WEEK);
    let mut rows: Vec<(DateTime<Utc>, u8, String, Role)> = Vec::new();
    let column = if width < 100 { 21 } else { 27 };
    for hold in duty.roster.holds().iter().filter(|hold| hold.from > now && hold.from < end) {
        let span = span(hold.from, hold.until);
        for line in who(view, hold, &span, width) {
            rows.push((hold.from, order(hold.role), line, Role::Text));
        }
    }
    for hole in duty.holes(now, WEEK).iter().filter(|hole| hole.from > now) {
        let span = span(hole.from, hole.until);
        let words = format!("{span:<column$} ‼ HOLE: nobody is {}", duty.called(hole.role));
        rows.push((hole.from, 20, words, Role::NotMet));
    }
    for overlap in duty.overlaps(now, WEEK) {
        let span = span(overlap.from, overlap.until);
        let (one, other) = (state.name_of(overlap.one.person), state.name_of(overlap.other.person));
        let words = format!(
            "{span:<column$} ▲ OVERLAP: {one} and {other} are both {}",
            duty.called(overlap.other.role)
        );
        rows.push((overlap.from, 30, words, Role::DueSoon));
    }
    rows.sort_by_key(|row| (row.0, row.1));
    let mut lines = Vec::new();
    let mut day: Option<NaiveDate> = None;
    for (from, _, words, role) in rows {
        let of = local_day(from);
        let name =
            if day.replace(of) == Some(of) { String::new() } else { of.format("%a %-d %b").to_string() };
        lines.push((format!("{name:<11}{words}"), role));
    }
    if lines.is_empty() {
        lines.push(("Nothing is entered.".to_owned(), Role::TextDim));
    }
    lines
}

fn order(role: Duty) -> u8 {
    Duty::ALL.iter().position(|known| *known == role).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// Writes "17:00–Wed 09:00".
fn span(from: DateTime<Utc>, until: DateTime<Utc>) -> String {
    let same = local_day(from) == local_day(until);
    if same {
        format!("{}–{}", words::clock(from), words::clock(until))
    } else {
        format!("{}–{} {}", words::clock(from), local_day(until).format("%a %-d"), words::clock(until))
    }
}

/// Writes who holds a duty, when, by which number, and who stands in.
fn who(view: &View<'_>, hold: &Hold, when: &str, width: usize) -> Vec<String> {
    let state = &view.desk.book.state;
    let called = view.desk.book.duty.called(hold.role);
    let number = view.desk.book.duty.directory.number(hold.person);
    let number = number.map_or("no number", |set| set.number.as_str());
    let cover = cover_at(&state.covers, hold, hold.from.max(view.now));
    let cover = cover.map_or("no cover".to_owned(), |cover| format!("cover {}", state.name_of(cover)));
    let name = state.name_of(hold.person);
    if width < 100 {
        let first = format!("{when:<21} {called}: {name}");
        return vec![first, format!("{:<21} {number} · {cover}", "")];
    }
    vec![format!("{when:<27} {called:<26} {name:<18} {number:<14} {cover}")]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        domain::contact::call::Caller,
        exchange::story::begin,
        ui::screens::call::caller::{CallerPane, fixture::Bench},
    };

    #[test]
    fn a_duty_that_nobody_holds_now_is_said_first() {
        let said = |held: bool| {
            let mut story = begin(Caller::default());
            if !held {
                story.duty.roster = crate::domain::duty::Roster::default();
            }
            let mut bench = Bench::<CallerPane>::new(story);
            bench.with(|_, view| {
                let board = Arc::from([]);
                let view = View::of_pane(view, &board);
                lines(&view, 120).into_iter().map(|(line, _)| line).collect::<Vec<_>>().join("\n")
            })
        };
        let held = said(true);
        assert!(!held.contains("‼ NOBODY is "), "{held}");
        assert!(said(false).contains("‼ NOBODY is "), "{}", said(false));
    }
}
