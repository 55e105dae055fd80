//! What was promised in the newest month, and what became of it: most is kept, some of it late, some not, some at another
//! time that was agreed; and of what others owe us some is never heard of again.

use chrono::{DateTime, TimeDelta, Utc};

use super::{cast::Cast, pen::Pen};
use crate::{
    desk::DeskError,
    domain::{
        contact::{
            promise::{Owner, PromiseMoved, Promised},
            telling,
        },
        ids::PromiseNo,
        policy::Mode,
    },
};

/// In how many days the caller rings, and in how many we do.
const THEIRS: i64 = 14;
const OURS: i64 = 7;

/// Who made a promise.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Ours,
    Theirs,
}

/// What becomes of a promise.
#[derive(Clone, Copy)]
enum Fate {
    Kept,
    Late,
    Broken,
    Moved,
    Owed,
}

/// Of twenty that others made to us, how many end how.
const OF_THEIRS: [(u64, Fate); 5] =
    [(11, Fate::Kept), (3, Fate::Late), (2, Fate::Broken), (2, Fate::Moved), (2, Fate::Owed)];

/// Of twenty of ours.
const OF_OURS: [(u64, Fate); 4] = [(13, Fate::Kept), (3, Fate::Late), (2, Fate::Broken), (2, Fate::Moved)];

/// Draws a number below another by the contact's reference, so that nobody who is invented depends on it.
fn lot(pen: &Pen<'_, '_, '_>, below: u64) -> u64 {
    (pen.contact.reference.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) % below
}

/// After how many days each of ours has ended, another time and all.
const ENDED: i64 = 14;

/// Promises a next step: mostly the caller's, now and then ours, where it ended before a moment; nothing is closed while we
/// owe something.
pub(super) fn promise(pen: &mut Pen<'_, '_, '_>, at: DateTime<Utc>) -> Result<(), DeskError> {
    let ended = pen.now + TimeDelta::days(ENDED) < at;
    let ours = ended && pen.contact.reference.0.is_multiple_of(4);
    let words = |words: &str| words.to_owned();
    let promised = if ours {
        Promised {
            what: words("ring to hear how the week went"),
            to: words("the caller"),
            person: None,
            // What they may be told on the telephone is another story where the caller is of the family.
            ring_back: pen.contact.call.caller.is_person.is_none(),
            owner: Owner::Staff(pen.actor().person),
            by: pen.now + TimeDelta::days(OURS),
            agreed_with: words("the caller"),
        }
    } else {
        Promised {
            what: words("ask the family how the week went, and ring us if it is no better"),
            to: words("the duty worker"),
            person: None,
            ring_back: false,
            owner: Owner::Named(words("the caller")),
            by: pen.now + TimeDelta::days(THEIRS),
            agreed_with: words("the caller"),
        }
    };
    pen.act(telling::Command::Promise(promised))
}

/// Writes what became of our promises in the contact, or of those of others, as far as that was before a moment.
pub(super) fn settle<'p>(
    pen: &mut Pen<'p, '_, '_>,
    (cast, whose): (&'p Cast, Whose),
    at: DateTime<Utc>,
) -> Result<(), DeskError> {
    let ours = whose == Whose::Ours;
    let of = pen.contact.telling.promises.iter().filter(|promise| promise.is_ours() == ours);
    let promises: Vec<(PromiseNo, DateTime<Utc>)> =
        of.map(|promise| (promise.no, promise.promised.by)).collect();
    for (no, by) in promises {
        // What others owe us is the duty worker's to write down; the front door's hours are theirs.
        let mode = if ours { pen.contact.call.mode } else { Mode::FrontDoor };
        if !ours {
            pen.by(&cast.marsh);
        }
        let mut drawn = lot(pen, 20);
        let fates: &[(u64, Fate)] = if ours { &OF_OURS } else { &OF_THEIRS };
        let fate = fates.iter().find(|(share, _)| {
            let found = drawn < *share;
            drawn = drawn.saturating_sub(*share);
            found
        });
        match fate.map_or(Fate::Owed, |(_, fate)| *fate) {
            Fate::Kept => keep(pen, no, before(pen, mode, by), at)?,
            Fate::Late => keep(pen, no, after(pen, mode, by), at)?,
            Fate::Broken => {
                let said = after(pen, mode, by + TimeDelta::days(2));
                let why = if ours {
                    "Rang three times, nobody answered; the health visitor is told and looks in."
                } else {
                    "They never asked; said so when we rang. The school asks instead."
                };
                if reached(pen, said, at) {
                    pen.act(telling::Command::Break { no, why: why.to_owned() })?;
                }
            }
            Fate::Moved => {
                let agreed = before(pen, mode, by);
                if reached(pen, agreed, at) {
                    let new = by + TimeDelta::days(3);
                    let (with, why) = ("the caller".to_owned(), "the family is away this week".to_owned());
                    pen.act(telling::Command::Renegotiate(PromiseMoved { no, by: new, with, agreed, why }))?;
                    keep(pen, no, before(pen, mode, new), at)?;
                }
            }
            Fate::Owed => {}
        }
    }
    Ok(())
}

fn keep(
    pen: &mut Pen<'_, '_, '_>,
    no: PromiseNo,
    when: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<(), DeskError> {
    if reached(pen, when, at) { pen.act(telling::Command::Keep { no }) } else { Ok(()) }
}

/// Goes on to a moment, where it has come by now.
fn reached(pen: &mut Pen<'_, '_, '_>, when: DateTime<Utc>, at: DateTime<Utc>) -> bool {
    let there = pen.now < when && when < at;
    if there {
        pen.now = when;
    }
    there
}

/// Gives a moment a while before another at which somebody is at work for it.
fn before(pen: &Pen<'_, '_, '_>, mode: Mode, moment: DateTime<Utc>) -> DateTime<Utc> {
    at_work(pen, mode, moment, -1)
}

/// Gives one after it.
fn after(pen: &Pen<'_, '_, '_>, mode: Mode, moment: DateTime<Utc>) -> DateTime<Utc> {
    at_work(pen, mode, moment, 1)
}

fn at_work(pen: &Pen<'_, '_, '_>, mode: Mode, moment: DateTime<Utc>, way: i64) -> DateTime<Utc> {
    let minutes = 40 + i64::try_from(lot(pen, 300)).unwrap_or_default();
    let mut found = moment + TimeDelta::minutes(way * minutes);
    // A long Easter is four days.
    for _ in 0..24 * 7 {
        if pen.mode_at(found) == mode {
            break;
        }
        found += TimeDelta::hours(way);
    }
    found
}
