//! The sheet of a handover, for paper and for programs, and what changed while somebody was away.
//!
//! The JSON of a handover: `id`, `title`, `kind`, `by`, `at`, `finished`, `stands` (`open`, `waits`, `done`, `dropped`), `code` (the
//! journal's head code at that moment), `items` (`no`, `reference` (`visit` where somebody is still out), `visit`, `who`, `children`, `causes` with `what`, `words`, `due` and `clock`,
//! `line`, `next`, `calls`, `acknowledged` with `at`, `by` and `words`). An item of a record that is closed to the reader has
//! only `no`, `reference`, `next` and `acknowledged`. Every key is always there; keys may be added and none is renamed.

use std::{collections::BTreeSet, fmt::Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{
    anchors::ON_A_SHEET,
    json::{self, NotWritten, Staff},
};
use crate::domain::{
    answer::HeadCode,
    calendar::words::{near, on_paper, stamp},
    desk::State,
    handover::{
        Acknowledgement, Brief, Cause, Handover, Item, Kind, Waiting, away::Changed, next_words, title,
    },
    ids::ItemNo,
    queue::RESTRICTED,
    shown::Shown,
};

/// What a sheet is made of.
#[derive(Clone, Copy, Debug)]
pub struct Paper<'a> {
    /// The handover.
    pub handover: &'a Handover,
    /// The code of the journal's newest entry.
    pub code: HeadCode,
    /// The number of that entry.
    pub entry: u64,
    /// The items that whoever takes it may not read.
    pub sealed: &'a BTreeSet<ItemNo>,
    /// Who works here.
    pub desk: &'a State,
    /// The moment.
    pub now: DateTime<Utc>,
}

impl Paper<'_> {
    fn is_sealed(&self, item: &Item) -> bool {
        self.sealed.contains(&item.no)
    }

    fn name(&self, id: crate::domain::ids::StaffId) -> &str {
        self.desk.name_of(id)
    }

    fn title(&self) -> String {
        self.handover.title(|id| self.desk.name_of(id))
    }

    fn head(&self) -> [String; 3] {
        let handover = self.handover;
        let when = match handover.finished() {
            Some(at) => format!("handed over {}", stamp(at)),
            None => format!("being written since {}", stamp(handover.at)),
        };
        let until = match handover.kind {
            Kind::Leave { until: Some(until), .. } => format!(", away until {}", stamp(until)),
            Kind::Leave { until: None, .. } | Kind::Shift { .. } => String::new(),
        };
        [
            format!("By {}, {when}{until}.", self.name(handover.by)),
            format!("{} items, {}.", handover.items.len(), handover.stands().words()),
            format!("Head code of the journal: {}, entry {}, {}", self.code, self.entry, stamp(self.now)),
        ]
    }

    /// Writes the head code as it can be laid before `dutydesk verify --anchors` later.
    fn anchor(&self) -> String {
        let at = self.now.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!("{ON_A_SHEET}{at}  {}  {}  handover sheet", self.entry, self.code)
    }

    fn who(&self, item: &Item) -> String {
        if self.is_sealed(item) {
            return RESTRICTED.to_owned();
        }
        match item.drawn.children.as_slice() {
            [] => item.drawn.who.clone(),
            children => format!("{} – {}", item.drawn.who, children.join(", ")),
        }
    }

    fn next(&self, item: &Item) -> String {
        let next = item.next.map(|next| next_words(next, |id| self.desk.name_of(id)));
        next.unwrap_or_else(|| "NOBODY YET".to_owned())
    }

    fn acknowledged(&self, item: &Item) -> String {
        match &item.acknowledged {
            None => "acknowledged by: ______________________  at: ________".to_owned(),
            Some(Acknowledgement { at, by, words }) if words.is_empty() => {
                format!("acknowledged by {} {}", self.name(*by), stamp(*at))
            }
            Some(Acknowledgement { at, by, words }) => {
                format!("acknowledged by {} {}: {words}", self.name(*by), stamp(*at))
            }
        }
    }
}

/// Writes a cause, with a date that can be read on any day.
fn of_cause(cause: &Cause) -> String {
    match cause.due {
        Some(due) => format!("{} (by {})", cause.words, on_paper(due)),
        None => cause.words.clone(),
    }
}

