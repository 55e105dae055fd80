//! Whether two names stand under an analysis, and what a child's night rests on, judged from the list of events and from
//! nothing else.

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc, Weekday};
use dutydesk::domain::{
    calendar::local,
    contact::{
        Event, Stamp,
        night::{Analysed, Under},
    },
    ids::{AnalysisNo, StaffId},
    value::YesNo,
};
use uuid::Uuid;

/// The practitioner and the manager of the Emergency Duty Team.
const TEAM: [u128; 2] = [5, 6];
/// The senior manager who is on call.
const ON_CALL: u128 = 4;

/// Judges a whole log; the error says what went wrong.
pub(super) fn check(log: &[(Stamp, Event)]) -> Result<(), String> {
    for (at, (stamp, event)) in log.iter().enumerate() {
        let before = &log[..at];
        match event {
            Event::Analysed(e) => two_names(e, *stamp)?,
            Event::AnalysisConfirmed(e) => signed(before, e.no, e.late, *stamp)?,
            Event::AnalysisCorrected(e) => signed(before, e.no, e.late, *stamp)?,
            Event::AnalysisDisowned(e) => {
                signed(before, e.no, e.late, *stamp)?;
                if e.tell.as_ref().map(|due| due.at) != Some(stamp.at + TimeDelta::minutes(15)) {
                    return Err(format!("the head of service is told too late, or never: {e:?}"));
                }
            }
            Event::TonightSet(e) => {
                let police = e.care.under == Under::PoliceProtection;
                let ends = police.then(|| e.care.taken.map(|taken| taken + TimeDelta::hours(72))).flatten();
                let right = ends == e.ends.as_ref().map(|due| due.at)
                    && police == ends.is_some()
                    && ends.is_none_or(|ends| e.care.until <= ends)
                    && (e.care.under != Under::Section20 || e.care.fit == Some(YesNo::Yes));
                if !right {
                    return Err(format!("a child's night rests on nothing: {e:?}"));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// One of the team writes it, with the manager who is on call at that hour and is somebody else.
fn two_names(said: &Analysed, written: Stamp) -> Result<(), String> {
    let person = |n| StaffId(Uuid::from_u128(n));
    let team = TEAM.map(person).contains(&written.by);
    if team && said.manager == person(ON_CALL) && said.manager != written.by && is_night(written.at) {
        Ok(())
    } else {
        Err(format!("not two names: {said:?}, {written:?}"))
    }
}

/// Evenings, nights and weekends.
fn is_night(at: DateTime<Utc>) -> bool {
    let wall = local::to_local(at);
    matches!(wall.weekday(), Weekday::Sat | Weekday::Sun) || !(9..17).contains(&wall.hour())
}

/// Whoever signs is the one who was named, never whoever wrote it, and signs once; late is what came after its time.
fn signed(log: &[(Stamp, Event)], no: AnalysisNo, late: bool, stamp: Stamp) -> Result<(), String> {
    let written = log.iter().filter_map(|(stamp, event)| match event {
        Event::Analysed(said) => Some((stamp, said)),
        _ => None,
    });
    let (_, (wrote, said)) =
        (1..).zip(written).find(|(n, _)| *n == no.0).ok_or("somebody signed for what nobody wrote")?;
    let before = log.iter().any(|(_, event)| match event {
        Event::AnalysisConfirmed(e) => e.no == no,
        Event::AnalysisCorrected(e) => e.no == no,
        Event::AnalysisDisowned(e) => e.no == no,
        _ => false,
    });
    let was_late = said.word_due.as_ref().is_some_and(|due| stamp.at > due.at);
    if said.manager == stamp.by && wrote.by != stamp.by && !before && late == was_late {
        Ok(())
    } else {
        Err(format!("{} signed for analysis {}, signed before: {before}, late: {late}", stamp.by, no.0))
    }
}
