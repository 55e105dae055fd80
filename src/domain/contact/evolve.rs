//! How each event changes a contact. Total: an event that names something unknown changes nothing.

mod oversight;
mod promise;
mod telling;

use super::{
    Contact, Event, Stamp, agreement,
    call::{self, Answered, Attached, Call, Calmed, Correction, Line, Note, Urgent},
    family::{Family, Person},
    oversight::Settled,
    route::{Decided, Route, Seconded, State as RouteState},
    share::Share,
};
use crate::domain::ids::{ContactId, RouteNo};

pub(super) fn begin(id: ContactId, taken: &call::Taken, stamp: Stamp) -> Contact {
    Contact {
        id,
        reference: taken.reference,
        call: Call {
            taken: stamp.at,
            taken_by: stamp.by,
            mode: taken.mode,
            coverage: taken.coverage,
            script: taken.script.clone(),
            line: Line::Talking { since: stamp.at },
            caller: taken.caller.clone(),
            identity: call::Identity::Unchecked,
            urgent: None,
            stood_down: Vec::new(),
            notes: Vec::new(),
            answers: std::collections::BTreeMap::new(),
            heard: std::collections::BTreeSet::new(),
            attached: Attached::default(),
        },
        family: Family::default(),
        agreements: agreement::Agreements::default(),
        oversight: super::oversight::Oversight::default(),
        shares: Vec::new(),
        routes: super::route::Routes::default(),
        telling: super::telling::Telling::default(),
        night: super::night::Night::default(),
        access: super::access::Access::default(),
        holder: Some(stamp.by),
        handover: None,
        decision: taken.decision.clone(),
        referral: None,
        closed: None,
        changed: stamp.at,
        version: 1,
    }
}

impl Contact {
    /// Applies an event.
    pub fn evolve(&mut self, event: &Event, stamp: Stamp) {
        self.version += 1;
        self.changed = stamp.at;
        match event {
            Event::TonightSet(_)
            | Event::TonightEnded(_)
            | Event::ElsewhereSet(_)
            | Event::NotObtained(_)
            | Event::MorningDone(_)
            | Event::Advised(_)
            | Event::Analysed(_)
            | Event::Filed(_)
            | Event::PlacementNeeded(_)
            | Event::NoLoneVisits(_)
            | Event::AlertSet(_) => self.night.evolve(event, stamp),
            Event::Taken(_)
            | Event::CallerRecorded(_)
            | Event::CallerIdentified(_)
            | Event::MarkedUrgent(_)
            | Event::StoodDown(_)
            | Event::LineDropped(_)
            | Event::DropSettled(_)
            | Event::CallResumed(_)
            | Event::CallEnded(_)
            | Event::NoteWritten(_)
            | Event::MergedLate(_)
            | Event::NoteMarked(_)
            | Event::NoteCorrected(_)
            | Event::AnswerRecorded(_)
            | Event::Heard(_)
            | Event::Revealed(_)
            | Event::TakenOver(_)
            | Event::LeftForHandover(_)
            | Event::AttachedTo(_)
            | Event::TookIn(_)
            | Event::Detached(_) => self.evolve_call(event, stamp),
            Event::PersonNamed(_)
            | Event::PersonChanged(_)
            | Event::PersonRemoved(_)
            | Event::TellingSet(_)
            | Event::PeopleLinked(_)
            | Event::PeopleUnlinked(_)
            | Event::HouseholdSet(_) => self.evolve_family(event),
            Event::AgreementRecorded(recorded) => self.agreements.rows.push(agreement::Row {
                no: recorded.no,
                at: stamp.at,
                by: stamp.by,
                asked: recorded.asked.clone(),
            }),
            Event::WentOn(reason) => {
                self.agreements.going_on.push(agreement::GoingOn {
                    at: stamp.at,
                    by: stamp.by,
                    reason: reason.clone(),
                });
            }
            Event::OverrideDrafted(_)
            | Event::OverrideRequested(_)
            | Event::OverrideAuthorised(_)
            | Event::OverrideDeclined(_)
            | Event::OverrideReturned(_)
            | Event::OverrideCancelled(_)
            | Event::OverrideWithdrawn(_)
            | Event::OverrideAuthorisedV1(_)
            | Event::OverrideChallenged(_)
            | Event::OverrideAnswerRefused(_)
            | Event::OverrideAuthorisedByTelephone(_)
            | Event::AttemptRecorded(_)
            | Event::OverrideConfirmed(_)
            | Event::OverrideCorrected(_)
            | Event::OverrideDisowned(_) => self.evolve_override(event, stamp),
            // It changes nothing: it is kept for whoever reads the journal.
            Event::DecisionRefused(_) => {}
            Event::MustSettled(settled) => self.oversight.settled.push(Settled {
                at: stamp.at,
                by: stamp.by,
                must: settled.must,
                came: settled.came.clone(),
            }),
            Event::EmergencyActedV1(_)
            | Event::EmergencyActed(_)
            | Event::EmergencyDescribed(_)
            | Event::EmergencyUpheld(_)
            | Event::EmergencyNotUpheld(_)
            | Event::GroundProposed(_)
            | Event::GroundDecided(_)
            | Event::GroundEnded(_) => self.evolve_ground(event, stamp),
            Event::ShareRecorded(recorded) => self.shares.push(Share {
                no: recorded.no,
                at: stamp.at,
                by: stamp.by,
                sharing: recorded.sharing.clone(),
                basis: recorded.basis.clone(),
            }),
            Event::RouteOpened(_)
            | Event::RouteFilled(_)
            | Event::CriterionMarked(_)
            | Event::RouteDecided(_)
            | Event::RouteSeconded(_)
            | Event::RouteSent(_)
            | Event::RouteRecalled(_)
            | Event::RouteAccepted(_)
            | Event::RouteReturned(_)
            | Event::RouteTakenOff(_) => self.evolve_route(event, stamp),
            Event::LetterDrafted(_)
            | Event::LetterChecked(_)
            | Event::LetterSent(_)
            | Event::LetterNotSent(_)
            | Event::PromiseMade(_)
            | Event::WrittenFollowupDue(_)
            | Event::PromiseKept(_)
            | Event::PromiseBroken(_)
            | Event::PromiseMovedV1(_)
            | Event::PromiseMoved(_)
            | Event::PromiseTried(_)
            | Event::PromiseHandedOver(_)
            | Event::Closed(_)
            | Event::Reopened(_) => self.evolve_telling(event, stamp),
            Event::Restricted(_)
            | Event::RestrictionLifted(_)
            | Event::AccessGranted(_)
            | Event::GlassBroken(_)
            | Event::GlassSeen(_) => self.access.evolve(event, stamp),
        }
    }

