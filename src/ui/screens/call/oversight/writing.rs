//! Which form of the pane has the keys, and what is kept of what is half-typed in them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ask, decide, item::Item};
use crate::ui::screens::call::{
    pane::View,
    paper::{Half, Sheet, Spec},
};

/// The sheet on which a worker asks.
pub(super) const ASK: &str = "ask";
/// How the key of a sheet begins on which something is taken back.
const END: &str = "end.";

/// Which form has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Writing {
    /// None: the document is read.
    #[default]
    Nothing,
    /// What a worker asks.
    Asking,
    /// What a manager decides about the selected thing.
    Deciding(Item),
    /// Why the selected thing is taken back or ends.
    Ending(Item),
}

impl Writing {
    pub(super) fn key(self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Asking => Some(ASK.to_owned()),
            Self::Deciding(item) => Some(item.key()),
            Self::Ending(item) => Some(format!("{END}{}", item.key())),
        }
    }

    pub(super) fn from_key(key: &str) -> Option<Self> {
        if key == ASK {
            return Some(Self::Asking);
        }
        match key.strip_prefix(END) {
            Some(key) => Item::from_key(key).map(Self::Ending),
            None => Item::from_key(key).map(Self::Deciding),
        }
    }

    pub(super) fn specs(self, sheet: &Sheet, view: &View<'_>) -> Vec<Spec> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Asking => ask::specs(sheet, view),
            Self::Deciding(item) => decide::specs(item, view),
            Self::Ending(_) => decide::end_specs(),
        }
    }
}

/// What is kept of half-typed text.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) sheets: BTreeMap<String, Half>,
    pub(super) writing: Option<String>,
}
