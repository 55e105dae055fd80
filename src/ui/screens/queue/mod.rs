//! The queue: lanes with counts, what is due first at the top, a preview of the contact under the cursor.

mod columns;
mod names;
mod paint;
mod word;

use std::rc::Rc;

use chrono::{DateTime, NaiveDate, Utc};
use crossterm::event::KeyEvent;
use ratatui::layout::{Position, Rect};
use uuid::Uuid;

use self::names::Names;
use crate::{
    desk::protocol::{DeskView, LaneView, Partly, Place, Rings, Stretch},
    domain::{
        calendar::local,
        ids::{ContactId, RingId, StaffId},
        queue::{Item, Lane, Row, Word},
    },
    ui::{
        kept::Kept,
        keymap::{self, Action, stacks},
        theme::Theme,
        widgets::{Lane as Tab, List, Step, Tabs},
    },
};

/// How many rows are held on either side of the cursor.
const AROUND: usize = 120;

/// How near the end of the rows held the cursor may come before more are asked for.
const NEAR: usize = 40;

/// What the queue wants of the console.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Say {
    /// Reads another stretch.
    Watch(Stretch),
    /// Opens a contact.
    Open(ContactId),
    /// Answers a ringing call.
    Answer(RingId),
    /// Says that no call rings that could be answered.
    NothingRings,
    /// Takes a contact over; the row says whether a colleague is on the line.
    TakeOver(Box<Row>),
    /// Marks a contact urgent.
    Urgent(Box<Row>),
    /// Only the cursor moved.
    Moved,
}

/// The queue's state.
#[derive(Debug)]
pub struct Queue {
    lane: Lane,
    view: Option<LaneView>,
    list: List<Uuid>,
    /// To which end of the lane the cursor goes once its rows are there.
    goes: Option<Action>,
    /// The contact on which it stands once the rows around it are there.
    left: Option<Uuid>,
    /// The contacts in which whoever is signed in is heard by family or public.
    heard: Vec<ContactId>,
    /// How many times rows have come.
    came: u64,
    /// The children of each row, as they are named on a day.
    names: Kept<(u64, NaiveDate), Vec<Names>>,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            lane: Lane::All,
            view: None,
            list: List::default(),
            goes: None,
            left: None,
            heard: Vec::new(),
            came: 0,
            names: Kept::default(),
        }
    }
}

/// A place behind every row of a lane.
const END: Place = Place { sort: i64::MAX, id: Uuid::max(), runs: false };

/// What the queue is drawn from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The moment.
    pub now: DateTime<Utc>,
    /// Policy, duty, staff.
    pub desk: &'a DeskView,
    /// How things look.
    pub theme: &'a Theme,
}

impl Queue {
    /// Gives the lane that is shown.
    pub fn lane(&self) -> Lane {
        self.lane
    }

    /// Gives the stretch to watch now.
    pub fn stretch(&self) -> Stretch {
        let runs = self.list.index() < self.view.as_ref().map_or(0, |view| view.runs);
        let around = match self.goes {
            Some(Action::Last) => Some(END),
            Some(_) => None,
            // Where it has left the lane, what lies around is what lay around the cursor.
            None => match (self.row(), self.left) {
                (Some(row), left) => Some(Place { sort: row.sort(), id: left.unwrap_or(row.id), runs }),
                (None, left) => left.map(|id| Place { sort: i64::MIN, id, runs }),
            },
        };
        Stretch { lane: self.lane, around, before: AROUND, after: AROUND }
    }

    /// Goes to a lane.
    pub fn go(&mut self, lane: Lane) -> Stretch {
        if self.lane != lane {
            self.lane = lane;
            self.view = None;
            self.came += 1;
            self.list = List::default();
            (self.goes, self.left) = (None, None);
        }
        self.stretch()
    }

    /// Puts the cursor on a contact: at once where its row is held, else once the rows around it were read. Where it does
    /// not stand in this lane, the cursor stays.
    pub fn stand_on(&mut self, contact: ContactId) {
        let ids = self.ids();
        let held = ids.contains(&contact.0);
        self.left = (!held).then_some(contact.0);
        if held {
            self.list.reveal(&contact.0, &ids);
        }
    }

    /// Gives up what the cursor was on its way to: its rows could not be read.
    pub fn stay(&mut self) {
        self.left = None;
    }

    fn ids(&self) -> Vec<Uuid> {
        self.rows().iter().map(|row| row.id).collect()
    }

