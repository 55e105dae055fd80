//! The console's parts: what is drawn, and what a key means. Nothing here sees the store, waits, or reads a clock.
//!
//! Drawing never changes what is true; where a widget remembers how wide it was drawn, that is a cache. Facts come as the
//! plain views of [`crate::desk::protocol`]; what a key comes to goes out as [`screens::call::pane::Say`] and is done elsewhere.

pub mod cover;
pub mod draw;
pub mod due;
pub mod kept;
pub mod keymap;
pub mod layers;
pub mod screens;
pub mod theme;
pub mod waits;
pub mod widgets;
