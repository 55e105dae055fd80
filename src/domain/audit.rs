//! What an audit answers: who saw a child's record, what a person did, and every override with whose word it had.
//!
//! Nothing of what a record says stands here, but for the text of a search and the reason of a break-glass.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    calendar::{local::local_day, words},
    contact::{call::Covered, oversight::How},
    ids::{AccountId, ContactId, OverrideNo, Reference, StaffId},
    policy::Role,
};

/// What somebody did.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    /// Opened a contact.
    Opened,
    /// Opened one by break-glass, or broke it.
    Glass,
    /// Was shown it by a search.
    Searched,
    /// Was shown it in a list.
    Listed,
    /// Printed it.
    Printed,
    /// Exported it.
    Exported,
    /// Uncovered something on it.
    Revealed,
    /// Read who looked.
    Audited,
    /// Changed it.
    Changed,
    /// Tried to decide or change something, and was refused.
    Refused,
    /// Changed the desk: staff, accounts, duties.
    RanDesk,
}

impl What {
    /// Gives the word of the list.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Glass => "break-glass",
            Self::Searched => "searched",
            Self::Listed => "listed",
            Self::Printed => "printed",
            Self::Exported => "exported",
            Self::Revealed => "uncovered",
            Self::Audited => "audited",
            Self::Changed => "changed",
            Self::Refused => "was refused",
            Self::RanDesk => "ran the desk",
        }
    }

    /// Gives the key by which JSON names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Glass => "break_glass",
            Self::Searched => "searched",
            Self::Listed => "listed",
            Self::Printed => "printed",
            Self::Exported => "exported",
            Self::Revealed => "revealed",
            Self::Audited => "audited",
            Self::Changed => "changed",
            Self::Refused => "refused",
            Self::RanDesk => "ran_desk",
        }
    }
}

/// One thing that somebody did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its place in the desk's history.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; nobody, where the desk did it.
    pub person: Option<StaffId>,
    /// By which account.
    pub account: Option<AccountId>,
    /// What.
    pub what: What,
    /// To which contact, where it was one.
    pub reference: Option<Reference>,
    /// What was uncovered, where something was.
    pub covered: Option<Covered>,
    /// More of it: what was changed, searched for, or asked.
    pub words: String,
}

/// Who saw and changed one contact, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfContact {
    /// The contact.
    pub contact: ContactId,
    /// Its reference.
    pub reference: Reference,
    /// Everything, oldest first.
    pub entries: Vec<Entry>,
}

/// What one person did, by any of their accounts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OfPerson {
    /// Who.
    pub person: StaffId,
    /// From when, where it was asked.
    pub from: Option<DateTime<Utc>>,
    /// Until when, not included.
    pub to: Option<DateTime<Utc>>,
    /// Everything, oldest first.
    pub entries: Vec<Entry>,
}

/// What came of a request.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CameOf {
    /// Nobody has answered yet.
    Waits,
    /// A manager authorised it.
    Authorised,
    /// A manager declined it.
    Declined,
    /// A manager sent it back.
    Returned,
    /// The worker took it back.
    TakenBack,
    /// A manager upheld what was done at once.
    Upheld,
    /// A manager did not uphold what was done at once.
    NotUpheld,
    /// It is said to have been authorised, and the manager disowned that: nothing rests on it.
    Suspended,
}

impl CameOf {
    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::Authorised => "authorised",
            Self::Declined => "declined",
            Self::Returned => "returned",
            Self::TakenBack => "taken back",
            Self::Upheld => "upheld",
            Self::NotUpheld => "not upheld",
            Self::Suspended => "disowned, suspended",
        }
    }

    /// Gives the key by which JSON names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TakenBack => "taken_back",
            Self::NotUpheld => "not_upheld",
            Self::Suspended => "suspended",
            other => other.words(),
        }
    }
}

/// A request to share without agreement, or what was done at once, and whose word it had.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Override {
    /// In which contact.
    pub reference: Reference,
    /// Its number there: of the override, or of the emergency record.
    pub no: OverrideNo,
    /// Whether it was done at once and asked for afterwards.
    pub emergency: bool,
    /// Who asked, or acted.
    pub asked_by: StaffId,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What came of it first; of an emergency, what holds now.
    pub came: CameOf,
    /// Who answered.
    pub by: Option<StaffId>,
    /// By which duty, where it was authorised, or decided by telephone.
    pub role: Option<Role>,
    /// How, where it was authorised, or an emergency was decided.
    pub how: Option<How>,
    /// When it was answered.
    pub at: Option<DateTime<Utc>>,
    /// When an authority was withdrawn.
    pub withdrawn: Option<DateTime<Utc>>,
    /// What the manager themselves signed of a word given from away, and when.
    pub signed: Option<(Signed, DateTime<Utc>)>,
    /// The words by telephone on an emergency that were disowned, after which it waited again; oldest first.
    pub disowned: Vec<Disowned>,
}

