//! The queue, drawn: lanes, what is due first at the top, and the contact under the cursor beneath.

use chrono::{DateTime, Utc};
use ratatui::{
    Frame,
    buffer::Buffer,
    layout::{Constraint, Layout, Rect},
};

use super::{
    Queue, View,
    columns::{Columns, Longest},
    names::{Names, in_full},
    place,
    word::from_away,
};
use crate::{
    desk::protocol::{DeskView, Partly},
    domain::{
        calendar::{local, words},
        ids::ContactId,
        queue::{CHILDS_WORDS, Item, Row},
    },
    ui::{
        cover, draw, due,
        keymap::{self, Action, stacks},
        theme::Role,
        widgets::Tabs,
    },
};

impl Queue {
    /// Draws lanes, list and preview.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let parts = self.parts(area);
        let buf = frame.buffer_mut();
        if let Some(partly) = self.partly() {
            let (place, words) = (parts.partly, said_of(partly, view));
            draw::put(buf, place, place.x, place.y, &words, view.theme.style(Role::Notice));
        }
        let lanes = self.lanes();
        Tabs { lanes: &lanes, active: place(self.lane) }.draw(buf, parts.lanes, view.theme);
        let highest = self.rows().iter().filter_map(|row| row.reference).max();
        let names = self.names(view.now);
        let longest = Longest::of(self.rows(), &names, !self.heard.is_empty(), view.now);
        let columns = Columns::of(parts.list.width, highest, longest);
        draw::put(
            buf,
            parts.titles,
            parts.titles.x,
            parts.titles.y,
            &columns.titles(),
            view.theme.style(Role::TextDim),
        );
        // Further down, and in a lane in which they do not stand, whoever rings is told of all the same.
        let many = self.rings().map_or(0, |rings| rings.many);
        if many > 0 && !self.shows_ring() {
            let words = format!("  ‼ {many} ringing · 3 shows ");
            let width = u16::try_from(draw::width(&words)).unwrap_or(0).min(parts.titles.width);
            let x = parts.titles.right().saturating_sub(width);
            draw::put(buf, parts.titles, x, parts.titles.y, &words, view.theme.style(Role::Alarm));
        }
        if self.rows().is_empty() {
            let words = match &self.view {
                // No row ever comes to whoever opens no contact.
                _ if view.desk.reads_nothing() => {
                    for (y, line) in (parts.list.y..parts.list.bottom()).zip(runs_the_desk(parts.list.width)) {
                        draw::put(buf, parts.list, parts.list.x + 2, y, &line, view.theme.style(Role::Text));
                    }
                    return;
                }
                None => "reading …".to_owned(),
                Some(_) if view.desk.unread.is_some() => {
                    match view.desk.known_at {
                        Some(_) => "The desk's file cannot be read. n takes a call, p shows what is promised.",
                        None => "What the desk's file holds cannot be read. n takes a call, and what is said in it is kept.",
                    }
                    .to_owned()
                }
                Some(_) if self.partly().is_some() => {
                    format!("Nothing of {} is known here now. n takes a call, p shows what is promised.", self.lane.words())
                }
                Some(_) => format!("Nothing stands in {}. n takes a call, 1 shows all.", self.lane.words()),
            };
            draw::put(
                buf,
                parts.list,
                parts.list.x + 2,
                parts.list.y,
                &words,
                view.theme.style(Role::TextDim),
            );
        }
        let looking = self.view.as_ref().map_or(&[][..], |lane| &lane.looking);
        let rows = self.rows();
        self.list.draw_with(buf, parts.list, view.theme, rows.len(), |buf, place, at, _| {
            let row = &rows[at];
            let covered = cover::covers(&self.heard, row.id);
            columns.draw(buf, place, (row, &names[at]), covered, looking, view);
        });
        self.preview(frame, parts.preview, view);
    }

    /// Lays out lanes, list and preview, and what is said where not all of the rows could be read.
    pub(super) fn parts(&self, area: Rect) -> Parts {
        Parts::of(area, self.partly().is_some())
    }

    fn preview(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>) {
        let Some(row) = self.row().filter(|_| area.height > 0) else { return };
        let buf = frame.buffer_mut();
        let theme = view.theme;
        let name = row.reference.map_or_else(|| "ringing".to_owned(), |reference| reference.to_string());
        let rule = "─".repeat(usize::from(area.width));
        draw::put(buf, area, area.x, area.y, &rule, theme.style(Role::Border));
        draw::put(buf, area, area.x + 1, area.y, &format!(" {name} "), theme.style(Role::TextStrong));
        let next = view.desk.calling.first(row).map(|(next, call)| {
            let left = due::left(view.now, next.at, call);
            format!("{}: {left} ({}) · w says why", next.words, words::near(view.now, next.at))
        });
        // Its column has no room for a line's whole name and the number.
        let ringing = (row.item == Item::Ring).then(|| {
            let covered = cover::covers(&self.heard, row.id);
            let who = if covered { cover::COVERED.to_owned() } else { row.who.clone() };
            [who, "Enter or a answers: a contact opens with the number filled in.".to_owned()]
        });
        let room = usize::from(area.width.saturating_sub(3)).max(1);
        // What is known of a number that rings is read before it is answered, whole where there is little room.
        let known: Vec<String> = match row.item {
            Item::Contact => Vec::new(),
            Item::Ring => {
                let said = row.preview.iter().map(|line| cover::preview(line, row, &self.heard));
                said.flat_map(|line| draw::wrapped(&line, room)).collect()
            }
        };
        let said = |line: &String| cover::preview(line, row, &self.heard);
        let preview = row.preview.iter().filter(|_| row.item == Item::Contact);
        let words = row.words.iter().map(|word| from_away(word, view));
        let waits = row.reference.is_some_and(|reference| !reference.is_given()).then(|| {
            "✕ No number yet: it waits for the desk's file, and gets its number by itself. Enter goes on with it.".to_owned()
        });
        // Whatever the column cut, here every child stands in full.
        let children = in_full(row, local::local_day(view.now));
        let lines = waits
            .into_iter()
            .chain(children.map(|names| draw::wrapped(&names, room)).unwrap_or_default())
            .chain(next)
            .chain(words)
            .chain(known)
            .chain(ringing.into_iter().flatten())
            .chain(preview.map(said));
        for (y, line) in (area.y + 1..area.bottom()).zip(lines) {
            let style =
                theme.style(if line.starts_with(CHILDS_WORDS) { Role::ChildWords } else { Role::Text });
            draw::put(buf, area, area.x + 2, y, &line, style);
        }
    }
}

