//! The call: who rang, how it went, and what was written down while they spoke.

use chrono::{DateTime, Utc};
use serde::Serialize;
use uuid::Uuid;

use super::{
    super::{
        json::{Due, Staff},
        view::View,
    },
    written::Written,
};
use crate::domain::{
    contact::call::{self as calls, DropEnd, DropSettled, Identity as Checked, Line as Standing},
    policy::{CallerKind, Mode},
    value::YesNo,
};

/// How the call goes, or went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Call<'a> {
    /// When it was answered.
    pub taken: DateTime<Utc>,
    /// Who answered.
    pub taken_by: Staff<'a>,
    /// When it came into the record, where the desk's file could not take it when it was answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merged: Option<DateTime<Utc>>,
    /// Which service was on duty then: `front_door` or `edt`.
    pub mode: Mode,
    /// The version of the script in use.
    pub script: &'a str,
    /// Where the line stands.
    pub line: Line<'a>,
    /// The caller, as they gave themselves.
    pub caller: Caller<'a>,
    /// How the caller's identity was checked.
    pub identity: Identity<'a>,
}

/// Where the line stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line<'a> {
    /// `talking`, `dropped` or `ended`.
    pub is: &'static str,
    /// Since when.
    pub at: DateTime<Utc>,
    /// When dropped: by when to ring back, or to send somebody.
    pub due: Option<Due<'a>>,
    /// When dropped: what was tried in vain last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tried: Option<Settled<'a>>,
    /// When dropped: what was settled about it.
    pub settled: Option<Settled<'a>>,
}

/// What was settled about a dropped line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Settled<'a> {
    /// Whether it is safe to ring back.
    pub safe_to_ring: YesNo,
    /// Whether a welfare check by the police is needed.
    pub welfare_check: YesNo,
    /// Why, or what was done.
    pub why: &'a str,
    /// When and how it is safe to ring, in words; empty where nobody said.
    pub how: &'a str,
    /// What came of it: `reached`, `sent`, or `again` with the time; absent where nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<DropEnd>,
}

impl<'a> Settled<'a> {
    fn of(settled: &'a DropSettled) -> Self {
        Self {
            safe_to_ring: settled.safe_to_ring,
            welfare_check: settled.welfare_check,
            why: &settled.why,
            how: &settled.how,
            end: settled.end,
        }
    }
}

/// The caller.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Caller<'a> {
    /// Which kind of person.
    pub kind: Option<CallerKind>,
    /// The name.
    pub name: Option<&'a str>,
    /// Whether they declined to give it.
    pub declined: bool,
    /// What they are to the child, or their work.
    pub role: Option<&'a str>,
    /// Their agency, in words.
    pub agency: Option<&'a str>,
    /// The number.
    pub number: Option<&'a str>,
    /// What the telephone showed beside it.
    pub shown: Option<&'a str>,
    /// The number that the telephone showed, where another one stands as the caller's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shown_number: Option<&'a str>,
    /// Whether we may ring back.
    pub ring_back: Option<YesNo>,
    /// The statutory code of who referred.
    pub source_code: Option<&'a str>,
    /// How they would like to be reached.
    pub prefers: Option<&'a str>,
    /// The number of the family member that the caller is.
    pub person: Option<u32>,
    /// Whether they may be named to the family, as they said; absent where nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wish: Option<Wish<'a>>,
}

/// What the caller said of being named.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Wish<'a> {
    /// `may_be_named` or `unnamed`.
    pub naming: &'static str,
    /// Their words; empty where none were written down.
    pub words: &'a str,
}

/// How the caller's identity was checked.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Identity<'a> {
    /// `unchecked`, `rung_back`, `known` or `police`.
    pub is: &'static str,
    /// The words of the header.
    pub words: String,
    /// The number rung back.
    pub number: Option<&'a str>,
    /// Where that number was looked up.
    pub directory: Option<&'a str>,
    /// How the worker knows them.
    pub how: Option<&'a str>,
    /// The officer's collar number.
    pub collar: Option<&'a str>,
    /// The police incident number.
    pub incident: Option<&'a str>,
}

/// Marked as not being able to wait.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Urgent<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// By when somebody must have acted.
    pub due: Due<'a>,
}

/// Urgency stood down.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct StoodDown<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// Why.
    pub why: &'a str,
    /// Who had marked it, when, and by when somebody must have acted.
    pub marked: Option<Urgent<'a>>,
}

/// An answer to one of the script's questions.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Answer<'a> {
    /// The question's key: `safety.danger`.
    pub field: &'a str,
    /// The question, where the script in force still asks it.
    pub question: Option<&'a str>,
    /// In which stage.
    pub stage: Option<u8>,
    /// The answer.
    #[serde(flatten)]
    pub written: Written<'a>,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
}

