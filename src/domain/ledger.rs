//! The ledger of promises across contacts, the rate at which they are kept, and the sheet of a day.
//!
//! Source: Leicestershire, The Road to Excellence (what was promised, to whom, by when, by whom, and how often it was kept).

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    board::{Entry, Kind},
    calendar::local::local_day,
    calling::{Call, Calling},
    contact::{
        Contact,
        promise::{From, Owner, Promise, PromiseState},
    },
    duty::Due,
    ids::{ContactId, PromiseNo, Reference, StaffId},
    queue::{NotTold, Row},
};

/// Over how many days the kept-rate is counted.
pub const DAYS: i64 = 28;

/// A promise as the ledger has it, raw.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four facts of a row, each true or not whatever the others are"
)]
pub struct Owed {
    /// In which contact.
    pub reference: Reference,
    /// Its number there.
    pub no: PromiseNo,
    /// What.
    pub what: String,
    /// To whom, in words.
    pub to: String,
    /// Who owes it.
    pub owner: Owner,
    /// By when.
    pub by: DateTime<Utc>,
    /// Whether it means ringing.
    pub ring_back: bool,
    /// Whether it is a question that somebody asked.
    pub question: bool,
    /// Whether it is the call in writing.
    pub written: bool,
    /// How often it was tried, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<String>,
    /// When and how it is safe to reach them, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe: Option<String>,
    /// The number that the caller gave, raw, where they are to be rung.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Those of the family who must not be told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_told: Vec<NotTold>,
    /// How often another time was agreed.
    pub moved: usize,
    /// Whether its contact is closed.
    pub closed: bool,
    /// Where its time comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<Made>,
}

/// Where a promise's time comes from.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Made {
    /// When it was promised.
    pub at: DateTime<Utc>,
    /// Who wrote it down.
    pub by: StaffId,
    /// With whom the time was agreed.
    pub agreed_with: String,
    /// By when it was before, and how another time was agreed, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<(DateTime<Utc>, String)>,
    /// The deadline of the call in writing, where it is that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<Due>,
}

/// How a promise ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// Kept in time.
    Kept,
    /// Kept after its time.
    KeptLate,
    /// Not kept.
    Broken,
}

/// How many promises of ours were kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Rate {
    /// In time.
    pub kept: usize,
    /// After their time.
    pub late: usize,
    /// Not.
    pub broken: usize,
    /// Past their time and still owed.
    pub overdue: usize,
}

impl Rate {
    /// Counts all whose time has come.
    pub const fn all(self) -> usize {
        self.kept + self.late + self.broken + self.overdue
    }

    /// Gives how many of a hundred were kept in time; none where nothing was due.
    pub fn percent(self) -> Option<usize> {
        (self.kept * 100 + self.all() / 2).checked_div(self.all())
    }

    /// Gives the words: "kept in time 7 of 9 (78 %): 1 late, 0 not kept, 1 overdue".
    pub fn words(self) -> String {
        match self.percent() {
            None => format!("no promise fell due in the last {DAYS} days"),
            Some(percent) => format!(
                "kept in time {} of {} ({percent} %) in the last {DAYS} days: {} late, {} not kept, {} overdue",
                self.kept,
                self.all(),
                self.late,
                self.broken,
                self.overdue
            ),
        }
    }
}

impl Contact {
    /// Gives the promises for the board: what is owed by when somebody has to act on it, what is settled by when it was.
    pub(super) fn ledger(&self) -> Vec<Entry> {
        self.telling.promises.iter().filter_map(|promise| self.entry(promise)).collect()
    }

    fn entry(&self, promise: &Promise) -> Option<Entry> {
        let entry = match promise.state {
            PromiseState::Open => {
                Entry::numbered(Kind::Promise, self.id.0, promise.no.0, &self.owed(promise))
                    .due(Some(promise.calls_at()))
            }
            PromiseState::Kept { late: false, .. } => self.ended(promise, Ended::Kept),
            PromiseState::Kept { late: true, .. } => self.ended(promise, Ended::KeptLate),
            PromiseState::Broken { .. } => self.ended(promise, Ended::Broken),
            // Nobody made it: it is neither owed nor counted.
            PromiseState::Mistaken(_) => return None,
        };
        let entry = entry.about(self.id);
        Some(match promise.promised.owner {
            Owner::Staff(person) => entry.of(person),
            Owner::Named(_) => entry,
        })
    }

    fn ended(&self, promise: &Promise, how: Ended) -> Entry {
        Entry::numbered(Kind::Settled, self.id.0, promise.no.0, &how).due(promise.settled())
    }

