//! What the calendar knows of an instant: `dutydesk clock`, for people and for programs.
//!
//! A line of JSON has, in this order: `instant` (as given), `local` (Europe/London, with its offset), `mode` (`front_door`,
//! `edt`, and for hours that have them `gap` and `overlap`), `next_change` (when that changes), `bank_holiday` (its name, or
//! `null`), `working_day`, `next_working_day`, `plus_1_working_day`, `plus_2_working_days`, `plus_15_working_days`,
//! `plus_45_working_days` (days; day 0 is the day itself), `plus_10_office_hours` and `plus_24_elapsed_hours`. Times are RFC
//! 3339 with the offset of that time and never `Z`. Office hours are those of the profile's day service; an end that falls
//! on closing time is that closing time. The two that need it are `null` where the day service never opens.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

use super::json::{self, NotWritten};
use crate::domain::{
    calendar::{
        local::{local_day, to_local},
        words,
    },
    desk::State,
    duty::Duty,
    policy::{Policy, hours::Span},
};

/// A moment as a line writes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment(pub DateTime<Utc>);

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&to_local(self.0).to_rfc3339_opts(SecondsFormat::AutoSi, false))
    }
}

/// What is known of one instant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line<'a> {
    /// As it was given.
    pub instant: &'a str,
    /// On the wall.
    pub local: Moment,
    /// Who is on.
    pub mode: &'static str,
    /// When that changes.
    pub next_change: Option<Moment>,
    /// The bank holiday's name.
    pub bank_holiday: Option<String>,
    /// Whether it is a working day.
    pub working_day: bool,
    /// The first working day after this one.
    pub next_working_day: NaiveDate,
    /// One working day later.
    pub plus_1_working_day: NaiveDate,
    /// Two.
    pub plus_2_working_days: NaiveDate,
    /// Fifteen.
    pub plus_15_working_days: NaiveDate,
    /// Forty-five.
    pub plus_45_working_days: NaiveDate,
    /// Ten hours later in which the day service is open.
    pub plus_10_office_hours: Option<Moment>,
    /// Twenty-four hours later, as they pass.
    pub plus_24_elapsed_hours: Option<Moment>,
}

/// What is said of an instant that cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
struct Wrong<'a> {
    instant: &'a str,
    error: &'a str,
}

impl<'a> Line<'a> {
    /// Looks an instant up.
    pub fn of(instant: &'a str, t: DateTime<Utc>, duty: &Duty) -> Self {
        let day = local_day(t);
        let plus = |n| duty.holidays.plus_working_days(day, n);
        let next = plus(1);
        Self {
            instant,
            local: Moment(t),
            mode: duty.on_at(t).key(),
            next_change: duty.next_change(t).map(Moment),
            bank_holiday: duty.holidays.holiday(day).map(|holiday| holiday.name.clone().into_owned()),
            working_day: duty.holidays.is_working_day(day),
            next_working_day: next,
            plus_1_working_day: next,
            plus_2_working_days: plus(2),
            plus_15_working_days: plus(15),
            plus_45_working_days: plus(45),
            plus_10_office_hours: duty.after(Span::OfficeHours(10), t).map(Moment),
            plus_24_elapsed_hours: duty.after(Span::Minutes(24 * 60), t).map(Moment),
        }
    }

    /// Writes it as one line.
    pub fn write(&self, into: &mut Vec<u8>) -> Result<(), NotWritten> {
        if self.instant.is_ascii() {
            serde_json::to_writer(&mut *into, self)?;
        } else {
            into.extend_from_slice(json::safe(&serde_json::to_string(self)?).as_bytes());
        }
        into.push(b'\n');
        Ok(())
    }
}

/// Writes why an instant cannot be read, as one line.
pub fn write_wrong(instant: &str, error: &str, into: &mut Vec<u8>) -> Result<(), NotWritten> {
    let line = serde_json::to_string(&Wrong { instant, error })?;
    into.extend_from_slice(json::safe(&line).as_bytes());
    into.push(b'\n');
    Ok(())
}

/// An instant with every clock that would start then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Whole<'a> {
    /// What a line says.
    #[serde(flatten)]
    pub line: Line<'a>,
    /// The profile by which it is counted.
    pub profile: &'a str,
    /// The duties that may authorise then.
    pub authority: Vec<&'a str>,
    /// Who holds them, on a desk.
    pub on_duty: Vec<&'a str>,
    /// Every clock.
    pub deadlines: Vec<Deadline<'a>>,
}