/// Something that was heard.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Heard<'a> {
    /// Its key.
    pub chip: &'a str,
    /// Its words, or its key where the script in force does not know it.
    pub words: &'a str,
}

/// Calls about the same thing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Attached {
    /// The earlier contact that this one belongs to.
    pub to: Option<Other>,
    /// Later contacts that belong to this one.
    pub later: Vec<Other>,
}

/// Another contact.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Other {
    /// Its id.
    pub id: Uuid,
    /// Its reference.
    pub reference: String,
}

impl<'a> Call<'a> {
    pub(super) fn of(view: View<'a>) -> Self {
        let call = &view.contact.call;
        let caller = &call.caller;
        Self {
            taken: call.taken,
            taken_by: view.staff(call.taken_by),
            merged: call.merged,
            mode: call.mode,
            script: &call.script,
            line: Line::of(&call.line),
            caller: Caller {
                kind: caller.kind,
                name: caller.name.as_deref(),
                declined: caller.declined,
                role: caller.role.as_deref(),
                agency: caller.agency.as_deref(),
                number: caller.number.as_deref(),
                shown: caller.shown.as_deref(),
                shown_number: caller.other_number(),
                ring_back: caller.ring_back,
                source_code: caller.source_code.as_deref(),
                prefers: caller.prefers.as_deref(),
                person: caller.is_person.map(|no| no.0),
                wish: caller.wish.as_ref().map(|wish| Wish { naming: wish.naming.key(), words: &wish.words }),
            },
            identity: Identity::of(&call.identity),
        }
    }
}

impl<'a> Line<'a> {
    fn of(line: &'a Standing) -> Self {
        match line {
            Standing::Talking { since } => {
                Self { is: "talking", at: *since, due: None, tried: None, settled: None }
            }
            Standing::Ended { at } => Self { is: "ended", at: *at, due: None, tried: None, settled: None },
            Standing::Dropped { at, due, tried, settled } => Self {
                is: "dropped",
                at: *at,
                due: Some(Due::of(due)),
                tried: tried.as_deref().map(Settled::of),
                settled: settled.as_ref().map(Settled::of),
            },
        }
    }
}

impl<'a> Identity<'a> {
    fn of(identity: &'a Checked) -> Self {
        let plain = |is| Self {
            is,
            words: identity.words(),
            number: None,
            directory: None,
            how: None,
            collar: None,
            incident: None,
        };
        match identity {
            Checked::Unchecked => plain("unchecked"),
            Checked::RungBack { number, directory } => {
                Self { number: Some(number), directory: Some(directory), ..plain("rung_back") }
            }
            Checked::Known { how } => Self { how: Some(how), ..plain("known") },
            Checked::Police { collar, incident } => {
                Self { collar: Some(collar), incident: Some(incident), ..plain("police") }
            }
        }
    }
}

impl<'a> Urgent<'a> {
    pub(super) fn of(urgent: &'a calls::Urgent, view: View<'a>) -> Self {
        Self { at: urgent.at, by: view.staff(urgent.by), due: Due::of(&urgent.due) }
    }
}

impl<'a> StoodDown<'a> {
    pub(super) fn of(calmed: &'a calls::Calmed, view: View<'a>) -> Self {
        Self {
            at: calmed.at,
            by: view.staff(calmed.by),
            why: &calmed.why,
            marked: calmed.was.as_ref().map(|urgent| Urgent::of(urgent, view)),
        }
    }
}

pub(super) fn answers(view: View<'_>) -> Vec<Answer<'_>> {
    let script = &view.cx.policy.script;
    let mut answers: Vec<_> = view
        .contact
        .call
        .answers
        .iter()
        .map(|(field, answered)| {
            let known = script.capture(field);
            Answer {
                field: field.as_str(),
                question: known.map(|(_, capture)| capture.words.as_str()),
                stage: known.map(|(stage, _)| stage.number.0),
                written: Written::of(&answered.value, known.map(|(_, capture)| &capture.kind)),
                at: answered.at,
                by: view.staff(answered.by),
            }
        })
        .collect();
    answers.sort_by_key(|answer| answer.stage);
    answers
}

pub(super) fn heard(view: View<'_>) -> Vec<Heard<'_>> {
    let script = &view.cx.policy.script;
    let chips = view.contact.call.heard.iter();
    chips
        .map(|chip| Heard { chip: chip.as_str(), words: script.chip(chip).unwrap_or(chip.as_str()) })
        .collect()
}

impl Attached {
    pub(super) fn of(attached: &calls::Attached) -> Self {
        let other = |(id, reference): &(crate::domain::ids::ContactId, crate::domain::ids::Reference)| {
            Other { id: id.0, reference: reference.to_string() }
        };
        Self { to: attached.to.as_ref().map(other), later: attached.later.iter().map(other).collect() }
    }
}
