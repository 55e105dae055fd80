//! `dutydesk keys`.

use super::{Failure, out};
use crate::ui::keymap;

/// Prints every key of the console; needs no desk.
pub(super) fn run() -> Result<(), Failure> {
    out::text(&keymap::as_text())
}