    fn evolve_call(&mut self, event: &Event, stamp: Stamp) {
        let call = &mut self.call;
        match event {
            Event::CallerRecorded(caller) => call.caller = caller.clone(),
            Event::CallerIdentified(identity) => call.identity = identity.clone(),
            Event::MarkedUrgent(marked) => {
                call.urgent = Some(Urgent { at: stamp.at, by: stamp.by, due: marked.due.clone() });
            }
            Event::StoodDown(down) => {
                call.urgent = None;
                call.stood_down.push(Calmed { at: stamp.at, by: stamp.by, why: down.why.clone() });
            }
            Event::LineDropped(dropped) => {
                call.line = Line::Dropped { at: stamp.at, due: dropped.due.clone(), settled: None };
            }
            Event::DropSettled(how) => {
                if let Line::Dropped { settled, .. } = &mut call.line {
                    *settled = Some(how.clone());
                }
            }
            Event::CallResumed(_) => call.line = Line::Talking { since: stamp.at },
            Event::CallEnded(_) => call.line = Line::Ended { at: stamp.at },
            Event::NoteWritten(written) => call.notes.push(Note {
                no: written.no,
                at: stamp.at,
                by: stamp.by,
                happened: written.note.happened,
                text: written.note.text.clone(),
                mark: written.note.mark,
                child: written.note.child.clone(),
                stage: written.note.stage,
                later: written.later,
                merged: None,
                corrections: Vec::new(),
            }),
            Event::MergedLate(late) => self.merge_late(late, stamp),
            Event::NoteMarked(marked) => {
                if let Some(note) = call.notes.iter_mut().find(|note| note.no == marked.note) {
                    note.mark = marked.mark;
                }
            }
            Event::NoteCorrected(corrected) => {
                if let Some(note) = call.notes.iter_mut().find(|note| note.no == corrected.note) {
                    note.corrections.push(Correction {
                        at: stamp.at,
                        by: stamp.by,
                        text: corrected.text.clone(),
                        why: corrected.why.clone(),
                    });
                }
            }
            Event::AnswerRecorded(answer) if answer.value.is_empty() => {
                call.answers.remove(&answer.field);
            }
            Event::AnswerRecorded(answer) => {
                let answered = Answered { value: answer.value.clone(), at: stamp.at, by: stamp.by };
                call.answers.insert(answer.field.clone(), answered);
            }
            Event::Heard(heard) if heard.heard => {
                call.heard.insert(heard.chip.clone());
            }
            Event::Heard(heard) => {
                call.heard.remove(&heard.chip);
            }
            Event::TakenOver(_) => {
                self.holder = Some(stamp.by);
                self.handover = None;
            }
            Event::LeftForHandover(left) => self.handover = Some(left.line.clone()),
            Event::AttachedTo(attached) => call.attached.to = Some((attached.to, attached.reference)),
            Event::TookIn(took) => call.attached.later.push((took.from, took.reference)),
            Event::Detached(detached) => {
                call.attached.to.take_if(|(id, _)| *id == detached.other);
                call.attached.later.retain(|(id, _)| *id != detached.other);
            }
            _ => {}
        }
    }

