//! What is pressed: keys at the floor and at the console, turn about, alone and while another worker writes.

use std::time::Duration;

use dutydesk::domain::{
    contact::{
        call::{self, Caller, Take},
        family::{self, Details, Kind},
    },
    input::born::Born,
};
use vt100::Screen;

use crate::{
    Done,
    console::{DOWN, ENTER, ESCAPE, HOME, ON_CONSOLE, ON_FLOOR, Place, row},
    decision::note,
    sample::Tail,
    table::Figure,
    terminal::{Program, QUIET},
    writer::{self, Writer},
};

/// How many contacts are open, so that every key scrolls; a front door has a tenth of it.
const OPEN: usize = 700;

/// How many keys are pressed in turn at the floor and at the console, and how often.
const KEYS: usize = 100;
const TURNS: usize = 6;

/// What is typed, which fills one line, and how often.
const LINE: &str = "The eldest waits at the window, and nobody comes.";
const NOTES: usize = 12;

/// Takes calls of many people, so that the list is long and no two of its rows are alike. All are over: nobody has more than one
/// on the line.
pub(crate) fn fill(place: &Place) -> Done {
    let mut desk = place.colleague()?;
    let first = ["Ada", "Noor", "Zo", "Ellis", "Mia", "Tom", "Vivian", "Nisha", "Aakai", "Chindra", "Yuphie"];
    let last = ["Penmere", "Brookmere", "Tobel", "Marlowe", "Unabel", "Oineth", "Kwatomi"];
    let roles = ["response officer", "nurse", "teacher", "neighbour", "health visitor"];
    for n in 0..OPEN {
        let name = format!("{} {}", first[n % first.len()], last[n % last.len()]);
        let caller = Caller {
            name: Some(name),
            role: Some(roles[n % roles.len()].to_owned()),
            number: Some(format!("07700 900{:03}", n % 1_000)),
            ..Caller::default()
        };
        let contact = writer::take(&mut desk, Take { caller, ..Take::default() })?;
        let child = Details {
            kind: Kind::Child,
            name: Some(format!("{} {}", first[(n / 3) % first.len()], last[(n / 2) % last.len()])),
            name_why: String::new(),
            born: Some(Born::About(u8::try_from(n % 16)? + 1)),
            relation: String::new(),
            responsibility: None,
            responsible_for: Vec::new(),
            responsibility_how: String::new(),
            places: String::new(),
        };
        writer::act(&mut desk, contact, family::Command::Add(child))?;
        writer::act(&mut desk, contact, call::Command::Write(note()))?;
        writer::act(&mut desk, contact, call::Command::End)?;
    }
    Ok(())
}

/// What keys took.
#[derive(Default)]
struct Taken {
    took: Vec<Duration>,
    bytes: Vec<usize>,
    cpu: Duration,
}

impl Taken {
    /// Presses keys, each of which has to change what is looked at.
    fn press<T: PartialEq>(&mut self, at: &mut Program, keys: &[&[u8]], look: impl Fn(&Screen) -> T) -> Done {
        let before = at.used();
        for key in keys {
            let (was, frames) = at.press(key, QUIET, &look)?;
            let Some(shown) = frames.iter().find(|frame| frame.seen != was) else {
                return Err(at.wrong("a key changed nothing"));
            };
            self.took.push(shown.at);
            self.bytes.push(shown.bytes);
        }
        if let Some((before, after)) = before.zip(at.used()) {
            self.cpu += after.cpu.saturating_sub(before.cpu);
        }
        Ok(())
    }

    fn tail(&self) -> Tail {
        Tail::of(self.took.clone())
    }

    fn cpu_a_key(&self) -> f64 {
        let keys = u32::try_from(self.took.len().max(1)).unwrap_or(u32::MAX);
        (self.cpu / keys).as_secs_f64() * 1e3
    }

