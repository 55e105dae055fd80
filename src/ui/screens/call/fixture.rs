//! A contact, a desk and a pair of hands for the tests of these panes.

use std::{cell::Cell, sync::Arc};

use chrono::{DateTime, Duration, Utc};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend};
use uuid::Uuid;

use crate::{
    desk::{Book, protocol::DeskView},
    domain::{
        contact::{
            Command, Contact, Context, Event, Stamp,
            call::{Caller, Take},
            family::{self, Details, Kind},
        },
        desk,
        directory::RotaNumber,
        duty::{Duty, Hold},
        ids::{AccountId, ContactId, EventId, PersonNo, Reference, StaffId},
        input::born::Born,
        policy::{CallerKind, Role},
        staff::Actor,
        value::YesNo,
    },
    profile,
    ui::{
        screens::call::pane::{Cover, Outcome, Pane, Say, View},
        theme::Theme,
    },
};

pub(super) const ELLIS: PersonNo = PersonNo(1);
pub(super) const MIA: PersonNo = PersonNo(2);
pub(super) const TOM: PersonNo = PersonNo(3);
pub(super) const SARA: PersonNo = PersonNo(4);
pub(super) const DEAN: PersonNo = PersonNo(5);

/// What a test plays on.
pub(super) struct Stage {
    pub(super) now: DateTime<Utc>,
    pub(super) desk: DeskView,
    pub(super) contact: Contact,
    pub(super) theme: Theme,
    pub(super) covered: bool,
    actors: Vec<Actor>,
    who: usize,
    ids: Cell<u128>,
}

pub(super) fn staff(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(n))
}

impl Stage {
    /// A Tuesday at 14:02, a police officer on the line, a family of five; A. Okoro works, R. Shah manages.
    pub(super) fn new() -> Self {
        let now: DateTime<Utc> = "2026-11-24T14:02:00Z".parse().unwrap();
        let policy = profile::load("southampton").unwrap();
        let people = [
            ("A. Okoro", "AO", Role::SocialWorker),
            ("R. Shah", "RS", Role::CrsManager),
            ("L. Moss", "LM", Role::SocialWorker),
        ];
        let mut known = desk::State::default();
        let mut actors = Vec::new();
        for (n, (name, initials, role)) in (1..).zip(people) {
            let (name, initials) = (name.to_owned(), initials.to_owned());
            known.staff.push(desk::Staff { id: staff(n), name: name.clone(), initials });
            let account = AccountId(Uuid::from_u128(100 + n));
            actors.push(Actor { person: staff(n), account, name, roles: vec![role] });
        }
        let mut duty = Duty::new(policy.hours.clone());
        duty.roster.set(Hold {
            role: Role::CrsManager,
            person: staff(2),
            from: now - Duration::hours(5),
            until: now + Duration::hours(3),
        });
        known.numbers.push(RotaNumber { person: staff(2), number: "07700 900103".to_owned(), by: staff(3) });
        for actor in &actors {
            known.accounts.push(desk::Account {
                id: actor.account,
                person: actor.person,
                name: actor.name.clone(),
                roles: actor.roles.clone(),
            });
        }
        duty.directory = known.directory();
        let book = Book { policy: Arc::new(policy), duty: Arc::new(duty), state: Arc::new(known) };
        let caller = Caller {
            kind: Some(CallerKind::Police),
            name: Some("Jo Marsh".into()),
            role: Some("response officer".into()),
            number: Some("07700 900123".into()),
            ..Caller::default()
        };
        let take = Take { reference: Some(Reference(1841)), ring: None, caller };
        let cx = Context { now, actor: &actors[0], policy: &book.policy, duty: &book.duty };
        let taken = Contact::take(&take, &cx).unwrap();
        let first = Stamp { at: now, by: staff(1) };
        let mut contact = Contact::begin(ContactId(Uuid::from_u128(9)), &taken[0], first).unwrap();
        for event in &taken[1..] {
            contact.evolve(event, first);
        }
        let desk = DeskView {
            calling: book.duty.calling_at(now),
            actor: Some(actors[0].clone()),
            book,
            practice: true,
            spooled: 0,
            unread: None,
            damaged: None,
            known_at: None,
            alarms: [].into(),
            seen_by: [].into(),
        };
        let theme = Theme::plain();
        let mut stage =
            Self { now, desk, contact, theme, covered: false, actors, who: 0, ids: Cell::new(1000) };
        let child = |name: &str, born| Details {
            name: Some(name.to_owned()),
            born: Some(born),
            ..Details::of(Kind::Child)
        };
        stage.act(family::Command::Add(child("Ellis Brook", Born::Date("2020-05-02".parse().unwrap()))));
        stage.act(family::Command::Add(child("Mia Brook", Born::Expected("2027-01-14".parse().unwrap()))));
        stage.act(family::Command::Add(child("Tom Brook", Born::About(9))));
        let holds = |name: &str, relation: &str, of: &[PersonNo], how: &str| Details {
            name: Some(name.to_owned()),
            relation: relation.to_owned(),
            responsibility: Some(YesNo::Yes),
            responsible_for: of.to_vec(),
            responsibility_how: how.to_owned(),
            ..Details::of(Kind::Parent)
        };
        stage.act(family::Command::Add(holds("Sara Brook", "mother", &[ELLIS, TOM], "birth certificate")));
        stage.act(family::Command::Add(holds("Dean Cole", "father", &[ELLIS], "")));
        stage
    }

