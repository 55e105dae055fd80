//! `dutydesk backup FILE`.

use std::path::PathBuf;

use super::{Failure, out, place::Place};

/// Copies the desk to a new file, and proves the copy.
#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    /// The file to make; it must not be there yet. Beside it, FILE.keys says who can open it; drafts are not in it.
    file: PathBuf,
}

impl Backup {
    /// Copies.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let folder = self.file.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            return Err(Failure::Place(format!(
                "there is no folder {}; nothing was copied: make it, or name a file in another",
                folder.display()
            )));
        }
        let mut desk = place.desk()?;
        let (verified, keys) = desk.backup(&self.file)?;
        let (entries, file) = (verified.entries, self.file.display());
        out::text(&format!(
            "{file} holds the desk as it was just now, and was proved: {entries} entries. It opens with {}, by the \
             passphrases of today, once that lies beside it as desk.keys.",
            keys.display()
        ))
    }
}
