use chrono::{NaiveDateTime, Timelike as _};
use uuid::Uuid;

use super::*;

pub(crate) fn southampton() -> Hours {
    let week = ["Mon", "Tue", "Wed", "Thu", "Fri"]
        .map(|day| format!("[[front_door]]\nday = \"{day}\"\nfrom = \"09:00\"\nuntil = \"17:00\"\n"))
        .concat();
    let clocks = [
        ("decision", "{ count = \"working_days\", of = 1 }"),
        ("plan_copy", "{ count = \"working_days\", of = 2 }"),
        ("conference", "{ count = \"working_days\", of = 15 }"),
        ("assessment", "{ count = \"working_days\", of = 45 }"),
        ("concern", "{ count = \"minutes\", of = 1440 }"),
        ("written", "{ count = \"end_of_working_day\", of = 1 }"),
        ("today", "{ count = \"end_of_working_day\", of = 0 }"),
    ]
    .map(|(id, span)| format!("[[clocks]]\nid = \"{id}\"\nwords = \"{id}\"\nstarts = \"it starts\"\nspan = {span}\nrule = \"r\"\n"))
    .concat();
    let authority = [("front_door", "crs_manager"), ("edt", "on_call_senior_manager")]
        .map(|(mode, role)| format!("[[authority]]\nmode = \"{mode}\"\nrole = \"{role}\"\nrule = \"r\"\n"))
        .concat();
    let read = "written_followup = \"urgent_only\"\nlado_response = \"next_working_day\"\n".to_owned();
    toml::from_str(&[read, week, clocks, authority].concat()).unwrap()
}

/// A time on the wall in England.
fn at(text: &str) -> DateTime<Utc> {
    local::from_local(NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()).unwrap()
}

#[test]
fn holes_and_overlaps_of_the_rota() {
    use Role::{CrsManager, OnCallSeniorManager};
    let mut duty = Duty::new(southampton());
    let mut down = |role, who, from: &str, until: &str| {
        duty.roster.set(Hold { role, person: person(who), from: at(from), until: at(until) });
    };
    down(CrsManager, 3, "2026-11-24 09:00", "2026-11-24 17:00");
    down(OnCallSeniorManager, 4, "2026-11-24 17:00", "2026-11-25 02:00");
    down(OnCallSeniorManager, 5, "2026-11-25 01:30", "2026-11-25 06:00");
    // By day this duty fills no hole.
    down(OnCallSeniorManager, 4, "2026-11-25 08:00", "2026-11-25 12:00");
    let shown = |from: DateTime<Utc>, until: DateTime<Utc>| {
        format!("{}–{}", local::to_local(from).format("%a %H:%M"), local::to_local(until).format("%a %H:%M"))
    };
    let holes: Vec<_> =
        duty.holes(at("2026-11-24 12:00"), 24).iter().map(|h| shown(h.from, h.until)).collect();
    assert_eq!(holes, ["Wed 06:00–Wed 08:00", "Wed 09:00–Wed 12:00"]);
    assert_eq!(duty.holes(at("2026-11-24 12:00"), 18), []);
    let overlaps = duty.overlaps(at("2026-11-24 12:00"), 24);
    assert_eq!(overlaps.iter().map(|o| shown(o.from, o.until)).collect::<Vec<_>>(), ["Wed 01:30–Wed 02:00"]);
    // Over the night in which the clocks go back the hole has its true hour more.
    let [hole] = duty.holes(at("2026-10-24 17:00"), 16)[..] else { panic!("one hole") };
    assert_eq!((hole.until - hole.from).num_hours(), 16);
}

fn person(n: u128) -> StaffId {
    StaffId(Uuid::from_u128(n))
}

