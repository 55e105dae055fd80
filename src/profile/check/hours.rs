//! Checks hours and clocks.

use super::{Checked, File};
use crate::domain::policy::{Mode, hours::Span};

/// The clocks that the program itself starts.
const CLOCKS: [&str; 11] = [
    "decision",
    "urgent",
    "oversight",
    "emergency_oversight",
    "emergency_cover",
    "signed_word",
    "acceptance",
    "letter",
    "written_followup",
    "ring_back",
    "break_glass",
];

pub(super) fn check(file: File<'_>) -> Checked {
    let hours = &file.policy.hours;
    file.some("front_door", &hours.front_door)?;
    for (at, one) in hours.front_door.iter().enumerate() {
        let key = format!("front_door[{at}]");
        file.ensure(one.from < one.until, format!("{key}.until"), || {
            format!("{} is not after {}", one.until.format("%H:%M"), one.from.format("%H:%M"))
        })?;
        let earlier = &hours.front_door[..at];
        if let Some(other) =
            earlier.iter().find(|o| o.day == one.day && o.from < one.until && one.from < o.until)
        {
            return Err(file.fault(
                format!("{key}.from"),
                format!(
                    "{} {}–{} overlaps {}–{}",
                    one.day,
                    one.from.format("%H:%M"),
                    one.until.format("%H:%M"),
                    other.from.format("%H:%M"),
                    other.until.format("%H:%M")
                ),
            ));
        }
    }
    for mode in [Mode::FrontDoor, Mode::Edt] {
        let count = hours.authority.iter().filter(|authority| authority.mode == mode).count();
        file.ensure(count == 1, "authority", || {
            format!("{} has {count} authorities, and needs one", mode.words())
        })?;
    }
    for (at, authority) in hours.authority.iter().enumerate() {
        file.ensure(authority.role.manages(), format!("authority[{at}].role"), || {
            format!("a {} does not manage and cannot authorise", authority.role.words())
        })?;
        file.rule(&format!("authority[{at}].rule"), &authority.rule)?;
    }
    file.unique("clocks", "id", hours.clocks.iter().map(|clock| &clock.id))?;
    for (at, clock) in hours.clocks.iter().enumerate() {
        let key = format!("clocks[{at}]");
        file.said(&format!("{key}.words"), &clock.words)?;
        file.ensure(clock.span != Span::Minutes(0), format!("{key}.span"), || {
            "a clock of no minutes is never in time".to_owned()
        })?;
        file.rule(&format!("{key}.rule"), &clock.rule)?;
    }
    CLOCKS.iter().try_for_each(|id| {
        file.ensure(hours.clocks.iter().any(|clock| clock.id.as_str() == *id), "clocks", || {
            format!("the clock `{id}` is missing")
        })
    })
}
