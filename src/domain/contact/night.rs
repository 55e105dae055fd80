//! What a night adds to a contact: who has each child until morning, what waits for the day, and where it is filed.
//!
//! Sources: Southampton one-minute guide, EDT (emergencies that cannot wait; children who are here and open elsewhere; advice;
//! two names on an analysis; proportionate and child-focused decisions; agencies that cannot be reached at night; a child's
//! file for every contact); Fostering services (kinds of placement); Barnsley, additional support (no lone visits);
//! Children Act 1989, sections 20 and 46. Under which of them a child is somewhere tonight is asked, never inferred.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Contact, Stamp};
use crate::domain::{
    board::{Entry, Kind},
    duty::Due,
    ids::{AgencyId, PersonNo, StaffId},
    policy::Mode,
    value::YesNo,
};

/// Under what a child is somewhere tonight.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Under {
    /// The family arranged it among themselves.
    Family,
    /// Section 20: the authority accommodates the child, with agreement.
    Section20,
    /// The police took the child into protection.
    PoliceProtection,
}

impl Under {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Family, Self::Section20, Self::PoliceProtection];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Family => "family arrangement",
            Self::Section20 => "section 20",
            Self::PoliceProtection => "police protection",
        }
    }

    /// Gives the key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Family => "family",
            Self::Section20 => "section_20",
            Self::PoliceProtection => "police_protection",
        }
    }
}

/// Who has a child tonight.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Care {
    /// The child.
    pub child: PersonNo,
    /// Under what.
    pub under: Under,
    /// Who has them.
    pub with: String,
    /// Where.
    pub place: String,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who agreed.
    pub agreed_by: String,
    /// Whether they were fit to agree: sober, understanding, free.
    pub fit: Option<YesNo>,
    /// What shows that they were, or were not.
    pub fit_words: String,
    /// Which checks of the carer were made, and what they said.
    pub checks: String,
    /// What the child says about it, in their own words or as seen.
    pub childs_view: String,
    /// Until when.
    pub until: DateTime<Utc>,
    /// When the police took the child, where they did.
    pub taken: Option<DateTime<Utc>>,
}

/// An arrangement, with the clock of police protection where that runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TonightSet {
    /// What was arranged.
    #[serde(flatten)]
    pub care: Care,
    /// When police protection ends.
    pub ends: Option<Due>,
}

/// An arrangement is over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TonightEnded {
    /// The child.
    pub child: PersonNo,
    /// What came after it.
    pub then: String,
}

/// A child is here, and open to another authority.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Elsewhere {
    /// The child.
    pub child: PersonNo,
    /// Which authority.
    pub authority: String,
    /// Who was told there, by which number, when; empty while nobody was.
    pub told: String,
}

/// An agency could not be reached at night: the day asks them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unobtainable {
    /// Which.
    pub agency: AgencyId,
    /// What they are to be asked.
    pub what: String,
    /// Who answered at night, or which message.
    pub tried: String,
}

/// Something that waits for the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ForMorning {
    /// Its number in the contact, from 1.
    pub no: u32,
    /// What the day does.
    pub what: String,
    /// By when: when the front door opens.
    pub due: DateTime<Utc>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<String>,
}

/// An agency could not be reached, and what that leaves to the day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NotObtained {
    /// What was tried.
    #[serde(flatten)]
    pub tried: Unobtainable,
    /// What the day does.
    pub morning: ForMorning,
}

/// What waited for the day is done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MorningDone {
    /// Which.
    pub no: u32,
    /// What came of it.
    pub words: String,
}

/// A general enquiry was answered with advice; nothing tonight could not wait.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Advised {
    /// What was advised.
    pub advice: String,
    /// What the day does about it.
    pub morning: ForMorning,
}

/// Two names on one analysis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Analysed {
    /// The senior manager on call who analysed it too.
    pub manager: StaffId,
    /// What both made of it.
    pub words: String,
    /// Why what was decided is proportionate, and how it keeps the child at the centre.
    pub proportionate: String,
}

/// Where a contact is filed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "in", content = "words")]
pub enum FiledIn {
    /// In the record with this number.
    Record(String),
    /// Nowhere yet: the child is not known here, and the day makes sure of an answer.
    NotKnown,
    /// It is about no child: why.
    NoChild(String),
}

/// A contact was filed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Filed {
    /// Of which children; none where it is about none.
    pub children: Vec<PersonNo>,
    /// Where.
    #[serde(flatten)]
    pub to: FiledIn,
    /// What the day does about a child who is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub morning: Option<ForMorning>,
}

