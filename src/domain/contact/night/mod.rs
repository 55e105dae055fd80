//! What a night adds to a contact: who has each child until morning, what waits for the day, and where it is filed.
//!
//! Sources: Southampton one-minute guide, EDT (emergencies that cannot wait; children who are here and open elsewhere; advice;
//! two names on an analysis; proportionate and child-focused decisions; agencies that cannot be reached at night; a child's
//! file for every contact); Fostering services (kinds of placement); Barnsley, additional support (no lone visits);
//! Children Act 1989, sections 20 and 46. Under which of them a child is somewhere tonight is asked, never inferred.

mod analysis;
mod board;
mod compared;
mod lone;
mod mark;
mod recorded;

use chrono::{DateTime, Utc};

pub(super) use self::compared::{same_name, tokens as name_words};
pub use self::{
    analysis::{Analysis, AnalysisConfirmed, AnalysisCorrected, AnalysisDisowned, SecondName, SecondSays},
    board::Line,
    lone::{LoneAllowed, LoneWord},
    mark::{ChildTrace, EarlierMark, Found, Goal, Mark, Marked, Same, Traces},
    recorded::*,
};
use super::{Contact, Stamp};
use crate::domain::{
    duty::Due,
    ids::{AnalysisNo, PersonNo, StaffId},
    policy::Mode,
};

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
        /// How whoever rang is answered.
        answer: Answer,
    },
    /// Writes the analysis of two.
    Analyse(Analysed),
    /// Says, as whoever is named as the second and in person, what they have to say of it.
    SignAnalysis {
        /// Which.
        no: AnalysisNo,
        /// What.
        says: SecondSays,
    },
    /// Files the contact.
    File {
        /// Of which children.
        children: Vec<PersonNo>,
        /// Where.
        to: FiledIn,
    },
    /// Says, as a shift ends, why it stands on no child's file yet, and who does it.
    LeaveUnfiled(LeftUnfiled),
    /// Says which placement is needed, or that none is.
    Placement(PlacementNeeded),
    /// Marks the family, or takes the mark away.
    NoLone(NoLoneVisits),
    /// Lets somebody go there alone, as a manager.
    AllowLone(LoneAllowed),
    /// Says what to expect and what to do then.
    Alert(Alert),
}

/// How whoever made a general enquiry is answered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Answer {
    /// It is promised, by then.
    By(DateTime<Utc>),
    /// They want no answer, or cannot be reached.
    NotWanted,
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
    /// What came after it, once it is over.
    pub then: Option<After>,
}

/// What came after an arrangement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct After {
    /// When that was written.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: StaffId,
    /// Where the child is, and under what.
    pub words: String,
    /// What was said of police protection, where it ran.
    pub protection: Option<Protection>,
}

impl Tonight {
    /// Gives when police protection ends that runs, also where the night's bed is over.
    pub fn protection(&self) -> Option<&Due> {
        let runs = self.then.as_ref().is_none_or(|after| after.protection == Some(Protection::RunsOn));
        self.set.ends.as_ref().filter(|_| runs)
    }

    /// Writes what came after it, behind what was written of that before.
    fn ends(&mut self, words: &str, protection: Option<Protection>, stamp: Stamp) {
        let first = self.then.take();
        let before = first.as_ref().map_or_else(String::new, |after| format!("{}; ", after.words));
        let at = first.map_or(stamp.at, |after| after.at);
        self.then = Some(After { at, by: stamp.by, words: before + words, protection });
    }

    /// Gives when the arrangement was over, as far as it is: at its time, or before that as it was written.
    pub fn over_at(&self) -> Option<DateTime<Utc>> {
        self.then.as_ref().map(|after| self.set.care.until.min(after.at))
    }
}

