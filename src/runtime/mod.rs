//! What runs the console: the terminal, the keys, the signals, the timers, and the one loop that they all meet in.
//!
//! Nothing here ticks: the loop sleeps until a key, an answer, a signal or the time that the program asked for.

pub mod app;
pub mod desk_thread;
pub mod event_loop;
mod input;
pub mod signals;
pub mod terminal;
