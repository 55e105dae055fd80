//! Of a night.

use dutydesk::domain::{board::Kind, contact::night::Line, ids::AnalysisNo};

use super::{
    super::{cast, steps::number},
    Check, holds, minute, same,
};

pub(super) const STATEMENTS: &[(&str, Check)] = &[
    ("{child} is {under} until {time}", |s, of| {
        let child = s.run.person(of[0])?;
        let tonight = s.contact.tonight_of(child).ok_or("nothing is arranged")?;
        same(of[1], tonight.set.care.under.words())?;
        same(&minute(s.run.time(of[2])?), &minute(tonight.set.care.until))
    }),
    ("police protection of {child} ends {time}", |s, of| {
        let tonight = s.contact.tonight_of(s.run.person(of[0])?).ok_or("nothing is arranged")?;
        let ends = tonight.set.ends.as_ref().ok_or("it is no police protection")?;
        same(&minute(s.run.time(of[1])?), &minute(ends.at))
    }),
    ("nothing is arranged for {child}", |s, of| {
        holds(s.contact.tonight_of(s.run.person(of[0])?).is_none(), || "something is".to_owned())
    }),
    ("it is on no child's file", |s, _| holds(s.contact.is_unfiled(), || "it is filed".to_owned())),
    ("it is filed", |s, _| holds(!s.contact.is_unfiled(), || "it is on no file".to_owned())),
    ("{n} things wait for the day, by {time}", |s, of| {
        let waits: Vec<_> = s.contact.night.morning.iter().filter(|m| m.done.is_none()).collect();
        same(of[0], &waits.len().to_string())?;
        let by = minute(s.run.time(of[1])?);
        holds(waits.iter().all(|morning| minute(morning.due) == by), || "by another time".to_owned())
    }),
    ("the advice was “{words}”", |s, of| {
        same(of[0], s.contact.night.advised.as_ref().map_or("nothing", |advised| advised.advice.as_str()))
    }),
    ("the analysis has the names of {worker} and {manager}", |s, of| {
        let analysis = s.contact.night.analyses.last().ok_or("there is none")?;
        same(of[0], cast::name(analysis.by))?;
        same(of[1], cast::name(analysis.said.manager))
    }),
    ("the second name under analysis {n} is {standing}", |s, of| {
        let analysis = s.contact.analysis(AnalysisNo(number(of[0])?)).ok_or("there is none")?;
        same(of[1], analysis.second.words())
    }),
    ("the second signs for analysis {n} by {time}", |s, of| {
        let no = AnalysisNo(number(of[0])?);
        let due = s.contact.unsigned_analyses().find(|(analysis, _)| analysis.no == no);
        let (_, due) = due.ok_or("nobody is asked to")?;
        same(&minute(s.run.time(of[1])?), &minute(due.at))
    }),
    ("a placement is looked for: “{kinds}”", |s, of| {
        let needed = s.contact.night.placement.as_ref().ok_or("none is")?;
        let kinds: Vec<_> = needed.kinds.iter().map(|kind| kind.words()).collect();
        same(of[0], &kinds.join("; "))
    }),
    ("no placement is looked for", |s, _| holds(s.contact.night.placement.is_none(), || "one is".to_owned())),
    ("the board's line of {kind} says “{words}”", |s, of| {
        let kind = Kind::from_key(of[0]).ok_or("the board has no such kind")?;
        let entry = s.contact.board().into_iter().find(|entry| entry.kind == kind).ok_or("there is none")?;
        let line: Line = entry.read().ok_or("the line reads back differently")?;
        holds(line.words.contains(of[1]), || format!("it says `{}`", line.words))
    }),
    ("the board has {n} lines of {kind}", |s, of| {
        let kind = Kind::from_key(of[1]).ok_or("the board has no such kind")?;
        same(of[0], &s.contact.board().iter().filter(|entry| entry.kind == kind).count().to_string())
    }),
];
