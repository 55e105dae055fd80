//! Who sits at the console: signing in, locking, leaving.
//!
//! A locked console keeps everything as it is, draws none of it and takes no key for it. It locks by a chord, and by
//! itself where nobody touched it for a while; whoever listens to a caller touches nothing, and has longer.
//!
//! How long nobody touched it goes by the time that passes, a sleep of the machine included, so that no setting of its clock
//! locks a console in the middle of a call or keeps one open. Only where nobody listens does a clock that was set forward
//! count as well: a machine whose own count stood still, as that of one which was frozen and thawed does, looks the same,
//! and to sign in once too often costs a moment.

use chrono::{DateTime, TimeDelta, Utc};
use crossterm::event::KeyEvent;

use super::{App, Effect, over::Over};
use crate::{
    desk::{Request, protocol::DeskView},
    domain::{calendar::words, queue::Lane, staff::Actor},
    ui::{
        keymap::{self, Action, stacks},
        screens::{
            beside::Which,
            sign_in::{self, SignIn},
        },
        widgets::Notice,
    },
};

/// How long the header warns before the console locks by itself.
const WARNING: TimeDelta = TimeDelta::minutes(2);

impl App {
    /// Chooses the lane that somebody sees first: what waits for them.
    pub(super) fn home(&mut self) {
        // Whoever has come off duty may still have to sign for what they said on it.
        if self.desk.actor.as_ref().is_some_and(Actor::manages) {
            self.queue.go(Lane::Oversight);
        }
    }

    /// Says what can be done at a console that only records; nothing, at any other.
    pub(super) fn only_records(&self) -> Option<Notice> {
        self.desk.unread.map(|_| {
            let known = match self.desk.known_at {
                Some(_) => "p, v, s, h and r show what the desk last knew, and / looks through it. ",
                None => "r shows the rota. ",
            };
            Notice::wrong(
                "What the desk's file holds cannot be read here, and nothing can be decided.",
                format!(
                    "n takes a call: what is said in it is kept, and comes into the record later. {known}Tell whoever looks \
                     after this computer."
                ),
            )
        })
    }

    /// Says what is the matter as long as the desk's file is damaged, and what is kept; nothing, where it is not.
    pub(super) fn stays_damaged(&self) -> Option<Notice> {
        let since = self.desk.damaged.filter(|_| self.desk.unread.is_none())?;
        let at = words::near(self.now, since);
        let kept = match self.desk.spooled {
            0 => "What you write is kept".to_owned(),
            1 => "What you write is kept, 1 entry aside".to_owned(),
            many => format!("What you write is kept, {many} entries aside"),
        };
        Some(Notice::wrong(
            format!("Since {at} a part of the desk's file cannot be read."),
            format!(
                "{kept}; what cannot be written down is not decided. Tell whoever looks after this computer: `dutydesk verify`."
            ),
        ))
    }

    /// Tells whether nothing is known here of what the desk's file holds: where it cannot be read, and nothing lies beside it.
    pub(super) fn knows_nothing(&self) -> bool {
        self.desk.unread.is_some() && self.desk.known_at.is_none()
    }

    /// Says why a screen is not shown at a console that only records; nothing, where the desk's book knows what is on it.
    pub(super) fn not_known(&self, which: Which) -> Option<Notice> {
        let known = match which {
            // Who is on duty is a part of who works here.
            Which::Rota => true,
            Which::Visits | Which::Shift | Which::Handover | Which::Promises => !self.knows_nothing(),
        };
        // An empty list would say that there is nothing.
        if known { None } else { self.only_records() }
    }

    /// Tells whether nobody may see or do anything here.
    pub(super) fn is_shut(&self) -> bool {
        self.locked || self.desk.actor.is_none()
    }

    pub(super) fn key_signing_in(&mut self, key: KeyEvent) -> Vec<Effect> {
        match self.sign_in.key(key, self.steady.at(), &*self.fresh) {
            Some(say @ sign_in::Say::SignIn { .. }) => {
                // First what stands in the note's field, so that it is among those that are offered.
                let mut effects = Self::sign_in_says(self.sign_in.seal(true));
                effects.extend(Self::sign_in_says(Some(say)));
                effects
            }
            Some(say) => Self::sign_in_says(Some(say)),
            None if keymap::action(stacks::SIGN_IN, key) == Some(Action::Quit) => self.quit(),
            None => vec![Effect::Still],
        }
    }

    pub(super) fn sign_in_says(say: Option<sign_in::Say>) -> Vec<Effect> {
        match say {
            Some(sign_in::Say::SignIn { name, passphrase }) => {
                vec![Effect::Ask(Request::SignIn { name, passphrase })]
            }
            Some(sign_in::Say::Seal { id, text }) => vec![Effect::Ask(Request::SealNote { id, text })],
            Some(sign_in::Say::Changed) | None => vec![],
        }
    }

