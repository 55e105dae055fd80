//! The sheet of a day: what is due by person, ours first, and how promises were kept. For people, what others owed us on earlier
//! days is only counted.
//!
//! The JSON: `at`, `rate` (`kept`, `late`, `broken`, `overdue`, `all`, `percent`), and `people`, one for whoever something is due
//! from: `person` (`null` for nobody yet), `outside` (somebody who owes us something), `promises` (`reference`, `no`, `what`, `to`,
//! `by`, `due`, `tried`, `safe` for when and how they are reached safely, `not_to_be_told` for names of the family,
//! `marked_elsewhere` for what other contacts of the family say of that, `moved`, `question`, `written`) and `contacts` (as in `dutydesk contact list --json`).

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    handover::plain,
    json::{self, NotWritten, Staff},
    list_json::RowJson,
};
use crate::domain::{
    calendar::{
        local::local_day,
        words::{day, near},
    },
    calling::{Call, Calling},
    desk::State,
    ledger::{Line, Person, Sheet},
    queue::{NotTold, Row},
    shown::Shown,
};

#[derive(Serialize)]
struct SheetJson<'a> {
    at: DateTime<Utc>,
    rate: RateJson,
    people: Vec<PersonJson<'a>>,
}

#[derive(Serialize)]
struct RateJson {
    kept: usize,
    late: usize,
    broken: usize,
    overdue: usize,
    all: usize,
    percent: Option<usize>,
}

#[derive(Serialize)]
struct PersonJson<'a> {
    person: Option<Staff<'a>>,
    outside: Option<&'a str>,
    promises: Vec<PromiseJson<'a>>,
    contacts: Vec<RowJson<'a>>,
}

#[derive(Serialize)]
struct PromiseJson<'a> {
    reference: String,
    no: u32,
    what: &'a str,
    to: &'a str,
    by: DateTime<Utc>,
    due: DateTime<Utc>,
    tried: Option<&'a str>,
    safe: Option<&'a str>,
    not_to_be_told: Vec<&'a str>,
    marked_elsewhere: &'a [String],
    moved: usize,
    question: bool,
    written: bool,
}

/// Writes the sheet as JSON, safe to show on a terminal.
pub fn json(sheet: &Sheet, desk: &State) -> Result<String, NotWritten> {
    let person = |person| -> PersonJson<'_> {
        let person: &Person = person;
        PersonJson {
            person: person.person.map(|id| Staff { id: id.0, name: desk.name_of(id) }),
            outside: person.outside.as_deref(),
            promises: person.promises.iter().map(|line| promise(line, sheet.at)).collect(),
            contacts: person.contacts.iter().map(|row| RowJson::of(row, desk, sheet.at)).collect(),
        }
    };
    let rate = sheet.rate;
    json::write(&SheetJson {
        at: sheet.at,
        rate: RateJson {
            kept: rate.kept,
            late: rate.late,
            broken: rate.broken,
            overdue: rate.overdue,
            all: rate.all(),
            percent: rate.percent(),
        },
        people: sheet.people.iter().map(person).collect(),
    })
}

fn promise(line: &Line, now: DateTime<Utc>) -> PromiseJson<'_> {
    let owed = &line.owed;
    PromiseJson {
        reference: owed.reference.to_string(),
        no: owed.no.0,
        what: &owed.what,
        to: &owed.to,
        by: owed.by,
        due: line.due,
        tried: owed.tried.as_deref(),
        safe: owed.safe.as_deref(),
        not_to_be_told: NotTold::holding(&owed.not_told, now).collect(),
        marked_elsewhere: &line.beside,
        moved: owed.moved,
        question: owed.question,
        written: owed.written,
    }
}

/// Writes the sheet for people; as Markdown where wanted.
///
/// What rests while nobody is there for it is marked `◷`, as on the screens.
pub fn text(sheet: &Sheet, desk: &State, calling: &Calling, markdown: bool) -> String {
    let made = |text: &str| if markdown { plain(text) } else { text.to_owned() };
    let (h1, h2, dot) = if markdown { ("# ", "## ", "- ") } else { ("", "", "  ") };
    let mut out = format!("{h1}Due today, {}\n\n", day(local_day(sheet.at)));
    let _ = writeln!(out, "Promises: {}.", made(&sheet.rate.words()));
    for person in &sheet.people {
        let name = match (person.person, &person.outside) {
            (Some(id), _) => desk.name_of(id).to_owned(),
            (None, Some(outside)) => format!("{outside} (owes us)"),
            (None, None) => "Nobody yet".to_owned(),
        };
        let _ = writeln!(out, "\n{h2}{}\n", made(&name));
        // What others owed us on earlier days is counted here, and stands in the ledger.
        let earlier = |line: &&Line| person.outside.is_some() && local_day(line.due) < local_day(sheet.at);
        for line in person.promises.iter().filter(|line| !earlier(line)) {
            let _ = writeln!(out, "{dot}{}", made(&promise_words(line, sheet.at, calling)));
        }
        match person.promises.iter().filter(earlier).count() {
            0 => {}
            many => {
                let _ = writeln!(out, "{dot}{many} of earlier days: the ledger of promises has them.");
            }
        }
        for row in &person.contacts {
            let _ = writeln!(out, "{dot}{}", made(&row_words(row, sheet.at, calling)));
        }
    }
    if sheet.people.is_empty() {
        out.push_str("\nNothing is due today.\n");
    }
    Shown::text(out).as_str().to_owned()
}

fn mark(due: DateTime<Utc>, now: DateTime<Utc>, call: Call) -> &'static str {
    match call {
        _ if due >= now => "·",
        Call::Calls => "✕",
        Call::Rests(_) => "◷",
    }
}

