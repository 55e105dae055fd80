//! A word given from away: the call, the proof, and the manager's own signed word.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{
    super::{
        json::{Due, Staff},
        view::View,
    },
    oversight::{Scope, Words},
};
use crate::domain::{
    contact::oversight::{self as overseen, Deed, Matter, NotTaken, Proved, SignedWord},
    policy::Role,
};

/// A manager's signed word, after they decided from away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Word<'a> {
    /// By when it was due, while it is waited for.
    pub due: Option<Due<'a>>,
    /// When it was given.
    pub at: Option<DateTime<Utc>>,
    /// Whether after its time.
    pub late: bool,
    /// Corrected: what they say they said.
    pub words: Option<Words<'a>>,
    /// Corrected: as far as they meant it.
    pub scope: Option<Scope<'a>>,
    /// Corrected or disowned: what they say of it.
    pub why: Option<&'a str>,
}

/// The call in which an authority was given.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Telephone<'a> {
    /// The number of the rota that was rung.
    pub number: &'a str,
    /// When the call began.
    pub began: DateTime<Utc>,
    /// What was read out.
    pub read_out: &'a str,
    /// The digest of the final text, SHA-256, hexadecimal.
    pub digest: &'a str,
    /// The questions that were asked; the answers stand in `manager`, in this order.
    pub questions: &'a [String],
    /// `challenge`, `code` or `nothing`.
    pub proof: &'static str,
    /// The number of the challenge that was answered.
    pub challenge: Option<u32>,
    /// The device.
    pub device: Option<uuid::Uuid>,
    /// The step of the one-time code.
    pub step: Option<u64>,
    /// Why there was nothing but the voice.
    pub no_device: Option<&'a str>,
}

/// A manager who was rung and did not authorise.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Attempt<'a> {
    /// When they were rung.
    pub rung: DateTime<Utc>,
    /// Who.
    pub manager: Staff<'a>,
    /// In which duty.
    pub role: Role,
    /// The number of the rota.
    pub number: &'a str,
    /// What came of it, in words.
    pub outcome: &'static str,
    /// What was said.
    pub said: Option<&'a str>,
    /// Who wrote it down.
    pub by: Staff<'a>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A challenge.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Challenge<'a> {
    /// Its number.
    pub no: u32,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// For which manager.
    pub manager: Staff<'a>,
    /// What makes it unlike any other.
    pub nonce: &'a str,
    /// The digest that it stands for.
    pub digest: &'a str,
    /// Until when it could be answered.
    pub until: DateTime<Utc>,
    /// How often it was answered in vain.
    pub tries: usize,
    /// Whether an answer to it was taken.
    pub used: bool,
}

/// An answer or a code that was not taken.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct AnswerRefused<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who typed it.
    pub by: Staff<'a>,
    /// Which manager was said to speak.
    pub manager: Staff<'a>,
    /// To which challenge.
    pub challenge: Option<u32>,
    /// Why not.
    pub why: NotTaken,
}

/// A decision that somebody tried, and that was refused.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DecisionRefused<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Who tried.
    pub by: Staff<'a>,
    /// What about: `{"override":1}`, `{"emergency":1}`, `{"ground":1}` or `{"route":1}`.
    pub matter: Matter,
    /// What they tried.
    pub deed: Deed,
    /// The manager who was said to decide, where another wrote it down.
    pub manager: Option<Staff<'a>>,
    /// The reason's name.
    pub code: &'a str,
    /// The same in words.
    pub words: String,
}

impl<'a> DecisionRefused<'a> {
    pub(super) fn of(tried: &'a overseen::Tried, view: View<'a>) -> Self {
        let refused = &tried.refused;
        Self {
            at: tried.at,
            by: view.staff(tried.by),
            matter: refused.matter,
            deed: refused.deed,
            manager: refused.manager.map(|manager| view.staff(manager)),
            code: &refused.code,
            words: refused.words(),
        }
    }
}

impl<'a> Word<'a> {
    pub(super) fn of(word: &'a SignedWord, view: View<'a>) -> Option<Self> {
        let none = Self { due: None, at: None, late: false, words: None, scope: None, why: None };
        Some(match word {
            SignedWord::NotNeeded => return None,
            SignedWord::Unconfirmed { due } => {
                Self { due: Some(Due::of(due)), late: view.cx.now > due.at, ..none }
            }
            SignedWord::Confirmed { at, late } => Self { at: Some(*at), late: *late, ..none },
            SignedWord::Corrected { at, late, words, scope, why } => Self {
                due: None,
                at: Some(*at),
                late: *late,
                words: Some(Words::of(words)),
                scope: Some(Scope::of(scope, view)),
                why: Some(why),
            },
            SignedWord::Disowned { at, late, why, .. } => {
                Self { at: Some(*at), late: *late, why: Some(why), ..none }
            }
        })
    }
}

impl<'a> Telephone<'a> {
    pub(super) fn of(telephone: &'a overseen::Telephone) -> Self {
        let (proof, challenge, device, step) = match telephone.proof {
            Proved::Bound { challenge, device } => ("challenge", Some(challenge.0), Some(device.0), None),
            Proved::Code { device, step } => ("code", None, Some(device.0), Some(step)),
            Proved::Nothing => ("nothing", None, None, None),
        };
        let call = &telephone.call;
        Self {
            number: &call.number,
            began: call.began,
            read_out: &call.read_out,
            digest: &call.digest,
            questions: &call.questions,
            proof,
            challenge,
            device,
            step,
            no_device: Some(telephone.no_device.as_str()).filter(|why| !why.is_empty()),
        }
    }
}

impl<'a> Attempt<'a> {
    pub(super) fn of(attempt: &'a overseen::Attempt, view: View<'a>) -> Self {
        Self {
            rung: attempt.rung,
            manager: view.staff(attempt.manager),
            role: attempt.role,
            number: &attempt.number,
            outcome: attempt.reached.words(),
            said: attempt.reached.said(),
            by: view.staff(attempt.by),
            at: attempt.at,
        }
    }
}

impl<'a> Challenge<'a> {
    pub(super) fn of(challenge: &'a overseen::Challenge, view: View<'a>) -> Self {
        Self {
            no: challenge.no.0,
            at: challenge.at,
            by: view.staff(challenge.by),
            manager: view.staff(challenge.call.manager),
            nonce: &challenge.nonce,
            digest: &challenge.call.digest,
            until: challenge.until(),
            tries: challenge.tries,
            used: challenge.used,
        }
    }
}

impl<'a> AnswerRefused<'a> {
    pub(super) fn of(refused: &'a overseen::AnswerRefused, view: View<'a>) -> Self {
        Self {
            at: refused.at,
            by: view.staff(refused.by),
            manager: view.staff(refused.manager),
            challenge: refused.challenge.map(|no| no.0),
            why: refused.why,
        }
    }
}
