//! The one clock: `main` makes it, everybody else is handed it.
//!
//! It tells two things. What o'clock it is stands in the record, and somebody may set it. How much time has passed is a
//! count that nobody can set, and that goes on while the machine sleeps: whatever is a length of time within one program (when a
//! console locks, when a draft is saved) goes by that, and by [`Steady`].

use std::time::Duration;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};

/// Tells what o'clock it is.
pub trait Clock: Send + Sync {
    /// Gives the moment, to the microsecond.
    fn now(&self) -> DateTime<Utc>;

    /// Gives the time that has passed by a count that nobody can set, a sleep of the machine included; none where the clock
    /// does not run by itself.
    fn passed(&self) -> Option<Duration>;
}

/// The count that goes on while the machine sleeps; a Mac's monotonic one does, Linux has one beside it.
#[cfg(target_os = "linux")]
const COUNT: rustix::time::ClockId = rustix::time::ClockId::Boottime;
#[cfg(all(unix, not(target_os = "linux")))]
const COUNT: rustix::time::ClockId = rustix::time::ClockId::Monotonic;

/// Counts from the start of the machine, asleep or not.
#[cfg(unix)]
fn counted() -> Option<Duration> {
    let count = rustix::time::clock_gettime(COUNT);
    Some(Duration::new(count.tv_sec.try_into().ok()?, count.tv_nsec.try_into().ok()?))
}

/// Counts from the first look, asleep or not: the performance counter behind it goes on in a sleep of the machine.
#[cfg(not(unix))]
fn counted() -> Option<Duration> {
    static BEGAN: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    Some(BEGAN.elapsed())
}

/// The clock of the machine, and of a real desk always.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that main makes")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    fn passed(&self) -> Option<Duration> {
        counted()
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

/// By less than this a clock is put right; by more it is set.
const SET: TimeDelta = TimeDelta::seconds(2);

/// The time that goes by at a console, in moments of its clock as it was when this began: it goes on as time does, whatever
/// the clock is set to.
#[derive(Clone, Copy, Debug)]
pub struct Steady {
    at: DateTime<Utc>,
    shown: DateTime<Utc>,
    passed: Option<Duration>,
}

impl Steady {
    /// Begins with what the clock shows.
    pub fn begin(clock: &dyn Clock) -> Self {
        let now = clock.now();
        Self { at: now, shown: now, passed: clock.passed() }
    }

    /// Gives the moment of the last look.
    pub fn at(&self) -> DateTime<Utc> {
        self.at
    }

    /// Gives the moment it is, while the clock shows this.
    pub fn now(&self, clock: &dyn Clock, shown: DateTime<Utc>) -> DateTime<Utc> {
        let gone = match (self.passed, clock.passed()) {
            (Some(then), Some(now)) => TimeDelta::from_std(now.saturating_sub(then)).unwrap_or_default(),
            // A clock that does not run by itself says that time passes by being moved on.
            _ => (shown - self.shown).max(TimeDelta::zero()),
        };
        self.at.checked_add_signed(gone).unwrap_or(self.at)
    }

    /// Looks at the clock, which shows this; gives by how much it was set forward since the last look, where it was.
    pub fn look(&mut self, clock: &dyn Clock, shown: DateTime<Utc>) -> Option<TimeDelta> {
        let at = self.now(clock, shown);
        let ahead = (shown - self.shown) - (at - self.at);
        *self = Self { at, shown, passed: clock.passed() };
        (ahead > SET).then_some(ahead)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_800_000_000 + second, 0).unwrap()
    }

    #[test]
    fn what_goes_by_is_not_what_the_clock_is_set_to() {
        let clock = FixedClock::at(at(0));
        clock.has_passed(Duration::from_secs(100));
        let mut steady = Steady::begin(&clock);
        let mut look = |shown: i64, passed: u64| {
            clock.set(at(shown));
            clock.has_passed(Duration::from_secs(passed));
            let ahead = steady.look(&clock, clock.now());
            ((steady.at() - at(0)).num_seconds(), ahead.map(|by| by.num_seconds()))
        };
        assert_eq!(look(5, 105), (5, None));
        assert_eq!(look(7, 106), (6, None), "the clock was put right");
        assert_eq!(look(3607, 106), (6, Some(3600)), "set forward");
        assert_eq!(look(8, 107), (7, None), "set back");
        assert_eq!(look(1208, 1307), (1207, None), "the machine slept");
    }

    #[test]
    fn a_clock_that_stands_is_moved_on_and_never_back() {
        let clock = FixedClock::at(at(0));
        let mut steady = Steady::begin(&clock);
        for (shown, gone) in [(60, 60), (0, 60), (30, 90)] {
            assert_eq!(steady.look(&clock, at(shown)), None);
            assert_eq!(steady.at(), at(gone));
        }
    }

    #[test]
    fn the_clocks_of_the_machine_and_of_practice_count_the_same_time() {
        let (system, practice) = (SystemClock, PracticeClock::ahead(86_400_000_000));
        let before = system.passed().unwrap();
        let between = practice.passed().unwrap();
        let after = system.passed().unwrap();
        assert!(before <= between && between <= after);
    }
}
