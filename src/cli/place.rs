//! Which folder, which clock, and as whom.

use std::{path::PathBuf, sync::Arc};

use super::{Failure, Globals, console, log};
use crate::{
    desk::{Clock, Desk, DeskError, Opening, Random, clock::PracticeClock, found},
    store::Folder,
};

/// Who sits at a practice desk when nobody says.
const AT_THE_DESK: &str = "A. Okoro";

/// Where a command works, and as whom.
pub(super) struct Place {
    data: PathBuf,
    practice: bool,
    receipts: Option<PathBuf>,
    as_name: Option<String>,
    clock: Arc<dyn Clock>,
}

impl Place {
    /// Makes it of what stands on the command line.
    pub(super) fn of(globals: Globals, clock: Arc<dyn Clock>) -> Result<Self, Failure> {
        let platform = || directories::BaseDirs::new().map(|dirs| dirs.data_dir().join("dutydesk"));
        let data = globals.data.or_else(platform).ok_or_else(|| {
            Failure::Usage("this user has no home folder to keep a desk in: name one with --data".to_owned())
        })?;
        let (practice, receipts) = (globals.practice, globals.receipts);
        Ok(Self { data, practice, receipts, as_name: globals.as_name, clock })
    }

    /// Gives the same place on its practice desk.
    pub(super) fn for_practice(&self) -> Self {
        Self {
            data: self.data.clone(),
            practice: true,
            receipts: self.receipts.clone(),
            as_name: self.as_name.clone(),
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

    /// Gives the name to sign in by.
    pub(super) fn as_name(&self) -> &str {
        self.as_name.as_deref().unwrap_or(AT_THE_DESK)
    }

    /// Opens the desk, signed in; a real one is refused.
    pub(super) fn desk(&self) -> Result<Desk, Failure> {
        let mut desk = self.desk_of_nobody()?;
        desk.sign_in_for_practice(self.as_name())?;
        Ok(desk)
    }

    /// Opens the desk without signing anybody in.
    pub(super) fn desk_of_nobody(&self) -> Result<Desk, Failure> {
        let folder = self.folder()?;
        log::begin(&folder);
        let clock = Arc::new(Self::desk_clock(&folder));
        let mut desk = Desk::open(&folder, Opening::default(), clock, Random::System)?;
        self.keep_receipt(&mut desk)?;
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

    /// Opens the console.
    pub(super) fn console(&self) -> Result<(), Failure> {
        if !self.practice {
            return Err(DeskError::NotPractice.into());
        }
        if !self.path().join("desk.db").exists() && std::io::IsTerminal::is_terminal(&std::io::stdin()) {
            return super::founding::run(self);
        }
        let folder = self.folder()?;
        log::begin(&folder);
        let clock = Arc::new(Self::desk_clock(&folder));
        console::practice(self, &folder, clock)
    }
}

/// Where a program keeps what outlives its data; the local data folder, where the platform has nothing of the kind.
fn state_dir(dirs: &directories::BaseDirs) -> &std::path::Path {
    dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir())
}
