//! Who sits at the console: signing in, locking, leaving.

use crossterm::event::KeyEvent;

use super::{App, Effect};
use crate::{
    desk::Request,
    domain::queue::Lane,
    ui::{
        keymap::{self, Action, stacks},
        screens::sign_in::{self, SignIn},
    },
};

impl App {
    /// Chooses the lane that somebody sees first: what waits for them.
    pub(super) fn home(&mut self) {
        let authorises = self.desk.actor.as_ref().is_some_and(|actor| {
            let duty = &self.desk.book.duty;
            duty.authorisers_at(self.now).iter().any(|(person, _)| *person == actor.person)
        });
        if authorises {
            self.queue.go(Lane::Oversight);
        }
    }

    pub(super) fn key_signing_in(&mut self, key: KeyEvent) -> Vec<Effect> {
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

    pub(super) fn lock(&mut self) -> Vec<Effect> {
        let name = self.desk.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
        let mut effects = self.leave_call(false);
        effects.extend(self.drafts.save_now(self.draft_text(), self.now).map(Effect::Ask));
        self.over.clear();
        self.opening = None;
        self.held.clear();
        self.notice = None;
        self.desk.actor = None;
        self.sign_in = SignIn::locked(&name);
        effects.push(Effect::Ask(Request::SignOut));
        effects
    }

    pub(super) fn quit(&mut self) -> Vec<Effect> {
        let mut effects: Vec<Effect> =
            self.drafts.save_now(self.draft_text(), self.now).map(Effect::Ask).into_iter().collect();
        effects.push(Effect::Quit);
        effects
    }
}
