//! Who looked, for programs and for people: `dutydesk audit`, with `--json` or without.
//!
//! Every answer has `schema` (`dutydesk.audit/1`) and `of`: `contact`, `person` or `overrides`. Times are RFC 3339 in UTC,
//! staff are `{id, name}`, `null` is none. Every key is always there; keys and choices may be added, none is renamed or removed.
//!
//! - `contact` has `reference`, `id` and `entries`; `person` has `person`, `from`, `to` and `entries`. An entry has `seq` (its place
//!   in the desk's history), `at`, `person`, `login`, `what` (`opened`, `break_glass`, `searched`, `listed`, `printed`, `exported`,
//!   `revealed`, `audited`, `changed`, `refused`, `ran_desk`), `reference`, `covered` (what was uncovered: `reporter`, `address`) and `words`: what was changed, the text of a search, the
//!   reason; what was tried, and why it was refused.
//! - `overrides` has `from`, `to`, `asked` (how many), `counts` of what holds now (`emergency`, `came_of`, also `suspended`, `n`),
//!   `by_how` (`how`, `n`) and `list`:
//!   `reference`, `no`, `emergency`, `asked_by`, `asked_at`, `came_of` (`waits`, `authorised`, `declined`, `returned`,
//!   `taken_back`, `upheld`, `not_upheld`), `by`, `role`, `how` in words, `at`, `took_minutes`, `withdrawn`, and of words by
//!   telephone `word` (`unconfirmed`, `confirmed`, `corrected`, `disowned`) and `word_at`, and `disowned`: the earlier words on an
//!   emergency that were (`came_of`, `by`, `how`, `given`, `at`); and
//!   `by_telephone_on_grounds_and_outcomes`, which are no overrides: how many words `with_code`, `dictated`, and `disowned`.

use std::fmt::Write as _;

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::json::{self, NotWritten, Staff};
use crate::domain::{
    audit::{Disowned, Entry, Line, OfContact, OfPerson, Override, Overrides, Spoken, timeline},
    calendar::words,
    contact::call::Covered,
    desk::State,
    duty::Duty,
    ids::{Reference, StaffId},
};

/// The name and version of the format.
pub const SCHEMA: &str = "dutydesk.audit/1";

#[derive(Serialize)]
struct ContactJson<'a> {
    schema: &'static str,
    of: &'static str,
    reference: String,
    id: Uuid,
    entries: Vec<EntryJson<'a>>,
}

#[derive(Serialize)]
struct PersonJson<'a> {
    schema: &'static str,
    of: &'static str,
    person: Staff<'a>,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    entries: Vec<EntryJson<'a>>,
}

#[derive(Serialize)]
struct EntryJson<'a> {
    seq: u64,
    at: DateTime<Utc>,
    person: Option<Staff<'a>>,
    login: Option<&'a str>,
    what: &'static str,
    reference: Option<String>,
    covered: Option<&'static str>,
    words: &'a str,
}

#[derive(Serialize)]
struct OverridesJson<'a> {
    schema: &'static str,
    of: &'static str,
    from: Option<DateTime<Utc>>,
    to: Option<DateTime<Utc>>,
    asked: usize,
    counts: Vec<CountJson>,
    by_how: Vec<HowJson>,
    list: Vec<OverrideJson<'a>>,
    by_telephone_on_grounds_and_outcomes: SpokenJson,
}

#[derive(Serialize)]
struct CountJson {
    emergency: bool,
    came_of: &'static str,
    n: usize,
}

#[derive(Serialize)]
struct HowJson {
    emergency: bool,
    how: &'static str,
    n: usize,
}

#[derive(Serialize)]
struct OverrideJson<'a> {
    reference: String,
    no: u32,
    emergency: bool,
    asked_by: Staff<'a>,
    asked_at: DateTime<Utc>,
    came_of: &'static str,
    by: Option<Staff<'a>>,
    role: Option<&'static str>,
    how: Option<&'static str>,
    at: Option<DateTime<Utc>>,
    took_minutes: Option<i64>,
    withdrawn: Option<DateTime<Utc>>,
    word: Option<&'static str>,
    word_at: Option<DateTime<Utc>>,
    disowned: Vec<DisownedJson<'a>>,
}

