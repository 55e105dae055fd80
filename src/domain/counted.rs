//! How often anything was worked out: counted for the tests that guard what is worked out once, and in no built program.

#[cfg(test)]
thread_local! {
    static TIMES: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts that a calendar was asked, a test of the profile answered, or a line of the board read.
#[cfg(test)]
pub(crate) fn once() {
    TIMES.set(TIMES.get() + 1);
}

/// Counts nothing.
#[cfg(not(test))]
pub(crate) const fn once() {}

/// Gives how often it was, on this thread.
#[cfg(test)]
pub(crate) fn times() -> u64 {
    TIMES.get()
}
