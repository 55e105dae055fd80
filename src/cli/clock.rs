//! `dutydesk clock`: what the calendar knows of an instant, or of one instant a line.

use std::{
    io::{self, BufRead as _, BufReader},
    path::Path,
    sync::Arc,
};

use super::{Failure, Globals, out, place::Place, times};
use crate::{
    desk::{self, DeskError},
    domain::{desk::State, duty::Duty, policy::Policy},
    exchange::clock_json::{self, Line, Whole},
    profile,
};

/// The profile that is meant where none is named.
const PROFILE: &str = "southampton";

/// Tells what the calendar knows of an instant: who is on, working days, and every deadline that would start then.
///
/// With `-` it reads one instant a line and writes one JSON object a line, in this order: instant (as given), local
/// (Europe/London), mode (`front_door`, `edt`, `gap`, `overlap`), `next_change`, `bank_holiday` (name or null), `working_day`,
/// `next_working_day`, `plus_1_working_day`, `plus_2_working_days`, `plus_15_working_days`, `plus_45_working_days` (day 0 is
/// the day itself), `plus_10_office_hours` (of the profile's day service), `plus_24_elapsed_hours`. Days are 2026-12-29, times
/// RFC 3339 with the offset of that time. A line that is no instant gives {"instant":…,"error":…}; the others are done, and
/// the exit code is 65. Empty lines are passed over.
#[derive(Debug, clap::Args)]
pub(super) struct Clock {
    /// When: 2026-12-24T16:30 (on the wall here), or RFC 3339 with an offset; `-` reads them from standard input [default:
    /// now].
    instant: Option<String>,
    /// Counts by this profile: southampton, bromley, building-bridges, or a folder [default: southampton, or with --practice
    /// that of the desk with its holidays and rota].
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// Writes JSON: what `-` writes, and profile, authority, `on_duty` and deadlines.
    #[arg(long)]
    json: bool,
}

/// By what it is counted.
struct By {
    policy: Arc<Policy>,
    duty: Arc<Duty>,
    desk: Option<Arc<State>>,
}

impl Clock {
    /// Tells; no desk is needed.
    pub(super) fn run(&self, globals: Globals, clock: Arc<dyn desk::Clock>) -> Result<(), Failure> {
        let practice = globals.practice && self.profile.is_none();
        let (by, now) = if practice {
            let desk = Place::of(globals, clock)?.desk_of_nobody()?;
            let book = desk.book().clone();
            (By { policy: book.policy, duty: book.duty, desk: Some(book.state) }, desk.now())
        } else {
            let policy = self.policy()?;
            let duty = Arc::new(Duty::new(policy.hours.clone()));
            (By { policy: Arc::new(policy), duty, desk: None }, clock.now())
        };
        match self.instant.as_deref() {
            Some("-") => lines(&by.duty),
            Some(instant) => self.one(instant, times::read(instant).map_err(Failure::Usage)?, &by),
            None => self.one(&now.to_rfc3339(), now, &by),
        }
    }

    fn policy(&self) -> Result<Policy, Failure> {
        let name = self.profile.as_deref().unwrap_or(PROFILE);
        let folder = Path::new(name);
        let loaded = if folder.is_dir() { profile::load_from(folder) } else { profile::load(name) };
        Ok(loaded.map_err(DeskError::Profile)?)
    }

    fn one(&self, instant: &str, t: chrono::DateTime<chrono::Utc>, by: &By) -> Result<(), Failure> {
        let whole = Whole::of(instant, t, &by.duty, &by.policy, by.desk.as_deref());
        if self.json { out::json(&whole.write()?) } else { out::text(&whole.text(t, &by.duty)) }
    }
}

/// Answers line by line, and at once where whoever asks waits for the answer.
fn lines(duty: &Duty) -> Result<(), Failure> {
    let mut input = BufReader::with_capacity(1 << 16, io::stdin().lock());
    let mut lines = out::Lines::begin();
    let (mut line, mut json) = (Vec::new(), Vec::new());
    let (mut read, mut wrong) = (0_u64, 0_u64);
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line).map_err(|error| Failure::Stream("input", error))? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(line.trim_ascii());
        if !text.is_empty() {
            read += 1;
            json.clear();
            match times::read(&text) {
                Ok(t) => Line::of(&text, t, duty).write(&mut json)?,
                Err(error) => {
                    wrong += 1;
                    clock_json::write_wrong(&text, &error, &mut json)?;
                }
            }
            lines.write(&json)?;
        }
        if input.buffer().is_empty() {
            lines.flush()?;
        }
    }
    lines.flush()?;
    if wrong == 0 {
        return Ok(());
    }
    Err(Failure::NotSound(format!(
        "{wrong} of {read} lines are no instants; each of them says why under `error`"
    )))
}
