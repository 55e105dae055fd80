//! Promises: what, to whom, by when, by whom; kept, kept late, not kept, or another time agreed with the person.
//!
//! Sources: Leicestershire, The Road to Excellence (social workers keep the promises they make); Herefordshire, Families'
//! Commission (a family's questions are owed an answer as any commitment is); Barnsley, additional support (a named member
//! of staff, and who covers). No clock moves a promise: its time changes only with the person it was made to.

mod recorded;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::recorded::*;
use super::{
    Contact, Stamp,
    call::{Line, Note},
    mistake::Mistake,
};
use crate::domain::{
    ids::{NoteNo, PersonNo, PromiseNo, StaffId},
    value::YesNo,
};

/// Who owes a promise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "who")]
pub enum Owner {
    /// One of us.
    Staff(StaffId),
    /// Somebody else: the school, the caller.
    Named(String),
}

/// Where a promise comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is", content = "no")]
pub enum From {
    /// A next step that was agreed.
    #[default]
    Agreed,
    /// A question the family asked, which is owed an answer.
    Question,
    /// Said in passing, as this note tells.
    Note(NoteNo),
}

impl From {
    /// Tells whether it is an agreed step, as most are.
    pub const fn is_agreed(&self) -> bool {
        matches!(self, Self::Agreed)
    }

    /// Gives the words of the record.
    pub fn words(self) -> String {
        match self {
            Self::Agreed => "an agreed step".to_owned(),
            Self::Question => "a question that was asked".to_owned(),
            Self::Note(no) => format!("said in note {}", no.0),
        }
    }
}

/// What is promised.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promised {
    /// What.
    pub what: String,
    /// To whom, in words.
    pub to: String,
    /// The family member it is made to, when it is one: then what they may be told counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonNo>,
    /// Whether it means ringing them.
    #[serde(default)]
    pub ring_back: bool,
    /// Who does it.
    pub owner: Owner,
    /// By when.
    pub by: DateTime<Utc>,
    /// With whom it was agreed.
    pub agreed_with: String,
}

/// Says with whom something was agreed, or how, in whichever of both it was written.
pub fn agreed(with: &str) -> String {
    let with = with.trim();
    let rest = with.get(..6).filter(|start| start.eq_ignore_ascii_case("agreed")).and_then(|_| with.get(6..));
    match rest.map(str::trim_start).filter(|rest| !rest.is_empty()) {
        Some(rest) if rest.starts_with("with ") => format!("agreed {rest}"),
        Some(rest) => format!("agreed: {}", rest.trim_start_matches([':', ',']).trim_start()),
        None => format!("agreed with {with}"),
    }
}

/// Where a promise stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PromiseState {
    /// Owed.
    Open,
    /// Kept; late when after its time.
    Kept {
        /// When.
        at: DateTime<Utc>,
        /// Whether after its time.
        late: bool,
    },
    /// Not kept.
    Broken {
        /// When that was said.
        at: DateTime<Utc>,
        /// Why.
        why: String,
    },
    /// Entered by mistake: nobody made it.
    Mistaken(Mistake),
}

/// Another time, agreed with the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moved {
    /// By when it was promised before.
    pub from: DateTime<Utc>,
    /// With whom the new time was agreed; entries of an early version say it in `why`.
    pub with: String,
    /// When they agreed.
    pub agreed: DateTime<Utc>,
    /// Why.
    pub why: String,
}

impl Moved {
    /// Gives with whom, and why.
    pub fn words(&self) -> String {
        match (self.with.trim(), self.why.trim()) {
            ("", why) => why.to_owned(),
            (with, "") => format!("with {with}"),
            (with, why) => format!("with {with}: {why}"),
        }
    }
}

