//! That the family is not told now, as it was said of an override: no letter to anybody of it, and no call back, while that holds.
//!
//! Source: Barnsley protocol for parents and carers who need additional support (who may be told what); Southampton one-minute
//! guide, MASH (why the family is not told belongs to what a manager is asked). It holds as long as the override is asked for or
//! in force, in every contact that is attached, and ends for a person once it is said of them what they may be told. Whoever
//! of the family rang in that very contact knows of the call, and can be promised one back; and a child can be promised that
//! somebody comes.

use chrono::{DateTime, Utc};

use super::{
    Contact,
    family::{Person, Telling, words_naming},
    marked::{Elsewhere, means_caller},
    others::Other,
    oversight::{State, TellFamily},
    promise::Promised,
    telling::Recipient,
};
use crate::domain::{
    ids::{OverrideNo, PersonNo},
    policy::CallerKind,
    refusal::Refusal,
};

/// The rule that asks who may be told what.
const TOLD: &str = "barnsley-22";

/// The family is not told now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NotNow {
    /// For which override it was said.
    pub no: OverrideNo,
    /// Why, raw.
    pub why: String,
    /// When the override was asked for.
    pub asked: DateTime<Utc>,
    /// Until when the override holds.
    pub until: DateTime<Utc>,
}

impl NotNow {
    /// Tells whether it holds for somebody of the family: nothing was said since of what they may be told.
    pub fn bars(&self, person: &Person, now: DateTime<Utc>) -> bool {
        let freed =
            person.told.is_some_and(|told| told > self.asked) && !person.telling.may.trim().is_empty();
        now < self.until && !freed
    }

    /// Says where it stands: “override 1 (F6)”, “override 1 of C-1203”.
    pub fn place(&self, called: Option<&str>) -> String {
        match called {
            Some(called) => format!("override {} of {called}", self.no.0),
            None => format!("override {} (F6)", self.no.0),
        }
    }
}

/// Who of the family is reached by something.
struct Reached {
    people: Vec<PersonNo>,
    /// Whether it reaches somebody of it of whom nobody knows who it is.
    somebody: bool,
}

impl Contact {
    /// Gives what was said of overrides that are asked for or in force: that the family is not told now.
    pub fn not_now(&self) -> impl Iterator<Item = NotNow> {
        self.oversight.overrides.iter().filter_map(|o| {
            let until = match &o.state {
                State::Requested => o.request.until,
                State::Authorised(given) => self.in_force(o, given.at)?.scope.until,
                _ => return None,
            };
            match &o.request.tell_family {
                TellFamily::NotNow { why } => {
                    Some(NotNow { no: o.no, why: why.clone(), asked: o.asked_at, until })
                }
                TellFamily::Yes { .. } => None,
            }
        })
    }

    /// Gives what holds now for those whom a letter reaches that says that the family is not told now.
    pub fn letter_not_now(&self, to: Recipient, now: DateTime<Utc>) -> Vec<NotNow> {
        let reached = self.reached_by_letter(to);
        self.not_now().filter(|not_now| self.is_barred(&reached, not_now, now)).collect()
    }

    /// Gives what holds now for somebody of the family that says that it is not told now.
    pub fn not_now_for(&self, person: &Person, now: DateTime<Utc>) -> Option<NotNow> {
        self.not_now().find(|held| held.bars(person, now))
    }

    /// Gives what holds now for those who are promised something that says that the family is not told now.
    pub fn promise_not_now(&self, promised: &Promised, now: DateTime<Utc>) -> Vec<NotNow> {
        let rang = self.caller_persons();
        let mut reached = self.reached_by_promise(promised);
        reached.people.retain(|no| !rang.contains(no));
        reached.somebody &= !means_caller(&promised.to);
        self.not_now().filter(|not_now| self.is_barred(&reached, not_now, now)).collect()
    }

    /// Refuses a letter to anybody of a family that is not told now.
    pub(super) fn may_write_now(&self, to: Recipient, now: DateTime<Utc>) -> Result<(), Refusal> {
        let held = self.letter_not_now(to, now);
        held.first().map_or(Ok(()), |held| Err(self.refusal(held, None, &self.reached_by_letter(to))))
    }

