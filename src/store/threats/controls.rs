//! Every control that the program claims, what keeps it, and which test goes red without it.
//!
//! A page to read; there is no code in it. Each line was tried: in a copy of the source the one guard was taken out, and the
//! tests beside it failed. `tests/controls.rs` reads these tables, and wants every test and every scenario to be there still.
//! A test is named as it is printed when it runs: `main::` before those under `tests`, the rest stand beside what they test. A
//! scenario is named by its file under `tests/scenarios` and its title. Where two guards keep one thing both were taken out,
//! and the line says so.
//!
//! A new control gets a line here; a guard without one is found by nobody when it goes.
#![doc = include_str!("controls/deciding.md")]
#![doc = include_str!("controls/keeping.md")]
#![doc = include_str!("controls/telling.md")]