/// A kind of placement.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// The same day, also in the evening.
    Emergency,
    /// From days up to two years.
    ShortTerm,
    /// For the rest of childhood.
    LongTerm,
    /// A break for a carer.
    Respite,
    /// A parent and their child together.
    ParentAndChild,
    /// Somebody the child knows already.
    Connected,
}

impl Placement {
    /// Every kind.
    pub const ALL: [Self; 6] = [
        Self::Emergency,
        Self::ShortTerm,
        Self::LongTerm,
        Self::Respite,
        Self::ParentAndChild,
        Self::Connected,
    ];

    /// Gives the words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Emergency => "emergency, same day",
            Self::ShortTerm => "short term, up to two years",
            Self::LongTerm => "long term",
            Self::Respite => "respite",
            Self::ParentAndChild => "parent and child",
            Self::Connected => "connected person",
        }
    }

    /// Gives the key of the choice.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::ShortTerm => "short_term",
            Self::LongTerm => "long_term",
            Self::Respite => "respite",
            Self::ParentAndChild => "parent_and_child",
            Self::Connected => "connected",
        }
    }
}

/// Children need a placement; none of them takes the flag away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlacementNeeded {
    /// Which.
    pub children: Vec<PersonNo>,
    /// Of which kinds.
    pub kinds: Vec<Placement>,
    /// What carers must know.
    pub words: String,
}

/// The family is marked *no lone visits*; without a reason the mark is taken away.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NoLoneVisits {
    /// Why.
    pub why: Option<String>,
}

/// Something to expect, and what to do when it comes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Alert {
    /// What may come.
    pub expect: String,
    /// What to do then.
    pub contingency: String,
    /// Until when it counts.
    pub until: DateTime<Utc>,
}

/// What somebody does.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Says who has a child tonight.
    Care(Box<Care>),
    /// Says what came after it.
    EndCare(TonightEnded),
    /// Says that a child is open to another authority, and who was told there.
    Elsewhere(Elsewhere),
    /// Leaves a question for the day, as the agency cannot be reached.
    NotObtained(Unobtainable),
    /// Says what came of something that waited for the day.
    MorningDone(MorningDone),
    /// Answers a general enquiry, and leaves the rest for the day.
    Advise {
        /// What was advised.
        advice: String,
        /// What the day does about it.
        morning: String,
    },
    /// Writes the analysis of two.
    Analyse(Analysed),
    /// Files the contact.
    File {
        /// Of which children.
        children: Vec<PersonNo>,
        /// Where.
        to: FiledIn,
    },
    /// Says which placement is needed, or that none is.
    Placement(PlacementNeeded),
    /// Marks the family, or takes the mark away.
    NoLone(NoLoneVisits),
    /// Says what to expect and what to do then.
    Alert(Alert),
}

/// Who has a child, as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tonight {
    /// Since when.
    pub at: DateTime<Utc>,
    /// By whom it was written.
    pub by: StaffId,
    /// What was arranged.
    pub set: TonightSet,
    /// What came after it.
    pub then: Option<String>,
}

/// The night of a contact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Night {
    /// Who has each child; the last of a child counts.
    pub tonight: Vec<Tonight>,
    /// Children who are open elsewhere.
    pub elsewhere: Vec<Elsewhere>,
    /// What waits for the day.
    pub morning: Vec<ForMorning>,
    /// What was advised.
    pub advised: Option<Advised>,
    /// The analysis of two: by whom, and what.
    pub analysed: Option<(StaffId, Analysed)>,
    /// Where it is filed.
    pub filed: Vec<Filed>,
    /// Which placement is needed.
    pub placement: Option<PlacementNeeded>,
    /// Why nobody goes there alone.
    pub no_lone: Option<String>,
    /// What to expect.
    pub alert: Option<Alert>,
}

impl Night {
    /// Tells whether anything that was written of the night names somebody.
    pub fn names(&self, person: PersonNo) -> bool {
        self.tonight.iter().any(|tonight| tonight.set.care.child == person)
            || self.elsewhere.iter().any(|elsewhere| elsewhere.child == person)
            || self.filed.iter().any(|filed| filed.children.contains(&person))
            || self.placement.as_ref().is_some_and(|needed| needed.children.contains(&person))
    }

