//! The console.

use std::sync::Arc;

use super::Failure;
use crate::{desk::Clock, store::Folder};

/// Opens the console on a desk, signed in as `as_name`, and stays until it is left.
pub(super) fn run(_desk: &Folder, _clock: Arc<dyn Clock>, _as_name: &str) -> Result<(), Failure> {
    Err(Failure::Unavailable(
        "the console is not in this build; the desk is there, and every other command works on it".to_owned(),
    ))
}
