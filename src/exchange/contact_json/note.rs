//! The running notes, with what was put right of each.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::{json::Staff, view::View};
use crate::domain::contact::call as calls;

/// One running note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Note<'a> {
    /// Its number.
    pub no: u32,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// When the thing happened, where that is another time.
    pub happened: Option<DateTime<Utc>>,
    /// Who wrote it.
    pub by: Staff<'a>,
    /// The text as first written.
    pub text: &'a str,
    /// The text that holds now, after its corrections.
    pub current: &'a str,
    /// The worker's mark: `fact`, `reported` or `opinion`.
    pub mark: Option<calls::Mark>,
    /// Set when these are a child's own words.
    pub child: Option<ChildWords<'a>>,
    /// Whether it was written after the call.
    pub later: bool,
    /// When it came into the record, where the desk's file could not take it when it was written.
    pub merged: Option<DateTime<Utc>>,
    /// That it was written in the wrong record, and where it stands too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub misplaced: Option<Misplaced<'a>>,
    /// Where it was written, where that was the wrong record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<TakenFrom<'a>>,
    /// In which stage it was written.
    pub stage: u8,
    /// Its corrections, oldest first.
    pub corrections: Vec<Correction<'a>>,
    /// What stood beside its text before that was corrected, oldest first.
    pub amendments: Vec<Amendment<'a>>,
}

/// What stood beside a note's text until it was corrected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Amendment<'a> {
    /// When it was corrected.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// When the thing had happened, as it stood before.
    pub happened: Option<DateTime<Utc>>,
    /// Whose words they were, as it stood before.
    pub child: Option<ChildWords<'a>>,
    /// Why.
    pub why: &'a str,
}

/// A child's own words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ChildWords<'a> {
    /// Which child.
    pub child: Option<u32>,
    /// Who heard them.
    pub heard_by: &'a str,
    /// When they were said.
    pub heard_at: Option<DateTime<Utc>>,
    /// In answer to what.
    pub in_answer_to: &'a str,
}

/// That a note was written in the wrong record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Misplaced<'a> {
    /// The reference of the contact in which it belongs, and stands too.
    pub reference: String,
    /// When that was seen.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// Why.
    pub why: &'a str,
}

/// Where a note was written first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TakenFrom<'a> {
    /// The reference of the contact.
    pub reference: String,
    /// Its number there.
    pub note: u32,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// Who wrote it.
    pub by: Staff<'a>,
}

/// A correction of a note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Correction<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// The text that holds from then on.
    pub text: &'a str,
    /// Why.
    pub why: &'a str,
}

impl<'a> Note<'a> {
    pub(super) fn of(note: &'a calls::Note, view: View<'a>) -> Self {
        Self {
            no: note.no.0,
            at: note.at,
            happened: note.happened,
            by: view.staff(note.by),
            text: &note.text,
            current: note.current(),
            mark: note.mark,
            child: note.child.as_ref().map(ChildWords::of),
            later: note.later,
            merged: note.merged,
            misplaced: note.misplaced.as_ref().map(|misplaced| Misplaced {
                reference: misplaced.reference.to_string(),
                at: misplaced.at,
                by: view.staff(misplaced.by),
                why: &misplaced.why,
            }),
            from: note.from.as_ref().map(|from| TakenFrom {
                reference: from.reference.to_string(),
                note: from.note.0,
                at: from.at,
                by: view.staff(from.by),
            }),
            stage: note.stage.0,
            corrections: note
                .corrections
                .iter()
                .map(|c| Correction { at: c.at, by: view.staff(c.by), text: &c.text, why: &c.why })
                .collect(),
            amendments: note
                .amendments
                .iter()
                .map(|a| Amendment {
                    at: a.at,
                    by: view.staff(a.by),
                    happened: a.happened,
                    child: a.child.as_ref().map(ChildWords::of),
                    why: &a.why,
                })
                .collect(),
        }
    }
}

impl<'a> ChildWords<'a> {
    fn of(said: &'a calls::ChildWords) -> Self {
        Self {
            child: said.child.map(|no| no.0),
            heard_by: &said.heard_by,
            heard_at: said.heard_at,
            in_answer_to: &said.in_answer_to,
        }
    }
}
