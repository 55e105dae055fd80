//! Drafts: half-typed text, in a file of its own per console, so that a crash costs at most the last second.
//!
//! A file is wrapped under the data key's `draft` subkey ([`seal::wrap`]), the console's id with it.
//!
//! Where the disk has no room for it, it goes into the console's own ([`room`]); the newer of the two is the draft.
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
    Entropy, Folder, StoreError,
    cipher::Beside,
    consoles::{self, ConsoleId},
    folder,
    room::{self, Held},
    sealed,
    secret::{DataKey, seal},
};
use crate::domain::ids::{ContactId, StaffId};

/// What a console was writing.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// Who typed it; not known of one that an earlier version wrote.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub by: Option<StaffId>,
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

/// What a draft's file ends in.
const EXTENSION: &str = "draft";

/// Saves a console's draft in the place of its former one.
pub fn save(
    desk: &Folder,
    key: &DataKey,
    console: ConsoleId,
    draft: &Draft,
    entropy: &mut Entropy,
) -> Result<(), StoreError> {
    let dir = desk.drafts();
    folder::make_private_dir(&dir)?;
    let path = path(&dir, console);
    let text = serde_json::to_vec(draft)
        .map_err(|error| StoreError::file(&path, "written", std::io::Error::other(error)))?;
    match folder::write_private(&path, &seal::wrap(key, &purpose(console), &text, entropy)?, true) {
        // What cannot be taken away in either place is the older of the two.
        Ok(()) => drop(room::clear(desk, console)),
        // A folder that may not be written is somebody's to mend, and is said.
        Err(failed @ (StoreError::Full | StoreError::File { .. })) => {
            room::keep(desk, key, console, &text, entropy).map_err(|_| failed)?;
            drop(sealed::remove(&path));
        }
        Err(failed) => return Err(failed),
    }
    Ok(())
}

/// Deletes a console's draft, once its text is in the journal or its worker threw it away.
pub fn delete(desk: &Folder, console: ConsoleId) -> Result<(), StoreError> {
    sealed::remove(&path(&desk.drafts(), console))?;
    room::clear(desk, console)
}

/// Lists the drafts of consoles that no longer live; damaged ones are put aside and told of.
pub fn leftovers(desk: &Folder, key: &DataKey) -> Result<Vec<Leftover>, StoreError> {
    let mut found = Vec::new();
    for (stem, path) in sealed::list(&desk.drafts(), EXTENSION)? {
        let console = Uuid::parse_str(&stem).ok().map(ConsoleId);
        if console.is_some_and(|console| consoles::is_alive(desk, console)) {
            continue;
        }
        // Read after the question: a console that ended in between deleted its draft or left it whole.
        let draft =
            newer(read(&path, key, console)?, console.and_then(|console| in_room(desk, key, console)));
        match console.zip(draft) {
            Some((console, draft)) => found.push(Leftover::Whole { console, draft }),
            None if path.exists() => found.push(Leftover::Damaged { kept: aside(&path)? }),
            None => {}
        }
    }
    for (console, room) in room::of_the_dead(desk)? {
        if path(&desk.drafts(), console).exists() {
            continue;
        }
        match room::held(desk, key, console) {
            Held::Nothing => {}
            Held::Text(_) => {
                let draft = in_room(desk, key, console);
                found.extend(draft.map(|draft| Leftover::Whole { console, draft }));
            }
            Held::Damaged => found.push(Leftover::Damaged { kept: aside(&room)? }),
        }
    }
    Ok(found)
}

/// Gives the later of two that were saved.
fn newer(a: Option<Draft>, b: Option<Draft>) -> Option<Draft> {
    [a, b].into_iter().flatten().max_by_key(|draft| draft.saved_at)
}

/// Reads the draft that lies in a console's room.
fn in_room(desk: &Folder, key: &DataKey, console: ConsoleId) -> Option<Draft> {
    match room::held(desk, key, console) {
        Held::Text(text) => serde_json::from_slice(&text).ok(),
        Held::Nothing | Held::Damaged => None,
    }
}

/// Reads a draft; nothing, where it is gone or damaged.
fn read(path: &Path, key: &DataKey, console: Option<ConsoleId>) -> Result<Option<Draft>, StoreError> {
    let Some(purpose) = console.map(purpose) else { return Ok(None) };
    let open = |wrapped: Vec<u8>| seal::unwrap(key, &purpose, &wrapped);
    let text = match fs::read(path) {
        Ok(wrapped) => open(wrapped),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::file(path, "read", error)),
    };
    // A crash between the database's new key and this file's leaves the file that has it waiting beside this one.
    let text = text.or_else(|| {
        let text = open(fs::read(Beside::waiting(path)).ok()?)?;
        Beside { path: path.to_owned() }.take_over().ok()?;
        Some(text)
    });
    Ok(text.and_then(|text| serde_json::from_slice(&text).ok()))
}

/// Seals every draft anew with another key, beside the former ones; damaged ones stay as they are.
pub(super) fn sealed_anew(
    desk: &Folder,
    old: &DataKey,
    new: &DataKey,
    entropy: &mut Entropy,
) -> Result<Vec<Beside>, StoreError> {
    // Where a key is changed there is room for files.
    for (console, _) in room::of_the_dead(desk)? {
        if let Some(draft) = in_room(desk, old, console) {
            let known = read(&path(&desk.drafts(), console), old, Some(console))?;
            if let Some(draft) = newer(known, Some(draft)) {
                save(desk, old, console, &draft, entropy)?;
            }
        }
    }
    let mut beside = Vec::new();
    for (stem, path) in sealed::list(&desk.drafts(), EXTENSION)? {
        let Some(console) = Uuid::parse_str(&stem).ok().map(ConsoleId) else { continue };
        let Ok(wrapped) = fs::read(&path) else { continue };
        if let Some(text) = seal::unwrap(old, &purpose(console), &wrapped) {
            beside.push(Beside::write(&path, &seal::wrap(new, &purpose(console), &text, entropy)?)?);
        }
    }
    Ok(beside)
}

/// Seals the drafts that an earlier version left in clear, and takes those away.
pub(super) fn seal_plain(desk: &Folder, key: &DataKey, entropy: &mut Entropy) -> Result<(), StoreError> {
    for (stem, path) in sealed::list(&desk.drafts(), "json")? {
        let Some(console) = Uuid::parse_str(&stem).ok().map(ConsoleId) else { continue };
        let text = fs::read(&path).map_err(|error| StoreError::file(&path, "read", error))?;
        let to = self::path(&desk.drafts(), console);
        folder::write_private(&to, &seal::wrap(key, &purpose(console), &text, entropy)?, true)?;
        sealed::remove(&path)?;
    }
    Ok(())
}

/// Binds a draft to its console, so that one cannot be passed off as another's.
fn purpose(console: ConsoleId) -> String {
    format!("draft:{console}")
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
    dir.join(format!("{console}.{EXTENSION}"))
}
