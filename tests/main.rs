//! The test suite.

#[cfg(test)]
mod common;
#[cfg(test)]
mod runtime;