/// Says, in the place of the rows, what an administrator has instead of them.
fn runs_the_desk(width: u16) -> Vec<String> {
    let of = |action| keymap::keys_of(stacks::QUEUE, action);
    let said = [
        "An administrator runs the desk and reads no contact: no line stands here, in no lane.".to_owned(),
        String::new(),
        format!("Here: {} the rota, who is on duty and where it has holes.", of(Action::Rota)),
        String::new(),
        "At the command line, each with --help:".to_owned(),
        "dutydesk staff: who works here, their accounts and roles".to_owned(),
        "dutydesk rota, duty, holidays: who is on duty, on which number".to_owned(),
        "dutydesk device: a manager's device, enrolled or taken away".to_owned(),
        "dutydesk verify, rebuild, backup: the journal proved, made anew, copied".to_owned(),
    ];
    let room = usize::from(width.saturating_sub(3)).max(1);
    said.iter().flat_map(|line| draw::wrapped(line, room)).collect()
}

/// Says what of a lane could not be read.
fn said_of(partly: Partly, view: &View<'_>) -> String {
    let lines = |many| if many == 1 { "1 line".to_owned() } else { format!("{many} lines") };
    let as_of = partly.as_of.map(|at| words::near(view.now, at));
    match (as_of, partly.missing) {
        (Some(at), 0) => format!(" ▲ Some of it as of {at}: the desk's file is damaged."),
        (Some(at), many) => {
            format!(
                " ▲ Some of it as of {at}, and {} not known here: the desk's file is damaged.",
                lines(many)
            )
        }
        (None, 0) => " ▲ The desk's file is damaged: what is read of this lane stands here.".to_owned(),
        (None, many) => {
            format!(
                " ▲ {} of this lane cannot be read: the desk's file is damaged. / finds a number or a name.",
                lines(many)
            )
        }
    }
}

/// Where the parts of the queue lie.
pub(super) struct Parts {
    pub(super) lanes: Rect,
    partly: Rect,
    titles: Rect,
    pub(super) list: Rect,
    preview: Rect,
}

impl Parts {
    pub(super) fn of(area: Rect, partly: bool) -> Self {
        let preview = match area.height {
            0..=11 => 0,
            12..=20 => 4,
            21..=40 => 7,
            _ => 12,
        };
        let [lanes, partly, titles, list, preview] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(u16::from(partly)),
            Constraint::Length(1),
            Constraint::Min(3),
            Constraint::Length(preview),
        ])
        .areas(area);
        Self { lanes, partly, titles, list, preview }
    }
}

impl Columns {
    fn titles(&self) -> String {
        let titles = [
            ("", 3),
            ("due", self.due),
            ("ref", self.reference),
            ("who rang", self.who),
            ("children", self.children),
            ("stands at", self.stands),
            ("with", self.with),
        ];
        titles.map(|(title, width)| format!("{title:<width$}")).concat()
    }

