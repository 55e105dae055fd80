//! What was entered by mistake, and stays on the record.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::super::{json::Staff, view::View};
use crate::domain::contact::mistake as mistakes;

/// That something does not hold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Mistake<'a> {
    /// When it was said.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Staff<'a>,
    /// Why.
    pub why: &'a str,
}

impl<'a> Mistake<'a> {
    pub(super) fn of(mistake: &'a mistakes::Mistake, view: View<'a>) -> Self {
        Self { at: mistake.at, by: view.staff(mistake.by), why: &mistake.why }
    }

    pub(super) fn all(of: &'a [mistakes::Mistake], view: View<'a>) -> Vec<Self> {
        of.iter().map(|mistake| Self::of(mistake, view)).collect()
    }
}