/// Writes the sheet as text for a printer.
pub fn text(paper: Paper<'_>) -> String {
    let title = format!("HANDOVER: {}", paper.title());
    let mut out = format!("{title}\n{}\n", "=".repeat(title.chars().count()));
    for line in paper.head() {
        let _ = writeln!(out, "{line}");
    }
    for (no, item) in (1_u32..).zip(&paper.handover.items) {
        let _ = writeln!(out, "\n{no:>2}. {}  {}", item.drawn.label(), paper.who(item));
        if !paper.is_sealed(item) {
            for cause in &item.drawn.causes {
                let _ = writeln!(out, "    - {}", of_cause(cause));
            }
            if !item.line.is_empty() {
                let _ = writeln!(out, "    “{}”", item.line);
            }
        }
        let _ = writeln!(out, "    next: {}", paper.next(item));
        if paper.handover.finished().is_some() {
            let _ = writeln!(out, "    {}", paper.acknowledged(item));
        }
    }
    let _ = writeln!(out, "\n{}", paper.anchor());
    Shown::text(out).as_str().to_owned()
}

/// Writes the sheet as Markdown.
pub fn markdown(paper: Paper<'_>) -> String {
    let mut out = format!("# Handover: {}\n\n", plain(&paper.title()));
    for line in paper.head() {
        let _ = writeln!(out, "{}  ", plain(&line));
    }
    for (no, item) in (1_u32..).zip(&paper.handover.items) {
        let who = plain(&paper.who(item));
        let _ = writeln!(out, "\n## {no}. {} {who}\n", item.drawn.label());
        if !paper.is_sealed(item) {
            for cause in &item.drawn.causes {
                let _ = writeln!(out, "- {}", plain(&of_cause(cause)));
            }
            if !item.line.is_empty() {
                let _ = writeln!(out, "\n> {}", plain(&item.line));
            }
        }
        let _ = writeln!(out, "\n**Next:** {}  ", plain(&paper.next(item)));
        if paper.handover.finished().is_some() {
            let _ = writeln!(out, "{}", plain(&paper.acknowledged(item)));
        }
    }
    let _ = writeln!(out, "\n{}", paper.anchor());
    Shown::text(out).as_str().to_owned()
}

/// Keeps what people typed from being read as Markdown.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' => out.extend(['\\', c]),
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[derive(Serialize)]
struct HandoverJson<'a> {
    id: Uuid,
    title: String,
    kind: Kind,
    by: Staff<'a>,
    at: DateTime<Utc>,
    finished: Option<DateTime<Utc>>,
    stands: Waiting,
    code: HeadCode,
    items: Vec<ItemJson<'a>>,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    no: u32,
    reference: String,
    visit: Option<Uuid>,
    who: &'a str,
    children: &'a [String],
    causes: &'a [Cause],
    line: &'a str,
    next: Option<String>,
    calls: Option<DateTime<Utc>>,
    acknowledged: Option<AcknowledgedJson<'a>>,
}

#[derive(Serialize)]
struct AcknowledgedJson<'a> {
    at: DateTime<Utc>,
    by: Staff<'a>,
    words: &'a str,
}

/// Writes a handover as JSON, safe to show on a terminal.
pub fn json(paper: Paper<'_>) -> Result<String, NotWritten> {
    let desk = paper.desk;
    let staff = |id: crate::domain::ids::StaffId| Staff { id: id.0, name: desk.name_of(id) };
    let handover = paper.handover;
    let item = |item| -> ItemJson<'_> {
        let item: &Item = item;
        let open = !paper.is_sealed(item);
        ItemJson {
            no: item.no.0,
            reference: item.drawn.label(),
            visit: item.drawn.visit.map(|visit| visit.0),
            who: if open { &item.drawn.who } else { RESTRICTED },
            children: if open { &item.drawn.children } else { &[] },
            causes: if open { &item.drawn.causes } else { &[] },
            line: if open { &item.line } else { "" },
            next: item.next.map(|next| next_words(next, |id| desk.name_of(id))),
            calls: item.calls,
            acknowledged: item.acknowledged.as_ref().map(|by| AcknowledgedJson {
                at: by.at,
                by: staff(by.by),
                words: if open { &by.words } else { "" },
            }),
        }
    };
    json::write(&HandoverJson {
        id: handover.id.0,
        title: paper.title(),
        kind: handover.kind,
        by: staff(handover.by),
        at: handover.at,
        finished: handover.finished(),
        stands: handover.stands(),
        code: paper.code,
        items: handover.items.iter().map(item).collect(),
    })
}

