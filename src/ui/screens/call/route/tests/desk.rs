//! A small desk for the pane: a contact, who sits there, and what the domain answers.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend, layout::Rect};
use uuid::Uuid;

use super::super::RoutePane;
use crate::{
    desk::{Book, protocol::DeskView},
    domain::{
        contact::{
            Command, Contact, Context, Stamp,
            call::Take,
            family::{self, Details, Kind},
            others::Other,
        },
        desk,
        duty::{Duty, Hold},
        ids::{AccountId, ContactId, EventId, PersonNo, Reference, StaffId},
        input::born::Born,
        policy::Role,
        staff::Actor,
    },
    profile,
    ui::{
        screens::call::pane::{Outcome, Pane as _, Say, View},
        theme::Theme,
    },
};

pub(super) struct Desk {
    pub(super) view: DeskView,
    pub(super) actor: Actor,
    pub(super) contact: Contact,
    pub(super) now: DateTime<Utc>,
    pub(super) beside: Vec<Other>,
    theme: Theme,
}

fn actor(n: u128, name: &str, role: Role) -> Actor {
    Actor {
        person: StaffId(Uuid::from_u128(n)),
        account: AccountId(Uuid::from_u128(n)),
        name: name.into(),
        roles: vec![role],
    }
}

pub(super) fn okoro() -> Actor {
    actor(1, "A. Okoro", Role::SocialWorker)
}

pub(super) fn shah() -> Actor {
    actor(2, "R. Shah", Role::CrsManager)
}

pub(super) fn night() -> Actor {
    actor(3, "L. Marek", Role::EdtPractitioner)
}

impl Desk {
    /// Tuesday 24 November 2026 at 14:07, with A. Okoro at the desk and two children named.
    pub(super) fn new() -> Self {
        let now = "2026-11-24T14:07:00Z".parse().unwrap();
        let policy = profile::load("southampton").unwrap();
        let mut duty = Duty::new(policy.hours.clone());
        let until = now + chrono::TimeDelta::hours(3);
        duty.roster.set(Hold { role: Role::CrsManager, person: shah().person, from: now, until });
        let mut state = desk::State::default();
        for who in [okoro(), shah(), night()] {
            let initials = desk::initials(&who.name);
            state.staff.push(desk::Staff { id: who.person, name: who.name, initials });
        }
        let book = Book { policy: Arc::new(policy), duty: Arc::new(duty), state: Arc::new(state) };
        let take = Take { reference: Some(Reference(1841)), ..Take::default() };
        let who = okoro();
        let cx = Context { now, actor: &who, policy: &book.policy, duty: &book.duty };
        let events = Contact::take(&take, &cx).unwrap();
        let id = ContactId(Uuid::from_u128(9));
        let stamp = Stamp { at: now, by: who.person };
        let contact = Contact::begin(id, &events[0], stamp).unwrap();
        let view = DeskView {
            calling: book.duty.calling_at(now),
            book,
            actor: Some(who.clone()),
            practice: true,
            spooled: 0,
            unread: None,
            damaged: None,
            known_at: None,
            alarms: [].into(),
            seen_by: [].into(),
        };
        let mut desk = Self { view, actor: who, contact, now, beside: Vec::new(), theme: Theme::plain() };
        for (name, born) in [("Ellis Brook", Born::About(6)), ("Mia Brook", Born::About(9))] {
            let details = Details { name: Some(name.into()), born: Some(born), ..Details::of(Kind::Child) };
            desk.act(family::Command::Add(details)).unwrap();
        }
        desk
    }

    pub(super) fn children(&self) -> Vec<PersonNo> {
        self.contact.family.children().map(|child| child.no).collect()
    }

    pub(super) fn act(&mut self, command: impl Into<Command>) -> Result<(), String> {
        let who = self.actor.clone();
        self.act_as(&who, command)
    }

    pub(super) fn act_as(&mut self, who: &Actor, command: impl Into<Command>) -> Result<(), String> {
        let book = &self.view.book;
        let cx = Context { now: self.now, actor: who, policy: &book.policy, duty: &book.duty };
        let events = self.contact.decide(&command.into(), &cx).map_err(|refusal| refusal.to_string())?;
        for event in &events {
            self.contact.evolve(event, Stamp { at: self.now, by: who.person });
        }
        Ok(())
    }