    /// Gives the row under the cursor.
    pub fn row(&self) -> Option<&Row> {
        self.rows().get(self.list.index())
    }

    fn rows(&self) -> &[Row] {
        self.view.as_ref().map_or(&[], |view| &view.rows)
    }

    /// Gives the children of each row, named once for as long as rows and day are the same.
    fn names(&self, now: DateTime<Utc>) -> Rc<Vec<Names>> {
        let today = local::local_day(now);
        let work = || self.rows().iter().map(|row| Names::of(row, today)).collect();
        self.names.of((self.came, today), work)
    }

    /// Gives the managers' words from away that want something of whoever is signed in.
    pub fn words(&self) -> &[Word] {
        self.view.as_ref().map_or(&[], |view| &view.words)
    }

    fn counts(&self) -> Option<[u64; 10]> {
        self.view.as_ref().and_then(|view| view.counts)
    }

    /// Says what of the rows the desk's file does not say now.
    pub(super) fn partly(&self) -> Option<Partly> {
        self.view.as_ref().and_then(|view| view.partly)
    }

    /// Counts the calls that ring.
    pub fn ringing(&self) -> u64 {
        self.count_of(Lane::Ringing)
    }

    /// Counts the contacts that wait for a manager's word.
    pub fn waiting_for_word(&self) -> u64 {
        self.count_of(Lane::Oversight)
    }

    fn count_of(&self, wanted: Lane) -> u64 {
        let at = Lane::ALL.iter().position(|lane| *lane == wanted);
        self.counts().zip(at).map_or(0, |(counts, at)| counts[at])
    }

    /// Gives the contacts in which whoever is signed in is heard by family or public: lines of others are covered then.
    pub fn heard(&self) -> &[ContactId] {
        &self.heard
    }

    /// Tells whether one of the rows shown is a call that somebody is on the line with.
    pub fn is_talking(&self, person: StaffId) -> bool {
        self.rows().iter().any(|row| is_on_the_line(row, person))
    }

    /// Tells whether somebody may still talk in a contact, by what the rows say of it; one that is not shown says nothing.
    pub fn may_talk(&self, contact: ContactId, person: StaffId) -> bool {
        let row = self.rows().iter().find(|row| row.id == contact.0);
        row.is_none_or(|row| is_on_the_line(row, person))
    }

    /// Takes up what the desk told of a lane; an answer about another lane is stale.
    pub fn told(&mut self, view: LaneView) {
        self.heard.clone_from(&view.heard);
        if view.stretch.lane != self.lane {
            return;
        }
        let around = view.stretch.around;
        self.view = Some(view);
        self.came += 1;
        let ids = self.ids();
        let stood = self.list.cursor().copied();
        let left = self.left.take_if(|left| around.is_some_and(|around| around.id == *left));
        if let Some(left) = left {
            self.list.reveal(&left, &ids);
        }
        self.list.sync(&ids);
        // Whatever stood under the cursor is gone: Enter, pressed for that, must answer nobody's call.
        if stood.is_some_and(|stood| !ids.contains(&stood)) {
            self.off_the_ring(&ids);
        }
        let wanted = self.stretch().around;
        if let Some(end) = self.goes.take_if(|_| around == wanted) {
            self.list.act(end, &ids);
        }
    }

    /// Goes from a call that rings to the nearest contact, where there is one.
    fn off_the_ring(&mut self, ids: &[Uuid]) {
        let is_contact = |at: &usize| self.rows().get(*at).is_some_and(|row| row.item == Item::Contact);
        let at = self.list.index();
        let nearest = (at..ids.len()).find(is_contact).or_else(|| (0..at).rev().find(is_contact));
        if let Some(contact) = nearest.and_then(|at| ids.get(at)) {
            self.list.select(*contact);
            self.list.sync(ids);
        }
    }

    /// Tells whether the cursor is on its way to rows that are not read yet: an end of the lane, or around a contact.
    pub fn is_going(&self) -> bool {
        self.goes.is_some() || self.left.is_some()
    }

    /// Says which calls ring, as far as the header tells of them; none where none does.
    pub fn rings(&self) -> Option<&Rings> {
        self.view.as_ref().and_then(|view| view.rings.as_ref())
    }

    /// Tells whether a call that rings stands among the lines in view.
    pub fn shows_ring(&self) -> bool {
        let rows = self.rows();
        let first = rows.iter().position(|row| row.item == Item::Ring);
        first.is_some_and(|at| self.list.shows(at, rows.len()))
    }

