//! An analysis of two, and what its second said of it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{
    domain::contact::night::{self as nights, SecondName},
    exchange::{json::Staff, view::View},
};

/// An analysis of two.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Analysis<'a> {
    /// Its number.
    pub no: u32,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The practitioner who wrote it.
    pub by: Staff<'a>,
    /// The senior manager on call who is named as the second.
    pub with: Staff<'a>,
    /// What was written as what both made of it.
    pub words: &'a str,
    /// Why it is proportionate, and how it keeps the child at the centre.
    pub proportionate: &'a str,
    /// Whether the second has signed for it: `named` (not confirmed), `confirmed`, `corrected` or `disowned`.
    pub second: &'static str,
    /// The same in words.
    pub second_words: &'static str,
    /// By when the second is to sign, while they have not.
    pub second_due: Option<DateTime<Utc>>,
    /// What the second said of it, in person.
    pub second_said: Option<SecondSaid<'a>>,
}

/// What the second said of an analysis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SecondSaid<'a> {
    /// When.
    pub at: DateTime<Utc>,
    /// Whether after its time.
    pub late: bool,
    /// What they made of it, where they corrected it.
    pub words: Option<&'a str>,
    /// What was wrong, where they corrected or disowned it.
    pub why: Option<&'a str>,
}

impl<'a> Analysis<'a> {
    pub(super) fn of(analysis: &'a nights::Analysis, view: View<'a>) -> Self {
        let said = |at: &DateTime<Utc>, late: &bool, words, why| {
            Some(SecondSaid { at: *at, late: *late, words, why })
        };
        let second_said = match &analysis.second {
            SecondName::Named => None,
            SecondName::Confirmed { at, late } => said(at, late, None, None),
            SecondName::Corrected { at, late, words, why } => {
                said(at, late, Some(words.as_str()), Some(why.as_str()))
            }
            SecondName::Disowned { at, late, why, .. } => said(at, late, None, Some(why.as_str())),
        };
        let due = analysis.said.word_due.as_ref().filter(|_| analysis.is_only_named());
        Self {
            no: analysis.no.0,
            at: analysis.at,
            by: view.staff(analysis.by),
            with: view.staff(analysis.said.manager),
            words: &analysis.said.words,
            proportionate: &analysis.said.proportionate,
            second: analysis.second.key(),
            second_words: analysis.second.words(),
            second_due: due.map(|due| due.at),
            second_said,
        }
    }
}
