//! The door of a real desk: before anybody signed in there is nothing to show, and nothing to draw it from.
//!
//! A program of its own, run on the same terminal before the console. The passphrase is tried on a thread, because
//! trying one takes as long as a guess has to cost; a note is sealed there too, and needs nobody's passphrase.

use std::sync::{
    Arc,
    mpsc::{Receiver, Sender, channel},
};

use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use crossterm::event::KeyEventKind;
use ratatui::{
    Frame,
    layout::{Constraint, Layout},
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::event_loop::{Effect, Message, Program};
use crate::{
    desk::{Clock, Desk, DeskError, Opening, Random, clock::Steady, entry, protocol::Passphrase, seat},
    domain::{calendar::words, ids::EventId, refusal::in_a_sentence},
    store::{Folder, keys::SignInError},
    ui::{
        draw,
        keymap::{self, Action, Context, stacks},
        screens::sign_in::{Say, SignIn},
        theme::{Role, Theme},
        widgets::{Header, HintBar, Notice, Part},
    },
};

/// What the door asks.
#[derive(Debug)]
pub enum Asked {
    /// To sign somebody in.
    SignIn {
        /// The name.
        name: String,
        /// The passphrase.
        passphrase: Passphrase,
    },
    /// To seal a note.
    Seal {
        /// The note.
        id: EventId,
        /// Its words.
        text: String,
    },
}

/// What comes of it.
pub enum Told {
    /// The desk is open.
    Opened(Box<Desk>),
    /// It is not, for now: one plain sentence.
    Refused(String),
    /// The note is sealed.
    Sealed(DateTime<Utc>),
    /// The note is not sealed: one plain sentence.
    NotSealed(String),
}

/// The door.
pub struct Door {
    clock: Arc<dyn Clock>,
    now: DateTime<Utc>,
    steady: Steady,
    theme: Theme,
    fresh: Box<dyn Fn() -> EventId>,
    screen: SignIn,
    opened: Option<Box<Desk>>,
}

impl Door {
    /// Makes a door; `fresh` makes the ids of notes.
    pub fn new(clock: Arc<dyn Clock>, theme: Theme, fresh: Box<dyn Fn() -> EventId>) -> Self {
        let now = clock.now();
        let steady = Steady::begin(&*clock);
        Self { clock, now, steady, theme, fresh, screen: SignIn::default(), opened: None }
    }

    /// Gives the desk, where somebody was let in.
    pub fn into_desk(self) -> Option<Desk> {
        self.opened.map(|desk| *desk)
    }

    fn says(say: Option<Say>) -> Vec<Effect<Asked>> {
        match say {
            Some(Say::SignIn { name, passphrase }) => vec![Effect::Ask(Asked::SignIn { name, passphrase })],
            Some(Say::Seal { id, text }) => vec![Effect::Ask(Asked::Seal { id, text })],
            Some(Say::Changed) | None => vec![],
        }
    }

    /// Leaves; what was written is sealed first.
    fn leave(&mut self) -> Vec<Effect<Asked>> {
        let mut effects = Self::says(self.screen.seal(true));
        effects.push(Effect::Quit);
        effects
    }
}

impl Program for Door {
    type Request = Asked;
    type Answer = Told;

    fn update(&mut self, message: Message<Told>) -> Vec<Effect<Asked>> {
        self.now = self.clock.now();
        self.steady.look(&*self.clock, self.now);
        match message {
            Message::Key(key) if key.kind == KeyEventKind::Release => vec![Effect::Still],
            Message::Key(key) => match self.screen.key(key, self.steady.at(), &*self.fresh) {
                Some(say @ Say::SignIn { .. }) => {
                    // First what stands in the note's field, so that it is among those that are offered.
                    let mut effects = Self::says(self.screen.seal(true));
                    effects.extend(Self::says(Some(say)));
                    effects
                }
                Some(say) => Self::says(Some(say)),
                None if keymap::action(stacks::SIGN_IN, key) == Some(Action::Quit) => self.leave(),
                None => vec![Effect::Still],
            },
            Message::Paste(text) => {
                self.screen.paste(&text, self.steady.at(), &*self.fresh);
                vec![]
            }
            Message::Woke(_) => Self::says(self.screen.woke(self.steady.at())),
            Message::Answer(Told::Opened(desk)) => {
                self.opened = Some(desk);
                self.leave()
            }
            Message::Answer(Told::Refused(words)) => {
                self.screen.refused(Notice::wrong(words, ""));
                vec![]
            }
            Message::Answer(Told::Sealed(at)) => {
                self.screen.sealed(at);
                vec![]
            }
            Message::Answer(Told::NotSealed(words)) => {
                let notice = Notice::wrong(words, "It stays here and is tried again.");
                self.screen.not_sealed(notice, self.steady.at());
                vec![]
            }
            Message::Leave(_) => self.leave(),
            Message::Mouse(_) => vec![Effect::Still],
            Message::Resize(..) => vec![],
        }
    }

    fn draw(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        draw::lay(frame.buffer_mut(), area, self.theme.style(Role::Text));
        let [header, body, hints] =
            Layout::vertical([Constraint::Length(1), Constraint::Min(3), Constraint::Length(1)]).areas(area);
        let clock = Part::new(words::stamp(self.now).to_string(), Role::Header, 220);
        Header { left: vec![clock], right: vec![] }.draw(frame.buffer_mut(), header, &self.theme);
        self.screen.draw(frame, body, &self.theme);
        HintBar { contexts: &[Context::SignIn], first: &[] }.draw(frame.buffer_mut(), hints, &self.theme);
    }

    fn next_wake(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let minute =
            now.duration_trunc(TimeDelta::minutes(1)).ok().map(|minute| minute + TimeDelta::minutes(1));
        let steady = self.steady.now(&*self.clock, now);
        let note = self.screen.due_at().map(|at| now + (at - steady));
        [minute, note].into_iter().flatten().min()
    }
}

/// The thread behind a door.
pub struct DoorThread {
    ask: Sender<Asked>,
    thread: std::thread::JoinHandle<()>,
}

impl DoorThread {
    /// Starts it; gives where its answers arrive too.
    pub fn start(
        folder: Folder,
        clock: Arc<dyn Clock>,
        random: Random,
    ) -> std::io::Result<(Self, UnboundedReceiver<Told>)> {
        let (ask, asked) = channel();
        let (tell, told) = unbounded_channel();
        let thread = std::thread::Builder::new()
            .name("door".to_owned())
            .spawn(move || run(&folder, &clock, random, &asked, &tell))?;
        Ok((Self { ask, thread }, told))
    }

    /// Gives what takes requests; sending never waits.
    pub fn ask(&self) -> Box<dyn FnMut(Asked)> {
        let ask = self.ask.clone();
        Box::new(move |asked| {
            let _ = ask.send(asked);
        })
    }

    /// Waits until everything that was asked is done: a note that was just written is sealed before anybody leaves.
    ///
    /// Whatever [`Self::ask`] gave must be gone by then.
    pub fn finish(self) {
        drop(self.ask);
        let _ = self.thread.join();
    }
}

fn run(
    folder: &Folder,
    clock: &Arc<dyn Clock>,
    mut random: Random,
    asked: &Receiver<Asked>,
    tell: &UnboundedSender<Told>,
) {
    while let Ok(asked) = asked.recv() {
        // Where nobody listens any more, what was asked for is still done.
        let _ = tell.send(answer(folder, clock, &mut random, asked));
    }
}

/// Does what a door asks; for its thread, and for tests that have none.
pub fn answer(folder: &Folder, clock: &Arc<dyn Clock>, random: &mut Random, asked: Asked) -> Told {
    match asked {
        Asked::SignIn { name, passphrase } => {
            let opening = Opening { console: true, bulk: false };
            let clock = Arc::clone(clock);
            match entry::sign_in(folder, opening, &name, passphrase.expose(), clock, random.clone()) {
                Ok(desk) => Told::Opened(Box::new(desk)),
                Err(DeskError::SignIn(SignInError::Refused(refused))) => Told::Refused(refused.words),
                Err(error) => Told::Refused(in_a_sentence(&error)),
            }
        }
        Asked::Seal { id, text } => match seat::seal_note(folder, id, &text, random) {
            Ok(()) => Told::Sealed(clock.now()),
            Err(error) => Told::NotSealed(in_a_sentence(&error)),
        },
    }
}
