//! `dutydesk demo`: a practice desk of invented people, made or found again.

use std::{
    fs::{self, File, TryLockError},
    path::Path,
};

use chrono::{DateTime, Utc};

use super::{Failure, out, place::Place, times};
use crate::{
    desk::{
        DeskError, Random,
        clock::{Clock as _, PracticeClock},
        demo::{self, Order},
        found,
    },
    domain::calendar::words::stamp,
    store::{Folder, OpenOptions, Store, StoreError, consoles, migrate},
};

pub(super) use crate::desk::demo::PASSPHRASE;

/// How many contacts a practice desk has when nobody says: a month of a front door.
const MONTH: u64 = 1_500;

/// How many it can have: two centuries of them.
const MOST: u64 = 4_000_000;

/// Everything that a desk keeps in its folder.
const FILES: [&str; 17] = [
    "desk.db",
    "desk.db-wal",
    "desk.db-shm",
    "desk.book",
    "desk.damage",
    "desk.head",
    "desk.head.lost",
    "desk.reserve",
    "desk.keys",
    "desk.keys.lock",
    "desk.keys.rekey",
    "practice.key",
    "practice.clock",
    "desk.db.migrating",
    "dutydesk.log",
    "dutydesk.log.1",
    "desk.lock",
];

/// The folders of a desk's folder.
const FOLDERS: [&str; 6] = ["backups", "consoles", "drafts", "notes", "ringing", "spool"];

/// Makes a practice desk of invented people, or finds it again, and opens the console on it.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// How many contacts it has, at most forty of them still open; 0 makes an empty desk.
    #[arg(long, value_name = "N", default_value_t = MONTH, value_parser = contacts)]
    contacts: u64,
    /// Chooses who is invented; the same seed, time and number make the same desk.
    #[arg(long, value_name = "S", default_value_t = 1, value_parser = number)]
    seed: u64,
    /// Starts the practice clock at this time: 2026-11-24T14:07. One that is there is moved on to it, and never back.
    #[arg(long, value_name = "TIME", value_parser = times::read)]
    at: Option<DateTime<Utc>>,
    /// Makes it anew, in the place of the one that is there.
    #[arg(long)]
    fresh: bool,
    /// Only makes it.
    #[arg(long)]
    no_console: bool,
}

/// Reads how many contacts a practice desk has.
fn contacts(text: &str) -> Result<u64, String> {
    number(text)
        .ok()
        .filter(|contacts| *contacts <= MOST)
        .ok_or_else(|| format!("write a whole number from 0 to {MOST}"))
}

fn number(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("write a whole number from 0 to {}", u64::MAX))
}

impl Demo {
    /// Makes or finds the desk, and opens the console.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let place = place.for_practice();
        let path = place.path();
        let found = path.join("desk.db").exists();
        if found && !self.fresh {
            self.move_on(&path)?;
            // Refuses a real desk in its place, and one that cannot be opened; the console does so itself.
            if self.no_console {
                place.desk_of_nobody()?;
            }
        } else {
            self.make(&place, &path, found)?;
        }
        if self.no_console {
            out::text(&format!("A practice desk lies in {}.", path.display()))?;
        } else {
            place.console()?;
        }
        if found && !self.fresh {
            out::note("this practice desk was here already; --fresh makes it anew");
        }
        Ok(())
    }

    /// Moves the clock of a desk that is there on to a later time: to the next morning, when words are due. Time goes one way
    /// in a record, and nobody's hour changes while they sit at it.
    fn move_on(&self, path: &Path) -> Result<(), Failure> {
        let Some(at) = self.at else { return Ok(()) };
        let folder = Folder::open(path)?;
        let shows = found::practice_clock(&folder).now();
        if at <= shows {
            out::note(&format!("its clock was past that already, and stays: {}", stamp(shows)));
            return Ok(());
        }
        in_place_of(path, "its clock was not moved")?;
        Ok(found::keep_clock(&folder, &PracticeClock::started_at(at))?)
    }

    /// Makes the desk beside its place and moves it there whole, so that nobody ever opens half of one.
    fn make(&self, place: &Place, path: &Path, found: bool) -> Result<(), Failure> {
        // Takes nothing that is not a practice desk, and finds out before minutes are spent.
        if found {
            in_place_of(path, LEFT)?;
            own_only(path)?;
        } else {
            Folder::create(path)?;
        }
        let making = path.with_file_name("practice.making");
        let _alone = alone(place.data())?;
        if making.exists() {
            clear(&making)?;
        }
        self.fill(place, &making).inspect_err(|_| {
            // Half a desk is no use to anybody, and may be what fills the disk.
            let _ = clear(&making);
            let _ = fs::remove_dir(path);
        })?;
        if found {
            in_place_of(path, LEFT)?;
        }
        clear(path)?;
        fs::rename(&making, path).map_err(|error| file(path, "made", error))
    }

    fn fill(&self, place: &Place, making: &Path) -> Result<(), Failure> {
        let folder = Folder::create(making)?;
        let at = self.at.unwrap_or_else(|| place.clock().now());
        let order = Order { contacts: self.contacts, seed: self.seed, at };
        let mut progress = out::Progress::begin();
        demo::make(&folder, &order, &mut |made| {
            progress.show(&format!("{made} of {} contacts made", self.contacts));
        })?;
        drop(progress);
        let clock = if self.at.is_some() { PracticeClock::started_at(at) } else { PracticeClock::ahead(0) };
        Ok(found::keep_clock(&folder, &clock)?)
    }
}

