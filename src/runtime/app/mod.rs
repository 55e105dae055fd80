//! The console's model and the one function that changes it: messages in, effects out, nothing done.
//!
//! Facts arrive as the desk's answers and are only drawn; what a worker types lives here until it becomes a request, and
//! from its first key on in the draft file. Whatever lies over the screen is a stack; its top one gets the key.

mod answers;
mod beside;
mod contact;
mod drafts;
mod draw;
mod header;
mod keys;
mod looked;
mod over;
mod says;
mod session;
mod share;
mod trail;

use std::{
    cell::Cell,
    collections::HashMap,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use crossterm::event::KeyEvent;
use ratatui::{Frame, layout::Rect};

use self::{drafts::Drafts, over::Over};
use super::{
    event_loop::{Effect as LoopEffect, Message as LoopMessage, Program},
    signals::Why,
};
use crate::{
    desk::{
        Answer, Clock, Request,
        clock::Steady,
        protocol::{ContactView, DeskView, DraftText, HelpOver, NoteView},
    },
    domain::{
        ids::{ContactId, EventId},
        queue::Lane,
    },
    ui::{
        screens::{
            beside::Which,
            call::{CallScreen, pane::PaneKind},
            queue::Queue,
            sign_in::SignIn,
        },
        theme::Theme,
        widgets::{self, Notice},
    },
};

type Effect = LoopEffect<Request>;

/// What a console is made with.
pub struct Setup {
    /// The one clock.
    pub clock: Arc<dyn Clock>,
    /// How things look.
    pub theme: Theme,
    /// Makes ids for drafts.
    pub fresh: Box<dyn Fn() -> EventId>,
    /// What the desk is, and who is signed in.
    pub desk: DeskView,
    /// What the emergency save writes when the loop cannot.
    pub unsaved: Unsaved,
}

/// The newest half-typed text, shared with the thread that saves it when the loop hangs.
pub type Unsaved = Arc<Mutex<Option<DraftText>>>;

/// Where an act came from.
#[derive(Clone, Debug)]
enum Origin {
    /// A pane of a contact's screen, under its own name for it.
    Pane(ContactId, PaneKind, String),
    /// The form for a share, which stays open until what it says is saved.
    Share,
    /// A screen beside queue and contact, under its own name for it.
    Beside(Which, String),
    /// The queue, or a box over the screen.
    Console,
    /// A box whose words are about a contact: refused, they wait in its note.
    Words(ContactId, String),
}

/// What came while a contact was being opened or a lane being read.
#[derive(Clone, Debug)]
enum Held {
    Key(KeyEvent),
    Paste(String),
}

/// What is waited for before keys are taken again.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Opening {
    /// The contact that a call is being taken for.
    Taken,
    /// This contact.
    Contact(ContactId),
}

/// The console.
#[expect(clippy::struct_excessive_bools, reason = "each holds or not, and none follows from another")]
pub struct App {
    clock: Arc<dyn Clock>,
    now: DateTime<Utc>,
    /// The time that goes by, which nobody can set: everything here that is a length of time goes by it.
    steady: Steady,
    theme: Theme,
    fresh: Box<dyn Fn() -> EventId>,
    desk: DeskView,
    sign_in: SignIn,
    /// Whether the console is locked: everything stays as it is, and none of it is shown.
    locked: bool,
    /// When somebody last touched it, by the time that goes by.
    touched: DateTime<Utc>,
    /// Whether the header warns that it will lock by itself.
    near: bool,
    /// Notes from the door that wait for a contact.
    left_notes: Vec<NoteView>,
    queue: Queue,
    /// The contact that is open: its screen and what the desk last told of it.
    call: Option<(CallScreen, ContactView)>,
    /// Screens of contacts that were left with something half-typed, and what was known of them then.
    parked: HashMap<ContactId, (CallScreen, ContactView)>,
    /// What was taken up again after a crash and waits for its contact to be opened.
    halves: HashMap<ContactId, serde_json::Value>,
    /// What was left half-typed, was offered and is left for later.
    put_off: Vec<over::leftovers::Left>,
    /// The call that was left while somebody talks in it.
    live: Option<over::talking::Live>,
    /// The call that was ended here: what is shown of it may not know that yet.
    hung_up: Option<ContactId>,
    /// What is half-written about a share, in forms that were put away.
    shares: HashMap<ContactId, widgets::Draft>,
    /// The contact whose answer is waited for.
    opening: Option<Opening>,
    /// The contacts that were left for the open one.
    trail: trail::Trail,
    /// The lane whose rows the queue has; none while another one's are being read.
    lane_read: Option<Lane>,
    /// Keys pressed while a contact is opened or a lane is read: they are for it, and for nothing that is still on the
    /// screen.
    held: Vec<Held>,
    /// The screens beside queue and contact.
    beside: beside::Beside,
    over: Vec<Over>,
    /// Whether the last key was told that leaving would lose words.
    warned: bool,
    notice: Option<Notice>,
    /// How a call for help ended, and until when it is said.
    help_over: Option<(HelpOver, DateTime<Utc>)>,
    drafts: Drafts,
    /// The minute that was drawn last.
    minute: Cell<Option<DateTime<Utc>>>,
    /// What is to be asked because of what was known before the first frame.
    begun: Vec<Request>,
    /// Acts that the desk has not answered yet.
    acts: HashMap<u64, Origin>,
    /// The manager's word that the desk was handed, and has neither refused nor asked the passphrase for.
    signing: Option<u64>,
    /// Whether what was confirmed last is a manager's, and only words were typed since: a passphrase may come by habit.
    decided: bool,
    tag: u64,
    area: Rect,
}

