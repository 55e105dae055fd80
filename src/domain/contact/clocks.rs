//! Every clock that runs on a contact.

use super::{
    Contact,
    call::Line,
    oversight::{EmergencyState, GroundState},
    promise::Promise,
    route::State as RouteState,
};
use crate::domain::{
    counted,
    duty::Due,
    ids::ClockId,
    queue::{FOLLOW_UP, LOOK_AGAIN, Next, PROMISE, RING_BACK, TELL_HEAD},
};

impl Contact {
    /// Tells whether it is urgent and somebody has still to act: nothing is decided yet, or it was marked after all was, and
    /// nothing was sent since.
    pub fn urgency_runs(&self) -> bool {
        self.call.urgent.as_ref().is_some_and(|urgent| urgent.anew || !self.is_decided())
    }

    /// Gives every clock that runs, what is due first before; once it is closed, none but that an override is looked at again.
    pub fn clocks(&self) -> Vec<Next> {
        counted::once();
        let stands = |clock: &str, words: &str, at| {
            let clock = ClockId::from(clock);
            Next { clock, words: words.to_owned(), at, start: None, rule: None }
        };
        let looks = self.to_look_again().into_iter().map(|open| stands(LOOK_AGAIN, "look again", open.at()));
        if self.closed.is_some() {
            let mut clocks: Vec<Next> = looks.collect();
            clocks.sort_by_key(|clock| clock.at);
            return clocks;
        }
        let mut clocks: Vec<Next> = Vec::new();
        let mut due = |due: &Due, words: &str| clocks.push(Next::of(due, words));
        if let Some(urgent) = self.call.urgent.as_ref().filter(|_| self.urgency_runs()) {
            due(&urgent.due, "act");
        }
        // Danger that nobody answered waits for no clock: it is to be acted on since it was said.
        let danger = self.unanswered_danger().filter(|_| !self.danger_is_answered());
        let mut again = None;
        if let Line::Dropped { due: back, tried, settled: None, .. } = &self.call.line {
            again = tried.as_ref().and_then(|tried| tried.again());
            if again.is_none() {
                due(back, "ring back");
            }
        }
        self.oversight.overrides.iter().filter(|o| o.waits()).for_each(|o| due(&o.due, "oversight"));
        self.oversight
            .emergencies
            .iter()
            .filter(|e| e.state == EmergencyState::Waits)
            .for_each(|e| due(&e.due, "oversight of what was done"));
        self.oversight
            .grounds
            .iter()
            .filter(|g| g.state == GroundState::Waits)
            .for_each(|g| due(&g.due, "manager's decision"));
        self.oversight.unconfirmed().for_each(|(_, _, word)| due(word, "manager's signed word"));
        self.oversight.unsigned_words().for_each(|(_, word)| due(word, "manager's signed word"));
        self.unsigned_analyses().for_each(|(_, word)| due(word, "second name"));
        for route in &self.routes.list {
            match &route.state {
                RouteState::WaitsForSecond { due: second } => due(second, "manager's decision"),
                RouteState::Pending { due: Some(accept), .. } => due(accept, "team accepts"),
                _ => {}
            }
        }
        if !self.is_decided() {
            due(&self.decision, "decision");
        }
        if let Some(letter) = self.telling.due.as_ref().filter(|_| !self.is_told()) {
            due(letter, "written response");
        }
        clocks.extend(self.clocks_of_cards());
        clocks.extend(danger.map(|danger| stands("urgent", "act", danger.since)));
        clocks.extend(again.map(|at| stands(RING_BACK, "ring back", at)));
        let to_do = self.to_do();
        for (clock, words) in [(FOLLOW_UP, "stop and call back"), (TELL_HEAD, "tell the head of service")] {
            let first =
                to_do.iter().filter(|open| open.clock().as_str() == clock).min_by_key(|open| open.at());
            clocks.extend(first.map(|open| match &open.due {
                Some(due) => Next::of(due, words),
                None => stands(clock, words, open.since),
            }));
        }
        clocks.extend(looks);
        for promise in self.telling.promises.iter().filter(|promise| promise.is_open()) {
            if self.telling.written != Some(promise.no) {
                clocks.push(stands(PROMISE, "promise", promise.calls_at()));
            }
        }
        let written = |promise: &Promise| self.telling.written == Some(promise.no) && promise.is_open();
        if let Some(promise) = self.telling.promises.iter().find(|promise| written(promise)) {
            let started = self.telling.written_due.as_ref().map(|due| Next::of(due, "call in writing"));
            // Its time may have been agreed anew since.
            let at = promise.calls_at();
            clocks.extend(started.map(|next| Next { at, ..next }));
        }
        // What is named first of those of one moment stays first.
        clocks.sort_by_key(|clock| clock.at);
        clocks
    }
}
