//! What holds at every minute and on every day, not only on those that were thought of.

use std::collections::HashMap;

use chrono::{DateTime, Datelike as _, TimeDelta, TimeZone as _, Utc, Weekday};
use chrono_tz::Europe::London;
use dutydesk::domain::{
    calendar::{Holidays, local},
    duty::Duty,
    policy::hours::{Coverage, Span},
};

use super::{at, day, duty};

const SPANS: [Span; 9] = [
    Span::Minutes(30),
    Span::Minutes(24 * 60),
    Span::WorkingDays(1),
    Span::WorkingDays(2),
    Span::EndOfWorkingDay(0),
    Span::EndOfWorkingDay(1),
    Span::OfficeHours(10),
    Span::Months(1),
    Span::Birthday(16),
];

/// The moments at which the clocks changed or will, forty of them.
fn clock_changes() -> Vec<DateTime<Utc>> {
    let mut changes = Vec::new();
    for year in 2018..2038 {
        for month in [3, 10] {
            let sunday = (25..=31)
                .filter_map(|day| Utc.with_ymd_and_hms(year, month, day, 1, 0, 0).single())
                .find(|t| t.weekday() == Weekday::Sun)
                .unwrap();
            let shown = |t: DateTime<Utc>| t.with_timezone(&London).naive_local() - t.naive_utc();
            assert_ne!(shown(sunday - TimeDelta::seconds(1)), shown(sunday));
            changes.push(sunday);
        }
    }
    assert_eq!(changes.len(), 40);
    changes
}

/// Wants each deadline at its start or after, and never earlier than that of an earlier start.
fn in_order(duty: &Duty, starts: impl Iterator<Item = DateTime<Utc>>) {
    let mut last: HashMap<usize, DateTime<Utc>> = HashMap::new();
    for start in starts {
        for (no, span) in SPANS.into_iter().enumerate() {
            let due = duty.after(span, start).unwrap();
            assert!(due >= start, "{span:?} from {start} is due before, {due}");
            let before = last.insert(no, due);
            assert!(
                before.is_none_or(|before| before <= due),
                "{span:?}: {due} from {start} is earlier than {before:?}"
            );
        }
    }
}

#[test]
fn deadlines_keep_their_order_through_every_change_of_the_clocks() {
    for profile in ["southampton", "bromley"] {
        let duty = duty(profile);
        for change in clock_changes() {
            in_order(&duty, (-180..=180).map(|minute| change + TimeDelta::minutes(minute)));
            // A month before, so that the deadline itself falls into the change.
            in_order(
                &duty,
                (-180..=180).map(|minute| change - TimeDelta::days(31) + TimeDelta::minutes(minute)),
            );
        }
    }
}

#[test]
fn deadlines_keep_their_order_on_every_day() {
    let duty = duty("southampton");
    let first = at("2020-01-01 00:00");
    in_order(&duty, (0..16 * 366 * 24 / 7).map(|step| first + TimeDelta::minutes(step * 7 * 60 + step % 13)));
    // And to the second where days meet.
    for midnight in ["2026-01-31 00:00", "2026-11-28 00:00", "2026-11-30 00:00", "2026-12-25 00:00"] {
        in_order(&duty, (-90..=90).map(|second| at(midnight) + TimeDelta::milliseconds(second * 400)));
    }
}

#[test]
fn the_next_working_day_is_one_and_skips_none() {
    let holidays = Holidays::new();
    let mut to_come = None;
    for today in day("2020-01-01").iter_days().take_while(|today| today.year() <= 2035) {
        let next = holidays.next_working_day(today);
        assert!(next > today && holidays.is_working_day(next), "{today}");
        let between = today.iter_days().skip(1).take_while(|day| *day < next);
        assert!(between.clone().count() <= 5, "{today}");
        between.for_each(|between| assert!(!holidays.is_working_day(between), "{today} skips {between}"));
        let plain =
            !matches!(today.weekday(), Weekday::Sat | Weekday::Sun) && holidays.holiday(today).is_none();
        assert_eq!(holidays.is_working_day(today), plain, "{today}");
        if let Some(expected) = to_come.filter(|_| plain) {
            assert_eq!(today, expected);
        }
        to_come = Some(next);
        // Counting on is counting one by one.
        let mut step = today;
        for n in 1..=45 {
            step = holidays.next_working_day(step);
            assert_eq!(holidays.plus_working_days(today, n), step, "{today} + {n}");
        }
    }
}

#[test]
fn the_services_share_out_all_time_but_for_what_the_profile_says() {
    for profile in ["southampton", "bromley", "building-bridges"] {
        let duty = duty(profile);
        let (first, end) = (at("2020-01-01 00:00"), at("2036-01-01 00:00"));
        let mut reached = first;
        for stretch in duty.stretches(first).take_while(|stretch| stretch.from < end) {
            assert_eq!(stretch.from, reached, "{profile}: one stretch begins where the last ended");
            assert!(stretch.until > stretch.from);
            assert_eq!(duty.on_at(stretch.from), stretch.on);
            assert_eq!(duty.on_at(stretch.until - TimeDelta::seconds(1)), stretch.on);
            assert_ne!(duty.on_at(stretch.until), stretch.on);
            if stretch.on.coverage != Coverage::One {
                let (from, until) = (local::to_local(stretch.from), local::to_local(stretch.until));
                let said = duty.hours.seams.iter().any(|seam| {
                    seam.what == stretch.on.coverage
                        && seam.day.is_none_or(|day| day == from.weekday())
                        && (seam.from, seam.until) == (from.time(), until.time())
                });
                assert!(said, "{profile}: {from} to {until} is not declared");
            }
            reached = stretch.until;
        }
        assert!(reached >= end);
        for change in clock_changes() {
            for minute in -180..=180 {
                let t = change + TimeDelta::minutes(minute);
                assert_eq!(duty.on_at(t).key(), "edt", "{t}");
            }
        }
    }
}
