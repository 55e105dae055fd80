//! The contact's line in the queue, computed from the contact and nothing else.

use super::{
    Contact,
    call::Line,
    oversight::{EmergencyState, GroundState, Must, Override, ToDo},
    route::State as RouteState,
};
use crate::domain::{
    calendar::words::near,
    queue::{ChildBrief, DROPPED_AGAIN, Item, LINE_DROPPED, Lane, Row, Said, TELL_HEAD, Word},
};

/// The work that a contact waits for, when it waits for nobody's word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Work {
    /// Somebody is on the line.
    Talk,
    /// Every child's outcome.
    Decide,
    /// The answer to whoever rang.
    Tell,
    /// Closing.
    Close,
    /// Nothing: it is closed.
    Done,
}

impl Contact {
    /// Gives the work that it waits for now.
    pub(super) fn work_now(&self) -> Work {
        if self.closed.is_some() {
            Work::Done
        } else if self.call.line.is_live() {
            Work::Talk
        } else if !self.is_decided() {
            Work::Decide
        } else if !self.is_told() {
            Work::Tell
        } else {
            Work::Close
        }
    }

    /// Computes the line.
    pub fn row(&self) -> Row {
        let (stands, since) = self.stands();
        let mut clocks = self.clocks().into_iter();
        Row {
            id: self.id.0,
            item: Item::Contact,
            reference: Some(self.reference),
            urgent: self.call.urgent.is_some() && self.closed.is_none(),
            danger: self.unanswered_danger().is_some(),
            danger_now: self.danger(),
            next: clocks.next(),
            also: clocks.collect(),
            who: self.call.caller.brief(),
            children: self
                .family
                .children()
                .map(|child| ChildBrief {
                    name: child.details.name.clone(),
                    born: child.details.born.clone(),
                })
                .collect(),
            stands,
            since,
            holder: self.holder,
            preview: if self.closed.is_some() { self.after_closing() } else { self.preview() },
            lanes: self.lanes(),
            words: self.words_from_away(),
            not_told: self.not_told(),
            marked: self.family.people.iter().any(|person| person.telling.limits()),
            attached: self.call.attached.to.is_some() || !self.call.attached.later.is_empty(),
            beside: Vec::new(),
            version: self.version,
            seal: self.access.seal(),
        }
    }

    /// Gives the words that somebody else wrote down and that wait for their manager's signature, or for the head of service to be told.
    fn words_from_away(&self) -> Vec<Word> {
        let owed =
            self.oversight.unconfirmed().map(|(_, given, due)| (given.by, Some(due.at), Said::ByTelephone));
        let agreed =
            self.oversight.unsigned_words().map(|(word, due)| (word.said.manager, Some(due.at), Said::OfTwo));
        let named = self
            .unsigned_analyses()
            .map(|(analysis, due)| (analysis.said.manager, Some(due.at), Said::InAnalysis));
        let to_tell = self.to_do().into_iter().filter_map(|open| match open.must {
            Must::TellHead(no) => Some((self.oversight.get(no)?.given()?.by, None, Said::ByTelephone)),
            Must::TellHeadOfWord(no) => {
                Some((self.oversight.spoken_word(no)?.said.manager, None, Said::OfTwo))
            }
            Must::TellHeadOfAnalysis(no) => Some((self.analysis(no)?.said.manager, None, Said::InAnalysis)),
            _ => None,
        });
        owed.chain(agreed)
            .chain(named)
            .chain(to_tell)
            .map(|(manager, due, said)| Word { manager, due, said })
            .collect()
    }

