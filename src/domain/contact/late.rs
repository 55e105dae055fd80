//! Words that the desk's file could not take when they were written, taken into the record as they were: by whoever wrote
//! them, at the time they wrote them, and marked with the time at which they came in.
//!
//! What has found its place taken meanwhile, or gone, becomes a note that says so: no word is lost, and nothing newer is
//! written over.

use chrono::{DateTime, Utc};

use super::{
    Contact, Event, Stamp,
    agreement::Said,
    call::{Line, NewNote, NoteWritten},
    decide, evolve,
    oversight::{OfTwo, Override, Reached},
    telling::{LetterState, Promise},
};
use crate::domain::{
    ids::{AgreementNo, ContactId, EmergencyNo, NoteNo, PromiseNo, RouteNo, ShareNo},
    late::MergedLate,
    policy::script::StageNo,
};

/// Makes the contact of a call that was taken while the desk's file took nothing.
pub(super) fn begin(id: ContactId, late: &MergedLate, merged: Stamp) -> Option<Contact> {
    let Ok(Event::Taken(taken)) = Event::read(&late.kind, &late.body) else { return None };
    let mut contact = evolve::begin(id, &taken, Stamp { at: late.at, by: late.by });
    contact.changed = merged.at;
    contact.call.merged = Some(merged.at);
    Some(contact)
}

impl Contact {
    /// Takes them in.
    pub(super) fn merge_late(&mut self, late: &MergedLate, merged: Stamp) {
        let stamp = Stamp { at: late.at, by: late.by };
        let event = Event::read(&late.kind, &late.body).ok();
        let fitted = event.filter(|_| !late.superseded).and_then(|event| self.fitted(event, stamp));
        let event = fitted.or_else(|| self.as_a_note(late).map(Event::NoteWritten));
        let Some(event) = event else { return };
        self.evolve_late(&event, stamp);
        if let (Event::NoteWritten(_), Some(note)) = (&event, self.call.notes.last_mut()) {
            note.merged = Some(merged.at);
        }
    }

    /// Gives an event as it fits the record now; nothing, where its place is taken or gone.
    fn fitted(&self, event: Event, stamp: Stamp) -> Option<Event> {
        self.fits(&event, stamp).then(|| self.renumbered(event))
    }

