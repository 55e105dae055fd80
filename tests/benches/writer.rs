//! Another worker on the same desk, who writes: so many notes a second, each committed, for so long.
//!
//! `writer FOLDER SECONDS NOTES_A_SECOND`; measured figures are taken while it runs.

use std::{error::Error, io::Write as _, path::Path, sync::Arc, time::Duration, time::Instant};

use dutydesk::{
    desk::{Answer, Desk, Opening, Random, Request, found, protocol::Act},
    domain::{
        contact::call::{self, NewNote},
        policy::script::StageNo,
    },
    store::Folder,
};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [folder, seconds, rate] = words.as_slice() else {
        return Err("writer FOLDER SECONDS NOTES_A_SECOND".into());
    };
    let folder = Folder::open(Path::new(folder))?;
    let clock = Arc::new(found::practice_clock(&folder));
    let mut desk = Desk::open(&folder, Opening::default(), clock, Random::System)?;
    desk.sign_in_for_practice("A. Okoro")?;
    let pause = Duration::from_secs(1) / rate.parse::<u32>()?;
    let (start, length) = (Instant::now(), Duration::from_secs(seconds.parse()?));
    let mut took = Vec::new();
    let mut contact = None;
    while start.elapsed() < length {
        let open = match contact {
            // A contact grows no longer than a long call.
            Some(open) if took.len() % 60 != 0 => open,
            _ => taken(desk.answer(Request::Take(Box::default()))?).ok_or("no contact was taken")?,
        };
        contact = Some(open);
        let began = Instant::now();
        let note = NewNote {
            text: "The eldest waits at the window on Sundays, the caller says, and nobody comes.".to_owned(),
            mark: None,
            happened: None,
            child: None,
            stage: StageNo(4),
        };
        let command = call::Command::Write(note).into();
        desk.answer(Request::Act(Box::new(Act {
            tag: 0,
            contact: open,
            command,
            seen: u64::MAX,
            event: None,
            step_up: None,
        })))?;
        took.push(began.elapsed());
        std::thread::sleep(pause.saturating_sub(began.elapsed()));
    }
    took.sort();
    let at = |share: usize| took.get(took.len() * share / 100).copied().unwrap_or_default();
    Ok(writeln!(
        std::io::stdout(),
        "{} notes committed: p50 {:.2} ms, p99 {:.2} ms",
        took.len(),
        at(50).as_secs_f64() * 1e3,
        at(99).as_secs_f64() * 1e3
    )?)
}

fn taken(answers: Vec<Answer>) -> Option<dutydesk::domain::ids::ContactId> {
    answers.into_iter().find_map(|answer| match answer {
        Answer::Taken(id) => Some(id),
        _ => None,
    })
}
