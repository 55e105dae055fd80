//! Times of many tries, and the usual and the slow one among them.

use std::{
    fmt,
    hint::black_box,
    time::{Duration, Instant},
};

/// The usual one and the slow one of many.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tail {
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

impl Tail {
    pub(crate) fn of(mut took: Vec<Duration>) -> Self {
        took.sort();
        let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or_default();
        Self { p50: at(50), p99: at(99) }
    }
}

impl fmt::Display for Tail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", millis(self.p50), millis(self.p99))
    }
}

/// Writes milliseconds with as many digits as tell something.
pub(crate) fn millis(took: Duration) -> String {
    let ms = took.as_secs_f64() * 1e3;
    match ms {
        0.0..0.01 => format!("{ms:.5}"),
        0.01..10.0 => format!("{ms:.2}"),
        10.0..100.0 => format!("{ms:.1}"),
        _ => format!("{ms:.0}"),
    }
}

/// Takes the time of one try.
pub(crate) fn timed<T, E>(run: impl FnOnce() -> Result<T, E>) -> Result<Duration, E> {
    let start = Instant::now();
    black_box(run()?);
    Ok(start.elapsed())
}