    /// Takes a key; `None` where it is not the queue's.
    pub fn key(&mut self, key: KeyEvent) -> Option<Vec<Say>> {
        let action = keymap::action(stacks::QUEUE, key)?;
        if action == Action::Lane {
            let digit = keymap::digit(key)?;
            let lane = *Lane::ALL.get(usize::from(digit).checked_sub(1)?)?;
            return Some(vec![Say::Watch(self.go(lane))]);
        }
        self.act(action)
    }

    /// Does what an action means here; `None` where it is not the queue's.
    pub fn act(&mut self, action: Action) -> Option<Vec<Say>> {
        let row = self.row();
        let contact = row.filter(|row| row.item == Item::Contact);
        let ring = row.filter(|row| row.item == Item::Ring).map(|row| RingId(row.id));
        Some(match action {
            Action::Open | Action::AnswerRing if ring.is_some() => {
                ring.map(Say::Answer).into_iter().collect()
            }
            Action::AnswerRing => {
                // The oldest call that rings, wherever the cursor is and whichever lane is shown.
                let oldest = self.rows().iter().find(|row| row.item == Item::Ring).map(|row| RingId(row.id));
                let oldest = oldest.or_else(|| self.rings().map(|rings| rings.first));
                vec![oldest.map_or(Say::NothingRings, Say::Answer)]
            }
            Action::Open => contact.map(|row| Say::Open(ContactId(row.id))).into_iter().collect(),
            Action::TakeOver => contact.map(|row| Say::TakeOver(Box::new(row.clone()))).into_iter().collect(),
            Action::Urgent => contact.map(|row| Say::Urgent(Box::new(row.clone()))).into_iter().collect(),
            action => {
                let ids = self.ids();
                let far = self.held() > ids.len() && matches!(action, Action::First | Action::Last);
                self.goes = far.then_some(action);
                if far {
                    return Some(vec![Say::Watch(self.stretch())]);
                }
                let step = self.list.act(action, &ids);
                if step == Step::No {
                    return None;
                }
                self.after(step, ids.len())
            }
        })
    }

    /// Asks for more rows where the cursor comes near the end of those held.
    fn after(&self, step: Step, len: usize) -> Vec<Say> {
        let at = self.list.index();
        let near = (at < NEAR || at + NEAR > len) && self.held() > len;
        let moved = step == Step::Moved;
        match (near, moved) {
            (true, _) => vec![Say::Watch(self.stretch())],
            (false, true) => vec![Say::Moved],
            (false, false) => vec![],
        }
    }

    /// Counts the lane's rows, those that were not read included.
    fn held(&self) -> usize {
        let counted = self.counts().map_or(0, |counts| counts[place(self.lane)]);
        usize::try_from(counted).unwrap_or(usize::MAX)
    }

    /// Puts the cursor where it was clicked, or goes to the lane that was.
    pub fn click(&mut self, area: Rect, at: Position) -> Vec<Say> {
        let parts = self.parts(area);
        let lanes = self.lanes();
        let tabs = Tabs { lanes: &lanes, active: place(self.lane) };
        if let Some(lane) = tabs.click(parts.lanes, at).and_then(|at| Lane::ALL.get(at)) {
            return vec![Say::Watch(self.go(*lane))];
        }
        let ids = self.ids();
        if self.list.click(parts.list, at, &ids) { vec![Say::Moved] } else { vec![] }
    }

    fn lanes(&self) -> Vec<Tab> {
        let counts = self.counts();
        Lane::ALL
            .iter()
            .enumerate()
            .map(|(at, lane)| Tab {
                key: char::from_digit(u32::try_from((at + 1) % 10).unwrap_or(0), 10).unwrap_or('0'),
                words: lane.words().to_owned(),
                short: lane.short().to_owned(),
                count: counts.and_then(|counts| usize::try_from(counts[at]).ok()),
                alarm: match lane {
                    Lane::Ringing => counts.is_some_and(|counts| counts[at] > 0),
                    Lane::Oversight => !self.words().is_empty(),
                    _ => false,
                },
            })
            .collect()
    }
}

/// Where a lane stands among the tabs.
fn place(lane: Lane) -> usize {
    Lane::ALL.iter().position(|other| *other == lane).unwrap_or(0)
}

fn is_on_the_line(row: &Row, person: StaffId) -> bool {
    row.holder == Some(person) && row.is_on_the_line()
}