    /// Refuses to promise anything to anybody of a family that is not told now.
    pub(super) fn may_promise_now(&self, promised: &Promised, now: DateTime<Utc>) -> Result<(), Refusal> {
        let held = self.promise_not_now(promised, now);
        held.first().map_or(Ok(()), |held| Err(self.refusal(held, None, &self.reached_by_promise(promised))))
    }

    /// Refuses a letter to anybody of a family that is not told now, as a contact says that is attached.
    pub(super) fn may_write_now_beside(
        &self,
        to: Recipient,
        others: &[Other],
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.not_now_beside(&self.reached_by_letter(to), others, now)
    }

    /// Refuses to promise anything to anybody of a family that is not told now, as a contact says that is attached.
    pub(super) fn may_promise_now_beside(
        &self,
        promised: &Promised,
        others: &[Other],
        now: DateTime<Utc>,
    ) -> Result<(), Refusal> {
        self.not_now_beside(&self.reached_by_promise(promised), others, now)
    }

    fn not_now_beside(&self, reached: &Reached, others: &[Other], now: DateTime<Utc>) -> Result<(), Refusal> {
        for other in others.iter().filter(|other| other.is_of_family()) {
            if let Some(held) = other.not_now.iter().find(|held| self.is_barred(reached, held, now)) {
                return Err(self.refusal(held, Some(&other.called()), reached));
            }
        }
        Ok(())
    }

    /// Gives of everybody of the family what contacts say that are attached: that the family is not told now.
    pub(super) fn not_now_elsewhere(&self, others: &[Other]) -> Vec<Elsewhere> {
        let mut found = Vec::new();
        for other in others.iter().filter(|other| other.is_of_family()) {
            for held in &other.not_now {
                let barred = self.family.people.iter().filter(|person| held.bars(person, held.asked));
                found.extend(barred.map(|person| Elsewhere {
                    person: person.no,
                    name: person.name().to_owned(),
                    called: other.called(),
                    counts: true,
                    telling: Telling {
                        not_to_be_told: true,
                        why: format!("override {}, the family is not told now: {}", held.no.0, held.why),
                        until: Some(held.until),
                        ..Telling::default()
                    },
                }));
            }
        }
        found
    }

    fn is_barred(&self, reached: &Reached, held: &NotNow, now: DateTime<Utc>) -> bool {
        let mut people = reached.people.iter().filter_map(|no| self.family.get(*no));
        people.any(|person| held.bars(person, now)) || reached.somebody && now < held.until
    }

    fn reached_by_letter(&self, to: Recipient) -> Reached {
        let people = self.reached(to);
        let parent = to == Recipient::Caller && self.call.caller.kind == Some(CallerKind::Parent);
        Reached { somebody: parent && people.is_empty(), people }
    }

    fn reached_by_promise(&self, promised: &Promised) -> Reached {
        const ALL: [&str; 5] = ["family", "parent", "parents", "carer", "carers"];
        let mut people = self.all_promised_to(promised);
        people.sort();
        people.dedup();
        // That somebody sits with a child tells the family nothing.
        let is_child = |no: &PersonNo| self.family.get(*no).is_some_and(Person::is_child);
        people.retain(|no| promised.ring_back || !is_child(no));
        let of_all = words_naming(&promised.to).iter().any(|word| ALL.contains(&word.as_str()));
        let parent = self.call.caller.kind == Some(CallerKind::Parent) && means_caller(&promised.to);
        Reached { somebody: people.is_empty() && (of_all || parent), people }
    }

    fn refusal(&self, held: &NotNow, called: Option<&str>, reached: &Reached) -> Refusal {
        let who = if reached.people.is_empty() {
            "somebody of the family".to_owned()
        } else {
            self.family.names(&reached.people)
        };
        let place = held.place(called);
        let words = format!(
            "The family is not told now, as {place} says. Nothing was sent or promised. Once {who} may be told, write in Alt+w what they may be told; that ends it for them."
        );
        Refusal::new("NotToldNow", words).by(TOLD)
    }
}
