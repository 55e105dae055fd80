//! What is measured beneath the terminal: what screens ask for, decisions, proof, signing in, the calendar, commands.

use std::{
    hint::black_box,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, Datelike as _, NaiveTime, TimeDelta, Utc, Weekday};
use dutydesk::{
    desk::{
        Clock as _, Desk, Opening, Random, Request,
        clock::{FixedClock, SystemClock},
        found::{self, Person, Sitting},
        protocol::Stretch,
    },
    domain::{
        duty::Duty,
        ids::Reference,
        policy::{Role, hours::Span},
        queue::Lane,
    },
    profile,
    store::{Folder, keys::passphrase::Chosen},
};
use ed25519_dalek::{Signer as _, SigningKey};
use vt100::Screen;

use crate::{
    DUTYDESK, Done,
    console::Place,
    decision::{Bare, Notes},
    sample::{Tail, timed},
    table::Figure,
    terminal::Program,
};

/// Makes a practice desk by the command, and gives how long that took.
pub(crate) fn demo(home: &Path, contacts: u64) -> Done<(Place, Duration)> {
    std::fs::create_dir_all(home)?;
    let place = Place { home: home.to_owned(), contacts };
    let took = timed(|| {
        let count = contacts.to_string();
        command(&place.words(&["demo", "--no-console", "--contacts", &count]), &[])
    })?;
    Ok((place, took))
}

/// What the screens ask for, with the slowest of very many.
pub(crate) fn screens(place: &Place) -> Done<Vec<Figure>> {
    let mut desk = place.colleague()?;
    let mut number = 0;
    // Far apart, so that hardly any page is in the cache.
    let mut any = || {
        number = (number + 7_368_787) % place.contacts;
        Reference(number + 1)
    };
    let stretch = Stretch { lane: Lane::All, around: None, before: 50, after: 50 };
    let mut took = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..1_000 {
        took[0].push(timed(|| desk.answer(Request::Watch(stretch)))?);
        took[1].push(timed(|| desk.contact(any()))?);
        took[2].push(timed(|| desk.find(&any().to_string()))?);
    }
    drop(desk);
    let [lane, open, found] = took.map(Tail::of);
    let names = [
        "a lane of the queue, ms",
        "the queue re-sorted, from day to night and back, ms",
        "opening a contact, ms",
        "finding a reference, ms",
    ];
    Ok(names
        .into_iter()
        .zip([lane, resorted(place, stretch)?, open, found])
        .map(|(name, tail)| Figure::tail(name, [5.0, 5.0], None, tail))
        .collect())
}

/// What it takes to show the whole queue by what is due in the other service's hours: at night other clocks run.
fn resorted(place: &Place, stretch: Stretch) -> Done<Tail> {
    let folder = Folder::open(&place.desk())?;
    let tomorrow = found::practice_clock(&folder).now() + TimeDelta::days(1);
    let day = (0..7)
        .map(|n| (tomorrow + TimeDelta::days(n)).date_naive())
        .find(|day| day.weekday() == Weekday::Tue);
    let day = day.ok_or("a week without a Tuesday")?.and_time(NaiveTime::MIN).and_utc();
    let clock = Arc::new(FixedClock::at(day + TimeDelta::hours(14)));
    let mut desk = Desk::open(&folder, Opening::default(), Arc::clone(&clock) as _, Random::System)?;
    desk.sign_in_for_practice("L. Marsh")?;
    let mut took = Vec::new();
    for n in 0..1_000 {
        clock.set(day + TimeDelta::hours(if n % 2 == 0 { 22 } else { 14 }));
        took.push(timed(|| desk.answer(Request::Watch(stretch)))?);
    }
    Ok(Tail::of(took))
}

/// Decisions beside their bare rows, and a whole desk proved.
pub(crate) fn decisions(place: &Place, figures: &mut Vec<Figure>) -> Done {
    let took = timed(|| command(&place.words(&["--practice", "verify"]), &[]))?;
    let mut desk = place.colleague()?;
    let entries = u32::try_from(desk.store().head()?.seq)?;
    figures.push(Figure::seconds("100,000 entries proved, s", 10.0, took * 100_000 / entries));
    let mut sealed = Bare::sealed(desk.store(), &place.home.join("sealed.db"))?;
    let mut clear = Bare::clear(desk.store(), &place.home.join("plain.db"))?;
    let mut notes = Notes::begin(&mut desk)?;
    // Turn about, so that all see the same minute of the machine.
    let mut took = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..2_000 {
        took[0].push(timed(|| sealed.write())?);
        took[1].push(timed(|| clear.write())?);
        took[2].push(timed(|| notes.write(&mut desk))?);
    }
    let [sealed, clear, ours] = took.map(|took| Tail::of(took[100..].to_vec()));
    figures.push(Figure::times("a decision, beside its bare rows, ms", Some(1.5), sealed, ours));
    // What the cipher adds is what it adds to the bare rows.
    let signed = signing(&mut Random::System)?;
    let plain = |ours: Duration, sealed: Duration, clear: Duration| {
        ours.saturating_sub(sealed.saturating_sub(clear)).saturating_sub(signed)
    };
    let plain =
        Tail { p50: plain(ours.p50, sealed.p50, clear.p50), p99: plain(ours.p99, sealed.p99, clear.p99) };
    figures.push(Figure::times("… beside itself in clear and unsigned, ms", Some(2.0), plain, ours));
    figures.push(Figure::times("… beside its bare rows in clear, ms", None, clear, ours));
    Ok(())
}

