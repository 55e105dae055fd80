//! A contact on a bench: a pane is driven by keys, its acts are judged by the real contact, and what it draws is read.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend, layout::Rect};
use uuid::Uuid;

use crate::{
    desk::{Book, protocol::DeskView},
    domain::{
        contact::{Command, Contact, Context, Stamp, call::Take},
        desk,
        duty::Duty,
        ids::{AccountId, ContactId, EventId, Reference, StaffId},
        policy::Role,
        queue::Row,
        staff::Actor,
    },
    profile,
    ui::{
        screens::call::pane::{Cover, Outcome, Pane, Say, View},
        theme::Theme,
    },
};

static EVENTS: AtomicU64 = AtomicU64::new(1);

fn fresh() -> EventId {
    EventId(Uuid::from_u128(u128::from(EVENTS.fetch_add(1, Ordering::Relaxed))))
}

/// A pane on a bench.
pub(in crate::ui::screens::call) struct Bench<P> {
    pub(in crate::ui::screens::call) pane: P,
    pub(in crate::ui::screens::call) contact: Contact,
    pub(in crate::ui::screens::call) journey: Vec<Row>,
    pub(in crate::ui::screens::call) named: Vec<Row>,
    pub(in crate::ui::screens::call) beside: Vec<crate::domain::contact::others::Other>,
    pub(in crate::ui::screens::call) elsewhere: Vec<crate::domain::contact::marked::Elsewhere>,
    pub(in crate::ui::screens::call) covered: bool,
    /// What it said that the bench does not do by itself.
    pub(in crate::ui::screens::call) said: Vec<Say>,
    /// Whether acts are judged and answered at once.
    pub(in crate::ui::screens::call) answers: bool,
    desk: DeskView,
    actor: Actor,
    theme: Theme,
    now: DateTime<Utc>,
}

impl<P: Pane + Default> Bench<P> {
    pub(in crate::ui::screens::call) fn new() -> Self {
        let policy = Arc::new(profile::load("southampton").unwrap());
        let duty = Arc::new(Duty::new(policy.hours.clone()));
        let actor = Actor {
            person: StaffId(Uuid::from_u128(1)),
            account: AccountId(Uuid::from_u128(2)),
            name: "A. Okoro".into(),
            roles: vec![Role::SocialWorker],
        };
        let now: DateTime<Utc> = "2026-11-24T14:07:00Z".parse().unwrap();
        let cx = Context { now, actor: &actor, policy: &policy, duty: &duty };
        let take = Take { reference: Some(Reference(1841)), ..Take::default() };
        let stamp = Stamp { at: now, by: actor.person };
        let events = Contact::take(&take, &cx).unwrap();
        let contact = Contact::begin(ContactId(Uuid::from_u128(3)), &events[0], stamp).unwrap();
        let book = Book { policy, duty, state: Arc::new(desk::State::default()) };
        let desk = DeskView {
            calling: book.duty.calling_at(now),
            book,
            actor: Some(actor.clone()),
            practice: true,
            spooled: 0,
            unread: None,
            damaged: None,
            known_at: None,
            alarms: [].into(),
            seen_by: [].into(),
        };
        let mut bench = Self {
            pane: P::default(),
            contact,
            journey: Vec::new(),
            named: Vec::new(),
            beside: Vec::new(),
            elsewhere: Vec::new(),
            covered: false,
            said: Vec::new(),
            answers: true,
            desk,
            actor,
            theme: Theme::plain(),
            now,
        };
        bench.sync();
        bench
    }

