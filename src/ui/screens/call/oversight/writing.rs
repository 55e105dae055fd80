//! Which form of the pane has the keys.

use super::{after, ask, call, decide, item::Item, of_two};
use crate::{
    domain::{
        contact::oversight::{Must, OfTwo},
        ids::{EmergencyNo, OverrideNo},
    },
    ui::{
        screens::call::{pane::View, sheet::Sheet},
        widgets::Field,
    },
};

/// The sheet on which a worker asks.
pub(super) const ASK: &str = "ask";
/// How the key of a sheet begins on which something is taken back.
const END: &str = "end.";
/// How the key of the sheet begins on which a call to a manager is taken down.
const CALL: &str = "call.";
/// How the key of the sheet begins on which an answer to a challenge is typed.
const ANSWER: &str = "answer.";
/// How the key of the sheet begins on which an emergency is described.
const DESCRIBE: &str = "describe.";
/// How the key of the sheet begins on which it is said what came of something.
const SETTLE: &str = "settle.";

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
    /// What came of ringing a manager about a request.
    Calling(OverrideNo),
    /// What a manager says on the telephone to what takes two.
    Agreeing(OfTwo),
    /// What a manager answers to a challenge.
    Answering(OverrideNo),
    /// What was done in an emergency.
    Describing(EmergencyNo),
    /// What came of something that has to be done.
    Settling(Must),
}

impl Writing {
    /// Gives the name of its sheet.
    pub(super) fn slot(self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Asking => ASK.to_owned(),
            Self::Deciding(item) => item.key(),
            Self::Ending(item) => format!("{END}{}", item.key()),
            Self::Calling(no) => format!("{CALL}{}", Item::Override(no).key()),
            Self::Agreeing(of) => format!("{CALL}{}", of_two::item(of).key()),
            Self::Answering(no) => format!("{ANSWER}{}", Item::Override(no).key()),
            Self::Describing(no) => format!("{DESCRIBE}{}", Item::Emergency(no).key()),
            Self::Settling(must) => format!("{SETTLE}{}", Item::Must(must).key()),
        }
    }

    /// Gives the request about which a manager is rung.
    pub(super) const fn rings(self) -> Option<OverrideNo> {
        match self {
            Self::Calling(no) | Self::Answering(no) => Some(no),
            _ => None,
        }
    }

    /// Tells whether the next call follows one that came to nothing.
    pub(super) fn rings_on(self, view: &View<'_>) -> bool {
        matches!(self, Self::Agreeing(of) if of_two::waits(of, view)) || self.rings().is_some()
    }

    /// Tells whether it opens by itself with what it is about.
    pub(super) const fn is_first(self) -> bool {
        matches!(self, Self::Nothing | Self::Deciding(_) | Self::Describing(_) | Self::Settling(_))
    }

    /// Gives what it is about, where that is selected.
    pub(super) fn item(self) -> Option<Item> {
        match self {
            Self::Nothing | Self::Asking => None,
            Self::Deciding(item) | Self::Ending(item) => Some(item),
            Self::Calling(no) | Self::Answering(no) => Some(Item::Override(no)),
            Self::Agreeing(of) => Some(of_two::item(of)),
            Self::Describing(no) => Some(Item::Emergency(no)),
            Self::Settling(must) => Some(Item::Must(must)),
        }
    }

    /// Reads the name of a sheet.
    pub(super) fn of(slot: &str) -> Self {
        let item = |prefix| slot.strip_prefix(prefix).and_then(Item::from_key);
        if slot == ASK {
            return Self::Asking;
        }
        match (item(END), item(CALL), item(ANSWER), item(DESCRIBE), item(SETTLE)) {
            (Some(item), ..) => Self::Ending(item),
            (_, Some(Item::Override(no)), ..) => Self::Calling(no),
            (_, Some(item), ..) => of_two::of_item(item).map(Self::Agreeing).unwrap_or_default(),
            (_, _, Some(Item::Override(no)), ..) => Self::Answering(no),
            (_, _, _, Some(Item::Emergency(no)), _) => Self::Describing(no),
            (_, _, _, _, Some(Item::Must(must))) => Self::Settling(must),
            _ => Item::from_key(slot).map(Self::Deciding).unwrap_or_default(),
        }
    }

    /// Gives the fields that its sheet wants.
    pub(super) fn wanted(self, sheet: &Sheet, view: &View<'_>) -> Vec<Field> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Asking => ask::fields(sheet, view),
            Self::Deciding(item) => decide::fields(item, view),
            Self::Ending(_) => decide::end_fields(),
            Self::Calling(no) => call::fields(no, sheet, view),
            Self::Agreeing(of) => of_two::fields(of, sheet, view),
            Self::Answering(_) => call::answer_fields(),
            Self::Describing(no) => after::describing(no, view),
            Self::Settling(_) => after::settling(),
        }
    }
}
