//! What can be said of the hours and the clocks: of a moment alone, without any contact.

use dutydesk::domain::{
    calendar::{CallTimer, Transition, Window, local},
    duty::Duty,
    ids::ClockId,
};

use super::{run::Run, sentence::slots};

type Check = fn(&Run<'_>, &[&str]) -> Result<(), String>;

/// Checks a statement about the clock; none where the sentence is about something else.
pub(super) fn check(run: &Run<'_>, statement: &str) -> Option<Result<(), String>> {
    STATEMENTS.iter().find_map(|(pattern, check)| {
        let found = slots(pattern, statement)?;
        Some(check(run, &found))
    })
}

fn same(wanted: &str, found: &str) -> Result<(), String> {
    if wanted == found { Ok(()) } else { Err(format!("it is: {found}")) }
}

fn minute(t: chrono::DateTime<chrono::Utc>) -> String {
    local::to_local(t).format("%a %d %b %Y %H:%M").to_string()
}

fn due(duty: &Duty, clock: &str, run: &Run<'_>) -> Result<dutydesk::domain::duty::Due, String> {
    duty.due(&ClockId::from(clock), run.now).ok_or_else(|| format!("the profile has no clock {clock}"))
}

const STATEMENTS: &[(&str, Check)] = &[
    ("the header says “{words}”", |run, of| same(of[0], run.duty.on_at(run.now).words())),
    ("it changes on {time}", |run, of| {
        let found = run.duty.next_change(run.now).map_or("never".to_owned(), minute);
        same(&minute(run.time(of[0])?), &found)
    }),
    ("the clock {clock} would be due on {time}", |run, of| {
        same(&minute(run.time(of[1])?), &minute(due(&run.duty, of[0], run)?.at))
    }),
    ("the clock {clock} explains “{words}”", |run, of| {
        let lines = run.duty.explain(&due(&run.duty, of[0], run)?).join(" ");
        if lines.contains(of[1]) { Ok(()) } else { Err(format!("it says: {lines}")) }
    }),
    ("the clock {clock} may call for somebody from {time}", |run, of| {
        let found = run.duty.nags_at(&ClockId::from(of[0]), run.now).map_or("never".to_owned(), minute);
        same(&minute(run.time(of[1])?), &found)
    }),
    ("{team} works from {from} until {until} that day", |run, of| {
        let weekday = chrono::Datelike::weekday(&local::to_local(run.now));
        let team =
            run.duty.hours.beside.iter().find(|team| team.name == of[0]).ok_or("there is no such team")?;
        let open = team.open.iter().find(|open| open.day == weekday).ok_or("it does not work that day")?;
        same(
            &format!("{} {}", of[1], of[2]),
            &format!("{} {}", open.from.format("%H:%M"), open.until.format("%H:%M")),
        )
    }),
    ("a call of {n} agreed minutes that began at {time} is {state}", |run, of| {
        let agreed = of[0].parse().map_err(|_| format!("`{}` is no number", of[0]))?;
        let found = match CallTimer::of(agreed, run.time(of[1])?, run.now) {
            CallTimer::Within => "within its time",
            CallTimer::Near => "near its end",
            CallTimer::Over => "over its time",
        };
        same(of[2], found)
    }),
    ("for a child born on {day} the transition plan is {window}", |run, of| {
        let born = chrono::NaiveDate::parse_from_str(of[0], "%d %b %Y").map_err(|error| error.to_string())?;
        let dates = Transition::of(born).ok_or("nobody is as old")?;
        let found = match dates.window(local::local_day(run.now), None) {
            Window::ToCome => "not due yet",
            Window::Open => "due now",
            Window::Missed => "missed",
            Window::Done => "made",
        };
        same(of[1], found)
    }),
];