impl App {
    /// Makes the console for a desk that was opened.
    pub fn new(setup: Setup) -> Self {
        let now = setup.clock.now();
        let steady = Steady::begin(&*setup.clock);
        let mut app = Self {
            clock: setup.clock,
            now,
            steady,
            theme: setup.theme,
            fresh: setup.fresh,
            desk: setup.desk,
            sign_in: SignIn::default(),
            locked: false,
            touched: steady.at(),
            near: false,
            left_notes: Vec::new(),
            queue: Queue::default(),
            call: None,
            parked: HashMap::new(),
            halves: HashMap::new(),
            put_off: Vec::new(),
            live: None,
            hung_up: None,
            shares: HashMap::new(),
            opening: None,
            trail: trail::Trail::default(),
            lane_read: None,
            held: Vec::new(),
            beside: beside::Beside::default(),
            over: Vec::new(),
            warned: false,
            notice: None,
            help_over: None,
            drafts: Drafts::new(setup.unsaved),
            minute: Cell::new(None),
            begun: Vec::new(),
            acts: HashMap::new(),
            signing: None,
            decided: false,
            tag: 0,
            area: Rect::default(),
        };
        app.home();
        app
    }

    /// Takes up what was known before the first frame: what was left half-typed, and whether saved entries were lost.
    pub fn begin(&mut self, leftovers: Vec<Answer>, lost: Option<String>) {
        for answer in leftovers {
            let effects = self.told(answer);
            self.begun.extend(effects.into_iter().filter_map(|effect| match effect {
                Effect::Ask(request) => Some(request),
                _ => None,
            }));
        }
        self.notice = lost.map(|lost| Notice::wrong(lost, "")).or_else(|| self.only_records());
    }

    /// Gives what the console asks before anything happens.
    pub fn first(&mut self) -> Vec<Request> {
        let mut first = std::mem::take(&mut self.begun);
        if self.desk.actor.is_some() {
            first.push(self.watch(self.queue.stretch()));
        }
        first
    }
}

impl Program for App {
    type Answer = Answer;
    type Request = Request;

    fn update(&mut self, message: LoopMessage<Answer>) -> Vec<Effect> {
        self.now = self.clock.now();
        self.look_at_clock();
        let mut effects = self.turned();
        effects.extend(self.take_up(message));
        effects
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        self.minute.set(minute_of(self.now));
        self.paint(frame);
    }

    fn is_practice(&self) -> bool {
        self.desk.practice
    }

    fn next_wake(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // The header's clock and every countdown change with the minute; a ringing call counts its seconds coarsely.
        // A clock that was set back keeps no old time on the screen for longer than that.
        let next = TimeDelta::minutes(1);
        let minute = self.minute.get().or_else(|| minute_of(now)).map(|drawn| (drawn + next).min(now + next));
        let steady = self.steady.now(&*self.clock, now);
        let passed = [self.drafts.due_at(), self.lock_wakes_at(steady)].into_iter().flatten().min();
        [minute, passed.map(|at| now + (at - steady))].into_iter().flatten().min()
    }
}

impl App {
    /// Works out what the minute says; where the front door opened or shut with it, the queue stands in another order.
    fn turned(&mut self) -> Vec<Effect> {
        if self.minute.get() == minute_of(self.now) {
            return vec![];
        }
        // Who may be called changes with the minute at most: no frame has to work it out.
        let calling = self.desk.book.duty.calling_at(self.now);
        let before = std::mem::replace(&mut self.desk.calling, calling);
        let turned = before.night() != self.desk.calling.night();
        let watch = (turned && !self.is_shut()).then(|| self.watch(self.queue.stretch()));
        watch.map(Effect::Ask).into_iter().collect()
    }

    fn take_up(&mut self, message: LoopMessage<Answer>) -> Vec<Effect> {
        let hand = matches!(message, LoopMessage::Key(_) | LoopMessage::Paste(_) | LoopMessage::Mouse(_));
        if hand && let Some(effects) = self.touch() {
            return effects;
        }
        match message {
            LoopMessage::Key(key) => self.key(key),
            LoopMessage::Paste(text) => self.paste(&text),
            LoopMessage::Mouse(mouse) => self.mouse(mouse),
            LoopMessage::Resize(width, height) => {
                self.area = Rect { x: 0, y: 0, width, height };
                vec![]
            }
            LoopMessage::Woke(_) => self.woke(),
            LoopMessage::Answer(answer) => self.told(answer),
            LoopMessage::Leave(Why::TerminalGone | Why::Told) => self.quit(),
        }
    }
}

fn minute_of(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    at.duration_trunc(TimeDelta::minutes(1)).ok()
}

#[cfg(test)]
mod tests;