fn promise_words(line: &Line, now: DateTime<Utc>, calling: &Calling) -> String {
    let owed = &line.owed;
    let tried = owed.tried.as_ref().map(|tried| format!(", {tried}")).unwrap_or_default();
    let safe = owed.safe.as_ref().map(|safe| format!("; safe when, and how: {safe}")).unwrap_or_default();
    let barred = not_told(&owed.not_told, &line.beside, now);
    let kind = match (owed.written, owed.question) {
        (true, _) => "in writing",
        (_, true) => "answer",
        _ => "promised",
    };
    format!(
        "{} {:<8} {} {kind} {}: {}{tried}{safe}{barred}",
        mark(line.due, now, line.call(calling)),
        near(now, line.due).to_string(),
        owed.reference,
        owed.to,
        owed.what
    )
}

/// Gives whom the line must not be told to, for whoever has the sheet in their hand.
fn not_told(of: &[NotTold], beside: &[String], now: DateTime<Utc>) -> String {
    let own = NotTold::words(of, now);
    own.iter().chain(beside).flat_map(|words| ["; ", words.as_str()]).collect()
}

fn row_words(row: &Row, now: DateTime<Utc>, calling: &Calling) -> String {
    let reference = row.reference.map(|reference| reference.to_string()).unwrap_or_default();
    match &row.next {
        Some(next) => format!(
            "{} {:<8} {reference} {} – {}{}",
            mark(next.at, now, calling.next(next)),
            near(now, next.at).to_string(),
            next.words,
            row.who,
            not_told(&row.not_told, &row.beside, now)
        ),
        None => format!("· {reference} {}{}", row.who, not_told(&row.not_told, &row.beside, now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        contact::promise::Owner,
        duty::{Duty, southampton},
        ids::{ContactId, PromiseNo, Reference, StaffId},
        ledger::{self, Owed},
    };

    fn t(text: &str) -> DateTime<Utc> {
        format!("{text}:00Z").parse().unwrap()
    }

    fn line(by: &str, written: bool) -> Line {
        let owed = Owed {
            reference: Reference(7),
            no: PromiseNo(1),
            what: "ring back".to_owned(),
            made: None,
            to: "the school".to_owned(),
            owner: Owner::Staff(StaffId(uuid::Uuid::from_u128(1))),
            by: t(by),
            ring_back: true,
            question: false,
            written,
            tried: None,
            safe: None,
            number: None,
            not_told: Vec::new(),
            moved: 0,
            closed: false,
        };
        Line { contact: ContactId(uuid::Uuid::from_u128(2)), due: t(by), owed, beside: Vec::new() }
    }

    #[test]
    fn when_it_is_safe_stands_on_the_sheet() {
        let duty = Duty::new(southampton());
        let (mut line, now) = (line("2026-11-24T15:00", false), t("2026-11-24T14:00"));
        line.owed.safe = Some("only before 3".to_owned());
        let words = promise_words(&line, now, &duty.calling_at(now));
        assert!(words.ends_with("ring back; safe when, and how: only before 3"), "{words}");
        line.owed.not_told = vec![
            NotTold { name: "Craig Tressell".to_owned(), until: None },
            NotTold { name: "Lee Marsh".to_owned(), until: Some(now) },
        ];
        let words = promise_words(&line, now, &duty.calling_at(now));
        assert!(words.ends_with("only before 3; ✗ Craig Tressell not to be told"), "{words}");
        let sheet = Sheet {
            at: now,
            people: vec![Person { promises: vec![line], ..Person::default() }],
            rate: ledger::Rate::default(),
        };
        let json = json(&sheet, &State::default()).unwrap();
        assert!(json.contains("\"not_to_be_told\"") && !json.contains("Lee Marsh"), "{json}");
    }

    #[test]
    fn what_rests_at_night_rests_on_the_sheet_too() {
        let duty = Duty::new(southampton());
        let mark = |by: &str, written: bool, now: &str| {
            let (line, now) = (line(by, written), t(now));
            promise_words(&line, now, &duty.calling_at(now)).chars().next()
        };
        // Left over from the day, it waits for the morning; made for the night, it does not.
        assert_eq!(mark("2026-11-24T16:00", false, "2026-11-24T23:10"), Some('◷'));
        assert_eq!(mark("2026-11-24T22:00", false, "2026-11-24T23:10"), Some('✕'));
        assert_eq!(mark("2026-11-24T17:00", true, "2026-11-24T23:10"), Some('◷'));
        assert_eq!(mark("2026-11-24T16:00", false, "2026-11-25T09:00"), Some('✕'));
        assert_eq!(mark("2026-11-25T10:00", false, "2026-11-24T23:10"), Some('·'));
    }

    #[test]
    fn what_others_owed_us_on_earlier_days_is_counted_after_what_is_ours() {
        let duty = Duty::new(southampton());
        let now = t("2026-11-24T14:07");
        let theirs = |by: &str, no: u32| {
            let mut line = line(by, false);
            (line.owed.owner, line.owed.no) = (Owner::Named("the school".to_owned()), PromiseNo(no));
            line
        };
        let owed = vec![
            theirs("2026-11-10T09:00", 1),
            theirs("2026-11-23T09:00", 2),
            theirs("2026-11-24T09:00", 3),
            line("2026-11-24T13:00", false),
        ];
        let sheet = ledger::sheet(owed, Vec::new(), ledger::Rate::default(), now);
        let text = text(&sheet, &State::default(), &duty.calling_at(now), false);
        let ours = text.find("13:00").unwrap();
        let outside = text.find("the school (owes us)").unwrap();
        assert!(ours < outside, "{text}");
        let below = &text[outside..];
        assert!(below.contains("09:00 ") && below.contains("2 of earlier days"), "{text}");
        assert_eq!(below.matches('✕').count(), 1, "{text}");
    }
}
