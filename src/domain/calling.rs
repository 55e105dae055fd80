//! Which clocks call for somebody now: a clock never nags a closed desk; whoever is on at night is the exception.
//!
//! Source: Southampton one-minute guide, EDT (the night takes what cannot wait safely until the office opens). What counts
//! minutes calls whoever is on. What counts working time calls while the front door is open and rests while it is shut, past
//! its time or not; at the opening it calls again, as late as it is by then. A promise is kept to the hour that was agreed:
//! one that falls due while the front door is shut was made for the night and calls then, one left over from the day rests.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    calendar::On,
    duty::Duty,
    ids::{ClockId, StaffId},
    policy::{Mode, Role, hours::Span},
    queue::{FOLLOW_UP, LOOK_AGAIN, Next, PROMISE, RESTRICTED, Row},
};

/// The clock by which a manager signs for what they said on the telephone.
const SIGNED_WORD: &str = "signed_word";

/// The clock of the call in writing.
pub(super) const WRITTEN: &str = "written_followup";

/// Whether a clock may call for somebody now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Call {
    /// It may: near its time it is marked, past it it is red.
    Calls,
    /// It rests until somebody is there for it; none where the profile's front door never opens.
    Rests(Option<DateTime<Utc>>),
}

impl Call {
    /// Tells whether a clock that is due then is late now and may say so.
    pub fn is_late(self, now: DateTime<Utc>, due: DateTime<Utc>) -> bool {
        self == Self::Calls && now > due
    }
}

/// The front door, while it is shut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Shut {
    /// Since when; none where it never was open.
    since: Option<DateTime<Utc>>,
    /// When it opens; none where it never does.
    opens: Option<DateTime<Utc>>,
}

/// What may call for somebody while the front door is shut: each clock by its name, and from when on it is due.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Night(Vec<(ClockId, i64)>);

impl Night {
    /// Lists the clocks, each with the first time, in microseconds, at which it may be due and call.
    pub fn clocks(&self) -> impl Iterator<Item = (&ClockId, i64)> {
        self.0.iter().map(|(clock, from)| (clock, *from))
    }
}

/// Who is on at a moment, who may authorise, and which clocks may call for somebody; it is worked out once a minute, and asked
/// for every frame and every clock on the screen.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calling {
    on: On,
    until: Option<DateTime<Utc>>,
    authorisers: Arc<[(StaffId, Role)]>,
    shut: Option<Shut>,
    /// The clocks that run for whoever is on, in order.
    any_hour: Arc<[ClockId]>,
}

impl Duty {
    /// Works out which clocks may call for somebody at a moment.
    pub fn calling_at(&self, t: DateTime<Utc>) -> Calling {
        let opens = self.next_opening(t);
        let shut = (opens != Some(t)).then(|| Shut { since: self.shut_since(t), opens });
        let runs_on = |span| matches!(span, Span::Minutes(_));
        let any_hour = self.hours.clocks.iter().filter(|clock| runs_on(clock.span));
        let mut any_hour: Vec<ClockId> = any_hour.map(|clock| clock.id.clone()).collect();
        any_hour.sort_unstable();
        Calling {
            on: self.on_at(t),
            until: self.next_change(t),
            authorisers: self.authorisers_at(t).into(),
            shut,
            any_hour: any_hour.into(),
        }
    }
}

impl Calling {
    /// Tells which service is on.
    pub fn on(&self) -> On {
        self.on
    }

    /// Tells to which service a contact of this moment belongs.
    pub fn mode(&self) -> Mode {
        self.on.mode
    }

    /// Gives when somebody else is on; none where nobody ever is.
    pub fn until(&self) -> Option<DateTime<Utc>> {
        self.until
    }

    /// Gives who may authorise what is asked now, each with the duty.
    pub fn authorisers(&self) -> &[(StaffId, Role)] {
        &self.authorisers
    }

    /// Tells whether a clock that is due then may call for somebody.
    pub fn of(&self, clock: &ClockId, due: DateTime<Utc>) -> Call {
        let Some(shut) = self.shut else { return Call::Calls };
        let calls = match clock.as_str() {
            // What has to follow at once, and what stands behind a closed record, waits for no morning.
            FOLLOW_UP | RESTRICTED => true,
            PROMISE | LOOK_AGAIN => shut.since.is_some_and(|since| since <= due),
            _ => self.any_hour.binary_search(clock).is_ok(),
        };
        if calls { Call::Calls } else { Call::Rests(shut.opens) }
    }

    /// Tells it of one of a contact's clocks.
    pub fn next(&self, next: &Next) -> Call {
        self.of(&next.clock, next.at)
    }

    /// Tells it of a promise.
    pub fn promise(&self, due: DateTime<Utc>) -> Call {
        self.of(&ClockId::from(PROMISE), due)
    }

    /// Tells it of the call in writing.
    pub fn written(&self, due: DateTime<Utc>) -> Call {
        self.of(&ClockId::from(WRITTEN), due)
    }

    /// Tells it of a manager's signed word.
    pub fn signed_word(&self, due: DateTime<Utc>) -> Call {
        self.of(&ClockId::from(SIGNED_WORD), due)
    }

    /// Gives what may call while the front door is shut; none while it is open.
    pub fn night(&self) -> Option<Night> {
        let shut = self.shut?;
        let always = self.any_hour.iter().cloned().chain([ClockId::from(FOLLOW_UP)]);
        let said = shut.since.into_iter().flat_map(|since| {
            [PROMISE, LOOK_AGAIN].map(|clock| (ClockId::from(clock), since.timestamp_micros()))
        });
        Some(Night(always.map(|clock| (clock, i64::MIN)).chain(said).collect()))
    }

    /// Gives the clock that a line of the queue goes by now: the first that may call, or else the first of all.
    pub fn first<'a>(&self, row: &'a Row) -> Option<(&'a Next, Call)> {
        self.pick(row.next.iter().chain(&row.also))
    }

    /// Gives the clock that a contact goes by now, of all that run, in the order of time.
    pub fn first_of<'a>(&self, clocks: &'a [Next]) -> Option<(&'a Next, Call)> {
        self.pick(clocks.iter())
    }

    fn pick<'a>(&self, mut clocks: impl Iterator<Item = &'a Next> + Clone) -> Option<(&'a Next, Call)> {
        let first = clocks.clone().next()?;
        let calls = clocks.find(|next| self.next(next) == Call::Calls);
        Some(calls.map_or_else(|| (first, self.next(first)), |next| (next, Call::Calls)))
    }
}
