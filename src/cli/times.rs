//! Times on the command line: a wrong one is a matter of usage.

pub(super) use crate::domain::input::moment::{read, read_bound};
