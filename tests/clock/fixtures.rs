//! Days, times and modes that were worked out by hand.

use chrono::{NaiveDate, Timelike as _};
use dutydesk::domain::{
    calendar::{Holidays, Transition, Window, birthday, local},
    ids::ClockId,
    policy::{
        Mode,
        hours::{Coverage, LadoResponse, Span},
    },
};

use super::{at, day, duty};

#[test]
fn the_published_list_is_ours_day_by_day_and_name_by_name() {
    let text = include_str!("bank-holidays.json");
    let list = dutydesk::exchange::bank_holidays::read(text).unwrap();
    let (ours, theirs) = (Holidays::new(), list.days());
    let mut seen = 0;
    for today in day("2020-01-01").iter_days().take_while(|today| *today <= day("2028-12-31")) {
        let published = theirs.iter().find(|holiday| holiday.day == today);
        assert_eq!(ours.holiday(today).as_deref(), published, "{today}");
        seen += usize::from(published.is_some());
    }
    assert_eq!(seen, 75);
}

#[test]
fn working_days_from_a_day() {
    let southampton = duty("southampton");
    for (start, n, due) in [
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-08-28", 1, "2026-09-01"),
        ("2026-04-02", 1, "2026-04-07"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2026-04-01", 2, "2026-04-07"),
        ("2026-12-23", 2, "2026-12-29"),
        ("2026-12-14", 15, "2027-01-07"),
        ("2026-03-16", 15, "2026-04-08"),
        ("2026-02-02", 45, "2026-04-08"),
        ("2026-10-01", 45, "2026-12-03"),
        ("2026-11-02", 10, "2026-11-16"),
        ("2026-11-02", 20, "2026-11-30"),
        ("2026-11-02", 25, "2026-12-07"),
        ("2026-11-02", 65, "2027-02-04"),
    ] {
        assert_eq!(southampton.holidays.plus_working_days(day(start), n), day(due), "{start} + {n}");
    }
}

#[test]
fn every_clock_of_the_pack() {
    let southampton = duty("southampton");
    for (clock, start, due) in [
        ("decision", "2026-12-24 10:15", "2026-12-29 10:15"),
        ("plan_copy", "2026-04-01 11:00", "2026-04-07 11:00"),
        ("plan_copy", "2026-12-23 11:00", "2026-12-29 11:00"),
        ("plan_review", "2027-01-31 11:00", "2027-02-28 23:59"),
        ("plan_review", "2026-11-12 11:00", "2026-12-12 11:00"),
        ("icpc", "2026-12-14 11:00", "2027-01-07 11:00"),
        ("icpc", "2026-03-16 11:00", "2026-04-08 11:00"),
        ("assessment", "2026-02-02 11:00", "2026-04-08 11:00"),
        ("assessment", "2026-10-01 11:00", "2026-12-03 11:00"),
        ("complaint_1", "2026-11-02 09:30", "2026-11-16 09:30"),
        ("complaint_1_longest", "2026-11-02 09:30", "2026-11-30 09:30"),
        ("complaint_2", "2026-11-02 09:30", "2026-12-07 09:30"),
        ("complaint_2_longest", "2026-11-02 09:30", "2027-02-04 09:30"),
        ("complaint_panel", "2026-11-02 09:30", "2026-12-14 09:30"),
        ("complaint_panel_report", "2026-12-22 09:30", "2026-12-31 09:30"),
        ("complaint_panel_answer", "2026-12-14 09:30", "2027-01-07 09:30"),
        // The clocks go forward, and back.
        ("lado_notification", "2026-03-28 20:00", "2026-03-29 21:00"),
        ("lado_notification", "2026-10-24 20:00", "2026-10-25 19:00"),
        ("lado_response", "2026-11-27 15:00", "2026-11-30 15:00"),
        ("lado_response", "2026-08-28 15:00", "2026-09-01 15:00"),
        ("written_followup", "2026-11-27 17:30", "2026-11-30 17:00"),
        ("strategy", "2026-11-27 17:30", "2026-11-28 17:30"),
        ("child_seen", "2026-11-27 17:30", "2026-11-28 17:30"),
        ("police_protection", "2026-11-27 17:30", "2026-11-30 17:30"),
        ("transition_opens", "2010-07-15 04:00", "2026-07-15 00:00"),
        ("adult_plan", "2012-02-29 04:00", "2030-03-01 00:00"),
    ] {
        let found = southampton.due(&ClockId::from(clock), at(start)).unwrap();
        assert_eq!(found.at.with_second(0), Some(at(due)), "{clock} from {start}");
    }
}

#[test]
fn twenty_four_working_hours_can_be_read_as_office_hours() {
    let mut hours = dutydesk::profile::load("southampton").unwrap().hours;
    hours.lado_response = LadoResponse::OfficeHours;
    let strict = dutydesk::domain::duty::Duty::new(hours);
    let found = strict.due(&ClockId::from("lado_response"), at("2026-11-27 15:00")).unwrap();
    assert_eq!(found.at, at("2026-12-02 15:00"));
    assert!(strict.explain(&found).join(" ").contains("24 hours in which the front door is open"));
}

#[test]
fn office_hours_end_on_closing_time_and_begin_with_the_next_opening() {
    let (southampton, bromley) = (duty("southampton"), duty("bromley"));
    for (of, n, start, due) in [
        (&southampton, 10, "2026-11-23 09:00", "2026-11-24 11:00"),
        (&southampton, 8, "2026-11-23 09:00", "2026-11-23 17:00"),
        (&southampton, 10, "2026-11-23 15:00", "2026-11-24 17:00"),
        (&southampton, 10, "2026-11-23 17:00", "2026-11-25 11:00"),
        (&southampton, 10, "2026-11-28 13:00", "2026-12-01 11:00"),
        (&southampton, 10, "2026-12-24 16:30", "2026-12-30 10:30"),
        (&bromley, 8, "2026-11-27 08:45", "2026-11-27 16:45"),
        (&bromley, 1, "2026-11-27 16:50", "2026-11-30 09:45"),
        (&bromley, 10, "2026-11-26 15:00", "2026-11-27 16:45"),
    ] {
        assert_eq!(of.after(Span::OfficeHours(n), at(start)), Some(at(due)), "{n} from {start}");
    }
}

#[test]
fn who_is_on() {
    let (southampton, bromley, bridges) = (duty("southampton"), duty("bromley"), duty("building-bridges"));
    for (of, t, key) in [
        (&southampton, "2026-11-23 16:59", "front_door"),
        (&southampton, "2026-11-23 17:00", "edt"),
        (&southampton, "2026-11-24 08:59", "edt"),
        (&southampton, "2026-11-24 09:00", "front_door"),
        (&southampton, "2026-11-27 17:00", "edt"),
        (&southampton, "2026-11-29 12:00", "edt"),
        (&southampton, "2026-08-31 12:00", "edt"),
        (&southampton, "2026-09-01 08:59", "edt"),
        (&southampton, "2026-04-03 12:00", "edt"),
        (&southampton, "2026-04-07 09:00", "front_door"),
        (&bromley, "2026-11-27 16:44", "front_door"),
        (&bromley, "2026-11-27 16:50", "gap"),
        (&bromley, "2026-11-27 17:00", "edt"),
        (&bromley, "2026-11-30 08:44", "edt"),
        (&bromley, "2026-11-30 08:50", "overlap"),
        (&bromley, "2026-11-30 09:00", "front_door"),
        (&bromley, "2026-11-25 08:50", "front_door"),
        (&bromley, "2026-11-26 16:50", "front_door"),
        (&bromley, "2026-12-29 08:50", "overlap"),
        // No gap on the eve of a bank holiday that is no Friday.
        (&bromley, "2026-12-24 16:50", "front_door"),
        (&bridges, "2026-11-24 08:30", "front_door"),
        (&bridges, "2026-11-27 16:30", "edt"),
        (&bridges, "2026-11-26 16:30", "front_door"),
    ] {
        assert_eq!(of.on_at(at(t)).key(), key, "{t}");
    }
    assert_eq!(southampton.next_change(at("2026-11-27 17:00")), Some(at("2026-11-30 09:00")));
    assert_eq!(southampton.next_change(at("2026-04-03 11:00")), Some(at("2026-04-07 09:00")));
    assert_eq!(bromley.next_change(at("2026-11-27 16:50")), Some(at("2026-11-27 17:00")));
}

#[test]
fn a_gap_belongs_to_the_night_and_an_overlap_to_the_day() {
    let bromley = duty("bromley");
    let seams: Vec<_> = bromley
        .seams(at("2026-12-21 00:00"), 14)
        .map(|seam| (seam.on.coverage, seam.on.mode, seam.from, seam.until))
        .collect();
    assert_eq!(
        seams,
        [
            (Coverage::Overlap, Mode::FrontDoor, at("2026-12-21 08:45"), at("2026-12-21 09:00")),
            (Coverage::Overlap, Mode::FrontDoor, at("2026-12-29 08:45"), at("2026-12-29 09:00")),
        ],
    );
    assert_eq!(duty("southampton").seams(at("2026-01-01 00:00"), 366).count(), 0);
    assert_eq!(
        bromley.seams(at("2026-01-01 00:00"), 365).filter(|seam| seam.on.coverage == Coverage::Gap).count(),
        50
    );
}

#[test]
fn a_clock_never_nags_a_closed_desk_but_whoever_is_on() {
    let southampton = duty("southampton");
    let nags = |clock: &str, t| southampton.nags_at(&ClockId::from(clock), at(t));
    assert_eq!(nags("decision", "2026-11-24 10:00"), Some(at("2026-11-24 10:00")));
    assert_eq!(nags("decision", "2026-11-24 23:10"), Some(at("2026-11-25 09:00")));
    assert_eq!(nags("letter", "2026-12-24 18:00"), Some(at("2026-12-29 09:00")));
    // What counts minutes is for whoever is on: nights too.
    assert_eq!(nags("urgent", "2026-11-24 23:10"), Some(at("2026-11-24 23:10")));
    // At 08:50 on a Monday Bromley's day team is in.
    assert_eq!(duty("bromley").next_opening(at("2026-11-27 16:50")), Some(at("2026-11-30 08:45")));
}

#[test]
fn leap_days_and_transitions() {
    let leap = day("2012-02-29");
    assert_eq!(birthday(leap, 16), Some(day("2028-02-29")));
    assert_eq!(birthday(leap, 18), Some(day("2030-03-01")));
    let dates = Transition::of(day("2010-07-15")).unwrap();
    assert_eq!(
        (dates.opens, dates.closes, dates.adult_plan),
        (day("2026-07-15"), day("2027-01-15"), day("2028-07-15"))
    );
    for (today, planned, window) in [
        ("2026-07-14", None, Window::ToCome),
        ("2026-07-15", None, Window::Open),
        ("2027-01-15", None, Window::Open),
        ("2027-01-16", None, Window::Missed),
        ("2027-01-16", Some("2026-12-01"), Window::Done),
    ] {
        assert_eq!(dates.window(day(today), planned.map(day)), window, "{today}");
    }
}

#[test]
fn a_deadline_says_why() {
    let southampton = duty("southampton");
    let why = |clock: &str, start| {
        let due = southampton.due(&ClockId::from(clock), at(start)).unwrap();
        southampton.explain(&due)
    };
    assert_eq!(
        why("decision", "2026-12-24 16:30"),
        [
            "acknowledge and decide: starts when the contact is taken.",
            "From Thu 24 Dec 2026 16:30 GMT, the same clock time on the next working day: Tue 29 Dec 2026 16:30 GMT.",
            "Not counted: Fri 25 Dec is Christmas Day; Sat 26 and Sun 27 Dec are a weekend; Mon 28 Dec is the substitute day for Boxing Day.",
        ]
    );
    assert_eq!(
        why("lado_notification", "2026-03-28 20:00")[1..],
        [
            "From Sat 28 Mar 2026 20:00 GMT, 24 hours as they pass, nights and days off too: Sun 29 Mar 2026 21:00 BST.",
            "The clocks go forward in between; these are hours that pass, not what the clock shows.",
        ]
    );
    let saturday = why("decision", "2026-11-28 20:00");
    assert_eq!(saturday[2], "Saturday is no working day, so the last day counted is counted whole.");
    assert!(why("assessment", "2026-10-01 11:00")[2].starts_with("Not counted: 9 weekends"));
    assert!(why("adult_plan", "2012-02-29 04:00")[2].contains("1 March"));
    // A deadline that runs keeps its time when the list of holidays changes, and says so.
    let mut moved = southampton.due(&ClockId::from("decision"), at("2026-12-24 16:30")).unwrap();
    moved.at = at("2026-12-30 16:30");
    assert!(southampton.explain(&moved)[1].contains("in force then"));
    // Nothing here depends on the season but the zone.
    assert_eq!(local::local_day(at("2026-07-01 00:30")), NaiveDate::from_ymd_opt(2026, 7, 1).unwrap());
}