#[test]
fn modes() {
    let duty = Duty::new(southampton());
    for (t, mode, change) in [
        ("2026-11-23 16:59", Mode::FrontDoor, "2026-11-23 17:00"),
        ("2026-11-23 17:00", Mode::Edt, "2026-11-24 09:00"),
        ("2026-11-24 08:59", Mode::Edt, "2026-11-24 09:00"),
        ("2026-11-24 09:00", Mode::FrontDoor, "2026-11-24 17:00"),
        ("2026-11-26 16:59", Mode::FrontDoor, "2026-11-26 17:00"),
        ("2026-11-27 17:00", Mode::Edt, "2026-11-30 09:00"),
        ("2026-11-29 12:00", Mode::Edt, "2026-11-30 09:00"),
        // Bank holiday Monday.
        ("2026-08-31 10:00", Mode::Edt, "2026-09-01 09:00"),
        // Good Friday to Easter Tuesday.
        ("2026-04-02 17:00", Mode::Edt, "2026-04-07 09:00"),
        ("2026-04-03 11:00", Mode::Edt, "2026-04-07 09:00"),
        ("2026-04-06 16:00", Mode::Edt, "2026-04-07 09:00"),
        ("2026-04-07 09:00", Mode::FrontDoor, "2026-04-07 17:00"),
        // Over the change of the clocks.
        ("2026-03-27 17:00", Mode::Edt, "2026-03-30 09:00"),
        ("2026-12-24 17:00", Mode::Edt, "2026-12-29 09:00"),
    ] {
        assert_eq!(duty.mode_at(at(t)), mode, "{t}");
        assert_eq!(duty.next_change(at(t)), Some(at(change)), "{t}");
    }
    let mut never = southampton();
    never.front_door.clear();
    let never = Duty::new(never);
    assert_eq!(never.next_change(at("2026-11-23 16:59")), None);
    assert_eq!(never.due(&"today".into(), at("2026-11-23 16:59")), None);
}

#[test]
fn deadlines() {
    let duty = Duty::new(southampton());
    for (clock, start, due) in [
        ("decision", "2026-12-24 10:15", "2026-12-29 10:15"),
        ("decision", "2026-08-28 16:00", "2026-09-01 16:00"),
        ("decision", "2026-04-02 09:00", "2026-04-07 09:00"),
        ("decision", "2026-12-31 12:00", "2027-01-04 12:00"),
        // A Saturday does not count: the whole of Monday does.
        ("decision", "2026-11-28 20:00", "2026-11-30 23:59"),
        ("decision", "2026-11-27 15:00", "2026-11-30 15:00"),
        ("decision", "2026-08-28 15:00", "2026-09-01 15:00"),
        // Same clock time over the change of the clocks.
        ("decision", "2026-03-27 15:00", "2026-03-30 15:00"),
        ("plan_copy", "2026-04-01 11:00", "2026-04-07 11:00"),
        ("plan_copy", "2026-12-23 11:00", "2026-12-29 11:00"),
        ("conference", "2026-12-14 11:00", "2027-01-07 11:00"),
        ("conference", "2026-03-16 11:00", "2026-04-08 11:00"),
        ("assessment", "2026-02-02 11:00", "2026-04-08 11:00"),
        ("assessment", "2026-10-01 11:00", "2026-12-03 11:00"),
        ("concern", "2026-03-28 20:00", "2026-03-29 21:00"),
        ("concern", "2026-10-24 20:00", "2026-10-25 19:00"),
        ("written", "2026-11-27 17:30", "2026-11-30 17:00"),
        ("written", "2026-11-26 10:00", "2026-11-27 17:00"),
        ("today", "2026-11-26 10:00", "2026-11-26 17:00"),
        ("today", "2026-11-27 17:30", "2026-11-30 17:00"),
        ("today", "2026-11-28 10:00", "2026-11-30 17:00"),
    ] {
        let found = duty.due(&clock.into(), at(start)).unwrap();
        assert_eq!(found.at.with_second(0), Some(at(due)), "{clock} from {start}");
        assert_eq!((found.start, found.rule.as_str()), (at(start), "r"));
    }
    assert_eq!(duty.due(&"none".into(), at("2026-11-24 10:00")), None);
}

fn hold(role: Role, who: u128, from: &str, until: &str) -> Hold {
    Hold { role, person: person(who), from: at(from), until: at(until) }
}

