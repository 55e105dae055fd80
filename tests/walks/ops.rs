//! What can happen in a walk: each op becomes one command, or a few that belong together.

pub(super) mod family;
mod night;
mod oversight;
mod route;

use chrono::{DateTime, TimeDelta, Utc};
use dutydesk::domain::{
    contact::{
        Command, Contact,
        agreement::{self, Said},
        call::{self, NewNote, TakenFrom},
        route::Command as OnRoute,
        share,
        telling::{self, Owner, Promised},
    },
    ids::{
        AgencyId, AgreementNo, ContactId, FieldKey, NoteNo, PersonNo, PromiseNo, PurposeId, Reference,
        RouteNo, ShareNo,
    },
    policy::script::StageNo,
    staff::Actor,
    value::{Value, YesNo},
};
use proptest::prelude::*;
use uuid::Uuid;

const PURPOSES: [&str; 4] = ["protection", "enquiry", "home_authority", "service_young_carers"];
const AGENCIES: [&str; 5] = ["police", "health", "other_la", "young_carers", "adult_care"];
const LETTERS: [char; 8] = ['X', 'S', 'F', 'M', 'O', 'K', 'I', 'H'];

/// The worker's words, and the manager's: long enough, and not the same.
const BELIEF: &str = "He was released today and knows the street in which they live now";
const ANSWER: &str = "In my view waiting for an answer would leave the children where nobody looks";

/// One thing somebody does.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Agree { person: u8, capacity: u8, children: u8, purpose: usize, agencies: u8, answer: u8 },
    GoOn { children: u8, purpose: usize, agencies: u8 },
    Ask { children: u8, purpose: usize, agencies: u8, hours: i64 },
    Answer { no: u32, how: u8, narrow: u8, copy: bool },
    Away { no: u32, who: u8, bound: bool, copy: bool },
    Attempt { no: u32, who: u8, declines: bool },
    Word { no: u32, how: u8 },
    End { no: u32, take_back: bool },
    Act { children: u8, agencies: u8 },
    Describe { no: u32, children: u8, agencies: u8 },
    Settle { pick: usize, done: bool },
    Holds { person: u32, yes: bool },
    Mother(u32),
    Mistake { what: u8, no: u32 },
    Judge { no: u32, uphold: bool },
    Propose { kind: usize, children: u8, agencies: u8 },
    DecideGround { no: u32, agree: bool },
    EndGround { no: u32 },
    Share { children: u8, purpose: usize, agency: usize },
    ShareLike { pick: usize, off: u8 },
    Route { letter: usize, children: u8, agencies: u8, send: bool },
    Second { no: u32, agree: bool },
    Send { no: u32 },
    Change { no: u32, how: u8 },
    Urgent(bool),
    Line(u8),
    Danger(YesNo),
    Note,
    Moved { no: u32, away: bool },
    Promise(u8),
    Born,
    Finish,
    Close,
    Reopen,
    Handover(bool),
    Analyse { by: u8, with: u8 },
    Sign { no: u32, how: u8 },
    Care { child: u32, under: usize, fit: YesNo, ago: i64, hours: i64 },
    Over { child: u32 },
}

