//! What is still open: forty contacts in every lane of the queue, and two calls that ring.
//!
//! The newest is C-1841 where there is room for it: the police, a father released today, children in three places.

use chrono::{DateTime, TimeDelta, Utc};

use super::{cast::Cast, night, open, people::People, spread::ago};
use crate::{
    desk::{Desk, DeskError, Work},
    domain::{
        ids::{Reference, RingId},
        ring::Announced,
        staff::Actor,
    },
};

/// What somebody needs to write one open contact.
pub(super) struct Scene<'c> {
    pub(super) worker: &'c Actor,
    /// When the call was answered.
    pub(super) taken: DateTime<Utc>,
    /// The moment at which the desk begins.
    pub(super) at: DateTime<Utc>,
}

/// Writes one open contact.
type Write = fn(&mut Work<'_, '_>, &Scene<'_>, &mut People) -> Result<(), DeskError>;

/// Who wrote it.
#[derive(Clone, Copy)]
enum By {
    Okoro,
    Marsh,
    Bello,
}

use By::{Bello, Marsh, Okoro};

/// Every open contact, the oldest first: how many minutes ago it was answered, by whom, and how it goes.
const OPEN: [(i64, By, Write); 40] = [
    (1_425, Marsh, open::promised),
    (1_411, Okoro, open::with_team),
    (1_399, Marsh, open::to_tell),
    (1_384, Okoro, open::to_close),
    (1_366, Marsh, open::with_team),
    (1_350, Marsh, open::to_tell),
    (1_338, Okoro, open::returned),
    (1_321, Marsh, open::to_tell),
    (1_302, Okoro, open::promised),
    (1_286, Marsh, open::with_team),
    (1_251, Bello, open::to_decide),
    (1_240, Bello, open::to_agree),
    (1_177, Bello, night::left_for_the_morning),
    (1_020, Bello, open::to_decide),
    (905, Bello, night::asked_at_night),
    (792, Bello, open::to_decide),
    (664, Bello, night::left_for_the_morning),
    (512, Bello, open::to_tell),
    (455, Okoro, open::with_team),
    (438, Marsh, open::to_tell),
    (421, Okoro, open::to_decide),
    (398, Marsh, open::to_agree),
    (365, Marsh, open::to_decide),
    (332, Okoro, open::promised),
    (301, Marsh, open::to_tell),
    (288, Okoro, open::to_decide),
    (266, Marsh, open::waits_for_second),
    (240, Okoro, open::to_tell),
    (212, Marsh, open::to_decide),
    (188, Okoro, open::to_agree),
    (163, Marsh, open::to_decide),
    (141, Marsh, open::to_close),
    (118, Marsh, open::health_visitor),
    (76, Marsh, open::to_decide),
    (62, Okoro, night::neighbour_overdue),
    (41, Marsh, night::line_dropped),
    (26, Marsh, night::angry_parent),
    (22, Okoro, night::emergency),
    (18, Marsh, night::school),
    (6, Okoro, night::police),
];

/// Writes the newest `live` of them, and the calls that ring.
pub(super) fn write(
    desk: &mut Desk,
    cast: &Cast,
    people: &mut People,
    at: DateTime<Utc>,
    live: u64,
    first: u64,
) -> Result<(), DeskError> {
    let left_out = OPEN.len().saturating_sub(usize::try_from(live).unwrap_or(OPEN.len()));
    let mut random = crate::desk::Random::Seeded(people.below(u64::from(u32::MAX)));
    desk.work(|work| {
        work.references_from(Reference(first));
        for (minutes, by, write) in OPEN.iter().skip(left_out) {
            let worker = match by {
                Okoro => &cast.okoro,
                Marsh => &cast.marsh,
                Bello => &cast.bello,
            };
            write(work, &Scene { worker, taken: ago(at, *minutes), at }, people)?;
        }
        let ringing = [(95, Some("07700 900461"), Some("J. Marlowe")), (20, None, None)];
        for (seconds, number, name) in ringing {
            let since = at - TimeDelta::seconds(seconds);
            let id = RingId(random.uuid(since).map_err(crate::store::StoreError::Entropy)?);
            let announced = Announced { number: number.map(str::to_owned), name: name.map(str::to_owned) };
            work.announce(id, announced, since)?;
        }
        Ok(())
    })
}