#[derive(Serialize)]
struct BriefJson<'a> {
    id: Uuid,
    title: String,
    by: Staff<'a>,
    at: DateTime<Utc>,
    finished: Option<DateTime<Utc>>,
    stands: Waiting,
    items: usize,
    open: usize,
}

/// Writes the list of handovers as JSON: as one of them, without items, and with how many are `open`.
pub fn list_json(briefs: &[Brief], desk: &State) -> Result<String, NotWritten> {
    let all: Vec<BriefJson<'_>> = briefs
        .iter()
        .map(|brief| BriefJson {
            id: brief.id.0,
            title: title(brief.kind, |id| desk.name_of(id)),
            by: Staff { id: brief.by.0, name: desk.name_of(brief.by) },
            at: brief.at,
            finished: brief.finished,
            stands: brief.stands,
            items: brief.items,
            open: brief.open,
        })
        .collect();
    json::write(&all)
}

/// Writes the list of handovers for people, the newest first.
pub fn list_text(briefs: &[Brief], desk: &State) -> String {
    let mut out = String::new();
    for brief in briefs {
        let open = match brief.stands {
            Waiting::Open => format!(", {} of {} with nobody next", brief.open, brief.items),
            Waiting::Waits => format!(", {} of {} not acknowledged", brief.open, brief.items),
            Waiting::Done | Waiting::Dropped => format!(", {} items", brief.items),
        };
        let (title, by) = (title(brief.kind, |id| desk.name_of(id)), desk.name_of(brief.by));
        let _ = writeln!(
            out,
            "{:<22} {title:<26} {by:<16} {}{open}",
            stamp(brief.finished.unwrap_or(brief.at)).to_string(),
            brief.stands.words()
        );
    }
    if out.is_empty() { "No handover stands here yet.\n".to_owned() } else { out }
}

/// Writes what changed while somebody was away, for people; as Markdown where wanted.
pub fn away_text(
    since: DateTime<Utc>,
    changed: &[Changed],
    desk: &State,
    now: DateTime<Utc>,
    markdown: bool,
) -> String {
    let made = |text: &str| if markdown { plain(text) } else { text.to_owned() };
    let mut out = String::new();
    let _ =
        writeln!(out, "{}While you were away, since {}\n", if markdown { "# " } else { "" }, stamp(since));
    for one in changed {
        let taken = one.taken_by.map(|by| format!(", with {} now", desk.name_of(by))).unwrap_or_default();
        let line = format!("{}  {} – {}{taken}", one.reference, one.who, one.stands);
        let _ = writeln!(out, "{}{}", if markdown { "## " } else { "" }, made(&line));
        for done in &one.done {
            let by = done.by.map_or("the desk", |by| desk.name_of(by));
            let times = if done.times > 1 { format!(" {}×", done.times) } else { String::new() };
            let line = format!("{} {by}: {}{times}", near(now, done.at), done.what);
            let _ = writeln!(out, "{}{}", if markdown { "- " } else { "    " }, made(&line));
        }
        out.push('\n');
    }
    if changed.is_empty() {
        out.push_str("Nobody changed anything on what is yours.\n");
    }
    Shown::text(out).as_str().to_owned()
}

#[derive(Serialize)]
struct ChangedJson<'a> {
    reference: String,
    who: &'a str,
    stands: &'a str,
    taken_by: Option<Staff<'a>>,
    done: Vec<DoneJson<'a>>,
}

#[derive(Serialize)]
struct DoneJson<'a> {
    at: DateTime<Utc>,
    by: Option<Staff<'a>>,
    what: &'a str,
    times: usize,
}

/// Writes what changed while somebody was away as a JSON array, the newest change first.
pub fn away_json(changed: &[Changed], desk: &State) -> Result<String, NotWritten> {
    let staff = |id: crate::domain::ids::StaffId| Staff { id: id.0, name: desk.name_of(id) };
    let one = |one| -> ChangedJson<'_> {
        let one: &Changed = one;
        ChangedJson {
            reference: one.reference.to_string(),
            who: &one.who,
            stands: &one.stands,
            taken_by: one.taken_by.map(staff),
            done: one
                .done
                .iter()
                .map(|done| DoneJson {
                    at: done.at,
                    by: done.by.map(staff),
                    what: &done.what,
                    times: done.times,
                })
                .collect(),
        }
    };
    json::write(&changed.iter().map(one).collect::<Vec<_>>())
}
