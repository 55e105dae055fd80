//! Keys, pastes and clicks, and what each means where it comes.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::{
    App, Effect, Held, draw,
    over::{self, Over},
};
use crate::{
    domain::contact::call::Take,
    ui::{
        keymap::{self, Action, Chord, Context, stacks},
        screens::{beside::Which, call::pane::Say},
        widgets::{Help, Notice},
    },
};

impl App {
    pub(super) fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        if key.kind == KeyEventKind::Release {
            return vec![Effect::Still];
        }
        if self.is_shut() {
            return self.key_signing_in(key);
        }
        if self.must_wait(key) {
            self.held.push(Held::Key(key));
            return vec![Effect::Still];
        }
        self.notice = None;
        self.decided &= is_of_a_passphrase(key);
        self.warned &= keymap::action(&[Context::Global], key) == Some(Action::Quit);
        if !self.over.is_empty() {
            match self.key_over(key) {
                Some(effects) => return effects,
                None => return self.global(key),
            }
        }
        if self.beside.open().is_some() {
            let mut says = Vec::new();
            if self.with_beside(|screen, view| screen.key(key, view, &mut says)) == Some(true) {
                return self.beside_says(says);
            }
        } else if self.call.is_some() {
            let says = self.with_call(|screen, view| screen.key(key, view)).flatten();
            if let Some(says) = says {
                return self.says(says);
            }
            if self.asks_for_the_note(key) {
                return vec![];
            }
        } else if self.asks_what_is_meant(key) {
            return vec![];
        } else if let Some(says) = self.queue.key(key) {
            return self.queue_says(says);
        }
        self.global(key)
    }

    /// Tells whether a key is for something that is not on the screen yet; what follows one that waits waits too.
    fn must_wait(&self, key: KeyEvent) -> bool {
        if matches!(keymap::action(&[Context::Global], key), Some(Action::Quit | Action::Lock)) {
            return false;
        }
        let queue = self.call.is_none() && self.over.is_empty() && self.beside.open().is_none();
        let rowless = queue && self.lane_read.is_none();
        // What is chosen is chosen of what was found for all that is written, not for less of it.
        let unfound = matches!(self.over.last(), Some(Over::Find(find)) if find.waits());
        self.opening.is_some()
            // A passphrase may be typed before the box is there that asks for it.
            || self.signing.is_some()
            || !self.held.is_empty()
            || unfound && over::chooses(key)
            || rowless && keymap::action(stacks::QUEUE, key).is_some_and(needs_rows)
    }

    /// Presses the keys that waited, in their order; one that has to wait again holds those after it.
    pub(super) fn press_held(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for held in std::mem::take(&mut self.held) {
            effects.extend(match held {
                Held::Key(key) => self.key(key),
                Held::Paste(text) => self.paste(&text),
            });
        }
        effects
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.is_shut() {
            self.sign_in.paste(text, self.steady.at(), &*self.fresh);
            return vec![];
        }
        if self.opening.is_some() || self.signing.is_some() || !self.held.is_empty() {
            self.held.push(Held::Paste(text.to_owned()));
            return vec![Effect::Still];
        }
        if let Some(over) = self.over.last_mut() {
            let request = over.paste(text);
            if matches!(over, Over::Share(_) | Over::Talking(_)) {
                self.drafts.changed(self.steady.at());
            }
            return request.map(Effect::Ask).into_iter().collect();
        }
        if self.beside.open().is_some() {
            let mut says = Vec::new();
            self.with_beside(|screen, view| screen.paste(text, view, &mut says));
            let effects = self.beside_says(says);
            self.drafts.pasted(self.steady.at());
            return effects;
        }
        let says = self.with_call(|screen, view| screen.paste(text, view)).unwrap_or_default();
        let taken = says.iter().any(|say| matches!(say, Say::Changed));
        let effects = self.says(says);
        if !taken && !self.keeps_from_the_note() {
            self.for_the_note(text);
        }
        self.drafts.pasted(self.steady.at());
        effects
    }

    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        let at = Position { x: mouse.column, y: mouse.row };
        if self.is_shut() || !self.over.is_empty() || self.call.is_some() || self.beside.open().is_some() {
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

    pub(super) fn stack(&self) -> &'static [Context] {
        match (self.beside.open(), &self.call) {
            (Some(screen), _) => screen.stack(),
            (None, Some((screen, _))) => screen.stack(),
            (None, None) => stacks::QUEUE,
        }
    }

    pub(super) fn global(&mut self, key: KeyEvent) -> Vec<Effect> {
        match keymap::action(self.stack(), key) {
            Some(action) => self.act_global(action),
            // Where the line is about nobody it is not hinted at, and does not stay silent either.
            None if keymap::action(&[Context::Danger], key).is_some() => self.urgent_now(),
            None => vec![Effect::Still],
        }
    }

    /// Does what an action means wherever one is.
    pub(super) fn act_global(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help => self.over.push(Over::Help(Help::new(self.stack()))),
            Action::Palette => self.over.push(Over::palette(self.stack())),
            Action::Find if self.knows_nothing() => self.notice = self.only_records(),
            Action::Find => {
                let (over, ready) = Over::find();
                self.over.push(over);
                return vec![Effect::Ask(ready)];
            }
            Action::HalfTyped => self.offer_put_off(),
            Action::GotoStage => self.over.push(Over::stage()),
            Action::Share => self.open_share(),
            Action::Why if self.beside.open().is_none() => self.open_why(),
            Action::StandDown => {
                if let Some((_, contact)) = self.call.as_ref().filter(|(_, of)| !of.contact.stands_urgent()) {
                    let happened = format!("{} has nothing to stand down.", contact.contact.reference);
                    let to_do = "It is not marked urgent, and no danger stands that nobody stood down.";
                    self.notice = Some(Notice::know(happened, to_do));
                } else if let Some((_, contact)) = &self.call {
                    self.over.push(Over::ask_stand_down(&contact.contact));
                }
            }
            Action::Urgent => return self.urgent_now(),
            Action::NewCall => return self.take(Take::default()),
            Action::Lock => return self.lock(),
            Action::Quit => return self.quit_by_key(),
            Action::Back if self.beside.open().is_some() => return self.leave_beside(),
            action if Which::of(action).is_some() => return self.act_beside(action).unwrap_or_default(),
            Action::Back if self.call.is_some() => {
                if let Some(effects) = self.walk_back() {
                    return effects;
                }
                let mut effects = self.leave_call(true);
                effects.extend(self.back_beside());
                return effects;
            }
            _ => return vec![Effect::Still],
        }
        vec![]
    }

    /// Marks the contact that is seen as urgent: the one that the line is about, or the one that is open.
    fn urgent_now(&mut self) -> Vec<Effect> {
        if let Some(about) = self.with_beside(|screen, view| screen.contact(view)) {
            let key = keymap::binding(&[Context::Danger], Action::Urgent).and_then(keymap::Binding::as_key);
            if let Some(about) = about {
                // It is marked where it is seen: opened, and then the key pressed that waits for it.
                let effects = self.open(about);
                self.held.extend(key.map(Held::Key));
                return effects;
            }
            if self.call.is_none() {
                self.notice = Some(Notice::know(
                    "A child is in danger: which contact is it?",
                    "Esc, then n takes the call and Alt+u marks it; 999 first where anyone is in danger now.",
                ));
                return vec![];
            }
            let mut effects = self.leave_beside();
            effects.extend(self.urgent_now());
            return effects;
        }
        let says = self.with_call(|screen, view| {
            let mut says = Vec::new();
            screen.act(Action::Urgent, view, &mut says);
            says
        });
        if let Some(says) = says {
            return self.says(says);
        }
        let says = self.queue.act(Action::Urgent).unwrap_or_default();
        self.queue_says(says)
    }

    /// Does what was chosen by name, wherever it belongs.
    pub(super) fn act_by_name(&mut self, action: Action) -> Vec<Effect> {
        if self.beside.open().is_some() {
            // A chord of the screen: pressed for it.
            if let Some(key) = keymap::binding(self.stack(), action).and_then(keymap::Binding::as_key) {
                let mut says = Vec::new();
                if self.with_beside(|screen, view| screen.key(key, view, &mut says)) == Some(true) {
                    return self.beside_says(says);
                }
            }
        } else if self.call.is_some() {
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
}

/// Tells whether a key can be one of a passphrase that is typed by habit, or end it.
fn is_of_a_passphrase(key: KeyEvent) -> bool {
    Chord::of(key).typed().is_some() || matches!(key.code, KeyCode::Enter | KeyCode::Backspace)
}

/// Tells whether an action is about the queue's rows.
const fn needs_rows(action: Action) -> bool {
    matches!(
        action,
        Action::Open
            | Action::AnswerRing
            | Action::TakeOver
            | Action::Urgent
            | Action::Why
            | Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::First
            | Action::Last
    )
}