    /// Hands the pane what it draws and judges from.
    pub(in crate::ui::screens::call) fn with<R>(&mut self, f: impl FnOnce(&mut P, &View<'_>) -> R) -> R {
        let view = View {
            now: self.now,
            desk: &self.desk,
            actor: &self.actor,
            contact: &self.contact,
            journey: &self.journey,
            running: &[],
            named: &self.named,
            beside: &self.beside,
            heads: &[],
            marks: &[],
            elsewhere: &self.elsewhere,
            around: &[],
            aside: &std::collections::BTreeSet::new(),
            heard: self.covered,
            cover: if self.covered { Cover::All } else { Cover::None },
            theme: &self.theme,
            fresh: &fresh,
        };
        f(&mut self.pane, &view)
    }

    pub(in crate::ui::screens::call) fn sync(&mut self) {
        self.with(P::sync);
    }

    /// Does something at another console.
    pub(in crate::ui::screens::call) fn act(&mut self, command: impl Into<Command>) -> Result<(), String> {
        let (now, by) = (self.now, self.actor.person);
        let command = command.into();
        let contact = &self.contact;
        let events = {
            let cx = Context {
                now,
                actor: &self.actor,
                policy: &self.desk.book.policy,
                duty: &self.desk.book.duty,
            };
            contact.decide(&command, &cx).map_err(|refusal| refusal.words)?
        };
        for event in &events {
            self.contact.evolve(event, Stamp { at: now, by });
        }
        self.sync();
        Ok(())
    }

    /// Presses keys: text as it stands, others as `<tab>`, `<c-s>`, `<a-up>`.
    pub(in crate::ui::screens::call) fn press(&mut self, text: &str) -> &mut Self {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let key = if let Some((name, after)) = rest.strip_prefix('<').and_then(|r| r.split_once('>')) {
                rest = after;
                named(name)
            } else {
                rest = &rest[c.len_utf8()..];
                KeyEvent::from(KeyCode::Char(c))
            };
            self.key(key);
        }
        self
    }

    pub(in crate::ui::screens::call) fn key(&mut self, key: KeyEvent) -> bool {
        let mut say = Vec::new();
        let taken = self.with(|pane, view| pane.key(key, view, &mut say));
        for said in say {
            match said {
                Say::Act { slot, command, .. } if self.answers => {
                    // As the desk does it: first that it is saved, then the contact as it is now.
                    let outcome = {
                        let old = self.contact.clone();
                        match self.act_unseen(&command) {
                            Ok(new) => {
                                self.contact = old;
                                let saved = Outcome::Saved(self.now);
                                self.with(|pane, view| pane.answered(&slot, &saved, view));
                                self.contact = new;
                                None
                            }
                            Err(why) => Some(Outcome::Refused(why)),
                        }
                    };
                    if let Some(outcome) = outcome {
                        self.with(|pane, view| pane.answered(&slot, &outcome, view));
                    }
                    self.sync();
                }
                Say::Changed => {}
                other => self.said.push(other),
            }
        }
        taken
    }

    fn act_unseen(&self, command: &Command) -> Result<Contact, String> {
        let cx = Context {
            now: self.now,
            actor: &self.actor,
            policy: &self.desk.book.policy,
            duty: &self.desk.book.duty,
        };
        let mut contact = self.contact.clone();
        for event in contact.decide(command, &cx).map_err(|refusal| refusal.words)? {
            contact.evolve(&event, Stamp { at: self.now, by: self.actor.person });
        }
        Ok(contact)
    }

    /// Draws, and gives the lines without what is blank at their ends.
    pub(in crate::ui::screens::call) fn text(&mut self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let area = Rect::new(0, 0, width, height);
        self.with(|pane, view| {
            terminal.draw(|frame| pane.draw(frame, area, view, true)).unwrap();
        });
        let buffer = terminal.backend().buffer();
        let lines = (0..height).map(|y| {
            let line: String = (0..width).map(|x| buffer[(x, y)].symbol()).collect();
            line.trim_end().to_owned()
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Kills the console and takes up what it had half-typed.
    pub(in crate::ui::screens::call) fn killed(&mut self) {
        let half = self.pane.half_typed().unwrap();
        let body = serde_json::from_str(&serde_json::to_string(&half.body).unwrap()).unwrap();
        self.pane = P::default();
        self.sync();
        self.with(|pane, view| pane.restore(&body, view));
    }

    /// Types every printable key, and looks that nothing but writing came of it.
    pub(in crate::ui::screens::call) fn type_everything(&mut self) {
        let answers = std::mem::replace(&mut self.answers, false);
        self.said.clear();
        for c in ' '..='~' {
            self.key(KeyEvent::from(KeyCode::Char(c)));
            self.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::SHIFT));
        }
        assert!(self.said.is_empty(), "a printable key did something");
        self.answers = answers;
    }
}

fn named(name: &str) -> KeyEvent {
    let (held, rest) = match name.split_at_checked(2) {
        Some(("c-", rest)) if !rest.is_empty() => (KeyModifiers::CONTROL, rest),
        Some(("a-", rest)) if !rest.is_empty() => (KeyModifiers::ALT, rest),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match rest {
        "enter" => KeyCode::Enter,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "bs" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        letter => KeyCode::Char(letter.chars().next().unwrap()),
    };
    KeyEvent::new(code, held)
}
