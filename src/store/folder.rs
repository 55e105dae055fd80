//! The data folder: one desk, readable by its owner only.
//!
//! ```text
//! desk.db (-wal, -shm)   the journal and its projections      drafts/<console>.draft   half-typed text
//! desk.head              how far the journal goes             consoles/<console>.lock  held while the console lives
//! desk.keys (.lock,      who can open the desk                backups/                 copies made before migrations
//!            .rekey)                                          practice.key             opens a practice desk by itself
//! ringing/<ring>.sealed  calls that a telephone announced     notes/<note>.sealed      written without a passphrase
//! spool/<console>.spool  words that the disk had no room for  spool/<console>.room     half-typed ones
//! desk.book              who works here, who is out           desk.reserve             room to open in on a full disk
//! desk.damage            what was found damaged
//! ```
//!
//! Everything in it that says anything about anybody is encrypted or sealed; of a practice desk, which protects nobody,
//! the keys lie beside it.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::StoreError;

/// The folder of one desk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes the folder, or takes one that is empty or holds a desk already.
    pub fn create(root: &Path) -> Result<Self, StoreError> {
        let folder = Self { root: root.to_owned() };
        if root.is_dir() && !folder.database().exists() && !is_empty(root)? {
            // Closing somebody's home or /tmp to everybody else would be worse than refusing.
            return Err(StoreError::NotADesk(root.to_owned()));
        }
        make_private_dir(root)?;
        Ok(folder)
    }

    /// Takes a folder that holds a desk; one that others could read is closed to them.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let folder = Self { root: root.to_owned() };
        match fs::symlink_metadata(folder.database()) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(StoreError::Permission(root.to_owned()));
            }
            Err(_) => return Err(StoreError::Missing(root.to_owned())),
        }
        make_private_dir(root)?;
        Ok(folder)
    }

    /// Tells whether others than the owner could read the folder until now, which is worth a warning.
    pub fn is_open_to_others(root: &Path) -> bool {
        fs::metadata(root).is_ok_and(|meta| open_to_others(&meta))
    }

    /// Gives the folder's path.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Gives the path of the database.
    pub fn database(&self) -> PathBuf {
        self.root.join("desk.db")
    }

    /// Gives the path of `desk.head`.
    pub fn head(&self) -> PathBuf {
        self.root.join("desk.head")
    }

    /// Gives the path of `desk.keys`.
    pub fn keys(&self) -> PathBuf {
        self.root.join("desk.keys")
    }

    /// Gives the path of what was found damaged.
    pub fn damage(&self) -> PathBuf {
        self.root.join("desk.damage")
    }

    /// Gives the folder of half-typed text.
    pub fn drafts(&self) -> PathBuf {
        self.root.join("drafts")
    }

    /// Gives the folder of ringing calls.
    pub fn ringing(&self) -> PathBuf {
        self.root.join("ringing")
    }

    /// Gives the folder of sealed notes.
    pub fn notes(&self) -> PathBuf {
        self.root.join("notes")
    }

    /// Gives the folder of the consoles' spools.
    pub fn spool(&self) -> PathBuf {
        self.root.join("spool")
    }

    /// Gives the folder of the consoles' lock files.
    pub fn consoles(&self) -> PathBuf {
        self.root.join("consoles")
    }

    /// Gives the folder of the copies made before migrations.
    pub fn backups(&self) -> PathBuf {
        self.root.join("backups")
    }

    /// Closes the desk's files to everybody but their owner.
    pub(super) fn mend_files(&self) -> Result<(), StoreError> {
        for name in ["desk.db", "desk.db-wal", "desk.db-shm", "desk.head", "desk.keys"] {
            let path = self.root.join(name);
            if fs::metadata(&path).is_ok_and(|meta| open_to_others(&meta)) {
                set_mode(&path, 0o600)?;
            }
        }
        Ok(())
    }
}

fn is_empty(dir: &Path) -> Result<bool, StoreError> {
    let mut entries = fs::read_dir(dir).map_err(|error| StoreError::file(dir, "read", error))?;
    Ok(entries.next().is_none())
}

/// Makes a folder that only its owner can enter, or closes an existing one to everybody else.
pub(crate) fn make_private_dir(dir: &Path) -> Result<(), StoreError> {
    if !dir.is_dir() {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(dir).map_err(|error| StoreError::file(dir, "made", error))?;
    }
    if fs::metadata(dir).is_ok_and(|meta| open_to_others(&meta)) {
        set_mode(dir, 0o700)?;
    }
    Ok(())
}

/// Makes an empty file that only its owner can read, unless it exists.
pub(super) fn make_private_file(path: &Path) -> Result<(), StoreError> {
    match private().create_new(true).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(StoreError::file(path, "made", error)),
    }
}

/// Writes a file in one step, so that a reader and a crash see the old text or the new one and nothing between.
///
/// The text itself is synced where `durable` says so; the rename is not, so a power cut may bring the old text back.
pub fn write_private(path: &Path, text: &[u8], durable: bool) -> Result<(), StoreError> {
    // Two processes never share a temporary file, and one that a crash left is taken over.
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = (|| {
        let mut file = private().create(true).truncate(true).open(&temporary)?;
        file.write_all(text)?;
        if durable {
            file.sync_data()?;
        }
        drop(file);
        fs::rename(&temporary, path)
    })();
    written.map_err(|error| {
        // The old file stands; the half-written one would only take room.
        let _ = fs::remove_file(&temporary);
        StoreError::file(path, "written", error)
    })
}

/// Gives options that make new files readable by their owner only.
pub(crate) fn private() -> OpenOptions {
    let mut options = File::options();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

#[cfg(unix)]
fn open_to_others(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    meta.permissions().mode() & 0o077 != 0
}

/// Elsewhere the folder inherits the rights of the user's own profile folder.
#[cfg(not(unix))]
fn open_to_others(_: &fs::Metadata) -> bool {
    false
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> Result<(), StoreError> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .map_err(|_| StoreError::Permission(path.to_owned()))
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) -> Result<(), StoreError> {
    Ok(())
}
