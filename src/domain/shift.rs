//! A shift of the Emergency Duty Team: begun with a brief, ended with every contact on a child's file.
//!
//! Source: Southampton one-minute guide, EDT (who works there, who is on call, and that all contacts are recorded on a child's
//! file). The brief is kept as it was shown: what a worker knew when they began.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{
    board::{Entry, Kind},
    calendar::words,
    contact::{Context, Stamp},
    duty::Duty,
    ids::{ContactId, ShiftId, StaffId},
    late::MergedLate,
    permission::{self, Action, State},
    policy::Mode,
    recorded::events,
    refusal::Refusal,
};

/// How long before they said that it begins a worker may have taken what is theirs of this night.
const BEFORE: TimeDelta = TimeDelta::hours(3);

/// What a worker is told when they begin.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Brief {
    /// How many contacts are open.
    pub open: u64,
    /// What the day asks them to expect, a line each: what was left for the next service.
    pub left: Vec<String>,
    /// What may come and what to do then, a line each.
    pub alerts: Vec<String>,
    /// Who has which child tonight, a line each.
    pub tonight: Vec<String>,
}

/// What somebody says when they begin.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Beginning {
    /// Whether they are alone tonight.
    pub alone: bool,
    /// What was done about it, where nobody is on call.
    pub nobody_on_call: Option<String>,
}

/// A shift began.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Started {
    /// What was said.
    #[serde(flatten)]
    pub beginning: Beginning,
    /// Who was on call.
    pub on_call: Vec<StaffId>,
    /// What was told.
    pub brief: Brief,
}

/// A contact that is on no child's file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unfiled {
    /// The contact.
    pub contact: ContactId,
    /// Its reference.
    pub reference: String,
    /// Why it is not filed, and who does it; empty where nobody said.
    pub why: String,
}

/// A shift ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// What was on no file, each with the reason.
    pub unfiled: Vec<Unfiled>,
    /// Who takes calls until somebody is on again, where nobody was on after it; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub nobody: String,
}

/// What is around a worker whose shift ends.
#[derive(Clone, Copy, Debug)]
pub struct Around {
    /// Whether they are out.
    pub out: bool,
    /// Whether a colleague's shift goes on.
    pub others: bool,
}

/// Tells until when nobody is on after a shift that ends now; nothing where somebody is.
pub fn nobody_until(duty: &Duty, others: bool, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let alone = !others && duty.mode_at(now) == Mode::Edt;
    alone.then(|| duty.next_opening(now)).flatten()
}

events! {
    /// Something that happened to a shift.
    Event:
    Started(Started) = "shift.started.v1";
    Ended(Ended) = "shift.ended.v1";
    MergedLate(MergedLate) = "shift.merged_late.v1";
}

/// What somebody does about a shift.
#[derive(Clone, PartialEq, Debug)]
pub enum Command {
    /// Begins one.
    Start(Beginning),
    /// Ends it.
    End {
        /// Why a contact is on no file, by its reference.
        reasons: Vec<(String, String)>,
        /// Who takes calls until somebody is on again, and who knows; asked where nobody is on after it.
        nobody: String,
    },
}

/// A shift as its events have made it; also what its line of the board says.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shift {
    /// Its id.
    pub id: ShiftId,
    /// Whose.
    pub worker: StaffId,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What was said and told.
    pub started: Started,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// How many events made it.
    pub version: u64,
}

impl Shift {
    /// Judges somebody's beginning; `open` says whether they have a shift already.
    pub fn start(
        beginning: &Beginning,
        brief: Brief,
        open: bool,
        cx: &Context<'_>,
    ) -> Result<Event, Refusal> {
        permission::may(cx.actor, Action::Shift, State::Ordinary)?;
        if open {
            return Err(Refusal::new("ShiftIsOn", "Your shift has begun already. Nothing was changed."));
        }
        let on_call: Vec<StaffId> = cx
            .duty
            .authorities(cx.duty.mode_at(cx.now))
            .flat_map(|authority| cx.duty.on_duty(authority.role, cx.now))
            .collect();
        let told = beginning.nobody_on_call.as_ref().is_some_and(|what| !what.trim().is_empty());
        if on_call.is_empty() && !told {
            let words = match cx.duty.mode_at(cx.now) {
                Mode::Edt => "Nobody is on call, so nobody could authorise anything tonight.",
                Mode::FrontDoor => {
                    "Nobody who authorises is on duty, so nobody could authorise anything now."
                }
            };
            return Err(Refusal::new(
                "NobodyOnCall",
                format!("{words} Write what was done about it and who knows, then begin."),
            )
            .by("southampton-63"));
        }
        let nobody_on_call = beginning.nobody_on_call.clone().filter(|_| on_call.is_empty());
        let beginning = Beginning { nobody_on_call, ..*beginning };
        Ok(Event::Started(Started { beginning, on_call, brief }))
    }

