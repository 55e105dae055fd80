//! The screens beside queue and contact: shown, asked for keys, and kept with what is half-typed in them.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{App, Effect, Origin};
use crate::{
    desk::{Request, protocol::Beside as Doing},
    domain::{board::Entry, shift::Brief},
    ui::{
        keymap::Action,
        screens::{
            beside::{Say, Screen, View, Which},
            call::pane::Outcome,
        },
    },
};

/// The name of what is half-typed on such a screen, before its own.
pub(super) const BESIDE: &str = "beside/";

/// The screens that were looked at, and the one that is shown.
pub(super) struct Beside {
    screens: Vec<(Which, Box<dyn Screen>)>,
    shown: Option<Which>,
    /// The screen from which the contact that is open was opened.
    from: Option<Which>,
    pub(super) board: Arc<[Entry]>,
    /// As of when the board is known, where the record does not say all of it now.
    pub(super) as_of: Option<DateTime<Utc>>,
    pub(super) brief: Option<Arc<Brief>>,
}

impl Default for Beside {
    fn default() -> Self {
        Self { screens: Vec::new(), shown: None, from: None, board: [].into(), as_of: None, brief: None }
    }
}

impl Beside {
    /// Gives the screen that is shown.
    pub(super) fn open(&self) -> Option<&dyn Screen> {
        let shown = self.shown?;
        self.screens.iter().find(|(which, _)| *which == shown).map(|(_, screen)| &**screen)
    }

    /// Tells which screen is shown.
    pub(super) fn shown(&self) -> Option<Which> {
        self.shown
    }

    /// Gives what is half-typed on each.
    pub(super) fn half_typed(
        &self,
    ) -> impl Iterator<Item = (Which, crate::ui::screens::call::pane::HalfTyped)> {
        self.screens.iter().filter_map(|(which, screen)| Some((*which, screen.half_typed()?)))
    }
}

impl App {
    /// Shows a screen.
    pub(super) fn show_beside(&mut self, which: Which) -> Vec<Effect> {
        if let Some(notice) = self.not_known(which) {
            self.notice = Some(notice);
            return vec![];
        }
        if self.beside.screens.iter().all(|(known, _)| *known != which) {
            self.beside.screens.push((which, which.make()));
        }
        self.beside.shown = Some(which);
        (self.beside.board, self.beside.as_of) = ([].into(), None);
        self.with_beside(|screen, _| screen.shown());
        let kinds = self.beside.open().map(Screen::kinds).unwrap_or_default();
        self.sync_beside();
        vec![Effect::Ask(Request::Board(kinds.to_vec()))]
    }

    /// Goes back to what was shown before; nothing that was typed goes.
    pub(super) fn leave_beside(&mut self) -> Vec<Effect> {
        self.beside.shown = None;
        vec![Effect::Ask(Request::Board(vec![]))]
    }

    /// Gives way to a contact that was asked for, and remembers where it was.
    pub(super) fn give_way(&mut self) -> Vec<Effect> {
        self.beside.from = self.beside.shown;
        if self.beside.shown.is_some() { self.leave_beside() } else { vec![] }
    }

    /// Goes back from a contact to the screen on which it was asked for.
    pub(super) fn back_beside(&mut self) -> Vec<Effect> {
        let from = self.beside.from.take();
        from.map(|which| self.show_beside(which)).unwrap_or_default()
    }

    /// Shows the screen that an action names.
    pub(super) fn act_beside(&mut self, action: Action) -> Option<Vec<Effect>> {
        Which::of(action).map(|which| self.show_beside(which))
    }

    /// Runs something on the screen that is shown.
    pub(super) fn with_beside<T>(&mut self, run: impl FnOnce(&mut dyn Screen, &View<'_>) -> T) -> Option<T> {
        let which = self.beside.shown?;
        self.with_screen(which, run)
    }

    fn with_screen<T>(
        &mut self,
        which: Which,
        run: impl FnOnce(&mut dyn Screen, &View<'_>) -> T,
    ) -> Option<T> {
        let (board, brief) = (Arc::clone(&self.beside.board), self.beside.brief.clone());
        let actor = self.desk.actor.as_ref()?;
        let view = View {
            now: self.now,
            desk: &self.desk,
            actor,
            board: &board,
            as_of: self.beside.as_of,
            brief: brief.as_ref(),
            heard: self.queue.heard(),
            theme: &self.theme,
            fresh: &self.fresh,
        };
        let (_, screen) = self.beside.screens.iter_mut().find(|(known, _)| *known == which)?;
        Some(run(&mut **screen, &view))
    }

    pub(super) fn sync_beside(&mut self) {
        self.with_beside(|screen, view| screen.sync(view));
    }

    /// Does what a screen says.
    pub(super) fn beside_says(&mut self, says: Vec<Say>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for say in says {
            match say {
                Say::Do { slot, deed } => {
                    let Some(which) = self.beside.shown else { continue };
                    self.tag += 1;
                    self.acts.insert(self.tag, Origin::Beside(which, slot));
                    effects.push(Effect::Ask(Request::Beside(Box::new(Doing { tag: self.tag, deed }))));
                }
                Say::Open(contact) => effects.extend(self.open(contact)),
                Say::Tell(notice) => self.notice = Some(notice),
                Say::Times { of, whys } => self.show_times(&of, whys),
                Say::Changed => self.drafts.changed(self.steady.at()),
            }
        }
        effects
    }

    /// Hands a screen what came of what it did.
    pub(super) fn beside_answered(&mut self, which: Which, slot: &str, outcome: &Outcome) -> bool {
        let stands = self.with_screen(which, |screen, view| screen.answered(slot, outcome, view));
        stands.unwrap_or_default() && self.beside.shown == Some(which)
    }

    /// Takes up what was half-typed on a screen.
    pub(super) fn restore_beside(&mut self, which: Which, half: &serde_json::Value) -> Vec<Effect> {
        let effects = self.show_beside(which);
        self.with_beside(|screen, view| screen.restore(half, view));
        self.drafts.changed(self.steady.at());
        effects
    }
}