    pub(super) fn with<T>(&self, of: impl FnOnce(&View<'_>) -> T) -> T {
        of(&View {
            now: self.now,
            desk: &self.view,
            actor: &self.actor,
            contact: &self.contact,
            journey: &[],
            running: &[],
            named: &[],
            beside: &self.beside,
            heads: &[],
            marks: &[],
            elsewhere: &[],
            around: &[],
            aside: &std::collections::BTreeSet::new(),
            heard: false,
            cover: crate::ui::screens::call::pane::Cover::None,
            theme: &self.theme,
            fresh: &|| EventId(Uuid::nil()),
        })
    }

    /// Presses a key and gives what the pane said to it.
    pub(super) fn said(&self, pane: &mut RoutePane, key: KeyEvent) -> Vec<Say> {
        let mut say = Vec::new();
        self.with(|view| pane.key(key, view, &mut say));
        say
    }

    /// Presses a key, does what the pane said, answers it, and gives the titles and lines it asked about.
    pub(super) fn press(&mut self, pane: &mut RoutePane, key: KeyEvent) -> Vec<String> {
        let mut asked = Vec::new();
        for say in self.said(pane, key) {
            match say {
                Say::Confirm { lines, then, .. } => {
                    asked.extend(lines);
                    self.answer(pane, *then);
                }
                say => self.answer(pane, say),
            }
        }
        asked
    }

    fn answer(&mut self, pane: &mut RoutePane, say: Say) {
        let Say::Act { slot, command, .. } = say else { return };
        let outcome = match self.act(command) {
            Ok(()) => Outcome::Saved(self.now),
            Err(why) => Outcome::Refused(why),
        };
        self.with(|view| {
            pane.sync(view);
            pane.answered(&slot, &outcome, view);
        });
    }

    pub(super) fn write(&mut self, pane: &mut RoutePane, text: &str) {
        for c in text.chars() {
            self.press(pane, KeyEvent::from(KeyCode::Char(c)));
        }
    }

    /// Goes to the field with that key, writes in it and leaves it.
    pub(super) fn fill(&mut self, pane: &mut RoutePane, key: &str, text: &str) {
        self.go_to(pane, key);
        self.write(pane, text);
        self.press(pane, KeyEvent::from(KeyCode::Tab));
    }

    /// Goes to the field with that key, takes away what was chosen in it and leaves it.
    pub(super) fn clear(&mut self, pane: &mut RoutePane, key: &str) {
        self.go_to(pane, key);
        self.press(pane, KeyEvent::from(KeyCode::Backspace));
        self.press(pane, KeyEvent::from(KeyCode::Tab));
    }

    fn go_to(&mut self, pane: &mut RoutePane, key: &str) {
        for _ in 0..60 {
            let at = pane.card.as_ref().and_then(|card| card.form.focused()).filter(|_| !pane.resting);
            if at.is_some_and(|at| at.as_str() == key) {
                return;
            }
            self.press(pane, KeyEvent::from(KeyCode::Tab));
        }
        panic!("no field {key}");
    }

    pub(super) fn text(&self, pane: &RoutePane, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| self.with(|view| pane.draw(frame, Rect::new(0, 0, width, height), view, true)))
            .unwrap();
        let buffer = terminal.backend().buffer();
        let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Gives what is drawn as one line, so that words can be found over the ends of lines.
    pub(super) fn flat(&self, pane: &RoutePane) -> String {
        self.text(pane, 78, 30).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Reads everything, page by page.
    pub(super) fn read_on(&self, pane: &mut RoutePane, width: u16, height: u16) -> String {
        let mut all = String::new();
        for _ in 0..60 {
            all.push_str(&self.text(pane, width, height));
            all.push('\n');
            self.said(pane, KeyEvent::from(KeyCode::PageDown));
        }
        all
    }
}

pub(super) fn ctrl(c: char) -> KeyEvent {
    KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
}

pub(super) fn alt(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::ALT)
}