    /// Applies an event.
    pub(super) fn evolve(&mut self, event: &super::Event, stamp: Stamp) {
        use super::Event;
        match event {
            Event::TonightSet(set) => {
                self.tonight.push(Tonight { at: stamp.at, by: stamp.by, set: set.clone(), then: None });
            }
            Event::TonightEnded(ended) => {
                let of = self.tonight.iter_mut().rev().find(|tonight| tonight.set.care.child == ended.child);
                if let Some(tonight) = of {
                    tonight.then = Some(ended.then.clone());
                }
            }
            Event::ElsewhereSet(elsewhere) => {
                self.elsewhere.retain(|known| known.child != elsewhere.child);
                self.elsewhere.push(elsewhere.clone());
            }
            Event::NotObtained(not) => self.morning.push(not.morning.clone()),
            Event::MorningDone(done) => {
                if let Some(morning) = self.morning.iter_mut().find(|morning| morning.no == done.no) {
                    morning.done = Some(done.words.clone());
                }
            }
            Event::Advised(advised) => {
                self.morning.push(advised.morning.clone());
                self.advised = Some(advised.clone());
            }
            Event::Analysed(analysed) => self.analysed = Some((stamp.by, analysed.clone())),
            Event::Filed(filed) => {
                self.morning.extend(filed.morning.clone());
                self.filed.push(filed.clone());
            }
            Event::PlacementNeeded(needed) => {
                self.placement = Some(needed.clone()).filter(|needed| !needed.children.is_empty());
            }
            Event::NoLoneVisits(set) => self.no_lone.clone_from(&set.why),
            Event::AlertSet(alert) => self.alert = Some(alert.clone()),
            _ => {}
        }
    }
}

impl Contact {
    /// Gives who has a child now: the last arrangement that nothing came after.
    pub fn tonight_of(&self, child: PersonNo) -> Option<&Tonight> {
        let last = self.night.tonight.iter().rev().find(|tonight| tonight.set.care.child == child);
        last.filter(|tonight| tonight.then.is_none())
    }

    /// Gives the children of a night's contact who stand on no child's file yet.
    pub fn unfiled(&self) -> Vec<PersonNo> {
        let filed = |no: PersonNo| self.night.filed.iter().any(|filed| filed.children.contains(&no));
        self.family.children().map(|child| child.no).filter(|no| !filed(*no)).collect()
    }

    /// Tells whether a night's contact still has to be filed; what belongs to an earlier call is filed with that.
    pub fn is_unfiled(&self) -> bool {
        let no_child = self.night.filed.iter().any(|filed| matches!(filed.to, FiledIn::NoChild(_)));
        let waits = !self.unfiled().is_empty() || (self.night.filed.is_empty() && !no_child);
        self.call.mode == Mode::Edt && self.call.attached.to.is_none() && waits
    }

    /// Gives its lines of the board about the night.
    pub(super) fn night_board(&self) -> Vec<Entry> {
        let (id, mut entries) = (self.id.0, Vec::new());
        let line = |words: String| Line { reference: self.reference.to_string(), words };
        if self.is_unfiled() {
            let words = format!("{}: {}", self.call.caller.brief(), self.family.names(&self.unfiled()));
            entries.push(Entry::new(Kind::Unfiled, id, &line(words)));
        }
        for morning in self.night.morning.iter().filter(|morning| morning.done.is_none()) {
            let entry = Entry::numbered(Kind::Morning, id, morning.no, &line(morning.what.clone()));
            entries.push(entry.due(Some(morning.due)));
        }
        for child in self.family.children() {
            let Some(tonight) = self.tonight_of(child.no) else { continue };
            let care = &tonight.set.care;
            let name = self.family.names(&[child.no]);
            let words = format!("{name}: {} with {}, {}", care.under.words(), care.with, care.place);
            let due = tonight.set.ends.as_ref().map_or(care.until, |ends| ends.at.min(care.until));
            entries.push(Entry::numbered(Kind::Tonight, id, child.no.0, &line(words)).due(Some(due)));
        }
        if let Some(needed) = &self.night.placement {
            let kinds: Vec<&str> = needed.kinds.iter().map(|kind| kind.words()).collect();
            let words = format!("{}: {}", self.family.names(&needed.children), kinds.join(", "));
            entries.push(Entry::new(Kind::Placement, id, &line(words)));
        }
        if let Some(alert) = &self.night.alert {
            let words = format!("{} → {}", alert.expect, alert.contingency);
            entries.push(Entry::new(Kind::Alert, id, &line(words)).due(Some(alert.until)));
        }
        entries.into_iter().map(|entry| entry.about(self.id)).collect()
    }
}

/// What a contact's line of the board about the night says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The contact's reference.
    pub reference: String,
    /// What there is to know.
    pub words: String,
}