    /// Tells whether an event still says something true of the record; what decides never comes into effect late.
    fn fits(&self, event: &Event, stamp: Stamp) -> bool {
        let person = |no| self.family.get(no).is_some();
        let owed = |no| self.telling.promise(no).is_some_and(Promise::is_open);
        let letter = |no| self.telling.letter(no).map(|letter| &letter.state);
        match event {
            Event::NoteMarked(e) => self.has_note(e.note),
            Event::NoteCorrected(e) => self.has_note(e.note),
            Event::NoteAmended(e) => self.has_note(e.note),
            Event::MarkedUrgent(_) => !self.urgency_runs(),
            Event::LineDropped(_) => {
                matches!(self.call.line, Line::Talking { since } if since <= stamp.at)
            }
            Event::CallEnded(_) => {
                !matches!(self.call.line, Line::Ended { .. }) && self.line_since() <= stamp.at
            }
            Event::CallResumed(_) => !self.call.line.is_live() && self.line_since() <= stamp.at,
            Event::DropSettled(_) => {
                matches!(self.call.line, Line::Dropped { at, .. } if at <= stamp.at)
            }
            Event::AnswerRecorded(e) => {
                self.call.answers.get(&e.field).is_none_or(|known| known.at <= stamp.at)
            }
            Event::Heard(e) => e.heard || !self.takes_missing_back(&e.chip),
            Event::PersonNamed(_) => !self.has_taken(event),
            Event::PersonChanged(e) => person(e.person),
            Event::PersonRemoved(e) => person(e.person) && !decide::family::is_relied_on(self, e.person),
            Event::TellingSet(e) => person(e.person),
            Event::PeopleLinked(e) => person(e.from) && person(e.to),
            Event::PeopleUnlinked(e) => person(e.from) && person(e.to),
            Event::HouseholdRemoved(e) => self.family.household(e.no).is_some(),
            Event::AgreementMistaken(e) => match e.said {
                Said::Row(no) => self.agreements.get(no).is_some_and(|row| row.mistake.is_none()),
                Said::GoingOn(no) => {
                    self.agreements.going_on.iter().any(|on| on.no == no && on.mistake.is_none())
                }
            },
            Event::OverrideDrafted(e) => self.oversight.get(e.no).is_none_or(Override::is_being_written),
            Event::AttemptRecorded(e) => {
                self.oversight.get(e.no).is_some() && !matches!(e.reached, Reached::Declined { .. })
            }
            Event::CalledInVain(e) => match e.of {
                OfTwo::Ground(no) => self.oversight.ground(no).is_some(),
                OfTwo::Route(no) => self.routes.get(no).is_some(),
                OfTwo::Emergency(no) => self.oversight.emergency(no).is_some(),
            },
            Event::EmergencyDescribed(e) => {
                self.oversight.emergency(e.no).is_some_and(|known| known.at <= stamp.at)
            }
            Event::MustSettled(e) => {
                self.to_do().iter().chain(&self.to_look_again()).any(|open| open.must == e.must)
            }
            Event::ShareMistaken(e) => {
                self.shares.iter().any(|share| share.no == e.no && share.mistake.is_none())
            }
            Event::RouteFilled(e) => self.card_is_open(e.route, stamp),
            Event::CriterionMarked(e) => self.card_is_open(e.route, stamp),
            Event::MarkTakenBack(e) => self.card_is_open(e.route, stamp),
            Event::DiscussionHeld(e) => self.routes.get(e.route).is_some_and(|route| route.state.is_sent()),
            Event::LetterDrafted(e) => letter(e.no).is_none_or(LetterState::is_to_go),
            Event::LetterChecked(e) => matches!(letter(e.no), Some(LetterState::Drafted)),
            Event::LetterSent(e) => matches!(letter(e.no), Some(LetterState::Checked { .. })),
            Event::LetterUnsent(e) => matches!(letter(e.no), Some(LetterState::Sent { .. })),
            Event::LetterPutAway(e) => letter(e.no).is_some_and(LetterState::is_to_go),
            Event::LetterTakenUp(e) => matches!(letter(e.no), Some(LetterState::PutAway { .. })),
            Event::NotSendTakenBack(_) => self.telling.not_sent.is_some(),
            Event::WrittenFollowupDue(_) => self.telling.written.is_none(),
            Event::PromiseKept(e) => owed(e.no),
            Event::PromiseBroken(e) => owed(e.no),
            Event::PromiseMoved(e) => owed(e.no),
            Event::PromiseTried(e) => owed(e.no),
            Event::PromiseMistaken(e) => self.telling.promise(e.no).is_some_and(Promise::was_made),
            Event::PromiseOpenedAgain(e) => {
                self.telling.promise(e.no).is_some_and(|promise| !promise.is_open())
            }
            Event::MorningDone(e) => {
                self.night.morning.iter().any(|morning| morning.no == e.no && morning.done.is_none())
            }
            Event::NoLoneVisits(e) => e.why.is_some(),
            Event::Reopened(_) => self.closed.is_some(),
            Event::NoteWritten(_)
            | Event::CallerRecorded(_)
            | Event::CallerIdentified(_)
            | Event::Revealed(_)
            | Event::LeftForHandover(_)
            | Event::HouseholdSet(_)
            | Event::AgreementRecorded(_)
            | Event::EmergencyActed(_)
            | Event::ShareRecorded(_)
            | Event::RouteOpened(_)
            | Event::LetterNotSent(_)
            | Event::PromiseMade(_)
            | Event::TonightSet(_)
            | Event::TonightEnded(_)
            | Event::ElsewhereSet(_)
            | Event::NotObtained(_)
            | Event::Advised(_)
            | Event::Analysed(_)
            | Event::Filed(_)
            | Event::LeftUnfiled(_)
            | Event::PlacementNeeded(_)
            | Event::AlertSet(_)
            | Event::DecisionRefused(_) => true,
            // What begins a contact, what came in late itself, and what only a decision writes.
            Event::Taken(_)
            | Event::MergedLate(_)
            | Event::StoodDown(_)
            | Event::TakenOver(_)
            | Event::AttachedTo(_)
            | Event::TookIn(_)
            | Event::NoteMisplaced(_)
            | Event::NoteTaken(_)
            | Event::Detached(_)
            | Event::WentOn(_)
            | Event::GoingOnSeen(_)
            | Event::OverrideRequested(_)
            | Event::OverrideAuthorisedV1(_)
            | Event::OverrideAuthorised(_)
            | Event::OverrideChallenged(_)
            | Event::OverrideAnswerRefused(_)
            | Event::OverrideAuthorisedByTelephone(_)
            | Event::OverrideConfirmed(_)
            | Event::OverrideCorrected(_)
            | Event::OverrideDisowned(_)
            | Event::AnalysisConfirmed(_)
            | Event::AnalysisCorrected(_)
            | Event::AnalysisDisowned(_)
            | Event::OverrideDeclined(_)
            | Event::OverrideReturned(_)
            | Event::OverrideCancelled(_)
            | Event::OverrideWithdrawn(_)
            | Event::EmergencyActedV1(_)
            | Event::EmergencyUpheld(_)
            | Event::EmergencyNotUpheld(_)
            | Event::GroundProposed(_)
            | Event::GroundDecided(_)
            | Event::GroundEnded(_)
            | Event::WordTakenDown(_)
            | Event::WordCodeRefused(_)
            | Event::WordConfirmed(_)
            | Event::WordDisowned(_)
            | Event::RouteDecided(_)
            | Event::RouteSeconded(_)
            | Event::RouteSent(_)
            | Event::RouteRecalled(_)
            | Event::RouteAccepted(_)
            | Event::RouteReturned(_)
            | Event::RouteAnswerTakenBack(_)
            | Event::RouteTakenOff(_)
            | Event::PromiseMovedV1(_)
            | Event::PromiseHandedOver(_)
            | Event::Restricted(_)
            | Event::RestrictionLifted(_)
            | Event::AccessGranted(_)
            | Event::GlassBroken(_)
            | Event::GlassSeen(_)
            | Event::LoneVisitAllowed(_)
            | Event::Closed(_) => false,
        }
    }