/// A try to reach somebody by telephone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tried {
    /// Whether it is safe to leave a voicemail.
    pub voicemail: YesNo,
    /// Whether one was left.
    pub left: bool,
    /// When it is tried next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<DateTime<Utc>>,
    /// What else there is to say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Who had it before, and why it went on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passed {
    /// When.
    pub at: DateTime<Utc>,
    /// Who said so.
    pub by: StaffId,
    /// Who had it.
    pub from: StaffId,
    /// Who has it from then on.
    pub to: StaffId,
    /// Why, and who was told.
    pub why: String,
}

/// One promise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    /// Its number.
    pub no: PromiseNo,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Who made it.
    pub by: StaffId,
    /// Where it comes from.
    pub from: From,
    /// What.
    pub promised: Promised,
    /// How often its time was agreed anew, with whom, and why.
    pub moved: Vec<Moved>,
    /// How often it was tried by telephone in vain, oldest first.
    pub tries: Vec<(DateTime<Utc>, StaffId, Tried)>,
    /// Through whose hands it went, oldest first.
    pub passed: Vec<Passed>,
    /// That what became of it was written down by mistake, as often as that was; oldest first.
    pub opened_again: Vec<Mistake>,
    /// Where it stands.
    pub state: PromiseState,
}

impl Promise {
    /// Makes one that is owed from a moment on.
    pub(super) fn made(no: PromiseNo, from: From, promised: &Promised, stamp: Stamp) -> Self {
        let Stamp { at, by } = stamp;
        Self {
            no,
            at,
            by,
            from,
            promised: promised.clone(),
            moved: Vec::new(),
            tries: Vec::new(),
            passed: Vec::new(),
            opened_again: Vec::new(),
            state: PromiseState::Open,
        }
    }

    /// Tells whether it is still owed.
    pub const fn is_open(&self) -> bool {
        matches!(self.state, PromiseState::Open)
    }

    /// Tells whether somebody made it, kept or not.
    pub const fn was_made(&self) -> bool {
        !matches!(self.state, PromiseState::Mistaken(_))
    }

    /// Tells whether one of us owes it.
    pub const fn is_ours(&self) -> bool {
        matches!(self.promised.owner, Owner::Staff(_))
    }

    /// Tells whether this member of staff owes it.
    pub fn is_of(&self, person: StaffId) -> bool {
        self.promised.owner == Owner::Staff(person)
    }

    /// Gives when somebody has to do something about it: the next try where one is set, and never after its time.
    pub fn calls_at(&self) -> DateTime<Utc> {
        let next = self.tries.last().and_then(|(_, _, tried)| tried.next);
        next.map_or(self.promised.by, |next| next.min(self.promised.by))
    }

    /// Gives how often it was tried, in words; none where nobody tried.
    pub fn tries_words(&self) -> Option<String> {
        let (_, _, last) = self.tries.last()?;
        let voicemail = match (last.left, last.voicemail) {
            (true, _) => "voicemail left",
            (false, YesNo::Yes) => "voicemail safe",
            (false, YesNo::No) => "no voicemail: not safe",
            (false, YesNo::Unknown) => "voicemail: not known whether safe",
        };
        Some(format!("tried {}×, {voicemail}", self.tries.len()))
    }

    /// Gives the words of where it stands.
    pub const fn words(&self) -> &'static str {
        match self.state {
            PromiseState::Open => "open",
            PromiseState::Kept { late: false, .. } => "kept",
            PromiseState::Kept { late: true, .. } => "kept late",
            PromiseState::Broken { .. } => "not kept",
            PromiseState::Mistaken(_) => "entered by mistake",
        }
    }

    /// Gives when it was settled.
    pub const fn settled(&self) -> Option<DateTime<Utc>> {
        match self.state {
            PromiseState::Open => None,
            PromiseState::Kept { at, .. } | PromiseState::Broken { at, .. } => Some(at),
            PromiseState::Mistaken(ref mistake) => Some(mistake.at),
        }
    }
}