/// Gives what one signature takes.
fn signing(random: &mut Random) -> Done<Duration> {
    let mut seed = [0; 32];
    random.fill(&mut seed)?;
    let key = SigningKey::from_bytes(&seed);
    let took = (0..1_000_u64).map(|n| timed(|| key.try_sign(&n.to_be_bytes())));
    Ok(Tail::of(took.collect::<Result<_, _>>()?).p50)
}

/// Signs in at the door of a real desk, from the last key until the queue is there.
pub(crate) fn sign_in(home: &Path, figures: &mut Vec<Figure>) -> Done {
    let folder = Folder::create(home)?;
    let words = ["kettle marmot violin ash", "my gran's heron flew to Oban", "fig owl tub elm jar"];
    let chosen: Vec<Chosen> = words.iter().map(|text| Chosen::new(text, &[])).collect::<Result<_, _>>()?;
    let people = [
        Person { name: "R. Shah", accounts: &[("r.shah", &[Role::CrsManager])] },
        Person { name: "P. Lindqvist", accounts: &[("p.lindqvist", &[Role::OnCallSeniorManager])] },
        Person { name: "S. Lee", accounts: &[("s.lee", &[Role::SocialWorker])] },
    ];
    let sitting = Sitting {
        name: "Front door",
        profile: "southampton",
        people: &people,
        passphrase: "",
        duties: &[],
        devices: &[],
    };
    found::real(&folder, &sitting, &chosen, &SystemClock, &mut Random::System)?.finish()?;
    let data = home.to_string_lossy();
    let mut took = Vec::new();
    for _ in 0..10 {
        let at_door = |screen: &Screen| screen.contents().to_lowercase().contains("passphrase");
        let (mut door, _) = Program::start(Path::new(DUTYDESK), &["--data", &data], home, at_door)?;
        for key in ["s.lee", "\t", words[2]] {
            door.prepare(&[key.as_bytes()])?;
        }
        let begun = Instant::now();
        door.send(b"\r")?;
        took.push(door.until(begun, |screen| screen.contents().contains("take a call"))?);
        door.leave(b"\x11")?;
    }
    let tail = Tail::of(took);
    figures.push(Figure::tail("signing in at a real desk, ms", [600.0, 600.0], None, tail));
    Ok(())
}

/// What the calendar takes, and the order of a long queue.
pub(crate) fn calendar(figures: &mut Vec<Figure>) -> Done {
    let duty = Duty::new(profile::load("bromley")?.hours);
    let t: DateTime<Utc> = "2026-12-24T16:30:00Z".parse()?;
    let spans = [
        Span::Minutes(24 * 60),
        Span::WorkingDays(1),
        Span::WorkingDays(45),
        Span::EndOfWorkingDay(1),
        Span::OfficeHours(10),
        Span::Months(1),
        Span::Birthday(18),
    ];
    let slowest = spans.into_iter().map(|span| {
        let begun = Instant::now();
        for minute in 0..100_000 {
            black_box(duty.after(span, black_box(t + TimeDelta::minutes(minute))));
        }
        begun.elapsed() / 100_000
    });
    figures.push(Figure::time(
        "the slowest kind of deadline, ms",
        0.001,
        None,
        slowest.max().unwrap_or_default(),
    ));
    let mut lines = Vec::new();
    for n in 0..100_000 {
        writeln!(lines, "{}", (t + TimeDelta::minutes(n * 7)).to_rfc3339())?;
    }
    let took = timed(|| command(&["clock", "-"], &lines))?;
    figures.push(Figure::time("`dutydesk clock -`, 100,000 lines, ms", 2_000.0, None, took));
    Ok(())
}

/// Runs the program to its end, with something to read.
fn command(words: &[&str], input: &[u8]) -> Done {
    let mut child = Command::new(DUTYDESK).args(words).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    let mut writer = child.stdin.take().ok_or("the command reads nothing")?;
    let written = writer.write_all(input);
    drop(writer);
    if !child.wait()?.success() {
        return Err(format!("dutydesk {} failed", words.join(" ")).into());
    }
    Ok(written?)
}
