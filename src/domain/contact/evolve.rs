//! How each event changes a contact. Total: an event that names something unknown changes nothing.

mod agreement;
mod call;
mod family;
mod of_two;
mod oversight;
mod promise;
mod route;
mod telling;

use super::{
    Contact, Event, Stamp,
    agreement::Agreements,
    call::{Attached, Call, Identity, Line, Taken},
    family::Family,
    mistake::Mistake,
    oversight::{Settled, Tried},
    share::Share,
};
use crate::domain::ids::ContactId;

pub(super) fn begin(id: ContactId, taken: &Taken, stamp: Stamp) -> Contact {
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
            caller_by: stamp.by,
            identity: Identity::Unchecked,
            urgent: None,
            stood_down: Vec::new(),
            notes: Vec::new(),
            answers: std::collections::BTreeMap::new(),
            heard: std::collections::BTreeSet::new(),
            missing: None,
            attached: Attached::default(),
            merged: None,
        },
        family: Family::default(),
        agreements: Agreements::default(),
        oversight: super::oversight::Oversight::default(),
        shares: Vec::new(),
        routes: super::route::Routes::default(),
        telling: super::telling::Telling::default(),
        night: super::night::Night::default(),
        access: super::access::Access::default(),
        holder: Some(stamp.by),
        hands: vec![(stamp.at, stamp.by)],
        handover: None,
        left_by: None,
        decision: taken.decision.clone(),
        referral: None,
        closed: None,
        work: (super::row::Work::Talk, stamp.at),
        changed: stamp.at,
        version: 1,
    }
}

impl Contact {
    /// Puts it into somebody's hands.
    fn goes_to(&mut self, stamp: Stamp) {
        if self.holder != Some(stamp.by) {
            self.hands.push((stamp.at, stamp.by));
        }
        self.holder = Some(stamp.by);
    }

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
            | Event::LeftUnfiled(_)
            | Event::PlacementNeeded(_)
            | Event::AnalysisConfirmed(_)
            | Event::AnalysisCorrected(_)
            | Event::AnalysisDisowned(_)
            | Event::NoLoneVisits(_)
            | Event::LoneVisitAllowed(_)
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
            | Event::NoteAmended(_)
            | Event::NoteMisplaced(_)
            | Event::NoteTaken(_)
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
            | Event::HouseholdSet(_)
            | Event::HouseholdRemoved(_) => self.evolve_family(event, stamp.at),
            Event::AgreementRecorded(_)
            | Event::WentOn(_)
            | Event::GoingOnSeen(_)
            | Event::AgreementMistaken(_) => {
                self.agreements.evolve(event, stamp);
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
            // It decides nothing: it is kept for whoever asks who tried.
            Event::DecisionRefused(refused) => {
                self.oversight.tried.push(Tried { at: stamp.at, by: stamp.by, refused: refused.clone() });
            }
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
            Event::WordTakenDown(_)
            | Event::CalledInVain(_)
            | Event::WordCodeRefused(_)
            | Event::WordConfirmed(_)
            | Event::WordDisowned(_) => self.evolve_word(event, stamp),
            Event::ShareRecorded(recorded) => self.shares.push(Share {
                no: recorded.no,
                at: stamp.at,
                by: stamp.by,
                sharing: recorded.sharing.clone(),
                basis: recorded.basis.clone(),
                mistake: None,
            }),
            Event::ShareMistaken(mistaken) => {
                if let Some(share) = self.shares.iter_mut().find(|share| share.no == mistaken.no) {
                    share.mistake = Some(Mistake::said(stamp, &mistaken.why));
                }
            }
            Event::RouteOpened(_)
            | Event::RouteFilled(_)
            | Event::CriterionMarked(_)
            | Event::MarkTakenBack(_)
            | Event::RouteDecided(_)
            | Event::RouteSeconded(_)
            | Event::RouteSent(_)
            | Event::RouteRecalled(_)
            | Event::RouteAccepted(_)
            | Event::RouteReturned(_)
            | Event::RouteAnswerTakenBack(_)
            | Event::DiscussionHeld(_)
            | Event::RouteTakenOff(_) => self.evolve_route(event, stamp),
            Event::LetterDrafted(_)
            | Event::LetterChecked(_)
            | Event::LetterSent(_)
            | Event::LetterUnsent(_)
            | Event::LetterPutAway(_)
            | Event::LetterTakenUp(_)
            | Event::LetterNotSent(_)
            | Event::NotSendTakenBack(_)
            | Event::PromiseMade(_)
            | Event::WrittenFollowupDue(_)
            | Event::PromiseKept(_)
            | Event::PromiseBroken(_)
            | Event::PromiseMovedV1(_)
            | Event::PromiseMoved(_)
            | Event::PromiseTried(_)
            | Event::PromiseHandedOver(_)
            | Event::PromiseOpenedAgain(_)
            | Event::PromiseMistaken(_)
            | Event::Closed(_)
            | Event::Reopened(_) => self.evolve_telling(event, stamp),
            Event::Restricted(_)
            | Event::RestrictionLifted(_)
            | Event::AccessGranted(_)
            | Event::GlassBroken(_)
            | Event::GlassSeen(_) => self.access.evolve(event, stamp),
        }
        // Nobody waits from a later time because something else was written.
        let work = self.work_now();
        if work != self.work.0 {
            self.work = (work, stamp.at);
        }
    }
}
