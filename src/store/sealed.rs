//! Sealed files: anybody on this computer can drop one, and only who holds the desk's keys can read it.
//!
//! A file is named for its id and sealed to the desk's public key ([`seal::seal_to`]) under `dutydesk.<what>.v1:<id>`,
//! so that one cannot be passed off as another. Dropping one needs that public key and nothing else.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use uuid::Uuid;

use super::{
    Entropy, StoreError, folder,
    secret::{SealingKey, seal},
};

/// What all sealed files end in.
pub(super) const EXTENSION: &str = "sealed";
/// How much longer a sealed text is than the text: format, encapsulated key, tag.
const OVERHEAD: usize = 1 + 32 + 16;

/// A kind of sealed file.
pub(super) struct Kind {
    /// Its name in the seal.
    pub(super) what: &'static str,
    /// The longest text that is read, in bytes.
    pub(super) longest: usize,
}

/// A sealed file that was opened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Opened {
    pub(super) id: Uuid,
    pub(super) body: String,
    pub(super) path: PathBuf,
}

impl Kind {
    fn info(&self, id: Uuid) -> Vec<u8> {
        format!("dutydesk.{}.v1:{id}", self.what).into_bytes()
    }

    /// Seals a text into a folder.
    pub(super) fn drop(
        &self,
        dir: &Path,
        public: &[u8; 32],
        id: Uuid,
        body: &str,
        entropy: &mut Entropy,
    ) -> Result<(), StoreError> {
        folder::make_private_dir(dir)?;
        let sealed = seal::seal_to(public, &self.info(id), body.as_bytes(), entropy)?;
        folder::write_private(&dir.join(format!("{id}.{EXTENSION}")), &sealed, true)
    }

    /// Opens what waits in a folder, oldest first; files that cannot be one are put aside.
    pub(super) fn waiting(&self, dir: &Path, key: &SealingKey) -> Result<Vec<Opened>, StoreError> {
        let mut waiting = Vec::new();
        for (stem, path) in list(dir, EXTENSION)? {
            let opened = Uuid::parse_str(&stem).ok().and_then(|id| {
                let bytes = seal::open_with(key, &self.info(id), &self.read(&path)?)?;
                Some(Opened { id, body: String::from_utf8(bytes.to_vec()).ok()?, path: path.clone() })
            });
            match opened {
                Some(opened) => waiting.push(opened),
                // Another console may have taken it between the listing and the reading.
                None if path.exists() => aside(&path)?,
                None => {}
            }
        }
        waiting.sort_by_key(|opened| opened.id);
        Ok(waiting)
    }

    fn read(&self, path: &Path) -> Option<Vec<u8>> {
        let most = self.longest + OVERHEAD;
        let mut bytes = Vec::new();
        fs::File::open(path).ok()?.take(most as u64 + 1).read_to_end(&mut bytes).ok()?;
        (bytes.len() <= most).then_some(bytes)
    }
}

/// Takes a file away; one that is gone already is no failure.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file(path, "removed", error))
        }
        _ => Ok(()),
    }
}

/// Puts a file aside, still sealed, under the name `<id>.refused`.
pub(super) fn aside(path: &Path) -> Result<(), StoreError> {
    match fs::rename(path, path.with_extension("refused")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::file(path, "put aside", error))
        }
        _ => Ok(()),
    }
}

/// Lists a folder's files with this extension: stem and path. A folder that is not there has none.
pub(super) fn list(dir: &Path, extension: &str) -> Result<Vec<(String, PathBuf)>, StoreError> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::file(dir, "read", error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| StoreError::file(dir, "read", error))?.path();
        if path.extension().is_some_and(|found| found == extension)
            && let Some(stem) = path.file_stem().and_then(|stem| stem.to_str())
        {
            found.push((stem.to_owned(), path));
        }
    }
    found.sort();
    Ok(found)
}
