//! `dutydesk verify`.

use std::{fmt::Write as _, path::PathBuf};

use super::{Failure, evidence::read_anchors, out, place::Place};
use crate::{
    desk::{Desk, DeskError, anchors::Held, proof::Projections},
    domain::calendar::words::stamp,
    store::StoreError,
};

/// Proves that the journal is whole and that the queue says what it says.
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// Compares the journal with heads that were written down elsewhere: when, entry or -, head code, where, a line each.
    #[arg(long, value_name = "FILE")]
    anchors: Option<PathBuf>,
}

impl Verify {
    /// Proves the journal and compares the projections, and the anchors, with it.
    pub(super) fn run(&self, place: &Place) -> Result<(), Failure> {
        let mut desk = place.desk_of_nobody().map_err(not_even_opened)?;
        if let Some(betrayed) = desk.betrayed() {
            return Err(Failure::NotSound(betrayed.to_string()));
        }
        if let Some(lost) = desk.store().lost() {
            return Err(Failure::NotSound(lost.to_string()));
        }
        let mut progress = out::Progress::begin();
        let verified = desk.verify(&mut |entries| progress.show(&format!("{entries} entries proved")))?;
        drop(progress);
        let verified = verified.map_err(|fault| Failure::NotSound(fault.to_string()))?;
        if desk.compare()? == Projections::Differ {
            return Err(Failure::NotSound(
                "the journal is whole, but the queue does not say what it says: run `dutydesk rebuild`"
                    .to_owned(),
            ));
        }
        let entries = verified.entries;
        let unsigned = match verified.unsigned {
            0 => String::new(),
            n => format!(" The oldest {n} of them are unsigned, from before the desk had keys."),
        };
        let whole = format!(
            "The journal is whole: {entries} entries, each in its place.{unsigned} The queue says what they say."
        );
        let Some(path) = &self.anchors else { return out::text(&whole) };
        let (words, held) = against(&desk, path)?;
        out::text(&format!("{whole}\n\n{words}"))?;
        let count = |wanted: fn(&Held) -> bool| held.iter().filter(|held| wanted(held)).count();
        let contradicted = count(|held| matches!(held, Held::Contradicts { .. }));
        let not_found = count(|held| matches!(held, Held::NotFound));
        match contradicted {
            0 if not_found > 0 => Err(Failure::NotSound(format!(
                "{not_found} of the anchors were not found in this journal: a head code may have been misread, or the journal \
                 was written anew; nothing was changed: compare the papers, and tell the head of service if they stay as they are"
            ))),
            0 if held.is_empty() => Err(Failure::NotSound(
                "there is no anchor in that file, so nothing outside this desk vouches for the journal"
                    .to_owned(),
            )),
            0 => Ok(()),
            n => Err(Failure::NotSound(format!(
                "{n} of the anchors contradict this journal: it is not the one that existed when they were written down; \
                 nothing was changed: keep the papers and the file, and tell the head of service"
            ))),
        }
    }
}

/// Says what is to be done where the file is damaged so that the desk does not even open: nothing can be proved then.
fn not_even_opened(failure: Failure) -> Failure {
    match failure {
        Failure::Desk(DeskError::Store(StoreError::Corrupt)) => Failure::NotSound(
            "the desk's file is damaged where it says who works here, so that it does not open and `dutydesk rebuild` cannot mend it; \
             nothing was changed: leave every console, keep a copy of the folder, and bring back the last backup as desk.db; what \
             waits in spools comes into the record when a console opens on it"
                .to_owned(),
        ),
        other => other,
    }
}

/// Says of each anchor whether it holds, up to when the journal is proven, and what cannot be.
fn against(desk: &Desk, path: &PathBuf) -> Result<(String, Vec<Held>), Failure> {
    let anchors = read_anchors(path)?;
    let held = desk.check_anchors(&anchors)?;
    let mut text = String::new();
    for (anchor, held) in anchors.iter().zip(&held) {
        let place = if anchor.place.is_empty() { "not said where" } else { anchor.place.as_str() };
        let verdict = match held {
            Held::Proven { seq } => format!("proven: entry {seq} has this head"),
            Held::NotFound => {
                "not found: no entry has this head; it was misread, or the journal was written anew"
                    .to_owned()
            }
            Held::Contradicts { seq } => format!("CONTRADICTS: entry {seq} is missing or has another head"),
        };
        let _ = writeln!(text, "{}  {}  ({place})\n    {verdict}", stamp(anchor.at), anchor.code);
    }
    let proven = held.iter().filter_map(|held| match held {
        Held::Proven { seq } => Some(*seq),
        _ => None,
    });
    let (entries, _) = desk.head_code()?;
    match proven.max() {
        Some(seq) => {
            let made =
                desk.store().time_at(seq)?.map_or_else(String::new, |at| format!(", made {}", stamp(at)));
            let _ = writeln!(
                text,
                "\nProven: up to entry {seq}{made}, this is the journal that existed when that head was written down."
            );
            if seq < entries {
                let _ = writeln!(
                    text,
                    "Not proven: the {} entries after it. They fit, but no head of theirs was laid beside them.",
                    entries - seq
                );
            }
        }
        None => {
            let _ =
                writeln!(text, "\nNot proven: no anchor holds, so nothing outside this desk vouches for it.");
        }
    }
    text.push_str(
        "Never proven by this: that what was written is true, that everything was written down, or when an entry was made \
         more exactly than before its anchor.",
    );
    Ok((text, held))
}