    /// Judges its ending, with what is on no file and what is around the worker.
    pub fn end(
        &self,
        (reasons, nobody): (&[(String, String)], &str),
        unfiled: &[Unfiled],
        around: Around,
        cx: &Context<'_>,
    ) -> Result<Event, Refusal> {
        permission::may(cx.actor, Action::Shift, State::Ordinary)?;
        if self.ended.is_some() {
            return Err(Refusal::new("ShiftIsOver", "This shift has ended already. Nothing was changed."));
        }
        if cx.actor.person != self.worker {
            return Err(Refusal::new("NotYourShift", "This is a colleague's shift: only they end it."));
        }
        if around.out {
            return Err(Refusal::new(
                "StillOut",
                "You are still out on a visit. Say that you are back safe first.",
            )
            .by("southampton-56"));
        }
        let why = |unfiled: &Unfiled| {
            let said = reasons.iter().find(|(reference, _)| *reference == unfiled.reference);
            Unfiled { why: said.map(|(_, why)| why.trim().to_owned()).unwrap_or_default(), ..unfiled.clone() }
        };
        let unfiled: Vec<Unfiled> = unfiled.iter().map(why).collect();
        let bare: Vec<&str> =
            unfiled.iter().filter(|left| left.why.is_empty()).map(|left| left.reference.as_str()).collect();
        if !bare.is_empty() {
            return Err(Refusal::new(
                "Unfiled",
                format!(
                    "On no child's file yet: {}. File each in its contact (F12), or write for each why not and who does it.",
                    bare.join(", ")
                ),
            )
            .by("southampton-69"));
        }
        let until = nobody_until(cx.duty, around.others, cx.now);
        if let Some(until) = until.filter(|_| nobody.trim().is_empty()) {
            return Err(Refusal::new(
                "NobodyAfter",
                format!(
                    "Nobody is on after you until {}. Write who takes calls until then and who knows; the shift goes on till then.",
                    words::near(cx.now, until)
                ),
            ));
        }
        let nobody = until.map(|_| nobody.trim().to_owned()).unwrap_or_default();
        Ok(Event::Ended(Ended { unfiled, nobody }))
    }

    /// Makes the shift from its first event; any other makes none.
    pub fn begin(id: ShiftId, event: &Event, stamp: Stamp) -> Option<Self> {
        let (started, stamp) = match event {
            Event::Started(started) => (started.clone(), stamp),
            Event::MergedLate(late) => match Event::read(&late.kind, &late.body) {
                Ok(Event::Started(started)) => (started, late.stamp()),
                _ => return None,
            },
            Event::Ended(_) => return None,
        };
        Some(Self { id, worker: stamp.by, since: stamp.at, started, ended: None, version: 1 })
    }

    /// Tells whether a contact is of this shift: taken since it began, or by this worker shortly before that.
    pub fn is_of(&self, taken: Option<DateTime<Utc>>, by: Option<StaffId>) -> bool {
        let own = by == Some(self.worker);
        taken.is_none_or(|taken| taken >= self.since || own && self.since - taken < BEFORE)
    }

    /// Applies an event.
    pub fn evolve(&mut self, event: &Event, stamp: Stamp) {
        self.version += 1;
        match event {
            Event::Started(_) => {}
            Event::Ended(_) => self.ended = Some(stamp.at),
            Event::MergedLate(late) => {
                let ends = matches!(Event::read(&late.kind, &late.body), Ok(Event::Ended(_)));
                if ends && !late.superseded {
                    self.ended = Some(late.at);
                }
            }
        }
    }

    /// Tells whether what was recorded while the desk's file took nothing has been overtaken since: an end that was said
    /// already.
    pub fn has_overtaken(&self, event: &Event) -> bool {
        match event {
            Event::Ended(_) => self.ended.is_some(),
            Event::Started(_) | Event::MergedLate(_) => true,
        }
    }

    /// Gives its line of the board; none once it has ended.
    pub fn board(&self) -> Vec<Entry> {
        let entry = || Entry::new(Kind::Shift, self.id.0, self).of(self.worker);
        if self.ended.is_some() { Vec::new() } else { vec![entry()] }
    }
}