/// Gives any op, the ones that matter most often.
pub(super) fn any() -> impl Strategy<Value = Op> {
    let (of, purpose, with, no) = (1..8_u8, 0..PURPOSES.len(), 1..32_u8, 1..4_u32);
    prop_oneof![
        8 => (0..4_u8, 0..3_u8, of.clone(), purpose.clone(), with.clone(), 0..6_u8).prop_map(
            |(person, capacity, children, purpose, agencies, answer)| Op::Agree {
                person, capacity, children, purpose, agencies, answer
            }
        ),
        2 => (of.clone(), purpose.clone(), with.clone())
            .prop_map(|(children, purpose, agencies)| Op::GoOn { children, purpose, agencies }),
        12 => (of.clone(), purpose.clone(), with.clone(), 0..12_i64)
            .prop_map(|(children, purpose, agencies, hours)| Op::Ask { children, purpose, agencies, hours }),
        12 => (no.clone(), 0..8_u8, 0..4_u8, proptest::bool::weighted(0.1))
            .prop_map(|(no, how, narrow, copy)| Op::Answer { no, how, narrow, copy }),
        14 => (no.clone(), 0..4_u8, any_bool(), proptest::bool::weighted(0.1))
            .prop_map(|(no, who, bound, copy)| Op::Away { no, who, bound, copy }),
        2 => (no.clone(), 0..4_u8, proptest::bool::weighted(0.3))
            .prop_map(|(no, who, declines)| Op::Attempt { no, who, declines }),
        10 => (no.clone(), 0..5_u8).prop_map(|(no, how)| Op::Word { no, how }),
        1 => (no.clone(), of.clone(), with.clone())
            .prop_map(|(no, children, agencies)| Op::Describe { no, children, agencies }),
        8 => (0..9_usize, any_bool()).prop_map(|(pick, done)| Op::Settle { pick, done }),
        1 => (4..6_u32, any_bool()).prop_map(|(person, yes)| Op::Holds { person, yes }),
        1 => (4..6_u32).prop_map(Op::Mother),
        2 => (0..7_u8, 0..8_u32).prop_map(|(what, no)| Op::Mistake { what, no }),
        8 => (no.clone(), any_bool()).prop_map(|(no, take_back)| Op::End { no, take_back }),
        2 => (of.clone(), with.clone()).prop_map(|(children, agencies)| Op::Act { children, agencies }),
        4 => (no.clone(), any_bool()).prop_map(|(no, uphold)| Op::Judge { no, uphold }),
        3 => (0..4_usize, of.clone(), with.clone())
            .prop_map(|(kind, children, agencies)| Op::Propose { kind, children, agencies }),
        5 => (no.clone(), any_bool()).prop_map(|(no, agree)| Op::DecideGround { no, agree }),
        1 => no.clone().prop_map(|no| Op::EndGround { no }),
        20 => (of.clone(), purpose, 0..AGENCIES.len())
            .prop_map(|(children, purpose, agency)| Op::Share { children, purpose, agency }),
        20 => (0..64_usize, 0..8_u8).prop_map(|(pick, off)| Op::ShareLike { pick, off }),
        10 => (0..LETTERS.len(), of, with, any_bool())
            .prop_map(|(letter, children, agencies, send)| Op::Route { letter, children, agencies, send }),
        4 => (no.clone(), any_bool()).prop_map(|(no, agree)| Op::Second { no, agree }),
        4 => no.clone().prop_map(|no| Op::Send { no }),
        4 => (no.clone(), 0..6_u8).prop_map(|(no, how)| Op::Change { no, how }),
        2 => any_bool().prop_map(Op::Urgent),
        3 => (0..4_u8).prop_map(Op::Line),
        1 => (0..3_usize).prop_map(|at| Op::Danger(YesNo::ALL[at])),
        1 => Just(Op::Note),
        2 => (no, any_bool()).prop_map(|(no, away)| Op::Moved { no, away }),
        2 => (0..3_u8).prop_map(Op::Promise),
        1 => Just(Op::Born),
        2 => Just(Op::Finish),
        3 => Just(Op::Close),
        1 => Just(Op::Reopen),
        1 => any_bool().prop_map(Op::Handover),
        6 => (0..3_u8, 0..5_u8).prop_map(|(by, with)| Op::Analyse { by, with }),
        6 => (1..4_u32, 0..3_u8).prop_map(|(no, how)| Op::Sign { no, how }),
        3 => (1..4_u32, 0..3_usize, 0..3_usize, -1..90_i64, 1..80_i64).prop_map(
            |(child, under, fit, ago, hours)| Op::Care { child, under, fit: YesNo::ALL[fit], ago, hours }
        ),
        1 => (1..4_u32).prop_map(|child| Op::Over { child }),
    ]
}

fn any_bool() -> proptest::bool::Any {
    proptest::bool::ANY
}

fn bits<T>(mask: u8, all: impl IntoIterator<Item = T>) -> Vec<T> {
    all.into_iter().enumerate().filter(|(at, _)| mask & (1 << at) != 0).map(|(_, one)| one).collect()
}

fn children(mask: u8) -> Vec<PersonNo> {
    bits(mask, (1..=3).map(PersonNo))
}

fn agencies(mask: u8) -> Vec<AgencyId> {
    bits(mask, AGENCIES.map(AgencyId::from))
}

fn purpose(at: usize) -> PurposeId {
    PurposeId::from(PURPOSES[at])
}