/// What is said of a desk that is not made anew.
const LEFT: &str = "it was left as it is";

/// Makes sure that a desk is a practice desk and nobody sits at it; `kept` says what was not done otherwise.
fn in_place_of(path: &Path, kept: &str) -> Result<(), Failure> {
    let folder = Folder::open(path)?;
    let practice = match migrate::plain_desk(&folder)? {
        Some(plain) => plain.meta.practice,
        None => match found::practice_access(&folder) {
            Ok(access) => {
                let entropy = Random::System.entropy();
                Store::open(&folder, &OpenOptions::default(), access, entropy)?.meta().practice
            }
            Err(DeskError::NotPractice) => false,
            Err(error) => return Err(error.into()),
        },
    };
    if !practice {
        return Err(Failure::Place(format!(
            "{} holds a real desk, so {kept}: only a practice desk is made anew or moved on",
            path.display()
        )));
    }
    if !consoles::living(&folder)?.is_empty() {
        return Err(Failure::InUse(format!(
            "somebody has the practice desk in {} open, so {kept}: leave that console first",
            path.display()
        )));
    }
    Ok(())
}

/// Takes the lock under which practice desks are made, one at a time.
fn alone(data: &Path) -> Result<File, Failure> {
    let path = data.join("practice.lock");
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let lock = options.open(&path).map_err(|error| file(&path, "made", error))?;
    match lock.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Failure::InUse(
            "another `dutydesk demo` makes this practice desk just now: wait for it".to_owned(),
        )),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(lock),
    }
}

/// Refuses, before anything is taken away, where something lies in the folder that a desk did not put there.
fn own_only(path: &Path) -> Result<(), Failure> {
    for entry in fs::read_dir(path).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let own = FILES.contains(&name.as_str())
            || FOLDERS.contains(&name.as_str())
            || Path::new(&name).extension().is_some_and(|end| end == "tmp");
        if !own {
            return Err(Failure::Place(format!(
                "{} also holds `{name}`, which a practice desk did not put there, so nothing was taken away: move it elsewhere first",
                path.display()
            )));
        }
    }
    Ok(())
}

/// Takes a desk's own files away, and the folder with them; where anything else lies in it, that stays and so does the folder.
fn clear(path: &Path) -> Result<(), Failure> {
    own_only(path)?;
    for name in FOLDERS {
        let path = path.join(name);
        if path.is_dir() {
            fs::remove_dir_all(&path).map_err(|error| file(&path, "removed", error))?;
        }
    }
    let half_written = fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
    let half_written = half_written.filter(|path| path.extension().is_some_and(|end| end == "tmp"));
    for path in FILES.iter().map(|name| path.join(name)).chain(half_written) {
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(file(&path, "removed", error));
            }
            _ => {}
        }
    }
    match fs::remove_dir(path) {
        Err(error) if error.kind() == std::io::ErrorKind::DirectoryNotEmpty => {
            Err(StoreError::NotADesk(path.to_owned()).into())
        }
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file(path, "removed", error)),
        _ => Ok(()),
    }
}

fn file(path: &Path, doing: &'static str, source: std::io::Error) -> Failure {
    match source.kind() {
        std::io::ErrorKind::PermissionDenied => StoreError::Permission(path.to_owned()).into(),
        std::io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly.into(),
        std::io::ErrorKind::StorageFull => StoreError::Full.into(),
        _ => StoreError::File { path: path.to_owned(), doing, source }.into(),
    }
}