#[derive(Serialize)]
struct DisownedJson<'a> {
    came_of: &'static str,
    by: Staff<'a>,
    how: &'static str,
    given: DateTime<Utc>,
    at: DateTime<Utc>,
}

#[derive(Serialize)]
struct SpokenJson {
    with_code: usize,
    dictated: usize,
    disowned: usize,
}

impl SpokenJson {
    const fn of(spoken: Spoken) -> Self {
        let Spoken { with_code, dictated, disowned } = spoken;
        Self { with_code, dictated, disowned }
    }
}

fn staff(id: StaffId, desk: &State) -> Staff<'_> {
    Staff { id: id.0, name: desk.name_of(id) }
}

fn entries<'a>(entries: &'a [Entry], desk: &'a State) -> Vec<EntryJson<'a>> {
    let entry = |entry: &'a Entry| EntryJson {
        seq: entry.seq,
        at: entry.at,
        person: entry.person.map(|id| staff(id, desk)),
        login: entry.account.and_then(|id| desk.account(id)).map(|account| account.name.as_str()),
        what: entry.what.key(),
        reference: entry.reference.map(|reference| reference.to_string()),
        covered: entry.covered.map(Covered::key),
        words: &entry.words,
    };
    entries.iter().map(entry).collect()
}

/// Writes who saw and changed a contact as JSON, safe to show on a terminal.
pub fn contact(audit: &OfContact, desk: &State) -> Result<String, NotWritten> {
    let (reference, id) = (audit.reference.to_string(), audit.contact.0);
    json::write(&ContactJson {
        schema: SCHEMA,
        of: "contact",
        reference,
        id,
        entries: entries(&audit.entries, desk),
    })
}

/// Writes what a person did as JSON, safe to show on a terminal.
pub fn person(audit: &OfPerson, desk: &State) -> Result<String, NotWritten> {
    json::write(&PersonJson {
        schema: SCHEMA,
        of: "person",
        person: staff(audit.person, desk),
        from: audit.from,
        to: audit.to,
        entries: entries(&audit.entries, desk),
    })
}

/// Writes every override of a time as JSON, safe to show on a terminal.
pub fn overrides(audit: &Overrides, desk: &State) -> Result<String, NotWritten> {
    let disowned = |word: &Disowned| DisownedJson {
        came_of: word.came.key(),
        by: staff(word.by, desk),
        how: word.how.words(),
        given: word.given,
        at: word.at,
    };
    let one = |one: &Override| OverrideJson {
        reference: one.reference.to_string(),
        no: one.no.0,
        emergency: one.emergency,
        asked_by: staff(one.asked_by, desk),
        asked_at: one.asked_at,
        came_of: one.came.key(),
        by: one.by.map(|id| staff(id, desk)),
        role: one.role.map(crate::domain::policy::Role::key),
        how: one.how.map(crate::domain::contact::oversight::How::words),
        at: one.at,
        took_minutes: one.took().map(|took| took.num_minutes()),
        withdrawn: one.withdrawn,
        word: one.word(),
        word_at: one.signed.map(|(_, at)| at),
        disowned: one.disowned.iter().map(disowned).collect(),
    };
    let count = |(emergency, came, n): (bool, crate::domain::audit::CameOf, usize)| CountJson {
        emergency,
        came_of: came.key(),
        n,
    };
    json::write(&OverridesJson {
        schema: SCHEMA,
        of: "overrides",
        from: audit.from,
        to: audit.to,
        asked: audit.list.len(),
        counts: audit.counts().into_iter().map(count).collect(),
        by_how: audit.by_how().into_iter().map(|(emergency, how, n)| HowJson { emergency, how, n }).collect(),
        list: audit.list.iter().map(one).collect(),
        by_telephone_on_grounds_and_outcomes: SpokenJson::of(audit.spoken),
    })
}