fn note(words: &str) -> NewNote {
    let text = words.to_owned();
    NewNote { text, mark: None, happened: None, typed: None, child: None, stage: StageNo(4) }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

impl Op {
    /// Gives who does what; where it takes a manager, mostly one of those who might.
    pub(super) fn commands<'a>(
        &self,
        now: DateTime<Utc>,
        contact: &Contact,
        who: &'a Actor,
        staff: &'a [Actor],
    ) -> Vec<(&'a Actor, Command)> {
        let one = |command: Command| vec![(who, command)];
        let say = |words: &str| words.to_owned();
        match self {
            Self::Mistake { what, no } => one(mistake(contact, *what, *no)),
            Self::Agree { .. }
            | Self::GoOn { .. }
            | Self::Holds { .. }
            | Self::Mother { .. }
            | Self::Born { .. } => family::commands(self, contact, who),
            Self::Ask { .. }
            | Self::Answer { .. }
            | Self::Away { .. }
            | Self::Attempt { .. }
            | Self::Word { .. }
            | Self::End { .. }
            | Self::Act { .. }
            | Self::Describe { .. }
            | Self::Settle { .. }
            | Self::Judge { .. }
            | Self::Propose { .. }
            | Self::DecideGround { .. }
            | Self::EndGround { .. } => oversight::commands(self, now, contact, who, staff),
            Self::Share { .. }
            | Self::ShareLike { .. }
            | Self::Route { .. }
            | Self::Second { .. }
            | Self::Send { .. }
            | Self::Change { .. } => route::commands(self, contact, who, staff),
            Self::Analyse { .. } | Self::Sign { .. } | Self::Care { .. } | Self::Over { .. } => {
                night::commands(self, now, contact, who, staff)
            }
            Self::Urgent(true) => one(call::Command::MarkUrgent.into()),
            Self::Urgent(false) => one(call::Command::StandDown { why: say("seen and well") }.into()),
            Self::Line(0) => one(call::Command::DropLine.into()),
            Self::Line(1) => one(call::Command::Resume.into()),
            Self::Line(_) => one(call::Command::End.into()),
            Self::Danger(answer) => {
                one(call::Command::Answer { field: FieldKey::from("s47.test"), value: Value::YesNo(*answer) }
                    .into())
            }
            Self::Note => vec![
                (who, call::Command::Write(note("he was at the gate")).into()),
                (
                    who,
                    call::Command::CorrectNote { note: NoteNo(1), text: say("not he"), why: say("misheard") }
                        .into(),
                ),
            ],
            // Two calls ran, and the words were meant for the other one.
            Self::Moved { no, away: true } => one(call::Command::MisplaceNote {
                note: NoteNo(*no),
                to: ContactId(Uuid::from_u128(7)),
                reference: Reference(7),
                why: say("it was the other call"),
            }
            .into()),
            Self::Moved { no, away: false } => one(call::Command::TakeNote {
                from: TakenFrom {
                    contact: ContactId(Uuid::from_u128(7)),
                    reference: Reference(7),
                    note: NoteNo(*no),
                    at: contact.call.taken,
                    by: who.person,
                    later: *no % 2 == 0,
                },
                note: note("she is at her aunt's"),
            }
            .into()),
            Self::Promise(0) => one(telling::Command::Promise(Promised {
                what: say("ring back"),
                to: say("the caller"),
                person: None,
                ring_back: true,
                owner: Owner::Staff(who.person),
                by: now + TimeDelta::hours(2),
                agreed_with: say("the caller"),
            })
            .into()),
            Self::Promise(1) => one(telling::Command::Keep { no: PromiseNo(1) }.into()),
            Self::Promise(_) => {
                one(telling::Command::Break { no: PromiseNo(1), why: say("nobody there") }.into())
            }
            // Everything that closing wants and that one person can do.
            Self::Finish => finish(contact, who),
            Self::Close => one(telling::Command::Close { words: String::new() }.into()),
            Self::Reopen => one(telling::Command::Reopen { why: say("something new") }.into()),
            Self::Handover(true) => one(call::Command::LeaveForHandover { line: say("ring at nine") }.into()),
            Self::Handover(false) => one(call::Command::TakeOver { why: say("my shift") }.into()),
        }
    }
}

/// Puts something right that was written down.
fn mistake(contact: &Contact, what: u8, pick: u32) -> Command {
    let why = "it was another child".to_owned();
    let count = match what {
        0 | 1 => contact.agreements.rows.len(),
        2 => contact.agreements.going_on.len(),
        3 => contact.shares.len(),
        4 => contact.routes.list.len(),
        _ => contact.telling.promises.len(),
    };
    let no = pick % u32::try_from(count.max(1)).unwrap() + 1;
    match what {
        0 | 1 => agreement::Command::Mistaken { said: Said::Row(AgreementNo(no)), why }.into(),
        2 if pick.is_multiple_of(2) => agreement::Command::See { no, words: why }.into(),
        2 => agreement::Command::Mistaken { said: Said::GoingOn(no), why }.into(),
        3 => share::Command::Mistaken { no: ShareNo(no), why }.into(),
        4 => OnRoute::TakeAnswerBack { route: RouteNo(no), why }.into(),
        5 => telling::Command::OpenAgain { no: PromiseNo(no), why }.into(),
        _ => telling::Command::Mistaken { no: PromiseNo(no), why }.into(),
    }
}

fn finish<'a>(contact: &Contact, who: &'a Actor) -> Vec<(&'a Actor, Command)> {
    let mut all: Vec<(&Actor, Command)> = vec![(who, call::Command::End.into())];
    for route in &contact.routes.list {
        all.push((who, OnRoute::Accept { route: route.no, who: "J. Lane".to_owned() }.into()));
    }
    for promise in &contact.telling.promises {
        all.push((who, telling::Command::Keep { no: promise.no }.into()));
    }
    all.push((who, telling::Command::NotSend { why: "no name was given".to_owned() }.into()));
    all.extend(route::open(contact, who, 'I', contact.without_outcome(), 0, true));
    all.push((who, telling::Command::Close { words: String::new() }.into()));
    all
}
