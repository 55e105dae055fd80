//! The contact that is open: asked for, shown, acted on, left.

use chrono::{DateTime, Utc};
use serde::Deserialize as _;

use super::{App, Effect, Opening, Origin, drafts::SHARE};
use crate::{
    desk::{
        Request,
        protocol::{Act, ContactView, DeskView},
    },
    domain::{
        contact::{Command, call::Take},
        ids::{ContactId, EventId},
        queue::Lane,
        staff::Actor,
    },
    ui::{
        screens::{
            beside::Which,
            call::{
                CallScreen,
                pane::{PaneKind, View},
            },
        },
        theme::Theme,
        widgets,
    },
};

impl App {
    pub(super) fn open(&mut self, id: ContactId) -> Vec<Effect> {
        self.opening = Some(Opening::Contact(id));
        vec![Effect::Ask(Request::Open(id))]
    }

    pub(super) fn take(&mut self, take: Take) -> Vec<Effect> {
        self.notice = None;
        self.opening = Some(Opening::Taken);
        vec![Effect::Ask(Request::Take(Box::new(take)))]
    }

    /// Shows a contact that was asked for, or takes up how the open one is now.
    pub(super) fn show(&mut self, contact: ContactView) -> Vec<Effect> {
        let id = contact.contact.id;
        let mut effects = Vec::new();
        let asked = self.opening == Some(Opening::Contact(id));
        match &mut self.call {
            Some((screen, known)) if screen.id == id => *known = contact,
            _ if asked => {
                effects = self.leave_call(false);
                let mut screen =
                    self.parked.remove(&id).map_or_else(|| CallScreen::new(id), |(screen, _)| screen);
                // From the lane of what waits for a manager, a manager wants what waits.
                let manages = self.desk.actor.as_ref().is_some_and(Actor::manages);
                if manages && self.queue.lane() == Lane::Oversight && contact.contact.waits_for_oversight() {
                    screen.enter(PaneKind::Oversight);
                }
                // From the ledger they want the promises.
                if self.beside.shown() == Some(Which::Promises) {
                    screen.enter(PaneKind::Promises);
                }
                self.call = Some((screen, contact));
            }
            // About a contact that was left meanwhile.
            _ => return vec![Effect::Still],
        }
        if asked {
            self.opening = None;
            // Wherever it was asked for, it is what is shown now.
            effects.extend(self.give_way());
        }
        self.sync_call();
        if let Some(half) = self.halves.remove(&id) {
            self.with_call(|screen, view| screen.restore(&half, view));
            if let Ok(share) = widgets::Draft::deserialize(&half[SHARE]) {
                self.shares.insert(id, share);
                self.open_share();
            }
            self.drafts.changed(self.steady.at());
        }
        if asked {
            effects.extend(self.press_held());
        }
        effects
    }

    /// Leaves the open contact: what was being written is left and kept, what is half-done stays for coming back.
    pub(super) fn leave_call(&mut self, tell: bool) -> Vec<Effect> {
        self.put_share_away();
        let says = self.with_call(CallScreen::leave).unwrap_or_default();
        let mut effects = self.says(says);
        if let Some((screen, contact)) = self.call.take() {
            if !contact.contact.reference.is_given() {
                // Nothing else leads back to it: no number, and no other console.
                self.queue.stand_on(screen.id);
            }
            if screen.half_typed().is_some() {
                self.parked.insert(screen.id, (screen, contact));
            }
            if tell {
                effects.push(Effect::Ask(Request::Leave));
                effects.push(Effect::Ask(self.watch(self.queue.stretch())));
            }
        }
        effects.extend(self.keep_drafts());
        effects
    }

    pub(super) fn sync_call(&mut self) {
        self.with_call(CallScreen::sync);
    }

    /// Runs something on the open contact's screen with what it is drawn from.
    pub(super) fn with_call<T>(&mut self, run: impl FnOnce(&mut CallScreen, &View<'_>) -> T) -> Option<T> {
        let (screen, contact) = self.call.as_mut()?;
        let actor = self.desk.actor.as_ref()?;
        let open = view(self.now, &self.desk, actor, contact, false, &self.theme, &self.fresh);
        let covered = screen.is_covered(&open);
        Some(run(screen, &View { covered, ..open }))
    }

    /// Asks the desk to do something to a contact.
    pub(super) fn act(
        &mut self,
        contact: ContactId,
        seen: u64,
        command: Command,
        event: Option<EventId>,
        origin: Origin,
    ) -> Effect {
        self.tag += 1;
        self.acts.insert(self.tag, origin);
        Effect::Ask(Request::Act(Box::new(Act {
            tag: self.tag,
            contact,
            command,
            seen,
            event,
            step_up: None,
        })))
    }
}

/// Makes the view of a contact.
pub(super) fn view<'a>(
    now: DateTime<Utc>,
    desk: &'a DeskView,
    actor: &'a Actor,
    contact: &'a ContactView,
    covered: bool,
    theme: &'a Theme,
    fresh: &'a dyn Fn() -> EventId,
) -> View<'a> {
    let ContactView { contact, journey, beside, heads, marks, waits: aside, .. } = contact;
    View { now, desk, actor, contact, journey, beside, heads, marks, aside, covered, theme, fresh }
}
