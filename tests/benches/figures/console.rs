//! What is measured at the terminal: the console beside the floor, key by key and turn about.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use dutydesk::{
    desk::{Desk, Opening, Random, found},
    domain::contact::call::Take,
    store::Folder,
};
use vt100::Screen;

use crate::{
    DUTYDESK, Done, floor,
    keys::{fill, keys},
    passed,
    sample::{Tail, timed},
    table::Figure,
    terminal::{Program, QUIET, SIZE},
    writer,
};

pub(crate) const DOWN: &[u8] = b"\x1b[B";
pub(crate) const HOME: &[u8] = b"\x1b[H";
pub(crate) const ENTER: &[u8] = b"\r";
pub(crate) const ESCAPE: &[u8] = b"\x1b";

/// Where the floor and the console show what the cursor is on, and the first row of the list.
pub(crate) const ON_FLOOR: [u16; 2] = [33, 1];
pub(crate) const ON_CONSOLE: [u16; 2] = [32, 3];

/// Where the console counts what stands in the lanes.
const LANES: u16 = 1;

/// A practice desk to measure, and where it lies.
pub(crate) struct Place {
    /// The data directory.
    pub(crate) home: PathBuf,
    /// How many contacts it has.
    pub(crate) contacts: u64,
}

impl Place {
    /// Gives the desk's own folder.
    pub(crate) fn desk(&self) -> PathBuf {
        self.home.join("practice")
    }

    /// Gives the words that every command on it begins with.
    pub(crate) fn words<'w>(&'w self, rest: &[&'w str]) -> Vec<&'w str> {
        let home = self.home.to_str().unwrap_or_default();
        [&["--data", home], rest].concat()
    }

    fn console(&self) -> Done<(Program, Duration)> {
        // Content is the list, with a contact in it.
        let listed = |screen: &Screen| row(screen, ON_CONSOLE[0]).contains(" C-");
        let listed = |screen: &Screen| listed(screen) || row(screen, ON_CONSOLE[0]).contains("ringing");
        Program::start(Path::new(DUTYDESK), &self.words(&["demo"]), &self.home, listed)
    }

    fn floor(&self) -> Done<(Program, Duration)> {
        let listed = |screen: &Screen| row(screen, ON_FLOOR[0]).contains(" C-");
        Program::start(&std::env::current_exe()?, &[floor::WORD], &self.home, listed)
    }

    /// Sits at the desk without a console, as a colleague.
    pub(crate) fn colleague(&self) -> Done<Desk> {
        let folder = Folder::open(&self.desk())?;
        let clock = Arc::new(found::practice_clock(&folder));
        let mut desk = Desk::open(&folder, Opening::default(), clock, Random::System)?;
        desk.sign_in_for_practice("L. Marsh")?;
        Ok(desk)
    }
}

/// Measures everything that is measured at a terminal.
pub(crate) fn measure(place: &Place) -> Done<Vec<Figure>> {
    let mut figures = Vec::new();
    start(place, &mut figures)?;
    let (mut bare, _) = place.floor()?;
    let (mut console, _) = place.console()?;
    idle(&bare, &console, &mut figures);
    fill(place)?;
    // What fails is said, and does not cost the rest.
    passed(keys(place, &mut bare, &mut console, &mut figures))?;
    passed(full_frames(&mut bare, &mut console, &mut figures))?;
    passed(search(place, &mut console, &mut figures))?;
    passed(elsewhere(place, &mut console, &mut figures))?;
    passed(resizes(&mut bare, &mut console, &mut figures))?;
    // What was pasted is in a draft afterwards: last.
    passed(pastes(&mut bare, &mut console, &mut figures))?;
    Ok(figures)
}

// ── start, idle ─────────────────────────────────────────────────────────────────────────────────────────────────────

fn start(place: &Place, figures: &mut Vec<Figure>) -> Done {
    let mut took = [Vec::new(), Vec::new()];
    place.console()?.0.leave(b"\x11")?;
    for _ in 0..20 {
        for (at, took) in took.iter_mut().enumerate() {
            let (program, shown) = if at == 0 { place.floor()? } else { place.console()? };
            took.push(shown);
            program.leave(b"\x11")?;
        }
    }
    let [floor, ours] = took.map(|took| Tail::of(took).p50);
    figures.push(Figure::time("start to content, ms", 25.0, Some(floor), ours));
    let mut cold = Vec::new();
    for _ in 0..5 {
        let file = format!("of={}", place.desk().join("desk.db").display());
        let drop = ["oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none", &file];
        if !Command::new("dd").args(drop).stderr(Stdio::null()).status().is_ok_and(|ended| ended.success()) {
            break;
        }
        let (program, shown) = place.console()?;
        cold.push(shown);
        program.leave(b"\x11")?;
    }
    figures.push(Figure::time("… the desk's file not in memory, ms", 60.0, None, Tail::of(cold).p50));
    Ok(())
}

fn idle(bare: &Program, console: &Program, figures: &mut Vec<Figure>) {
    const LENGTH: Duration = Duration::from_secs(20);
    thread::sleep(Duration::from_secs(3));
    let before = [bare.used(), console.used()];
    thread::sleep(LENGTH);
    let after = [bare.used(), console.used()];
    let mut cost = before.into_iter().zip(after).map(|(before, after)| {
        let (before, after) = before.zip(after)?;
        let cpu = after.cpu.saturating_sub(before.cpu).as_secs_f64() / LENGTH.as_secs_f64() * 100.0;
        let woken = u32::try_from(after.woken.saturating_sub(before.woken)).ok()?;
        Some((cpu, f64::from(woken) / LENGTH.as_secs_f64()))
    });
    let (floor, ours) = (cost.next().flatten(), cost.next().flatten());
    figures.push(Figure::number("idle CPU, %", 0.03, floor.map(|f| f.0), ours.map(|o| o.0), 3));
    figures.push(Figure::number("idle wake-ups a second", 2.0, floor.map(|f| f.1), ours.map(|o| o.1), 2));
    figures.push(Figure::number("memory, MB", 20.0, bare.memory(), console.memory(), 1));
}

// ── whole screens ───────────────────────────────────────────────────────────────────────────────────────────────────

/// Opens and leaves a contact, which changes nearly every cell.
fn full_frames(bare: &mut Program, console: &mut Program, figures: &mut Vec<Figure>) -> Done {
    let mut most = 0;
    for key in [ENTER, ESCAPE].into_iter().cycle().take(10) {
        let ((), frames) = console.press(key, 8 * QUIET, |_| {})?;
        most = frames.iter().map(|frame| frame.bytes).max().unwrap_or(0).max(most);
    }
    let mut sizes = [0, 0];
    for (size, program) in sizes.iter_mut().zip([bare, console]) {
        let (_, frames) = resized(program, (SIZE.0 - 1, SIZE.1)).and_then(|_| resized(program, SIZE))?;
        *size = frames;
    }
    let [floor, ours] = sizes.map(|bytes: usize| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)));
    let most = ours.max(f64::from(u32::try_from(most)?));
    figures.push(Figure::number("bytes of a whole screen", 16_384.0, Some(floor), Some(most), 0));
    Ok(())
}

