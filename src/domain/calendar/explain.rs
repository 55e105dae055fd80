//! Why a deadline falls when it does, in words.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use super::{
    Holidays,
    local::{local_day, to_local},
    words,
};
use crate::domain::policy::hours::Span;

/// How many weekends are still named day by day.
const NAMED: usize = 2;

impl Span {
    /// Says how it is counted.
    pub fn words(self) -> String {
        let many = |n: u32, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        match self {
            Self::Minutes(n) if n >= 60 && n % 60 == 0 => {
                format!("{} as they pass, nights and days off too", many(n / 60, "hour"))
            }
            Self::Minutes(n) => format!("{} as they pass", many(n, "minute")),
            Self::WorkingDays(0) => "at once".to_owned(),
            Self::WorkingDays(1) => "the same clock time on the next working day".to_owned(),
            Self::WorkingDays(n) => format!("{}, at the same clock time", many(n, "working day")),
            Self::EndOfWorkingDay(0) => "the end of this working day".to_owned(),
            Self::EndOfWorkingDay(1) => "the end of the next working day".to_owned(),
            Self::EndOfWorkingDay(n) => {
                format!("the end of the front door's hours {} later", many(n, "working day"))
            }
            Self::OfficeHours(n) => format!("{} in which the front door is open", many(n, "hour")),
            Self::Months(n) => format!("{}, to the same day", many(n, "calendar month")),
            Self::Birthday(n) => format!("the day on which somebody born then is {n}"),
        }
    }
}

/// Explains the way from a start to the deadline, a line each: the counting, and what lay between.
pub(crate) fn arithmetic(
    holidays: &Holidays,
    span: Span,
    start: DateTime<Utc>,
    due: DateTime<Utc>,
) -> Vec<String> {
    let mut lines = vec![format!("From {}, {}: {}.", words::stamp(start), span.words(), words::stamp(due))];
    match span {
        Span::Minutes(_) => lines.extend(clock_change(start, due)),
        Span::WorkingDays(_) | Span::EndOfWorkingDay(_) | Span::OfficeHours(_) => {
            lines.extend(first_day(holidays, span, start));
            lines.extend(not_counted(holidays, local_day(start), local_day(due)));
        }
        Span::Months(_) if local_day(start).day() != local_day(due).day() => {
            lines.push("That month has no such day, so its last day counts whole.".to_owned());
        }
        Span::Birthday(_) if local_day(start).day() == 29 && local_day(due).day() == 1 => {
            lines.push("Born on 29 February: where the year has none, 1 March counts.".to_owned());
        }
        Span::Months(_) | Span::Birthday(_) => {}
    }
    lines
}

/// Says what a start on a day off means.
fn first_day(holidays: &Holidays, span: Span, start: DateTime<Utc>) -> Option<String> {
    let day = local_day(start);
    (matches!(span, Span::WorkingDays(_)) && !holidays.is_working_day(day))
        .then(|| format!("{} is no working day, so the last day counted is counted whole.", day.format("%A")))
}

/// Says what the clocks did in between.
fn clock_change(start: DateTime<Utc>, due: DateTime<Utc>) -> Option<String> {
    let (from, until) = (to_local(start), to_local(due));
    let shown = until.naive_local().signed_duration_since(from.naive_local());
    let passed = due.signed_duration_since(start);
    let way = match shown.cmp(&passed) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => "forward",
        std::cmp::Ordering::Less => "back",
    };
    Some(format!("The clocks go {way} in between; these are hours that pass, not what the clock shows."))
}

/// Names the days between that do not count: "Fri 25 Dec is Christmas Day; Sat 26 and Sun 27 Dec are a weekend".
fn not_counted(holidays: &Holidays, from: NaiveDate, until: NaiveDate) -> Option<String> {
    let mut parts = Vec::new();
    let mut weekends = 0;
    let between = || from.iter_days().skip(1).take_while(|day| *day <= until);
    let saturdays = between().filter(|day| day.weekday() == Weekday::Sat).count();
    for day in between() {
        if let Some(holiday) = holidays.holiday(day) {
            parts.push(format!("{} is {holiday}", day.format("%a %-d %b")));
        } else if day.weekday() == Weekday::Sun || (day.weekday() == Weekday::Sat && day == until) {
            weekends += 1;
            if saturdays <= NAMED {
                let saturday = day.pred_opt().filter(|saturday| *saturday > from);
                parts.push(match saturday {
                    Some(saturday) if day.weekday() == Weekday::Sun => {
                        format!("{} and {} are a weekend", saturday.format("%a %-d"), day.format("%a %-d %b"))
                    }
                    _ => format!("{} is of a weekend", day.format("%a %-d %b")),
                });
            }
        }
    }
    if saturdays > NAMED {
        parts.insert(0, format!("{weekends} weekends"));
    }
    (!parts.is_empty()).then(|| format!("Not counted: {}.", parts.join("; ")))
}