/// Why a contact stood on no child's file when a shift ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Left {
    /// When the shift ended.
    pub at: DateTime<Utc>,
    /// Whose it was.
    pub by: StaffId,
    /// Why it is not filed, and who does it.
    pub why: String,
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
    /// Agencies that could not be reached, oldest first.
    pub not_obtained: Vec<NotObtained>,
    /// What was advised.
    pub advised: Option<Advised>,
    /// Analyses of two, oldest first; the last one counts, and each is signed for by its second.
    pub analyses: Vec<Analysis>,
    /// Where it is filed.
    pub filed: Vec<Filed>,
    /// Why it stood on no file when a shift ended, oldest first.
    pub left_unfiled: Vec<Left>,
    /// Which placement is needed.
    pub placement: Option<PlacementNeeded>,
    /// That nobody goes there alone, why, and who said so.
    pub no_lone: Option<Marked>,
    /// The marks before it, and how each ended; oldest first.
    pub earlier_marks: Vec<EarlierMark>,
    /// Who may go there alone although, by which manager's word; oldest first.
    pub allowed: Vec<LoneWord>,
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

    fn signs(&mut self, no: AnalysisNo, second: SecondName) {
        if let Some(analysis) = self.analyses.iter_mut().find(|analysis| analysis.no == no) {
            analysis.second = second;
        }
    }

    /// Gives the arrangement of a child under which police protection runs.
    fn protected(&mut self, child: PersonNo) -> Option<&mut Tonight> {
        let of = self.tonight.iter_mut().rev().filter(|tonight| tonight.set.care.child == child);
        of.into_iter().find(|tonight| tonight.protection().is_some())
    }

    /// Says of police protection that ran what another arrangement makes of it: its clock goes with no bed.
    fn keeps_protection(&mut self, care: &Care, stamp: Stamp) {
        let Some(tonight) = self.protected(care.child) else { return };
        // Where the police protect the child at the other place too, the clock is counted there.
        let runs_on = (care.under != Under::PoliceProtection).then_some(Protection::RunsOn);
        let words = format!("{} with {}, {}", care.under.words(), care.with.trim(), care.place.trim());
        tonight.ends(&words, care.protection.or(runs_on), stamp);
    }

    /// Applies an event.
    pub(super) fn evolve(&mut self, event: &super::Event, stamp: Stamp) {
        use super::Event;
        match event {
            Event::TonightSet(set) => {
                self.keeps_protection(&set.care, stamp);
                self.tonight.push(Tonight { at: stamp.at, by: stamp.by, set: set.clone(), then: None });
            }
            Event::TonightEnded(ended) => {
                let of = |tonight: &&mut Tonight| tonight.set.care.child == ended.child;
                let last = self.tonight.iter_mut().rev().find(of);
                let last = match last {
                    // It was over; what is said is that police protection ended.
                    Some(last) if last.then.is_some() => self.protected(ended.child),
                    last => last,
                };
                if let Some(tonight) = last {
                    tonight.ends(&ended.then, ended.protection, stamp);
                }
            }
            Event::ElsewhereSet(elsewhere) => {
                self.elsewhere.retain(|known| known.child != elsewhere.child);
                self.elsewhere.push(elsewhere.clone());
            }
            Event::NotObtained(not) => {
                self.morning.push(not.morning.clone());
                self.not_obtained.push(not.clone());
            }
            Event::MorningDone(done) => {
                if let Some(morning) = self.morning.iter_mut().find(|morning| morning.no == done.no) {
                    morning.done = Some(done.words.clone());
                }
            }
            Event::Advised(advised) => {
                self.morning.push(advised.morning.clone());
                self.advised = Some(advised.clone());
            }
            Event::Analysed(analysed) => {
                let last = self.analyses.last().map(|analysis| analysis.no).unwrap_or_default();
                self.analyses.push(Analysis::of(last.next(), analysed, stamp));
            }
            Event::AnalysisConfirmed(AnalysisConfirmed { no, late }) => {
                self.signs(*no, SecondName::Confirmed { at: stamp.at, late: *late });
            }
            Event::AnalysisCorrected(e) => {
                let (words, why) = (e.words.clone(), e.why.clone());
                self.signs(e.no, SecondName::Corrected { at: stamp.at, late: e.late, words, why });
            }
            Event::AnalysisDisowned(e) => {
                let (why, tell) = (e.why.clone(), e.tell.clone());
                self.signs(e.no, SecondName::Disowned { at: stamp.at, late: e.late, why, tell });
            }
            Event::Filed(filed) => {
                self.morning.extend(filed.morning.clone());
                self.filed.push(filed.clone());
            }
            Event::LeftUnfiled(left) => {
                self.left_unfiled.push(Left { at: stamp.at, by: stamp.by, why: left.why.clone() });
            }
            Event::PlacementNeeded(needed) => {
                self.placement = Some(needed.clone()).filter(|needed| !needed.children.is_empty());
            }
            Event::NoLoneVisits(set) => {
                let (by, at, lifted) = (stamp.by, stamp.at, set.why.is_none());
                let ended = |marked| EarlierMark { marked, by, at, lifted, why: set.lifted.clone() };
                self.earlier_marks.extend(self.no_lone.take().map(ended));
                self.no_lone = Marked::of(set, stamp);
                // Whoever was allowed before knew another reason.
                self.allowed.clear();
            }
            Event::LoneVisitAllowed(allowed) => self.allowed.push(LoneWord::of(allowed, stamp)),
            Event::AlertSet(alert) => self.alert = Some(alert.clone()),
            _ => {}
        }
    }
}

impl Contact {
    /// Gives who has a child now: the last arrangement that nothing came after.
    pub fn tonight_of(&self, child: PersonNo) -> Option<&Tonight> {
        self.last_night_of(child).filter(|tonight| tonight.then.is_none())
    }

    /// Gives when police protection ends whose bed for the night is over: its clock runs on until it is said that it ended.
    pub fn protected_on(&self, child: PersonNo) -> Option<&Due> {
        let of = self.night.tonight.iter().rev().filter(|tonight| tonight.set.care.child == child);
        of.filter(|tonight| tonight.then.is_some()).find_map(Tonight::protection)
    }

    /// Gives when police protection of a child ends that runs now, whatever bed the child is in.
    pub fn protection_of(&self, child: PersonNo) -> Option<&Due> {
        let now = self.tonight_of(child).and_then(Tonight::protection);
        now.or_else(|| self.protected_on(child))
    }

    /// Gives the last arrangement of a child, over or not.
    pub fn last_night_of(&self, child: PersonNo) -> Option<&Tonight> {
        self.night.tonight.iter().rev().find(|tonight| tonight.set.care.child == child)
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

    /// Gives why it stands on no child's file, as it was said last when a shift ended; nothing once it is filed.
    pub fn why_unfiled(&self) -> Option<&str> {
        self.night.left_unfiled.last().filter(|_| self.is_unfiled()).map(|left| left.why.as_str())
    }
}