    fn evolve_family(&mut self, event: &Event) {
        let family = &mut self.family;
        match event {
            Event::PersonNamed(named) => {
                family.last = family.last.max(named.person);
                family.people.push(Person {
                    no: named.person,
                    details: named.details.clone(),
                    telling: super::family::Telling::default(),
                });
            }
            Event::PersonChanged(changed) => {
                if let Some(person) = family.people.iter_mut().find(|person| person.no == changed.person) {
                    person.details = changed.details.clone();
                }
            }
            Event::PersonRemoved(removed) => {
                family.people.retain(|person| person.no != removed.person);
                family.links.retain(|link| link.from != removed.person && link.to != removed.person);
                for household in &mut family.households {
                    household.members.retain(|member| *member != removed.person);
                }
            }
            Event::TellingSet(set) => {
                if let Some(person) = family.people.iter_mut().find(|person| person.no == set.person) {
                    person.telling = set.telling.clone();
                }
            }
            Event::PeopleLinked(link) => {
                family.links.retain(|old| (old.from, old.to) != (link.from, link.to));
                family.links.push(link.clone());
            }
            Event::PeopleUnlinked(gone) => {
                family.links.retain(|old| (old.from, old.to) != (gone.from, gone.to));
            }
            Event::HouseholdSet(household) => {
                family.last_household = family.last_household.max(household.no);
                match family.households.iter_mut().find(|old| old.no == household.no) {
                    Some(old) => *old = household.clone(),
                    None => family.households.push(household.clone()),
                }
            }
            _ => {}
        }
    }

    fn route_mut(&mut self, no: RouteNo) -> Option<&mut Route> {
        self.routes.list.iter_mut().find(|route| route.no == no)
    }

    fn evolve_route(&mut self, event: &Event, stamp: Stamp) {
        let at = stamp.at;
        let (no, state) = match event {
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
                    hops: vec![(at, RouteState::Open.words())],
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
            Event::RouteDecided(e) => {
                if let Some(route) = self.route_mut(e.route) {
                    let (presented, reason) = (e.presented, e.reason.clone());
                    route.decided = Some(Decided { at, by: stamp.by, presented, reason });
                    route.second = None;
                }
                let state =
                    e.second_due.clone().map_or(RouteState::Ready, |due| RouteState::WaitsForSecond { due });
                (e.route, state)
            }
            Event::RouteSeconded(e) if e.agree => {
                if let Some(route) = self.route_mut(e.route) {
                    route.second = Some(Seconded { at, by: stamp.by, words: e.words.clone() });
                }
                (e.route, RouteState::Ready)
            }
            Event::RouteSeconded(e) => {
                (e.route, RouteState::NotSeconded { at, by: stamp.by, words: e.words.clone() })
            }
            Event::RouteSent(e) => {
                if e.referral {
                    self.referral.get_or_insert(at);
                }
                self.telling.due.get_or_insert_with(|| e.letter_due.clone());
                if let Some(route) = self.route_mut(e.route) {
                    route.unmet_reason = Some(e.unmet_reason.clone()).filter(|reason| !reason.is_empty());
                    route.basis.clone_from(&e.basis);
                }
                let state = match &e.accept_due {
                    Some(due) => RouteState::Pending { at, due: Some(due.clone()) },
                    None => RouteState::Done { at },
                };
                (e.route, state)
            }
            Event::RouteRecalled(e) => (e.route, RouteState::Recalled { at, why: e.why.clone() }),
            Event::RouteAccepted(e) => (e.route, RouteState::Accepted { at, who: e.who.clone() }),
            Event::RouteReturned(e) => (e.route, RouteState::Returned { at, reason: e.reason.clone() }),
            Event::RouteTakenOff(e) => (e.route, RouteState::TakenOff { why: e.why.clone() }),
            _ => return,
        };
        if let Some(route) = self.route_mut(no) {
            route.hops.push((at, state.words()));
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
