//! A pane before a real contact: what it says is judged and applied as the desk would, and comes back to it.

use std::{cell::Cell, sync::Arc};

use chrono::TimeDelta;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::{Terminal, backend::TestBackend};
use uuid::Uuid;

use crate::{
    desk::{protocol::DeskView, work::Book},
    domain::{
        contact::{Command, Stamp},
        ids::EventId,
    },
    exchange::{letter::compose, story::Story},
    ui::{
        screens::call::pane::{Cover, Outcome, Pane, Say, View},
        theme::Theme,
    },
};

/// A pane, a contact and whoever sits there.
pub(crate) struct Bench<P> {
    pub(crate) pane: P,
    pub(crate) story: Story,
    pub(crate) covered: bool,
    pub(crate) elsewhere: Vec<crate::domain::contact::marked::Elsewhere>,
    pub(crate) beside: Vec<crate::domain::contact::others::Other>,
    desk: DeskView,
    theme: Theme,
    ids: Cell<u128>,
}

impl<P: Pane + Default> Bench<P> {
    pub(crate) fn new(story: Story) -> Self {
        let book = Book {
            policy: Arc::new(story.policy.clone()),
            duty: Arc::new(story.duty.clone()),
            state: Arc::new(story.desk.clone()),
        };
        let desk = DeskView {
            calling: book.duty.calling_at(story.now),
            book,
            actor: Some(story.reads().actor.clone()),
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
            story,
            covered: false,
            elsewhere: Vec::new(),
            beside: Vec::new(),
            desk,
            theme: Theme::plain(),
            ids: Cell::new(1),
        };
        bench.sync();
        bench
    }

    /// Lets the pane do something in its view.
    pub(crate) fn with<R>(&mut self, act: impl FnOnce(&mut P, &View<'_>) -> R) -> R {
        let fresh = || {
            self.ids.set(self.ids.get() + 1);
            EventId(Uuid::from_u128(self.ids.get()))
        };
        let view = View {
            now: self.story.now,
            desk: &self.desk,
            actor: self.story.reads().actor,
            contact: &self.story.contact,
            journey: &[],
            running: &[],
            named: &[],
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
        act(&mut self.pane, &view)
    }

    pub(crate) fn sync(&mut self) {
        self.with(P::sync);
    }

    /// Does something at another console.
    pub(crate) fn does(&mut self, command: impl Into<Command>) {
        self.story.does(command);
        self.sync();
    }

    pub(crate) fn key(&mut self, code: KeyCode, held: KeyModifiers) -> Vec<Say> {
        let mut say = Vec::new();
        self.with(|pane, view| pane.key(KeyEvent::new(code, held), view, &mut say));
        say
    }

    pub(crate) fn press(&mut self, code: KeyCode) -> Vec<Say> {
        self.key(code, KeyModifiers::NONE)
    }

    pub(crate) fn ctrl(&mut self, c: char) -> Vec<Say> {
        self.key(KeyCode::Char(c), KeyModifiers::CONTROL)
    }

    pub(crate) fn alt(&mut self, code: KeyCode) -> Vec<Say> {
        self.key(code, KeyModifiers::ALT)
    }

    pub(crate) fn write(&mut self, text: &str) {
        for c in text.chars() {
            assert!(acts(&self.press(KeyCode::Char(c))).is_empty(), "`{c}` did something");
        }
    }

    /// Writes into a field and goes to the next.
    pub(crate) fn fill(&mut self, text: &str) -> Vec<Say> {
        self.write(text);
        self.press(KeyCode::Tab)
    }

    /// Does what was said, as the desk does: yes to every question.
    pub(crate) fn apply(&mut self, say: Vec<Say>) -> Vec<Outcome> {
        let mut outcomes = Vec::new();
        for said in say {
            match said {
                Say::Confirm { then, .. } => outcomes.extend(self.apply(vec![*then])),
                Say::Act { slot, command, .. } => {
                    let now = self.story.now + TimeDelta::seconds(20);
                    self.story.now = now;
                    let cx = self.story.reads();
                    let stamp = Stamp { at: now, by: cx.actor.person };
                    let outcome = match self.story.contact.decide(&command, &cx) {
                        Ok(events) => {
                            for event in &events {
                                self.story.contact.evolve(event, stamp);
                            }
                            Outcome::Saved(now)
                        }
                        Err(refusal) => Outcome::Refused(refusal.words),
                    };
                    self.with(|pane, view| pane.answered(&slot, &outcome, view));
                    self.sync();
                    outcomes.push(outcome);
                }
                Say::Ask(crate::desk::protocol::Request::Compose { template, to, why, .. }) => {
                    let known = self.story.policy.letters.template.iter().find(|known| known.id == template);
                    let text = compose(
                        &self.story.contact,
                        known.unwrap(),
                        to,
                        &crate::exchange::letter::LetterContext { why: &why, ..self.story.letters() },
                    )
                    .unwrap();
                    let answer = crate::desk::protocol::Answer::Letter { template, to, why, text };
                    let mut more = Vec::new();
                    self.with(|pane, view| pane.told(&answer, view, &mut more));
                    outcomes.extend(self.apply(more));
                }
                _ => {}
            }
        }
        outcomes
    }

    /// Draws it and gives the lines as text.
    pub(crate) fn screen(&mut self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        self.with(|pane, view| terminal.draw(|frame| pane.draw(frame, frame.area(), view, true)).map(|_| ()))
            .unwrap();
        let buffer = terminal.backend().buffer().clone();
        let line = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..height).map(line).collect::<Vec<_>>().join("\n")
    }

    /// Presses every printable key, and wants nothing done by it.
    pub(crate) fn every_printable_key_only_writes(&mut self) {
        self.write(&(' '..='~').collect::<String>());
    }

    /// Takes the half-typed text to a new pane, as after a kill.
    pub(crate) fn resume(&mut self) {
        let half = self.pane.half_typed().unwrap();
        let body = serde_json::from_str(&half.body.to_string()).unwrap();
        self.pane = P::default();
        self.sync();
        self.with(|pane, view| pane.restore(&body, view));
    }
}

/// Gives the commands among what was said, and those that wait for a yes.
pub(crate) fn acts(say: &[Say]) -> Vec<Command> {
    let act = |said: &Say| match said {
        Say::Act { command, .. } => vec![command.clone()],
        Say::Confirm { then, .. } => match &**then {
            Say::Act { command, .. } => vec![command.clone()],
            _ => vec![],
        },
        _ => vec![],
    };
    say.iter().flat_map(act).collect()
}
