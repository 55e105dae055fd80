//! `dutydesk service`: programs that read the desk without anybody at the keyboard.

use std::path::PathBuf;

use super::{Failure, out, place::Place};

/// Lets programs read the desk.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Service {
    /// Adds one, and makes its key file; it reads as an auditor does. `dutydesk staff leave` withdraws it.
    Add {
        /// What it is called.
        name: String,
        /// Where its key file is made: not in the desk's folder, and best on another disk.
        #[arg(long = "file", value_name = "FILE")]
        file: PathBuf,
    },
}

impl Service {
    /// Does it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let Self::Add { name, file } = self;
        let mut desk = place.desk()?;
        desk.add_service(name, file)?;
        out::text(&format!(
            "{name} reads this desk with --key {}. Whoever has that file does too.",
            file.display()
        ))
    }
}