// ── search, other consoles, ringing ─────────────────────────────────────────────────────────────────────────────────

fn search(place: &Place, console: &mut Program, figures: &mut Vec<Figure>) -> Done {
    let (mut echo, mut results) = (Vec::new(), Vec::new());
    console.prepare(&[b"/"])?;
    let far = format!("C-{}", place.contacts / 2 + 1);
    let words = [far.as_str(), "C-1841", "Noor", "police", "07700 900123", "Ellis", "vivian t"];
    // The slow one in a hundred is none of fewer than some hundreds.
    for words in std::iter::repeat_n(words, 4).flatten() {
        for letter in words.as_bytes().chunks(1).chain(words.bytes().map(|_| b"\x7f".as_slice())) {
            let (was, frames) = console.press(letter, 6 * QUIET, searched)?;
            let Some(first) = frames.iter().find(|frame| frame.seen.0 != was.0) else {
                return Err(console.wrong("a letter was not shown"));
            };
            echo.push(first.at);
            // The last frame that shows other results; the seconds of a ringing call beside them are none.
            let mut shown = &was;
            let mut found = first.at;
            for frame in &frames {
                if frame.seen.1 != shown.1 {
                    (shown, found) = (&frame.seen, frame.at);
                }
            }
            results.push(found);
        }
    }
    console.prepare(&[ESCAPE])?;
    figures.push(Figure::tail("search: the letter, ms", [2.0, 6.0], None, Tail::of(echo)));
    figures.push(Figure::tail("search: what is found, ms", [5.0, 25.0], None, Tail::of(results)));
    Ok(())
}

