//! Which form of the pane has the keys.

use super::{ask, decide, item::Item};
use crate::ui::{
    screens::call::{pane::View, sheet::Sheet},
    widgets::Field,
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
    /// Gives the name of its sheet.
    pub(super) fn slot(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Asking => ASK.to_owned(),
            Self::Deciding(item) => item.key(),
            Self::Ending(item) => format!("{END}{}", item.key()),
        }
    }

    /// Reads the name of a sheet.
    pub(super) fn of(slot: &str) -> Self {
        let known = match slot.strip_prefix(END) {
            _ if slot == ASK => Some(Self::Asking),
            Some(key) => Item::from_key(key).map(Self::Ending),
            None => Item::from_key(slot).map(Self::Deciding),
        };
        known.unwrap_or_default()
    }

    /// Gives the fields that its sheet wants.
    pub(super) fn wanted(self, sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Asking => ask::fields(sheet, view),
            Self::Deciding(item) => decide::fields(item, view),
            Self::Ending(_) => decide::end_fields(),
        }
    }
}
