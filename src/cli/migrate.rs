//! `dutydesk migrate`.

use super::{Failure, demo::PASSPHRASE, out, place::Place};
use crate::desk::{Random, found};

/// Encrypts a desk that an earlier version left in clear; earlier versions made practice desks only.
pub(super) fn run(place: &Place) -> Result<(), Failure> {
    let folder = place.folder()?;
    let clock = Place::desk_clock(&folder);
    let Some(done) = found::migrate_practice(&folder, PASSPHRASE, &clock, &mut Random::System)? else {
        return out::text("This desk is encrypted already; nothing was changed.");
    };
    let (entries, kept) = (done.entries, done.kept.display());
    out::text(&format!(
        "The desk is encrypted now. Its {entries} entries, which nobody had signed, are vouched for as they were, and \
         every later one is signed. {kept} is an encrypted copy of the desk as it was. The disk may still show the \
         old text to whoever searches it."
    ))
}
