//! Deadlines: when something is due that started then.
//!
//! Each way of counting never falls before its start and never comes earlier for a later start. On working days nothing
//! depends on the clocks going forward or back, which they do on Sundays.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::{
    Holidays,
    local::{self, from_local_onwards, local_day},
    working::{end_of_day, intervals},
};
use crate::domain::policy::hours::{Hours, Span};

/// How far ahead an opening is looked for, in days; no run of holidays is as long.
const HORIZON: usize = 32;

/// Counts a span from a moment; none where the front door never opens or time itself ends.
pub(crate) fn after(
    hours: &Hours,
    holidays: &Holidays,
    span: Span,
    start: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    crate::domain::counted::once();
    match span {
        Span::WorkingDays(0) | Span::Months(0) => Some(start),
        Span::Minutes(n) => start.checked_add_signed(TimeDelta::minutes(i64::from(n))),
        Span::WorkingDays(n) => {
            let wall = local::to_local(start).naive_local();
            // A start on a day that does not count has the whole of the last day that does.
            let clock = if holidays.is_working_day(wall.date()) { wall.time() } else { last_second() };
            let day = holidays.plus_working_days(wall.date(), n);
            Some(from_local_onwards(day.and_time(clock.min(last_second()))))
        }
        Span::EndOfWorkingDay(n) => {
            let day = holidays.plus_working_days(local_day(start), n);
            // After hours today's end has gone by: the next one is meant.
            end_of_working_day(hours, holidays, day)
                .filter(|at| *at >= start)
                .or_else(|| end_of_working_day(hours, holidays, day.checked_add_days(Days::new(1))?))
        }
        Span::OfficeHours(n) => office_hours(hours, holidays, n, start),
        Span::Months(n) => {
            let wall = local::to_wall(start);
            let day = wall.date().checked_add_months(Months::new(n))?;
            // The month that has no such day ends with its last one (Dodds v Walker [1981] 1 WLR 1027).
            let clock = if day.day() == wall.day() { wall.time().min(last_second()) } else { last_second() };
            Some(from_local_onwards(day.and_time(clock)))
        }
        Span::Birthday(n) => {
            Some(from_local_onwards(birthday(local_day(start), n)?.and_time(NaiveTime::MIN)))
        }
    }
}

/// Gives the last second of a day.
fn last_second() -> NaiveTime {
    NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN)
}

/// Gives the end of the front door's hours on this day, or on the next day it opens.
pub(crate) fn end_of_working_day(
    hours: &Hours,
    holidays: &Holidays,
    day: NaiveDate,
) -> Option<DateTime<Utc>> {
    day.iter_days().take(HORIZON).find_map(|day| {
        let end = end_of_day(hours, holidays, day)?;
        Some(from_local_onwards(day.and_time(end)))
    })
}

/// Counts hours in which the front door is open; an end on closing time is that closing time.
fn office_hours(hours: &Hours, holidays: &Holidays, n: u32, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let wall = local::to_local(start).naive_local();
    let mut left = TimeDelta::hours(i64::from(n));
    let mut shut = 0;
    for day in wall.date().iter_days() {
        shut += 1;
        for open in intervals(hours, holidays, day) {
            let from = day.and_time(open.from).max(wall);
            let open_for = day.and_time(open.until).signed_duration_since(from);
            if open_for <= TimeDelta::zero() {
                continue;
            }
            if left <= open_for {
                return from.checked_add_signed(left).map(from_local_onwards);
            }
            left -= open_for;
            shut = 0;
        }
        if shut > HORIZON {
            return None;
        }
    }
    None
}

/// Gives the day on which somebody becomes so many years old; who was born on 29 February, on 1 March where the year has
/// no 29th.
///
/// Source: Family Law Reform Act 1969, section 9 (an age is reached as its anniversary begins). It does not say when a year
/// has no such day; 1 March is read here, since on 28 February the years have not yet gone by.
pub fn birthday(born: NaiveDate, years: u32) -> Option<NaiveDate> {
    let year = born.year().checked_add(i32::try_from(years).ok()?)?;
    born.with_year(year).or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

/// When a disabled young person's move to adult services is planned.
///
/// Source: Bromley joint protocol, section 12 (a transition plan within the six months after the sixteenth birthday, and
/// an agreed care plan by the eighteenth).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Transition {
    /// The sixteenth birthday, on which the window opens.
    pub opens: NaiveDate,
    /// The last day of the window.
    pub closes: NaiveDate,
    /// The eighteenth birthday, by which the adult plan is agreed.
    pub adult_plan: NaiveDate,
}

/// How the window of a transition stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Window {
    /// It has not opened.
    ToCome,
    /// It is open.
    Open,
    /// It closed without a plan.
    Missed,
    /// The plan was made.
    Done,
}

impl Transition {
    /// Gives the dates of somebody born on a day.
    pub fn of(born: NaiveDate) -> Option<Self> {
        let opens = birthday(born, 16)?;
        Some(Self {
            opens,
            closes: opens.checked_add_months(Months::new(6))?,
            adult_plan: birthday(born, 18)?,
        })
    }

    /// Tells how the window stands on a day.
    pub fn window(&self, today: NaiveDate, planned: Option<NaiveDate>) -> Window {
        match planned {
            Some(_) => Window::Done,
            None if today < self.opens => Window::ToCome,
            None if today <= self.closes => Window::Open,
            None => Window::Missed,
        }
    }
}
