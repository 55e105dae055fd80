//! How events of the routes change a contact.

use super::super::{
    Contact, Event, Stamp,
    mistake::Mistake,
    route::{Decided, Held, Hop, Route, Seconded, State as RouteState},
};
use crate::domain::ids::RouteNo;

impl Contact {
    pub(super) fn route_mut(&mut self, no: RouteNo) -> Option<&mut Route> {
        self.routes.list.iter_mut().find(|route| route.no == no)
    }

    pub(super) fn evolve_route(&mut self, event: &Event, stamp: Stamp) {
        let at = stamp.at;
        let (no, state, said) = match event {
            Event::RouteOpened(e) => {
                self.routes.list.push(Route {
                    no: e.no,
                    letter: e.letter,
                    children: e.children.clone(),
                    fields: std::collections::BTreeMap::new(),
                    marks: std::collections::BTreeMap::new(),
                    decided: None,
                    second: None,
                    unmet_reason: None,
                    basis: Vec::new(),
                    mistakes: Vec::new(),
                    held: Vec::new(),
                    acts: None,
                    until: e.until.clone(),
                    beside: false,
                    hops: vec![Hop {
                        at,
                        state: RouteState::Open.words(),
                        by: stamp.by,
                        said: String::new(),
                    }],
                    state: RouteState::Open,
                });
                return;
            }
            Event::RouteFilled(e) => {
                if let Some(route) = self.route_mut(e.route) {
                    if e.value.is_empty() {
                        route.fields.remove(&e.field);
                    } else {
                        route.fields.insert(e.field.clone(), e.value.clone());
                    }
                    route.reopen();
                }
                return;
            }
            Event::CriterionMarked(e) => {
                if let Some(route) = self.route_mut(e.route) {
                    route.marks.insert(e.criterion.clone(), e.met);
                    route.reopen();
                }
                return;
            }
            Event::MarkTakenBack(e) => {
                if let Some(route) = self.route_mut(e.route) {
                    route.marks.remove(&e.criterion);
                    route.reopen();
                }
                return;
            }
            Event::RouteDecided(e) => {
                if let Some(route) = self.route_mut(e.route) {
                    let (presented, reason, without) = (e.presented, e.reason.clone(), e.without.clone());
                    let against = e.against.clone();
                    route.decided = Some(Decided { at, by: stamp.by, presented, against, reason, without });
                    route.second = None;
                }
                let state =
                    e.second_due.clone().map_or(RouteState::Ready, |due| RouteState::WaitsForSecond { due });
                (e.route, state, e.reason.clone())
            }
            Event::RouteSeconded(e) if e.agree => {
                if let Some(route) = self.route_mut(e.route) {
                    route.second = Some(Seconded { at, by: stamp.by, words: e.words.clone() });
                }
                (e.route, RouteState::Ready, e.words.clone())
            }
            Event::RouteSeconded(e) => {
                let words = e.words.clone();
                (e.route, RouteState::NotSeconded { at, by: stamp.by, words: words.clone() }, words)
            }
            Event::RouteSent(e) => {
                if e.referral {
                    self.referral.get_or_insert(at);
                }
                self.telling.due.get_or_insert_with(|| e.letter_due.clone());
                // Somebody has acted since it was marked.
                if let Some(urgent) = &mut self.call.urgent {
                    urgent.anew = false;
                }
                if let Some(route) = self.route_mut(e.route) {
                    route.unmet_reason = Some(e.unmet_reason.clone()).filter(|reason| !reason.is_empty());
                    route.basis.clone_from(&e.basis);
                    (route.acts, route.beside) = (e.acts, e.beside);
                    route.until.clone_from(&e.until);
                }
                let state = match &e.accept_due {
                    Some(due) => RouteState::Pending { at, due: Some(due.clone()) },
                    None => RouteState::Sent { at },
                };
                (e.route, state, e.unmet_reason.clone())
            }
            Event::RouteRecalled(e) => {
                (e.route, RouteState::Recalled { at, why: e.why.clone() }, e.why.clone())
            }
            Event::RouteAccepted(e) => {
                (e.route, RouteState::Accepted { at, who: e.who.clone() }, e.who.clone())
            }
            Event::RouteReturned(e) => {
                (e.route, RouteState::Returned { at, reason: e.reason.clone() }, e.reason.clone())
            }
            Event::RouteAnswerTakenBack(e) => {
                if let Some(route) = self.route_mut(e.route) {
                    route.mistakes.push(Mistake::said(stamp, &e.why));
                }
                // Why is said with the mistake.
                (e.route, RouteState::Pending { at: e.sent, due: Some(e.due.clone()) }, String::new())
            }
            Event::DiscussionHeld(e) => {
                if let Some(route) = self.route_mut(e.route) {
                    let (discussion, conference) = (e.discussion.clone(), e.conference.clone());
                    let card = route.fields.clone();
                    route.held.push(Held { written: at, by: stamp.by, discussion, card, conference });
                }
                return;
            }
            Event::RouteTakenOff(e) => (e.route, RouteState::TakenOff { why: e.why.clone() }, e.why.clone()),
            _ => return,
        };
        self.hop(no, state, stamp, &said);
    }

    /// Takes a route to another state, on somebody's word.
    pub(super) fn hop(&mut self, no: RouteNo, state: RouteState, stamp: Stamp, said: &str) {
        if let Some(route) = self.route_mut(no) {
            let Stamp { at, by } = stamp;
            route.hops.push(Hop { at, state: state.words(), by, said: said.to_owned() });
            route.state = state;
        }
    }
}

impl Route {
    /// Whatever was decided no longer fits a card that changed.
    fn reopen(&mut self) {
        self.state = RouteState::Open;
        self.decided = None;
        self.second = None;
    }
}