/// The phrases by which something is promised in passing, in small letters.
const IN_PASSING: [&str; 12] = [
    "let you know",
    "let her know",
    "let him know",
    "let them know",
    "will ring back",
    "ring you back",
    "ring her back",
    "ring him back",
    "ring them back",
    "call you back",
    "will get back to",
    "promised to",
];

/// Tells by which words a note promises something in passing; none where it does not.
pub fn promises_in_passing(note: &str) -> Option<&'static str> {
    let note = note.to_lowercase();
    IN_PASSING.into_iter().find(|phrase| note.contains(phrase))
}

impl Contact {
    /// Gives when and how it is safe to reach whoever a promise is made to, in words; nothing, where nobody said.
    ///
    /// Source: Bromley joint protocol and the script (whom is it safe to ring, when, and what may be said).
    pub fn safe_when(&self, promised: &Promised) -> Option<String> {
        let said = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
        let meant = self.family.meant_by(&promised.to);
        let person = promised.person.or_else(|| meant.first().copied().filter(|_| meant.len() == 1));
        let caller = &self.call.caller;
        let to_caller = if person.is_some() { person == caller.is_person } else { promised.ring_back };
        let of_person = person.and_then(|no| said(&self.family.get(no)?.telling.how));
        let of_caller = || {
            let of_person = caller.is_person.filter(|_| person.is_none());
            let of_person = of_person.and_then(|no| said(&self.family.get(no)?.telling.how));
            let dropped = match &self.call.line {
                Line::Dropped { settled, tried, .. } => {
                    settled.as_ref().or(tried.as_deref()).and_then(|known| said(&known.how))
                }
                Line::Talking { .. } | Line::Ended { .. } => None,
            };
            let prefers = caller.prefers.as_deref().and_then(said);
            let all: Vec<String> = of_person.into_iter().chain(dropped).chain(prefers).collect();
            (!all.is_empty()).then(|| all.join("; "))
        };
        of_person.or_else(|| of_caller().filter(|_| to_caller))
    }

    /// Gives the caller's number, raw, where it is the caller who is to be rung: nobody else's is written down.
    pub fn number_to_ring(&self, promised: &Promised) -> Option<&str> {
        let caller = &self.call.caller;
        let rings = promised.ring_back && promised.person.is_none_or(|no| caller.is_person == Some(no));
        caller.number.as_deref().map(str::trim).filter(|number| rings && !number.is_empty())
    }

    /// Gives the notes that promise something in passing and that no promise comes from yet.
    pub fn said_in_passing(&self) -> impl Iterator<Item = &Note> {
        self.call.notes.iter().filter(|note| {
            let of = |promise: &Promise| promise.from == From::Note(note.no) && promise.was_made();
            let taken_up = self.telling.promises.iter().any(of);
            !taken_up && note.misplaced.is_none() && promises_in_passing(note.current()).is_some()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_agreed_says_so_once() {
        for (written, said) in [
            ("the caller", "agreed with the caller"),
            ("agreed on phone", "agreed: on phone"),
            ("Agreed with Kate Brook", "agreed with Kate Brook"),
            ("agreed", "agreed with agreed"),
        ] {
            assert_eq!(agreed(written), said);
        }
    }

    #[test]
    fn what_an_early_version_kept_is_read_for_ever() {
        let body = r#"{"no":1,"what":"w","to":"t","ring_back":true,"owner":{"is":"named","who":"n"},
            "by":"2026-11-24T15:00:00Z","agreed_with":"a"}"#;
        let made: PromiseMade = serde_json::from_str(body).unwrap();
        assert_eq!(made.from, From::Agreed);
        assert!(!serde_json::to_string(&made).unwrap().contains("from"));
    }

    #[test]
    fn words_in_passing_are_heard() {
        assert_eq!(promises_in_passing("Told her we WILL ring back at six"), Some("will ring back"));
        assert_eq!(promises_in_passing("I said I would let you know."), Some("let you know"));
        assert_eq!(promises_in_passing("She rang the school back."), None);
    }
}
