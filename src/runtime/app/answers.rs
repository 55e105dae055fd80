//! What the desk says, taken up.

use super::{App, Effect, Opening, Origin, contact, over::Over};
use crate::{
    desk::{Answer, protocol::LaneView},
    ui::{
        screens::{call::pane::Outcome, sign_in::SignIn},
        widgets::Notice,
    },
};

impl App {
    /// Takes up what the desk said.
    pub(super) fn told(&mut self, answer: Answer) -> Vec<Effect> {
        match answer {
            Answer::Desk(view) => {
                let before = self.desk.actor.as_ref().map(|actor| actor.account);
                self.desk = view;
                let now = self.desk.actor.as_ref().map(|actor| actor.account);
                if now.is_none() {
                    return vec![];
                }
                if before != now {
                    self.sign_in = SignIn::default();
                    self.home();
                    // Rows of whoever sat here before are nobody's to act on.
                    self.lane_read = None;
                    return vec![Effect::Ask(self.watch(self.queue.stretch()))];
                }
                self.sync_call();
            }
            Answer::Lane(view) => return self.read(view),
            Answer::Contact(view) => return self.show(view),
            // A console that was locked meanwhile opens nothing; the call stands in the queue.
            Answer::Taken(id) => {
                if self.opening == Some(Opening::Taken) {
                    self.opening = Some(Opening::Contact(id));
                }
            }
            Answer::Done { tag, at } => {
                return self.answered(tag, &Outcome::Saved(at));
            }
            Answer::Refused { tag, ref words, ref source, .. } => {
                let words = words.clone();
                let source = source.as_ref().map(|source| format!("({source})")).unwrap_or_default();
                if self.desk.actor.is_none() {
                    self.sign_in.notice = Some(Notice::wrong(words, source));
                    return vec![];
                }
                self.notice = Some(Notice::wrong(words.clone(), source));
                return match tag {
                    Some(tag) => self.answered(tag, &Outcome::Refused(words)),
                    None => self.not_done(&answer),
                };
            }
            Answer::Failed { tag: Some(tag), words } => {
                self.notice = Some(Notice::wrong(words.clone(), ""));
                return self.answered(tag, &Outcome::Refused(words));
            }
            Answer::Failed { tag: None, ref words } => {
                // A draft that fails again and again does not push away what failed beside it.
                if !(self.drafts.failed(self.now) && self.notice.is_some()) {
                    self.notice = Some(Notice::wrong(words.clone(), ""));
                }
                return self.not_done(&answer);
            }
            Answer::Leftovers(left) => {
                if !left.is_empty() {
                    self.over.push(Over::leftovers(left));
                }
            }
            Answer::DraftSaved(at) => {
                // Nothing to see while more is typed.
                self.drafts.saved(at);
                return if self.is_saved() { vec![] } else { vec![Effect::Still] };
            }
            Answer::Found { ticket, rows } => {
                if let Some(Over::Find(find)) = self.over.last_mut() {
                    find.told(ticket, rows);
                }
            }
            letter @ Answer::Letter { .. } => {
                let says = self.with_call(|screen, view| screen.told(&letter, view));
                return self.says(says.unwrap_or_default());
            }
        }
        vec![]
    }

    /// Hands whoever acted what came of it.
    pub(super) fn answered(&mut self, tag: u64, outcome: &Outcome) -> Vec<Effect> {
        let (id, pane, slot) = match self.acts.remove(&tag) {
            Some(Origin::Pane(id, pane, slot)) => (id, pane, slot),
            Some(Origin::Share) => {
                if matches!(outcome, Outcome::Saved(_)) {
                    self.over.retain(|over| !matches!(over, Over::Share(_)));
                    self.notice = Some(Notice::done(
                        "Written down, with the ground that covers it.",
                        "F6 shows the grounds.",
                    ));
                }
                return vec![];
            }
            Some(Origin::Console) | None => return vec![],
        };
        self.with_call(|screen, view| {
            if screen.id == id {
                screen.answered(pane, &slot, outcome, view);
            }
        });
        if let Some(screen) = self.parked.get_mut(&id)
            && let Some((_, contact)) = &self.call
            && let Some(actor) = &self.desk.actor
        {
            // Parked panes only take back or let go of their own words; whose contact the view shows does not matter.
            let view = contact::view(self.now, &self.desk, actor, contact, false, &self.theme, &self.fresh);
            screen.answered(pane, &slot, outcome, &view);
        }
        self.keep_drafts()
    }

    /// Takes up a lane's rows; keys that waited for them are pressed now.
    fn read(&mut self, view: LaneView) -> Vec<Effect> {
        let lane = view.stretch.lane;
        self.queue.told(view);
        if lane != self.queue.lane() || self.lane_read.replace(lane) == Some(lane) || self.opening.is_some() {
            return vec![];
        }
        self.press_held()
    }

    /// Lets go of what was typed for a contact that was not opened, or for rows that were not read: none of it was meant
    /// for this screen.
    ///
    /// A pane that asked for something other than an act learns here that it was not done.
    pub(super) fn not_done(&mut self, answer: &Answer) -> Vec<Effect> {
        self.opening = None;
        // Where its rows could not be read, the queue shows none, and no key waits for any.
        self.lane_read = Some(self.queue.lane());
        self.held.clear();
        let says = self.with_call(|screen, view| screen.told(answer, view));
        self.says(says.unwrap_or_default())
    }
}