    fn stands(&self) -> (String, chrono::DateTime<chrono::Utc>) {
        let words = |words: &str, at| (words.to_owned(), at);
        if let Some(glass) = self.access.unseen() {
            return (format!("break-glass by {}", glass.who), glass.at);
        }
        if let Some(at) = self.closed {
            let looks = self.to_look_again();
            let called = |o: &Override| looks.iter().any(|open| open.must == Must::LookAgain(o.no));
            let mut overrides = self.oversight.overrides.iter();
            let in_force = overrides.any(|o| called(o) && self.in_force(o, at).is_some());
            return words(
                match (looks.is_empty(), in_force) {
                    (true, _) => "closed",
                    (_, true) => "closed, override in force",
                    (_, false) => "closed, look again",
                },
                at,
            );
        }
        // Somebody acts on it already, so that it presses more than what waits to be done.
        if let Some(e) = self.oversight.emergencies.iter().find(|e| e.state == EmergencyState::Waits) {
            return words("acted, oversight asked", e.at);
        }
        if let Some(o) = self.oversight.overrides.iter().find(|o| o.waits()) {
            return words("oversight asked", o.asked_at);
        }
        if let Some(g) = self.oversight.grounds.iter().find(|g| g.state == GroundState::Waits) {
            return (format!("{}: manager asked", g.proposed.kind.words()), g.at);
        }
        let to_do = self.to_do();
        let told = |open: &&ToDo| open.clock().as_str() == TELL_HEAD;
        if let Some(open) = to_do.iter().find(|open| !told(open)) {
            return words("to call back", open.since);
        }
        if let Some(open) = to_do.iter().find(told) {
            return words("head of service to be told", open.since);
        }
        if let Some((_, given, _)) = self.oversight.unconfirmed().next() {
            return words("authorised by telephone, unconfirmed", given.at);
        }
        if let Some((word, _)) = self.oversight.unsigned_words().next() {
            let said = word.of.decided(word.said.agree);
            return (format!("{said} by telephone, unconfirmed"), word.at);
        }
        if let Some((analysis, _)) = self.unsigned_analyses().next() {
            return words("analysis of two, second name not confirmed", analysis.at);
        }
        let route = |wanted: fn(&RouteState) -> bool| {
            self.routes
                .list
                .iter()
                .find(|route| wanted(&route.state))
                .and_then(|route| route.hops.last().map(|hop| (hop.state, hop.at)))
        };
        if let Some((said, at)) =
            route(|state| matches!(state, RouteState::Returned { .. } | RouteState::WaitsForSecond { .. }))
        {
            return words(said, at);
        }
        match &self.call.line {
            Line::Talking { since } => return words("talking", *since),
            Line::Dropped { at, tried, settled: None, .. } => {
                return match tried.as_ref().and_then(|tried| tried.again()) {
                    Some(again) => (format!("{DROPPED_AGAIN}{}", near(*at, again)), *at),
                    None => words(LINE_DROPPED, *at),
                };
            }
            Line::Dropped { at, .. } if self.routes.list.is_empty() => {
                return words("line dropped, settled", *at);
            }
            Line::Dropped { .. } | Line::Ended { .. } => {}
        }
        if !self.is_decided() {
            return words("to decide", self.work.1);
        }
        if let Some((_, at)) = route(|state| matches!(state, RouteState::Pending { .. })) {
            return words("with team", at);
        }
        if self.is_told() { words("to close", self.work.1) } else { words("to tell", self.work.1) }
    }

    fn lanes(&self) -> Vec<Lane> {
        let glass = self.access.unseen().is_some();
        if self.closed.is_some() {
            // What was opened by break-glass waits for a manager even where the rest is done, and an override for whoever looks
            // at it again.
            let waits = glass || !self.to_look_again().is_empty();
            return if waits { vec![Lane::All, Lane::Oversight] } else { Vec::new() };
        }
        let decided = self.is_decided();
        let unsettled_line =
            matches!(self.call.line, Line::Talking { .. } | Line::Dropped { settled: None, .. });
        let to_agree = !decided && {
            let unheard = |child| !self.agreements.unheard(child, None, &self.family).is_empty();
            self.family.children().any(|child| unheard(child.no))
        };
        let with_team = self
            .routes
            .list
            .iter()
            .any(|route| matches!(route.state, RouteState::Pending { .. } | RouteState::Returned { .. }));
        let mut lanes = vec![Lane::All];
        let mut add = |lane, stands: bool| {
            if stands {
                lanes.push(lane);
            }
        };
        add(Lane::Mine, self.holder.is_some());
        add(Lane::Talking, unsettled_line);
        add(Lane::ToAgree, to_agree);
        add(Lane::Oversight, self.waits_for_oversight() || glass);
        add(Lane::ToDecide, !self.call.line.is_live() && !decided);
        add(Lane::ToTell, !self.call.line.is_live() && decided && !self.is_told());
        add(Lane::WithTeam, with_team);
        add(Lane::Handover, self.handover.is_some());
        lanes
    }
}
