//! The events of a contact: every kind that its stream can hold, each named with its version.
//!
//! A kind's name and body never change once written. A later shape is a new kind, and the old one is read for ever.

use super::{access, agreement, call, family, night, oversight, route, share, telling};
use crate::domain::{late::MergedLate, recorded::events, refusal::Refusal};

events! {
    /// Something that happened to a contact.
    Event:
    Taken(call::Taken) = "contact.taken.v1";
    CallerRecorded(call::CallerRecorded) = "contact.caller_recorded.v1";
    CallerIdentified(call::CallerIdentified) = "contact.caller_identified.v1";
    MarkedUrgent(call::MarkedUrgent) = "contact.marked_urgent.v1";
    StoodDown(call::StoodDown) = "contact.stood_down.v1";
    LineDropped(call::LineDropped) = "contact.line_dropped.v1";
    DropSettled(call::DropSettled) = "contact.drop_settled.v1";
    CallResumed(call::CallResumed) = "contact.call_resumed.v1";
    CallEnded(call::CallEnded) = "contact.call_ended.v1";
    NoteWritten(call::NoteWritten) = "contact.note_written.v1";
    MergedLate(MergedLate) = "contact.merged_late.v1";
    NoteMarked(call::NoteMarked) = "contact.note_marked.v1";
    NoteCorrected(call::NoteCorrected) = "contact.note_corrected.v1";
    NoteAmended(call::NoteAmended) = "contact.note_amended.v1";
    NoteMisplaced(call::NoteMisplaced) = "contact.note_misplaced.v1";
    NoteTaken(call::NoteTaken) = "contact.note_taken.v1";
    AnswerRecorded(call::AnswerRecorded) = "contact.answer_recorded.v1";
    Heard(call::Heard) = "contact.heard.v1";
    Revealed(call::Revealed) = "contact.revealed.v1";
    TakenOver(call::TakenOver) = "contact.taken_over.v1";
    LeftForHandover(call::LeftForHandover) = "contact.left_for_handover.v1";
    AttachedTo(call::AttachedTo) = "contact.attached_to.v1";
    TookIn(call::TookIn) = "contact.took_in.v1";
    Detached(call::Detached) = "contact.detached.v1";
    PersonNamed(family::PersonNamed) = "contact.person_named.v1";
    PersonChanged(family::PersonChanged) = "contact.person_changed.v1";
    PersonRemoved(family::PersonRemoved) = "contact.person_removed.v1";
    TellingSet(family::TellingSet) = "contact.telling_set.v1";
    PeopleLinked(family::PeopleLinked) = "contact.people_linked.v1";
    PeopleUnlinked(family::PeopleUnlinked) = "contact.people_unlinked.v1";
    HouseholdSet(family::HouseholdSet) = "contact.household_set.v1";
    HouseholdRemoved(family::HouseholdRemoved) = "contact.household_removed.v1";
    AgreementRecorded(agreement::AgreementRecorded) = "contact.agreement_recorded.v1";
    WentOn(agreement::WentOn) = "contact.went_on.v1";
    GoingOnSeen(agreement::GoingOnSeen) = "contact.going_on_seen.v1";
    AgreementMistaken(agreement::AgreementMistaken) = "contact.agreement_mistaken.v1";
    OverrideDrafted(oversight::OverrideDrafted) = "contact.override_drafted.v1";
    OverrideRequested(oversight::OverrideRequested) = "contact.override_requested.v1";
    OverrideAuthorisedV1(oversight::OverrideAuthorisedV1) = "contact.override_authorised.v1";
    OverrideAuthorised(oversight::OverrideAuthorised) = "contact.override_authorised.v2";
    OverrideChallenged(oversight::OverrideChallenged) = "contact.override_challenged.v1";
    OverrideAnswerRefused(oversight::OverrideAnswerRefused) = "contact.override_answer_refused.v1";
    OverrideAuthorisedByTelephone(oversight::OverrideAuthorisedByTelephone) =
        "contact.override_authorised_by_telephone.v1";
    AttemptRecorded(oversight::AttemptRecorded) = "contact.attempt_recorded.v1";
    OverrideConfirmed(oversight::OverrideConfirmed) = "contact.override_confirmed.v1";
    OverrideCorrected(oversight::OverrideCorrected) = "contact.override_corrected.v1";
    OverrideDisowned(oversight::OverrideDisowned) = "contact.override_disowned.v1";
    DecisionRefused(oversight::DecisionRefused) = "contact.decision_refused.v1";
    OverrideDeclined(oversight::OverrideDeclined) = "contact.override_declined.v1";
    OverrideReturned(oversight::OverrideReturned) = "contact.override_returned.v1";
    OverrideCancelled(oversight::OverrideCancelled) = "contact.override_cancelled.v1";
    OverrideWithdrawn(oversight::OverrideWithdrawn) = "contact.override_withdrawn.v1";
    EmergencyActedV1(oversight::EmergencyActedV1) = "contact.emergency_acted.v1";
    EmergencyActed(oversight::EmergencyActed) = "contact.emergency_acted.v2";
    EmergencyDescribed(oversight::EmergencyDescribed) = "contact.emergency_described.v1";
    EmergencyUpheld(oversight::EmergencyUpheld) = "contact.emergency_upheld.v1";
    EmergencyNotUpheld(oversight::EmergencyNotUpheld) = "contact.emergency_not_upheld.v1";
    MustSettled(oversight::MustSettled) = "contact.must_settled.v1";
    GroundProposed(oversight::GroundProposed) = "contact.ground_proposed.v1";
    GroundDecided(oversight::GroundDecided) = "contact.ground_decided.v1";
    GroundEnded(oversight::GroundEnded) = "contact.ground_ended.v1";
    WordTakenDown(oversight::WordTakenDown) = "contact.word_taken_down.v1";
    CalledInVain(oversight::CalledInVain) = "contact.called_in_vain.v1";
    WordCodeRefused(oversight::WordCodeRefused) = "contact.word_code_refused.v1";
    WordConfirmed(oversight::WordConfirmed) = "contact.word_confirmed.v1";
    WordDisowned(oversight::WordDisowned) = "contact.word_disowned.v1";
    ShareRecorded(share::ShareRecorded) = "contact.share_recorded.v1";
    ShareMistaken(share::ShareMistaken) = "contact.share_mistaken.v1";
    RouteOpened(route::RouteOpened) = "contact.route_opened.v1";
    RouteFilled(route::RouteFilled) = "contact.route_filled.v1";
    CriterionMarked(route::CriterionMarked) = "contact.criterion_marked.v1";
    MarkTakenBack(route::MarkTakenBack) = "contact.mark_taken_back.v1";
    RouteDecided(route::RouteDecided) = "contact.route_decided.v1";
    RouteSeconded(route::RouteSeconded) = "contact.route_seconded.v1";
    RouteSent(route::RouteSent) = "contact.route_sent.v1";
    RouteRecalled(route::RouteRecalled) = "contact.route_recalled.v1";
    RouteAccepted(route::RouteAccepted) = "contact.route_accepted.v1";
    RouteReturned(route::RouteReturned) = "contact.route_returned.v1";
    RouteAnswerTakenBack(route::RouteAnswerTakenBack) = "contact.route_answer_taken_back.v1";
    DiscussionHeld(route::DiscussionHeld) = "contact.discussion_held.v1";
    RouteTakenOff(route::RouteTakenOff) = "contact.route_taken_off.v1";
    LetterDrafted(telling::LetterDrafted) = "contact.letter_drafted.v1";
    LetterChecked(telling::LetterChecked) = "contact.letter_checked.v1";
    LetterSent(telling::LetterSent) = "contact.letter_sent.v1";
    LetterUnsent(telling::LetterUnsent) = "contact.letter_unsent.v1";
    LetterPutAway(telling::LetterPutAway) = "contact.letter_put_away.v1";
    LetterTakenUp(telling::LetterTakenUp) = "contact.letter_taken_up.v1";
    LetterNotSent(telling::LetterNotSent) = "contact.letter_not_sent.v1";
    NotSendTakenBack(telling::NotSendTakenBack) = "contact.not_send_taken_back.v1";
    PromiseMade(telling::PromiseMade) = "contact.promise_made.v1";
    WrittenFollowupDue(telling::WrittenFollowupDue) = "contact.written_followup_due.v1";
    PromiseKept(telling::PromiseKept) = "contact.promise_kept.v1";
    PromiseBroken(telling::PromiseBroken) = "contact.promise_broken.v1";
    PromiseMovedV1(telling::PromiseMovedV1) = "contact.promise_moved.v1";
    PromiseMoved(telling::PromiseMoved) = "contact.promise_moved.v2";
    PromiseTried(telling::PromiseTried) = "contact.promise_tried.v1";
    PromiseHandedOver(telling::PromiseHandedOver) = "contact.promise_handed_over.v1";
    PromiseOpenedAgain(telling::PromiseOpenedAgain) = "contact.promise_opened_again.v1";
    PromiseMistaken(telling::PromiseMistaken) = "contact.promise_mistaken.v1";
    Restricted(access::Restricted) = "contact.restricted.v1";
    RestrictionLifted(access::RestrictionLifted) = "contact.restriction_lifted.v1";
    AccessGranted(access::AccessGranted) = "contact.access_granted.v1";
    GlassBroken(access::GlassBroken) = "contact.glass_broken.v1";
    GlassSeen(access::GlassSeen) = "contact.glass_seen.v1";
    TonightSet(night::TonightSet) = "contact.tonight_set.v1";
    TonightEnded(night::TonightEnded) = "contact.tonight_ended.v1";
    ElsewhereSet(night::Elsewhere) = "contact.elsewhere_set.v1";
    NotObtained(night::NotObtained) = "contact.not_obtained.v1";
    MorningDone(night::MorningDone) = "contact.morning_done.v1";
    Advised(night::Advised) = "contact.advised.v1";
    Analysed(night::Analysed) = "contact.analysed.v1";
    AnalysisConfirmed(night::AnalysisConfirmed) = "contact.analysis_confirmed.v1";
    AnalysisCorrected(night::AnalysisCorrected) = "contact.analysis_corrected.v1";
    AnalysisDisowned(night::AnalysisDisowned) = "contact.analysis_disowned.v1";
    Filed(night::Filed) = "contact.filed.v1";
    LeftUnfiled(night::LeftUnfiled) = "contact.left_unfiled.v1";
    PlacementNeeded(night::PlacementNeeded) = "contact.placement_needed.v1";
    NoLoneVisits(night::NoLoneVisits) = "contact.no_lone_visits.v1";
    LoneVisitAllowed(night::LoneAllowed) = "contact.lone_visit_allowed.v1";
    AlertSet(night::Alert) = "contact.alert_set.v1";
    Closed(telling::Closed) = "contact.closed.v1";
    Reopened(telling::Reopened) = "contact.reopened.v1";
}

