//! Which folder, which clock, and as whom.

use std::{path::PathBuf, sync::Arc};

use super::{Failure, Globals, console, log, prompt};
use crate::{
    desk::{Clock, Desk, DeskError, Entry, Opening, Random, clock::PracticeClock, entry, found},
    store::{Folder, StoreError, keys::Keys},
};

/// Who sits at a practice desk when nobody says.
const AT_THE_DESK: &str = "A. Okoro";

/// Where a command works, and as whom.
pub(super) struct Place {
    data: PathBuf,
    practice: bool,
    receipts: Option<PathBuf>,
    as_name: Option<String>,
    key: Option<PathBuf>,
    passphrase_stdin: bool,
    clock: Arc<dyn Clock>,
}

impl Place {
    /// Makes it of what stands on the command line.
    pub(super) fn of(globals: Globals, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        let platform = || directories::BaseDirs::new().map(|dirs| dirs.data_dir().join("dutydesk"));
        let data = globals.data.or_else(platform).ok_or_else(|| {
            Failure::Usage("this user has no home folder to keep a desk in: name one with --data".to_owned())
        })?;
        let Globals { practice, receipts, as_name, key, passphrase_stdin, .. } = globals;
        Ok(Self { data, practice, receipts, as_name, key, passphrase_stdin, clock })
    }

    /// Gives the same place on its practice desk.
    pub(super) fn for_practice(&self) -> Self {
        Self {
            data: self.data.clone(),
            practice: true,
            receipts: self.receipts.clone(),
            as_name: self.as_name.clone(),
            key: self.key.clone(),
            passphrase_stdin: self.passphrase_stdin,
            clock: Arc::clone(&self.clock),
        }
    }

    /// Gives the data directory.
    pub(super) fn data(&self) -> &std::path::Path {
        &self.data
    }

    /// Gives the path of the desk's folder.
    pub(super) fn path(&self) -> PathBuf {
        if self.practice { self.data.join("practice") } else { self.data.clone() }
    }

    /// Gives the desk's folder; it must hold a desk.
    pub(super) fn folder(&self) -> Result<Folder, Failure> {
        let path = self.path();
        let was_open = Folder::is_open_to_others(&path);
        let folder = Folder::open(&path)?;
        if was_open {
            super::out::note(&format!(
                "others could read {} until now; it is closed to them",
                path.display()
            ));
        }
        Ok(folder)
    }

    /// Gives the machine's clock.
    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// Gives the clock of the desk in a folder; a practice desk has its own.
    pub(super) fn desk_clock(folder: &Folder) -> PracticeClock {
        found::practice_clock(folder)
    }

    /// Gives the clock of the desk in a folder: a real one has the machine's, whatever lies beside it.
    pub(super) fn clock_of(&self, folder: &Folder) -> Arc<dyn Clock> {
        if self.practice { Arc::new(Self::desk_clock(folder)) } else { Arc::clone(&self.clock) }
    }

    /// Tells whether this is the place of a practice desk.
    pub(super) fn is_practice(&self) -> bool {
        self.practice
    }

    /// Tells whether passphrases come on standard input.
    pub(super) fn passphrase_stdin(&self) -> bool {
        self.passphrase_stdin
    }

    /// Gives the name to sign in by on a practice desk.
    pub(super) fn as_name(&self) -> &str {
        self.as_name.as_deref().unwrap_or(AT_THE_DESK)
    }

    /// Opens the desk, signed in: a practice desk by itself, a real one by a passphrase or a service's key file.
    pub(super) fn desk(&self) -> Result<Desk, Failure> {
        let mut desk = self.desk_of_nobody()?;
        if self.practice {
            desk.sign_in_for_practice(self.as_name())?;
        }
        Ok(desk)
    }

    /// Opens the desk; on a practice desk without signing anybody in, for what needs nobody.
    pub(super) fn desk_of_nobody(&self) -> Result<Desk, Failure> {
        let folder = self.folder()?;
        log::begin(&folder);
        let clock = self.clock_of(&folder);
        let mut desk = if self.practice {
            Desk::open(&folder, Opening::default(), clock, Random::System)?
        } else {
            self.sign_in(&folder, clock)?
        };
        self.keep_receipt(&mut desk)?;
        Ok(desk)
    }

    /// Opens a real desk by whoever is there.
    fn sign_in(&self, folder: &Folder, clock: Arc<dyn Clock>) -> Result<Desk, Failure> {
        if !folder.database().exists() {
            return Err(StoreError::Missing(folder.root().to_owned()).into());
        }
        let keys = Keys::of(folder);
        let entry = if let Some(file) = &self.key {
            Entry::Service(keys.open_service(file)?)
        } else {
            let asked = || prompt::ask("Name: ", |name| Ok::<_, String>(name.to_owned()));
            let name = match &self.as_name {
                Some(name) => name.clone(),
                None if prompt::is_terminal() => asked()?,
                None => {
                    return Err(Failure::Usage(
                        "nobody is here to say who signs in: name them with --as, or a service's key file with --key"
                            .to_owned(),
                    ));
                }
            };
            let passphrase = prompt::secret("Passphrase", self.passphrase_stdin)?;
            Entry::Person(entry::unlock(folder, &name, &passphrase, clock.now())?)
        };
        let desk = Desk::enter(folder, Opening::default(), entry, clock, Random::System)?;
        for name in desk.leavers_with_keys()? {
            super::out::note(&DeskError::KeyStands(name.to_owned()).to_string());
        }
        Ok(desk)
    }

    /// Compares the desk with what this computer last saw of it, and warns where an older folder was put back.
    pub(super) fn keep_receipt(&self, desk: &mut Desk) -> Result<(), Failure> {
        let state = || directories::BaseDirs::new().map(|dirs| state_dir(&dirs).join("dutydesk/receipts"));
        let directory =
            if self.receipts.is_some() || self.practice { self.receipts.clone() } else { state() };
        if let Some(betrayed) = directory.and_then(|directory| desk.keep_receipt(&directory).transpose()) {
            super::out::note(&betrayed?.to_string());
        }
        Ok(())
    }

    /// Opens the console; where there is no desk yet, and somebody to found one, that comes first.
    pub(super) fn console(&self) -> Result<(), Failure> {
        let path = self.path();
        if !path.join("desk.db").exists() && path.join("desk.keys").exists() {
            return Err(StoreError::Gone(path).into());
        }
        if !path.join("desk.db").exists() && prompt::is_terminal() {
            super::founding::run(self)?;
            if self.practice {
                return Ok(());
            }
        }
        let folder = self.folder()?;
        log::begin(&folder);
        let clock = self.clock_of(&folder);
        if self.practice {
            return console::practice(self, &folder, clock);
        }
        if !folder.database().exists() {
            return Err(StoreError::Missing(folder.root().to_owned()).into());
        }
        console::real(self, &folder, clock)
    }
}

/// Where a program keeps what outlives its data; the local data folder, where the platform has nothing of the kind.
fn state_dir(dirs: &directories::BaseDirs) -> &std::path::Path {
    dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir())
}