/// A clock that would start.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Deadline<'a> {
    /// Its key.
    pub clock: &'a str,
    /// What is due.
    pub words: &'a str,
    /// What starts it.
    pub starts: &'a str,
    /// How it is counted.
    pub counted: String,
    /// When it would be due.
    pub due: Moment,
    /// The rule.
    pub rule: &'a str,
    /// Which protocol it comes from.
    pub source: &'a str,
    /// Why it falls then, a line each.
    pub why: Vec<String>,
}

impl<'a> Whole<'a> {
    /// Looks an instant up; names come from a desk, where there is one.
    pub fn of(
        instant: &'a str,
        t: DateTime<Utc>,
        duty: &'a Duty,
        policy: &'a Policy,
        desk: Option<&'a State>,
    ) -> Self {
        let deadline = |clock: &'a crate::domain::policy::hours::Clock| {
            let due = duty.due(&clock.id, t)?;
            Some(Deadline {
                clock: clock.id.as_str(),
                words: &clock.words,
                starts: &clock.starts,
                counted: clock.span.words(),
                due: Moment(due.at),
                rule: clock.rule.as_str(),
                source: policy.sources.words(&clock.rule),
                // The first line names the clock again.
                why: duty.explain(&due).into_iter().skip(1).collect(),
            })
        };
        let on_duty = desk.map_or_else(Vec::new, |desk| {
            duty.authorisers_at(t).into_iter().map(|(person, _)| desk.name_of(person)).collect()
        });
        Self {
            line: Line::of(instant, t, duty),
            profile: &policy.id,
            authority: duty
                .authorities(duty.mode_at(t))
                .map(|authority| duty.called(authority.role))
                .collect(),
            on_duty,
            deadlines: duty.hours.clocks.iter().filter_map(deadline).collect(),
        }
    }

    /// Writes it as JSON of several lines.
    pub fn write(&self) -> Result<String, NotWritten> {
        json::write(self)
    }

    /// Writes it for people.
    pub fn text(&self, t: DateTime<Utc>, duty: &Duty) -> String {
        let on = duty.on_at(t);
        let mut text = format!("{}, {}", words::stamp(t), on.words());
        if let Some(at) = duty.next_change(t) {
            let _ = write!(text, " until {}, then {}", words::near(t, at), duty.on_at(at).words());
        }
        text.push('\n');
        let mut say = |name: &str, words: &str| {
            let _ = writeln!(text, "{name:<18}{words}");
        };
        if let Some(note) = on.note() {
            say("", note);
        }
        let who =
            if self.on_duty.is_empty() { String::new() } else { format!(": {}", self.on_duty.join(", ")) };
        say("May authorise", &format!("{}{who}", self.authority.join(" or ")));
        for team in &duty.hours.beside {
            let clock = to_local(t);
            let open = team.open.iter().find(|open| {
                self.line.working_day
                    && open.day == chrono::Datelike::weekday(&clock)
                    && (open.from..open.until).contains(&clock.time())
            });
            let until = open
                .map_or("not in now".to_owned(), |open| format!("in until {}", open.until.format("%H:%M")));
            say(&team.name, &until);
        }
        let day = match (&self.line.bank_holiday, self.line.working_day) {
            (Some(name), _) => format!("no: {name}"),
            (None, true) => "yes".to_owned(),
            (None, false) => "no: weekend".to_owned(),
        };
        say("Working day", &format!("{day}; the next is {}", words::day(self.line.next_working_day)));
        for seam in duty.seams(t, 7) {
            let (from, until) = (words::near(t, seam.from), words::clock(seam.until));
            say("In a week", &format!("{from}–{until} {}", seam.on.note().unwrap_or_default()));
        }
        text.push_str("\nDeadlines of what starts at this moment:\n");
        for deadline in &self.deadlines {
            let _ = writeln!(text, "\n{}  {}", words::stamp(deadline.due.0), deadline.words);
            let _ = writeln!(text, "    starts when {}; {}", deadline.starts, deadline.source);
            for why in &deadline.why {
                let _ = writeln!(text, "    {why}");
            }
        }
        text
    }
}