    /// Draws a row, cell after cell.
    fn draw(
        &self,
        buf: &mut Buffer,
        place: Rect,
        (row, names): (&Row, &Names),
        covered: bool,
        looking: &[(ContactId, String)],
        view: &View<'_>,
    ) {
        let (symbol, due, role) = due(row, view);
        let mut x = place.x + 1;
        let mut cell = |text: &str, width: usize, role: Role| {
            let width = u16::try_from(width).unwrap_or(0);
            let style = view.theme.style(role);
            // The gap has the cell's style too: a change of style costs more bytes than a space.
            draw::lay(buf, Rect { x, width, ..place }.intersection(place), style);
            let room = Rect { x, width: width.saturating_sub(1), ..place }.intersection(place);
            draw::put(buf, room, x, place.y, text, style);
            x += width;
        };
        cell(symbol, 2, role);
        cell(&due, self.due, role);
        let reference = row.reference.map_or_else(|| "–".to_owned(), |reference| reference.to_string());
        cell(&reference, self.reference, Role::TextStrong);
        if covered {
            cell(cover::COVERED, self.who, Role::Covered);
        } else {
            cell(&row.who, self.who, Role::Text);
        }
        cell(&names.fitted(self.children.saturating_sub(1)), self.children, Role::Text);
        // What stands on a call that rings is said of its number.
        let marked = row.item == Item::Ring && !row.preview.is_empty();
        let stands = if marked { Role::TextStrong } else { Role::TextDim };
        cell(&since(row, view.now), self.stands, stands);
        cell(&with(row, looking, view.desk), self.with, Role::Text);
    }
}

/// Gives a row's symbol, its countdown and how they look: past stays red while somebody is there for it, nothing turns grey.
fn due(row: &Row, view: &View<'_>) -> (&'static str, String, Role) {
    if row.item == Item::Ring {
        return ("☎", rings_for(view.now, row.since), Role::Ringing);
    }
    let Some((next, call)) = view.desk.calling.first(row) else {
        return ("·", "–".to_owned(), Role::TextDim);
    };
    let mark = due::mark(view.now, next.at, call);
    // What cannot wait looks no weaker once its time is over: its words say that it is.
    if row.urgent || row.danger {
        ("‼", mark.words, Role::Urgent)
    } else {
        (mark.sign, mark.words, mark.role)
    }
}

/// Says how long a call rings; ten minutes and more have their place only beside the shorter word, and what rings for longer
/// than anybody waits is told in hours, and in days.
fn rings_for(now: DateTime<Utc>, since: DateTime<Utc>) -> String {
    let seconds = (now - since).num_seconds().max(0);
    let (minutes, hours) = (seconds / 60, seconds / 3600);
    match (minutes, hours) {
        (0..=9, _) => format!("ringing {minutes}:{:02}", seconds % 60),
        (10..=99, _) => format!("rings {minutes}:{:02}", seconds % 60),
        (_, 0..=9) => format!("rings {hours} h {:02}", minutes % 60),
        (_, 10..=99) => format!("rings {hours} h"),
        _ => format!("rings {} d", hours / 24),
    }
}

/// Says where it stands, and since when.
pub(super) fn since(row: &Row, now: DateTime<Utc>) -> String {
    match row.item {
        Item::Ring => row.stands.clone(),
        Item::Contact => format!("{} {}", row.stands, words::near(now, row.since)),
    }
}

/// Says who has it, and who else is looking.
fn with(row: &Row, looking: &[(ContactId, String)], desk: &DeskView) -> String {
    let state = &desk.book.state;
    let holder = row.holder.map_or("–", |holder| state.initials_of(holder));
    let others: Vec<&str> = looking
        .iter()
        .filter(|(id, who)| id.0 == row.id && who != holder)
        .map(|(_, who)| who.as_str())
        .collect();
    if others.is_empty() { holder.to_owned() } else { format!("{holder} ◂ {}", others.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_long_a_call_rings_is_shown_whole() {
        let now: DateTime<Utc> = "2026-11-24T14:07:00Z".parse().unwrap();
        let ring = |seconds| rings_for(now, now - chrono::TimeDelta::seconds(seconds));
        assert_eq!([ring(59), ring(599), ring(665)], ["ringing 0:59", "ringing 9:59", "rings 11:05"]);
        assert_eq!([ring(99 * 60 + 59), ring(100 * 60 + 35)], ["rings 99:59", "rings 1 h 40"]);
        assert_eq!([ring(26 * 3600 + 59), ring(5 * 86_400)], ["rings 26 h", "rings 5 d"]);
        for seconds in [0, 599, 600, 6_000, 35_999, 36_000, 359_999, 360_000, 599_999, 8_000_000] {
            assert!(ring(seconds).len() < 13, "{}", ring(seconds));
        }
    }
}
