//! Checks hours and clocks.

use chrono::{Datelike as _, NaiveDate, NaiveTime};

use super::{Checked, File};
use crate::domain::{
    calendar::local,
    duty::Duty,
    policy::{
        Mode,
        hours::{Coverage, Interval, Lock, Span},
    },
};

/// The clocks that the program itself starts.
const CLOCKS: [&str; 13] = [
    "decision",
    "urgent",
    "oversight",
    "emergency_oversight",
    "emergency_cover",
    "signed_word",
    "tell_head",
    "acceptance",
    "letter",
    "written_followup",
    "ring_back",
    "break_glass",
    "police_protection",
];

pub(super) fn check(file: File<'_>) -> Checked {
    let hours = &file.policy.hours;
    week(file, "front_door", &hours.front_door)?;
    for (at, team) in hours.beside.iter().enumerate() {
        file.said(&format!("beside[{at}].name"), &team.name)?;
        week(file, &format!("beside[{at}].open"), &team.open)?;
        file.rule(&format!("beside[{at}].rule"), &team.rule)?;
    }
    seams(file)?;
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
    file.ensure((1..=Lock::MOST).contains(&hours.lock.after_minutes), "lock.after_minutes", || {
        format!("a console locks after 1 to {} minutes", Lock::MOST)
    })?;
    file.ensure(
        (Lock::LISTENING..=240).contains(&hours.lock.after_call_minutes),
        "lock.after_call_minutes",
        || format!("whoever listens has {} minutes at least, and 240 at most", Lock::LISTENING),
    )?;
    file.unique("clocks", "id", hours.clocks.iter().map(|clock| &clock.id))?;
    for (at, clock) in hours.clocks.iter().enumerate() {
        let key = format!("clocks[{at}]");
        file.said(&format!("{key}.words"), &clock.words)?;
        file.said(&format!("{key}.starts"), &clock.starts)?;
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

/// Refuses a week that is empty, or in which an interval ends before it begins or lies over another.
fn week(file: File<'_>, list: &str, week: &[Interval]) -> Checked {
    file.some(list, week)?;
    for (at, one) in week.iter().enumerate() {
        let key = format!("{list}[{at}]");
        file.ensure(one.from < one.until, format!("{key}.until"), || {
            format!("{} is not after {}", one.until.format("%H:%M"), one.from.format("%H:%M"))
        })?;
        let earlier = &week[..at];
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
    Ok(())
}

/// Refuses gaps and overlaps between the services that the profile does not say itself: they would be slips.
fn seams(file: File<'_>) -> Checked {
    let duty = Duty::new(file.policy.hours.clone());
    // A month with every day of the week, and Christmas in its middle.
    let december = NaiveDate::from_ymd_opt(2026, 12, 7).unwrap_or_default();
    for seam in duty.seams(local::from_local_onwards(december.and_time(NaiveTime::MIN)), 28) {
        let (from, until) = (local::to_local(seam.from), local::to_local(seam.until));
        let said = file.policy.hours.seams.iter().any(|said| {
            said.what == seam.on.coverage
                && said.day.is_none_or(|day| day == from.weekday())
                && (said.from, said.until) == (from.time(), until.time())
        });
        file.ensure(said, "seams", || {
            let what =
                if seam.on.coverage == Coverage::Gap { "nobody is on" } else { "both services are on" };
            format!(
                "{}–{} {what}, and `seams` does not say so",
                from.format("%a %H:%M"),
                until.format("%H:%M")
            )
        })?;
    }
    Ok(())
}