    /// Gives a promise as the ledger has it.
    pub fn owed(&self, promise: &Promise) -> Owed {
        Owed {
            reference: self.reference,
            no: promise.no,
            what: promise.promised.what.clone(),
            to: promise.promised.to.clone(),
            owner: promise.promised.owner.clone(),
            by: promise.promised.by,
            ring_back: promise.promised.ring_back,
            question: promise.from == From::Question,
            written: self.telling.written == Some(promise.no),
            tried: promise.tries_words(),
            safe: self.safe_when(&promise.promised),
            number: self.number_to_ring(&promise.promised).map(str::to_owned),
            not_told: self.not_told(),
            moved: promise.moved.len(),
            closed: self.closed.is_some(),
            made: Some(Made {
                at: promise.at,
                by: promise.by,
                agreed_with: promise.promised.agreed_with.clone(),
                moved: promise.moved.iter().map(|moved| (moved.from, moved.words())).collect(),
                written: self
                    .telling
                    .written_due
                    .clone()
                    .filter(|_| self.telling.written == Some(promise.no)),
            }),
        }
    }
}

/// A line of the ledger.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its contact.
    pub contact: ContactId,
    /// When somebody has to act on it.
    pub due: DateTime<Utc>,
    /// The promise.
    pub owed: Owed,
    /// What other contacts of the family say of who must not be told, and how they are not safe to reach.
    pub beside: Vec<String>,
}

impl Line {
    /// Reads a line of the board; none where it is not a promise that is owed.
    pub fn of(entry: &Entry) -> Option<Self> {
        let owed: Owed = entry.read().filter(|_| entry.kind == Kind::Promise)?;
        Some(Self { contact: entry.contact?, due: entry.due.unwrap_or(owed.by), owed, beside: Vec::new() })
    }

    /// Tells whether somebody may be called for it now: the call in writing waits for the day.
    pub fn call(&self, calling: &Calling) -> Call {
        if self.owed.written { calling.written(self.due) } else { calling.promise(self.due) }
    }

    /// Tells whether one of us owes it.
    pub fn is_ours(&self) -> bool {
        matches!(self.owed.owner, Owner::Staff(_))
    }

    /// Tells whether this member of staff owes it.
    pub fn is_of(&self, person: StaffId) -> bool {
        self.owed.owner == Owner::Staff(person)
    }
}

/// Counts how our promises were kept up to a moment; those that others owe us are not counted.
pub fn rate(owed: &[Line], settled: &[Entry], now: DateTime<Utc>) -> Rate {
    let from = now - TimeDelta::days(DAYS);
    let mut rate = Rate::default();
    for entry in settled.iter().filter(|entry| entry.person.is_some()) {
        if entry.due.is_some_and(|at| from <= at && at <= now) {
            match entry.read::<Ended>() {
                Some(Ended::Kept) => rate.kept += 1,
                Some(Ended::KeptLate) => rate.late += 1,
                Some(Ended::Broken) => rate.broken += 1,
                None => {}
            }
        }
    }
    rate.overdue = owed.iter().filter(|line| line.is_ours() && line.owed.by < now).count();
    rate
}

/// What is due from one person, or from nobody yet.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Person {
    /// Who; nobody for what no one has taken.
    pub person: Option<StaffId>,
    /// Somebody outside who owes us something, in words.
    pub outside: Option<String>,
    /// Their promises, due first before.
    pub promises: Vec<Line>,
    /// Their contacts of which a clock runs out, due first before.
    pub contacts: Vec<Row>,
}

/// What is due on a day, by person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// The moment it was made.
    pub at: DateTime<Utc>,
    /// By person; nobody's first, then ours as they come, then those outside who owe us something.
    pub people: Vec<Person>,
    /// How promises were kept.
    pub rate: Rate,
}

/// Makes the sheet of the day that a moment falls on: all that is due by its end, what is overdue too.
pub fn sheet(owed: Vec<Line>, rows: Vec<Row>, rate: Rate, now: DateTime<Utc>) -> Sheet {
    let today = local_day(now);
    let mut people: Vec<Person> = vec![Person::default()];
    let mut of = |person: Option<StaffId>, outside: Option<String>| -> usize {
        let found = people.iter().position(|known| known.person == person && known.outside == outside);
        found.unwrap_or_else(|| {
            people.push(Person { person, outside, ..Person::default() });
            people.len() - 1
        })
    };
    let mut promises: Vec<(usize, Line)> = Vec::new();
    for line in owed.into_iter().filter(|line| local_day(line.due) <= today) {
        let at = match &line.owed.owner {
            Owner::Staff(person) => of(Some(*person), None),
            Owner::Named(name) => of(None, Some(name.clone())),
        };
        promises.push((at, line));
    }
    let due = |row: &Row| row.next.as_ref().is_some_and(|next| local_day(next.at) <= today);
    // A promise has its own line already.
    let own = |row: &Row| row.next.as_ref().is_some_and(|next| next.words != "promise");
    let contacts: Vec<(usize, Row)> =
        rows.into_iter().filter(|row| due(row) && own(row)).map(|row| (of(row.holder, None), row)).collect();
    for (at, line) in promises {
        people[at].promises.push(line);
    }
    for (at, row) in contacts {
        people[at].contacts.push(row);
    }
    people.retain(|person| !person.promises.is_empty() || !person.contacts.is_empty());
    // What is ours to do comes before what others owe us.
    people.sort_by_key(|person| person.outside.is_some());
    Sheet { at: now, people, rate }
}
