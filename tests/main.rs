//! The test suite.

#[cfg(test)]
mod layers;
#[cfg(test)]
mod scenarios;
#[cfg(test)]
mod walks;
