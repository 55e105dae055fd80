//! `dutydesk verify`.

use super::{Failure, out, place::Place};
use crate::desk::proof::Projections;

/// Proves the journal and compares the projections with it.
pub(super) fn run(place: &Place) -> Result<(), Failure> {
    let mut desk = place.desk_of_nobody()?;
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
    out::text(&format!(
        "The journal is whole: {entries} entries, each in its place. The queue says what they say."
    ))
}