#[test]
fn authority_goes_by_the_duty_held() {
    let mut duty = Duty::new(southampton());
    let (manager, senior, worker) = (person(1), person(2), person(3));
    duty.roster.set(hold(Role::CrsManager, 1, "2026-11-24 09:00", "2026-11-24 18:00"));
    duty.roster.set(hold(Role::OnCallSeniorManager, 2, "2026-11-24 17:00", "2026-11-25 09:00"));
    let (noon, asked, after, night) =
        (at("2026-11-24 12:00"), at("2026-11-24 16:50"), at("2026-11-24 17:10"), at("2026-11-24 18:00"));
    assert_eq!(duty.may_authorise(manager, noon, noon), Ok(Role::CrsManager));
    // Asked before the front door shut, decided by the manager who is on still.
    assert_eq!(duty.may_authorise(manager, asked, after), Ok(Role::CrsManager));
    assert_eq!(duty.may_authorise(senior, asked, after), Ok(Role::OnCallSeniorManager));
    // Asked after it shut: no longer theirs. And not once the duty is over.
    assert!(duty.may_authorise(manager, after, after).is_err());
    assert!(duty.may_authorise(manager, asked, night).is_err());
    let no = duty.may_authorise(worker, noon, noon).unwrap_err();
    assert_eq!(
        no.to_string(),
        "In the front door's hours only the CRS manager on duty may authorise. The request is kept; ask them to sign in."
    );
    let no = duty.may_authorise(senior, noon, at("2026-11-25 20:00")).unwrap_err();
    assert_eq!(
        no.to_string(),
        "Out of hours only the on-call senior manager may authorise, and nobody holds that duty. The request is kept; enter who does."
    );
    assert_eq!(duty.authorisers_at(noon), [(manager, Role::CrsManager)]);
    assert_eq!(duty.authorisers_at(after), [(senior, Role::OnCallSeniorManager)]);
    assert_eq!(duty.authority(Mode::Edt), Some(Role::OnCallSeniorManager));
}

#[test]
fn a_duty_taken_on_after_the_asking_does_not_reach_back() {
    let mut duty = Duty::new(southampton());
    duty.roster.set(hold(Role::CrsManager, 1, "2026-11-24 17:05", "2026-11-24 20:00"));
    assert!(duty.may_authorise(person(1), at("2026-11-24 16:50"), at("2026-11-24 17:10")).is_err());
}

#[test]
fn a_duty_can_be_laid_down_and_taken_up_again() {
    let mut duty = Duty::new(southampton());
    let holds = |duty: &Duty, t| duty.holds(person(1), Role::CrsManager, at(t));
    duty.roster.set(hold(Role::CrsManager, 1, "2026-11-24 09:00", "2026-11-24 17:00"));
    duty.roster.set(hold(Role::CrsManager, 2, "2026-11-24 09:00", "2026-11-24 17:00"));
    duty.roster.set(hold(Role::CrsManager, 1, "2026-11-24 12:00", "2026-11-24 12:00"));
    assert!(holds(&duty, "2026-11-24 11:59") && !holds(&duty, "2026-11-24 12:00"));
    assert_eq!(duty.on_duty(Role::CrsManager, at("2026-11-24 13:00")), [person(2)]);
    duty.roster.set(hold(Role::CrsManager, 1, "2026-11-24 13:00", "2026-11-24 17:00"));
    assert!(holds(&duty, "2026-11-24 13:00"));
    let written = serde_json::to_string(&duty.roster).unwrap();
    assert_eq!(serde_json::from_str::<Roster>(&written).unwrap(), duty.roster);
}

#[test]
fn who_went_home_since_decides_nothing_that_was_asked_before() {
    use Role::{CrsManager, OnCallSeniorManager};
    let mut duty = Duty::new(southampton());
    let mut down = |role, who, from: &str, until: &str| {
        duty.roster.set(Hold { role, person: person(who), from: at(from), until: at(until) });
    };
    down(CrsManager, 3, "2026-11-24 09:00", "2026-11-24 17:00");
    down(CrsManager, 3, "2026-11-24 17:00", "2026-11-24 19:00");
    down(CrsManager, 3, "2026-11-25 08:00", "2026-11-25 17:00");
    down(OnCallSeniorManager, 4, "2026-11-24 17:00", "2026-11-25 09:00");
    let asked = at("2026-11-24 16:30");
    let may = |who, now: &str| duty.may_authorise(person(who), asked, at(now)).ok();
    assert_eq!(may(3, "2026-11-24 18:30"), Some(CrsManager));
    assert_eq!(may(3, "2026-11-24 19:00"), None);
    assert_eq!(may(3, "2026-11-25 08:30"), None);
    assert_eq!(may(3, "2026-11-25 09:00"), Some(CrsManager));
    assert_eq!(may(4, "2026-11-25 08:30"), Some(OnCallSeniorManager));
}
