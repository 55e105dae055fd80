//! All handovers: what waits first, what is written, what is done, and the ways to begin one.

use std::{collections::HashMap, rc::Rc};

use chrono::TimeDelta;
use crossterm::event::KeyEvent;

use super::{HandoverScreen, Use};
use crate::{
    desk::protocol::{Deal, Deed},
    domain::{
        board::{Entry, Kind as Board},
        handover::{Brief, Item, Kind, Waiting},
        ids::HandoverId,
        input::clock_time,
        policy::Mode,
        refusal::in_a_sentence,
    },
    ui::{
        keymap::{self, Action, stacks},
        screens::beside::{Say, View},
        widgets::{Field, Step},
    },
};

/// A row of the first view.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Row {
    /// One that stands.
    Known(HandoverId),
    /// Hands over the shift that is on.
    Shift,
    /// Writes the brief of one's own leave.
    Leave,
}

/// The board as it was read.
#[derive(Debug)]
pub(super) struct Read {
    /// What waits first, then what is written, then what is done, the newest before.
    pub(super) briefs: Vec<Brief>,
    /// The items of each, in their order.
    items: HashMap<HandoverId, Vec<Item>>,
    /// Which service hands over now.
    pub(super) from: Mode,
}

impl Read {
    fn of(view: &View<'_>) -> Self {
        let briefs = view.board.iter().filter(|entry| entry.kind == Board::Handover);
        let mut briefs: Vec<Brief> = briefs.filter_map(Entry::read).collect();
        let order = |stands| match stands {
            Waiting::Waits => 0,
            Waiting::Open => 1,
            Waiting::Done | Waiting::Dropped => 2,
        };
        briefs.sort_by_key(|brief| (order(brief.stands), std::cmp::Reverse((brief.at, brief.id))));
        let mut items: HashMap<HandoverId, Vec<Item>> = HashMap::new();
        for entry in view.board.iter().filter(|entry| entry.kind == Board::HandoverItem) {
            if let (Some(stream), Some(item)) = (entry.stream(), entry.read()) {
                items.entry(HandoverId(stream)).or_default().push(item);
            }
        }
        for of in items.values_mut() {
            of.sort_by_key(|item| {
                (item.acknowledged.is_some(), item.drawn.due().is_none(), item.drawn.due(), item.no)
            });
        }
        Self { briefs, items, from: shift_of(view) }
    }

    /// Gives the items of a handover, in their order.
    pub(super) fn items(&self, id: HandoverId) -> &[Item] {
        self.items.get(&id).map_or(&[], Vec::as_slice)
    }
}

impl HandoverScreen {
    /// Reads the board.
    pub(super) fn read(&self, view: &View<'_>) -> Rc<Read> {
        self.read.of(view.seen(), || Read::of(view))
    }

    pub(super) fn rows(&self, view: &View<'_>) -> Vec<Row> {
        let read = self.read(view);
        let known = read.briefs.iter().map(|brief| Row::Known(brief.id));
        known.chain([Row::Shift, Row::Leave]).collect()
    }

    /// Asks until when somebody is away.
    pub(super) fn ask_until(&mut self, view: &View<'_>) {
        let now = view.now;
        let until = Field::moment("until", "Away until", clock_time::future, move || now);
        self.put(Use::Leave, vec![until.needed(true)]);
    }

    pub(super) fn begin_leave(&mut self, view: &View<'_>, say: &mut Vec<Say>) {
        let until = self.text("until");
        match clock_time::future(&until, view.now) {
            Ok(until) => self.begin(Kind::Leave { person: view.actor.person, until: Some(until) }, say),
            Err(error) => self.form.refused(&"until".into(), in_a_sentence(&error)),
        }
    }

    fn begin(&mut self, kind: Kind, say: &mut Vec<Say>) {
        self.begun = true;
        say.push(Say::Do { slot: "begin".to_owned(), deed: Deed::Handover(Deal::Begin(kind)) });
    }

    /// Does what a key means while all handovers are listed.
    pub(super) fn key_rows(&mut self, key: KeyEvent, view: &View<'_>, say: &mut Vec<Say>) -> bool {
        let Some(action) = keymap::action(stacks::HANDOVERS, key) else { return false };
        let rows = self.rows(view);
        self.rows.sync(&rows);
        match (action, rows.get(self.rows.index()).copied()) {
            (Action::Open, Some(Row::Known(id))) => self.enter(id, view),
            (Action::Open, Some(Row::Shift)) => {
                let from = self.read(view).from;
                self.begin(Kind::Shift { from, to: other(from) }, say);
            }
            (Action::Open, Some(Row::Leave)) => {
                self.ask_until(view);
            }
            (Action::Back, _) => return false,
            (action, _) => return self.rows.act(action, &rows) != Step::No,
        }
        true
    }
}

/// Tells which service hands over now: that which is on, and in the hour after a change that which went off, where it is
/// the one this person works in.
fn shift_of(view: &View<'_>) -> Mode {
    let duty = &view.desk.book.duty;
    let night = view.actor.roles.iter().any(|role| {
        use crate::domain::policy::Role;
        matches!(role, Role::EdtPractitioner | Role::EdtManager)
    });
    let just = duty.mode_at(view.now - TimeDelta::hours(1));
    match (duty.mode_at(view.now), night) {
        (Mode::FrontDoor, true) if just == Mode::Edt => Mode::Edt,
        (Mode::Edt, false) if just == Mode::FrontDoor => Mode::FrontDoor,
        (mode, _) => mode,
    }
}

pub(super) const fn other(mode: Mode) -> Mode {
    match mode {
        Mode::FrontDoor => Mode::Edt,
        Mode::Edt => Mode::FrontDoor,
    }
}
