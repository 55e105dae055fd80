//! The one clock: `main` makes it, everybody else is handed it.

use std::{
    sync::LazyLock,
    time::{Duration, Instant},
};

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};

/// Tells what o'clock it is.
pub trait Clock: Send + Sync {
    /// Gives the moment, to the microsecond.
    fn now(&self) -> DateTime<Utc>;

    /// Gives the time that has passed by a count that nobody can set; none where the clock does not run.
    fn passed(&self) -> Option<Duration>;
}

/// The count begins with the program.
static BEGAN: LazyLock<Instant> = LazyLock::new(Instant::now);

/// The clock of the machine, and of a real desk always.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that main makes")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn passed(&self) -> Option<Duration> {
        Some(BEGAN.elapsed())
    }
}

/// The clock of a practice desk: it was started at a given time and runs on at the same pace.
#[derive(Clone, Copy, Debug)]
pub struct PracticeClock {
    ahead: TimeDelta,
}

impl PracticeClock {
    /// Starts a clock that shows `at` now.
    pub fn started_at(at: DateTime<Utc>) -> Self {
        Self { ahead: at - SystemClock.now() }
    }

    /// Makes a clock that is so far ahead of the machine's.
    pub const fn ahead(micros: i64) -> Self {
        Self { ahead: TimeDelta::microseconds(micros) }
    }

    /// Tells how far it is ahead, in microseconds.
    pub fn micros_ahead(&self) -> i64 {
        self.ahead.num_microseconds().unwrap_or(0)
    }
}

impl Clock for PracticeClock {
    fn now(&self) -> DateTime<Utc> {
        (SystemClock.now() + self.ahead).trunc_subsecs(6)
    }

    fn passed(&self) -> Option<Duration> {
        SystemClock.passed()
    }
}

/// A clock that a test sets.
#[derive(Debug)]
pub struct FixedClock(std::sync::Mutex<(DateTime<Utc>, Option<Duration>)>);

impl FixedClock {
    /// Makes a clock that stands.
    pub fn at(at: DateTime<Utc>) -> Self {
        Self(std::sync::Mutex::new((at, None)))
    }

    /// Sets it.
    pub fn set(&self, at: DateTime<Utc>) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).0 = at;
    }

    /// Says how much time has passed, from now on, whatever it is set to.
    pub fn has_passed(&self, passed: Duration) {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).1 = Some(passed);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).0
    }

    fn passed(&self) -> Option<Duration> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).1
    }
}
