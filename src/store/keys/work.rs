//! How much work a guess costs: Argon2id, measured on the machine at which the desk is founded.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};

use super::super::secret::DataKey;

/// How long a guess takes at least.
const LEAST: Duration = Duration::from_millis(250);
/// How long it may take, so that a sign-in stays under 600 ms.
const MOST: Duration = Duration::from_millis(500);
/// What is aimed at between the two.
const AIM_MS: u128 = 350;
/// How many passes a file may ask for; a damaged one must not keep a console busy for ever.
const PASSES: u32 = 256;
/// How much memory a file may ask for, in KiB.
const MEMORY_KIB: u32 = 1024 * 1024;
/// How often the measuring starts over at most.
const ROUNDS: u32 = 6;

/// How much work a guess costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strength {
    /// 64 MiB, and as many passes as take 250 to 500 ms on this machine, but never fewer than three.
    Real,
    /// Nearly nothing, for practice desks, whose passphrases protect nobody.
    Practice,
}

/// What Argon2id is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Work {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Work {
    /// The least that protects a real desk: 64 MiB, three passes, one lane.
    pub const FLOOR: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// What a practice desk takes.
    pub const PRACTICE: Self = Self { memory_kib: 64, passes: 1, lanes: 1 };

    /// Gives the work of a strength, measuring this machine where it is a real one; takes a second or two then.
    pub fn of(strength: Strength) -> Self {
        match strength {
            Strength::Practice => Self::PRACTICE,
            Strength::Real => Self::calibrated(|work| {
                let once = || {
                    let begun = Instant::now();
                    let _ = work.derive("calibrating", &[0; 16]);
                    begun.elapsed()
                };
                // The quicker of two tells what the machine can do; the slower one, what else it was doing.
                once().min(once())
            }),
        }
    }

    /// Raises the passes from the floor until a guess takes 250 to 500 ms by `measure`.
    pub fn calibrated(measure: impl Fn(Self) -> Duration) -> Self {
        let mut work = Self::FLOOR;
        for _ in 0..ROUNDS {
            let took = measure(work);
            let fits = took >= LEAST && (took <= MOST || work.passes == Self::FLOOR.passes);
            if fits {
                break;
            }
            let aimed = u128::from(work.passes) * AIM_MS / took.as_millis().max(1);
            work.passes = u32::try_from(aimed).unwrap_or(PASSES).clamp(Self::FLOOR.passes, PASSES);
        }
        work
    }

    /// Gives how many passes are made.
    pub fn passes(self) -> u32 {
        self.passes
    }

    /// Derives the key that wraps a person's secrets; nothing, where the file asks for what no desk asks for.
    pub(super) fn derive(self, passphrase: &str, salt: &[u8]) -> Option<DataKey> {
        if self.memory_kib > MEMORY_KIB || self.passes > PASSES || self.lanes > 8 {
            return None;
        }
        #[cfg(test)]
        DERIVED
            .with(|derived| derived.set(derived.get() + u64::from(self.memory_kib) * u64::from(self.passes)));
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let mut key = zeroize::Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, key.as_mut_slice())
            .ok()?;
        Some(DataKey::from_bytes(&key))
    }
}

#[cfg(test)]
thread_local! {
    /// How much work was done in this thread, in KiB times passes.
    pub(super) static DERIVED: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passes_are_raised_until_a_guess_takes_long_enough_and_no_longer() {
        for (per_pass_us, at_least, at_most) in [
            (10_000, 25, 50),
            (40_000, 7, 12),
            (80_000, 4, 6),
            (100_000, 3, 5),
            (400_000, 3, 3),
            (10, 256, 256),
        ] {
            let work = Work::calibrated(|work| Duration::from_micros(per_pass_us) * work.passes);
            assert_eq!((work.memory_kib, work.lanes), (65_536, 1));
            assert!((at_least..=at_most).contains(&work.passes), "{per_pass_us}: {work:?}");
        }
    }

    #[test]
    fn a_machine_that_was_busy_for_a_moment_is_measured_again() {
        let calls = std::cell::Cell::new(0);
        let work = Work::calibrated(|work| {
            calls.set(calls.get() + 1);
            // The second look falls into a hiccup.
            Duration::from_millis(20) * work.passes * if calls.get() == 2 { 3 } else { 1 }
        });
        let took = Duration::from_millis(20) * work.passes;
        assert!((LEAST..=MOST).contains(&took), "{work:?}");
        // One that was quick for a moment and is busy ever after takes no fewer passes than protect a desk.
        let calls = std::cell::Cell::new(0);
        let work = Work::calibrated(|_| {
            calls.set(calls.get() + 1);
            if calls.get() == 1 { Duration::from_millis(100) } else { Duration::from_secs(10) }
        });
        assert_eq!(work, Work::FLOOR);
    }

    #[test]
    fn a_file_that_asks_for_too_much_gets_nothing() {
        for work in [
            Work { memory_kib: u32::MAX, ..Work::FLOOR },
            Work { passes: u32::MAX, ..Work::FLOOR },
            Work { passes: 0, ..Work::PRACTICE },
            Work { lanes: 0, ..Work::PRACTICE },
            Work { lanes: u32::MAX, ..Work::PRACTICE },
        ] {
            assert!(work.derive("x", &[0; 16]).is_none());
        }
        assert!(Work::PRACTICE.derive("x", &[]).is_none());
        assert!(Work::PRACTICE.derive("x", &[0; 16]).is_some());
    }
}
