//! What is closed: the newest month told in full, the years before it in few words.

use chrono::{DateTime, Utc};

use super::{UNIT, cast::Cast, people::People, routed, spread::Day, thin};
use crate::{
    desk::{Desk, DeskError},
    domain::ids::Reference,
};

/// How many contacts, the newest, are told in full.
const TOLD: u64 = 1_460;

/// Writes all contacts of these days, and what became of them up to a moment; the oldest gets the reference `first`.
pub(super) fn write(
    desk: &mut Desk,
    cast: &Cast,
    people: &mut People,
    (days, at): (&[Day], DateTime<Utc>),
    first: u64,
    progress: &mut dyn FnMut(u64),
) -> Result<(), DeskError> {
    let all: u64 = days.iter().map(|day| day.contacts).sum();
    let thin = all.saturating_sub(TOLD);
    let mut days = days.iter();
    let (mut times, mut next, mut done) = (Vec::new(), 0, 0);
    let mut day = None;
    while done < all {
        desk.work(|work| {
            if done == 0 {
                work.references_from(Reference(first));
            }
            for _ in 0..UNIT {
                while next == times.len() {
                    let Some(other) = days.next() else { return Ok(()) };
                    other.times(people, &mut times);
                    (day, next) = (Some(other.date), 0);
                }
                let (Some(now), Some(today)) = (times.get(next).copied(), day) else { return Ok(()) };
                if done < thin {
                    thin::write(work, cast, people, now, today)?;
                } else {
                    routed::write(work, cast, people, (now, today), at)?;
                }
                next += 1;
                done += 1;
            }
            Ok(())
        })?;
        progress(done);
    }
    Ok(())
}
