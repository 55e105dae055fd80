//! `dutydesk rebuild`.

use super::{Failure, out, place::Place};

/// Makes every projection again from the journal.
pub(super) fn run(place: &Place) -> Result<(), Failure> {
    let mut desk = place.desk()?;
    desk.rebuild()?;
    out::text(
        "The queue and its indexes were made again from the journal. Where the file was damaged, the damaged one lies in the \
         desk's folder backups.",
    )
}
