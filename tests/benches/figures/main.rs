//! Every figure of the README's table, on an encrypted and signed desk, beside a bare loop of the same minute.
//!
//! `cargo bench --bench figures` prints the tables, each as soon as it is measured and all at the end. It makes practice desks of 120,000 and of 1,000,000 contacts (or of
//! what `DUTYDESK_BENCH_CONTACTS` says, with commas between) and takes them away again, which needs some ten gigabytes.
//! The floor and the other worker, who writes meanwhile, are this same program under other names.

mod console;
#[path = "../decision.rs"]
mod decision;
mod desk;
mod floor;
mod keys;
mod process;
mod sample;
mod table;
mod terminal;
mod writer;

use std::{error::Error, fs, io::Write as _, path::Path, thread, time::Instant};

use table::Figure;

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// The program that is measured.
const DUTYDESK: &str = env!("CARGO_BIN_EXE_dutydesk");

/// How many contacts the desk has on which decisions are taken and whose journal is proved: 100,000 entries and some.
const PROVED: u64 = 25_000;

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [floor::WORD] => Ok(floor::main()?),
        [writer::WORD, folder] => writer::main(Path::new(folder)),
        words if words.contains(&"--bench") => figures(),
        // `cargo test --benches` only sees that it runs.
        _ => Ok(()),
    }
}

fn figures() -> Done {
    let sizes = std::env::var("DUTYDESK_BENCH_CONTACTS").unwrap_or_else(|_| "120000,1000000".to_owned());
    let sizes: Vec<u64> = sizes.split(',').map(str::parse).collect::<Result<_, _>>()?;
    let (begun, load) = (Instant::now(), load());
    let mut desks = Vec::new();
    for contacts in sizes {
        let measured = [(format!("{contacts} contacts"), of_size(contacts)?)];
        say(&table::markdown(&measured))?;
        desks.extend(measured);
    }
    // On a disk: what lies in memory costs no sync.
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let mut alone = Vec::new();
    say("decisions, proof")?;
    let proved = home.path().join("proved");
    passed(desk::demo(&proved, PROVED).and_then(|(place, _)| desk::decisions(&place, &mut alone)))?;
    say("signing in")?;
    passed(desk::sign_in(&home.path().join("real"), &mut alone))?;
    say("the calendar")?;
    passed(desk::calendar(&mut alone))?;
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let (minutes, after) = (begun.elapsed().as_secs() / 60, self::load());
    let mut out = std::io::stdout();
    writeln!(out, "{}\n{}", table::markdown(&desks), table::markdown(&[("ours".to_owned(), alone)]))?;
    Ok(writeln!(
        out,
        "{cores} cores; load {load} before, {after} after; {minutes} minutes; ✗ misses its goal"
    )?)
}

/// Makes a desk, and measures everything that depends on its size.
fn of_size(contacts: u64) -> Done<Vec<Figure>> {
    let home = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    say(&format!("a desk of {contacts} contacts"))?;
    let (place, made) = desk::demo(home.path(), contacts)?;
    let a_million = made.as_secs_f64() * 1e6 / f64::from(u32::try_from(contacts)?);
    let mut figures =
        vec![Figure::number("made by `demo`, s for a million", 300.0, None, Some(a_million), 0)];
    figures.extend(desk::screens(&place)?);
    figures.extend(console::measure(&place)?);
    Ok(figures)
}

/// Says what failed, which does not cost the rest of the figures.
fn passed(done: Done) -> Done {
    if let Err(error) = done { say(&error.to_string()) } else { Ok(()) }
}

/// Says on the standard error what is going on, for whoever waits.
fn say(words: &str) -> Done {
    Ok(writeln!(std::io::stderr(), "… {words}")?)
}

/// Gives the machine's load of the last minute.
fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}
