//! Screens beside the queue and the contact: each is drawn from the desk, the rota and the board, and is one key away.
//!
//! The manners are those of a pane: what is printed is text wherever a form has the keys, a refusal stands where it belongs,
//! and nothing that was typed goes by leaving.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};
use uuid::Uuid;

use super::{
    call::pane::{HalfTyped, Outcome},
    handover::HandoverScreen,
    promises::PromisesScreen,
    rota::RotaScreen,
    shift::ShiftScreen,
    visits::VisitsScreen,
};
use crate::{
    desk::protocol::{Deed, DeskView},
    domain::{
        board::{Entry, Kind},
        contact::{place::Place, why::Why},
        ids::{ContactId, EventId},
        shift::Brief,
        staff::Actor,
    },
    ui::{
        kept::Facts,
        keymap::{Action, Context},
        theme::Theme,
        waits,
        widgets::Notice,
    },
};

/// Which screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Which {
    /// Who is on duty.
    Rota,
    /// Who is out.
    Visits,
    /// A night's beginning and end.
    Shift,
    /// What is handed over, and what waits to be acknowledged.
    Handover,
    /// Every promise that is owed.
    Promises,
}

impl Which {
    /// Every screen.
    pub const ALL: [Self; 5] = [Self::Rota, Self::Visits, Self::Shift, Self::Handover, Self::Promises];

    /// Finds the screen that an action shows.
    pub fn of(action: Action) -> Option<Self> {
        match action {
            Action::Rota => Some(Self::Rota),
            Action::Visits => Some(Self::Visits),
            Action::Shift => Some(Self::Shift),
            Action::Handover => Some(Self::Handover),
            Action::Ledger => Some(Self::Promises),
            _ => None,
        }
    }

    /// Gives the words of the palette.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Rota => "the rota: who is on duty, and where it has holes",
            Self::Visits => "visits: who is out, and going oneself",
            Self::Shift => "the shift: its brief, its beginning, its end",
            Self::Handover => "the handover: give one, or acknowledge what waits",
            Self::Promises => "the ledger: every promise that is owed, ours first",
        }
    }

    /// Gives the key by which a draft names it.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rota => "rota",
            Self::Visits => "visits",
            Self::Shift => "shift",
            Self::Handover => "handover",
            Self::Promises => "promises",
        }
    }

    /// Makes the screen.
    pub fn make(self) -> Box<dyn Screen> {
        match self {
            Self::Rota => Box::<RotaScreen>::default(),
            Self::Visits => Box::<VisitsScreen>::default(),
            Self::Shift => Box::<ShiftScreen>::default(),
            Self::Handover => Box::<HandoverScreen>::default(),
            Self::Promises => Box::<PromisesScreen>::default(),
        }
    }
}

/// What a screen is drawn and judged from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The moment of the last frame or key.
    pub now: DateTime<Utc>,
    /// Policy, duty, staff, alarms.
    pub desk: &'a DeskView,
    /// Who is signed in.
    pub actor: &'a Actor,
    /// What the board says of the kinds that the screen named.
    pub board: &'a Arc<[Entry]>,
    /// As of when that is known, where the record does not say all of it now.
    pub as_of: Option<DateTime<Utc>>,
    /// What somebody is told who begins a shift now, where shifts are watched.
    pub brief: Option<&'a Arc<Brief>>,
    /// The contacts in which whoever is signed in is heard by family or public.
    pub heard: &'a [ContactId],
    /// How things look.
    pub theme: &'a Theme,
    /// Makes an id for the event that a draft will become.
    pub fresh: &'a dyn Fn() -> EventId,
}

#[cfg(test)]
impl<'a> View<'a> {
    /// Makes one of what a pane is drawn from, with an empty board.
    pub(super) fn of_pane(view: &super::call::pane::View<'a>, board: &'a Arc<[Entry]>) -> Self {
        let (now, desk, actor, theme, fresh) = (view.now, view.desk, view.actor, view.theme, view.fresh);
        Self { now, desk, actor, board, as_of: None, brief: None, heard: &[], theme, fresh }
    }
}

/// What such a screen is worked out of: the facts of the desk, the board, and the brief.
#[derive(Clone, Debug)]
pub struct Seen {
    desk: Facts,
    board: Arc<[Entry]>,
    brief: Option<Arc<Brief>>,
}

impl PartialEq for Seen {
    fn eq(&self, other: &Self) -> bool {
        let brief = |of: &Self| of.brief.as_ref().map(Arc::as_ptr);
        self.desk == other.desk && Arc::ptr_eq(&self.board, &other.board) && brief(self) == brief(other)
    }
}

impl View<'_> {
    /// Gives the mark of a line of the board that is not in the record yet, by its stream and, where it has several, its number.
    pub fn waits(&self, kind: Kind, stream: Uuid, no: Option<u32>) -> &'static str {
        let is = |entry: &&Entry| entry.kind == kind && entry.stream() == Some(stream) && entry.no() == no;
        waits::mark(self.board.iter().find(is).is_some_and(|entry| entry.waits))
    }

    /// Gives what everything here is worked out of.
    pub fn seen(&self) -> Seen {
        Seen {
            desk: Facts::of(self.now, self.desk, self.actor.account),
            board: Arc::clone(self.board),
            brief: self.brief.cloned(),
        }
    }
}

/// What a screen wants of the console.
pub enum Say {
    /// Does something; what comes of it comes back under the slot.
    Do {
        /// The screen's own name for what it did.
        slot: String,
        /// What.
        deed: Deed,
    },
    /// Opens a contact.
    Open(ContactId),
    /// Says over the screen why some times are what they are.
    Times {
        /// Of what.
        of: String,
        /// Each time, and why.
        whys: Vec<Why>,
    },
    /// Tells the worker something.
    Tell(Notice),
    /// What is half-typed changed; it wants to be kept.
    Changed,
}

/// One screen.
pub trait Screen {
    /// Gives the contexts in which its keys are looked up.
    fn stack(&self) -> &'static [Context];

    /// Names what of the board it is drawn from.
    fn kinds(&self) -> &'static [Kind] {
        &[]
    }

    /// Gives the contact that the line under the cursor is about, if it is about one.
    fn contact(&self, view: &View<'_>) -> Option<ContactId> {
        let _ = view;
        None
    }

    /// Gives the place in that contact at which the line stands, where it is more than the contact.
    fn place(&self) -> Option<Place> {
        None
    }

    /// Takes a key; `true` when it was for this screen.
    fn key(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool;

    /// Takes a paste.
    fn paste(&mut self, text: &str, view: &View<'_>, say: &mut Vec<Say>) {
        let _ = (text, view, say);
    }

    /// Learns that it is shown anew, before it takes up how things are.
    fn shown(&mut self) {}

    /// Takes up how things are now: when it is shown, and when desk or board changed.
    fn sync(&mut self, view: &View<'_>) {
        let _ = view;
    }

    /// Learns what came of what it did; tells whether a refusal stands on the screen by that.
    fn answered(&mut self, slot: &str, outcome: &Outcome, view: &View<'_>) -> bool {
        let _ = (slot, outcome, view);
        false
    }

    /// Draws itself.
    fn draw(&self, frame: &mut Frame<'_>, area: Rect, view: &View<'_>);

    /// Gives what is half-typed, if anything is.
    fn half_typed(&self) -> Option<HalfTyped> {
        None
    }

    /// Takes up what was half-typed.
    fn restore(&mut self, body: &serde_json::Value, view: &View<'_>) {
        let _ = (body, view);
    }
}