/// Gives the place of the cursor, and what stands in the box of the search.
fn searched(screen: &Screen) -> ((u16, u16), Vec<String>) {
    (screen.cursor_position(), screen.rows(16, 86).skip(7).take(17).collect())
}

/// What somebody else does, until it shows here.
fn elsewhere(place: &Place, console: &mut Program, figures: &mut Vec<Figure>) -> Done {
    let mut desk = place.colleague()?;
    let mut took = Vec::new();
    for _ in 0..50 {
        let lanes = console.look(|screen| row(screen, LANES));
        let begun = Instant::now();
        writer::take(&mut desk, Take::default())?;
        took.push(console.until(begun, |screen| row(screen, LANES) != lanes)?);
    }
    drop(desk);
    figures.push(Figure::tail("another console's change, ms", [250.0, 250.0], None, Tail::of(took)));
    let mut took = Vec::new();
    for n in 0..20 {
        let lanes = console.look(|screen| row(screen, LANES));
        let mut ring = Command::new(DUTYDESK)
            .args(place.words(&["--practice", "ring"]))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()?;
        let mut input = ring.stdin.take().ok_or("the command reads nothing")?;
        let begun = Instant::now();
        writeln!(input, "{{\"number\":\"01632 9601{n:02}\"}}")?;
        drop(input);
        took.push(console.until(begun, |screen| row(screen, LANES) != lanes)?);
        ring.wait()?;
    }
    figures.push(Figure::tail("a ring, ms", [250.0, 250.0], None, Tail::of(took)));
    Ok(())
}

// ── rough handling ──────────────────────────────────────────────────────────────────────────────────────────────────

/// Gives how long the frame after a change of size takes, and how many bytes it has.
fn resized(program: &mut Program, size: (u16, u16)) -> Done<(Duration, usize)> {
    // Of signals that come close together one may be told of only with the next: then it is changed once more.
    for _ in 0..5 {
        program.look(|_| {});
        let begun = Instant::now();
        program.resize(size)?;
        if let Ok(frames) = program.frames(begun, Duration::from_secs(2), 8 * QUIET, |_| {}) {
            let most = frames.iter().map(|frame| frame.bytes).max().unwrap_or(0);
            return Ok((frames.last().map(|frame| frame.at).unwrap_or_default(), most));
        }
        program.resize((size.0, size.1 + 1))?;
        thread::sleep(20 * QUIET);
    }
    Err(program.wrong("a change of size was not shown"))
}

fn resizes(bare: &mut Program, console: &mut Program, figures: &mut Vec<Figure>) -> Done {
    let mut last = [Duration::ZERO; 2];
    for (last, program) in last.iter_mut().zip([bare, console]) {
        for n in 0..200_u16 {
            program.resize((20 + n * 37 % 280, 5 + n * 23 % 95))?;
            thread::sleep(Duration::from_millis(5));
        }
        resized(program, (SIZE.0 + 1, SIZE.1))?;
        *last = resized(program, SIZE)?.0;
    }
    figures.push(Figure::time("200 resizes: the last frame, ms", 5.0, Some(last[0]), last[1]));
    Ok(())
}

fn pastes(bare: &mut Program, console: &mut Program, figures: &mut Vec<Figure>) -> Done {
    console.prepare(&[b"n"])?;
    let text = "The eldest waits at the window. ".repeat(32 * 1_024);
    let paste = format!("\x1b[200~{text}\x1b[201~");
    let (mut shown, mut next) = ([Duration::ZERO; 2], [Duration::ZERO; 2]);
    for ((shown, next), program) in shown.iter_mut().zip(&mut next).zip([bare, console]) {
        let (was, frames) = program.press(paste.as_bytes(), 40 * QUIET, Screen::contents)?;
        let Some(frame) = frames.iter().find(|frame| frame.seen != was) else {
            return Err(program.wrong("a paste was not shown"));
        };
        *shown = frame.at;
        *next = timed(|| program.press(b"x", QUIET, |_| {}))?.saturating_sub(QUIET);
    }
    figures.push(Figure::time("1 MB pasted and shown, ms", 100.0, Some(shown[0]), shown[1]));
    figures.push(Figure::time("… the next letter, ms", 4.0, Some(next[0]), next[1]));
    Ok(())
}

pub(crate) fn row(screen: &Screen, at: u16) -> String {
    screen.rows(0, screen.size().1).nth(usize::from(at)).unwrap_or_default()
}
