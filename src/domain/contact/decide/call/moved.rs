//! What is judged of a note that was written in the wrong record: two calls ran, and the words were meant for the other one.
//!
//! Source: Southampton one-minute guide, MASH (what is recorded stays). Nothing is taken out of a record: the note stays where it was
//! written, marked, and stands in the right record too, with its time and who wrote it.

use super::{beside_fits, named, next, reason};
use crate::domain::{
    contact::{
        Contact, Context, Event,
        call::{NewNote, Note, NoteMisplaced, NoteTaken, TakenFrom},
    },
    ids::{ContactId, Reference},
    refusal::Refusal,
};

/// The rule by which what was recorded stays.
const STAYS: &str = "southampton-13";

pub(super) fn misplace(
    contact: &Contact,
    note: &Note,
    (to, reference): (ContactId, Reference),
    why: &str,
) -> Result<Vec<Event>, Refusal> {
    if to == contact.id {
        let words =
            format!("{reference} is this contact: the note stands here already. Nothing was changed.");
        return Err(Refusal::new("StandsHere", words).by(STAYS));
    }
    if let Some(known) = &note.misplaced {
        let words = format!(
            "This note is marked already: it stands in {} too. If it belongs elsewhere, take it on from there.",
            known.reference
        );
        return Err(Refusal::new("MisplacedAlready", words).by(STAYS));
    }
    reason(why, "why it belongs there; it stays here, marked")?;
    Ok(vec![Event::NoteMisplaced(NoteMisplaced { note: note.no, to, reference, why: why.to_owned() })])
}

pub(super) fn take(
    contact: &Contact,
    from: &TakenFrom,
    note: &NewNote,
    cx: &Context<'_>,
) -> Result<Vec<Event>, Refusal> {
    named(&note.text, "what the note says")?;
    beside_fits(note.happened, note.child.as_ref(), cx)?;
    let (no, from, note) = (next(contact), from.clone(), note.clone());
    Ok(vec![Event::NoteTaken(NoteTaken { no, from, note })])
}
