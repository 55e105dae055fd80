//! What an entry writes, and whom and what it names: by this a screen marks what is not in the record yet, and what comes in late
//! is told from what has come to mean something else.

use super::{
    Contact, Event, agreement::Said, call::ChildWords, oversight::OfTwo, promise, share::Basis,
    telling::Recipient,
};
use crate::domain::ids::{
    AgreementNo, ChipId, EmergencyNo, FieldKey, GroundNo, HouseholdNo, LetterNo, NoteNo, OverrideNo,
    PersonNo, PromiseNo, RouteNo, ShareNo,
};

/// Something of a contact that can be written.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// The contact itself: that the call was taken.
    Contact,
    /// Who rings.
    Caller,
    /// How we know them.
    Identity,
    /// Whether somebody is on the line.
    Line,
    /// Whether it cannot wait.
    Urgent,
    /// A note.
    Note(NoteNo),
    /// An answer to the script.
    Answer(FieldKey),
    /// Something heard.
    Heard(ChipId),
    /// The line for the next service.
    Handover,
    /// Somebody of the family.
    Person(PersonNo),
    /// A household.
    Household(HouseholdNo),
    /// A row of agreement.
    Agreement(AgreementNo),
    /// Why the worker goes on against a refusal.
    GoingOn(u32),
    /// A request to share without agreement.
    Override(OverrideNo),
    /// An emergency record.
    Emergency(EmergencyNo),
    /// A ground of its own.
    Ground(GroundNo),
    /// What had to be done, and came.
    Must,
    /// A share.
    Share(ShareNo),
    /// A route card.
    Route(RouteNo),
    /// A letter.
    Letter(LetterNo),
    /// Why nothing is sent.
    NotSent,
    /// A promise.
    Promise(PromiseNo),
    /// Who has a child tonight.
    Tonight(PersonNo),
    /// That a child is open to another authority.
    Elsewhere(PersonNo),
    /// An analysis of two.
    Analysis,
    /// On which file it is.
    File,
    /// A placement that is looked for.
    Placement,
    /// That nobody goes there alone.
    NoLone,
    /// What to expect.
    Alert,
    /// Something that waits for the day.
    Morning(u32),
    /// What nobody but a decision writes, or nothing that is shown.
    Other,
}

impl Event {
    /// Gives what it writes.
    pub fn place(&self) -> Place {
        match self {
            Self::Taken(_) | Self::Reopened(_) => Place::Contact,
            Self::CallerRecorded(_) => Place::Caller,
            Self::CallerIdentified(_) => Place::Identity,
            Self::MarkedUrgent(_) | Self::StoodDown(_) => Place::Urgent,
            Self::LineDropped(_) | Self::DropSettled(_) | Self::CallResumed(_) | Self::CallEnded(_) => {
                Place::Line
            }
            Self::NoteWritten(e) => Place::Note(e.no),
            Self::NoteMarked(e) => Place::Note(e.note),
            Self::NoteCorrected(e) => Place::Note(e.note),
            Self::NoteAmended(e) => Place::Note(e.note),
            Self::AnswerRecorded(e) => Place::Answer(e.field.clone()),
            Self::Heard(e) => Place::Heard(e.chip.clone()),
            Self::LeftForHandover(_) => Place::Handover,
            Self::PersonNamed(e) => Place::Person(e.person),
            Self::PersonChanged(e) => Place::Person(e.person),
            Self::PersonRemoved(e) => Place::Person(e.person),
            Self::TellingSet(e) => Place::Person(e.person),
            Self::PeopleLinked(e) => Place::Person(e.from),
            Self::PeopleUnlinked(e) => Place::Person(e.from),
            Self::HouseholdSet(e) => Place::Household(e.no),
            Self::HouseholdRemoved(e) => Place::Household(e.no),
            Self::AgreementRecorded(e) => Place::Agreement(e.no),
            Self::AgreementMistaken(e) => match e.said {
                Said::Row(no) => Place::Agreement(no),
                Said::GoingOn(no) => Place::GoingOn(no),
            },
            Self::OverrideDrafted(e) => Place::Override(e.no),
            Self::AttemptRecorded(e) => Place::Override(e.no),
            Self::CalledInVain(e) => match e.of {
                OfTwo::Ground(no) => Place::Ground(no),
                OfTwo::Route(no) => Place::Route(no),
                OfTwo::Emergency(no) => Place::Emergency(no),
            },
            Self::EmergencyActed(e) => Place::Emergency(e.no),
            Self::EmergencyDescribed(e) => Place::Emergency(e.no),
            Self::MustSettled(_) => Place::Must,
            Self::ShareRecorded(e) => Place::Share(e.no),
            Self::ShareMistaken(e) => Place::Share(e.no),
            Self::RouteOpened(e) => Place::Route(e.no),
            Self::RouteFilled(e) => Place::Route(e.route),
            Self::CriterionMarked(e) => Place::Route(e.route),
            Self::MarkTakenBack(e) => Place::Route(e.route),
            Self::LetterDrafted(e) => Place::Letter(e.no),
            Self::LetterChecked(e) => Place::Letter(e.no),
            Self::LetterSent(e) => Place::Letter(e.no),
            Self::LetterUnsent(e) => Place::Letter(e.no),
            Self::LetterPutAway(e) => Place::Letter(e.no),
            Self::LetterTakenUp(e) => Place::Letter(e.no),
            Self::LetterNotSent(_) | Self::NotSendTakenBack(_) => Place::NotSent,
            Self::PromiseMade(e) => Place::Promise(e.no),
            Self::WrittenFollowupDue(e) => Place::Promise(e.no),
            Self::PromiseKept(e) => Place::Promise(e.no),
            Self::PromiseBroken(e) => Place::Promise(e.no),
            Self::PromiseMoved(e) => Place::Promise(e.no),
            Self::PromiseTried(e) => Place::Promise(e.no),
            Self::PromiseOpenedAgain(e) => Place::Promise(e.no),
            Self::PromiseMistaken(e) => Place::Promise(e.no),
            Self::NotObtained(e) => Place::Morning(e.morning.no),
            Self::Advised(e) => Place::Morning(e.morning.no),
            Self::MorningDone(e) => Place::Morning(e.no),
            Self::TonightSet(e) => Place::Tonight(e.care.child),
            Self::TonightEnded(e) => Place::Tonight(e.child),
            Self::ElsewhereSet(e) => Place::Elsewhere(e.child),
            Self::Analysed(_) => Place::Analysis,
            Self::Filed(_) => Place::File,
            Self::PlacementNeeded(_) => Place::Placement,
            Self::NoLoneVisits(_) => Place::NoLone,
            Self::AlertSet(_) => Place::Alert,
            _ => Place::Other,
        }
    }

