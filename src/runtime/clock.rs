//! The one clock, made by `main` and handed to whoever needs the time.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Gives the time now.
    fn now(&self) -> DateTime<Utc>;
}

/// The computer's own clock; only `main` makes one.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that everything else is handed")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that started at a given time and runs on from there, for a practice desk.
#[derive(Clone, Copy, Debug)]
pub struct PracticeClock {
    start: DateTime<Utc>,
    since: Instant,
}

impl PracticeClock {
    /// Starts it at a time.
    pub fn at(start: DateTime<Utc>) -> Self {
        Self { start, since: Instant::now() }
    }
}

impl Clock for PracticeClock {
    fn now(&self) -> DateTime<Utc> {
        let gone = TimeDelta::from_std(self.since.elapsed()).unwrap_or(TimeDelta::MAX);
        self.start.checked_add_signed(gone).unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

/// A clock that stands until it is moved, for tests.
#[derive(Debug)]
pub struct FakeClock(Mutex<DateTime<Utc>>);

impl FakeClock {
    /// Sets it to a time.
    pub fn at(now: DateTime<Utc>) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves it.
    pub fn advance(&self, by: TimeDelta) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for FakeClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
