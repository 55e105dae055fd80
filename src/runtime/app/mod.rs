//! The console's model and the one function that changes it: messages in, effects out, nothing done.
//!
//! Facts arrive as the desk's answers and are only drawn; what a worker types lives here until it becomes a request, and
//! from its first key on in the draft file. Whatever lies over the screen is a stack; its top one gets the key.

mod drafts;
mod draw;
mod header;
mod over;
mod says;
mod share;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, TimeDelta, Timelike as _, Utc};
use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::{Frame, layout::Rect};
use serde::Deserialize as _;

use self::{
    drafts::{Drafts, SHARE},
    over::Over,
};
use super::{
    event_loop::{Effect as LoopEffect, Message as LoopMessage, Program},
    signals::Why,
};
use crate::{
    desk::{
        Answer, Clock, Request,
        protocol::{Act, ContactView, DeskView, DraftText},
    },
    domain::{
        contact::{Command, call::Take},
        ids::{ContactId, EventId},
        queue::Lane,
    },
    ui::{
        keymap::{self, Action, Context, stacks},
        screens::{
            call::{
                CallScreen,
                pane::{Outcome, PaneKind, View},
            },
            queue::Queue,
            sign_in::{self, SignIn},
        },
        theme::Theme,
        widgets::{self, Help, Notice},
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
    /// The queue, or a box over the screen.
    Console,
}

/// What came while a contact was being opened.
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
pub struct App {
    clock: Arc<dyn Clock>,
    now: DateTime<Utc>,
    theme: Theme,
    fresh: Box<dyn Fn() -> EventId>,
    desk: DeskView,
    sign_in: SignIn,
    queue: Queue,
    /// The contact that is open: its screen and what the desk last told of it.
    call: Option<(CallScreen, ContactView)>,
    /// Screens of contacts that were left with something half-typed.
    parked: HashMap<ContactId, CallScreen>,
    /// What was taken up again after a crash and waits for its contact to be opened.
    halves: HashMap<ContactId, serde_json::Value>,
    /// What is half-written about a share, in forms that were put away.
    shares: HashMap<ContactId, widgets::Draft>,
    /// The contact whose answer is waited for.
    opening: Option<Opening>,
    /// Keys pressed while a contact is being opened: they are for it, and for nothing that is still on the screen.
    held: Vec<Held>,
    over: Vec<Over>,
    notice: Option<Notice>,
    saved: Option<DateTime<Utc>>,
    drafts: Drafts,
    acts: HashMap<u64, Origin>,
    tag: u64,
    area: Rect,
}

impl App {
    /// Makes the console for a desk that was opened.
    pub fn new(setup: Setup) -> Self {
        let now = setup.clock.now();
        let mut app = Self {
            clock: setup.clock,
            now,
            theme: setup.theme,
            fresh: setup.fresh,
            desk: setup.desk,
            sign_in: SignIn::default(),
            queue: Queue::default(),
            call: None,
            parked: HashMap::new(),
            halves: HashMap::new(),
            shares: HashMap::new(),
            opening: None,
            held: Vec::new(),
            over: Vec::new(),
            notice: None,
            saved: None,
            drafts: Drafts::new(setup.unsaved),
            acts: HashMap::new(),
            tag: 0,
            area: Rect::default(),
        };
        app.home();
        app
    }

    /// Takes up what was known before the first frame: what was left half-typed, and whether saved entries were lost.
    pub fn begin(&mut self, leftovers: Vec<Answer>, lost: Option<String>) {
        for answer in leftovers {
            self.told(answer);
        }
        self.notice = lost.map(|lost| Notice::wrong(lost, ""));
    }

    /// Gives what the console asks before anything happens.
    pub fn first(&mut self) -> Vec<Request> {
        if self.desk.actor.is_some() { vec![Request::Watch(self.queue.stretch())] } else { vec![] }
    }

    /// Chooses the lane that somebody sees first: what waits for them.
    fn home(&mut self) {
        let authorises = self.desk.actor.as_ref().is_some_and(|actor| {
            let duty = &self.desk.book.duty;
            duty.authorisers_at(self.now).iter().any(|(person, _)| *person == actor.person)
        });
        if authorises {
            self.queue.go(Lane::Oversight);
        }
    }

    /// Takes up what the desk said.
    fn told(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Desk(view) => {
                let before = self.desk.actor.as_ref().map(|actor| actor.account);
                self.desk = view;
                let now = self.desk.actor.as_ref().map(|actor| actor.account);
                if now.is_none() {
                    return vec![];
                }
                if before != now {
                    self.sign_in = SignIn::default();
                    self.home();
                    return vec![Effect::Ask(Request::Watch(self.queue.stretch()))];
                }
                self.sync_call();
            }
            Answer::Lane(view) => self.queue.told(view),
            Answer::Contact(view) => return self.show(view),
            Answer::Taken(id) => self.opening = Some(Opening::Contact(id)),
            Answer::Done { tag, at } => {
                self.saved = Some(at);
                return self.answered(tag, &Outcome::Saved(at)).1;
            }
            Answer::Refused { tag, ref words, ref source, .. } => {
                let words = words.clone();
                let source = source.as_ref().map(|source| format!("({source})")).unwrap_or_default();
                if self.desk.actor.is_none() {
                    self.sign_in.notice = Some(Notice::wrong(words, source));
                    return vec![];
                }
                let whole = format!("{words} {source}").trim_end().to_owned();
                return self.refused(tag, whole, Notice::wrong(words, source), &answer);
            }
            Answer::Failed { tag, ref words } => {
                let notice = Notice::wrong(words.clone(), "");
                return self.refused(tag, words.clone(), notice, &answer);
            }
            Answer::Leftovers(left) => {
                if !left.is_empty() {
                    self.over.push(Over::leftovers(left));
                }
            }
            Answer::DraftSaved(at) => {
                self.saved = Some(at);
                return if self.drafts.is_shown() { vec![] } else { vec![Effect::Still] };
            }
            Answer::Found { ticket, rows } => {
                if let Some(Over::Find(find)) = self.over.last_mut() {
                    find.told(ticket, rows);
                }
            }
            letter @ Answer::Letter { .. } => {
                let told = self.with_call(|screen, view| screen.told(&letter, view));
                return self.says(told.map(|(says, _)| says).unwrap_or_default());
            }
        }
        vec![]
    }

    /// Takes up that something was not done; says so where no pane does already.
    fn refused(&mut self, tag: Option<u64>, words: String, notice: Notice, answer: &Answer) -> Vec<Effect> {
        let (stands, effects) = match tag {
            Some(tag) => self.answered(tag, &Outcome::Refused(words)),
            None => self.not_done(answer),
        };
        if !stands {
            self.notice = Some(notice);
        }
        effects
    }

    /// Hands whoever acted what came of it; tells whether a refusal stands on the screen by that.
    fn answered(&mut self, tag: u64, outcome: &Outcome) -> (bool, Vec<Effect>) {
        let (id, pane, slot) = match self.acts.remove(&tag) {
            Some(Origin::Pane(id, pane, slot)) => (id, pane, slot),
            Some(Origin::Share) => {
                if matches!(outcome, Outcome::Saved(_)) {
                    self.over.retain(|over| !matches!(over, Over::Share(_)));
                    self.notice = Some(Notice::done(
                        "Written down, with the ground that covers it.",
                        "F6 shows the grounds.",
                    ));
                }
                return (false, self.keep_drafts());
            }
            Some(Origin::Console) | None => return (false, vec![]),
        };
        let stands =
            self.with_call(|screen, view| screen.id == id && screen.answered(pane, &slot, outcome, view));
        if let Some(screen) = self.parked.get_mut(&id)
            && let Some((_, contact)) = &self.call
            && let Some(actor) = &self.desk.actor
        {
            // Parked panes only take back or let go of their own words; whose contact the view shows does not matter.
            let view = view(self.now, &self.desk, actor, contact, false, &self.theme, &self.fresh);
            screen.answered(pane, &slot, outcome, &view);
        }
        (stands.unwrap_or_default(), self.keep_drafts())
    }

    /// Shows a contact that was asked for, or takes up how the open one is now.
    fn show(&mut self, contact: ContactView) -> Vec<Effect> {
        let id = contact.contact.id;
        let mut effects = Vec::new();
        let asked = self.opening == Some(Opening::Contact(id));
        match &mut self.call {
            Some((screen, known)) if screen.id == id => *known = contact,
            _ if asked => {
                effects = self.leave_call(false);
                let mut screen = self.parked.remove(&id).unwrap_or_else(|| CallScreen::new(id));
                // From the lane of what waits for a manager, a manager wants what waits.
                let manages = self.desk.actor.as_ref().is_some_and(crate::domain::staff::Actor::manages);
                if manages && self.queue.lane() == Lane::Oversight && contact.contact.waits_for_oversight() {
                    screen.shown = PaneKind::Oversight;
                }
                self.call = Some((screen, contact));
            }
            // About a contact that was left meanwhile.
            _ => return vec![Effect::Still],
        }
        if asked {
            self.opening = None;
        }
        self.sync_call();
        if let Some(half) = self.halves.remove(&id) {
            self.with_call(|screen, view| screen.restore(&half, view));
            if let Ok(share) = widgets::Draft::deserialize(&half[SHARE]) {
                self.shares.insert(id, share);
                self.open_share();
            }
            self.drafts.changed(self.now);
        }
        if asked {
            for held in std::mem::take(&mut self.held) {
                effects.extend(match held {
                    Held::Key(key) => self.key(key),
                    Held::Paste(text) => self.paste(&text),
                });
            }
        }
        effects
    }

    /// Lets go of what was typed for a contact that was not opened: none of it was meant for this screen.
    ///
    /// A pane that asked for something other than an act learns here that it was not done.
    fn not_done(&mut self, answer: &Answer) -> (bool, Vec<Effect>) {
        self.opening = None;
        self.held.clear();
        let told = self.with_call(|screen, view| screen.told(answer, view));
        let (says, stands) = told.unwrap_or_default();
        (stands, self.says(says))
    }

    fn sync_call(&mut self) {
        self.with_call(CallScreen::sync);
    }

    /// Runs something on the open contact's screen with what it is drawn from.
    fn with_call<T>(&mut self, run: impl FnOnce(&mut CallScreen, &View<'_>) -> T) -> Option<T> {
        let (screen, contact) = self.call.as_mut()?;
        let actor = self.desk.actor.as_ref()?;
        let open = view(self.now, &self.desk, actor, contact, false, &self.theme, &self.fresh);
        let covered = screen.is_covered(&open);
        Some(run(screen, &View { covered, ..open }))
    }

    /// Leaves the open contact: what was being written is left and kept, what is half-done stays for coming back.
    fn leave_call(&mut self, tell: bool) -> Vec<Effect> {
        self.put_share_away();
        let says = self.with_call(CallScreen::leave).unwrap_or_default();
        let mut effects = self.says(says);
        if let Some((screen, _)) = self.call.take() {
            if screen.half_typed().is_some() {
                self.parked.insert(screen.id, screen);
            }
            if tell {
                effects.push(Effect::Ask(Request::Leave));
                effects.push(Effect::Ask(Request::Watch(self.queue.stretch())));
            }
        }
        effects.extend(self.keep_drafts());
        effects
    }

    fn open(&mut self, id: ContactId) -> Vec<Effect> {
        self.opening = Some(Opening::Contact(id));
        vec![Effect::Ask(Request::Open(id))]
    }

    fn take(&mut self, take: Take) -> Vec<Effect> {
        self.notice = None;
        self.opening = Some(Opening::Taken);
        vec![Effect::Ask(Request::Take(Box::new(take)))]
    }

    /// Asks the desk to do something to a contact.
    fn act(
        &mut self,
        contact: ContactId,
        seen: u64,
        command: Command,
        event: Option<EventId>,
        origin: Origin,
    ) -> Effect {
        self.tag += 1;
        self.acts.insert(self.tag, origin);
        Effect::Ask(Request::Act(Box::new(Act { tag: self.tag, contact, command, seen, event })))
    }

    fn stack(&self) -> &'static [Context] {
        match &self.call {
            Some((screen, _)) => screen.stack(),
            None => stacks::QUEUE,
        }
    }

    fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == KeyEventKind::Release {
            return vec![Effect::Still];
        }
        if self.desk.actor.is_none() {
            return self.key_signing_in(key);
        }
        if self.opening.is_some() && keymap::action(&[Context::Global], key) != Some(Action::Quit) {
            self.held.push(Held::Key(key));
            return vec![Effect::Still];
        }
        self.notice = None;
        if !self.over.is_empty() {
            match self.key_over(key) {
                Some(effects) => return effects,
                None => return self.global(key),
            }
        }
        if self.call.is_some() {
            let says = self.with_call(|screen, view| screen.key(key, view)).flatten();
            if let Some(says) = says {
                return self.says(says);
            }
        } else if let Some(says) = self.queue.key(key) {
            return self.queue_says(says);
        }
        self.global(key)
    }

    fn key_signing_in(&mut self, key: KeyEvent) -> Vec<Effect> {
        match self.sign_in.key(key) {
            Some(sign_in::Say::SignIn { name, passphrase }) => {
                self.sign_in.notice = None;
                vec![Effect::Ask(Request::SignIn { name, passphrase })]
            }
            Some(sign_in::Say::Changed) => vec![],
            None if keymap::action(stacks::SIGN_IN, key) == Some(Action::Quit) => self.quit(),
            None => vec![Effect::Still],
        }
    }

    fn global(&mut self, key: KeyEvent) -> Vec<Effect> {
        match keymap::action(self.stack(), key) {
            Some(action) => self.act_global(action),
            None => vec![Effect::Still],
        }
    }

    /// Does what an action means wherever one is.
    fn act_global(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help => self.over.push(Over::Help(Help::new(self.stack()))),
            Action::Palette => self.over.push(Over::palette(self.stack())),
            Action::Find => self.over.push(Over::find()),
            Action::GotoStage => self.over.push(Over::stage()),
            Action::Share => self.open_share(),
            Action::StandDown => {
                if let Some((_, contact)) = &self.call {
                    self.over.push(Over::ask_stand_down(&contact.contact));
                }
            }
            Action::NewCall => return self.take(Take::default()),
            Action::Lock => return self.lock(),
            Action::Quit => return self.quit(),
            Action::Back if self.call.is_some() => return self.leave_call(true),
            _ => return vec![Effect::Still],
        }
        vec![]
    }

    /// Does what was chosen by name, wherever it belongs.
    fn act_by_name(&mut self, action: Action) -> Vec<Effect> {
        if self.call.is_some() {
            let says = self.with_call(|screen, view| {
                let mut says = Vec::new();
                screen.act(action, view, &mut says).then_some(says)
            });
            if let Some(says) = says.flatten() {
                return self.says(says);
            }
            // A chord of the pane: pressed for it.
            if let Some(key) = keymap::binding(self.stack(), action).and_then(keymap::Binding::as_key) {
                let says = self.with_call(|screen, view| screen.key(key, view)).flatten();
                if let Some(says) = says {
                    return self.says(says);
                }
            }
        } else if let Some(says) = self.queue.act(action) {
            return self.queue_says(says);
        }
        self.act_global(action)
    }

    fn lock(&mut self) -> Vec<Effect> {
        let name = self.desk.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
        let mut effects = self.leave_call(false);
        effects.extend(self.drafts.save_now(self.draft_text()).map(Effect::Ask));
        self.over.clear();
        self.notice = None;
        self.desk.actor = None;
        self.sign_in = SignIn::locked(&name);
        effects.push(Effect::Ask(Request::SignOut));
        effects
    }

    fn quit(&mut self) -> Vec<Effect> {
        let mut effects: Vec<Effect> =
            self.drafts.save_now(self.draft_text()).map(Effect::Ask).into_iter().collect();
        effects.push(Effect::Quit);
        effects
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.desk.actor.is_none() {
            self.sign_in.paste(text);
            return vec![];
        }
        if self.opening.is_some() {
            self.held.push(Held::Paste(text.to_owned()));
            return vec![Effect::Still];
        }
        if let Some(over) = self.over.last_mut() {
            let request = over.paste(text);
            if matches!(over, Over::Share(_)) {
                self.drafts.changed(self.now);
            }
            return request.map(Effect::Ask).into_iter().collect();
        }
        let says = self.with_call(|screen, view| screen.paste(text, view)).unwrap_or_default();
        self.says(says)
    }

    fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = ratatui::layout::Position { x: mouse.column, y: mouse.row };
        if self.desk.actor.is_none() || !self.over.is_empty() || self.call.is_some() {
            return vec![Effect::Still];
        }
        match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let says = self.queue.click(draw::body(self.area), at);
                self.queue_says(says)
            }
            MouseEventKind::ScrollDown => {
                let says = self.queue.act(Action::Down).unwrap_or_default();
                self.queue_says(says)
            }
            MouseEventKind::ScrollUp => {
                let says = self.queue.act(Action::Up).unwrap_or_default();
                self.queue_says(says)
            }
            _ => vec![Effect::Still],
        }
    }

    /// Saves what is due to be saved.
    fn woke(&mut self) -> Vec<Effect> {
        if self.drafts.due(self.now) {
            self.drafts.save_now(self.draft_text()).map(Effect::Ask).into_iter().collect()
        } else {
            vec![]
        }
    }
}

/// Makes the view of a contact.
fn view<'a>(
    now: DateTime<Utc>,
    desk: &'a DeskView,
    actor: &'a crate::domain::staff::Actor,
    contact: &'a ContactView,
    covered: bool,
    theme: &'a Theme,
    fresh: &'a dyn Fn() -> EventId,
) -> View<'a> {
    View { now, desk, actor, contact: &contact.contact, journey: &contact.journey, covered, theme, fresh }
}

impl Program for App {
    type Answer = Answer;
    type Request = Request;

    fn update(&mut self, message: LoopMessage<Answer>) -> Vec<Effect> {
        self.now = self.clock.now();
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

    fn draw(&self, frame: &mut Frame<'_>) {
        self.paint(frame);
    }

    fn next_wake(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        // The header's clock and every countdown change with the minute; a ringing call counts its seconds coarsely.
        let minute =
            now.with_second(0).and_then(|now| now.with_nanosecond(0)).map(|now| now + TimeDelta::minutes(1));
        [minute, self.drafts.due_at()].into_iter().flatten().min()
    }
}