/// Writes entries as a timeline for people, oldest first, each under its day; `about` is the contact that all are about.
pub fn entries_text(entries: &[Entry], about: Option<Reference>, desk: &State) -> String {
    if entries.is_empty() {
        return "Nothing.\n".to_owned();
    }
    let mut out = String::new();
    for line in timeline(entries.iter()) {
        let line = match line {
            Line::Day(day) => format!("{}{day}", if out.is_empty() { "" } else { "\n" }),
            Line::At(time, entry) => {
                let who = entry.person.map_or("the desk itself", |id| desk.name_of(id));
                // What is about another contact than the one that was asked about says so.
                let other = entry.reference.filter(|reference| Some(*reference) != about);
                let other = other.map(|reference| format!("{reference} ")).unwrap_or_default();
                format!("  {time}  {who:<18} {:<12} {other}{}", entry.what.words(), entry.words)
            }
        };
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out
}

/// Gives a line for each count of words by telephone on what takes two, where there are any.
fn spoken_text(spoken: Spoken) -> String {
    let lines = [
        (spoken.with_code, "by telephone with a one-time code"),
        (spoken.dictated, "by telephone, dictated only"),
        (spoken.disowned, "by telephone, disowned"),
    ];
    let lines = lines.into_iter().filter(|(n, _)| *n > 0);
    lines.fold(String::new(), |mut text, (n, words)| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{n:>5}  on grounds and outcomes {words}");
        text
    })
}

/// Writes every override as text for people: the counts, then each.
pub fn overrides_text(audit: &Overrides, desk: &State, duty: &Duty) -> String {
    let spoken = spoken_text(audit.spoken);
    if audit.list.is_empty() {
        return format!("No override was asked for in this time.\n{spoken}");
    }
    let mut out = String::new();
    for (emergency, came, n) in audit.counts() {
        let what = if emergency { "done at once" } else { "asked for" };
        let _ = writeln!(out, "{n:>5}  {what}: {}", came.words());
    }
    for (emergency, how, n) in audit.by_how() {
        let what = if emergency { "done at once: answered" } else { "authorised" };
        let _ = writeln!(out, "{n:>5}  {what} {how}");
    }
    for (emergency, word, n) in audit.by_word() {
        let what = if emergency { "done at once: answered" } else { "given" };
        let _ = writeln!(out, "{n:>5}  {what} by telephone, {word}");
    }
    if let n @ 1.. = audit.disowned() {
        let _ = writeln!(out, "{n:>5}  done at once: a word by telephone was disowned");
    }
    out.push_str(&spoken);
    out.push('\n');
    for one in &audit.list {
        let what = if one.emergency { "emergency" } else { "override" };
        let asked = format!(
            "{:<22} {:<9} {what} {}, {} by {}",
            words::stamp(one.asked_at),
            one.reference.to_string(),
            one.no.0,
            if one.emergency { "done" } else { "asked" },
            desk.name_of(one.asked_by)
        );
        let answer = match (one.by, one.took()) {
            (Some(by), Some(took)) => {
                let role = one.role.map(|role| format!(", {}", duty.called(role))).unwrap_or_default();
                let how = one.how.map(|how| format!(", {}", how.words())).unwrap_or_default();
                let minutes = took.num_minutes();
                format!("{} by {}{role}{how}, after {minutes} min", one.came.words(), desk.name_of(by))
            }
            _ if !one.disowned.is_empty() => "it waits for an answer again".to_owned(),
            _ => "nobody has answered yet".to_owned(),
        };
        let ended = one.withdrawn.map(|at| format!("; withdrawn {}", words::stamp(at))).unwrap_or_default();
        let word = match (one.signed, one.word()) {
            (Some((signed, at)), _) => {
                format!("; {} by the manager {}", signed.words().to_uppercase(), words::stamp(at))
            }
            (None, Some(word)) => format!("; {}", word.to_uppercase()),
            (None, None) => String::new(),
        };
        let earlier = |word: &Disowned| {
            let (by, given) = (desk.name_of(word.by), words::stamp(word.given));
            let (came, how, at) = (word.came.words(), word.how.words(), words::stamp(word.at));
            format!("; {came} {how}, {given}, said to be by {by}: DISOWNED by the manager {at}")
        };
        let earlier: String = one.disowned.iter().map(earlier).collect();
        let _ = writeln!(out, "{asked}; {answer}{word}{ended}{earlier}");
    }
    out
}