impl Event {
    /// Gives the sentence of an answer that was not taken: it is kept, and said to whoever typed it as a refusal.
    pub fn not_taken(&self) -> Option<Refusal> {
        match self {
            Self::OverrideAnswerRefused(e) => Some(e.why.refusal()),
            Self::WordCodeRefused(e) => Some(e.why.refusal()),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::contact::oversight::How;

    #[test]
    fn what_was_kept_before_purpose_and_end_is_read_for_ever() {
        let body = r#"{"no":1,"role":"crs_manager","how":"at_console","words":{"belief":"b","if_asked":"i",
            "less":"l","why_agencies":"w"},"scope":{"children":[1],"agencies":["police"],
            "until":"2026-11-24T20:00:00Z"},"profile_digest":"d"}"#;
        let Ok(Event::OverrideAuthorisedV1(first)) = Event::read("contact.override_authorised.v1", body)
        else {
            panic!()
        };
        assert_eq!(first.how, How::AtConsole);
        let later = first.later("protection".into());
        assert_eq!(later.scope.purpose.as_str(), "protection");
        assert_eq!(later.words.belief, "b");
        let body = r#"{"no":1,"due":{"clock":"c","rule":"r","start":"2026-11-24T14:00:00Z",
            "at":"2026-11-24T14:15:00Z"},"children":[1],"danger":"d","done":"e","agencies":["police"]}"#;
        let Ok(Event::EmergencyActedV1(acted)) = Event::read("contact.emergency_acted.v1", body) else {
            panic!()
        };
        assert!(acted.acted.is_described());
    }
}
