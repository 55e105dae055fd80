//! The marks that nobody goes there alone, and managers' words by which somebody may.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    domain::contact::night as nights,
    exchange::{json::Staff, view::View},
};

/// A manager's word that somebody may go alone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct LoneWord<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// The manager.
    pub by: Staff<'a>,
    /// Who goes.
    pub visitor: Staff<'a>,
    /// Why.
    pub why: &'a str,
    /// Until when it counts.
    pub until: DateTime<Utc>,
}

impl<'a> LoneWord<'a> {
    pub(super) fn of(word: &'a nights::LoneWord, view: View<'a>) -> Self {
        Self {
            at: word.at,
            by: view.staff(word.by),
            visitor: view.staff(word.allowed.visitor),
            why: &word.allowed.why,
            until: word.allowed.until,
        }
    }
}

/// A mark that does not stand any more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct EarlierMark<'a> {
    /// Why nobody went there alone.
    pub why: &'a str,
    /// Who marked the family.
    pub by: Staff<'a>,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was lifted, and not written anew.
    pub lifted: bool,
    /// Who lifted it, or wrote it anew.
    pub ended_by: Staff<'a>,
    /// When.
    pub ended_at: DateTime<Utc>,
    /// Why it was lifted.
    pub ended_why: Option<&'a str>,
}

impl<'a> EarlierMark<'a> {
    pub(super) fn of(earlier: &'a nights::EarlierMark, view: View<'a>) -> Self {
        Self {
            why: &earlier.marked.why,
            by: view.staff(earlier.marked.by),
            at: earlier.marked.at,
            lifted: earlier.lifted,
            ended_by: view.staff(earlier.by),
            ended_at: earlier.at,
            ended_why: earlier.why.as_deref(),
        }
    }
}

/// A mark on another contact of the family, or of one that looks like it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct MarkedElsewhere<'a> {
    /// The contact that carries it; none where that record is closed to whoever reads, who is told nothing more of it.
    pub contact: Option<String>,
    /// By what it is the same family: `attached`, `child`, `number`, `address`, `named`.
    pub same: Vec<&'static str>,
    /// Whether it may be another family's that only looks like this one.
    pub may_be_anothers: bool,
    /// Who marked it.
    pub by: Option<&'a str>,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// Why.
    pub why: Option<&'a str>,
    /// All of it in a sentence.
    pub words: String,
}

impl<'a> MarkedElsewhere<'a> {
    pub(in super::super) fn of(found: &'a nights::Found) -> Self {
        let open = !found.closed;
        Self {
            contact: open.then(|| found.mark.reference.to_string()),
            same: found.same.iter().map(nights::Same::key).collect(),
            may_be_anothers: found.may_be_anothers(),
            by: open.then_some(found.by.as_str()),
            at: open.then_some(found.mark.marked.at),
            why: open.then_some(found.mark.marked.why.as_str()),
            words: found.line(),
        }
    }
}
