//! Drafts: half-typed text, in a file of its own per console, so that a crash costs at most the last second.
//!
//! A draft never becomes an event by itself. After a crash it is offered; the ids inside it make submitting it twice
//! harmless.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Folder, StoreError,
    consoles::{self, ConsoleId},
    folder, rings,
};
use crate::domain::ids::ContactId;

/// What a console was writing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The contact; none, where there is no contact yet.
    pub contact: Option<ContactId>,
    /// When it was saved.
    pub saved_at: DateTime<Utc>,
    /// How many words it has, for "note of 212 words".
    pub words: u32,
    /// The text and its event's id, as the console wrote them.
    pub body: String,
}

/// A draft that a console left when it ended without finishing.
#[derive(Debug)]
pub enum Leftover {
    /// It can be offered.
    Whole {
        /// The console that wrote it.
        console: ConsoleId,
        /// The draft.
        draft: Draft,
    },
    /// It cannot be read, and was put aside under another name.
    Damaged {
        /// Where it is kept now.
        kept: PathBuf,
    },
}

impl Leftover {
    /// Says what happened to a damaged draft, for the screen.
    pub fn words(&self) -> Option<String> {
        match self {
            Self::Whole { .. } => None,
            Self::Damaged { kept } => Some(format!(
                "a draft from before cannot be read; it was not thrown away but kept as {}: ask whoever looks after \
                 this computer to look inside",
                kept.display()
            )),
        }
    }
}

/// Saves a console's draft in the place of its former one.
pub fn save(desk: &Folder, console: ConsoleId, draft: &Draft) -> Result<(), StoreError> {
    let dir = desk.drafts();
    folder::make_private_dir(&dir)?;
    let path = path(&dir, console);
    let text = serde_json::to_vec(draft)
        .map_err(|error| StoreError::file(&path, "written", std::io::Error::other(error)))?;
    folder::write_private(&path, &text, true)
}

/// Deletes a console's draft, once its text is in the journal or its worker threw it away.
pub fn delete(desk: &Folder, console: ConsoleId) -> Result<(), StoreError> {
    let path = path(&desk.drafts(), console);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file(path, "removed", error))
        }
        _ => Ok(()),
    }
}

/// Lists the drafts of consoles that no longer live; damaged ones are put aside and told of.
pub fn leftovers(desk: &Folder) -> Result<Vec<Leftover>, StoreError> {
    let mut found = Vec::new();
    for (stem, path) in rings::list(&desk.drafts(), "json")? {
        let console = Uuid::parse_str(&stem).ok().map(ConsoleId);
        if console.is_some_and(|console| consoles::is_alive(desk, console)) {
            continue;
        }
        // Read after the question: a console that ended in between deleted its draft or left it whole.
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(StoreError::file(path, "read", error)),
        };
        match (console, serde_json::from_slice(&text)) {
            (Some(console), Ok(draft)) => found.push(Leftover::Whole { console, draft }),
            _ => found.push(Leftover::Damaged { kept: aside(&path)? }),
        }
    }
    Ok(found)
}

/// Renames a damaged draft to a name that is free.
fn aside(path: &Path) -> Result<PathBuf, StoreError> {
    let kept = (1_u32..1_000)
        .map(|n| path.with_extension(format!("damaged-{n}")))
        .find(|kept| !kept.exists())
        .unwrap_or_else(|| path.with_extension("damaged"));
    fs::rename(path, &kept).map_err(|error| StoreError::file(path, "put aside", error))?;
    Ok(kept)
}

fn path(dir: &Path, console: ConsoleId) -> PathBuf {
    dir.join(format!("{console}.json"))
}
