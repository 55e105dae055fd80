//! What runs the console: the terminal, the keys, the signals, the timers, and the one loop that they all meet in.
//!
//! Nothing here ticks: the loop sleeps until a key, an answer, a signal or the time that the program asked for.
//!
//! | noun | file |
//! |---|---|
//! | waiting for keys, on a thread of its own | `input` |
//! | the loop: messages in, effects out, one frame for all that came together | [`event_loop`] |
//! | the model, and the one function that changes it | [`app`] |
//! | what is shown before anybody signed in | [`door`] |
//! | the desk on its thread: one message, one unit of work | [`desk_thread`] |
//! | what tells the console to go, and saves what is half-typed | [`signals`] |
//! | the terminal, borrowed and given back | [`terminal`] |
//! | lines that only moved, moved by the terminal itself | `scrolling` |

pub mod app;
pub mod desk_thread;
pub mod door;
pub mod event_loop;
mod input;
mod scrolling;
pub mod signals;
pub mod terminal;