    /// Takes up that somebody signed in: back to where they were, or, for somebody else, to the beginning.
    pub(super) fn signed_in(&mut self, view: DeskView) -> Vec<Effect> {
        let before = self.desk.actor.as_ref().map(|actor| actor.account);
        let same = before.is_some() && before == view.actor.as_ref().map(|actor| actor.account);
        // What stands unsealed in the note's field is sealed as any other.
        let note = self.sign_in.seal(true);
        let mut effects = Self::sign_in_says(note);
        self.desk = view;
        self.locked = false;
        self.touched = self.steady.at();
        self.sign_in = SignIn::default();
        if same {
            self.sync_call();
            // The front door may have opened or shut meanwhile, and with it the order changed.
            effects.push(Effect::Ask(self.watch(self.queue.stretch())));
            return effects;
        }
        self.over.clear();
        self.call = None;
        self.parked.clear();
        self.trail = super::trail::Trail::default();
        self.beside = super::beside::Beside::default();
        self.halves.clear();
        self.put_off.clear();
        self.shares.clear();
        self.live = None;
        self.drafts.let_go();
        self.notice = self.only_records();
        self.home();
        // Rows of whoever sat here before are nobody's to act on.
        self.lane_read = None;
        effects.push(Effect::Ask(self.watch(self.queue.stretch())));
        effects
    }

    /// Locks the console: what is half-typed is on the disk first, and comes back with its cursor.
    pub(super) fn lock(&mut self) -> Vec<Effect> {
        let account = self.desk.actor.as_ref().and_then(|actor| self.desk.book.state.account(actor.account));
        let name = account.map(|account| account.name.clone()).unwrap_or_default();
        let mut effects: Vec<Effect> =
            self.drafts.save_now(self.draft_text()).map(Effect::Ask).into_iter().collect();
        // A passphrase that was being typed is typed again.
        while let Some(at) = self.over.iter().position(|over| matches!(over, Over::SignAgain(_))) {
            // What the desk has already comes back with its answer.
            if let Over::SignAgain(asked) = self.over.remove(at)
                && !asked.is_given()
            {
                effects.extend(self.not_signed(&asked));
            }
        }
        self.opening = None;
        self.signing = None;
        self.held.clear();
        self.notice = None;
        self.locked = true;
        self.sign_in = SignIn::locked(&name);
        effects.push(Effect::Ask(Request::Lock));
        effects
    }

    /// Looks at the clock: at how much time has passed, and whether it was set.
    pub(super) fn look_at_clock(&mut self) {
        let forward = self.steady.look(&*self.clock, self.now);
        if let Some(by) = forward.filter(|_| !self.is_listening()) {
            self.touched = self.touched.checked_sub_signed(by).unwrap_or(self.touched);
        }
    }

    /// Gives when the console locks by itself, if nobody touches it, by the time that goes by.
    pub(super) fn locks_at(&self) -> Option<DateTime<Utc>> {
        let hours = &self.desk.book.policy.hours.lock;
        let minutes = if self.is_listening() { hours.after_call_minutes } else { hours.after_minutes };
        (!self.is_shut()).then(|| self.touched + TimeDelta::minutes(i64::from(minutes)))
    }

    /// Gives what the clock will show when the console locks by itself, once that is near.
    pub(super) fn locks_soon(&self) -> Option<DateTime<Utc>> {
        let left = self.locks_at()? - self.steady.at();
        (left <= WARNING).then(|| self.now + left)
    }

    /// Gives the next time at which the lock changes anything, by the time that goes by.
    pub(super) fn lock_wakes_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.is_shut() {
            return self.sign_in.due_at();
        }
        self.locks_at().map(|at| if now < at - WARNING { at - WARNING } else { at })
    }

    /// Takes up that somebody is here; gives what follows where nobody was for too long.
    pub(super) fn touch(&mut self) -> Option<Vec<Effect>> {
        let late = self.locks_at().is_some_and(|at| self.steady.at() >= at);
        if late {
            // The first key after so long may be anybody's.
            return Some(self.lock());
        }
        self.touched = self.steady.at();
        None
    }

    /// Tells whether somebody here is on the line: a call of theirs is open, or stands on the queue as one.
    fn is_listening(&self) -> bool {
        let Some(actor) = &self.desk.actor else { return false };
        let open = self.call.as_ref().is_some_and(|(_, view)| {
            view.contact.call.line.is_live() && view.contact.holder == Some(actor.person)
        });
        open || self.queue.is_talking(actor.person)
    }

    /// Leaves, unless words would be lost that nobody was told of.
    pub(super) fn quit_by_key(&mut self) -> Vec<Effect> {
        if self.drafts.has_failed() && !self.warned {
            self.warned = true;
            self.notice = Some(Notice::wrong(
                "What is half-typed could not be saved, and would be lost.",
                "It is tried again every few seconds; Ctrl+Q once more leaves without it.",
            ));
            return vec![];
        }
        self.quit()
    }

    pub(super) fn quit(&mut self) -> Vec<Effect> {
        let note = self.sign_in.seal(true);
        let mut effects = Self::sign_in_says(note);
        effects.extend(self.drafts.save_now(self.draft_text()).map(Effect::Ask));
        effects.push(Effect::Quit);
        effects
    }
}