    /// Signs in the worker (0), the manager (1) or another worker (2).
    pub(super) fn sign_in(&mut self, who: usize) {
        self.who = who;
        self.desk.actor = Some(self.actors[who].clone());
    }

    /// Does something to the contact.
    pub(super) fn act(&mut self, command: impl Into<Command>) {
        self.try_act(&command.into()).unwrap();
    }

    /// Does something to the contact, if it may be done.
    pub(super) fn try_act(&mut self, command: &Command) -> Result<Vec<Event>, String> {
        let book = self.desk.book.clone();
        let actor = self.actors[self.who].clone();
        let cx = Context { now: self.now, actor: &actor, policy: &book.policy, duty: &book.duty };
        let events = self.contact.decide(command, &cx).map_err(|refusal| refusal.words)?;
        for event in &events {
            self.contact.evolve(event, Stamp { at: self.now, by: actor.person });
        }
        Ok(events)
    }

    /// Gives a view to a pane.
    pub(super) fn with<R>(&self, then: impl FnOnce(&View<'_>) -> R) -> R {
        let fresh = || {
            self.ids.set(self.ids.get() + 1);
            EventId(Uuid::from_u128(self.ids.get()))
        };
        then(&View {
            now: self.now,
            desk: &self.desk,
            actor: &self.actors[self.who],
            contact: &self.contact,
            journey: &[],
            running: &[],
            named: &[],
            beside: &[],
            heads: &[],
            marks: &[],
            elsewhere: &[],
            around: &[],
            aside: &std::collections::BTreeSet::new(),
            heard: self.covered,
            cover: if self.covered { Cover::All } else { Cover::None },
            theme: &self.theme,
            fresh: &fresh,
        })
    }

    /// Shows the pane.
    pub(super) fn sync(&self, pane: &mut impl Pane) {
        self.with(|view| pane.sync(view));
    }

    /// Presses a key.
    pub(super) fn press(&self, pane: &mut impl Pane, code: KeyCode, held: KeyModifiers) -> Vec<Say> {
        let mut say = Vec::new();
        self.with(|view| pane.key(KeyEvent::new(code, held), view, &mut say));
        say
    }

    /// Presses Alt and a letter.
    pub(super) fn alt(&self, pane: &mut impl Pane, c: char) -> Vec<Say> {
        self.press(pane, KeyCode::Char(c), KeyModifiers::ALT)
    }

    /// Presses Ctrl and a letter.
    pub(super) fn ctrl(&self, pane: &mut impl Pane, c: char) -> Vec<Say> {
        self.press(pane, KeyCode::Char(c), KeyModifiers::CONTROL)
    }

    /// Types a text; nothing of it may be more than text.
    pub(super) fn write(&self, pane: &mut impl Pane, text: &str) {
        for c in text.chars() {
            for say in self.press(pane, KeyCode::Char(c), KeyModifiers::NONE) {
                assert!(matches!(say, Say::Changed), "{c} did something");
            }
        }
    }

    /// Types what goes into each field, Tab after each; several choices are separated by `+`.
    pub(super) fn fill(&self, pane: &mut impl Pane, texts: &[&str]) {
        for text in texts {
            if let Some(several) = text.strip_prefix('+') {
                for one in several.split('+') {
                    self.write(pane, one);
                    self.press(pane, KeyCode::Enter, KeyModifiers::NONE);
                }
            } else {
                self.write(pane, text);
            }
            self.press(pane, KeyCode::Tab, KeyModifiers::NONE);
        }
    }

    /// Does what a pane said, through whatever it asks first, and tells it what came of it.
    pub(super) fn carry_out(&mut self, pane: &mut impl Pane, say: Vec<Say>) -> Vec<String> {
        let mut told = Vec::new();
        for say in say {
            let mut say = say;
            while let Say::Confirm { title, lines, then } = say {
                told.push(title);
                told.extend(lines);
                say = *then;
            }
            if let Say::Act { slot, command, .. } = say {
                let outcome = match self.try_act(&command) {
                    Ok(_) => Outcome::Saved(self.now),
                    Err(why) => Outcome::Refused(why),
                };
                told.push(format!("{outcome:?}"));
                self.with(|view| pane.answered(&slot, &outcome, view));
                self.sync(pane);
            }
        }
        told
    }

    /// Presses every printable key and asserts that nothing but text comes of it.
    pub(super) fn every_printable_key(&self, pane: &mut impl Pane) {
        for c in ' '..='~' {
            for held in [KeyModifiers::NONE, KeyModifiers::SHIFT] {
                for say in self.press(pane, KeyCode::Char(c), held) {
                    assert!(matches!(say, Say::Changed), "{c:?} did something");
                }
            }
        }
    }

    /// Draws the pane as text.
    pub(super) fn picture(&self, pane: &impl Pane, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal.draw(|frame| self.with(|view| pane.draw(frame, frame.area(), view, true))).unwrap();
        let buffer = terminal.backend().buffer().clone();
        let line = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(line).collect::<Vec<_>>().join("\n")
    }
}