    /// Tells whether it makes what it writes, under a number that was free.
    pub(super) const fn makes(&self) -> bool {
        matches!(
            self,
            Self::NoteWritten(_)
                | Self::PersonNamed(_)
                | Self::AgreementRecorded(_)
                | Self::EmergencyActed(_)
                | Self::ShareRecorded(_)
                | Self::RouteOpened(_)
                | Self::PromiseMade(_)
                | Self::WrittenFollowupDue(_)
                | Self::NotObtained(_)
                | Self::Advised(_)
        )
    }

    /// Gives whom and what else it names by a number.
    fn names(&self) -> Vec<Place> {
        let people = |of: &[PersonNo]| of.iter().copied().map(Place::Person).collect::<Vec<_>>();
        let one = |person: Option<PersonNo>| person.map(Place::Person).into_iter().collect();
        let child = |words: Option<&ChildWords>| one(words.and_then(|words| words.child));
        match self {
            Self::NoteWritten(e) => child(e.note.child.as_ref()),
            Self::NoteAmended(e) => child(e.child.as_ref()),
            Self::CallerRecorded(e) => one(e.is_person),
            Self::PersonNamed(e) => people(&e.details.responsible_for),
            Self::PersonChanged(e) => people(&e.details.responsible_for),
            Self::PeopleLinked(e) => people(&[e.to]),
            Self::PeopleUnlinked(e) => people(&[e.to]),
            Self::HouseholdSet(e) => people(&e.members),
            Self::AgreementRecorded(e) => {
                let mut named = people(&e.asked.children);
                named.push(Place::Person(e.asked.person));
                named
            }
            Self::OverrideDrafted(e) => people(&e.request.children),
            Self::EmergencyActed(e) => people(&e.acted.children),
            Self::EmergencyDescribed(e) => people(&e.acted.children),
            Self::ShareRecorded(e) => {
                let mut named = people(&e.sharing.children);
                named.extend(e.basis.iter().filter_map(|(_, basis)| match basis {
                    Basis::Override(no) => Some(Place::Override(*no)),
                    Basis::Emergency(no) => Some(Place::Emergency(*no)),
                    Basis::OwnTeam | Basis::Agreement | Basis::Ground(_) => None,
                }));
                named
            }
            Self::RouteOpened(e) => people(&e.children),
            Self::LetterDrafted(e) => one(match e.to {
                Recipient::Person(person) => Some(person),
                Recipient::Caller => None,
            }),
            Self::PromiseMade(e) => {
                let mut named: Vec<Place> = one(e.promised.person);
                if let promise::From::Note(note) = e.from {
                    named.push(Place::Note(note));
                }
                named
            }
            Self::TonightSet(e) => people(&[e.care.child]),
            Self::TonightEnded(e) => people(&[e.child]),
            Self::ElsewhereSet(e) => people(&[e.child]),
            Self::Filed(e) => people(&e.children),
            Self::PlacementNeeded(e) => people(&e.children),
            _ => Vec::new(),
        }
    }

    /// Gives what it relies on: everything that it names and did not make.
    pub fn relies_on(&self) -> Vec<Place> {
        let mut named = self.names();
        if !self.makes() {
            named.push(self.place());
        }
        named
    }
}

impl Contact {
    /// Tells whether an event would make something under a number that is taken here.
    pub fn has_taken(&self, event: &Event) -> bool {
        event.makes()
            && match event.place() {
                Place::Note(no) => self.call.notes.iter().any(|note| note.no == no),
                Place::Person(no) => self.family.get(no).is_some() || self.family.last >= no,
                Place::Agreement(no) => self.agreements.get(no).is_some(),
                Place::Emergency(no) => self.oversight.emergency(no).is_some(),
                Place::Share(no) => self.shares.iter().any(|share| share.no == no),
                Place::Route(no) => self.routes.get(no).is_some(),
                Place::Promise(no) => self.telling.promise(no).is_some(),
                Place::Morning(no) => self.night.morning.iter().any(|morning| morning.no == no),
                _ => false,
            }
    }
}