/// A word by telephone that decided an emergency until its manager disowned it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Disowned {
    /// What it was said to have decided.
    pub came: CameOf,
    /// Who was said to have decided.
    pub by: StaffId,
    /// How.
    pub how: How,
    /// When it was taken down.
    pub given: DateTime<Utc>,
    /// When they disowned it.
    pub at: DateTime<Utc>,
}

/// What a manager signed of a word that was given from away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Signed {
    /// They stood by it.
    Confirmed,
    /// They said what was said instead.
    Corrected,
    /// They said that it was never said.
    Disowned,
}

impl Signed {
    /// Gives the word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Corrected => "corrected",
            Self::Disowned => "disowned",
        }
    }
}

impl Override {
    /// Gives how long the answer took.
    pub fn took(&self) -> Option<TimeDelta> {
        self.at.map(|at| at - self.asked_at)
    }

    /// Gives what holds now: a disowned authority is suspended.
    pub fn stands(&self) -> CameOf {
        match self.signed {
            Some((Signed::Disowned, _)) => CameOf::Suspended,
            _ => self.came,
        }
    }

    /// Takes in that the manager disowned the word that decided an emergency: it waits again.
    pub fn waits_again(&mut self, at: DateTime<Utc>) {
        if let (Some(by), Some(how), Some(given)) = (self.by, self.how, self.at) {
            self.disowned.push(Disowned { came: self.came, by, how, given, at });
        }
        (self.came, self.by, self.role, self.how, self.at) = (CameOf::Waits, None, None, None, None);
        self.signed = None;
    }

    /// Gives what became of a word given from away, in a word; nothing, where it was given at a console.
    pub fn word(&self) -> Option<&'static str> {
        self.how.filter(|how| *how != How::AtConsole)?;
        Some(self.signed.map_or("unconfirmed", |(signed, _)| signed.words()))
    }
}

/// Every override asked for in a time, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overrides {
    /// From when, where it was asked.
    pub from: Option<DateTime<Utc>>,
    /// Until when, not included.
    pub to: Option<DateTime<Utc>>,
    /// Every one.
    pub list: Vec<Override>,
    /// The words by telephone in that time on what takes two, which is no override.
    pub spoken: Spoken,
}

/// Counts words by telephone on grounds of their own and on outcomes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spoken {
    /// Those with a one-time code.
    pub with_code: usize,
    /// Those of which nothing but the voice shows who spoke.
    pub dictated: usize,
    /// Those that their manager disowned.
    pub disowned: usize,
}

impl Spoken {
    /// Counts one that was taken down.
    pub const fn taken_down(&mut self, how: How) {
        match how {
            How::Dictated => self.dictated += 1,
            How::AtConsole | How::TelephoneBound | How::TelephoneCode => self.with_code += 1,
        }
    }
}

impl Overrides {
    /// Counts what came of them and holds now, emergencies apart, in the order of [`CameOf`].
    pub fn counts(&self) -> Vec<(bool, CameOf, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for one in &self.list {
            *counts.entry((one.emergency, one.stands())).or_insert(0) += 1;
        }
        counts.into_iter().map(|((emergency, came), n)| (emergency, came, n)).collect()
    }

    /// Counts by what their managers signed of words given from away, emergencies apart.
    pub fn by_word(&self) -> Vec<(bool, &'static str, usize)> {
        self.apart(Override::word)
    }

    /// Counts by how they were authorised, in the words of the record, and emergencies apart by how they were decided; what is
    /// suspended is none.
    pub fn by_how(&self) -> Vec<(bool, &'static str, usize)> {
        self.apart(|one| one.how.filter(|_| one.stands() != CameOf::Suspended).map(How::words))
    }

    /// Counts the words by telephone on emergencies that were disowned.
    pub fn disowned(&self) -> usize {
        self.list.iter().map(|one| one.disowned.len()).sum()
    }

    /// Counts by words, emergencies apart.
    fn apart(&self, words: impl Fn(&Override) -> Option<&'static str>) -> Vec<(bool, &'static str, usize)> {
        let mut counts = std::collections::BTreeMap::new();
        for one in &self.list {
            if let Some(words) = words(one) {
                *counts.entry((one.emergency, words)).or_insert(0) += 1;
            }
        }
        counts.into_iter().map(|((emergency, words), n)| (emergency, words, n)).collect()
    }
}

/// A line of a timeline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Line<'a> {
    /// A day begins, in its own words.
    Day(String),
    /// Something that somebody did on it, with the time on the wall.
    At(String, &'a Entry),
}

/// Puts entries under the day on which they were, in the order in which they come.
pub fn timeline<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<Line<'a>> {
    let (mut lines, mut last) = (Vec::new(), None);
    for entry in entries {
        let day = local_day(entry.at);
        if last.replace(day) != Some(day) {
            lines.push(Line::Day(words::day(day).to_string()));
        }
        lines.push(Line::At(words::clock(entry.at).to_string(), entry));
    }
    lines
}
