//! `dutydesk ring`: for the telephone system, which has no key and is told nothing.

use std::io::Read as _;

use super::{Failure, out, place::Place};
use crate::{
    desk::Random,
    domain::{ids::RingId, ring::Announced},
    store::{StoreError, keys::Keys, rings},
};

/// Reads one JSON line from standard input and drops it for a console to journal.
pub(super) fn run(place: &Place) -> Result<(), Failure> {
    let folder = place.folder()?;
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(rings::LONGEST as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::Stream("input", error))?;
    if bytes.len() > rings::LONGEST {
        return Err(Failure::NotSound(
            "that is longer than any ringing call has to say; nothing was announced".to_owned(),
        ));
    }
    // What is not text cannot be JSON either, and is refused with the same words.
    let line = String::from_utf8_lossy(&bytes);
    let announced = Announced::read(&line)?;
    let body = serde_json::to_string(&announced).map_err(crate::desk::DeskError::Body)?;
    let id = Random::System.uuid(place.clock().now()).map_err(StoreError::Entropy)?;
    let public = Keys::of(&folder).sealing_public()?;
    rings::drop_ring(&folder, &public, RingId(id), &body, &mut Random::System.entropy())?;
    out::text("Announced.")
}