    fn usual_bytes(&self) -> f64 {
        let mut bytes = self.bytes.clone();
        bytes.sort_unstable();
        bytes.get(bytes.len() / 2).map_or(0.0, |bytes| f64::from(u32::try_from(*bytes).unwrap_or(u32::MAX)))
    }
}

/// Measures moving and typing.
pub(crate) fn keys(
    place: &Place,
    bare: &mut Program,
    console: &mut Program,
    figures: &mut Vec<Figure>,
) -> Done {
    let moved = moving(bare, console)?;
    let typed = typing(bare, console)?;
    let writer = Writer::start(&place.desk())?;
    let moved_beside = moving(bare, console)?;
    let typed_beside = typing(bare, console)?;
    let commits = writer.finish()?;
    let pairs = [
        ("moving in the queue, ms", &moved),
        ("typing a note, ms", &typed),
        ("moving while another writes, ms", &moved_beside),
        ("typing while another writes, ms", &typed_beside),
    ];
    for (name, [floor, ours]) in pairs {
        figures.push(Figure::tail(name, [1.0, 4.0], Some(floor.tail()), ours.tail()));
    }
    for (name, [floor, ours]) in
        [("… moving, beside the floor", &moved_beside), ("… typing, beside the floor", &typed_beside)]
    {
        figures.push(Figure::times(name, Some(1.5), floor.tail(), ours.tail()));
    }
    for (name, [floor, ours]) in [("CPU a key, moving, ms", &moved), ("CPU a key, typing, ms", &typed)] {
        figures.push(Figure::number(name, 1.0, Some(floor.cpu_a_key()), Some(ours.cpu_a_key()), 2));
    }
    for (name, most, [floor, ours]) in
        [("bytes a frame, moving", 2_048.0, &moved), ("bytes a frame, typing", 300.0, &typed)]
    {
        figures.push(Figure::number(name, most, Some(floor.usual_bytes()), Some(ours.usual_bytes()), 0));
    }
    figures.push(Figure::tail("the other's note committed, ms", [5.0, 5.0], None, commits));
    Ok(())
}

/// Moves down in the queue, where every key moves the cursor and scrolls the list.
fn moving(bare: &mut Program, console: &mut Program) -> Done<[Taken; 2]> {
    // A step and back is the top; then down to where the list begins to scroll. While a call goes on a letter or a figure would
    // be asked about.
    console.prepare(&[DOWN, HOME])?;
    for _ in 0..31 {
        bare.press(DOWN, QUIET, |_| {})?;
        console.press(DOWN, QUIET, |_| {})?;
    }
    let keys = [DOWN; KEYS];
    let mut taken = [Taken::default(), Taken::default()];
    let places = |places: [u16; 2]| move |screen: &Screen| places.map(|place| row(screen, place));
    let [floor, ours] = &mut taken;
    for _ in 0..TURNS {
        let before = [bare.look(places(ON_FLOOR)), console.look(places(ON_CONSOLE))];
        floor.press(bare, &keys, places(ON_FLOOR))?;
        ours.press(console, &keys, places(ON_CONSOLE))?;
        let after = [bare.look(places(ON_FLOOR)), console.look(places(ON_CONSOLE))];
        if before.iter().zip(&after).any(|(before, after)| before[1] == after[1]) {
            return Err(console.wrong("the list did not scroll"));
        }
    }
    Ok(taken)
}

/// Writes notes, letter by letter; each is committed unmeasured.
fn typing(bare: &mut Program, console: &mut Program) -> Done<[Taken; 2]> {
    console.prepare(&[b"n"])?;
    let letters: Vec<&[u8]> = LINE.as_bytes().chunks(1).collect();
    let mut taken = [Taken::default(), Taken::default()];
    let [floor, ours] = &mut taken;
    for _ in 0..NOTES {
        floor.press(bare, &letters, Screen::cursor_position)?;
        ours.press(console, &letters, Screen::cursor_position)?;
        bare.prepare(&[ENTER])?;
        console.prepare(&[ENTER])?;
    }
    console.prepare(&[ESCAPE])?;
    Ok(taken)
}