    fn has_note(&self, no: NoteNo) -> bool {
        self.call.notes.iter().any(|note| note.no == no)
    }

    /// Gives since when the line is as it is.
    fn line_since(&self) -> DateTime<Utc> {
        match self.call.line {
            Line::Talking { since } => since,
            Line::Dropped { at, .. } | Line::Ended { at } => at,
        }
    }

    /// Tells whether a card could still be filled in, and nobody has decided by it since.
    fn card_is_open(&self, no: RouteNo, stamp: Stamp) -> bool {
        self.routes.get(no).is_some_and(|route| {
            route.state.is_open() && route.decided.as_ref().is_none_or(|decided| decided.at <= stamp.at)
        })
    }

    /// Gives another number to what has a number that is taken: others may have written since, and what they wrote keeps its own.
    fn renumbered(&self, mut event: Event) -> Event {
        if let Event::Filed(filed) = &mut event {
            filed.morning.iter_mut().for_each(|morning| self.renumber(&mut morning.no));
        }
        if !self.has_taken(&event) {
            return event;
        }
        let promise =
            || self.telling.promises.iter().map(|known| known.no).max().unwrap_or(PromiseNo(0)).next();
        match &mut event {
            Event::NoteWritten(e) => e.no = self.next_note(),
            Event::EmergencyActed(e) => {
                let taken = self.oversight.emergencies.iter();
                e.no = taken.map(|known| known.no).max().unwrap_or(EmergencyNo(0)).next();
            }
            Event::AgreementRecorded(e) => {
                let taken = self.agreements.rows.iter();
                e.no = taken.map(|known| known.no).max().unwrap_or(AgreementNo(0)).next();
            }
            Event::ShareRecorded(e) => {
                e.no = self.shares.iter().map(|known| known.no).max().unwrap_or(ShareNo(0)).next();
            }
            Event::RouteOpened(e) => {
                e.no = self.routes.list.iter().map(|known| known.no).max().unwrap_or(RouteNo(0)).next();
            }
            Event::PromiseMade(e) => e.no = promise(),
            Event::WrittenFollowupDue(e) => e.no = promise(),
            Event::Advised(e) => self.renumber(&mut e.morning.no),
            Event::NotObtained(e) => self.renumber(&mut e.morning.no),
            _ => {}
        }
        event
    }

    fn renumber(&self, no: &mut u32) {
        let taken = &self.night.morning;
        if taken.iter().any(|known| known.no == *no) {
            *no = taken.iter().map(|known| known.no).max().unwrap_or(0) + 1;
        }
    }

    fn next_note(&self) -> NoteNo {
        NoteNo(self.call.notes.iter().map(|note| note.no.0).max().unwrap_or(0)).next()
    }

    /// Makes a note of what found no place; nothing, where it said nothing.
    fn as_a_note(&self, late: &MergedLate) -> Option<NoteWritten> {
        let said = late.words()?;
        let text = format!("Kept while the desk's file took nothing, and overtaken since: {said}");
        let note = NewNote { text, mark: None, happened: None, typed: None, child: None, stage: StageNo(4) };
        Some(NoteWritten { no: self.next_note(), note, later: false })
    }

    /// Applies it without counting it twice: it came as one entry of the journal.
    fn evolve_late(&mut self, event: &Event, stamp: Stamp) {
        let (version, changed) = (self.version, self.changed);
        self.evolve(event, stamp);
        (self.version, self.changed) = (version, changed);
    }
}
