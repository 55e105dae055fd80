//! The thin binary: makes the clock, runs what the command line says, ends with its exit code.

use std::{process::ExitCode, sync::Arc};

use dutydesk::{cli, desk::clock::SystemClock};

fn main() -> ExitCode {
    cli::run(std::env::args_os(), Arc::new(SystemClock))
}
