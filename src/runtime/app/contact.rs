//! The contact that is open: asked for, shown, acted on, left.

use chrono::{DateTime, Utc};
use serde::Deserialize as _;

use super::{
    App, Effect, Opening, Origin,
    drafts::SHARE,
    over::talking::{Live, named},
    trail::Trail,
};
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
            beside::{Screen, Which},
            call::{
                CallScreen,
                pane::{Cover, PaneKind, View},
            },
        },
        theme::Theme,
        widgets,
    },
};

impl App {
    pub(super) fn open(&mut self, id: ContactId) -> Vec<Effect> {
        self.opening = Some(Opening::Contact(id));
        self.trail = Trail::default();
        vec![Effect::Ask(Request::Open(id))]
    }

    pub(super) fn take(&mut self, take: Take) -> Vec<Effect> {
        self.notice = None;
        self.trail = Trail::default();
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
                    screen.enter(PaneKind::Oversight, None);
                }
                // From the ledger they want the promises.
                if self.beside.shown() == Some(Which::Promises) {
                    screen.enter(PaneKind::Promises, self.beside.open().and_then(Screen::place));
                }
                self.call = Some((screen, contact));
            }
            // About a contact that was left meanwhile.
            _ => return vec![Effect::Still],
        }
        if asked {
            self.opening = None;
            self.hung_up = self.hung_up.filter(|ended| *ended != id);
            // Wherever it was asked for, it is what is shown now; whoever walks from one contact to another comes back to where
            // the first was asked for.
            if !std::mem::take(&mut self.trail.walks) {
                effects.extend(self.give_way());
            }
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
            let waited = !self.held.is_empty();
            effects.extend(self.press_held());
            self.offer_put_off_of(id, waited);
        }
        effects
    }

    /// Leaves the open contact: what was being written is left and kept, what is half-done stays for coming back.
    pub(super) fn leave_call(&mut self, tell: bool) -> Vec<Effect> {
        self.put_share_away();
        let says = self.with_call(CallScreen::leave).unwrap_or_default();
        let mut effects = self.says(says);
        if let Some((screen, contact)) = self.call.take() {
            let person = self.desk.actor.as_ref().map(|actor| actor.person);
            let mine = person.filter(|person| contact.contact.holder == Some(*person));
            let live = contact.contact.call.line.is_live() && self.hung_up != Some(screen.id);
            if let Some(person) = mine.filter(|_| live) {
                let reference = contact.contact.reference;
                let reference = if reference.is_given() { reference.to_string() } else { String::new() };
                let words = named(&reference, &contact.contact.row().who);
                let short = if reference.is_empty() { "a call".to_owned() } else { reference };
                self.live = Some(Live { id: screen.id, person, words, short, asked: false });
            } else if self.live.as_ref().is_some_and(|live| live.id == screen.id) {
                self.live = None;
            }
            // Of one that has no number yet nothing else leads back to it.
            if tell || !contact.contact.reference.is_given() {
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
        let open = view(self.now, &self.desk, actor, contact, &self.theme, &self.fresh);
        let cover = screen.covers(&open);
        Some(run(screen, &View { cover, ..open }))
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
    theme: &'a Theme,
    fresh: &'a dyn Fn() -> EventId,
) -> View<'a> {
    let ContactView {
        contact,
        journey,
        running,
        named,
        beside,
        heads,
        marks,
        elsewhere,
        heard,
        around,
        waits: aside,
        ..
    } = contact;
    let (heard, cover) = (*heard, Cover::None);
    View {
        now,
        desk,
        actor,
        contact,
        journey,
        running,
        named,
        beside,
        heads,
        marks,
        elsewhere,
        around,
        aside,
        heard,
        cover,
        theme,
        fresh,
    }
}
